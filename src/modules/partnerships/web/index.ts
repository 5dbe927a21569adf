import { worksSomewhere } from '#kernel/actor.ts';
import { unlessRefused } from '#kernel/errors.ts';
import type { WebModule } from '#platform/http/page.ts';
import { listDecisions, listTurns } from '../server/index.ts';
import { DossierPart } from './parts/dossier.tsx';
import { askAddress, listAddress, paths } from './paths.ts';
import { routes } from './routes.tsx';

export { askAddress, contactPath, listAddress, paths as partnershipPaths } from './paths.ts';

const places = {
  answer: paths.partnership,
  write: paths.editAgreement,
  accept: paths.agreement,
  task: paths.responsibilities,
  renew: paths.agreement,
} as const;

export const partnerships: WebModule = {
  routes,
  tasks: async ({ ask, actor, t }) => {
    if (!worksSomewhere(actor, 'head', 'coordinator')) return [];
    const { turns } = await ask(listTurns, {});
    return turns.map((turn) => ({
      id: `partnership-${turn.kind}-${turn.id}`,
      title: t(turn.mine ? `partnerships.turn.${turn.kind}` : `partnerships.waits.${turn.kind}`),
      about: turn.about,
      ...(turn.mine ? { action: t(`partnerships.do.${turn.kind}`) } : { waitingFor: turn.who }),
      due: turn.due,
      href:
        turn.kind === 'decision'
          ? paths.decision.href({ decisionId: turn.id })
          : turn.kind === 'letter'
            ? paths.contact.href({ contactId: turn.id })
            : (turn.mine ? places[turn.kind] : paths.partnership).href({ partnershipId: turn.id }),
      // a text that is being written is nobody's particular turn
      background: turn.kind === 'write',
    }));
  },
  agenda: async ({ ask, actor, t, now, runtime }) => {
    if (actor.orgs.length === 0) return [];
    const { turns } = await ask(listTurns, {});
    const host = new URL(runtime.config.origin).hostname;
    return turns.flatMap((turn) =>
      turn.kind === 'decision' && turn.mine && turn.due
        ? [
            {
              uid: `decision-${turn.id}@${host}`,
              day: turn.due,
              summary: t('partnerships.turn.decision'),
              url: `${runtime.config.origin}${paths.decision.href({ decisionId: turn.id })}`,
              sequence: 0,
              stamp: now,
            },
          ]
        : [],
    );
  },
  intakeLinks: (v, intakeId) => [
    { href: askAddress('intake', intakeId), label: v.t('partnerships.decisions.ask-about') },
    { href: listAddress('intake', intakeId), label: v.t('partnerships.decisions.list-about') },
  ],
  dossier: async ({ ask, actor }, mobilityId, v) => {
    if (actor.orgs.length === 0) return [];
    // who has no part in what partners decide sees no section, and the dossier page goes on
    const list = await unlessRefused(
      ask(listDecisions, { aboutKind: 'mobility', aboutId: mobilityId }),
    );
    if (!list) return [];
    return [
      {
        id: 'decisions',
        order: 85,
        title: v.t('partnerships.decisions.title'),
        body: DossierPart({ v, mobilityId, decisions: list.decisions }),
      },
    ];
  },
  nav: (v) =>
    v.actor.kind === 'person' &&
    v.actor.orgs.some((o) => o.roles.some((r) => r === 'head' || r === 'coordinator'))
      ? [
          {
            href: paths.partnerships.href(),
            label: v.t('partnerships.list.nav'),
            order: 75,
            group: 'partners',
          },
        ]
      : [],
};

import { unlessRefused } from '#kernel/errors.ts';
import type { MobilityId } from '#kernel/ids.ts';
import type { WebModule } from '#platform/http/page.ts';
import { getAgreement, getRecognition, listTurns } from '../server/index.ts';
import { DossierPart } from './parts/dossier.tsx';
import { paths } from './paths.ts';
import { routes } from './routes.tsx';

export { paths as learningPaths } from './paths.ts';

const places = {
  start: paths.agreement,
  draft: paths.edit,
  open: paths.agreement,
  sign: paths.sign,
  change: paths.agreement,
  report: paths.complement,
  decide: paths.recognition,
} as const;

export const learning: WebModule = {
  routes,
  tasks: async ({ ask, t }) => {
    const { turns } = await ask(listTurns, {});
    return turns.map((turn) => ({
      id: `learning-${turn.kind}-${turn.mobilityId}`,
      title: t(turn.mine ? `learning.task.${turn.kind}` : `learning.waits.${turn.kind}`),
      about: turn.pupil,
      ...(turn.mine ? { action: t(`learning.do.${turn.kind}`) } : { waitingFor: turn.who }),
      due: turn.due,
      href: (turn.mine ? places[turn.kind] : paths.agreement).href({ mobilityId: turn.mobilityId }),
    }));
  },
  dossier: async ({ ask, lang }, mobilityId, v) => {
    // somebody without a part in the learning sees no section, and the dossier page goes on
    const agreement = await unlessRefused(
      ask(getAgreement, { mobilityId: mobilityId as MobilityId, language: lang }),
    );
    if (!agreement) return [];
    const recognition = await ask(getRecognition, { mobilityId: mobilityId as MobilityId });
    return [
      {
        id: 'agreement',
        order: 40,
        title: v.t('learning.title'),
        body: DossierPart({ v, agreement, recognition }),
      },
    ];
  },
};

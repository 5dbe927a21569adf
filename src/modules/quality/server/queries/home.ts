import { z } from 'zod';
import { orgIdsOf } from '#kernel/actor.ts';
import { dateView, idView, instantView } from '#kernel/schema.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { query } from '#platform/query.ts';
import { mayConsentToBenchmark } from '../../core/policy.ts';
import { assessAgainFrom, guessRole, itemsFor, levels } from '../../core/rules/index.ts';
import { roles, scopes } from '../../core/types.ts';
import * as store from '../store/index.ts';
import { nameIn } from './names.ts';

export const listAssessments = query({
  name: 'quality.list-assessments',
  summary:
    'The self-assessments of the organisations you work for, newest first, with what waits for you: criteria you were asked to answer, points you were asked to look at, plans that propose a status, and organisations whose last time is half a year ago.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor, orgIds: orgIdsOf(actor) } : null),
  output: z.object({
    organisations: z.array(
      z.object({
        id: idView('org'),
        name: z.string(),
        kind: z.enum(['school', 'supporting']),
        guessedRole: z.enum(roles),
        /** plans whose result waits to be taken into an assessment */
        proposals: z.array(
          z.object({
            itemId: z.string(),
            status: z.enum(levels as readonly ['not_started', ...typeof levels]),
            plan: z.string(),
          }),
        ),
        /** the day from which it is time to assess again; null while it is not, or one is open */
        againSince: dateView.nullable(),
        lastOn: dateView.nullable(),
        benchmark: z.object({
          given: z.boolean(),
          by: z.string(),
          at: instantView.nullable(),
          mayChange: z.boolean(),
        }),
      }),
    ),
    assessments: z.array(
      z.object({
        id: idView('ass'),
        orgId: idView('org'),
        orgName: z.string(),
        scope: z.enum(scopes),
        appliesAs: z.enum(roles),
        state: z.enum(['open', 'submitted']),
        startedBy: z.string(),
        startedByYou: z.boolean(),
        createdAt: instantView,
        submittedAt: instantView.nullable(),
        answered: z.number(),
        total: z.number(),
        /** criteria somebody asked you to answer, and that are not answered yet */
        yours: z.array(z.string()),
        /** points you were asked to look at as the reviewer */
        reviews: z.number(),
      }),
    ),
  }),
  view: async ({ read, scope: { actor, orgIds }, today }) => {
    // a network sends and hosts nobody: it has nothing to assess
    const organisations = (await organisationsByIds(read, orgIds)).filter(
      (o) => o.kind !== 'network',
    );
    if (organisations.length === 0) return { organisations: [], assessments: [] };
    const rows = await store.assessmentsOf(read, orgIds);
    const open = rows.filter((r) => r.state === 'open');
    const answered = await store.answeredItems(
      read,
      rows.map((r) => r.id),
    );
    const shares = (
      await store.sharesOf(
        read,
        open.map((r) => r.id),
      )
    ).filter((s) => s.person_id === actor.personId);
    // every home page asks: who has assessed nothing yet has nothing to look at and nothing to be counted by
    const begun = rows.length > 0;
    const reviews = begun ? await store.reviewsWaiting(read, actor.personId) : [];
    const proposals = await store.openProposals(read, orgIds);
    const consents = begun ? await store.consentsOf(read, orgIds) : [];
    return {
      organisations: organisations.map((o) => {
        const kind = o.kind as 'school' | 'supporting';
        const newest = rows.find((r) => r.org_id === o.id && r.submitted_at);
        const last = newest?.submitted_at;
        const lastOn = last?.toZonedDateTimeISO('Europe/Brussels').toPlainDate() ?? null;
        // half a year after a club of its people has ended, where that is later
        const again = lastOn && (newest?.again_on ?? assessAgainFrom(lastOn));
        const consent = consents.find((c) => c.org_id === o.id);
        return {
          id: o.id,
          name: o.name,
          kind,
          guessedRole: guessRole(kind),
          proposals: proposals
            .filter((p) => p.org_id === o.id)
            .map((p) => ({ itemId: p.item_id, status: p.status, plan: p.plan_label })),
          lastOn,
          againSince:
            again &&
            Temporal.PlainDate.compare(again, today) <= 0 &&
            !open.some((r) => r.org_id === o.id)
              ? again
              : null,
          benchmark: {
            given: consent?.given ?? false,
            by: consent ? nameIn(consent) : '',
            at: consent?.changed_at ?? null,
            mayChange: mayConsentToBenchmark(actor, o.id),
          },
        };
      }),
      assessments: rows.map((row) => {
        const items = itemsFor(row.scope, row.applies_as, row.questionnaire_version);
        const given = new Set(
          answered.filter((a) => a.assessment_id === row.id && !a.look_again).map((a) => a.item_id),
        );
        return {
          id: row.id,
          orgId: row.org_id,
          orgName: row.org_name,
          scope: row.scope,
          appliesAs: row.applies_as,
          state: row.state as 'open' | 'submitted',
          startedBy: nameIn(row),
          startedByYou: row.person_id === actor.personId,
          createdAt: row.created_at,
          submittedAt: row.submitted_at,
          answered: items.filter((i) => given.has(i.id)).length,
          total: items.length,
          yours: shares
            .filter((s) => s.assessment_id === row.id)
            .map((s) => s.criterion_id)
            .filter((id) => items.some((i) => i.criterion === id && !given.has(i.id))),
          reviews: Number(reviews.find((r) => r.id === row.id)?.points ?? 0),
        };
      }),
    };
  },
});

import { z } from 'zod';
import type { IntakeId, MobilityId } from '#kernel/ids.ts';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { rolesFor } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import {
  countRatings,
  evaluatesAs,
  evaluationRatings,
  evaluationRoles,
  evaluationTopics,
  seesCounts,
} from '../../core/index.ts';
import * as store from '../store/index.ts';

const ratingsView = z.record(z.string(), z.number());

export const getEvaluation = query({
  name: 'support.get-evaluation',
  summary:
    'Your own evaluation of a mobility; for the four organisations also how many gave how many points.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('mob'),
    pupil: z.string(),
    returned: z.boolean(),
    /** parts in which you can still write */
    open: z.array(z.enum(evaluationRoles)),
    mine: z.array(
      z.object({
        role: z.enum(evaluationRoles),
        ratings: ratingsView,
        best: z.string(),
        change: z.string(),
        at: instantView,
      }),
    ),
    counts: z
      .object({
        answered: z.array(z.object({ role: z.enum(evaluationRoles), count: z.number() })),
        topics: z.array(z.object({ topic: z.enum(evaluationTopics), points: z.array(z.number()) })),
      })
      .nullable(),
  }),
  view: async ({ read, scope, today }, input) => {
    const { actor } = scope;
    if (actor.kind !== 'person') return null;
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier || rolesFor(actor, dossier, today).length === 0) return null;
    const roles = evaluatesAs(actor, dossier, today);
    const counts = seesCounts(actor, dossier, today);
    if (roles.length === 0 && !counts) return null;
    const all = (await store.evaluationsOf(read, dossier.id)).map((e) => ({
      ...e,
      role: e.role as (typeof evaluationRoles)[number],
      ratings: evaluationRatings.parse(e.ratings),
    }));
    const mine = all.filter((e) => e.person_id === actor.personId);
    const taken = (role: string) =>
      role === 'host_school' || role === 'sending_school'
        ? all.some((e) => e.role === role)
        : mine.some((e) => e.role === role);
    const returned = ['returned', 'recognised'].includes(dossier.state);
    const counted = countRatings(all.map((e) => e.ratings));
    return {
      id: dossier.id,
      pupil: dossier.pupilName,
      returned,
      open: returned ? roles.filter((r) => !taken(r)) : [],
      mine: mine.map((e) => ({
        role: e.role,
        ratings: e.ratings,
        best: e.best,
        change: e.change,
        at: e.submitted_at,
      })),
      counts: counts
        ? {
            answered: evaluationRoles.map((role) => ({
              role,
              count: all.filter((e) => e.role === role).length,
            })),
            topics: evaluationTopics.map((topic) => ({ topic, points: counted[topic] })),
          }
        : null,
    };
  },
});

export type SupportFact = {
  fact: 'first-check-in' | 'evaluated';
  mobilityId: MobilityId;
  on: Temporal.PlainDate;
};

/** First talk with each pupil, and the day on which all five sides had looked back: what completes steps of the timeline. */
export async function supportFacts(read: Readable, intakeId: IntakeId): Promise<SupportFact[]> {
  const facts: SupportFact[] = [];
  for (const r of await store.firstCheckInsOfIntake(read, intakeId))
    facts.push({ fact: 'first-check-in', mobilityId: r.id, on: r.held_on });
  const sides = new Map<MobilityId, Set<string>>();
  for (const e of await store.evaluationsOfIntake(read, intakeId)) {
    const heard = sides.get(e.id) ?? new Set<string>();
    const before = heard.size;
    heard.add(e.role);
    sides.set(e.id, heard);
    if (heard.size === evaluationRoles.length && before < heard.size)
      facts.push({
        fact: 'evaluated',
        mobilityId: e.id,
        on: e.submitted_at.toZonedDateTimeISO('Europe/Brussels').toPlainDate(),
      });
  }
  return facts;
}

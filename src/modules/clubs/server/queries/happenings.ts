import type { ClubId } from '#kernel/ids.ts';
import { authorsInClubs } from '#modules/practices/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import type { Happening } from '../../core/rules/index.ts';
import * as store from '../store/index.ts';

/** Everything of a club that has a moment: who came and left, meetings, what was decided, written, put in and said. */
export async function happeningsOf(read: Readable, clubId: ClubId): Promise<Happening[]> {
  const members = await store.membersOf(read, [clubId]);
  const meetings = await store.meetingsOf(read, [clubId]);
  const eventIds = meetings.map((m) => m.id);
  const plans = await store.plansOfClubs(read, [clubId]);
  const planIds = plans.map((p) => p.id);
  const owner = new Map(plans.map((p) => [p.id, p.person_id]));
  const revisions = await store.revisionsOf(read, planIds);
  return [
    ...members.flatMap((m): Happening[] => [
      ...(m.state === 'accepted' && m.answered_at
        ? [{ kind: 'member' as const, at: m.answered_at, by: m.person_id }]
        : []),
      ...(m.state === 'left' && m.left_at
        ? [{ kind: 'left' as const, at: m.left_at, by: m.person_id }]
        : []),
    ]),
    ...meetings.flatMap((m): Happening[] =>
      m.changed_at ? [{ kind: 'meeting', at: m.changed_at, by: null }] : [],
    ),
    ...(await store.decisionsOf(read, eventIds)).map(
      (d): Happening => ({ kind: 'decision', at: d.written_at, by: d.written_by }),
    ),
    ...(await store.newestReports(read, eventIds)).map(
      (r): Happening => ({ kind: 'report', at: r.written_at, by: r.written_by }),
    ),
    ...(await store.filesOf(read, [clubId])).map(
      (f): Happening => ({ kind: 'file', at: f.added_at, by: f.added_by }),
    ),
    ...(await authorsInClubs(read, [clubId])).map(
      (c): Happening => ({ kind: 'card', at: c.at, by: c.authorId }),
    ),
    ...revisions.map(
      (r): Happening => ({ kind: 'plan', at: r.written_at, by: owner.get(r.plan_id) ?? null }),
    ),
    ...(await store.feedbackOf(read, planIds)).map(
      (f): Happening => ({ kind: 'feedback', at: f.written_at, by: f.author_id }),
    ),
  ];
}

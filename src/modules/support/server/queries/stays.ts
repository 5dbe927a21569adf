import type { MobilityId, PersonId } from '#kernel/ids.ts';
import { displayName } from '#modules/people/core/index.ts';
import { arrivalsOf } from '#modules/travel/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import {
  type CheckInRatings,
  type ContactDue,
  checkInRatings,
  contactPlanOn,
  contactsDue,
  type LivesWith,
  type RatedTalk,
  type Talk,
  type TalkPartner,
} from '../../core/index.ts';
import * as store from '../store/index.ts';

/** What is known about a stay abroad, as the rules about contacts need it. */
export type Stay = {
  row: store.StayRow;
  pupil: string;
  arrivedOn: Temporal.PlainDate;
  talks: (Talk & RatedTalk)[];
  firstVisitor: PersonId | null;
  dues: ContactDue[];
};

const inForce = (
  p: { from_on: Temporal.PlainDate; until_on: Temporal.PlainDate | null },
  day: Temporal.PlainDate,
) =>
  Temporal.PlainDate.compare(p.from_on, day) <= 0 &&
  (p.until_on === null || Temporal.PlainDate.compare(p.until_on, day) >= 0);

/** Reads talks, visits and families of some stays at once, and says what is due for each. */
export async function staysWithDues(
  read: Readable,
  rows: store.StayRow[],
  today: Temporal.PlainDate,
): Promise<Stay[]> {
  const ids = [...new Set(rows.map((r) => r.id))];
  // one after the other: they share one connection
  const arrivals = byMobility(await arrivalsOf(read, ids));
  const talks = byMobility(await store.talksOf(read, ids));
  const visits = byMobility(await store.visitsOf(read, ids));
  const families = byMobility(await store.familiesOf(read, ids));
  const parts = byMobility(await store.familyPartsOf(read, ids));
  const plan = contactPlanOn(today);
  return [...new Map(rows.map((r) => [r.id, r])).values()].map((row) => {
    const arrived = arrivals.get(row.id)?.[0]?.arrived_at;
    const arrivedOn = arrived
      ? arrived.toZonedDateTimeISO('Europe/Brussels').toPlainDate()
      : row.starts_on;
    const placed = families.get(row.id) ?? [];
    const placement = placed.findLast((p) => p.state === 'accepted' && inForce(p, today));
    const ofFamily = parts.get(row.id) ?? [];
    const lives: LivesWith = placement
      ? { since: placement.from_on, temporary: placement.kind === 'temporary' }
      : ofFamily.some((p) => inForce(p, today)) && placed.every((p) => p.state === 'accepted')
        ? { since: arrivedOn, temporary: false }
        : null;
    const told = (talks.get(row.id) ?? []).map((t) => ({
      id: t.id,
      with: t.talked_with as TalkPartner,
      heldOn: t.held_on,
      way: t.way as Talk['way'],
      ratings: checkInRatings.parse(t.ratings) as CheckInRatings,
      promise: t.promise,
      lastPromise: t.last_promise as Talk['lastPromise'],
    }));
    const firstVisitor = (placement?.home_visit_by ?? null) as PersonId | null;
    return {
      row,
      pupil: displayName(row),
      arrivedOn,
      talks: told,
      firstVisitor,
      dues: contactsDue(plan, {
        arrivedOn,
        family: lives,
        lived: placed.length > 0 || ofFamily.length > 0,
        talks: told,
        visits: (visits.get(row.id) ?? []).map((v) => ({ on: v.visited_on, by: v.visited_by })),
        firstVisitor,
      }),
    };
  });
}

function byMobility<R extends { mobility_id: MobilityId }>(rows: R[]): Map<MobilityId, R[]> {
  return Map.groupBy(rows, (r) => r.mobility_id);
}

/** The contact person's name; '' while nobody is named. */
export function contactName(row: store.StayRow): string {
  return row.contact_family
    ? displayName({
        given_name: row.contact_given ?? '',
        family_name: row.contact_family,
        preferred_name: row.contact_preferred,
      })
    : '';
}

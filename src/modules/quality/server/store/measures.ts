import type { MobilityId, OrgId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';
import type { MeasuredStay } from '../../core/rules/index.ts';

const dayOf = (at: Temporal.Instant): Temporal.PlainDate =>
  at.toZonedDateTimeISO('Europe/Brussels').toPlainDate();

const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(a, b) <= 0 ? a : b;

/**
 * The stays an organisation took part in, as days alone: no name, no school, no id leaves here.
 * @param since only stays that began on this day or later, and that have begun by today
 */
export async function measuredStays(
  read: Readable,
  orgId: OrgId,
  since: Temporal.PlainDate,
  today: Temporal.PlainDate,
): Promise<{ stays: MeasuredStay[]; placementDays: number[] }> {
  const rows = await read
    .selectFrom('mobilities as m')
    .leftJoin('journeys as j', (join) =>
      join.onRef('j.mobility_id', '=', 'm.id').on('j.direction', '=', 'outward'),
    )
    .select(['m.id', 'm.state', 'm.starts_on', 'm.ends_on', 'j.departed_at'])
    .where((eb) =>
      eb.or([
        eb('m.sending_school_id', '=', orgId),
        eb('m.sending_org_id', '=', orgId),
        eb('m.hosting_org_id', '=', orgId),
        eb('m.host_school_id', '=', orgId),
      ]),
    )
    .where('m.state', 'in', ['departed', 'settled', 'returned', 'recognised'])
    .where('m.starts_on', '>=', since)
    .where('m.starts_on', '<=', today)
    .execute();
  const ids = rows.map((r) => r.id);
  if (ids.length === 0) return { stays: [], placementDays: [] };
  const signed = await firstSigned(read, ids);
  const talks = await read
    .selectFrom('check_ins')
    .select(['mobility_id', 'held_on'])
    .where('mobility_id', 'in', ids)
    .where('talked_with', '=', 'pupil')
    .execute();
  const decisions = await read
    .selectFrom('recognition_decisions')
    .select((eb) => [
      'mobility_id',
      eb.fn.countAll<number>().filterWhere('decision', '<>', 'recognised').as('otherwise'),
    ])
    .where('mobility_id', 'in', ids)
    .groupBy('mobility_id')
    .execute();
  const stays = rows.map((row): MeasuredStay => {
    const decided =
      row.state === 'recognised' ? decisions.find((d) => d.mobility_id === row.id) : undefined;
    const isOver = row.state === 'returned' || row.state === 'recognised';
    return {
      leftOn: row.departed_at ? dayOf(row.departed_at) : row.starts_on,
      untilOn: isOver ? row.ends_on : earlier(row.ends_on, today),
      isOver,
      signedOn: signed.get(row.id) ?? null,
      talkedOn: talks.filter((t) => t.mobility_id === row.id).map((t) => t.held_on),
      recognition: decided ? (Number(decided.otherwise) === 0 ? 'full' : 'other') : null,
    };
  });
  return { stays, placementDays: await daysToPlacement(read, ids) };
}

async function firstSigned(
  read: Readable,
  ids: MobilityId[],
): Promise<Map<MobilityId, Temporal.PlainDate>> {
  const rows = await read
    .selectFrom('agreement_versions')
    .select(['mobility_id', 'completed_at'])
    .distinctOn('mobility_id')
    .where('mobility_id', 'in', ids)
    .where('completed_at', 'is not', null)
    .orderBy('mobility_id')
    .orderBy('completed_at')
    .execute();
  return new Map(
    rows.flatMap((r) => (r.completed_at ? [[r.mobility_id, dayOf(r.completed_at)] as const] : [])),
  );
}

/** Days from handing in the application to the placement that all had said yes to. */
async function daysToPlacement(read: Readable, ids: MobilityId[]): Promise<number[]> {
  const rows = await read
    .selectFrom('mobilities as m')
    .innerJoin('applications as a', 'a.id', 'm.application_id')
    .innerJoin('placements as p', 'p.mobility_id', 'm.id')
    .select(['m.id', 'a.submitted_at', 'p.decided_at'])
    .distinctOn('m.id')
    .where('m.id', 'in', ids)
    .where('p.state', '=', 'accepted')
    .where('p.kind', '=', 'main')
    .orderBy('m.id')
    .orderBy('p.decided_at')
    .execute();
  return rows.flatMap((r) =>
    r.submitted_at && r.decided_at
      ? [dayOf(r.submitted_at).until(dayOf(r.decided_at), { largestUnit: 'days' }).days]
      : [],
  );
}

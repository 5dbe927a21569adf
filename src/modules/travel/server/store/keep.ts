import type { Tx } from '#platform/database/index.ts';

type Before = { drafts: Temporal.PlainDate; papers: Temporal.PlainDate; trips: Temporal.PlainDate };

/**
 * Deletes papers and trips of stays that ended before a day, and drafts whose last day was before one; answers, changes and
 * reminders go with their trip.
 * @param limit how many of each at most
 * @returns how many papers and trips
 */
export async function deleteOld(tx: Tx, before: Before, limit: number): Promise<number> {
  const papers = await tx
    .deleteFrom('travel_papers')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('mobility_id', 'kind'),
        'in',
        selectFrom('travel_papers as p')
          .innerJoin('mobilities as m', 'm.id', 'p.mobility_id')
          .select(['p.mobility_id', 'p.kind'])
          .where('m.ends_on', '<', before.papers)
          .limit(limit)
          .$asTuple('mobility_id', 'kind'),
      ),
    )
    .executeTakeFirst();
  const trips = await tx
    .deleteFrom('trips')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('trips as t')
        .innerJoin('mobilities as m', 'm.id', 't.mobility_id')
        .select('t.id')
        .where((eb) =>
          eb.or([
            eb('m.ends_on', '<', before.trips),
            eb.and([eb('t.state', '=', 'draft'), eb('t.returns_on', '<', before.drafts)]),
          ]),
        )
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(papers.numDeletedRows + trips.numDeletedRows);
}

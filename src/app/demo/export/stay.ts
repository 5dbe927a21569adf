import { emergencyPaths } from '#modules/emergency/web/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { schoollifePaths } from '#modules/schoollife/web/index.ts';
import { travelPaths } from '#modules/travel/web/index.ts';
import { browserOf, bytesOf, type Desk, look, putPage, visitorOf } from './browser.ts';

const name = ['p.given_name', 'p.family_name', 'p.preferred_name', 'p.email'] as const;

/** The way there and back and the trips of each pupil as the pupil opens them, and groups as their companion does. */
export async function writeJourneys(desk: Desk): Promise<void> {
  const { stays, trips, groups } = await look(desk.runtime, async (read) => ({
    stays: await read
      .selectFrom('mobilities as m')
      .innerJoin('persons as p', 'p.id', 'm.pupil_id')
      .select(['m.id', ...name])
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('journeys as j')
            .select('j.direction')
            .whereRef('j.mobility_id', '=', 'm.id'),
        ),
      )
      .orderBy('m.starts_on')
      .orderBy('p.family_name')
      .execute(),
    trips: await read
      .selectFrom('trips as t')
      .innerJoin('mobilities as m', 'm.id', 't.mobility_id')
      .innerJoin('persons as p', 'p.id', 'm.pupil_id')
      .select(['t.id', 't.place', ...name])
      .where('t.state', '<>', 'draft')
      .orderBy('t.asked_at')
      .execute(),
    groups: await read
      .selectFrom('travel_groups as g')
      .innerJoin('persons as p', 'p.id', 'g.companion_id')
      .select(['g.id', 'g.direction', ...name])
      .orderBy('g.direction')
      .orderBy('g.made_at')
      .execute(),
  }));
  for (const row of stays) {
    const open = await browserOf(desk, row.email ?? '');
    const path = travelPaths.travel.href({ mobilityId: row.id });
    await putPage(desk, open, path, ['journeys', displayName(row)]);
  }
  for (const row of trips) {
    const open = await browserOf(desk, row.email ?? '');
    const path = travelPaths.trip.href({ tripId: row.id });
    await putPage(desk, open, path, ['trips', `${displayName(row)}, ${row.place}`]);
  }
  for (const row of groups) {
    const open = await browserOf(desk, row.email ?? '');
    const path = travelPaths.group.href({ travelGroupId: row.id });
    await putPage(desk, open, path, ['journeys', `group ${row.direction}, ${displayName(row)}`]);
  }
}

/**
 * The plan of each duty group, the crisis action plan and the card of each stay, and the report of what was closed. What is
 * confidential never leaves: no report of an incident that has such a part, and no card with words about health, which a
 * family allows on the phone of one pupil and nowhere else.
 */
export async function writeEmergency(desk: Desk): Promise<void> {
  const { groups, reports, stays } = await look(desk.runtime, async (read) => ({
    groups: await read
      .selectFrom('duty_groups as g')
      .innerJoin('memberships as m', 'm.org_id', 'g.org_id')
      .innerJoin('persons as p', 'p.id', 'm.person_id')
      .select(['g.id', 'g.name', 'p.email'])
      .where((eb) => eb(eb.val('coordinator'), '=', eb.fn.any('m.roles')))
      .distinctOn('g.id')
      .orderBy('g.id')
      .orderBy('p.id')
      .execute(),
    reports: await read
      .selectFrom('incidents as i')
      .innerJoin('persons as p', 'p.id', 'i.taken_by')
      .select(['i.id', 'i.drill', ...name])
      .where('i.state', '=', 'closed')
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('incident_notes as n')
              .select('n.id')
              .whereRef('n.incident_id', '=', 'i.id'),
          ),
        ),
      )
      .orderBy('i.raised_at')
      .execute(),
    stays: await read
      .selectFrom('mobilities as m')
      .innerJoin('persons as p', 'p.id', 'm.pupil_id')
      .innerJoin('memberships as w', 'w.org_id', 'm.hosting_org_id')
      .innerJoin('persons as l', 'l.id', 'w.person_id')
      .leftJoin('emergency_cards as c', 'c.mobility_id', 'm.id')
      .select(['m.id', 'c.agreed_at', 'l.email as leads', ...name])
      .where('m.state', 'in', ['departed', 'settled'])
      .where((eb) => eb(eb.val('coordinator'), '=', eb.fn.any('w.roles')))
      .distinctOn('m.id')
      .orderBy('m.id')
      .orderBy('l.id')
      .execute(),
  }));
  const put = async (file: string, address: string, who: string | null) => {
    const bytes = await bytesOf(await browserOf(desk, who ?? ''), address);
    const about = { kind: 'document', title: file, forWhom: file } as const;
    await desk.shelf.put(['emergency', `${file}.pdf`], bytes, about);
  };
  for (const row of groups)
    await put(row.name, emergencyPaths.plan.href({ dutyGroupId: row.id }), row.email);
  for (const row of stays) {
    const here = { mobilityId: row.id };
    await put(
      `crisis action plan, ${displayName(row)}`,
      emergencyPaths.crisisPlan.href(here),
      row.leads,
    );
    if (row.agreed_at === null)
      await put(`card, ${displayName(row)}`, emergencyPaths.cardPdf.href(here), row.email);
  }
  for (const row of reports) {
    const open = await browserOf(desk, row.email ?? '');
    const path = emergencyPaths.incident.href({ incidentId: row.id });
    const what = row.drill ? 'drill' : 'incident';
    await putPage(desk, open, path, ['emergency', `${what}, ${displayName(row)}`]);
  }
}

/** What schools show everybody of their life with pupils abroad, as a visitor reads it. */
export async function writeSchoolPages(desk: Desk): Promise<void> {
  const rows = await look(desk.runtime, (read) =>
    read
      .selectFrom('school_pages as s')
      .innerJoin('organisations as o', 'o.id', 's.org_id')
      .select(['o.id', 'o.name'])
      .where('s.is_open', '=', true)
      .orderBy('o.name')
      .execute(),
  );
  for (const row of rows) {
    const path = schoollifePaths.life.href({ orgId: row.id });
    await putPage(desk, visitorOf(desk), path, ['schools', row.name]);
  }
}

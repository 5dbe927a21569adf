import { clubPaths } from '#modules/clubs/web/index.ts';
import { partnershipPaths } from '#modules/partnerships/web/index.ts';
import { practicePaths } from '#modules/practices/web/index.ts';
import { qualityPaths } from '#modules/quality/web/index.ts';
import { browserOf, bytesOf, type Desk, look, type Open, putPage, visitorOf } from './browser.ts';

/** Closed self-assessments as spreadsheets, each as the person who began it takes it away. */
export async function writeAssessments(desk: Desk): Promise<void> {
  const rows = await look(desk.runtime, (read) =>
    read
      .selectFrom('assessments as a')
      .innerJoin('organisations as o', 'o.id', 'a.org_id')
      .innerJoin('persons as p', 'p.id', 'a.person_id')
      .select(['a.id', 'o.name', 'p.email'])
      .where('a.state', '=', 'submitted')
      .orderBy('a.submitted_at')
      .orderBy('o.name')
      .execute(),
  );
  for (const row of rows) {
    const open = await browserOf(desk, row.email ?? '');
    const path = qualityPaths.sheet.href({ assessmentId: row.id });
    await putSheet(desk, open, path, ['quality', row.name]);
  }
}

async function putSheet(
  { shelf }: Desk,
  open: Open,
  path: string,
  [folder, name]: [folder: string, name: string],
): Promise<void> {
  await shelf.put([folder, `${name}.xlsx`], await bytesOf(open, path), {
    kind: 'table',
    title: name,
    forWhom: name,
  });
}

/** Who does what between a school and its supporting organisation, as a spreadsheet; the agreements are documents. */
export async function writeResponsibilities(desk: Desk): Promise<void> {
  const who = 'benoit.dewaele';
  const partnership = await look(desk.runtime, (read) =>
    read
      .selectFrom('partnerships as p')
      .innerJoin('organisations as s', 's.id', 'p.first_org_id')
      .innerJoin('partnership_versions as v', 'v.partnership_id', 'p.id')
      .innerJoin('memberships as m', (join) =>
        join.on((eb) =>
          eb.or([
            eb('m.org_id', '=', eb.ref('p.first_org_id')),
            eb('m.org_id', '=', eb.ref('p.second_org_id')),
          ]),
        ),
      )
      .innerJoin('persons as w', 'w.id', 'm.person_id')
      .select(['p.id', 's.name'])
      .where('w.email', 'like', `${who}@%`)
      .where('p.kind', '=', 'support')
      .where('v.first_document_id', 'is not', null)
      .executeTakeFirst(),
  );
  if (!partnership) return;
  const open = await browserOf(desk, who);
  const path = partnershipPaths.responsibilitiesFile.href({ partnershipId: partnership.id });
  await putSheet(desk, open, path, ['partnerships', partnership.name]);
}

/** Reports of clubs as a member prints them, and the cards that were released, as everybody reads them. */
export async function writeClubs(desk: Desk): Promise<void> {
  const { meetings, cards } = await look(desk.runtime, async (read) => ({
    meetings: await read
      .selectFrom('event_minutes as r')
      .innerJoin('club_meetings as k', 'k.event_id', 'r.event_id')
      .innerJoin('clubs as c', 'c.id', 'k.club_id')
      .innerJoin('persons as p', 'p.id', 'c.facilitator_id')
      .select(['k.event_id', 'k.club_id', 'c.name', 'p.email'])
      .where('r.number', '=', 1)
      .execute(),
    cards: await read
      .selectFrom('practices')
      .select(['id', 'title'])
      .where('state', '=', 'public')
      .execute(),
  }));
  for (const row of meetings) {
    const open = await browserOf(desk, row.email ?? '');
    const path = clubPaths.meeting.href({ clubId: row.club_id, eventId: row.event_id });
    await putPage(desk, open, path, ['clubs', row.name]);
  }
  for (const card of cards) {
    const path = practicePaths.practice.href({ practiceId: card.id });
    await putPage(desk, visitorOf(desk), path, ['practices', card.title]);
  }
}

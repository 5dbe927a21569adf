import { beforeAll, describe, expect, it } from 'vitest';
import type { MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { renewFeed } from '#modules/calendar/server/index.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { listOwnActivity, listStory } from './index.ts';

let house: House;
let school: OrgId;
let ana: PersonId;
let stranger: PersonId;
const mobilityId: MobilityId = 'mob_000001';
beforeAll(async () => {
  house = await openHouse();
  school = await house.organisation();
  ana = await house.person({ givenName: 'Ana', familyName: 'Ozola' });
  stranger = await house.person({ givenName: 'Sam' });
  await house.member(school, ana);
  await house.sql(
    `insert into projects (id, code, title, coordinator_id, created_at) values ('prj_000001', 'x', 'P', $1, now())`,
    [school],
  );
  await house.sql(
    `insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at)
     values ('int_000001', 'prj_000001', 'Spring', 'january', '2027-02-01', '2027-03-31', now())`,
  );
  await house.sql(
    `insert into applications (id, intake_id, pupil_id, sending_school_id, state, created_at)
     values ('app_000001', 'int_000001', $1, $2, 'selected', now())`,
    [ana, school],
  );
  await house.sql(
    `insert into mobilities (id, project_id, intake_id, application_id, pupil_id, sending_school_id, starts_on, ends_on, state, created_at)
     values ($1, 'prj_000001', 'int_000001', 'app_000001', $2, $3, '2027-02-01', '2027-03-31', 'selected', now())`,
    [mobilityId, ana, school],
  );
  await house.sql(
    `insert into mobility_parties (mobility_id, org_id, role, from_on, state, starts_on)
     values ($1, $2, 'sending_school', '2026-01-01', 'selected', '2027-02-01')`,
    [mobilityId, school],
  );
  await house.sql(
    `insert into audit_lines (id, at, actor_kind, actor_id, command, mobility_id, details) values
     ('aud_000001', '2026-11-01T10:00:00Z', 'person', $2, 'calendar.plan-meeting', $1, '{"participants": 3}'),
     ('aud_000002', '2026-11-02T10:00:00Z', 'person', $2, 'calendar.cancel-meeting', $1, '{}'),
     ('aud_000003', '2026-11-02T11:00:00Z', 'system', 'nightly', 'nowhere.never-told', $1, '{}')`,
    [mobilityId, ana],
  );
});

describe('the story of a mobility', () => {
  it('is told to its parties, newest first, with names', async () => {
    const told = await (await house.as(ana)).ask(listStory, { mobilityId });
    expect(told.ok && told.view.lines.map((l) => [l.command, l.actorName])).toEqual([
      ['nowhere.never-told', null],
      ['calendar.cancel-meeting', 'Ana Ozola'],
      ['calendar.plan-meeting', 'Ana Ozola'],
    ]);
    expect(told.ok && told.view.lines[2]?.details).toEqual({ participants: 3 });
  });

  it('is empty for a stranger and hidden from a visitor', async () => {
    expect(await (await house.as(stranger)).ask(listStory, { mobilityId })).toMatchObject({
      view: { lines: [] },
    });
    expect(await house.visitor.ask(listStory, { mobilityId })).toMatchObject({ kind: 'not_found' });
  });
});

describe('what one did oneself', () => {
  it('is told to oneself in sentences, without what has no sentence', async () => {
    const hand = await house.as(ana);
    expect((await hand.do(renewFeed, {})).ok).toBe(true);
    const page = await hand.get('/account/activity');
    expect(page.status).toBe(200);
    expect(page.text).toContain('<b>Ana Ozola</b> cancelled a meeting');
    expect(page.text).not.toContain('renew-feed');
    const lines = await hand.ask(listOwnActivity, {});
    expect(lines.ok && lines.view.lines.map((l) => l.command)).toContain('calendar.renew-feed');
  });

  it('tells the same sentence of one day once, and not what a repeated job found done', async () => {
    const pupil = await house.person({ givenName: 'Ivo', familyName: 'Bērzs' });
    await house.sql(
      `insert into audit_lines (id, at, actor_kind, actor_id, command, mobility_id, details) values
       ('aud_000011', '2026-11-05T10:00:00Z', 'person', $2, 'applications.save-answers', $1, '{}'),
       ('aud_000012', '2026-11-05T10:05:00Z', 'person', $2, 'applications.save-answers', $1, '{}'),
       ('aud_000013', '2026-11-06T10:00:00Z', 'person', $2, 'applications.save-answers', $1, '{}'),
       ('aud_000014', '2026-11-07T10:00:00Z', 'person', $2, 'calendar.cancel-meeting', $1, '{"again": true}')`,
      [mobilityId, pupil],
    );
    const { text } = await (await house.as(pupil)).get('/account/activity');
    expect(text.match(/wrote a part of the application/g)).toHaveLength(2);
    expect(text).toContain('wrote a part of the application, 2 times');
    expect(text).not.toContain('cancelled a meeting');
  });

  it('is nobody else’s', async () => {
    const other = await (await house.as(stranger)).ask(listOwnActivity, {});
    expect(other.ok && other.view.lines).toEqual([]);
    expect((await (await house.as(stranger)).get('/account/activity')).text).toContain(
      'Nothing has happened yet',
    );
    expect((await house.visitor.get('/account/activity')).status).toBe(303);
    expect(await house.visitor.ask(listOwnActivity, {})).toMatchObject({ kind: 'not_found' });
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { type House, openHouse } from '#tests/support/house.ts';

let house: House;
let school: OrgId;
let coordinator: PersonId;
let teacher: PersonId;
let stranger: PersonId;
let project: string;
let intake: string;
beforeAll(async () => {
  house = await openHouse();
  school = await house.organisation({ name: 'Skola' });
  await house.organisation({ name: 'Athénée' });
  coordinator = await house.person({ givenName: 'Ilze' });
  teacher = await house.person({ givenName: 'Jānis' });
  stranger = await house.person({ givenName: 'Sam' });
  await house.member(school, coordinator, ['coordinator']);
  await house.member(school, teacher, ['teacher']);
  const hand = await house.as(coordinator);
  expect((await hand.get('/projects')).text).toContain('No project yet');
  const made = await hand.post('/projects/new', {
    orgId: school,
    code: '2026-1-LV01-KA121-SCH-000000000',
    title: 'Far away',
  });
  project = made.location ?? '';
  const opened = await hand.post(`${project}/intakes/new`, {
    name: 'Spring',
    template: 'january',
    'startsOn.day': '1',
    'startsOn.month': '2',
    'startsOn.year': '2027',
    'endsOn.day': '31',
    'endsOn.month': '3',
    'endsOn.year': '2027',
  });
  intake = opened.location ?? '';
});

const pages = (): [string, string, number, number][] => [
  // path, a text on it, what a teacher gets, what a stranger gets
  ['/projects', 'Far away', 200, 200],
  ['/projects/new', '2026-1-LV01-KA121-SCH-000000000', 404, 404],
  [project, '2 months', 200, 404],
  [`${project}/edit`, 'Far away', 404, 404],
  [`${project}/invite`, 'Athénée', 404, 404],
  [`${project}/intakes/new`, 'Not all countries', 404, 404],
  [intake, 'Your next steps', 200, 404],
  [`${intake}/edit`, 'value="2027"', 404, 404],
];

describe('every page', () => {
  it('shows itself to who may, and hides from others', async () => {
    for (const [path, text, forTeacher, forStranger] of pages()) {
      const shown = await (await house.as(coordinator)).get(path);
      expect([path, shown.status]).toEqual([path, 200]);
      expect(shown.text).toContain(text);
      expect([path, (await (await house.as(teacher)).get(path)).status]).toEqual([
        path,
        forTeacher,
      ]);
      expect([path, (await (await house.as(stranger)).get(path)).status]).toEqual([
        path,
        forStranger,
      ]);
      expect([path, (await house.visitor.get(path)).status]).toEqual([path, 303]);
    }
  });

  it('the home page asks for the next steps of one’s side', async () => {
    const home = await (await house.as(coordinator)).get('/');
    expect(home.status).toBe(200);
    expect(home.text).toContain(`${intake}#s-promote`);
    expect((await (await house.as(teacher)).get('/')).text).not.toContain('#s-promote');
  });

  it('speaks French', async () => {
    await house.sql("update persons set language = 'fr' where id = $1", [coordinator]);
    for (const [path] of pages()) {
      const shown = await (await house.as(coordinator)).get(path);
      expect([path, shown.status]).toEqual([path, 200]);
      expect(shown.text).toContain('lang="fr"');
    }
  });
});

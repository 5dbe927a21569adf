import { beforeAll, describe, expect, it } from 'vitest';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { type House, openHouse } from '#tests/support/house.ts';

let house: House;
let school: OrgId;
let head: PersonId;
let teacher: PersonId;
let stranger: PersonId;
let invitationId: string;
beforeAll(async () => {
  house = await openHouse();
  school = await house.organisation({ name: 'Skola' });
  head = await house.person({ givenName: 'Ilze', isAdmin: true });
  teacher = await house.person({ givenName: 'Jānis' });
  stranger = await house.person({ givenName: 'Sam' });
  await house.member(school, head, ['head']);
  await house.member(school, teacher, ['teacher']);
  const sent = await (await house.as(head)).post(`/organisations/${school}/colleagues/invite`, {
    email: 'new@example.org',
    language: 'en',
    roles: ['teacher'],
  });
  expect(sent.status).toBe(303);
  invitationId = (await house.sql('select id from invitations'))[0].id;
});

const pages = (): [string, string, number, number][] => [
  // path, a text on it, what a teacher gets, what a stranger gets
  ['/directory', 'Find hosts', 200, 200],
  [`/organisations/${school}`, 'Colleagues', 200, 200],
  [`/organisations/${school}/edit`, 'Edit the profile', 404, 404],
  [`/organisations/${school}/colleagues/invite`, 'Invite a colleague', 404, 404],
  [`/organisations/${school}/colleagues/${teacher}/end`, 'will at once no longer', 200, 404],
  ['/organisations/invite', 'Invite an organisation', 404, 404],
  [`/invitations/${invitationId}`, 'new@example.org', 200, 404],
];

describe('every page', () => {
  it('shows itself to who may, and hides from others', async () => {
    for (const [path, text, forTeacher, forStranger] of pages()) {
      const shown = await (await house.as(head)).get(path);
      expect([path, shown.status]).toEqual([path, 200]);
      expect(shown.text).toContain(text);
      expect(shown.text).not.toContain('⟦');
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

  it('speaks French', async () => {
    await house.sql("update persons set language = 'fr' where id = $1", [head]);
    for (const [path] of pages()) {
      const shown = await (await house.as(head)).get(path);
      expect(shown.status).toBe(200);
      expect(shown.text).toContain('lang="fr"');
    }
  });
});

it('the buttons of an invitation work', async () => {
  const hand = await house.as(head);
  expect((await hand.post(`/invitations/${invitationId}/resend`)).status).toBe(303);
  expect((await hand.post(`/invitations/${invitationId}/withdraw`)).status).toBe(303);
  const again = await hand.post(`/invitations/${invitationId}/resend`);
  expect(again.status).toBe(409);
  expect(again.text).toContain('Cette invitation a été retirée');
});

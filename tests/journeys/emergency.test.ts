import { beforeAll, expect, it } from 'vitest';
import { addMember, openGroup, planShifts, setOwnNumber } from '#modules/emergency/server/index.ts';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let d: SharedDossier;
const at = (id: string) => `${id}@example.org`;

beforeAll(async () => {
  stage = await openStage();
  d = await openDossier(stage.house, { state: 'settled' });
  await stage.house.sql("update mobilities set starts_on = '2026-11-02', ends_on = '2027-01-30'");
  const host = await stage.house.as(d.host);
  const opened = await host.do(openGroup, {
    orgId: d.hostingOrg,
    name: 'Night watch',
    phone: '+371 20 000 000',
  });
  if (!opened.ok) throw new Error('no rota');
  const { id: groupId } = opened;
  await host.do(addMember, { groupId, personId: d.contact });
  await (await stage.house.as(d.contact)).do(setOwnNumber, {
    groupId,
    phone: '+371 20 111 222',
    takesSms: false,
  });
  await host.do(planShifts, {
    groupId,
    personId: d.contact,
    fromOn: '2026-11-23',
    fromTime: '08:00',
    untilOn: '2026-11-24',
    untilTime: '08:00',
  });
});

it('one tap on a phone reaches whoever is on duty, who takes it, does the steps and closes it', async () => {
  const lucia = await stage.enter({ name: 'Lucía', email: at(d.pupil), phone: true });
  await lucia.opens('/emergency/card');
  await lucia.reads('Labdien, man vajag palīdzību.', '+371 20 000 000');
  // found by the phone's own clock, which is years away from the shifts on the card or not: it says so
  await lucia.reads(/This phone believes it is/);
  expect(await lucia.overflows()).toBe(false);
  await lucia.presses('Raise the alarm');
  await lucia.reads('Your alarm has been sent', 'Told: Marta Palīgs');
  expect(await lucia.overflows()).toBe(false);

  const marta = await stage.enter({ name: 'Marta', email: at(d.contact), phone: true });
  await marta.opensMail('Alarm');
  await marta.reads('Emergency: Lucía Ejemplo', 'Nobody has taken this yet');
  await marta.presses('I take it');
  await marta.reads('You have this');
  expect(await marta.overflows()).toBe(false);
  await marta.chooses('What is it?', 'The pupil must leave the host family at once');
  await marta.presses('Show the steps');
  await marta.presses('It is done');
  await marta.reads('Noted.');

  await lucia.follows('Look again');
  await lucia.reads(/Marta Palīgs took your alarm/, '+371 20 111 222');

  await marta.page.getByText('Close with a report').click();
  await marta.writes('What happened', 'A quarrel; she slept at her contact person’s.');
  await marta.writes('What we learned', 'We call on Sunday evenings.');
  await marta.presses('Close the incident');
  await marta.reads('Taken after', 'We call on Sunday evenings.');
  expect(stage.complaints()).toEqual([]);
});

import { beforeAll, expect, it } from 'vitest';
import { newId } from '#platform/dice.ts';
import { openDossier, type SharedDossier } from '../support/shared-dossier.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let d: SharedDossier;
const at = (id: string) => `${id}@example.org`;

beforeAll(async () => {
  stage = await openStage();
  d = await openDossier(stage.house, { state: 'settled' });
  // abroad since three weeks
  await stage.house.sql("update mobilities set starts_on = '2026-11-02', ends_on = '2027-01-30'");
});

it('a trip is asked for once, answered in turn, and everybody reads how it stands', async () => {
  const pupil = await stage.enter({ name: 'Lucía', email: at(d.pupil), phone: true });
  await pupil.opens(`/mobilities/${d.id}/trips`);
  await pupil.reads('No trip is asked for yet');
  await pupil.follows('Ask for a trip');
  expect(await pupil.overflows()).toBe(false);
  await pupil.writes('Where to', 'Cēsis');
  const friday = stage.today().add({ days: 4 });
  await pupil.writesDate('Leaves on', friday);
  await pupil.writes('Leaves at', '13.00');
  await pupil.writesDate('Back on', friday.add({ days: 2 }));
  await pupil.writes('Back at', '19:00');
  await pupil.writes('Where does the pupil sleep?', 'With the grandparents');
  await pupil.writes('Name of the adult in charge', 'Ilze Paraugs');
  await pupil.writes('Age of this adult', '24');
  await pupil.writes('Telephone number of this adult', '+371 2000 0000');
  await pupil.chooses('Means of travel', 'Train');
  await pupil.ticks('I have made sure that the insurance holds there');
  await pupil.presses('Check the rules');
  // an afternoon of school is missed: nobody is asked before there is a plan for it
  await pupil.reads('Something has to be settled first', /One day of school would be missed/);
  await pupil.follows('Change the trip');
  await pupil.writes('Leaves at', '16:30');
  await pupil.presses('Check the rules');
  await pupil.reads(
    'The rules are met. Ask now?',
    /Ilze Paraugs is 24\. One exchange organisation we know of asks/,
  );
  await pupil.presses('Ask for this trip');
  await pupil.reads('waits for Ilze Paraugs');
  const question = new URL(pupil.page.url()).pathname;

  const answers = [
    [d.family, 'Ilze', 'Host family', 'Have a good time'],
    [d.contact, 'Marta', 'Contact person', ''],
    [d.guardian, 'Carmen', 'Parent or guardian', 'Send a picture'],
    [d.sender, 'Pilar', 'School', ''],
  ] as const;
  for (const [who, name, side, word] of answers) {
    const persona = await stage.enter({ name, email: at(who), phone: true });
    if (side === 'Parent or guardian') {
      // from the link of the mail, by a code, straight to the question
      await persona.opens(question);
    } else {
      await persona.home();
      await persona.awaits(/Say yes or no to a trip: Cēsis/);
      await persona.takesUp(/Say yes or no to a trip: Cēsis/);
    }
    await persona.reads(/Do you agree that Lucía Ejemplo goes to Cēsis/);
    if (side === 'Host family') {
      expect(await persona.overflows()).toBe(false);
      await persona.opensMail('would like to go on a trip');
    }
    if (word) await persona.writes('A word to Lucía Ejemplo', word);
    await persona.presses('Yes, I agree');
    await persona.reads('Thank you, your answer is noted.');
  }
  await pupil.opens(`/mobilities/${d.id}/trips`);
  await pupil.reads('everybody agrees');
  await pupil.follows(/Cēsis/);
  await pupil.reads('Have a good time', 'Send a picture', 'With the grandparents');
  expect(await pupil.main.getByRole('button', { name: 'Yes, I agree' }).count()).toBe(0);
  expect(stage.complaints()).toEqual([]);
});

it('a teacher counts three pupils in on the phone, and says once for all that they are late', async () => {
  const { house } = stage;
  const along = [
    d,
    ...(await Promise.all([1, 2].map(() => openDossier(house, { state: 'settled' })))),
  ];
  const group = newId('tgr');
  await house.sql(
    `insert into travel_groups (id, org_id, intake_id, direction, companion_id, meeting_point, made_by, made_at)
     values ($1, $2, $3, 'return', $4, 'Under the clock', $5, $6)`,
    [group, d.sendingSchool, d.intake, d.teacher, d.sender, '2026-11-01T08:00:00Z'],
  );
  const leaves = stage.today().toZonedDateTime({ timeZone: 'Europe/Riga', plainTime: '12:00' });
  for (const each of along) {
    // their schools travel together
    await house.sql(
      `insert into mobility_parties (mobility_id, org_id, role, from_on, state, starts_on)
       select id, $2, 'sending_school', '2026-11-01', state, starts_on from mobilities where id = $1 on conflict do nothing`,
      [each.id, d.sendingSchool],
    );
    await house.sql(
      `insert into journeys (mobility_id, direction, leaves_at, arrives_at, means, details, brought_by, met_by, group_id)
       values ($1, 'return', $2, $3, 'train', '', 'Ilze', 'Carmen', $4)`,
      [each.id, leaves.toInstant(), leaves.add({ hours: 5 }).toInstant(), group],
    );
  }
  const teacher = await stage.enter({ name: 'Tomás', email: at(d.teacher), phone: true });
  await teacher.opens(`/travel/groups/${group}`);
  await teacher.reads('0 of 3 are there', 'Under the clock');
  expect(await teacher.overflows()).toBe(false);
  for (const there of ['1 of 3 are there', '2 of 3 are there', 'All 3 are there']) {
    await teacher.presses('Is here');
    await teacher.reads(there);
  }
  await teacher.main.getByText('We are late').click();
  await teacher.presses('30 minutes');
  await teacher.reads(/Late: said by Tomás Enseña/);
  const [, other] = along;
  const guardian = await stage.enter({
    name: 'Carmen',
    email: at(other?.guardian ?? ''),
    phone: true,
  });
  await guardian.opens(`/mobilities/${other?.id}/travel`);
  await guardian.awaits(/Late: said by Tomás Enseña/);
  expect(stage.complaints()).toEqual([]);
});

import {
  addMember,
  askSwap,
  chooseKind,
  closeIncident,
  markStep,
  openGroup,
  planShifts,
  raiseAlarm,
  setOwnNumber,
  startDrill,
  takeAlarm,
  writeHandover,
} from '#modules/emergency/server/index.ts';
import type { Stage } from '../stage.ts';
import type { Intake } from './applying.ts';
import type { Placed } from './placing.ts';

const people = [
  ['liga.abolina', '+371 20 000 021'],
  ['karlis.vitols', '+371 20 000 022'],
  ['elina.nikitina', '+371 20 000 023'],
] as const;

/** What was done the evening a bag stayed on the tram, in the order of the steps of "something else". */
const steps = [
  ['safe-now', 'Yes: at the bakery by the stop, with the people who work there.'],
  ['talk-to-pupil', 'Tired and cross, no more. She wanted to sleep, not to talk.'],
  ['lead', ''],
  ['partner', ''],
  ['parents', 'By Maëlle, the same evening.'],
  ['what-next', 'A second key lies with the neighbour now.'],
] as const;

/**
 * Three people in Riga take turns a week each, have tried an alarm out, and nobody has the fourth week yet. One evening in
 * the third week a bag with keys and telephone stayed on a tram: that is over, with its report. One asks a colleague to
 * take over his week. No device is turned on: a push belongs to a browser that somebody holds in their hand.
 */
export async function standOnDuty(stage: Stage, intake: Intake, all: Placed[]): Promise<void> {
  const day = (days: number) => intake.startsOn.add({ days });
  stage.on(day(2), 9);
  const { id: groupId } = await stage.act('liga.abolina', openGroup, {
    orgId: stage.org('afs-lv'),
    name: 'Riga, day and night',
    phone: '+371 20 000 020',
  });
  for (const [index, [key, phone]] of people.entries()) {
    const personId = await stage.personId(key);
    await stage.act('liga.abolina', addMember, { groupId, personId });
    await stage.act(key, setOwnNumber, { groupId, phone, takesSms: true });
    // the first of them since this morning, the others in the two weeks that follow
    await stage.act('liga.abolina', planShifts, {
      groupId,
      personId,
      fromOn: stage.today.add({ days: 7 * index - 1 }).toString(),
      fromTime: '08:00',
      untilOn: stage.today.add({ days: 7 * index + 6 }).toString(),
      untilTime: '08:00',
    });
  }
  await stage.act('liga.abolina', planShifts, {
    groupId,
    personId: await stage.personId('karlis.vitols'),
    fromOn: day(8).toString(),
    fromTime: '08:00',
    untilOn: day(15).toString(),
    untilTime: '08:00',
  });
  stage.on(day(9), 18);
  const { id } = await stage.act('liga.abolina', startDrill, { groupId });
  const incidentId = id as `ind_${string}`;
  await stage.act('karlis.vitols', takeAlarm, { incidentId });
  await stage.act('karlis.vitols', chooseKind, { incidentId, version: 3, kind: 'missing' });
  await stage.act('karlis.vitols', markStep, { incidentId, step: 'safe-now' });
  await stage.act('karlis.vitols', closeIncident, {
    incidentId,
    version: 4,
    happened: 'I took it on the tram and called everybody on the list.',
    learned: 'The number of the police station was missing. It is with the group now.',
  });
  const zoe = all.find((placed) => placed.key === 'zoe.mbuyi');
  if (zoe) await loseABag(stage, zoe, day(14));
  stage.on(day(22), 8);
  await stage.act('karlis.vitols', writeHandover, {
    groupId,
    words: 'A quiet week. Two pupils go to Tallinn with their class on Friday.',
    key: 'example-handover-1',
  });
  const [week] = await stage.look((read) =>
    read
      .selectFrom('duty_shifts')
      .innerJoin('persons', 'persons.id', 'duty_shifts.person_id')
      .select(['duty_shifts.id', 'duty_shifts.version'])
      .where('group_id', '=', groupId)
      .where('persons.given_name', '=', 'Kārlis')
      .orderBy('from_at', 'desc')
      .execute(),
  );
  if (week)
    await stage.act('karlis.vitols', askSwap, {
      shiftId: week.id,
      version: week.version,
      with: await stage.personId('elina.nikitina'),
    });
}

async function loseABag(stage: Stage, { mobilityId, plan }: Placed, on: Temporal.PlainDate) {
  stage.on(on, 20);
  const raised = await stage.act(plan.contact, raiseAlarm, { mobilityId });
  const incidentId = raised.id as `ind_${string}`;
  await stage.act('karlis.vitols', takeAlarm, { incidentId });
  await stage.act('karlis.vitols', chooseKind, { incidentId, version: 3, kind: 'other' });
  for (const [step, words] of steps)
    await stage.act('karlis.vitols', markStep, { incidentId, step, words });
  await stage.act('karlis.vitols', closeIncident, {
    incidentId,
    version: 4,
    happened:
      'She got off the tram without her bag: keys and telephone were in it. Her contact person walked her home. The bag was handed in the next day.',
    learned: 'The number of the family stands on paper in every pupil’s coat pocket now.',
  });
}

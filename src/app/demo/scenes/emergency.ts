import {
  addMember,
  chooseKind,
  closeIncident,
  markStep,
  openGroup,
  planShifts,
  setOwnNumber,
  startDrill,
  takeAlarm,
  writeHandover,
} from '#modules/emergency/server/index.ts';
import type { Stage } from '../stage.ts';
import type { Intake } from './applying.ts';

const people = [
  ['liga.abolina', '+371 20 000 021'],
  ['karlis.vitols', '+371 20 000 022'],
  ['elina.nikitina', '+371 20 000 023'],
] as const;

/** Three people in Riga take turns a week each, have tried an alarm out, and nobody has the fourth week yet. */
export async function standOnDuty(stage: Stage, intake: Intake): Promise<void> {
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
  stage.on(day(22), 8);
  await stage.act('karlis.vitols', writeHandover, {
    groupId,
    words: 'A quiet week. Two pupils go to Tallinn with their class on Friday.',
    key: 'example-handover-1',
  });
}

import type { MobilityId, ProjectId } from '#kernel/ids.ts';
import {
  addTask,
  answerPoll,
  beginPoll,
  confirmMinutes,
  finishTask,
  planMeeting,
  proposeTime,
  proposeTimes,
  recordAttendance,
  writeMinutes,
} from '#modules/calendar/server/index.ts';
import { type Stage, together } from '../stage.ts';
import { coordinatorOf } from './applying.ts';
import { coordinator } from './planning.ts';

const hosting = coordinatorOf['afs-lv'] as string;

/** The stay of a pupil of the intake that is abroad. */
async function stayOf(stage: Stage, who: string): Promise<MobilityId> {
  const pupilId = await stage.personId(who);
  const found = await stage.look((read) =>
    read
      .selectFrom('mobilities')
      .select('id')
      .where('pupil_id', '=', pupilId)
      .orderBy('starts_on', 'desc')
      .executeTakeFirstOrThrow(),
  );
  return found.id;
}

/** Monday to Friday: nobody of the example meets on a Sunday. */
function weekday(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.dayOfWeek > 5 ? day.add({ days: 8 - day.dayOfWeek }) : day;
}

/** A talk about one stay: it was held, written down, confirmed, and something follows from it. */
async function talkAboutStay(stage: Stage): Promise<void> {
  const { today } = stage;
  const about = { aboutKind: 'mobility', aboutId: await stayOf(stage, 'zoe.mbuyi') } as const;
  const held = weekday(today.subtract({ days: 6 }));
  const mentor = await stage.personId('zoe.lhermitte').catch(() => null);
  stage.on(held.subtract({ days: 5 }), 9);
  const { eventId } = await stage.act(hosting, planMeeting, {
    ...about,
    kind: 'check_in',
    title: 'How is it going, Zoé?',
    description: 'Twenty minutes with Zoé, her host mother and the school in Brussels.',
    day: held.toString(),
    from: '16:00',
    until: '16:30',
    timeZone: 'Europe/Riga',
    url: 'https://meet.example.org/zoe',
    agenda: 'School and friends\nAt home\nThe way back',
    relations: ['pupil', 'host_family', 'contact_teacher'],
    ...(mentor ? { participantIds: [mentor] } : {}),
  });
  const zoe = await stage.personId('zoe.mbuyi');
  stage.on(held, 18);
  await stage.act(hosting, recordAttendance, { eventId, present: [zoe] });
  await stage.act(hosting, writeMinutes, {
    eventId,
    number: 0,
    text: 'School and friends: Zoé joined the choir and follows mathematics well.\nAt home: evenings are quiet, on Sundays they go out together.\nThe way back: she would like to present Rīga to her class in Brussels.',
  });
  stage.on(held.add({ days: 1 }), 17);
  await stage.act('zoe.mbuyi', confirmMinutes, { eventId, number: 1 });
  const { taskId } = await stage.act(hosting, addTask, {
    eventId,
    title: 'Ask the choir for the dates of the concert',
    personId: await stage.personId(hosting),
    dueOn: held.add({ days: 4 }).toString(),
  });
  await stage.act(hosting, addTask, {
    eventId,
    title: 'Collect ten pictures of Rīga for the class in Brussels',
    personId: zoe,
    dueOn: today.add({ days: 12 }).toString(),
  });
  stage.on(held.add({ days: 2 }), 9);
  await stage.act(hosting, finishTask, { taskId, done: true });
}

/** Four schools look for a date; two have answered. */
async function lookForDate(stage: Stage, projectId: ProjectId): Promise<void> {
  const { today } = stage;
  const about = { aboutKind: 'project', aboutId: projectId } as const;
  const schools = ['madrid', 'riga', 'chartres'].map((key) => coordinatorOf[key] as string);
  const participantIds = await together(schools, (who) => stage.personId(who));
  const firstDay = weekday(today.add({ days: 10 }));
  const ask = {
    ...about,
    kind: 'meeting' as const,
    title: 'Planning the next year together',
    description: 'Who sends how many pupils, and where they could go.',
    minutes: 90,
    firstDay: firstDay.toString(),
    timeZone: 'Europe/Brussels',
    url: 'https://meet.example.org/next-year',
    participantIds,
  };
  stage.on(today.subtract({ days: 3 }), 9);
  const { pollId } = await stage.act(coordinator, beginPoll, ask);
  const at = (days: number, time: string) =>
    weekday(firstDay.add({ days }))
      .toZonedDateTime({ timeZone: 'Europe/Brussels', plainTime: time })
      .toInstant()
      .toString();
  const times = [at(0, '10:00'), at(1, '15:30'), at(2, '19:30')];
  await stage.act(coordinator, proposeTimes, { pollId, times, ask: true });
  stage.on(today.subtract({ days: 2 }), 20);
  const say = (who: string, answers: ('yes' | 'if_need_be' | 'no')[]) =>
    stage.act(who, answerPoll, {
      pollId,
      answers: Object.fromEntries(times.map((time, i) => [time, answers[i] ?? 'no'])),
    });
  await say(schools[0] as string, ['yes', 'yes', 'no']);
  await say(schools[2] as string, ['if_need_be', 'yes', 'no']);
  // and one that is not asked yet
  stage.on(today.subtract({ days: 1 }), 16);
  await stage.act(coordinator, beginPoll, {
    ...ask,
    title: 'Visit of the teachers in Chartres',
    kind: 'visit',
    minutes: 240,
    place: 'Rue Saint-Chéron, 28000 Chartres',
    url: '',
    firstDay: weekday(today.add({ days: 24 })).toString(),
  });
}

/** What stands in the common calendar: a talk with what follows, a question for a date, a deadline that all see. */
export async function meet(stage: Stage, projectId: ProjectId): Promise<void> {
  await talkAboutStay(stage);
  await lookForDate(stage, projectId);
  const { today } = stage;
  stage.on(today.subtract({ days: 4 }), 12);
  await stage.act(coordinator, planMeeting, {
    aboutKind: 'project',
    aboutId: projectId,
    kind: 'deadline',
    title: 'Send the costs of the autumn to Brussels',
    day: weekday(today.add({ days: 15 })).toString(),
    from: '18:00',
    until: '',
    timeZone: 'Europe/Brussels',
    shared: true,
  });
  // the half-time talk does not suit everybody
  const talk = await stage.look((read) =>
    read
      .selectFrom('calendar_events')
      .select(['id', 'starts_at'])
      .where('title', 'like', 'How are they?%')
      .executeTakeFirst(),
  );
  if (!talk) return;
  const day = talk.starts_at.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
  stage.on(today.subtract({ days: 3 }), 15);
  await stage.act(coordinatorOf.chartres as string, proposeTime, {
    eventId: talk.id,
    day: day.toString(),
    from: '16:30',
    until: '17:00',
    note: 'I teach until four on that day.',
  });
}

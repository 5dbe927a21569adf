import { z } from 'zod';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { dateInput, idOf, line, prose } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { attendanceRecorded } from '../../core/events.ts';
import { mayChangeMeeting, mayDoTask, mayTakePart } from '../../core/policy.ts';
import { meetingNote } from '../notices.ts';
import * as store from '../store/index.ts';
import { loadMeeting } from './meetings.ts';

const notYet = () => fail('calendar.meeting.not-yet', undefined, undefined, 'conflict');

export const recordAttendance = command({
  name: 'calendar.record-attendance',
  summary: 'Note who was at a meeting you organise; all others were not.',
  input: z.object({
    eventId: idOf('evt'),
    present: z.array(idOf('per')).max(200).default([]),
  }),
  load: ({ tx }, input) => loadMeeting(tx, input.eventId),
  permit: (actor, meeting) => mayChangeMeeting(actor, meeting),
  run: async ({ tx, now, tell }, { event }, input) => {
    if (Temporal.Instant.compare(event.starts_at, now) > 0) return notYet();
    await store.setAttendance(tx, event.id, input.present);
    tell(attendanceRecorded({ eventId: event.id }));
    return ok();
  },
  audit: ({ event }, input) => ({
    subjectId: event.id,
    mobilityId: event.mobility_id,
    details: { present: input.present.length },
  }),
});

export const writeMinutes = command({
  name: 'calendar.write-minutes',
  summary:
    'Write what was said and agreed at a meeting, or correct what somebody wrote: earlier versions stay.',
  input: z.object({
    eventId: idOf('evt'),
    /** the version that was open when writing began; 0 for the first */
    number: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
    text: prose(10_000),
  }),
  load: ({ tx }, input) => loadMeeting(tx, input.eventId),
  permit: (actor, meeting) => mayTakePart(actor, meeting),
  run: async (tools, { event, organiser, participants }, input) => {
    const { tx, actor, now, post, runtime } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (Temporal.Instant.compare(event.starts_at, now) > 0) return notYet();
    const [newest] = await store.minutesOf(tx, event.id);
    if ((newest?.number ?? 0) !== input.number) return stale('platform.error.changed-meanwhile');
    if (newest?.text === input.text) return ok({ number: newest.number });
    const number = input.number + 1;
    const written = await store.insertMinutes(tx, {
      eventId: event.id,
      number,
      text: input.text,
      by: actor.personId,
      at: now,
    });
    if (!written) return stale('platform.error.changed-meanwhile');
    // once: who corrects a comma does not write to everybody again
    if (number === 1)
      for (const to of [...participants, ...(organiser ? [organiser] : [])]) {
        if (to.person_id === actor.personId) continue;
        const mail = meetingNote(
          'minutes-written',
          event,
          to,
          { who: actor.name },
          { config: runtime.config, key: '1' },
        );
        if (mail) await post(mail);
      }
    return ok({ number });
  },
  audit: ({ event }, _, { number }) => ({
    subjectId: event.id,
    mobilityId: event.mobility_id,
    details: { number },
  }),
});

export const confirmMinutes = command({
  name: 'calendar.confirm-minutes',
  summary: 'Say that the minutes of a meeting, in the version you have read, are right.',
  input: z.object({
    eventId: idOf('evt'),
    number: z.coerce.number({ error: 'platform.invalid.number' }).int().min(1),
  }),
  load: ({ tx }, input) => loadMeeting(tx, input.eventId),
  permit: (actor, meeting) => mayTakePart(actor, meeting),
  run: async ({ tx, actor, now }, { event }, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const [newest] = await store.minutesOf(tx, event.id);
    if (newest?.number !== input.number) return stale('platform.error.changed-meanwhile');
    await store.confirmMinutes(tx, {
      eventId: event.id,
      number: input.number,
      by: actor.personId,
      at: now,
    });
    return ok();
  },
  audit: ({ event }, input) => ({
    subjectId: event.id,
    mobilityId: event.mobility_id,
    details: { number: input.number },
  }),
});

export const addTask = command({
  name: 'calendar.add-task',
  summary:
    'Note what somebody of a meeting will do, and by when; it appears among their next steps.',
  input: z.object({
    eventId: idOf('evt'),
    title: line(200),
    personId: idOf('per'),
    dueOn: z.union([z.literal('').transform(() => null), dateInput]).prefault(''),
  }),
  load: ({ tx }, input) => loadMeeting(tx, input.eventId),
  permit: (actor, meeting) => mayTakePart(actor, meeting),
  run: async (tools, { event, organiser, participants }, input) => {
    const { tx, actor, now, today, post, runtime } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const to = [...participants, organiser].find((p) => p?.person_id === input.personId);
    if (!to) return fail('calendar.meeting.unknown-person', undefined, 'personId');
    if (input.dueOn && Temporal.PlainDate.compare(input.dueOn, today) < 0)
      return fail('calendar.meeting.over', undefined, 'dueOn');
    // the meeting is locked: the same form sent twice is one task, and one mail
    const before = (await store.tasksOfEvent(tx, event.id)).find(
      (k) => k.title === input.title && k.person_id === input.personId && !k.done_at,
    );
    if (before) return ok({ taskId: before.id });
    const taskId = newId('etk');
    await store.insertTask(tx, {
      id: taskId,
      eventId: event.id,
      title: input.title,
      personId: input.personId,
      dueOn: input.dueOn,
      by: actor.personId,
      at: now,
    });
    if (input.personId !== actor.personId) {
      const mail = meetingNote(
        'task',
        event,
        to,
        { who: actor.name, task: input.title },
        { config: runtime.config, key: taskId },
      );
      if (mail) await post(mail);
    }
    return ok({ taskId });
  },
  audit: ({ event }, _, { taskId }) => ({
    subjectId: event.id,
    mobilityId: event.mobility_id,
    details: { task: taskId },
  }),
});

export const finishTask = command({
  name: 'calendar.finish-task',
  summary:
    'Say that what you or somebody of your meeting had to do is done, or not done after all.',
  input: z.object({ taskId: idOf('etk'), done: z.boolean().default(false) }),
  load: async ({ tx }, input) => {
    const task = await store.taskById(tx, input.taskId);
    const meeting = task && (await loadMeeting(tx, task.event_id));
    return meeting ? { ...meeting, task } : null;
  },
  permit: (actor, { task, ...meeting }) => mayDoTask(actor, meeting, task.person_id),
  run: async ({ tx, now }, { task }, input) => {
    if ((task.done_at !== null) !== input.done)
      await store.setTaskDone(tx, task.id, input.done ? now : null);
    return ok();
  },
  audit: ({ event, task }, input) => ({
    subjectId: event.id,
    mobilityId: event.mobility_id,
    details: { task: task.id, done: input.done },
  }),
});

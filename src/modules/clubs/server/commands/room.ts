import { z } from 'zod';
import { type Actor, isPerson } from '#kernel/actor.ts';
import { all, allow, refuse } from '#kernel/decision.ts';
import type { EventId, PersonId } from '#kernel/ids.ts';
import { fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { dateInput, idOf, line, prose, version } from '#kernel/schema.ts';
import {
  addParticipants,
  attendanceOf,
  insertMinutes,
  meetingUrl,
  minutesOf,
  notePresent,
  setAttendance,
} from '#modules/calendar/server/index.ts';
import { readFiles } from '#modules/messaging/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { tellLive } from '#platform/live.ts';
import { inState, mayLead, mayTakePart } from '../../core/policy.ts';
import {
  assignRooms,
  dotsEach,
  elapsed,
  kickOffTemplate,
  mergeReports,
  questionFaults,
  recordingDaysAtMost,
  roomPointOf,
  type Sitting,
  seatLate,
  templateById,
  unseat,
} from '../../core/rules/index.ts';
import { clubMail } from '../notices.ts';
import * as store from '../store/index.ts';
import { criterion, questionsInput } from './forming.ts';
import { loadClub } from './meetings.ts';

/** A meeting of a club with the club, under lock: whoever changes it waits for the one before. */
async function loadMeeting({ tx }: { tx: Tx }, input: { eventId: EventId }) {
  await store.lockMeeting(tx, input.eventId);
  const meeting = await store.clubOfMeeting(tx, input.eventId);
  const loaded = meeting && (await loadClub({ tx }, { clubId: meeting.club_id }));
  return loaded && meeting ? { ...loaded, meeting } : null;
}
type Loaded = NonNullable<Awaited<ReturnType<typeof loadMeeting>>>;

const leads = (actor: Actor, { club, members }: Loaded) =>
  all(mayLead(actor, club, members), inState(club, 'running', 'alumni'));
const partakes = (actor: Actor, { club, members }: Loaded) =>
  all(mayTakePart(actor, club, members), inState(club, 'running', 'alumni'));

/** What members do for themselves; who leads without being one has nothing to say there. */
const asMember = (actor: Actor, loaded: Loaded) =>
  all(
    partakes(actor, loaded),
    loaded.members.some((m) => isPerson(actor, m.person_id) && m.state === 'accepted')
      ? allow
      : refuse('clubs.refused.members-only'),
  );

/** From a quarter of an hour before on the clock may run: a trial before the others come. */
const earlyMinutes = 15;
const hasBegun = (meeting: Loaded['meeting'], now: Temporal.Instant) =>
  Temporal.Instant.compare(meeting.starts_at.subtract({ minutes: earlyMinutes }), now) <= 0;

/** A meeting is on from then until two hours after its end. */
const isOn = (meeting: Loaded['meeting'], now: Temporal.Instant) =>
  hasBegun(meeting, now) && Temporal.Instant.compare(now, meeting.ends_at.add({ hours: 2 })) <= 0;

const aboutClub = ({ club }: Loaded) => ({ subjectId: club.id });

async function tellClock({ tx }: CommandTools, { club }: Loaded, eventId: EventId) {
  await tellLive(tx, 'club-clock', { club: club.id, meeting: eventId });
}

export const startPoint = command({
  name: 'clubs.start-point',
  summary:
    'Begin a point of the agenda, or go on with it: the clock runs for everybody, and the point before it rests.',
  input: z.object({
    eventId: idOf('evt'),
    position: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0).max(20),
  }),
  load: loadMeeting,
  permit: leads,
  run: async (tools, loaded, input) => {
    const { tx, now } = tools;
    if (!hasBegun(loaded.meeting, now)) return fail('clubs.invalid.not-begun');
    if (!templateById(loaded.meeting.template_id)?.agenda[input.position])
      return fail('clubs.invalid.no-point');
    const points = await store.pointsOf(tx, input.eventId);
    const at = now.epochMilliseconds;
    const running = points.find((p) => p.since !== null);
    if (running?.position === input.position) return ok();
    if (running)
      await store.savePoint(
        tx,
        input.eventId,
        { ...running, spent: elapsed(running, at), since: null },
        now,
      );
    const before = points.find((p) => p.position === input.position);
    await store.savePoint(
      tx,
      input.eventId,
      { position: input.position, spent: before?.spent ?? 0, since: at },
      now,
    );
    await tellClock(tools, loaded, input.eventId);
    return ok();
  },
  audit: aboutClub,
});

export const pausePoint = command({
  name: 'clubs.pause-point',
  summary: 'Let the clock of a meeting rest.',
  input: z.object({ eventId: idOf('evt') }),
  load: loadMeeting,
  permit: leads,
  run: async (tools, loaded, input) => {
    const { tx, now } = tools;
    const running = (await store.pointsOf(tx, input.eventId)).find((p) => p.since !== null);
    if (!running) return ok();
    await store.savePoint(
      tx,
      input.eventId,
      { ...running, spent: elapsed(running, now.epochMilliseconds), since: null },
      now,
    );
    await tellClock(tools, loaded, input.eventId);
    return ok();
  },
  audit: aboutClub,
});

/** Tells everybody in the room that its page says something else now. */
async function tellChanged({ tx }: CommandTools, { club }: Loaded, eventId: EventId) {
  await tellLive(tx, 'club-changed', { club: club.id, meeting: eventId });
}

const sittingsIn = (rows: Awaited<ReturnType<typeof store.roomsOf>>): Sitting[] =>
  rows.map((s) => ({ personId: s.person_id, room: s.room, place: s.place }));

/** Newcomers sit down in the smallest room; who is not there after all gets up, as long as the rounds have not begun. */
async function reseat(tools: CommandTools, loaded: Loaded, eventId: EventId) {
  const { tx } = tools;
  const seated = sittingsIn(await store.roomsOf(tx, eventId));
  if (seated.length === 0) return;
  const inClub = new Set(
    loaded.members.filter((m) => m.state === 'accepted').map((m) => m.person_id),
  );
  const known = await attendanceOf(tx, eventId);
  const present = known
    .filter((p) => p.attended && inClub.has(p.person_id))
    .map((p) => p.person_id);
  const begun = (await store.pointsOf(tx, eventId)).some(
    (p) => p.position === roomPointOf(loaded.meeting.template_id),
  );
  const gone = begun
    ? []
    : seated.map((s) => s.personId).filter((id) => !present.includes(id as PersonId));
  await store.replaceRooms(tx, eventId, seatLate(unseat(seated, gone), present));
}

/** Who was asked into the club after the meeting was planned is invited to it no more, and can be there all the same. */
async function makeInvited({ tx }: CommandTools, eventId: EventId, personIds: PersonId[]) {
  const known = new Set((await attendanceOf(tx, eventId)).map((p) => p.person_id));
  const missing = personIds.filter((id) => !known.has(id));
  if (missing.length > 0) await addParticipants(tx, eventId, missing);
}

export const takeAttendance = command({
  name: 'clubs.take-attendance',
  summary:
    'Say who of the club is at its meeting; all others are not. Who comes late to rooms that are drawn sits down in the smallest.',
  input: z.object({
    eventId: idOf('evt'),
    present: z.array(idOf('per')).max(50).default([]),
  }),
  load: loadMeeting,
  permit: leads,
  run: async (tools, loaded, input) => {
    if (!hasBegun(loaded.meeting, tools.now)) return fail('clubs.invalid.not-begun');
    const inClub = loaded.members.filter((m) => m.state === 'accepted').map((m) => m.person_id);
    const present = inClub.filter((id) => input.present.includes(id));
    await makeInvited(tools, input.eventId, present);
    await setAttendance(tools.tx, input.eventId, present);
    await reseat(tools, loaded, input.eventId);
    await tellChanged(tools, loaded, input.eventId);
    return ok({ present: present.length });
  },
  audit: ({ club }, _, { present }) => ({ subjectId: club.id, details: { present } }),
});

export const sayHere = command({
  name: 'clubs.say-here',
  summary: 'Say that you are at the meeting of your club that is on now.',
  input: z.object({ eventId: idOf('evt') }),
  load: loadMeeting,
  permit: asMember,
  run: async (tools, loaded, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (!isOn(loaded.meeting, now)) return fail('clubs.invalid.not-on');
    await makeInvited(tools, input.eventId, [actor.personId]);
    await notePresent(tx, input.eventId, [actor.personId]);
    await reseat(tools, loaded, input.eventId);
    await tellChanged(tools, loaded, input.eventId);
    return ok();
  },
  audit: aboutClub,
});

export const voteThemes = command({
  name: 'clubs.vote-themes',
  summary:
    'Lay your three dots on themes at the kick-off; one theme may carry several. Everybody in the room sees the sum at once.',
  input: z.object({
    eventId: idOf('evt'),
    /** criteria; laid anew they replace those before */
    themes: z
      .array(z.union([z.literal(''), criterion]))
      .max(dotsEach)
      .transform((all) => all.filter((theme) => theme !== '')),
  }),
  load: loadMeeting,
  permit: asMember,
  run: async (tools, loaded, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (loaded.meeting.template_id !== kickOffTemplate().id) return fail('clubs.invalid.no-vote');
    if (!hasBegun(loaded.meeting, now)) return fail('clubs.invalid.not-begun');
    await store.saveVote(tx, loaded.club.id, actor.personId, input.themes, now);
    await tellLive(tx, 'club-votes', { club: loaded.club.id, meeting: input.eventId });
    return ok({ dots: input.themes.length });
  },
  // how somebody voted is nobody's business but the sum's
  audit: aboutClub,
});

export const settleTheme = command({
  name: 'clubs.settle-theme',
  summary:
    'Settle the theme of the club and its three or four guiding questions, as the kick-off has chosen them.',
  input: z.object({
    clubId: idOf('clu'),
    version,
    criterionId: criterion,
    questions: questionsInput,
  }),
  load: loadClub,
  permit: (actor, { club, members }) =>
    all(mayLead(actor, club, members), inState(club, 'running')),
  run: async (tools, { club, meetings }, input) => {
    const faults = questionFaults(input.questions);
    if (faults.length > 0) return failAll(faults);
    if (!(await store.bumpVersion(tools.tx, club.id, input.version)))
      return stale('platform.error.changed-meanwhile');
    await store.setTheme(tools.tx, club.id, input);
    for (const meeting of meetings)
      await tellLive(tools.tx, 'club-changed', { club: club.id, meeting: meeting.id });
    return ok();
  },
  audit: ({ club }, input) => ({ subjectId: club.id, details: { criterion: input.criterionId } }),
});

export const drawRooms = command({
  name: 'clubs.draw-rooms',
  summary:
    'Say who sits with whom for the rounds of feedback, so that everybody gets some. Drawn again it gives other rooms, until the rounds have begun.',
  input: z.object({ eventId: idOf('evt') }),
  load: loadMeeting,
  permit: leads,
  run: async (tools, loaded, input) => {
    const { tx } = tools;
    const { meeting, members } = loaded;
    const point = roomPointOf(meeting.template_id);
    if (point === null) return fail('clubs.invalid.no-rooms');
    const points = await store.pointsOf(tx, input.eventId);
    if (points.some((p) => p.position === point))
      return fail('clubs.invalid.rounds-run', undefined, undefined, 'conflict');
    const before = await store.roomsOf(tx, input.eventId);
    const known = await attendanceOf(tx, input.eventId);
    if (known.every((p) => p.attended === null)) return fail('clubs.invalid.attendance-first');
    const there = new Set(known.filter((p) => p.attended).map((p) => p.person_id));
    const present = members.filter((m) => m.state === 'accepted' && there.has(m.person_id));
    if (present.length < 2) return fail('clubs.invalid.too-few-present');
    const people = present.map((m) => ({ personId: m.person_id, countryCode: m.country_code }));
    const drawn = (turn: number) => assignRooms(people, turn);
    const key = (s: readonly { room: number; place: number }[]) => JSON.stringify(s);
    const kept = sittingsIn(before);
    const sorted = (s: typeof kept) => s.toSorted((a, b) => a.room - b.room || a.place - b.place);
    // the turn that is there is found again, and the next one taken
    let turn = -1;
    for (let i = 0; i < people.length; i++)
      if (key(sorted(drawn(i) as typeof kept)) === key(sorted(kept))) turn = i;
    await store.replaceRooms(tx, input.eventId, drawn((turn + 1) % Math.max(1, people.length)));
    await tellChanged(tools, loaded, input.eventId);
    return ok({ rooms: new Set(drawn(0).map((s) => s.room)).size });
  },
  audit: aboutClub,
});

export const recordDecision = command({
  name: 'clubs.record-decision',
  summary: 'Write down what a meeting of the club has decided.',
  input: z.object({ eventId: idOf('evt'), text: line(500) }),
  load: loadMeeting,
  permit: leads,
  run: async ({ tx, actor, now }, { meeting }, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (!hasBegun(meeting, now)) return fail('clubs.invalid.not-begun', undefined, 'text');
    const known = await store.decisionsOf(tx, [input.eventId]);
    // the same form sent twice is one decision
    if (known.some((d) => d.text === input.text)) return ok();
    await store.insertDecision(tx, {
      eventId: input.eventId,
      text: input.text,
      by: actor.personId,
      now,
    });
    return ok();
  },
  audit: aboutClub,
});

export const writeReport = command({
  name: 'clubs.write-report',
  summary:
    'Write the report of a meeting, or go on with it. Where somebody else wrote meanwhile in another place both are kept; where both changed the same place, you are shown what they wrote.',
  input: z.object({
    eventId: idOf('evt'),
    /** the version that was open when writing began; 0 for the first */
    number: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
    text: prose(10_000),
  }),
  load: loadMeeting,
  permit: leads,
  run: async (tools, { club, members, meeting }, input) => {
    const { tx, actor, now, post, runtime } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (!hasBegun(meeting, now)) return fail('clubs.invalid.not-begun', undefined, 'text');
    const versions = await minutesOf(tx, input.eventId);
    const newest = versions[0];
    const mine = input.text.replaceAll('\r\n', '\n');
    if ((newest?.number ?? 0) < input.number) return stale('platform.error.changed-meanwhile');
    const base = versions.find((m) => m.number === input.number)?.text ?? '';
    const text =
      (newest?.number ?? 0) === input.number ? mine : mergeReports(base, mine, newest?.text ?? '');
    if (text === null) return fail('clubs.report.both', undefined, 'text', 'conflict');
    if (newest?.text === text) return ok({ number: newest.number, merged: false });
    const number = (newest?.number ?? 0) + 1;
    if (
      !(await insertMinutes(tx, {
        eventId: input.eventId,
        number,
        text,
        by: actor.personId,
        at: now,
      }))
    )
      return stale('platform.error.changed-meanwhile');
    // once: who corrects a comma does not write to everybody again
    if (number === 1)
      for (const member of members) {
        if (member.state !== 'accepted' || member.notice === 'meetings') continue;
        if (member.person_id === actor.personId) continue;
        const mail = clubMail(
          'report',
          member,
          club,
          { who: actor.name },
          {
            origin: runtime.config.origin,
            key: input.eventId,
            path: `/clubs/${club.id}/meetings/${input.eventId}`,
          },
        );
        if (mail) await post(mail);
      }
    return ok({ number, merged: text !== mine });
  },
  audit: ({ club }, _, { number }) => ({ subjectId: club.id, details: { number } }),
});

export const agreeRecording = command({
  name: 'clubs.agree-recording',
  summary:
    'Say whether a meeting may be recorded. Without everybody there is no recording, and whoever takes it back takes the link away.',
  input: z.object({ eventId: idOf('evt'), agree: z.boolean().default(false) }),
  load: loadMeeting,
  permit: partakes,
  run: async ({ tx, actor, now }, _, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    await store.setRecordingConsent(tx, input.eventId, actor.personId, input.agree ? now : null);
    if (!input.agree) await store.setRecording(tx, input.eventId, null);
    return ok();
  },
  audit: ({ club }, input) => ({ subjectId: club.id, details: { agree: input.agree } }),
});

export const setRecording = command({
  name: 'clubs.set-recording',
  summary:
    'Give the link to what was recorded, once everybody has agreed, with the last day on which it is shown; an empty link takes it away.',
  input: z.object({
    eventId: idOf('evt'),
    url: meetingUrl,
    until: z.union([z.literal('').transform(() => null), dateInput]).prefault(''),
  }),
  load: loadMeeting,
  permit: leads,
  run: async ({ tx, today }, { club, members }, input) => {
    if (input.url === '') {
      await store.setRecording(tx, input.eventId, null);
      return ok();
    }
    const { until } = input;
    if (!until) return fail('platform.invalid.required', undefined, 'until');
    const days = today.until(until, { largestUnit: 'days' }).days;
    if (days < 0 || days > recordingDaysAtMost)
      return fail('clubs.invalid.recording-day', { most: recordingDaysAtMost }, 'until');
    const agreed = new Set(
      (await store.recordingConsents(tx, input.eventId)).map((c) => c.person_id),
    );
    const missing = [
      club.facilitator_id,
      ...members.filter((m) => m.state === 'accepted').map((m) => m.person_id),
    ].filter((id) => !agreed.has(id));
    if (missing.length > 0)
      return fail('clubs.invalid.not-all-agreed', { missing: missing.length }, 'url');
    await store.setRecording(tx, input.eventId, { url: input.url, until });
    return ok();
  },
  audit: aboutClub,
});

const fileInput = z.object({
  name: z.string().max(300),
  /** in base64 */
  content: z.string().max(14_000_000, { error: 'messaging.invalid.file-large' }),
});

export const addFile = command({
  name: 'clubs.add-file',
  summary: 'Put slides or a paper into the room of the club: PDF, ODT, DOCX, XLSX or a picture.',
  input: z.object({
    clubId: idOf('clu'),
    /** of which meeting; empty: of the club */
    eventId: z.union([z.literal(''), idOf('evt')]).default(''),
    files: z.array(fileInput).min(1, { error: 'clubs.invalid.no-file' }).max(5),
  }),
  load: async (tools, input) => {
    const loaded = await loadClub(tools, input);
    if (!loaded) return null;
    // a meeting of another club is not there
    const known = loaded.meetings.some((m) => m.id === input.eventId);
    return input.eventId === '' || known ? loaded : null;
  },
  permit: (actor, { club, members }) =>
    all(mayTakePart(actor, club, members), inState(club, 'running', 'alumni')),
  run: async ({ tx, actor, now, runtime }, { club }, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const read = await readFiles(
      input.files.map((f) => ({ name: f.name, bytes: Buffer.from(f.content, 'base64') })),
    );
    if (!read.ok) return read.failure;
    const kept: string[] = [];
    try {
      for (const file of read.files) {
        const { key, size } = await runtime.files.put(file.bytes);
        kept.push(key);
        await store.insertFile(tx, {
          id: newId('clf'),
          clubId: club.id,
          eventId: input.eventId === '' ? null : input.eventId,
          name: file.name,
          mediaType: file.mediaType,
          size,
          storageKey: key,
          by: actor.personId,
          now,
        });
      }
    } catch (error) {
      for (const key of kept) await runtime.files.remove(key);
      throw error;
    }
    return ok({ files: kept.length });
  },
  audit: ({ club }, _, { files }) => ({ subjectId: club.id, details: { files } }),
});

export const removeFile = command({
  name: 'clubs.remove-file',
  summary: 'Take a file out of the room: who put it there may, and who leads the club.',
  input: z.object({ fileId: idOf('clf') }),
  load: async ({ tx }, input) => {
    const file = await store.fileById(tx, input.fileId);
    const loaded = file && (await loadClub({ tx }, { clubId: file.club_id }));
    return loaded && file ? { ...loaded, file } : null;
  },
  permit: (actor, { club, members, file }) =>
    actor.kind === 'person' && file.added_by === actor.personId
      ? allow
      : mayLead(actor, club, members).allow
        ? allow
        : refuse('clubs.refused.not-your-file'),
  run: async ({ tx }, { file }) => {
    await store.deleteFile(tx, file.id);
    return ok();
  },
  audit: ({ club }) => ({ subjectId: club.id }),
});

import { z } from 'zod';
import { all } from '#kernel/decision.ts';
import type { ClubId } from '#kernel/ids.ts';
import { type Fault, fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { dateInput, idOf, version } from '#kernel/schema.ts';
import {
  askAgain,
  meetingUrl,
  planEvent,
  tellInvited,
  updateEvent,
} from '#modules/calendar/server/index.ts';
import { postSystemNote } from '#modules/messaging/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { inState, mayLead } from '../../core/policy.ts';
import {
  kickOffTemplate,
  meetingMinutes,
  meetingStart,
  meetingsOf,
  seriesFaults,
  shiftsIn,
  wordsIn,
} from '../../core/rules/index.ts';
import { variants } from '../../core/types.ts';
import { clocksMail } from '../notices.ts';
import * as store from '../store/index.ts';

const clock = z
  .string()
  .trim()
  .min(1, { error: 'platform.invalid.required' })
  .max(5, { error: 'clubs.invalid.time' });
const zone = z.string().trim().min(1, { error: 'platform.invalid.choose' }).max(60);

/** The club under lock with everybody in it and all meetings that stand. */
export async function loadClub({ tx }: { tx: Tx }, input: { clubId: ClubId }) {
  const locked = await store.clubForUpdate(tx, input.clubId);
  const club = locked && (await store.clubById(tx, input.clubId));
  if (!club) return null;
  return {
    club,
    members: await store.membersOf(tx, [club.id]),
    meetings: await store.meetingsOf(tx, [club.id]),
  };
}

type Loaded = NonNullable<Awaited<ReturnType<typeof loadClub>>>;
type Planned = {
  /** day of each meeting that is planned or moved now, by template */
  days: ReadonlyMap<string, Temporal.PlainDate>;
  time: string;
  timeZone: string;
  url: string;
  /** the field of a template's day on the form */
  field(templateId: string): string;
};

/**
 * Plans meetings or moves them, all by one clock in one zone, as events of the common calendar: it invites, takes answers
 * and sends what changed. Whoever sees another time than usual on their own clock, since clocks change elsewhere on another
 * day, is told so.
 */
async function setMeetings(
  tools: CommandTools,
  { club, members, meetings }: Loaded,
  plan: Planned,
) {
  const { tx, now, post, runtime } = tools;
  const faults: Fault[] = [];
  const starts = new Map<string, Temporal.ZonedDateTime>();
  for (const [templateId, day] of plan.days) {
    const before = meetings.find((m) => m.template_id === templateId);
    const field = plan.field(templateId);
    const start = meetingStart(day, plan.time, plan.timeZone);
    if (!start.ok) faults.push(start.fault);
    else if (before && Temporal.Instant.compare(before.starts_at, now) <= 0)
      faults.push({ reason: 'clubs.invalid.held', field });
    else if (Temporal.Instant.compare(start.at.toInstant(), now) <= 0)
      faults.push({ reason: 'clubs.invalid.past', field });
    else starts.set(templateId, start.at);
  }
  const will = new Map(
    meetings.map((m) => [m.template_id, m.starts_at.toZonedDateTimeISO(m.time_zone).toPlainDate()]),
  );
  for (const [templateId, day] of plan.days) will.set(templateId, day);
  if (faults.length === 0)
    faults.push(
      ...seriesFaults(will, club.variant).map((f) => ({
        ...f,
        field: plan.field((f.field ?? '').replace('dates.', '')),
      })),
    );
  // the same skipped hour is told once
  const told = [...new Map(faults.map((f) => [`${f.reason} ${f.field}`, f])).values()];
  if (told.length > 0) return { ok: false as const, faults: told };
  const joining = members.filter((m) => m.state === 'accepted');
  for (const template of meetingsOf(club.variant)) {
    const at = starts.get(template.id);
    if (!at) continue;
    const event = {
      title: `${wordsIn(template.title, club.language)}: ${club.name}`,
      description: [wordsIn(template.purpose, club.language), ...club.questions].join('\n'),
      startsAt: at.toInstant(),
      endsAt: at.add({ minutes: meetingMinutes }).toInstant(),
      timeZone: plan.timeZone,
      place: '',
      url: plan.url,
      agenda: template.agenda.map(
        (each) => `${each.start}–${each.end} min: ${wordsIn(each.title, club.language)}`,
      ),
    };
    const before = meetings.find((m) => m.template_id === template.id);
    if (!before) {
      const eventId = await planEvent(tools, {
        ...event,
        kind: 'club_meeting',
        organiserId: club.facilitator_id,
        clubId: club.id,
        participantIds: joining.map((m) => m.person_id),
      });
      await store.insertMeeting(tx, { eventId, clubId: club.id, templateId: template.id });
      continue;
    }
    await updateEvent(tx, before.id, before.sequence, event);
    if (!before.starts_at.equals(event.startsAt)) await askAgain(tx, before.id);
    await tellInvited(tools, 'changed', before.id);
  }
  await store.setVariantAndZone(tx, club.id, { timeZone: plan.timeZone });
  const series = (await store.meetingsOf(tx, [club.id])).map((m) => ({
    startsAt: m.starts_at,
    title: m.title,
    sequence: m.sequence,
  }));
  for (const member of joining) {
    const shifts = shiftsIn(series, member.time_zone);
    if (shifts.length === 0) continue;
    const mail = clocksMail(member, club, shifts, plan.timeZone, runtime.config.origin);
    if (mail) await post(mail);
  }
  if (club.thread_id)
    await postSystemNote(
      tools,
      { kind: 'club', id: club.id },
      { key: 'clubs.note.meetings', params: { count: starts.size } },
    );
  return { ok: true as const, planned: starts.size };
}

export const planKickOff = command({
  name: 'clubs.plan-kick-off',
  summary:
    'Set day, local time and zone of the kick-off, or move it. Every member gets the agenda and a calendar invitation.',
  input: z.object({
    clubId: idOf('clu'),
    version,
    date: dateInput,
    time: clock,
    timeZone: zone,
    url: meetingUrl,
    variant: z.enum(variants).optional(),
  }),
  load: loadClub,
  permit: (actor, { club, members }) =>
    all(mayLead(actor, club, members), inState(club, 'running')),
  run: async (tools, loaded, input) => {
    const { tx } = tools;
    if (!(await store.bumpVersion(tx, loaded.club.id, input.version)))
      return stale('platform.error.changed-meanwhile');
    const kickOff = kickOffTemplate();
    const variant = input.variant ?? loaded.club.variant;
    if (variant !== loaded.club.variant)
      await store.setVariantAndZone(tx, loaded.club.id, { variant });
    const done = await setMeetings(
      tools,
      { ...loaded, club: { ...loaded.club, variant } },
      {
        days: new Map([[kickOff.id, input.date]]),
        time: input.time,
        timeZone: input.timeZone,
        url: input.url,
        field: (id) => (id === kickOff.id ? 'date' : ''),
      },
    );
    return done.ok ? ok({ planned: done.planned }) : failAll(done.faults);
  },
  audit: ({ club }) => ({ subjectId: club.id }),
});

export const planMeetings = command({
  name: 'clubs.plan-meetings',
  summary:
    'Plan the meetings that follow, or move them: all at the same wall clock of the club, 21 to 70 days apart.',
  input: z.object({
    clubId: idOf('clu'),
    version,
    time: clock,
    timeZone: zone,
    url: meetingUrl,
    /** the day of each meeting by its template; those left out stay as they are */
    dates: z.record(z.string().max(5), z.union([z.literal('').transform(() => null), dateInput])),
  }),
  load: loadClub,
  permit: (actor, { club, members }) =>
    all(mayLead(actor, club, members), inState(club, 'running')),
  run: async (tools, loaded, input) => {
    const known = meetingsOf(loaded.club.variant).map((m) => m.id);
    const days = new Map(
      known.flatMap((id) => {
        const day = input.dates[id];
        return day ? [[id, day] as const] : [];
      }),
    );
    const [first] = known;
    if (days.size === 0) return fail('clubs.invalid.no-date', undefined, `dates.${known[1]}`);
    if (!loaded.meetings.some((m) => m.template_id === first) && !days.has(first ?? ''))
      return fail('clubs.invalid.kick-off-first');
    if (!(await store.bumpVersion(tools.tx, loaded.club.id, input.version)))
      return stale('platform.error.changed-meanwhile');
    const done = await setMeetings(tools, loaded, {
      days,
      time: input.time,
      timeZone: input.timeZone,
      url: input.url,
      field: (id) => `dates.${id}`,
    });
    return done.ok ? ok({ planned: done.planned }) : failAll(done.faults);
  },
  audit: ({ club }, _, { planned }) => ({ subjectId: club.id, details: { planned } }),
});

import { z } from 'zod';
import type { PersonActor } from '#kernel/actor.ts';
import type { ClubId, PersonId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { attendanceOf, minutesOf } from '#modules/calendar/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { practicesOfClub } from '#modules/practices/server/index.ts';
import { itemById } from '#modules/quality/core/index.ts';
import { prioritiesOf } from '#modules/quality/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import { mayLead, mayTakePart } from '../../core/policy.ts';
import {
  dotsOf,
  heatOf,
  kickOffTemplate,
  newsSince,
  protocolFor,
  recordingDaysAtMost,
  roomPointOf,
  roomsForFacilitator,
  shiftsIn,
} from '../../core/rules/index.ts';
import {
  clubStates,
  lights,
  noticeLevels,
  outcomes,
  shareable,
  variants,
} from '../../core/types.ts';
import * as store from '../store/index.ts';
import { happeningsOf } from './happenings.ts';

export const newsKinds = [
  'member',
  'left',
  'meeting',
  'decision',
  'report',
  'file',
  'card',
  'plan',
  'feedback',
] as const;

const fileView = z.object({
  id: idView('clf'),
  eventId: z.string().nullable(),
  name: z.string(),
  size: z.number(),
  by: z.string(),
  at: instantView,
  mayRemove: z.boolean(),
});

/** The club as somebody in it sees it, or null for everybody else. */
export async function insideOf(read: Readable, clubId: ClubId, actor: PersonActor) {
  const club = await store.clubById(read, clubId);
  if (!club) return null;
  const members = await store.membersOf(read, [clubId]);
  if (!mayTakePart(actor, club, members).allow) return null;
  const names = new Map<PersonId, string>([
    [club.facilitator_id, displayName(club)],
    ...members.map((m) => [m.person_id, displayName(m)] as const),
  ]);
  return {
    club,
    members,
    own: members.find((m) => m.person_id === actor.personId) ?? null,
    leads: mayLead(actor, club, members).allow,
    nameOf: (id: PersonId | null) => (id && names.get(id)) ?? '',
  };
}
type Inside = NonNullable<Awaited<ReturnType<typeof insideOf>>>;

function fileViews(
  rows: Awaited<ReturnType<typeof store.filesOf>>,
  { nameOf, leads }: Inside,
  actor: PersonActor,
) {
  return rows.map((f) => ({
    id: f.id,
    eventId: f.event_id,
    name: f.name,
    size: f.size,
    by: nameOf(f.added_by),
    at: f.added_at,
    mayRemove: leads || f.added_by === actor.personId,
  }));
}

const planBrief = z.object({
  id: idView('apl'),
  personId: idView('per'),
  who: z.string(),
  itemId: z.string(),
  aim: z.string(),
  state: z.enum(['open', 'closed']),
  reached: z.enum(outcomes).nullable(),
  revision: z.number(),
  feedback: z.number(),
  light: z.enum(lights).nullable(),
});

/** Plans with what a list shows of them. */
async function planBriefs(read: Readable, clubId: ClubId) {
  const rows = await store.plansOfClubs(read, [clubId]);
  const ids = rows.map((r) => r.id);
  const [revisions, progress, feedback] = [
    await store.revisionsOf(read, ids),
    await store.progressOf(read, ids),
    await store.feedbackOf(read, ids),
  ];
  return rows.map((row) => {
    const newest = revisions.find((r) => r.plan_id === row.id);
    return {
      id: row.id,
      personId: row.person_id,
      who: displayName(row),
      itemId: row.item_id,
      aim: newest?.aim ?? '',
      state: row.state as 'open' | 'closed',
      reached: row.reached as (typeof outcomes)[number] | null,
      revision: newest?.number ?? 1,
      feedback: new Set(feedback.filter((f) => f.plan_id === row.id).map((f) => f.author_id)).size,
      light: progress.find((p) => p.plan_id === row.id)?.light ?? null,
    };
  });
}

export const getRoom = query({
  name: 'clubs.get-room',
  summary:
    'What is in the room of a club you are in: cards of the members as each allows, meetings with reports, plans, practice cards, files, and what is new since you were here.',
  input: z.object({ clubId: idOf('clu') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    variant: z.enum(variants),
    timeZone: z.string().nullable(),
    threadId: z.string().nullable(),
    leads: z.boolean(),
    owns: z.boolean(),
    people: z.array(
      z.object({
        personId: idView('per'),
        name: z.string(),
        organisation: z.string(),
        countryCode: z.string(),
        role: z.string(),
        languages: z.array(z.string()),
        mail: z.string(),
        offers: z.string(),
        leads: z.boolean(),
        you: z.boolean(),
      }),
    ),
    /** for who leads: who has left, and may be asked again */
    left: z.array(z.object({ personId: idView('per'), name: z.string() })),
    ownCard: z
      .object({
        shares: z.array(z.enum(shareable)),
        roleWords: z.string(),
        languages: z.array(z.string()),
        offers: z.string(),
        notice: z.enum(noticeLevels),
      })
      .nullable(),
    meetings: z.array(
      z.object({
        id: idView('evt'),
        templateId: z.string(),
        startsAt: instantView,
        endsAt: instantView,
        timeZone: z.string(),
        url: z.string(),
        over: z.boolean(),
        hasReport: z.boolean(),
        decisions: z.number(),
        files: z.number(),
      }),
    ),
    /** meetings at which the reader's own clock shows another time than at the first */
    shifts: z.array(z.object({ id: idView('evt'), time: z.string(), usual: z.string() })),
    ownZone: z.string().nullable(),
    plans: z.array(planBrief),
    mayPlan: z.boolean(),
    practices: z.custom<Awaited<ReturnType<typeof practicesOfClub>>>().meta({ type: 'array' }),
    files: z.array(fileView),
    news: z.array(z.object({ kind: z.enum(newsKinds), count: z.number() })),
    lastSeen: instantView.nullable(),
  }),
  view: async ({ read, scope: actor, now, today }, { clubId }) => {
    const inside = await insideOf(read, clubId, actor);
    if (!inside) return null;
    const { club, members, own, leads } = inside;
    const meetings = await store.meetingsOf(read, [clubId]);
    const ids = meetings.map((m) => m.id);
    const reports = await store.newestReports(read, ids);
    const decisions = await store.decisionsOf(read, ids);
    const files = await store.filesOf(read, [clubId]);
    const accepted = members.filter((m) => m.state === 'accepted');
    const zone = own?.time_zone ?? null;
    return {
      variant: club.variant,
      timeZone: club.time_zone,
      threadId: club.thread_id,
      leads,
      owns: club.facilitator_id === actor.personId,
      people: accepted.map((m) => {
        const shows = (what: (typeof shareable)[number]) =>
          m.shares.includes(what) || m.person_id === actor.personId;
        return {
          personId: m.person_id,
          name: displayName(m),
          organisation: shows('organisation') || leads ? m.org_name : '',
          countryCode: shows('organisation') || leads ? m.country_code : '',
          role: shows('role') ? m.role_words : '',
          languages: shows('languages') ? m.languages : [],
          mail: shows('mail') ? (m.email ?? '') : '',
          offers: m.offers,
          leads: m.leads,
          you: m.person_id === actor.personId,
        };
      }),
      left: leads
        ? members
            .filter((m) => m.state === 'left')
            .map((m) => ({ personId: m.person_id, name: displayName(m) }))
        : [],
      ownCard:
        own?.state === 'accepted'
          ? {
              shares: own.shares,
              roleWords: own.role_words,
              languages: own.languages,
              offers: own.offers,
              notice: own.notice,
            }
          : null,
      meetings: meetings.map((m) => ({
        id: m.id,
        templateId: m.template_id,
        startsAt: m.starts_at,
        endsAt: m.ends_at,
        timeZone: m.time_zone,
        url: m.url,
        over: Temporal.Instant.compare(m.ends_at, now) <= 0,
        hasReport: reports.some((r) => r.event_id === m.id),
        decisions: decisions.filter((d) => d.event_id === m.id).length,
        files: files.filter((f) => f.event_id === m.id).length,
      })),
      shifts: zone
        ? shiftsIn(
            meetings.map((m) => ({ id: m.id, startsAt: m.starts_at })),
            zone,
          ).map(({ meeting, time, usual }) => ({ id: meeting.id, time, usual }))
        : [],
      ownZone: zone,
      plans: await planBriefs(read, clubId),
      mayPlan: own?.state === 'accepted' && (club.state === 'running' || club.state === 'alumni'),
      practices: await practicesOfClub(read, clubId, actor, today),
      files: fileViews(
        files.filter((f) => f.event_id === null),
        inside,
        actor,
      ),
      news: own
        ? newsSince(
            await happeningsOf(read, clubId),
            own.last_seen_at ?? own.answered_at,
            actor.personId,
          )
        : [],
      lastSeen: own?.last_seen_at ?? null,
    };
  },
});

const meetingViewOf = z.object({
  clubId: idView('clu'),
  clubName: z.string(),
  clubState: z.enum(clubStates),
  id: idView('evt'),
  templateId: z.string(),
  startsAt: instantView,
  endsAt: instantView,
  timeZone: z.string(),
  ownZone: z.string(),
  url: z.string(),
  leads: z.boolean(),
  begun: z.boolean(),
  /** from a quarter of an hour before until two hours after: only then there is a clock to run */
  live: z.boolean(),
  /** the server's clock as this was said, in milliseconds */
  now: z.number(),
  points: z.array(
    z.object({ position: z.number(), spent: z.number(), since: z.number().nullable() }),
  ),
  rooms: z.array(
    z.object({
      room: z.number(),
      protocolId: z.string(),
      withFacilitator: z.boolean(),
      yours: z.boolean(),
      people: z.array(
        z.object({ name: z.string(), you: z.boolean(), planId: idView('apl').nullable() }),
      ),
    }),
  ),
  mayDraw: z.boolean(),
  attendance: z.object({
    taken: z.boolean(),
    /** is at the meeting, or said yes to the invitation where nobody has noted it */
    people: z.array(
      z.object({
        personId: idView('per'),
        name: z.string(),
        present: z.boolean().nullable(),
        coming: z.boolean(),
      }),
    ),
    /** the reader belongs to it, it is on, and nobody knows yet that they are there */
    maySayHere: z.boolean(),
  }),
  decisions: z.array(z.object({ number: z.number(), text: z.string() })),
  report: z
    .object({ number: z.number(), text: z.string(), by: z.string(), at: instantView })
    .nullable(),
  /** every version, the newest first, for who writes it */
  versions: z.array(z.object({ number: z.number(), text: z.string(), by: z.string() })),
  files: z.array(fileView),
  recording: z.object({
    url: z.string(),
    until: dateView.nullable(),
    agreed: z.number(),
    /** names of those who have not agreed, for who leads */
    missing: z.array(z.string()),
    needed: z.number(),
    mine: z.boolean(),
    longest: dateView,
  }),
});

export const getMeeting = query({
  name: 'clubs.get-meeting',
  summary:
    'A meeting of your club: agenda with its clock, rooms, decisions, report, slides and recording.',
  input: z.object({ eventId: idOf('evt') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: meetingViewOf,
  view: async ({ read, scope: actor, now, today }, { eventId }) => {
    const found = await store.clubOfMeeting(read, eventId);
    const inside = found && (await insideOf(read, found.club_id, actor));
    if (!inside || found.cancelled_at) return null;
    const { club, members, own, leads, nameOf } = inside;
    const [meeting] = (await store.meetingsOf(read, [club.id])).filter((m) => m.id === eventId);
    if (!meeting) return null;
    const versions = await minutesOf(read, eventId);
    const [newest] = versions;
    const sittings = await store.roomsOf(read, eventId);
    const plans = sittings.length > 0 ? await store.plansOfClubs(read, [club.id]) : [];
    const withFacilitator = roomsForFacilitator(sittings);
    const invited = await attendanceOf(read, eventId);
    const begun = Temporal.Instant.compare(meeting.starts_at.subtract({ minutes: 15 }), now) <= 0;
    const live = begun && Temporal.Instant.compare(now, meeting.ends_at.add({ hours: 2 })) <= 0;
    const partOf = (personId: PersonId) => invited.find((p) => p.person_id === personId);
    const points = await store.pointsOf(read, eventId);
    const roomPoint = roomPointOf(meeting.template_id);
    const agreed = new Set((await store.recordingConsents(read, eventId)).map((c) => c.person_id));
    const everybody = [
      club.facilitator_id,
      ...members.filter((m) => m.state === 'accepted').map((m) => m.person_id),
    ];
    const open = everybody.filter((id) => !agreed.has(id));
    const shown =
      meeting.recording_until !== null &&
      Temporal.PlainDate.compare(meeting.recording_until, today) >= 0 &&
      open.length === 0;
    return {
      clubId: club.id,
      clubName: club.name,
      clubState: club.state,
      id: meeting.id,
      templateId: meeting.template_id,
      startsAt: meeting.starts_at,
      endsAt: meeting.ends_at,
      timeZone: meeting.time_zone,
      ownZone: own?.time_zone ?? meeting.time_zone,
      url: meeting.url,
      leads,
      begun,
      live,
      now: now.epochMilliseconds,
      points,
      rooms: [...Map.groupBy(sittings, (s) => s.room)].map(([room, those]) => ({
        room,
        protocolId: protocolFor(those.length).id,
        withFacilitator: withFacilitator.includes(room),
        yours:
          those.some((s) => s.person_id === actor.personId) ||
          (club.facilitator_id === actor.personId && withFacilitator.includes(room)),
        people: those.map((s) => ({
          name: nameOf(s.person_id),
          you: s.person_id === actor.personId,
          planId: plans.findLast((p) => p.person_id === s.person_id)?.id ?? null,
        })),
      })),
      attendance: {
        taken: invited.some((p) => p.attended !== null),
        people: members
          .filter((m) => m.state === 'accepted')
          .map((m) => ({
            personId: m.person_id,
            name: displayName(m),
            present: partOf(m.person_id)?.attended ?? null,
            coming: partOf(m.person_id)?.answer === 'yes',
          })),
        maySayHere: live && own?.state === 'accepted' && partOf(actor.personId)?.attended !== true,
      },
      mayDraw: leads && roomPoint !== null && !points.some((p) => p.position === roomPoint),
      decisions: (await store.decisionsOf(read, [eventId])).map((d) => ({
        number: d.number,
        text: d.text,
      })),
      report: newest
        ? {
            number: newest.number,
            text: newest.text,
            by: nameOf(newest.written_by),
            at: newest.written_at,
          }
        : null,
      versions: leads
        ? versions.map((m) => ({ number: m.number, text: m.text, by: nameOf(m.written_by) }))
        : [],
      files: fileViews(
        (await store.filesOf(read, [club.id])).filter((f) => f.event_id === eventId),
        inside,
        actor,
      ),
      recording: {
        url: shown ? meeting.recording_url : '',
        until: shown ? meeting.recording_until : null,
        agreed: everybody.length - open.length,
        missing: leads ? open.map((id) => nameOf(id)) : [],
        needed: everybody.length,
        mine: agreed.has(actor.personId),
        longest: today.add({ days: recordingDaysAtMost }),
      },
    };
  },
});

export const openFile = query({
  name: 'clubs.open-file',
  summary: 'Where a file of the club lies, for its download.',
  input: z.object({ fileId: idOf('clf') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({ name: z.string(), mediaType: z.string(), storageKey: z.string() }),
  view: async ({ read, scope: actor }, { fileId }) => {
    const file = await store.fileById(read, fileId);
    if (!file || !(await insideOf(read, file.club_id, actor))) return null;
    return { name: file.name, mediaType: file.media_type, storageKey: file.storage_key };
  },
});

export const getWrapUp = query({
  name: 'clubs.get-wrap-up',
  summary: 'What the members of a club want to do next, and who would like to work with whom.',
  input: z.object({ clubId: idOf('clu') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    name: z.string(),
    state: z.enum(clubStates),
    owns: z.boolean(),
    ownOrgId: z.string().nullable(),
    /** organisations of the club besides the reader's own */
    organisations: z.array(z.object({ id: idView('org'), name: z.string() })),
    own: z.object({ text: z.string(), withOrgs: z.array(z.string()) }).nullable(),
    futures: z.array(
      z.object({
        who: z.string(),
        organisation: z.string(),
        /** of those who named the reader's organisation */
        orgId: idView('org').nullable(),
        text: z.string(),
        withOrgs: z.array(z.object({ id: idView('org'), name: z.string() })),
        /** they named the reader's organisation */
        namesYou: z.boolean(),
        /** and the reader's named theirs */
        mutual: z.boolean(),
        mine: z.boolean(),
      }),
    ),
    openPlans: z.array(z.string()),
    meetingsAhead: z.number(),
  }),
  view: async ({ read, scope: actor, now }, { clubId }) => {
    const inside = await insideOf(read, clubId, actor);
    if (!inside) return null;
    const { club, members, own } = inside;
    const futures = await store.futuresOf(read, clubId);
    const accepted = members.filter((m) => m.state === 'accepted');
    const orgs = new Map(accepted.map((m) => [m.org_id as string, m.org_name]));
    const mine = futures.find((f) => f.person_id === actor.personId);
    const meetings = await store.meetingsOf(read, [clubId]);
    return {
      name: club.name,
      state: club.state,
      owns: club.facilitator_id === actor.personId,
      ownOrgId: own?.org_id ?? null,
      organisations: accepted
        .filter((m) => m.org_id !== own?.org_id && m.shares.includes('organisation'))
        .map((m) => ({ id: m.org_id, name: m.org_name })),
      own: mine ? { text: mine.text, withOrgs: mine.with_orgs } : null,
      futures: futures.flatMap((f) => {
        const author = accepted.find((m) => m.person_id === f.person_id);
        if (!author) return [];
        const namesYou = own !== null && f.with_orgs.includes(own.org_id);
        return [
          {
            who: displayName(author),
            // whoever names an organisation shows it their own
            organisation:
              author.shares.includes('organisation') || namesYou || f.person_id === actor.personId
                ? author.org_name
                : '',
            orgId: namesYou ? author.org_id : null,
            text: f.text,
            withOrgs: f.with_orgs.flatMap((id) => {
              const name = orgs.get(id);
              return name ? [{ id: id as `org_${string}`, name }] : [];
            }),
            namesYou,
            mutual: namesYou && (mine?.with_orgs.includes(author.org_id) ?? false),
            mine: f.person_id === actor.personId,
          },
        ];
      }),
      openPlans: (await planBriefs(read, clubId))
        .filter((p) => p.state === 'open')
        .map((p) => p.who),
      meetingsAhead: meetings.filter((m) => Temporal.Instant.compare(m.starts_at, now) > 0).length,
    };
  },
});

export const getKickOff = query({
  name: 'clubs.get-kick-off',
  summary:
    'What the kick-off of your club chooses its theme by: where the priorities of those who show them lie, and the dots that are laid.',
  input: z.object({ eventId: idOf('evt') }),
  // priorities belong to other organisations: only those are read whose people show them to this club
  opensRows: 'showing priorities at a kick-off',
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    heat: z.array(
      z.object({
        criterionId: z.string(),
        first: z.number(),
        people: z.array(z.object({ who: z.string(), rank: z.number(), intent: z.string() })),
      }),
    ),
    /** members who show theirs, and how many there are */
    showing: z.number(),
    members: z.number(),
    dots: z.array(z.object({ theme: z.string(), dots: z.number() })),
    voted: z.number(),
    mine: z.array(z.string()),
    /** null: the reader is no member, and has none to show */
    ownShown: z.boolean().nullable(),
    mayVote: z.boolean(),
    maySettle: z.boolean(),
  }),
  view: async ({ read, scope: actor, now, today }, { eventId }) => {
    const found = await store.clubOfMeeting(read, eventId);
    if (!found || found.cancelled_at || found.template_id !== kickOffTemplate().id) return null;
    const inside = await insideOf(read, found.club_id, actor);
    if (!inside) return null;
    const { club, members, own, leads, nameOf } = inside;
    const inIt = members.filter((m) => m.state === 'accepted');
    const shown = inIt.filter((m) => m.shares.includes('priorities'));
    const rows = await prioritiesOf(
      read,
      shown.map((m) => ({ personId: m.person_id, orgId: m.org_id })),
      today,
    );
    const votes = await store.votesOf(read, club.id);
    const running = club.state === 'running';
    const begun = Temporal.Instant.compare(found.starts_at.subtract({ minutes: 15 }), now) <= 0;
    return {
      heat: heatOf(
        rows.map((row) => ({
          who: nameOf(row.person_id),
          criterionId: itemById(row.item_id)?.criterion ?? '',
          rank: row.rank,
          intent: row.intent,
        })),
      ),
      showing: shown.length,
      members: inIt.length,
      dots: dotsOf(votes),
      voted: votes.length,
      mine: votes.find((each) => each.person_id === actor.personId)?.themes ?? [],
      ownShown: own?.state === 'accepted' ? own.shares.includes('priorities') : null,
      mayVote: running && begun && own?.state === 'accepted',
      maySettle: running && leads,
    };
  },
});

export const getTime = query({
  name: 'clubs.get-time',
  summary:
    'What the clock of the installation says, for who is in the club of a meeting: browsers ask it several times at once.',
  input: z.object({ eventId: idOf('evt') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({ clubId: idView('clu'), now: z.number() }),
  // the row policy answers who is in it: nothing else is read
  view: async ({ read, now }, { eventId }) => {
    const found = await store.whereIs(read, eventId);
    return found ? { clubId: found.club_id, now: now.epochMilliseconds } : null;
  },
});

export const getClock = query({
  name: 'clubs.get-clock',
  summary:
    'The clock of a meeting of your club as it runs, and at a kick-off the sum of the dots: what everybody in the room hears when they come in.',
  input: z.object({ eventId: idOf('evt') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    clubId: idView('clu'),
    points: meetingViewOf.shape.points,
    votes: z
      .object({
        dots: z.array(z.object({ theme: z.string(), dots: z.number() })),
        voted: z.number(),
      })
      .nullable(),
  }),
  view: async ({ read }, { eventId }) => {
    const found = await store.whereIs(read, eventId);
    if (!found) return null;
    const votes =
      found.template_id === kickOffTemplate().id ? await store.votesOf(read, found.club_id) : null;
    return {
      clubId: found.club_id,
      points: await store.pointsOf(read, eventId),
      votes: votes && { dots: dotsOf(votes), voted: votes.length },
    };
  },
});

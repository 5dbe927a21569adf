import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { isPerson } from '#kernel/actor.ts';
import { all, allow, allowIf, hide, refuse } from '#kernel/decision.ts';
import { fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { dateInput, idOf, languageCode, line, version } from '#kernel/schema.ts';
import { addParticipants, insertEvent, updateEvent } from '#modules/calendar/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { isCriterion, itemsOfCriterion } from '#modules/quality/core/index.ts';
import { priorityHolders } from '#modules/quality/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { mayFormClubs, mayLead } from '../core/policy.ts';
import {
  clubLifecycle,
  clubSize,
  kickOffTemplate,
  meetingMinutes,
  meetingStart,
  memberFaults,
  membershipLifecycle,
  questionFaults,
  wordsIn,
} from '../core/rules.ts';
import { answerMail, kickOffMail, proposalMail } from './notices.ts';
import * as store from './store.ts';

const criterion = z.string().trim().refine(isCriterion, { error: 'platform.invalid.choose' });

const chosenMembers = z.array(z.object({ personId: idOf('per'), orgId: idOf('org') })).max(100);

export const formClub = command({
  name: 'clubs.form-club',
  summary:
    'Form a club of five to eight people, one of an organisation, out of those who marked a priority on its theme. Each is asked by mail whether to join.',
  input: z.object({
    name: line(120),
    criterionId: criterion,
    language: languageCode,
    questions: z
      .array(z.string().trim().max(300, { error: 'platform.invalid.too-long' }))
      .max(10)
      .transform((lines) => lines.filter((each) => each !== '')),
    members: chosenMembers,
  }),
  // candidates belong to other organisations; who may look is decided by permit, what may be seen by the door of quality
  opensRows: 'forming a club from priorities',
  load: async ({ tx, actor, now }, input) => {
    if (actor.kind !== 'person') return null;
    const today = now.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
    const rows = mayFormClubs(actor).allow
      ? await priorityHolders(tx, itemsOfCriterion(input.criterionId), today)
      : [];
    const candidates = new Map(
      rows
        .filter((row) => row.person_id !== actor.personId)
        .map((row) => [`${row.person_id} ${row.org_id}`, row]),
    );
    return { actor, candidates };
  },
  permit: (actor) => mayFormClubs(actor),
  run: async ({ tx, now, post, runtime }, { actor, candidates }, input) => {
    const chosen = [
      ...new Map(input.members.map((m) => [`${m.personId} ${m.orgId}`, m])).keys(),
    ].map((key) => candidates.get(key));
    const known = chosen.filter((row) => row !== undefined);
    const faults = [
      ...questionFaults(input.questions),
      ...(known.length < chosen.length
        ? [{ reason: 'clubs.invalid.no-candidate', field: 'members' }]
        : memberFaults(
            known.map((row) => ({
              personId: row.person_id,
              orgId: row.org_id,
              orgName: row.org_name,
            })),
          )),
    ];
    if (faults.length > 0) return failAll(faults);
    const id = newId('clu');
    await store.insertClub(tx, {
      id,
      name: input.name,
      criterionId: input.criterionId,
      language: input.language,
      facilitatorId: actor.personId,
      questions: input.questions,
      state: clubLifecycle.initial,
      now,
    });
    await store.insertMembers(
      tx,
      id,
      known.map((row) => ({ personId: row.person_id, orgId: row.org_id })),
      membershipLifecycle.initial,
      now,
    );
    const club = {
      id,
      name: input.name,
      criterion_id: input.criterionId,
      language: input.language,
    };
    for (const row of known) {
      const mail = proposalMail(row, club, actor.name, runtime.config.origin);
      if (mail) await post(mail);
    }
    return ok({ clubId: id });
  },
  audit: (_, input, result) => ({
    subjectId: result.clubId,
    details: { criterion: input.criterionId, members: input.members.length },
  }),
});

export const proposeMembers = command({
  name: 'clubs.propose-members',
  summary: 'Offer free places of a club that is still forming to further candidates of its theme.',
  input: z.object({
    clubId: idOf('clu'),
    members: chosenMembers.min(1, { error: 'clubs.invalid.nobody' }),
  }),
  opensRows: 'forming a club from priorities',
  load: async ({ tx, actor, now }, input) => {
    const club = await store.clubForUpdate(tx, input.clubId);
    // row policies are open here, so that the club is only there for its own facilitator
    if (!club || actor.kind !== 'person' || !mayLead(actor, club).allow) return null;
    const today = now.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
    const present = await store.membersOf(tx, [club.id]);
    const candidates = (
      await priorityHolders(tx, itemsOfCriterion(club.criterion_id), today)
    ).filter((row) => row.person_id !== actor.personId);
    return { actor, club, present, candidates };
  },
  permit: (actor, { club }) =>
    all(
      mayFormClubs(actor),
      club.state === 'forming' ? allow : refuse('clubs.refused.not-forming'),
    ),
  run: async ({ tx, now, post, runtime }, { actor, club, present, candidates }, input) => {
    const asPlace = (row: (typeof candidates)[number] | (typeof present)[number]) => ({
      personId: row.person_id,
      orgId: row.org_id,
      orgName: row.org_name,
    });
    const known = input.members.flatMap(
      (m) => candidates.find((c) => c.person_id === m.personId && c.org_id === m.orgId) ?? [],
    );
    // an organisation that was asked once, whatever the answer, is not asked again by the same club
    const asked = known.find((row) => present.some((m) => m.org_id === row.org_id));
    if (asked)
      return fail('clubs.invalid.same-organisation', { organisation: asked.org_name }, 'members');
    if (known.length < input.members.length)
      return fail('clubs.invalid.no-candidate', undefined, 'members');
    const faults = memberFaults(
      known.map(asPlace),
      present.filter((m) => m.state !== 'declined').map(asPlace),
    );
    if (faults.length > 0) return failAll(faults);
    await store.insertMembers(
      tx,
      club.id,
      known.map((row) => ({ personId: row.person_id, orgId: row.org_id })),
      membershipLifecycle.initial,
      now,
    );
    for (const row of known) {
      const mail = proposalMail(row, club, actor.name, runtime.config.origin);
      if (mail) await post(mail);
    }
    return ok({ proposed: known.length });
  },
  audit: ({ club }, _, result) => ({ subjectId: club.id, details: { proposed: result.proposed } }),
});

/** The actor's own place in a club, under lock, with the club and its facilitator. */
async function ownPlace(
  { tx, actor }: Pick<CommandTools, 'tx' | 'actor'>,
  clubId: `clu_${string}`,
) {
  if (actor.kind !== 'person') return null;
  const membership = await store.membershipForUpdate(tx, clubId, actor.personId);
  const club = await store.clubById(tx, clubId);
  return membership && club ? { actor, membership, club } : null;
}

function facilitatorOf(club: NonNullable<Awaited<ReturnType<typeof store.clubById>>>) {
  const { given_name, family_name, preferred_name, email, reads } = club;
  return {
    person_id: club.facilitator_id,
    given_name,
    family_name,
    preferred_name,
    email,
    language: reads,
  };
}

const alreadyAnswered = () => fail('platform.error.already-done', undefined, undefined, 'conflict');

export const acceptMembership = command({
  name: 'clubs.accept-membership',
  summary: 'Join a club you were proposed for.',
  input: z.object({ clubId: idOf('clu') }),
  load: (tools, input) => ownPlace(tools, input.clubId),
  permit: (actor, { membership }) => allowIf(isPerson(actor, membership.person_id), hide),
  run: async (tools, { actor, membership, club }, input) => {
    const { tx, now, post, runtime } = tools;
    const verdict = can(membershipLifecycle, membership.state, 'accept', {
      roles: ['invited'],
      subject: undefined,
    });
    if (!verdict.ok) return alreadyAnswered();
    await store.setMemberState(tx, club.id, actor.personId, verdict.to, now);
    const facilitator = facilitatorOf(club);
    const told = answerMail(facilitator, club, actor, 'accepted', runtime.config.origin);
    if (told) await post(told);
    // who joins late is invited to what is already planned
    const coming = (await store.meetingsOf(tx, [input.clubId])).filter(
      (m) => Temporal.Instant.compare(m.starts_at, now) > 0,
    );
    const me = (await store.membersOf(tx, [input.clubId])).find(
      (m) => m.person_id === actor.personId,
    );
    for (const meeting of coming) {
      await addParticipants(tx, meeting.id, [actor.personId]);
      const invited = {
        id: meeting.id,
        sequence: meeting.sequence,
        startsAt: meeting.starts_at.toZonedDateTimeISO(meeting.time_zone),
        endsAt: meeting.ends_at.toZonedDateTimeISO(meeting.time_zone),
        url: meeting.url,
      };
      const mail =
        me && facilitator.email
          ? kickOffMail(
              me,
              club,
              { name: displayName(facilitator), email: facilitator.email },
              invited,
              now,
              runtime.config.origin,
            )
          : null;
      if (mail) await post(mail);
    }
    return ok();
  },
  audit: ({ club, membership }) => ({ subjectId: club.id, orgId: membership.org_id }),
});

export const declineMembership = command({
  name: 'clubs.decline-membership',
  summary: 'Say that you do not join a club you were proposed for. This cannot be undone.',
  input: z.object({ clubId: idOf('clu') }),
  load: (tools, input) => ownPlace(tools, input.clubId),
  permit: (actor, { membership }) => allowIf(isPerson(actor, membership.person_id), hide),
  run: async ({ tx, now, post, runtime }, { actor, membership, club }) => {
    const verdict = can(membershipLifecycle, membership.state, 'decline', {
      roles: ['invited'],
      subject: undefined,
    });
    if (!verdict.ok) return alreadyAnswered();
    await store.setMemberState(tx, club.id, actor.personId, verdict.to, now);
    const told = answerMail(facilitatorOf(club), club, actor, 'declined', runtime.config.origin);
    if (told) await post(told);
    return ok();
  },
  audit: ({ club, membership }) => ({ subjectId: club.id, orgId: membership.org_id }),
});

export const startClub = command({
  name: 'clubs.start-club',
  summary: 'Begin a club once at least five people have accepted.',
  input: z.object({ clubId: idOf('clu') }),
  load: async ({ tx }, input) => {
    const club = await store.clubForUpdate(tx, input.clubId);
    return club ? { club, members: await store.membersOf(tx, [club.id]) } : null;
  },
  permit: (actor, { club }) => mayLead(actor, club),
  run: async ({ tx }, { club, members }) => {
    const accepted = members.filter((m) => m.state === 'accepted').length;
    const verdict = can(clubLifecycle, club.state, 'start', {
      roles: ['facilitator'],
      subject: { accepted },
    });
    if (!verdict.ok) {
      return verdict.reason === 'guard'
        ? fail('clubs.invalid.not-enough', { accepted, least: clubSize.min })
        : fail('platform.error.already-done', undefined, undefined, 'conflict');
    }
    await store.setClubState(tx, club.id, verdict.to);
    return ok({ accepted });
  },
  audit: ({ club }, _, result) => ({ subjectId: club.id, details: { accepted: result.accepted } }),
});

export const planKickOff = command({
  name: 'clubs.plan-kick-off',
  summary:
    'Set day, local time and zone of the kick-off, or move it. Every member gets the agenda and a calendar invitation.',
  input: z.object({
    clubId: idOf('clu'),
    version,
    date: dateInput,
    time: z.string().trim().min(1, { error: 'platform.invalid.required' }).max(5, {
      error: 'clubs.invalid.time',
    }),
    timeZone: z.string().trim().min(1, { error: 'platform.invalid.choose' }).max(60),
    url: z
      .string()
      .trim()
      .max(500, { error: 'platform.invalid.too-long' })
      .refine((v) => v === '' || (URL.canParse(v) && v.startsWith('https://') && !/\s/.test(v)), {
        error: 'clubs.invalid.link',
      })
      .default(''),
  }),
  load: async ({ tx }, input) => {
    const locked = await store.clubForUpdate(tx, input.clubId);
    const club = locked && (await store.clubById(tx, input.clubId));
    return club
      ? {
          club,
          members: await store.membersOf(tx, [club.id]),
          meetings: await store.meetingsOf(tx, [club.id]),
        }
      : null;
  },
  permit: (actor, { club }) =>
    all(
      mayLead(actor, club),
      club.state === 'running' ? allow : refuse('clubs.refused.not-running'),
    ),
  run: async ({ tx, now, post, runtime }, { club, members, meetings }, input) => {
    const start = meetingStart(input.date, input.time, input.timeZone);
    if (!start.ok) return failAll([start.fault]);
    if (Temporal.Instant.compare(start.at.toInstant(), now) <= 0)
      return fail('clubs.invalid.past', undefined, 'date');
    const template = kickOffTemplate();
    const before = meetings.find((m) => m.templateId === template.id);
    if (before && Temporal.Instant.compare(before.starts_at, now) <= 0)
      return fail('clubs.invalid.held', undefined, undefined, 'conflict');
    if (!(await store.bumpVersion(tx, club.id, input.version)))
      return stale('platform.error.changed-meanwhile');
    const end = start.at.add({ minutes: meetingMinutes });
    const joining = members.filter((m) => m.state === 'accepted');
    const plan = {
      title: `${wordsIn(template.title, club.language)}: ${club.name}`,
      description: club.questions.join('\n'),
      startsAt: start.at.toInstant(),
      endsAt: end.toInstant(),
      timeZone: input.timeZone,
      place: '',
      url: input.url,
      agenda: template.agenda.map(
        (each) => `${each.start}–${each.end} min: ${wordsIn(each.title, club.language)}`,
      ),
    };
    const id = before?.id ?? newId('evt');
    const sequence = before ? before.sequence + 1 : 0;
    if (!before) {
      await insertEvent(tx, {
        ...plan,
        id,
        kind: 'club_meeting',
        organiserId: club.facilitator_id,
        clubId: club.id,
        participantIds: joining.map((m) => m.person_id),
        now,
      });
    } else if (!(await updateEvent(tx, id, before.sequence, plan))) {
      return stale('platform.error.changed-meanwhile');
    }
    const facilitator = facilitatorOf(club);
    for (const member of joining) {
      // an invitation needs somebody to answer to
      if (!facilitator.email) break;
      const mail = kickOffMail(
        member,
        club,
        { name: displayName(facilitator), email: facilitator.email },
        { id, sequence, startsAt: start.at, endsAt: end, url: input.url },
        now,
        runtime.config.origin,
      );
      if (mail) await post(mail);
    }
    return ok({ eventId: id, sequence });
  },
  audit: ({ club }, _, result) => ({
    subjectId: club.id,
    details: { event: result.eventId, sequence: result.sequence },
  }),
});

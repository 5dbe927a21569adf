import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { type Actor, isPerson } from '#kernel/actor.ts';
import { all, allow, allowIf, hide, refuse } from '#kernel/decision.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf, languageCode, optionalLine, prose } from '#kernel/schema.ts';
import { removeParticipants, tellInvited } from '#modules/calendar/server/index.ts';
import { followThreads, postSystemNote, writeMessage } from '#modules/messaging/server/index.ts';
import { command } from '#platform/command.ts';
import { tellLive } from '#platform/live.ts';
import { memberLeft } from '../../core/events.ts';
import { inState, mayLead, mayOwnClub, mayTakePart } from '../../core/policy.ts';
import {
  clubLifecycle,
  clubSize,
  kickOffTemplate,
  membershipLifecycle,
} from '../../core/rules/index.ts';
import { noticeLevels, shareable } from '../../core/types.ts';
import { clubMail, proposalMail } from '../notices.ts';
import * as store from '../store/index.ts';
import { facilitatorOf } from './forming.ts';
import { loadClub } from './meetings.ts';
import { wrappedUpJob } from './nightly.ts';

type Loaded = NonNullable<Awaited<ReturnType<typeof loadClub>>>;

const ownOf = (actor: Actor, { members }: Loaded) =>
  members.find((m) => isPerson(actor, m.person_id) && m.state === 'accepted');

const alreadyDone = () => fail('platform.error.already-done', undefined, undefined, 'conflict');
const room = (club: { id: `clu_${string}` }) => ({ kind: 'club' as const, id: club.id });
const aboutClub = ({ club }: Loaded) => ({ subjectId: club.id });

export const changeCard = command({
  name: 'clubs.change-card',
  summary:
    'Say what the others of the club see of you, what you can offer, and of what you want to hear.',
  input: z.object({
    clubId: idOf('clu'),
    shares: z.array(z.enum(shareable)).max(shareable.length).default([]),
    roleWords: optionalLine(120),
    languages: z.array(languageCode).max(10).default([]),
    offers: optionalLine(300),
    notice: z.enum(noticeLevels, { error: 'platform.invalid.choose' }),
  }),
  load: loadClub,
  permit: (actor, loaded) => allowIf(ownOf(actor, loaded) !== undefined, hide),
  run: async ({ tx, actor }, { club }, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    await store.setCard(tx, club.id, actor.personId, input);
    return ok();
  },
  audit: ({ club }, input) => ({ subjectId: club.id, details: { notice: input.notice } }),
});

export const sharePriorities = command({
  name: 'clubs.share-priorities',
  summary:
    'Show the others of the club the priorities of your newest self-assessment, or show them no more. Never an answer or a status.',
  input: z.object({ clubId: idOf('clu'), share: z.boolean().default(false) }),
  load: loadClub,
  permit: (actor, loaded) => allowIf(ownOf(actor, loaded) !== undefined, hide),
  run: async ({ tx, actor }, loaded, input) => {
    const own = ownOf(actor, loaded);
    if (!own) return fail('platform.error.refused');
    const others = own.shares.filter((each) => each !== 'priorities');
    await store.setShares(tx, loaded.club.id, own.person_id, [
      ...others,
      ...(input.share ? (['priorities'] as const) : []),
    ]);
    // whoever looks at the map of the kick-off is told that it has changed
    const kickOff = loaded.meetings.find((m) => m.template_id === kickOffTemplate().id);
    if (kickOff) await tellLive(tx, 'club-changed', { club: loaded.club.id, meeting: kickOff.id });
    return ok();
  },
  audit: ({ club }, input) => ({ subjectId: club.id, details: { share: input.share } }),
});

export const noteSeen = command({
  name: 'clubs.note-seen',
  summary: 'Note that you have looked into the room of a club.',
  input: z.object({ clubId: idOf('clu') }),
  load: async ({ tx, actor }, input) => {
    if (actor.kind !== 'person') return null;
    return (await store.membershipForUpdate(tx, input.clubId, actor.personId)) ?? null;
  },
  permit: (actor, place) =>
    allowIf(isPerson(actor, place.person_id) && place.state === 'accepted', hide),
  unaudited: 'written each time somebody opens the page, and nothing is decided by it',
  run: async ({ tx, actor, now }, place) => {
    if (actor.kind === 'person') await store.noteSeen(tx, place.club_id, actor.personId, now);
    return ok();
  },
});

export const nameLeader = command({
  name: 'clubs.name-leader',
  summary: 'Ask a member to lead the club together with you, or no more.',
  input: z.object({
    clubId: idOf('clu'),
    personId: idOf('per'),
    leads: z.boolean().default(false),
  }),
  load: loadClub,
  permit: (actor, { club }) => all(mayOwnClub(actor, club), inState(club, 'running', 'alumni')),
  run: async ({ tx, actor, post, runtime }, { club, members }, input) => {
    const member = members.find((m) => m.person_id === input.personId && m.state === 'accepted');
    if (!member) return fail('clubs.invalid.nobody', undefined, 'personId');
    if (member.leads === input.leads) return ok();
    await store.setLeads(tx, club.id, member.person_id, input.leads);
    const mail = input.leads
      ? clubMail(
          'leads',
          member,
          club,
          { who: actor.kind === 'person' ? actor.name : '' },
          { origin: runtime.config.origin, key: String(club.version) },
        )
      : null;
    if (mail) await post(mail);
    return ok();
  },
  audit: ({ club }, input) => ({
    subjectId: club.id,
    details: { person: input.personId, leads: input.leads },
  }),
});

export const leaveClub = command({
  name: 'clubs.leave-club',
  summary:
    'Leave a club. Your plans and cards stay yours, the others are told, and your place can be offered on.',
  input: z.object({ clubId: idOf('clu') }),
  load: loadClub,
  permit: (actor, loaded) => allowIf(ownOf(actor, loaded) !== undefined, hide),
  run: async (tools, loaded) => {
    const { tx, actor, now, post, runtime } = tools;
    const { club, members, meetings } = loaded;
    const own = ownOf(actor, loaded);
    if (!own || actor.kind !== 'person') return fail('platform.error.refused');
    const verdict = can(membershipLifecycle, own.state, 'leave', {
      roles: ['member'],
      subject: undefined,
    });
    if (!verdict.ok) return alreadyDone();
    const coming = meetings.filter((m) => Temporal.Instant.compare(m.starts_at, now) > 0);
    for (const meeting of coming) {
      await tellInvited(tools, 'cancelled', meeting.id, [actor.personId]);
      await removeParticipants(tx, meeting.id, [actor.personId]);
    }
    // told before the row is gone from their sight
    await postSystemNote(tools, room(club), {
      key: 'clubs.note.left',
      params: { who: actor.name },
    });
    const left = members.filter((m) => m.state === 'accepted').length - 1;
    const below = club.state === 'running' && left < clubSize.min;
    const at = {
      origin: runtime.config.origin,
      key: `${actor.personId}:${now.epochMilliseconds}`,
    };
    for (const member of members) {
      if (member.state !== 'accepted' || member.person_id === actor.personId) continue;
      if (member.notice === 'meetings' && !below) continue;
      const mail = clubMail(below ? 'left-below' : 'left', member, club, { who: actor.name }, at);
      if (mail) await post(mail);
    }
    const freed = clubMail('freed', facilitatorOf(club), club, { who: actor.name }, at);
    if (freed) await post(freed);
    await store.setMemberState(tx, club.id, actor.personId, verdict.to, now);
    await followThreads(tools, room(club));
    tools.tell(memberLeft({ clubId: club.id, personId: actor.personId }));
    return ok({ left, below });
  },
  audit: ({ club }, _, { left }) => ({ subjectId: club.id, details: { left } }),
});

export const offerAgain = command({
  name: 'clubs.offer-again',
  summary: 'Offer their place to somebody again who has left; they answer as the first time.',
  input: z.object({ clubId: idOf('clu'), personId: idOf('per') }),
  load: loadClub,
  permit: (actor, { club, members }) =>
    all(mayLead(actor, club, members), inState(club, 'running', 'alumni')),
  run: async ({ tx, actor, now, post, runtime }, { club, members }, input) => {
    const member = members.find((m) => m.person_id === input.personId);
    if (!member) return fail('clubs.invalid.nobody', undefined, 'personId');
    const verdict = can(membershipLifecycle, member.state, 'offer-again', {
      roles: ['facilitator'],
      subject: undefined,
    });
    if (!verdict.ok) return alreadyDone();
    const present = members.filter((m) => m.state === 'proposed' || m.state === 'accepted');
    if (present.length >= clubSize.max)
      return fail('clubs.invalid.too-many', { chosen: present.length + 1, most: clubSize.max });
    await store.setMemberState(tx, club.id, member.person_id, verdict.to, now);
    const mail = proposalMail(
      member,
      club,
      actor.kind === 'person' ? actor.name : '',
      runtime.config.origin,
    );
    if (mail) await post({ ...mail, sendKey: `${mail.sendKey}:${now.epochMilliseconds}` });
    return ok();
  },
  audit: ({ club }, input) => ({ subjectId: club.id, details: { person: input.personId } }),
});

export const sendWords = command({
  name: 'clubs.send-words',
  summary:
    'Write to everybody in the club, in its conversation. Who does not get all messages by mail gets this one.',
  input: z.object({ clubId: idOf('clu'), text: prose(4000) }),
  load: loadClub,
  permit: (actor, { club, members }) =>
    all(
      mayLead(actor, club, members),
      inState(club, 'running', 'alumni'),
      club.thread_id ? allow : refuse('clubs.refused.not-running'),
    ),
  run: async (tools, { club, members }, input) => {
    const { actor, now, post, runtime } = tools;
    if (actor.kind !== 'person' || !club.thread_id) return fail('platform.error.refused');
    await writeMessage(
      tools,
      club.thread_id,
      { personId: actor.personId, name: actor.name, part: { key: 'clubs.part.facilitator' } },
      { text: input.text, files: [] },
    );
    for (const member of members) {
      if (member.state !== 'accepted' || member.notice !== 'important') continue;
      if (member.person_id === actor.personId) continue;
      const mail = clubMail(
        'words',
        member,
        club,
        { who: actor.name, text: input.text },
        { origin: runtime.config.origin, key: String(now.epochMilliseconds) },
      );
      if (mail) await post(mail);
    }
    return ok();
  },
  audit: aboutClub,
});

export const writeFuture = command({
  name: 'clubs.write-future',
  summary: 'Say what you want to do next, and with which organisations of the club.',
  input: z.object({
    clubId: idOf('clu'),
    text: prose(1500),
    withOrgs: z.array(idOf('org')).max(10).default([]),
  }),
  load: loadClub,
  permit: (actor, loaded) =>
    all(
      mayTakePart(actor, loaded.club, loaded.members),
      inState(loaded.club, 'running', 'alumni'),
      ownOf(actor, loaded) ? allow : refuse('clubs.refused.members-only'),
    ),
  run: async ({ tx, actor, now }, loaded, input) => {
    const own = ownOf(actor, loaded);
    if (!own) return fail('platform.error.refused');
    const others = loaded.members
      .filter((m) => m.state === 'accepted' && m.org_id !== own.org_id)
      .map((m) => m.org_id);
    await store.saveFuture(tx, {
      clubId: loaded.club.id,
      personId: own.person_id,
      text: input.text,
      withOrgs: input.withOrgs.filter((id) => others.includes(id)),
      now,
    });
    return ok();
  },
  audit: aboutClub,
});

export const wrapUpClub = command({
  name: 'clubs.wrap-up-club',
  summary:
    'End the work of a club. The room stays open for those who were in it; no more meetings are planned.',
  input: z.object({ clubId: idOf('clu') }),
  load: loadClub,
  permit: (actor, { club }) => mayOwnClub(actor, club),
  run: async (tools, { club, members, meetings }) => {
    const { tx, now, post, runtime } = tools;
    const verdict = can(clubLifecycle, club.state, 'wrap-up', {
      roles: ['facilitator'],
      subject: { accepted: 0 },
    });
    if (!verdict.ok) return alreadyDone();
    if (meetings.some((m) => Temporal.Instant.compare(m.starts_at, now) > 0))
      return fail('clubs.invalid.meeting-ahead');
    await store.setClubState(tx, club.id, verdict.to, now);
    await postSystemNote(tools, room(club), { key: 'clubs.note.wrapped-up' });
    await tools.enqueue(wrappedUpJob, { clubId: club.id });
    for (const member of members) {
      if (member.state !== 'accepted' || member.notice === 'meetings') continue;
      const mail = clubMail(
        'wrapped-up',
        member,
        club,
        {},
        {
          origin: runtime.config.origin,
          key: 'once',
        },
      );
      if (mail) await post(mail);
    }
    return ok();
  },
  audit: aboutClub,
});

export const archiveClub = command({
  name: 'clubs.archive-club',
  summary:
    'Close the room of a club for good: it can be read, and nothing more is written. A club that never began is given up.',
  input: z.object({ clubId: idOf('clu') }),
  load: loadClub,
  permit: (actor, { club }) => mayOwnClub(actor, club),
  run: async (tools, { club }) => {
    const verdict = can(clubLifecycle, club.state, 'archive', {
      roles: ['facilitator'],
      subject: { accepted: 0 },
    });
    if (!verdict.ok) return alreadyDone();
    await store.setClubState(tools.tx, club.id, verdict.to, tools.now);
    await followThreads(tools, room(club));
    return ok();
  },
  audit: aboutClub,
});

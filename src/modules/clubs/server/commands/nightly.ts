import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { allowIf, hide } from '#kernel/decision.ts';
import type { ClubId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { deleteEventsOfClub } from '#modules/calendar/server/index.ts';
import { forgetInMessages } from '#modules/messaging/server/index.ts';
import { takeFromClub } from '#modules/practices/server/index.ts';
import { lookAgainAfter } from '#modules/quality/server/index.ts';
import { command } from '#platform/command.ts';
import { type Job, job } from '#platform/queue.ts';
import { digestAfterDays, forgottenBefore, newsSince } from '../../core/rules/index.ts';
import { digestMail } from '../notices.ts';
import { happeningsOf } from '../queries/happenings.ts';
import * as store from '../store/index.ts';

/** Files that were taken out of a room. */
/** A club has ended: its organisations look again half a year later. */
export const wrappedUpJob: Job<{ clubId: ClubId }> = job('clubs.wrapped-up');

const byItself = (actor: Actor) => allowIf(actor.kind === 'system', hide);

export const endRecordings = command({
  name: 'clubs.end-recordings',
  summary: 'Take away links to recordings whose last day is over.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => byItself(actor),
  unaudited: 'what was agreed when the link was given comes true; nobody has decided anything',
  run: async ({ tx, today }) => ok({ ended: await store.endRecordings(tx, today) }),
});

export const mailDigest = command({
  name: 'clubs.mail-digest',
  summary:
    'Tell those members of a club who have not looked in for a week what is new, once a week at most.',
  input: z.object({ clubId: idOf('clu') }),
  load: async ({ tx }, input) => {
    const club = await store.clubForUpdate(tx, input.clubId);
    return club ? { club, members: await store.membersOf(tx, [club.id]) } : null;
  },
  permit: (actor) => byItself(actor),
  unaudited: 'a mail is kept with its kind and its person; nobody has decided anything',
  run: async ({ tx, now, today, post, runtime }, { club, members }) => {
    const before = now.subtract({ hours: 24 * digestAfterDays });
    const due = members.filter(
      (m) =>
        m.state === 'accepted' &&
        m.notice !== 'meetings' &&
        [m.last_seen_at ?? m.answered_at, m.digest_at].every(
          (at) => at === null || Temporal.Instant.compare(at, before) <= 0,
        ),
    );
    if (due.length === 0) return ok({ mails: 0 });
    const happenings = await happeningsOf(tx, club.id);
    let mails = 0;
    for (const member of due) {
      const since = member.last_seen_at ?? member.answered_at;
      const heard =
        member.digest_at && since && Temporal.Instant.compare(member.digest_at, since) > 0
          ? member.digest_at
          : since;
      const news = newsSince(happenings, heard, member.person_id);
      if (news.length === 0) continue;
      const mail = digestMail(member, club, news, {
        origin: runtime.config.origin,
        key: today.toString(),
      });
      if (!mail) continue;
      await post(mail);
      await store.noteDigest(tx, club.id, member.person_id, now);
      mails++;
    }
    return ok({ mails });
  },
});

export const forgetClub = command({
  name: 'clubs.forget-club',
  summary:
    'Delete a club two years after its last meeting, with its room, files, plans and conversation. Cards that are in the public catalogue stay.',
  input: z.object({ clubId: idOf('clu') }),
  load: async ({ tx }, input) => (await store.clubForUpdate(tx, input.clubId)) ?? null,
  permit: (actor) => byItself(actor),
  run: async (tools, club) => {
    const { tx, today } = tools;
    const [asleep] = await store.clubsAsleep(tx, forgottenBefore(today), 1, club.id);
    // somebody met meanwhile
    if (!asleep) return fail('platform.error.already-done', undefined, undefined, 'conflict');
    await forgetInMessages(tools, { kind: 'club', id: club.id });
    await takeFromClub(tx, club.id);
    await deleteEventsOfClub(tx, club.id);
    await store.deleteClub(tx, club.id);
    return ok();
  },
  audit: (club) => ({ subjectId: club.id }),
});

export const remindAfterWrapUp = command({
  name: 'clubs.remind-after-wrap-up',
  summary:
    'Have the organisations of a club that has ended reminded to assess again half a year after its end.',
  input: z.object({ clubId: idOf('clu') }),
  load: async ({ tx }, input) => {
    const club = await store.clubForUpdate(tx, input.clubId);
    return club?.wrapped_up_at
      ? { endedAt: club.wrapped_up_at, members: await store.membersOf(tx, [club.id]), club }
      : null;
  },
  permit: (actor) => byItself(actor),
  run: async ({ tx }, { endedAt, members }) => {
    const on = endedAt.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
    const orgIds = members.filter((m) => m.state === 'accepted').map((m) => m.org_id);
    return ok({ organisations: await lookAgainAfter(tx, orgIds, on) });
  },
  audit: ({ club }, _, { organisations }) => ({ subjectId: club.id, details: { organisations } }),
});

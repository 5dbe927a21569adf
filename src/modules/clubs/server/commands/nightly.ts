import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { allowIf, hide } from '#kernel/decision.ts';
import { ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import { digestAfterDays, newsSince } from '../../core/rules/index.ts';
import { digestMail } from '../notices.ts';
import { happeningsOf } from '../queries/happenings.ts';
import * as store from '../store/index.ts';

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

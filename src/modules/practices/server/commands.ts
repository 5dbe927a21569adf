import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import type { Actor } from '#kernel/actor.ts';
import { allowIf, hide } from '#kernel/decision.ts';
import type { PersonId, PracticeId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import {
  dateInput,
  idOf,
  languageCode,
  line,
  optionalLine,
  optionalProse,
  prose,
  version,
} from '#kernel/schema.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import { isCriterion } from '#modules/quality/core/index.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import {
  mayMarkPractice,
  mayOwnPractice,
  mayReportPractice,
  mayWatchReports,
  mayWithdrawPractice,
  mayWritePractice,
} from '../core/policy.ts';
import { draftsKeptFrom, practiceLifecycle } from '../core/rules.ts';
import { licences, marks } from '../core/types.ts';
import { withdrawnMail } from './notices.ts';
import { clubsOf } from './queries.ts';
import * as store from './store.ts';

const words = {
  title: line(120),
  criterionId: z.string().trim().refine(isCriterion, { error: 'platform.invalid.choose' }),
  language: languageCode,
  problem: prose(2000),
  steps: prose(4000),
  forWhom: optionalProse(1000),
  resources: optionalProse(2000),
  evidence: optionalProse(2000),
  conditions: optionalProse(2000),
  /** the day on which somebody last made sure that it is still done like this */
  checkedOn: dateInput,
};

/** A day that has not come cannot be the one on which somebody looked. */
const tooEarly = (checkedOn: Temporal.PlainDate, today: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(checkedOn, today) > 0;

export const draftPractice = command({
  name: 'practices.draft-practice',
  summary:
    'Begin a card about something your organisation does well. Nobody else sees it until you share it with your club or release it.',
  input: z.object({
    ...words,
    /** the organisation whose practice it is; may be left out where you work for one */
    orgId: z.union([z.literal(''), idOf('org')]).default(''),
    /** the club it is for, if any */
    clubId: z.union([z.literal(''), idOf('clu')]).default(''),
  }),
  load: async ({ tx, actor, now }, input) => {
    if (actor.kind !== 'person') return null;
    const clubs = await clubsOf(tx, actor.personId, now);
    const club = clubs.find((c) => c.id === input.clubId);
    if (input.clubId && !club) return null;
    const own = actor.orgs.map((o) => o.orgId);
    const orgId = input.orgId || (club?.orgId ?? own[0]);
    const [org] = await organisationsByIds(
      tx,
      own.filter((id) => id === orgId),
    );
    return org ? { actor, club, org } : null;
  },
  permit: (actor) => mayWritePractice(actor),
  run: async ({ tx, now, today }, { actor, club, org }, input) => {
    if (tooEarly(input.checkedOn, today))
      return fail('practices.invalid.checked-later', undefined, 'checkedOn');
    const id = newId('prc');
    await store.insertPractice(tx, {
      id,
      authorId: actor.personId,
      orgId: org.id,
      clubId: club?.id ?? null,
      countryCode: org.country_code,
      state: practiceLifecycle.initial,
      words: input,
      now,
    });
    return ok({ practiceId: id });
  },
  audit: ({ org }, _, { practiceId }) => ({ subjectId: practiceId, orgId: org.id }),
});

async function ownCard({ tx, actor }: { tx: Tx; actor: Actor }, id: PracticeId) {
  // a lock is a write to the row policies: who only reads the card is refused by permit, on the row as they see it
  const seen = await store.practiceForUpdate(tx, id, false);
  if (!seen || actor.kind !== 'person') return null;
  return seen.author_id === actor.personId || actor.isAdmin
    ? ((await store.practiceForUpdate(tx, id, true)) ?? null)
    : seen;
}

export const changePractice = command({
  name: 'practices.change-practice',
  summary: 'Change a card of yours. What is released changes for everybody who reads it.',
  input: z.object({ practiceId: idOf('prc'), version, ...words }),
  load: (tools, input) => ownCard(tools, input.practiceId),
  permit: (actor, card) => mayOwnPractice(actor, card),
  run: async ({ tx, now, today }, card, input) => {
    if (tooEarly(input.checkedOn, today))
      return fail('practices.invalid.checked-later', undefined, 'checkedOn');
    return (await store.changePractice(tx, card.id, input.version, input, now))
      ? ok()
      : stale('platform.error.changed-meanwhile');
  },
  audit: (card) => ({ subjectId: card.id, orgId: card.org_id }),
});

const alreadyDone = () => fail('platform.error.already-done', undefined, undefined, 'conflict');

export const sharePractice = command({
  name: 'practices.share-practice',
  summary: 'Let your club read a card of yours.',
  input: z.object({ practiceId: idOf('prc') }),
  load: async ({ tx, actor, now }, input) => {
    const card = await ownCard({ tx, actor }, input.practiceId);
    if (!card || actor.kind !== 'person') return null;
    const clubs = await clubsOf(tx, actor.personId, now);
    return { card, inClub: clubs.some((c) => c.id === card.club_id) };
  },
  permit: (actor, { card }) => mayOwnPractice(actor, card),
  run: async ({ tx }, { card, inClub }) => {
    const verdict = can(practiceLifecycle, card.state, 'share', {
      roles: ['author'],
      subject: { inClub },
    });
    if (!verdict.ok)
      return verdict.reason === 'guard' ? fail('practices.invalid.no-club') : alreadyDone();
    await store.setPracticeState(tx, card.id, { state: verdict.to });
    return ok();
  },
  audit: ({ card }) => ({ subjectId: card.id, orgId: card.org_id }),
});

export const releasePractice = command({
  name: 'practices.release-practice',
  summary:
    'Put a card of yours into the public catalogue, under a free licence, with your name or without.',
  input: z.object({
    practiceId: idOf('prc'),
    licence: z.enum(licences, { error: 'platform.invalid.choose' }),
    /** as you want to be named; empty: not at all */
    namedAs: optionalLine(200),
    /** nothing in it tells of a single pupil, family or colleague */
    noPersons: z.literal(true, { error: 'practices.invalid.no-persons' }),
  }),
  load: (tools, input) => ownCard(tools, input.practiceId),
  permit: (actor, card) => mayOwnPractice(actor, card),
  run: async ({ tx, now }, card, input) => {
    const verdict = can(practiceLifecycle, card.state, 'release', {
      roles: ['author'],
      subject: { inClub: card.club_id !== null },
    });
    if (!verdict.ok) return alreadyDone();
    await store.setPracticeState(tx, card.id, {
      state: verdict.to,
      licence: input.licence,
      namedAs: input.namedAs,
      releasedAt: now,
    });
    return ok();
  },
  audit: (card, input) => ({
    subjectId: card.id,
    orgId: card.org_id,
    details: { licence: input.licence, named: input.namedAs !== '' },
  }),
});

export const withdrawPractice = command({
  name: 'practices.withdraw-practice',
  summary:
    'Take a card back: nobody but its author reads it any more. What others have copied under its licence stays theirs.',
  input: z.object({ practiceId: idOf('prc') }),
  // the administrator writes to an author they have nothing else to do with
  opensRows: 'withdrawing a card',
  load: async ({ tx, actor }, input) => {
    if (actor.kind !== 'person') return null;
    const card = await store.practiceForUpdate(tx, input.practiceId, true);
    if (!card) return null;
    // what somebody does not read is not there for them
    return card.author_id === actor.personId || card.state === 'public' ? card : null;
  },
  permit: (actor, card) => mayWithdrawPractice(actor, card),
  run: async ({ tx, actor, now, post, runtime }, card) => {
    const own = actor.kind === 'person' && actor.personId === card.author_id;
    const verdict = can(practiceLifecycle, card.state, 'withdraw', {
      roles: [own ? 'author' : 'admin'],
      subject: { inClub: card.club_id !== null },
    });
    if (!verdict.ok) return alreadyDone();
    await store.setPracticeState(tx, card.id, { state: verdict.to });
    if (actor.kind === 'person' && actor.isAdmin) await store.settleReports(tx, card.id, now);
    if (!own) {
      const [author] = await personsByIds(tx, [card.author_id]);
      const mail = author && withdrawnMail(author, card, runtime.config.origin);
      if (mail) await post(mail);
    }
    return ok();
  },
  audit: (card) => ({ subjectId: card.id, orgId: card.org_id }),
});

/** A card as the reader sees it: marks are theirs, the card is not locked. */
const readCard = async ({ tx }: { tx: Tx }, input: { practiceId: PracticeId }) =>
  (await store.practiceForUpdate(tx, input.practiceId, false)) ?? null;

export const markPractice = command({
  name: 'practices.mark-practice',
  summary: 'Say that you would do what a card describes, that you have, or neither any more.',
  input: z.object({
    practiceId: idOf('prc'),
    mark: z.union([z.literal('').transform(() => null), z.enum(marks)]),
  }),
  load: readCard,
  permit: (actor, card) => mayMarkPractice(actor, card),
  run: async ({ tx, actor, now }, card, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    await store.setMark(tx, card.id, actor.personId, input.mark, now);
    // a plan begins in the club of the card, else in the newest club somebody is in as a member
    const clubs = (await clubsOf(tx, actor.personId, now)).filter((c) => c.orgId !== null);
    const club = clubs.find((c) => c.id === card.club_id) ?? clubs[0];
    return ok({ planIn: club?.id ?? null });
  },
  audit: (card, input) => ({ subjectId: card.id, details: { mark: input.mark } }),
});

export const reportPractice = command({
  name: 'practices.report-practice',
  summary: 'Tell the administrator that a card of the catalogue should not be public, and why.',
  input: z.object({ practiceId: idOf('prc'), reason: prose(1000) }),
  load: readCard,
  permit: (actor, card) => mayReportPractice(actor, card),
  run: async ({ tx, actor, now }, card, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    await store.insertReport(tx, {
      id: card.id,
      personId: actor.personId,
      reason: input.reason,
      now,
    });
    return ok();
  },
  audit: (card) => ({ subjectId: card.id }),
});

export const settleReport = command({
  name: 'practices.settle-report',
  summary: 'For the administrator: what was reported about a card was looked at, and it stays.',
  input: z.object({ practiceId: idOf('prc') }),
  load: readCard,
  permit: (actor) => mayWatchReports(actor),
  run: async ({ tx, now }, card) => {
    await store.settleReports(tx, card.id, now);
    return ok();
  },
  audit: (card) => ({ subjectId: card.id }),
});

/**
 * Marks a card as adopted for somebody whose plan with it went well, in the transaction of the caller. A card that they no
 * longer read, or that is their own, is left alone.
 * @returns whether it is marked now
 */
export async function markAdopted(
  tx: Tx,
  id: PracticeId,
  personId: PersonId,
  now: Temporal.Instant,
): Promise<boolean> {
  const card = await store.practiceForUpdate(tx, id, false);
  if (!card || card.author_id === personId || (card.state !== 'club' && card.state !== 'public'))
    return false;
  await store.setMark(tx, id, personId, 'adopted', now);
  return true;
}

export const forgetDrafts = command({
  name: 'practices.forget-drafts',
  summary: 'Delete drafts of cards that nobody has changed for two years.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system', hide),
  unaudited: 'nothing was decided: what nobody went on with is gone',
  run: async ({ tx, today }) =>
    ok({ deleted: await store.deleteOldDrafts(tx, draftsKeptFrom(today)) }),
});

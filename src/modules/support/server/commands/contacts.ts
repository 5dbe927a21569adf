import { z } from 'zod';
import type { Actor, PersonActor } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { FamilyId, MobilityId, PersonId } from '#kernel/ids.ts';
import { fail, type Outcome, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { familyById } from '#modules/hosting/server/index.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import {
  addParty,
  endPart,
  loadDossier,
  lockDossier,
  moveMobility,
} from '#modules/mobilities/server/index.ts';
import { membersOf } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { job } from '#platform/queue.ts';
import {
  type CheckInRatings,
  checkInInput,
  checkInsInput,
  coverInput,
  coverProblem,
  heldOnProblem,
  isWorrying,
  mayCheckIn,
  mayCover,
  mayThank,
  type PromiseState,
  questionsVersion,
  standsApart,
  type TalkPartner,
  thanksInput,
  visitInput,
  type Way,
} from '../../core/index.ts';
import { coverMail, thanksMail } from '../notices.ts';
import * as store from '../store/index.ts';

/** What a talk says is looked at by the installation: whoever wrote it down need not be allowed to open a case. */
export const lookJob = job<{ mobilityId: MobilityId; checkInId: string }>('support.look-at-talk');

type Told = {
  mobilityId: MobilityId;
  with: TalkPartner;
  heldOn: Temporal.PlainDate;
  way: Way;
  ratings: CheckInRatings;
  note: string;
  promise: string;
  lastPromise: PromiseState | null;
  answers: Record<string, string>;
  key: string | null;
};

/** Writes one talk down. A second one of the same day by the same person is told as a conflict, nothing is lost. */
async function keepTalk(
  tools: CommandTools,
  actor: PersonActor,
  dossier: Dossier,
  told: Told,
): Promise<Outcome<{ id: string; worrying: boolean }>> {
  const { tx, now, today } = tools;
  const problem = heldOnProblem(told.heldOn, { startsOn: dossier.startsOn, today });
  if (problem) return fail(problem, undefined, 'heldOn');
  const talk = {
    mobilityId: dossier.id,
    talkedWith: told.with,
    heldOn: told.heldOn,
    enteredBy: actor.personId,
  };
  const twice = fail('support.check-in.twice', undefined, undefined, 'conflict');
  if (await store.hasSameCheckIn(tx, talk)) return twice;
  const id = newId('chk');
  const isNew = await store.insertCheckIn(tx, {
    ...talk,
    id,
    way: told.way,
    ratings: told.ratings,
    note: told.note,
    promise: told.promise,
    lastPromise: told.lastPromise,
    answers: told.answers,
    questions: questionsVersion,
    key: told.key,
    now,
  });
  if (!isNew) return twice;
  if (told.with === 'pupil' && dossier.state === 'departed')
    await moveMobility(tools, dossier, 'settle');
  await tools.enqueue(lookJob, { mobilityId: dossier.id, checkInId: id });
  return ok({ id, worrying: isWorrying(told.ratings, told.heldOn) });
}

export const recordCheckIn = command({
  name: 'support.record-check-in',
  summary:
    'Write down a talk with the pupil or, apart from it, with the host family. A poor answer opens a support case.',
  input: checkInInput,
  load: ({ tx }, input) => lockDossier(tx, input.mobilityId),
  permit: (actor, dossier, input, { today }) => mayCheckIn(actor, dossier, today, input.heldOn),
  run: async (tools, dossier, input) => {
    const { actor } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    return keepTalk(tools, actor, dossier, input);
  },
  // what was answered, and with whom, is nobody's business but the readers'
  audit: (dossier, _, { id }) => ({
    subjectId: id as `chk_${string}`,
    mobilityId: dossier.id,
    orgId: dossier.hostingOrgId,
  }),
});

/** What became of each talk that was sent: kept, there already, or not kept and why. */
export type SentTalk = {
  key: string;
  result: 'kept' | 'already' | 'refused';
  reason: string | null;
};

export const recordCheckIns = command({
  name: 'support.record-check-ins',
  summary:
    'Write down several talks in one go, each for itself: one that cannot be kept keeps no other. Sent again with the same keys, nothing is kept twice.',
  input: checkInsInput,
  load: async ({ tx, actor }, input) => {
    const talks = input.talks.filter((t) => t.kind === 'talk');
    const ids = [...new Set(talks.map((t) => t.mobilityId))].sort();
    const dossiers = new Map<MobilityId, Dossier>();
    for (const id of ids) {
      const dossier = await lockDossier(tx, id);
      if (dossier) dossiers.set(id, dossier);
    }
    const mine = actor.kind === 'person' ? actor.personId : null;
    const sent = mine
      ? await store.sentBefore(
          tx,
          mine,
          talks.map((t) => t.key),
        )
      : new Set<string>();
    return { dossiers, sent, talks };
  },
  permit: (actor, { dossiers, sent, talks }, _, { today }) => {
    if (actor.kind !== 'person') return hide;
    if (talks.length === 0) return allow;
    // the same whether there is such a pupil or not; a phone that comes back late learns why nobody takes it
    if (dossiers.size === 0 && sent.size === 0) return refuse('support.check-in.no-longer-yours');
    const said = talks.flatMap((t) => {
      const dossier = dossiers.get(t.mobilityId);
      return dossier ? [mayCheckIn(actor, dossier, today, t.heldOn)] : [];
    });
    // a phone that comes back late may have lost one pupil and still owe the others
    if (sent.size > 0 || said.some((d) => d.allow)) return allow;
    return said.find((d) => !d.allow && !d.hidden) ?? hide;
  },
  run: async (tools, { dossiers, sent, talks }) => {
    const { actor, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (talks.length === 0) return fail('support.check-in.nothing-filled');
    const results: SentTalk[] = [];
    let worrying = false;
    for (const talk of talks) {
      const dossier = dossiers.get(talk.mobilityId);
      const may: Decision = dossier ? mayCheckIn(actor, dossier, today, talk.heldOn) : hide;
      const kept: Outcome<{ id: string; worrying: boolean }> | 'already' =
        sent.has(talk.key) || results.some((r) => r.key === talk.key && r.result !== 'refused')
          ? 'already'
          : dossier && may.allow
            ? await keepTalk(tools, actor, dossier, talk)
            : fail(!may.allow && !may.hidden ? may.reason : 'support.check-in.no-longer-yours');
      if (kept === 'already') results.push({ key: talk.key, result: 'already', reason: null });
      else if (kept.ok) {
        worrying ||= kept.worrying;
        // the first talk has moved the stay on
        if (dossier?.state === 'departed' && talk.with === 'pupil') dossier.state = 'settled';
        results.push({ key: talk.key, result: 'kept', reason: null });
      } else results.push({ key: talk.key, result: 'refused', reason: kept.faults[0].reason });
    }
    const none = results.every((r) => r.result === 'refused');
    // a form without scripts of which nothing can be kept is shown again with what was typed
    const [first] = results;
    if (none && first?.reason) return fail(first.reason, undefined, undefined, 'conflict');
    return ok({ results, worrying });
  },
  audit: ({ dossiers }, _, { results }) => ({
    ...(dossiers.size === 1 ? { mobilityId: [...dossiers.keys()][0] as MobilityId } : {}),
    details: { kept: results.filter((r) => r.result === 'kept').length },
  }),
});

export const recordVisit = command({
  name: 'support.record-visit',
  summary:
    'Note that somebody visited the pupil at home: the second visit is made by another person than the first.',
  input: visitInput,
  load: ({ tx }, input) => lockDossier(tx, input.mobilityId),
  permit: (actor, dossier, _, { today }) => mayCheckIn(actor, dossier, today),
  run: async (tools, dossier, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person' || !dossier.hostingOrgId) return fail('platform.error.refused');
    const problem = heldOnProblem(input.visitedOn, { startsOn: dossier.startsOn, today });
    if (problem) return fail(problem, undefined, 'visitedOn');
    const team = await membersOf(tx, dossier.hostingOrgId, today);
    if (
      !team.some((m) => m.person_id === input.visitedBy) ||
      !standsApart(input.visitedBy, dossier)
    )
      return fail('support.visit.elsewhere', undefined, 'visitedBy');
    const placed = (await store.familiesOf(tx, [dossier.id])).findLast(
      (p) =>
        p.state === 'accepted' &&
        Temporal.PlainDate.compare(p.from_on, input.visitedOn) <= 0 &&
        Temporal.PlainDate.compare(p.until_on, input.visitedOn) >= 0,
    );
    const family = placed && (await familyById(tx, placed.family_id as FamilyId));
    if (!family) return fail('support.visit.no-family', undefined, 'visitedOn');
    if (family.homeVisitBy === input.visitedBy)
      return fail('support.visit.same-person', undefined, 'visitedBy');
    const id = newId('svi');
    await store.insertVisit(tx, {
      mobilityId: dossier.id,
      id,
      familyId: family.id,
      visitedOn: input.visitedOn,
      visitedBy: input.visitedBy,
      enteredBy: actor.personId,
      now,
    });
    return ok({ id });
  },
  audit: (dossier, input) => ({
    subjectId: input.visitedBy,
    mobilityId: dossier.id,
    orgId: dossier.hostingOrgId,
  }),
});

const memberOf = (members: Awaited<ReturnType<typeof membersOf>>, id: PersonId) =>
  members.find((m) => m.person_id === id);

export const makeCover = command({
  name: 'support.make-cover',
  summary:
    'Somebody else stands in for a contact person from a day until a day: they see and do what the contact person does.',
  input: coverInput,
  load: async ({ tx, actor }, input) =>
    actor.kind === 'person' && actor.orgs.some((o) => o.orgId === input.orgId) ? { tx } : null,
  permit: (actor, _, input) => mayCover(actor, input.orgId, input.personId),
  run: async (tools, _, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const problem = coverProblem(input, today);
    if (problem) return fail(problem, undefined, 'untilOn');
    if (input.personId === input.standInId)
      return fail('support.cover.same-person', undefined, 'standInId');
    const members = await membersOf(tx, input.orgId, today);
    const away = memberOf(members, input.personId);
    const standIn = memberOf(members, input.standInId);
    if (!away) return fail('platform.invalid.choose', undefined, 'personId');
    if (!standIn) return fail('support.cover.elsewhere', undefined, 'standInId');
    if (await store.coversThatMeet(tx, input))
      return fail('support.cover.twice', undefined, 'fromOn', 'conflict');
    const stays = await dossiersOf(tx, input);
    if (stays.length === 0) return fail('support.cover.no-pupils', undefined, 'personId');
    const near = stays.find((d) => !standsApart(input.standInId, d));
    if (near) return fail('support.cover.not-independent', { pupil: near.pupilName }, 'standInId');
    const id = newId('cov');
    await store.insertCover(tx, { ...input, id, madeBy: actor.personId, now });
    if (Temporal.PlainDate.compare(input.fromOn, today) <= 0)
      await begin(tools, { id, ...input }, stays);
    if (standIn.email)
      await tools.post(
        coverMail(
          { address: standIn.email, personId: standIn.person_id, language: standIn.language },
          { away: displayName(away), from: input.fromOn, until: input.untilOn },
          `${tools.runtime.config.origin}/support`,
          `cover:${id}`,
        ),
      );
    return ok({ id });
  },
  audit: (_, input, { id }) => ({ subjectId: id, orgId: input.orgId }),
});

async function dossiersOf(
  tx: Tx,
  of: { orgId: `org_${string}`; personId: PersonId },
): Promise<Dossier[]> {
  const dossiers: Dossier[] = [];
  for (const { id } of await store.staysWithContact(tx, of.orgId, of.personId)) {
    const dossier = await loadDossier(tx, id);
    if (dossier) dossiers.push(dossier);
  }
  return dossiers;
}

/** Rights follow: the stand-in becomes a contact person of each dossier, until the last day. */
async function begin(
  tools: CommandTools,
  cover: { id: `cov_${string}`; standInId: PersonId; untilOn: Temporal.PlainDate },
  stays: Dossier[],
): Promise<void> {
  for (const dossier of stays) {
    if (!standsApart(cover.standInId, dossier)) continue;
    await addParty(tools, dossier, {
      personId: cover.standInId,
      role: 'contact_person',
      untilOn: cover.untilOn,
    });
  }
  await store.markCover(tools.tx, cover.id, { begun_at: tools.now });
}

const byItself = (actor: Actor): Decision => allowIf(actor.kind === 'system');

export const beginCover = command({
  name: 'support.begin-cover',
  summary: 'Give the rights of a contact person to whoever stands in from today on.',
  input: z.object({ coverId: idOf('cov') }),
  load: async ({ tx }, input) => (await store.lockCover(tx, input.coverId)) ?? null,
  permit: (actor) => byItself(actor),
  run: async (tools, cover) => {
    if (cover.begun_at || cover.ended_at) return ok();
    const stays = await dossiersOf(tools.tx, { orgId: cover.org_id, personId: cover.person_id });
    await begin(
      tools,
      { id: cover.id, standInId: cover.stand_in_id, untilOn: cover.until_on },
      stays,
    );
    return ok();
  },
  audit: (cover) => ({ subjectId: cover.id, orgId: cover.org_id }),
});

export const endCover = command({
  name: 'support.end-cover',
  summary: 'The contact person is back sooner: from today on the stand-in sees nothing any more.',
  input: z.object({ coverId: idOf('cov') }),
  load: async ({ tx, actor }, input) => {
    const cover = await store.lockCover(tx, input.coverId);
    return cover && actor.kind === 'person' && actor.orgs.some((o) => o.orgId === cover.org_id)
      ? cover
      : null;
  },
  permit: (actor, cover) => mayCover(actor, cover.org_id, cover.person_id),
  run: async (tools, cover) => {
    if (cover.ended_at) return ok();
    if (cover.begun_at)
      // somebody who has become the contact person meanwhile stays it
      for (const dossier of await dossiersOf(tools.tx, {
        orgId: cover.org_id,
        personId: cover.person_id,
      }))
        if (dossier.contactPersonId !== cover.stand_in_id)
          await endPart(tools, dossier.id, cover.stand_in_id, 'contact_person');
    await store.markCover(tools.tx, cover.id, { ended_at: tools.now });
    return ok();
  },
  audit: (cover) => ({ subjectId: cover.id, orgId: cover.org_id }),
});

export const sayThanks = command({
  name: 'support.say-thanks',
  summary: 'Thank somebody of the own organisation in a few words. Counted nowhere.',
  input: thanksInput,
  load: async ({ tx, actor }, input) =>
    actor.kind === 'person' && actor.orgs.some((o) => o.orgId === input.orgId) ? { tx } : null,
  permit: (actor, _, input) => mayThank(actor, input.orgId),
  run: async (tools, _, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const to = memberOf(await membersOf(tx, input.orgId, today), input.toId);
    if (!to || to.person_id === actor.personId)
      return fail('platform.invalid.choose', undefined, 'toId');
    const id = newId('thx');
    await store.insertThanks(tx, {
      id,
      orgId: input.orgId,
      toId: input.toId,
      fromId: actor.personId,
      words: input.words,
      key: input.key,
      now,
    });
    if (to.email)
      await tools.post(
        thanksMail(
          { address: to.email, personId: to.person_id, language: to.language },
          actor.name,
          `${tools.runtime.config.origin}/support`,
          `thanks:${id}`,
        ),
      );
    return ok({ id });
  },
  // between the two
  audit: () => ({}),
});

import { z } from 'zod';
import { allow, hide, refuse } from '#kernel/decision.ts';
import type { BuddyPairId, MobilityId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf, optionalLine } from '#kernel/schema.ts';
import { startThread } from '#modules/messaging/server/index.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import { loadDossier, lockDossier } from '#modules/mobilities/server/index.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import { personById } from '#modules/people/server/index.ts';
import { command } from '#platform/command.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { translator } from '#platform/i18n/index.ts';
import {
  mayAnswerPair,
  mayEndPair,
  maySuggest,
  nearbyPart,
  needsGuardian,
} from '../../core/policy.ts';
import { type Wish, wishes } from '../../core/types.ts';
import * as store from '../store/index.ts';
import { me } from './orientations.ts';

const load = ({ tx }: { tx: Tx }, input: { mobilityId: MobilityId }) =>
  lockDossier(tx, input.mobilityId);
const auditOf = (dossier: Dossier) => ({ subjectId: dossier.pupilId, mobilityId: dossier.id });

/** Town and country where the pupil stays: of the host school, else of the organisation that receives. Never an address. */
async function placeOf(read: Readable, dossier: Dossier) {
  const id = dossier.hostSchoolId ?? dossier.hostingOrgId;
  const host = id ? await organisationById(read, id) : undefined;
  return {
    town: host?.city ?? '',
    countryCode: host?.country_code ?? dossier.hostCountry ?? '',
  };
}

export const agreeNearby = command({
  name: 'orientation.agree-nearby',
  summary:
    'As a pupil: want to be known to other mobility pupils nearby, for meetings, as buddy, or to help after the return.',
  input: z.object({
    mobilityId: idOf('mob'),
    wishes: z.array(z.enum(wishes)).min(1, { error: 'platform.invalid.choose' }),
    words: optionalLine(200),
  }),
  load,
  permit: (actor, dossier, _, { today }) => {
    const part = nearbyPart(actor, dossier, today);
    if (part === 'pupil') return allow;
    return part ? refuse('orientation.refused.pupil-decides') : hide;
  },
  run: async ({ tx, now, today }, dossier, input) => {
    const place = await placeOf(tx, dossier);
    if (!place.countryCode) return fail('orientation.refused.no-place-yet');
    const pupil = await personById(tx, dossier.pupilId);
    const before = await store.nearbyOf(tx, dossier.id);
    // a guardian who said yes to two things has not said yes to three
    const asMuch = input.wishes.every((w) => before?.wishes.includes(w));
    await store.putPupilConsent(tx, {
      mobilityId: dossier.id,
      pupilId: dossier.pupilId,
      givenName: pupil?.preferred_name || pupil?.given_name || '',
      ...place,
      wishes: input.wishes,
      words: input.words,
      needsGuardian: needsGuardian(dossier, today),
      keepsGuardian: before !== null && before.withdrawn_at === null && asMuch,
      now,
    });
    return ok();
  },
  audit: auditOf,
});

export const allowNearby = command({
  name: 'orientation.allow-nearby',
  summary: 'As a guardian: let other mobility pupils nearby know of the pupil.',
  input: z.object({ mobilityId: idOf('mob') }),
  load: async (tools, input) => {
    const dossier = await load(tools, input);
    return dossier && { dossier, consent: await store.nearbyOf(tools.tx, dossier.id) };
  },
  permit: (actor, { dossier }, _, { today }) => {
    const part = nearbyPart(actor, dossier, today);
    if (part === 'guardian') return allow;
    return part ? refuse('orientation.refused.guardian-decides') : hide;
  },
  run: async (tools, { dossier, consent }) => {
    if (!consent?.pupil_agreed_at || consent.withdrawn_at)
      return fail('orientation.refused.pupil-first', undefined, undefined, 'conflict');
    const { personId, name } = me(tools.actor);
    await store.setGuardianConsent(tools.tx, dossier.id, { id: personId, name, at: tools.now });
    return ok();
  },
  audit: ({ dossier }) => auditOf(dossier),
});

export const withdrawNearby = command({
  name: 'orientation.withdraw-nearby',
  summary:
    'As the pupil or a guardian: not to be known to others nearby any more. Pairs end with it.',
  input: z.object({ mobilityId: idOf('mob') }),
  load,
  permit: (actor, dossier, _, { today }) => {
    const part = nearbyPart(actor, dossier, today);
    if (part === 'pupil' || part === 'guardian') return allow;
    return part ? refuse('orientation.refused.pupil-decides') : hide;
  },
  run: async ({ tx, now }, dossier) => {
    const consent = await store.nearbyOf(tx, dossier.id);
    if (!consent || consent.withdrawn_at)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    await store.endPairsOf(tx, dossier.id, now);
    await store.withdrawNearby(tx, dossier.id, now);
    return ok();
  },
  audit: auditOf,
});

const inForce = async (read: Readable, mobilityId: MobilityId, ...some: Wish[]) => {
  const consent = await store.nearbyOf(read, mobilityId);
  return consent?.active && some.some((w) => consent.wishes.includes(w)) ? consent : null;
};

/** Done at night by the installation. */
export const forgetNearby = command({
  name: 'orientation.forget-nearby',
  summary:
    'Forget who wanted to be known to others nearby, a year after the end of their stay, and orientations after five years, once no dossier of who took part is left.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async ({ tx, now, today }) =>
    ok({
      forgotten: await store.forgetNearby(tx, today.subtract({ years: 1 })),
      orientations: await store.forgetOrientations(
        tx,
        now.toZonedDateTimeISO('UTC').subtract({ years: 5 }).toInstant(),
      ),
    }),
  audit: (_, __, { forgotten, orientations }) => ({ details: { forgotten, orientations } }),
});

export const suggestBuddy = command({
  name: 'orientation.suggest-buddy',
  summary:
    'Suggest two pupils to each other who both want a buddy, or one who helps. Both answer for themselves.',
  input: z.object({
    orgId: idOf('org'),
    firstMobilityId: idOf('mob'),
    secondMobilityId: idOf('mob'),
    why: optionalLine(200),
  }),
  load: async ({ tx }, input) => {
    const first = await loadDossier(tx, input.firstMobilityId as MobilityId);
    const second = await loadDossier(tx, input.secondMobilityId as MobilityId);
    return first && second ? { first, second } : null;
  },
  permit: (actor, { first, second }, input, { today }) =>
    maySuggest(actor, input.orgId, [first, second], today),
  run: async (tools, { first, second }, input) => {
    const { tx, now, today } = tools;
    if (first.pupilId === second.pupilId)
      return fail('orientation.invalid.two-pupils', undefined, 'secondMobilityId');
    const one = await inForce(tx, first.id, 'buddy', 'helps');
    const other = await inForce(tx, second.id, 'buddy', 'helps');
    if (!one || !other) return fail('orientation.refused.no-consent');
    const id = newId('bud');
    const { personId, name } = me(tools.actor);
    await store.insertPair(tx, {
      id,
      orgId: input.orgId,
      first: { mobilityId: first.id, personId: first.pupilId, name: one.given_name },
      second: { mobilityId: second.id, personId: second.pupilId, name: other.given_name },
      why: input.why,
      protects: needsGuardian(first, today) || needsGuardian(second, today),
      by: personId,
      byName: name,
      now,
    });
    return ok({ pairId: id });
  },
  audit: (_, input, { pairId }) => ({ subjectId: pairId, orgId: input.orgId }),
});

async function loadPair({ tx }: { tx: Tx }, input: { pairId: BuddyPairId }) {
  const pair = await store.lockPair(tx, input.pairId);
  if (!pair) return null;
  return {
    pair,
    facts: {
      orgId: pair.org_id,
      firstPersonId: pair.first_person_id,
      secondPersonId: pair.second_person_id,
    },
  };
}

export const answerBuddy = command({
  name: 'orientation.answer-buddy',
  summary:
    'Say whether you want the buddy that was suggested to you. When both do, a conversation begins.',
  input: z.object({
    pairId: idOf('bud'),
    answer: z.enum(['yes', 'no'], { error: 'platform.invalid.choose' }),
  }),
  load: loadPair,
  permit: (actor, { facts }) => mayAnswerPair(actor, facts),
  run: async (tools, { pair }, input) => {
    const { tx, actor, now } = tools;
    if (pair.state !== 'suggested')
      return fail('orientation.refused.pair-over', undefined, undefined, 'conflict');
    const first = me(actor).personId === pair.first_person_id;
    const mine = first ? { first_answer: input.answer } : { second_answer: input.answer };
    if (input.answer === 'no') {
      // the other one is not told who said no
      await store.updatePair(tx, pair.id, { ...mine, state: 'declined', ended_at: now });
      return ok({ both: false });
    }
    const other = first ? pair.second_answer : pair.first_answer;
    await store.updatePair(tx, pair.id, {
      ...mine,
      ...(other === 'yes' && { state: 'accepted' as const }),
    });
    if (other !== 'yes') return ok({ both: false });
    const t = translator(actor.kind === 'person' ? actor.language : 'en');
    const threadId = await startThread(tools, {
      about: { kind: 'buddies', id: pair.id },
      subject: t('orientation.buddy.subject', {
        first: pair.first_name,
        second: pair.second_name,
      }),
      text: t('orientation.buddy.hello'),
      parties: { choices: ['first', 'second'] },
      startKey: pair.id,
    });
    await store.updatePair(tx, pair.id, { thread_id: threadId });
    return ok({ both: true });
  },
  audit: ({ pair }) => ({ subjectId: pair.id, orgId: pair.org_id }),
});

export const endBuddy = command({
  name: 'orientation.end-buddy',
  summary:
    'End a pair of buddies, for whatever reason: either of them, a guardian, or who suggested it.',
  input: z.object({ pairId: idOf('bud') }),
  load: loadPair,
  permit: (actor, { pair }) => mayEndPair(actor, pair.org_id),
  run: async ({ tx, now }, { pair }) => {
    if (pair.state === 'ended' || pair.state === 'declined')
      return fail('orientation.refused.pair-over', undefined, undefined, 'conflict');
    await store.updatePair(tx, pair.id, { state: 'ended', ended_at: now });
    return ok();
  },
  audit: ({ pair }) => ({ subjectId: pair.id, orgId: pair.org_id }),
});

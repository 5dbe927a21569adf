import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import type { OrgId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { mayChangeMembership, mayEditProfile } from '../../core/policy.ts';
import { sharedKinds } from '../../core/types.ts';
import * as store from '../store/index.ts';
import { versionOrNone } from './presenting.ts';

const pair = z.object({ networkId: idOf('org'), orgId: idOf('org') });
type Pair = { networkId: OrgId; orgId: OrgId };

/** A network and an organisation that is none, with how they stand to each other. */
async function loadPair(tx: Tx, { networkId, orgId }: Pair) {
  const network = await store.organisationById(tx, networkId);
  const org = await store.organisationById(tx, orgId);
  if (network?.kind !== 'network' || !org || org.kind === 'network') return null;
  return {
    networkId,
    orgId,
    state: ((await store.membershipForUpdate(tx, networkId, orgId))?.state ??
      null) as store.MemberState | null,
  };
}
type LoadedPair = NonNullable<Awaited<ReturnType<typeof loadPair>>>;

/** How they stand, once they do. */
async function loadMembership(tx: Tx, input: Pair) {
  const loaded = await loadPair(tx, input);
  return loaded?.state ? loaded : null;
}

const personIn = (actor: Actor) => (actor.kind === 'person' ? actor.personId : null);

const alreadySo = {
  asked: 'organisations.refused.already-asked',
  invited: 'organisations.refused.already-invited-to',
  member: 'organisations.refused.already-member-of',
};

/** Whoever begins a second time is told; where the other side has begun, this is the answer. */
async function begin(
  tools: { tx: Tx; actor: Actor; now: Temporal.Instant },
  { networkId, orgId, state }: LoadedPair,
  as: 'asked' | 'invited',
) {
  if (state === 'member' || state === as)
    return fail(alreadySo[state], undefined, undefined, 'conflict');
  if (state) await store.admitNetworkMember(tools.tx, networkId, orgId, tools.now);
  else
    await store.insertNetworkMember(tools.tx, {
      networkId,
      orgId,
      state: as,
      by: personIn(tools.actor),
      now: tools.now,
    });
  return ok();
}

export const askNetwork = command({
  name: 'organisations.ask-network',
  summary: 'Ask for your organisation to become a member of a network.',
  input: pair,
  load: ({ tx }, input) => loadPair(tx, input),
  permit: (actor, loaded) => mayChangeMembership(actor, loaded, 'member'),
  run: (tools, loaded) => begin(tools, loaded, 'asked'),
  audit: ({ networkId, orgId }) => ({ subjectId: networkId, orgId }),
});

export const inviteMember = command({
  name: 'organisations.invite-member',
  summary: 'Invite an organisation to become a member of your network.',
  input: pair,
  load: ({ tx }, input) => loadPair(tx, input),
  permit: (actor, loaded) => mayChangeMembership(actor, loaded, 'network'),
  run: (tools, loaded) => begin(tools, loaded, 'invited'),
  audit: ({ networkId, orgId }) => ({ subjectId: orgId, orgId: networkId }),
});

export const answerMembership = command({
  name: 'organisations.answer-membership',
  summary:
    'Accept or decline an organisation that asks to join your network, or a network’s invitation.',
  input: pair.extend({ answer: z.enum(['yes', 'no'], { error: 'platform.invalid.choose' }) }),
  load: ({ tx }, input) => loadMembership(tx, input),
  permit: (actor, loaded) =>
    mayChangeMembership(
      actor,
      loaded,
      loaded.state === 'asked' ? 'network' : loaded.state === 'invited' ? 'member' : 'either',
    ),
  run: async ({ tx, now }, { networkId, orgId, state }, input) => {
    if (state === 'member')
      return fail('organisations.refused.already-member-of', undefined, undefined, 'conflict');
    if (input.answer === 'yes') await store.admitNetworkMember(tx, networkId, orgId, now);
    else await store.deleteNetworkMember(tx, networkId, orgId);
    return ok();
  },
  audit: ({ networkId, orgId, state }, input) => ({
    subjectId: state === 'asked' ? orgId : networkId,
    orgId: state === 'asked' ? networkId : orgId,
    details: { answer: input.answer },
  }),
});

export const endNetworkMembership = command({
  name: 'organisations.end-network-membership',
  summary:
    'End the membership of an organisation in a network, from either side, or take back a question.',
  input: pair,
  load: ({ tx }, input) => loadMembership(tx, input),
  permit: (actor, loaded) => mayChangeMembership(actor, loaded, 'either'),
  run: async ({ tx }, { networkId, orgId }) => {
    await store.deleteNetworkMember(tx, networkId, orgId);
    return ok();
  },
  audit: ({ networkId, orgId }) => ({ subjectId: networkId, orgId }),
});

export const chooseSource = command({
  name: 'organisations.choose-source',
  summary: 'Choose whose forms, timelines, policies or resources your organisation uses first.',
  input: z.object({
    orgId: idOf('org'),
    kind: z.enum(sharedKinds, { error: 'platform.invalid.choose' }),
    /** `own`, `product`, or the network */
    choice: z.union([z.literal('own'), z.literal('product'), idOf('org')], {
      error: 'platform.invalid.choose',
    }),
    version: versionOrNone,
  }),
  load: async ({ tx }, input) => (await store.organisationForUpdate(tx, input.orgId)) ?? null,
  permit: (actor, org) => mayEditProfile(actor, org.id),
  run: async ({ tx, actor, now }, org, { kind, choice, version }) => {
    const networkId = choice === 'own' || choice === 'product' ? null : choice;
    if (networkId) {
      const membership = await store.membershipForUpdate(tx, networkId, org.id);
      if (membership?.state !== 'member')
        return fail('organisations.invalid.not-a-member', undefined, 'choice');
    }
    const source = choice === 'own' || choice === 'product' ? choice : 'network';
    const saved = await store.saveChoice(tx, {
      orgId: org.id,
      kind,
      source,
      networkId,
      version,
      by: personIn(actor),
      now,
    });
    return saved ? ok() : stale('platform.error.changed-meanwhile');
  },
  audit: (org, input) => ({
    subjectId: org.id,
    orgId: org.id,
    details: { kind: input.kind, choice: input.choice },
  }),
});

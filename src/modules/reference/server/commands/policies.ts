import { z } from 'zod';
import type { OrgId } from '#kernel/ids.ts';
import { fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { countryCode, idOf, line, optionalLine, optionalProse } from '#kernel/schema.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { mayHoldPolicies } from '../../core/policy.ts';
import { certainties } from '../../core/types.ts';
import { countriesOf } from '../queries/index.ts';
import * as store from '../store.ts';
import { limitFields, limitsFrom } from './limits.ts';

const target = {
  orgId: idOf('org'),
  country: countryCode,
  /** the number that was read; 0 where nothing was held */
  version: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
};

async function loadPolicy(tx: Tx, orgId: OrgId, country: string) {
  const org = await organisationById(tx, orgId);
  if (!org) return null;
  const [newest] = await store.policyVersions(tx, orgId, country);
  return { org, newest: newest ?? null };
}

export const changePolicy = command({
  name: 'reference.change-policy',
  summary:
    'Write down what your organisation or network goes by for stays in a country, with its source. What stood there is kept.',
  input: z.object({
    ...target,
    ...limitFields,
    note: optionalProse(3000),
    sourceTitle: line(400),
    sourceLink: optionalLine(500),
    certainty: z.enum(certainties, { error: 'platform.invalid.choose' }),
  }),
  load: ({ tx }, input) => loadPolicy(tx, input.orgId, input.country),
  permit: (actor, { org }) => mayHoldPolicies(actor, org.id),
  run: async ({ tx, actor, now }, { org, newest }, input) => {
    if (input.version !== (newest?.number ?? 0)) return stale('platform.error.changed-meanwhile');
    const known = await countriesOf(tx);
    if (!newest && !known.some((c) => c.code === input.country))
      return fail('platform.invalid.choose', undefined, 'country');
    const read = limitsFrom(input);
    if (!read.ok) return failAll(read.faults);
    if (Object.keys(read.limits).length === 0 && input.note === '')
      return fail('reference.invalid.no-policy', undefined, 'shortestDays');
    if (input.sourceLink !== '' && !/^https?:\/\/\S+$/.test(input.sourceLink))
      return fail('reference.invalid.link', undefined, 'sourceLink');
    const number = input.version + 1;
    const written = await store.insertPolicy(tx, {
      orgId: org.id,
      countryCode: input.country,
      number,
      content: { limits: read.limits },
      note: input.note,
      source: { title: input.sourceTitle, link: input.sourceLink },
      certainty: input.certainty,
      by: actor.kind === 'person' ? actor.personId : null,
      now,
    });
    return written ? ok({ number }) : stale('platform.error.changed-meanwhile');
  },
  audit: ({ org }, input, { number }) => ({
    subjectId: org.id,
    orgId: org.id,
    details: { country: input.country, number },
  }),
});

export const takePolicyBack = command({
  name: 'reference.take-policy-back',
  summary:
    'Hold nothing of your own about a country any more: what your network or the reference data says counts again.',
  input: z.object(target),
  load: ({ tx }, input) => loadPolicy(tx, input.orgId, input.country),
  permit: (actor, { org }) => mayHoldPolicies(actor, org.id),
  run: async ({ tx, actor, now }, { org, newest }, input) => {
    if (!newest?.content)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    if (input.version !== newest.number) return stale('platform.error.changed-meanwhile');
    const written = await store.insertPolicy(tx, {
      orgId: org.id,
      countryCode: input.country,
      number: newest.number + 1,
      content: null,
      note: '',
      source: { title: '', link: '' },
      certainty: 'own',
      by: actor.kind === 'person' ? actor.personId : null,
      now,
    });
    return written ? ok() : stale('platform.error.changed-meanwhile');
  },
  audit: ({ org }, input) => ({
    subjectId: org.id,
    orgId: org.id,
    details: { country: input.country },
  }),
});

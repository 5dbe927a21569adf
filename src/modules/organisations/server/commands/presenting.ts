import { z } from 'zod';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import { mayEditProfile, mayIndexDirectory } from '../../core/policy.ts';
import { partsFor } from '../../core/rules/index.ts';
import { partSchemas } from '../../core/schema.ts';
import { audiences, type OrgKind } from '../../core/types.ts';
import * as store from '../store/index.ts';

/** The version that was read; 0 for what was never told or chosen. */
export const versionOrNone = z.coerce.number({ error: 'platform.invalid.number' }).int().min(0);

const common = {
  orgId: idOf('org'),
  audience: z.enum(audiences, { error: 'platform.invalid.choose' }),
  version: versionOrNone,
};
const part = <P extends keyof typeof partSchemas>(name: P) =>
  z.object({ ...common, part: z.literal(name), content: partSchemas[name] });

export const tellPart = command({
  name: 'organisations.tell-part',
  summary: 'Tell one part of what your organisation is and offers, and choose who may read it.',
  input: z.discriminatedUnion(
    'part',
    [
      part('languages'),
      part('learning'),
      part('hosting'),
      part('services'),
      part('community'),
      part('strengths'),
      part('holidays'),
      part('programme'),
    ],
    { error: 'platform.invalid.choose' },
  ),
  load: async ({ tx }, input) => (await store.organisationForUpdate(tx, input.orgId)) ?? null,
  permit: (actor, org) => mayEditProfile(actor, org.id),
  run: async ({ tx, actor, now }, org, input) => {
    if (!partsFor(org.kind as OrgKind).includes(input.part))
      return fail('organisations.invalid.part', undefined, 'part');
    const told = await store.partForUpdate(tx, org.id, input.part);
    if ((told?.version ?? 0) !== input.version) return stale('platform.error.changed-meanwhile');
    await store.savePart(tx, {
      ...input,
      orgId: org.id,
      by: actor.kind === 'person' ? actor.personId : null,
      now,
    });
    await store.indexOrganisation(tx, org.id);
    return ok();
  },
  audit: (org, input) => ({
    subjectId: org.id,
    orgId: org.id,
    details: { part: input.part, audience: input.audience },
  }),
});

/** How many entries one run makes anew; the start goes on until none is left. */
const atOnce = 500;

export const indexDirectory = command({
  name: 'organisations.index-directory',
  summary: 'Make the entries of the directory that are missing or were made by older rules.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => mayIndexDirectory(actor),
  run: async ({ tx }) => {
    const missing = await store.unindexed(tx, atOnce);
    for (const orgId of missing) await store.indexOrganisation(tx, orgId);
    return ok({ left: missing.length === atOnce });
  },
  unaudited: 'nothing is decided: the entries say again what the profiles say',
});

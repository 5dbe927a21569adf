import { z } from 'zod';
import { allow, allowIf, hide } from '#kernel/decision.ts';
import { safeFileName } from '#kernel/file-name.ts';
import type { OrgId, PersonId, ResourceId } from '#kernel/ids.ts';
import { type Failure, fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, optionalLine, version } from '#kernel/schema.ts';
import { fold } from '#modules/organisations/core/index.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { isPdf, sourceKindOf } from '#platform/editable-file.ts';
import { job } from '#platform/queue.ts';
import { mayAdapt, mayChange, mayMark, mayWriteFor } from '../core/policy.ts';
import { checkMonths, fileBytes, licenceOf, licencesAfter } from '../core/rules.ts';
import { detailFields, versionFields } from '../core/schema.ts';
import type { ResourceFacts } from '../core/types.ts';
import { withdrawnMail } from './notices.ts';
import * as store from './store.ts';

/** Tells who uses a resource that it was taken back. */
export const tellJob = job<{ resourceId: ResourceId }>('resources.tell-users');

export function factsOf(row: store.ResourceRow): ResourceFacts {
  return {
    orgId: row.org_id,
    orgName: row.org_name,
    number: row.number,
    licence: row.licence,
    withdrawn: row.withdrawn_at !== null,
  };
}

const wordsFor = (d: { title: string; summary: string }) => fold(`${d.title} ${d.summary}`);

function me(tools: CommandTools): { personId: PersonId; name: string } {
  if (tools.actor.kind !== 'person') throw new Error('a person writes the library');
  return { personId: tools.actor.personId, name: tools.actor.name };
}

/** The name a file keeps, ending as what it is. */
const named = (name: string, ending: string) =>
  safeFileName(`${name.replace(/\.[A-Za-z0-9]{1,5}$/, '')}.${ending}`);

type VersionInput = z.output<z.ZodObject<typeof versionFields>>;

/** Files as they are kept, or in words why one of them is not. Nothing is written before both are looked at. */
async function keepFiles(
  tools: CommandTools,
  input: VersionInput,
): Promise<
  | {
      ok: true;
      pdf: store.KeptFile | null;
      source: (store.KeptFile & { mediaType: string }) | null;
    }
  | Failure
> {
  const pdfBytes = input.pdf ? Buffer.from(input.pdf.content, 'base64') : null;
  const sourceBytes = input.source ? Buffer.from(input.source.content, 'base64') : null;
  if (pdfBytes && pdfBytes.length > fileBytes)
    return fail('resources.invalid.file-large', undefined, 'pdf');
  if (pdfBytes && !isPdf(pdfBytes)) return fail('resources.invalid.not-pdf', undefined, 'pdf');
  if (sourceBytes && sourceBytes.length > fileBytes)
    return fail('resources.invalid.file-large', undefined, 'source');
  const kind = sourceBytes && sourceKindOf(sourceBytes);
  if (sourceBytes && !kind) return fail('resources.invalid.not-editable', undefined, 'source');
  if (!pdfBytes && !input.link) return fail('resources.invalid.nothing-to-read', undefined, 'pdf');
  const { files } = tools.runtime;
  const kept = async (bytes: Uint8Array, name: string, ending: string) => {
    const { key, size } = await files.put(bytes);
    return { key, size, name: named(name, ending) };
  };
  const pdf = pdfBytes && input.pdf ? await kept(pdfBytes, input.pdf.name, 'pdf') : null;
  const source =
    sourceBytes && input.source && kind
      ? {
          ...(await kept(sourceBytes, input.source.name, kind.ending)),
          mediaType: kind.mediaType,
        }
      : null;
  return { ok: true, pdf, source };
}

async function writeVersion(
  tools: CommandTools,
  resourceId: ResourceId,
  number: number,
  input: VersionInput,
): Promise<Failure | null> {
  const kept = await keepFiles(tools, input);
  if (!kept.ok) return kept;
  const { personId, name } = me(tools);
  try {
    await store.insertVersion(tools.tx, {
      resourceId,
      number,
      note: input.note,
      pdf: kept.pdf,
      link: input.link,
      source: kept.source,
      sourceLink: input.sourceLink,
      by: personId,
      byName: name,
      now: tools.now,
    });
  } catch (error) {
    for (const file of [kept.pdf, kept.source])
      if (file) await tools.runtime.files.remove(file.key);
    throw error;
  }
  return null;
}

const loadOrg = async ({ tx }: { tx: Tx }, input: { orgId: OrgId }) =>
  (await organisationById(tx, input.orgId)) ?? null;

export const addResource = command({
  name: 'resources.add-resource',
  summary:
    'Add a resource to the library of your organisation: what it is, for whom, when, under which licence, and the text itself.',
  input: z.object({ orgId: idOf('org'), ...detailFields, ...versionFields }),
  load: loadOrg,
  permit: (actor, org) => mayWriteFor(actor, org.id),
  run: async (tools, org, input) => {
    const id = newId('res');
    await store.insertResource(tools.tx, {
      ...input,
      credit: input.credit || org.name,
      words: wordsFor(input),
      id,
      orgId: org.id,
      by: me(tools).personId,
      now: tools.now,
    });
    const failed = await writeVersion(tools, id, 1, input);
    return failed ?? ok({ resourceId: id });
  },
  audit: (org, _, { resourceId }) => ({ subjectId: resourceId, orgId: org.id }),
});

const load = ({ tx }: { tx: Tx }, input: { resourceId: ResourceId }) =>
  store.lockResource(tx, input.resourceId);
const auditOf = (row: store.ResourceRow) => ({
  subjectId: row.id as ResourceId,
  orgId: row.org_id,
});

export const editResource = command({
  name: 'resources.edit-resource',
  summary: 'Change what is said of a resource of your organisation, and who reads it.',
  input: z.object({ resourceId: idOf('res'), version, ...detailFields }),
  load,
  permit: (actor, row) => mayChange(actor, factsOf(row)),
  run: async ({ tx, now }, row, input) => {
    // an adaptation keeps what its origin asks for
    if (
      row.origin_licence &&
      !licencesAfter(row.origin_licence).some((l) => l.id === input.licence)
    )
      return fail('resources.invalid.licence-of-origin', undefined, 'licence');
    const changed = await store.updateDetails(
      tx,
      input.resourceId,
      input.version,
      { ...input, credit: input.credit || row.org_name, words: wordsFor(input) },
      now,
    );
    return changed ? ok() : stale('platform.error.changed-meanwhile');
  },
  audit: auditOf,
});

export const addVersion = command({
  name: 'resources.add-version',
  summary: 'Put a new version of a resource of your organisation in place; older ones are kept.',
  input: z.object({ resourceId: idOf('res'), ...versionFields }),
  load,
  permit: (actor, row) => mayChange(actor, factsOf(row)),
  run: async (tools, row, input) => {
    const failed = await writeVersion(tools, input.resourceId, row.number + 1, input);
    return failed ?? ok({ number: row.number + 1 });
  },
  audit: (row, _, { number }) => ({ ...auditOf(row), details: { number } }),
});

export const checkResource = command({
  name: 'resources.check-resource',
  summary: 'Say that you have read a resource of your organisation and that it still holds.',
  input: z.object({
    resourceId: idOf('res'),
    /** after how many months somebody should look again */
    months: z.enum(checkMonths, { error: 'platform.invalid.choose' }).default('12'),
  }),
  load,
  permit: (actor, row) => mayChange(actor, factsOf(row)),
  run: async (tools, _, input) => {
    const { personId, name } = me(tools);
    await store.setChecked(tools.tx, input.resourceId, {
      by: personId,
      name,
      on: tools.today,
      due: tools.today.add({ months: Number(input.months) }),
    });
    return ok();
  },
  audit: auditOf,
});

export const withdrawResource = command({
  name: 'resources.withdraw-resource',
  summary:
    'Take a resource of your organisation out of the library; organisations that use it are told.',
  input: z.object({ resourceId: idOf('res'), reason: optionalLine(300) }),
  load,
  permit: (actor, row) => mayChange(actor, factsOf(row)),
  run: async ({ tx, now, enqueue }, row, input) => {
    if (row.withdrawn_at)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    await store.setWithdrawn(tx, input.resourceId, now, input.reason);
    if (Number(row.used) + Number(row.adapted) > 0)
      await enqueue(tellJob, { resourceId: input.resourceId });
    return ok();
  },
  audit: auditOf,
});

export const offerAgain = command({
  name: 'resources.offer-again',
  summary: 'Put a resource that was taken out of the library back into it.',
  input: z.object({ resourceId: idOf('res') }),
  load,
  permit: (actor, row) => mayChange(actor, factsOf(row)),
  run: async ({ tx }, row, input) => {
    if (!row.withdrawn_at)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    await store.setWithdrawn(tx, input.resourceId, null, '');
    return ok();
  },
  audit: auditOf,
});

export const markUsed = command({
  name: 'resources.mark-used',
  summary: 'Say that your organisation uses a resource of another one, or that it no longer does.',
  input: z.object({
    resourceId: idOf('res'),
    orgId: idOf('org'),
    uses: z.boolean().default(true),
    note: optionalLine(300),
  }),
  load,
  permit: (actor, row, input) => mayMark(actor, input.orgId, factsOf(row)),
  run: async (tools, row, input) => {
    const { tx, now } = tools;
    if (!input.uses) {
      await store.dropMark(tx, input.resourceId, input.orgId, 'used');
      return ok();
    }
    const { personId, name } = me(tools);
    await store.putMark(tx, {
      resourceId: input.resourceId,
      orgId: input.orgId,
      kind: 'used',
      number: row.number,
      note: input.note,
      copyId: null,
      by: personId,
      byName: name,
      now,
    });
    return ok();
  },
  audit: (row, input) => ({ ...auditOf(row), details: { by: input.orgId, uses: input.uses } }),
});

export const adaptResource = command({
  name: 'resources.adapt-resource',
  summary:
    'Make a copy of another organisation’s resource to change it; it names its origin and keeps what the licence asks for.',
  input: z.object({ resourceId: idOf('res'), orgId: idOf('org') }),
  load: async (tools, input) => {
    const row = await load(tools, input);
    const org = row && (await organisationById(tools.tx, input.orgId));
    return row && org ? { row, org } : null;
  },
  permit: (actor, { row, org }) => mayAdapt(actor, org.id, factsOf(row)),
  run: async (tools, { row, org }, input) => {
    const { tx, now, runtime } = tools;
    const before = (await store.marksOf(tx, input.resourceId)).find(
      (m) => m.org_id === org.id && m.kind === 'adapted',
    );
    if (before?.copy_id) return ok({ resourceId: before.copy_id as ResourceId });
    const [newest] = await store.versionsOf(tx, input.resourceId);
    if (!newest) return fail('resources.refused.withdrawn');
    const { personId, name } = me(tools);
    const id = newId('res');
    await store.insertResource(tx, {
      title: row.title,
      summary: row.summary,
      languages: row.languages,
      audiences: row.audiences,
      moments: row.moments,
      licence: licenceOf(row.licence)?.id ?? row.licence,
      credit: org.name,
      // nobody else sees it until it is what they want to show
      shown: [],
      words: row.words,
      id,
      orgId: org.id,
      by: personId,
      now,
      origin: { id: row.id, title: row.title, credit: row.credit, licence: row.licence },
    });
    const copied = async (key: string | null) => {
      const file = key ? await runtime.files.get(key) : null;
      return file ? runtime.files.put(await file.bytes()) : null;
    };
    const pdf = await copied(newest.pdf_key);
    const source = await copied(newest.source_key);
    await store.insertVersion(tx, {
      resourceId: id,
      number: 1,
      note: '',
      pdf: pdf && { ...pdf, name: newest.pdf_name },
      link: newest.link,
      source: source && { ...source, name: newest.source_name, mediaType: newest.source_type },
      sourceLink: newest.source_link,
      by: personId,
      byName: name,
      now,
    });
    await store.putMark(tx, {
      resourceId: input.resourceId,
      orgId: org.id,
      kind: 'adapted',
      number: row.number,
      note: '',
      copyId: id,
      by: personId,
      byName: name,
      now,
    });
    return ok({ resourceId: id });
  },
  audit: ({ row, org }, _, { resourceId }) => ({
    subjectId: resourceId,
    orgId: org.id,
    details: { origin: row.id },
  }),
});

export const markRead = command({
  name: 'resources.mark-read',
  summary: 'Tick off a resource that is offered to you as read.',
  input: z.object({ resourceId: idOf('res') }),
  load: async ({ tx }, input) => (await store.resourceById(tx, input.resourceId)) ?? null,
  permit: (actor) => allowIf(actor.kind === 'person'),
  run: async (tools, row, input) => {
    await store.setRead(tools.tx, me(tools).personId, input.resourceId, row.number, tools.now);
    return ok();
  },
  unaudited: 'what somebody has read is their own affair',
});

/** Done by the job alone: it writes to people of other organisations. */
export const tellUsers = command({
  name: 'resources.tell-users',
  summary: 'Mail those who use a resource or made their own of it that it was taken back.',
  input: z.object({ resourceId: idOf('res') }),
  load,
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, row, input) => {
    if (!row.withdrawn_at) return ok({ told: 0 });
    let told = 0;
    for (const to of await store.markersOf(tools.tx, input.resourceId)) {
      const mail = withdrawnMail(to, {
        id: row.id,
        org: row.org_name,
        title: row.title,
        url: `${tools.runtime.config.origin}/library`,
      });
      if (!mail) continue;
      await tools.post(mail);
      told++;
    }
    return ok({ told });
  },
  audit: (row, _, { told }) => ({ ...auditOf(row), details: { told } }),
});

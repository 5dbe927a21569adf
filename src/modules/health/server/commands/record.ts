import { z } from 'zod';
import { freeze } from '#engines/forms/index.ts';
import type { HealthRecordId, PersonId } from '#kernel/ids.ts';
import { type Failure, fail, failAll, notFound, type Outcome, ok, stale } from '#kernel/outcome.ts';
import { email } from '#kernel/schema.ts';
import { factsFor, fieldsInput, readPage, stateOfSection } from '#modules/forms/core/index.ts';
import { answerWords } from '#modules/forms/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { hashToken, newId } from '#platform/dice.ts';
import { languages } from '#platform/i18n/index.ts';
import { vaultOf } from '#platform/vault/index.ts';
import {
  type HealthPart,
  linkDays,
  mayHealth,
  type PartContent,
  pupil,
  questionsOf,
  type RecordState,
  sure,
} from '../../core/index.ts';
import { askPhysicianMail, destructionAskedMail, linkToken } from '../notices.ts';
import * as store from '../store/index.ts';
import { healthRoom, openPart, sealPart } from '../store/sealed.ts';
import {
  actingPerson,
  decidersOf,
  type Loaded,
  loadOwn,
  nameOf,
  pupilOf,
  urlOf,
} from './loaded.ts';

const empty: PartContent = { answers: {}, signed: null };

/** The record of a pupil, made when there is none that lives. */
async function livingRecord(tools: CommandTools, { on, record }: Loaded): Promise<RecordState> {
  if (record && !record.destroyedAt) return record;
  await vaultOf(tools.runtime.config).ensureKey(tools.tx, on.pupilId, tools.now, healthRoom);
  return store.insertRecord(tools.tx, on.pupilId, tools.now);
}

type Draft = {
  /** page of the part's form */
  page: string;
  fields: Record<string, string[]>;
  /** the part as it was when the page was opened; 0 when nobody had begun it */
  version: number;
  /** kept meanwhile: nothing is said about what is missing */
  draft: boolean;
};

export const draftInput = z.object({
  page: z.string().max(80),
  fields: fieldsInput,
  version: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
  draft: z.boolean().default(false),
});

/** Lays one page over what is kept of a part and seals it. Good answers are kept even where others are not good yet. */
export async function savePage(
  tools: CommandTools,
  record: RecordState,
  part: HealthPart,
  input: Draft,
): Promise<Outcome<{ version: number; next: string | null }>> {
  const { form, sectionId, version: formVersion } = questionsOf[part];
  const facts = factsFor(null, tools.today);
  if (!form.pageNumbers.has(input.page)) return notFound;
  const kept = await openPart(tools.runtime, tools.tx, record, part);
  if (kept?.state === 'gone') return fail('health.refused.destroyed');
  if ((kept?.version ?? 0) !== input.version) return stale('platform.error.changed-meanwhile');
  const content = kept?.content ?? empty;
  const read = readPage(form, input.page, input.fields, {
    answers: content.answers,
    facts,
    draft: input.draft,
  });
  const answers = { ...content.answers, ...read.answers };
  const same = JSON.stringify(answers) === JSON.stringify(content.answers);
  const before = record.parts.find((p) => p.part === part);
  const written = await store.putPart(
    tools.tx,
    {
      recordId: record.id,
      pupilId: record.pupilId,
      part,
      state: content.signed ? 'signed' : 'draft',
      formVersion,
      sealed: await sealPart(tools.runtime, tools.tx, record, part, { ...content, answers }),
      signedAt: kept?.signedAt ?? null,
      changed: content.signed !== null && (!same || (before?.changed ?? false)),
      now: tools.now,
    },
    input.version,
  );
  if (!written) return stale('platform.error.changed-meanwhile');
  if (!read.ok && !input.draft) return failAll([...read.faults]);
  const state = stateOfSection(form, sectionId, answers, facts);
  const at = state.pages.findIndex((p) => p.id === input.page);
  return ok({ version: input.version + 1, next: state.pages[at + 1]?.id ?? null });
}

/** Puts a part in words as it is read now, and keeps them as what was signed. */
export async function signPart(
  tools: CommandTools,
  record: RecordState,
  part: HealthPart,
  input: { version: number; language: string },
  signedBy: (content: PartContent) => Promise<string>,
): Promise<Outcome> {
  const { form, sectionId, version: formVersion } = questionsOf[part];
  const facts = factsFor(null, tools.today);
  const kept = await openPart(tools.runtime, tools.tx, record, part);
  if (kept?.state === 'gone') return fail('health.refused.destroyed');
  if (!kept) return fail('health.refused.incomplete');
  if (kept.version !== input.version) return stale('platform.error.changed-meanwhile');
  const { answers } = kept.content;
  if (!stateOfSection(form, sectionId, answers, facts).complete)
    return fail('health.refused.incomplete');
  const frozen = freeze(form, answers, facts, input.language, answerWords(input.language));
  const content: PartContent = { answers, signed: { frozen, by: await signedBy(kept.content) } };
  const written = await store.putPart(
    tools.tx,
    {
      recordId: record.id,
      pupilId: record.pupilId,
      part,
      state: 'signed',
      formVersion,
      sealed: await sealPart(tools.runtime, tools.tx, record, part, content),
      signedAt: tools.now,
      changed: false,
      now: tools.now,
    },
    input.version,
  );
  return written ? ok() : stale('platform.error.changed-meanwhile');
}

const signature = z.object({
  version: z.coerce.number({ error: 'platform.invalid.number' }).int().min(1),
  language: z.enum(languages, { error: 'platform.invalid.language' }),
});
export const signatureInput = signature;

/** Owners find that something is gone; to everybody else it never was. */
function gone(record: RecordState | null): Failure | null {
  return record?.destroyedAt ? fail('health.refused.destroyed') : null;
}

export const saveAnswers = command({
  name: 'health.save-answers',
  summary:
    'Keep one page of the family’s part, sealed. Good answers are kept even where others are missing.',
  input: pupil.extend(draftInput.shape),
  // good answers stay although others have to be mended
  keepsFailure: true,
  load: loadOwn,
  permit: (actor, { on }, _, { today }) => mayHealth(actor, 'write-record', on, today),
  run: async (tools, loaded, input) =>
    savePage(tools, await livingRecord(tools, loaded), 'guardian', input),
  audit: ({ on }) => ({ subjectId: on.pupilId }),
});

export const signHistory = command({
  name: 'health.sign-history',
  summary: 'Sign the family’s part: it is kept in the words it was read in, with name and date.',
  input: pupil.extend(signature.shape),
  load: loadOwn,
  permit: (actor, { on }, _, { today }) => mayHealth(actor, 'write-record', on, today),
  run: async (tools, { record }, input) => {
    const actor = actingPerson(tools.actor);
    if (!record) return fail('health.refused.incomplete');
    const refused = gone(record);
    if (refused) return refused;
    const signed = await signPart(tools, record, 'guardian', input, async () => actor.name);
    if (!signed.ok) return signed;
    await store.updateRecord(tools.tx, record.id, {
      confirmed_at: tools.now,
      confirmed_by: actor.personId,
    });
    return ok();
  },
  audit: ({ on }) => ({ subjectId: on.pupilId }),
});

export const askPhysician = command({
  name: 'health.ask-physician',
  summary:
    'Make the link by which a physician answers without an account, and mail it where an address is given. An earlier link ends.',
  input: pupil.extend({
    email: z.union([z.literal(''), email]).default(''),
    language: z.enum(languages).default('en'),
  }),
  load: loadOwn,
  permit: (actor, { on }, _, { today }) => mayHealth(actor, 'write-record', on, today),
  run: async (tools, loaded, input) => {
    const actor = actingPerson(tools.actor);
    const record = await livingRecord(tools, loaded);
    await store.endLinks(tools.tx, record.id, { withdrawn_at: tools.now });
    const id = newId('hli');
    const token = linkToken(tools.runtime, id);
    await store.insertLink(tools.tx, {
      id,
      recordId: record.id,
      pupilId: record.pupilId,
      hash: hashToken(token),
      askedBy: actor.personId,
      now: tools.now,
      expiresAt: tools.now.add({ hours: 24 * linkDays }),
    });
    if (input.email)
      await tools.post(
        askPhysicianMail(
          { address: input.email, language: input.language },
          { by: actor.name, url: urlOf(tools, `/statement/${token}`), key: id },
        ),
      );
    return ok({ mailed: input.email !== '' });
  },
  audit: ({ on }) => ({ subjectId: on.pupilId }),
});

export const withdrawLink = command({
  name: 'health.withdraw-link',
  summary: 'End the physician’s link: it leads nowhere any more.',
  input: pupil,
  load: loadOwn,
  permit: (actor, { on }, _, { today }) => mayHealth(actor, 'write-record', on, today),
  run: async ({ tx, now }, { record }) => {
    if (!record || !(await store.endLinks(tx, record.id, { withdrawn_at: now })))
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    return ok();
  },
  audit: ({ on }) => ({ subjectId: on.pupilId }),
});

export const confirmRecord = command({
  name: 'health.confirm-record',
  summary: 'Say that all that was signed is still true: asked before each departure.',
  input: pupil.extend({ sure }),
  load: loadOwn,
  permit: (actor, { on }, _, { today }) => mayHealth(actor, 'write-record', on, today),
  run: async (tools, { record }) => {
    const refused = gone(record);
    if (refused) return refused;
    const own = record?.parts.find((p) => p.part === 'guardian');
    if (!record || own?.state !== 'signed') return fail('health.refused.not-signed');
    if (own.changed) return fail('health.refused.sign-changes');
    await store.updateRecord(tools.tx, record.id, {
      confirmed_at: tools.now,
      confirmed_by: actingPerson(tools.actor).personId,
    });
    return ok();
  },
  audit: ({ on }) => ({ subjectId: on.pupilId }),
});

/** All who decide, and the pupil, are told what one of them asked for. */
async function tellFamily(
  tools: CommandTools,
  loaded: Loaded,
  recordId: HealthRecordId,
  what: 'asked' | 'kept',
): Promise<void> {
  const actor = actingPerson(tools.actor);
  const everybody = [
    ...(await decidersOf(tools.tx, loaded.on, tools.today)),
    ...(await pupilOf(tools.tx, loaded.on)),
  ];
  const told = new Set<PersonId>([actor.personId]);
  for (const to of everybody) {
    if (told.has(to.personId)) continue;
    told.add(to.personId);
    await tools.post(
      destructionAskedMail(to, what, {
        by: actor.name,
        pupil: await nameOf(tools.tx, loaded.on.pupilId),
        url: urlOf(tools, `/sealed/${loaded.on.pupilId}`),
        key: `${recordId}:${tools.now.epochMilliseconds}`,
      }),
    );
  }
}

export const askDestruction = command({
  name: 'health.ask-destruction',
  summary:
    'Ask to have a health record destroyed for good. The administrator does it; until then it can be kept after all.',
  input: pupil.extend({ sure }),
  load: loadOwn,
  permit: (actor, { on }, _, { today }) => mayHealth(actor, 'write-record', on, today),
  run: async (tools, loaded) => {
    const { record } = loaded;
    if (!record || record.destroyedAt || record.destroyAskedAt)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    await store.updateRecord(tools.tx, record.id, {
      destroy_asked_at: tools.now,
      destroy_asked_by: actingPerson(tools.actor).personId,
    });
    await tellFamily(tools, loaded, record.id, 'asked');
    return ok();
  },
  audit: ({ on }) => ({ subjectId: on.pupilId }),
});

export const keepRecord = command({
  name: 'health.keep-record',
  summary: 'Take back that a record is to be destroyed, while it still stands.',
  input: pupil,
  load: loadOwn,
  permit: (actor, { on }, _, { today }) => mayHealth(actor, 'write-record', on, today),
  run: async (tools, loaded) => {
    const { record } = loaded;
    if (!record?.destroyAskedAt || record.destroyedAt)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    await store.updateRecord(tools.tx, record.id, {
      destroy_asked_at: null,
      destroy_asked_by: null,
    });
    await tellFamily(tools, loaded, record.id, 'kept');
    return ok();
  },
  audit: ({ on }) => ({ subjectId: on.pupilId }),
});

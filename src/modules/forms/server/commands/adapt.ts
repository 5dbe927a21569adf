import { z } from 'zod';
import {
  adaptForm as adapt,
  type ChangeFault,
  type FormChange,
  type FormDefinition,
  fingerprint,
  rebaseChanges,
  say,
} from '#engines/forms/index.ts';
import type { FormId, FormVersionId } from '#kernel/ids.ts';
import type { Fault } from '#kernel/outcome.ts';
import { fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { idOf, line, version } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { chooseLanguage, formatsFor, translator } from '#platform/i18n/index.ts';
import { mayAdapt } from '../../core/policy.ts';
import { changesThatMatter, partsIn, settledChanges } from '../../core/rules.ts';
import { changeInput, mostChanges } from '../../core/schema.ts';
import * as store from '../store.ts';
import { personIn } from './loaded.ts';

/** An organisation's form with what is being changed in it, and the product's it stands on. */
export async function loadOwnForm(read: Readable | Tx, formId: FormId, lock: boolean) {
  const form = await store.formById(read, formId);
  if (!form?.org_id) return null;
  const draft = lock
    ? await store.draftForUpdate(read as Tx, formId)
    : await store.draftOf(read, formId);
  const base = draft && (await store.definitionOf(read, draft.base_id));
  if (!draft || !base) return null;
  const newest = await store.newestVersion(read, form.key, null);
  return {
    id: formId,
    key: form.key,
    orgId: form.org_id,
    orgName: form.org_name ?? '',
    draft,
    base,
    /** the product's newest, when it is not what the draft stands on */
    newer: newest && newest.id !== draft.base_id ? newest : null,
  };
}
type OwnForm = NonNullable<Awaited<ReturnType<typeof loadOwnForm>>>;

const auditOf = (form: OwnForm) => ({ subjectId: form.id, orgId: form.orgId });

export const adaptForm = command({
  name: 'forms.adapt-form',
  summary: 'Begin an own version of one of the product’s forms for your organisation.',
  input: z.object({ key: line(60), orgId: idOf('org') }),
  load: async ({ tx }, input) => {
    const base = await store.newestVersion(tx, input.key, null);
    const own = await store.formByKey(tx, input.key, input.orgId);
    return base ? { base, own: own ?? null, orgId: input.orgId } : null;
  },
  permit: (actor, { orgId }) => mayAdapt(actor, orgId),
  run: async ({ tx, actor, now }, { base, own, orgId }) => {
    if (own) return ok({ formId: own.id });
    const id = newId('frm');
    await store.insertForm(tx, { id, key: base.key, orgId, now });
    const begun = await store.formByKey(tx, base.key, orgId);
    if (!begun || begun.id !== id) return stale('platform.error.already-done');
    await store.insertDraft(tx, {
      formId: id,
      baseId: base.id as FormVersionId,
      changes: [],
      by: personIn(actor),
      now,
    });
    return ok({ formId: id });
  },
  audit: (_, input, { formId }) => ({ subjectId: formId, orgId: input.orgId }),
});

const loadToChange = ({ tx }: { tx: Tx }, input: { formId: FormId }) =>
  loadOwnForm(tx, input.formId, true);

export const changeForm = command({
  name: 'forms.change-form',
  summary:
    'Change your organisation’s form: add, hide, reword, translate, move or require. Nobody is asked it before it is published.',
  input: z.object({
    formId: idOf('frm'),
    version,
    changes: z.array(changeInput).min(1).max(40),
  }),
  load: loadToChange,
  permit: (actor, form) => mayAdapt(actor, form.orgId),
  run: async ({ tx, actor, now }, form, input) => {
    if (form.draft.version !== input.version) return stale('platform.error.changed-meanwhile');
    const before = adapt(form.base, form.draft.changes);
    const added = before.ok
      ? changesThatMatter(before.form.definition, input.changes)
      : input.changes;
    const changes = settledChanges(form.base, form.draft.changes, added);
    if (changes.length > mostChanges) return fail('forms.refused.too-many-changes');
    const result = adapt(form.base, changes);
    const language = actor.kind === 'person' ? actor.language : 'en';
    if (!result.ok)
      return failAll(result.faults.map((f) => faultInWords(f, form.base, changes, language)));
    await store.updateDraft(tx, form.id, { changes, by: personIn(actor), now });
    return ok();
  },
  audit: auditOf,
});

export const undoChange = command({
  name: 'forms.undo-change',
  summary: 'Take back one of the changes that are not published yet.',
  input: z.object({
    formId: idOf('frm'),
    version,
    number: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
  }),
  load: loadToChange,
  permit: (actor, form) => mayAdapt(actor, form.orgId),
  run: async ({ tx, actor, now }, form, input) => {
    if (form.draft.version !== input.version) return stale('platform.error.changed-meanwhile');
    if (!form.draft.changes[input.number]) return stale('platform.error.changed-meanwhile');
    const changes = form.draft.changes.filter((_, number) => number !== input.number);
    const result = adapt(form.base, changes);
    const language = actor.kind === 'person' ? actor.language : 'en';
    if (!result.ok)
      return failAll(result.faults.map((f) => faultInWords(f, form.base, changes, language)));
    await store.updateDraft(tx, form.id, { changes, by: personIn(actor), now });
    return ok();
  },
  audit: auditOf,
});

export const takeNewerForm = command({
  name: 'forms.take-newer-form',
  summary:
    'Bring your changes over to the product’s newer version of the form. What cannot be kept is left out and was shown before.',
  input: z.object({ formId: idOf('frm'), version }),
  load: loadToChange,
  permit: (actor, form) => mayAdapt(actor, form.orgId),
  run: async ({ tx, actor, now }, form, input) => {
    if (form.draft.version !== input.version) return stale('platform.error.changed-meanwhile');
    if (!form.newer) return stale('platform.error.already-done');
    const { changes } = rebaseChanges(form.base, form.newer.definition, form.draft.changes);
    await store.updateDraft(tx, form.id, {
      baseId: form.newer.id,
      changes,
      by: personIn(actor),
      now,
    });
    return ok();
  },
  audit: auditOf,
});

export const publishForm = command({
  name: 'forms.publish-form',
  summary:
    'Publish your organisation’s form: whoever is asked from now on gets this version. What was asked before stays as it was.',
  input: z.object({
    formId: idOf('frm'),
    version,
    sure: z.literal(true, { error: 'forms.publish.tick' }),
  }),
  load: loadToChange,
  permit: (actor, form) => mayAdapt(actor, form.orgId),
  run: async ({ tx, actor, now }, form, input) => {
    if (form.draft.version !== input.version) return stale('platform.error.changed-meanwhile');
    const { changes } = form.draft;
    const result = adapt(form.base, changes);
    const language = actor.kind === 'person' ? actor.language : 'en';
    if (!result.ok)
      return failAll(result.faults.map((f) => faultInWords(f, form.base, changes, language)));
    const { definition } = result.form;
    const print = fingerprint(definition);
    const [newest] = await store.fingerprintsOf(tx, form.id);
    if (newest?.fingerprint === print) return stale('platform.error.already-done');
    const number = (newest?.number ?? 0) + 1;
    await store.insertVersion(tx, {
      id: newId('fve'),
      formId: form.id,
      number,
      baseId: form.draft.base_id,
      fingerprint: print,
      definition,
      changes,
      publishedBy: personIn(actor),
      now,
    });
    return ok({ number });
  },
  audit: (form, _, { number }) => ({ ...auditOf(form), details: { number } }),
});

/** A fault with its place as people call it: the page and the question by their words. */
export function faultInWords(
  fault: ChangeFault,
  base: FormDefinition,
  changes: readonly FormChange[],
  lang: string,
): Fault {
  const language = chooseLanguage(lang);
  const t = translator(language);
  const { section, page, question } = partsIn(base, fault.place, changes);
  const place = question
    ? t('forms.place.question', { question: say(question.label, language) || t('forms.place.new') })
    : page
      ? t('forms.place.page', { page: say(page.title, language) })
      : section
        ? t('forms.place.section', { section: say(section.title, language) })
        : t('forms.place.form');
  const named = partsIn(base, `questions.${fault.params.question}`, changes).question;
  return {
    reason: fault.reason,
    params: {
      ...fault.params,
      place,
      ...(named ? { question: say(named.label, language) } : {}),
      ...(typeof fault.params.language === 'string'
        ? { language: formatsFor(language).language(fault.params.language) }
        : {}),
    },
  };
}

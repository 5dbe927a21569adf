import { z } from 'zod';
import {
  adaptForm,
  type Conflict,
  type Difference,
  describeChanges,
  type FormChange,
  type FormDefinition,
  fingerprint,
  rebaseChanges,
  say,
} from '#engines/forms/index.ts';
import type { Fault } from '#kernel/outcome.ts';
import { idOf, idView, instantView, line } from '#kernel/schema.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { languages } from '#platform/i18n/index.ts';
import { query } from '#platform/query.ts';
import { adaptingOrgs, mayAdapt } from '../../core/policy.ts';
import { factsFor, minutesFor, pageOf } from '../../core/rules.ts';
import type { FormPage } from '../../core/types.ts';
import { faultInWords, loadOwnForm } from '../commands/adapt.ts';
import * as store from '../store.ts';

const language = z.enum(languages).default('en');

export const listForms = query({
  name: 'forms.list-forms',
  summary:
    'The product’s questionnaires and those of your organisations, with what may be adapted.',
  input: z.object({ language }),
  visible: (actor) => {
    const orgIds = adaptingOrgs(actor);
    return orgIds.length > 0 ? { orgIds } : null;
  },
  output: z.object({
    forms: z.array(
      z.object({
        id: idView('frm'),
        key: z.string(),
        org: z.string().nullable(),
        title: z.string(),
        /** of the newest published version; null before the first */
        number: z.number().nullable(),
        publishedAt: instantView.nullable(),
        questions: z.number(),
        minutes: z.number(),
        changes: z.number(),
      }),
    ),
    orgs: z.array(z.object({ id: idView('org'), name: z.string() })),
  }),
  view: async ({ read, scope }, input) => {
    const rows = await store.listForms(read, scope.orgIds);
    const orgs = await organisationsByIds(read, scope.orgIds);
    const titles = new Map(
      rows
        .filter((row) => row.org_id === null && row.definition)
        .map((row) => [row.key, row.definition as unknown as FormDefinition]),
    );
    return {
      forms: rows.map((row) => {
        const definition =
          (row.definition as unknown as FormDefinition | null) ?? titles.get(row.key);
        return {
          id: row.id,
          key: row.key,
          org: row.org_name,
          title: definition ? say(definition.title, input.language) : row.key,
          number: row.number,
          publishedAt: row.published_at,
          questions:
            definition?.sections
              .flatMap((s) => s.pages.flatMap((p) => p.questions))
              .filter((q) => q.kind !== 'note').length ?? 0,
          minutes: definition?.sections.reduce((sum, s) => sum + minutesFor(s), 0) ?? 0,
          changes: (row.draft_changes as unknown as FormChange[] | null)?.length ?? 0,
        };
      }),
      orgs: orgs.map((o) => ({ id: o.id, name: o.name })),
    };
  },
});

const differenceView = z.custom<Difference>((v) => typeof v === 'object');

export const getForm = query({
  name: 'forms.get-form',
  summary:
    'One form: its pages and questions, its versions, and for your own what is changed and not yet published.',
  input: z.object({ formId: idOf('frm'), language }),
  visible: (actor) => {
    const orgIds = adaptingOrgs(actor);
    return orgIds.length > 0 ? { orgIds } : null;
  },
  output: z.object({
    id: idView('frm'),
    key: z.string(),
    /** null for the product's own */
    org: z.string().nullable(),
    /** as it would be published, or is */
    definition: z.custom<FormDefinition>((v) => typeof v === 'object'),
    /** the product's that it stands on */
    base: z.custom<FormDefinition>((v) => typeof v === 'object'),
    version: z.number(),
    changes: z.array(z.custom<FormChange>((v) => typeof v === 'object')),
    /** in which the draft differs from the product's form */
    differences: z.array(differenceView),
    /** in which it differs from what is published */
    unpublished: z.array(differenceView),
    mayPublish: z.boolean(),
    /** what is wrong with the draft, each with its place in words */
    faults: z.array(z.custom<Fault>((v) => typeof v === 'object')),
    /** the product has a newer version: what of the changes cannot be kept then */
    newer: z
      .object({
        number: z.number(),
        differences: z.array(differenceView),
        conflicts: z.array(z.custom<Conflict>((v) => typeof v === 'object')),
      })
      .nullable(),
    versions: z.array(
      z.object({
        id: idView('fve'),
        number: z.number(),
        at: instantView,
        by: z.string().nullable(),
      }),
    ),
    /** own organisations that may adapt it, and whether they have */
    adaptFor: z.array(
      z.object({ id: idView('org'), name: z.string(), formId: idView('frm').nullable() }),
    ),
  }),
  view: async ({ read, actor, scope }, input) => {
    const form = await store.formById(read, input.formId);
    if (!form || (form.org_id && !mayAdapt(actor, form.org_id).allow)) return null;
    const versions = await store.versionsOf(read, form.id);
    const newest = versions[0]?.definition as unknown as FormDefinition | undefined;
    const common = {
      id: form.id,
      key: form.key,
      org: form.org_name,
      versions: versions.map((v) => ({
        id: v.id,
        number: v.number,
        at: v.published_at,
        by:
          v.given_name && v.family_name
            ? displayName({
                given_name: v.given_name,
                family_name: v.family_name,
                preferred_name: v.preferred_name,
              })
            : null,
      })),
    };
    if (!form.org_id) {
      if (!newest) return null;
      const orgs = await organisationsByIds(read, scope.orgIds);
      const adaptFor = [];
      for (const org of orgs)
        adaptFor.push({
          id: org.id,
          name: org.name,
          formId: (await store.formByKey(read, form.key, org.id))?.id ?? null,
        });
      return {
        ...common,
        definition: newest,
        base: newest,
        version: 1,
        changes: [],
        differences: [],
        unpublished: [],
        mayPublish: false,
        faults: [],
        newer: null,
        adaptFor,
      };
    }
    const own = await loadOwnForm(read, form.id, false);
    if (!own) return null;
    const adapted = adaptForm(own.base, own.draft.changes);
    const definition = adapted.ok ? adapted.form.definition : (newest ?? own.base);
    const rebased = own.newer && rebaseChanges(own.base, own.newer.definition, own.draft.changes);
    return {
      ...common,
      definition,
      base: own.base,
      version: own.draft.version,
      changes: own.draft.changes,
      differences: describeChanges(own.base, definition),
      unpublished: describeChanges(newest ?? own.base, definition),
      mayPublish:
        adapted.ok && (!newest || fingerprint(newest) !== fingerprint(adapted.form.definition)),
      faults: adapted.ok
        ? []
        : adapted.faults.map((fault) =>
            faultInWords(fault, own.base, own.draft.changes, input.language),
          ),
      newer:
        own.newer && rebased
          ? {
              number: own.newer.number,
              differences: describeChanges(own.base, own.newer.definition),
              conflicts: rebased.conflicts,
            }
          : null,
      adaptFor: [],
    };
  },
});

export const getPreview = query({
  name: 'forms.get-preview',
  summary: 'A page of a form as the person will see it, without answers.',
  input: z.object({ formId: idOf('frm'), pageId: line(80), language }),
  visible: (actor) => {
    const orgIds = adaptingOrgs(actor);
    return orgIds.length > 0 ? { orgIds } : null;
  },
  output: z.object({
    title: z.string(),
    org: z.string().nullable(),
    page: z.custom<FormPage>((v) => typeof v === 'object'),
    previous: z.string().nullable(),
    next: z.string().nullable(),
    languages: z.array(z.string()),
  }),
  view: async ({ read, actor, today }, input) => {
    const form = await store.formById(read, input.formId);
    if (!form || (form.org_id && !mayAdapt(actor, form.org_id).allow)) return null;
    const definition = await shownDefinition(read, form.id, form.org_id !== null);
    if (!definition) return null;
    // whatever an answer would hide is shown here, so that everything can be read
    const bare: FormDefinition = {
      ...definition,
      sections: definition.sections.map(({ when: _, ...section }) => ({
        ...section,
        pages: section.pages.map(({ when: __, ...page }) => ({
          ...page,
          questions: page.questions.map((question) => {
            const { when: ___, ...rest } = question;
            return rest as typeof question;
          }),
        })),
      })),
    };
    const compiled = adaptForm(bare, []);
    if (!compiled.ok) return null;
    const all = compiled.form.pages;
    const at = all.findIndex((p) => p.page.id === input.pageId);
    const compiledPage = all[at];
    if (!compiledPage) return null;
    const page = pageOf(compiled.form, compiledPage.section.id, input.pageId, {
      answers: {},
      facts: factsFor(null, today),
      language: input.language,
    });
    if (!page) return null;
    return {
      title: say(definition.title, input.language),
      org: form.org_name,
      page,
      previous: all[at - 1]?.page.id ?? null,
      next: all[at + 1]?.page.id ?? null,
      languages: [...definition.languages],
    };
  },
});

async function shownDefinition(
  read: Parameters<typeof store.formById>[0],
  formId: `frm_${string}`,
  isOwn: boolean,
): Promise<FormDefinition | null> {
  if (isOwn) {
    const own = await loadOwnForm(read, formId, false);
    const adapted = own && adaptForm(own.base, own.draft.changes);
    if (adapted?.ok) return adapted.form.definition;
  }
  const [newest] = await store.versionsOf(read, formId);
  return (newest?.definition as unknown as FormDefinition | undefined) ?? null;
}

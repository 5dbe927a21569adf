import { z } from 'zod';
import { orgIdsOf } from '#kernel/actor.ts';
import type { OrientationId } from '#kernel/ids.ts';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { type FormPage, pageOf, soundForm } from '#modules/forms/core/index.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { query } from '#platform/query.ts';
import { mayPlanFor, mayTry } from '../../core/policy.ts';
import {
  carriedTo,
  draftOf,
  explained,
  fitted,
  isUnsaid,
  lackingIn,
  type OwnTest,
  readIn,
  shippedTests,
  type Translation,
  testFor,
  testPage,
  testSection,
  translationFields,
} from '../../core/schema.ts';
import { factsOf } from '../commands/orientations.ts';
import * as store from '../store/index.ts';
import { ownOf, testNamed, translatedFrom, wordsOf } from './named.ts';

const explanation = z.object({
  question: z.string(),
  given: z.string(),
  right: z.boolean(),
  answer: z.string(),
  why: z.string(),
});

const questionView = z.object({
  text: z.string(),
  choices: z.array(z.string()),
  right: z.number(),
  why: z.string(),
});

export const getTest = query({
  name: 'orientation.get-test',
  summary:
    'The short test of an orientation you take part in, in your language; with answers given, what is right and why.',
  input: z.object({
    orientationId: idOf('ori'),
    language: z.string().max(3).default('en'),
    /** what was ticked, question by question: it is kept nowhere */
    answers: z.record(z.string().max(80), z.string().max(80)).nullable().default(null),
  }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('ori'),
    title: z.string(),
    /** of a test that an organisation wrote: the language it is shown in, the one asked for or its first */
    language: z.string().nullable(),
    /** all that it is wholly there in, its first one in front; empty of the product's */
    languages: z.array(z.string()),
    orgName: z.string(),
    page: z.custom<FormPage>((v) => typeof v === 'object').nullable(),
    explained: z.array(explanation).nullable(),
    best: z.number().nullable(),
    tries: z.number(),
  }),
  view: async ({ read, scope: { actor } }, { orientationId, language, answers }) => {
    const row = await store.orientationById(read, orientationId);
    const named = row && row.state !== 'draft' ? await testNamed(read, row.test) : null;
    if (!row || !named) return null;
    const people = await store.participantsOf(read, orientationId);
    const facts = factsOf(
      row,
      people.map((p) => p.person_id),
    );
    if (!mayTry(actor, facts).allow) return null;
    const own = people.find((p) => p.person_id === actor.personId);
    const { languages } = named;
    const shown = readIn(languages, language);
    return {
      id: row.id as OrientationId,
      title: row.title,
      language: languages.length > 0 ? shown : null,
      languages,
      orgName: row.org_name,
      page: pageOf(soundForm(named.test.form), testSection, testPage, {
        answers: {},
        facts: {},
        language: shown,
      }),
      explained: answers ? explained(named.test, answers, shown) : null,
      best: own?.best ?? null,
      tries: own?.tries ?? 0,
    };
  },
});

/** How far a test is in a further language: read by who reads it, begun, or made of words that have changed since. */
const translated = z.object({ language: z.string(), state: z.enum(['shown', 'begun', 'before']) });

/** What a test is translated to, each language once with its newest words. */
function translationsIn(
  test: store.TestRow,
  rows: readonly store.TranslationRow[],
): z.output<typeof translated>[] {
  const own = ownOf(test);
  const newest = new Map<string, store.TranslationRow>();
  for (const row of rows)
    if (row.test_id === test.id && row.language !== own.language && !newest.has(row.language))
      newest.set(row.language, row);
  return [...newest.values()].map((row) => ({
    language: row.language,
    state:
      row.number !== test.version
        ? ('before' as const)
        : lackingIn(own, wordsOf(row)) === 0
          ? ('shown' as const)
          : ('begun' as const),
  }));
}

const plansSomewhere = (actor: Parameters<typeof mayPlanFor>[0]) =>
  actor.kind === 'person' && actor.orgs.some((o) => mayPlanFor(actor, o.orgId).allow)
    ? { actor }
    : null;

export const listTests = query({
  name: 'orientation.list-tests',
  summary:
    'Short tests of understanding: those your organisations wrote, and those of the product.',
  input: z.object({ language: z.string().max(3).default('en') }),
  visible: plansSomewhere,
  output: z.object({
    tests: z.array(
      z.object({
        id: idView('ots'),
        orgId: idView('org'),
        orgName: z.string(),
        title: z.string(),
        language: z.string(),
        translations: z.array(translated),
        questions: z.number(),
        used: z.number(),
        version: z.number(),
        by: z.string(),
        at: instantView,
        retired: z.boolean(),
      }),
    ),
    shipped: z.array(z.object({ id: z.string(), title: z.string(), questions: z.number() })),
  }),
  view: async ({ read, scope: { actor } }, { language }) => {
    const ids = orgIdsOf(actor).filter((id) => mayPlanFor(actor, id).allow);
    const tests = await store.testsOf(read, ids);
    const rows = await store.translationsOf(
      read,
      tests.map((t) => t.id),
    );
    return {
      tests: tests.map((row) => ({
        id: row.id,
        orgId: row.org_id,
        orgName: row.org_name,
        title: row.title,
        language: row.language,
        translations: translationsIn(row, rows),
        questions: ownOf(row).questions.length,
        used: Number(row.used),
        version: row.version,
        by: row.written_by_name,
        at: row.written_at,
        retired: row.retired_at !== null,
      })),
      shipped: shippedTests.map((t) => ({
        id: t.id,
        title: draftOf(t, language).title,
        questions: Object.keys(t.answers).length,
      })),
    };
  },
});

export const getTestForm = query({
  name: 'orientation.get-test-form',
  summary:
    'What you write a test from: nothing, one of the product, another of your organisation, or the test you change.',
  input: z.object({
    testId: idOf('ots').nullable().default(null),
    from: z.string().max(60).default(''),
    language: z.string().max(3).default('en'),
  }),
  visible: plansSomewhere,
  output: z.object({
    id: idView('ots').nullable(),
    version: z.number(),
    retired: z.boolean(),
    used: z.number(),
    basedOn: z.string(),
    translations: z.array(translated),
    orgs: z.array(z.object({ id: idView('org'), name: z.string() })),
    language: z.string(),
    title: z.string(),
    questions: z.array(questionView),
  }),
  view: async ({ read, scope: { actor } }, { testId, from, language }) => {
    const ids = orgIdsOf(actor).filter((id) => mayPlanFor(actor, id).allow);
    const orgs = (await organisationsByIds(read, ids)).map((o) => ({ id: o.id, name: o.name }));
    // those of other organisations are answered in orientations, and never opened to be written
    const mine = await store.testsOf(read, ids);
    const source = mine.find((t) => t.id === (testId ?? from));
    if (testId && !source) return null;
    const shipped = testFor(from);
    const draft: OwnTest = source
      ? ownOf(source)
      : shipped
        ? draftOf(shipped, language)
        : { language, title: '', questions: [] };
    return {
      id: testId,
      version: testId && source ? source.version : 0,
      retired: !!testId && source?.retired_at != null,
      used: testId && source ? Number(source.used) : 0,
      basedOn: testId ? (source?.based_on ?? '') : source || shipped ? from : '',
      translations:
        testId && source ? translationsIn(source, await store.translationsOf(read, [testId])) : [],
      orgs,
      ...draft,
    };
  },
});

/** What a translation is begun with: its words of an earlier version, those of the product's test it was copied from, or none. */
function begunWith(
  own: OwnTest,
  basedOn: string,
  before: store.TranslationRow | undefined,
  language: string,
): Translation {
  if (before) return carriedTo(own, translatedFrom(before), wordsOf(before), true);
  const shipped = testFor(basedOn);
  if (!shipped?.form.languages.includes(language))
    return fitted(own, { language, title: '', questions: [] });
  return carriedTo(own, draftOf(shipped, own.language), draftOf(shipped, language), false);
}

export const getTranslationForm = query({
  name: 'orientation.get-translation-form',
  summary:
    'A test of your organisation beside its words in a further language, to write or to change them.',
  input: z.object({ testId: idOf('ots'), language: translationFields.language }),
  visible: plansSomewhere,
  output: z.object({
    id: idView('ots'),
    number: z.number(),
    used: z.number(),
    from: z.object({
      language: z.string(),
      title: z.string(),
      questions: z.array(questionView),
    }),
    language: z.string(),
    version: z.number(),
    title: z.string(),
    questions: z.array(
      z.object({ text: z.string(), choices: z.array(z.string()), why: z.string() }),
    ),
    lacking: z.number(),
    /** where words of earlier, or of the product, stand there to be looked through */
    begunFrom: z.enum(['before', 'product']).nullable(),
  }),
  view: async ({ read, scope: { actor } }, { testId, language }) => {
    const ids = orgIdsOf(actor).filter((id) => mayPlanFor(actor, id).allow);
    const test = (await store.testsOf(read, ids)).find((t) => t.id === testId);
    if (!test || test.language === language) return null;
    const own = ownOf(test);
    const rows = (await store.translationsOf(read, [testId])).filter(
      (x) => x.language === language,
    );
    const now = rows.find((x) => x.number === test.version);
    const before = rows[0];
    const words = now ? fitted(own, wordsOf(now)) : begunWith(own, test.based_on, before, language);
    return {
      id: test.id,
      number: test.version,
      used: Number(test.used),
      from: own,
      version: now?.version ?? 0,
      ...words,
      lacking: lackingIn(own, words),
      begunFrom:
        now || isUnsaid(words) ? null : before ? ('before' as const) : ('product' as const),
    };
  },
});

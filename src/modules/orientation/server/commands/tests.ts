import { z } from 'zod';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, version } from '#kernel/schema.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { mayPlanFor } from '../../core/policy.ts';
import {
  fitted,
  isUnsaid,
  lackingIn,
  ownTestFields,
  translationFields,
} from '../../core/schema.ts';
import { ownOf } from '../queries/named.ts';
import * as store from '../store/index.ts';
import { me } from './orientations.ts';

export const writeTest = command({
  name: 'orientation.write-test',
  summary:
    'Write a short test of understanding for your organisation: questions, choices, which is right and why. It may begin from one of the product.',
  input: z.object({
    orgId: idOf('org'),
    basedOn: z.string().max(60).default(''),
    ...ownTestFields,
  }),
  load: async ({ tx }, input) => (await organisationById(tx, input.orgId)) ?? null,
  permit: (actor, org) => mayPlanFor(actor, org.id),
  run: async ({ tx, actor, now }, org, input) => {
    const id = newId('ots');
    await store.insertTest(tx, { id, orgId: org.id, basedOn: input.basedOn }, input, {
      by: me(actor).name,
      now,
    });
    return ok({ testId: id });
  },
  audit: (org, _, { testId }) => ({ subjectId: testId, orgId: org.id }),
});

/** A test under lock. */
const loadTest = async ({ tx }: { tx: Tx }, input: { testId: `ots_${string}` }) =>
  (await store.lockTest(tx, input.testId)) ?? null;

export const editTest = command({
  name: 'orientation.edit-test',
  summary:
    'Change a test of your organisation. The words before stay as a version; results begin anew with the next try, and translations are to be looked through.',
  input: z.object({ testId: idOf('ots'), version, ...ownTestFields }),
  load: loadTest,
  permit: (actor, test) => mayPlanFor(actor, test.org_id),
  run: async ({ tx, actor, now }, test, input) => {
    if (test.version !== input.version) return stale('platform.error.changed-meanwhile');
    const changed = await store.updateTest(tx, test, input, { by: me(actor).name, now });
    if (!changed) return stale('platform.error.changed-meanwhile');
    const languages = (await store.translationsOf(tx, [test.id]))
      .map((x) => x.language)
      .filter((language) => language !== input.language);
    return ok({ translations: new Set(languages).size });
  },
  audit: (test) => ({ subjectId: test.id, orgId: test.org_id }),
});

export const translateTest = command({
  name: 'orientation.translate-test',
  summary:
    'Write a test of your organisation in a further language: words alone, which choice is right stays. Whoever reads that language gets it once no word is missing.',
  input: z.object({
    testId: idOf('ots'),
    /** the version of the test that is translated */
    number: version,
    /** of the translation; 0 where there is none yet */
    version: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
    ...translationFields,
  }),
  load: loadTest,
  permit: (actor, test) => mayPlanFor(actor, test.org_id),
  run: async ({ tx, actor, now }, test, input) => {
    if (test.version !== input.number) return stale('platform.error.changed-meanwhile');
    if (test.language === input.language)
      return fail('orientation.own-test.same-language', undefined, 'language');
    const own = ownOf(test);
    const words = fitted(own, input);
    const key = { testId: test.id, number: test.version, language: input.language };
    // what is emptied is taken back
    if (isUnsaid(words)) {
      if (input.version === 0) return fail('orientation.own-test.nothing-said', undefined, 'title');
      const gone = await store.deleteTranslation(tx, key, input.version);
      return gone ? ok({ lacking: 0, gone }) : stale('platform.error.changed-meanwhile');
    }
    const saved = await store.saveTranslation(tx, key, words, input.version, {
      by: me(actor).name,
      now,
    });
    return saved
      ? ok({ lacking: lackingIn(own, words), gone: false })
      : stale('platform.error.changed-meanwhile');
  },
  audit: (test, input) => ({
    subjectId: test.id,
    orgId: test.org_id,
    details: { language: input.language },
  }),
});

export const retireTest = command({
  name: 'orientation.retire-test',
  summary:
    'Offer a test of your organisation no more, or again. Where it is used already it stays.',
  input: z.object({ testId: idOf('ots'), retired: z.boolean() }),
  load: loadTest,
  permit: (actor, test) => mayPlanFor(actor, test.org_id),
  run: async ({ tx, now }, test, input) => {
    if ((test.retired_at !== null) === input.retired)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    await store.retireTest(tx, test.id, input.retired ? now : null);
    return ok();
  },
  audit: (test, input) => ({
    subjectId: test.id,
    orgId: test.org_id,
    details: { retired: input.retired },
  }),
});

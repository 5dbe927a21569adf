import { z } from 'zod';
import type { Answers } from '#engines/forms/index.ts';
import { allow, hide } from '#kernel/decision.ts';
import { ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { insertPerson } from '#modules/people/server/index.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { applicationForgotten, letterForgotten } from '../../core/index.ts';
import {
  foodQuestions,
  forgetsBefore,
  isForgettable,
  lettersKept,
  parted,
  sealKeptUntil,
} from '../../core/rules/index.ts';
import type { FrozenApplication } from '../../core/types.ts';
import * as store from '../store.ts';
import { destroySeal, openKept, seal } from './kept.ts';

/** Run by the installation itself, every night: nobody can ask for it, and nobody can stop it. */
export const forgetApplication = command({
  name: 'applications.forget-application',
  summary:
    'Erase what an application said that ended without a stay six months ago. A bare line stays for counting: intake, school and how it ended.',
  input: z.object({ applicationId: idOf('app') }),
  load: async ({ tx }, input) => (await store.applicationToForget(tx, input.applicationId)) ?? null,
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, a) => {
    const { tx, now, tell } = tools;
    if (!isForgettable(a, forgetsBefore(now))) return stale('platform.error.already-done');
    await store.deletePhotos(tx, a.id);
    await store.deleteGreeting(tx, a.id);
    await store.deleteConsents(tx, a.id);
    await destroySeal(tools, a);
    // later modules erase what they hold about it, while the pupil is still known
    tell(applicationForgotten({ applicationId: a.id, pupilId: a.pupil_id }));
    // whoever counts applications finds a line for each; it belongs to nobody
    const nobody = newId('per');
    await insertPerson(tx, {
      id: nobody,
      givenName: '',
      familyName: '',
      email: null,
      language: 'en',
      isExample: false,
      now,
    });
    await store.emptyApplication(tx, a.id, nobody, now);
    return ok();
  },
  audit: (a) => ({ subjectId: a.id, orgId: a.sending_school_id }),
});

/** Run by the installation: what stood in clear before there was a seal is sealed. */
export const sealApplication = command({
  name: 'applications.seal-application',
  summary:
    'Seal what an application of an earlier version of the product says about food and allergies.',
  input: z.object({ applicationId: idOf('app') }),
  load: async ({ tx }, input) => (await store.draftForUpdate(tx, input.applicationId)) ?? null,
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, row) => {
    const kept = await openKept(tools.runtime, tools.tx, row);
    const food = new Set<string>(foodQuestions);
    const { open, sealed } = parted(kept.answers, (id) => food.has(id));
    const frozen = row.frozen as FrozenApplication | null;
    const words = kept.sealedWords ?? (frozen && wordsOf(frozen, true));
    await store.putSealed(tools.tx, row.id, {
      answers: open,
      frozen: frozen && wordsOf(frozen, false),
      sealed: await seal(tools, row, { answers: sealed, typed: {}, words }),
    });
    return ok();
  },
  audit: (a) => ({ subjectId: a.id, orgId: a.sending_school_id }),
});

/** The lines that are for the family alone, or those for all. */
function wordsOf(frozen: FrozenApplication, sensitive: boolean): FrozenApplication {
  return {
    ...frozen,
    parts: frozen.parts
      .map((part) => ({
        ...part,
        lines: part.lines
          .filter((line) => (line.sensitive ?? false) === sensitive)
          .map(({ question, answer }) => ({ question, answer })),
      }))
      .filter((part) => part.lines.length > 0),
  };
}

/** Run by the installation, every night: what was said about food has done its work some time after the stay. */
export const destroyFoodAnswers = command({
  name: 'applications.destroy-food-answers',
  summary:
    'Destroy what an application said about food and allergies, ninety days after the stay. The rest of it stays as long as it is kept.',
  input: z.object({ applicationId: idOf('app') }),
  load: async ({ tx }, input) => (await store.draftForUpdate(tx, input.applicationId)) ?? null,
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, row) => {
    if (!row.sealed || Temporal.PlainDate.compare(sealKeptUntil(row.ends_on), tools.today) >= 0)
      return stale('platform.error.already-done');
    await destroySeal(tools, row);
    await store.putSealed(tools.tx, row.id, {
      answers: row.answers as Answers,
      frozen: row.frozen as FrozenApplication | null,
      sealed: null,
    });
    return ok();
  },
  audit: (a) => ({ subjectId: a.id, orgId: a.sending_school_id }),
});

/** Run by the installation, every night: the letter has brought a pupil to a family, and the stay is long over. */
export const forgetLetter = command({
  name: 'applications.forget-letter',
  summary:
    'Erase what a selected pupil wrote, with pictures, greeting, what others said of it and how it was rated, two years after the stay. That there was an application stays as long as the dossier.',
  input: z.object({ applicationId: idOf('app') }),
  load: async ({ tx }, input) => (await store.draftForUpdate(tx, input.applicationId)) ?? null,
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, row) => {
    const over = row.ends_on.add(lettersKept);
    if (row.state !== 'selected' || Temporal.PlainDate.compare(over, tools.today) >= 0)
      return stale('platform.error.already-done');
    await store.deletePhotos(tools.tx, row.id);
    await store.deleteGreeting(tools.tx, row.id);
    await destroySeal(tools, row);
    tools.tell(letterForgotten({ applicationId: row.id }));
    await store.emptyLetter(tools.tx, row.id);
    return ok();
  },
  audit: (a) => ({ subjectId: a.id, orgId: a.sending_school_id }),
});

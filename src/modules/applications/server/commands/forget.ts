import { z } from 'zod';
import { allow, hide } from '#kernel/decision.ts';
import { ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { insertPerson } from '#modules/people/server/index.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { type Job, job } from '#platform/queue.ts';
import { applicationForgotten } from '../../core/index.ts';
import { forgetsBefore, isForgettable } from '../../core/rules/index.ts';
import * as store from '../store.ts';

/** Pictures that nothing names any more. */
export const removeFilesJob: Job<{ keys: string[] }> = job('applications.remove-files');

/** Run by the installation itself, every night: nobody can ask for it, and nobody can stop it. */
export const forgetApplication = command({
  name: 'applications.forget-application',
  summary:
    'Erase what an application said that ended without a stay six months ago. A bare line stays for counting: intake, school and how it ended.',
  input: z.object({ applicationId: idOf('app') }),
  load: async ({ tx }, input) => (await store.applicationToForget(tx, input.applicationId)) ?? null,
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async ({ tx, now, enqueue, tell }, a) => {
    if (!isForgettable(a, forgetsBefore(now))) return stale('platform.error.already-done');
    const keys = await store.deletePhotos(tx, a.id);
    if (keys.length > 0) await enqueue(removeFilesJob, { keys });
    await store.deleteConsents(tx, a.id);
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

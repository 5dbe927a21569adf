import { z } from 'zod';
import { allow, hide } from '#kernel/decision.ts';
import type { ApplicationId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { dateInput, email, idOf, languageCode, line } from '#kernel/schema.ts';
import { membersOf } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import {
  endGuardianship as end,
  insertGuardianship,
  insertPerson,
} from '#modules/people/server/index.ts';
import { today } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { type Job, job } from '#platform/queue.ts';
import { mayDecide } from '../../core/policy.ts';
import { consentLostMail, guardianInvited } from '../notices.ts';
import * as store from '../store.ts';
import { auditOf, loadApplication } from './loaded.ts';

/** Somebody took back a consent that counted: the school is told that it is not complete. */
export const consentLostJob: Job<{ applicationId: ApplicationId }> = job(
  'applications.tell-consent-lost',
);

export const endGuardianship = command({
  name: 'applications.end-guardianship',
  summary:
    'Say until when somebody held parental responsibility for a pupil. After that day they neither count nor see.',
  input: z.object({
    applicationId: idOf('app'),
    guardianId: idOf('per'),
    lastDay: dateInput,
  }),
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor, a) => mayDecide(actor, a.parties),
  run: async ({ tx }, a, input) => {
    if (!a.parties.guardianIds.includes(input.guardianId))
      return stale('applications.refused.no-guardian');
    const done = await end(tx, {
      pupilId: a.parties.pupilId,
      guardianId: input.guardianId,
      lastDay: input.lastDay,
    });
    return done ? ok() : stale('platform.error.already-done');
  },
  audit: (a) => auditOf(a),
});

export const addGuardian = command({
  name: 'applications.add-guardian',
  summary: 'Add somebody who holds parental responsibility for a pupil. They get a mail.',
  input: z.object({
    applicationId: idOf('app'),
    givenName: line(80),
    familyName: line(80),
    email,
    relation: z.enum(['mother', 'father', 'guardian'], { error: 'platform.invalid.choose' }),
    language: languageCode,
  }),
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor, a) => mayDecide(actor, a.parties),
  run: async ({ tx, now, today: day, post, runtime }, a, input) => {
    if (a.isOfAge) return fail('applications.refused.consent-by-pupil');
    const plain = (text: string) => text.normalize('NFC').toLocaleLowerCase('und');
    const known = (await store.knownPeople(tx, [input.email])).find(
      (p) =>
        p.id !== a.parties.pupilId &&
        plain(p.given_name) === plain(input.givenName) &&
        plain(p.family_name) === plain(input.familyName),
    );
    if (known && a.parties.guardianIds.includes(known.id))
      return stale('platform.error.already-done');
    const id = known?.id ?? newId('per');
    if (!known)
      await insertPerson(tx, {
        id,
        givenName: input.givenName,
        familyName: input.familyName,
        email: input.email,
        language: input.language,
        isExample: runtime.config.mode === 'demo',
        now,
      });
    await insertGuardianship(tx, {
      pupilId: a.parties.pupilId,
      guardianId: id,
      relation: input.relation,
      fromOn: day,
    });
    const name = displayName({ given_name: input.givenName, family_name: input.familyName });
    await post(
      guardianInvited(
        { id, name, email: input.email, language: input.language },
        a.stay,
        runtime.config.origin,
      ),
    );
    return ok();
  },
  audit: (a) => auditOf(a),
});

/** Run by the installation itself: the family whose word it was is not named, and cannot be seen to have told. */
export const tellConsentLost = command({
  name: 'applications.tell-consent-lost',
  summary: 'Tell those who coordinate at the school that a consent is not complete any more.',
  input: z.object({ applicationId: idOf('app') }),
  load: ({ tx }, input) => loadApplication(tx, input.applicationId, today()),
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async ({ tx, today: day, post, runtime }, a) => {
    const members = await membersOf(tx, a.parties.sendingSchoolId, day);
    const coordinators = members.filter((m) => m.roles.includes('coordinator'));
    const told =
      coordinators.length > 0 ? coordinators : members.filter((m) => m.roles.includes('head'));
    for (const m of told) {
      if (!m.email) continue;
      await post(
        consentLostMail(
          { id: m.person_id, name: displayName(m), email: m.email, language: m.language },
          a.stay,
          `${runtime.config.origin}/consents/${a.parties.pupilId}`,
          day,
        ),
      );
    }
    return ok({ told: told.length });
  },
});

import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import type { ApplicationId, PersonId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, optionalProse } from '#kernel/schema.ts';
import { today } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { languages } from '#platform/i18n/index.ts';
import { consentLost, displayName, isOfAge, optionalKinds } from '../../core/index.ts';
import { mayAnswer } from '../../core/policy.ts';
import type { OptionalKind } from '../../core/types.ts';
import { optionalWording } from '../notices.ts';
import { occasionsOf, standingIn } from '../queries/consents.ts';
import * as store from '../store.ts';

const which = {
  pupilId: idOf('per'),
  applicationId: idOf('app'),
  kind: z.enum(optionalKinds, { error: 'platform.invalid.choose' }),
};

/** A consent with who is asked today; null when the actor sees no such stay of the pupil. */
async function loadConsent(
  { tx, actor }: { tx: Tx; actor: Actor },
  input: { pupilId: PersonId; applicationId: ApplicationId; kind: OptionalKind },
) {
  const person = await store.personById(tx, input.pupilId);
  if (!person) return null;
  const day = today();
  const occasion = (await occasionsOf(tx, { actor, pupilId: person.id, today: day })).find(
    (o) => o.applicationId === input.applicationId,
  );
  if (!occasion) return null;
  // two clicks of one person wait for each other
  const voices = await store.voicesForUpdate(tx, input.applicationId, input.kind);
  const holders = (await store.holdersOf(tx, [person.id], day)).map((h) => h.guardian_id);
  return { person, occasion, voices, holders, ofAge: isOfAge(person.birth_date, day) };
}
type Loaded = NonNullable<Awaited<ReturnType<typeof loadConsent>>>;

const mayAnswerHere = (actor: Actor, { person, holders, ofAge }: Loaded) =>
  mayAnswer(actor, { pupilId: person.id, holders, ofAge });

const standing = (tx: Tx, { person, occasion }: Loaded, kind: OptionalKind) =>
  standingIn(tx, {
    pupilId: person.id,
    applicationId: occasion.applicationId,
    kind,
    countryCode: occasion.countryCode,
    day: today(),
  });

export const answerConsent = command({
  name: 'people.answer-consent',
  summary:
    'Say yes or no to one of the optional consents of a stay: photos, sharing of data, emergency treatment. Nothing depends on the answer.',
  input: z.object({
    ...which,
    language: z.enum(languages, { error: 'platform.invalid.language' }).default('en'),
    answer: z.enum(['yes', 'no'], { error: 'people.consents.choose' }),
    /** a guardian says that the pupil has read it and agrees, too */
    withPupil: z.boolean().default(false),
    /** who says no lets the school know that it was them */
    tellSchool: z.boolean().default(false),
    /** the words as they stood on the page; when they are no longer true nothing is taken. Left out: as they are now */
    wording: optionalProse(6000),
  }),
  load: loadConsent,
  permit: mayAnswerHere,
  run: async ({ tx, actor, now, tell }, loaded, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const { person, occasion, voices, ofAge } = loaded;
    if (!occasion.open) return stale('people.refused.stay-over');
    const own = voices.filter((v) => v.given_by === actor.personId);
    const agrees = own.some((v) => v.withdrawn_at === null);
    const says = agrees ? 'yes' : own.length > 0 ? 'no' : null;
    if (says === input.answer) return stale('platform.error.already-done');
    const capacity = ofAge
      ? ('pupil_of_age' as const)
      : input.withPupil && input.answer === 'yes'
        ? ('guardian_with_pupil' as const)
        : ('guardian' as const);
    const wording = optionalWording(input.language, input.kind, {
      pupil: displayName(person),
      who: actor.name,
      ofAge,
      school: occasion.school,
      partners: occasion.partners,
      startsOn: occasion.startsOn,
      endsOn: occasion.endsOn,
    });
    if (input.wording && input.wording.replaceAll('\r\n', '\n') !== wording)
      return stale('people.refused.words-changed');
    const before = await standing(tx, loaded, input.kind);
    if (says === 'yes')
      await store.withdrawConsents(tx, {
        applicationId: occasion.applicationId,
        kind: input.kind,
        by: actor.personId,
        tellSchool: input.tellSchool,
        now,
      });
    await store.insertConsent(tx, {
      id: newId('con'),
      pupilId: person.id,
      applicationId: occasion.applicationId,
      mobilityId: occasion.mobilityId,
      kind: input.kind,
      wording,
      language: input.language,
      givenBy: actor.personId,
      capacity,
      now,
      ...(input.answer === 'no' ? { no: { tellSchool: input.tellSchool } } : {}),
    });
    const after = await standing(tx, loaded, input.kind);
    if (before.complete && !after.complete)
      tell(consentLost({ applicationId: occasion.applicationId }));
    return ok({ complete: after.complete });
  },
  // neither the organisation nor the dossier: their story would tell who said no
  audit: ({ person }) => ({ subjectId: person.id }),
});

export const withdrawConsent = command({
  name: 'people.withdraw-consent',
  summary: 'Take back an optional consent you gave. It counts from now on, at any time.',
  input: z.object({ ...which, tellSchool: z.boolean().default(false) }),
  load: loadConsent,
  permit: mayAnswerHere,
  run: async ({ tx, actor, now, tell }, loaded, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const before = await standing(tx, loaded, input.kind);
    const done = await store.withdrawConsents(tx, {
      applicationId: loaded.occasion.applicationId,
      kind: input.kind,
      by: actor.personId,
      tellSchool: input.tellSchool,
      now,
    });
    if (!done) return stale('platform.error.already-done');
    if (before.complete) tell(consentLost({ applicationId: loaded.occasion.applicationId }));
    return ok();
  },
  audit: ({ person }) => ({ subjectId: person.id }),
});

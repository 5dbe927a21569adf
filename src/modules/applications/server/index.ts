import type { ApplicationId, IntakeId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';
import type { ServerModule } from '#platform/module.ts';
import { answersSchema, type PlacementWishes, placementWishesIn } from '../core/index.ts';
import * as commands from './commands/index.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';
import * as store from './store.ts';

export {
  listBytes,
  openPupils,
  pupilsSealedIn,
  pupilsTemplate,
  sealPupils,
} from './commands/index.ts';
export type { ApplicationSummary } from './queries.ts';
export { applicationById, applicationOfMobility } from './store.ts';

export const {
  addPupil,
  checkPupils,
  declinePupil,
  giveFirstConsent,
  importPupils,
  remindApplicant,
  saveAnswers,
  selectPupil,
  setSupportingOrganisation,
  submitApplication,
  withdrawApplication,
  withdrawConsent,
} = commands;
export const { getAdding, getApplication, listApplications, listOwn } = queries;

/** What placement reads of a pupil's own answers. */
export type PupilWishes = PlacementWishes & {
  interests: string[];
  /** activity that must go on during the stay; '' when none */
  mustContinue: string;
  /** ISO 639, mother tongue first */
  languages: string[];
};

/**
 * What a placement has to respect, for the rules of placement on the server: it holds health data, so it goes into no
 * view as it is. Null when the reader does not see the application or the pupil has not answered.
 */
export async function placementWishesOf(
  read: Readable,
  applicationId: ApplicationId,
): Promise<PupilWishes | null> {
  const row = await store.applicationById(read, applicationId);
  if (!row) return null;
  const answers = answersSchema.parse(row.answers);
  const wishes = placementWishesIn(answers);
  if (!wishes) return null;
  const spoken = answers.languages;
  return {
    ...wishes,
    interests: answers.about?.interests ?? [],
    mustContinue: answers.about?.mustContinue ?? '',
    languages: spoken ? [spoken.motherTongue, ...spoken.others.map((o) => o.language)] : [],
  };
}

/**
 * Days on which an intake's applications reached the steps of its timeline, for `completes` of the timeline data.
 * `application-submitted` and `pupil-selected` are there once they are true of every application that goes on.
 * A dossier is complete with the applications of all selected pupils and their guardians' first consents.
 * @param zone where the day is counted
 */
export async function applicationFacts(
  read: Readable,
  intakeId: IntakeId,
  zone = 'Europe/Brussels',
): Promise<
  Partial<
    Record<
      'applications-open' | 'application-submitted' | 'pupil-selected' | 'dossier-complete',
      Temporal.PlainDate
    >
  >
> {
  const rows = await store.applicationsOfIntake(read, intakeId);
  const day = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate();
  const last = (at: (Temporal.Instant | null)[]): Temporal.PlainDate | null => {
    const known = at.filter((one) => one !== null).sort(Temporal.Instant.compare);
    const latest = known.at(-1);
    return known.length === at.length && latest ? day(latest) : null;
  };
  const first = rows.map((r) => r.created_at).sort(Temporal.Instant.compare)[0];
  const going = rows.filter((r) => r.state !== 'withdrawn');
  const submitted = last(going.map((r) => r.submitted_at));
  const decided = last(going.map((r) => r.decided_at));
  const chosen = going.filter((r) => r.state === 'selected');
  const consents = await store.firstConsentsOf(
    read,
    chosen.map((r) => r.id),
  );
  const complete =
    decided && chosen.length > 0
      ? last(chosen.map((r) => consents.find((c) => c.application_id === r.id)?.given_at ?? null))
      : null;
  const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
    Temporal.PlainDate.compare(a, b) < 0 ? b : a;
  return {
    ...(first ? { 'applications-open': day(first) } : {}),
    ...(submitted ? { 'application-submitted': submitted } : {}),
    ...(decided && chosen.length > 0 ? { 'pupil-selected': decided } : {}),
    ...(complete && submitted ? { 'dossier-complete': later(complete, submitted) } : {}),
  };
}

export const applications: ServerModule = {
  commands: Object.values({
    addPupil,
    checkPupils,
    declinePupil,
    giveFirstConsent,
    importPupils,
    remindApplicant,
    saveAnswers,
    selectPupil,
    setSupportingOrganisation,
    submitApplication,
    withdrawApplication,
    withdrawConsent,
  }),
  queries: [getAdding, getApplication, listApplications, listOwn],
  privacy,
};

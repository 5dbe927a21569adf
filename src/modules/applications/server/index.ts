import { ageOn } from '#kernel/dates.ts';
import type { ApplicationId, IntakeId, OrgId, PersonId } from '#kernel/ids.ts';
import { isLanguageCode, languageKey } from '#kernel/languages.ts';
import { today } from '#platform/clock.ts';
import type { Readable } from '#platform/database/index.ts';
import type { ServerModule } from '#platform/module.ts';
import type { Runtime } from '#platform/runtime.ts';
import { type PlacementWishes, profileIn } from '../core/index.ts';
import {
  firstConsentOf,
  isOfAge,
  isState,
  type OwnProfile,
  placementWishesIn,
} from '../core/rules/index.ts';
import type { ApplicationState, FrozenApplication } from '../core/types.ts';
import * as commands from './commands/index.ts';
import { openKept } from './commands/index.ts';
import { handlers, jobs } from './jobs.ts';
import { withoutSensitive } from './notices.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';
import * as store from './store.ts';

export { textEncodings } from '#platform/spreadsheet.ts';
export {
  consentLostJob,
  decideInRound,
  familyOf,
  greetingBytes,
  type ListView,
  listBytes,
  listViewIn,
  openPupils,
  packList,
  photoBytes,
  pupilsSealedIn,
  pupilsTemplate,
  reopenInRound,
  sealPupils,
  setRoundSource,
  unpackList,
} from './commands/index.ts';
export { forgetClosed, forgetLetters, sealWhatIsClear } from './jobs.ts';
export { type ApplicationSummary, consentOccasions, setHostGate } from './queries.ts';
export {
  applicationById,
  applicationOfMobility,
  intakeWithProject,
  partiesOf,
  supportChosen,
} from './store.ts';

export const {
  addGuardian,
  addPhoto,
  addPupil,
  changePhoto,
  askForWords,
  checkPupils,
  correctAddress,
  declinePupil,
  destroyFoodAnswers,
  endGuardianship,
  forgetApplication,
  forgetLetter,
  forgetReading,
  giveFirstConsent,
  importPupils,
  keepDraft,
  keepGreeting,
  readPupilsTable,
  remindApplicant,
  removeGreeting,
  removePhoto,
  saveAnswers,
  sealApplication,
  selectPupil,
  setSupportingOrganisation,
  submitApplication,
  tellConsentLost,
  withdrawApplication,
  withdrawConsent,
} = commands;
export const {
  getAdding,
  getApplication,
  getAsked,
  getCheck,
  getPage,
  listApplications,
  listOwn,
  getGreeting,
  getPhoto,
  listPhotos,
} = queries;

/** What placement reads of a pupil's own answers. */
export type PupilWishes = PlacementWishes & Omit<OwnProfile, 'everyday' | 'letter'>;

/**
 * What a placement has to respect, for the rules of placement on the server: it holds health data, which is opened here,
 * so it goes into no view as it is. Null when the reader does not see the application, or when something that the rules
 * need is not known: not answered, or destroyed.
 */
export async function placementWishesOf(
  runtime: Pick<Runtime, 'config'>,
  read: Readable,
  applicationId: ApplicationId,
): Promise<PupilWishes | null> {
  const row = await store.draftById(read, applicationId);
  if (!row) return null;
  const { answers } = await openKept(runtime, read, row);
  const wishes = placementWishesIn(answers);
  if (!wishes) return null;
  const { letter: _, everyday: __, ...profile } = profileIn(answers);
  return { ...wishes, ...profile };
}

/** An application as a selection round reads it. */
export type ApplicationInRound = {
  id: ApplicationId;
  pupilId: PersonId;
  state: ApplicationState;
  givenName: string;
  familyName: string;
  preferredName: string | null;
  birthDate: Temporal.PlainDate | null;
  schoolClass: string;
  /** the language the family reads in */
  language: string;
  submittedAt: Temporal.Instant | null;
  hasFirstConsent: boolean;
  /** as submitted, without allergies, diet and what only a host family asks; null before that */
  words: FrozenApplication | null;
};

/** Pages that say how somebody would live with a family are for those who look for one, not for raters. */
const partsNotForRaters = new Set(['food', 'home']);

/**
 * The applications of a school in an intake as far as the reader sees them, for its selection round.
 * @param ids only these, when given
 */
export async function applicationsInRound(
  read: Readable,
  of: { intakeId: IntakeId; schoolId: OrgId; ids?: ApplicationId[] },
): Promise<ApplicationInRound[]> {
  if (of.ids?.length === 0) return [];
  const rows = await store.applicationsOfSchool(read, of.intakeId, of.schoolId, of.ids);
  const consents = await store.firstConsentsOf(
    read,
    rows.map((r) => r.id),
  );
  const day = today();
  const guardians = await store.guardiansOfPupils(
    read,
    rows.map((r) => r.pupil_id),
    day,
  );
  return rows.flatMap((r) => {
    if (!isState(r.state)) return [];
    const frozen = r.frozen as FrozenApplication | null;
    return [
      {
        id: r.id,
        pupilId: r.pupil_id,
        state: r.state,
        givenName: r.given_name,
        familyName: r.family_name,
        preferredName: r.preferred_name,
        birthDate: r.birth_date,
        schoolClass: r.school_class,
        language: r.language,
        submittedAt: r.submitted_at,
        hasFirstConsent: firstConsentOf(
          consents.filter((c) => c.application_id === r.id),
          {
            state: r.state,
            pupilId: r.pupil_id,
            guardianIds: guardians
              .filter((g) => g.pupil_id === r.pupil_id)
              .map((g) => g.guardian_id),
            ofAge: isOfAge(r.birth_date, day),
            countryCode: r.school_country,
          },
        ).complete,
        words: frozen && {
          ...withoutSensitive(frozen),
          parts: withoutSensitive(frozen).parts.filter((p) => !partsNotForRaters.has(p.id)),
        },
      },
    ];
  });
}

/**
 * Everybody who has an application for an intake, chosen or not, and those who stand for them: of the schools and
 * organisations that the reader works for, or only themselves. Whether somebody was chosen is not told by being here.
 */
export async function applicantsOfIntake(
  read: Readable,
  intakeId: IntakeId,
  day: Temporal.PlainDate,
): Promise<
  {
    personId: PersonId;
    as: 'pupil' | 'guardian';
    given_name: string;
    family_name: string;
    preferred_name: string | null;
    underAge: boolean;
    /** the school, and the organisation that supports it */
    senders: OrgId[];
  }[]
> {
  const pupils = await store.applicantsOfIntake(read, intakeId);
  const guardians = await store.guardiansOfPupils(
    read,
    pupils.map((p) => p.pupil_id),
    day,
  );
  const sendersOf = (p: (typeof pupils)[number]) => [
    p.sending_school_id,
    ...(p.sending_org_id ? [p.sending_org_id] : []),
  ];
  return [
    ...pupils.map((p) => ({
      personId: p.pupil_id,
      as: 'pupil' as const,
      given_name: p.given_name,
      family_name: p.family_name,
      preferred_name: p.preferred_name,
      underAge: !isOfAge(p.birth_date, day),
      senders: sendersOf(p),
    })),
    ...guardians.flatMap((g) => {
      const pupil = pupils.find((p) => p.pupil_id === g.pupil_id);
      return pupil
        ? [
            {
              personId: g.guardian_id,
              as: 'guardian' as const,
              given_name: g.given_name ?? '',
              family_name: g.family_name ?? '',
              preferred_name: g.preferred_name,
              underAge: false,
              senders: sendersOf(pupil),
            },
          ]
        : [];
    }),
  ];
}

const tongueOf = (row: { mother_tongue: string | null }) => languageKey(row.mother_tongue ?? '');

/** What equal chances are counted from: each application of the schools as one line of groups, without a name or an id. */
export async function equalChancesRows(read: Readable, intakeId: IntakeId, schoolIds: OrgId[]) {
  const rows = await store.chancesRows(read, intakeId, schoolIds);
  return rows.map((r) => {
    return {
      stage:
        r.state === 'selected'
          ? ('selected' as const)
          : r.submitted_at || r.state === 'not_selected'
            ? ('submitted' as const)
            : r.pages_done > 0
              ? ('applied' as const)
              : ('reached' as const),
      gender: r.gender ?? 'unknown',
      age: r.birth_date ? ageOn(r.birth_date, r.starts_on) : null,
      classYear: /\d+/.exec(r.school_class)?.[0] ?? null,
      school: r.school_name,
      country: r.country_code,
      // words of a pupil's own are no name of a group: they may tell who it is
      language: isLanguageCode(tongueOf(r)) ? tongueOf(r) : r.language,
      isSupported: r.sending_org_id !== null,
    };
  });
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
      ? last(
          chosen.map(
            (r) =>
              consents.findLast((c) => c.application_id === r.id && c.withdrawn_at === null)
                ?.given_at ?? null,
          ),
        )
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
    addGuardian,
    addPhoto,
    addPupil,
    changePhoto,
    askForWords,
    checkPupils,
    correctAddress,
    declinePupil,
    destroyFoodAnswers,
    endGuardianship,
    forgetApplication,
    forgetLetter,
    forgetReading,
    giveFirstConsent,
    importPupils,
    keepDraft,
    keepGreeting,
    readPupilsTable,
    remindApplicant,
    removeGreeting,
    removePhoto,
    saveAnswers,
    sealApplication,
    selectPupil,
    setSupportingOrganisation,
    submitApplication,
    tellConsentLost,
    withdrawApplication,
    withdrawConsent,
  }),
  queries: [
    getAdding,
    getApplication,
    getAsked,
    listApplications,
    listOwn,
    getGreeting,
    getPhoto,
    listPhotos,
  ],
  jobs,
  handlers,
  privacy,
};

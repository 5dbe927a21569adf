import type { ApplicationId, RoundId } from '#kernel/ids.ts';
import { addPupil } from '#modules/applications/server/index.ts';
import {
  answerReview,
  askReview,
  closeRound,
  decideRound,
  nameRater,
  openRating,
  openRound,
  planOutcome,
  publishRound,
  ratePupil,
  reviseRating,
  saveRound,
  startCalibration,
  writeLetter,
} from '#modules/selection/server/index.ts';
import { dataOf, type Stage, together } from '../stage.ts';
import {
  consentFirst,
  coordinatorOf,
  fillApplication,
  type Intake,
  type Pupil,
  pupilsOf,
  submit,
} from './applying.ts';

type More = {
  key: string;
  givenName: string;
  familyName: string;
  gender: 'f' | 'm';
  schoolClass: string;
  guardianGivenName: string;
  guardianFamilyName: string;
  aboutMe: string;
  why: string;
  letter: string;
};
type Choosing = {
  places: number;
  reserve: number;
  raters: string[];
  pupils: More[];
  /** by rater and pupil, points in the order of the criteria */
  ratings: Record<string, Record<string, number[]>>;
  revision?: {
    rater: string;
    pupil: string;
    criterion: string;
    points: number;
    reason: string;
    remark: string;
  };
  letters?: Record<string, [strength: string, words: string]>;
  review?: { pupil: string; words: string; answer: string };
};

/** The school that has more pupils than places, and chooses with its organisation. */
export const choosingSchool = 'brussels';
const coordinator = coordinatorOf[choosingSchool] as string;
const head = 'anne-francoise.lambrechts';
const choosing = (phase: 'returned' | 'applying') =>
  dataOf<Record<string, Choosing>>('selection')[phase] as Choosing;

/** More pupils apply at the school than there are places: added one by one, as a coordinator does during the week. */
export async function addMorePupils(
  stage: Stage,
  intake: Intake,
  phase: 'returned' | 'applying',
): Promise<Pupil[]> {
  const { pupils } = choosing(phase);
  for (const p of pupils)
    await stage.act(coordinator, addPupil, {
      intakeId: intake.id,
      schoolId: stage.org(choosingSchool),
      givenName: p.givenName,
      familyName: p.familyName,
      birthDate: intake.startsOn.subtract({ years: 16, days: 40 + p.why.length }).toString(),
      gender: p.gender,
      schoolClass: p.schoolClass,
      email: `${p.key}@example.org`,
      language: 'fr',
      guardianGivenName: p.guardianGivenName,
      guardianFamilyName: p.guardianFamilyName,
      guardianEmail: `parent.${p.key}@example.org`,
      guardianRelation: 'guardian',
      guardianLanguage: 'fr',
    });
  const keys = new Set(pupils.map((p) => p.key));
  return (await pupilsOf(stage, intake)).filter((p) => keys.has(p.key));
}

/** They write, send and their guardians agree. */
export async function applyToo(
  stage: Stage,
  more: readonly Pupil[],
  phase: 'returned' | 'applying',
): Promise<void> {
  await together(more, async (pupil) => {
    const said = choosing(phase).pupils.find((p) => p.key === pupil.key);
    if (!said) throw new Error(`no words of ${pupil.key}`);
    await fillApplication(stage, pupil, {
      about: { 'about-me': said.aboutMe, interests: ['music'] },
      why: { why: said.why },
      languages: {
        'mother-tongue': 'fr',
        'other-languages.0.language': 'en',
        'other-languages.0.level': 'A1',
      },
      food: { 'has-allergies': 'no', diet: 'none' },
      home: {
        smokes: 'no',
        'accepts-smoking': 'yes',
        'accepts-pets': 'yes',
        'accepts-shared-room': 'yes',
        'accepts-single-adult': 'yes',
      },
      letter: { letter: said.letter },
    });
    await submit(stage, pupil);
    await consentFirst(stage, pupil);
  });
}

/** Criteria as proposed, raters of the school and of its organisation, and pupils may read it. */
export async function publishHowWeChoose(
  stage: Stage,
  intake: Intake,
  phase: 'returned' | 'applying',
  dates: { rateUntil: Temporal.PlainDate; newsOn: Temporal.PlainDate },
): Promise<RoundId> {
  const { places, reserve, raters } = choosing(phase);
  const { roundId } = await stage.act(coordinator, openRound, {
    intakeId: intake.id,
    schoolId: stage.org(choosingSchool),
  });
  const criteria = await stage.look((read) =>
    read
      .selectFrom('selection_criteria')
      .select(['key', 'title', 'low', 'middle', 'high', 'weight'])
      .where('round_id', '=', roundId)
      .orderBy('position')
      .execute(),
  );
  await stage.act(coordinator, saveRound, {
    roundId,
    version: 1,
    places,
    reservePlaces: reserve,
    pointsMax: 5,
    isBlind: true,
    rateUntil: dates.rateUntil.toString(),
    newsOn: dates.newsOn.toString(),
    note: '',
    firstTieRule: 'motivation',
    neverAbroadFirst: true,
    criteria,
  });
  for (const [i, rater] of raters.entries())
    await stage.act(coordinator, nameRater, {
      roundId,
      personId: await stage.personId(rater),
      interviews: i === 1,
    });
  await stage.act(coordinator, publishRound, { roundId, version: 2 });
  return roundId;
}

async function codesOf(stage: Stage, roundId: RoundId): Promise<Map<string, string>> {
  const rows = await stage.look((read) =>
    read
      .selectFrom('selection_candidates as c')
      .innerJoin('persons as p', 'p.id', 'c.pupil_id')
      .select(['c.code', 'p.email'])
      .where('c.round_id', '=', roundId)
      .execute(),
  );
  return new Map(rows.map((r) => [(r.email ?? '').split('@')[0] ?? '', r.code]));
}

const because = [
  'On le devine plus qu’on ne le lit.',
  'C’est encore un début.',
  'Il y a un exemple concret dans le texte.',
  'Plusieurs exemples, racontés simplement.',
  'On le sent à chaque ligne, avec des exemples précis.',
];

/** Each rates alone, some earlier than others. */
export async function rateAlone(
  stage: Stage,
  roundId: RoundId,
  phase: 'returned' | 'applying',
): Promise<void> {
  await stage.act(coordinator, openRating, { roundId });
  const codes = await codesOf(stage, roundId);
  const criteria = await stage.look((read) =>
    read
      .selectFrom('selection_criteria')
      .select('key')
      .where('round_id', '=', roundId)
      .orderBy('position')
      .execute(),
  );
  for (const [rater, pupils] of Object.entries(choosing(phase).ratings))
    for (const [pupil, points] of Object.entries(pupils))
      await stage.act(rater, ratePupil, {
        roundId,
        code: codes.get(pupil) ?? '',
        scores: criteria.map(({ key }, i) => ({
          criterion: key,
          points: points[i] ?? 1,
          reason: because[(points[i] ?? 1) - 1] ?? '',
        })),
        note: '',
      });
}

/** Compared, planned, written to each; then one family asks, and the head answers. */
export async function decideTogether(
  stage: Stage,
  roundId: RoundId,
  selected: Pupil,
  on: (daysLater: number) => void,
): Promise<void> {
  const { revision, letters, review } = choosing('returned');
  const codes = await codesOf(stage, roundId);
  const code = (key: string) => codes.get(key) ?? '';
  const version = () =>
    stage
      .look((read) =>
        read
          .selectFrom('selection_rounds')
          .select('version')
          .where('id', '=', roundId)
          .executeTakeFirstOrThrow(),
      )
      .then((row) => row.version);
  await stage.act(coordinator, startCalibration, { roundId });
  if (revision)
    await stage.act(revision.rater, reviseRating, {
      roundId,
      code: code(revision.pupil),
      criterion: revision.criterion,
      points: revision.points,
      reason: revision.reason,
      remark: revision.remark,
    });
  const order = Object.keys(letters ?? {});
  await stage.act(coordinator, planOutcome, {
    roundId,
    version: await version(),
    reason: '',
    results: order.map((key, i) => ({
      code: code(key),
      result: (['selected', 'reserve', 'not_selected'] as const)[i] ?? 'not_selected',
    })),
  });
  for (const [key, [strength, words]] of Object.entries(letters ?? {}))
    await stage.act(coordinator, writeLetter, {
      roundId,
      code: code(key),
      strength,
      words,
      version: 0,
    });
  on(0);
  await stage.act(coordinator, decideRound, { roundId, version: await version() });
  selected.version += 1;
  if (review) {
    on(4);
    const rows = await stage.look((read) =>
      read
        .selectFrom('selection_candidates')
        .select('application_id')
        .where('round_id', '=', roundId)
        .where('code', '=', code(review.pupil))
        .execute(),
    );
    const applicationId = rows[0]?.application_id as ApplicationId;
    const { reviewId } = await stage.act(review.pupil, askReview, {
      applicationId,
      words: review.words,
    });
    on(7);
    await stage.act(head, answerReview, {
      reviewId,
      answer: 'looked_again',
      words: review.answer,
    });
  }
  on(20);
  await stage.act(coordinator, closeRound, { roundId });
}

import type { ProjectId } from '#kernel/ids.ts';
import { type Stage, together } from '../stage.ts';
import { addPhotos, answerConsents } from './agreeing.ts';
import {
  consentFirst,
  fillApplication,
  type Intake,
  importFiles,
  mentorOf,
  type Pupil,
  type schools,
  select,
  submit,
} from './applying.ts';
import { adaptLanguageForm, hearOthers, waitForTeacher } from './asking.ts';
import { beginRecord, careFor } from './caring.ts';
import {
  addMorePupils,
  applyToo,
  choosingSchool,
  decideTogether,
  publishHowWeChoose,
  rateAlone,
} from './choosing.ts';
import { standOnDuty } from './emergency.ts';
import { enterFamilies, offerPlaces } from './hosting.ts';
import { easeTheWay, standByParents } from './including.ts';
import { leavePhone, phoneIn } from './joining.ts';
import {
  agreementOf,
  changeMidway,
  complement,
  draftAgreement,
  openToSign,
  recognise,
  sign,
  signatures,
} from './learning.ts';
import { consentBinding, openDossiers, type Placed, place } from './placing.ts';
import { openIntakeFor, tickSteps } from './planning.ts';
import { checkIn, comeHome, depart, lookBack, planJourneys } from './staying.ts';
import { standBy } from './supporting.ts';
import { talk, tellApplicants } from './talking.ts';
import { goOnTrips } from './travelling.ts';

/** From the opening of an intake to the choice of its pupils, with the days counted from the start of the stay. */
async function fromOpeningToChoice(stage: Stage, intake: Intake): Promise<Pupil[]> {
  const before = (days: number) => intake.startsOn.subtract({ days });
  stage.on(before(295));
  const pupils = await importFiles(stage, intake);
  const round = intake.phase === 'returned' ? await beginToChoose(stage, intake) : null;
  stage.on(before(284), 18);
  await together(pupils, (pupil) => fillApplication(stage, pupil));
  await addPhotos(stage, pupils);
  stage.on(before(281), 19);
  await together(pupils, (pupil) => submit(stage, pupil));
  stage.on(before(279), 21);
  await together(pupils, async (pupil) => {
    await consentFirst(stage, pupil);
    const same = pupils.filter((other) => other.school === pupil.school).indexOf(pupil);
    const number = (intake.phase === 'returned' ? 10 : 20) + 2 * same;
    await leavePhone(stage, pupil.key, phoneIn(pupil.school, number));
    await leavePhone(stage, pupil.guardian, phoneIn(pupil.school, number + 1));
  });
  const inRound = (pupil: Pupil) => round !== null && pupil.school === choosingSchool;
  if (round) {
    await applyToo(stage, round.more, 'returned');
    stage.on(before(262), 18);
    await rateAlone(stage, round.roundId, 'returned');
    stage.on(before(250), 17);
  }
  const chosen = pupils.find(inRound);
  if (round && chosen)
    await decideTogether(stage, round.roundId, chosen, (later) =>
      stage.on(before(246 - later), 14),
    );
  stage.on(before(round ? 225 : 246), 15);
  await together(
    pupils.filter((pupil) => !inRound(pupil)),
    (pupil) => select(stage, pupil),
  );
  return pupils;
}

/** The school that has more pupils than places adds them, and publishes how it chooses. */
async function beginToChoose(stage: Stage, intake: Intake) {
  const before = (days: number) => intake.startsOn.subtract({ days });
  const more = await addMorePupils(stage, intake, 'returned');
  stage.on(before(290), 11);
  const roundId = await publishHowWeChoose(stage, intake, 'returned', {
    rateUntil: before(255),
    newsOn: before(246),
  });
  return { more, roundId };
}

/** From the families to the day before the departure, the same for every intake. */
async function fromFamiliesToDeparture(
  stage: Stage,
  intake: Intake,
  pupils: Pupil[],
): Promise<Placed[]> {
  const before = (days: number) => intake.startsOn.subtract({ days });
  stage.on(before(200), 9);
  const placed = await openDossiers(stage, intake, pupils);
  stage.on(before(198), 20);
  await answerConsents(stage, placed, before(198));
  stage.on(before(170));
  await offerPlaces(stage, intake);
  const families = await enterFamilies(stage, intake.phase, {
    entered: before(150),
    vetted: before(120),
  });
  await place(stage, intake, placed, families);
  stage.on(before(40), 16);
  await together(placed, (each) => draftAgreement(stage, each));
  stage.on(before(30), 9);
  const papers = await together(placed, async (each) => ({
    each,
    sha256: await openToSign(stage, each, 1, 2),
  }));
  for (const [i, part] of (
    ['pupil', 'guardian', 'host_school', 'sending_school'] as const
  ).entries()) {
    stage.on(before(28 - i), 17);
    await together(
      papers.filter(({ each }) => signatures(each).includes(part)),
      ({ each, sha256 }) => sign(stage, each, part, { number: 1, sha256 }),
    );
  }
  stage.on(before(19), 21);
  await together(placed, (each) => consentBinding(stage, each));
  stage.on(before(14), 11);
  const groups = await planJourneys(stage, intake, placed);
  await depart(stage, intake, placed, groups);
  await checkIn(stage, intake, placed);
  return placed;
}

/** Home again for three weeks: three are recognised, one waits for the decision of the school. */
export async function returned(stage: Stage, projectId: ProjectId): Promise<void> {
  const startsOn = stage.today.subtract({ days: 82 });
  stage.on(startsOn.subtract({ days: 330 }));
  const intake = await openIntakeFor(stage, projectId, 'returned', startsOn);
  const pupils = await fromOpeningToChoice(stage, intake);
  const placed = await fromFamiliesToDeparture(stage, intake, pupils);
  stage.on(intake.endsOn, 12);
  await together(placed, (each) =>
    complement(stage, each, mentorOf[each.host], { from: intake.startsOn, until: intake.endsOn }),
  );
  await comeHome(stage, intake, placed);
  stage.on(intake.endsOn.add({ days: 6 }), 19);
  await lookBack(stage, placed);
  stage.on(intake.endsOn.add({ days: 11 }), 14);
  // the class council of the fourth has not met yet
  await together(
    placed.filter((each) => each.school !== 'chartres'),
    (each) => recognise(stage, each),
  );
  const eased = placed.find((each) => each.key === 'daniela.muniz');
  if (eased)
    await easeTheWay(stage, eased, {
      wished: intake.startsOn.subtract({ days: 120 }),
      agreed: intake.startsOn.subtract({ days: 90 }),
      after: intake.endsOn.add({ days: 5 }),
    });
  stage.on(intake.endsOn.add({ days: 11 }), 15);
  await tickSteps(stage, intake);
  stage.report(`  ${intake.name}: ${pupils.length} pupils have come home`);
}

/** In the fourth week abroad: one agreement is being changed, one talk is late, one went badly. */
export async function abroad(stage: Stage, projectId: ProjectId): Promise<void> {
  const startsOn = stage.today.subtract({ days: 26 });
  stage.on(startsOn.subtract({ days: 330 }));
  const intake = await openIntakeFor(stage, projectId, 'abroad', startsOn);
  const pupils = await fromOpeningToChoice(stage, intake);
  const placed = await fromFamiliesToDeparture(stage, intake, pupils);
  const changing = placed.find((each) => agreementOf(each.key).change);
  await careFor(stage, intake.startsOn, placed);
  const eased = placed.find((each) => each.key === 'zoe.mbuyi');
  if (eased) {
    await easeTheWay(stage, eased, {
      wished: intake.startsOn.subtract({ days: 45 }),
      agreed: intake.startsOn.add({ days: 4 }),
    });
    await standByParents(stage, eased, false);
  }
  if (changing) await changeMidway(stage, changing, stage.today.subtract({ days: 2 }));
  await tickSteps(stage, intake);
  await talk(stage, intake, placed);
  await standBy(stage, intake, placed);
  await standOnDuty(stage, intake, placed);
  await goOnTrips(stage, intake, placed);
  stage.report(`  ${intake.name}: ${pupils.length} pupils are abroad`);
}

/** One has not begun, one is half way, one waits for the guardian, one for the school's decision. */
export async function applying(stage: Stage, projectId: ProjectId): Promise<void> {
  const { today } = stage;
  const startsOn = today.add({ days: 285 });
  stage.on(today.subtract({ days: 18 }));
  const intake = await openIntakeFor(stage, projectId, 'applying', startsOn);
  stage.on(today.subtract({ days: 14 }));
  const pupils = await importFiles(stage, intake);
  const more = await addMorePupils(stage, intake, 'applying');
  stage.on(today.subtract({ days: 12 }), 11);
  const roundId = await publishHowWeChoose(stage, intake, 'applying', {
    rateUntil: today.add({ days: 6 }),
    newsOn: today.add({ days: 13 }),
  });
  const by = (school: (typeof schools)[number]) => {
    const found = pupils.find((p) => p.school === school);
    if (!found) throw new Error(`no pupil of ${school} applies`);
    return found;
  };
  stage.on(today.subtract({ days: 9 }), 18);
  await fillApplication(stage, by('brussels'));
  stage.on(today.subtract({ days: 8 }), 18);
  await together([by('riga'), by('chartres')], (pupil) => fillApplication(stage, pupil));
  stage.on(today.subtract({ days: 6 }), 18);
  await together([by('riga'), by('chartres')], (pupil) => submit(stage, pupil));
  stage.on(today.subtract({ days: 4 }), 20);
  await consentFirst(stage, by('chartres'));
  stage.on(today.subtract({ days: 4 }), 21);
  await beginRecord(stage, by('riga'));
  stage.on(today.subtract({ days: 3 }), 9);
  await tellApplicants(stage, intake, by('chartres'));
  await applyToo(stage, more, 'applying');
  stage.on(today.subtract({ days: 3 }), 10);
  await rateAlone(stage, roundId, 'applying');
  stage.on(today.subtract({ days: 3 }), 11);
  await offerPlaces(stage, intake, ['brussels', 'riga']);
  await enterFamilies(stage, 'applying', {
    entered: today.subtract({ days: 6 }),
    vetted: today.subtract({ days: 2 }),
  });
  await easeTheWay(stage, by('riga'), {
    wished: stage.today.subtract({ days: 7 }),
    agreed: stage.today.subtract({ days: 1 }),
  });
  await standByParents(stage, by('riga'), true);
  stage.on(today.subtract({ days: 6 }), 9);
  await adaptLanguageForm(stage, 'riga');
  await hearOthers(stage, by('riga'), {
    asked: today.subtract({ days: 5 }),
    answered: today.subtract({ days: 2 }),
  });
  await waitForTeacher(stage, by('chartres'), {
    asked: today.subtract({ days: 5 }),
    reminded: today.subtract({ days: 2 }),
  });
  stage.on(today.subtract({ days: 1 }), 11);
  await tickSteps(stage, intake);
  stage.report(`  ${intake.name}: ${pupils.length + more.length} pupils are applying`);
}

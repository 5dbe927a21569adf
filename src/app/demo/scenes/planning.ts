import type { ProjectId } from '#kernel/ids.ts';
import { answerInvitation, planMeeting } from '#modules/calendar/server/index.ts';
import {
  changeTimelineStep,
  copyTimeline,
  createProject,
  invitePartner,
  markStep,
  openIntake,
  publishTimeline,
} from '#modules/projects/server/index.ts';
import { schoolYearOf } from '#modules/reference/core/index.ts';
import { changeEntry } from '#modules/reference/server/index.ts';
import { formatsFor } from '#platform/i18n/index.ts';
import type { Stage } from '../stage.ts';
import { together } from '../stage.ts';
import { coordinatorOf, type Intake, type Phase } from './applying.ts';
import { administrator, firstOf, join, type OrgRow, type StaffRow } from './joining.ts';

/** The school that coordinates the project of the example. */
export const coordinator = coordinatorOf.brussels as string;

export async function foundProject(stage: Stage, day: Temporal.PlainDate): Promise<ProjectId> {
  stage.on(day);
  const { projectId } = await stage.act(coordinator, createProject, {
    orgId: stage.org('brussels'),
    code: `${Math.max(day.year, 2021)}-1-BE01-KA121-SCH-000074973`,
    title: 'Expanding Learning Mobility',
  });
  return projectId;
}

/** Partners are invited by mail and join a few days later. */
export async function gatherPartners(
  stage: Stage,
  projectId: ProjectId,
  orgs: OrgRow[],
  staff: StaffRow[],
  day: Temporal.PlainDate,
): Promise<void> {
  stage.on(day, 11);
  // one after the other: the project is locked by each
  for (const org of orgs) {
    await stage.act(coordinator, invitePartner, {
      projectId,
      orgName: org.name,
      role: org.kind,
      email: firstOf(org, staff).email,
      language: org.language,
    });
  }
  stage.on(day.add({ days: 3 }), 15);
  await together(orgs, (org) => join(stage, org, firstOf(org, staff)));
}

/** "February and March 2027": an intake is called by its months. */
export function nameOfStay(startsOn: Temporal.PlainDate, endsOn: Temporal.PlainDate): string {
  const { month } = formatsFor('en');
  const [from, until] = [month(startsOn), month(endsOn)];
  const sameYear = startsOn.year === endsOn.year;
  const first = sameYear ? from.replace(/ \d+$/, '') : from;
  const between = startsOn.toPlainYearMonth().until(endsOn.toPlainYearMonth()).months;
  return `${first} ${between > 1 ? 'to' : 'and'} ${until}`;
}

export async function openIntakeFor(
  stage: Stage,
  projectId: ProjectId,
  phase: Phase,
  startsOn: Temporal.PlainDate,
): Promise<Intake> {
  const endsOn = startsOn.add({ months: 2 }).subtract({ days: 1 });
  const name = nameOfStay(startsOn, endsOn);
  const { intakeId } = await stage.act(coordinator, openIntake, {
    projectId,
    name,
    template: 'january',
    startsOn: startsOn.toString(),
    endsOn: endsOn.toString(),
  });
  return { id: intakeId, name, phase, startsOn, endsOn };
}

/** Who ticks by hand: the coordinating school, the organisation beside it, one that hosts. */
const ticking = {
  school: coordinator,
  sending: coordinatorOf['afs-be'] as string,
  hosting: coordinatorOf['afs-lv'] as string,
};

/** Steps that no event of the product completes, or only later. */
const byHand: { step: string; by: keyof typeof ticking; days: number }[] = [
  { step: 'promote', by: 'school', days: -325 },
  { step: 'apply-for-grant', by: 'school', days: -320 },
  { step: 'confirm-second-semester', by: 'hosting', days: -302 },
  { step: 'share-dossier', by: 'school', days: -198 },
  { step: 'find-host-school-and-families', by: 'hosting', days: -168 },
  { step: 'vet-families', by: 'hosting', days: -118 },
  { step: 'start-language-preparation', by: 'school', days: -95 },
  { step: 'name-mentors', by: 'school', days: -62 },
  { step: 'agree-crisis-plan', by: 'sending', days: -61 },
  { step: 'prepare-for-departure', by: 'sending', days: -55 },
  { step: 'tell-family', by: 'school', days: -43 },
  { step: 'check-papers', by: 'school', days: -35 },
  { step: 'arrange-travel-and-insurance', by: 'school', days: -33 },
  { step: 'prepare-host-family-and-class', by: 'hosting', days: -16 },
  { step: 'arrival-orientation', by: 'hosting', days: 3 },
  { step: 'monthly-contact', by: 'hosting', days: 23 },
  { step: 'review-agreement', by: 'school', days: 24 },
  { step: 'post-arrival-orientation', by: 'hosting', days: 40 },
  { step: 'book-return', by: 'school', days: 42 },
  { step: 'end-of-stay-orientation', by: 'hosting', days: 50 },
  { step: 'prepare-return', by: 'hosting', days: 55 },
  { step: 'issue-certificates', by: 'school', days: 62 },
];

/** Ticks what was done by hand until the day before today, on the day on which it was done. */
export async function tickSteps(stage: Stage, intake: Intake): Promise<void> {
  for (const { step, by, days } of byHand) {
    const day = intake.startsOn.add({ days });
    if (Temporal.PlainDate.compare(day, stage.today) >= 0) break;
    stage.on(day, 16);
    await stage.act(ticking[by], markStep, { intakeId: intake.id, stepId: step });
  }
}

/** What stands in the calendars of the next days. */
export async function planMeetings(stage: Stage): Promise<void> {
  const { today } = stage;
  const ids = (who: string[]) => together(who, (each) => stage.personId(each));
  stage.on(today.subtract({ days: 6 }), 11);
  const { eventId } = await stage.act(coordinator, planMeeting, {
    title: 'How are they? Half-time talk of the four schools',
    description:
      'Half an hour by video. Each mentor says two things that go well and one that should change.',
    day: today.add({ days: 4 }).toString(),
    from: '15:00',
    until: '15:30',
    timeZone: 'Europe/Brussels',
    place: '',
    url: 'https://meet.example.org/half-time',
    agenda:
      'Round of the mentors\nThe agreement that is being changed\nPreparation of the return\nDates',
    participantIds: await ids([
      'lucia.navarro',
      'janis.kenins',
      'helene.lefevre',
      'marta.gimenez',
      'martins.ozolins',
      'zoe.lhermitte',
      'yasmina.elhaddadi',
    ]),
  });
  await stage.act(coordinatorOf['afs-lv'] as string, planMeeting, {
    title: 'Mid-stay afternoon in Rīga',
    description:
      'Pupils from all programmes meet: a walk, a game, a talk about the second half. Bring warm shoes.',
    day: today.add({ days: 9 }).toString(),
    from: '14:00',
    until: '18:00',
    timeZone: 'Europe/Riga',
    place: 'Piemēra iela 2, Rīga',
    url: '',
    agenda: 'Walk to the market\nWhat surprised me\nThe second half: one wish',
    participantIds: await ids(['zoe.mbuyi', 'elina.nikitina', 'karlis.vitols']),
  });
  stage.on(today.subtract({ days: 5 }), 8);
  await stage.act('lucia.navarro', answerInvitation, { eventId, answer: 'yes' });
  await stage.act('martins.ozolins', answerInvitation, { eventId, answer: 'yes' });
  await stage.act('zoe.lhermitte', answerInvitation, { eventId, answer: 'maybe' });
}

/** The administrator writes down school holidays, and the coordinating school makes a timeline of its own. */
export async function shapePlans(stage: Stage): Promise<void> {
  const { today } = stage;
  stage.on(today.subtract({ days: 20 }), 9);
  const year = schoolYearOf(today);
  const [first, second] = [year.slice(0, 4), String(Number(year.slice(0, 4)) + 1)];
  await stage.act(administrator, changeEntry, {
    entry: `school-holidays~LV~~${year.replace('/', '-')}`,
    version: 0,
    periods: [
      `${first}-10-23; ${first}-10-29; Autumn; Automne`,
      `${first}-12-22; ${second}-01-04; Winter; Hiver`,
      `${second}-03-13; ${second}-03-19; Spring; Printemps`,
      `${second}-06-05; ${second}-07-31; Summer; Été`,
    ].join('\n'),
    sourceTitle: 'Invented for this demonstration: not the real holidays',
    certainty: 'own',
  });
  const { templateId } = await stage.act(coordinator, copyTimeline, {
    orgId: stage.org('brussels'),
    base: 'january',
    name: 'Our winter stays',
  });
  await stage.act(coordinator, changeTimelineStep, {
    templateId,
    version: 1,
    side: 'sendingSchool',
    anchor: 'start',
    direction: 'before',
    amount: 10,
    unit: 'months',
    titleEn: 'Let last year’s pupils tell their stories in class',
    titleFr: 'Faire raconter leur séjour en classe aux élèves de l’an dernier',
    dependsOn: ['promote'],
  });
  await stage.act(coordinator, publishTimeline, { templateId, version: 2 });
}

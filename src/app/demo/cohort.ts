import { today as dayItIs } from '#platform/clock.ts';
import type { Runtime } from '#platform/runtime.ts';
import { gatherRound } from './scenes/grouping.ts';
import { nameContacts } from './scenes/including.ts';
import { abroad, applying, returned } from './scenes/intakes.ts';
import {
  foundOrganisations,
  joinColleagues,
  labelAll,
  openHouseOfExamples,
  organisationRows,
  staffRows,
} from './scenes/joining.ts';
import { meet } from './scenes/meeting.ts';
import { partner } from './scenes/partnering.ts';
import { foundProject, gatherPartners, planMeetings, shapePlans } from './scenes/planning.ts';
import { prepare } from './scenes/preparing.ts';
import { askToJoin, foundNetwork, tellProfiles } from './scenes/presenting.ts';
import { assess, club } from './scenes/quality.ts';
import { shareSchoolLife } from './scenes/schoollife.ts';
import { openStage } from './stage.ts';

/**
 * Plays the example cohort into an empty installation: everybody does through commands what they would do on the pages,
 * on the day on which it would have happened. Three intakes: one came home three weeks ago, one is abroad in its fourth
 * week, one applies. Takes some seconds and tells how far it is.
 * @throws Error when a command refuses: the installation then holds half a cohort and should be started afresh
 */
export async function loadCohort(
  runtime: Runtime,
  options: { today?: Temporal.PlainDate; report?: (line: string) => void } = {},
): Promise<void> {
  const today = options.today ?? dayItIs();
  const report = options.report ?? (() => {});
  const stage = openStage(runtime, { today, report });
  const before = (days: number) => today.subtract({ days });
  try {
    report('Loading the example cohort …');
    const orgs = organisationRows();
    const staff = staffRows();
    const cohort = orgs.filter((o) => o.part === 'cohort');
    stage.on(before(470));
    await openHouseOfExamples(stage);
    stage.on(before(465));
    await foundOrganisations(
      stage,
      orgs.filter((o) => o.key === 'brussels'),
      staff,
    );
    const projectId = await foundProject(stage, before(430));
    await gatherPartners(
      stage,
      projectId,
      cohort.filter((o) => o.key !== 'brussels'),
      staff,
      before(428),
    );
    stage.on(before(422));
    await joinColleagues(stage, cohort, staff);
    await nameContacts(stage);
    await labelAll(stage);
    report('  schools and organisations have joined');

    await stage.side(
      () => returned(stage, projectId),
      () => abroad(stage, projectId),
      () => applying(stage, projectId),
      async () => {
        stage.on(before(415));
        await tellProfiles(stage, 'cohort');
        await foundNetwork(stage);
      },
      async () => {
        stage.on(before(75));
        const others = orgs.filter((o) => o.part === 'club');
        await foundOrganisations(stage, others, staff);
        await joinColleagues(stage, others, staff);
        await tellProfiles(stage, 'club');
        await assess(stage);
        await club(stage);
        await gatherRound(stage);
        report('  quality looked at, a club formed');
      },
    );
    await partner(stage, projectId);
    report('  partners have agreed how they work together');
    await stage.side(
      async () => {
        await planMeetings(stage);
        await meet(stage, projectId);
      },
      () => shapePlans(stage),
      () => prepare(stage),
      () => shareSchoolLife(stage),
    );
    stage.on(before(2));
    await askToJoin(stage);
    stage.on(today, 7);
    await labelAll(stage);
  } finally {
    stage.close();
  }
}

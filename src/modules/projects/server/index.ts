import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export { joinProjectOnAcceptance } from './commands/index.ts';
export {
  type DossierSource,
  type FactSource,
  setDossierSource,
  setFactSources,
  sharedTimelines,
} from './queries/index.ts';
export {
  intakeWithPartners,
  projectNames,
  projectsWithIntakes,
  projectWithPartners,
  seesIntakes,
} from './store.ts';

export const {
  changeIntake,
  changeTimelineStep,
  copyTimeline,
  createProject,
  forgetProject,
  hideTimelineStep,
  invitePartner,
  markStep,
  openIntake,
  publishTimeline,
  renameProject,
  unmarkStep,
} = commands;
export const {
  getDossierPlan,
  getOverview,
  getOwnTimeline,
  getProject,
  getProjectPlan,
  getTimeline,
  getWeek,
  listChoices,
  listNextSteps,
  listProjects,
  listTimelines,
  previewMove,
} = queries;

export const projects: ServerModule = {
  commands: [
    createProject,
    renameProject,
    invitePartner,
    openIntake,
    changeIntake,
    markStep,
    unmarkStep,
    copyTimeline,
    changeTimelineStep,
    hideTimelineStep,
    publishTimeline,
    forgetProject,
  ],
  queries: [
    listProjects,
    getProject,
    getTimeline,
    listNextSteps,
    previewMove,
    getWeek,
    getProjectPlan,
    getOverview,
    getDossierPlan,
    listTimelines,
    listChoices,
    getOwnTimeline,
  ],
  jobs,
  handlers,
  privacy,
};

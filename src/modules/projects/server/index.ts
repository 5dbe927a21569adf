import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export { joinProjectOnAcceptance } from './commands.ts';
export { type FactSource, setFactSources } from './queries.ts';

export const {
  changeIntake,
  createProject,
  invitePartner,
  markStep,
  openIntake,
  renameProject,
  unmarkStep,
} = commands;
export const { getProject, getTimeline, listNextSteps, listProjects } = queries;

export const projects: ServerModule = {
  commands: [
    createProject,
    renameProject,
    invitePartner,
    openIntake,
    changeIntake,
    markStep,
    unmarkStep,
  ],
  queries: [listProjects, getProject, getTimeline, listNextSteps],
  privacy,
};

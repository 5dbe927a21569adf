import { path } from '#platform/http/path.ts';

export const paths = {
  projects: path('/projects'),
  newProject: path('/projects/new'),
  project: path('/projects/:projectId'),
  renameProject: path('/projects/:projectId/edit'),
  invitePartner: path('/projects/:projectId/invite'),
  newIntake: path('/projects/:projectId/intakes/new'),
  intake: path('/intakes/:intakeId'),
  editIntake: path('/intakes/:intakeId/edit'),
  markStep: path('/intakes/:intakeId/mark'),
  unmarkStep: path('/intakes/:intakeId/unmark'),
};

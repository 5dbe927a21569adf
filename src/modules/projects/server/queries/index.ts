export { getTimeline } from './intake.ts';
export { getProject, listProjects } from './project.ts';
export {
  type DossierSource,
  type FactSource,
  setDossierSource,
  setFactSources,
} from './timeline.ts';
export { getOwnTimeline, listChoices, listTimelines, sharedTimelines } from './timelines.ts';
export {
  getDossierPlan,
  getOverview,
  getProjectPlan,
  getWeek,
  listNextSteps,
  previewMove,
} from './views.ts';

export {
  changeIntake,
  createProject,
  invitePartner,
  joinProjectOnAcceptance,
  markStep,
  openIntake,
  renameProject,
  unmarkStep,
} from './project.ts';
export { forgetProject } from './retention.ts';
export {
  changeTimelineStep,
  copyTimeline,
  hideTimelineStep,
  publishTimeline,
} from './timelines.ts';

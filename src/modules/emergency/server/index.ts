import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs } from './jobs/index.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export { fromCaseJob, pushAlarm, sendText, watchAlarms } from './jobs/index.ts';
export { printPlan } from './jobs/print.ts';
export { printCard } from './jobs/print-card.ts';
export { printCrisisPlan } from './jobs/print-crisis-plan.ts';

export const {
  acceptSwap,
  addMember,
  askSwap,
  changeGroup,
  chooseKind,
  closeIncident,
  declineSwap,
  endAway,
  forgetOld,
  markAway,
  markStep,
  openGroup,
  passOn,
  planShifts,
  raiseAlarm,
  raiseFromCase,
  readHandover,
  removeMember,
  removeShift,
  saveCard,
  setOwnNumber,
  startDrill,
  takeAlarm,
  takeOver,
  turnOffDevice,
  turnOnDevice,
  writeHandover,
  writeNote,
} = commands;
export const {
  getAlarm,
  getCard,
  getIncident,
  getNewGroup,
  getPlan,
  getRota,
  getStart,
  getWay,
  listDevices,
  listDuty,
  listIncidents,
  listOwnAlarms,
  listTonight,
} = queries;

export const emergency: ServerModule = {
  commands: Object.values(commands),
  queries: Object.values(queries),
  jobs,
  handlers,
  privacy,
};

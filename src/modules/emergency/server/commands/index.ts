export * from './alarms.ts';
export { forgetOld, saveCard } from './cards.ts';
export { turnOffDevice, turnOnDevice } from './devices.ts';
export {
  acceptSwap,
  addMember,
  askSwap,
  changeGroup,
  declineSwap,
  endAway,
  markAway,
  openGroup,
  planShifts,
  readHandover,
  removeMember,
  removeShift,
  setOwnNumber,
  writeHandover,
} from './duty.ts';
export {
  chooseKind,
  closeIncident,
  markStep,
  takeAlarm,
  takeOver,
  writeNote,
} from './incidents.ts';

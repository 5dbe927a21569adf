export * from './alarms.ts';
export { forgetOld, saveCard } from './cards.ts';
export * from './duty.ts';
export {
  chooseKind,
  closeIncident,
  markStep,
  takeAlarm,
  takeOver,
  writeNote,
} from './incidents.ts';

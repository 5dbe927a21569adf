export { getCard, getWay } from './cards.ts';
export { listDevices } from './devices.ts';
export { getNewGroup, getRota, listDuty } from './duty.ts';
export { getAlarm, getIncident, getStart, listIncidents, listOwnAlarms } from './incidents.ts';
export { getPlan } from './plan.ts';
export { listTonight } from './tonight.ts';

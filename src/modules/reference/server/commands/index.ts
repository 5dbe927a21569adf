export { changeEntry, chooseRegion, readHolidays, undoVersion } from './entries.ts';
export { changePolicy, takePolicyBack } from './policies.ts';

export { isTimeZone, schoolYearOf } from './rules.ts';
export type { CalendarGap } from './types.ts';

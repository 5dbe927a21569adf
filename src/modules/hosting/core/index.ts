export { adultAge, familyReadiness, recruitTask, referencesNeeded } from './rules.ts';
export { type Home, homeOf } from './schema.ts';

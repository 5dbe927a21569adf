export { checkFromAge, familyReadiness, referencesNeeded } from './rules.ts';
export { type Home, homeOf } from './schema.ts';

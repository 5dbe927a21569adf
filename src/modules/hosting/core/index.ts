export { maySeeFamily } from './policy.ts';
export { checkFromAge, familyReadiness, referencesNeeded, wordsOf } from './rules.ts';
export { type Home, homeOf } from './schema.ts';
export type { FamilyFacts, HouseholdMember, MissingItem } from './types.ts';

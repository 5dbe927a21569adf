export { calendarsOf, getEntry, getRegion, listEntries, regionsOf } from './entries.ts';
export {
  type CountryLimits,
  getPolicy,
  limitFaultsOf,
  limitsOf,
  listPolicies,
  sharedPolicies,
} from './policies.ts';

export {
  calendarsOf,
  countriesOf,
  getEntry,
  getRegion,
  listEntries,
  recordCheckAgesOf,
  regionsOf,
} from './entries.ts';
export {
  type CountryLimits,
  getPolicy,
  limitFaultsOf,
  limitsOf,
  listPolicies,
  sharedPolicies,
} from './policies.ts';

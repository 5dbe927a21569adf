import type { ServerModule } from '#platform/module.ts';
import { tableLimits } from '#platform/spreadsheet.ts';
import * as commands from './commands/index.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

/** A file of holidays may be as large as any table. */
export const holidayFileBytes = tableLimits.bytes;
export {
  type CountryLimits,
  calendarsOf,
  countriesOf,
  limitFaultsOf,
  limitsOf,
  recordCheckAgesOf,
  regionsOf,
  sharedPolicies,
} from './queries/index.ts';

export const {
  changeEntry,
  changePolicy,
  chooseRegion,
  readHolidays,
  takePolicyBack,
  undoVersion,
} = commands;
export const { getEntry, getPolicy, getRegion, listEntries, listPolicies } = queries;

export const reference: ServerModule = {
  commands: [changeEntry, undoVersion, readHolidays, chooseRegion, changePolicy, takePolicyBack],
  queries: [listEntries, getEntry, getRegion, listPolicies, getPolicy],
  privacy,
};

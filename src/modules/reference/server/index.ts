import type { ServerModule } from '#platform/module.ts';
import { tableLimits } from '#platform/spreadsheet.ts';
import * as commands from './commands.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

/** A file of holidays may be as large as any table. */
export const holidayFileBytes = tableLimits.bytes;
export { calendarsOf, limitFaultsOf, regionsOf } from './queries.ts';

export const { changeEntry, chooseRegion, readHolidays, undoVersion } = commands;
export const { getEntry, getRegion, listEntries } = queries;

export const reference: ServerModule = {
  commands: [changeEntry, undoVersion, readHolidays, chooseRegion],
  queries: [listEntries, getEntry, getRegion],
  privacy,
};

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runtime } from '#platform/runtime.ts';
import { buildApp } from '../application.tsx';
import { writeCalendars } from './export/calendars.ts';
import { indexPage, indexTable } from './export/contents.ts';
import { writeDocuments } from './export/documents.ts';
import { writeDossiers, writePlans } from './export/dossiers.ts';
import { writeMails } from './export/mails.ts';
import { writeAssessments, writeClubs, writeResponsibilities } from './export/organisations.ts';
import { openShelf } from './export/shelf.ts';
import { writeEmergency, writeJourneys, writeSchoolPages } from './export/stay.ts';
import { writeTables } from './export/tables.ts';

/**
 * Writes everything a user would show a colleague into a folder: the documents, the calendar of each persona, every
 * mail as it would arrive, the tables, and the pages as they print. `index.html` and `index.csv` say what is there and
 * for whom.
 */
export async function exportCohort(runtime: Runtime, folder: string): Promise<void> {
  // made first: it also tells the modules what they know of each other, which calendars are drawn from
  const app = buildApp(runtime);
  const shelf = openShelf(folder);
  await mkdir(folder, { recursive: true });
  for (const write of [
    writeDocuments,
    writeCalendars,
    writeMails,
    writeTables,
    writeDossiers,
    writePlans,
    writeJourneys,
    writeEmergency,
    writeSchoolPages,
    writeResponsibilities,
    writeAssessments,
    writeClubs,
  ])
    await write({ runtime, app, shelf });
  await writeFile(join(folder, 'index.csv'), indexTable(shelf.items));
  await writeFile(join(folder, 'index.html'), indexPage(shelf.items));
}

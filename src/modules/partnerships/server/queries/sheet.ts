import { formatsFor, translator } from '#platform/i18n/index.ts';
import type { ViewOf } from '#platform/query.ts';
import { partyNames, shareKinds } from '../../core/index.ts';
import type { getResponsibilities } from './tasks.ts';

/** The table of who does what as a workbook (XLSX) in a language. */
export async function sheetOfResponsibilities(
  table: ViewOf<typeof getResponsibilities>,
  language: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const t = translator(language);
  const { list } = formatsFor(language);
  const noteOf = (task: (typeof table.tasks)[number]) => {
    if (task.core) return t('partnerships.table.core');
    if (task.apart) return t('partnerships.table.apart');
    return task.changed ? t('partnerships.table.changed') : '';
  };
  const { writeWorkbook } = await import('#platform/spreadsheet/write-workbook.ts');
  const bytes = writeWorkbook({
    name: t('partnerships.table.title'),
    header: ['task', ...shareKinds, 'note'].map((key) => t(`partnerships.table.${key}`)),
    rows: table.tasks.map((task) => [
      t(`partnerships.task.${task.id}`),
      ...shareKinds.map((kind) =>
        list(
          partyNames(task, table, task.shares[kind], (party) => t(`partnerships.party.${party}`)),
        ),
      ),
      noteOf(task),
    ]),
    widths: [48, 34, 34, 34, 34, 34],
  });
  return new Uint8Array(bytes);
}

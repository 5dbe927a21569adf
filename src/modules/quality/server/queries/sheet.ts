import { formatsFor, translator } from '#platform/i18n/index.ts';
import type { ViewOf } from '#platform/query.ts';
import { countedStatus, wordingFor } from '../../core/rules/index.ts';
import type { getAssessment } from './assessment.ts';

const columns = [
  ['phase', 18],
  ['criterion', 30],
  ['code', 8],
  ['point', 60],
  ['status', 22],
  ['counts-as', 22],
  ['wished', 22],
  ['priority', 12],
  ['reason', 30],
  ['note', 40],
  ['evidence', 40],
  ['evidence-on', 14],
  ['reviewer', 22],
  ['review', 22],
  ['answered-by', 22],
  ['answered-on', 14],
] as const;

/** Results of a self-assessment as a workbook (XLSX), a row a point, in a language. */
export async function sheetOfResults(
  a: ViewOf<typeof getAssessment>,
  language: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const t = translator(language);
  const fmt = formatsFor(language);
  const words = wordingFor(language, a.questionnaire);
  const day = (at: Temporal.Instant | null) =>
    at ? fmt.date(at.toZonedDateTimeISO('Europe/Brussels').toPlainDate()) : '';
  const { writeWorkbook } = await import('#platform/spreadsheet/write-workbook.ts');
  const bytes = writeWorkbook({
    name: t('quality.sheet.name'),
    header: columns.map(([key]) => t(`quality.sheet.${key}`)),
    rows: a.criteria.flatMap((criterion) =>
      criterion.items.map((item) => {
        const priority = a.priorities.find((p) => p.itemId === item.id);
        const wished = a.wishes[criterion.id];
        return [
          words.phase(criterion.phaseId).title.text,
          words.criterion(criterion.id).text,
          item.id,
          words.item(item.id).text,
          item.status ? words.status(item.status).text : t('quality.table.open'),
          item.status
            ? words.status(countedStatus({ status: item.status, review: item.review })).text
            : '',
          wished ? words.status(wished).text : '',
          priority ? priority.rank : '',
          item.reason,
          item.note,
          item.evidence,
          item.evidenceOn ? fmt.date(item.evidenceOn) : '',
          item.reviewer,
          item.review ? t(`quality.review.${item.review}`) : '',
          item.answeredBy,
          day(item.answeredAt),
        ];
      }),
    ),
    widths: columns.map(([, width]) => width),
  });
  return new Uint8Array(bytes);
}

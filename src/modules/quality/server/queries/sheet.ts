import { formatsFor, translator } from '#platform/i18n/index.ts';
import type { ViewOf } from '#platform/query.ts';
import { countedStatus, wordingFor } from '../../core/rules/index.ts';
import { type Level, statuses } from '../../core/types.ts';
import type { getAssessment } from './assessment.ts';
import type { getResult } from './result.ts';

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

/**
 * Results of a self-assessment as a workbook (XLSX) in a language: criteria by status, a row a point, the middle status of
 * each criterion over the years, and what has changed since the last time.
 */
export async function sheetOfResults(
  a: ViewOf<typeof getAssessment>,
  r: ViewOf<typeof getResult>,
  language: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const t = translator(language);
  const fmt = formatsFor(language);
  const words = wordingFor(language, a.questionnaire);
  const day = (at: Temporal.Instant | null) =>
    at ? fmt.date(at.toZonedDateTimeISO('Europe/Brussels').toPlainDate()) : '';
  const { writeWorkbook } = await import('#platform/spreadsheet/write-workbook.ts');
  const levelText = (level: Level | null | undefined) => (level ? words.status(level).text : '');
  const matrix = {
    name: t('quality.sheet.matrix'),
    header: [
      t('quality.sheet.phase'),
      t('quality.sheet.criterion'),
      ...statuses.map((s) => words.status(s).text),
      t('quality.table.open'),
      t('quality.sheet.median'),
      t('quality.sheet.wished'),
    ],
    rows: r.matrix.map((row) => [
      words.phase(row.phaseId).title.text,
      words.criterion(row.criterionId).text,
      ...statuses.map((s) => row.counts[s] ?? 0),
      row.unanswered,
      levelText(row.median),
      levelText(row.wished),
    ]),
    widths: [18, 34, ...statuses.map(() => 14), 14, 22, 22],
  };
  const times = [...r.earlier].reverse();
  const overTime = {
    name: t('quality.sheet.over-time'),
    header: [
      t('quality.sheet.criterion'),
      ...times.map((each) => day(each.submittedAt)),
      r.submittedAt ? day(r.submittedAt) : t('quality.sheet.now'),
    ],
    rows: r.matrix.map((row) => [
      words.criterion(row.criterionId).text,
      ...times.map((each) => levelText(each.medians[row.criterionId])),
      levelText(row.median),
    ]),
    widths: [34, ...times.map(() => 22), 22],
  };
  const changes = {
    name: t('quality.sheet.changes'),
    header: [
      t('quality.sheet.code'),
      t('quality.sheet.point'),
      r.previous ? day(r.previous.submittedAt) : t('quality.sheet.before'),
      t('quality.sheet.now'),
      t('quality.sheet.steps'),
    ],
    rows: (r.previous?.changes ?? []).map((change) => [
      change.itemId,
      words.item(change.itemId).text,
      levelText(change.from),
      levelText(change.to),
      change.steps,
    ]),
    widths: [8, 60, 22, 22, 12],
  };
  const points = {
    name: t('quality.sheet.points'),
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
  };
  return new Uint8Array(writeWorkbook(matrix, points, overTime, changes));
}

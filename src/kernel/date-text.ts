/** Which part of `03/04/2027` comes first; dots and dashes are always day first in Europe. */
export type SlashOrder = 'day-first' | 'month-first';

const separated = /^(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4}|\d{2})\.?$/;
const yearFirst =
  /^(\d{4})([./-]) ?(\d{1,2})\2 ?(\d{1,2})\.?(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * A calendar date as people type it: `2027-04-03`, `3.4.2027`, `3. 4. 2027`, `03/04/2027`,
 * `3-4-2027`, `2027/04/03`, `2027. 04. 03.`; a time behind a year-first date is ignored.
 *
 * @param options.slash how to read slashes, when a whole column or the person has told it
 * @returns the date; `'ambiguous'` when day and month could be exchanged (slashes, both up to 12)
 *   or the year has two digits; `null` when it is no date
 */
export function parseDate(
  text: string,
  options: { slash?: SlashOrder } = {},
): Temporal.PlainDate | null | 'ambiguous' {
  const trimmed = text.replaceAll(/[\u00a0\u202f]/g, ' ').trim();
  const iso = yearFirst.exec(trimmed);
  if (iso) return dateOf(iso[1], iso[3], iso[4]);
  const parts = separated.exec(trimmed);
  if (!parts) return null;
  const [, first, separator, second, year = ''] = parts;
  if (year.length === 2)
    return dateOf(`20${year}`, second, first) || dateOf(`20${year}`, first, second)
      ? 'ambiguous'
      : null;
  if (separator !== '/') return dateOf(year, second, first);
  if (options.slash === 'month-first') return dateOf(year, first, second);
  const dayFirst = dateOf(year, second, first);
  if (options.slash === 'day-first' || !dayFirst) return dayFirst;
  return first !== second && Number(first) !== Number(second) && dateOf(year, first, second)
    ? 'ambiguous'
    : dayFirst;
}

/**
 * What a column of dates says about its slashes: one value that can only be read one way settles
 * the others.
 *
 * @returns `null` when nothing settles it, or when values contradict each other
 */
export function slashOrderOf(texts: readonly string[]): SlashOrder | null {
  let dayFirst = false;
  let monthFirst = false;
  for (const text of texts) {
    if (!text.includes('/')) continue;
    const asDay = parseDate(text, { slash: 'day-first' }) instanceof Temporal.PlainDate;
    const asMonth = parseDate(text, { slash: 'month-first' }) instanceof Temporal.PlainDate;
    if (asDay && !asMonth) dayFirst = true;
    if (asMonth && !asDay) monthFirst = true;
  }
  if (dayFirst === monthFirst) return null;
  return dayFirst ? 'day-first' : 'month-first';
}

function dateOf(year?: string, month?: string, day?: string): Temporal.PlainDate | null {
  const fields = { year: Number(year), month: Number(month), day: Number(day) };
  if (fields.year < 1000 || fields.month < 1 || fields.day < 1) return null;
  try {
    return Temporal.PlainDate.from(fields, { overflow: 'reject' });
  } catch {
    return null;
  }
}

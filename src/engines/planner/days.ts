/** Days as whole numbers (days since 1970-01-01), in which everything is computed: Temporal dates are made at the edges. */

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const monthLength = (year: number, month: number) =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

function dayNumber(year: number, month: number, day: number): number {
  const before = year - 1;
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const inYear =
    (daysBeforeMonth[month - 1] as number) + (month > 2 && isLeap(year) ? 1 : 0) + day - 1;
  return before * 365 + leaps + inYear - 719_162;
}

export function toDay(date: Temporal.PlainDate): number {
  return dayNumber(date.year, date.month, date.day);
}

/** Year, month and day of a number; the inverse of `dayNumber` (H. Hinnant, "chrono-compatible low-level date algorithms"). */
function partsOf(number: number): { year: number; month: number; day: number } {
  const z = number + 719_468;
  const era = Math.floor(z / 146_097);
  const ofEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const ofYear =
    ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

export function ofDay(number: number): Temporal.PlainDate {
  const { year, month, day } = partsOf(number);
  return new Temporal.PlainDate(year, month, day);
}

/** Calendar months, the day held inside the month as Temporal's `constrain` does: 31 August less 6 is the last of February. */
export function addMonths(number: number, months: number): number {
  if (months === 0) return number;
  const { year, month, day } = partsOf(number);
  const at = year * 12 + month - 1 + months;
  const newYear = Math.floor(at / 12);
  const newMonth = at - newYear * 12 + 1;
  return dayNumber(newYear, newMonth, Math.min(day, monthLength(newYear, newMonth)));
}

/** ISO weekday, 1 Monday to 7 Sunday. */
export function weekdayOf(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1;
}

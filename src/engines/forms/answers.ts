/**
 * From what was sent to answers: the fields of one page (texts), or a section's answers as JSON. Both end in the
 * same check.
 *
 * Names of fields, by kind of question:
 *
 * | kind | fields |
 * | --- | --- |
 * | date | `<question>.day`, `.month`, `.year`; or `<question>`, as YYYY-MM-DD or 3.4.2027 |
 * | yes-no | `<question>`: `yes` or `no` |
 * | statement | `<question>`: `yes` when ticked |
 * | choices, file | `<question>`, once for each option or reference |
 * | languages | `<question>.<row>.language` (a code) or `.other` (words), `<question>.<row>.level` |
 * | address | `<question>.street`, `.extra`, `.postcode`, `.city`, `.region`, `.country` |
 * | person-name | `<question>.given`, `<question>.family` |
 * | list | `<question>.<row>.` and the names of the field inside |
 * | all others | `<question>` |
 *
 * Rows are numbered from 0; blank rows are left out. Faults name the field as it was sent.
 */
import { parseDate } from '#kernel/date-text.ts';
import { isLanguageCode, languageIn } from '#kernel/languages.ts';
import type { Fault } from '#kernel/outcome.ts';
import { addressParts } from './address.ts';
import type { CompiledForm, CompiledPage } from './compile.ts';
import type { Facts } from './condition.ts';
import type { Field, Question } from './definition.ts';
import { look } from './state.ts';
import {
  type Answer,
  type Answers,
  answerTo,
  checkValue,
  faultAt,
  isBlank,
  isShapeless,
  missingFault,
  nameParts,
} from './values.ts';

export type Fields = ReadonlyMap<string, string | readonly string[]>;

/** What is known beside what was sent. */
export type Known = {
  /** what is kept of the whole form */
  readonly answers?: Answers;
  readonly facts?: Facts;
  /**
   * Kept meanwhile, not handed in: nothing is said about what is missing, and an answer that is too short, too long or
   * otherwise of no use yet is told, but kept.
   */
  readonly draft?: boolean;
};

export type ReadAnswers = {
  readonly ok: boolean;
  /** what can be kept: lay it over the answers of the form; without the answers that have faults, unless a draft */
  readonly answers: Answers;
  /** for questions that are shown with these answers, in reading order */
  readonly faults: readonly Fault[];
  /**
   * ids of questions that were hidden and come to light with these answers, notes included: without a script the page
   * has to be shown once more for them
   */
  readonly revealed: readonly string[];
  /** the fields of this page as they were sent, to show them again */
  readonly typed: Readonly<Record<string, string[]>>;
};

/**
 * Reads the submitted fields of one page. A question that is shown and was left empty is answered with `null`; a
 * hidden one keeps the answer it had, unless a good one was sent.
 *
 * @throws RangeError when the form has no such page
 */
export function readAnswers(
  form: CompiledForm,
  pageId: string,
  fields: Fields,
  known: Known = {},
): ReadAnswers {
  const page = form.pages[form.pageNumbers.get(pageId) ?? -1];
  if (!page) throw new RangeError(`form "${form.definition.id}" has no page "${pageId}"`);
  const typed = typedOn(form, page, fields);
  const rowsOf = rowNumbers(typed);
  const sent = new Map<string, Sent>();
  for (const question of page.page.questions) {
    if (question.kind === 'note') continue;
    const reading = readQuestion(question, question.id, typed, rowsOf);
    sent.set(question.id, { ...reading, value: tidy(question, reading.value) });
  }
  return { ...settle(form, page.first, page.end, sent, known), typed };
}

/**
 * Checks answers that came as data, such as JSON through the API, against one section.
 *
 * @param sent answers by id of the question; a question that is not in the section is refused, one that is not
 *   mentioned keeps the answer it had
 * @throws RangeError when the form has no such section
 */
export function checkAnswers(
  form: CompiledForm,
  sectionId: string,
  sent: Readonly<Record<string, unknown>>,
  known: Known = {},
): Omit<ReadAnswers, 'typed'> {
  const pages = form.pages.filter((page) => page.section.id === sectionId);
  const [first, last] = [pages[0], pages.at(-1)];
  if (!first || !last)
    throw new RangeError(`form "${form.definition.id}" has no section "${sectionId}"`);
  const values = new Map<string, Sent>();
  const unknown: Fault[] = [];
  for (const [id, value] of Object.entries(sent)) {
    const number = form.questionNumbers.get(id) ?? -1;
    const question = form.questions[number];
    if (!question || number < first.first || number >= last.end || question.kind === 'note')
      unknown.push(faultAt(id, 'forms.unknown-question'));
    else values.set(id, { value: tidy(question, value), wasSent: true });
  }
  const settled = settle(form, first.first, last.end, values, known);
  return {
    ok: settled.ok && unknown.length === 0,
    answers: settled.answers,
    faults: [...settled.faults, ...unknown],
    revealed: settled.revealed,
  };
}

/** One answer as it was sent; `rows` gives each row the number it was sent with. */
type Sent = { readonly value: unknown; readonly wasSent: boolean; readonly rows?: number[] };

/** Lays what was sent over what is kept, sees what is shown then, and checks that. */
function settle(
  form: CompiledForm,
  first: number,
  end: number,
  sent: ReadonlyMap<string, Sent>,
  { answers: kept = {}, facts = {}, draft = false }: Known,
): Omit<ReadAnswers, 'typed'> {
  const merged = new Map<string, unknown>(Object.entries(kept));
  for (const [id, { value, wasSent }] of sent) if (wasSent) merged.set(id, value);
  // Made of entries, so that "__proto__" is a name like any other.
  const sight = look(form, Object.fromEntries(merged) as Answers, facts);
  const before = look(form, kept, facts);
  const answers: [string, Answer | null][] = [];
  const faults: Fault[] = [];
  const revealed: string[] = [];
  for (let number = first; number < end; number++) {
    const { id, kind, required } = form.questions[number] as Question;
    const isShown = sight.shown[number] === 1;
    const one = sent.get(id);
    // Fields that are not there were left empty (boxes send nothing), unless the question was not on the page.
    if (!one || (!one.wasSent && !before.shown[number])) {
      if (!isShown) continue;
      const isMissing = sight.values[number] === undefined && required && kind !== 'note';
      if (isMissing && !draft) faults.push(missingFault(kind, id));
      if (!before.shown[number]) revealed.push(id);
      continue;
    }
    if (isBlank(kind, one.value)) {
      if (!isShown) continue;
      if (required && !draft) faults.push(missingFault(kind, id));
      // A draft that was never filled stays as if nobody had been there.
      else if (!draft || answerTo(kept, id) !== undefined) answers.push([id, null]);
      continue;
    }
    const found: Fault[] = [];
    checkValue(form.questions[number] as Question, one.value, id, facts, found, one.rows);
    const canKeep = draft ? !found.some(isShapeless) : found.length === 0;
    if (canKeep) answers.push([id, one.value as Answer]);
    if (isShown) faults.push(...found);
  }
  return { ok: faults.length === 0, answers: Object.fromEntries(answers), faults, revealed };
}

/** The fields that belong to a page, each as the texts it was sent with. */
function typedOn(form: CompiledForm, page: CompiledPage, fields: Fields): Record<string, string[]> {
  const typed: [string, string[]][] = [];
  for (const [name, value] of fields) {
    const dot = name.indexOf('.');
    const number = form.questionNumbers.get(dot < 0 ? name : name.slice(0, dot)) ?? -1;
    if (number >= page.first && number < page.end)
      typed.push([name, typeof value === 'string' ? [value] : [...value]]);
  }
  return Object.fromEntries(typed);
}

/** The numbers of rows that were sent of each question, in order. */
function rowNumbers(typed: Readonly<Record<string, string[]>>): (question: string) => number[] {
  const rows = new Map<string, Set<number>>();
  for (const name of Object.keys(typed)) {
    const [, question, row] = /^([^.]+)\.(\d{1,4})\./.exec(name) ?? [];
    if (question === undefined) continue;
    const found = rows.get(question) ?? new Set();
    rows.set(question, found.add(Number(row)));
  }
  return (question) => [...(rows.get(question) ?? [])].sort((a, b) => a - b);
}

type Typed = Readonly<Record<string, string[]>>;

/**
 * Puts the fields of a question together to what the answer would be. What cannot be understood stays the text it
 * is, and the check finds it to be no number, no date.
 */
function readQuestion(
  question: Question | Field,
  name: string,
  typed: Typed,
  rowsOf: (question: string) => number[],
): Sent {
  const texts = (part = '') => (Object.hasOwn(typed, name + part) ? typed[name + part] : undefined);
  const text = (part = '') => texts(part)?.[0]?.trim() ?? '';
  const parts = (names: readonly string[]): Sent => {
    const given = names.filter((part) => text(`.${part}`) !== '');
    return {
      value: Object.fromEntries(given.map((part) => [part, text(`.${part}`)])),
      wasSent: names.some((part) => texts(`.${part}`) !== undefined),
    };
  };
  const single = (value: unknown): Sent => ({ value, wasSent: texts() !== undefined });
  switch (question.kind) {
    case 'number':
    case 'scale':
      return single(readNumber(text()));
    case 'date': {
      const [day, month, year] = [text('.day'), text('.month'), text('.year')];
      const inParts = [day, month, year].some((part) => part !== '');
      const date = inParts ? `${year}-${month}-${day}` : text();
      const found = parseDate(date, { slash: 'day-first' });
      const wasSent = ['', '.day', '.month', '.year'].some((part) => texts(part) !== undefined);
      return { value: found instanceof Temporal.PlainDate ? found.toString() : date, wasSent };
    }
    case 'yes-no':
    case 'statement': {
      const answer = text();
      if (['yes', 'true', 'on', '1'].includes(answer)) return single(true);
      return single(['no', 'false', 'off', '0'].includes(answer) ? false : answer);
    }
    case 'choices':
    case 'file':
      return single(texts()?.filter((one) => one.trim() !== '') ?? []);
    case 'address':
      return parts(addressParts);
    case 'person-name':
      return parts(nameParts);
    case 'languages':
    case 'list': {
      const numbers = rowsOf(name);
      const rows = numbers.map((row) => {
        const at = `${name}.${row}`;
        if (question.kind === 'languages') {
          const field = (part: string) => typed[`${at}.${part}`]?.[0]?.trim() ?? '';
          // one that is not on the list is written in words, and then counts as one of the list where it is one
          return {
            language: languageIn(field('other') || field('language')),
            level: field('level'),
          };
        }
        return Object.fromEntries(
          question.fields.map((field) => {
            const { value } = readQuestion(field, `${at}.${field.id}`, typed, rowsOf);
            return [field.id, tidy(field, value)];
          }),
        );
      });
      const filled = rows.map((row) => !isBlank('list', row) && !isBlankRow(row));
      return {
        value: rows.filter((_, i) => filled[i]),
        rows: numbers.filter((_, i) => filled[i]),
        wasSent: numbers.length > 0,
      };
    }
    default:
      return single(text());
  }
}

function isBlankRow(row: Readonly<Record<string, unknown>>): boolean {
  return Object.values(row).every((value) => isBlank('text', value));
}

/**
 * A number as people write it: a comma or a point before decimals, spaces or apostrophes between thousands, and
 * points or commas there when the other stands before decimals. The text itself when it is none.
 */
function readNumber(text: string): number | string {
  const bare = text.replaceAll(/[\s'’]/gu, '').replace('−', '-');
  if (/^[-+]?\d{1,15}([.,]\d{1,15})?$/.test(bare)) return Number(bare.replace(',', '.'));
  if (/^[-+]?\d{1,3}(\.\d{3})+,\d{1,15}$/.test(bare))
    return Number(bare.replaceAll('.', '').replace(',', '.'));
  if (/^[-+]?\d{1,3}(,\d{3})+\.\d{1,15}$/.test(bare)) return Number(bare.replaceAll(',', ''));
  return text;
}

/** Spaces around texts go, letters are composed, line ends are one sign; blank becomes `null`. */
function tidy(question: Question | Field, value: unknown): unknown {
  const clean = (one: unknown): unknown =>
    typeof one === 'string' ? one.trim().normalize('NFC').replaceAll(/\r\n?/g, '\n') : one;
  const cleaned = Array.isArray(value)
    ? value.map((one) => (isPlainObject(one) ? tidyRow(question, one) : clean(one)))
    : isPlainObject(value)
      ? Object.fromEntries(
          Object.entries(value)
            .map(([part, one]) => [part, clean(one)] as const)
            .filter(([, one]) => one !== '' && one !== null && one !== undefined),
        )
      : clean(value);
  if (question.kind === 'email' && typeof cleaned === 'string')
    return cleaned.toLowerCase() || null;
  return isBlank(question.kind, cleaned) ? null : cleaned;
}

function tidyRow(question: Question | Field, row: Readonly<Record<string, unknown>>): unknown {
  const fields: readonly Field[] = question.kind === 'list' ? question.fields : [];
  return Object.fromEntries(
    Object.entries(row).map(([part, value]) => {
      const field = fields.find((one) => one.id === part);
      if (field) return [part, tidy(field, value)];
      return [part, typeof value === 'string' ? value.trim() : value];
    }),
  );
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The fields a page opens with: what `readAnswers` would read as these answers.
 *
 * @throws RangeError when the form has no such page
 */
export function fieldsOf(
  form: CompiledForm,
  pageId: string,
  answers: Answers,
): Record<string, string[]> {
  const page = form.pages[form.pageNumbers.get(pageId) ?? -1];
  if (!page) throw new RangeError(`form "${form.definition.id}" has no page "${pageId}"`);
  const fields: Record<string, string[]> = {};
  for (const question of page.page.questions)
    writeFields(question, question.id, answerTo(answers, question.id), fields);
  return fields;
}

function writeFields(
  question: Question | Field,
  name: string,
  value: unknown,
  fields: Record<string, string[]>,
): void {
  if (isBlank(question.kind, value)) return;
  if (typeof value === 'boolean') fields[name] = [value ? 'yes' : 'no'];
  else if (question.kind === 'date' && typeof value === 'string') {
    const [year = '', month = '', day = ''] = value.split('-');
    fields[`${name}.day`] = [day.replace(/^0/, '')];
    fields[`${name}.month`] = [month.replace(/^0/, '')];
    fields[`${name}.year`] = [year];
  } else if (Array.isArray(value)) {
    if (question.kind !== 'list' && question.kind !== 'languages') fields[name] = value.map(String);
    else
      value.forEach((row, i) => {
        if (!isPlainObject(row)) return;
        for (const [part, one] of Object.entries(row)) {
          const asked = question.kind === 'list' && question.fields.find(({ id }) => id === part);
          if (asked) writeFields(asked, `${name}.${i}.${part}`, one, fields);
          else {
            const inWords = part === 'language' && !isLanguageCode(String(one));
            fields[`${name}.${i}.${inWords ? 'other' : part}`] = [String(one)];
          }
        }
      });
  } else if (isPlainObject(value)) {
    for (const [part, one] of Object.entries(value)) fields[`${name}.${part}`] = [String(one)];
  } else fields[name] = [String(value)];
}

/**
 * One answer: its shape, and what is wrong with it. Answers are what JSON can hold, and may come from anywhere (an
 * older version, an API, a hand): everything here answers for any value at all and never throws.
 */
import { isLanguageCode, languageKey } from '#kernel/languages.ts';
import type { Fault, Params } from '#kernel/outcome.ts';
import { type Address, addressParts, isPostcode, needsPostcode } from './address.ts';
import { dayOf, type Facts, isDay } from './condition.ts';
import {
  defaultLimits,
  type Field,
  languageLevels,
  type Option,
  type Question,
  type QuestionKind,
  type QuestionOf,
} from './definition.ts';

/** A language by its ISO 639 code, or in words where it is none of those known. */
export type LanguageRow = { readonly language: string; readonly level: string };
/** One part is enough where the question says so. */
export type PersonName = { readonly given?: string; readonly family?: string };
export const nameParts = ['given', 'family'] as const satisfies readonly (keyof PersonName)[];
export type Row = Readonly<Record<string, FieldAnswer | null>>;
type FieldAnswer = string | number | boolean | readonly string[] | Address | PersonName;

/**
 * What an answer is, by kind. text, long-text, email, phone, country (ISO 3166-1), choice (id of the option), date
 * (YYYY-MM-DD): a text. number, scale: a number. yes-no, statement: a boolean. choices, file: texts. The others:
 * the types above; a list has a row for each group.
 */
export type Answer = FieldAnswer | readonly LanguageRow[] | readonly Row[];

/**
 * By id of the question. `null` is a question that was looked at and left empty. Answers to hidden questions are
 * kept, but count for nothing.
 */
export type Answers = Readonly<Record<string, Answer | null>>;

/** The answer to a question; what an object inherits is no answer. */
export function answerTo(answers: Answers, id: string): Answer | null | undefined {
  return Object.hasOwn(answers, id) ? answers[id] : undefined;
}

/** Everything that can be wrong with an answer: key of its message -> the parameters the message gets. */
export const answerFaults = {
  'forms.required': [],
  'forms.choose': [],
  'forms.tick': [],
  'forms.file-required': [],
  'forms.unreadable': [],
  'forms.one-line': [],
  'forms.too-long': ['max'],
  'forms.too-few-words': ['min', 'words'],
  'forms.not-a-number': [],
  'forms.too-small': ['min'],
  'forms.too-large': ['max'],
  'forms.not-in-steps': ['step'],
  'forms.not-a-date': [],
  'forms.too-early': ['date'],
  'forms.too-late': ['date'],
  'forms.not-an-option': [],
  'forms.too-few-picked': ['min'],
  'forms.too-many-picked': ['max'],
  'forms.alone': [],
  'forms.not-a-country': [],
  'forms.not-a-language': [],
  'forms.not-a-level': [],
  'forms.twice': [],
  'forms.not-an-email': [],
  'forms.not-a-phone': [],
  'forms.not-a-postcode': [],
  'forms.too-many-files': ['max'],
  'forms.too-few-rows': ['min'],
  'forms.too-many-rows': ['max'],
  'forms.unknown-question': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type AnswerReason = keyof typeof answerFaults;

/** More of the answer makes it good: it is on its way rather than wrong. */
const unfinished: ReadonlySet<string> = new Set<AnswerReason>([
  'forms.required',
  'forms.choose',
  'forms.tick',
  'forms.file-required',
  'forms.too-few-words',
  'forms.too-few-picked',
  'forms.too-few-rows',
]);

export function isUnfinished({ reason }: Fault): boolean {
  return unfinished.has(reason);
}

/** The answer is not of its type: it cannot be kept, not even as a draft. */
const shapeless: ReadonlySet<string> = new Set<AnswerReason>([
  'forms.unreadable',
  'forms.not-a-number',
  'forms.not-a-date',
  'forms.not-an-option',
  'forms.not-a-country',
  'forms.not-a-language',
  'forms.not-a-level',
  'forms.unknown-question',
]);

export function isShapeless({ reason }: Fault): boolean {
  return shapeless.has(reason);
}

/** @param field name of the input it belongs to, such as `family.0.birth` */
export function faultAt(field: string, reason: AnswerReason, params?: Params): Fault {
  return params ? { reason, params, field } : { reason, field };
}

/** Whether nothing was answered. A statement that is not ticked is not answered; "no" is an answer. */
export function isBlank(kind: QuestionKind, value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value === 'string') return value.trim() === '';
  if (value === false) return kind === 'statement';
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== 'object') return false;
  return Object.values(value).every((part) => part === null || part === undefined || part === '');
}

/** What is said about a required question that is not answered. */
export function missingFault(kind: QuestionKind, field: string): Fault {
  if (kind === 'statement') return faultAt(field, 'forms.tick');
  if (kind === 'file') return faultAt(field, 'forms.file-required');
  const picked = kind === 'yes-no' || kind === 'choice' || kind === 'choices' || kind === 'scale';
  return faultAt(field, picked ? 'forms.choose' : 'forms.required');
}

/**
 * Finds what is wrong with an answer that is not blank, and adds it to `faults`.
 *
 * @param field name of the input, to which compound kinds add their parts
 * @param rowNumbers number of each row as it was typed, where blank rows in between were left out
 */
export function checkValue(
  question: Question | Field,
  value: unknown,
  field: string,
  facts: Facts,
  faults: Fault[],
  rowNumbers?: readonly number[],
): void {
  const add: Add = (wrong, row, part) => {
    if (!wrong) return;
    const inRow = row === undefined ? field : `${field}.${rowNumbers?.[row] ?? row}`;
    faults.push(faultAt(part === undefined ? inRow : `${inRow}.${part}`, ...wrong));
  };
  switch (question.kind) {
    case 'person-name':
      checkName(question, value, add);
      break;
    case 'address':
      checkAddress(value, add);
      break;
    case 'languages':
      add(rowsWrong(value, question.limits, defaultLimits.languages));
      if (isRows(value)) checkLanguages(value, add);
      break;
    case 'list':
      add(rowsWrong(value, question.limits, defaultLimits.list));
      if (isRows(value))
        value.forEach((row, i) => {
          checkRow(question.fields, row, `${field}.${rowNumbers?.[i] ?? i}`, facts, faults);
        });
      break;
    default:
      add(wrongWith(question, value, facts));
  }
}

type Wrong = readonly [reason: AnswerReason, params?: Params];
/** Adds what is wrong, if anything is, at a part of a row, or of the answer itself. */
type Add = (wrong: Wrong | null, row?: number, part?: string) => void;
type Compound = 'person-name' | 'address' | 'languages' | 'list';

/** The first thing that is wrong with an answer of a single part. */
function wrongWith(
  question: Exclude<Question | Field, { readonly kind: Compound }>,
  value: unknown,
  facts: Facts,
): Wrong | null {
  switch (question.kind) {
    case 'text':
      return wrongLine(value, question.limits?.max ?? defaultLimits.text);
    case 'long-text': {
      if (!isReadable(value)) return ['forms.unreadable'];
      const { max = defaultLimits.longText, minWords: min = 0 } = question.limits ?? {};
      if (value.length > max) return ['forms.too-long', { max }];
      const words = min > 0 ? (value.match(/\S+/g)?.length ?? 0) : 0;
      return words < min ? ['forms.too-few-words', { min, words }] : null;
    }
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return ['forms.not-a-number'];
      const { min, max, step } = question.limits ?? {};
      if (min !== undefined && value < min) return ['forms.too-small', { min }];
      if (max !== undefined && value > max) return ['forms.too-large', { max }];
      const isOff = step !== undefined && !isInSteps(value - (min ?? 0), step);
      return isOff ? ['forms.not-in-steps', { step }] : null;
    }
    case 'date':
      return wrongDate(question.limits, value, facts);
    case 'yes-no':
      return typeof value === 'boolean' ? null : ['forms.not-an-option'];
    case 'statement':
      return value === true ? null : ['forms.not-an-option'];
    case 'choice':
      return isOption(question.options, value) ? null : ['forms.not-an-option'];
    case 'choices':
      return wrongPicks(question, value);
    case 'scale': {
      const isPoint = typeof value === 'number' && Number.isInteger(value) && value >= 1;
      return isPoint && value <= question.limits.points ? null : ['forms.not-an-option'];
    }
    case 'country': {
      if (!isCountry(value)) return ['forms.not-a-country'];
      const among = question.limits?.among;
      return among && !among.includes(value) ? ['forms.not-an-option'] : null;
    }
    case 'email': {
      const isEmail = typeof value === 'string' && value.length <= 254 && emailPattern.test(value);
      return isEmail ? null : ['forms.not-an-email'];
    }
    case 'phone':
      return isPhone(value) ? null : ['forms.not-a-phone'];
    case 'file': {
      if (!Array.isArray(value) || !value.every(isReference)) return ['forms.unreadable'];
      if (hasTwice(value)) return ['forms.twice'];
      const { max } = question.limits;
      return value.length > max ? ['forms.too-many-files', { max }] : null;
    }
    case 'note':
      return ['forms.unknown-question'];
  }
}

/** ASCII before the @, since most mail servers refuse anything else. */
const emailPattern = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[^\s@.]+(\.[^\s@.]+)+$/;

function wrongLine(value: unknown, max: number): Wrong | null {
  if (!isReadable(value)) return ['forms.unreadable'];
  if (value.length > max) return ['forms.too-long', { max }];
  return /[\r\n]/.test(value) ? ['forms.one-line'] : null;
}

/** A text without the zero byte, which the database refuses. */
function isReadable(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

/** Decimal steps such as 0.1 are not exact in binary: a millionth of a step off still counts. */
function isInSteps(distance: number, step: number): boolean {
  const steps = distance / step;
  return Math.abs(steps - Math.round(steps)) < 1e-6;
}

function wrongDate(
  limits: QuestionOf<'date'>['limits'],
  value: unknown,
  facts: Facts,
): Wrong | null {
  if (typeof value !== 'string' || !isDay(value)) return ['forms.not-a-date'];
  const { notBefore, notAfter } = limits ?? {};
  const first = notBefore === undefined ? null : dayOf(notBefore, facts);
  if (first !== null && value < first)
    return ['forms.too-early', { date: Temporal.PlainDate.from(first) }];
  const last = notAfter === undefined ? null : dayOf(notAfter, facts);
  if (last !== null && value > last)
    return ['forms.too-late', { date: Temporal.PlainDate.from(last) }];
  return null;
}

function isOption(options: readonly Option[], value: unknown): boolean {
  return options.some((option) => option.id === value);
}

function wrongPicks(question: QuestionOf<'choices'> | Field, value: unknown): Wrong | null {
  const { options, limits } = question as QuestionOf<'choices'>;
  if (!Array.isArray(value) || !value.every((one) => isOption(options, one)))
    return ['forms.not-an-option'];
  if (hasTwice(value)) return ['forms.twice'];
  const isAlone = options.some((option) => option.alone === true && value.includes(option.id));
  if (isAlone) return value.length > 1 ? ['forms.alone'] : null;
  const { min, max } = limits ?? {};
  if (min !== undefined && value.length < min) return ['forms.too-few-picked', { min }];
  return max !== undefined && value.length > max ? ['forms.too-many-picked', { max }] : null;
}

function hasTwice(values: readonly unknown[]): boolean {
  return new Set(values).size < values.length;
}

function isCountry(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z]{2}$/.test(value);
}

/** 6 to 15 digits (ITU-T E.164), with what people write between them. */
function isPhone(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 30 || !/^\+?[\d\s()./-]+$/.test(value))
    return false;
  const digits = value.replaceAll(/\D/g, '').length;
  return digits >= 6 && digits <= 15;
}

function isReference(value: unknown): boolean {
  return isReadable(value) && value !== '' && value.length <= 100;
}

type Data = Readonly<Record<string, unknown>>;

function isRows(value: unknown): value is readonly Data[] {
  return Array.isArray(value) && value.every((row) => isData(row));
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rowsWrong(
  value: unknown,
  limits: { readonly min?: number; readonly max?: number } | undefined,
  most: number,
): Wrong | null {
  if (!isRows(value)) return ['forms.unreadable'];
  const { min = 0, max = most } = limits ?? {};
  if (value.length < min) return ['forms.too-few-rows', { min }];
  return value.length > max ? ['forms.too-many-rows', { max }] : null;
}

function checkRow(
  fields: readonly Field[],
  row: Data,
  at: string,
  facts: Facts,
  faults: Fault[],
): void {
  for (const field of fields) {
    const answer = Object.hasOwn(row, field.id) ? row[field.id] : undefined;
    if (!isBlank(field.kind, answer)) checkValue(field, answer, `${at}.${field.id}`, facts, faults);
    else if (field.required) faults.push(missingFault(field.kind, `${at}.${field.id}`));
  }
  for (const name of Object.keys(row))
    if (!fields.some((field) => field.id === name))
      faults.push(faultAt(`${at}.${name}`, 'forms.unknown-question'));
}

function checkLanguages(rows: readonly Data[], add: Add): void {
  const seen = new Set<unknown>();
  rows.forEach(({ language, level, ...others }, i) => {
    if (isBlank('text', language)) add(['forms.choose'], i, 'language');
    else if (typeof language !== 'string' || !(isLanguageCode(language) || isName(language)))
      add(['forms.not-a-language'], i, 'language');
    else if (seen.has(languageKey(language))) add(['forms.twice'], i, 'language');
    if (typeof language === 'string') seen.add(languageKey(language));
    if (isBlank('text', level)) add(['forms.choose'], i, 'level');
    else if (!(languageLevels as readonly unknown[]).includes(level))
      add(['forms.not-a-level'], i, 'level');
    if (Object.keys(others).length > 0) add(['forms.unreadable'], i);
  });
}

/** A language in words: letters, and what stands between them. */
function isName(text: string): boolean {
  return text.length <= 60 && /^\p{L}[\p{L}\p{M}\s'’().-]*$/u.test(text);
}

function checkName(
  question: QuestionOf<'person-name'> | Extract<Field, { kind: 'person-name' }>,
  value: unknown,
  add: Add,
): void {
  if (!isData(value) || !hasOnly(value, nameParts)) {
    add(['forms.unreadable']);
    return;
  }
  for (const part of nameParts) {
    if (!isBlank('text', value[part])) add(wrongLine(value[part], 100), undefined, part);
    else if (question.limits?.single !== true) add(['forms.required'], undefined, part);
  }
}

function checkAddress(value: unknown, add: Add): void {
  if (!isData(value) || !hasOnly(value, addressParts)) {
    add(['forms.unreadable']);
    return;
  }
  const country = isCountry(value.country) ? value.country : null;
  for (const part of addressParts) add(wrongPart(part, value[part], country), undefined, part);
}

function wrongPart(part: keyof Address, value: unknown, country: string | null): Wrong | null {
  if (isBlank('text', value)) {
    const isNeeded = part === 'street' || part === 'city' || part === 'country';
    const isCode = part === 'postcode' && country !== null && needsPostcode(country);
    return isNeeded || isCode ? ['forms.required'] : null;
  }
  if (part === 'country') return country === null ? ['forms.not-a-country'] : null;
  const wrong = wrongLine(value, defaultLimits.text);
  if (wrong || part !== 'postcode' || country === null) return wrong;
  return isPostcode(country, value as string) ? null : ['forms.not-a-postcode'];
}

function hasOnly(value: Data, parts: readonly string[]): boolean {
  return Object.keys(value).every((key) => parts.includes(key));
}

/**
 * Whether data is a form at all. Definitions come out of files, databases and imports: everything after this
 * may trust their types.
 */
import { factTests, questionTests } from './condition.ts';
import { questionKinds } from './definition.ts';

type Data = Readonly<Record<string, unknown>>;

/** Deeper than anybody reads, and no danger for the stack. */
const deepest = 20;

/** @returns the places where something is missing or of the wrong type, in reading order */
export function malformedPlaces(definition: unknown): string[] {
  const places: string[] = [];
  const need = (isRight: boolean, place: string): boolean => {
    if (!isRight) places.push(place);
    return isRight;
  };
  const text = (data: Data, key: string, place: string) =>
    need(typeof data[key] === 'string', `${place}${key}`);
  const words = (data: Data, key: string, place: string, optional = false) =>
    need((optional && data[key] === undefined) || isWords(data[key]), `${place}${key}`);
  const each = (data: Data, key: string, place: string, visit: (one: Data, at: string) => void) => {
    const list = data[key];
    if (!need(Array.isArray(list), `${place}${key}`)) return;
    (list as readonly unknown[]).forEach((one, i) => {
      const named = isData(one) && typeof one.id === 'string' && one.id !== '';
      const at = `${place}${key}.${named ? one.id : i}`;
      if (need(isData(one) && typeof one.id === 'string', at)) visit(one as Data, `${at}.`);
    });
  };
  const flag = (data: Data, key: string, place: string) =>
    need(data[key] === undefined || typeof data[key] === 'boolean', `${place}${key}`);
  const when = (data: Data, place: string) => {
    if (data.when !== undefined && !isCondition(data.when, 0)) places.push(`${place}when`);
  };
  const question = (data: Data, place: string, inList = false) => {
    const { kind, limits } = data;
    const isKind = (questionKinds as readonly unknown[]).includes(kind);
    // Lists in lists could go down for ever.
    if (!need(isKind && !(inList && kind === 'list'), `${place}kind`)) return;
    words(data, 'label', place);
    words(data, 'hint', place, true);
    words(data, 'unit', place, true);
    flag(data, 'required', place);
    need(
      data.fixed === undefined ||
        (Array.isArray(data.fixed) && data.fixed.every((one) => typeof one === 'string')),
      `${place}fixed`,
    );
    const limited = kind === 'scale' || kind === 'file';
    if (!need(isData(limits) || (limits === undefined && !limited), `${place}limits`)) return;
    if (kind === 'choice' || kind === 'choices')
      each(data, 'options', place, (option, at) => {
        words(option, 'label', at);
        words(option, 'hint', at, true);
        flag(option, 'alone', at);
      });
    if (kind === 'scale' && need(isData(data.ends), `${place}ends`)) {
      words(data.ends as Data, 'low', `${place}ends.`);
      words(data.ends as Data, 'high', `${place}ends.`);
    }
    if (kind === 'list') each(data, 'fields', place, (field, at) => question(field, at, true));
    when(data, place);
  };

  if (!need(isData(definition), '')) return places;
  const form = definition as Data;
  text(form, 'id', '');
  need(
    Array.isArray(form.languages) && form.languages.every((one) => typeof one === 'string'),
    'languages',
  );
  words(form, 'title', '');
  each(form, 'sections', '', (section, inSection) => {
    words(section, 'title', inSection);
    text(section, 'owner', inSection);
    text(section, 'sensitivity', inSection);
    when(section, inSection);
    each(section, 'pages', inSection, (page, inPage) => {
      words(page, 'title', inPage);
      words(page, 'intro', inPage, true);
      when(page, inPage);
      each(page, 'questions', inPage, (one, at) => question(one, at));
    });
  });
  return places;
}

export function isPage(value: unknown): boolean {
  const section = { id: 'any', title: {}, owner: '', sensitivity: '', pages: [value] };
  const form = { id: 'any', languages: [], title: {}, sections: [section] };
  return malformedPlaces(form).length === 0;
}

export function isQuestion(value: unknown): boolean {
  return isPage({ id: 'any', title: {}, questions: [value] });
}

/** Texts by language, or by address. */
export function isWords(value: unknown): boolean {
  return isData(value) && Object.values(value).every((one) => typeof one === 'string');
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCondition(value: unknown, depth: number): boolean {
  if (!isData(value) || depth > deepest) return false;
  const keys = Object.keys(value);
  if (keys.length === 1) {
    const parts = value.all ?? value.any;
    if (Array.isArray(parts)) return parts.every((part) => isCondition(part, depth + 1));
    return isCondition(value.not, depth + 1);
  }
  const [tests, about] =
    'question' in value
      ? [questionTests as readonly string[], value.question]
      : [factTests as readonly string[], value.fact];
  const name = keys.find((key) => tests.includes(key));
  return (
    keys.length === 2 &&
    typeof about === 'string' &&
    name !== undefined &&
    isComparable(name, value[name], 'fact' in value)
  );
}

function isComparable(test: string, value: unknown, ofFact: boolean): boolean {
  if (test === 'answered') return typeof value === 'boolean';
  if (test === 'includes') return typeof value === 'string';
  if (test === 'before' || test === 'after') return isDateBound(value);
  if (test === 'atLeast' || test === 'atMost')
    return Number.isFinite(value) || (ofFact && typeof value === 'string');
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/** A text (whether it is a day is judged elsewhere), or a fact with whole numbers of years, months, days. */
export function isDateBound(value: unknown): boolean {
  if (typeof value === 'string') return true;
  if (!isData(value) || typeof value.fact !== 'string') return false;
  return Object.entries(value).every(
    ([key, part]) =>
      key === 'fact' ||
      part === undefined ||
      (['years', 'months', 'days'].includes(key) && Number.isSafeInteger(part)),
  );
}

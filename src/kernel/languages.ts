/** Languages people are asked about; official languages of the programme's countries and the largest others. */
export const languageCodes = [
  ...['ar', 'bg', 'ca', 'cs', 'da', 'de', 'el', 'en', 'es', 'et', 'eu', 'fi', 'fr', 'ga', 'gl'],
  ...['hr', 'hu', 'is', 'it', 'lb', 'lt', 'lv', 'mk', 'mt', 'nl', 'no', 'pl', 'pt', 'ro', 'ru'],
  ...['sk', 'sl', 'sq', 'sr', 'sv', 'tr', 'uk', 'zh'],
] as const;

/** More languages that are spoken at homes in Europe and whose names are known: what somebody writes in words may be one of them. */
const namedLanguages = [
  ...languageCodes,
  ...['af', 'am', 'az', 'be', 'bm', 'bn', 'br', 'bs', 'ckb', 'co', 'cv', 'cy', 'eo', 'fa', 'ff'],
  ...['fo', 'fur', 'fy', 'gd', 'gsw', 'gu', 'ha', 'he', 'hi', 'hy', 'id', 'ig', 'ja', 'ka', 'kab'],
  ...['kk', 'km', 'kmr', 'ko', 'ku', 'ky', 'la', 'ln', 'lo', 'mg', 'ml', 'mn', 'mr', 'ms', 'my'],
  ...['nb', 'ne', 'nn', 'oc', 'om', 'pa', 'pap', 'ps', 'rm', 'rom', 'rw', 'sc', 'se', 'si', 'sn'],
  ...['so', 'sw', 'ta', 'te', 'tg', 'th', 'ti', 'tk', 'tl', 'tn', 'tt', 'ug', 'ur', 'uz', 'vi'],
  ...['wo', 'xh', 'yi', 'yo', 'yue', 'zgh', 'zu'],
];

/** Without case, accents and more than one space: as two people would write the same name. */
const folded = (words: string) =>
  words
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[\s\p{P}]+/gu, ' ')
    .trim();

let namesOfLanguages: Map<string, string> | null = null;

/** Names in English, in French and in the language itself; made once, when somebody first wrote one in words. */
function codesByName(): Map<string, string> {
  if (namesOfLanguages) return namesOfLanguages;
  const found = new Map<string, string>();
  const known = { type: 'language', fallback: 'none' } as const;
  const readers = ['en', 'fr'].map((reader) => new Intl.DisplayNames(reader, known));
  for (const code of namedLanguages)
    for (const names of [...readers, new Intl.DisplayNames(code, known)]) {
      const name = folded(names.of(code) ?? '');
      if (name !== '' && !found.has(name)) found.set(name, code);
    }
  namesOfLanguages = found;
  return found;
}

/** Whether this is the code of a language (ISO 639, two or three letters), not its name in words. */
export function isLanguageCode(language: string): boolean {
  return /^[a-z]{2,3}$/.test(language);
}

/**
 * What two mentions of a language are compared by. A code is itself; the name of a known language, in English, French
 * or the language itself, is its code; any other words are themselves without case and accents.
 */
export function languageKey(language: string): string {
  if (isLanguageCode(language)) return language;
  const name = folded(language);
  return codesByName().get(name) ?? name;
}

/** The code where one is known, else the words as they were written. */
export function languageIn(words: string): string {
  const key = languageKey(words);
  return isLanguageCode(key) ? key : words.trim();
}

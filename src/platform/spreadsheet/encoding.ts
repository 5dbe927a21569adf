/** What can be chosen by hand; those that are one another's superset stand once, by the Windows name. */
export const textEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1250',
  'windows-1257',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-15',
  'macintosh',
] as const;
export type TextEncoding = (typeof textEncodings)[number];

/**
 * Turn the bytes of a text file into text: by its byte order mark, as UTF-8 when it is valid, else
 * by the code page whose languages explain the letters best.
 *
 * @param chosen somebody has said which it is; a byte order mark still goes before
 * @returns `null` when the bytes are no text
 */
export function decodeText(
  bytes: Uint8Array,
  chosen?: TextEncoding,
): { text: string; encoding: TextEncoding } | null {
  const wide = wideEncoding(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), encoding: wide };
  if (looksBinary(bytes)) return null;
  if (chosen) return { text: new TextDecoder(chosen).decode(bytes), encoding: chosen };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    const encoding = guessCodePage(bytes);
    return { text: new TextDecoder(encoding).decode(bytes), encoding };
  }
}

function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // Without a mark: separators, digits and line ends leave a zero in one half of each pair.
  const sample = bytes.subarray(0, 4096);
  if (sample.length < 4) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) i % 2 === 0 ? even++ : odd++;
  const half = sample.length / 2;
  if (odd > half * 0.15 && even === 0) return 'utf-16le';
  if (even > half * 0.15 && odd === 0) return 'utf-16be';
  return null;
}

/** Text holds no zero byte and hardly a control character beside tab, line feed, carriage return. */
function looksBinary(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) {
    if (byte === 0) return true;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) controls++;
  }
  return controls > bytes.length / 100;
}

/** Letters beyond ASCII of the languages of each code page, the frequent first. */
const western = [
  'éèàêçôîùâûëïœüæ', // French
  'äüöß', // German
  'óíáéñúü', // Spanish
  'àèòùéìî', // Italian
  'ãçáéóíêõâúàô', // Portuguese
  'éëïèöü', // Dutch
  'åäö', // Swedish, Finnish
  'æøåé', // Danish, Norwegian
  'ðáíúéóþæöý', // Icelandic
  'àéèíòóçúïü', // Catalan
  'éáíóú', // Irish
];
const central = [
  'łąęóżśćńź', // Polish
  'íáéěřčžýšůúňťďó', // Czech
  'áíéúčžýšľťôňďäóĺŕ', // Slovak
  'áéöőóüúűí', // Hungarian
  'čšžćđ', // Croatian, Slovene
  'ăâîşţ', // Romanian
];
const baltic = [
  'āīēšņūļžģčķ', // Latvian
  'ėšąįųžūčęõ', // Lithuanian
  'äõüöšž', // Estonian
];
const cyrillic = [
  'аоиентсрвлдкпмузбгяъчщшцжхйфюь', // Bulgarian
  'аоиентсрвлдкпмузбгчјшџцжхфњљѓќѕ', // Macedonian
  'аоиентсрвлдкпмузбгчјшџцжхфњљћђ', // Serbian
  'аоиентврсілкмдупяьзгбйчшцжхщєюїфґ', // Ukrainian
  'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё', // Russian
];
const letters: Record<Exclude<TextEncoding, 'utf-8' | 'utf-16le' | 'utf-16be'>, string[]> = {
  'windows-1252': western,
  'windows-1250': central,
  'windows-1257': baltic,
  'windows-1251': cyrillic,
  'windows-1253': ['αοιετσνηυρπκμλςάέίόήώύγδθφχβωξζψϊϋΐΰ'],
  'windows-1254': ['ıüşöçğâî'],
  'iso-8859-2': central,
  'iso-8859-5': cyrillic,
  'iso-8859-15': western,
  macintosh: western,
};

/** Pages of other makers than the spreadsheets most people have: only where they explain clearly more. */
const rare = new Set(['iso-8859-2', 'iso-8859-5', 'iso-8859-15', 'macintosh']);

const unknownLetter = Math.exp(-7);
const quotes = new Set([...'«»“”„‘’‚–—…€°§ºª¿¡·№\u00a0']);

/** A letter of a language at the given rank, by Zipf's law over its alphabet. */
const chances = new Map(
  Object.entries(letters).map(([encoding, languages]) => [
    encoding,
    languages.map((alphabet) => {
      const order = [...alphabet];
      const all = order.reduce((sum, _, rank) => sum + 1 / (rank + 1), 0);
      return new Map(order.map((letter, rank) => [letter, 1 / (rank + 1) / all]));
    }),
  ]),
);

function guessCodePage(bytes: Uint8Array): TextEncoding {
  const sample = bytes.subarray(0, 200_000);
  let best: TextEncoding = 'windows-1252';
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const encoding of Object.keys(letters) as (keyof typeof letters)[]) {
    // The most common page of the west wins when the evidence is thin.
    const prior = encoding === 'windows-1252' ? 1.5 : rare.has(encoding) ? -1 : 0;
    const score = prior + likelihood(new TextDecoder(encoding).decode(sample), encoding);
    if (score > bestScore) {
      bestScore = score;
      best = encoding;
    }
  }
  return best;
}

/** Log-likelihood of the letters beyond ASCII, for the language of the page that fits best. */
function likelihood(text: string, encoding: string): number {
  const languages = chances.get(encoding) ?? [];
  const counts = new Map<string, number>();
  let odd = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] as string;
    if (letter < '\u0080') continue;
    if (letter < '\u00a0' || letter === '\uFFFD') odd -= 12;
    else if (!/\p{L}/u.test(letter)) {
      if (!quotes.has(letter)) odd -= 8;
      else odd -= 3.5;
      // A sign between two letters is a letter read wrongly, but for the apostrophe.
      if (letter !== '’' && /\p{L}/u.test(text[i - 1] ?? '') && /\p{L}/u.test(text[i + 1] ?? ''))
        odd -= 3;
    } else {
      // A capital behind a small letter is the mark of a wrong page.
      if (/\p{Lu}/u.test(letter) && /\p{Ll}/u.test(text[i - 1] ?? '')) odd -= 3;
      const small = letter.toLowerCase();
      counts.set(small, (counts.get(small) ?? 0) + 1);
    }
  }
  let best = Number.NEGATIVE_INFINITY;
  for (const language of languages) {
    let sum = 0;
    for (const [letter, count] of counts) {
      // A list holds names of several countries: the page's other languages count a little.
      const others = languages.reduce((all, other) => all + (other.get(letter) ?? 0), 0);
      const chance = 0.8 * (language.get(letter) ?? 0) + (0.2 * others) / languages.length;
      sum += count * Math.log(Math.max(chance, unknownLetter));
    }
    best = Math.max(best, sum);
  }
  return odd + best;
}

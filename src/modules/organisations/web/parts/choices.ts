import type { View } from '#platform/http/page.ts';

type Choice = { value: string; label: string };

/** Choices that depend on the language alone: put in order once, since comparing names takes longest on a page. */
export function onceALanguage(
  make: (v: Pick<View, 'lang' | 'fmt'>) => Choice[],
): (v: Pick<View, 'lang' | 'fmt'>) => Choice[] {
  const made = new Map<string, Choice[]>();
  return (v) => {
    let choices = made.get(v.lang);
    if (!choices) {
      choices = make(v);
      made.set(v.lang, choices);
    }
    return choices;
  };
}

const named = new Map<string, { of: string; choices: Choice[] }>();

/** Countries by their names, in order; kept for a language until the administrator changes which there are. */
export function countriesByName(v: Pick<View, 'lang' | 'fmt'>, codes: readonly string[]): Choice[] {
  const of = codes.join(' ');
  const known = named.get(v.lang);
  if (known?.of === of) return known.choices;
  const choices = byLabel(v, codes, v.fmt.country);
  named.set(v.lang, { of, choices });
  return choices;
}

/** Codes with their names, in the order of the names. */
export function byLabel(
  v: Pick<View, 'fmt'>,
  codes: readonly string[],
  name: (code: string) => string,
): Choice[] {
  return codes
    .map((code) => ({ value: code, label: name(code) }))
    .sort((a, b) => v.fmt.compare(a.label, b.label));
}

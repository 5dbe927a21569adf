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

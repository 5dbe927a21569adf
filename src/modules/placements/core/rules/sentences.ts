import type { Params } from '#kernel/outcome.ts';
import type { SentenceParams } from '../types.ts';

/** What turns keys and codes into a reader's words. */
export type Words = {
  t(key: string, params?: Params): string;
  fmt: {
    country(code: string): string;
    language(code: string): string;
    list(items: string[]): string;
  };
};

/** Codes become the names that a reader knows: countries and languages. */
export function spoken(params: SentenceParams, words: Words): Params {
  const said: Params = { ...params };
  if (typeof said.country === 'string' && said.country)
    said.country = words.fmt.country(said.country);
  if (typeof said.language === 'string' && said.language)
    said.language = words.fmt.language(said.language);
  return said;
}

/** A broken rule or a reason as a sentence. */
export function spokenReason(
  reason: { readonly messageKey: string; readonly params: SentenceParams },
  words: Words,
): string {
  const params = spoken(reason.params, words);
  if (reason.messageKey === 'fit.interests' && params.what)
    params.what = words.fmt.list(
      String(params.what)
        .split(', ')
        .map((i) => words.t(`hosting.interest.${i}`)),
    );
  return words.t(`placements.${reason.messageKey}`, params);
}

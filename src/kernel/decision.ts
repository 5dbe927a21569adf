import type { Params } from './outcome.ts';

/**
 * The answer to "may they?". `hide` means the asker must not learn that the thing exists: it is answered as "not found".
 * `refuse` names the reason in words, since the asker may see the thing but not do this to it.
 */
export type Decision =
  | { allow: true }
  | { allow: false; hidden: true }
  | { allow: false; hidden: false; reason: string; params?: Params };

export const allow: Decision = { allow: true };
export const hide: Decision = { allow: false, hidden: true };

export function refuse(reason: string, params?: Params): Decision {
  return { allow: false, hidden: false, reason, ...(params ? { params } : {}) };
}

export function allowIf(condition: boolean, otherwise: Decision = hide): Decision {
  return condition ? allow : otherwise;
}

/** The first answer that is not "allow", else allow. */
export function all(...decisions: Decision[]): Decision {
  return decisions.find((d) => !d.allow) ?? allow;
}

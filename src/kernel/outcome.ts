/** Values a sentence may be filled with: names, numbers, dates. Never health or safeguarding content. */
export type Params = Record<string, string | number | Temporal.PlainDate | Temporal.Instant | null>;

/** One expected reason why something was not done. `reason` is the key of a message, `field` where it belongs on a form. */
export type Fault = { reason: string; params?: Params; field?: string };

export type FaultKind =
  | 'invalid'
  | 'refused'
  | 'conflict'
  | 'not_found'
  | 'expired'
  | 'rate_limited'
  | 'too_large';

export type Failure = { ok: false; kind: FaultKind; faults: [Fault, ...Fault[]] };
export type Outcome<T extends object = object> = ({ ok: true } & T) | Failure;

export function ok(): { ok: true };
export function ok<T extends object>(value: T): { ok: true } & T;
export function ok(value: object = {}): { ok: true } {
  return { ok: true, ...value };
}

/** An expected refusal of the domain: told to the person in words, never thrown. */
export function fail(
  reason: string,
  params?: Params,
  field?: string,
  kind: FaultKind = 'invalid',
): Failure {
  return {
    ok: false,
    kind,
    faults: [{ reason, ...(params ? { params } : {}), ...(field ? { field } : {}) }],
  };
}

export function failAll(faults: Fault[], kind: FaultKind = 'invalid'): Failure {
  const [first, ...rest] = faults;
  if (!first) throw new Error('failAll needs at least one fault');
  return { ok: false, kind, faults: [first, ...rest] };
}

/** Somebody else changed the thing meanwhile. */
export function stale(reason: string, params?: Params): Failure {
  return fail(reason, params, undefined, 'conflict');
}

export const notFound: Failure = {
  ok: false,
  kind: 'not_found',
  faults: [{ reason: 'platform.error.not-found' }],
};

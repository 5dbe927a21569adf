import type { Failure, FaultKind } from './outcome.ts';

/** How each expected failure is answered over HTTP. The one place that maps reasons to status codes. */
export const httpStatus: Record<FaultKind, 400 | 403 | 404 | 409 | 410 | 413 | 429> = {
  invalid: 400,
  refused: 403,
  not_found: 404,
  conflict: 409,
  expired: 410,
  too_large: 413,
  rate_limited: 429,
};

/** Thrown where an expected failure must leave a nested call, for example a read inside a page. Mapped in one place. */
export class Refusal extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.faults[0].reason);
    this.name = 'Refusal';
    this.failure = failure;
  }
}

/**
 * What was asked for, or null where it is hidden from this reader or refused: a page made of many parts shows the
 * others. Any other error goes on.
 */
export async function unlessRefused<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

import { z } from 'zod';
import shipped from '../data/criteria.json' with { type: 'json' };
import type { TieRule } from '../types.ts';

/** What is proposed at first: several sides of a pupil, none of them decisive alone (Guide to Comenius Individual Pupil Mobility). */
export const shippedCriteria: readonly { key: string; weight: number }[] = z
  .array(z.object({ key: z.string(), weight: z.number().int() }))
  .parse(shipped);

export const shippedTieRules = ['criterion:motivation', 'never_abroad', 'lot'] as const;

/** `criterion:<key>`, `never_abroad` or `lot`, as it is kept. */
export function tieRuleIn(text: string): TieRule | null {
  if (text === 'never_abroad' || text === 'lot') return { kind: text };
  const [, key] = /^criterion:([a-z0-9-]{1,40})$/.exec(text) ?? [];
  return key ? { kind: 'criterion', key } : null;
}

// only the name of a criterion is looked at: its words may well say that marks do not count
const marks =
  /(^|[^\p{L}])(marks?|grades?|gpa|average|school results|notes|moyennes?|bulletins?|résultats scolaires)([^\p{L}]|$)/iu;

export type CriterionWords = {
  readonly key: string;
  readonly weight: number;
  readonly title: string;
};

/** What is wrong with a set of criteria, as keys of messages with the criterion's place; empty when it can be published. */
export function criteriaFaults(
  criteria: readonly CriterionWords[],
): { reason: string; index: number }[] {
  const faults: { reason: string; index: number }[] = [];
  if (criteria.length < 3) faults.push({ reason: 'selection.criteria.too-few', index: 0 });
  const whole = criteria.reduce((sum, c) => sum + c.weight, 0);
  for (const [index, c] of criteria.entries()) {
    if (marks.test(c.title)) faults.push({ reason: 'selection.criteria.marks', index });
    if (criteria.length >= 3 && c.weight * 2 > whole)
      faults.push({ reason: 'selection.criteria.decisive', index });
    if (criteria.findIndex((o) => o.key === c.key) !== index)
      faults.push({ reason: 'selection.criteria.twice', index });
  }
  return faults;
}

/** The share of the whole score in percent, so that everybody can follow. */
export function shareOf(weight: number, criteria: readonly { weight: number }[]): number {
  return Math.round((weight / criteria.reduce((sum, c) => sum + c.weight, 0)) * 100);
}

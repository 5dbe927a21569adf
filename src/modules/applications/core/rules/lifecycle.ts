import { defineWorkflow, isState as isStateOf } from '#engines/workflow/index.ts';
import type { PersonId } from '#kernel/ids.ts';
import { type ConsentStanding, holderRule, standingOf } from '#modules/people/core/index.ts';
import type { ApplicationState, Waiting } from '../types.ts';

type Subject = { readonly complete: boolean; readonly hasFirstConsent: boolean };

/** From a pupil's first look to the school's decision. The consent of the guardians runs beside it, in any order. */
export const lifecycle = defineWorkflow({
  name: 'application',
  initial: 'draft',
  states: {
    draft: {},
    submitted: {},
    selected: { final: true },
    not_selected: {},
    withdrawn: { final: true },
  },
  transitions: [
    {
      name: 'submit',
      from: ['draft'],
      to: 'submitted',
      by: ['pupil'],
      guards: [{ id: 'complete', test: (a: Subject) => a.complete }],
    },
    {
      name: 'select',
      from: ['submitted'],
      to: 'selected',
      by: ['school'],
      guards: [{ id: 'first-consent', test: (a: Subject) => a.hasFirstConsent }],
      follows: ['applications.pupil-selected'],
    },
    { name: 'decline', from: ['submitted'], to: 'not_selected', by: ['school'] },
    // a review of a selection round may bring somebody back
    { name: 'reopen', from: ['not_selected'], to: 'submitted', by: ['review'] },
    { name: 'withdraw', from: ['draft', 'submitted'], to: 'withdrawn', by: ['pupil'] },
  ],
});

export function isState(word: string): word is ApplicationState {
  return isStateOf(lifecycle, word);
}

/** What was said about a first consent, as far as it is in force or was taken back. */
export type FirstConsent = {
  readonly given_by: PersonId;
  readonly capacity: string;
  readonly given_at: Temporal.Instant;
  readonly withdrawn_at: Temporal.Instant | null;
};

/**
 * Where the first consent stands. Until the school has decided, the rule of its country is asked with who holds parental
 * responsibility today, and a pupil who has come of age answers alone. Once it has decided the consent has done its work:
 * it stands until somebody who is asked takes it back.
 */
export function firstConsentOf(
  said: readonly FirstConsent[],
  a: {
    state: string;
    pupilId: PersonId;
    guardianIds: readonly PersonId[];
    ofAge: boolean;
    countryCode: string;
  },
): ConsentStanding {
  const voices = said.map((c) => ({
    givenBy: c.given_by,
    capacity: c.capacity as 'guardian' | 'pupil_of_age' | 'guardian_with_pupil',
    answer: 'yes' as const,
    givenAt: c.given_at,
    withdrawnAt: c.withdrawn_at,
  }));
  const about = { pupilId: a.pupilId, holders: a.guardianIds, rule: holderRule(a.countryCode) };
  const today = standingOf(voices, { ...about, ofAge: a.ofAge });
  if (a.state === 'draft' || a.state === 'submitted' || today.complete) return today;
  const inForce = voices.some((v) => v.withdrawnAt === null);
  const asMinor = standingOf(voices, { ...about, ofAge: false });
  return { ...today, complete: inForce && !today.disagrees && !asMinor.disagrees };
}

/**
 * Whose turn it is.
 * @param a.guardians how many people hold parental responsibility today
 */
export function waitingFor(a: {
  state: ApplicationState;
  hasFirstConsent: boolean;
  isOfAge: boolean;
  guardians: number;
}): Waiting {
  if (a.state === 'draft') return 'pupil-answers';
  if (a.state !== 'submitted') return null;
  if (a.hasFirstConsent) return 'school-decision';
  if (a.isOfAge) return 'pupil-consent';
  return a.guardians > 0 ? 'guardian-consent' : 'guardian-missing';
}

/** Days after a stay for which what was said about food is kept, as long as a health record is. */
export const daysSealKept = 90;

/** The last day on which what was said about food can be read. */
export function sealKeptUntil(endsOn: Temporal.PlainDate): Temporal.PlainDate {
  return endsOn.add({ days: daysSealKept });
}

/** Months for which an application that led to no stay is kept, as the first consent promises. */
export const monthsKept = 6;

/** What ended before this moment is forgotten. */
export function forgetsBefore(now: Temporal.Instant): Temporal.Instant {
  return now.toZonedDateTimeISO('Europe/Brussels').subtract({ months: monthsKept }).toInstant();
}

/**
 * Whether an application is to be forgotten: not selected or withdrawn by then, or never decided about although the stay
 * would have begun by then.
 */
export function isForgettable(
  a: {
    state: string;
    closed_at: Temporal.Instant | null;
    forgotten_at: Temporal.Instant | null;
    starts_on: Temporal.PlainDate;
  },
  before: Temporal.Instant,
): boolean {
  if (a.forgotten_at) return false;
  const earlier = (at: Temporal.Instant) => Temporal.Instant.compare(at, before) <= 0;
  if (a.state === 'not_selected' || a.state === 'withdrawn')
    return a.closed_at !== null && earlier(a.closed_at);
  if (a.state === 'selected') return false;
  return earlier(a.starts_on.toZonedDateTime('Europe/Brussels').toInstant());
}

/** How long what a selected pupil wrote is kept after the last day of the stay. */
export const lettersKept = { years: 2 } as const;

import {
  type CheckInRatings,
  checkInTopics,
  type EvaluationRatings,
  type EvaluationTopic,
  evaluationTopics,
} from './types.ts';

/** The first talk, in person where possible, within two weeks; then monthly (how AFS does it: monthly contacts). */
export const firstCheckInDays = 14;
export const nextCheckInDays = 30;
/** A rating at or under this asks for a second pair of eyes the same day. */
export const worryingRating = 2;
/** Memory fades: evaluations are asked for within a month of the return. */
export const evaluationDays = 30;

/** A poor answer alerts the coordinator of the hosting organisation. */
export function isWorrying(ratings: CheckInRatings): boolean {
  return checkInTopics.some((topic) => ratings[topic] <= worryingRating);
}

/**
 * When the next talk is due at the latest.
 * @param arrivedOn the day of arrival, or of departure while nobody has confirmed it
 * @param lastOn the last talk with the same partner
 */
export function nextCheckInDue(
  arrivedOn: Temporal.PlainDate,
  lastOn: Temporal.PlainDate | null,
): Temporal.PlainDate {
  return lastOn ? lastOn.add({ days: nextCheckInDays }) : arrivedOn.add({ days: firstCheckInDays });
}

/** What is wrong with the day of a talk, as the key of a sentence. */
export function heldOnProblem(
  heldOn: Temporal.PlainDate,
  stay: { startsOn: Temporal.PlainDate; today: Temporal.PlainDate },
): string | null {
  if (Temporal.PlainDate.compare(heldOn, stay.today) > 0) return 'support.check-in.in-future';
  if (Temporal.PlainDate.compare(heldOn, stay.startsOn.subtract({ days: 2 })) < 0)
    return 'support.check-in.before-stay';
  return null;
}

/** How many gave 1, 2, 3, 4 and 5 points, topic by topic. No names, no words. */
export function countRatings(
  all: readonly EvaluationRatings[],
): Record<EvaluationTopic, [number, number, number, number, number]> {
  const counts = Object.fromEntries(
    evaluationTopics.map((topic) => [topic, [0, 0, 0, 0, 0]]),
  ) as Record<EvaluationTopic, [number, number, number, number, number]>;
  for (const ratings of all) {
    for (const topic of evaluationTopics) {
      const points = ratings[topic];
      const row = counts[topic];
      row[points - 1] = (row[points - 1] ?? 0) + 1;
    }
  }
  return counts;
}

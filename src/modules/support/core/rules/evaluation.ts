import { type EvaluationRatings, type EvaluationTopic, evaluationTopics } from '../types.ts';

/** Memory fades: evaluations are asked for within a month of the return. */
export const evaluationDays = 30;

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

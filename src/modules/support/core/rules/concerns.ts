import routeData from '../data/concern-routes.json' with { type: 'json' };
import type { ConcernRaiser, ConcernReader, ConcernSubject } from '../types.ts';

const routes = routeData.routes as Record<
  ConcernRaiser,
  Partial<Record<ConcernSubject, ConcernReader[]>>
>;

/** Whom somebody in this part can say something about, in the order in which it is asked. */
export function subjectsFor(raiser: ConcernRaiser): ConcernSubject[] {
  return Object.keys(routes[raiser]) as ConcernSubject[];
}

/**
 * Which organisations are asked to read, one after the other: only those that stand in the route of everybody it is
 * about, so that nobody concerned, nor their organisation, is among them. Empty when no route is left.
 */
export function routeOf(raiser: ConcernRaiser, about: readonly ConcernSubject[]): ConcernReader[] {
  const [first, ...rest] = about.map((subject) => routes[raiser][subject] ?? []);
  return (first ?? []).filter((reader) => rest.every((route) => route.includes(reader)));
}

/** By when an answer is promised. */
export function answerBy(at: Temporal.Instant): Temporal.Instant {
  return at.add({ hours: routeData.answerWithinHours });
}

export const answerHours = routeData.answerWithinHours;

/** How a promise to answer was kept: the hours it took, and whether in time; null while it is open. */
export function answerTime(concern: {
  raisedAt: Temporal.Instant;
  answerBy: Temporal.Instant;
  answeredAt: Temporal.Instant | null;
}): { hours: number; inTime: boolean } | null {
  if (!concern.answeredAt) return null;
  return {
    hours: Math.max(1, Math.round(concern.raisedAt.until(concern.answeredAt).total('hours'))),
    inTime: Temporal.Instant.compare(concern.answeredAt, concern.answerBy) <= 0,
  };
}

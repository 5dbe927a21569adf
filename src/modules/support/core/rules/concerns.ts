import routeData from '../data/concern-routes.json' with { type: 'json' };
import type { ConcernRaiser, ConcernReader, ConcernSubject } from '../types.ts';

type Routes = Partial<Record<ConcernSubject, ConcernReader[]>>;
const routes = routeData.routes as Record<ConcernRaiser, Routes>;
const ifWished = routeData.ifWished as Partial<Record<ConcernRaiser, Routes>>;

/** Whom somebody in this part can say something about, in the order in which it is asked. */
export function subjectsFor(raiser: ConcernRaiser): ConcernSubject[] {
  return Object.keys(routes[raiser]) as ConcernSubject[];
}

/**
 * Which organisations are asked to read, one after the other: only those that stand in the route of everybody it is
 * about, so that nobody concerned, nor their organisation, is among them. Empty when no route is left.
 */
export function routeOf(raiser: ConcernRaiser, about: readonly ConcernSubject[]): ConcernReader[] {
  return inAll(about.map((subject) => routes[raiser][subject] ?? []));
}

/**
 * Organisations that work with somebody it is about and are not concerned themselves. They are asked when nobody of the
 * route is left, and only when whoever wrote it wishes so.
 */
export function routeIfWished(
  raiser: ConcernRaiser,
  about: readonly ConcernSubject[],
): ConcernReader[] {
  const route = routeOf(raiser, about);
  const wider = inAll(
    about.map((subject) => [
      ...(routes[raiser][subject] ?? []),
      ...(ifWished[raiser]?.[subject] ?? []),
    ]),
  );
  return wider.filter((reader) => !route.includes(reader));
}

function inAll([first, ...rest]: ConcernReader[][]): ConcernReader[] {
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

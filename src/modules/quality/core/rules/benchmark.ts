import type { AssessmentId, OrgId } from '#kernel/ids.ts';
import { type Level, type Role, roles } from '../types.ts';
import { levels } from './answering.ts';
import { medianStatus } from './results.ts';

/**
 * Figures of others are shown only of at least so many organisations, and only where as many are left beside them: with
 * fewer one could tell what a single one answered.
 */
export const benchmarkLeast = 5;
/** A publication is replaced only when at least so many organisations differ from it. */
export const benchmarkChange = 5;
/** What is older says little about today. */
export const benchmarkMonths = 24;

/** Everybody together, or those of one role. There are no other groups, and nobody can ask for one. */
export const benchmarkCuts = ['all', ...roles] as const;
export type BenchmarkCut = (typeof benchmarkCuts)[number];

/** One organisation that lets itself be counted, by the newest assessment it closed. */
export type Counted = {
  orgId: OrgId;
  assessmentId: AssessmentId;
  role: Role;
  /** middle status of each criterion that applies to it; nothing else of its answers */
  medians: ReadonlyMap<string, Level>;
};

export type Figure = {
  cut: BenchmarkCut;
  criterionId: string;
  organisations: number;
  counts: Record<Level, number>;
};

/**
 * Which roles may be shown beside everybody: each of at least five, with at least five left beside it, and what all that
 * are shown leave over is nobody or at least five. Where the rest is too small, the smallest group shown goes with it, so
 * that no difference of figures tells of fewer than five.
 * @param sizes how many organisations each role has
 */
export function rolesShown(sizes: Readonly<Record<Role, number>>): Role[] {
  const total = roles.reduce((sum, role) => sum + sizes[role], 0);
  if (total < benchmarkLeast) return [];
  const shown = roles
    .filter((role) => sizes[role] >= benchmarkLeast && total - sizes[role] >= benchmarkLeast)
    .sort((a, b) => sizes[b] - sizes[a]);
  const rest = () => total - shown.reduce((sum, role) => sum + sizes[role], 0);
  while (shown.length > 0 && rest() > 0 && rest() < benchmarkLeast) shown.pop();
  return shown;
}

const countsOf = (given: readonly Level[]): Record<Level, number> =>
  Object.fromEntries(
    levels.map((level) => [level, given.filter((g) => g === level).length]),
  ) as Record<Level, number>;

/** The figures that may be published, criterion by criterion: organisations are counted, never people or points. */
export function figuresOf(counted: readonly Counted[], criterionIds: readonly string[]): Figure[] {
  return criterionIds.flatMap((criterionId): Figure[] => {
    const having = counted.flatMap((c) => {
      const median = c.medians.get(criterionId);
      return median ? [{ role: c.role, median }] : [];
    });
    if (having.length < benchmarkLeast) return [];
    // those without this criterion are known to nobody, so the groups are weighed among those that have it
    const sizes = Object.fromEntries(
      roles.map((role) => [role, having.filter((h) => h.role === role).length]),
    ) as Record<Role, number>;
    const figure = (cut: BenchmarkCut): Figure => {
      const given = having.filter((h) => cut === 'all' || h.role === cut).map((h) => h.median);
      return { cut, criterionId, organisations: given.length, counts: countsOf(given) };
    };
    return [figure('all'), ...rolesShown(sizes).map(figure)];
  });
}

/** How many organisations came, went, or count by another assessment since a publication. */
export function organisationsChanged(
  published: readonly Pick<Counted, 'orgId' | 'assessmentId'>[],
  now: readonly Pick<Counted, 'orgId' | 'assessmentId'>[],
): number {
  const before = new Map(published.map((c) => [c.orgId, c.assessmentId]));
  const after = new Map(now.map((c) => [c.orgId, c.assessmentId]));
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (orgId) => before.get(orgId) !== after.get(orgId),
  ).length;
}

/** The middle of a group's middle statuses, and how many of it are at "implemented" or above. */
export function tellFigure(counts: Record<Level, number>): { median: Level | null; done: number } {
  const given = levels.flatMap((level) => Array<Level>(counts[level]).fill(level));
  return {
    median: medianStatus(given),
    done: counts.implemented + counts.documented_audited,
  };
}

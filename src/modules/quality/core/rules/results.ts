import { type Item, type Level, type Status, statuses } from '../types.ts';
import { type Answers, countedStatus, levelOf, levels } from './answering.ts';
import { byCriterion, questionnaireOf, versionChange } from './questionnaire.ts';

/**
 * The middle status of those that apply; of two middle ones the lower, so that nothing looks better than it is.
 * Null when none applies.
 */
export function medianStatus(given: readonly Status[]): Level | null {
  const sorted = given
    .map(levelOf)
    .filter((n) => n >= 0)
    .sort((a, b) => a - b);
  const middle = sorted[Math.ceil(sorted.length / 2) - 1];
  return middle === undefined ? null : (levels[middle] ?? null);
}

export type MatrixRow = {
  criterionId: string;
  phaseId: string;
  counts: Record<Status, number>;
  unanswered: number;
  median: Level | null;
};

/** Criteria by status: how many points stand where, and the median. There is no overall grade. */
export function matrixOf(items: readonly Item[], answers: Answers): MatrixRow[] {
  return byCriterion(items).map(({ criterion, items: points }) => {
    const given = points.flatMap((p) => {
      const answer = answers.get(p.id);
      return answer ? [countedStatus(answer)] : [];
    });
    return {
      criterionId: criterion.id,
      phaseId: criterion.phase,
      counts: Object.fromEntries(
        statuses.map((s) => [s, given.filter((g) => g === s).length]),
      ) as Record<Status, number>,
      unanswered: points.length - given.length,
      median: medianStatus(given),
    };
  });
}

/** Points that apply and are not yet implemented, in the order of the questionnaire. */
export function gapOf(
  items: readonly Item[],
  answers: Answers,
): { itemId: string; status: Level }[] {
  return items.flatMap((item) => {
    const status = answers.get(item.id)?.status;
    return status === 'not_started' || status === 'in_progress'
      ? [{ itemId: item.id, status }]
      : [];
  });
}

export type WishGap = {
  criterionId: string;
  wished: Level;
  median: Level | null;
  /** from the middle status up to the wished one; 0 when it is reached */
  steps: number;
  /** points below the wish, lowest first */
  itemIds: string[];
};

/** How far each criterion is from what its people wish for, the widest first. */
export function wishGaps(
  matrix: readonly MatrixRow[],
  wishes: ReadonlyMap<string, Level>,
  items: readonly Item[],
  answers: Answers,
): WishGap[] {
  const gaps = matrix.flatMap((row): WishGap[] => {
    const wished = wishes.get(row.criterionId);
    if (!wished) return [];
    const below = items.flatMap((item) => {
      const answer = answers.get(item.id);
      const level = answer ? levelOf(countedStatus(answer)) : -1;
      return item.criterion === row.criterionId && level >= 0 && level < levelOf(wished)
        ? [{ id: item.id, level }]
        : [];
    });
    return [
      {
        criterionId: row.criterionId,
        wished,
        median: row.median,
        steps: row.median ? Math.max(0, levelOf(wished) - levelOf(row.median)) : 0,
        itemIds: below.sort((a, b) => a.level - b.level).map((b) => b.id),
      },
    ];
  });
  return gaps.sort((a, b) => b.steps - a.steps);
}

export type Change = { itemId: string; from: Level; to: Level; steps: number };

/**
 * Steps up or down since an earlier assessment, for points that both answered and that applied both times. A point that
 * was reworded in between is not compared.
 * @param versions of the questionnaire, of the earlier assessment and of the later one
 */
export function changesSince(
  before: Answers,
  after: Answers,
  versions?: { before: string; after: string },
): Change[] {
  const [was, is] = [
    questionnaireOf(versions?.before ?? ''),
    questionnaireOf(versions?.after ?? ''),
  ];
  const reworded = new Set(versionChange(was, is).reworded);
  return is.items.flatMap((item) => {
    const [old, now] = [before.get(item.id), after.get(item.id)];
    if (!old || !now || reworded.has(item.id)) return [];
    const [from, to] = [countedStatus(old), countedStatus(now)];
    if (from === 'not_applicable' || to === 'not_applicable' || from === to) return [];
    return [{ itemId: item.id, from, to, steps: levelOf(to) - levelOf(from) }];
  });
}

/** A radar of more axes is a scribble, one of two is none. */
export const maxAxes = 8;
export const minAxes = 3;

/** One axis of the radar; 0 at the middle, 3 at the rim. */
export type Axis = { criterionId: string; value: number; wished: number | null };

/**
 * The axes a person chose, of those that have a middle status, in the order of the questionnaire. Null when they are too
 * few to draw. Its area means nothing and is never told.
 */
export function radarOf(
  chosen: readonly string[],
  matrix: readonly MatrixRow[],
  wishes: ReadonlyMap<string, Level>,
): Axis[] | null {
  const axes = matrix.flatMap((row): Axis[] => {
    if (row.median === null || !chosen.includes(row.criterionId)) return [];
    const wished = wishes.get(row.criterionId);
    return [
      {
        criterionId: row.criterionId,
        value: levelOf(row.median),
        wished: wished ? levelOf(wished) : null,
      },
    ];
  });
  return axes.length < minAxes ? null : axes.slice(0, maxAxes);
}

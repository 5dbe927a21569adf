import type { View } from '#platform/http/page.ts';
import { StatusTag, type Tone } from '#ui/index.ts';

type State = 'done' | 'done_late' | 'late' | 'due_soon' | 'ahead';
export type StepName = { id: string; title: { en: string; fr: string } | null };
export type StepFacts = StepName & {
  latest: Temporal.PlainDate;
  doneOn: Temporal.PlainDate | null;
  state: State;
  daysLeft: number;
  slackDays: number;
  slackWorkingDays: number;
  critical: boolean;
};

export const tones: Record<State, Tone> = {
  done: 'done',
  done_late: 'done',
  late: 'late',
  due_soon: 'now',
  ahead: 'none',
};

/** What a step is called: in the words of whoever added or renamed it, else in those that are shipped. */
export function stepTitle(v: Pick<View, 't' | 'lang'>, step: StepName): string {
  if (step.title) return v.lang === 'fr' ? step.title.fr : step.title.en;
  return v.t(`projects.timeline.${step.id}`);
}

/** A step by its id, among others: for what waits for it. */
export function titleIn(v: View, steps: readonly StepName[], id: string): string {
  return stepTitle(v, steps.find((s) => s.id === id) ?? { id, title: null });
}

/** More names than these say less than the side they stand on. */
const namesShown = 3;

/** Whose a step is: by name where the table of responsibilities says it, else the side. */
export function whose(v: View, step: { side: string; doers: readonly string[] }): string {
  return step.doers.length > 0 && step.doers.length <= namesShown
    ? v.fmt.list([...step.doers])
    : v.t(`projects.side.${step.side}`);
}

export function stateText(v: View, step: StepFacts): string {
  return v.t(`projects.state.${step.state}`, {
    days: Math.abs(step.daysLeft),
    on: step.doneOn ?? step.latest,
  });
}

/** How much air there is: "12 days of air, 8 of them working days". Nothing to say of what is done. */
export function airText(v: View, step: StepFacts): string | null {
  if (step.doneOn || step.state === 'late') return null;
  // it has its day, and no air is to be had
  if (step.slackDays === 0 && step.daysLeft > 0) return null;
  return step.slackDays < 0
    ? v.t('projects.air.too-late', { days: -step.slackDays })
    : v.t('projects.air.left', { days: step.slackDays, working: step.slackWorkingDays });
}

/** Air worth telling in a long list, in days. */
const littleAir = 14;

/** Between which days the host country lets it happen; null where it says nothing. */
export function allowedText(
  v: View,
  allowed: { from: Temporal.PlainDate | null; until: Temporal.PlainDate | null } | null,
): string | null {
  if (!allowed || (!allowed.from && !allowed.until)) return null;
  const { from, until } = allowed;
  if (from && until) return v.t('projects.allowed.between', { from, until });
  return from ? v.t('projects.allowed.from', { from }) : v.t('projects.allowed.until', { until });
}

/** State, air, and whether the departure hangs on it: in words. `brief` leaves out air there is enough of. */
export function StepState({ v, step, brief }: { v: View; step: StepFacts; brief?: boolean }) {
  const air = brief && step.slackDays > littleAir ? null : airText(v, step);
  return (
    <>
      <StatusTag tone={tones[step.state]} text={stateText(v, step)} />
      {air && <p>{air}</p>}
      {step.critical && (
        <p>
          <strong>{v.t('projects.air.critical')}</strong>
        </p>
      )}
    </>
  );
}

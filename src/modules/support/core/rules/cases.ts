import { can, defineWorkflow, type StateOf, type TransitionOf } from '#engines/workflow/index.ts';
import levelData from '../data/levels.json' with { type: 'json' };
import toolData from '../data/tools.json' with { type: 'json' };
import type { CaseLevel, CasePart, CaseTool } from '../types.ts';
import { isAtLeast } from './signals.ts';

/** The way of a case: taken up, perhaps put aside until a day, closed with an outcome, and opened again when it comes back. */
export const caseLifecycle = defineWorkflow({
  name: 'support case',
  initial: 'open',
  states: { open: {}, handled: {}, waiting: {}, closed: {}, reopened: {} },
  transitions: [
    {
      name: 'take',
      from: ['open', 'reopened', 'waiting', 'handled'],
      to: 'handled',
      by: ['contact_person', 'hosting_lead', 'sending_lead', 'circle'],
    },
    {
      name: 'wait',
      from: ['handled'],
      to: 'waiting',
      by: ['contact_person', 'hosting_lead', 'sending_lead', 'circle'],
    },
    {
      name: 'close',
      from: ['open', 'handled', 'waiting', 'reopened'],
      to: 'closed',
      by: ['contact_person', 'hosting_lead', 'circle'],
      guards: [
        {
          id: 'steps-open',
          test: (subject: { openSteps: number; level: CaseLevel; byContact: boolean }) =>
            subject.openSteps === 0,
        },
        {
          id: 'only-mild',
          test: (subject: { openSteps: number; level: CaseLevel; byContact: boolean }) =>
            !subject.byContact || subject.level === 'mild',
        },
      ],
    },
    {
      name: 'reopen',
      from: ['closed'],
      to: 'reopened',
      by: ['contact_person', 'hosting_lead', 'circle'],
    },
  ],
});
export type CaseState = StateOf<typeof caseLifecycle>;
export type CaseTransition = TransitionOf<typeof caseLifecycle>;

type Level = { level: CaseLevel; handledBy: CasePart[]; withinHours: number };
const levels = levelData.levels as Level[];

export function levelRule(level: CaseLevel): Level {
  return levels.find((l) => l.level === level) as Level;
}

/** Whether a case of this level waits to be taken up by somebody in these parts. */
export const takesUp = (level: CaseLevel, parts: readonly CasePart[]): boolean =>
  parts.some((p) => p === 'circle' || levelRule(level).handledBy.includes(p));

/** By when somebody must have taken a case of this level up. */
export function takeUpBy(level: CaseLevel, at: Temporal.Instant): Temporal.Instant {
  return at.add({ minutes: Math.round(levelRule(level).withinHours * 60) });
}

type Confirmation = {
  by: CasePart[];
  /** another person, or somebody of another organisation */
  other: 'person' | 'organisation';
  /** at these levels it is done at once and confirmed afterwards */
  afterwards?: CaseLevel[];
};
export type ToolRule = {
  tool: CaseTool;
  from: CaseLevel;
  decide: CasePart[];
  confirm?: Confirmation;
};
const tools = toolData.tools as ToolRule[];

export function toolRule(tool: CaseTool): ToolRule {
  return tools.find((t) => t.tool === tool) as ToolRule;
}

/** What can be done at a level, by somebody in these parts. */
export function toolsFor(level: CaseLevel, parts: readonly CasePart[]): CaseTool[] {
  return tools
    .filter((t) => isAtLeast(level, t.from) && t.decide.some((p) => parts.includes(p)))
    .map((t) => t.tool);
}

export const stepStates = ['planned', 'to_confirm', 'confirmed', 'done', 'dropped'] as const;
export type StepState = (typeof stepStates)[number];

/** Where a step begins: with a second pair of eyes where the procedure asks for them. */
export function firstStepState(tool: CaseTool): StepState {
  return toolRule(tool).confirm ? 'to_confirm' : 'planned';
}

/** Whether a step may be marked as done now; in an emergency some are done first and confirmed afterwards. */
export function mayBeDone(
  step: { tool: CaseTool; state: StepState; confirmed: boolean },
  level: CaseLevel,
): boolean {
  if (step.state === 'done' || step.state === 'dropped') return false;
  const { confirm } = toolRule(step.tool);
  return !confirm || step.confirmed || (confirm.afterwards?.includes(level) ?? false);
}

/** A step that still asks something of somebody. */
export function isOpenStep(step: {
  tool: CaseTool;
  state: StepState;
  confirmed: boolean;
}): boolean {
  if (step.state === 'dropped') return false;
  return step.state !== 'done' || (!!toolRule(step.tool).confirm && !step.confirmed);
}

/** Whether a case may go this way now, or which reason stands against it. */
export function caseMove(
  state: CaseState,
  transition: CaseTransition,
  parts: readonly CasePart[],
  subject: { openSteps: number; level: CaseLevel; byContact: boolean },
) {
  return can(caseLifecycle, state, transition, { roles: parts, subject });
}

/**
 * Plans backward from two dates: a template says how long before or after the start or the end of a stay each step has to
 * be done; the planner says from when and by which day, how much air is left, on what the departure hangs, who is late, and
 * what other dates would move. It knows calendars, not pupils; see README.md.
 */
export {
  type Closure,
  type CoverageFault,
  calendarOf,
  coverageFaults,
  type PlanCalendar,
} from './calendar.ts';
export {
  addOffset,
  moved,
  type PlannedStep,
  plan,
  replan,
  whoIsLate,
} from './plan.ts';
export {
  type HostLimits,
  type StayFault,
  type StayLimits,
  stayFaults,
} from './stay.ts';
export {
  type Offset,
  type PlanStep,
  readSteps,
  type TemplateFault,
  templateFaults,
} from './template.ts';

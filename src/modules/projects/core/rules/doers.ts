import type { OrgId } from '#kernel/ids.ts';
import {
  isFixed,
  ownParties,
  type Shares,
  type Task,
  type TaskParty,
  taskOfStep,
} from '#modules/partnerships/core/index.ts';
import type { PartyRole, Side, TemplateName, TimelineStep } from '../types.ts';
import { sidesOfRole } from './project.ts';
import { stepsOf } from './timeline.ts';

/** Who stands where when pupils go abroad: in a project several may stand on one side, in a dossier one. */
export type Places = Readonly<Record<TaskParty, readonly OrgId[]>>;

type ProjectParty = { orgId: OrgId; role: PartyRole; countryCode: string };

/**
 * The places of a whole intake. The coordinating school sends, the other schools host; supporting organisations stand with
 * the schools of their country, and on both sides where nobody of that country supports.
 */
export function placesOfIntake(
  parties: readonly ProjectParty[],
  coordinatorId: OrgId,
  /** pairs that have agreed a table of their own: they work together, whatever their countries */
  partners: readonly { schoolId: OrgId; supportingId: OrgId }[],
): Places {
  const schools = parties.filter((p) => p.role === 'school');
  const sending = schools.filter((p) => p.orgId === coordinatorId);
  const hosting = schools.filter((p) => p.orgId !== coordinatorId);
  const supporting = parties.filter((p) => p.role === 'supporting');
  const supportOf = (these: readonly ProjectParty[]) => {
    const near = supporting.filter((org) =>
      these.some(
        (school) =>
          school.countryCode === org.countryCode ||
          partners.some((p) => p.schoolId === school.orgId && p.supportingId === org.orgId),
      ),
    );
    return (near.length > 0 ? near : supporting).map((org) => org.orgId);
  };
  const hosts = hosting.length > 0 ? hosting : sending;
  return {
    'sending-school': sending.map((p) => p.orgId),
    'sending-support': supportOf(sending),
    'host-school': hosts.map((p) => p.orgId),
    'hosting-support': supportOf(hosts),
  };
}

export type StepDoers = {
  side: Side;
  orgIds: readonly OrgId[];
  /** named by the table of responsibilities, not by the timeline */
  byTable: boolean;
};

/** A school and its supporting organisation in a task, as `responsibilityFor` asks for them. */
type Pair = { schoolId: OrgId; supportingId: OrgId | null };

function pairsOf(task: Pick<Task, 'side'>, places: Places): Pair[] {
  const own = ownParties(task);
  const supporting = places[own.supporting];
  return places[own.school].flatMap((schoolId): Pair[] =>
    supporting.length === 0
      ? [{ schoolId, supportingId: null }]
      : supporting.map((supportingId) => ({ schoolId, supportingId })),
  );
}

/** Every school with every supporting organisation of its side: whose tables count. */
export function pairsIn(places: Places): Pair[] {
  return [...pairsOf({ side: 'sending' }, places), ...pairsOf({ side: 'hosting' }, places)];
}

/**
 * Who does the steps of a timeline: what the partners agreed in their table of responsibilities, else the side that an own
 * timeline gave the step, else the default table, else the side that the timeline names. A core task stays with the
 * schools and talks with the pupil with the supporting organisation, whatever a timeline says.
 *
 * @param shares what the table says of a task between two partners, and whether they agreed it
 */
export function doersOf(
  plan: {
    steps: readonly TimelineStep[];
    template: TemplateName;
    places: Places;
    /** who does what no task covers */
    bySide: (side: Side) => readonly OrgId[];
  },
  shares: (pair: Pair, taskId: string) => { shares: Shares; agreed: boolean },
): ReadonlyMap<string, StepDoers> {
  const { places, bySide } = plan;
  const shipped = new Map(stepsOf(plan.template).map((s) => [s.id, s.responsible]));
  return new Map(
    plan.steps.map((step): [string, StepDoers] => {
      const side = step.responsible as Side;
      const task = taskOfStep(step.id);
      const byTable = task && byTheTable(task, places, shares);
      const changedHere = shipped.has(step.id) && shipped.get(step.id) !== side;
      if (byTable && (isFixed(task) || byTable.agreed || !changedHere))
        return [step.id, { side: byTable.side, orgIds: byTable.orgIds, byTable: true }];
      return [step.id, { side, orgIds: bySide(side), byTable: false }];
    }),
  );
}

/** Whether one of these organisations has to do it: what is a pupil's turn is nobody's of them. */
export function isTheirs({ side, orgIds }: StepDoers, own: readonly OrgId[]): boolean {
  return side !== 'pupil' && orgIds.some((orgId) => own.includes(orgId));
}

/** Who does the steps of a side in a project: what a pupil does is ticked by the schools. */
export function bySideOfProject(
  parties: readonly Pick<ProjectParty, 'orgId' | 'role'>[],
): (side: Side) => OrgId[] {
  return (side) =>
    parties
      .filter((p) => (side === 'pupil' ? p.role === 'school' : sidesOfRole(p.role).includes(side)))
      .map((p) => p.orgId);
}

const placesOfSide: Record<Side, readonly TaskParty[]> = {
  sendingSchool: ['sending-school'],
  sendingOrg: ['sending-support'],
  sending: ['sending-school', 'sending-support'],
  hostSchool: ['host-school'],
  hostOrg: ['hosting-support'],
  host: ['host-school', 'hosting-support'],
  pupil: [],
  all: [],
};

/** Who does the steps of a side in a dossier, where everybody has one place; nobody in particular for pupil and all. */
export function bySideOfPlaces(places: Places): (side: Side) => OrgId[] {
  return (side) => placesOfSide[side].flatMap((party) => places[party]);
}

/** The steps with whose they are, so that closed days of the right ones count. */
export function withDoers(
  steps: readonly TimelineStep[],
  doers: ReadonlyMap<string, StepDoers>,
): readonly TimelineStep[] {
  return steps.map((step) => {
    const side = doers.get(step.id)?.side ?? step.responsible;
    return side === step.responsible ? step : { ...step, responsible: side };
  });
}

/** null when nobody of the project stands where the table puts the task. */
function byTheTable(
  task: Task,
  places: Places,
  shares: Parameters<typeof doersOf>[1],
): { side: Side; orgIds: OrgId[]; agreed: boolean } | null {
  const own = ownParties(task);
  const doing = new Set<TaskParty>();
  const orgIds = new Set<OrgId>();
  let agreed = false;
  for (const pair of pairsOf(task, places)) {
    const found = shares(pair, task.id);
    agreed ||= found.agreed;
    for (const party of found.shares.does) {
      const who =
        party === own.school
          ? [pair.schoolId]
          : party === own.supporting
            ? [pair.supportingId].filter((id) => id !== null)
            : places[party];
      for (const orgId of who) orgIds.add(orgId);
      if (who.length > 0) doing.add(party);
    }
  }
  return orgIds.size === 0 ? null : { side: sideOf(doing), orgIds: [...orgIds], agreed };
}

/** The side of a timeline that these parties are together. */
function sideOf(parties: ReadonlySet<TaskParty>): Side {
  const has = (party: TaskParty) => parties.has(party);
  const sends = has('sending-school') || has('sending-support');
  const hosts = has('host-school') || has('hosting-support');
  if (sends && hosts) return 'all';
  if (sends)
    return has('sending-support')
      ? has('sending-school')
        ? 'sending'
        : 'sendingOrg'
      : 'sendingSchool';
  return has('hosting-support') ? (has('host-school') ? 'host' : 'hostOrg') : 'hostSchool';
}

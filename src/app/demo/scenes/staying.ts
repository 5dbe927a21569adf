import type { TravelGroupId } from '#kernel/ids.ts';
import { recordCheckIn, submitEvaluation } from '#modules/support/server/index.ts';
import {
  confirmArrival,
  planGroup,
  planJourney,
  recordDeparture,
  recordReturn,
  tickOff,
} from '#modules/travel/server/index.ts';
import { dataOf, type Stage, together } from '../stage.ts';
import { coordinatorOf, type Intake, supportOf, teacherOf } from './applying.ts';
import { staffRows, whoOf } from './joining.ts';
import type { Placed } from './placing.ts';

type Journey = ['plane' | 'train', string, string, string, string];
type Points = [number, number, number, number, number];
type Talk = {
  with: 'pupil' | 'host_family';
  /** days after the start of the stay */
  day: number;
  way: 'in_person' | 'phone' | 'video' | 'message';
  ratings: Points;
  note: string;
  promise: string;
};
type Part = 'pupil' | 'guardian' | 'host_family' | 'host_school' | 'sending_school';

/** Those who go from one school to one town: they travel together when they are several. */
const waysOf = (all: readonly Placed[]) =>
  [...Map.groupBy(all, ({ school, host }) => `${school} to ${host}`)].flatMap(([key, those]) =>
    those[0] ? [{ key, first: those[0], those }] : [],
  );

/**
 * Both ways are planned by the sending organisation, and somebody meets the pupil at each end. A school that sends two to
 * one town plans one journey for both, with a teacher who goes along.
 * @returns by way, the group that leaves together
 */
export async function planJourneys(
  stage: Stage,
  intake: Intake,
  all: Placed[],
): Promise<Map<string, TravelGroupId>> {
  const journeys = dataOf<Record<string, Journey>>('journeys');
  const groups = new Map<string, TravelGroupId>();
  await together(waysOf(all), async ({ key, first, those }) => {
    const alone = those.length === 1;
    const [means, there, metThere, back, metAtHome] = journeys[alone ? first.key : key] as Journey;
    const [leavesAt, arrivesAt] = means === 'train' ? ['07:30', '21:10'] : ['10:05', '14:40'];
    const plan = (direction: 'outward' | 'return') => {
      const day = (direction === 'outward' ? intake.startsOn : intake.endsOn).toString();
      return {
        direction,
        leavesOn: day,
        leavesAt,
        arrivesOn: day,
        arrivesAt,
        means,
        details: direction === 'outward' ? there : back,
        broughtBy: direction === 'outward' ? metAtHome : metThere,
        metBy: direction === 'outward' ? metThere : metAtHome,
      };
    };
    if (alone) {
      const who = coordinatorOf[supportOf[first.school]] as string;
      const { mobilityId } = first;
      await stage.act(who, planJourney, { mobilityId, ...plan('outward') });
      await stage.act(who, planJourney, { mobilityId, ...plan('return') });
      return;
    }
    const companion = teacherOf[first.school];
    const group = {
      orgId: stage.org(first.school),
      intakeId: intake.id,
      mobilityIds: those.map((each) => each.mobilityId),
      companionId: await stage.personId(companion),
      companionPhone: staffRows().find((s) => whoOf(s.email) === companion)?.phone,
      version: 0,
    };
    const who = coordinatorOf[first.school] as string;
    const { groupId } = await stage.act(who, planGroup, {
      ...group,
      ...plan('outward'),
      meetingPoint: 'Departure hall, in front of the large clock, at 7:45',
    });
    groups.set(key, groupId);
    await stage.act(who, planGroup, {
      ...group,
      ...plan('return'),
      meetingPoint: 'Airport, at the desk of the airline, at 7:45',
    });
  });
  return groups;
}

/** They leave, and arrive: who travels with others is counted in by the teacher. */
export async function depart(
  stage: Stage,
  intake: Intake,
  all: Placed[],
  groups: ReadonlyMap<string, TravelGroupId>,
): Promise<void> {
  stage.on(intake.startsOn, 9);
  await together(waysOf(all), async ({ key, those }) => {
    const groupId = groups.get(key);
    for (const { key: pupil, school, mobilityId } of those)
      if (groupId) await stage.act(teacherOf[school], tickOff, { groupId, mobilityId, here: true });
      else await stage.act(pupil, recordDeparture, { mobilityId });
  });
  stage.on(intake.startsOn, 22);
  await together(all, (placed) =>
    stage.act(placed.hostParent, confirmArrival, { mobilityId: placed.mobilityId }),
  );
}

/** The contact person talks with the pupil and, apart, with the family. */
export async function checkIn(stage: Stage, intake: Intake, all: Placed[]): Promise<void> {
  const talks = dataOf<Record<string, Talk[]>>('check-ins');
  const happened = all
    .flatMap((placed) => (talks[placed.key] ?? []).map((talk) => ({ placed, talk })))
    .sort((a, b) => a.talk.day - b.talk.day);
  for (const [day, those] of Map.groupBy(happened, ({ talk }) => talk.day)) {
    const on = intake.startsOn.add({ days: day });
    stage.on(on, 20);
    await together(those, ({ placed, talk }) => {
      const [wellBeing, family, school, friends, language] = talk.ratings;
      return stage.act(placed.plan.contact, recordCheckIn, {
        mobilityId: placed.mobilityId,
        with: talk.with,
        heldOn: on.toString(),
        way: talk.way,
        ratings: { wellBeing, family, school, friends, language },
        note: talk.note,
        promise: talk.promise,
      });
    });
  }
}

export async function comeHome(stage: Stage, intake: Intake, all: Placed[]): Promise<void> {
  stage.on(intake.endsOn, 22);
  await together(all, (placed) =>
    stage.act(placed.guardian, recordReturn, { mobilityId: placed.mobilityId }),
  );
}

/** Some have looked back, others are still asked. */
export async function lookBack(stage: Stage, all: Placed[]): Promise<void> {
  const said =
    dataOf<Record<string, Partial<Record<Part, [Points, string, string]>>>>('evaluations');
  await together(all, async (placed) => {
    const who: Record<Part, string> = {
      pupil: placed.key,
      guardian: placed.guardian,
      host_family: placed.hostParent,
      host_school: coordinatorOf[placed.host] as string,
      sending_school: coordinatorOf[placed.school] as string,
    };
    for (const [role, [ratings, best, change]] of Object.entries(said[placed.key] ?? {}) as [
      Part,
      [Points, string, string],
    ][]) {
      const [preparation, family, school, support, recommend] = ratings;
      await stage.act(who[role], submitEvaluation, {
        mobilityId: placed.mobilityId,
        role,
        ratings: { preparation, family, school, support, recommend },
        best,
        change,
      });
    }
  });
}

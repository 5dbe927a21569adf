import type { MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import type { Audience, Moment } from '#modules/resources/core/index.ts';

/** What is organised, by the moment of the stay; the last three are no step of the pupil's own cycle. */
export const orientationKinds = [
  'pre_departure',
  'arrival',
  'settling',
  'mid_stay',
  'end_of_stay',
  're_entry',
  'host_family',
  'teacher',
  'gathering',
] as const;
export type OrientationKind = (typeof orientationKinds)[number];

export const orientationStates = ['draft', 'invited', 'held', 'cancelled'] as const;
export type OrientationState = (typeof orientationStates)[number];

export const attendances = ['all', 'part', 'absent'] as const;
export type Attendance = (typeof attendances)[number];

/** The six threads that run through all orientations. */
export const threads = [
  'organisation',
  'safety',
  'adjustment',
  'culture',
  'goals',
  'logistics',
] as const;
export type Thread = (typeof threads)[number];

export const levels = ['A0', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;
export type Level = (typeof levels)[number];

/** What a pupil wants of others nearby. */
export const wishes = ['meetings', 'buddy', 'helps'] as const;
export type Wish = (typeof wishes)[number];

export type Stay = { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate };

/** When an orientation of a kind falls in a stay. */
export type Window = {
  kind: OrientationKind;
  anchor: 'start' | 'middle' | 'end' | 'stay';
  from: number;
  until: number;
  /** the last day on which a late one still makes sense; `until` when left out */
  still?: number;
  /** for stays of less than four months */
  shortFrom?: number;
  shortUntil?: number;
  longOnly?: boolean;
  /** parents at home are proposed beside the pupil */
  withParents?: boolean;
  audience: Audience;
  /** where those live who are asked: at home, abroad, or both */
  side: 'home' | 'abroad' | 'either';
  moment: Moment;
};

/** Somebody who could be asked, with where they are at that time. */
export type Candidate = Stay & {
  personId: PersonId;
  mobilityId: MobilityId;
  pupilId: PersonId;
  name: string;
  pupilName: string;
  /** where those of the home side and of the host side are */
  home: { town: string; country: string };
  host: { town: string; country: string };
  /** of a teacher: whether they teach at home or abroad */
  at: 'home' | 'abroad';
  /** wants to meet others nearby */
  meets: boolean;
  /** a parent or guardian at home, proposed beside the pupil */
  parent?: boolean;
};

export type Near = 'town' | 'country' | 'far';
export type Proposal = Candidate & {
  near: Near;
  /** the phase that brings them here: of a combined arrival also those who are half-way */
  as: OrientationKind;
};

export type OrientationFacts = {
  orgId: OrgId;
  orgName: string;
  state: OrientationState;
  /** people who take part, with the pupil in whose stay they have a part */
  participantIds: readonly PersonId[];
};

import type { MobilityId, PersonId, TravelGroupId, TripId } from '#kernel/ids.ts';

export const directions = ['outward', 'return'] as const;
export type Direction = (typeof directions)[number];

export const means = ['train', 'bus', 'shared_car', 'plane', 'car', 'ship'] as const;
export type Means = (typeof means)[number];

/** One way of a pupil: planned, left, arrived. */
export type Journey = {
  direction: Direction;
  leavesAt: Temporal.Instant;
  arrivesAt: Temporal.Instant;
  means: Means;
  details: string;
  /** who goes along to the station or airport, and who waits there: nobody travels from or to one alone */
  broughtBy: string;
  broughtByPhone: string;
  metBy: string;
  metByPhone: string;
  /** where the legs differ: the longer part of the way is by train, bus or shared car */
  mainlyGreen: boolean;
  groupId: TravelGroupId | null;
  tickedAt: Temporal.Instant | null;
  departedAt: Temporal.Instant | null;
  arrivedAt: Temporal.Instant | null;
  confirmedBy: PersonId | null;
  /** since when there is a plan */
  plannedAt: Temporal.Instant;
  version: number;
};

/** A part of a journey without a change; each end has the clock of its place. */
export type Leg = {
  means: Means;
  /** of a train, a bus or a flight */
  number: string;
  fromPlace: string;
  toPlace: string;
  leavesAt: Temporal.Instant;
  leavesZone: string;
  arrivesAt: Temporal.Instant;
  arrivesZone: string;
  /** minutes by which it leaves and arrives later than the timetable says */
  leavesLate: number;
  arrivesLate: number;
};

/** What a plan said before and says now. */
export type JourneyChange = {
  direction: Direction;
  number: number;
  kind: 'plan' | 'delay';
  what: readonly JourneyPart[];
  leavesBefore: Temporal.Instant;
  arrivesBefore: Temporal.Instant;
  leavesAt: Temporal.Instant;
  arrivesAt: Temporal.Instant;
  /** the part that is late, from 0, and its arrival before and now; null where the journey as a whole moved */
  leg: { at: number; before: Temporal.Instant; now: Temporal.Instant } | null;
  madeBy: PersonId;
  madeAt: Temporal.Instant;
};

export const journeyParts = ['times', 'means', 'details', 'brought', 'met', 'leg'] as const;
export type JourneyPart = (typeof journeyParts)[number];

/** Time zones of both ends: a plan belongs to the place where it happens. */
export type Zones = { home: string; host: string };

export const paperKinds = ['identity', 'ehic', 'insurance', 'authorisation'] as const;
export type PaperKind = (typeof paperKinds)[number];

/** Until when a paper is valid and who has looked at it. Numbers are kept of the insurance alone. */
export type Paper = {
  kind: PaperKind;
  validFrom: Temporal.PlainDate | null;
  validUntil: Temporal.PlainDate;
  insurer: string;
  hotline: string;
  policyNumber: string;
  seenBy: PersonId;
  seenAt: Temporal.Instant;
  version: number;
};

export const tripStates = ['draft', 'asked', 'agreed', 'declined', 'called_off'] as const;
export type TripState = (typeof tripStates)[number];

export const adultRelations = [
  'host_family',
  'own_family',
  'teacher',
  'organisation',
  'other',
] as const;
export type AdultRelation = (typeof adultRelations)[number];

/** What a trip is, as it is asked for. Times are those of a clock where the pupil stays. */
export type TripPlan = {
  place: string;
  countryCode: string;
  purpose: string;
  leavesOn: Temporal.PlainDate;
  /** HH:MM */
  leavesAt: string;
  returnsOn: Temporal.PlainDate;
  returnsAt: string;
  /** the adult who goes along; empty and null where nobody does */
  adultName: string;
  adultAge: number | null;
  adultPhone: string;
  adultRelation: AdultRelation | '';
  means: Means;
  details: string;
  sleepsAt: string;
  /** how lessons are caught up with */
  catchUp: string;
  /** whoever asks has made sure of both */
  insured: boolean;
  papersReady: boolean;
};

export type Trip = TripPlan & {
  id: TripId;
  mobilityId: MobilityId;
  state: TripState;
  askedBy: PersonId;
  askedAt: Temporal.Instant;
  round: number;
  version: number;
};

/** In which order a trip is agreed to. */
export const tripSides = ['host_family', 'contact_person', 'guardian', 'school'] as const;
export type TripSide = (typeof tripSides)[number];

/** A place at the table: one of the sides, each guardian for themselves. */
export type Seat = Exclude<TripSide, 'guardian'> | `guardian:${PersonId}`;

export type TripAnswer = {
  seat: Seat;
  round: number;
  answer: 'yes' | 'no';
  note: string;
  answeredBy: PersonId;
  answeredAt: Temporal.Instant;
  /** what it was about has changed since */
  superseded: boolean;
};

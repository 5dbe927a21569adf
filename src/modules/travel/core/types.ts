import type { PersonId } from '#kernel/ids.ts';

export const directions = ['outward', 'return'] as const;
export type Direction = (typeof directions)[number];

export const means = ['train', 'bus', 'plane', 'car', 'ship'] as const;
export type Means = (typeof means)[number];

/** One way of a pupil: planned, left, arrived. */
export type Journey = {
  direction: Direction;
  leavesAt: Temporal.Instant;
  arrivesAt: Temporal.Instant;
  means: Means;
  details: string;
  /** who meets the pupil: nobody travels from a station or airport alone */
  metBy: string;
  departedAt: Temporal.Instant | null;
  arrivedAt: Temporal.Instant | null;
  confirmedBy: PersonId | null;
  version: number;
};

/** Time zones of both ends: a plan belongs to the place where it happens. */
export type Zones = { home: string; host: string };

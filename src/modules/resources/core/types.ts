import type { MobilityId, OrgId } from '#kernel/ids.ts';

/** Whom a resource is for. */
export const audiences = [
  'pupils',
  'natural_families',
  'host_families',
  'teachers',
  'volunteers',
] as const;
export type Audience = (typeof audiences)[number];

/** Moments of a stay at which something is worth reading. `anytime` goes with each of them. */
export const moments = [
  'applying',
  'preparing',
  'arriving',
  'settling',
  'midway',
  'ending',
  'back_home',
  'anytime',
] as const;
export type Moment = (typeof moments)[number];

/** Beside the organisation itself and those whose stay it accompanies: who reads a resource. */
export const circles = ['partners', 'network', 'everybody'] as const;
export type Circle = (typeof circles)[number];

export const marks = ['used', 'adapted'] as const;
export type Mark = (typeof marks)[number];

/** A stay somebody has a part in, as far as the library needs it. The library knows no dossier: the roof tells it. */
export type StayOf = {
  mobilityId: MobilityId | null;
  /** as whom they have a part in it */
  audience: Audience;
  moment: Moment;
  /** organisations that accompany it */
  orgIds: readonly OrgId[];
};

/** What decisions about a resource are made on. */
export type ResourceFacts = {
  orgId: OrgId;
  orgName: string;
  number: number;
  licence: string;
  withdrawn: boolean;
};

import type { Experience, Level } from '#engines/grouping/index.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import type { Intent } from '#modules/quality/core/index.ts';

/** Open: people register and groups are proposed. Asking: members answer, free places are offered on. */
export const roundStates = ['open', 'asking', 'closed'] as const;
export type RoundState = (typeof roundStates)[number];

export const groupStates = ['proposed', 'asking', 'founded', 'given_up'] as const;
export type GroupState = (typeof groupStates)[number];

export const placeStates = ['proposed', 'asked', 'accepted', 'declined', 'left'] as const;
export type PlaceState = (typeof placeStates)[number];

export const peerRoles = ['sending_school', 'host_school', 'supporting_organisation'] as const;
export type PeerRole = (typeof peerRoles)[number];

export const experiences = ['new', 'some', 'experienced'] as const;

/** What somebody tells when registering. Hours are half-hours of the week by their own clock. */
export type Entry = {
  personId: PersonId;
  orgId: OrgId;
  countryCode: string;
  role: PeerRole;
  experience: Experience;
  timeZone: string;
  languages: { code: string; level: Level }[];
  free: number[];
  wants: { theme: string; intent: Intent }[];
};

/** What of a round decides who can meet whom. */
export type RoundRules = {
  themes: readonly string[];
  languages: readonly string[];
  ownTheme: boolean;
  timeZone: string;
  kickOffWeek: Temporal.PlainDate;
  weeksBetween: number;
};

/** What the last grouping found. */
export type RoundOutcome = {
  registered: number;
  placed: number;
  bound: number;
  unreachable: number;
  /** people the facilitator keeps out for now */
  held: number;
  exact: boolean;
  steps: number;
  /** numbers of groups that could not be held as locked */
  broken: number[];
  /** who is in another group than before, by its number; null: waiting */
  changes: { personId: PersonId; from: number | null; to: number | null }[];
};

export type { Experience, Intent, Level };

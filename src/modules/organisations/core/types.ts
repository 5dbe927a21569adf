import type { StayFault } from '#engines/planner/index.ts';
import type { OrgId } from '#kernel/ids.ts';

/** A network is an organisation whose members are organisations, for example a federation. */
export const orgKinds = ['school', 'supporting', 'network'] as const;
export type OrgKind = (typeof orgKinds)[number];

/** Those that bring pupils abroad themselves: what takes part in projects. */
export const partyKinds = ['school', 'supporting'] as const;
export type PartyKind = (typeof partyKinds)[number];

export const invitationKinds = ['admin', 'colleague', 'project'] as const;
export type InvitationKind = (typeof invitationKinds)[number];

/** What a link is worth now. `unknown` is a link that never was, or was replaced by a newer one. */
export type InvitationState = 'open' | 'expired' | 'used' | 'withdrawn' | 'unknown';

/** Who may read a part of a profile. */
export const audiences = ['everybody', 'partners', 'us'] as const;
export type Audience = (typeof audiences)[number];
/** Who looks: works there, works for a partner, or is anybody else who is signed in. */
export type Relation = 'own' | 'partner' | 'other';

export const profileParts = [
  'languages',
  'learning',
  'hosting',
  'services',
  'community',
  'strengths',
  'holidays',
  'programme',
] as const;
export type ProfilePart = (typeof profileParts)[number];

/** The levels of the Common European Framework, the lowest first. */
export const levels = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;
export type Level = (typeof levels)[number];

export const serviceKinds = [
  'selection',
  'preparation',
  'host-families',
  'support-abroad',
  'emergency-line',
  'return',
  'training',
] as const;
export type ServiceKind = (typeof serviceKinds)[number];

/** The same words in several languages, by code. */
export type OwnWords = { texts: Record<string, string> };
export type Period = { name: string; from: string; to: string };

/** What each part holds; days are `YYYY-MM-DD`, months 1 to 12. */
export type PartContent = {
  languages: { spoken: string[] };
  learning: { ageFrom: number; ageTo: number; years: string; subjects: string[] };
  hosting: {
    /** pupils at the same time, in September to January and in February to July */
    autumn: number;
    spring: number;
    secondSemester: boolean;
    arrivalMonths: number[];
    longestMonths: number;
    /** asked of pupils in the language of the lessons; empty for none */
    level: Level | '';
  };
  services: { offers: ServiceKind[]; regions: string };
  community: OwnWords;
  strengths: OwnWords;
  holidays: { periods: Period[] };
  programme: { code: string };
};
export type Profile = { [P in ProfilePart]?: PartContent[P] };

/** What an organisation looks for in a host. `month` is the month of arrival, `YYYY-MM`. */
export type Wish = {
  pupils: number;
  age: number;
  language: string;
  level: Level;
  month: string;
  months: number;
  country: string;
};

/** Where a stay goes beyond what the host country allows, as far as the reference data knows it. */
export type LawFault = { rule: StayFault['rule']; limit: number | null; source: string };

export type Candidate = {
  orgId: OrgId;
  name: string;
  kind: OrgKind;
  countryCode: string;
  profile: Profile;
  /** names of networks that both belong to */
  networks: string[];
  /** pupils brought abroad together so far */
  stays: number;
  law: LawFault[];
};

/** Why, or why not: a sentence of the web's messages with what goes into it. */
export type Reason = {
  side: 'for' | 'against' | 'mind' | 'unknown';
  key: string;
  params: Record<string, string | number>;
};
export type Match = { candidate: Candidate; verdict: 'fits' | 'nearly' | 'open' | 'no' } & {
  reasons: Reason[];
};

/** What organisations of a network can share. */
export const sharedKinds = ['forms', 'timelines', 'policies', 'resources'] as const;
export type SharedKind = (typeof sharedKinds)[number];
export const sources = ['own', 'network', 'product'] as const;
export type Source = (typeof sources)[number];

/** A country in which organisations may be; time zones with the capital's first, never empty. */
export type Country = { code: string; timeZones: readonly string[] };

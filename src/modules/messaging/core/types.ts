import type { OrgRole } from '#kernel/actor.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import type { Params } from '#kernel/outcome.ts';

/** What a thread can be about. What these are is known to the modules that give a source for them, not here. */
export const aboutKinds = [
  'mobility',
  'partnership',
  'project',
  'meeting',
  'contact',
  'club',
  'buddies',
  'trip',
] as const;
export type AboutKind = (typeof aboutKinds)[number];
export type AboutRef = { kind: AboutKind; id: string };

/** The name of a part in words: a message key with what fills its gaps. */
export type Part = { key: string; params?: Params };

/** As what somebody reads: as one of the conversation, for safeguarding, or because nobody else was left. */
export const readingWays = ['member', 'safeguarding', 'lead'] as const;
export type ReadsAs = (typeof readingWays)[number];

/** Somebody who stands in a relation to the thing: a person, or of an organisation those with one of the roles. */
export type Relation = {
  /** a word of the module that knows it, such as `host_school` */
  relation: string;
  /** what is ticked to write to them; several relations can share one tick (all pupils of an intake) */
  choice: string;
  part: Part;
  /** of the person or organisation */
  name: string;
  underAge?: boolean;
  /** of somebody under age: the organisations that protect them; left out, all that the thing names */
  safeguardedBy?: readonly OrgId[];
} & (
  | { personId: PersonId; orgId?: undefined; roles?: undefined }
  | { orgId: OrgId; personId?: undefined; roles: readonly OrgRole[] }
);

/** Many who are written to at once, by a relation, with nobody named. */
export type Group = { choice: string; part: Part };

/** What a module tells about the thing that threads are about, as far as the asking actor sees it. */
export type About = {
  title: string;
  /** the page where it is shown */
  href: string;
  /** who stands in which relation to it today */
  relations: Relation[];
  /** relations that are announced to, not talked with */
  groups?: Group[];
  /** organisations whose safeguarding readers read along where somebody under age takes part */
  safeguardingOrgs: { orgId: OrgId; name: string; part: Part }[];
  /** about somebody under age: no word of it leaves by mail */
  confidential: boolean;
  /** takes over threads that nobody is left to read */
  leadOrgId: OrgId | null;
  /** who reads it on the page and wants no mail about it */
  quiet?: readonly PersonId[];
  /** since when it is over; threads are kept for a time from then on */
  endedOn: Temporal.PlainDate | null;
};

/** Who reads a thread, as it is kept. */
export type Party = {
  relation: string;
  part: Part;
  name: string;
  readsAs: ReadsAs;
  underAge: boolean;
  orgId: OrgId | null;
  personId: PersonId | null;
  roles: readonly OrgRole[];
  /** for which organisation somebody reads along; it may have named a person */
  protectsOrg?: OrgId | null;
};

/** Why a file that came by mail was not taken: what it is, how large, or one too many. */
export const fileFaults = ['kind', 'large', 'many'] as const;
export type FileFault = (typeof fileFaults)[number];

export const mailModes = ['at_once', 'daily', 'weekly'] as const;
export type MailMode = (typeof mailModes)[number];

export type MailSettings = {
  mail: MailMode;
  /** HH:MM in the zone; both empty: no quiet hours */
  quietFrom: string;
  quietUntil: string;
  timeZone: string;
};

export const memberStates = ['proposed', 'accepted', 'declined', 'left'] as const;
export type MemberState = (typeof memberStates)[number];

export const clubStates = ['forming', 'running', 'alumni', 'archived'] as const;
export type ClubState = (typeof clubStates)[number];

/** Four meetings, or five with one for a hard case in between. */
export const variants = ['standard4', 'extended5'] as const;
export type Variant = (typeof variants)[number];

/** What a member hears of: everything, what concerns them or all, nothing but meetings. */
export const noticeLevels = ['everything', 'important', 'meetings'] as const;
export type NoticeLevel = (typeof noticeLevels)[number];

/** What a member may show the others on their card. */
export const shareable = ['organisation', 'role', 'languages', 'mail', 'priorities'] as const;
export type Shared = (typeof shareable)[number];

/** How a plan is going. */
export const lights = ['on_track', 'slow', 'stuck'] as const;
export type Light = (typeof lights)[number];

/** Whether a plan has come where it was to come. */
export const outcomes = ['yes', 'partly', 'no'] as const;
export type PlanOutcome = (typeof outcomes)[number];

/** Statuses of the self-assessment that a plan can start from and aim at. */
export const planStatuses = [
  'not_started',
  'in_progress',
  'implemented',
  'documented_audited',
] as const;
export type PlanStatus = (typeof planStatuses)[number];

/** `due`: a day (2027-03-16) or a month (2027-03); '' when it is open; in older plans also words. */
export type PlanStep = { what: string; who: string; due: string; done: boolean };

/** A step of a protocol: how long, and who may speak in it. */
export type ProtocolStep = {
  id: string;
  title: Words;
  minutes: number;
  speaks: 'presenter' | 'friends' | 'all' | 'nobody';
  /** friends leave a word about it, bound to the revision they read */
  written: boolean;
};
export type Protocol = {
  id: string;
  name: Words;
  size: number;
  minutes: number;
  source: string;
  steps: ProtocolStep[];
};

/** Words in the languages in which the templates are complete. */
export type Words = { en: string; fr: string };

/** One line of a meeting's minute plan; minutes count from its beginning. */
export type AgendaLine = {
  start: number;
  end: number;
  lead: string;
  title: Words;
  how: Words;
};

export type MeetingTemplate = {
  id: string;
  number: number;
  variants: Variant[];
  title: Words;
  purpose: Words;
  agenda: AgendaLine[];
};

/** Who may be proposed: no answers and no statuses, only where the priorities point. */
export type Candidate = {
  personId: string;
  orgId: string;
  orgName: string;
};

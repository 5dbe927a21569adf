import type { DutyShiftId, PersonId } from '#kernel/ids.ts';

/** Hours of duty of one person: from the first moment until just before the last. */
export type Shift = {
  id: DutyShiftId;
  personId: PersonId;
  from: Temporal.Instant;
  until: Temporal.Instant;
};

/** A time in which nobody is on duty. */
export type Gap = { from: Temporal.Instant; until: Temporal.Instant };

/** Days on which somebody is away, both included, by the clock of the group. */
export type Absence = {
  personId: PersonId;
  fromOn: Temporal.PlainDate;
  untilOn: Temporal.PlainDate;
};

/** As whom somebody raises an alarm about a stay. */
export const raiserParts = ['pupil', 'host_family', 'contact_person', 'coordinator'] as const;
export type RaiserPart = (typeof raiserParts)[number];

/** What an incident is; chosen once somebody has taken it, never before. */
export const incidentKinds = [
  'unsafe_home',
  'hospital',
  'misconduct',
  'police',
  'missing',
  'self_harm',
  'disaster',
  'death_at_home',
  'in_danger',
  'three_rules',
  'other',
] as const;
export type IncidentKind = (typeof incidentKinds)[number];

export const incidentStates = ['alarm', 'taken', 'closed'] as const;
export type IncidentState = (typeof incidentStates)[number];

export const lineKinds = [
  'raised',
  'told',
  'nobody',
  'taken',
  'handed_on',
  'kind',
  'step',
  'note',
  'confidential',
  'closed',
] as const;
export type LineKind = (typeof lineKinds)[number];

/** Who does a step: whoever is on duty, somebody on the spot, those who lead the organisation, or the partner at home. */
export const stepDoers = ['duty', 'contact', 'lead', 'partner'] as const;
export type StepDoer = (typeof stepDoers)[number];
/** Whom a step means to call: a part in the stay, the insurer, or 112. */
export type StepCall =
  | 'pupil'
  | 'guardian'
  | 'host_family'
  | 'contact_person'
  | 'host_school'
  | 'sending_org'
  | 'sending_school'
  | 'insurer'
  | '112';
export type ProcedureStep = {
  id: string;
  by: StepDoer;
  /** after the incident was taken */
  minutes: number;
  /** two people must be there */
  two: boolean;
  calls: readonly StepCall[];
};

/**
 * Ways an alarm reaches somebody. A push to a device counts for nothing: it may lie unseen on a phone that is off, so it
 * never keeps an alarm from going on.
 */
export const alarmChannels = ['mail', 'sms', 'push'] as const;
export type AlarmChannel = (typeof alarmChannels)[number];

/** Where a pupil sleeps tonight. */
export type Sleeps = 'family' | 'temporary' | 'trip' | 'unknown';

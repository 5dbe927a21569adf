import { defineWorkflow, type StateOf, type TransitionOf } from '#engines/workflow/index.ts';
import { ageOn } from '#kernel/dates.ts';

/**
 * The life of a mobility. Its states are the stations of the journey line from "selected" on. Who may take a transition
 * is decided where it is caused (a placement accepted, an agreement signed); here it says which side causes it.
 */
export const mobilityLifecycle = defineWorkflow({
  name: 'mobility',
  initial: 'selected',
  states: {
    selected: {},
    placed: {},
    agreed: {},
    ready: {},
    departed: {},
    settled: {},
    returned: {},
    recognised: { final: true },
    withdrawn: { final: true },
  },
  transitions: [
    {
      name: 'place',
      from: ['selected'],
      to: 'placed',
      by: ['pupil', 'guardian', 'host_school', 'host_family', 'hosting_support'],
    },
    {
      name: 'unplace',
      from: ['placed', 'agreed', 'ready'],
      to: 'selected',
      by: ['hosting_support'],
    },
    {
      name: 'agree',
      from: ['placed'],
      to: 'agreed',
      by: ['pupil', 'guardian', 'sending_school', 'host_school'],
    },
    { name: 'consent', from: ['agreed'], to: 'ready', by: ['guardian', 'pupil'] },
    { name: 'unconsent', from: ['ready'], to: 'agreed', by: ['guardian', 'pupil'] },
    {
      name: 'depart',
      from: ['ready'],
      to: 'departed',
      by: ['pupil', 'sending_school', 'sending_support', 'guardian'],
    },
    {
      name: 'settle',
      from: ['departed'],
      to: 'settled',
      by: ['contact_person', 'hosting_support'],
    },
    {
      name: 'return',
      from: ['departed', 'settled'],
      to: 'returned',
      by: ['pupil', 'guardian', 'sending_school', 'sending_support', 'hosting_support'],
    },
    { name: 'recognise', from: ['returned'], to: 'recognised', by: ['sending_school'] },
    {
      name: 'withdraw',
      from: ['selected', 'placed', 'agreed', 'ready'],
      to: 'withdrawn',
      by: ['sending_school', 'pupil', 'guardian'],
    },
  ],
});

export type MobilityState = StateOf<typeof mobilityLifecycle>;
export type MobilityTransition = TransitionOf<typeof mobilityLifecycle>;

/** The stations of the journey line, in order (look.md). */
export const stations = [
  'applied',
  'selected',
  'placed',
  'agreed',
  'ready',
  'departed',
  'settled',
  'returned',
  'recognised',
] as const;
export type Station = (typeof stations)[number];

export type StationState = 'done' | 'current' | 'ahead' | 'late' | 'skipped';

/** Days of the first and last day of a stay. */
export type Stay = { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate };

/** When a station is reached at the latest, in days before the start (negative) or after the end of the stay. */
const latest: Partial<Record<Station, { from: 'start' | 'end'; days: number }>> = {
  placed: { from: 'start', days: -28 },
  agreed: { from: 'start', days: -14 },
  ready: { from: 'start', days: -14 },
  departed: { from: 'start', days: 0 },
  settled: { from: 'start', days: 14 },
  returned: { from: 'end', days: 0 },
  recognised: { from: 'end', days: 30 },
};

/**
 * By which day a station is reached at the latest; null for those without a term.
 * Terms: family at least 4 weeks, agreement and binding consent at least 2 weeks before departure (timeline templates).
 */
export function dueOf(station: Station, stay: Stay): Temporal.PlainDate | null {
  const term = latest[station];
  if (!term) return null;
  return (term.from === 'start' ? stay.startsOn : stay.endsOn).add({ days: term.days });
}

/** By which day the school names the hosting side: it then has four weeks to find a school and a family. */
export function hostingSideDue(stay: Stay): Temporal.PlainDate {
  return stay.startsOn.subtract({ days: 56 });
}

export type StationView = { id: Station; state: StationState; due: Temporal.PlainDate | null };

/** The journey line of a mobility: what lies behind, where it stands, what is late. */
export function stationsOf(
  mobility: Stay & { state: MobilityState },
  today: Temporal.PlainDate,
): StationView[] {
  const reached = mobility.state === 'withdrawn' ? -1 : stations.indexOf(mobility.state as Station);
  return stations.map((id, index) => {
    const due = dueOf(id, mobility);
    if (mobility.state === 'withdrawn') return { id, state: index <= 1 ? 'done' : 'skipped', due };
    if (index <= reached) return { id, state: 'done', due };
    const late = due !== null && Temporal.PlainDate.compare(due, today) < 0;
    if (index === reached + 1) return { id, state: late ? 'late' : 'current', due };
    return { id, state: 'ahead', due };
  });
}

/** Whose turn it is at a station, as a role: said by name on every page. */
export const whoseTurn: Record<
  Station,
  'pupil' | 'sending_school' | 'hosting_support' | 'guardian' | 'contact_person'
> = {
  applied: 'pupil',
  selected: 'sending_school',
  placed: 'hosting_support',
  agreed: 'sending_school',
  ready: 'guardian',
  departed: 'pupil',
  settled: 'contact_person',
  returned: 'pupil',
  recognised: 'sending_school',
};

export type TurnRole = (typeof whoseTurn)[Station];

/**
 * Whose turn it is on the way to a station in this dossier: before a hosting side is chosen nobody there can look for a
 * family, and where no contact person is named the hosting organisation has the first talk.
 */
export function turnAt(
  station: Station,
  dossier: { hostingOrg: unknown; contactPerson: unknown },
): TurnRole {
  if (station === 'placed' && !dossier.hostingOrg) return 'sending_school';
  if (station === 'settled' && !dossier.contactPerson) return 'hosting_support';
  return whoseTurn[station];
}

/** The station that is next, or null when the way is complete or given up. */
export function nextStation(views: StationView[]): StationView | null {
  return views.find((s) => s.state === 'current' || s.state === 'late') ?? null;
}

/** A pupil of 18 signs and consents alone; before, a guardian does (docs/privacy.md). */
export function isOfAge(birthDate: Temporal.PlainDate | null, day: Temporal.PlainDate): boolean {
  return birthDate !== null && ageOn(birthDate, day) >= 18;
}

/** Whether the pupil has left: from then on a consent cannot be taken back, and people are called instead. */
export function hasLeft(state: MobilityState): boolean {
  return ['departed', 'settled', 'returned', 'recognised'].includes(state);
}

/** The phase a dossier is in, for the table of who sees what. */
export type Phase = 'before_match' | 'placed' | 'abroad' | 'returned';

export function phaseOf(state: MobilityState): Phase {
  if (state === 'selected' || state === 'withdrawn') return 'before_match';
  if (state === 'departed' || state === 'settled') return 'abroad';
  if (state === 'returned' || state === 'recognised') return 'returned';
  return 'placed';
}

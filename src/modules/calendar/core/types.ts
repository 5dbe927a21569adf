export const answers = ['open', 'yes', 'no', 'maybe'] as const;
export type Answer = (typeof answers)[number];

export const eventKinds = [
  'meeting',
  'orientation',
  'visit',
  'check_in',
  'deadline',
  'club_meeting',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** Kinds that people plan here; a club plans its own meetings. */
export const plannedKinds = ['meeting', 'orientation', 'visit', 'check_in', 'deadline'] as const;
export type PlannedKind = (typeof plannedKinds)[number];

/** Kinds for which a date is looked for together: a deadline is set. */
export const polledKinds = ['meeting', 'orientation', 'visit', 'check_in'] as const;

/** What an event can be about. The calendar knows none of them: who belongs to one is told by the roof. */
export const aboutKinds = ['mobility', 'project', 'intake', 'partnership', 'club'] as const;
export type AboutKind = (typeof aboutKinds)[number];
export type About = { kind: AboutKind; id: string };

export const pollAnswers = ['yes', 'if_need_be', 'no'] as const;
export type PollAnswer = (typeof pollAnswers)[number];

/** Which of two: a clock time that autumn repeats happens twice. */
export const occasions = ['first', 'second'] as const;
export type Occasion = (typeof occasions)[number];

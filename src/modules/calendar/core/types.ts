export const answers = ['open', 'yes', 'no', 'maybe'] as const;
export type Answer = (typeof answers)[number];

export const eventKinds = ['meeting', 'orientation', 'visit', 'deadline', 'club_meeting'] as const;
export type EventKind = (typeof eventKinds)[number];

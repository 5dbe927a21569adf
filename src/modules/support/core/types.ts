/** With whom a contact person talks: apart from each other, and kept apart. */
export const talkPartners = ['pupil', 'host_family'] as const;
export type TalkPartner = (typeof talkPartners)[number];

export const ways = ['in_person', 'phone', 'video', 'message'] as const;
export type Way = (typeof ways)[number];

/** What a check-in asks, in five points. */
export const checkInTopics = ['wellBeing', 'family', 'school', 'friends', 'language'] as const;
export type CheckInTopic = (typeof checkInTopics)[number];
export type CheckInRatings = Record<CheckInTopic, number>;

/** Who looks back after the return. */
export const evaluationRoles = [
  'pupil',
  'guardian',
  'host_family',
  'host_school',
  'sending_school',
] as const;
export type EvaluationRole = (typeof evaluationRoles)[number];

/** What an evaluation asks, in five points. */
export const evaluationTopics = [
  'preparation',
  'family',
  'school',
  'support',
  'recommend',
] as const;
export type EvaluationTopic = (typeof evaluationTopics)[number];
export type EvaluationRatings = Record<EvaluationTopic, number>;

/** Groups of a school. None of them is a person, and none is a pupil. */
export const audiences = ['class', 'teachers', 'canteen', 'parents', 'school'] as const;
export type Audience = (typeof audiences)[number];

/** For the own pupil who is abroad, or for the guest of another school. */
export const directions = ['abroad', 'guest'] as const;
export type Direction = (typeof directions)[number];

/** Where a calendar month stands in a stay. */
export const moments = ['before', 'first', 'middle', 'last', 'after'] as const;
export type Moment = (typeof moments)[number];

/** Something a group can do in such a month; its words are messages. */
export type Idea = {
  id: string;
  audience: Audience;
  direction: Direction;
  moments: readonly Moment[];
  minutes: number;
  /** it is a lesson, with what the class learns */
  lesson: boolean;
};

/** What names a pupil in a text that everybody could read. */
export type Name = { givenName: string; familyName: string; preferredName: string | null };

/** The groups of whom an event counts how many it reached. */
export const reachedGroups = ['pupils', 'teachers', 'families', 'others'] as const;
export type ReachedGroup = (typeof reachedGroups)[number];

/** A short list that pupils and families choose from alike, so that their interests can meet. */
export const interests = [
  'music',
  'sport',
  'nature',
  'reading',
  'cooking',
  'games',
  'art',
  'theatre',
  'dance',
  'animals',
  'science',
  'films',
] as const;

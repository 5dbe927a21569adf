/** One thing that happened, before it is put into words. */
export type StoryLine = {
  id: string;
  at: Temporal.Instant;
  actorKind: string;
  /** null when nobody is signed in, or when the reader may not know who it was */
  actorName: string | null;
  /** `module.verb-noun` */
  command: string;
  details: Record<string, string | number | boolean | null>;
};

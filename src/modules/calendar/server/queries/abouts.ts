import type { PersonActor } from '#kernel/actor.ts';
import type { OrgId, PersonId, ProjectId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';
import type { About, AboutKind, PlannedKind } from '../../core/index.ts';

/** What the calendar is told about a thing that events are about. */
export type AboutFacts = {
  /** how it is called in a list */
  title: string;
  /** its own page */
  href: string;
  projectId: ProjectId | null;
  /** where things of it happen */
  timeZone: string;
  countryCode: string;
  /** who belongs to it; `relation` is a word of `calendar.relation.…`, `side` the organisation or pupil it is by */
  people: { personId: PersonId; name: string; relation: string; side: string }[];
  /** organisations whose people see what is shared, where row policies do not know it already */
  readerOrgs: readonly OrgId[];
  /** what the actor may plan about it */
  plans: readonly PlannedKind[];
};

export type EventSource = {
  /** null when it does not exist for this actor */
  facts(
    read: Readable,
    actor: PersonActor,
    id: string,
    today: Temporal.PlainDate,
  ): Promise<AboutFacts | null>;
  /** titles of those the reader may see */
  titles(read: Readable, ids: readonly string[]): Promise<Map<string, string>>;
};

let sources: Partial<Record<AboutKind, EventSource>> = {};

/** Given by the roof at start: the calendar stands before all it can be about. */
export function setEventSources(given: Partial<Record<AboutKind, EventSource>>): void {
  sources = given;
}

export async function factsAbout(
  read: Readable,
  actor: PersonActor,
  about: About,
  today: Temporal.PlainDate,
): Promise<AboutFacts | null> {
  return (await sources[about.kind]?.facts(read, actor, about.id, today)) ?? null;
}

/** Titles by `kind:id`; what the reader may not see has none. */
export async function titlesOf(
  read: Readable,
  abouts: readonly About[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [kind, those] of Map.groupBy(abouts, (a) => a.kind)) {
    const titles = await sources[kind]?.titles(read, [...new Set(those.map((a) => a.id))]);
    for (const [id, title] of titles ?? []) found.set(`${kind}:${id}`, title);
  }
  return found;
}

import type { Actor } from '#kernel/actor.ts';
import type { OrgId, PersonId, ThreadId } from '#kernel/ids.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { hashToken } from '#platform/dice.ts';
import type { Standing } from '../../core/policy.ts';
import { isParty, partiesOf, type SafeguardingPolicy } from '../../core/rules.ts';
import {
  type About,
  type AboutKind,
  type AboutRef,
  aboutKinds,
  type Party,
} from '../../core/types.ts';
import * as store from '../store.ts';

/**
 * Tells of a thing what a thread about it needs to know, as far as the actor of this transaction sees it; all of it when
 * the installation itself asks. Null when they see nothing of it.
 */
export type AboutSource = (
  tools: { read: Readable; today: Temporal.PlainDate },
  id: string,
) => Promise<About | null>;

let sources: Partial<Record<AboutKind, AboutSource>> = {};

/** Called once at start by the roof: the things themselves stand in modules above this one. */
export function setAboutSources(given: Partial<Record<AboutKind, AboutSource>>): void {
  sources = given;
}

export function hasSource(kind: string): boolean {
  return sources[kind as AboutKind] !== undefined;
}

export async function aboutOf(
  read: Readable,
  about: AboutRef,
  today: Temporal.PlainDate,
): Promise<About | null> {
  return (await sources[about.kind]?.({ read, today }, about.id)) ?? null;
}

/** Everybody who may read a thread with these relations, by its source and the policies of today. */
export async function wantedParties(
  read: Readable,
  about: About,
  choices: readonly string[],
): Promise<Party[]> {
  const rows = await store.policiesOf(
    read,
    about.safeguardingOrgs.map((o) => o.orgId),
  );
  const policies = new Map<OrgId, SafeguardingPolicy>(
    rows.map((r) => [
      r.org_id,
      { roles: r.roles as SafeguardingPolicy['roles'], personIds: r.person_ids as PersonId[] },
    ]),
  );
  const named = await personsByIds(
    read,
    rows.flatMap((r) => r.person_ids as PersonId[]),
  );
  return partiesOf(about, choices, policies, new Map(named.map((p) => [p.id, displayName(p)])));
}

export const kindOf = (row: { about_kind: string; about_id: string }): AboutRef => ({
  kind: aboutKinds.find((k) => k === row.about_kind) ?? 'contact',
  id: row.about_id,
});

export type Found = {
  thread: store.ThreadRow;
  parties: Party[];
  about: About | null;
  /** the actor's own among the parties */
  own: Party[];
};

/**
 * A thread, and how the actor stands to it this very moment: the parties that are kept are compared with what the source
 * says now, so that somebody whose part has ended reads no more, whenever that is noticed elsewhere.
 */
export async function findThread(
  read: Readable,
  thread: store.ThreadRow | undefined,
  id: ThreadId,
  actor: Actor,
  today: Temporal.PlainDate,
): Promise<{ standing: Standing; found: Found | null }> {
  if (actor.kind !== 'person') return { standing: 'none', found: null };
  if (!thread) {
    const once = await store.partsOnce(read, id, [
      actor.personId,
      ...actor.orgs.map((o) => o.orgId),
    ]);
    const had = once.some((p) =>
      isParty({ orgId: p.org_id, personId: p.person_id, roles: p.roles as Party['roles'] }, actor),
    );
    return { standing: had ? 'left' : 'none', found: null };
  }
  const parties = await store.partiesOfThread(read, id);
  const own = parties.filter((p) => isParty(p, actor));
  const about = await aboutOf(read, kindOf(thread), today);
  const found = { thread, parties, about, own };
  if (!hasSource(thread.about_kind) || own.some((p) => p.readsAs === 'lead'))
    return { standing: 'reads', found };
  const wanted = about ? await wantedParties(read, about, thread.choices) : [];
  const stands = wanted.some((p) => isParty(p, actor));
  return stands ? { standing: 'reads', found } : { standing: 'left', found: null };
}

/** Whether those who read through these parties sent the announcement, rather than being told. */
export function sendsIt(own: readonly Party[]): boolean {
  return own.some((p) => p.orgId !== null && p.readsAs === 'member');
}

const markOf = (p: Party) =>
  hashToken(`${p.orgId ?? p.personId}:${p.readsAs}`)
    .toString('base64url')
    .slice(0, 10);

/** Who reads, as a form takes it along and brings it back: a sign for each, which says nothing outside. */
export function marksOf(parties: readonly Party[]): string {
  return [...new Set(parties.map(markOf))].join(' ');
}

/**
 * Those who read now and did not when the page was shown on which somebody wrote.
 * @param marks what `marksOf` said then; empty when nobody looked at a page, and then nobody has come since
 */
export function cameSince(marks: string, parties: readonly Party[]): Party[] {
  if (marks === '') return [];
  const shown = new Set(marks.split(' '));
  return parties.filter((p) => !shown.has(markOf(p)));
}

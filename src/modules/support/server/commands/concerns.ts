import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { all, allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { ConcernId, OrgId, PersonId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { staffOf } from '#modules/organisations/server/index.ts';
import { personById } from '#modules/people/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { job } from '#platform/queue.ts';
import {
  answerBy,
  type ConcernSubject,
  concernFurtherInput,
  concernInput,
  concernRefInput,
  concernWordsInput,
  raisesAs,
  subjectsFor,
} from '../../core/index.ts';
import { concernAnsweredMail, concernMail } from '../notices.ts';
import { readersFor, saidIn } from '../queries/readers.ts';
import * as store from '../store/index.ts';

// Nothing here leaves a trace for those concerned: audit lines name neither the mobility nor an organisation, mails go to
// the readers alone and hold no name, and every row is behind policies that ask for the reader by name.

export const raiseConcern = command({
  name: 'support.raise-concern',
  summary:
    'Say that something is not right with somebody one depends on. Read by people of another organisation, never by those concerned.',
  input: concernInput,
  load: async ({ tx }, input) => (await loadDossier(tx, input.mobilityId)) ?? null,
  permit: (actor, dossier, _, { today }) => allowIf(raisesAs(actor, dossier, today) !== null),
  run: async (tools, dossier, input) => {
    const { tx, actor, now, today } = tools;
    const raiser = raisesAs(actor, dossier, today);
    if (actor.kind !== 'person' || !raiser) return fail('platform.error.refused');
    const before = await store.concernBySendKey(tx, actor.personId, input.key);
    if (before) return ok({ id: before.id });
    const about = [...new Set(input.about)] as ConcernSubject[];
    if (!about.every((subject) => subjectsFor(raiser).includes(subject)))
      return fail('platform.invalid.choose', undefined, 'about');
    const [route] = await readersFor(tx, dossier, { raiser, about }, today);
    if (!route) return fail('support.concern.nobody', undefined, 'about');
    const id = newId('ccn');
    await store.insertConcern(tx, {
      id,
      mobilityId: dossier.id,
      raisedBy: actor.personId,
      raisedAs: raiser,
      about,
      orgId: route.orgId,
      answerBy: answerBy(now),
      key: input.key,
      now,
    });
    await store.insertReaders(tx, id, route.readers, now);
    await addWords(tools, { id, raisedBy: actor.personId }, input);
    await tellReaders(tools, id, route.readers, 'new');
    return ok({ id });
  },
  audit: () => ({}),
});

async function addWords(
  tools: CommandTools,
  concern: { id: ConcernId; raisedBy: PersonId },
  said: { words: string; key: string },
): Promise<void> {
  const { tx, actor, now } = tools;
  if (actor.kind !== 'person') return;
  const id = newId('cwo');
  await store.insertWords(tx, {
    id,
    concernId: concern.id,
    authorId: actor.personId,
    authorName: actor.name,
    sealed: await store.sealWords(tools, id, concern.raisedBy, said.words),
    key: said.key,
    now,
  });
}

/** A mail to those of some readers who can read it today. */
export async function tellReaders(
  tools: CommandTools,
  id: ConcernId,
  readers: readonly Pick<store.Reader, 'personId' | 'orgId'>[],
  occasion: string,
): Promise<void> {
  const still = await store.stillReading(tools.tx, id);
  const team = await staffOf(tools.tx, [...new Set(readers.map((r) => r.orgId))], tools.today);
  for (const reader of readers) {
    const m = team.find((t) => t.id === reader.personId && t.org_id === reader.orgId);
    if (!m?.email || !still.has(m.id)) continue;
    await tools.post(
      concernMail(
        { address: m.email, personId: m.id, language: m.language },
        `${tools.runtime.config.origin}/concerns/${id}`,
        `concern:${id}:${occasion}:${m.id}`,
      ),
    );
  }
}

type Loaded = NonNullable<Awaited<ReturnType<typeof loadConcern>>>;

export async function loadConcern({ tx }: Pick<CommandTools, 'tx'>, id: ConcernId) {
  const concern = await store.lockConcern(tx, id);
  return concern ? { concern, readers: await store.readersOf(tx, [id]) } : null;
}

/** The row policies have let it through; what is asked again is by name: who wrote it, and who was asked to read it. */
function mayAnswer(actor: Actor, { concern, readers }: Loaded): Decision {
  if (actor.kind !== 'person') return hide;
  const mine = concern.raised_by === actor.personId;
  return allowIf(mine || readers.some((r) => r.person_id === actor.personId));
}

/** Who was asked to read it acts on it; whoever wrote it does not act on their own. */
export function mayAct(actor: Actor, loaded: Loaded): Decision {
  const may = mayAnswer(actor, loaded);
  return may.allow && actor.kind === 'person' && loaded.concern.raised_by === actor.personId
    ? refuse('support.refused.your-own')
    : may;
}

export const noteConcernRead = command({
  name: 'support.note-concern-read',
  summary: 'Somebody who was asked to read a concern has opened it: whoever wrote it sees that.',
  input: concernRefInput,
  load: (tools, input) => loadConcern(tools, input.concernId),
  permit: (actor, loaded) => mayAct(actor, loaded),
  unaudited: 'it is said to whoever wrote the concern, and to nobody else',
  run: async ({ tx, actor, now }, { concern }) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    await store.markRead(tx, { concernId: concern.id, personId: actor.personId, now });
    return ok();
  },
});

export const writeInConcern = command({
  name: 'support.write-in-concern',
  summary:
    'Answer a concern, or add something to one’s own. The first answer keeps the promised time, or not.',
  input: concernWordsInput,
  load: (tools, input) => loadConcern(tools, input.concernId),
  permit: (actor, loaded) => mayAnswer(actor, loaded),
  run: async (tools, { concern }, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const at = { concernId: concern.id, authorId: actor.personId, key: input.key };
    if (await store.hasWords(tx, at)) return ok();
    await addWords(tools, { id: concern.id, raisedBy: concern.raised_by }, input);
    const own = concern.raised_by === actor.personId;
    if (own) {
      // who adds something opens it again
      if (concern.closed_at) await store.updateConcern(tx, concern.id, { closed_at: null });
      return ok();
    }
    await store.markRead(tx, { concernId: concern.id, personId: actor.personId, now });
    if (!concern.answered_at) await store.updateConcern(tx, concern.id, { answered_at: now });
    await tellWriter(tools, concern);
    return ok();
  },
  audit: () => ({}),
});

/** That there is news, and nothing else: the mailbox may be read over a shoulder. */
export async function tellWriter(
  tools: CommandTools,
  concern: Pick<store.ConcernRow, 'id' | 'raised_by'>,
): Promise<void> {
  const person = await personById(tools.tx, concern.raised_by);
  if (!person?.email) return;
  await tools.post(
    concernAnsweredMail(
      { address: person.email, personId: person.id, language: person.language },
      `${tools.runtime.config.origin}/`,
      `news:${concern.id}:${tools.now.epochMilliseconds}`,
    ),
  );
}

/** Whoever wrote it; those who read it hear why not. */
export const mayAsWriter = (actor: Actor, loaded: Loaded, refusal: string): Decision =>
  all(
    mayAnswer(actor, loaded),
    actor.kind === 'person' && loaded.concern.raised_by === actor.personId
      ? allow
      : refuse(refusal),
  );

export const closeConcern = command({
  name: 'support.close-concern',
  summary: 'Say that this is good now. Only whoever wrote a concern can say so.',
  input: concernRefInput,
  load: (tools, input) => loadConcern(tools, input.concernId),
  permit: (actor, loaded) => mayAsWriter(actor, loaded, 'support.refused.writer-closes'),
  run: async ({ tx, now }, { concern }) => {
    if (!concern.closed_at) await store.updateConcern(tx, concern.id, { closed_at: now });
    return ok();
  },
  audit: () => ({}),
});

/** Asks one more organisation of a concern's route, as somebody who reads it has wished. */
export const widenJob = job<{ concernId: ConcernId; orgId: OrgId }>('support.widen-circle');

export const askFurtherReaders = command({
  name: 'support.ask-further-readers',
  summary:
    'Ask the next organisation that is not concerned to read a concern too, where two must decide. Whoever wrote it sees who reads.',
  input: concernFurtherInput,
  load: (tools, input) => loadConcern(tools, input.concernId),
  permit: (actor, loaded) => mayAct(actor, loaded),
  run: async ({ enqueue }, { readers }, input) => {
    if (readers.some((r) => r.org_id === input.orgId))
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    // who is near the stay is not all seen by those who read: the installation chooses whom it may ask
    await enqueue(widenJob, { concernId: input.concernId, orgId: input.orgId });
    return ok();
  },
  audit: () => ({}),
});

export const addConcernReaders = command({
  name: 'support.add-concern-readers',
  summary: 'The next organisation of the route is asked to read a concern, as a reader has wished.',
  input: concernFurtherInput,
  load: (tools, input) => loadConcern(tools, input.concernId),
  permit: (actor) => byItself(actor),
  unaudited: 'it is said to whoever wrote the concern, and to nobody else',
  run: async (tools, { concern, readers }, input) => {
    const dossier = await loadDossier(tools.tx, concern.mobility_id);
    if (!dossier) return ok();
    const route = await readersFor(tools.tx, dossier, saidIn(concern), tools.today);
    const next = route.find((r) => !readers.some((x) => x.org_id === r.orgId));
    if (next?.orgId !== input.orgId) return ok();
    await store.insertReaders(tools.tx, concern.id, next.readers, tools.now);
    await tellReaders(tools, concern.id, next.readers, 'asked-too');
    await tellWriter(tools, concern);
    return ok();
  },
});

const byItself = (actor: Actor): Decision => allowIf(actor.kind === 'system');

export const passOnConcern = command({
  name: 'support.pass-on-concern',
  summary:
    'Nobody has answered in the promised time: the next organisation that is not concerned is asked as well.',
  input: z.object({ concernId: idOf('ccn') }),
  load: (tools, input) => loadConcern(tools, input.concernId),
  permit: (actor) => byItself(actor),
  unaudited: 'it is said to whoever wrote the concern, and to nobody else',
  run: async (tools, { concern, readers }) => {
    const { tx, now, today } = tools;
    if (concern.answered_at || concern.closed_at || concern.passed_on_at) return ok();
    const dossier = await loadDossier(tx, concern.mobility_id);
    if (!dossier) return ok();
    const route = await readersFor(tx, dossier, saidIn(concern), today);
    const next = route.find((r) => !readers.some((x) => x.org_id === r.orgId));
    if (next) {
      await store.insertReaders(tx, concern.id, next.readers, now);
      await tellReaders(tools, concern.id, next.readers, 'passed-on');
      await tellWriter(tools, concern);
    }
    const late = readers.map((r) => ({ personId: r.person_id, orgId: r.org_id }));
    await tellReaders(tools, concern.id, late, 'late');
    await store.updateConcern(tx, concern.id, { passed_on_at: now });
    return ok();
  },
});

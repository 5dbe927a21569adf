import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { allowIf, type Decision } from '#kernel/decision.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { type CaseLevel, concernRefInput, routeOf, takeUpBy } from '../../core/index.ts';
import { concernAloneMail } from '../notices.ts';
import { nearStay, orgOfReader, readersFor, readersIfWished, saidIn } from '../queries/readers.ts';
import * as store from '../store/index.ts';
import { tellHandlers } from './cases.ts';
import { loadConcern, mayAsWriter, tellReaders, tellWriter } from './concerns.ts';

// Who reads a concern, and who handles a case, may leave, lose the role or become concerned. What they leave behind goes on
// by itself, as it does when nobody answers in time.

const byItself = (actor: Actor): Decision => allowIf(actor.kind === 'system');

export const keepConcernRead = command({
  name: 'support.keep-concern-read',
  summary:
    'Somebody who was asked to read a concern has left or is back. Where nobody is left, the next organisation that is not concerned is asked; where there is none, administrators are told that somebody must be named. Whoever wrote it sees who reads.',
  input: concernRefInput,
  load: (tools, input) => loadConcern(tools, input.concernId),
  permit: (actor) => byItself(actor),
  unaudited: 'it is said to whoever wrote the concern, and to nobody else',
  run: async (tools, { concern, readers }) => {
    const { tx, now, today } = tools;
    const still = await store.stillReading(tx, concern.id);
    const there = readers.filter((r) => still.has(r.person_id));
    const gone = readers.filter((r) => !still.has(r.person_id) && !r.left_at);
    await store.noteWhoReads(tx, concern.id, {
      left: gone.map((r) => r.person_id),
      back: there.filter((r) => r.left_at).map((r) => r.person_id),
      now,
    });
    if (there.length > 0) {
      if (!concern.alone_since) return ok();
      await goOn(
        tools,
        concern,
        there.map((r) => ({ personId: r.person_id, orgId: r.org_id })),
      );
      return ok();
    }
    const dossier = await loadDossier(tx, concern.mobility_id);
    if (!dossier) return ok();
    const [next] = await readersFor(tx, dossier, saidIn(concern), today);
    if (next) {
      await store.insertReaders(tx, concern.id, next.readers, now);
      await goOn(tools, concern, next.readers);
      return ok();
    }
    if (!concern.alone_since) {
      await store.updateConcern(tx, concern.id, { alone_since: now });
      await tellWriter(tools, concern);
    }
    await tellAdministrators(tools, concern, dossier);
    return ok();
  },
});

/** Those who read it from now on are told, and whoever wrote it that there is news. */
async function goOn(
  tools: CommandTools,
  concern: store.ConcernRow,
  readers: Parameters<typeof tellReaders>[2],
): Promise<void> {
  if (concern.alone_since) await store.updateConcern(tools.tx, concern.id, { alone_since: null });
  await tellReaders(tools, concern.id, readers, `again-${tools.now.epochMilliseconds}`);
  await tellWriter(tools, concern);
}

/**
 * Once a week, and only those who are not concerned: that something waits, and which organisations could name somebody.
 * Neither whose it is nor what.
 */
async function tellAdministrators(
  tools: CommandTools,
  concern: store.ConcernRow,
  dossier: Dossier,
): Promise<void> {
  const { tx, today } = tools;
  const said = saidIn(concern);
  const orgs = await organisationsByIds(
    tx,
    routeOf(said.raiser, said.about).flatMap((role) => orgOfReader(dossier, role) ?? []),
  );
  const admins = await store.administrators(tx);
  const near = await nearStay(tx, dossier);
  const concerned = await store.concernedAmong(
    tx,
    { mobilityId: dossier.id, about: said.about },
    admins.map((a) => a.id),
  );
  const [org] = orgs;
  for (const admin of admins)
    if (admin.email && !concerned.has(admin.id) && !near.has(admin.id))
      await tools.post(
        concernAloneMail(
          { address: admin.email, personId: admin.id, language: admin.language },
          orgs.map((o) => o.name),
          `${tools.runtime.config.origin}${org ? `/organisations/${org.id}` : '/directory'}`,
          `concern-alone:${concern.id}:${today.yearOfWeek}-${today.weekOfYear}:${admin.id}`,
        ),
      );
}

export const openCircle = command({
  name: 'support.open-circle',
  summary:
    'Nobody is left to read what you have written in confidence: let the organisation read it that works with those it is about, since you wish it.',
  input: concernRefInput,
  load: (tools, input) => loadConcern(tools, input.concernId),
  permit: (actor, loaded) => mayAsWriter(actor, loaded, 'support.refused.writer-opens'),
  run: async (tools, { concern }) => {
    const { tx, now, today } = tools;
    if (!concern.alone_since)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    const dossier = await loadDossier(tx, concern.mobility_id);
    const next = dossier && (await readersIfWished(tx, dossier, saidIn(concern), today));
    if (!next) return fail('support.concern.nobody');
    await store.insertReaders(tx, concern.id, next.readers, now);
    await store.updateConcern(tx, concern.id, { alone_since: null });
    await tellReaders(tools, concern.id, next.readers, `wished-${now.epochMilliseconds}`);
    return ok();
  },
  audit: () => ({}),
});

export const handCaseBack = command({
  name: 'support.hand-case-back',
  summary:
    'Whoever handled a case sees it no more: it is open again, and those who can take it up are told.',
  input: z.object({ caseId: idOf('cas') }),
  load: async ({ tx }, input) => (await store.lockCase(tx, input.caseId)) ?? null,
  permit: (actor) => byItself(actor),
  unaudited: 'follows from who works where; nothing is decided',
  run: async (tools, found) => {
    const { tx, now } = tools;
    const left = await store.casesWithoutHandler(tx, found.id);
    if (left.length === 0) return ok();
    const level = found.level as CaseLevel;
    await store.updateCase(tx, found, {
      state: 'open',
      handler_id: null,
      waiting_until: null,
      due_at: takeUpBy(level, now),
      told_late_at: null,
    });
    // nobody acts on it until somebody takes it up
    if (found.concern_id)
      await store.updateConcern(tx, found.concern_id, { acts_since: null, acts_until: null });
    await tellHandlers(
      tools,
      {
        id: found.id,
        mobilityId: found.mobility_id,
        level,
        withoutContact: found.without_contact,
        concernId: found.concern_id,
      },
      `left-${found.version}`,
    );
    return ok();
  },
});

import { z } from 'zod';
import { fail, ok } from '#kernel/outcome.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { vaultOf } from '#platform/vault/index.ts';
import {
  healthRolesOf,
  mayAs,
  mayHealth,
  mobility,
  noteText,
  openerOf,
  remark,
} from '../../core/index.ts';
import { type NoteNews, noteMail } from '../notices.ts';
import * as store from '../store/index.ts';
import { healthRoom, sealNote } from '../store/sealed.ts';
import {
  actingPerson,
  decidersOf,
  type LoadedInDossier,
  loadShared,
  recipientsById,
  urlOf,
} from './loaded.ts';

const numbered = mobility.extend({ number: z.coerce.number().int().min(1) });

async function loadNotes(
  tools: Parameters<typeof loadShared>[0],
  input: Parameters<typeof loadShared>[1],
) {
  const loaded = await loadShared(tools, input);
  return loaded && { ...loaded, notes: await store.notesOf(tools.tx, loaded.dossier.id) };
}

async function tell(
  tools: CommandTools,
  { dossier }: LoadedInDossier,
  to: Awaited<ReturnType<typeof recipientsById>>,
  news: NoteNews,
  number: number,
  page: string,
): Promise<void> {
  for (const each of to)
    await tools.post(
      noteMail(each, news, {
        by: actingPerson(tools.actor).name,
        pupil: dossier.pupilName,
        url: urlOf(tools, `/mobilities/${dossier.id}/care-note${page}`),
        key: `${dossier.id}:${number}`,
      }),
    );
}

export const proposeNote = command({
  name: 'health.propose-note',
  summary:
    'Write what the host family must know day by day, and propose it to the guardians. Nobody else reads it before they accept.',
  input: mobility.extend({ text: noteText }),
  // the guardians of today are asked, also those the hosting side does not know
  opensRows: 'care-note',
  load: loadNotes,
  permit: (actor, { on }, _, { today }) => mayHealth(actor, 'write-note', on, today),
  run: async (tools, loaded, input) => {
    const actor = actingPerson(tools.actor);
    const { on, dossier, notes } = loaded;
    if (['returned', 'recognised', 'withdrawn'].includes(dossier.state))
      return fail('health.note.stay-over');
    await vaultOf(tools.runtime.config).ensureKey(tools.tx, on.pupilId, tools.now, healthRoom);
    const open = notes.find((n) => n.state === 'proposed');
    if (open)
      await store.moveNote(tools.tx, open.id, 'proposed', 'replaced', {
        ended_by: actor.personId,
        ended_at: tools.now,
      });
    const id = newId('cno');
    const number = (notes[0]?.number ?? 0) + 1;
    await store.insertNote(tools.tx, {
      id,
      mobilityId: dossier.id,
      pupilId: on.pupilId,
      number,
      sealed: await sealNote(tools.runtime, tools.tx, { id, pupilId: on.pupilId }, input.text),
      writtenBy: actor.personId,
      orgId: openerOf(actor, dossier, tools.today),
      now: tools.now,
    });
    await tell(
      tools,
      loaded,
      await decidersOf(tools.tx, on, tools.today),
      'proposed',
      number,
      '/check',
    );
    return ok({ number });
  },
  audit: ({ on, dossier }) => ({ subjectId: on.pupilId, mobilityId: dossier.id }),
});

export const answerNote = command({
  name: 'health.answer-note',
  summary:
    'Accept a proposed care note, which the host family then reads, or send it back with a remark.',
  input: numbered.extend({
    answer: z.enum(['accept', 'send_back'], { error: 'platform.invalid.choose' }),
    remark,
  }),
  load: loadNotes,
  permit: (actor, { on }, _, { today }) => mayHealth(actor, 'check-note', on, today),
  run: async (tools, loaded, input) => {
    const actor = actingPerson(tools.actor);
    const { on, dossier, notes } = loaded;
    const note = notes.find((n) => n.number === input.number);
    if (note?.state !== 'proposed')
      return fail('health.note.answered-already', undefined, undefined, 'conflict');
    const decided = { decided_by: actor.personId, decided_at: tools.now };
    if (input.answer === 'send_back') {
      if (!input.remark) return fail('health.note.say-what', undefined, 'remark');
      const sealed = await sealNote(
        tools.runtime,
        tools.tx,
        { id: note.id, pupilId: on.pupilId },
        input.remark,
        'remark',
      );
      await store.moveNote(tools.tx, note.id, 'proposed', 'sent_back', {
        ...decided,
        remark: sealed,
      });
      const writer = await recipientsById(tools.tx, [note.written_by]);
      await tell(tools, loaded, writer, 'sent-back', note.number, '/write');
      return ok({ state: 'sent_back' as const });
    }
    const before = notes.find((n) => n.state === 'accepted');
    if (before)
      await store.moveNote(tools.tx, before.id, 'accepted', 'replaced', {
        ended_by: actor.personId,
        ended_at: tools.now,
      });
    await store.moveNote(tools.tx, note.id, 'proposed', 'accepted', decided);
    const family = dossier.parties
      .filter((p) => p.role === 'host_family' && p.personId !== null)
      .filter((p) => p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, tools.today) >= 0)
      .flatMap((p) => (p.personId ? [p.personId] : []));
    const writer = await recipientsById(tools.tx, [note.written_by]);
    await tell(tools, loaded, writer, 'accepted', note.number, '');
    await tell(tools, loaded, await recipientsById(tools.tx, family), 'to-read', note.number, '');
    return ok({ state: 'accepted' as const });
  },
  audit: ({ on, dossier }, _, { state }) => ({
    subjectId: on.pupilId,
    mobilityId: dossier.id,
    details: { state },
  }),
});

export const endNote = command({
  name: 'health.end-note',
  summary:
    'Withdraw a care note: the family one it accepted or was asked about, who wrote it one that is not answered yet.',
  input: numbered,
  load: loadNotes,
  permit: (actor, { on }, _, { today }) => mayHealth(actor, 'end-note', on, today),
  run: async (tools, loaded, input) => {
    const actor = actingPerson(tools.actor);
    const note = loaded.notes.find((n) => n.number === input.number);
    if (!note || (note.state !== 'accepted' && note.state !== 'proposed'))
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    const decides = mayAs(healthRolesOf(actor, loaded.on, tools.today), 'check-note');
    if (!decides && !(note.state === 'proposed' && note.written_by === actor.personId))
      return fail('health.refused.family-ends', undefined, undefined, 'refused');
    await store.moveNote(tools.tx, note.id, note.state, 'withdrawn', {
      ended_by: actor.personId,
      ended_at: tools.now,
    });
    if (note.written_by !== actor.personId) {
      const writer = await recipientsById(tools.tx, [note.written_by]);
      await tell(tools, loaded, writer, 'withdrawn', note.number, '/write');
    }
    return ok();
  },
  audit: ({ on, dossier }) => ({ subjectId: on.pupilId, mobilityId: dossier.id }),
});

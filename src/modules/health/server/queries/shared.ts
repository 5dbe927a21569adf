import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import type { MobilityId } from '#kernel/ids.ts';
import { dateView, idView, instantView } from '#kernel/schema.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { guardiansOf } from '#modules/people/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import {
  emergencyPossible,
  type HealthAct,
  healthParts,
  healthRolesOf,
  mayAs,
  missingParts,
  mobility,
  noteStates,
} from '../../core/index.ts';
import type { NoteRow } from '../store/index.ts';
import * as store from '../store/index.ts';
import { openNote } from '../store/sealed.ts';
import { partView, person } from './record.ts';

/** The dossier and as whom the actor stands in it; null when they may not do this. */
async function standing(
  read: Readable,
  actor: Actor,
  mobilityId: MobilityId,
  act: HealthAct,
  today: Temporal.PlainDate,
) {
  const dossier = await loadDossier(read, mobilityId);
  const on = dossier && (await store.caseOf(read, dossier.pupilId, today, dossier));
  const roles = on ? healthRolesOf(actor, on, today) : [];
  return dossier && on && mayAs(roles, act) ? { dossier, on, roles } : null;
}

export const getEnvelope = query({
  name: 'health.get-envelope',
  summary:
    'That there is a health record, what is missing from whom, and when it was last confirmed. Nothing of what it says.',
  input: mobility,
  visible: person,
  output: z.object({
    mobilityId: idView('mob'),
    pupilId: idView('per'),
    pupil: z.string(),
    ofAge: z.boolean(),
    startsOn: dateView,
    exists: z.boolean(),
    parts: z.array(partView.omit({ changed: true })),
    missing: z.array(z.enum(healthParts)),
    confirmedAt: instantView.nullable(),
    destroyedAt: instantView.nullable(),
    deciders: z.array(z.string()),
    remindedAt: instantView.nullable(),
    noteAccepted: z.boolean(),
    noteProposed: z.boolean(),
    may: z.object({
      readRecord: z.boolean(),
      remind: z.boolean(),
      breakGlass: z.boolean(),
      writeNote: z.boolean(),
      checkNote: z.boolean(),
      readNote: z.boolean(),
    }),
  }),
  view: async ({ read, scope, today }, input) => {
    const found = await standing(read, scope.actor, input.mobilityId, 'see-envelope', today);
    if (!found) return null;
    const { dossier, on, roles } = found;
    const record = await store.recordOf(read, on.pupilId);
    const lives = record !== null && record.destroyedAt === null;
    const notes = await store.noteStatesOf(read, [dossier.id]);
    const guardians = await guardiansOf(read, [on.pupilId], today);
    const parts = healthParts.map((part) => {
      const known = lives ? record.parts.find((p) => p.part === part) : undefined;
      return { part, state: known?.state ?? ('empty' as const), signedAt: known?.signedAt ?? null };
    });
    const may = (act: HealthAct) => mayAs(roles, act);
    return {
      mobilityId: dossier.id,
      pupilId: on.pupilId,
      pupil: dossier.pupilName,
      ofAge: on.ofAge,
      startsOn: dossier.startsOn,
      exists: lives,
      parts,
      missing: lives ? missingParts(record.parts) : [...healthParts],
      confirmedAt: record?.confirmedAt ?? null,
      destroyedAt: record?.destroyedAt ?? null,
      deciders: on.ofAge ? [dossier.pupilName] : guardians.map((g) => displayName(g)),
      remindedAt: may('remind') ? ((await store.lastReminder(read, dossier.id))?.at ?? null) : null,
      noteAccepted: notes.some((n) => n.state === 'accepted'),
      noteProposed: notes.some((n) => n.state === 'proposed'),
      may: {
        readRecord: may('read-record'),
        remind: may('remind'),
        breakGlass: may('break-glass') && emergencyPossible(dossier, today),
        writeNote: may('write-note'),
        checkNote: may('check-note'),
        readNote: may('read-note'),
      },
    };
  },
});

export const getEmergency = query({
  name: 'health.get-emergency',
  summary: 'Whether you can open a record in an emergency, or have it open, and until when.',
  input: mobility,
  visible: person,
  output: z.object({
    mobilityId: idView('mob'),
    pupil: z.string(),
    possible: z.boolean(),
    parts: z.array(z.enum(healthParts)),
    openUntil: instantView.nullable(),
  }),
  view: async ({ read, scope, today, now }, input) => {
    const found = await standing(read, scope.actor, input.mobilityId, 'break-glass', today);
    if (!found) return null;
    const record = await store.recordOf(read, found.on.pupilId);
    const lives = record !== null && record.destroyedAt === null;
    const open = lives && (await store.openingOf(read, record.id, scope.actor.personId, now));
    return {
      mobilityId: found.dossier.id,
      pupil: found.dossier.pupilName,
      possible: emergencyPossible(found.dossier, today),
      parts: lives ? record.parts.filter((p) => p.state === 'signed').map((p) => p.part) : [],
      openUntil: open ? open.until_at : null,
    };
  },
});

const named = (given: string | null, family: string | null, preferred: string | null) =>
  family === null
    ? ''
    : displayName({ given_name: given ?? '', family_name: family, preferred_name: preferred });
const writerOf = (n: NoteRow) => named(n.w_given, n.w_family, n.w_preferred);
const deciderOf = (n: NoteRow) => named(n.d_given, n.d_family, n.d_preferred);

const versionView = z.object({
  number: z.number(),
  state: z.enum(noteStates),
  writtenAt: instantView,
  by: z.string(),
  decidedAt: instantView.nullable(),
  decidedBy: z.string(),
});
const versionOf = (n: NoteRow): z.input<typeof versionView> => ({
  number: n.number,
  state: n.state as (typeof noteStates)[number],
  writtenAt: n.written_at,
  by: writerOf(n),
  decidedAt: n.decided_at,
  decidedBy: deciderOf(n),
});
const noteView = versionView.extend({ org: z.string(), text: z.string() });

const header = {
  mobilityId: idView('mob'),
  pupilId: idView('per'),
  pupil: z.string(),
  goneSince: instantView.nullable(),
};

type Tools = { read: Readable; runtime: Parameters<typeof openNote>[0] };

/** A note with its text, or since when it cannot be read any more. */
async function opened({ read, runtime }: Tools, n: NoteRow | undefined) {
  if (!n) return { note: null, goneSince: null };
  const text = await openNote(runtime, read, { id: n.id, pupilId: n.pupil_id }, n.sealed);
  return text.state === 'gone'
    ? { note: null, goneSince: text.since }
    : { note: { ...versionOf(n), org: n.org_name ?? '', text: text.text }, goneSince: null };
}

export const getCareNote = query({
  name: 'health.get-care-note',
  summary:
    'What a host family must know to look after a pupil day by day, as the guardians accepted it.',
  input: mobility,
  visible: person,
  output: z.object({
    ...header,
    note: noteView.nullable(),
    may: z.object({ check: z.boolean(), write: z.boolean(), end: z.boolean() }),
    proposed: z.boolean(),
  }),
  view: async (tools, input) => {
    const { read, scope, today } = tools;
    const found = await standing(read, scope.actor, input.mobilityId, 'read-note', today);
    if (!found) return null;
    const { dossier, on, roles } = found;
    const notes = await store.notesOf(read, dossier.id);
    const may = {
      check: mayAs(roles, 'check-note'),
      write: mayAs(roles, 'write-note'),
      end: mayAs(roles, 'check-note'),
    };
    return {
      mobilityId: dossier.id,
      pupilId: on.pupilId,
      pupil: dossier.pupilName,
      ...(await opened(
        tools,
        notes.find((n) => n.state === 'accepted'),
      )),
      may,
      // that something new is proposed is the business of those who write and check
      proposed: (may.check || may.write) && notes.some((n) => n.state === 'proposed'),
    };
  },
});

export const getNoteToWrite = query({
  name: 'health.get-note-to-write',
  summary:
    'A care note as its writer works on it: own words, a remark of the family, and where it is.',
  input: mobility,
  visible: person,
  output: z.object({
    ...header,
    ofAge: z.boolean(),
    deciders: z.array(z.string()),
    /** where to go on: your own words of last time, or those accepted if you may read them */
    text: z.string(),
    remark: z.string().nullable(),
    versions: z.array(versionView),
    waiting: z.object({ number: z.number(), mine: z.boolean() }).nullable(),
    over: z.boolean(),
  }),
  view: async (tools, input) => {
    const { read, scope, today, runtime } = tools;
    const found = await standing(read, scope.actor, input.mobilityId, 'write-note', today);
    if (!found) return null;
    const { dossier, on, roles } = found;
    const notes = await store.notesOf(read, dossier.id);
    const mine = notes.find((n) => n.written_by === scope.actor.personId);
    const accepted = notes.find((n) => n.state === 'accepted');
    const readable = mine ?? (mayAs(roles, 'read-note') ? accepted : undefined);
    const { note, goneSince } = await opened(tools, readable);
    const remark =
      mine?.state === 'sent_back' && mine.remark
        ? await openNote(
            runtime,
            read,
            { id: mine.id, pupilId: mine.pupil_id },
            mine.remark,
            'remark',
          )
        : null;
    const waiting = notes.find((n) => n.state === 'proposed');
    const guardians = await guardiansOf(read, [on.pupilId], today);
    return {
      mobilityId: dossier.id,
      pupilId: on.pupilId,
      pupil: dossier.pupilName,
      goneSince,
      ofAge: on.ofAge,
      deciders: on.ofAge ? [dossier.pupilName] : guardians.map((g) => displayName(g)),
      text: note?.text ?? '',
      remark: remark?.state === 'open' ? remark.text : null,
      versions: notes.map(versionOf),
      waiting: waiting
        ? { number: waiting.number, mine: waiting.written_by === scope.actor.personId }
        : null,
      over: ['returned', 'recognised', 'withdrawn'].includes(dossier.state),
    };
  },
});

export const getNoteToCheck = query({
  name: 'health.get-note-to-check',
  summary:
    'A proposed care note beside the one that holds now, for those who accept it or send it back.',
  input: mobility,
  visible: person,
  output: z.object({
    ...header,
    proposed: noteView.nullable(),
    accepted: noteView.nullable(),
    versions: z.array(versionView),
  }),
  view: async (tools, input) => {
    const { read, scope, today } = tools;
    const found = await standing(read, scope.actor, input.mobilityId, 'check-note', today);
    if (!found) return null;
    const notes = await store.notesOf(read, found.dossier.id);
    const proposed = await opened(
      tools,
      notes.find((n) => n.state === 'proposed'),
    );
    const accepted = await opened(
      tools,
      notes.find((n) => n.state === 'accepted'),
    );
    return {
      mobilityId: found.dossier.id,
      pupilId: found.on.pupilId,
      pupil: found.dossier.pupilName,
      goneSince: proposed.goneSince ?? accepted.goneSince,
      proposed: proposed.note,
      accepted: accepted.note,
      versions: notes.map(versionOf),
    };
  },
});

import type { Actor } from '#kernel/actor.ts';
import { allowIf, type Decision } from '#kernel/decision.ts';
import type { Id, IncidentId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import type { Runtime } from '#platform/runtime.ts';
import { type Place, vaultOf } from '#platform/vault/index.ts';
import {
  closeInput,
  handlesIncident,
  type IncidentKind,
  incidentRef,
  kindInput,
  noteInput,
  stepInput,
  stepsOf,
  takeInput,
} from '../../core/index.ts';
import * as store from '../store.ts';
import { livingWith } from './telling.ts';

// Those who handle an incident come from two organisations and need not see each other's people: `permit` decides.
const opensRows = 'emergency-incident';

/** An incident with those who decide who sees it. */
export async function incidentWith(read: Readable, incident: store.IncidentRow | undefined) {
  if (!incident) return null;
  const members = incident.group_id ? await store.membersOf(read, [incident.group_id]) : [];
  return {
    incident,
    parties: {
      orgId: incident.org_id,
      partnerOrgId: incident.partner_org_id,
      mobilityId: incident.mobility_id,
      memberIds: members.map((m) => m.personId),
      livingIds: await livingWith(read as Tx, incident.mobility_id),
    },
  };
}
type Loaded = NonNullable<Awaited<ReturnType<typeof incidentWith>>>;

const load = async ({ tx }: { tx: Tx }, input: { incidentId: IncidentId }) =>
  incidentWith(tx, await store.lockIncident(tx, input.incidentId));

const permit = (actor: Actor, { parties }: Loaded): Decision =>
  allowIf(handlesIncident(actor, parties));

const audit = ({ incident }: Loaded) => ({ subjectId: incident.id });

const meanwhile = () => stale('platform.error.changed-meanwhile');
const closed = () => fail('emergency.incident.is-closed', undefined, undefined, 'conflict');

function me(actor: Actor) {
  if (actor.kind !== 'person') throw new Error('an incident is handled by people');
  return actor;
}

const write = (
  { tx, actor, now }: CommandTools,
  incident: store.IncidentRow,
  line: Omit<Parameters<typeof store.insertLine>[1], 'id' | 'incidentId' | 'at'>,
) =>
  store.insertLine(tx, {
    id: newId('inl'),
    incidentId: incident.id,
    at: now,
    personId: me(actor).personId,
    who: me(actor).name,
    ...line,
  });

export const takeAlarm = command({
  name: 'emergency.take-alarm',
  summary:
    'Take an alarm: nobody else is told any more. Of two who do so at once one does, the other sees who.',
  input: incidentRef,
  opensRows,
  load,
  permit,
  run: async (tools, { incident }) => {
    const { tx, now } = tools;
    const { personId } = me(tools.actor);
    if (incident.state === 'closed') return closed();
    if (incident.state === 'taken') {
      if (incident.taken_by === personId) return ok({ id: incident.id });
      const names = incident.taken_by ? await store.personNames(tx, [incident.taken_by]) : null;
      return fail(
        'emergency.incident.taken-by',
        { who: (incident.taken_by && names?.get(incident.taken_by)) || '' },
        undefined,
        'conflict',
      );
    }
    await store.updateIncident(tx, incident, {
      state: 'taken',
      taken_by: personId,
      taken_at: now,
      next_at: null,
    });
    await write(tools, incident, { kind: 'taken' });
    return ok({ id: incident.id });
  },
  audit,
});

export const takeOver = command({
  name: 'emergency.take-over',
  summary: 'Take an incident over from a colleague who has handed it on.',
  input: takeInput,
  opensRows,
  load,
  permit,
  run: async (tools, { incident }, input) => {
    const { personId } = me(tools.actor);
    if (incident.state !== 'taken') return meanwhile();
    if (incident.taken_by === personId) return ok({ id: incident.id });
    if (incident.version !== input.version) return meanwhile();
    await store.updateIncident(tools.tx, incident, { taken_by: personId });
    await write(tools, incident, { kind: 'handed_on' });
    return ok({ id: incident.id });
  },
  audit,
});

export const chooseKind = command({
  name: 'emergency.choose-kind',
  summary: 'Say what it is: the steps for it come up, each with its time. It can be said anew.',
  input: kindInput,
  opensRows,
  load,
  permit,
  run: async (tools, { incident }, input) => {
    if (incident.state === 'alarm')
      return fail('emergency.incident.take-first', undefined, undefined, 'conflict');
    if (incident.state === 'closed') return closed();
    if (incident.version !== input.version) return meanwhile();
    if (incident.kind === input.kind) return ok({ id: incident.id });
    await store.updateIncident(tools.tx, incident, { kind: input.kind });
    await write(tools, incident, { kind: 'kind', step: input.kind });
    return ok({ id: incident.id });
  },
  audit,
});

const isSameName = (a: string, b: string) =>
  a.localeCompare(b, 'en', { sensitivity: 'base', ignorePunctuation: true }) === 0;

export const markStep = command({
  name: 'emergency.mark-step',
  summary: 'A step has been done. Where two people must be there, the second is named.',
  input: stepInput,
  opensRows,
  load,
  permit,
  run: async (tools, { incident }, input) => {
    if (incident.state === 'closed') return closed();
    const step = incident.kind
      ? stepsOf(incident.kind as IncidentKind, incident.procedure).find((s) => s.id === input.step)
      : undefined;
    if (incident.state === 'alarm' || !step)
      return fail('emergency.incident.take-first', undefined, undefined, 'conflict');
    if (step.two && input.second === '')
      return fail('emergency.incident.needs-two', undefined, `second.${step.id}`);
    if (step.two && isSameName(input.second, me(tools.actor).name))
      return fail('emergency.incident.second-is-you', undefined, `second.${step.id}`);
    // marked twice, by whomever: the first time counts
    const lines = await store.linesOf(tools.tx, incident.id);
    if (lines.some((l) => l.kind === 'step' && l.step === step.id)) return ok({ id: incident.id });
    await write(tools, incident, {
      kind: 'step',
      step: step.id,
      second: input.second,
      words: input.words,
    });
    return ok({ id: incident.id });
  },
  audit,
});

/** What is sealed of an incident and of a card stands in a room of the vault of its own. */
export const notePlace = (
  row: Id<'ino'>,
  person: NonNullable<store.IncidentRow['pupil_id']>,
): Place => ({
  table: 'incident_notes',
  column: 'sealed',
  row,
  person,
  room: 'incidents',
});

async function sealed({ runtime, tx, now }: CommandTools, place: Place, text: string) {
  const vault = vaultOf(runtime.config);
  await vault.ensureKey(tx, place.person, now, place.room);
  return vault.seal(tx, place, text);
}

export async function openSealed(
  runtime: Runtime,
  read: Readable,
  place: Place,
  text: Buffer,
): Promise<string> {
  const opened = await vaultOf(runtime.config).open(read, place, text);
  return opened.state === 'open' ? opened.text : '';
}

export const writeNote = command({
  name: 'emergency.write-note',
  summary:
    'Add a line to the log, or a confidential note that is sealed and stands apart. Neither can be changed.',
  input: noteInput,
  opensRows,
  load,
  permit,
  run: async (tools, { incident }, input) => {
    const { tx, now } = tools;
    const person = me(tools.actor);
    const key = `${person.personId}:${input.key}`;
    if (await store.hasLine(tx, incident.id, key))
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    if (!input.confidential) {
      await write(tools, incident, { kind: 'note', words: input.words, key });
      return ok({ id: incident.id });
    }
    if (!incident.pupil_id) return fail('emergency.drill.nothing-confidential', undefined, 'words');
    const id = newId('ino');
    await store.insertNote(tx, {
      id,
      incidentId: incident.id,
      sealed: await sealed(tools, notePlace(id, incident.pupil_id), input.words),
      writtenBy: person.personId,
      who: person.name,
      key: input.key,
      now,
    });
    await write(tools, incident, { kind: 'confidential', key });
    return ok({ id: incident.id });
  },
  audit,
});

export const closeIncident = command({
  name: 'emergency.close-incident',
  summary: 'Close an incident with a report: what happened, and what was learned from it.',
  input: closeInput,
  opensRows,
  load,
  permit,
  run: async (tools, { incident }, input) => {
    if (incident.state === 'closed') return closed();
    if (incident.state === 'alarm')
      return fail('emergency.incident.take-first', undefined, undefined, 'conflict');
    if (incident.version !== input.version) return meanwhile();
    await store.updateIncident(tools.tx, incident, {
      state: 'closed',
      happened: input.happened,
      learned: input.learned,
      closed_by: me(tools.actor).personId,
      closed_at: tools.now,
    });
    await write(tools, incident, { kind: 'closed' });
    return ok({ id: incident.id });
  },
  audit,
});

export { sealed as sealAt };

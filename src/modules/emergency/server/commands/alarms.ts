import { z } from 'zod';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import { lockDossier } from '#modules/mobilities/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { type PushAddress, type PushMessage, pushKeys } from '#platform/push.ts';
import { smsNumber } from '#platform/sms.ts';
import {
  groupRef,
  incidentRef,
  isAboutNow,
  leadsGroup,
  procedureVersion,
  raisesAlarmAs,
  stayRef,
} from '../../core/index.ts';
import { alarmPush, alarmText } from '../notices.ts';
import * as store from '../store.ts';
import { allFailed, passOnJob, tellNext } from './telling.ts';

// No line of the audit names the mobility or an organisation: an alarm is not for all who read those.

/** Who answers for a stay: the hosting organisation and the one that sends; the school where there is none. */
const answering = (dossier: Dossier): { orgId: OrgId; partnerOrgId: OrgId } => {
  const sending = dossier.sendingOrgId ?? dossier.sendingSchoolId;
  return { orgId: dossier.hostingOrgId ?? sending, partnerOrgId: sending };
};

type Raised = Omit<Parameters<typeof store.insertIncident>[1], 'id' | 'procedure' | 'now'>;

async function begin(tools: CommandTools, raised: Raised, who: string) {
  const { tx, now } = tools;
  const id = newId('ind');
  await store.insertIncident(tx, { ...raised, id, procedure: procedureVersion, now });
  await store.insertLine(tx, {
    id: newId('inl'),
    incidentId: id,
    at: now,
    kind: 'raised',
    personId: raised.raisedBy,
    who,
  });
  const incident = await store.lockIncident(tx, id);
  if (incident) await tellNext(tools, incident);
  return id;
}

export const raiseAlarm = command({
  name: 'emergency.raise-alarm',
  summary:
    'Raise an alarm about a stay with one tap. Whoever is on duty is told at once, and the next ones until somebody takes it.',
  input: stayRef,
  // those who are told are strangers to a pupil; who may is decided by `permit`
  opensRows: 'emergency-alarm',
  load: ({ tx }, input) => lockDossier(tx, input.mobilityId),
  permit: (actor, dossier, _, { today }): Decision => {
    if (!raisesAlarmAs(actor, dossier, today)) return hide;
    return isAboutNow(dossier, today) ? allow : refuse('emergency.refused.not-now');
  },
  run: async (tools, dossier) => {
    const { tx, actor, today } = tools;
    const part = raisesAlarmAs(actor, dossier, today);
    if (actor.kind !== 'person' || !part) return fail('platform.error.refused');
    const open = await store.openAlarmOf(tx, dossier.id, actor.personId);
    // tapped twice: it is raised, and those on duty have been told
    if (open) return ok({ id: open.id });
    const group = await store.groupOfStay(tx, dossier);
    const id = await begin(
      tools,
      {
        groupId: group?.id ?? null,
        ...answering(dossier),
        mobilityId: dossier.id,
        pupilId: dossier.pupilId,
        caseId: null,
        drill: false,
        raisedBy: actor.personId,
        raisedAs: part,
      },
      actor.name,
    );
    return ok({ id });
  },
  audit: (_, __, { id }) => ({ subjectId: id }),
});

export const raiseFromCase = command({
  name: 'emergency.raise-from-case',
  summary: 'A support case has become an emergency: those on duty are told.',
  input: stayRef.extend({ caseId: idOf('cas') }),
  load: ({ tx }, input) => lockDossier(tx, input.mobilityId),
  permit: (actor) => allowIf(actor.kind === 'system'),
  run: async (tools, dossier, input) => {
    const known = await store.incidentOfCase(tools.tx, input.caseId);
    if (known) return ok({ id: known.id });
    const group = await store.groupOfStay(tools.tx, dossier);
    const id = await begin(
      tools,
      {
        groupId: group?.id ?? null,
        ...answering(dossier),
        mobilityId: dossier.id,
        pupilId: dossier.pupilId,
        caseId: input.caseId,
        drill: false,
        raisedBy: null,
        raisedAs: 'case',
      },
      '',
    );
    return ok({ id });
  },
  audit: (_, __, { id }) => ({ subjectId: id }),
});

export const startDrill = command({
  name: 'emergency.start-drill',
  summary:
    'Try out an alarm: the group is told as in an emergency, each message says that it is a drill.',
  input: groupRef,
  opensRows: 'emergency-duty',
  load: async ({ tx }, input) => {
    const group = await store.lockGroup(tx, input.groupId);
    return group ? { group, members: await store.membersOf(tx, [group.id]) } : null;
  },
  permit: (actor, { group, members }) =>
    allowIf(
      leadsGroup(actor, {
        orgId: group.org_id,
        partnerOrgId: group.partner_org_id,
        memberIds: members.map((m) => m.personId),
      }),
    ),
  run: async (tools, { group, members }) => {
    const { actor, tx } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (members.length === 0) return fail('emergency.drill.nobody');
    const running = await store.openDrillOf(tx, group.id);
    if (running) return ok({ id: running.id });
    const id = await begin(
      tools,
      {
        groupId: group.id,
        orgId: group.org_id,
        partnerOrgId: group.partner_org_id,
        mobilityId: null,
        pupilId: null,
        caseId: null,
        drill: true,
        raisedBy: actor.personId,
        raisedAs: 'drill',
      },
      actor.name,
    );
    return ok({ id });
  },
  audit: ({ group }, _, { id }) => ({ subjectId: id, orgId: group.org_id }),
});

export const passOn = command({
  name: 'emergency.pass-on',
  summary:
    'Look at an alarm nobody has taken: when its time is over, or no message can arrive, the next ones are told.',
  input: incidentRef,
  load: async ({ tx, actor }, input) =>
    actor.kind === 'system' ? ((await store.lockIncident(tx, input.incidentId)) ?? null) : null,
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'the incident’s own log says who was told when',
  run: async (tools, incident) => {
    if (incident.state !== 'alarm' || !incident.next_at) return ok({ told: 0 });
    const isOver = Temporal.Instant.compare(incident.next_at, tools.now) <= 0;
    const isLost = await allFailed(tools, incident);
    return ok({ told: isOver || isLost ? await tellNext(tools, incident) : 0 });
  },
});

const telling = z.object({ tellingId: idOf('itl') });
/** So often a text message is given to the gateway before it counts as lost. */
const triesAtMost = 3;

/** A message to give to the gateway, if there is still somebody to tell. */
type Text = { message: { to: string; text: string; key: string } | null; isLast: boolean };
const none: Text = { message: null, isLast: false };

export const beginText = command({
  name: 'emergency.begin-text',
  summary:
    'Take up the sending of one text message, unless somebody has taken the alarm meanwhile.',
  input: telling,
  load: async ({ tx, actor }, input) =>
    actor.kind === 'system' ? ((await store.lockTelling(tx, input.tellingId)) ?? null) : null,
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'the incident’s own log says who was told when',
  run: async ({ tx, runtime }, t) => {
    const incident = await store.incidentById(tx, t.incident_id);
    const member = incident?.group_id
      ? (await store.membersOf(tx, [incident.group_id])).find((m) => m.personId === t.person_id)
      : undefined;
    const to = member && smsNumber(member.phone);
    if (!incident || !to || incident.state !== 'alarm' || t.sent_at || t.failed_at) return ok(none);
    await store.updateTelling(tx, t.id, { tries: t.tries + 1 });
    const url = `${runtime.config.origin}/emergency/incidents/${incident.id}`;
    return ok<Text>({
      message: { to, text: alarmText(member.language, incident.drill, url), key: t.send_key },
      isLast: t.tries + 1 >= triesAtMost,
    });
  },
});

export const noteText = command({
  name: 'emergency.note-text',
  summary:
    'Note whether a text message was taken by the gateway; when it was not, the alarm goes on at once.',
  input: telling.extend({ sent: z.boolean() }),
  load: async ({ tx, actor }, input) =>
    actor.kind === 'system' ? ((await store.lockTelling(tx, input.tellingId)) ?? null) : null,
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'the incident’s own log says who was told when',
  run: async ({ tx, now, enqueue }, t, input) => {
    await store.updateTelling(tx, t.id, input.sent ? { sent_at: now } : { failed_at: now });
    if (!input.sent) await enqueue(passOnJob, { incidentId: t.incident_id });
    return ok();
  },
});

/** A push to give to its service, if there is still somebody to tell. */
type Push = {
  push: { to: PushAddress; message: PushMessage; topic: string } | null;
  isLast: boolean;
};
const nothing: Push = { push: null, isLast: false };

export const beginPush = command({
  name: 'emergency.begin-push',
  summary:
    'Take up the sending of one push to a device, unless somebody has taken the alarm or the device is gone.',
  input: telling,
  load: async ({ tx, actor }, input) =>
    actor.kind === 'system' ? ((await store.lockTelling(tx, input.tellingId)) ?? null) : null,
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'the incident’s own log says who was told when',
  run: async ({ tx, now, runtime: { config } }, t) => {
    const incident = await store.incidentById(tx, t.incident_id);
    if (incident?.state !== 'alarm' || t.sent_at || t.failed_at) return ok(nothing);
    const device =
      t.device_id && config.push
        ? await store.deviceToTell(tx, t.device_id, now, pushKeys(config.secret).publicKey)
        : undefined;
    if (!device) {
      await store.updateTelling(tx, t.id, { failed_at: now });
      return ok(nothing);
    }
    await store.updateTelling(tx, t.id, { tries: t.tries + 1 });
    return ok<Push>({
      push: {
        to: device,
        message: alarmPush(device.language, incident.drill, `/emergency/incidents/${incident.id}`),
        // one alarm is one message on a device, however often it is told
        topic: incident.id.slice(-26),
      },
      isLast: t.tries + 1 >= triesAtMost,
    });
  },
});

export const notePush = command({
  name: 'emergency.note-push',
  summary: 'Note what became of one push; a device that can never be reached again is forgotten.',
  input: telling.extend({ became: z.enum(['sent', 'gone', 'refused']) }),
  load: async ({ tx, actor }, input) =>
    actor.kind === 'system' ? ((await store.lockTelling(tx, input.tellingId)) ?? null) : null,
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'the incident’s own log says who was told when',
  run: async ({ tx, now }, t, { became }) => {
    await store.updateTelling(tx, t.id, became === 'sent' ? { sent_at: now } : { failed_at: now });
    if (became === 'gone' && t.device_id) await store.deleteDevice(tx, t.device_id);
    return ok();
  },
});

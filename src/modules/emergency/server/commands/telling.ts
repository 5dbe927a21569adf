import type { Id, IncidentId, PersonId, PushDeviceId } from '#kernel/ids.ts';
import { staffOf } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { CommandTools } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { pushKeys } from '#platform/push.ts';
import { job } from '#platform/queue.ts';
import { smsNumber } from '#platform/sms.ts';
import {
  type AlarmChannel,
  deliverySeconds,
  nextInLine,
  nextTelling,
  onDuty,
  secondLookSeconds,
  withoutAbsences,
} from '../../core/index.ts';
import { alarmMail } from '../notices.ts';
import * as store from '../store.ts';

/** Looks whether an alarm must go on: at its time, and once more in case the first look died with its process. */
export const passOnJob = job<{ incidentId: IncidentId }>('emergency.pass-on');
export const textJob = job<{ tellingId: Id<'itl'> }>('emergency.send-text', 3);
/** In a queue of its own: a push service that does not answer holds up nothing else. */
export const pushJob = job<{ tellingId: Id<'itl'> }>('emergency.send-push', 3);

type Reachable = {
  id: PersonId;
  name: string;
  email: string | null;
  language: string;
  sms: string | null;
  devices: PushDeviceId[];
};

/** Who lives it: they are never told of an alarm as if it were work. */
export async function livingWith(
  tx: CommandTools['tx'],
  mobilityId: store.IncidentRow['mobility_id'],
): Promise<PersonId[]> {
  if (!mobilityId) return [];
  const parties = await store.partiesOf(tx, [mobilityId]);
  const near = parties.filter((p) => ['pupil', 'guardian', 'host_family'].includes(p.role));
  return [
    ...near.flatMap((p) => p.person_id ?? []),
    ...(await store.familyPersons(tx, mobilityId)),
  ];
}

/** Everybody an alarm can reach, in the order in which it goes round; and those who lead, who come last. */
async function peopleFor(tools: CommandTools, incident: store.IncidentRow) {
  const { tx, now, today, runtime } = tools;
  const group = incident.group_id ? await store.groupById(tx, incident.group_id) : undefined;
  const ids = group ? [group.id] : [];
  const members = await store.membersOf(tx, ids);
  const zone = group?.time_zone ?? 'UTC';
  const shifts = withoutAbsences(
    await store.shiftsBetween(
      tx,
      ids,
      now.subtract({ hours: 24 * 30 }),
      now.add({ hours: 24 * 60 }),
    ),
    await store.absencesOf(tx, ids, today.subtract({ days: 40 })),
    zone,
  );
  const living = new Set(await livingWith(tx, incident.mobility_id));
  // whoever raised it knows; in a drill they may be the one who is tried
  const apart = (id: PersonId) => !living.has(id) && (incident.drill || id !== incident.raised_by);
  const asReachable = new Map<PersonId, Reachable>();
  const orgs = [incident.org_id, ...(incident.partner_org_id ? [incident.partner_org_id] : [])];
  const leads = (await staffOf(tx, orgs, today)).filter((m) =>
    m.roles.some((r) => r === 'head' || r === 'coordinator'),
  );
  const { config } = runtime;
  const devices = config.push
    ? await store.devicesOf(
        tx,
        [...leads.map((m) => m.id), ...members.map((m) => m.personId)],
        now,
        pushKeys(config.secret).publicKey,
      )
    : [];
  const open = incident.mobility_id ? await store.openIncidentsOf(tx, incident.mobility_id) : [];
  const devicesOf = (id: PersonId) => devices.filter((d) => d.person_id === id).map((d) => d.id);
  for (const m of leads)
    asReachable.set(m.id, {
      id: m.id,
      name: displayName(m),
      email: m.email,
      language: m.language,
      sms: null,
      devices: devicesOf(m.id),
    });
  for (const m of members)
    asReachable.set(m.personId, {
      id: m.personId,
      name: m.name,
      email: m.email,
      language: m.language,
      sms: config.sms && m.takesSms ? smsNumber(m.phone) : null,
      devices: devicesOf(m.personId),
    });
  const reach = (list: PersonId[]) =>
    [...new Set(list)].filter(apart).flatMap((id) => {
      const person = asReachable.get(id);
      return person && (person.email || person.sms || person.devices.length > 0) ? [person] : [];
    });
  return {
    duty: reach(onDuty(shifts, now).map((s) => s.personId)),
    // it may be the same night: whoever has another alarm about this pupil hears of this one too
    handling: reach(open.flatMap((i) => i.taken_by ?? [])),
    line: reach(
      nextInLine(
        shifts,
        members.map((m) => m.personId),
        now,
      ),
    ),
    // in a drill of a group its own people are tried, not everybody who leads
    leads: reach(incident.drill && members.length > 0 ? [] : leads.map((m) => m.id)),
  };
}

/** Whom the next round is for. Somebody whose every way is known to be dead is told too, and the one after at once. */
async function chosenFor(
  tools: CommandTools,
  incident: store.IncidentRow,
): Promise<{ chosen: Reachable[]; everybody: boolean; nobodyOnDuty: boolean }> {
  const { duty, handling, line, leads } = await peopleFor(tools, incident);
  const told = new Set(
    (await store.tellingsOf(tools.tx, incident.id)).map((telling) => telling.person_id),
  );
  const dead = await store.deadAddresses(
    tools.tx,
    [...line, ...leads].flatMap((p) => p.email ?? []),
  );
  // a device alone is nobody who has been told
  const isHeard = (p: Reachable) =>
    p.sms !== null || (p.email !== null && !dead.has(p.email.toLowerCase()));
  const isFirst = incident.round === 0;
  const nobodyOnDuty = isFirst && duty.length === 0;
  const chosen = isFirst ? [...duty] : [];
  for (const person of line) {
    if (chosen.some(isHeard)) break;
    if (!told.has(person.id) && !chosen.includes(person)) chosen.push(person);
  }
  const besides = [...(isFirst ? handling : []), ...(nobodyOnDuty ? leads : [])];
  for (const person of besides) if (!chosen.some((c) => c.id === person.id)) chosen.push(person);
  if (chosen.some(isHeard)) return { chosen, everybody: false, nobodyOnDuty };
  const all = [...line, ...leads.filter((p) => !line.some((l) => l.id === p.id))];
  if (all.some(isHeard)) return { chosen: all, everybody: true, nobodyOnDuty };
  const admins = (await store.administrators(tools.tx)).map((a) => ({
    id: a.id,
    name: displayName(a),
    email: a.email,
    language: a.language,
    sms: null,
    devices: [],
  }));
  return { chosen: [...all, ...admins], everybody: true, nobodyOnDuty };
}

/**
 * Tells the next people of an alarm by every way there is, and sees to it that it goes on when nobody takes it.
 * @returns how many people were told
 */
export async function tellNext(tools: CommandTools, incident: store.IncidentRow): Promise<number> {
  const { tx, now } = tools;
  const { chosen, everybody, nobodyOnDuty } = await chosenFor(tools, incident);
  const round = incident.round + 1;
  const url = `${tools.runtime.config.origin}/emergency/incidents/${incident.id}`;
  for (const person of chosen) {
    const sendKey = (channel: AlarmChannel, deviceId?: PushDeviceId) =>
      `alarm:${incident.id}:${round}:${channel}:${deviceId ?? person.id}`;
    const note = async (channel: AlarmChannel, deviceId?: PushDeviceId) => {
      const id = newId('itl');
      await store.insertTelling(tx, {
        id,
        incidentId: incident.id,
        round,
        personId: person.id,
        channel,
        deviceId,
        sendKey: sendKey(channel, deviceId),
        now,
      });
      return id;
    };
    if (person.email) {
      await note('mail');
      await tools.post(
        alarmMail(
          { address: person.email, personId: person.id, language: person.language },
          { drill: incident.drill, everybody },
          url,
          sendKey('mail'),
        ),
      );
    }
    if (person.sms) await tools.enqueue(textJob, { tellingId: await note('sms') });
    for (const device of person.devices)
      await tools.enqueue(pushJob, { tellingId: await note('push', device) });
  }
  if (nobodyOnDuty)
    await store.insertLine(tx, {
      id: newId('inl'),
      incidentId: incident.id,
      at: now,
      kind: 'nobody',
    });
  await store.insertLine(tx, {
    id: newId('inl'),
    incidentId: incident.id,
    at: now,
    kind: 'told',
    who: chosen.map((p) => p.name).join(', '),
  });
  const next = nextTelling(round, now);
  await store.updateIncident(tx, incident, { round, next_at: next });
  const looks = [
    ...deliverySeconds.map((seconds) => now.add({ seconds })),
    next,
    next.add({ seconds: secondLookSeconds }),
  ];
  for (const at of looks) await tools.enqueue(passOnJob, { incidentId: incident.id }, at);
  return chosen.length;
}

/**
 * Whether nothing of the newest round can still arrive; notes which mails were refused. A push does not count, sent or not:
 * whoever has a device alone is passed over at the first look.
 */
export async function allFailed(
  tools: CommandTools,
  incident: store.IncidentRow,
): Promise<boolean> {
  const { tx, now } = tools;
  const tellings = (await store.tellingsOf(tx, incident.id)).filter(
    (t) => t.round === incident.round,
  );
  const refused = await store.refusedMails(
    tx,
    tellings.filter((t) => t.channel === 'mail' && !t.failed_at).map((t) => t.send_key),
  );
  const counted = tellings.filter((t) => t.channel !== 'push');
  let failed = 0;
  for (const telling of tellings) {
    const isRefused = refused.has(telling.send_key);
    if (isRefused) await store.updateTelling(tx, telling.id, { failed_at: now });
    if (telling.channel !== 'push' && (isRefused || telling.failed_at)) failed += 1;
    // a message whose sending died with its process
    const waits = telling.at.until(now).total('seconds') > 60;
    const job = telling.channel === 'sms' ? textJob : telling.channel === 'push' ? pushJob : null;
    if (job && !telling.sent_at && !telling.failed_at && waits)
      await tools.enqueue(job, { tellingId: telling.id });
  }
  return failed === counted.length;
}

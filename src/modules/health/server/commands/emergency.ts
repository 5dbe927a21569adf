import type { Frozen } from '#engines/forms/index.ts';
import type { Actor } from '#kernel/actor.ts';
import type { MobilityId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import { command, execute } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import type { Runtime } from '#platform/runtime.ts';
import {
  emergencyMinutes,
  emergencyPossible,
  type HealthPart,
  healthParts,
  mayHealth,
  mobility,
  openerOf,
  reason,
  remindHours,
} from '../../core/index.ts';
import { glassBrokenMail, remindMail } from '../notices.ts';
import * as store from '../store/index.ts';
import { openPart, sealReason } from '../store/sealed.ts';
import { actingPerson, decidersOf, loadShared, pupilOf, urlOf } from './loaded.ts';

export const breakGlass = command({
  name: 'health.break-glass',
  summary:
    'Open a pupil’s health record in an emergency, with a reason, for an hour. The pupil and the guardians are told at once.',
  input: mobility.extend({ reason }),
  // every guardian is told, also one whom the hosting side does not know; who may is decided by `permit`
  opensRows: 'health-emergency',
  load: loadShared,
  permit: (actor, { on }, _, { today }) => mayHealth(actor, 'break-glass', on, today),
  run: async (tools, { on, dossier, record }, input) => {
    const actor = actingPerson(tools.actor);
    if (!emergencyPossible(dossier, tools.today)) return fail('health.emergency.over');
    const what = (record?.parts ?? []).filter((p) => p.state === 'signed').map((p) => p.part);
    if (!record || record.destroyedAt || what.length === 0) return fail('health.emergency.empty');
    const open = await store.openingOf(tools.tx, record.id, actor.personId, tools.now);
    // sent twice: it is open, and was told once
    if (open) return ok({ until: open.until_at });
    const orgId = openerOf(actor, dossier, tools.today);
    const org = orgId ? ((await organisationById(tools.tx, orgId))?.name ?? '') : '';
    const id = newId('hlo');
    const until = tools.now.add({ minutes: emergencyMinutes });
    await store.insertLook(tools.tx, {
      id,
      recordId: record.id,
      pupilId: on.pupilId,
      mobilityId: dossier.id,
      personId: actor.personId,
      orgId,
      kind: 'opened',
      untilAt: until,
      what,
      reason: await sealReason(
        tools.runtime,
        tools.tx,
        { id, pupilId: on.pupilId },
        {
          reason: input.reason,
          by: actor.name,
          org,
        },
      ),
      now: tools.now,
    });
    const deciders = await decidersOf(tools.tx, on, tools.today);
    const family = on.ofAge ? deciders : [...(await pupilOf(tools.tx, on)), ...deciders];
    for (const to of family)
      await tools.post(
        glassBrokenMail(to, {
          by: actor.name,
          org,
          pupil: dossier.pupilName,
          url: urlOf(tools, `/sealed/${on.pupilId}/looks`),
          key: id,
        }),
      );
    return ok({ until });
  },
  // not a line of the dossier's story: host family and school need not know that there was an emergency of this kind
  audit: ({ on, dossier }) => ({
    subjectId: on.pupilId,
    orgId: dossier.hostingOrgId ?? dossier.sendingSchoolId,
  }),
});

export type PartRead = { part: HealthPart; frozen: Frozen; by: string; signedAt: Temporal.Instant };

export const lookInside = command({
  name: 'health.look-inside',
  summary:
    'Read a record that was opened in an emergency, while the hour lasts. Each look is a line of the family’s log.',
  input: mobility,
  load: loadShared,
  permit: (actor, { on }, _, { today }) => mayHealth(actor, 'break-glass', on, today),
  run: async (tools, { on, dossier, record }) => {
    const actor = actingPerson(tools.actor);
    const open = record && (await store.openingOf(tools.tx, record.id, actor.personId, tools.now));
    if (!record || !open || record.destroyedAt)
      return fail('health.emergency.closed', undefined, undefined, 'refused');
    const parts: PartRead[] = [];
    for (const part of healthParts) {
      const opened = await openPart(tools.runtime, tools.tx, record, part);
      if (opened?.state !== 'open' || !opened.content.signed || !opened.signedAt) continue;
      parts.push({ part, ...opened.content.signed, signedAt: opened.signedAt });
    }
    await store.insertLook(tools.tx, {
      id: newId('hlo'),
      recordId: record.id,
      pupilId: on.pupilId,
      mobilityId: dossier.id,
      personId: actor.personId,
      orgId: open.org_id,
      kind: 'looked',
      untilAt: open.until_at,
      what: parts.map((p) => p.part),
      reason: null,
      now: tools.now,
    });
    return ok({ until: open.until_at, parts });
  },
  audit: ({ on, dossier }) => ({
    subjectId: on.pupilId,
    orgId: dossier.hostingOrgId ?? dossier.sendingSchoolId,
  }),
});

export const remindFamily = command({
  name: 'health.remind-family',
  summary: 'Ask the family once more, by mail, for what is missing of the health record.',
  input: mobility,
  opensRows: 'health-remind',
  load: async (tools, input) => {
    const loaded = await loadShared(tools, input);
    return loaded && { ...loaded, last: await store.lastReminder(tools.tx, loaded.dossier.id) };
  },
  permit: (actor, { on }, _, { today }) => mayHealth(actor, 'remind', on, today),
  run: async (tools, { on, dossier, last }) => {
    const actor = actingPerson(tools.actor);
    if (last && Temporal.Instant.compare(last.at.add({ hours: remindHours }), tools.now) > 0)
      return fail('health.remind.today-already', undefined, undefined, 'conflict');
    const family = await decidersOf(tools.tx, on, tools.today);
    if (family.length === 0) return fail('health.remind.nobody');
    for (const to of family)
      await tools.post(
        remindMail(to, {
          by: actor.name,
          pupil: dossier.pupilName,
          url: urlOf(tools, `/sealed/${on.pupilId}`),
          key: `${dossier.id}:${tools.now.epochMilliseconds}`,
        }),
      );
    return ok({ to: family.map((f) => f.name) });
  },
  audit: ({ on, dossier }) => ({ subjectId: on.pupilId, mobilityId: dossier.id }),
});

/** Reads an opened record for a page: reading writes the line of the log, so it is a command and not a query. */
export function lookInto(runtime: Runtime, actor: Actor, mobilityId: MobilityId) {
  return execute(runtime, lookInside, actor, { mobilityId });
}

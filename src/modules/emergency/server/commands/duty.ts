import type { Actor } from '#kernel/actor.ts';
import { allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { DutyGroupId, OrgId, PersonId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import {
  organisationById,
  organisationsByIds,
  staffOf,
} from '#modules/organisations/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { formatsFor } from '#platform/i18n/index.ts';
import {
  absenceInput,
  askSwapInput,
  changeGroupInput,
  endAbsenceInput,
  handoverInput,
  handoverRef,
  leads,
  leadsGroup,
  memberInput,
  newGroupInput,
  ownNumberInput,
  sharesDuty,
  shiftRef,
  shiftsInput,
} from '../../core/index.ts';
import { type SwapNews, swapMail } from '../notices.ts';
import * as store from '../store.ts';

// Members of a group may know nothing of each other but the group: `load` reads it whole, `permit` decides.
const opensRows = 'emergency-duty';

const meanwhile = () => stale('platform.error.changed-meanwhile');

export type LoadedGroup = { group: store.GroupRow; members: store.Member[] };

export async function loadGroup(tx: Tx, id: DutyGroupId): Promise<LoadedGroup | null> {
  const group = await store.lockGroup(tx, id);
  return group ? { group, members: await store.membersOf(tx, [id]) } : null;
}

export const partiesOf = ({ group, members }: LoadedGroup) => ({
  orgId: group.org_id,
  partnerOrgId: group.partner_org_id,
  memberIds: members.map((m) => m.personId),
});

/** Strangers find nothing; who reads the rota but does not make it is told who does. */
const mayLead = (actor: Actor, loaded: LoadedGroup): Decision => {
  if (leadsGroup(actor, partiesOf(loaded))) return allow;
  return sharesDuty(actor, partiesOf(loaded)) ? refuse('emergency.refused.leads-make-rota') : hide;
};

const mayShare = (actor: Actor, loaded: LoadedGroup): Decision =>
  allowIf(sharesDuty(actor, partiesOf(loaded)));

export function personOf(actor: Actor): PersonId {
  if (actor.kind !== 'person') throw new Error('hours of duty are a person’s');
  return actor.personId;
}

export const openGroup = command({
  name: 'emergency.open-group',
  summary:
    'Begin a rota of duty for an organisation, or for pupils whom another organisation sends it.',
  input: newGroupInput,
  opensRows,
  load: async ({ tx, actor }, input) =>
    leads(actor, input.orgId) ? ((await organisationById(tx, input.orgId)) ?? null) : null,
  permit: (actor, org) => allowIf(leads(actor, org.id)),
  run: async ({ tx, actor, now }, org, input) => {
    if (input.partnerOrgId === org.id)
      return fail('emergency.invalid.other-organisation', undefined, 'partnerOrgId');
    if (input.partnerOrgId && (await organisationsByIds(tx, [input.partnerOrgId])).length === 0)
      return fail('emergency.invalid.other-organisation', undefined, 'partnerOrgId');
    const id = newId('dgr');
    await store.insertGroup(tx, {
      id,
      orgId: org.id,
      partnerOrgId: input.partnerOrgId,
      name: input.name,
      phone: input.phone,
      timeZone: org.time_zone,
      openedBy: personOf(actor),
      now,
    });
    return ok({ id });
  },
  audit: (org, _, { id }) => ({ subjectId: id, orgId: org.id }),
});

export const changeGroup = command({
  name: 'emergency.change-group',
  summary: 'Change how a duty group is called and the number that is answered at any hour.',
  input: changeGroupInput,
  opensRows,
  load: ({ tx }, input) => loadGroup(tx, input.groupId),
  permit: (actor, loaded) => mayLead(actor, loaded),
  run: async ({ tx }, { group }, input) => {
    if (group.version !== input.version) return meanwhile();
    await store.updateGroup(tx, group, { name: input.name, phone: input.phone });
    return ok();
  },
  audit: ({ group }) => ({ subjectId: group.id, orgId: group.org_id }),
});

const orgsOf = (group: store.GroupRow): OrgId[] => [
  group.org_id,
  ...(group.partner_org_id ? [group.partner_org_id] : []),
];

export const addMember = command({
  name: 'emergency.add-member',
  summary: 'Let somebody of one of the organisations share duty.',
  input: memberInput,
  opensRows,
  load: ({ tx }, input) => loadGroup(tx, input.groupId),
  permit: (actor, loaded) => mayLead(actor, loaded),
  run: async ({ tx, actor, now, today }, { group }, input) => {
    const staff = await staffOf(tx, orgsOf(group), today);
    if (!staff.some((s) => s.id === input.personId))
      return fail('emergency.invalid.not-of-us', undefined, 'personId');
    await store.insertMember(tx, {
      groupId: group.id,
      personId: input.personId,
      addedBy: personOf(actor),
      now,
    });
    return ok();
  },
  audit: ({ group }, input) => ({ subjectId: input.personId, orgId: group.org_id }),
});

export const removeMember = command({
  name: 'emergency.remove-member',
  summary: 'Take somebody out of a duty group; their hours that are still to come go with them.',
  input: memberInput,
  opensRows,
  load: ({ tx }, input) => loadGroup(tx, input.groupId),
  permit: (actor, loaded) => mayLead(actor, loaded),
  run: async ({ tx, now }, { group }, input) => {
    await store.removeMember(tx, group.id, input.personId, now);
    return ok();
  },
  audit: ({ group }, input) => ({ subjectId: input.personId, orgId: group.org_id }),
});

export const setOwnNumber = command({
  name: 'emergency.set-own-number',
  summary:
    'Give the number under which one is reached on duty, and say whether alarms may come as text messages.',
  input: ownNumberInput,
  opensRows,
  load: ({ tx }, input) => loadGroup(tx, input.groupId),
  permit: (actor, loaded) => mayShare(actor, loaded),
  run: async ({ tx, actor }, { group }, input) => {
    if (input.takesSms && input.phone === '')
      return fail('emergency.invalid.sms-needs-phone', undefined, 'phone');
    await store.updateOwnNumber(tx, group.id, personOf(actor), {
      phone: input.phone,
      takes_sms: input.takesSms,
    });
    return ok();
  },
  audit: ({ group }) => ({ subjectId: group.id, orgId: group.org_id }),
});

export const planShifts = command({
  name: 'emergency.plan-shifts',
  summary: 'Write somebody into the rota, once or the same hours for several weeks.',
  input: shiftsInput,
  opensRows,
  load: ({ tx }, input) => loadGroup(tx, input.groupId),
  permit: (actor, loaded) => mayLead(actor, loaded),
  run: async ({ tx, actor, now }, { group, members }, input) => {
    if (!members.some((m) => m.personId === input.personId))
      return fail('emergency.invalid.not-in-group', undefined, 'personId');
    const at = (on: Temporal.PlainDate, time: string) =>
      on.toZonedDateTime({ timeZone: group.time_zone, plainTime: Temporal.PlainTime.from(time) });
    // by the clock of the place, so that eight in the evening stays eight when summer time ends
    const hours = Array.from({ length: input.weeks }, (_, week) => ({
      id: newId('dsh'),
      from: at(input.fromOn.add({ weeks: week }), input.fromTime).toInstant(),
      until: at(input.untilOn.add({ weeks: week }), input.untilTime).toInstant(),
    }));
    const [first] = hours;
    if (!first || Temporal.Instant.compare(first.from, first.until) >= 0)
      return fail('emergency.invalid.ends-before', undefined, 'untilOn');
    if (first.from.until(first.until).total('hours') > 24 * 15)
      return fail('emergency.invalid.too-many-hours', undefined, 'untilOn');
    if (Temporal.Instant.compare(first.until, now) <= 0)
      return fail('emergency.invalid.over', undefined, 'fromOn');
    await store.insertShifts(
      tx,
      { groupId: group.id, personId: input.personId, madeBy: personOf(actor), now },
      hours,
    );
    return ok({ count: hours.length });
  },
  audit: ({ group }, input) => ({
    subjectId: input.personId,
    orgId: group.org_id,
    details: { weeks: input.weeks },
  }),
});

async function loadShift(tx: Tx, id: `dsh_${string}`) {
  const shift = await store.lockShift(tx, id);
  const loaded = shift && (await loadGroup(tx, shift.group_id));
  return loaded ? { ...loaded, shift } : null;
}
type LoadedShift = NonNullable<Awaited<ReturnType<typeof loadShift>>>;

export const removeShift = command({
  name: 'emergency.remove-shift',
  summary: 'Take hours out of the rota.',
  input: shiftRef,
  opensRows,
  load: ({ tx }, input) => loadShift(tx, input.shiftId),
  permit: (actor, loaded) => mayLead(actor, loaded),
  run: async ({ tx }, { shift }, input) => {
    if (shift.version !== input.version) return meanwhile();
    await store.deleteShift(tx, shift.id);
    return ok({ groupId: shift.group_id });
  },
  audit: ({ group, shift }) => ({ subjectId: shift.person_id, orgId: group.org_id }),
});

/** Tells members about a swap, in their language and by the clock of the group. */
async function tellSwap(
  tools: CommandTools,
  { group, members, shift }: LoadedShift,
  kind: SwapNews,
  to: readonly PersonId[],
  who = tools.actor.kind === 'person' ? tools.actor.name : '',
): Promise<void> {
  for (const m of members.filter((each) => to.includes(each.personId))) {
    if (!m.email) continue;
    await tools.post(
      swapMail(
        { address: m.email, personId: m.personId, language: m.language },
        { kind, who, when: formatsFor(m.language).moment(shift.from_at, group.time_zone) },
        `${tools.runtime.config.origin}/emergency/duty/${group.id}`,
        `swap:${shift.id}:${shift.version}:${kind}:${m.personId}`,
      ),
    );
  }
}

export const askSwap = command({
  name: 'emergency.ask-swap',
  summary:
    'Ask one person, or whoever can, to take over own hours of duty. Until somebody does they stay one’s own.',
  input: askSwapInput,
  opensRows,
  load: ({ tx }, input) => loadShift(tx, input.shiftId),
  permit: (actor, loaded) => {
    const may = mayShare(actor, loaded);
    if (!may.allow) return may;
    return personOf(actor) === loaded.shift.person_id
      ? allow
      : refuse('emergency.refused.own-shift');
  },
  run: async (tools, loaded, input) => {
    const { tx, now } = tools;
    const { shift, members } = loaded;
    if (shift.version !== input.version) return meanwhile();
    const others = members.map((m) => m.personId).filter((id) => id !== shift.person_id);
    if (input.with && !others.includes(input.with))
      return fail('emergency.invalid.not-in-group', undefined, `with.${shift.id}`);
    if (others.length === 0) return fail('emergency.invalid.nobody-to-ask');
    if (Temporal.Instant.compare(shift.until_at, now) <= 0) return fail('emergency.invalid.over');
    await store.updateShift(tx, shift, { swap_asked_at: now, swap_with: input.with });
    await tellSwap(tools, loaded, 'asked', input.with ? [input.with] : others);
    return ok({ groupId: shift.group_id });
  },
  audit: ({ group, shift }) => ({ subjectId: shift.person_id, orgId: group.org_id }),
});

export const acceptSwap = command({
  name: 'emergency.accept-swap',
  summary: 'Take over somebody’s hours of duty: from then on they are one’s own.',
  input: shiftRef,
  opensRows,
  load: ({ tx }, input) => loadShift(tx, input.shiftId),
  permit: (actor, loaded) => mayShare(actor, loaded),
  run: async (tools, loaded, input) => {
    const { tx, actor, now } = tools;
    const { shift } = loaded;
    const me = personOf(actor);
    // sent twice: it is mine already
    if (shift.person_id === me) return ok({ groupId: shift.group_id });
    if (shift.version !== input.version || !shift.swap_asked_at) return meanwhile();
    if (shift.swap_with && shift.swap_with !== me)
      return fail('emergency.refused.asked-another', undefined, undefined, 'refused');
    if (Temporal.Instant.compare(shift.until_at, now) <= 0) return fail('emergency.invalid.over');
    await store.updateShift(tx, shift, { person_id: me, swap_asked_at: null, swap_with: null });
    await tellSwap(tools, loaded, 'accepted', [shift.person_id]);
    const before = await store.personNames(tx, [shift.person_id]);
    await tellSwap(tools, loaded, 'yours', [me], before.get(shift.person_id) ?? '');
    return ok({ groupId: shift.group_id });
  },
  audit: ({ group, shift }) => ({ subjectId: shift.person_id, orgId: group.org_id }),
});

export const declineSwap = command({
  name: 'emergency.decline-swap',
  summary:
    'Say that one cannot take over the hours one was asked for: whoever asked is told that they stay theirs.',
  input: shiftRef,
  opensRows,
  load: ({ tx }, input) => loadShift(tx, input.shiftId),
  permit: (actor, loaded) => {
    const may = mayShare(actor, loaded);
    if (!may.allow) return may;
    // whoever else shares duty was not asked; said twice it is said
    return loaded.shift.swap_with === null || loaded.shift.swap_with === personOf(actor)
      ? allow
      : refuse('emergency.refused.asked-another');
  },
  run: async (tools, loaded, input) => {
    const { shift } = loaded;
    if (shift.version !== input.version || shift.swap_with !== personOf(tools.actor))
      return meanwhile();
    await store.updateShift(tools.tx, shift, { swap_asked_at: null, swap_with: null });
    await tellSwap(tools, loaded, 'declined', [shift.person_id]);
    return ok({ groupId: shift.group_id });
  },
  audit: ({ group, shift }) => ({ subjectId: shift.person_id, orgId: group.org_id }),
});

export const markAway = command({
  name: 'emergency.mark-away',
  summary: 'Say on which days one is away: hours of duty in them show as open.',
  input: absenceInput,
  opensRows,
  load: ({ tx }, input) => loadGroup(tx, input.groupId),
  permit: (actor, loaded) => mayShare(actor, loaded),
  run: async ({ tx, actor }, { group }, input) => {
    if (Temporal.PlainDate.compare(input.fromOn, input.untilOn) > 0)
      return fail('emergency.invalid.ends-before', undefined, 'untilOn');
    await store.insertAbsence(tx, {
      groupId: group.id,
      personId: personOf(actor),
      fromOn: input.fromOn,
      untilOn: input.untilOn,
    });
    return ok();
  },
  audit: ({ group }) => ({ subjectId: group.id, orgId: group.org_id }),
});

export const endAway = command({
  name: 'emergency.end-away',
  summary: 'Take back that one is away.',
  input: endAbsenceInput,
  opensRows,
  load: ({ tx }, input) => loadGroup(tx, input.groupId),
  permit: (actor, loaded) => mayShare(actor, loaded),
  run: async ({ tx, actor }, { group }, input) => {
    await store.deleteAbsence(tx, {
      groupId: group.id,
      personId: personOf(actor),
      fromOn: input.fromOn,
    });
    return ok();
  },
  audit: ({ group }) => ({ subjectId: group.id, orgId: group.org_id }),
});

export const writeHandover = command({
  name: 'emergency.write-handover',
  summary: 'Leave a note for whoever is on duty next; open matters stand beside it by themselves.',
  input: handoverInput,
  opensRows,
  load: ({ tx }, input) => loadGroup(tx, input.groupId),
  permit: (actor, loaded) => mayShare(actor, loaded),
  run: async ({ tx, actor, now }, { group }, input) => {
    const id = newId('dho');
    await store.insertHandover(tx, {
      id,
      groupId: group.id,
      words: input.words,
      writtenBy: personOf(actor),
      key: input.key,
      now,
    });
    return ok({ id });
  },
  audit: ({ group }, _, { id }) => ({ subjectId: id, orgId: group.org_id }),
});

export const readHandover = command({
  name: 'emergency.read-handover',
  summary: 'Say that a note was read: whoever wrote it can rest.',
  input: handoverRef,
  opensRows,
  load: async ({ tx }, input) => {
    const handover = await store.lockHandover(tx, input.handoverId);
    const loaded = handover && (await loadGroup(tx, handover.group_id));
    return loaded ? { ...loaded, handover } : null;
  },
  permit: (actor, loaded) => mayShare(actor, loaded),
  run: async ({ tx, actor, now }, { handover, group }) => {
    if (!handover.read_at) await store.markHandoverRead(tx, handover.id, personOf(actor), now);
    return ok({ groupId: group.id });
  },
  audit: ({ group, handover }) => ({ subjectId: handover.id, orgId: group.org_id }),
});

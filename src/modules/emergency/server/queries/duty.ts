import { z } from 'zod';
import type { DutyGroupId } from '#kernel/ids.ts';
import { dateView, idView, instantView } from '#kernel/schema.ts';
import { organisationsByIds, staffOf } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { newToken } from '#platform/dice.ts';
import { query } from '#platform/query.ts';
import {
  gaps,
  groupRef,
  leads,
  leadsGroup,
  onDuty,
  readsRota,
  sharesDuty,
  withoutAbsences,
} from '../../core/index.ts';
import * as store from '../store.ts';

/** How far ahead a rota is looked at. */
const weeksAhead = 8;
const opensRows = 'emergency-duty';

const gapView = z.object({ from: instantView, until: instantView });

/**
 * The rota of some groups from yesterday on, holidays taken out. Hours of whoever has left the group or its organisations
 * cover nothing: they show as a gap.
 */
export async function rotaOf(
  read: Readable,
  groups: { id: DutyGroupId; time_zone: string }[],
  now: Temporal.Instant,
) {
  const ids = groups.map((g) => g.id);
  const shifts = await store.shiftsBetween(
    read,
    ids,
    now.subtract({ hours: 24 }),
    now.add({ hours: weeksAhead * 7 * 24 }),
  );
  const absences = await store.absencesOf(
    read,
    ids,
    now.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 2 }),
  );
  const members = await store.membersOf(read, ids);
  const shares = (s: store.RotaShift) =>
    members.some((m) => m.groupId === s.groupId && m.personId === s.personId);
  return {
    shifts,
    absences,
    members,
    covered: groups.flatMap((g) =>
      withoutAbsences(
        shifts.filter((s) => s.groupId === g.id && shares(s)),
        absences.filter((a) => a.groupId === g.id),
        g.time_zone,
      ),
    ),
  };
}

/** An hour of duty as a card or a plan prints it: who, and the number of that person. */
export const shiftView = z.object({
  from: instantView,
  until: instantView,
  name: z.string(),
  phone: z.string(),
});

/** The hours of a rota that are not over, as they are printed, the next first. */
export function comingShifts(
  { covered, members }: Pick<Awaited<ReturnType<typeof rotaOf>>, 'covered' | 'members'>,
  now: Temporal.Instant,
): z.input<typeof shiftView>[] {
  return covered
    .filter((s) => Temporal.Instant.compare(s.until, now) > 0)
    .sort((a, b) => Temporal.Instant.compare(a.from, b.from))
    .map((s) => {
      const member = members.find((m) => m.personId === s.personId);
      return { from: s.from, until: s.until, name: member?.name ?? '', phone: member?.phone ?? '' };
    });
}

export const listDuty = query({
  name: 'emergency.list-duty',
  summary:
    'Duty groups one shares or works for: who is on duty now, and the next hours nobody covers.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  opensRows,
  output: z.object({
    groups: z.array(
      z.object({
        id: idView('dgr'),
        name: z.string(),
        orgName: z.string(),
        partnerName: z.string().nullable(),
        phone: z.string(),
        timeZone: z.string(),
        shares: z.boolean(),
        leads: z.boolean(),
        now: z.array(z.object({ name: z.string(), isMe: z.boolean() })),
        gaps: z.array(gapView),
        asked: z.number(),
      }),
    ),
    /** organisations one leads that have no rota of their own yet */
    without: z.array(z.object({ id: idView('org'), name: z.string() })),
  }),
  view: async ({ read, scope: actor, now }) => {
    const orgIds = actor.orgs
      .filter((o) => o.roles.some((r) => r !== 'facilitator'))
      .map((o) => o.orgId);
    const groups = await store.groupsFor(read, { orgIds, personId: actor.personId });
    const { covered, shifts, members } = await rotaOf(read, groups, now);
    const led = orgIds.filter((id) => leads(actor, id) && !groups.some((g) => g.org_id === id));
    return {
      groups: groups.map((g) => {
        const ofGroup = members.filter((m) => m.groupId === g.id);
        const parties = {
          orgId: g.org_id,
          partnerOrgId: g.partner_org_id,
          memberIds: ofGroup.map((m) => m.personId),
        };
        const mine = covered.filter((s) => s.groupId === g.id);
        return {
          id: g.id,
          name: g.name,
          orgName: g.org_name,
          partnerName: g.partner_name,
          phone: g.phone,
          timeZone: g.time_zone,
          shares: sharesDuty(actor, parties),
          leads: leadsGroup(actor, parties),
          now: onDuty(mine, now).map((s) => ({
            name: ofGroup.find((m) => m.personId === s.personId)?.name ?? '',
            isMe: s.personId === actor.personId,
          })),
          gaps: gaps(mine, now, now.add({ hours: weeksAhead * 7 * 24 })),
          asked: shifts.filter(
            (s) =>
              s.groupId === g.id &&
              s.swapAsked &&
              s.personId !== actor.personId &&
              (s.swapWith === null || s.swapWith === actor.personId) &&
              sharesDuty(actor, parties),
          ).length,
        };
      }),
      without: (await organisationsByIds(read, led)).map((o) => ({ id: o.id, name: o.name })),
    };
  },
});

export const getNewGroup = query({
  name: 'emergency.get-new-group',
  summary: 'What is needed to begin a rota: the organisation, and with whom it could share duty.',
  input: z.object({ orgId: z.string() }),
  visible: (actor, { orgId }) => (leads(actor, orgId as `org_${string}`) ? orgId : null),
  opensRows,
  output: z.object({
    id: idView('org'),
    name: z.string(),
    partners: z.array(z.object({ id: idView('org'), name: z.string() })),
  }),
  view: async ({ read, scope }) => {
    const [org] = await organisationsByIds(read, [scope as `org_${string}`]);
    return org
      ? { id: org.id, name: org.name, partners: await store.sendersTo(read, org.id) }
      : null;
  },
});

export const getRota = query({
  name: 'emergency.get-rota',
  summary:
    'The rota of a duty group: hours, gaps, swaps, holidays, notes, open matters and drills.',
  input: groupRef,
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  opensRows,
  output: z.object({
    id: idView('dgr'),
    name: z.string(),
    orgName: z.string(),
    partnerName: z.string().nullable(),
    country: z.string(),
    phone: z.string(),
    timeZone: z.string(),
    version: z.number(),
    now: instantView,
    today: dateView,
    leads: z.boolean(),
    shares: z.boolean(),
    me: idView('per'),
    members: z.array(
      z.object({
        id: idView('per'),
        name: z.string(),
        phone: z.string(),
        takesSms: z.boolean(),
        isMe: z.boolean(),
      }),
    ),
    candidates: z.array(z.object({ id: idView('per'), name: z.string() })),
    onDuty: z.array(idView('per')),
    shifts: z.array(
      z.object({
        id: idView('dsh'),
        personId: idView('per'),
        name: z.string(),
        from: instantView,
        until: instantView,
        version: z.number(),
        away: z.boolean(),
        swapAsked: z.boolean(),
        /** who alone was asked; empty: whoever can */
        askedOf: z.string(),
        isAskedOfMe: z.boolean(),
        mayAccept: z.boolean(),
        isMine: z.boolean(),
      }),
    ),
    gaps: z.array(gapView),
    absences: z.array(
      z.object({ name: z.string(), fromOn: dateView, untilOn: dateView, isMine: z.boolean() }),
    ),
    handovers: z.array(
      z.object({
        id: idView('dho'),
        words: z.string(),
        by: z.string(),
        at: instantView,
        readBy: z.string(),
        mayRead: z.boolean(),
      }),
    ),
    matters: z.array(
      z.object({
        id: idView('ind'),
        drill: z.boolean(),
        state: z.string(),
        raisedAt: instantView,
        takenAt: instantView.nullable(),
      }),
    ),
    key: z.string(),
  }),
  view: async ({ read, scope: actor, now, today }, input) => {
    const group = await store.groupById(read, input.groupId);
    if (!group) return null;
    const { shifts, absences, covered, members } = await rotaOf(read, [group], now);
    const parties = {
      orgId: group.org_id,
      partnerOrgId: group.partner_org_id,
      memberIds: members.map((m) => m.personId),
    };
    if (!readsRota(actor, parties)) return null;
    const isLead = leadsGroup(actor, parties);
    const shares = sharesDuty(actor, parties);
    const names = await store.personNames(read, [...new Set(shifts.map((s) => s.personId))]);
    const nameOf = (id: (typeof parties.memberIds)[number]) =>
      members.find((m) => m.personId === id)?.name ?? names.get(id) ?? '';
    const orgIds = [group.org_id, ...(group.partner_org_id ? [group.partner_org_id] : [])];
    const staff = isLead ? await staffOf(read, orgIds, today) : [];
    // numbers and notes are for those who share duty or make the rota, not for all colleagues
    const inside = isLead || shares;
    return {
      id: group.id,
      name: group.name,
      orgName: group.org_name,
      partnerName: group.partner_name,
      country: group.country_code,
      phone: group.phone,
      timeZone: group.time_zone,
      version: group.version,
      now,
      today,
      leads: isLead,
      shares,
      me: actor.personId,
      members: members.map((m) => ({
        id: m.personId,
        name: m.name,
        phone: inside ? m.phone : '',
        takesSms: m.takesSms,
        isMe: m.personId === actor.personId,
      })),
      candidates: [
        ...new Map(
          staff
            .filter((s) => !parties.memberIds.includes(s.id))
            .map((s) => [s.id, { id: s.id, name: displayName(s) }]),
        ).values(),
      ],
      onDuty: onDuty(covered, now).map((s) => s.personId),
      shifts: shifts
        .filter((s) => Temporal.Instant.compare(s.until, now) > 0)
        .map((s) => ({
          id: s.id,
          personId: s.personId,
          name: nameOf(s.personId),
          from: s.from,
          until: s.until,
          version: s.version,
          away: !covered.some(
            (c) =>
              c.id === s.id &&
              Temporal.Instant.compare(c.from, s.from) === 0 &&
              Temporal.Instant.compare(c.until, s.until) === 0,
          ),
          swapAsked: s.swapAsked,
          askedOf: s.swapWith ? nameOf(s.swapWith) : '',
          isAskedOfMe: s.swapWith === actor.personId,
          mayAccept:
            shares &&
            s.swapAsked &&
            s.personId !== actor.personId &&
            (s.swapWith === null || s.swapWith === actor.personId),
          isMine: s.personId === actor.personId,
        })),
      gaps: gaps(covered, now, now.add({ hours: weeksAhead * 7 * 24 })),
      absences: absences.map((a) => ({
        name: nameOf(a.personId),
        fromOn: a.fromOn,
        untilOn: a.untilOn,
        isMine: a.personId === actor.personId,
      })),
      handovers: inside
        ? (await store.handoversOf(read, group.id, 5)).map((h) => ({
            id: h.id,
            words: h.words,
            by: h.by,
            at: h.at,
            readBy: h.readBy,
            mayRead: shares && h.readAt === null && h.byId !== actor.personId,
          }))
        : [],
      matters: inside
        ? (await store.incidentsOfGroup(read, group.id, 12)).map((i) => ({
            id: i.id,
            drill: i.drill,
            state: i.state,
            raisedAt: i.raised_at,
            takenAt: i.taken_at,
          }))
        : [],
      key: newToken(),
    };
  },
});

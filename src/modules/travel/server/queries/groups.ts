import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import type { IntakeId, MobilityId, OrgId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { membersOf, organisationById } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import { query } from '#platform/query.ts';
import {
  currentLeg,
  directions,
  isGreen,
  leavesSoon,
  type Means,
  mayReportDelay,
  mayTickOff,
  means,
  zonesOf,
} from '../../core/index.ts';
import { zonesFor } from '../commands/index.ts';
import * as store from '../store/index.ts';
import { changeShown, changeView, legsNow, legView } from './journeys.ts';

const planning = ['head', 'coordinator', 'teacher'] as const;

export const listGroups = query({
  name: 'travel.list-groups',
  summary: 'Journeys in a group that your organisations plan or that you go along with.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    orgs: z.array(z.object({ id: idView('org'), name: z.string() })),
    rows: z.array(
      z.object({
        id: idView('tgr'),
        direction: z.enum(directions),
        companion: z.string(),
        mine: z.boolean(),
        leavesAt: instantView,
        /** by the clock of the organisation that plans */
        leavesOn: dateView,
        pupils: z.number(),
        ticked: z.number(),
        arrived: z.number(),
      }),
    ),
  }),
  view: async ({ read, scope, now }) => {
    const { actor } = scope;
    const orgIds = actor.orgs
      .filter((o) => worksFor(actor, o.orgId, ...planning))
      .map((o) => o.orgId);
    const rows = await store.groupsOf(
      read,
      { orgIds, personId: actor.personId },
      now.subtract({ hours: 24 * 60 }),
    );
    const orgs = await Promise.all(orgIds.map((id) => organisationById(read, id)));
    return {
      orgs: orgs.flatMap((o) => (o ? [{ id: o.id as OrgId, name: o.name }] : [])),
      rows: rows.map((r) => ({
        id: r.id as never,
        direction: r.direction as (typeof directions)[number],
        companion: displayName(r),
        mine: r.companion_id === actor.personId,
        leavesAt: r.leaves_at as Temporal.Instant,
        leavesOn: (r.leaves_at as Temporal.Instant).toZonedDateTimeISO(r.time_zone).toPlainDate(),
        pupils: Number(r.pupils),
        ticked: Number(r.ticked),
        arrived: Number(r.arrived),
      })),
    };
  },
});

export const getGroup = query({
  name: 'travel.get-group',
  summary:
    'A journey in a group: the plan, and who of the pupils is there, has left and has arrived.',
  input: z.object({ groupId: idOf('tgr') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('tgr'),
    orgId: idView('org'),
    intakeId: idView('int'),
    direction: z.enum(directions),
    companion: z.string(),
    companionId: idView('per'),
    companionPhone: z.string(),
    meetingPoint: z.string(),
    leavesAt: instantView,
    leavesZone: z.string(),
    from: z.string(),
    arrivesAt: instantView,
    arrivesZone: z.string(),
    to: z.string(),
    means: z.enum(means),
    details: z.string(),
    broughtBy: z.string(),
    broughtByPhone: z.string(),
    metBy: z.string(),
    metByPhone: z.string(),
    /** parts of the way, as they are expected now */
    legs: z.array(legView),
    currentLeg: z.number().nullable(),
    /** in whose journey a delay is told, for all of them; null when it cannot be late now */
    delay: z.object({ mobilityId: idView('mob'), version: z.number() }).nullable(),
    /** in whose journey it is written how it goes on, for all of them */
    goesOnIn: idView('mob').nullable(),
    /** the newest change */
    change: changeView.nullable(),
    mayTick: z.boolean(),
    mayPlan: z.boolean(),
    version: z.number(),
    pupils: z.array(
      z.object({
        id: idView('mob'),
        name: z.string(),
        phone: z.string(),
        ticked: z.boolean(),
        left: z.boolean(),
        arrivedAt: instantView.nullable(),
      }),
    ),
  }),
  view: async ({ read, scope, now, today }, input) => {
    const group = await store.groupById(read, input.groupId);
    if (!group) return null;
    const counts = mayTickOff(scope.actor, group).allow;
    // who plans for the organisation reads what stands on their list
    if (!counts && !worksFor(scope.actor, group.orgId, ...planning)) return null;
    const all = await store.travellersOf(read, [group.id]);
    const first = all[0];
    const dossier = first ? await loadDossier(read, first.mobility_id as MobilityId) : undefined;
    if (!first || !dossier) return null;
    const ends = zonesOf(group.direction, await zonesFor(read, dossier));
    const home = await organisationById(read, dossier.sendingSchoolId);
    const hostId = dossier.hostSchoolId ?? dossier.hostingOrgId;
    const host = hostId ? await organisationById(read, hostId) : undefined;
    const [from, to] = group.direction === 'outward' ? [home, host] : [host, home];
    const legs = (await store.legsOf(read, [dossier.id])).filter(
      (l) => l.direction === group.direction,
    );
    const [change] = (await store.changesOf(read, dossier.id)).filter(
      (c) => c.direction === group.direction,
    );
    const people = await personsByIds(read, [
      group.companionId,
      ...(change ? [change.madeBy] : []),
    ]);
    const companion = people.find((p) => p.id === group.companionId);
    const by = people.find((p) => p.id === change?.madeBy);
    const onTheWay = all.find((j) => !j.arrived_at);
    const late =
      onTheWay &&
      leavesSoon(first.leaves_at, now) &&
      mayReportDelay(scope.actor, dossier, today).allow;
    const broken = counts && onTheWay && leavesSoon(first.leaves_at, now);
    return {
      ...group,
      goesOnIn: broken ? (onTheWay.mobility_id as MobilityId) : null,
      legs: legsNow(legs),
      currentLeg: legs.length > 0 ? currentLeg(legs, now) : null,
      delay: late
        ? { mobilityId: onTheWay.mobility_id as MobilityId, version: onTheWay.version }
        : null,
      change: change ? changeShown(change, by ? displayName(by) : '') : null,
      companion: companion ? displayName(companion) : '',
      leavesAt: first.leaves_at,
      leavesZone: ends.leaves,
      from: from?.city ?? '',
      arrivesAt: first.arrives_at,
      arrivesZone: ends.arrives,
      to: to?.city ?? '',
      means: first.means as Means,
      details: first.details,
      broughtBy: first.brought_by,
      broughtByPhone: first.brought_by_phone,
      metBy: first.met_by,
      metByPhone: first.met_by_phone,
      mayTick: counts && leavesSoon(first.leaves_at, now) && all.some((j) => !j.arrived_at),
      mayPlan: worksFor(scope.actor, group.orgId, ...planning) && all.every((j) => !j.departed_at),
      pupils: all.map((j) => ({
        id: j.mobility_id as MobilityId,
        name: displayName(j),
        phone: j.phone ?? '',
        ticked: j.ticked_at !== null,
        left: j.departed_at !== null,
        arrivedAt: j.arrived_at,
      })),
    };
  },
});

export const getGroupForm = query({
  name: 'travel.get-group-form',
  summary: 'Pupils of an organisation who can travel together, by intake, and who may go along.',
  input: z.object({ orgId: idOf('org'), direction: z.enum(directions) }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    orgId: idView('org'),
    org: z.string(),
    direction: z.enum(directions),
    intakes: z.array(
      z.object({
        id: idView('int'),
        name: z.string(),
        startsOn: dateView,
        endsOn: dateView,
        pupils: z.array(
          z.object({
            id: idView('mob'),
            name: z.string(),
            country: z.string(),
            groupId: idView('tgr').nullable(),
          }),
        ),
      }),
    ),
    companions: z.array(z.object({ id: idView('per'), name: z.string() })),
  }),
  view: async ({ read, scope, today }, input) => {
    if (!worksFor(scope.actor, input.orgId, ...planning)) return null;
    const org = await organisationById(read, input.orgId);
    if (!org) return null;
    const rows = await store.travellersToBe(read, input.orgId, today, input.direction);
    const members = await membersOf(read, input.orgId, today);
    return {
      orgId: input.orgId,
      org: org.name,
      direction: input.direction,
      intakes: [...Map.groupBy(rows, (r) => r.intake_id)].map(([id, those]) => ({
        id: id as IntakeId,
        name: those[0]?.intake ?? '',
        startsOn: (those[0] as (typeof those)[number]).starts_on,
        endsOn: (those[0] as (typeof those)[number]).ends_on,
        pupils: those.map((r) => ({
          id: r.id as MobilityId,
          name: displayName(r),
          country: r.host_country ?? '',
          groupId: r.group_id as never,
        })),
      })),
      companions: members
        .filter((m) => m.roles.some((role) => role !== 'volunteer'))
        .map((m) => ({ id: m.person_id, name: displayName(m) })),
    };
  },
});

export const countGreen = query({
  name: 'travel.count-green',
  summary: 'How many journeys of the pupils that your organisations send are green, by intake.',
  input: z.object({}),
  visible: (actor) =>
    actor.kind === 'person' &&
    actor.orgs.some((o) => worksFor(actor, o.orgId, 'head', 'coordinator', 'teacher'))
      ? { actor }
      : null,
  output: z.object({
    rows: z.array(
      z.object({
        intakeId: idView('int'),
        intake: z.string(),
        journeys: z.number(),
        green: z.number(),
        byMeans: z.array(z.object({ means: z.enum(means), count: z.number() })),
      }),
    ),
  }),
  view: async ({ read, scope }) => {
    const orgIds = scope.actor.orgs
      .filter((o) => worksFor(scope.actor, o.orgId, ...planning))
      .map((o) => o.orgId);
    const journeys = await store.journeysSentBy(read, orgIds);
    const legs = Map.groupBy(
      await store.legsOf(read, [...new Set(journeys.map((j) => j.mobility_id as MobilityId))]),
      (l) => `${l.mobilityId} ${l.direction}`,
    );
    const intakes = Map.groupBy(journeys, (j) => j.intake_id);
    return {
      rows: [...intakes].map(([intakeId, those]) => ({
        intakeId: intakeId as IntakeId,
        intake: those[0]?.intake ?? '',
        journeys: those.length,
        green: those.filter((j) =>
          isGreen(
            { means: j.means as Means, mainlyGreen: j.mainly_green },
            legs.get(`${j.mobility_id} ${j.direction}`) ?? [],
          ),
        ).length,
        byMeans: means.flatMap((m) => {
          const count = those.filter((j) => j.means === m).length;
          return count > 0 ? [{ means: m, count }] : [];
        }),
      })),
    };
  },
});

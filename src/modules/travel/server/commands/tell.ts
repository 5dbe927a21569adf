import { z } from 'zod';
import { allow, hide } from '#kernel/decision.ts';
import type { MobilityId, PersonId, TripId } from '#kernel/ids.ts';
import { ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import type { Dossier, PartyRole } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { membersOf, organisationById } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import { command } from '#platform/command.ts';
import type { Readable } from '#platform/database/index.ts';
import { job } from '#platform/queue.ts';
import {
  connectionsOf,
  type Direction,
  directions,
  expectedOf,
  mayAnswer,
  seatsOf,
  turnOf,
  zonesOf,
} from '../../core/index.ts';
import {
  journeyCancelledMail,
  journeyChangedMail,
  type Recipient,
  tripAgreedMail,
  tripAskMail,
  tripChangedMail,
  tripEndedMail,
} from '../notices.ts';
import * as store from '../store/index.ts';
import { plannersOf, planShares } from './planners.ts';
import { zonesFor } from './zones.ts';

/** A plan has changed. Mails to people of other organisations are written by the installation, who may see them all. */
export const tellJourneyJob = job<{
  mobilityId: MobilityId;
  direction: Direction;
  number: number;
}>('travel.tell-journey');

/** A plan was taken back: there is nothing left to read, so the job says whose and by whom. */
export const tellCancelledJob = job<{
  mobilityId: MobilityId;
  direction: Direction;
  by: PersonId;
  /** who goes along with the group it was part of */
  companionId: PersonId | null;
  plannedAt: string;
}>('travel.tell-cancelled');

export const tripNews = ['ask', 'agreed', 'declined', 'called_off'] as const;

export const tellTripJob = job<{ tripId: TripId; news: (typeof tripNews)[number] }>(
  'travel.tell-trip',
);

type Told = Recipient & { roles: PartyRole[] };

const leading = ['head', 'coordinator'] as const;

/** Everybody of a dossier who reads mail: persons by their part, of organisations those who answer for them. */
export async function peopleOf(
  read: Readable,
  dossier: Dossier,
  today: Temporal.PlainDate,
  companionId: PersonId | null = null,
): Promise<Told[]> {
  const found = new Map<PersonId, Told>();
  const add = (
    p: Parameters<typeof displayName>[0] & { email: string | null; language: string },
    id: PersonId,
    role: PartyRole,
  ) => {
    if (!p.email) return;
    const known = found.get(id);
    if (known) known.roles.push(role);
    else
      found.set(id, {
        personId: id,
        name: displayName(p),
        address: p.email,
        language: p.language,
        roles: [role],
      });
  };
  const now = dossier.parties.filter(
    (p) => p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, today) >= 0,
  );
  const persons = await personsByIds(
    read,
    [...now.flatMap((p) => p.personId ?? []), companionId ?? []].flat(),
  );
  const companion = persons.find((p) => p.id === companionId);
  if (companion) add(companion, companion.id, 'contact_teacher');
  for (const party of now) {
    const person = persons.find((p) => p.id === party.personId);
    if (person) add(person, person.id, party.role);
    if (!party.orgId || party.role === 'host_school') continue;
    for (const m of await membersOf(read, party.orgId, today)) {
      if (m.roles.some((r) => leading.some((l) => l === r))) add(m, m.person_id, party.role);
      else if (m.person_id === dossier.contactTeacherId) add(m, m.person_id, 'contact_teacher');
    }
  }
  return [...found.values()];
}

/** The group with which a journey is made, when it is one of a group. */
async function groupOf(read: Readable, change: { direction: Direction }, dossier: Dossier) {
  const { outward, back } = await store.journeysOf(read, dossier.id);
  const journey = change.direction === 'outward' ? outward : back;
  return (journey?.groupId && (await store.groupById(read, journey.groupId))) || null;
}

export const tellJourneyChange = command({
  name: 'travel.tell-journey-change',
  summary:
    'Tell those who travel, bring and wait that a journey has changed, the old and the new time side by side. Run by the installation itself.',
  input: z.object({
    mobilityId: idOf('mob'),
    direction: z.enum(directions),
    number: z.number().int(),
  }),
  load: async ({ tx }, input) => {
    const dossier = await loadDossier(tx, input.mobilityId);
    const changes = dossier ? await store.changesOf(tx, dossier.id) : [];
    const change = changes.find(
      (c) => c.direction === input.direction && c.number === input.number,
    );
    return dossier && change ? { dossier, change } : null;
  },
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, { dossier, change }) => {
    const { tx, today, runtime } = tools;
    const ends = zonesOf(change.direction, await zonesFor(tx, dossier));
    const [by] = await personsByIds(tx, [change.madeBy]);
    const home = await organisationById(tx, dossier.sendingSchoolId);
    const hostId = dossier.hostSchoolId ?? dossier.hostingOrgId;
    const host = hostId ? await organisationById(tx, hostId) : undefined;
    const [from, to] = change.direction === 'outward' ? [home, host] : [host, home];
    const group = await groupOf(tx, change, dossier);
    const people = (await peopleOf(tx, dossier, today, group?.companionId ?? null)).filter(
      (p) => p.personId !== change.madeBy,
    );
    const legs = (await store.legsOf(tx, [dossier.id])).filter(
      (l) => l.direction === change.direction,
    );
    const connections = connectionsOf(legs);
    const missed = legs.filter((_, at) => connections[at] === 'missed');
    const planners =
      missed.length > 0 ? await plannersOf(tx, dossier, await planShares(tx, dossier), group) : [];
    for (const person of people)
      await tools.post(
        journeyChangedMail(person, {
          late: (change.leg && legs[change.leg.at]) ?? null,
          missed,
          planners,
          goesOn: legs.filter(
            (leg) => Temporal.Instant.compare(expectedOf(leg).arrivesAt, change.madeAt) > 0,
          ),
          tight: legs.filter((_, at) => connections[at] === 'tight'),
          key: `journey:${dossier.id}:${change.direction}:${change.number}`,
          pupil: dossier.pupilName,
          by: by ? displayName(by) : '',
          change,
          leaves: { place: from?.city ?? '', zone: ends.leaves },
          arrives: { place: to?.city ?? '', zone: ends.arrives },
          url: `${runtime.config.origin}/mobilities/${dossier.id}/travel`,
        }),
      );
    return ok({ told: people.length });
  },
  audit: ({ dossier }) => ({ subjectId: dossier.pupilId, orgId: dossier.sendingSchoolId }),
});

export const tellCancelled = command({
  name: 'travel.tell-cancelled',
  summary:
    'Tell those who travel, bring and wait that a plan was taken back. Run by the installation itself.',
  input: z.object({
    mobilityId: idOf('mob'),
    direction: z.enum(directions),
    by: idOf('per'),
    companionId: idOf('per').nullable(),
    plannedAt: z.string(),
  }),
  load: async ({ tx }, input) => {
    const dossier = await loadDossier(tx, input.mobilityId);
    return dossier ? { dossier } : null;
  },
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, { dossier }, input) => {
    const { tx, today, runtime } = tools;
    const [by] = await personsByIds(tx, [input.by]);
    const people = (await peopleOf(tx, dossier, today, input.companionId)).filter(
      (p) => p.personId !== input.by,
    );
    for (const person of people)
      await tools.post(
        journeyCancelledMail(person, {
          key: `journey-off:${dossier.id}:${input.direction}:${input.plannedAt}`,
          pupil: dossier.pupilName,
          by: by ? displayName(by) : '',
          direction: input.direction,
          url: `${runtime.config.origin}/mobilities/${dossier.id}/travel`,
        }),
      );
    return ok({ told: people.length });
  },
  audit: ({ dossier }) => ({ subjectId: dossier.pupilId, orgId: dossier.sendingSchoolId }),
});

export const tellTrip = command({
  name: 'travel.tell-trip-news',
  summary:
    'Ask whose turn it is about a trip, or tell everybody how it ended. Run by the installation itself.',
  input: z.object({ tripId: idOf('trp'), news: z.enum(tripNews) }),
  load: async ({ tx }, input) => {
    const trip = await store.tripById(tx, input.tripId);
    const dossier = trip ? await loadDossier(tx, trip.mobilityId) : undefined;
    return trip && dossier ? { trip, dossier } : null;
  },
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, { trip, dossier }, input) => {
    const { tx, today, runtime } = tools;
    const answers = await store.answersOf(tx, [trip.id]);
    const people = await peopleOf(tx, dossier, today);
    const [asker] = await personsByIds(tx, [trip.askedBy]);
    const about = {
      key: `trip:${trip.id}:${trip.round}:${input.news}`,
      pupil: dossier.pupilName,
      asker: asker ? displayName(asker) : '',
      trip,
      url: `${runtime.config.origin}/trips/${trip.id}`,
    };
    if (input.news === 'ask') {
      if (trip.state !== 'asked') return ok({ told: 0 });
      const turn = turnOf(seatsOf(dossier, trip.leavesOn), answers);
      const [last] = await store.tripChangesOf(tx, trip.id);
      let told = 0;
      for (const person of people) {
        const seat = turn.find((s) => holds(dossier, person, s, today));
        if (!seat) continue;
        const again = answers.some((a) => a.seat === seat && a.superseded);
        // somebody may stand in for two, one after the other
        const theirs = { ...about, key: `${about.key}:${seat}` };
        await tools.post(
          again && last
            ? tripChangedMail(person, { ...theirs, before: last.before })
            : tripAskMail(person, theirs),
        );
        told += 1;
      }
      return ok({ told });
    }
    if (trip.state !== input.news) return ok({ told: 0 });
    const answered = new Set(answers.map((a) => a.answeredBy));
    const concerned = people.filter(
      (p) =>
        p.personId === trip.askedBy ||
        p.roles.some((r) => r === 'pupil' || r === 'guardian') ||
        answered.has(p.personId) ||
        (input.news !== 'declined' &&
          p.roles.some((r) => r === 'host_family' || r === 'contact_person')),
    );
    const write = input.news === 'agreed' ? tripAgreedMail : tripEndedMail;
    for (const person of concerned) await tools.post(write(person, { ...about, news: input.news }));
    return ok({ told: concerned.length });
  },
  audit: ({ dossier }) => ({ subjectId: dossier.pupilId, orgId: dossier.sendingSchoolId }),
});

/** Whether somebody is written to for a seat: as the pages decide it, by the parts they hold. */
export function holds(
  dossier: Dossier,
  person: Told,
  seat: ReturnType<typeof seatsOf>[number],
  today: Temporal.PlainDate,
): boolean {
  const leads = (role: PartyRole, orgId: Dossier['hostingOrgId']) =>
    person.roles.includes(role) && orgId ? [{ orgId, roles: ['coordinator' as const] }] : [];
  const actor = {
    kind: 'person' as const,
    personId: person.personId,
    name: person.name,
    language: person.language,
    isAdmin: false,
    orgs: [
      ...leads('hosting_support', dossier.hostingOrgId),
      ...leads('sending_school', dossier.sendingSchoolId),
    ],
  };
  if (!mayAnswer(actor, dossier, seat, today).allow) return false;
  // the organisation may stand in for a contact person; it is not asked while there is one
  return (
    seat !== 'contact_person' ||
    person.roles.includes('contact_person') ||
    dossier.contactPersonId === null
  );
}

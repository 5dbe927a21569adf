import { z } from 'zod';
import type { PersonId } from '#kernel/ids.ts';
import { idView, instantView } from '#kernel/schema.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { guardiansOf } from '#modules/people/server/index.ts';
import { awayOn } from '#modules/travel/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { newToken } from '#platform/dice.ts';
import { query } from '#platform/query.ts';
import type { Runtime } from '#platform/runtime.ts';
import {
  handlesIncident,
  homeOn,
  type IncidentKind,
  incidentKinds,
  incidentRef,
  incidentStates,
  incidentsInput,
  isAboutNow,
  isLate,
  lineKinds,
  nightOf,
  raisesAlarmAs,
  stepDoers,
  stepsOf,
} from '../../core/index.ts';
import { incidentWith, notePlace, openSealed } from '../commands/incidents.ts';
import * as store from '../store.ts';
import { cardWordsOf } from './words.ts';

const state = z.enum(incidentStates);
const kind = z.enum(incidentKinds).nullable();

export const getStart = query({
  name: 'emergency.get-start',
  summary: 'Stays one can raise an alarm about.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    stays: z.array(
      z.object({
        id: idView('mob'),
        pupil: z.string(),
        isMine: z.boolean(),
        isGuardian: z.boolean(),
      }),
    ),
    /** more stays than one page should offer as buttons: they stand in the list of tonight */
    many: z.boolean(),
    seesTonight: z.boolean(),
  }),
  view: async ({ read, scope: actor, today }) => {
    const rows = await store.staysNear(read, today);
    const parties = Map.groupBy(
      await store.partiesOf(
        read,
        rows.map((r) => r.id),
      ),
      (p) => p.mobility_id,
    );
    const stays = rows.flatMap((r) => {
      const dossier = {
        hostingOrgId: r.hosting_org_id,
        sendingOrgId: r.sending_org_id,
        sendingSchoolId: r.sending_school_id,
        parties: (parties.get(r.id) ?? []).map((p) => ({
          orgId: p.org_id,
          personId: p.person_id,
          role: p.role as 'pupil',
          fromOn: p.from_on,
          untilOn: p.until_on,
        })),
      };
      const part = raisesAlarmAs(actor, dossier, today);
      const isGuardian = dossier.parties.some(
        (p) => (p.role as string) === 'guardian' && p.personId === actor.personId,
      );
      const isNow = isAboutNow({ startsOn: r.starts_on, endsOn: r.ends_on, state: r.state }, today);
      if (!isNow || (!part && !isGuardian)) return [];
      return [
        {
          id: r.id,
          pupil: store.nameOf(r),
          isMine: part === 'pupil',
          isGuardian: part === null,
          part,
        },
      ];
    });
    const near = stays.filter((s) => s.part !== 'coordinator');
    return {
      stays: near.map(({ part: _, ...s }) => s),
      many: stays.length > near.length,
      seesTonight: stays.some((s) => s.part === 'coordinator' || s.part === 'contact_person'),
    };
  },
});

const pageSize = 25;

export const listIncidents = query({
  name: 'emergency.list-incidents',
  summary:
    'Incidents one handles, the newest first: of a kind, open or closed, or of a pupil by name.',
  input: incidentsInput,
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    incidents: z.array(
      z.object({
        id: idView('ind'),
        state,
        kind,
        drill: z.boolean(),
        raisedAt: instantView,
        /** of the organisation that handles it */
        timeZone: z.string(),
        pupil: z.string().nullable(),
        orgName: z.string(),
      }),
    ),
    /** the last one here, when there are more */
    next: idView('ind').nullable(),
  }),
  view: async ({ read }, { state, kind, name, after }) => {
    const rows = await store.incidentsSeen(
      read,
      { state, kind, name },
      { after, limit: pageSize + 1 },
    );
    const incidents = rows.slice(0, pageSize);
    return {
      incidents: incidents.map((i) => ({
        id: i.id,
        state: i.state as 'alarm',
        kind: i.kind as IncidentKind | null,
        drill: i.drill,
        raisedAt: i.raised_at,
        timeZone: i.time_zone,
        pupil: i.pupil,
        orgName: i.org_name,
      })),
      next: rows.length > pageSize ? (incidents.at(-1)?.id ?? null) : null,
    };
  },
});

export const listOwnAlarms = query({
  name: 'emergency.list-own-alarms',
  summary: 'Alarms one has raised that are not closed, and how they stand.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? actor.personId : null),
  opensRows: 'emergency-own-alarms',
  output: z.object({
    alarms: z.array(z.object({ id: idView('ind'), state, raisedAt: instantView })),
  }),
  view: async ({ read, scope }) => ({
    alarms: (await store.alarmsOf(read, scope)).map((a) => ({
      id: a.id,
      state: a.state as 'alarm',
      raisedAt: a.raised_at,
    })),
  }),
});

export const getAlarm = query({
  name: 'emergency.get-alarm',
  summary: 'How the own alarm stands: who was told when, and who has taken it.',
  input: incidentRef,
  visible: (actor) => (actor.kind === 'person' ? actor.personId : null),
  opensRows: 'emergency-own-alarms',
  output: z.object({
    id: idView('ind'),
    state,
    raisedAt: instantView,
    told: z.array(z.object({ at: instantView, who: z.string() })),
    nobodyOnDuty: z.boolean(),
    nextAt: instantView.nullable(),
    takenAt: instantView.nullable(),
    takenBy: z.string(),
    takenPhone: z.string(),
    phone: z.string(),
    orgName: z.string(),
    orgPhone: z.string(),
    now: instantView,
    timeZone: z.string(),
  }),
  view: async ({ read, scope: me, now }, input) => {
    const incident = await store.incidentById(read, input.incidentId);
    if (!incident || incident.raised_by !== me || incident.drill) return null;
    const lines = await store.linesOf(read, incident.id);
    const group = incident.group_id ? await store.groupById(read, incident.group_id) : undefined;
    const members = group ? await store.membersOf(read, [group.id]) : [];
    const [org] = await organisationsByIds(read, [incident.org_id]);
    const stay = incident.mobility_id
      ? await store.stayById(read, incident.mobility_id)
      : undefined;
    const names = incident.taken_by
      ? await store.personNames(read, [incident.taken_by])
      : new Map<PersonId, string>();
    return {
      id: incident.id,
      state: incident.state as 'alarm',
      raisedAt: incident.raised_at,
      told: lines.filter((l) => l.kind === 'told').map((l) => ({ at: l.at, who: l.who })),
      nobodyOnDuty: lines.some((l) => l.kind === 'nobody'),
      nextAt: incident.next_at,
      takenAt: incident.taken_at,
      takenBy: (incident.taken_by && names.get(incident.taken_by)) || '',
      takenPhone: members.find((m) => m.personId === incident.taken_by)?.phone ?? '',
      phone: group?.phone ?? '',
      orgName: org?.name ?? '',
      orgPhone: org?.phone ?? '',
      now,
      timeZone: stay?.school_zone ?? stay?.hosting_zone ?? group?.time_zone ?? 'UTC',
    };
  },
});

const contact = z.object({ what: z.string(), name: z.string(), phone: z.string() });

/** Who is to be called about a stay: everybody by part, with a number where there is one. */
async function contactsFor(
  runtime: Runtime,
  read: Readable,
  stay: store.StayRow,
  now: Temporal.Instant,
  today: Temporal.PlainDate,
) {
  const mobilityId = stay.id;
  const dossier = await loadDossier(read, mobilityId);
  if (!dossier) return null;
  const zone = stay.school_zone ?? stay.hosting_zone ?? 'UTC';
  const night = nightOf(now, zone);
  const home = homeOn(await store.homesOf(read, [mobilityId], night), night);
  const family = home ? await store.familyPhones(read, [home.familyId]) : [];
  const [trip] = await awayOn(read, night, [mobilityId]);
  const guardians = await guardiansOf(read, [dossier.pupilId], today);
  const [contactPerson] = dossier.contactPersonId
    ? await store.contactsOf(read, [dossier.contactPersonId])
    : [];
  // of the card the insurance alone: what it says about health is for the family to show
  const words = await cardWordsOf(runtime, read, stay, await store.cardOf(read, mobilityId));
  const orgIds = [dossier.sendingOrgId, dossier.sendingSchoolId, dossier.hostSchoolId];
  const orgs = await organisationsByIds(
    read,
    orgIds.flatMap((id) => id ?? []),
  );
  return {
    home: trip
      ? { name: `${trip.place} (${trip.adult})`, address: trip.sleepsAt, kind: 'trip' }
      : home && { name: home.name, address: home.address, kind: home.kind },
    people: [
      ...(trip ? [{ what: 'trip', name: trip.adult, phone: trip.phone }] : []),
      { what: 'pupil', name: store.nameOf(stay), phone: words.ownPhone || (stay.phone ?? '') },
      ...family.map((f) => ({ what: 'host_family', name: f.name, phone: f.phone })),
      ...(contactPerson
        ? [{ what: 'contact_person', name: contactPerson.name, phone: contactPerson.phone }]
        : []),
      ...guardians.map((g) => ({
        what: 'guardian',
        name: store.nameOf(g),
        phone: g.phone ?? '',
      })),
      ...orgs.map((o) => ({
        what:
          o.id === dossier.hostSchoolId
            ? 'host_school'
            : o.id === dossier.sendingOrgId
              ? 'sending_org'
              : 'sending_school',
        name: o.name,
        phone: o.phone ?? '',
      })),
      ...(words.insurer || words.insurerPhone
        ? [
            {
              what: 'insurer',
              name: [words.insurer, words.policy].filter(Boolean).join(' · '),
              phone: words.insurerPhone,
            },
          ]
        : []),
    ],
  };
}

/** Several devices of one person are one way: it failed when none was reached. */
function toldTo<
  T extends { round: number; channel: string; person_id: string; failed_at: unknown },
>(tellings: T[]): T[] {
  const ways = Map.groupBy(tellings, (t) => `${t.round} ${t.channel} ${t.person_id}`);
  return [...ways.values()].flatMap((way) => way.find((t) => t.failed_at === null) ?? way[0] ?? []);
}

export const getIncident = query({
  name: 'emergency.get-incident',
  summary: 'An incident for those who handle it: who, where, what next, who knows.',
  input: incidentRef,
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  // who handles it come from two organisations; `view` decides by the same rule as its commands
  opensRows: 'emergency-incident',
  output: z.object({
    id: idView('ind'),
    state,
    kind,
    drill: z.boolean(),
    version: z.number(),
    caseId: idView('cas').nullable(),
    mobilityId: idView('mob').nullable(),
    pupil: z.string().nullable(),
    raisedAs: z.string(),
    raisedBy: z.string(),
    raisedAt: instantView,
    nextAt: instantView.nullable(),
    takenAt: instantView.nullable(),
    takenBy: z.string(),
    isMine: z.boolean(),
    happened: z.string(),
    learned: z.string(),
    closedAt: instantView.nullable(),
    timeZone: z.string(),
    now: instantView,
    home: z.object({ name: z.string(), address: z.string(), kind: z.string() }).nullable(),
    people: z.array(contact),
    /** other alarms about the same pupil that are not closed */
    others: z.array(z.object({ id: idView('ind'), state, raisedAs: z.string(), at: instantView })),
    /** the version of the steps that was in force when it began */
    procedure: z.string(),
    steps: z.array(
      z.object({
        id: z.string(),
        by: z.enum(stepDoers),
        two: z.boolean(),
        /** whom it means to call, as far as they are known */
        calls: z.array(contact),
        dueAt: instantView,
        late: z.boolean(),
        done: z
          .object({ at: instantView, who: z.string(), second: z.string(), words: z.string() })
          .nullable(),
      }),
    ),
    lines: z.array(
      z.object({
        id: z.string(),
        at: instantView,
        kind: z.enum(lineKinds),
        who: z.string(),
        step: z.string().nullable(),
        second: z.string(),
        words: z.string(),
      }),
    ),
    notes: z.array(
      z.object({ id: z.string(), at: instantView, who: z.string(), words: z.string() }),
    ),
    /** of each person told: in which way and what became of it */
    tellings: z.array(
      z.object({
        name: z.string(),
        channel: z.string(),
        at: instantView,
        failed: z.boolean(),
      }),
    ),
    key: z.string(),
  }),
  view: async ({ read, scope: actor, now, today, runtime }, input) => {
    const loaded = await incidentWith(read, await store.incidentById(read, input.incidentId));
    if (!loaded || !handlesIncident(actor, loaded.parties)) return null;
    const { incident } = loaded;
    const lines = await store.linesOf(read, incident.id);
    const tellings = await store.tellingsOf(read, incident.id);
    const names = await store.personNames(read, [
      ...new Set([
        ...tellings.map((t) => t.person_id),
        ...[incident.taken_by, incident.raised_by, incident.pupil_id].flatMap((id) => id ?? []),
      ]),
    ]);
    const stay = incident.mobility_id
      ? await store.stayById(read, incident.mobility_id)
      : undefined;
    // where somebody sleeps tonight is no part of what is over
    const about =
      stay && incident.state !== 'closed'
        ? await contactsFor(runtime, read, stay, now, today)
        : null;
    const group = incident.group_id ? await store.groupById(read, incident.group_id) : undefined;
    const pupilId = incident.pupil_id;
    const notes = pupilId ? await store.notesOf(read, incident.id) : [];
    const from = incident.taken_at ?? now;
    const people = about?.people ?? [];
    return {
      id: incident.id,
      state: incident.state as 'alarm',
      kind: incident.kind as IncidentKind | null,
      drill: incident.drill,
      version: incident.version,
      caseId: incident.case_id,
      mobilityId: incident.mobility_id,
      pupil: (pupilId && names.get(pupilId)) ?? null,
      raisedAs: incident.raised_as,
      raisedBy: (incident.raised_by && names.get(incident.raised_by)) || '',
      raisedAt: incident.raised_at,
      nextAt: incident.next_at,
      takenAt: incident.taken_at,
      takenBy: (incident.taken_by && names.get(incident.taken_by)) || '',
      isMine: incident.taken_by === actor.personId,
      happened: incident.happened,
      learned: incident.learned,
      closedAt: incident.closed_at,
      timeZone: stay?.school_zone ?? stay?.hosting_zone ?? group?.time_zone ?? 'UTC',
      now,
      home: about?.home ?? null,
      people,
      others: (incident.mobility_id ? await store.openIncidentsOf(read, incident.mobility_id) : [])
        .filter((o) => o.id !== incident.id)
        .map((o) => ({
          id: o.id,
          state: o.state as 'alarm',
          raisedAs: o.raised_as,
          at: o.raised_at,
        })),
      procedure: incident.procedure,
      steps: incident.kind
        ? stepsOf(incident.kind as IncidentKind, incident.procedure).map((s) => {
            const done = lines.find((l) => l.kind === 'step' && l.step === s.id);
            const dueAt = from.add({ minutes: s.minutes });
            return {
              id: s.id,
              by: s.by,
              two: s.two,
              calls: s.calls.flatMap((what) =>
                what === '112'
                  ? [{ what, name: '', phone: '112' }]
                  : people.filter((p) => p.what === what && p.phone !== ''),
              ),
              dueAt,
              late: isLate(dueAt, done?.at ?? now),
              done: done
                ? { at: done.at, who: done.who, second: done.second, words: done.words }
                : null,
            };
          })
        : [],
      lines: lines.map((l) => ({
        id: l.id,
        at: l.at,
        kind: l.kind as 'note',
        who: l.who,
        step: l.step,
        second: l.second,
        words: l.words,
      })),
      notes: pupilId
        ? await Promise.all(
            notes.map(async (n) => ({
              id: n.id,
              at: n.written_at,
              who: n.who,
              words: await openSealed(runtime, read, notePlace(n.id, pupilId), n.sealed),
            })),
          )
        : [],
      tellings: toldTo(tellings).map((t) => ({
        name: names.get(t.person_id) ?? '',
        channel: t.channel,
        at: t.at,
        failed: t.failed_at !== null,
      })),
      key: newToken(),
    };
  },
});

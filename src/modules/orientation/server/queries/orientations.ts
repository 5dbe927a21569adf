import { z } from 'zod';
import { orgIdsOf, worksFor } from '#kernel/actor.ts';
import type { MobilityId, OrgId, OrientationId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import { resourcesNamed, resourcesToChoose } from '#modules/resources/server/index.ts';
import { query } from '#platform/query.ts';
import { mayPlanFor, mayRecord, mayRun, mayTry } from '../../core/policy.ts';
import { windowOfKind } from '../../core/rules.ts';
import {
  type Attendance,
  attendances,
  type OrientationKind,
  type OrientationState,
  orientationKinds,
  orientationStates,
  type Thread,
  threads,
} from '../../core/types.ts';
import { factsOf } from '../commands/orientations.ts';
import * as store from '../store/index.ts';
import { candidatesFor, unplannedOf } from './candidates.ts';

const listed = z.object({
  id: idView('ori'),
  kind: z.enum(orientationKinds),
  title: z.string(),
  state: z.enum(orientationStates),
  orgId: idView('org'),
  orgName: z.string(),
  startsAt: instantView,
  endsAt: instantView,
  timeZone: z.string(),
  town: z.string(),
  place: z.string(),
  countryCode: z.string(),
  participants: z.number(),
  came: z.number(),
});

function listedOf(row: store.OrientationRow) {
  return {
    id: row.id as OrientationId,
    kind: row.kind as OrientationKind,
    title: row.title,
    state: row.state as OrientationState,
    orgId: row.org_id as OrgId,
    orgName: row.org_name,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    timeZone: row.time_zone,
    town: row.town,
    place: row.place,
    countryCode: row.country_code,
    participants: Number(row.participants),
    came: Number(row.came),
  };
}

export const listOrientations = query({
  name: 'orientation.list-orientations',
  summary:
    'Orientations your organisations run or your pupils take part in, and for which pupils one falls due.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    orientations: z.array(listed),
    /** kinds that fall due for pupils who are not asked to one yet */
    unplanned: z.array(
      z.object({
        orgId: idView('org'),
        orgName: z.string(),
        kind: z.enum(orientationKinds),
        until: dateView,
        pupils: z.array(z.string()),
      }),
    ),
    plans: z.array(z.object({ id: idView('org'), name: z.string() })),
  }),
  view: async ({ read, scope: { actor }, today }) => {
    const rows = await store.listOrientations(read, 60);
    const mine = orgIdsOf(actor).filter((id) => mayPlanFor(actor, id).allow);
    const orgs = mine.length > 0 ? await organisationsByIds(read, mine) : [];
    const unplanned = [];
    for (const org of orgs)
      for (const due of await unplannedOf(read, org, today))
        unplanned.push({ orgId: org.id, orgName: org.name, ...due });
    return {
      orientations: rows.map(listedOf),
      unplanned,
      plans: orgs.map((o) => ({ id: o.id, name: o.name })),
    };
  },
});

const sessionView = z.object({
  title: z.string(),
  minutes: z.number(),
  ledBy: z.string(),
  thread: z.union([z.literal(''), z.enum(threads)]),
});
const participantView = z.object({
  personId: idView('per'),
  mobilityId: idView('mob'),
  name: z.string(),
  attended: z.enum(attendances).nullable(),
  certified: z.boolean(),
  certificateId: idView('doc').nullable(),
  test: z.object({ tries: z.number(), best: z.number(), questions: z.number() }).nullable(),
  mine: z.boolean(),
});

export const getOrientation = query({
  name: 'orientation.get-orientation',
  summary:
    'One orientation: programme, material, and who takes part, as far as you have to do with them.',
  input: z.object({ orientationId: idOf('ori') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: listed.extend({
    description: z.string(),
    url: z.string(),
    combined: z.boolean(),
    test: z.string(),
    eventId: idView('evt').nullable(),
    /** who called the meeting, and so can move it, when it is not the reader */
    mover: z.string().nullable(),
    sessions: z.array(sessionView),
    materials: z.array(z.object({ id: idView('res'), title: z.string() })),
    people: z.array(participantView),
    version: z.number(),
    can: z.object({
      run: z.boolean(),
      record: z.boolean(),
      test: z.boolean(),
      certify: z.boolean(),
    }),
  }),
  view: async ({ read, scope: { actor }, now }, { orientationId }) => {
    const row = await store.orientationById(read, orientationId);
    if (!row) return null;
    const people = await store.participantsOf(read, orientationId);
    const facts = factsOf(
      row,
      people.map((p) => p.person_id),
    );
    if (row.state === 'draft' && !worksFor(actor, row.org_id)) return null;
    const run = mayRun(actor, facts).allow;
    const begun = Temporal.Instant.compare(row.starts_at, now) <= 0;
    const [mover] =
      row.organiser_id && row.organiser_id !== actor.personId && worksFor(actor, row.org_id)
        ? await personsByIds(read, [row.organiser_id])
        : [];
    const materials = await resourcesNamed(read, await store.materialsOf(read, orientationId));
    return {
      ...listedOf(row),
      description: row.description,
      url: row.url,
      combined: row.combined,
      test: row.test,
      // the meeting in the calendar is read by who called it and their colleagues, and by who is invited
      eventId:
        worksFor(actor, row.org_id) || facts.participantIds.includes(actor.personId)
          ? row.event_id
          : null,
      mover: mover ? displayName(mover) : null,
      sessions: (await store.sessionsOf(read, orientationId)).map((s) => ({
        title: s.title,
        minutes: s.minutes,
        ledBy: s.led_by,
        thread: s.thread as Thread,
      })),
      materials,
      people: people.map((p) => ({
        personId: p.person_id,
        mobilityId: p.mobility_id,
        name: p.name,
        attended: p.attended as Attendance | null,
        certified: p.certified_at !== null,
        certificateId: p.certificate_id,
        test:
          p.tries === null
            ? null
            : { tries: p.tries, best: p.best ?? 0, questions: p.questions ?? 0 },
        mine: p.person_id === actor.personId,
      })),
      version: row.version,
      can: {
        run: run && row.state !== 'cancelled',
        record:
          mayRecord(actor, facts).allow &&
          begun &&
          (row.state === 'invited' || row.state === 'held'),
        test: row.test !== '' && row.state !== 'draft' && mayTry(actor, facts).allow,
        certify: run && people.some((p) => p.attended === 'all' && !p.certified_at),
      },
    };
  },
});

export const getProposals = query({
  name: 'orientation.get-proposals',
  summary:
    'Who should be asked to an orientation of yours, by the dates and places of their stays.',
  input: z.object({ orientationId: idOf('ori') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    proposals: z.array(
      z.object({
        personId: idView('per'),
        name: z.string(),
        pupilName: z.string(),
        near: z.enum(['town', 'country', 'far']),
        as: z.enum(orientationKinds),
        startsOn: dateView,
        endsOn: dateView,
        town: z.string(),
        /** a parent or guardian at home, beside the pupil */
        parent: z.boolean(),
        asked: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, today }, { orientationId }) => {
    const row = await store.orientationById(read, orientationId);
    if (!row || !mayRun(actor, factsOf(row, [])).allow) return null;
    const known = new Set(
      (await store.participantsOf(read, orientationId)).map((p) => p.person_id),
    );
    const { side } = windowOfKind(row.kind as OrientationKind);
    return {
      proposals: (await candidatesFor(read, row, today)).map((c) => ({
        personId: c.personId,
        name: c.name,
        pupilName: c.pupilName,
        near: c.near,
        as: c.as,
        startsOn: c.startsOn,
        endsOn: c.endsOn,
        town: ((side === 'either' ? c.at : side) === 'home' ? c.home : c.host).town,
        parent: c.parent === true,
        asked: known.has(c.personId),
      })),
    };
  },
});

/** What the form chooses from: organisations that plan, and material for those it is for. */
export const getOrientationForm = query({
  name: 'orientation.get-orientation-form',
  summary:
    'What there is to choose from when you plan an orientation: your organisations and material.',
  input: z.object({
    kind: z.enum(orientationKinds).catch('pre_departure').default('pre_departure'),
  }),
  visible: (actor) =>
    actor.kind === 'person' && actor.orgs.some((o) => mayPlanFor(actor, o.orgId).allow)
      ? { actor }
      : null,
  output: z.object({
    kind: z.enum(orientationKinds),
    orgs: z.array(z.object({ id: idView('org'), name: z.string(), city: z.string() })),
    materials: z.array(z.object({ id: idView('res'), title: z.string(), orgName: z.string() })),
    /** tests that one's organisations wrote and still offer */
    tests: z.array(z.object({ id: idView('ots'), title: z.string(), orgId: idView('org') })),
  }),
  view: async ({ read, scope: { actor } }, { kind }) => {
    const ids = orgIdsOf(actor).filter((id) => mayPlanFor(actor, id).allow);
    const orgs = await organisationsByIds(read, ids);
    return {
      kind,
      orgs: orgs.map((o) => ({ id: o.id, name: o.name, city: o.city })),
      materials: await resourcesToChoose(read, windowOfKind(kind).audience),
      tests: (await store.testsOf(read, ids))
        .filter((t) => !t.retired_at)
        .map((t) => ({ id: t.id, title: t.title, orgId: t.org_id })),
    };
  },
});

export const listOfStay = query({
  name: 'orientation.list-of-stay',
  summary: 'The orientations of one stay that you see, with who came and their certificates.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    rows: z.array(
      listed.extend({
        personId: idView('per'),
        name: z.string(),
        attended: z.enum(attendances).nullable(),
        certificateId: idView('doc').nullable(),
        mine: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, scope: { actor } }, { mobilityId }) => {
    const rows = await store.orientationsOf(read, mobilityId as MobilityId);
    return {
      rows: rows.map((r) => ({
        ...listedOf(r),
        personId: r.person_id,
        name: r.name,
        attended: r.attended as Attendance | null,
        certificateId: r.certificate_id,
        mine: r.person_id === actor.personId,
      })),
    };
  },
});

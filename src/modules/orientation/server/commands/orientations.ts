import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import {
  type EventId,
  isId,
  type OrgId,
  type OrientationId,
  type OrientationTestId,
  type PersonId,
} from '#kernel/ids.ts';
import { fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { dateInput, idOf, line, optionalLine, optionalProse, version } from '#kernel/schema.ts';
import {
  attendanceOf,
  callOff,
  inviteMore,
  notePresent,
  planEvent,
} from '#modules/calendar/server/index.ts';
import { readPage, soundForm } from '#modules/forms/core/index.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { mayPlanFor, mayRecord, mayRun, mayTry } from '../../core/policy.ts';
import { mayCombine, timesOf, windowOfKind } from '../../core/rules.ts';
import { clock, rightOf, testChoice, testPage } from '../../core/schema.ts';
import {
  attendances,
  type OrientationFacts,
  type OrientationState,
  orientationKinds,
  threads,
} from '../../core/types.ts';
import { candidatesFor } from '../queries/candidates.ts';
import { testNamed } from '../queries/named.ts';
import * as store from '../store/index.ts';
import { printJob } from './certificates.ts';

export function me(actor: Actor): { personId: PersonId; name: string } {
  if (actor.kind !== 'person') throw new Error('only persons do this');
  return { personId: actor.personId, name: actor.name };
}

const address = z
  .string()
  .trim()
  .max(500, { error: 'platform.invalid.too-long' })
  .default('')
  .refine((v) => v === '' || (/^https:\/\/\S+$/.test(v) && URL.canParse(v)), {
    error: 'orientation.invalid.link',
  });

const fields = {
  kind: z.enum(orientationKinds, { error: 'platform.invalid.choose' }),
  title: line(160),
  description: optionalProse(2000),
  day: dateInput,
  from: clock,
  /** left out: the same day */
  untilDay: z.union([z.literal(''), dateInput]).default(''),
  until: clock,
  town: line(100),
  place: optionalLine(200),
  url: address,
  combined: z.boolean().default(false),
  test: testChoice,
  sessions: z
    .array(
      z.object({
        title: optionalLine(160),
        minutes: z.coerce
          .number({ error: 'platform.invalid.number' })
          .int()
          .min(5, { error: 'orientation.invalid.minutes' })
          .max(1440, { error: 'orientation.invalid.minutes' })
          .catch(30),
        ledBy: optionalLine(100),
        thread: z.union([z.literal(''), z.enum(threads)]).catch(''),
      }),
    )
    .max(20)
    .default([]),
  resourceIds: z.array(idOf('res')).max(20).default([]),
};
type Input = z.output<z.ZodObject<typeof fields>>;

/** What is written of an orientation, with its times at its place; or why not. */
function writtenOf(
  input: Input,
  org: { country_code: string; time_zone: string },
): { ok: true; written: store.Written } | ReturnType<typeof fail> {
  const times = timesOf({
    day: input.day,
    from: input.from,
    untilDay: input.untilDay || input.day,
    until: input.until,
    timeZone: org.time_zone,
  });
  if (!times) return fail('orientation.invalid.end-before-start', undefined, 'until');
  return {
    ok: true,
    written: {
      kind: input.kind,
      title: input.title,
      description: input.description,
      countryCode: org.country_code,
      town: input.town,
      place: input.place,
      url: input.url,
      timeZone: org.time_zone,
      ...times,
      combined: input.combined && mayCombine(input.kind, input.day),
      test: input.test,
    },
  };
}

const notOffered = () => fail('orientation.own-test.not-offered', undefined, 'test');

/** The product's tests are there for everybody; others for the organisation that wrote them, while it offers them. */
async function offersTest(tx: Tx, orgId: OrgId, id: string): Promise<boolean> {
  if (!isId('ots', id)) return true;
  const row = await store.testById(tx, id as OrientationTestId);
  return row?.org_id === orgId && row.retired_at === null;
}

const sessionsIn = (input: Input) => input.sessions.filter((s) => s.title !== '');

export const planOrientation = command({
  name: 'orientation.plan-orientation',
  summary:
    'Plan an orientation, a training of host families or teachers, or a meeting of pupils nearby. Nobody is asked to it yet.',
  input: z.object({ orgId: idOf('org'), ...fields }),
  load: async ({ tx }, input) => (await organisationById(tx, input.orgId)) ?? null,
  permit: (actor, org) => mayPlanFor(actor, org.id),
  run: async (tools, org, input) => {
    const { tx, now } = tools;
    const made = writtenOf(input, org);
    if (!made.ok) return made;
    if (!(await offersTest(tx, org.id, input.test))) return notOffered();
    const id = newId('ori');
    await store.insertOrientation(tx, {
      ...made.written,
      id,
      orgId: org.id,
      by: me(tools.actor).personId,
      now,
    });
    await store.replaceParts(tx, id, sessionsIn(input), input.resourceIds);
    return ok({ orientationId: id });
  },
  audit: (org, input, { orientationId }) => ({
    subjectId: orientationId,
    orgId: org.id,
    details: { kind: input.kind },
  }),
});

/** An orientation under lock with what decisions about it need. */
async function loadOrientation({ tx }: { tx: Tx }, input: { orientationId: OrientationId }) {
  const row = await store.lockOrientation(tx, input.orientationId);
  if (!row) return null;
  const participants = await store.participantsOf(tx, input.orientationId);
  return {
    row,
    participants,
    facts: factsOf(
      row,
      participants.map((p) => p.person_id),
    ),
  };
}
type Loaded = NonNullable<Awaited<ReturnType<typeof loadOrientation>>>;

export function factsOf(
  row: store.OrientationRow,
  participantIds: readonly PersonId[],
): OrientationFacts {
  return {
    orgId: row.org_id,
    orgName: row.org_name,
    state: row.state as OrientationState,
    participantIds,
  };
}

const auditOf = ({ row }: Loaded) => ({
  subjectId: row.id,
  orgId: row.org_id as OrgId,
});

const isCancelled = () => fail('orientation.refused.cancelled', undefined, undefined, 'conflict');

export const editOrientation = command({
  name: 'orientation.edit-orientation',
  summary:
    'Change an orientation of your organisation. Once people are asked, its time and place are moved in the calendar.',
  input: z.object({ orientationId: idOf('ori'), version, ...fields }),
  load: loadOrientation,
  permit: (actor, { facts }) => mayRun(actor, facts),
  run: async ({ tx }, { row }, input) => {
    if (row.state === 'cancelled') return isCancelled();
    const org = await organisationById(tx, row.org_id);
    if (!org) return fail('platform.error.not-found', undefined, undefined, 'not_found');
    const made = writtenOf(input, org);
    if (!made.ok) return made;
    if (input.test !== row.test && !(await offersTest(tx, org.id, input.test))) return notOffered();
    // whoever was asked was asked to a kind of meeting, for a time and a place, which the calendar keeps
    const kept =
      row.state === 'draft'
        ? {}
        : {
            startsAt: row.starts_at,
            endsAt: row.ends_at,
            place: row.place,
            url: row.url,
            kind: row.kind as typeof input.kind,
          };
    const changed = await store.updateOrientation(tx, input.orientationId, input.version, {
      ...made.written,
      ...kept,
    });
    if (!changed) return stale('platform.error.changed-meanwhile');
    await store.replaceParts(tx, input.orientationId, sessionsIn(input), input.resourceIds);
    return ok();
  },
  audit: auditOf,
});

/** Invites through the common calendar: the first time it makes the meeting, later it adds people to it. */
async function invite(
  tools: CommandTools,
  { row }: Loaded,
  personIds: readonly PersonId[],
): Promise<void> {
  const { tx, actor, runtime } = tools;
  // whoever runs it comes anyway
  const asked = personIds.filter((id) => id !== me(actor).personId);
  if (row.event_id) {
    await inviteMore(tools, row.event_id, asked);
    return;
  }
  const sessions = await store.sessionsOf(tx, row.id);
  const eventId = await planEvent(tools, {
    kind: 'orientation',
    title: row.title,
    description: [row.description, `${runtime.config.origin}/orientations/${row.id}`]
      .filter(Boolean)
      .join('\n\n'),
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    timeZone: row.time_zone,
    place: [row.place, row.town].filter(Boolean).join(', '),
    countryCode: row.country_code,
    url: row.url,
    agenda: sessions.map((s) => s.title),
    organiserId: me(actor).personId,
    // colleagues can invite more and move it
    shared: true,
    readerOrgs: [row.org_id],
    participantIds: asked,
  });
  await store.setState(tx, row.id, 'invited', eventId);
}

export const inviteParticipants = command({
  name: 'orientation.invite-participants',
  summary:
    'Ask people to an orientation: each gets an invitation of the calendar. Those asked already keep their answer.',
  input: z.object({
    orientationId: idOf('ori'),
    personIds: z
      .array(idOf('per'))
      .min(1, { error: 'orientation.invalid.nobody' })
      .max(300, { error: 'orientation.invalid.too-many' }),
  }),
  load: loadOrientation,
  permit: (actor, { facts }) => mayRun(actor, facts),
  run: async (tools, loaded, input) => {
    const { row, participants } = loaded;
    if (row.state === 'cancelled') return isCancelled();
    const known = new Set(participants.map((p) => p.person_id));
    const candidates = await candidatesFor(tools.tx, row, tools.today);
    const asked = candidates.filter(
      (c) => input.personIds.includes(c.personId) && !known.has(c.personId),
    );
    const strangers = input.personIds.filter(
      (id) => !known.has(id) && !candidates.some((c) => c.personId === id),
    );
    if (strangers.length > 0)
      return fail('orientation.invalid.not-proposed', undefined, 'personIds');
    if (asked.length === 0)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    const { audience } = windowOfKind(row.kind as (typeof orientationKinds)[number]);
    await store.addParticipants(
      tools.tx,
      row.id,
      asked.map((c) => ({ ...c, audience: c.parent ? 'natural_families' : audience })),
    );
    await invite(
      tools,
      loaded,
      asked.map((c) => c.personId),
    );
    return ok({ asked: asked.length });
  },
  audit: (loaded, _, { asked }) => ({ ...auditOf(loaded), details: { asked } }),
});

export const cancelOrientation = command({
  name: 'orientation.cancel-orientation',
  summary: 'Cancel an orientation of your organisation; those who were asked are told.',
  input: z.object({ orientationId: idOf('ori') }),
  load: loadOrientation,
  permit: (actor, { facts }) => mayRun(actor, facts),
  run: async (tools, { row }) => {
    if (row.state === 'cancelled') return isCancelled();
    if (row.state === 'held')
      return fail('orientation.refused.held', undefined, undefined, 'conflict');
    await store.setState(tools.tx, row.id, 'cancelled');
    if (row.event_id) await callOff(tools, row.event_id);
    return ok();
  },
  audit: auditOf,
});

export const recordAttendance = command({
  name: 'orientation.record-attendance',
  summary: 'Write down who came to an orientation: all of it, part of it, or not.',
  input: z.object({
    orientationId: idOf('ori'),
    rows: z
      .array(z.object({ personId: idOf('per'), attended: z.enum(attendances) }))
      .min(1, { error: 'orientation.invalid.attendance' })
      .max(300),
  }),
  load: loadOrientation,
  permit: (actor, { facts }) => mayRecord(actor, facts),
  run: async (tools, { row, facts }, input) => {
    const { tx, now } = tools;
    if (row.state === 'cancelled') return isCancelled();
    if (row.state === 'draft') return fail('orientation.invalid.nobody');
    if (Temporal.Instant.compare(row.starts_at, now) > 0)
      return fail('orientation.refused.not-yet', undefined, undefined, 'conflict');
    const known = input.rows.filter((r) => facts.participantIds.includes(r.personId));
    if (known.length === 0) return fail('orientation.invalid.attendance');
    await store.setAttendance(tx, row.id, known, { name: me(tools.actor).name, at: now });
    if (row.state === 'invited') await store.setHeld(tx, row);
    if (row.event_id)
      for (const present of [true, false])
        await notePresent(
          tx,
          row.event_id,
          known.filter((r) => (r.attended !== 'absent') === present).map((r) => r.personId),
          present,
        );
    return ok({ recorded: known.length });
  },
  audit: (loaded, _, { recorded }) => ({ ...auditOf(loaded), details: { recorded } }),
});

/**
 * Who was there has been noted in the common calendar: it is one list. That somebody came for a part of it is known here
 * alone and stays.
 */
export async function followAttendance(tools: CommandTools, eventId: EventId): Promise<void> {
  const { tx, actor, now } = tools;
  const id = await store.orientationOfEvent(tx, eventId);
  const row = id && (await store.lockOrientation(tx, id));
  if (!row || actor.kind !== 'person') return;
  const said = new Map((await attendanceOf(tx, eventId)).map((p) => [p.person_id, p.attended]));
  const rows = (await store.participantsOf(tx, row.id)).flatMap((p) => {
    const present = said.get(p.person_id) ?? null;
    const known = p.attended === null ? null : p.attended !== 'absent';
    return present === null || present === known
      ? []
      : [{ personId: p.person_id, attended: present ? ('all' as const) : ('absent' as const) }];
  });
  await store.setAttendance(tx, row.id, rows, { name: actor.name, at: now });
  if (row.state === 'invited') await store.setHeld(tx, row);
}

export const issueCertificates = command({
  name: 'orientation.issue-certificates',
  summary: 'Give everybody who came to all of an orientation a certificate as PDF.',
  input: z.object({ orientationId: idOf('ori') }),
  load: loadOrientation,
  permit: (actor, { facts }) => mayRun(actor, facts),
  run: async ({ tx, now, enqueue }, { row, participants }) => {
    const due = participants.filter((p) => p.attended === 'all' && !p.certified_at);
    if (due.length === 0) return fail('orientation.invalid.nobody-to-certify');
    await store.setCertified(
      tx,
      row.id,
      due.map((p) => p.person_id),
      now,
    );
    for (const p of due) await enqueue(printJob, { orientationId: row.id, personId: p.person_id });
    return ok({ issued: due.length });
  },
  audit: (loaded, _, { issued }) => ({ ...auditOf(loaded), details: { issued } }),
});

export const tryTest = command({
  name: 'orientation.try-test',
  summary:
    'Answer the short test of an orientation you take part in. It may be repeated; only how many were right is kept.',
  input: z.object({
    orientationId: idOf('ori'),
    fields: z.record(z.string().max(80), z.array(z.string().max(80)).max(10)),
  }),
  load: loadOrientation,
  permit: (actor, { facts }) => mayTry(actor, facts),
  run: async (tools, { row }, input) => {
    const named = row.state === 'draft' ? null : await testNamed(tools.tx, row.test);
    if (!named) return fail('platform.error.not-found', undefined, undefined, 'not_found');
    const { test } = named;
    const read = readPage(soundForm(test.form), testPage, input.fields);
    if (read.faults.length > 0) return failAll([...read.faults]);
    const answers = rightOf(test, read.answers);
    const right = answers.filter((a) => a.right).length;
    await store.recordTry(tools.tx, {
      id: row.id,
      personId: me(tools.actor).personId,
      right,
      questions: answers.length,
      version: named.version,
      now: tools.now,
    });
    return ok({ right, questions: answers.length, answers });
  },
  audit: auditOf,
});

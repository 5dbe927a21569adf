import { z } from 'zod';
import { type Frozen, freeze } from '#engines/forms/index.ts';
import type { Actor } from '#kernel/actor.ts';
import type { PersonId } from '#kernel/ids.ts';
import { dateView, idView, instantView } from '#kernel/schema.ts';
import { type FormPage, factsFor, pageOf, stateOfSection } from '#modules/forms/core/index.ts';
import { answerWords } from '#modules/forms/server/index.ts';
import { isOfAge } from '#modules/mobilities/core/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { guardiansOf, personById, personsByIds } from '#modules/people/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { hashToken } from '#platform/dice.ts';
import { query } from '#platform/query.ts';
import type { Runtime } from '#platform/runtime.ts';
import {
  asksToConfirm,
  confirmationTerm,
  type HealthPart,
  healthParts,
  healthRolesOf,
  mayAs,
  pupil,
  questionsOf,
  type RecordState,
} from '../../core/index.ts';
import { token } from '../commands/statement.ts';
import { linkToken } from '../notices.ts';
import * as store from '../store/index.ts';
import { openPart, openReason } from '../store/sealed.ts';

export const person = (actor: Actor) => (actor.kind === 'person' ? { actor } : null);

const part = z.enum(healthParts);
export const partView = z.object({
  part,
  state: z.enum(['empty', 'draft', 'signed']),
  signedAt: instantView.nullable(),
  changed: z.boolean(),
});
export const frozenView = z
  .custom<Frozen>((v) => typeof v === 'object' && v !== null)
  .meta({ type: 'object' });
const pageView = z
  .custom<FormPage>((v) => typeof v === 'object' && v !== null)
  .meta({ type: 'object' });
const stepView = z.object({ id: z.string(), title: z.string(), done: z.boolean() });

const nothing = healthParts.map((p) => ({
  part: p,
  state: 'empty' as const,
  signedAt: null,
  changed: false,
}));

/** The stay that comes or is now, by its last day; null when all are over. */
function currentStay<S extends { endsOn: Temporal.PlainDate; startsOn: Temporal.PlainDate }>(
  stays: readonly S[],
  today: Temporal.PlainDate,
): S | null {
  return (
    stays
      .filter((s) => Temporal.PlainDate.compare(s.endsOn, today) >= 0)
      .sort((a, b) => Temporal.PlainDate.compare(a.startsOn, b.startsOn))[0] ?? null
  );
}

export const listOwnRecords = query({
  name: 'health.list-own-records',
  summary:
    'Your own health record and those of your children, with how far each is. A child of 18 decides alone.',
  input: z.object({}),
  visible: person,
  output: z.object({
    records: z.array(
      z.object({
        pupilId: idView('per'),
        name: z.string(),
        birthDate: dateView.nullable(),
        school: z.string().nullable(),
        own: z.boolean(),
        /** of age: no longer yours to read */
        locked: z.boolean(),
        parts: z.array(partView),
        confirmedAt: instantView.nullable(),
        destroyedAt: instantView.nullable(),
      }),
    ),
  }),
  view: async ({ read, scope, today }) => {
    const me = scope.actor.personId;
    const children = await store.childrenOf(read, me, today);
    const self = (await store.applicationOf(read, me)) && (await personById(read, me));
    const stays = await store.staysOf(read, [...(self ? [me] : []), ...children.map((c) => c.id)]);
    const records = [];
    for (const p of [...(self ? [self] : []), ...children]) {
      const own = p.id === me;
      const locked = !own && isOfAge(p.birth_date, today);
      const record = locked ? null : await store.recordOf(read, p.id);
      records.push({
        pupilId: p.id,
        name: displayName(p),
        birthDate: p.birth_date,
        school: stays.find((s) => s.pupilId === p.id)?.school ?? null,
        own,
        locked,
        parts: record?.parts ?? nothing,
        confirmedAt: record?.confirmedAt ?? null,
        destroyedAt: record?.destroyedAt ?? null,
      });
    }
    return { records };
  },
});

/** Whose record, and whether the actor may do this with it; null is "not found". */
async function owned(
  read: Readable,
  actor: Actor,
  pupilId: PersonId,
  act: 'read-record' | 'write-record' | 'read-looks',
  today: Temporal.PlainDate,
) {
  const on = await store.caseOf(read, pupilId, today);
  const roles = on ? healthRolesOf(actor, on, today) : [];
  const whose = await personById(read, pupilId);
  if (!on || !whose || !mayAs(roles, act)) return null;
  return {
    on,
    roles,
    name: displayName(whose),
    birthDate: whose.birth_date,
    record: await store.recordOf(read, pupilId),
  };
}

const whose = { pupilId: idView('per'), name: z.string(), birthDate: dateView.nullable() };

export const getRecord = query({
  name: 'health.get-record',
  summary: 'How far a health record is, for the pupil and those who decide with them.',
  input: pupil,
  visible: person,
  output: z.object({
    ...whose,
    own: z.boolean(),
    ofAge: z.boolean(),
    mayWrite: z.boolean(),
    /** who decides: guardians by name, or the pupil */
    deciders: z.array(z.string()),
    exists: z.boolean(),
    parts: z.array(partView),
    confirmedAt: instantView.nullable(),
    confirmBy: dateView.nullable(),
    destroyAskedAt: instantView.nullable(),
    destroyedAt: instantView.nullable(),
    link: z.object({ address: z.string(), since: instantView, until: instantView }).nullable(),
    openings: z.number(),
    notes: z.array(
      z.object({
        mobilityId: idView('mob'),
        startsOn: dateView,
        endsOn: dateView,
        accepted: z.boolean(),
        proposed: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, scope, today, now, runtime }, input) => {
    const found = await owned(read, scope.actor, input.pupilId, 'read-record', today);
    if (!found) return null;
    const { on, record, name, birthDate } = found;
    const mayWrite = mayAs(found.roles, 'write-record');
    const guardians = await guardiansOf(read, [on.pupilId], today);
    const stays = await store.staysOf(read, [on.pupilId]);
    const notes = await store.noteStatesOf(
      read,
      stays.map((s) => s.id),
    );
    const link = record && mayWrite ? await store.liveLink(read, record.id, now) : undefined;
    const stay = currentStay(stays, today);
    const looks = await store.looksOf(read, on.pupilId);
    return {
      pupilId: on.pupilId,
      name,
      birthDate,
      own: scope.actor.personId === on.pupilId,
      ofAge: on.ofAge,
      mayWrite,
      deciders: on.ofAge ? [name] : guardians.map((g) => displayName(g)),
      exists: record !== null && record.destroyedAt === null,
      parts: record && !record.destroyedAt ? record.parts : nothing,
      confirmedAt: record?.confirmedAt ?? null,
      confirmBy:
        record && !record.destroyedAt && stay && asksToConfirm(record, stay, today)
          ? confirmationTerm(stay.startsOn).due
          : null,
      destroyAskedAt: record?.destroyAskedAt ?? null,
      destroyedAt: record?.destroyedAt ?? null,
      link: link
        ? {
            address: `${runtime.config.origin}/statement/${linkToken(runtime, link.id)}`,
            since: link.created_at,
            until: link.expires_at,
          }
        : null,
      openings: looks.filter((l) => l.kind === 'opened').length,
      notes: stays.map((s) => {
        const states = notes.filter((n) => n.mobility_id === s.id).map((n) => n.state);
        return {
          mobilityId: s.id,
          startsOn: s.startsOn,
          endsOn: s.endsOn,
          accepted: states.includes('accepted'),
          proposed: states.includes('proposed'),
        };
      }),
    };
  },
});

const signedView = z.object({
  part,
  frozen: frozenView,
  by: z.string(),
  signedAt: instantView,
  changed: z.boolean(),
});

export const readRecord = query({
  name: 'health.read-record',
  summary:
    'A health record in the words it was signed in, for the pupil and those who decide with them.',
  input: pupil,
  visible: person,
  output: z.object({
    ...whose,
    parts: z.array(signedView),
    missing: z.array(part),
    goneSince: instantView.nullable(),
  }),
  view: async ({ read, scope, today, runtime }, input) => {
    const found = await owned(read, scope.actor, input.pupilId, 'read-record', today);
    if (!found) return null;
    const { record } = found;
    const parts: z.input<typeof signedView>[] = [];
    let goneSince = record?.destroyedAt ?? null;
    for (const each of record?.parts ?? []) {
      const opened = record && (await openPart(runtime, read, record, each.part));
      if (opened?.state === 'gone') goneSince = opened.since;
      if (opened?.state !== 'open' || !opened.content.signed || !opened.signedAt) continue;
      parts.push({
        part: each.part,
        ...opened.content.signed,
        signedAt: opened.signedAt,
        changed: each.changed,
      });
    }
    return {
      pupilId: input.pupilId,
      name: found.name,
      birthDate: found.birthDate,
      parts,
      missing: healthParts.filter((p) => !parts.some((x) => x.part === p)),
      goneSince,
    };
  },
});

const filling = {
  version: z.number(),
  /** null where the whole is looked over before it is signed */
  page: pageView.nullable(),
  preview: frozenView.nullable(),
  steps: z.array(stepView),
  complete: z.boolean(),
};

/** A part as its author fills it: one page, or all of it in words before it is signed. */
async function fillingOf(
  runtime: Runtime,
  read: Readable,
  record: RecordState | null,
  which: HealthPart,
  input: { page: string; language: string },
  today: Temporal.PlainDate,
) {
  const { form, sectionId } = questionsOf[which];
  const opened = record && (await openPart(runtime, read, record, which));
  if (opened?.state === 'gone') return null;
  const answers = opened?.content.answers ?? {};
  const facts = factsFor(null, today);
  const { language } = input;
  const state = stateOfSection(form, sectionId, answers, facts);
  const pageState = (id: string) =>
    pageOf(form, sectionId, id, { answers, facts, language, state });
  const page = input.page === '' ? null : pageState(input.page);
  if (input.page !== '' && !page) return null;
  return {
    version: opened?.version ?? 0,
    page,
    preview:
      page === null && state.complete
        ? freeze(form, answers, facts, language, answerWords(language))
        : null,
    steps: state.pages.map((p) => ({
      id: p.id,
      title: pageState(p.id)?.title ?? p.id,
      done: p.status === 'complete',
    })),
    complete: state.complete,
  };
}

const fillInput = z.object({
  page: z.string().max(80).default(''),
  language: z.string().max(10).default('en'),
});

export const getAnswers = query({
  name: 'health.get-answers',
  summary: 'One page of the family’s part to fill, or all of it in words before it is signed.',
  input: pupil.extend(fillInput.shape),
  visible: person,
  output: z.object({ ...whose, ...filling, signed: z.boolean() }),
  view: async ({ read, scope, today, runtime }, input) => {
    const found = await owned(read, scope.actor, input.pupilId, 'write-record', today);
    if (!found) return null;
    const living = found.record?.destroyedAt ? null : found.record;
    const filled = await fillingOf(runtime, read, living, 'guardian', input, today);
    const own = living?.parts.find((p) => p.part === 'guardian');
    return (
      filled && {
        pupilId: input.pupilId,
        name: found.name,
        birthDate: found.birthDate,
        ...filled,
        signed: own?.state === 'signed' && !own.changed,
      }
    );
  },
});

export const getStatement = query({
  name: 'health.get-statement',
  summary:
    'The physician’s part to fill, by the link. Nothing of it once it is signed or the link is over.',
  input: token.extend(fillInput.shape),
  visible: () => ({}),
  opensRows: 'physician-link',
  output: z.object({
    open: z
      .object({
        name: z.string(),
        birthDate: dateView.nullable(),
        askedBy: z.string(),
        until: instantView,
        ...filling,
      })
      .nullable(),
  }),
  view: async ({ read, today, now, runtime }, input) => {
    const link = await store.linkByHash(read, hashToken(input.token));
    const isOpen =
      link &&
      !link.used_at &&
      !link.withdrawn_at &&
      Temporal.Instant.compare(link.expires_at, now) > 0;
    if (!isOpen) return { open: null };
    const record = await store.recordOf(read, link.pupil_id);
    const [whom] = await personsByIds(read, [link.pupil_id]);
    const [asker] = await personsByIds(read, [link.asked_by]);
    if (!record || record.destroyedAt || !whom) return { open: null };
    const filled = await fillingOf(runtime, read, record, 'physician', input, today);
    return {
      open: filled && {
        name: displayName(whom),
        birthDate: whom.birth_date,
        askedBy: asker ? displayName(asker) : '',
        until: link.expires_at,
        ...filled,
      },
    };
  },
});

export const listLooks = query({
  name: 'health.list-looks',
  summary:
    'Who opened the record in an emergency, when, for whom and why, and each time they looked.',
  input: pupil,
  visible: person,
  output: z.object({
    ...whose,
    openings: z.array(
      z.object({
        at: instantView,
        until: instantView,
        by: z.string(),
        org: z.string(),
        /** null once the key is destroyed */
        reason: z.string().nullable(),
        what: z.array(part),
        looks: z.array(instantView),
      }),
    ),
  }),
  view: async ({ read, scope, today, runtime }, input) => {
    const found = await owned(read, scope.actor, input.pupilId, 'read-looks', today);
    if (!found) return null;
    const rows = await store.looksOf(read, input.pupilId);
    const openings = [];
    for (const row of rows.filter((r) => r.kind === 'opened')) {
      const told = row.reason
        ? await openReason(runtime, read, { id: row.id, pupilId: row.pupil_id }, row.reason)
        : null;
      const name =
        row.family_name === null
          ? ''
          : displayName({
              given_name: row.given_name ?? '',
              family_name: row.family_name,
              preferred_name: row.preferred_name,
            });
      openings.push({
        at: row.at,
        until: row.until_at,
        by: told?.by ?? name,
        org: told?.org ?? row.org_name ?? '',
        reason: told?.reason ?? null,
        what: row.what as HealthPart[],
        looks: rows
          .filter(
            (r) =>
              r.kind === 'looked' &&
              r.person_id === row.person_id &&
              r.until_at.equals(row.until_at),
          )
          .map((r) => r.at),
      });
    }
    return {
      pupilId: input.pupilId,
      name: found.name,
      birthDate: found.birthDate,
      openings,
    };
  },
});

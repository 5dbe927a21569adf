import { z } from 'zod';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { newToken } from '#platform/dice.ts';
import { query } from '#platform/query.ts';
import {
  answerHours,
  answerTime,
  type ConcernSubject,
  concernRaisers,
  concernSubjects,
  raisesAs,
  subjectsFor,
} from '../../core/index.ts';
import * as store from '../store/index.ts';
import { readersFor, readersIfWished, saidIn } from './readers.ts';

const subjectView = z.enum(concernSubjects);
const readersView = z.object({ org: z.string(), names: z.array(z.string()) });

export const getConcernForm = query({
  name: 'support.get-concern-form',
  summary:
    'What you need to say that something is not right: about whom it can be, who reads it then, and by when they answer.',
  input: z.object({
    mobilityId: idOf('mob').nullable().default(null),
    about: z
      .union([z.array(subjectView), subjectView.transform((s) => [s])])
      .nullable()
      .default(null),
  }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    /** your stays, or those of your child or your guest; empty when there is none */
    stays: z.array(z.object({ id: idView('mob'), pupil: z.string(), as: z.enum(concernRaisers) })),
    chosen: z
      .object({
        id: idView('mob'),
        pupil: z.string(),
        as: z.enum(concernRaisers),
        subjects: z.array(subjectView),
        about: z.array(subjectView),
        /** who reads it first; null while nobody is chosen or when nobody is left */
        readers: readersView.nullable(),
        /** who is asked as well when nobody has answered in time */
        afterwards: z.string().nullable(),
      })
      .nullable(),
    hours: z.number(),
    key: z.string(),
    own: z.array(
      z.object({
        id: idView('ccn'),
        at: instantView,
        answered: z.boolean(),
        /** somebody acts on it */
        acts: z.boolean(),
        closed: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, scope, today }, input) => {
    const { actor } = scope;
    if (actor.kind !== 'person') return null;
    const rows = await store.ownStays(read, actor.personId, today);
    const stays = [...new Map(rows.map((r) => [r.id, r])).values()].map((r) => ({
      id: r.id,
      pupil: displayName(r),
      as: r.role as (typeof concernRaisers)[number],
    }));
    const picked = input.mobilityId
      ? stays.find((s) => s.id === input.mobilityId)
      : stays.length === 1
        ? stays[0]
        : undefined;
    if (input.mobilityId && !picked) return null;
    const dossier = picked && (await loadDossier(read, picked.id));
    const as = dossier && raisesAs(actor, dossier, today);
    const about = (input.about ?? []).filter((s) => as && subjectsFor(as).includes(s));
    const route =
      dossier && as && about.length > 0
        ? await readersFor(read, dossier, { raiser: as, about }, today)
        : [];
    const orgs = await organisationsByIds(
      read,
      route.map((r) => r.orgId),
    );
    const nameOf = (r: (typeof route)[number]) => orgs.find((o) => o.id === r.orgId)?.name ?? '';
    const [first, next] = route;
    const mine = (await store.listConcerns(read, 50)).filter((c) => c.raised_by === actor.personId);
    return {
      stays,
      chosen:
        picked && as
          ? {
              ...picked,
              as,
              subjects: subjectsFor(as),
              about,
              readers: first
                ? {
                    org: nameOf(first),
                    names: first.readers.map((r) => r.name),
                  }
                : null,
              afterwards: next ? nameOf(next) : null,
            }
          : null,
      hours: answerHours,
      key: newToken(),
      own: mine.map((c) => ({
        id: c.id,
        at: c.raised_at,
        answered: c.answered_at !== null,
        acts: c.acts_since !== null && c.acts_until === null,
        closed: c.closed_at !== null,
      })),
    };
  },
});

export const getConcern = query({
  name: 'support.get-concern',
  summary:
    'One concern with what was said: for whoever wrote it, and for those who were asked by name to read it.',
  input: z.object({ concernId: idOf('ccn') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('ccn'),
    own: z.boolean(),
    pupil: z.string().nullable(),
    from: z.string(),
    phone: z.string().nullable(),
    as: z.enum(concernRaisers),
    about: z.array(subjectView),
    at: instantView,
    answerBy: instantView,
    late: z.boolean(),
    took: z.object({ hours: z.number(), inTime: z.boolean() }).nullable(),
    passedOn: z.boolean(),
    closed: z.boolean(),
    /** since when somebody acts, and until when; nothing else is told to whoever wrote it */
    acts: z.object({ since: instantView, until: instantView.nullable() }).nullable(),
    /** for those who read it: the case that came out of it */
    caseId: idView('cas').nullable(),
    readers: z.array(
      z.object({
        name: z.string(),
        org: z.string(),
        readAt: instantView.nullable(),
        /** no longer there, or concerned by now: can read it no more */
        left: z.boolean(),
      }),
    ),
    /** nobody is left to read it; who else could, if whoever wrote it wishes so */
    alone: z
      .object({ wish: z.object({ org: z.string(), names: z.array(z.string()) }).nullable() })
      .nullable(),
    unread: z.boolean(),
    key: z.string(),
    words: z.array(
      z.object({
        id: z.string(),
        author: z.string(),
        mine: z.boolean(),
        at: instantView,
        text: z.string(),
      }),
    ),
  }),
  view: async ({ read, scope, now, today, runtime }, input) => {
    const { actor } = scope;
    if (actor.kind !== 'person') return null;
    const c = await store.concernById(read, input.concernId);
    if (!c) return null;
    const readers = await store.readersOf(read, [c.id]);
    const own = c.raised_by === actor.personId;
    const me = readers.find((r) => r.person_id === actor.personId);
    if (!own && !me) return null;
    const isAlone = own && c.alone_since !== null;
    const dossier = own && !isAlone ? undefined : await loadDossier(read, c.mobility_id);
    const wish = isAlone && dossier ? await readersIfWished(read, dossier, saidIn(c), today) : null;
    const [wishOrg] = wish ? await organisationsByIds(read, [wish.orgId]) : [];
    const words = [];
    for (const w of await store.wordsOf(read, c.id))
      words.push({
        id: w.id,
        author: w.author_name,
        mine: w.author_id === actor.personId,
        at: w.written_at,
        text: await store.openWords(
          runtime,
          read,
          { id: w.id as `cwo_${string}`, sealed: w.sealed },
          c.raised_by,
        ),
      });
    return {
      id: c.id,
      own,
      pupil: own ? null : (dossier?.pupilName ?? null),
      from: displayName(c),
      phone: own ? null : c.phone,
      as: c.raised_as as 'pupil',
      about: c.about as ConcernSubject[],
      at: c.raised_at,
      answerBy: c.answer_by,
      late: c.answered_at === null && Temporal.Instant.compare(c.answer_by, now) < 0,
      took: answerTime({
        raisedAt: c.raised_at,
        answerBy: c.answer_by,
        answeredAt: c.answered_at,
      }),
      passedOn: c.passed_on_at !== null,
      closed: c.closed_at !== null,
      acts: c.acts_since ? { since: c.acts_since, until: c.acts_until } : null,
      caseId: own ? null : await store.caseOfConcern(read, c.id),
      readers: readers.map((r) => ({
        name: r.name,
        org: r.org,
        readAt: r.read_at,
        left: r.left_at !== null,
      })),
      alone: isAlone
        ? {
            wish:
              wish && wishOrg
                ? { org: wishOrg.name, names: wish.readers.map((r) => r.name) }
                : null,
          }
        : null,
      unread: !own && me?.read_at === null,
      key: newToken(),
      words,
    };
  },
});

export const listConcerns = query({
  name: 'support.list-concerns',
  summary:
    'Concerns you were asked to read, and how the promised time was kept; your own are on their page.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    rows: z.array(
      z.object({
        id: idView('ccn'),
        from: z.string(),
        at: instantView,
        answerBy: instantView,
        answered: z.boolean(),
        closed: z.boolean(),
        late: z.boolean(),
      }),
    ),
    /** own concerns; an answer, and who reads it now, is news for a week */
    own: z.array(z.object({ id: idView('ccn'), news: z.boolean(), closed: z.boolean() })),
    kept: z.object({ answered: z.number(), inTime: z.number(), hours: z.number().nullable() }),
  }),
  view: async ({ read, scope, now }) => {
    const { actor } = scope;
    if (actor.kind !== 'person') return null;
    const all = await store.listConcerns(read, 200);
    const own = all.filter((c) => c.raised_by === actor.personId);
    const readers = await store.readersOf(
      read,
      all.map((c) => c.id),
    );
    const asked = all.filter((c) =>
      readers.some((r) => r.concern_id === c.id && r.person_id === actor.personId),
    );
    const times = asked.flatMap(
      (c) =>
        answerTime({ raisedAt: c.raised_at, answerBy: c.answer_by, answeredAt: c.answered_at }) ??
        [],
    );
    const sorted = times.map((t) => t.hours).toSorted((a, b) => a - b);
    return {
      rows: asked.map((c) => ({
        id: c.id,
        from: displayName(c),
        at: c.raised_at,
        answerBy: c.answer_by,
        answered: c.answered_at !== null,
        closed: c.closed_at !== null,
        late: c.answered_at === null && Temporal.Instant.compare(c.answer_by, now) < 0,
      })),
      own: own.map((c) => ({
        id: c.id,
        // an answer, that somebody acts, and who reads it now
        news: [
          c.answered_at,
          c.acts_since,
          c.acts_until,
          c.alone_since,
          ...readers
            .filter((r) => r.concern_id === c.id && !r.added_at.equals(c.raised_at))
            .map((r) => r.added_at),
        ].some(
          (at) => at !== null && Temporal.Instant.compare(at, now.subtract({ hours: 7 * 24 })) > 0,
        ),
        closed: c.closed_at !== null,
      })),
      kept: {
        answered: times.length,
        inTime: times.filter((t) => t.inTime).length,
        hours: sorted[Math.floor((sorted.length - 1) / 2)] ?? null,
      },
    };
  },
});

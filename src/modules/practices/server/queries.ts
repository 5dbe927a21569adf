import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import type { ClubId, OrgId, PersonId, PracticeId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView, optionalLine } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import { isCriterion, questionnaire } from '#modules/quality/core/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import {
  mayMarkPractice,
  mayOwnPractice,
  mayReportPractice,
  mayWatchReports,
  mayWithdrawPractice,
} from '../core/policy.ts';
import { isOld, pageSize, searchTerms } from '../core/rules.ts';
import { licences, marks, parts, practiceStates } from '../core/types.ts';
import * as store from './store.ts';

/** A club that somebody is in, as its cards need to know it. */
export type PracticeClub = {
  id: ClubId;
  name: string;
  criterionId: string;
  /** the organisation for which they are in it; null for who leads it */
  orgId: OrgId | null;
};
export type PracticeClubSource = (
  read: Readable,
  personId: PersonId,
  now: Temporal.Instant,
) => Promise<PracticeClub[]>;

let source: PracticeClubSource = async () => [];

/** Given by the roof at start: clubs stand above the cards that are written in them. */
export function setPracticeClubs(given: PracticeClubSource): void {
  source = given;
}

/** The clubs somebody is in today. */
export const clubsOf: PracticeClubSource = (read, personId, now) => source(read, personId, now);

const brief = z.object({
  id: idView('prc'),
  title: z.string(),
  criterionId: z.string(),
  language: z.string(),
  state: z.enum(practiceStates),
  countryCode: z.string(),
  /** who wrote it, where the reader may know; else '' */
  by: z.string(),
  problem: z.string(),
  checkedOn: dateView,
  old: z.boolean(),
  changedAt: instantView,
  wouldAdopt: z.number(),
  adopted: z.number(),
  /** what the reader has said about it */
  ownMark: z.enum(marks).nullable(),
  mine: z.boolean(),
  clubId: z.string().nullable(),
});

/** Outside of what people share otherwise, only the name under which the author wants to be public. */
function byLine(row: store.CardRow, actor: Actor): string {
  const knows =
    actor.kind === 'person' &&
    (row.author_id === actor.personId || row.state === 'club') &&
    row.given_name !== null;
  if (!knows) return row.named_as;
  return displayName({
    given_name: row.given_name ?? '',
    family_name: row.family_name ?? '',
    preferred_name: row.preferred_name,
  });
}

async function briefsOf(
  read: Readable,
  rows: readonly store.CardRow[],
  actor: Actor,
  today: Temporal.PlainDate,
) {
  const said = await store.marksOf(
    read,
    rows.map((r) => r.id),
  );
  const me = actor.kind === 'person' ? actor.personId : null;
  return rows.map((row) => {
    const its = said.filter((m) => m.practice_id === row.id);
    return {
      id: row.id,
      title: row.title,
      criterionId: row.criterion_id,
      language: row.language,
      state: row.state,
      countryCode: row.country_code,
      by: byLine(row, actor),
      problem: row.problem,
      checkedOn: row.checked_on,
      old: isOld(row.checked_on, today),
      changedAt: row.changed_at,
      wouldAdopt: its.filter((m) => m.mark === 'would_adopt').length,
      adopted: its.filter((m) => m.mark === 'adopted').length,
      ownMark: its.find((m) => m.person_id === me)?.mark ?? null,
      mine: row.author_id === me,
      clubId: row.club_id,
    };
  });
}

/** The cards of a club as they stand in its room, for the module of clubs. */
export async function practicesOfClub(
  read: Readable,
  clubId: ClubId,
  actor: Actor,
  today: Temporal.PlainDate,
) {
  return briefsOf(read, await store.practicesOfClubs(read, [clubId]), actor, today);
}

/** Who has written cards for these clubs that the club reads, and when, for the module of clubs. */
export async function authorsInClubs(read: Readable, clubIds: readonly ClubId[]) {
  return (await store.practicesOfClubs(read, clubIds)).map((row) => ({
    clubId: row.club_id as ClubId,
    authorId: row.author_id,
    title: row.title,
    at: row.changed_at,
  }));
}

/** What a plan that begins with a card can take from it, as far as the reader sees the card. */
export async function practiceForPlan(read: Readable, id: PracticeId) {
  const card = await store.practiceById(read, id);
  return card
    ? {
        title: card.title,
        criterionId: card.criterion_id,
        steps: card.steps
          .split('\n')
          .map((each) => each.trim())
          .filter(Boolean),
        evidence: card.evidence,
      }
    : null;
}

/** The title of a card the reader may see, for a plan that began with it. */
export async function practiceTitle(read: Readable, id: PracticeId): Promise<string | null> {
  return (await store.practiceById(read, id))?.title ?? null;
}

export const searchPractices = query({
  name: 'practices.search-practices',
  summary:
    'The public catalogue of good practices, newest first, readable without an account: by words, theme, language and country.',
  input: z.object({
    q: optionalLine(100),
    /** a criterion, or a phase with all of its criteria */
    theme: optionalLine(20),
    language: optionalLine(3),
    country: optionalLine(2),
    /** the moment of release after which the next page begins */
    after: optionalLine(40),
  }),
  visible: (actor) => ({ actor }),
  output: z.object({
    practices: z.array(brief),
    next: z.string().nullable(),
    /** what there is to choose from */
    criteria: z.array(z.string()),
    languages: z.array(z.string()),
    countries: z.array(z.string()),
  }),
  view: async ({ read, actor, today }, input) => {
    const cuts = await store.releasedCuts(read);
    const phase = questionnaire.criteria.filter((c) => c.phase === input.theme).map((c) => c.id);
    let after: Temporal.Instant | null = null;
    try {
      after = input.after ? Temporal.Instant.from(input.after) : null;
    } catch {
      return null;
    }
    const rows = await store.releasedPractices(read, {
      terms: searchTerms(input.q),
      criterionIds: isCriterion(input.theme) ? [input.theme] : phase.length > 0 ? phase : null,
      language: input.language,
      countryCode: input.country,
      after,
    });
    const shown = rows.slice(0, pageSize);
    const once = (values: string[]) => [...new Set(values)].filter(Boolean).sort();
    return {
      practices: await briefsOf(read, shown, actor, today),
      next: rows.length > pageSize ? (shown.at(-1)?.released_at?.toString() ?? null) : null,
      criteria: once(cuts.map((c) => c.criterion_id)),
      languages: once(cuts.map((c) => c.language)),
      countries: once(cuts.map((c) => c.country_code)),
    };
  },
});

export const listOwnPractices = query({
  name: 'practices.list-own-practices',
  summary: 'Your own cards, and those your clubs read.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    own: z.array(brief),
    clubs: z.array(
      z.object({
        id: idView('clu'),
        name: z.string(),
        criterionId: z.string(),
        practices: z.array(brief),
      }),
    ),
    mayWrite: z.boolean(),
  }),
  view: async ({ read, scope: actor, now, today }) => {
    const clubs = await clubsOf(read, actor.personId, now);
    const shared = await briefsOf(
      read,
      await store.practicesOfClubs(
        read,
        clubs.map((c) => c.id),
      ),
      actor,
      today,
    );
    return {
      own: await briefsOf(read, await store.practicesOf(read, actor.personId), actor, today),
      clubs: clubs.map((c) => ({
        id: c.id,
        name: c.name,
        criterionId: c.criterionId,
        practices: shared.filter((p) => p.clubId === c.id && !p.mine),
      })),
      mayWrite: actor.orgs.length > 0,
    };
  },
});

const cardParts = Object.fromEntries(parts.map((p) => [p, z.string()])) as Record<
  (typeof parts)[number],
  z.ZodString
>;

export const getPractice = query({
  name: 'practices.get-practice',
  summary: 'One good-practice card. What is released can be read without an account.',
  input: z.object({ practiceId: idOf('prc') }),
  visible: (actor) => ({ actor }),
  output: brief.omit({ problem: true }).extend({
    ...cardParts,
    licence: z.enum(licences),
    namedAs: z.string(),
    releasedOn: dateView.nullable(),
    version: z.number(),
    clubName: z.string(),
    /** clubs of the reader in which a plan can begin with this card */
    planIn: z.array(z.object({ id: idView('clu'), name: z.string() })),
    reported: z.number(),
    can: z.object({
      change: z.boolean(),
      share: z.boolean(),
      release: z.boolean(),
      withdraw: z.boolean(),
      mark: z.boolean(),
      report: z.boolean(),
      settle: z.boolean(),
    }),
  }),
  view: async ({ read, actor, now, today }, { practiceId }) => {
    const row = await store.practiceById(read, practiceId);
    if (!row) return null;
    const [short] = await briefsOf(read, [row], actor, today);
    if (!short) return null;
    const clubs = actor.kind === 'person' ? await clubsOf(read, actor.personId, now) : [];
    const own = mayOwnPractice(actor, row).allow;
    const reports = mayWatchReports(actor).allow
      ? (await store.openReports(read)).filter((r) => r.practice_id === row.id).length
      : 0;
    return {
      ...short,
      problem: row.problem,
      steps: row.steps,
      forWhom: row.for_whom,
      resources: row.resources,
      evidence: row.evidence,
      conditions: row.conditions,
      licence: row.licence,
      namedAs: row.named_as,
      releasedOn: row.released_at?.toZonedDateTimeISO('UTC').toPlainDate() ?? null,
      version: row.version,
      clubName: clubs.find((c) => c.id === row.club_id)?.name ?? '',
      planIn: clubs.filter((c) => c.orgId !== null).map((c) => ({ id: c.id, name: c.name })),
      reported: reports,
      can: {
        change: own,
        share:
          own &&
          (row.state === 'draft' || row.state === 'withdrawn') &&
          clubs.some((c) => c.id === row.club_id),
        release: own && row.state !== 'public',
        withdraw:
          (row.state === 'club' || row.state === 'public') && mayWithdrawPractice(actor, row).allow,
        mark: mayMarkPractice(actor, row).allow,
        report: mayReportPractice(actor, row).allow,
        settle: reports > 0,
      },
    };
  },
});

export const listReports = query({
  name: 'practices.list-reports',
  summary: 'For the administrator: cards of the catalogue that were reported, and why.',
  input: z.object({}),
  visible: (actor) => (mayWatchReports(actor).allow ? actor : null),
  output: z.object({
    reports: z.array(
      z.object({
        practiceId: idView('prc'),
        title: z.string(),
        reason: z.string(),
        at: instantView,
      }),
    ),
  }),
  view: async ({ read }) => ({
    reports: (await store.openReports(read)).map((r) => ({
      practiceId: r.practice_id,
      title: r.title,
      reason: r.reason,
      at: r.reported_at,
    })),
  }),
});

/** The clubs for which the reader may write a card, for its form. */
export const getPracticeForm = query({
  name: 'practices.get-practice-form',
  summary: 'What a new card can be for: your clubs and the organisations you work for.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' && actor.orgs.length > 0 ? actor : null),
  output: z.object({
    clubs: z.array(z.object({ id: idView('clu'), name: z.string(), criterionId: z.string() })),
  }),
  view: async ({ read, scope, now }) => ({
    clubs: (await clubsOf(read, scope.personId, now)).map(({ id, name, criterionId }) => ({
      id,
      name,
      criterionId,
    })),
  }),
});

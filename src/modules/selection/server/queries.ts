import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import type { Actor } from '#kernel/actor.ts';
import { orgIdsOf, worksFor } from '#kernel/actor.ts';
import type { ApplicationId, OrgId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import {
  applicationsInRound,
  equalChancesRows,
  intakeWithProject,
  partiesOf,
} from '#modules/applications/server/index.ts';
import { membersOf } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import { chooseLanguage, translator } from '#platform/i18n/index.ts';
import { query } from '#platform/query.ts';
import {
  isRater,
  mayAnswerReview,
  mayCompare,
  mayDecideRound,
  mayOpenRound,
  mayPrepare,
  mayRate,
  mayReadNews,
  raterRoles,
  roundRole,
  schoolDeciders,
  supportRunners,
} from '../core/policy.ts';
import {
  asNumber,
  chancesOf,
  criteriaFaults,
  differencesIn,
  levelOf,
  lifecycle,
  maskNames,
  reviewUntil,
  shareOf,
  smallest,
  stages,
  strengthsOf,
} from '../core/rules/index.ts';
import { inRound, ofPupil } from '../core/schema.ts';
import type { Result } from '../core/types.ts';
import {
  conflictsIn,
  decidersOf,
  freePlaces,
  type LoadedRound,
  nextInReserve,
  noGuards,
  proposalOf,
  ratersDone,
  ratersNeeded,
  readRound,
  reviewersFor,
  stillIn,
  toldOn,
} from './commands/index.ts';
import { letterTemplate } from './notices.ts';
import * as store from './store.ts';

const stateView = z.enum([
  'draft',
  'published',
  'rating',
  'calibrating',
  'decided',
  'closed',
  'cancelled',
]);
const resultView = z.enum(['selected', 'reserve', 'not_selected']);
const levelView = z.enum(['low', 'middle', 'high']);
const criterionView = z.object({
  key: z.string(),
  /** the product's own words under this key, in the reader's language; null for the school's own */
  shipped: z.string().nullable(),
  title: z.string(),
  low: z.string(),
  middle: z.string(),
  high: z.string(),
  weight: z.number(),
  /** of the whole score, in percent */
  share: z.number(),
});
const ruleView = z.object({
  kind: z.enum(['criterion', 'never_abroad', 'lot']),
  key: z.string().nullable(),
});
const headView = z.object({
  id: idView('rnd'),
  state: stateView,
  intakeId: idView('int'),
  intakeName: z.string(),
  startsOn: dateView.nullable(),
  endsOn: dateView.nullable(),
  schoolId: idView('org'),
  school: z.string(),
  support: z.string().nullable(),
  places: z.number(),
  reservePlaces: z.number(),
  pointsMax: z.number(),
  isBlind: z.boolean(),
  rateUntil: dateView,
  newsOn: dateView,
  note: z.string(),
  version: z.number(),
  /** of a round that was stopped: when, and why in words that pupils read */
  cancelledAt: instantView.nullable(),
  cancelReason: z.string().nullable(),
});

function headOf({ row, state }: Pick<LoadedRound, 'row' | 'state'>) {
  return {
    id: row.id,
    state,
    intakeId: row.intake_id,
    intakeName: row.intake_name ?? '',
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    schoolId: row.school_id,
    school: row.school_name,
    support: row.support_name,
    places: row.places,
    reservePlaces: row.reserve_places,
    pointsMax: row.points_max,
    isBlind: row.is_blind,
    rateUntil: row.rate_until,
    newsOn: row.news_on,
    note: row.note,
    version: row.version,
    cancelledAt: row.cancelled_at,
    cancelReason: row.cancel_reason,
  };
}

const criteriaOf = (round: LoadedRound) =>
  round.criteria.map((c) => ({
    key: c.key,
    shipped: c.shipped,
    title: c.title,
    low: c.low,
    middle: c.middle,
    high: c.high,
    weight: c.weight,
    share: shareOf(c.weight, round.criteria),
  }));

const rulesOf = (round: LoadedRound) =>
  round.tieRules.map((r) => ({ kind: r.kind, key: r.kind === 'criterion' ? r.key : null }));

const nameOf = (p: {
  given_name: string | null;
  family_name: string | null;
  preferred_name: string | null;
}): string | null =>
  p.given_name !== null && p.family_name !== null
    ? displayName({
        given_name: p.given_name,
        family_name: p.family_name,
        preferred_name: p.preferred_name,
      })
    : null;

const pupilName = (a: { givenName: string; familyName: string; preferredName: string | null }) =>
  displayName({
    given_name: a.givenName,
    family_name: a.familyName,
    preferred_name: a.preferredName,
  });

const signedIn = (actor: Actor) => (actor.kind === 'person' ? { personId: actor.personId } : null);

/** Schools and organisations for which the actor may run a round. */
const runsFor = (actor: Actor): OrgId[] =>
  orgIdsOf(actor).filter((id) => worksFor(actor, id, ...schoolDeciders, ...supportRunners));

export const listRounds = query({
  name: 'selection.list-rounds',
  summary: 'The selection rounds of an intake that you run, rate in or may open.',
  input: z.object({ intakeId: idOf('int') }),
  visible: (actor) => (orgIdsOf(actor).length > 0 ? { orgIds: orgIdsOf(actor) } : null),
  output: z.object({
    intake: z.object({
      id: idView('int'),
      name: z.string(),
      projectTitle: z.string(),
      startsOn: dateView,
      endsOn: dateView,
    }),
    rounds: z.array(headView),
    /** own schools without a round */
    openFor: z.array(z.object({ id: idView('org'), name: z.string() })),
    /** whether equal chances are counted for the actor */
    seesChances: z.boolean(),
  }),
  view: async ({ read, actor, scope }, input) => {
    const intake = await intakeWithProject(read, input.intakeId);
    if (!intake) return null;
    const parties = await partiesOf(read, intake.project_id);
    if (!parties.some((p) => scope.orgIds.includes(p.org_id))) return null;
    const rounds: LoadedRound[] = [];
    for (const row of await store.roundsOfIntake(read, intake.id)) {
      const round = await readRound(read, row.id);
      if (round && roundRole(actor, round.parties)) rounds.push(round);
    }
    return {
      intake: {
        id: intake.id,
        name: intake.name,
        projectTitle: intake.project_title,
        startsOn: intake.starts_on,
        endsOn: intake.ends_on,
      },
      rounds: rounds.map(headOf),
      openFor: parties
        .filter(
          (p) =>
            p.role === 'school' &&
            !rounds.some((r) => r.parties.schoolId === p.org_id && r.state !== 'cancelled') &&
            mayOpenRound(actor, { schoolId: p.org_id, otherParties: [] }).allow,
        )
        .map((p) => ({ id: p.org_id, name: p.name })),
      seesChances: parties.some((p) => runsFor(actor).includes(p.org_id)),
    };
  },
});

export const getRound = query({
  name: 'selection.get-round',
  summary:
    'A round for who runs it or rates in it: what is next, who rates and how far they are, never what they said.',
  input: z.object(inRound),
  visible: signedIn,
  output: headView.extend({
    role: z.enum(['school', 'supporting', 'rater']),
    isRater: z.boolean(),
    criteria: z.array(criterionView),
    tieRules: z.array(ruleView),
    raters: z.array(
      z.object({
        personId: idView('per'),
        name: z.string().nullable(),
        org: z.string(),
        interviews: z.boolean(),
        done: z.number(),
        of: z.number(),
        hasRated: z.boolean(),
      }),
    ),
    /** who may still be asked to rate */
    colleagues: z.array(z.object({ id: idView('per'), name: z.string(), org: z.string() })),
    pupils: z.number(),
    /** submitted, and not yet in the round */
    late: z.number(),
    drafts: z.number(),
    /** codes of pupils without two complete ratings */
    notYetRated: z.array(z.string()),
    unready: z.array(z.object({ reason: z.string(), criterion: z.string() })),
    ratersNeeded: z.number(),
    lotNumber: z.number().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: instantView.nullable(),
    deviationReason: z.string().nullable(),
    openReviews: z.array(
      z.object({ id: idView('rev'), mayAnswer: z.boolean(), handed: z.boolean() }),
    ),
    answeredReviews: z.number(),
    mayPrepare: z.boolean(),
    mayDecide: z.boolean(),
    mayCompare: z.boolean(),
    mayCancel: z.boolean(),
  }),
  view: async ({ read, actor, today }, input) => {
    const round = await readRound(read, input.roundId);
    const role = round && roundRole(actor, round.parties);
    if (!round || !role) return null;
    const { parties } = round;
    const candidates = stillIn(await store.candidatesOf(read, round.id));
    const progress = await store.progressOf(read, round.id);
    const conflicts = conflictsIn(await store.conflictsOf(read, round.id));
    const done = await ratersDone(read, round);
    const applications = await applicationsInRound(read, {
      intakeId: round.row.intake_id,
      schoolId: round.row.school_id,
    });
    const known = new Set(
      (await store.candidatesOf(read, round.id)).map((c) => c.application_id as ApplicationId),
    );
    const preparing = mayPrepare(actor, parties).allow;
    const colleagues = [];
    for (const [orgId, org] of [
      [parties.schoolId, round.row.school_name],
      [parties.supportOrgId, round.row.support_name ?? ''],
    ] as const) {
      if (!orgId || !preparing) continue;
      for (const m of await membersOf(read, orgId, today))
        if (
          m.roles.some((r) => (raterRoles as string[]).includes(r)) &&
          !parties.raterIds.includes(m.person_id)
        )
          colleagues.push({ id: m.person_id, name: displayName(m), org });
    }
    const reviews = await store.reviewsOf(read, round.id);
    const [decider] = round.row.decided_by ? await personsByIds(read, [round.row.decided_by]) : [];
    const mine = (personId: string) =>
      candidates.filter(
        (c) =>
          !conflicts.some((x) => x.applicationId === c.application_id && x.personId === personId),
      );
    return {
      ...headOf(round),
      role,
      isRater: isRater(actor, parties),
      criteria: criteriaOf(round),
      tieRules: rulesOf(round),
      raters: round.raters.map((r) => ({
        personId: r.person_id,
        name: nameOf(r),
        org: r.org_name,
        interviews: r.interviews,
        done: mine(r.person_id).filter((c) =>
          progress.some(
            (p) =>
              p.person_id === r.person_id && p.application_id === c.application_id && p.has_rated,
          ),
        ).length,
        of: mine(r.person_id).length,
        hasRated: progress.some((p) => p.person_id === r.person_id && p.has_rated),
      })),
      colleagues,
      pupils: candidates.length,
      late: applications.filter((a) => a.state === 'submitted' && !known.has(a.id)).length,
      drafts: applications.filter((a) => a.state === 'draft').length,
      notYetRated: candidates
        .filter((c) => done(c.application_id) < ratersNeeded)
        .map((c) => c.code),
      unready: criteriaFaults(round.criteria).map((f) => ({
        reason: f.reason,
        criterion: round.criteria[f.index]?.title ?? '',
      })),
      ratersNeeded,
      lotNumber: round.row.lot_number,
      decidedBy: decider ? displayName(decider) : null,
      decidedAt: round.row.decided_at,
      deviationReason: role === 'rater' ? null : round.row.deviation_reason,
      openReviews: reviews
        .filter((r) => !r.answer)
        .map((r) => ({
          id: r.id,
          mayAnswer: mayAnswerReview(actor, parties, {
            deciders: decidersOf(round),
            handedTo: r.handed_to,
          }).allow,
          handed: r.handed_to !== null,
        })),
      answeredReviews: reviews.filter((r) => r.answer).length,
      mayPrepare: preparing,
      mayDecide: mayDecideRound(actor, parties).allow,
      mayCompare: mayCompare(actor, parties).allow,
      mayCancel:
        mayDecideRound(actor, parties).allow &&
        can(lifecycle, round.state, 'cancel', { roles: ['school'], subject: noGuards }).ok,
    };
  },
});

export const getCriteria = query({
  name: 'selection.get-criteria',
  summary:
    'How a round chooses, in plain words: for the pupils and guardians of the intake once it is published, and for who runs it.',
  input: z.object(inRound),
  visible: signedIn,
  output: headView.extend({
    criteria: z.array(criterionView),
    tieRules: z.array(ruleView),
    raters: z.number(),
    ratersOfSchool: z.number(),
    interviews: z.boolean(),
    lotNumber: z.number().nullable(),
    isOwn: z.boolean(),
  }),
  view: async ({ read, actor }, input) => {
    // the row policies show a published round to the families whose applications it is about, and to nobody else outside
    const round = await readRound(read, input.roundId);
    if (!round) return null;
    const role = roundRole(actor, round.parties);
    const works =
      worksFor(actor, round.parties.schoolId) || worksFor(actor, round.parties.supportOrgId);
    if (round.state === 'draft' && role === null) return null;
    return {
      ...headOf(round),
      criteria: criteriaOf(round),
      tieRules: rulesOf(round),
      raters: round.raters.length,
      ratersOfSchool: round.raters.filter((r) => r.org_id === round.parties.schoolId).length,
      interviews: round.raters.some((r) => r.interviews),
      lotNumber: round.row.lot_number,
      isOwn: role === null && !works,
    };
  },
});

const ownScore = z.object({
  criterion: z.string(),
  points: z.number().nullable(),
  reason: z.string(),
});

export const listToRate = query({
  name: 'selection.list-to-rate',
  summary: 'The pupils you rate, by their neutral names, and how far you are with each.',
  input: z.object(inRound),
  visible: signedIn,
  output: headView.extend({
    pupils: z.array(
      z.object({
        code: z.string(),
        /** null in a blind round */
        name: z.string().nullable(),
        scored: z.number(),
        isComplete: z.boolean(),
        isLeftOut: z.boolean(),
      }),
    ),
    criteria: z.number(),
  }),
  view: async ({ read, actor, scope }, input) => {
    const round = await readRound(read, input.roundId);
    if (!round || !mayRate(actor, round.parties).allow) return null;
    const candidates = stillIn(await store.candidatesOf(read, round.id));
    const ratings = (await store.ratingsOf(read, round.id)).filter(
      (r) => r.rater_id === scope.personId,
    );
    const conflicts = conflictsIn(await store.conflictsOf(read, round.id));
    const names = await namesIn(read, round);
    return {
      ...headOf(round),
      criteria: round.criteria.length,
      pupils: candidates.map((c) => {
        const own = ratings.filter((r) => r.application_id === c.application_id);
        return {
          code: c.code,
          name: round.row.is_blind ? null : (names.get(c.application_id) ?? null),
          scored: own.length,
          isComplete:
            own.length === round.criteria.length && own.every((r) => r.reason.trim() !== ''),
          isLeftOut: conflicts.some(
            (x) => x.applicationId === c.application_id && x.personId === scope.personId,
          ),
        };
      }),
    };
  },
});

/** Names by application, as far as the reader sees them. */
async function namesIn(read: Parameters<typeof readRound>[0], round: LoadedRound) {
  const applications = await applicationsInRound(read, {
    intakeId: round.row.intake_id,
    schoolId: round.row.school_id,
  });
  return new Map(applications.map((a) => [a.id, pupilName(a)]));
}

const wordsView = z.object({
  language: z.string(),
  parts: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      lines: z.array(z.object({ question: z.string(), answer: z.string() })),
    }),
  ),
});

export const getRating = query({
  name: 'selection.get-rating',
  summary:
    'One pupil of a round to rate: what they wrote, with their names left out in a blind round, and what you said so far.',
  input: z.object(ofPupil),
  visible: signedIn,
  output: headView.extend({
    code: z.string(),
    name: z.string().nullable(),
    schoolClass: z.string().nullable(),
    words: wordsView.nullable(),
    criteria: z.array(criterionView),
    own: z.array(ownScore),
    holdsInterview: z.boolean(),
    note: z.string(),
    isLeftOut: z.boolean(),
    previous: z.string().nullable(),
    next: z.string().nullable(),
    position: z.number(),
    of: z.number(),
  }),
  view: async ({ read, actor, scope }, input) => {
    const round = await readRound(read, input.roundId);
    if (!round || !mayRate(actor, round.parties).allow) return null;
    // once it is decided nobody needs to read these applications to rate
    if (round.state !== 'rating' && round.state !== 'calibrating') return null;
    const candidates = stillIn(await store.candidatesOf(read, round.id));
    const index = candidates.findIndex((c) => c.code === input.code);
    const candidate = candidates[index];
    if (!candidate) return null;
    const [a] = await applicationsInRound(read, {
      intakeId: round.row.intake_id,
      schoolId: round.row.school_id,
      ids: [candidate.application_id],
    });
    if (!a) return null;
    const conflicts = conflictsIn(await store.conflictsOf(read, round.id));
    const isLeftOut = conflicts.some(
      (x) => x.applicationId === a.id && x.personId === scope.personId,
    );
    const language = chooseLanguage(actor.kind === 'person' ? actor.language : 'en');
    const mark = translator(language)('selection.rate.name-mark');
    const names = [a.givenName, a.familyName, a.preferredName];
    const shown = (text: string) => (round.row.is_blind ? maskNames(text, names, mark) : text);
    const ratings = await store.ratingsOf(read, round.id);
    const interview = (await store.interviewsOf(read, round.id)).find(
      (i) => i.application_id === a.id && i.rater_id === scope.personId,
    );
    return {
      ...headOf(round),
      code: candidate.code,
      name: round.row.is_blind ? null : pupilName(a),
      schoolClass: round.row.is_blind ? null : a.schoolClass,
      // who is too close to a pupil reads nothing of them here
      words:
        a.words && !isLeftOut
          ? {
              language: a.words.language,
              parts: a.words.parts.map((p) => ({
                id: p.id,
                title: p.title,
                lines: p.lines.map((l) => ({ question: l.question, answer: shown(l.answer) })),
              })),
            }
          : null,
      criteria: criteriaOf(round),
      own: round.criteria.map((c) => {
        const own = ratings.find(
          (r) =>
            r.application_id === a.id && r.rater_id === scope.personId && r.criterion === c.key,
        );
        return { criterion: c.key, points: own?.points ?? null, reason: own?.reason ?? '' };
      }),
      holdsInterview: round.raters.some((r) => r.person_id === scope.personId && r.interviews),
      note: interview?.note ?? '',
      isLeftOut,
      previous: candidates[index - 1]?.code ?? null,
      next: candidates[index + 1]?.code ?? null,
      position: index + 1,
      of: candidates.length,
    };
  },
});

const saidView = z.object({
  rater: z.string(),
  own: z.boolean(),
  points: z.number(),
  reason: z.string(),
  before: z.array(z.object({ points: z.number(), reason: z.string(), remark: z.string() })),
});

export const getCalibration = query({
  name: 'selection.get-calibration',
  summary:
    'Where raters differ: by two points or more, or so that an order turns, with the reasons side by side. From calibration on.',
  input: z.object(inRound),
  visible: signedIn,
  output: headView.extend({
    criteria: z.array(criterionView),
    differences: z.array(
      z.object({
        code: z.string(),
        criterion: z.string(),
        why: z.enum(['far_apart', 'order_turns']),
        other: z.string().nullable(),
        gap: z.number(),
        said: z.array(saidView),
        /** what the same people said of the other pupil, where the order turns */
        saidOfOther: z.array(z.object({ rater: z.string(), points: z.number() })),
      }),
    ),
    /** every other revision, so that what was changed stays in sight */
    settled: z.array(
      z.object({ code: z.string(), criterion: z.string(), said: z.array(saidView) }),
    ),
    notes: z.array(z.object({ code: z.string(), rater: z.string(), note: z.string() })),
    pupils: z.number(),
    isRater: z.boolean(),
    mayDecide: z.boolean(),
  }),
  view: async ({ read, actor, scope }, input) => {
    const round = await readRound(read, input.roundId);
    if (!round || !mayCompare(actor, round.parties).allow) return null;
    const { ratings, candidates } = await proposalOf(read, round);
    const revisions = await store.revisionsOf(read, round.id);
    const code = (id: ApplicationId | null) =>
      candidates.find((c) => c.application_id === id)?.code ?? '';
    const raterName = (id: string) => {
      const r = round.raters.find((each) => each.person_id === id);
      return (r && nameOf(r)) || '';
    };
    const saidOn = (
      applicationId: ApplicationId,
      criterion: string,
      raterIds?: readonly string[],
    ) =>
      ratings
        .filter(
          (r) =>
            r.applicationId === applicationId &&
            r.criterion === criterion &&
            (!raterIds || raterIds.includes(r.raterId)),
        )
        .sort((a, b) => a.points - b.points)
        .map((r) => ({
          rater: raterName(r.raterId),
          own: r.raterId === scope.personId,
          points: r.points,
          reason: r.reason,
          before: revisions
            .filter(
              (x) =>
                x.application_id === applicationId &&
                x.criterion === criterion &&
                x.rater_id === r.raterId,
            )
            .map((x) => ({ points: x.points, reason: x.reason, remark: x.remark })),
        }));
    const still = new Set(candidates.map((c) => c.application_id));
    const differences = differencesIn(ratings.filter((r) => still.has(r.applicationId)));
    const changed = [
      ...new Set(
        revisions
          .filter((r) => still.has(r.application_id))
          .map((r) => `${r.application_id} ${r.criterion}`),
      ),
    ].filter((k) => !differences.some((d) => `${d.applicationId} ${d.criterion}` === k));
    return {
      ...headOf(round),
      criteria: criteriaOf(round),
      differences: differences.map((d) => ({
        code: code(d.applicationId),
        criterion: d.criterion,
        why: d.why,
        other: d.other ? code(d.other) : null,
        gap: d.gap,
        said: saidOn(d.applicationId, d.criterion),
        saidOfOther: d.other
          ? saidOn(d.other, d.criterion, d.raterIds).map(({ rater, points }) => ({
              rater,
              points,
            }))
          : [],
      })),
      settled: changed.map((k) => {
        const [id, criterion] = k.split(' ') as [ApplicationId, string];
        return { code: code(id), criterion, said: saidOn(id, criterion) };
      }),
      notes: (await store.interviewsOf(read, round.id)).map((i) => ({
        code: code(i.application_id),
        rater: raterName(i.rater_id),
        note: i.note,
      })),
      pupils: candidates.length,
      isRater: isRater(actor, round.parties),
      mayDecide: mayDecideRound(actor, round.parties).allow,
    };
  },
});

export const getOutcome = query({
  name: 'selection.get-outcome',
  summary:
    'The proposal of the rules with its reasons, what is planned or decided, and the letters. From calibration on.',
  input: z.object(inRound),
  visible: signedIn,
  output: headView.extend({
    criteria: z.array(criterionView),
    tieRules: z.array(ruleView),
    lotNumber: z.number().nullable(),
    deviationReason: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: instantView.nullable(),
    mayDecide: z.boolean(),
    pupils: z.array(
      z.object({
        code: z.string(),
        /** for who decides, who writes to the families */
        name: z.string().nullable(),
        rank: z.number(),
        score: z.number(),
        byCriterion: z.record(z.string(), z.number()),
        proposed: resultView,
        planned: resultView.nullable(),
        tiedWith: z.array(z.string()),
        decidedBy: z.array(ruleView),
        wasAbroad: z.boolean().nullable(),
        hasConsent: z.boolean(),
        hasLetter: z.boolean(),
        reserveRank: z.number().nullable(),
        holdsPlace: z.boolean(),
        gaveUp: z.boolean(),
        movedUp: z.boolean(),
        isWaiting: z.boolean(),
      }),
    ),
    isPlanned: z.boolean(),
    lettersMissing: z.number(),
    freePlaces: z.number(),
    /** the code of who moves up next, when a place is free */
    nextInReserve: z.string().nullable(),
    reviews: z.array(
      z.object({
        id: idView('rev'),
        code: z.string(),
        isAnswered: z.boolean(),
        mayAnswer: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, actor }, input) => {
    const round = await readRound(read, input.roundId);
    if (!round || !mayCompare(actor, round.parties).allow) return null;
    const { placed, candidates } = await proposalOf(read, round);
    const letters = await store.newsOf(read, round.id);
    const decides = mayDecideRound(actor, round.parties).allow;
    const applications = await applicationsInRound(read, {
      intakeId: round.row.intake_id,
      schoolId: round.row.school_id,
      ids: candidates.map((c) => c.application_id),
    });
    const [decider] = round.row.decided_by ? await personsByIds(read, [round.row.decided_by]) : [];
    const pupils = placed.flatMap((p) => {
      const c = candidates.find((each) => each.application_id === p.applicationId);
      const a = applications.find((each) => each.id === p.applicationId);
      if (!c || !a) return [];
      return [
        {
          code: p.code,
          name: decides || !round.row.is_blind ? pupilName(a) : null,
          rank: p.rank,
          score: asNumber(p.score),
          byCriterion: Object.fromEntries(
            Object.entries(p.byCriterion).map(([key, mean]) => [key, asNumber(mean)]),
          ),
          proposed: p.proposed,
          planned: c.planned as Result | null,
          tiedWith: [...p.tiedWith],
          decidedBy: p.decidedBy.map((r) => ({
            kind: r.kind,
            key: r.kind === 'criterion' ? r.key : null,
          })),
          wasAbroad: c.was_abroad,
          hasConsent: a.hasFirstConsent,
          hasLetter: letters.some(
            (l) => l.application_id === p.applicationId && l.result === c.planned,
          ),
          reserveRank: c.reserve_rank,
          holdsPlace: a.state === 'selected' && !c.gave_up_at,
          gaveUp: c.gave_up_at !== null,
          movedUp: c.moved_up_at !== null,
          isWaiting: a.state === 'submitted' && c.reserve_rank !== null,
        },
      ];
    });
    const free = round.state === 'decided' ? freePlaces(round.row.places, candidates) : 0;
    return {
      ...headOf(round),
      criteria: criteriaOf(round),
      tieRules: rulesOf(round),
      lotNumber: round.row.lot_number,
      deviationReason: round.row.deviation_reason,
      decidedBy: decider ? displayName(decider) : null,
      decidedAt: round.row.decided_at,
      mayDecide: decides,
      pupils,
      isPlanned: pupils.length > 0 && pupils.every((p) => p.planned !== null),
      lettersMissing: pupils.filter((p) => !p.hasLetter).length,
      freePlaces: free,
      nextInReserve: free > 0 ? (nextInReserve(candidates)?.code ?? null) : null,
      reviews: (await store.reviewsOf(read, round.id)).map((r) => ({
        id: r.id,
        code: candidates.find((c) => c.application_id === r.application_id)?.code ?? '',
        isAnswered: r.answer !== null,
        mayAnswer: mayAnswerReview(actor, round.parties, {
          deciders: decidersOf(round),
          handedTo: r.handed_to,
        }).allow,
      })),
    };
  },
});

export const getLetter = query({
  name: 'selection.get-letter',
  summary:
    'The letter to one pupil, or the words to begin with, with the criteria in which they were seen strongest first.',
  input: z.object(ofPupil),
  visible: signedIn,
  output: headView.extend({
    code: z.string(),
    name: z.string(),
    planned: resultView,
    reserveRank: z.number().nullable(),
    language: z.string(),
    criteria: z.array(criterionView),
    /** with how it was seen, the strongest first */
    strengths: z.array(z.object({ key: z.string(), level: levelView })),
    /** what raters wrote about the strongest three, to write from */
    reasons: z.array(z.object({ criterion: z.string(), reason: z.string() })),
    strength: z.string(),
    words: z.string(),
    isWritten: z.boolean(),
    letterVersion: z.number(),
    previous: z.string().nullable(),
    next: z.string().nullable(),
  }),
  view: async ({ read, actor }, input) => {
    const round = await readRound(read, input.roundId);
    if (!round || !mayDecideRound(actor, round.parties).allow || round.state !== 'calibrating')
      return null;
    const { placed, candidates, ratings } = await proposalOf(read, round);
    const index = placed.findIndex((p) => p.code === input.code);
    const p = placed[index];
    const candidate = candidates.find((c) => c.code === input.code);
    if (!p || !candidate?.planned) return null;
    const [a] = await applicationsInRound(read, {
      intakeId: round.row.intake_id,
      schoolId: round.row.school_id,
      ids: [candidate.application_id],
    });
    if (!a) return null;
    const letter = (await store.newsOf(read, round.id)).find((l) => l.application_id === a.id);
    const strengths = strengthsOf(p);
    const planned = candidate.planned as Result;
    const strength = letter?.strength ?? strengths[0] ?? '';
    const language = chooseLanguage(a.language);
    return {
      ...headOf(round),
      code: p.code,
      name: pupilName(a),
      planned,
      reserveRank: candidate.reserve_rank,
      language,
      criteria: criteriaOf(round),
      strengths: strengths.map((key) => ({
        key,
        level: levelOf(p.byCriterion[key] ?? { sum: 0, of: 1 }, round.row.points_max),
      })),
      reasons: strengths
        .slice(0, 3)
        .flatMap((criterion) =>
          ratings
            .filter((r) => r.applicationId === a.id && r.criterion === criterion)
            .map((r) => ({ criterion, reason: r.reason })),
        ),
      strength,
      words:
        letter?.words ??
        letterTemplate(
          {
            result: planned,
            pupil: a.preferredName || a.givenName,
            school: round.row.school_name,
            reserveRank: candidate.reserve_rank,
            strength: round.criteria.find((c) => c.key === strength) ?? null,
          },
          language,
        ),
      isWritten: letter !== undefined,
      letterVersion: letter?.version ?? 0,
      previous: placed[index - 1]?.code ?? null,
      next: placed[index + 1]?.code ?? null,
    };
  },
});

export const getNews = query({
  name: 'selection.get-news',
  summary:
    'What a pupil is told, for the pupil and the guardians: the letter, how each criterion was seen in words, and the review.',
  input: z.object({ applicationId: idOf('app') }),
  visible: signedIn,
  output: z.object({
    applicationId: idView('app'),
    roundId: idView('rnd'),
    isOwn: z.boolean(),
    pupil: z.string(),
    school: z.string(),
    intakeName: z.string(),
    result: resultView,
    reserveRank: z.number().nullable(),
    language: z.string(),
    words: z.string(),
    toldAt: instantView,
    writtenBy: z.string().nullable(),
    seen: z.array(criterionView.extend({ level: levelView })),
    reviewUntil: dateView.nullable(),
    mayAskReview: z.boolean(),
    review: z
      .object({
        words: z.string(),
        byMe: z.boolean(),
        askedAt: instantView,
        answer: z.enum(['upheld', 'looked_again', 'changed']).nullable(),
        answerWords: z.string().nullable(),
        answeredAt: instantView.nullable(),
      })
      .nullable(),
  }),
  view: async ({ read, actor, scope, today }, input) => {
    const news = await store.newsOfApplication(read, input.applicationId);
    if (!news?.told_at) return null;
    const guardians = await store.guardianIdsOf(read, news.pupil_id, today);
    if (
      !mayReadNews(actor, {
        pupilId: news.pupil_id,
        guardianIds: guardians.map((g) => g.guardian_id),
      }).allow
    )
      return null;
    const round = await readRound(read, news.round_id);
    const [pupil] = await personsByIds(read, [news.pupil_id]);
    if (!round || !pupil) return null;
    const review = await store.reviewOfApplication(read, news.application_id);
    const told = toldOn(news);
    const until = told && news.result !== 'selected' ? reviewUntil(told) : null;
    const levels = z.record(z.string(), levelView).parse(news.seen);
    return {
      applicationId: news.application_id,
      roundId: round.id,
      isOwn: news.pupil_id === scope.personId,
      pupil: pupil.preferred_name || pupil.given_name,
      school: round.row.school_name,
      intakeName: round.row.intake_name ?? '',
      result: news.result as Result,
      reserveRank: news.reserve_rank,
      language: news.language,
      words: news.words,
      toldAt: news.told_at,
      // a family does not see who works at the school; the letter is the school's
      writtenBy: null,
      seen: criteriaOf(round).flatMap((c) => {
        const level = levels[c.key];
        return level ? [{ ...c, level }] : [];
      }),
      reviewUntil: until,
      mayAskReview: until !== null && !review && Temporal.PlainDate.compare(today, until) <= 0,
      review: review
        ? {
            words: review.words,
            byMe: review.asked_by === scope.personId,
            askedAt: review.asked_at,
            answer: review.answer as 'upheld' | null,
            answerWords: review.answer_words,
            answeredAt: review.answered_at,
          }
        : null,
    };
  },
});

export const getReview = query({
  name: 'selection.get-review',
  summary:
    'A request to look again, for who answers it: the family’s words, what the raters said of this pupil, and the decision.',
  input: z.object({ reviewId: idOf('rev') }),
  visible: signedIn,
  output: headView.extend({
    reviewId: idView('rev'),
    code: z.string(),
    pupil: z.string(),
    result: resultView,
    words: z.string(),
    askedAt: instantView,
    letter: z.string(),
    language: z.string(),
    criteria: z.array(criterionView),
    said: z.array(z.object({ criterion: z.string(), points: z.number(), reason: z.string() })),
    deviationReason: z.string().nullable(),
    answer: z.enum(['upheld', 'looked_again', 'changed']).nullable(),
    answerWords: z.string().nullable(),
    mayAnswer: z.boolean(),
    /** who was asked to answer, by name */
    handedTo: z.string().nullable(),
    /** who may be asked: they had no part in the decision; for head and coordinator of the school */
    reviewers: z.array(z.object({ id: idView('per'), name: z.string(), org: z.string() })),
  }),
  view: async ({ read, actor, scope, today }, input) => {
    const review = await store.reviewById(read, input.reviewId);
    const round = review && (await readRound(read, review.round_id));
    if (!review || !round) return null;
    const decides = mayDecideRound(actor, round.parties).allow;
    if (!decides && review.handed_to !== scope.personId) return null;
    const [handed] = review.handed_to ? await personsByIds(read, [review.handed_to]) : [];
    const [a] = await applicationsInRound(read, {
      intakeId: round.row.intake_id,
      schoolId: round.row.school_id,
      ids: [review.application_id],
    });
    const news = (await store.newsOf(read, round.id)).find(
      (n) => n.application_id === review.application_id,
    );
    const candidate = await store.candidateByApplication(read, review.application_id);
    if (!a || !news || !candidate) return null;
    const { ratings } = await proposalOf(read, round);
    return {
      ...headOf(round),
      reviewId: review.id,
      code: candidate.code,
      pupil: pupilName(a),
      result: news.result as Result,
      words: review.words,
      askedAt: review.asked_at,
      letter: news.words,
      language: news.language,
      criteria: criteriaOf(round),
      said: round.criteria.flatMap((c) =>
        ratings
          .filter((r) => r.applicationId === a.id && r.criterion === c.key)
          .map((r) => ({ criterion: r.criterion, points: r.points, reason: r.reason })),
      ),
      deviationReason: round.row.deviation_reason,
      answer: review.answer as 'upheld' | null,
      answerWords: review.answer_words,
      mayAnswer:
        !review.answer &&
        mayAnswerReview(actor, round.parties, {
          deciders: decidersOf(round),
          handedTo: review.handed_to,
        }).allow,
      handedTo: handed ? displayName(handed) : null,
      reviewers:
        decides && !review.answer
          ? (await reviewersFor(read, round, today)).map((m) => ({
              id: m.person_id,
              name: displayName(m),
              org: m.org,
            }))
          : [],
    };
  },
});

const dimensions = [
  'gender',
  'age',
  'class-year',
  'country',
  'school',
  'language',
  'support',
] as const;

export const getChances = query({
  name: 'selection.get-chances',
  summary:
    'Equal chances of an intake: who was reached, applied, submitted and was selected, by group, small numbers hidden.',
  input: z.object({ intakeId: idOf('int') }),
  visible: (actor) => {
    const orgIds = runsFor(actor);
    return orgIds.length > 0 ? { orgIds } : null;
  },
  output: z.object({
    intake: z.object({
      id: idView('int'),
      name: z.string(),
      startsOn: dateView,
      endsOn: dateView,
    }),
    schools: z.array(z.string()),
    smallest: z.number(),
    /** null when there are too few to show anything */
    shown: z
      .object({
        totals: z.array(z.number().nullable()),
        tables: z.array(
          z.object({
            dimension: z.enum(dimensions),
            rows: z.array(z.object({ group: z.string(), counts: z.array(z.number().nullable()) })),
          }),
        ),
      })
      .nullable(),
    stages: z.array(z.enum(stages)),
  }),
  view: async ({ read, scope }, input) => {
    const intake = await intakeWithProject(read, input.intakeId);
    if (!intake) return null;
    const parties = await partiesOf(read, intake.project_id);
    if (!parties.some((p) => scope.orgIds.includes(p.org_id))) return null;
    // one table for each reader: a school counts its own pupils, an organisation all it supports; two tables of which one
    // is part of the other would tell by subtraction what each hides
    const schools = parties.filter((p) => p.role === 'school');
    const own = schools.filter((s) => scope.orgIds.includes(s.org_id));
    const rows = await equalChancesRows(
      read,
      intake.id,
      (own.length > 0 ? own : schools).map((s) => s.org_id),
    );
    const names = [...new Set(rows.map((r) => r.school))].sort();
    // by country where there are several, else by school: one beside the other would tell by subtraction, since every
    // school is part of one country
    const by =
      new Set(rows.map((r) => r.country)).size > 1 ? 'country' : names.length > 1 ? 'school' : null;
    const shown = chancesOf(
      rows.map((r) => ({
        stage: r.stage,
        groups: {
          gender: r.gender,
          age: r.age === null ? 'unknown' : String(r.age),
          'class-year': r.classYear ?? 'unknown',
          country: r.country,
          school: r.school,
          language: r.language,
          support: r.isSupported ? 'yes' : 'no',
        },
      })),
      dimensions.filter((d) => (d !== 'school' && d !== 'country') || d === by),
    );
    return {
      intake: {
        id: intake.id,
        name: intake.name,
        startsOn: intake.starts_on,
        endsOn: intake.ends_on,
      },
      schools: names,
      smallest,
      stages: [...stages],
      shown: shown?.totals.some((n) => n !== null)
        ? {
            totals: [...shown.totals],
            tables: shown.tables.map((t) => ({
              dimension: t.dimension as (typeof dimensions)[number],
              rows: t.rows.map((r) => ({ group: r.group, counts: [...r.counts] })),
            })),
          }
        : null,
    };
  },
});

export const listTurns = query({
  name: 'selection.list-turns',
  summary:
    'What you have to do in selection rounds, what you can read, and whom a round waits for.',
  input: z.object({}),
  visible: signedIn,
  output: z.object({
    news: z.array(
      z.object({ applicationId: idView('app'), pupil: z.string(), isOwn: z.boolean() }),
    ),
    rate: z.array(
      z.object({
        roundId: idView('rnd'),
        intakeName: z.string(),
        left: z.number(),
        rateUntil: dateView,
      }),
    ),
    run: z.array(
      z.object({
        roundId: idView('rnd'),
        intakeName: z.string(),
        state: stateView,
        rateUntil: dateView,
        newsOn: dateView,
        isReady: z.boolean(),
        mine: z.boolean(),
        waitingFor: z.array(z.string()),
        free: z.number(),
      }),
    ),
    reviews: z.array(
      z.object({
        reviewId: idView('rev'),
        roundId: idView('rnd'),
        intakeName: z.string(),
        /** yours to answer; else yours to find somebody who answers */
        answers: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, actor, scope, today }) => {
    const told = (await store.newsForFamily(read, scope.personId, today)).filter((n) => {
      const on = toldOn(n);
      return on && Temporal.PlainDate.compare(today, reviewUntil(on)) <= 0;
    });
    const rate = [];
    const run = [];
    const reviews = (await store.reviewsHandedTo(read, scope.personId)).map((r) => ({
      reviewId: r.id,
      roundId: r.round_id,
      intakeName: r.intake_name,
      answers: true,
    }));
    for (const row of orgIdsOf(actor).length > 0 ? await store.openRounds(read) : []) {
      const round = await readRound(read, row.id);
      const role = round && roundRole(actor, round.parties);
      if (!round || !role) continue;
      const candidates = stillIn(await store.candidatesOf(read, round.id));
      const intakeName = round.row.intake_name ?? '';
      const conflicts = conflictsIn(await store.conflictsOf(read, round.id));
      const progress = round.state === 'rating' ? await store.progressOf(read, round.id) : [];
      const leftOf = (personId: string) =>
        progress.filter(
          (p) =>
            p.person_id === personId &&
            !p.has_rated &&
            candidates.some((c) => c.application_id === p.application_id) &&
            !conflicts.some((c) => c.applicationId === p.application_id && c.personId === personId),
        ).length;
      if (round.state === 'rating' && isRater(actor, round.parties)) {
        const left = leftOf(scope.personId);
        if (left > 0)
          rate.push({ roundId: round.id, intakeName, left, rateUntil: round.row.rate_until });
      }
      if (role === 'rater') continue;
      const done = round.state === 'rating' ? await ratersDone(read, round) : () => 0;
      run.push({
        roundId: round.id,
        intakeName,
        state: round.state,
        rateUntil: round.row.rate_until,
        newsOn: round.row.news_on,
        isReady:
          round.state === 'rating'
            ? candidates.every((c) => done(c.application_id) >= ratersNeeded)
            : round.state === 'calibrating'
              ? role === 'school'
              : true,
        mine: role === 'school',
        waitingFor:
          round.state === 'rating'
            ? round.raters
                .filter((r) => leftOf(r.person_id) > 0)
                .map((r) => nameOf(r))
                .filter((n) => n !== null)
            : [],
        free:
          round.state === 'decided' && nextInReserve(candidates)
            ? freePlaces(round.row.places, candidates)
            : 0,
      });
      if (role !== 'school') continue;
      for (const r of await store.reviewsOf(read, round.id)) {
        // who was asked answers; until somebody is, it is the school's
        if (r.answer || r.handed_to) continue;
        const deciders = decidersOf(round);
        const answers = mayAnswerReview(actor, round.parties, { deciders, handedTo: null }).allow;
        reviews.push({ reviewId: r.id, roundId: round.id, intakeName, answers });
      }
    }
    return {
      news: told.map((n) => ({
        applicationId: n.application_id,
        pupil: n.preferred_name || n.given_name,
        isOwn: n.pupil_id === scope.personId,
      })),
      rate,
      run,
      reviews,
    };
  },
});

import { system } from '#kernel/actor.ts';
import type { AssessmentId } from '#kernel/ids.ts';
import {
  acceptMembership,
  formClub,
  planKickOff,
  planMeetings,
  startClub,
} from '#modules/clubs/server/index.ts';
import { itemsFor, wordingFor } from '#modules/quality/core/index.ts';
import {
  answerItems,
  publishBenchmark,
  reviewAnswers,
  setBenchmarkConsent,
  setPriorities,
  setWishes,
  shareCriteria,
  startAssessment,
  submitAssessment,
} from '#modules/quality/server/index.ts';
import { dataOf, type Stage, together } from '../stage.ts';
import { workInClub } from './clubbing.ts';

type Look = {
  who: string;
  org: string;
  as: 'sending_school' | 'host_school' | 'supporting_organisation';
  /** marks along the points asked, one letter each, repeated: n i m d (not started, in progress, implemented, documented) */
  marks: string;
  /** a colleague who looks at what is called documented */
  reviewer?: string;
  /** how many of the points they have not looked at yet */
  waiting?: number;
  /** in which the evidence is written; English when left out */
  language?: string;
  evidence?: Record<string, string>;
  priorities: { itemId: string; intent: 'start' | 'improve' | 'offer' }[];
  /** days before today */
  days: number;
};

const statusOf = {
  n: 'not_started',
  i: 'in_progress',
  m: 'implemented',
  d: 'documented_audited',
} as const;

type Data = {
  assessments: Look[];
  open: Look & { until: string };
  shared: {
    criteria: Record<string, string>;
    answered: { who: string; criterionId: string; status: 'in_progress' };
  };
  wishes: Record<string, 'implemented' | 'documented_audited'>;
  club: {
    name: string;
    criterionId: string;
    language: string;
    questions: string[];
    members: string[];
    url: string;
  };
};

const data = (): Data => dataOf('quality');

/** Answers the points of an assessment criterion by criterion, as the pages ask them. */
async function answer(stage: Stage, look: Look, until: string | null): Promise<AssessmentId> {
  const { assessmentId } = await stage.act(look.who, startAssessment, {
    orgId: stage.org(look.org),
    scope: 'quick',
    appliesAs: look.as,
  });
  const asked = itemsFor('quick', look.as);
  const reviewerId = look.reviewer ? await stage.personId(look.reviewer) : '';
  const words = wordingFor(look.language ?? 'en');
  const criteria = Map.groupBy(asked, (item) => item.criterion);
  for (const [criterionId, items] of criteria) {
    if (until !== null && criterionId > until) break;
    await stage.act(look.who, answerItems, {
      assessmentId,
      criterionId,
      answers: Object.fromEntries(
        items.map((item) => {
          const mark = look.marks[asked.indexOf(item) % look.marks.length] as keyof typeof statusOf;
          const status = statusOf[mark];
          const evidence =
            look.evidence?.[item.id] ?? (mark === 'd' ? words.evidence(item.id)[0]?.text : '');
          const audited = mark === 'd';
          return [
            item.id,
            {
              status,
              evidence,
              evidenceOn: audited ? stage.today.subtract({ days: look.days + 30 }).toString() : '',
              reviewerId: audited ? reviewerId : '',
            },
          ];
        }),
      ),
    });
  }
  if (look.priorities.length > 0)
    await stage.act(look.who, setPriorities, {
      assessmentId,
      version: 1,
      priorities: look.priorities,
    });
  return assessmentId;
}

/** The reviewer looks at what colleagues call documented, and confirms it. */
async function confirm(stage: Stage, look: Look, assessmentId: AssessmentId): Promise<void> {
  if (!look.reviewer) return;
  const asked = itemsFor('quick', look.as);
  const claimed = asked.filter((_, i) => look.marks[i % look.marks.length] === 'd');
  const looked = claimed.slice(0, claimed.length - (look.waiting ?? 0));
  await stage.act(look.reviewer, reviewAnswers, {
    assessmentId,
    reviews: Object.fromEntries(looked.map((item) => [item.id, { verdict: 'confirmed' as const }])),
  });
}

/** Several organisations have looked at themselves; one is in the middle of its second look, with its colleagues. */
export async function assess(stage: Stage): Promise<void> {
  const { assessments, open, shared, wishes } = data();
  for (const [days, looks] of Map.groupBy(assessments, (look) => look.days)) {
    stage.on(stage.today.subtract({ days }), 14);
    const done = await together(looks, async (look) => ({
      look,
      assessmentId: await answer(stage, look, null),
    }));
    stage.on(stage.today.subtract({ days }), 15);
    await together(done, async ({ look, assessmentId }) => {
      await confirm(stage, look, assessmentId);
      await stage.act(look.who, submitAssessment, { assessmentId });
    });
  }
  stage.on(stage.today.subtract({ days: 20 }), 9);
  await together(assessments, (look) =>
    stage.act(look.who, setBenchmarkConsent, { orgId: stage.org(look.org), given: true }),
  );
  stage.on(stage.today.subtract({ days: 19 }), 3);
  await stage.act(system('quality.publish-benchmark'), publishBenchmark, {});
  stage.on(stage.today.subtract({ days: open.days }), 16);
  const assessmentId = await answer(stage, open, open.until);
  const shares: Record<string, `per_${string}`> = {};
  for (const [criterionId, who] of Object.entries(shared.criteria))
    shares[criterionId] = await stage.personId(who);
  await stage.act(open.who, shareCriteria, { assessmentId, version: 1, shares });
  await stage.act(open.who, setWishes, { assessmentId, version: 2, wishes });
  stage.on(stage.today.subtract({ days: open.days - 1 }), 17);
  const { criterionId, status, who } = shared.answered;
  await stage.act(who, answerItems, {
    assessmentId,
    criterionId,
    answers: Object.fromEntries(
      itemsFor('quick', open.as)
        .filter((item) => item.criterion === criterionId)
        .map((item) => [item.id, { status }]),
    ),
  });
}

/** Five people with the same question became a club; they have met once, and meet again next week. */
export async function club(stage: Stage): Promise<void> {
  const { club: plan, assessments } = data();
  const facilitator = 'ingrid.sorlie';
  stage.on(stage.today.subtract({ days: 36 }), 9);
  const members = await together(plan.members, async (who) => ({
    personId: await stage.personId(who),
    orgId: stage.org(assessments.find((a) => a.who === who)?.org ?? ''),
  }));
  const { clubId } = await stage.act(facilitator, formClub, {
    name: plan.name,
    criterionId: plan.criterionId,
    language: plan.language,
    questions: plan.questions,
    members,
  });
  for (const [i, who] of plan.members.slice(0, 5).entries()) {
    stage.on(stage.today.subtract({ days: 35 - i }), 17);
    await stage.act(who, acceptMembership, { clubId });
  }
  stage.on(stage.today.subtract({ days: 29 }), 10);
  await stage.act(facilitator, startClub, { clubId });
  const version = await stage.look(async (read) => {
    const row = await read
      .selectFrom('clubs')
      .select('version')
      .where('id', '=', clubId)
      .executeTakeFirstOrThrow();
    return row.version;
  });
  // Thursday of next week, whatever today is, and four weeks before
  const second = stage.today.add({
    days: 7 + ((4 - stage.today.dayOfWeek + 7) % 7) - (stage.today.dayOfWeek > 4 ? 7 : 0),
  });
  const kickOff = second.subtract({ days: 28 });
  await stage.act(facilitator, planKickOff, {
    clubId,
    version,
    date: kickOff.toString(),
    time: '16:00',
    timeZone: 'Europe/Oslo',
    url: plan.url,
  });
  await stage.act(facilitator, planMeetings, {
    clubId,
    version: version + 1,
    dates: {
      M2: second.toString(),
      M3: second.add({ days: 28 }).toString(),
      M4W: second.add({ days: 56 }).toString(),
    },
    time: '16:00',
    timeZone: 'Europe/Oslo',
    url: plan.url,
  });
  await workInClub(stage, clubId, { facilitator, members: plan.members, kickOff });
}

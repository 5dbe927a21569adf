import type { AssessmentId } from '#kernel/ids.ts';
import { acceptMembership, formClub, planKickOff, startClub } from '#modules/clubs/server/index.ts';
import { itemsFor } from '#modules/quality/core/index.ts';
import {
  answerItems,
  setPriorities,
  startAssessment,
  submitAssessment,
} from '#modules/quality/server/index.ts';
import { dataOf, type Stage, together } from '../stage.ts';

type Look = {
  who: string;
  org: string;
  as: 'sending_school' | 'host_school' | 'supporting_organisation';
  /** marks along the points asked, one letter each, repeated: n i m d (not started, in progress, implemented, documented) */
  marks: string;
  evidence?: Record<string, string>;
  priorities: { itemId: string; intent: 'start' | 'improve' | 'deepen' }[];
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
  club: {
    name: string;
    criterionId: string;
    language: string;
    questions: string[];
    members: string[];
    url: string;
  };
  reviewer: string;
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
          const evidence = look.evidence?.[item.id] ?? (mark === 'd' ? item.evidence[0] : '');
          const audited = mark === 'd';
          return [
            item.id,
            {
              status,
              evidence,
              evidenceOn: audited ? stage.today.subtract({ days: look.days + 30 }).toString() : '',
              reviewer: audited ? data().reviewer : '',
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

/** Several organisations have looked at themselves; one is in the middle of its second look. */
export async function assess(stage: Stage): Promise<void> {
  const { assessments, open } = data();
  for (const [days, looks] of Map.groupBy(assessments, (look) => look.days)) {
    stage.on(stage.today.subtract({ days }), 14);
    const done = await together(looks, async (look) => ({
      look,
      assessmentId: await answer(stage, look, null),
    }));
    stage.on(stage.today.subtract({ days }), 15);
    await together(done, ({ look, assessmentId }) =>
      stage.act(look.who, submitAssessment, { assessmentId }),
    );
  }
  stage.on(stage.today.subtract({ days: open.days }), 16);
  await answer(stage, open, open.until);
}

/** Five people with the same question become a club, and meet for the first time next week. */
export async function club(stage: Stage): Promise<void> {
  const { club: plan, assessments } = data();
  const facilitator = 'ingrid.sorlie';
  stage.on(stage.today.subtract({ days: 12 }), 9);
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
    stage.on(stage.today.subtract({ days: 11 - i }), 17);
    await stage.act(who, acceptMembership, { clubId });
  }
  stage.on(stage.today.subtract({ days: 5 }), 10);
  await stage.act(facilitator, startClub, { clubId });
  const version = await stage.look(async (read) => {
    const row = await read
      .selectFrom('clubs')
      .select('version')
      .where('id', '=', clubId)
      .executeTakeFirstOrThrow();
    return row.version;
  });
  await stage.act(facilitator, planKickOff, {
    clubId,
    version,
    // a Thursday of next week, whatever today is
    date: stage.today
      .add({
        days: 7 + ((4 - stage.today.dayOfWeek + 7) % 7) - (stage.today.dayOfWeek > 4 ? 7 : 0),
      })
      .toString(),
    time: '16:00',
    timeZone: 'Europe/Oslo',
    url: plan.url,
  });
}

import {
  beginPlan,
  changeCard,
  giveFeedback,
  recordDecision,
  sharePriorities,
  takeAttendance,
  voteThemes,
  writeReport,
} from '#modules/clubs/server/index.ts';
import {
  draftPractice,
  markPractice,
  releasePractice,
  sharePractice,
} from '#modules/practices/server/index.ts';
import { dataOf, type Stage } from '../stage.ts';

type Data = {
  card: Record<
    'title' | 'problem' | 'steps' | 'forWhom' | 'resources' | 'evidence' | 'conditions',
    string
  >;
  shared: { title: string; problem: string; steps: string };
  decisions: string[];
  report: string;
  plan: {
    itemId: string;
    aim: string;
    measure: string;
    /** `days` after the first meeting */
    steps: { what: string; who: string; days: number }[];
    wanted: string;
  };
  feedback: Record<string, string>;
  roleWords: string;
  offers: string;
};

/** What came of the first meeting: a report, two cards, a plan and a friend's words about it. */
export async function workInClub(
  stage: Stage,
  clubId: `clu_${string}`,
  of: { facilitator: string; members: string[]; kickOff: Temporal.PlainDate },
): Promise<void> {
  const data: Data = dataOf('clubbing');
  const [first = '', second = '', third = ''] = of.members;
  const { criterionId, language } = { criterionId: 'C14', language: 'en' };
  stage.on(of.kickOff, 17);
  const eventId = await stage.look(async (read) => {
    const row = await read
      .selectFrom('club_meetings')
      .select('event_id')
      .where('club_id', '=', clubId)
      .where('template_id', '=', 'M1')
      .executeTakeFirstOrThrow();
    return row.event_id;
  });
  const there = of.members.slice(0, 4);
  const present = [];
  for (const who of there) present.push(await stage.personId(who));
  await stage.act(of.facilitator, takeAttendance, { eventId, present });
  for (const who of there.slice(0, 3))
    await stage.act(who, sharePriorities, { clubId, share: true });
  for (const [i, who] of there.entries())
    await stage.act(who, voteThemes, {
      eventId,
      themes: [criterionId, criterionId, i % 2 === 0 ? 'C11' : 'C08'],
    });
  for (const text of data.decisions)
    await stage.act(of.facilitator, recordDecision, { eventId, text });
  stage.on(of.kickOff.add({ days: 1 }), 9);
  await stage.act(of.facilitator, writeReport, { eventId, number: 0, text: data.report });
  await stage.act(first, changeCard, {
    clubId,
    shares: ['organisation', 'role', 'languages', 'priorities'],
    roleWords: data.roleWords,
    languages: ['en', 'fr'],
    offers: data.offers,
    notice: 'everything',
  });
  const checkedOn = of.kickOff.add({ days: 4 }).toString();
  stage.on(of.kickOff.add({ days: 4 }), 16);
  const { practiceId } = await stage.act(first, draftPractice, {
    ...data.card,
    criterionId,
    language,
    checkedOn,
    clubId,
  });
  await stage.act(first, releasePractice, {
    practiceId,
    licence: 'CC-BY-4.0',
    namedAs: '',
    noPersons: true,
  });
  const other = await stage.act(third, draftPractice, {
    ...data.shared,
    criterionId,
    language,
    checkedOn,
    clubId,
  });
  await stage.act(third, sharePractice, { practiceId: other.practiceId });
  stage.on(of.kickOff.add({ days: 8 }), 17);
  await stage.act(second, markPractice, { practiceId, mark: 'would_adopt' });
  const { planId } = await stage.act(second, beginPlan, {
    clubId,
    practiceId,
    statusNow: 'in_progress',
    statusWished: 'implemented',
    ...data.plan,
    steps: data.plan.steps.map(({ days, ...step }) => ({
      ...step,
      due: of.kickOff.add({ days }).toString(),
    })),
  });
  stage.on(of.kickOff.add({ days: 10 }), 18);
  await stage.act(first, giveFeedback, { planId, revision: 1, words: data.feedback });
}

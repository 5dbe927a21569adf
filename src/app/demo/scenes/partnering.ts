import { system } from '#kernel/actor.ts';
import type { ProjectId } from '#kernel/ids.ts';
import {
  acceptAgreement,
  answerContact,
  answerProposal,
  answerTask,
  askDecision,
  decide,
  fileAgreement,
  giveOpinion,
  proposePartnership,
  proposeTask,
  putAgreement,
  saveAgreement,
  writeContact,
} from '#modules/partnerships/server/index.ts';
import { type Stage, together } from '../stage.ts';

/** Each school with the organisation of its country, and who speaks for them. */
const pairs = [
  {
    school: 'brussels',
    head: 'benoit.dewaele',
    org: 'afs-be',
    partner: 'sofie.desmedt',
    language: 'fr',
  },
  {
    school: 'madrid',
    head: 'lucia.navarro',
    org: 'afs-es',
    partner: 'nuria.castano',
    language: 'es',
  },
  { school: 'riga', head: 'janis.kenins', org: 'afs-lv', partner: 'liga.abolina', language: 'lv' },
  {
    school: 'chartres',
    head: 'helene.lefevre',
    org: 'afs-fr',
    partner: 'maelle.kergoat',
    language: 'fr',
  },
] as const;
type Pair = (typeof pairs)[number];

const wordsOf = (pair: Pair, today: Temporal.PlainDate) => ({
  paid: pair.school === 'brussels',
  tasks:
    'Find host schools and families abroad, prepare pupils before they leave and after they are back, be reachable day and night while they are away.',
  quality:
    'We look at every stay together two weeks after it began and at its end, and ask pupils and families each time.',
  failure:
    'What was not done is done again at no cost. When that is no longer possible, its part of the sum is not paid.',
  cancellation:
    'Either side can step back until six weeks before departure. Costs that cannot be undone are shared.',
  firstGoals:
    'Pupils who would never have gone abroad spend two months in a family and a school of another country. We expect honest words early when something is difficult.',
  secondGoals:
    'Schools that host as gladly as they send, and teachers who carry it. We expect one person at the school who answers within three days.',
  channels: 'Messages in Sojourn first. A short meeting each month, the phone when it cannot wait.',
  payment: pair.school === 'brussels' ? '180 EUR for each pupil, after the return.' : '',
  other: '',
  languages: [pair.language, 'en'],
  renewsOn: today.add({ days: pair.school === 'riga' ? 45 : 290 }).toString(),
});

/** The school proposes, both write, both accept. */
async function agree(stage: Stage, pair: Pair, day: Temporal.PlainDate): Promise<void> {
  const [orgId, partnerId] = [stage.org(pair.school), stage.org(pair.org)];
  stage.on(day, 9);
  const { partnershipId } = await stage.act(pair.head, proposePartnership, {
    fromOrgId: orgId,
    toOrgId: partnerId,
    greeting: 'We send and host together already. Shall we write down how?',
  });
  stage.on(day.add({ days: 2 }), 14);
  await stage.act(pair.partner, answerProposal, { partnershipId, answer: 'begin' });
  const words = wordsOf(pair, stage.today);
  await stage.act(pair.head, saveAgreement, {
    ...words,
    partnershipId,
    number: 1,
    version: 1,
    secondGoals: '',
  });
  stage.on(day.add({ days: 5 }), 16);
  await stage.act(pair.partner, saveAgreement, { ...words, partnershipId, number: 1, version: 2 });
  const { sha256 } = await stage.act(pair.partner, putAgreement, {
    partnershipId,
    number: 1,
    version: 3,
  });
  for (const [who, side] of [
    [pair.partner, partnerId],
    [pair.head, orgId],
  ] as const)
    await stage.act(who, acceptAgreement, {
      partnershipId,
      number: 1,
      orgId: side,
      sha256,
      language: 'en',
      agrees: true,
    });
  if (pair.school !== 'brussels') return;
  await stage.act(system('partnerships'), fileAgreement, { partnershipId, number: 1 });
  stage.on(day.add({ days: 30 }), 11);
  const change = await stage.act(pair.partner, proposeTask, {
    partnershipId,
    taskId: 'share-practice',
    does: ['sending-support', 'sending-school'],
    approves: [],
    asked: [],
    told: ['host-school'],
    reason: 'The school has materials of its own that others would like to see.',
  });
  await stage.act(pair.head, answerTask, {
    partnershipId,
    changeId: change.changeId,
    answer: 'accept',
    words: 'Gladly.',
  });
}

/** Two schools that know each other from the project begin to write down more; one letter has found an answer. */
async function negotiate(stage: Stage): Promise<void> {
  const [chartres, riga, cork] = ['chartres', 'riga', 'cork'].map((key) => stage.org(key));
  if (!chartres || !riga || !cork) return;
  stage.on(stage.today.subtract({ days: 12 }), 10);
  const { partnershipId } = await stage.act('helene.lefevre', proposePartnership, {
    fromOrgId: chartres,
    toOrgId: riga,
    greeting: 'Our pupils liked it so much. Shall we do this every year?',
  });
  stage.on(stage.today.subtract({ days: 9 }), 15);
  await stage.act('janis.kenins', answerProposal, { partnershipId, answer: 'begin' });
  await stage.act('janis.kenins', saveAgreement, {
    partnershipId,
    number: 1,
    version: 1,
    firstGoals: 'Two pupils each way every spring.',
    languages: ['en'],
  });
  stage.on(stage.today.subtract({ days: 6 }), 10);
  const { contactId } = await stage.act('helene.lefevre', writeContact, {
    fromOrgId: chartres,
    toOrgId: cork,
    subject: 'Two pupils who would love to come to Cork',
    message:
      'We are a lycée in Chartres. Two of our pupils of 16 learn English gladly and would like to spend next February and March with you. Could we talk about it?',
  });
  stage.on(stage.today.subtract({ days: 4 }), 11);
  await stage.act('aoife.nibhraonain', answerContact, {
    contactId,
    answer: 'How lovely. We have hosted before and would gladly do it again. When can we talk?',
  });
}

/** What the partners of the project settle together: one question is decided, one waits for the school. */
async function settle(stage: Stage, projectId: ProjectId): Promise<void> {
  const about = { aboutKind: 'project', aboutId: projectId };
  stage.on(stage.today.subtract({ days: 40 }), 10);
  const { decisionId } = await stage.act('nuria.castano', askDecision, {
    ...about,
    orgId: stage.org('afs-es'),
    topic: 'other',
    question: 'In which month do all partners meet online?',
    options: ['March', 'April'],
    decidingOrgId: stage.org('brussels'),
    dueOn: stage.today.subtract({ days: 30 }).toString(),
  });
  await stage.act('helene.lefevre', giveOpinion, {
    decisionId,
    orgId: stage.org('chartres'),
    favours: 1,
    words: 'In March we have exams.',
  });
  stage.on(stage.today.subtract({ days: 33 }), 16);
  await stage.act('benoit.dewaele', decide, {
    decisionId,
    chosen: 1,
    reason: 'In March two schools have exams.',
  });
  stage.on(stage.today.subtract({ days: 3 }), 9);
  const waiting = await stage.act('sofie.desmedt', askDecision, {
    ...about,
    orgId: stage.org('afs-be'),
    topic: 'money',
    question: 'May the saved travel money pay a preparation weekend?',
    background: 'About 900 EUR were not spent because all took the train together.',
    options: ['Yes, for all pupils of the next intake', 'No, keep it for costs nobody foresees'],
    decidingOrgId: stage.org('brussels'),
    dueOn: stage.today.add({ days: 9 }).toString(),
  });
  stage.on(stage.today.subtract({ days: 2 }), 9);
  await stage.act('liga.abolina', giveOpinion, {
    decisionId: waiting.decisionId,
    orgId: stage.org('afs-lv'),
    favours: 0,
    words: 'A weekend before the departure helps more than anything later.',
  });
}

/** Who works with whom: four partnerships in force, one being agreed, a letter, two decisions. */
export async function partner(stage: Stage, projectId: ProjectId): Promise<void> {
  await together(pairs, (pair) =>
    stage.side(() => agree(stage, pair, stage.today.subtract({ days: 400 }))),
  );
  await stage.side(
    () => negotiate(stage),
    () => settle(stage, projectId),
  );
}

import {
  announce,
  changeSettings,
  markRead,
  openThread,
  postMessage,
} from '#modules/messaging/server/index.ts';
import type { Stage } from '../stage.ts';
import { coordinatorOf, type Intake, mentorOf, type Pupil } from './applying.ts';
import type { Placed } from './placing.ts';

/** A school tells all its pupils who have applied something; one has read it. */
export async function tellApplicants(stage: Stage, intake: Intake, reader: Pupil): Promise<void> {
  const { threadId } = await stage.act(coordinatorOf[reader.school] as string, announce, {
    kind: 'project',
    aboutId: intake.id,
    choice: 'applicants',
    subject: 'An evening about going away',
    text: 'Two pupils who were in Rīga last year tell what it was like, and you can ask them everything. Thursday at 18:30 in the library, parents are welcome too.',
  });
  await stage.act(reader.key, markRead, { threadId });
}

/** In the fourth week: a pupil and the contact person, the two schools with the mentor, and news for all who are abroad. */
export async function talk(stage: Stage, intake: Intake, placed: Placed[]): Promise<void> {
  const { today } = stage;
  const before = (days: number) => today.subtract({ days });
  const one = placed.find((each) => each.key === 'zoe.mbuyi');
  if (!one) return;
  const host = coordinatorOf[one.plan.hosting] as string;
  const about = { kind: 'mobility' as const, aboutId: one.mobilityId };

  stage.on(before(5), 19);
  const { threadId: bicycle } = await stage.act(one.key, openThread, {
    ...about,
    choices: ['contact_person'],
    subject: 'The way to school',
    text: 'Hi! The bus was late again and I came twenty minutes after the lesson had begun. My host mother says I could take the old bicycle in the cellar. Is that allowed? And do I need a helmet?',
  });
  stage.on(before(5), 20);
  await stage.act(one.plan.contact, markRead, { threadId: bicycle });
  await stage.act(one.plan.contact, postMessage, {
    threadId: bicycle,
    text: 'Hello Zoé, yes, you may, with a helmet and a light. I have a helmet that fits you and bring it on Thursday.\n\nAre the first hours at school getting easier?',
  });
  stage.on(before(4), 17);
  await stage.act(one.key, markRead, { threadId: bicycle });
  await stage.act(one.key, postMessage, {
    threadId: bicycle,
    text: 'Great, thank you! Mathematics yes, history not at all. But Elīna sits beside me now and whispers.',
  });

  stage.on(before(4), 10);
  const sending = coordinatorOf[one.school] as string;
  const { threadId: history } = await stage.act(mentorOf[one.host], openThread, {
    ...about,
    choices: ['sending_school', 'hosting_support'],
    subject: 'History: another way to show what she learns',
    text: 'Zoé follows the pictures and maps well, the texts are too much for now. May she show what she has learned with a poster about one street of Rīga instead of the written test? I would give her three weeks.',
  });
  stage.on(before(3), 15);
  await stage.act(sending, markRead, { threadId: history });
  await stage.act(sending, postMessage, {
    threadId: history,
    text: 'A poster is fine for us, it still shows the outcome we agreed on. Please write the date into the agreement when it is changed. Thank you for looking after her so well!',
  });

  stage.on(before(2), 9);
  await stage.act(host, announce, {
    kind: 'project',
    aboutId: intake.id,
    choice: 'pupils',
    subject: 'Mid-stay afternoon: what to bring',
    text: 'We meet for a walk, a game and a talk about the second half of your stay. Bring warm shoes, and one photo on your phone that says something about your first weeks.',
  });
  stage.on(before(1), 18);
  await stage.act(mentorOf[one.host], changeSettings, {
    mail: 'daily',
    quietFrom: '20:00',
    quietUntil: '07:30',
  });
}

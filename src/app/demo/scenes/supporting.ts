import { system } from '#kernel/actor.ts';
import {
  answerPlan,
  lookAtTalk,
  openCase,
  openCaseFromConcern,
  planStep,
  raiseConcern,
  sayThanks,
  sharePlan,
  takeCase,
  writeCaseNote,
  writeInConcern,
} from '#modules/support/server/index.ts';
import type { Stage } from '../stage.ts';
import type { Intake } from './applying.ts';
import type { Placed } from './placing.ts';

/**
 * Where it is not easy: a poor answer has opened a case that is being worked on, one case waits for a second person, and
 * a pupil has said in confidence what she could not say to her contact person.
 */
export async function standBy(stage: Stage, intake: Intake, all: Placed[]): Promise<void> {
  const day = (days: number) => intake.startsOn.add({ days });
  const of = (key: string) => all.find((placed) => placed.key === key);
  const [zoe, angel, heloise] = [of('zoe.mbuyi'), of('angel.quinones'), of('heloise.faucon')];
  if (!zoe || !angel || !heloise) return;
  stage.on(day(20), 18);
  const concern = await stage.act(heloise.key, raiseConcern, {
    mobilityId: heloise.mobilityId,
    about: ['contact_person'],
    words:
      'Ma personne de contact annule toujours au dernier moment. Je ne veux pas lui faire de tort, mais je ne sais plus à qui parler.',
    key: 'example-concern-1',
  });
  stage.on(day(20), 22);
  await stage.act('maelle.kergoat', writeInConcern, {
    concernId: concern.id,
    words:
      'Merci de me l’avoir dit, Héloïse. Je t’appelle demain à 17 h. Personne là-bas ne saura que tu as écrit.',
    key: 'example-answer-1',
  });
  stage.on(day(21), 17);
  await stage.act('maelle.kergoat', openCaseFromConcern, { concernId: concern.id });

  stage.on(day(23), 21);
  const talks = await stage.look((read) =>
    read
      .selectFrom('check_ins')
      .select('id')
      .where('mobility_id', '=', zoe.mobilityId)
      .orderBy('held_on', 'desc')
      .execute(),
  );
  const [newest] = talks;
  const looked = newest
    ? await stage.act(system('support.look-at-talk'), lookAtTalk, {
        mobilityId: zoe.mobilityId,
        checkInId: newest.id as `chk_${string}`,
      })
    : null;
  if (looked?.caseId) {
    const caseId = looked.caseId;
    stage.on(day(24), 9);
    await stage.act('liga.abolina', takeCase, { caseId, version: 1 });
    const step = await stage.act(zoe.plan.contact, planStep, {
      caseId,
      version: 2,
      tool: 'plan_for_success',
      words:
        'Zoé writes down three things she wants to try with her class, with Elīna, on Saturday.',
      dueOn: day(29).toString(),
    });
    const plan = await stage.act(zoe.plan.contact, sharePlan, {
      stepId: step.id,
      version: 0,
      aims: 'Having lunch with somebody from the class twice a week.\n\nTrying the choir once, to see.',
      help: 'Elīna asks two girls of the class to come and fetch you on Tuesday.\n\nYour mentor takes you to the choir. You write down on Saturday how it was.',
      reviewOn: day(36).toString(),
      withFamily: true,
    });
    stage.on(day(24), 16);
    await stage.act('zoe.mbuyi', answerPlan, {
      planId: plan.id,
      version: 1,
      answer: 'agree',
      words: 'Choir is good. I would rather not be fetched, I come by myself.',
    });
    await stage.act('liga.abolina', writeCaseNote, {
      caseId,
      kind: 'shared',
      note: 'I have talked with her mentor: she sits alone at lunch. The choir would take her.',
      key: 'example-note-1',
    });
    await stage.act('liga.abolina', sayThanks, {
      orgId: stage.org('afs-lv'),
      toId: await stage.personId(zoe.plan.contact),
      words: 'You noticed at once that something had changed. That is worth more than any form.',
      key: 'example-thanks-1',
    });
  }

  stage.on(day(24), 17);
  const hard = await stage.act('maelle.kergoat', openCase, {
    mobilityId: angel.mobilityId,
    level: 'serious',
    words: 'Ángel demande à rentrer depuis une semaine. L’école s’inquiète de ses absences.',
    withoutContact: false,
  });
  stage.on(day(25), 10);
  await stage.act('maelle.kergoat', planStep, {
    caseId: hard.id,
    version: 1,
    tool: 'joint_call',
    words: 'Appel avec Nuria et ses parents, Ángel au téléphone.',
    dueOn: day(28).toString(),
  });
  await stage.act('maelle.kergoat', planStep, {
    caseId: hard.id,
    version: 2,
    tool: 'early_return',
    words: 'Si l’appel ne change rien : retour accompagné le week-end suivant.',
    dueOn: day(33).toString(),
  });
}

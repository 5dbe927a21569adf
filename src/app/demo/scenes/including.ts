import {
  addWish,
  askCallBack,
  finishStep,
  getPlan,
  giveOpinion,
  moveMeasure,
  nameContact,
  planStep,
  planTalk,
  proposeMeasure,
  recordCost,
  sayEffect,
} from '#modules/inclusion/server/index.ts';
import { answer } from '#platform/query.ts';
import { dataOf, readActor, type Stage } from '../stage.ts';
import { type Pupil, type School, supportOf } from './applying.ts';

type Owner = 'pupil' | 'guardian' | 'doer' | 'contact';
type Thing = {
  title: string;
  what: string;
  doer: 'contact' | 'school' | 'host';
  line: 'none' | 'inclusion_organisation' | 'inclusion_participant';
  estimate: string;
  real?: string;
  /** still being talked about */
  open?: true;
  /** agreed and going on */
  begun?: true;
  steps: [string, Owner, 'departure' | 'arrival' | 'return', number][];
  effects?: Partial<Record<'pupil' | 'guardian' | 'doer', [number, string]>>;
};
type Told = {
  wish: {
    by: 'pupil' | 'guardian';
    wish: string;
    kind: 'never_travelled' | 'background' | '';
    words: string;
    shared: boolean;
  };
  measures: Thing[];
};
const plans = (): Record<string, Told> => dataOf('own-plans');

/** Whom families can turn to. One school has named nobody yet. */
const contacts: Record<string, string> = {
  brussels: 'yasmina.elhaddadi',
  madrid: 'inigo.etxeberria',
  riga: 'dzintra.skelite',
  'afs-be': 'sofie.desmedt',
  'afs-es': 'nuria.castano',
  'afs-lv': 'liga.abolina',
};
const heads: Record<string, string> = {
  brussels: 'benoit.dewaele',
  madrid: 'lucia.navarro',
  riga: 'janis.kenins',
};

/** Named before any pupil is known, so that the naming tells nothing about one. */
export async function nameContacts(stage: Stage): Promise<void> {
  for (const [org, who] of Object.entries(contacts))
    await stage.act(heads[org] ?? who, nameContact, {
      orgId: stage.org(org),
      personId: await stage.personId(who),
    });
}

const contactOf = (school: School) => contacts[school] as string;

/**
 * The plan of one pupil, from the wish on: agreed before the departure, under way abroad, answered after the return.
 * @param days when it was wished for, agreed, and (where it is over) looked back on
 */
export async function easeTheWay(
  stage: Stage,
  pupil: Pupil & { hostParent?: string },
  days: { wished: Temporal.PlainDate; agreed: Temporal.PlainDate; after?: Temporal.PlainDate },
): Promise<void> {
  const told = plans()[pupil.key];
  if (!told) throw new Error(`no plan of its own for ${pupil.key}`);
  const contact = contactOf(pupil.school);
  const { applicationId } = pupil;
  stage.on(days.wished, 19);
  const { by, ...wish } = told.wish;
  const { id: wishId } = await stage.act(by === 'pupil' ? pupil.key : pupil.guardian, addWish, {
    applicationId,
    ...wish,
  });
  for (const thing of told.measures) {
    stage.on(days.agreed.subtract({ days: 3 }), 11);
    const doer =
      thing.doer === 'host'
        ? (pupil.hostParent as string)
        : thing.doer === 'contact'
          ? contact
          : null;
    const { id: measureId } = await stage.act(contact, proposeMeasure, {
      applicationId,
      wishId,
      title: thing.title,
      what: thing.what,
      doer: doer ? await stage.personId(doer) : stage.org(pupil.school),
      byOn: (thing.begun
        ? stage.today.add({ days: 16 })
        : days.agreed.add({ days: 21 })
      ).toString(),
      budgetLine: thing.line,
      estimate: thing.estimate,
    });
    stage.on(days.agreed.subtract({ days: 1 }), 20);
    await stage.act(pupil.key, giveOpinion, { measureId, says: 'yes' });
    // the parents are still asked
    if (thing.open) continue;
    await stage.act(pupil.guardian, giveOpinion, { measureId, says: 'yes' });
    stage.on(days.agreed, 12);
    await stage.act(contact, moveMeasure, { measureId, version: 1, transition: 'agree' });
    for (const [title, who, anchor, count] of thing.steps)
      await stage.act(contact, planStep, { measureId, title, who, anchor, days: count });
    if (thing.begun) {
      await stage.act(contact, moveMeasure, { measureId, version: 2, transition: 'start' });
      await tickSteps(stage, contact, pupil, measureId, stage.today);
    }
    if (!days.after) continue;
    stage.on(days.agreed.add({ days: 20 }), 15);
    await stage.act(contact, moveMeasure, { measureId, version: 2, transition: 'finish' });
    if (thing.real) await stage.act(contact, recordCost, { measureId, real: thing.real });
    stage.on(days.agreed.add({ days: 88 }), 15);
    await tickSteps(stage, contact, pupil, measureId, days.after);
    stage.on(days.after, 20);
    for (const [as, [points, words]] of Object.entries(thing.effects ?? {})) {
      const who = as === 'pupil' ? pupil.key : as === 'guardian' ? pupil.guardian : contact;
      await stage.act(who, sayEffect, { measureId, points, words });
    }
  }
}

/** What lies behind is done. */
async function tickSteps(
  stage: Stage,
  contact: string,
  pupil: Pupil,
  measureId: `mea_${string}`,
  before: Temporal.PlainDate,
): Promise<void> {
  const actor = await stage.look((read) => readActor(read, contact));
  const plan = await answer(stage.runtime, getPlan, actor, { applicationId: pupil.applicationId });
  if (!plan.ok) throw new Error(`${contact} does not read the plan of ${pupil.key}`);
  for (const step of plan.view.steps.filter(
    (s) =>
      s.measureId === measureId && s.mayFinish && Temporal.PlainDate.compare(s.day, before) < 0,
  ))
    await stage.act(contact, finishStep, { measureId, stepId: step.id });
}

/** The parents at home: a meeting that is planned, and one who asked to be called back. */
export async function standByParents(stage: Stage, pupil: Pupil, callBack: boolean): Promise<void> {
  const who = contacts[supportOf[pupil.school]] as string;
  stage.on(stage.today.subtract({ days: 2 }), 10);
  await stage.act(who, planTalk, {
    applicationId: pupil.applicationId,
    kind: 'meeting',
    byOn: stage.today.add({ days: 9 }).toString(),
    language: pupil.guardianLanguage,
  });
  if (!callBack) return;
  stage.on(stage.today.subtract({ days: 1 }), 18);
  await stage.act(pupil.guardian, askCallBack, {
    applicationId: pupil.applicationId,
    language: pupil.guardianLanguage,
    partOfDay: 'evening',
    phone: '',
  });
}

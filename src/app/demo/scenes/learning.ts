import { system } from '#kernel/actor.ts';
import type { MobilityId } from '#kernel/ids.ts';
import {
  changeAgreement,
  decideRecognition,
  fileAgreement,
  fileComplement,
  issueComplement,
  openForSignature,
  saveDraft,
  signAgreement,
  startAgreement,
} from '#modules/learning/server/index.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import { dataOf, type Stage } from '../stage.ts';
import { coordinatorOf, type Pupil, type School, teacherOf } from './applying.ts';

type Row = {
  subject: string;
  outcome: string;
  learned: string;
  assessed: string;
  recognised: string;
};
type Agreement = {
  monitoring: string;
  reintegration: string;
  rows: Row[];
  results?: ['achieved' | 'partly' | 'not', string][];
  decisions?: ['recognised' | 'partly' | 'not_recognised', string][];
  change?: { reason: string; row: number; values: Row };
};
export const agreementOf = (pupil: string): Agreement => {
  const found = dataOf<Record<string, Agreement>>('agreements')[pupil];
  if (!found) throw new Error(`no agreement for ${pupil}`);
  return found;
};

/** What an agreement needs of a mobility that is placed. */
export type Learner = Pupil & { mobilityId: MobilityId; host: School; ofAge: boolean };

/** The contact teacher begins, and fills the table with the mentor. */
export async function draftAgreement(stage: Stage, learner: Learner): Promise<void> {
  const { rows, monitoring, reintegration } = agreementOf(learner.key);
  const mobilityId = learner.mobilityId;
  await stage.act(teacherOf[learner.school], startAgreement, { mobilityId });
  await stage.act(teacherOf[learner.school], saveDraft, {
    mobilityId,
    number: 1,
    version: 1,
    rows,
    monitoring,
    reintegration,
  });
}

export async function openToSign(
  stage: Stage,
  learner: Learner,
  number: number,
  version: number,
): Promise<string> {
  const { sha256 } = await stage.act(coordinatorOf[learner.school] as string, openForSignature, {
    mobilityId: learner.mobilityId,
    number,
    version,
  });
  return sha256;
}

export type Signature = 'pupil' | 'guardian' | 'sending_school' | 'host_school';

export async function sign(
  stage: Stage,
  learner: Learner,
  part: Signature,
  what: { number: number; sha256: string },
): Promise<void> {
  const who: Record<Signature, string> = {
    pupil: learner.key,
    guardian: learner.guardian,
    sending_school: coordinatorOf[learner.school] as string,
    host_school: coordinatorOf[learner.host] as string,
  };
  const { complete } = await stage.act(who[part], signAgreement, {
    mobilityId: learner.mobilityId,
    ...what,
    role: part,
    language: part === 'pupil' ? learner.language : chooseLanguage(learner.guardianLanguage),
    agrees: true,
  });
  // the paper is made now and not by the worker, so that it carries the day of the last signature
  if (complete)
    await stage.act(system('learning'), fileAgreement, {
      mobilityId: learner.mobilityId,
      number: what.number,
    });
}

/** Both sides of a signature in the order in which people sign; somebody of age signs without a guardian. */
export function signatures(learner: Learner): Signature[] {
  return learner.ofAge
    ? ['pupil', 'host_school', 'sending_school']
    : ['pupil', 'guardian', 'host_school', 'sending_school'];
}

/** A change after signing: a new version, which some have signed and others not yet. */
export async function changeMidway(
  stage: Stage,
  learner: Learner,
  day: Temporal.PlainDate,
): Promise<void> {
  const { change, rows } = agreementOf(learner.key);
  if (!change) throw new Error(`no change for ${learner.key}`);
  const mobilityId = learner.mobilityId;
  stage.on(day, 11);
  const { number } = await stage.act(teacherOf[learner.school], changeAgreement, {
    mobilityId,
    reason: change.reason,
  });
  const version = await stage.look(async (read) => {
    const row = await read
      .selectFrom('agreement_versions')
      .select('version')
      .where('mobility_id', '=', mobilityId)
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    return row.version;
  });
  const saved = await stage.act(teacherOf[learner.school], saveDraft, {
    mobilityId,
    number,
    version,
    rows: rows.map((row, i) => (i === change.row ? change.values : row)),
  });
  const sha256 = await openToSign(stage, learner, number, saved.version);
  stage.on(day, 19);
  await sign(stage, learner, 'pupil', { number, sha256 });
}

export async function complement(
  stage: Stage,
  learner: Learner,
  mentor: string,
  stay: { from: Temporal.PlainDate; until: Temporal.PlainDate },
): Promise<void> {
  const { results = [] } = agreementOf(learner.key);
  await stage.act(mentor, issueComplement, {
    mobilityId: learner.mobilityId,
    confirmedFrom: stay.from.toString(),
    confirmedUntil: stay.until.toString(),
    remarks: '',
    results: results.map(([result, remark], position) => ({ position, result, remark })),
  });
  await stage.act(system('learning'), fileComplement, { mobilityId: learner.mobilityId });
}

export async function recognise(stage: Stage, learner: Learner): Promise<void> {
  const { decisions = [] } = agreementOf(learner.key);
  await stage.act(coordinatorOf[learner.school] as string, decideRecognition, {
    mobilityId: learner.mobilityId,
    decisions: decisions.map(([decision, reason], position) => ({ position, decision, reason })),
  });
}

import { visitor } from '#kernel/actor.ts';
import type { MobilityId, PersonId } from '#kernel/ids.ts';
import {
  answerNote,
  askPhysician,
  breakGlass,
  confirmRecord,
  getRecord,
  lookInside,
  proposeNote,
  saveAnswers,
  saveStatement,
  signHistory,
  signStatement,
} from '#modules/health/server/index.ts';
import { answer } from '#platform/query.ts';
import { dataOf, readActor, type Stage } from '../stage.ts';
import { coordinatorOf, type Pupil } from './applying.ts';
import type { Placed } from './placing.ts';

type Page = { page: string; fields: Record<string, string[]> };
type Told = {
  history: Page[];
  statement?: Page[];
  /** the first is sent back, the second accepted */
  notes?: [string, string];
  remark?: string;
  reason?: string;
};
const told = (key: string): Told => dataOf<Record<string, Told>>('health')[key] as Told;

const whole = 'zoe.mbuyi';

/** The guardian fills in the pages and signs, then asks the physician, who has not answered yet. */
async function fillHistory(stage: Stage, pupil: Pupil): Promise<{ pupilId: PersonId }> {
  const own = { pupilId: await stage.personId(pupil.key) };
  let version = 0;
  for (const page of told(pupil.key).history)
    ({ version } = await stage.act(pupil.guardian, saveAnswers, { ...own, ...page, version }));
  const language = pupil.guardianLanguage as 'en';
  await stage.act(pupil.guardian, signHistory, { ...own, version, language });
  await stage.act(pupil.guardian, askPhysician, { ...own, language });
  return own;
}

/** The physician follows the link that the guardian passed on. */
async function stateFitness(stage: Stage, pupil: Pupil, own: { pupilId: PersonId }) {
  const guardian = await stage.look((read) => readActor(read, pupil.guardian));
  const record = await answer(stage.runtime, getRecord, guardian, own);
  const token = record.ok ? record.view.link?.address.split('/').at(-1) : undefined;
  if (!token) throw new Error(`no link for the physician of ${pupil.key}`);
  let version = 0;
  for (const { page, fields } of told(pupil.key).statement ?? []) {
    const examined = stage.today.subtract({ days: 60 }).toString();
    ({ version } = await stage.act(visitor, saveStatement, {
      token,
      page,
      version,
      fields: 'examined-on' in fields ? { ...fields, 'examined-on': [examined] } : fields,
    }));
  }
  await stage.act(visitor, signStatement, { token, version, language: 'fr' });
}

/** One who goes abroad with everything: the record, a care note at the second try, and one emergency. */
export async function careFor(
  stage: Stage,
  startsOn: Temporal.PlainDate,
  all: Placed[],
): Promise<void> {
  const placed = all.find((p) => p.key === whole);
  if (!placed) throw new Error(`${whole} is not abroad`);
  const { notes, remark, reason } = told(whole);
  const here = { mobilityId: placed.mobilityId as MobilityId };
  const before = (days: number) => startsOn.subtract({ days });
  stage.on(before(34), 20);
  const own = await fillHistory(stage, placed);
  stage.on(before(33), 12);
  await stateFitness(stage, placed, own);
  for (const [i, text] of (notes ?? []).entries()) {
    stage.on(before(12 - i * 2), 18);
    await stage.act(placed.plan.contact, proposeNote, { ...here, text });
    stage.on(before(11 - i * 2), 21);
    const said =
      i === 0
        ? { answer: 'send_back' as const, remark: remark ?? '' }
        : { answer: 'accept' as const, remark: '' };
    await stage.act(placed.guardian, answerNote, { ...here, number: i + 1, ...said });
  }
  stage.on(before(8), 20);
  await stage.act(placed.guardian, confirmRecord, { ...own, sure: true });
  stage.on(startsOn.add({ days: 16 }), 17);
  const coordinator = coordinatorOf[placed.plan.hosting] as string;
  await stage.act(coordinator, breakGlass, { ...here, reason: reason ?? '' });
  await stage.act(coordinator, lookInside, here);
}

/** One who applies: the family was early, the physician has not answered. */
export async function beginRecord(stage: Stage, pupil: Pupil): Promise<void> {
  await fillHistory(stage, pupil);
}

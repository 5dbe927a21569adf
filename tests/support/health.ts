import type { PersonId } from '#kernel/ids.ts';
import {
  askPhysician,
  getAnswers,
  getRecord,
  getStatement,
  saveAnswers,
  saveStatement,
  signHistory,
  signStatement,
} from '#modules/health/server/index.ts';
import { today } from '#platform/clock.ts';
import type { House } from './house.ts';

type Page = { page: string; fields: Record<string, string[]> };

/** The family's pages as somebody fills them; one word stands where it can be looked for. */
export function historyPages(word: string): [Page, Page, Page, Page, Page] {
  return [
    {
      page: 'past',
      fields: { had: ['measles'], 'had-when': [`As a small child, ${word}`], operations: ['no'] },
    },
    {
      page: 'allergies',
      fields: {
        allergies: ['yes'],
        'allergy-list.0.to': [`Nuts ${word}`],
        'allergy-list.0.danger': ['serious'],
        'emergency-pen': ['yes'],
      },
    },
    {
      page: 'now',
      fields: {
        conditions: ['asthma'],
        'conditions-words': [`Inhaler at night ${word}`],
        mind: ['no'],
      },
    },
    {
      page: 'medicine',
      fields: {
        takes: ['yes'],
        'medicines.0.name': [`Salbutamol ${word}`],
        'medicines.0.dose': ['2 puffs'],
        'medicines.0.when': ['when short of breath'],
      },
    },
    {
      page: 'insured',
      fields: {
        insurer: ['Seguro Ejemplo'],
        doctor: ['Dr Salva, +34 91 000 00 00'],
        truth: ['yes'],
      },
    },
  ];
}

/** The physician's pages. */
export function statementPages(word: string): Page[] {
  return [
    {
      page: 'you',
      fields: {
        'not-related': ['yes'],
        'name.given': ['Greta'],
        'name.family': ['Salva'],
        practice: ['Centro de salud, Madrid'],
        phone: ['+34 91 000 00 00'],
        'examined-on': [today().subtract({ days: 3 }).toString()],
      },
    },
    {
      page: 'measures',
      fields: { height: ['168'], weight: ['57.5'], 'weight-change': ['no'] },
    },
    {
      page: 'findings',
      fields: { systems: ['lungs'], 'systems-words': [`Mild asthma, ${word}`] },
    },
    {
      page: 'vaccinations',
      fields: { 'vaccinations.0.against': [`Measles ${word}`] },
    },
    { page: 'fit', fields: { fit: ['yes'], sport: ['all'], true: ['yes'] } },
  ];
}

type Whose = { pupil: PersonId; guardian: PersonId };

function done<T extends { ok: boolean }>(outcome: T): Extract<T, { ok: true }> {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return outcome as Extract<T, { ok: true }>;
}

/** The secret in the physician's link, as the guardian sees it. */
export async function tokenOf(house: House, { pupil, guardian }: Whose): Promise<string> {
  const asked = await (await house.as(guardian)).ask(getRecord, { pupilId: pupil });
  const { view } = done(asked);
  return view.link?.address.split('/').at(-1) ?? '';
}

/** Family and physician fill in and sign everything. */
export async function signAll(house: House, whose: Whose, word: string): Promise<void> {
  const guardian = await house.as(whose.guardian);
  const own = { pupilId: whose.pupil };
  let { version } = done(await guardian.ask(getAnswers, own)).view;
  for (const page of historyPages(word))
    ({ version } = done(await guardian.do(saveAnswers, { ...own, ...page, version })));
  done(await guardian.do(signHistory, { ...own, version, language: 'en' }));
  done(await guardian.do(askPhysician, own));
  const token = await tokenOf(house, whose);
  let at = done(await house.visitor.ask(getStatement, { token })).view.open?.version ?? 0;
  for (const page of statementPages(word))
    ({ version: at } = done(
      await house.visitor.do(saveStatement, { token, ...page, version: at }),
    ));
  done(await house.visitor.do(signStatement, { token, version: at, language: 'en' }));
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApplicationId, IntakeId } from '#kernel/ids.ts';
import {
  checkPupils,
  giveFirstConsent,
  importPupils,
  saveAnswers,
  selectPupil,
  setSupportingOrganisation,
  submitApplication,
} from '#modules/applications/server/index.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import { dataFolder, dataOf, type Stage, together } from '../stage.ts';

export type Intake = {
  id: IntakeId;
  name: string;
  phase: Phase;
  startsOn: Temporal.PlainDate;
  endsOn: Temporal.PlainDate;
};
export type Phase = 'returned' | 'abroad' | 'applying';
export const schools = ['brussels', 'madrid', 'riga', 'chartres'] as const;
export type School = (typeof schools)[number];
/** The organisation that supports each school. */
export const supportOf: Record<School, string> = {
  brussels: 'afs-be',
  madrid: 'afs-es',
  riga: 'afs-lv',
  chartres: 'afs-fr',
};
export const coordinatorOf: Record<string, string> = {
  brussels: 'benoit.dewaele',
  madrid: 'lucia.navarro',
  riga: 'janis.kenins',
  chartres: 'helene.lefevre',
  'afs-be': 'sofie.desmedt',
  'afs-es': 'nuria.castano',
  'afs-lv': 'liga.abolina',
  'afs-fr': 'maelle.kergoat',
};
export const teacherOf: Record<School, string> = {
  brussels: 'noemie.vandenbossche',
  madrid: 'inigo.etxeberria',
  riga: 'dzintra.skelite',
  chartres: 'francois.gerard',
};
export const mentorOf: Record<School, string> = {
  brussels: 'yasmina.elhaddadi',
  madrid: 'marta.gimenez',
  riga: 'martins.ozolins',
  chartres: 'zoe.lhermitte',
};

/** A pupil of the cohort with all that the story needs to know. */
export type Pupil = {
  key: string;
  school: School;
  guardian: string;
  guardianLanguage: string;
  language: string;
  applicationId: ApplicationId;
  version: number;
};

/** The day for which the files of pupils were written: the stay of the pilot began then. */
const written = Temporal.PlainDate.from('2022-02-01');

/**
 * The file as the school would send it today: every date in it is moved by the days between the stay it was written
 * for and this one, in the form it was typed, so that all are of the age they are meant to be. Bytes, not letters: the
 * encoding of the file stays its own.
 */
export function movedFile(name: string, startsOn: Temporal.PlainDate): Buffer {
  const days = written.until(startsOn, { largestUnit: 'days' }).days;
  const text = readFileSync(join(dataFolder(), `${name}.csv`), 'latin1');
  const two = (n: number) => String(n).padStart(2, '0');
  const moved = text.replaceAll(
    /\b(?:(\d{2})([.-])(\d{2})\2(\d{4})|(\d{4})-(\d{2})-(\d{2}))\b/g,
    (_, day, separator, month, year, isoYear, isoMonth, isoDay) => {
      const date = Temporal.PlainDate.from({
        year: Number(year ?? isoYear),
        month: Number(month ?? isoMonth),
        day: Number(day ?? isoDay),
      }).add({ days });
      return separator
        ? [two(date.day), two(date.month), date.year].join(separator)
        : date.toString();
    },
  );
  return Buffer.from(moved, 'latin1');
}

/** Each school imports its own file, sees that it is clean, and names who supports it. */
export async function importFiles(stage: Stage, intake: Intake): Promise<Pupil[]> {
  await together(schools, async (school) => {
    const name = `${school}-${intake.phase}`;
    const place = { intakeId: intake.id, schoolId: stage.org(school) };
    const who = coordinatorOf[school] as string;
    const { pupils } = await stage.act(who, checkPupils, {
      ...place,
      fileName: `${name}.csv`,
      content: movedFile(name, intake.startsOn).toString('base64'),
    });
    await stage.act(who, importPupils, { ...place, pupils });
    await stage.act(who, setSupportingOrganisation, {
      ...place,
      orgId: stage.org(supportOf[school]),
    });
  });
  return pupilsOf(stage, intake);
}

/** All pupils of an intake as the story knows them. */
export async function pupilsOf(stage: Stage, intake: Intake): Promise<Pupil[]> {
  const rows = await stage.look((read) =>
    read
      .selectFrom('applications as a')
      .innerJoin('persons as p', 'p.id', 'a.pupil_id')
      .innerJoin('guardianships as g', 'g.pupil_id', 'p.id')
      .innerJoin('persons as h', 'h.id', 'g.guardian_id')
      .select([
        'a.id',
        'a.version',
        'a.sending_school_id',
        'p.email',
        'p.language',
        'h.email as guardian_email',
        'h.language as guardian_language',
      ])
      .where('a.intake_id', '=', intake.id)
      .orderBy('p.family_name')
      .execute(),
  );
  const nameOf = (email: string | null) => (email ?? '').split('@')[0] ?? '';
  return rows.map((r) => ({
    key: nameOf(r.email),
    school: schools.find((s) => stage.org(s) === r.sending_school_id) as School,
    guardian: nameOf(r.guardian_email),
    guardianLanguage: chooseLanguage(r.guardian_language),
    language: chooseLanguage(r.language),
    applicationId: r.id,
    version: r.version,
  }));
}

/** What stands in the fields of each page of the form, and why the school chose this pupil. */
type Said = Record<string, Record<string, string | string[]>>;
type Words = Record<string, Said & { selection?: string }>;
const words = (): Words => dataOf('applications');

/** The pupil fills the pages that have words in the cohort's data, in the order they are asked. */
export async function fillApplication(
  stage: Stage,
  pupil: Pupil,
  said: Said = words()[pupil.key] ?? {},
): Promise<void> {
  for (const pageId of ['about', 'why', 'languages', 'home', 'letter', 'food']) {
    const fields = said[pageId];
    if (!fields) continue;
    await stage.act(pupil.key, saveAnswers, {
      applicationId: pupil.applicationId,
      pageId,
      fields: Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, [value].flat()]),
      ),
    });
    pupil.version += 1;
  }
}

export async function submit(stage: Stage, pupil: Pupil): Promise<void> {
  await stage.act(pupil.key, submitApplication, {
    applicationId: pupil.applicationId,
    version: pupil.version,
    language: chooseLanguage(pupil.language),
  });
  pupil.version += 1;
}

export async function consentFirst(stage: Stage, pupil: Pupil): Promise<void> {
  await stage.act(pupil.guardian, giveFirstConsent, {
    applicationId: pupil.applicationId,
    language: chooseLanguage(pupil.guardianLanguage),
    agree: true,
  });
}

export async function select(stage: Stage, pupil: Pupil): Promise<void> {
  await stage.act(coordinatorOf[pupil.school] as string, selectPupil, {
    applicationId: pupil.applicationId,
    version: pupil.version,
    reason: words()[pupil.key]?.selection ?? '',
  });
  pupil.version += 1;
}

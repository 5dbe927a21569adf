import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import type { PersonId } from '#kernel/ids.ts';
import { type Failure, type Fault, fail, failAll, ok } from '#kernel/outcome.ts';
import { line } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import { insertGuardianship, insertPerson } from '#modules/people/server/index.ts';
import { command } from '#platform/command.ts';
import { keyedHash, newId } from '#platform/dice.ts';
import type { CommandTools } from '#platform/runtime.ts';
import { tableLimits, writeCsv } from '#platform/spreadsheet.ts';
import { mayAddPupils } from '../../core/policy.ts';
import {
  guessColumns,
  type ImportFault,
  pupilFaults,
  pupilsInTable,
  templateHeader,
} from '../../core/rules/index.ts';
import { type PupilInput, pupilInput, pupilsAtOnce } from '../../core/schema.ts';
import { guardianInvited, pupilInvited } from '../notices.ts';
import * as store from '../store.ts';
import { asksToAdd, loadPlace, type Place, place } from './place.ts';
import {
  listCut,
  listFile,
  listMeaning,
  openList,
  rememberedReading,
  rememberReading,
} from './read-list.ts';

/** A fault of a row as the one failure shape: its place is in the parameters, so that a page can make a table of them. */
function toldFaults(faults: readonly ImportFault[]): Fault[] {
  return faults.map((f) => ({
    reason: f.reason,
    field: 'file',
    params: { ...f.params, row: f.row, column: f.column, value: f.value.slice(0, 80) },
  }));
}

export const checkPupils = command({
  name: 'applications.check-pupils',
  summary:
    'Read a table of pupils (CSV or XLSX, base64) and say everything that is wrong, by row and column. Writes no pupil.',
  input: z.object({
    ...place,
    ...listFile,
    ...listCut,
    ...listMeaning,
    /** keeps how the columns were understood for the next list with these headers */
    remember: z.boolean().default(false),
  }),
  load: ({ tx }, input) => loadPlace(tx, input),
  permit: (actor, loaded, input) => mayAddPupils(actor, asksToAdd(loaded, input.schoolId)),
  run: async ({ tx, actor, now, today }, { intake, school, known }, input) => {
    if (!school) return fail('applications.refused.own-school-adds');
    const list = await openList(input);
    if (!list.ok) return list.failure;
    const kept = input.columns ? null : await rememberedReading(tx, input.schoolId, list.header);
    const columns = input.columns ?? kept?.columns ?? guessColumns(list.header);
    const twice = columns.findIndex((key, i) => key !== '' && columns.indexOf(key) < i);
    if (twice >= 0)
      return fail(
        'applications.import.twice',
        {
          one: list.header[columns.indexOf(columns[twice] ?? '')] ?? '',
          other: list.header[twice] ?? '',
        },
        `column.${twice}`,
      );
    const slash = input.slash || kept?.slash || null;
    const nameOrder = input.nameOrder || kept?.nameOrder;
    const read = pupilsInTable(
      list,
      {
        language: school.language,
        countryCode: school.country_code,
        startsOn: intake.starts_on,
      },
      { columns, slash, ...(nameOrder ? { nameOrder } : {}) },
    );
    if (read.missing.length > 0)
      return failAll(
        read.missing.map((key) => ({
          reason: `applications.import.missing-${headerWords(key)}`,
          field: 'file',
        })),
      );
    if (list.rows.length === 0) return fail('applications.import.no-rows', undefined, 'file');
    if (list.rows.length > pupilsAtOnce)
      return fail('applications.import.too-many', { max: pupilsAtOnce }, 'file');
    const faults = [
      ...read.faults,
      ...pupilFaults(read.pupils, {
        startsOn: intake.starts_on,
        today,
        known,
        columns: read.columns,
      }),
    ].sort((a, b) => a.row - b.row);
    if (faults.length > 0) return failAll(toldFaults(faults));
    // how a school's lists look is remembered by its own people
    if (input.remember && actor.kind === 'person' && worksFor(actor, input.schoolId))
      await rememberReading(tx, {
        orgId: input.schoolId,
        header: list.header,
        columns,
        slash,
        nameOrder: nameOrder ?? null,
        by: actor.personId,
        now,
      });
    return ok({ pupils: read.pupils, unknown: read.unknown });
  },
  audit: (_, input, { pupils }) => ({
    subjectId: input.intakeId,
    orgId: input.schoolId,
    details: { pupils: pupils.length },
  }),
});

/** `familyName` as the key of a message has it. */
const headerWords = (key: string) => key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

/**
 * Writes pupils, applications, guardians and mails: all or nothing. The order is that of the row policies: the
 * application makes the pupil the school's to see, and with the pupil the guardians.
 */
async function addAll(
  { tx, actor, now, today, post, runtime }: CommandTools,
  { intake, school, adding }: Place,
  pupils: readonly PupilInput[],
): Promise<void> {
  if (!school) return;
  const origin = runtime.config.origin;
  const isExample = runtime.config.mode === 'demo';
  const addresses = pupils.flatMap((p) => [p.email, ...p.guardians.map((g) => g.email)]);
  const people = await store.knownPeople(tx, [...new Set(addresses)]);
  const plain = (text: string) => text.normalize('NFC').toLocaleLowerCase('und');
  const key = (p: { givenName: string; familyName: string; email: string }, born: string) =>
    JSON.stringify([plain(p.givenName), plain(p.familyName), p.email, born]);
  const ids = new Map<string, PersonId>(
    people.map((p) => [
      key(
        { givenName: p.given_name, familyName: p.family_name, email: p.email?.toLowerCase() ?? '' },
        p.birth_date?.toString() ?? '',
      ),
      p.id,
    ]),
  );
  // a supporting organisation that adds pupils for the school supports them, too
  const supportingOrgId =
    (await store.supportChosen(tx, intake.id, school.org_id)) ??
    adding(school.org_id).supportingDo.find((id) => worksFor(actor, id)) ??
    null;
  for (const pupil of pupils) {
    const pupilKey = key(pupil, pupil.birthDate);
    let pupilId = ids.get(pupilKey);
    if (!pupilId) {
      pupilId = newId('per');
      ids.set(pupilKey, pupilId);
      await insertPerson(tx, {
        id: pupilId,
        givenName: pupil.givenName,
        familyName: pupil.familyName,
        email: pupil.email,
        language: pupil.language,
        birthDate: Temporal.PlainDate.from(pupil.birthDate),
        gender: pupil.gender,
        countryCode: pupil.countryCode ?? school.country_code,
        isExample,
        now,
      });
    }
    const applicationId = newId('app');
    await store.insertApplication(tx, {
      id: applicationId,
      intakeId: intake.id,
      pupilId,
      schoolId: school.org_id,
      supportingOrgId,
      schoolClass: pupil.schoolClass,
      now,
    });
    const stay = {
      applicationId,
      pupil: pupil.givenName,
      pupilName: displayName({ given_name: pupil.givenName, family_name: pupil.familyName }),
      school: school.name,
      startsOn: intake.starts_on,
      endsOn: intake.ends_on,
    };
    await post(
      pupilInvited(
        { id: pupilId, name: pupil.givenName, email: pupil.email, language: pupil.language },
        stay,
        origin,
      ),
    );
    for (const guardian of pupil.guardians) {
      const guardianKey = key(guardian, '');
      let guardianId = ids.get(guardianKey);
      const language = guardian.language ?? pupil.language;
      if (!guardianId) {
        guardianId = newId('per');
        ids.set(guardianKey, guardianId);
        await insertPerson(tx, {
          id: guardianId,
          givenName: guardian.givenName,
          familyName: guardian.familyName,
          email: guardian.email,
          language,
          isExample,
          now,
        });
      }
      await insertGuardianship(tx, {
        pupilId,
        guardianId,
        relation: guardian.relation,
        fromOn: today,
      });
      const name = displayName({
        given_name: guardian.givenName,
        family_name: guardian.familyName,
      });
      await post(
        guardianInvited({ id: guardianId, name, email: guardian.email, language }, stay, origin),
      );
    }
  }
}

function refusal(loaded: Place, pupils: readonly PupilInput[], today: Temporal.PlainDate) {
  const faults = pupilFaults(pupils, {
    startsOn: loaded.intake.starts_on,
    today,
    known: loaded.known,
  });
  if (faults.length === 0) return null;
  // the same list sent a second time: nothing is wrong with it, it is done
  const again = new Set(
    faults.filter((f) => f.reason === 'applications.import.already-in-intake').map((f) => f.row),
  );
  const done: Failure | null =
    again.size === pupils.length && faults.length === pupils.length
      ? fail('platform.error.already-done', undefined, undefined, 'conflict')
      : null;
  return { faults, done };
}

export const importPupils = command({
  name: 'applications.import-pupils',
  summary:
    'Add a list of pupils with their guardians to an intake: all of them or none. Everybody gets a mail.',
  input: z.object({
    ...place,
    pupils: z
      .array(pupilInput, { error: 'applications.import.altered' })
      .min(1, { error: 'applications.import.no-rows' })
      .max(pupilsAtOnce, { error: 'applications.import.altered' }),
  }),
  load: async ({ tx }, input) =>
    (await store.lockIntake(tx, input.intakeId)) ? loadPlace(tx, input) : null,
  permit: (actor, loaded, input) => mayAddPupils(actor, asksToAdd(loaded, input.schoolId)),
  run: async (tools, loaded, input) => {
    const refused = refusal(loaded, input.pupils, tools.today);
    if (refused) return refused.done ?? failAll(toldFaults(refused.faults));
    await addAll(tools, loaded, input.pupils);
    return ok({ added: input.pupils.length });
  },
  audit: (_, input) => ({
    subjectId: input.intakeId,
    orgId: input.schoolId,
    details: { pupils: input.pupils.length },
  }),
});

const { guardians: _guardians, row: _row, ...onePupil } = pupilInput.shape;

export const addPupil = command({
  name: 'applications.add-pupil',
  summary: 'Add one pupil with a guardian to an intake. Both get a mail.',
  input: z.object({
    ...place,
    ...onePupil,
    guardianGivenName: z
      .string()
      .trim()
      .max(80, { error: 'platform.invalid.too-long' })
      .default(''),
    guardianFamilyName: z
      .string()
      .trim()
      .max(80, { error: 'platform.invalid.too-long' })
      .default(''),
    guardianEmail: z.string().trim().max(254, { error: 'platform.invalid.too-long' }).default(''),
    guardianRelation: z.string().default(''),
    guardianLanguage: z.string().default(''),
  }),
  load: async ({ tx }, input) =>
    (await store.lockIntake(tx, input.intakeId)) ? loadPlace(tx, input) : null,
  permit: (actor, loaded, input) => mayAddPupils(actor, asksToAdd(loaded, input.schoolId)),
  run: async (tools, loaded, input) => {
    const hasGuardian = input.guardianGivenName || input.guardianFamilyName || input.guardianEmail;
    const guardian = hasGuardian
      ? guardianOfForm.safeParse({
          givenName: input.guardianGivenName,
          familyName: input.guardianFamilyName,
          email: input.guardianEmail,
          relation: input.guardianRelation,
          ...(input.guardianLanguage ? { language: input.guardianLanguage } : {}),
        })
      : null;
    if (guardian && !guardian.success)
      return failAll(
        guardian.error.issues.map((issue) => ({
          reason: issue.message.includes('.') ? issue.message : 'platform.invalid.choose',
          field: formField(String(issue.path[0])),
        })),
      );
    const pupil: PupilInput = {
      ...input,
      row: 1,
      guardians: guardian ? [guardian.data] : [],
    };
    const refused = refusal(loaded, [pupil], tools.today);
    if (refused)
      return (
        refused.done ??
        failAll(
          refused.faults.map((f) => ({
            reason: f.reason,
            params: { ...f.params, row: f.row, column: f.column, value: f.value },
            field:
              f.reason === 'applications.import.guardian-missing'
                ? 'guardianGivenName'
                : 'birthDate',
          })),
        )
      );
    await addAll(tools, loaded, [pupil]);
    return ok({ added: 1 });
  },
  audit: (_, input) => ({ subjectId: input.intakeId, orgId: input.schoolId }),
});

const guardianOfForm = z.object({
  givenName: line(80),
  familyName: line(80),
  email: pupilInput.shape.email,
  relation: z.enum(['mother', 'father', 'guardian'], { error: 'platform.invalid.choose' }),
  language: pupilInput.shape.language.optional(),
});

function formField(name: string): string {
  return `guardian${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** The largest list of pupils that is read, in bytes. */
export const listBytes = tableLimits.bytes;

/** An empty list with its headers, as CSV, in a language of the headers or else English. */
export function pupilsTemplate(language: string): string {
  return writeCsv([templateHeader(language)]);
}

type Binding = { intakeId: string; schoolId: string; personId: string };

function signature(secret: string, binding: Binding, body: string): Buffer {
  return keyedHash(
    secret,
    `pupils:${binding.intakeId}:${binding.schoolId}:${binding.personId}:${body}`,
  );
}

/** Checked rows to travel through the browser and back: readable there, but not to be changed. */
export function sealPupils(
  secret: string,
  binding: Binding,
  pupils: readonly PupilInput[],
): string {
  const body = Buffer.from(JSON.stringify(pupils)).toString('base64url');
  return `${body}.${signature(secret, binding, body).toString('base64url')}`;
}

/** The sealed rows, or null when a letter of them, the intake, the school or the person is another. */
export function openPupils(secret: string, binding: Binding, sealed: string): unknown {
  const [body = '', sign = ''] = sealed.split('.');
  const given = Buffer.from(sign, 'base64url');
  const right = signature(secret, binding, body);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
}

/** The rows of a sealed list for showing them; empty when they cannot be read. */
export function pupilsSealedIn(sealed: string): PupilInput[] {
  try {
    const read = z
      .array(pupilInput)
      .safeParse(JSON.parse(Buffer.from(sealed.split('.')[0] ?? '', 'base64url').toString('utf8')));
    return read.success ? read.data : [];
  } catch {
    return [];
  }
}

import { z } from 'zod';
import { system } from '#kernel/actor.ts';
import { allow, hide } from '#kernel/decision.ts';
import { ok } from '#kernel/outcome.ts';
import { line } from '#kernel/schema.ts';
import {
  acceptInvitation,
  editProfile,
  inviteColleague,
  inviteOrganisation,
} from '#modules/organisations/server/index.ts';
import { changeOwnDetails, insertPerson } from '#modules/people/server/index.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import { type Stage, tableOf, together } from '../stage.ts';

export const administrator = 'robin.maes';

/** The first person of the demo; a real installation makes its administrator by a printed link. */
const welcomeAdministrator = command({
  name: 'demo.welcome-administrator',
  summary: 'Make the administrator of the demo.',
  input: z.object({ givenName: line(80), familyName: line(80), email: z.email() }),
  load: async () => ({}),
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async ({ tx, now }, _, input) => {
    const id = newId('per');
    await insertPerson(tx, { ...input, id, language: 'en', isAdmin: true, isExample: true, now });
    return ok({ personId: id });
  },
  audit: (_, __, { personId }) => ({ subjectId: personId }),
});

/** Everything in the demo is an example and says so. */
const labelExamples = command({
  name: 'demo.label-examples',
  summary: 'Label all persons, organisations and projects of the demo as examples.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async ({ tx }) => {
    for (const table of ['persons', 'organisations', 'projects'] as const) {
      await tx
        .updateTable(table)
        .set({ is_example: true })
        .where('is_example', '=', false)
        .execute();
    }
    return ok();
  },
});

export type OrgRow = {
  key: string;
  kind: 'school' | 'supporting';
  name: string;
  countryCode: string;
  city: string;
  timeZone: string;
  language: 'en' | 'fr';
  email: string;
  phone: string;
  street: string;
  postcode: string;
  part: 'cohort' | 'club';
};
export type StaffRow = {
  organisation: string;
  givenName: string;
  familyName: string;
  email: string;
  roles: string;
  language: 'en' | 'fr';
  phone: string;
};

export const organisationRows = (): OrgRow[] => tableOf('organisations') as OrgRow[];
export const staffRows = (): StaffRow[] => tableOf('staff') as StaffRow[];

/** Somebody looks at their account and adds where they can be called. */
export async function leavePhone(stage: Stage, who: string, phone: string): Promise<void> {
  const personId = await stage.personId(who);
  const person = await stage.look((read) =>
    read.selectFrom('persons').selectAll().where('id', '=', personId).executeTakeFirstOrThrow(),
  );
  await stage.act(who, changeOwnDetails, {
    version: person.version,
    givenName: person.given_name,
    familyName: person.family_name,
    preferredName: person.preferred_name ?? '',
    phone,
    language: chooseLanguage(person.language),
  });
}

/** A number that nobody has: France keeps a range for films, elsewhere the noughts tell it. */
export function phoneIn(place: string, number: number): string {
  const last = String(number).padStart(2, '0');
  const numbers: Record<string, string> = {
    brussels: `+32 471 00 00 ${last}`,
    madrid: `+34 600 000 1${last}`,
    riga: `+371 20 000 1${last}`,
    chartres: `+33 6 39 98 01 ${last}`,
  };
  return numbers[place] ?? '';
}

/** Who opened the mail and followed its link. */
export const whoOf = (email: string): string => email.split('@')[0] ?? '';

/** The secret of the link in the newest invitation mailed to an address. */
export async function invitationFor(stage: Stage, email: string): Promise<string> {
  const mail = await stage.look((read) =>
    read
      .selectFrom('mails')
      .select('body_text')
      .where('to_address', '=', email)
      .where('kind', '=', 'invitation')
      .orderBy('created_at', 'desc')
      .executeTakeFirst(),
  );
  const token = /\/join\/([\w-]+)/.exec(mail?.body_text ?? '')?.[1];
  if (!token) throw new Error(`no invitation was mailed to ${email}`);
  return token;
}

/** The first of an organisation follows the link of the mail and tells about the organisation. */
export async function join(stage: Stage, org: OrgRow, first: StaffRow): Promise<void> {
  const { orgId } = await stage.act({ kind: 'visitor' }, acceptInvitation, {
    token: await invitationFor(stage, first.email),
    givenName: first.givenName,
    familyName: first.familyName,
    language: first.language,
    orgName: org.name,
    orgKind: org.kind,
    country: org.countryCode,
    city: org.city,
    timeZone: org.timeZone,
    orgLanguage: org.language,
  });
  if (!orgId) throw new Error(`${org.name} did not join`);
  stage.knowOrg(org.key, orgId);
  await stage.act(whoOf(first.email), editProfile, {
    orgId,
    version: 1,
    name: org.name,
    country: org.countryCode,
    city: org.city,
    timeZone: org.timeZone,
    language: org.language,
    oid: '',
    email: org.email,
    phone: org.phone,
    street: org.street,
    postalCode: org.postcode,
  });
  await leavePhone(stage, whoOf(first.email), first.phone);
}

export function firstOf(org: OrgRow, staff: StaffRow[]): StaffRow {
  const first = staff.find((s) => s.organisation === org.key);
  if (!first) throw new Error(`${org.name} has no staff`);
  return first;
}

/** The administrator invites an organisation; whoever opens the mail brings it in. */
export async function foundOrganisations(
  stage: Stage,
  orgs: OrgRow[],
  staff: StaffRow[],
): Promise<void> {
  await together(orgs, async (org) => {
    const first = firstOf(org, staff);
    await stage.act(administrator, inviteOrganisation, {
      name: org.name,
      kind: org.kind,
      email: first.email,
      language: first.language,
    });
    await join(stage, org, first);
  });
}

/** The coordinator of each organisation invites the colleagues, and they accept. */
export async function joinColleagues(
  stage: Stage,
  orgs: OrgRow[],
  staff: StaffRow[],
): Promise<void> {
  await together(orgs, async (org) => {
    const [first, ...others] = staff.filter((s) => s.organisation === org.key);
    if (!first) return;
    for (const colleague of others) {
      await stage.act(whoOf(first.email), inviteColleague, {
        orgId: stage.org(org.key),
        email: colleague.email,
        language: colleague.language,
        roles: colleague.roles.split(' ') as ('teacher' | 'mentor')[],
      });
      await stage.act({ kind: 'visitor' }, acceptInvitation, {
        token: await invitationFor(stage, colleague.email),
        givenName: colleague.givenName,
        familyName: colleague.familyName,
        language: colleague.language,
      });
      await leavePhone(stage, whoOf(colleague.email), colleague.phone);
    }
  });
}

export async function openHouseOfExamples(stage: Stage): Promise<void> {
  await stage.act(system('demo'), welcomeAdministrator, {
    givenName: 'Robin',
    familyName: 'Maes',
    email: `${administrator}@example.org`,
  });
}

export async function labelAll(stage: Stage): Promise<void> {
  await stage.act(system('demo'), labelExamples, {});
}

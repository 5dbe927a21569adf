import type { ApplicationId } from '#kernel/ids.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Tx } from '#platform/database/index.ts';
import { firstConsentOf, isOfAge, isState } from '../../core/rules/index.ts';
import type { ApplicationParties } from '../../core/types.ts';
import type { Addressee } from '../notices.ts';
import * as store from '../store.ts';

/** An application under lock with all that its commands decide on; null when the actor cannot see it. */
export async function loadApplication(tx: Tx, id: ApplicationId, today: Temporal.PlainDate) {
  const row = await store.applicationForUpdate(tx, id);
  const described = row && (await store.describedById(tx, id));
  if (!row || !described || !isState(row.state)) return null;
  const guardians = await store.guardiansOfPupils(tx, [row.pupil_id], today);
  const said = await store.firstConsentsOf(tx, [id]);
  const parties: ApplicationParties = {
    pupilId: row.pupil_id,
    guardianIds: guardians.map((g) => g.guardian_id),
    sendingSchoolId: row.sending_school_id,
    sendingOrgId: row.sending_org_id,
  };
  return {
    id,
    state: row.state,
    version: row.version,
    row,
    parties,
    described,
    guardians,
    /** in force */
    consents: said.filter((c) => c.withdrawn_at === null),
    hasFirstConsent: firstConsentOf(said, {
      state: row.state,
      pupilId: row.pupil_id,
      guardianIds: parties.guardianIds,
      ofAge: isOfAge(described.birth_date, today),
      countryCode: described.school_country,
    }).complete,
    isOfAge: isOfAge(described.birth_date, today),
    stay: {
      applicationId: id,
      pupil: described.preferred_name || described.given_name,
      pupilName: displayName(described),
      school: described.school_name,
      startsOn: described.starts_on,
      endsOn: described.ends_on,
    },
  };
}
/** The application as somebody writes it, under lock: little is asked, because it is kept every few seconds. */
export async function loadDraft(tx: Tx, id: ApplicationId, today: Temporal.PlainDate) {
  const row = await store.draftForUpdate(tx, id);
  if (!row || !isState(row.state)) return null;
  const guardians = await store.guardiansOfPupils(tx, [row.pupil_id], today);
  const parties: ApplicationParties = {
    pupilId: row.pupil_id,
    guardianIds: guardians.map((g) => g.guardian_id),
    sendingSchoolId: row.sending_school_id,
    sendingOrgId: row.sending_org_id,
  };
  return { id, state: row.state, row, parties };
}
export type LoadedDraft = NonNullable<Awaited<ReturnType<typeof loadDraft>>>;

export type LoadedApplication = NonNullable<Awaited<ReturnType<typeof loadApplication>>>;

export function pupilAddress({ described: d }: LoadedApplication): Addressee | null {
  if (!d.email) return null;
  return {
    id: d.pupil_id,
    name: d.preferred_name || d.given_name,
    email: d.email,
    language: d.language,
  };
}

export function guardianAddresses({ guardians }: LoadedApplication): Addressee[] {
  return guardians.flatMap((g) =>
    g.email && g.given_name && g.family_name && g.language
      ? [
          {
            id: g.guardian_id,
            name: displayName({
              given_name: g.given_name,
              family_name: g.family_name,
              preferred_name: g.preferred_name,
            }),
            email: g.email,
            language: g.language,
          },
        ]
      : [],
  );
}

/** The school and who supports it, as their table of who does what names them. */
export function pairOf(a: Pick<ApplicationParties, 'sendingSchoolId' | 'sendingOrgId'>) {
  return { schoolId: a.sendingSchoolId, supportingId: a.sendingOrgId };
}

export const remindTask = 'remind-applicants';

export function auditOf(loaded: LoadedApplication) {
  return { subjectId: loaded.id, orgId: loaded.parties.sendingSchoolId };
}

import type { IntakeId, OrgId } from '#kernel/ids.ts';
import { idOf } from '#kernel/schema.ts';
import type { Tx } from '#platform/database/index.ts';
import * as store from '../store.ts';

/** Where pupils are added: an intake, and the school that sends them. */
export const place = { intakeId: idOf('int'), schoolId: idOf('org') };

export async function loadPlace(tx: Tx, input: { intakeId: IntakeId; schoolId: OrgId }) {
  const intake = await store.intakeWithProject(tx, input.intakeId);
  if (!intake) return null;
  const parties = await store.partiesOf(tx, intake.project_id);
  const school = parties.find((p) => p.org_id === input.schoolId && p.role === 'school');
  const known = await store.pupilsOfIntake(tx, input.intakeId);
  return {
    intake,
    parties,
    school,
    known: known.map((p) => ({
      givenName: p.given_name,
      familyName: p.family_name,
      birthDate: p.birth_date,
    })),
  };
}
export type Place = NonNullable<Awaited<ReturnType<typeof loadPlace>>>;

/** The question of the policy, out of what was loaded. */
export function asksToAdd(loaded: Pick<Place, 'parties' | 'school'>, schoolId: OrgId) {
  return {
    schoolId,
    schoolTakesPart: loaded.school !== undefined,
    otherParties: loaded.parties.map((p) => p.org_id),
  };
}

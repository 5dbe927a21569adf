import type { IntakeId, OrgId } from '#kernel/ids.ts';
import { idOf } from '#kernel/schema.ts';
import { doesTask } from '#modules/partnerships/core/index.ts';
import { responsibilitiesOf } from '#modules/partnerships/server/index.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
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
    adding: await whoAdds(tx, parties),
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

/** Who adds a school's pupils: the school, unless it agreed otherwise with a supporting organisation of the project. */
export async function whoAdds(
  read: Readable,
  parties: readonly { org_id: OrgId; role: string }[],
): Promise<(schoolId: OrgId) => { schoolDoes: boolean; supportingDo: OrgId[] }> {
  const supporting = parties.filter((p) => p.role === 'supporting').map((p) => p.org_id);
  const pairsOf = (schoolId: OrgId) =>
    supporting.map((supportingId) => ({ schoolId, supportingId }));
  const shares = await responsibilitiesOf(
    read,
    parties.filter((p) => p.role === 'school').flatMap((p) => pairsOf(p.org_id)),
    'enter-pupils',
  );
  return (schoolId) => {
    const pairs = pairsOf(schoolId);
    return {
      schoolDoes: pairs.every((pair) => doesTask(shares(pair), 'sending-school')),
      supportingDo: pairs
        .filter((pair) => doesTask(shares(pair), 'sending-support'))
        .map((pair) => pair.supportingId),
    };
  };
}

/** A school's place in the project, as policies ask for it. */
export function atSchool(loaded: Pick<Place, 'parties' | 'school'>, schoolId: OrgId) {
  return {
    schoolId,
    schoolTakesPart: loaded.school !== undefined,
    otherParties: loaded.parties.map((p) => p.org_id),
  };
}

/** The question who adds pupils, out of what was loaded. */
export function asksToAdd(loaded: Pick<Place, 'parties' | 'school' | 'adding'>, schoolId: OrgId) {
  return { ...atSchool(loaded, schoolId), ...loaded.adding(schoolId) };
}

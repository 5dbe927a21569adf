import type { Actor } from '#kernel/actor.ts';
import type { ApplicationId, InclusionPlanId, OrgId } from '#kernel/ids.ts';
import { isOfAge } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { membersOf, organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { guardiansOf } from '#modules/people/server/index.ts';
import { today as dayItIs } from '#platform/clock.ts';
import type { Readable } from '#platform/database/index.ts';
import { belongsToday, type Doer, type InclusionCase, rolesOf } from '../../core/index.ts';
import * as rows from './rows.ts';

export type LoadedCase = {
  on: InclusionCase;
  /** null until somebody has said something, or for those who may not know */
  planId: InclusionPlanId | null;
  rates: boolean;
};

/** Everything a decision about a pupil's plan is made on; null where the application is not the actor's to see. */
export async function loadCase(
  read: Readable,
  actor: Actor,
  id: ApplicationId,
): Promise<LoadedCase | null> {
  if (actor.kind !== 'person') return null;
  const a = await rows.applicationOf(read, id);
  if (!a) return null;
  const today = dayItIs();
  const guardians = await guardiansOf(read, [a.pupil_id], today);
  const orgs = [a.sending_school_id, a.sending_org_id].filter((o): o is OrgId => o !== null);
  const contacts = (await rows.contactsFor(read, orgs, id)).toSorted(
    // the school's own first
    (a, b) => orgs.indexOf(a.org_id) - orgs.indexOf(b.org_id),
  );
  const mobilityId = await rows.mobilityIdOf(read, id);
  const dossier = mobilityId ? ((await loadDossier(read, mobilityId)) ?? null) : null;
  return {
    planId: a.plan_id,
    // the families' own never rate, and everybody else is asked for
    rates: actor.orgs.length > 0 && (await rows.rates(read, actor.personId, id)),
    on: {
      applicationId: a.id,
      applicationState: a.state,
      projectId: a.project_id,
      intakeId: a.intake_id,
      coordinatorId: a.coordinator_id,
      pupilId: a.pupil_id,
      pupilName: displayName(a),
      ofAge: isOfAge(a.birth_date, today),
      familyStays: a.family_stays ?? false,
      guardians: guardians.map((g) => ({
        id: g.id,
        name: displayName(g),
        language: g.language,
      })),
      sendingSchoolId: a.sending_school_id,
      sendingOrgId: a.sending_org_id,
      contacts: contacts.map((c) => ({ orgId: c.org_id, personId: c.person_id, name: c.name })),
      startsOn: dossier?.startsOn ?? a.starts_on,
      endsOn: dossier?.endsOn ?? a.ends_on,
      dossier,
    },
  };
}

export function rolesIn(
  actor: Actor,
  { on, rates }: LoadedCase,
  today: Temporal.PlainDate,
  measure: (Doer & { state: string }) | null = null,
) {
  return rolesOf(actor, on, { today, rates, measure });
}

export type DoerChoice = {
  id: string;
  name: string;
  group: 'family' | 'sending' | 'hosting' | 'organisations';
};

/** Who can carry a measure out: pupil and parents, people of the sending side, and who else has a part in the dossier. */
export async function doerChoices(
  read: Readable,
  on: InclusionCase,
  today: Temporal.PlainDate,
): Promise<DoerChoice[]> {
  const choices: DoerChoice[] = [
    { id: on.pupilId, name: on.pupilName, group: 'family' },
    ...on.guardians.map((g) => ({ id: g.id as string, name: g.name, group: 'family' as const })),
  ];
  const sending = [on.sendingSchoolId, on.sendingOrgId].filter((o): o is OrgId => o !== null);
  for (const orgId of sending) {
    for (const m of await membersOf(read, orgId, today))
      choices.push({ id: m.person_id, name: displayName(m), group: 'sending' });
  }
  const parties = (on.dossier?.parties ?? []).filter((p) =>
    belongsToday({ personId: p.personId, orgId: p.orgId }, on, today),
  );
  const persons = await rows.personsByIds(
    read,
    parties.flatMap((p) => (p.personId ? [p.personId] : [])),
  );
  for (const p of persons) choices.push({ id: p.id, name: displayName(p), group: 'hosting' });
  const orgs = await organisationsByIds(read, [
    ...new Set([...sending, ...parties.flatMap((p) => (p.orgId ? [p.orgId] : []))]),
  ]);
  for (const o of orgs) choices.push({ id: o.id, name: o.name, group: 'organisations' });
  const seen = new Set<string>();
  return choices.filter((c) => !seen.has(c.id) && seen.add(c.id));
}

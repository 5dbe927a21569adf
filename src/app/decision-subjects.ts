import { isId, type OrgId } from '#kernel/ids.ts';
import { rolesFor } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import type { DecisionChoices, DecisionSubjectSource } from '#modules/partnerships/server/index.ts';
import {
  intakeWithPartners,
  projectsWithIntakes,
  projectWithPartners,
} from '#modules/projects/server/index.ts';
import { projectsPaths } from '#modules/projects/web/index.ts';
import type { Readable } from '#platform/database/index.ts';

async function partnersOf(read: Readable, orgIds: readonly OrgId[]) {
  const orgs = await organisationsByIds(read, [...new Set(orgIds)]);
  return orgs.map((o) => ({ orgId: o.id, name: o.name, kind: o.kind }));
}

/** A project: decided by the organisations that run it together. */
const projectSubject: DecisionSubjectSource = async ({ read, actor }, id) => {
  const found = isId('prj', id) ? await projectWithPartners(read, id) : null;
  if (actor.kind !== 'person' || !found) return null;
  const partnerIds = found.partners.map((p) => p.orgId);
  if (!actor.orgs.some((o) => partnerIds.includes(o.orgId))) return null;
  return {
    label: found.project.title,
    href: projectsPaths.project.href({ projectId: found.project.id }),
    orgs: await partnersOf(read, partnerIds),
  };
};

/** An intake: decided by the partners of its project. */
const intakeSubject: DecisionSubjectSource = async ({ read, actor }, id) => {
  const found = isId('int', id) ? await intakeWithPartners(read, id) : null;
  if (actor.kind !== 'person' || !found) return null;
  const partnerIds = found.partners.map((p) => p.orgId);
  if (!actor.orgs.some((o) => partnerIds.includes(o.orgId))) return null;
  return {
    label: found.intake.name,
    href: projectsPaths.intake.href({ intakeId: found.intake.id }),
    orgs: await partnersOf(read, partnerIds),
  };
};

/** A dossier: decided by the organisations that have a part in it today; families and pupils do not read it. */
const mobilitySubject: DecisionSubjectSource = async ({ read, actor, today }, id) => {
  const dossier = isId('mob', id) ? await loadDossier(read, id) : undefined;
  if (actor.kind !== 'person' || !dossier) return null;
  const parties = dossier.parties.filter(
    (p) => p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, today) >= 0,
  );
  const partyIds = parties.flatMap((p) => p.orgId ?? []);
  const acts = actor.orgs.some((o) => partyIds.includes(o.orgId));
  if (!acts || rolesFor(actor, dossier, today).length === 0) return null;
  return {
    label: dossier.pupilName,
    href: mobilityPaths.dossier.href({ mobilityId: dossier.id }),
    orgs: await partnersOf(read, partyIds),
  };
};

/** Projects and their intakes: a dossier is asked about from its own pages. */
export const decisionChoices: DecisionChoices = async (read, orgIds) => {
  const found = await projectsWithIntakes(read, orgIds);
  return found.flatMap((project) => [
    { kind: 'project', id: project.id as string, label: project.title },
    ...project.intakes.map((intake) => ({
      kind: 'intake',
      id: intake.id as string,
      label: `${project.title} · ${intake.name}`,
    })),
  ]);
};

/** What partners decide together about, for the module that keeps decisions. */
export const decisionSubjects: Record<string, DecisionSubjectSource> = {
  project: projectSubject,
  intake: intakeSubject,
  mobility: mobilitySubject,
};

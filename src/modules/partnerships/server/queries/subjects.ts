import type { Actor } from '#kernel/actor.ts';
import { worksFor } from '#kernel/actor.ts';
import type { OrgId, PartnershipId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';
import { addressOf, type DecisionSubject, isWorking } from '../../core/index.ts';
import * as store from '../store/index.ts';

/** Something a decision can be asked for about: what it is called, where it is read, who shares it; null for who may not see it. */
export type DecisionSubjectSource = (
  tools: { read: Readable; actor: Actor; today: Temporal.PlainDate },
  id: string,
) => Promise<DecisionSubject | null>;

const ofPartnership: DecisionSubjectSource = async ({ read, actor }, id) => {
  const p = await store.partnershipById(read, id as PartnershipId);
  if (!p || !(worksFor(actor, p.first_org_id) || worksFor(actor, p.second_org_id))) return null;
  return {
    label: `${p.first_name} · ${p.second_name}`,
    href: addressOf.partnership(p.id),
    orgs: [
      { orgId: p.first_org_id, name: p.first_name, kind: p.first_kind },
      { orgId: p.second_org_id, name: p.second_name, kind: p.second_kind },
    ],
  };
};

/** What of later modules an actor can choose to ask about, where no page says it: by kind, id and name. */
export type DecisionChoices = (
  read: Readable,
  orgIds: readonly OrgId[],
) => Promise<{ kind: string; id: string; label: string }[]>;

let sources: Record<string, DecisionSubjectSource> = {};
let choices: DecisionChoices = async () => [];

/** What later modules have that decisions are asked for about, by kind; given once at start by the roof. */
export function setDecisionSubjects(
  given: Record<string, DecisionSubjectSource>,
  listed: DecisionChoices,
): void {
  sources = given;
  choices = listed;
}

/** What somebody can ask for a decision about: their partnerships, and what later modules list. */
export async function subjectsToChoose(read: Readable, orgIds: readonly OrgId[]) {
  const partnerships = await store.partnershipsOf(read, orgIds);
  return [
    ...partnerships
      .filter((p) => isWorking(p.state))
      .map((p) => ({
        kind: 'partnership',
        id: p.id as string,
        label: `${p.first_name} · ${p.second_name}`,
      })),
    ...(await choices(read, orgIds)),
  ];
}

/** The thing a decision is about, as this actor may see it. */
export async function subjectOf(
  tools: Parameters<DecisionSubjectSource>[0],
  about: { kind: string; id: string },
): Promise<DecisionSubject | null> {
  const source = about.kind === 'partnership' ? ofPartnership : sources[about.kind];
  return source ? source(tools, about.id) : null;
}

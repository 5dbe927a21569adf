import type { Actor } from '#kernel/actor.ts';
import { worksFor } from '#kernel/actor.ts';
import { all, allow, allowIf, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import {
  accessOf,
  type Dossier,
  needsRole,
  type PartyRole,
  phaseOf,
  rolesFor,
} from '#modules/mobilities/core/index.ts';
import { isAtLeast, toolRule, toolsFor } from './rules/index.ts';
import {
  type CaseLevel,
  type CasePart,
  type CaseTool,
  type ConcernRaiser,
  concernRaisers,
  type EvaluationRole,
  evaluationRoles,
  type PlanPart,
  planTools,
  type TalkPartner,
  talkPartners,
} from './types.ts';

/** Who writes check-ins down: never the host family, the school or the pupil. */
const keepers: PartyRole[] = ['contact_person', 'hosting_support'];

const isAbroad = (dossier: Pick<Dossier, 'state'>) =>
  dossier.state === 'departed' || dossier.state === 'settled';

/** As long as a phone keeps what could not be sent yet (islands/check-ins.ts). */
const daysOnPhone = 14;

/**
 * A talk is written down while the pupil is abroad, and until two weeks later when it was held before the end of the stay:
 * a phone may have had no connection.
 */
export function mayCheckIn(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
  heldOn: Temporal.PlainDate | null = null,
): Decision {
  const cameLate =
    dossier.state === 'returned' &&
    heldOn !== null &&
    Temporal.PlainDate.compare(heldOn, dossier.endsOn) <= 0 &&
    Temporal.PlainDate.compare(today, heldOn.add({ days: daysOnPhone })) <= 0;
  return all(
    needsRole(actor, dossier, today, ...keepers),
    isAbroad(dossier) || cameLate ? allow : refuse('support.refused.not-abroad'),
  );
}

/** Whether somebody is one of those who talk with pupil and family. */
export function keepsCheckIns(actor: Actor, dossier: Dossier, today: Temporal.PlainDate): boolean {
  return rolesFor(actor, dossier, today).some((r) => keepers.includes(r));
}

/**
 * Whose answers somebody may read. Whoever is the pupil or belongs to the host family never reads the other's, even if
 * they hold another part in the same dossier.
 */
export function readableCheckIns(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): TalkPartner[] {
  const roles = rolesFor(actor, dossier, today);
  if (roles.includes('host_family') || roles.includes('guardian')) return [];
  if (roles.includes('pupil')) return ['pupil'];
  const phase = phaseOf(dossier.state);
  return roles.some((role) => accessOf(role, 'support', phase) !== 'none') ? [...talkPartners] : [];
}

/** Head or coordinator of an organisation: sees its contacts and volunteers as a whole. */
export function leadsContacts(actor: Actor, orgId: OrgId | null | undefined): boolean {
  return worksFor(actor, orgId, 'head', 'coordinator');
}

/** A cover is made by whoever goes away, or by those who lead; for everybody else the organisation's people are hidden. */
export function mayCover(actor: Actor, orgId: OrgId, personId: PersonId): Decision {
  if (!worksFor(actor, orgId)) return hide;
  if (leadsContacts(actor, orgId)) return allow;
  return actor.kind === 'person' && actor.personId === personId
    ? allow
    : refuse('support.refused.own-cover');
}

export function mayThank(actor: Actor, orgId: OrgId): Decision {
  return allowIf(worksFor(actor, orgId));
}

/** Whether somebody may stand in: independent of the pupil, the family and the school (chain of communication, 5.1). */
export function standsApart(personId: PersonId, dossier: Pick<Dossier, 'parties'>): boolean {
  const near: PartyRole[] = ['pupil', 'guardian', 'host_family', 'mentor', 'contact_teacher'];
  return !dossier.parties.some((p) => p.personId === personId && near.includes(p.role));
}

// ---- support cases

/**
 * Which part sees a case of which level, and how far: `confidential` includes what is shared. What is not listed sees
 * nothing: pupil, guardians, host family and host school never. The row policies say the same (migrations/0030, 0038).
 */
export const caseAccess: { part: CasePart; from: CaseLevel; sees: 'shared' | 'confidential' }[] = [
  { part: 'contact_person', from: 'mild', sees: 'shared' },
  { part: 'hosting_lead', from: 'mild', sees: 'confidential' },
  { part: 'sending_lead', from: 'serious', sees: 'confidential' },
  { part: 'school_lead', from: 'serious', sees: 'shared' },
  { part: 'circle', from: 'mild', sees: 'confidential' },
];
export type CaseSight = 'none' | 'shared' | 'confidential';

/** What the parts are read from. */
export type CaseParties = Pick<
  Dossier,
  'parties' | 'hostingOrgId' | 'sendingOrgId' | 'sendingSchoolId'
>;

/** Of a case that came out of a concern: who was asked by name to read it. Null of every other case. */
export type Circle = readonly PersonId[] | null;

/**
 * The parts of a person and a dossier, as far as cases go. Pupil, parents and host family have none, and in a case that
 * came out of a concern nobody but its circle.
 */
export function casePartsOf(
  actor: Actor,
  dossier: CaseParties,
  today: Temporal.PlainDate,
  circle: Circle = null,
): CasePart[] {
  if (circle) return actor.kind === 'person' && circle.includes(actor.personId) ? ['circle'] : [];
  const roles = rolesFor(actor, dossier, today);
  if (roles.some((r) => r === 'pupil' || r === 'guardian' || r === 'host_family')) return [];
  const leads = (role: PartyRole, orgId: OrgId | null) =>
    roles.includes(role) && leadsContacts(actor, orgId);
  const parts: CasePart[] = [];
  if (roles.includes('contact_person')) parts.push('contact_person');
  if (leads('hosting_support', dossier.hostingOrgId)) parts.push('hosting_lead');
  if (leads('sending_support', dossier.sendingOrgId)) parts.push('sending_lead');
  if (leads('sending_school', dossier.sendingSchoolId)) parts.push('school_lead');
  return parts;
}

export type CaseAt = { level: CaseLevel; withoutContact: boolean };

/** The parts in which somebody sees this case. */
export function seesCaseAs(parts: readonly CasePart[], at: CaseAt): CasePart[] {
  return caseAccess
    .filter(
      (row) =>
        parts.includes(row.part) &&
        isAtLeast(at.level, row.from) &&
        !(row.part === 'contact_person' && at.withoutContact),
    )
    .map((row) => row.part);
}

export function sightOf(parts: readonly CasePart[], at: CaseAt): CaseSight {
  const seen = seesCaseAs(parts, at);
  if (seen.length === 0) return 'none';
  return caseAccess.some((row) => seen.includes(row.part) && row.sees === 'confidential')
    ? 'confidential'
    : 'shared';
}

/** Who opens a case by hand: those who stand by the pupil. The sending side begins where it would see it. */
export function mayOpenCase(parts: readonly CasePart[], at: CaseAt): Decision {
  const seen = seesCaseAs(parts, at).filter((p) => p !== 'school_lead');
  if (parts.length === 0) return hide;
  return seen.length > 0 ? allow : refuse('support.refused.not-this-level');
}

/** Those who see a case work on it; the school at home reads along. */
export function mayWorkOnCase(parts: readonly CasePart[], at: CaseAt): Decision {
  const seen = seesCaseAs(parts, at);
  if (seen.length === 0) return hide;
  return seen.some((p) => p !== 'school_lead') ? allow : refuse('support.refused.reads-only');
}

/** Who answers for a case as a whole: may close it at any level, and say that it is less bad than thought. */
export const answersForCase = (parts: readonly CasePart[]): boolean =>
  parts.some((p) => p === 'hosting_lead' || p === 'circle');

/** Each tool has its own right to decide (core/data/tools.json). */
export function mayPlanStep(parts: readonly CasePart[], at: CaseAt, tool: CaseTool): Decision {
  const may = mayWorkOnCase(parts, at);
  if (!may.allow) return may;
  return toolsFor(at.level, seesCaseAs(parts, at)).includes(tool)
    ? allow
    : refuse('support.refused.not-your-decision');
}

/** Who may say that a step is done or not needed: those who decide on it, also when the case has become better meanwhile. */
export function mayFinishStep(parts: readonly CasePart[], at: CaseAt, tool: CaseTool): Decision {
  const may = mayWorkOnCase(parts, at);
  if (!may.allow) return may;
  return seesCaseAs(parts, at).some((p) => toolRule(tool).decide.includes(p))
    ? allow
    : refuse('support.refused.not-your-decision');
}

/**
 * The second pair of eyes: somebody who may confirm this, never who planned it, and where the procedure asks for it
 * somebody of another organisation.
 */
export function mayConfirmStep(
  actor: Actor,
  parts: readonly CasePart[],
  at: CaseAt,
  step: { tool: CaseTool; plannedBy: PersonId; plannedFor: OrgId | null },
): Decision {
  const may = mayWorkOnCase(parts, at);
  if (!may.allow) return may;
  const { confirm } = toolRule(step.tool);
  if (!confirm || !seesCaseAs(parts, at).some((p) => confirm.by.includes(p)))
    return refuse('support.refused.not-your-decision');
  if (actor.kind !== 'person' || actor.personId === step.plannedBy)
    return refuse('support.refused.second-person');
  if (confirm.other === 'organisation' && worksFor(actor, step.plannedFor))
    return refuse('support.refused.second-organisation');
  return allow;
}

/** A plan for the pupil is shared by those who decide on its step; in confidence there is none, since it would be read. */
export function maySharePlan(parts: readonly CasePart[], at: CaseAt, tool: CaseTool): Decision {
  const may = mayFinishStep(parts, at, tool);
  if (!may.allow) return may;
  return planTools.some((t) => t === tool) && !parts.includes('circle')
    ? allow
    : refuse('support.refused.no-plan');
}

/** As whom somebody reads a plan and answers it; null for those it is not meant for. */
export function planPartOf(
  actor: Actor,
  dossier: Pick<Dossier, 'parties'>,
  plan: { withGuardians: boolean; withFamily: boolean },
  today: Temporal.PlainDate,
): PlanPart | null {
  const roles = rolesFor(actor, dossier, today);
  if (roles.includes('pupil')) return 'pupil';
  if (plan.withGuardians && roles.includes('guardian')) return 'guardian';
  return plan.withFamily && roles.includes('host_family') ? 'host_family' : null;
}

export function mayWriteNote(
  parts: readonly CasePart[],
  at: CaseAt,
  kind: 'shared' | 'confidential',
): Decision {
  const may = mayWorkOnCase(parts, at);
  if (!may.allow) return may;
  return kind === 'shared' || sightOf(parts, at) === 'confidential'
    ? allow
    : refuse('support.refused.not-confidential');
}

// ---- concerns

/** As what somebody may say that something is not right; null for everybody else. */
export function raisesAs(
  actor: Actor,
  dossier: Pick<Dossier, 'parties'>,
  today: Temporal.PlainDate,
): ConcernRaiser | null {
  const roles = rolesFor(actor, dossier, today);
  return concernRaisers.find((r) => roles.includes(r)) ?? null;
}

// ---- evaluations

/** The parts in which somebody may look back on this mobility. */
export function evaluatesAs(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): EvaluationRole[] {
  const roles = rolesFor(actor, dossier, today);
  return evaluationRoles.filter((role) => roles.includes(role));
}

export function mayEvaluate(
  actor: Actor,
  dossier: Dossier,
  role: EvaluationRole,
  today: Temporal.PlainDate,
): Decision {
  if (rolesFor(actor, dossier, today).length === 0) return hide;
  if (!evaluatesAs(actor, dossier, today).includes(role))
    return refuse('support.refused.not-your-evaluation');
  return dossier.state === 'returned' || dossier.state === 'recognised'
    ? allow
    : refuse('support.refused.not-returned');
}

/** The counts are for the four organisations; who wrote sees their own words. */
export function seesCounts(actor: Actor, dossier: Dossier, today: Temporal.PlainDate): boolean {
  const organisations: PartyRole[] = [
    'sending_school',
    'host_school',
    'sending_support',
    'hosting_support',
  ];
  return rolesFor(actor, dossier, today).some((r) => organisations.includes(r));
}

import type { Actor } from '#kernel/actor.ts';
import { worksFor } from '#kernel/actor.ts';
import { allow, type Decision, hide } from '#kernel/decision.ts';
import { rolesFor } from '#modules/mobilities/core/index.ts';
import { countsAsAgreed } from './rules.ts';
import type { Doer, InclusionCase, StepOwner } from './types.ts';

/** As whom somebody stands to a pupil's plan. */
export const inclusionRoles = [
  'pupil',
  'pupil_of_age',
  'guardian',
  /** asked in by a pupil of age */
  'guardian_asked_in',
  'guardian_of_adult',
  'contact',
  'doer',
  /** rates the pupil in a selection that is not decided: nothing, whatever else they are */
  'rater',
  'sending_school_lead',
  'sending_support_lead',
  'project_lead',
  'colleague',
  'hosting_side',
  'host_family',
  'administrator',
] as const;
export type InclusionRole = (typeof inclusionRoles)[number];

export const inclusionActs = [
  /** measures, steps, what they cost, who sees this */
  'read-plan',
  'write-wish',
  /** the one question, by those who are asked it */
  'answer-question',
  /** everybody's wishes and barriers, in their words */
  'read-wishes',
  /** propose, change, agree, drop, put steps into the plan, write down what it cost */
  'plan-measures',
  /** say yes or no to an idea */
  'give-opinion',
  /** one measure: what is done and by when */
  'read-measure',
  /** start and finish it */
  'carry-out',
  'say-if-it-helped',
  'ask-parents-in',
  'read-for-family',
  'ask-call-back',
  'keep-family-track',
  'name-contact',
  'read-costs',
] as const;
export type InclusionAct = (typeof inclusionActs)[number];

const family = [
  'read-plan',
  'write-wish',
  'answer-question',
  'give-opinion',
  'read-measure',
  'say-if-it-helped',
] as const satisfies InclusionAct[];
const parents = ['read-for-family', 'ask-call-back'] as const satisfies InclusionAct[];

/** The one table of who may do what with a plan. What is not listed is hidden, and hidden is "not found". */
export const inclusionTable: Record<InclusionRole, readonly InclusionAct[]> = {
  pupil: family,
  pupil_of_age: [...family, 'ask-parents-in'],
  guardian: [...family, ...parents],
  guardian_asked_in: [...family, ...parents],
  guardian_of_adult: parents,
  contact: [
    'read-plan',
    'write-wish',
    'read-wishes',
    'plan-measures',
    'read-measure',
    'carry-out',
    'read-for-family',
    'keep-family-track',
    'read-costs',
  ],
  doer: ['read-measure', 'carry-out', 'say-if-it-helped'],
  rater: [],
  sending_school_lead: ['name-contact', 'read-costs'],
  sending_support_lead: ['name-contact'],
  project_lead: ['read-costs'],
  colleague: [],
  hosting_side: [],
  host_family: [],
  administrator: [],
};

/**
 * Which act each command and query of this module asks for; a test walks through all of them. `own` lists what is the
 * asker's own, `own-talk` is done by the one who holds it.
 */
export const actOf: Record<string, InclusionAct | 'own'> = {
  'inclusion.list-duties': 'own',
  'inclusion.list-plans': 'own',
  'inclusion.get-share': 'own',
  'inclusion.get-plan': 'read-plan',
  'inclusion.get-measure': 'read-measure',
  'inclusion.get-drafting': 'plan-measures',
  'inclusion.get-for-family': 'read-for-family',
  'inclusion.get-contact': 'name-contact',
  'inclusion.get-costs': 'read-costs',
  'inclusion.add-wish': 'write-wish',
  'inclusion.need-nothing': 'answer-question',
  'inclusion.remove-wish': 'write-wish',
  'inclusion.ask-parents-in': 'ask-parents-in',
  'inclusion.propose-measure': 'plan-measures',
  'inclusion.change-measure': 'plan-measures',
  'inclusion.record-cost': 'plan-measures',
  'inclusion.move-measure': 'carry-out',
  'inclusion.give-opinion': 'give-opinion',
  'inclusion.plan-step': 'plan-measures',
  'inclusion.remove-step': 'plan-measures',
  'inclusion.finish-step': 'read-measure',
  'inclusion.say-effect': 'say-if-it-helped',
  'inclusion.ask-call-back': 'ask-call-back',
  'inclusion.plan-talk': 'keep-family-track',
  'inclusion.finish-talk': 'keep-family-track',
  'inclusion.name-contact': 'name-contact',
};

const leads = (actor: Actor, orgId: string | null) => worksFor(actor, orgId, 'head', 'coordinator');

/** Whether a person or organisation still belongs to those who look after the pupil today. */
export function belongsToday(doer: Doer, on: InclusionCase, today: Temporal.PlainDate): boolean {
  const sending = [on.sendingSchoolId, on.sendingOrgId];
  if (doer.orgId && sending.includes(doer.orgId)) return true;
  if (doer.personId === on.pupilId || on.guardians.some((g) => g.id === doer.personId)) return true;
  return (on.dossier?.parties ?? []).some(
    (p) =>
      (p.orgId ?? p.personId) === (doer.orgId ?? doer.personId) &&
      p.role !== 'guardian' &&
      Temporal.PlainDate.compare(p.fromOn, today) <= 0 &&
      (p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, today) >= 0),
  );
}

/**
 * Whether the actor carries this measure out: in person while they work for the sending side or have a part in the
 * dossier, or as head or coordinator of the organisation that does it.
 */
export function doesMeasure(
  actor: Actor,
  measure: Doer & { state: string },
  on: InclusionCase,
  today: Temporal.PlainDate,
): boolean {
  if (actor.kind !== 'person' || !countsAsAgreed(measure.state)) return false;
  if (measure.orgId) return leads(actor, measure.orgId) && belongsToday(measure, on, today);
  if (measure.personId !== actor.personId) return false;
  return (
    belongsToday(measure, on, today) ||
    worksFor(actor, on.sendingSchoolId) ||
    worksFor(actor, on.sendingOrgId) ||
    (on.dossier !== null && rolesFor(actor, on.dossier, today).some((r) => r !== 'guardian'))
  );
}

/**
 * As whom the actor stands to this plan today. Guardians are those who are it now: somebody who lost custody is none,
 * even where the dossier still names them.
 * @param measure the one that is looked at, where one is
 * @param rates whether the actor rates this pupil in an undecided selection
 */
export function rolesOf(
  actor: Actor,
  on: InclusionCase,
  at: { today: Temporal.PlainDate; rates: boolean; measure?: (Doer & { state: string }) | null },
): InclusionRole[] {
  if (actor.kind !== 'person') return [];
  const found: InclusionRole[] = [];
  const does = at.measure ? doesMeasure(actor, at.measure, on, at.today) : false;
  if (actor.personId === on.pupilId)
    return [on.ofAge ? 'pupil_of_age' : 'pupil', ...(does ? (['doer'] as const) : [])];
  if (on.guardians.some((g) => g.id === actor.personId))
    found.push(!on.ofAge ? 'guardian' : on.familyStays ? 'guardian_asked_in' : 'guardian_of_adult');
  if (actor.isAdmin) found.push('administrator');
  if (at.rates) found.push('rater');
  else if (on.contacts.some((c) => c.personId === actor.personId && worksFor(actor, c.orgId)))
    found.push('contact');
  if (does && !at.rates) found.push('doer');
  if (leads(actor, on.sendingSchoolId)) found.push('sending_school_lead');
  if (leads(actor, on.sendingOrgId)) found.push('sending_support_lead');
  if (leads(actor, on.coordinatorId)) found.push('project_lead');
  if (worksFor(actor, on.sendingSchoolId) || worksFor(actor, on.sendingOrgId))
    found.push('colleague');
  if (on.dossier) {
    for (const role of rolesFor(actor, on.dossier, at.today)) {
      if (role === 'host_family') found.push('host_family');
      else if (['hosting_support', 'host_school', 'mentor', 'contact_person'].includes(role))
        found.push('hosting_side');
    }
  }
  return [...new Set(found)];
}

/** Whether one of these roles may; the table, asked. */
export function mayAs(roles: readonly InclusionRole[], act: InclusionAct): boolean {
  return roles.some((role) => inclusionTable[role].includes(act));
}

/** For commands: whoever may not learns nothing, not even that there is something. */
export function may(roles: readonly InclusionRole[], act: InclusionAct): Decision {
  return mayAs(roles, act) ? allow : hide;
}

/** As whom somebody of the family speaks. */
export function speaksAs(roles: readonly InclusionRole[]): 'pupil' | 'guardian' | null {
  if (roles.includes('pupil') || roles.includes('pupil_of_age')) return 'pupil';
  return roles.includes('guardian') || roles.includes('guardian_asked_in') ? 'guardian' : null;
}

/** Whether a step waits for this person. */
export function ownsStep(roles: readonly InclusionRole[], who: StepOwner): boolean {
  if (who === 'doer' || who === 'contact') return roles.includes(who);
  return speaksAs(roles) === who;
}

/** The one families turn to: of the supporting organisation first, since it looks after the parents at home. */
export function familyContact(on: InclusionCase): InclusionCase['contacts'][number] | null {
  return (
    on.contacts.find((c) => c.orgId === on.sendingOrgId) ??
    on.contacts.find((c) => c.orgId === on.sendingSchoolId) ??
    null
  );
}

/** Head and coordinators of an organisation name whom families can turn to. */
export function mayNameContact(actor: Actor, orgId: string): Decision {
  return leads(actor, orgId) ? allow : hide;
}

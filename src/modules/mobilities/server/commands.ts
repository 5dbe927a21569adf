import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { allow, hide, refuse } from '#kernel/decision.ts';
import type { ApplicationId, ConsentId, MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, optionalProse } from '#kernel/schema.ts';
import { membersOf, organisationById } from '#modules/organisations/server/index.ts';
import {
  consentsOf,
  guardiansOf,
  insertConsent,
  personById,
  standingIn,
} from '#modules/people/server/index.ts';
import { papersKeptFrom } from '#modules/projects/core/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Readable } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { languages } from '#platform/i18n/index.ts';
import { type Job, job } from '#platform/queue.ts';
import {
  type Dossier,
  decidesForSchool,
  hasLeft,
  isOfAge,
  type MobilityTransition,
  mayConsent,
  mayTakeBackConsent,
  mobilityLifecycle,
  mobilityMoved,
  needsRole,
  type PartyRole,
} from '../core/index.ts';
import {
  bindingWording,
  callWhom,
  consentFacts,
  consentTakenBackMail,
  type ToldOfConsent,
} from './notices.ts';
import * as store from './store.ts';

/**
 * Opens the dossier of a selected pupil to the school, its supporting organisation, the pupil and the guardians.
 * Called in the transaction of the selection. The selecting person becomes the contact teacher until another is named.
 */
export async function openMobility(
  tools: CommandTools,
  applicationId: ApplicationId,
): Promise<void> {
  const { tx, now, today } = tools;
  const a = await store.applicationForOpening(tx, applicationId);
  const id = newId('mob');
  const state = mobilityLifecycle.initial;
  const mobility = { id, state, startsOn: a.starts_on };
  await store.insertMobility(tx, {
    id,
    projectId: a.project_id,
    intakeId: a.intake_id,
    applicationId: a.id,
    pupilId: a.pupil_id,
    sendingSchoolId: a.sending_school_id,
    sendingOrgId: a.sending_org_id,
    startsOn: a.starts_on,
    endsOn: a.ends_on,
    contactTeacherId: a.decided_by,
    state,
    now,
  });
  // the school's own row comes first: only then may its people write the others
  await store.insertParty(tx, mobility, {
    orgId: a.sending_school_id,
    role: 'sending_school',
    fromOn: today,
  });
  if (a.sending_org_id)
    await store.insertParty(tx, mobility, {
      orgId: a.sending_org_id,
      role: 'sending_support',
      fromOn: today,
    });
  await store.insertParty(tx, mobility, { personId: a.pupil_id, role: 'pupil', fromOn: today });
  for (const guardian of await guardiansOf(tx, [a.pupil_id], today)) {
    await store.insertParty(tx, mobility, {
      personId: guardian.id,
      role: 'guardian',
      fromOn: today,
    });
  }
}

/** Moves a mobility along its lifecycle, in the transaction of whatever caused it. Throws when the way is not open: a bug. */
export async function moveMobility(
  tools: CommandTools,
  dossier: Dossier,
  transition: MobilityTransition,
): Promise<void> {
  const spec = mobilityLifecycle.transitions.find((t) => t.name === transition);
  const verdict = can(mobilityLifecycle, dossier.state, transition, {
    roles: spec?.by ?? [],
    subject: dossier,
  });
  if (!verdict.ok) throw new Error(`mobility cannot ${transition} from ${dossier.state}`);
  await store.setState(tools.tx, dossier.id, verdict.to);
  tools.tell(mobilityMoved({ mobilityId: dossier.id, from: dossier.state, to: verdict.to }));
}

/** Adds a person or organisation to the dossier from today on, for good or until a day. */
export function addParty(
  tools: CommandTools,
  dossier: Pick<Dossier, 'id' | 'state' | 'startsOn'>,
  party: {
    orgId?: OrgId;
    personId?: PersonId;
    role: PartyRole;
    untilOn?: Temporal.PlainDate | null;
  },
): Promise<void> {
  return store.insertParty(tools.tx, dossier, { ...party, fromOn: tools.today });
}

/** Names host school and mentor; both become parties. */
export async function setHost(
  tools: CommandTools,
  dossier: Dossier,
  host: { hostSchoolId: OrgId; hostCountry: string; mentorId: PersonId | null },
): Promise<void> {
  await store.updateHost(tools.tx, dossier.id, {
    host_school_id: host.hostSchoolId,
    host_country: host.hostCountry,
    mentor_id: host.mentorId,
  });
  await addParty(tools, dossier, { orgId: host.hostSchoolId, role: 'host_school' });
  if (host.mentorId) await addParty(tools, dossier, { personId: host.mentorId, role: 'mentor' });
}

export async function setContactPerson(
  tools: CommandTools,
  dossier: Dossier,
  personId: PersonId,
): Promise<void> {
  if (dossier.contactPersonId && dossier.contactPersonId !== personId) {
    await store.endParty(
      tools.tx,
      dossier.id,
      dossier.contactPersonId,
      'contact_person',
      tools.today.subtract({ days: 1 }),
    );
  }
  await store.updateHost(tools.tx, dossier.id, { contact_person_id: personId });
  await addParty(tools, dossier, { personId, role: 'contact_person' });
}

/** Ends the part of a person from today on: they find nothing of the dossier any more. */
export function endPart(
  tools: CommandTools,
  mobilityId: MobilityId,
  personId: PersonId,
  role: PartyRole,
): Promise<void> {
  return store.endParty(tools.tx, mobilityId, personId, role, tools.today.subtract({ days: 1 }));
}

export const chooseHostingSide = command({
  name: 'mobilities.choose-hosting-side',
  summary:
    'Name the supporting organisation of the hosting side. The choice of host is the school’s.',
  input: z.object({ mobilityId: idOf('mob'), hostingOrgId: idOf('org') }),
  load: ({ tx }, input) => store.lockDossier(tx, input.mobilityId),
  permit: (actor, dossier, _, { today }) => {
    const held = needsRole(actor, dossier, today, 'sending_school', 'sending_support');
    if (!held.allow) return held;
    return decidesForSchool(actor, dossier.sendingSchoolId)
      ? allow
      : refuse('mobilities.refused.school-decides');
  },
  run: async (tools, dossier, input) => {
    if (dossier.state !== 'selected') return fail('mobilities.refused.already-placed');
    const org = await organisationById(tools.tx, input.hostingOrgId);
    const supporters = await store.supportersOfProject(tools.tx, dossier.projectId);
    if (!org || org.id === dossier.sendingOrgId || !supporters.some((s) => s.id === org.id))
      return fail('platform.invalid.choose', undefined, 'hostingOrgId');
    if (dossier.hostingOrgId === org.id)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    if (dossier.hostingOrgId) {
      await store.endParty(
        tools.tx,
        dossier.id,
        dossier.hostingOrgId,
        'hosting_support',
        tools.today.subtract({ days: 1 }),
      );
    }
    await store.updateHost(tools.tx, dossier.id, {
      hosting_org_id: org.id,
      host_country: org.country_code,
    });
    await addParty(tools, dossier, { orgId: org.id, role: 'hosting_support' });
    return ok();
  },
  audit: (dossier, input) => ({
    subjectId: input.hostingOrgId,
    mobilityId: dossier.id,
    orgId: dossier.sendingSchoolId,
  }),
});

export const nameContactTeacher = command({
  name: 'mobilities.name-contact-teacher',
  summary: 'Name the teacher at the sending school who links pupil, family and mentor.',
  input: z.object({ mobilityId: idOf('mob'), personId: idOf('per') }),
  load: ({ tx }, input) => store.lockDossier(tx, input.mobilityId),
  permit: (actor, dossier, _, { today }) => needsRole(actor, dossier, today, 'sending_school'),
  run: async (tools, dossier, input) => {
    const members = await membersOf(tools.tx, dossier.sendingSchoolId, tools.today);
    if (!members.some((m) => m.person_id === input.personId))
      return fail('platform.invalid.choose', undefined, 'personId');
    await store.updateHost(tools.tx, dossier.id, { contact_teacher_id: input.personId });
    await addParty(tools, dossier, { personId: input.personId, role: 'contact_teacher' });
    return ok();
  },
  audit: (dossier, input) => ({
    subjectId: input.personId,
    mobilityId: dossier.id,
    orgId: dossier.sendingSchoolId,
  }),
});

const isBinding = (c: { kind: string; mobility_id: string | null }, dossier: Dossier) =>
  c.kind === 'binding' && c.mobility_id === dossier.id;

/** Where the binding consent stands today, by the rule of the sending school's country. */
export async function bindingStanding(
  read: Readable,
  dossier: Pick<Dossier, 'pupilId' | 'applicationId' | 'sendingSchoolId'>,
  day: Temporal.PlainDate,
) {
  const school = await organisationById(read, dossier.sendingSchoolId);
  return standingIn(read, {
    pupilId: dossier.pupilId,
    applicationId: dossier.applicationId,
    kind: 'binding',
    countryCode: school?.country_code ?? '',
    day,
  });
}

export const giveBindingConsent = command({
  name: 'mobilities.give-binding-consent',
  summary:
    'The binding consent, possible only when host family, mentor and learning agreement are known.',
  input: z.object({
    mobilityId: idOf('mob'),
    /** the language the words were read in; they are kept in it */
    language: z.enum(languages, { error: 'platform.invalid.language' }),
    /** the words as they stood on the page; when they are no longer true the consent is not taken. Left out: as they are now. */
    wording: optionalProse(6000),
    agrees: z.literal(true, { error: 'mobilities.consent.tick' }),
  }),
  load: async ({ tx }, input) => {
    const dossier = await store.lockDossier(tx, input.mobilityId);
    return dossier && { dossier, given: await consentsOf(tx, dossier.pupilId) };
  },
  permit: (actor, { dossier }, _, { today }) =>
    mayConsent(actor, dossier, isOfAge(dossier.pupilBirthDate, today), today),
  run: async (tools, { dossier, given }, input) => {
    if (tools.actor.kind !== 'person') return fail('platform.error.refused');
    const { personId } = tools.actor;
    if (given.some((c) => isBinding(c, dossier) && c.given_by === personId)) {
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    }
    const wording = bindingWording(
      input.language,
      await consentFacts(tools.tx, dossier, tools.today),
    );
    if (input.wording && input.wording.replaceAll('\r\n', '\n') !== wording)
      return stale('mobilities.refused.facts-changed');
    await insertConsent(tools.tx, {
      id: newId('con'),
      pupilId: dossier.pupilId,
      applicationId: dossier.applicationId,
      mobilityId: dossier.id,
      kind: 'binding',
      wording,
      language: input.language,
      givenBy: personId,
      capacity: isOfAge(dossier.pupilBirthDate, tools.today) ? 'pupil_of_age' : 'guardian',
      now: tools.now,
    });
    // it binds once everybody whose word is needed has agreed
    const { complete } = await bindingStanding(tools.tx, dossier, tools.today);
    if (complete && dossier.state === 'agreed') await moveMobility(tools, dossier, 'consent');
    return ok({ complete });
  },
  audit: ({ dossier }) => ({
    subjectId: dossier.pupilId,
    mobilityId: dossier.id,
    orgId: dossier.sendingSchoolId,
  }),
});

/** A binding consent was taken back: whoever has to act on it is told. In the background, since a family does not see who works where. */
export const consentTakenBackJob: Job<{ mobilityId: MobilityId; consentId: ConsentId }> = job(
  'mobilities.tell-consent-taken-back',
);

export const takeBackBindingConsent = command({
  name: 'mobilities.take-back-binding-consent',
  summary:
    'Take back the binding consent you gave, until the departure. The mobility waits until there is a new one; why is said to the sending school alone, and only if you want to.',
  input: z.object({ mobilityId: idOf('mob'), reason: optionalProse(1000) }),
  load: ({ tx }, input) => store.lockDossier(tx, input.mobilityId),
  permit: (actor, dossier, _, { today }) =>
    mayTakeBackConsent(actor, dossier, isOfAge(dossier.pupilBirthDate, today), today),
  run: async (tools, dossier, input) => {
    const { tx, actor, now } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (hasLeft(dossier.state))
      return fail(
        'mobilities.refused.left-already',
        { pupil: dossier.pupilName, who: (await callWhom(tx, dossier)).join(', ') },
        undefined,
        'conflict',
      );
    const consentId = await store.takeBackBinding(tx, dossier.id, actor.personId, now);
    if (!consentId) return stale('mobilities.refused.no-consent-of-yours');
    if (input.reason !== '')
      await store.insertConsentReason(tx, {
        consentId,
        reason: input.reason,
        by: actor.personId,
        schoolId: dossier.sendingSchoolId,
      });
    const { complete } = await bindingStanding(tx, dossier, tools.today);
    if (!complete && dossier.state === 'ready') await moveMobility(tools, dossier, 'unconsent');
    // where more than one has to agree, it may never have counted: then nobody prepares a journey on it
    if (dossier.state === 'ready')
      await tools.enqueue(consentTakenBackJob, { mobilityId: dossier.id, consentId });
    return ok();
  },
  audit: (dossier) => ({
    subjectId: dossier.pupilId,
    mobilityId: dossier.id,
    orgId: dossier.sendingSchoolId,
  }),
});

export const tellConsentTakenBack = command({
  name: 'mobilities.tell-consent-taken-back',
  summary:
    'Tell the family, the sending school and the supporting organisations that a binding consent was taken back. Run by the installation itself.',
  input: z.object({ mobilityId: idOf('mob'), consentId: idOf('con') }),
  load: ({ tx }, input) => store.lockDossier(tx, input.mobilityId),
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, dossier, input) => {
    const { tx, today, runtime } = tools;
    const by = await store.consentBy(tx, input.consentId);
    const { pupil, guardians } = await pupilAndGuardians(tools, dossier);
    const to = new Map<PersonId, ToldOfConsent>();
    for (const g of guardians) to.set(g.id, { ...g, as: 'guardian' });
    if (pupil) to.set(pupil.id, { ...pupil, as: 'pupil' });
    const orgs = [dossier.sendingSchoolId, dossier.sendingOrgId, dossier.hostingOrgId];
    for (const orgId of orgs.filter((id) => id !== null))
      for (const m of await membersOf(tx, orgId, today))
        if (
          m.person_id === dossier.contactTeacherId ||
          m.roles.some((role) => role === 'head' || role === 'coordinator')
        )
          to.set(m.person_id, { ...m, id: m.person_id, as: 'staff' });
    // who did it knows
    if (by) to.delete(by);
    for (const person of to.values()) {
      const draft = consentTakenBackMail(person, {
        consentId: input.consentId,
        pupil: dossier.pupilName,
        url: `${runtime.config.origin}/mobilities/${dossier.id}`,
      });
      if (draft) await tools.post(draft);
    }
    return ok({ told: to.size });
  },
  audit: (dossier) => ({ subjectId: dossier.pupilId, orgId: dossier.sendingSchoolId }),
});

/** Names for notices: everybody of a dossier who reads mail. */
export async function pupilAndGuardians(tools: CommandTools, dossier: Dossier) {
  const pupil = await personById(tools.tx, dossier.pupilId);
  const guardians = await guardiansOf(tools.tx, [dossier.pupilId], tools.today);
  return { pupil, guardians };
}

/** Run by the installation itself, every night: nobody can ask for it. */
export const forgetMobility = command({
  name: 'mobilities.forget-mobility',
  summary:
    'Delete a dossier whole, five years after the last day of its project: application, placements, agreement, documents with their files, support, travel, health and inclusion. One about which something is open stays until that is closed.',
  input: z.object({ mobilityId: idOf('mob') }),
  load: async ({ tx, actor }, { mobilityId }) =>
    actor.kind === 'system' ? ((await store.dossierAtItsEnd(tx, mobilityId)) ?? null) : null,
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async ({ tx, now, today }, dossier) => {
    if (Temporal.PlainDate.compare(dossier.lastDay, papersKeptFrom(today)) >= 0)
      return stale('platform.error.changed-meanwhile');
    // that something is open, and not what: no line of this tells it
    return (await store.deleteMobility(tx, dossier.id, now))
      ? ok()
      : fail('mobilities.refused.held', undefined, undefined, 'refused');
  },
  audit: ({ id, projectId }) => ({ subjectId: id, details: { project: projectId } }),
});

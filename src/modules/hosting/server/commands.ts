import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { ageOn, isBefore } from '#kernel/dates.ts';
import { allowIf } from '#kernel/decision.ts';
import type { FamilyId, OrgId, PersonId } from '#kernel/ids.ts';
import { languageIn } from '#kernel/languages.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import {
  countryCode,
  dateInput,
  email,
  idOf,
  languageCode,
  line,
  optionalLine,
  optionalProse,
  version,
} from '#kernel/schema.ts';
import { staffOf } from '#modules/organisations/server/index.ts';
import { sharedTask } from '#modules/partnerships/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { insertPerson, personById, personsByEmail } from '#modules/people/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import {
  mayDescribeFamily,
  mayKeepFamilies,
  mayOffer,
  maySeeFamily,
  mayVetFamily,
} from '../core/policy.ts';
import { adultAge, familyAddress, familyKept, needsCheck, recruitTask } from '../core/rules.ts';
import { genders, homeSchema, interests, relations } from '../core/schema.ts';
import { welcomeMail } from './notices.ts';
import * as store from './store.ts';

const meanwhile = () => stale('platform.error.changed-meanwhile');

// ---- offers

const offerWords = {
  places: z.coerce
    .number({ error: 'platform.invalid.number' })
    .int({ error: 'platform.invalid.number' })
    .min(1, { error: 'hosting.offer.places-range' })
    .max(50, { error: 'hosting.offer.places-range' }),
  language: languageCode,
  subjects: z.array(line(80)).max(30).default([]),
  mentorId: z.union([idOf('per'), z.literal('')]).default(''),
  note: optionalProse(2000),
};
type OfferWordsInput = {
  places: number;
  language: string;
  subjects: string[];
  mentorId: PersonId | '';
  note: string;
};

const wordsOfOffer = (input: OfferWordsInput): store.OfferWords => ({
  places: input.places,
  language: input.language,
  subjects: input.subjects,
  mentor_id: input.mentorId || null,
  note: input.note,
});

/** A mentor works at the host school, so that pupils meet them there. */
async function mentorProblem(tools: CommandTools, schoolId: OrgId, mentorId: PersonId | '') {
  if (!mentorId) return null;
  const staff = await staffOf(tools.tx, [schoolId], tools.today);
  return staff.some((s) => s.id === mentorId)
    ? null
    : fail('hosting.offer.mentor-elsewhere', undefined, 'mentorId');
}

async function loadPartners(tx: Tx, projectId: string) {
  return (await store.partnersOf(tx, projectId)).map((p) => p.id);
}

export const addHostOffer = command({
  name: 'hosting.add-host-offer',
  summary: 'Offer places at a host school for an intake.',
  input: z.object({
    intakeId: idOf('int'),
    hostSchoolId: idOf('org'),
    hostingOrgId: idOf('org'),
    ...offerWords,
  }),
  load: async ({ tx }, input) => {
    const intake = await store.intakeById(tx, input.intakeId);
    return intake ? { intake, partners: await store.partnersOf(tx, intake.project_id) } : null;
  },
  permit: (actor, { partners }, input) =>
    mayOffer(
      actor,
      input,
      partners.map((p) => p.id),
    ),
  run: async (tools, { intake, partners }, input) => {
    const school = partners.find((p) => p.id === input.hostSchoolId);
    if (school?.kind !== 'school')
      return fail('hosting.offer.school-no-partner', undefined, 'hostSchoolId');
    if (!partners.some((p) => p.id === input.hostingOrgId))
      return fail('hosting.offer.org-no-partner', undefined, 'hostingOrgId');
    if (isBefore(intake.ends_on, tools.today)) return fail('hosting.offer.over');
    const there = await store.offersOf(tools.tx, intake.id);
    if (there.some((o) => o.host_school_id === input.hostSchoolId))
      return fail('hosting.offer.already', { school: school.name }, 'hostSchoolId', 'conflict');
    const problem = await mentorProblem(tools, input.hostSchoolId, input.mentorId);
    if (problem) return problem;
    const id = newId('off');
    await store.insertOffer(tools.tx, {
      ...wordsOfOffer(input),
      id,
      intake_id: intake.id,
      host_school_id: input.hostSchoolId,
      hosting_org_id: input.hostingOrgId,
      created_at: tools.now,
    });
    return ok({ offerId: id });
  },
  audit: (_, input, result) => ({
    subjectId: result.offerId,
    orgId: input.hostingOrgId,
    details: { places: input.places },
  }),
});

export const changeHostOffer = command({
  name: 'hosting.change-host-offer',
  summary: 'Change places, language, subjects, mentor or note of a host school’s offer.',
  input: z.object({ offerId: idOf('off'), version, ...offerWords }),
  load: async ({ tx }, input) => {
    const offer = await store.lockOffer(tx, input.offerId);
    const intake = offer && (await store.intakeById(tx, offer.intake_id));
    return offer && intake ? { offer, partners: await loadPartners(tx, intake.project_id) } : null;
  },
  permit: (actor, { offer, partners }) =>
    mayOffer(
      actor,
      { hostSchoolId: offer.host_school_id, hostingOrgId: offer.hosting_org_id },
      partners,
    ),
  run: async (tools, { offer }, input) => {
    const problem = await mentorProblem(tools, offer.host_school_id, input.mentorId);
    if (problem) return problem;
    const changed = await store.updateOffer(tools.tx, offer.id, input.version, wordsOfOffer(input));
    return changed ? ok({ offerId: offer.id, intakeId: offer.intake_id }) : meanwhile();
  },
  audit: ({ offer }, input) => ({
    subjectId: offer.id,
    orgId: offer.hosting_org_id,
    details: { places: input.places },
  }),
});

// ---- families

const familyWords = {
  name: line(80),
  countryCode,
  city: line(80),
  street: optionalLine(120),
  postcode: optionalLine(20),
  minutesToSchool: z
    .union([
      z.literal('').transform(() => null),
      z.null(),
      z.coerce
        .number({ error: 'platform.invalid.number' })
        .int({ error: 'platform.invalid.number' })
        .min(0, { error: 'hosting.family.minutes-range' })
        .max(240, { error: 'hosting.family.minutes-range' }),
    ])
    .default(null),
};

export const addFamily = command({
  name: 'hosting.add-family',
  summary: 'Enter a host family of your organisation.',
  input: z.object({ orgId: idOf('org'), ...familyWords }),
  load: async ({ tx }, input) => {
    const org = await store.orgById(tx, input.orgId);
    return org ? { org, recruiting: await sharedTask(tx, org.id, recruitTask) } : null;
  },
  permit: (actor, { org, recruiting }) => mayKeepFamilies(actor, org.id, recruiting),
  run: async ({ tx, now }, { org }, input) => {
    const id = newId('fam');
    await store.insertFamily(tx, { ...input, id, orgId: org.id, now });
    return ok({ familyId: id });
  },
  audit: ({ org }, _, result) => ({ subjectId: result.familyId, orgId: org.id }),
});

type Loaded = { family: store.Family };

async function loadFamily(
  { tx, actor }: { tx: Tx; actor: Actor },
  input: { familyId: FamilyId },
): Promise<Loaded | null> {
  const family = await store.lockFamily(tx, input.familyId);
  return family && maySeeFamily(actor, sidesOf(family)) ? { family } : null;
}

export const sidesOf = (family: store.Family) => ({
  orgId: family.orgId,
  memberIds: family.members.map((m) => m.personId),
});

const describedBy = (actor: Actor, { family }: Loaded) => mayDescribeFamily(actor, sidesOf(family));
const vettedBy = (actor: Actor, { family }: Loaded) => mayVetFamily(actor, sidesOf(family));
const auditOf = ({ family }: Loaded) => ({ subjectId: family.id, orgId: family.orgId });

const familyInput = { familyId: idOf('fam'), version };

export const changeFamilyDetails = command({
  name: 'hosting.change-family-details',
  summary: 'Change a host family’s name, address or way to school.',
  input: z.object({ ...familyInput, ...familyWords }),
  load: loadFamily,
  permit: (actor, loaded) => describedBy(actor, loaded),
  run: async ({ tx }, { family }, input) =>
    (await store.updateFamilyDetails(tx, family.id, input.version, input)) ? ok() : meanwhile(),
  audit: auditOf,
});

export const changeFamilyHome = command({
  name: 'hosting.change-family-home',
  summary: 'Describe the home: beds, animals, smoking, food, wishes.',
  input: z.object({ ...familyInput, home: homeSchema }),
  load: loadFamily,
  permit: (actor, loaded) => describedBy(actor, loaded),
  run: async ({ tx }, { family }, input) => {
    const known = new Set<string>(family.members.map((m) => m.id));
    if (input.home.beds.some((b) => b.sharedWith.some((id) => !known.has(id))))
      return fail('hosting.home.unknown-member', undefined, 'home.beds');
    return (await store.updateFamilyHome(tx, family.id, input.version, input.home))
      ? ok()
      : meanwhile();
  },
  audit: auditOf,
});

export const changeFamilyLetter = command({
  name: 'hosting.change-family-letter',
  summary: 'Write the family’s languages, interests and letter to a pupil.',
  input: z.object({
    ...familyInput,
    /** codes of languages, or words for one that is not on the list */
    languages: z.array(line(60)).min(1, { error: 'hosting.letter.no-language' }).max(8),
    interests: z.array(z.enum(interests, { error: 'platform.invalid.value' })).default([]),
    letter: optionalProse(4000),
  }),
  load: loadFamily,
  permit: (actor, loaded) => describedBy(actor, loaded),
  run: async ({ tx }, { family }, { version: seen, languages, interests: shared, letter }) =>
    (await store.updateFamilyLetter(tx, family.id, seen, {
      languages: [...new Set(languages.map(languageIn))],
      interests: [...new Set(shared)],
      letter,
    }))
      ? ok()
      : meanwhile(),
  audit: auditOf,
});

const memberWords = {
  givenName: line(80),
  familyName: line(80),
  birthDate: dateInput,
  gender: z.enum(genders, { error: 'platform.invalid.choose' }),
  relation: z.enum(relations, { error: 'platform.invalid.choose' }),
};

function birthProblem(birthDate: Temporal.PlainDate, today: Temporal.PlainDate) {
  return isBefore(today, birthDate) || ageOn(birthDate, today) > 120
    ? fail('hosting.member.birth-date', undefined, 'birthDate')
    : null;
}

export const addFamilyMember = command({
  name: 'hosting.add-family-member',
  summary: 'Enter somebody who lives with a host family (ten days or more counts as living there).',
  input: z.object({ ...familyInput, ...memberWords }),
  load: loadFamily,
  permit: (actor, loaded) => describedBy(actor, loaded),
  run: async ({ tx, today }, { family }, input) => {
    const problem = birthProblem(input.birthDate, today);
    if (problem) return problem;
    if (!(await store.touchFamily(tx, family.id, input.version))) return meanwhile();
    const id = newId('fme');
    await store.insertMember(tx, { ...input, id, familyId: family.id });
    return ok({ memberId: id });
  },
  audit: ({ family }, _, result) => ({
    ...auditOf({ family }),
    details: { member: result.memberId },
  }),
});

const memberInput = { ...familyInput, memberId: idOf('fme') };

async function loadMember(
  tools: { tx: Tx; actor: Actor },
  input: { familyId: FamilyId; memberId: string },
) {
  const loaded = await loadFamily(tools, input);
  const member = loaded?.family.members.find((m) => m.id === input.memberId);
  return loaded && member ? { ...loaded, member } : null;
}

export const changeFamilyMember = command({
  name: 'hosting.change-family-member',
  summary: 'Change the details of somebody who lives with a host family.',
  input: z.object({ ...memberInput, ...memberWords }),
  load: loadMember,
  permit: (actor, loaded) => describedBy(actor, loaded),
  run: async ({ tx, today }, { family, member }, input) => {
    const problem = birthProblem(input.birthDate, today);
    if (problem) return problem;
    if (!(await store.touchFamily(tx, family.id, input.version))) return meanwhile();
    await store.updateMember(tx, member.id, input);
    return ok();
  },
  audit: ({ family, member }) => ({ ...auditOf({ family }), details: { member: member.id } }),
});

export const removeFamilyMember = command({
  name: 'hosting.remove-family-member',
  summary: 'Take somebody out of a household who no longer lives there.',
  input: z.object({
    ...memberInput,
    sure: z.literal(true, { error: 'hosting.member.tick-sure' }),
  }),
  load: loadMember,
  permit: (actor, loaded) => vettedBy(actor, loaded),
  run: async ({ tx }, { family, member }, input) => {
    if (!(await store.touchFamily(tx, family.id, input.version))) return meanwhile();
    // a bed must not stay shared with somebody who is gone: the room is told again
    const shares = family.home?.beds.some((b) => b.sharedWith.includes(member.id));
    if (shares) return fail('hosting.member.shares-room', { name: member.givenName });
    await store.deleteMember(tx, member.id);
    return ok();
  },
  audit: ({ family, member }) => ({ ...auditOf({ family }), details: { member: member.id } }),
});

export const recordFamilyCheck = command({
  name: 'hosting.record-family-check',
  summary:
    'Record that a check was made: record check of an adult, charter, references, home visit. Never the papers themselves.',
  input: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('record'),
      ...memberInput,
      seenOn: dateInput,
      validUntil: dateInput,
    }),
    z.object({ kind: z.literal('charter'), ...familyInput, signedOn: dateInput }),
    z.object({
      kind: z.literal('references'),
      ...familyInput,
      count: z.coerce
        .number({ error: 'platform.invalid.number' })
        .int({ error: 'platform.invalid.number' })
        .min(0, { error: 'hosting.check.count-range' })
        .max(9, { error: 'hosting.check.count-range' }),
    }),
    z.object({
      kind: z.literal('visit'),
      ...familyInput,
      visitedOn: dateInput,
      visitedBy: idOf('per'),
    }),
  ]),
  load: loadFamily,
  permit: (actor, loaded) => vettedBy(actor, loaded),
  run: async (tools, { family }, input) => {
    const { tx, today, actor } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const later = (day: Temporal.PlainDate, field: string) =>
      isBefore(today, day) ? fail('hosting.check.in-future', undefined, field) : null;
    if (input.kind === 'record') {
      const member = family.members.find((m) => m.id === input.memberId);
      if (!member) return fail('hosting.home.unknown-member');
      // nobody asks a child for one; who comes of age meanwhile may bring it before
      if (!needsCheck(member.birthDate, input.validUntil, family.checkFromAge))
        return fail('hosting.check.minor', {
          name: member.givenName,
          age: family.checkFromAge,
        });
      const problem = later(input.seenOn, 'seenOn');
      if (problem) return problem;
      if (isBefore(input.validUntil, input.seenOn))
        return fail('hosting.check.ends-before', undefined, 'validUntil');
      if (!(await store.touchFamily(tx, family.id, input.version))) return meanwhile();
      await store.recordMemberCheck(tx, member.id, {
        seenOn: input.seenOn,
        validUntil: input.validUntil,
        seenBy: actor.personId,
      });
      return ok();
    }
    if (input.kind === 'references') {
      return (await store.updateFamilyChecks(tx, family.id, input.version, {
        reference_count: input.count,
      }))
        ? ok()
        : meanwhile();
    }
    if (input.kind === 'charter') {
      const problem = later(input.signedOn, 'signedOn');
      if (problem) return problem;
      return (await store.updateFamilyChecks(tx, family.id, input.version, {
        charter_signed_on: input.signedOn,
      }))
        ? ok()
        : meanwhile();
    }
    const problem = later(input.visitedOn, 'visitedOn');
    if (problem) return problem;
    const staff = await staffOf(tx, [family.orgId], today);
    if (!staff.some((s) => s.id === input.visitedBy))
      return fail('hosting.check.visitor-elsewhere', undefined, 'visitedBy');
    if (family.members.some((m) => m.personId === input.visitedBy))
      return fail('hosting.check.visitor-lives-there', undefined, 'visitedBy');
    return (await store.updateFamilyChecks(tx, family.id, input.version, {
      home_visit_on: input.visitedOn,
      home_visit_by: input.visitedBy,
    }))
      ? ok()
      : meanwhile();
  },
  audit: ({ family }, input) => ({
    ...auditOf({ family }),
    details: { kind: input.kind, ...(input.kind === 'record' ? { member: input.memberId } : {}) },
  }),
});

export const linkHostParent = command({
  name: 'hosting.link-host-parent',
  summary: 'Let an adult of a host family sign in: they get a mail.',
  input: z.object({ ...memberInput, email, language: languageCode }),
  load: loadMember,
  permit: (actor, loaded) => vettedBy(actor, loaded),
  run: async ({ tx, now, today, post, runtime }, { family, member }, input) => {
    if (member.personId)
      return fail('hosting.link.already', { name: member.givenName }, 'email', 'conflict');
    if (ageOn(member.birthDate, today) < adultAge)
      return fail('hosting.link.minor', { name: member.givenName }, 'email');
    if (!(await store.touchFamily(tx, family.id, input.version))) return meanwhile();
    const same = (a: string, b: string) =>
      a.localeCompare(b, undefined, { sensitivity: 'base' }) === 0;
    // a colleague who hosts as well keeps the one account; an address may be shared by others
    const known = (await personsByEmail(tx, input.email)).find(
      (p) => same(p.given_name, member.givenName) && same(p.family_name, member.familyName),
    );
    const personId = known?.id ?? newId('per');
    const language = chooseLanguage(known?.language ?? input.language);
    if (!known) {
      await insertPerson(tx, {
        id: personId,
        givenName: member.givenName,
        familyName: member.familyName,
        email: input.email,
        language,
        birthDate: member.birthDate,
        gender: member.gender,
        countryCode: family.countryCode,
        isExample: runtime.config.mode === 'demo',
        now,
      });
    }
    await store.linkMember(tx, member.id, personId);
    const org = await store.orgById(tx, family.orgId);
    const person = known && (await personById(tx, known.id));
    await post(
      welcomeMail(
        { address: input.email, personId, language },
        {
          name: person ? displayName(person) : `${member.givenName} ${member.familyName}`,
          organisation: org?.name ?? '',
          url: runtime.config.origin + familyAddress(family.id),
        },
      ),
    );
    return ok({ personId });
  },
  audit: ({ family, member }) => ({ ...auditOf({ family }), details: { member: member.id } }),
});

/** Run by the installation itself, every night: nobody can ask for it. */
export const forgetFamily = command({
  name: 'hosting.forget-family',
  summary:
    'Delete a host family two years after it last hosted or anybody did anything about it. Where a dossier is kept that names it, a row without a name stays as long.',
  input: z.object({ familyId: idOf('fam') }),
  load: async ({ tx, actor, now }, { familyId }) => {
    if (actor.kind !== 'system') return null;
    const before = now.toZonedDateTimeISO('UTC').toPlainDate().subtract(familyKept);
    return (await store.familyOverForUpdate(tx, familyId, before)) ?? null;
  },
  permit: (actor) => allowIf(actor.kind === 'system'),
  run: async ({ tx }, { id }) => {
    await store.forgetFamily(tx, id);
    return ok();
  },
  audit: ({ org_id }) => ({ orgId: org_id }),
});

export const allCommands = [
  addHostOffer,
  changeHostOffer,
  addFamily,
  changeFamilyDetails,
  changeFamilyHome,
  changeFamilyLetter,
  addFamilyMember,
  changeFamilyMember,
  removeFamilyMember,
  recordFamilyCheck,
  linkHostParent,
  forgetFamily,
];

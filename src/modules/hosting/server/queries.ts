import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { orgIdsOf, worksFor } from '#kernel/actor.ts';
import type { OrgId } from '#kernel/ids.ts';
import { dateView, idOf, idView } from '#kernel/schema.ts';
import { staffOf } from '#modules/organisations/server/index.ts';
import { sharedTask } from '#modules/partnerships/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import type { Reader } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import {
  isOfFamily,
  mayDescribeFamily,
  mayKeepFamilies,
  mayOffer,
  maySeeFamily,
  mayVetFamily,
} from '../core/policy.ts';
import {
  familyReadiness,
  isOfFamilyItself,
  needsCheck,
  type ReadinessOf,
  recruitTask,
} from '../core/rules.ts';
import { genders, homeSchema, relations } from '../core/schema.ts';
import { sidesOf } from './commands.ts';
import * as store from './store.ts';

const person = (actor: Actor) => (actor.kind === 'person' ? { actor } : null);

const missingView = z.object({
  id: z.string(),
  messageKey: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), dateView])),
});
const stayView = z.object({
  intakeId: idView('int').nullable(),
  name: z.string().nullable(),
  from: dateView,
  until: dateView,
});
const personView = z.object({ id: idView('per'), name: z.string() });
const orgView = z.object({ id: idView('org'), name: z.string() });

const offerView = z.object({
  id: idView('off'),
  school: orgView.extend({ city: z.string(), country: z.string() }),
  hostingOrg: orgView,
  places: z.number(),
  language: z.string(),
  subjects: z.array(z.string()),
  mentor: personView.nullable(),
  note: z.string(),
  version: z.number(),
  mayChange: z.boolean(),
});

function viewOfOffer(
  offer: Awaited<ReturnType<typeof store.offersOf>>[number],
  actor: Actor,
): z.input<typeof offerView> {
  return {
    id: offer.id,
    school: {
      id: offer.host_school_id,
      name: offer.school,
      city: offer.city,
      country: offer.country_code,
    },
    hostingOrg: { id: offer.hosting_org_id, name: offer.hosting_org },
    places: offer.places,
    language: offer.language,
    subjects: offer.subjects,
    mentor: offer.mentor_id
      ? {
          id: offer.mentor_id,
          name: displayName({
            given_name: offer.mentor_given_name ?? '',
            family_name: offer.mentor_family_name ?? '',
            preferred_name: offer.mentor_preferred_name,
          }),
        }
      : null,
    note: offer.note,
    version: offer.version,
    mayChange: mayOffer(
      actor,
      { hostSchoolId: offer.host_school_id, hostingOrgId: offer.hosting_org_id },
      [],
    ).allow,
  };
}

const manages = (actor: Actor, orgId: OrgId) => worksFor(actor, orgId, 'head', 'coordinator');

/** What a form for an offer needs: which schools and organisations one may speak for, and who could be mentor. */
async function choicesFor(
  read: Reader,
  actor: Actor,
  partners: Awaited<ReturnType<typeof store.partnersOf>>,
  today: Temporal.PlainDate,
) {
  const mine = partners.filter((p) => manages(actor, p.id));
  // a school speaks for itself; its organisation is chosen among the partners
  const schools = mine.some((p) => p.kind === 'supporting')
    ? partners.filter((p) => p.kind === 'school')
    : mine.filter((p) => p.kind === 'school');
  const hostingOrgs = mine.some((p) => p.kind === 'supporting')
    ? mine.filter((p) => p.kind === 'supporting')
    : [...partners.filter((p) => p.kind === 'supporting'), ...mine];
  const staff = await staffOf(
    read,
    schools.map((s) => s.id),
    today,
  );
  const card = (o: { id: OrgId; name: string; country_code: string; language: string }) => ({
    id: o.id,
    name: o.name,
    country: o.country_code,
    language: o.language,
  });
  return {
    schools: schools.map(card),
    hostingOrgs: hostingOrgs.map(card),
    mentors: staff.map((s) => ({ id: s.id, name: displayName(s), schoolId: s.org_id })),
  };
}

const orgChoice = orgView.extend({ country: z.string(), language: z.string() });

export const listOffers = query({
  name: 'hosting.list-offers',
  summary: 'Places that host schools offer for an intake. For partners of the project.',
  input: z.object({ intakeId: idOf('int') }),
  visible: person,
  output: z.object({
    intake: z.object({
      id: idView('int'),
      name: z.string(),
      project: z.string(),
      startsOn: dateView,
      endsOn: dateView,
    }),
    mayAdd: z.boolean(),
    offers: z.array(offerView),
    choices: z.object({
      schools: z.array(orgChoice),
      hostingOrgs: z.array(orgChoice),
      mentors: z.array(personView.extend({ schoolId: idView('org') })),
    }),
  }),
  view: async ({ read, scope, today }, input) => {
    const intake = await store.intakeById(read, input.intakeId);
    if (!intake) return null;
    const partners = await store.partnersOf(read, intake.project_id);
    const own = orgIdsOf(scope.actor);
    if (!partners.some((p) => own.includes(p.id))) return null;
    const offers = await store.offersOf(read, intake.id);
    const choices = await choicesFor(read, scope.actor, partners, today);
    return {
      intake: {
        id: intake.id,
        name: intake.name,
        project: intake.project,
        startsOn: intake.starts_on,
        endsOn: intake.ends_on,
      },
      mayAdd: choices.schools.length > 0,
      offers: offers.map((o) => viewOfOffer(o, scope.actor)),
      choices,
    };
  },
});

/** The stay a family is judged for: the intake asked for, else the next one of its organisation, else today. */
export async function stayFor(
  read: Reader,
  orgIds: OrgId[],
  today: Temporal.PlainDate,
  wanted = '',
) {
  const intakes = await store.openIntakesOf(read, orgIds, today);
  const intake = intakes.find((i) => i.id === wanted) ?? intakes[0];
  return {
    intakes,
    stay: {
      intakeId: intake?.id ?? null,
      name: intake?.name ?? null,
      from: intake?.starts_on ?? today,
      until: intake?.ends_on ?? today,
    },
  };
}

export const listFamilies = query({
  name: 'hosting.list-families',
  summary: 'Host families of your organisations and your own, each ready or with what it lacks.',
  input: z.object({
    search: z.string().trim().max(80).default(''),
    /** the last family of the page before */
    after: z.union([z.literal(''), idOf('fam')]).default(''),
    /** families on a page */
    size: z.int().min(1).max(200).default(25),
    intakeId: z.union([idOf('int'), z.literal('')]).default(''),
  }),
  visible: person,
  output: z.object({
    mayAdd: z.boolean(),
    /** partners who recruit families in their place, as the table of responsibilities says */
    recruitedBy: z.array(z.string()),
    /** false for somebody who sees nothing but the family they live in */
    keeps: z.boolean(),
    search: z.string(),
    /** what `after` has to be for the next page; null on the last */
    next: idView('fam').nullable(),
    stay: stayView,
    intakes: z.array(z.object({ id: idView('int'), name: z.string() })),
    families: z.array(
      z.object({
        id: idView('fam'),
        name: z.string(),
        city: z.string(),
        organisation: z.string(),
        household: z.number(),
        minutesToSchool: z.number().nullable(),
        missing: z.array(missingView),
        /** the first thing that the family itself can add */
        ownTurn: missingView.nullable(),
      }),
    ),
  }),
  view: async ({ read, scope, today }, input) => {
    const actor = scope.actor;
    if (actor.kind !== 'person') return null;
    const orgIds = orgIdsOf(actor).filter((id) =>
      worksFor(actor, id, 'head', 'coordinator', 'volunteer'),
    );
    const found = await store.familiesAfter(read, orgIds, input.search, {
      after: input.after || null,
      limit: input.size + 1,
    });
    const kept = found.slice(0, input.size);
    // their own home comes first, also where another organisation keeps it
    const own = input.after ? [] : await store.familiesWith(read, actor.personId);
    const families = [...own.filter((f) => !orgIds.includes(f.orgId)), ...kept];
    const { intakes, stay } = await stayFor(read, orgIds, today, input.intakeId);
    const orgs = new Map<string, string>();
    for (const id of new Set(families.map((f) => f.orgId)))
      orgs.set(id, (await store.orgById(read, id))?.name ?? '');
    const { open, others } = await recruitingFor(read, actor, orgIds);
    return {
      mayAdd: open.length > 0,
      recruitedBy: others,
      keeps: orgIds.length > 0,
      search: input.search,
      next: found.length > input.size ? (kept.at(-1)?.id ?? null) : null,
      stay,
      intakes: intakes.map((i) => ({ id: i.id, name: i.name })),
      families: families.map((f) => {
        const missing = familyReadiness(f, { ...stay, today });
        return {
          id: f.id,
          name: f.name,
          city: f.city,
          organisation: orgs.get(f.orgId) ?? '',
          household: f.members.length,
          minutesToSchool: f.minutesToSchool,
          missing,
          ownTurn: missing.find(isOfFamilyItself) ?? null,
        };
      }),
    };
  },
});

/**
 * Those of the organisations for which the actor enters families, by what they agreed with their partners; and who does it
 * in the place of the others.
 */
export async function recruitingFor(read: Reader, actor: Actor, orgIds: readonly OrgId[]) {
  const open: OrgId[] = [];
  const others: string[] = [];
  // a person leads one organisation, seldom two
  for (const id of orgIds.filter((orgId) => manages(actor, orgId))) {
    const partners = await sharedTask(read, id, recruitTask);
    if (mayKeepFamilies(actor, id, partners).allow) open.push(id);
    else others.push(...partners.map((partner) => partner.name));
  }
  return { open, others: open.length > 0 ? [] : others };
}

/** Organisations for which the actor may enter families, with the country a new family most likely lives in. */
export const getNewFamily = query({
  name: 'hosting.get-new-family',
  summary: 'For which of your organisations you may enter a host family.',
  input: z.object({}),
  visible: (actor) => {
    const ids = orgIdsOf(actor).filter((id) => manages(actor, id));
    return ids.length > 0 ? { actor, ids } : null;
  },
  output: z.object({
    organisations: z.array(orgChoice),
    /** where all partners recruit instead: who they are, and nothing to enter */
    recruitedBy: z.array(z.string()),
  }),
  view: async ({ read, scope: { actor, ids } }) => {
    const { open, others } = await recruitingFor(read, actor, ids);
    const rows = await Promise.all(open.map((id) => store.orgById(read, id)));
    return {
      organisations: rows.flatMap((o) =>
        o ? [{ id: o.id, name: o.name, country: o.country_code, language: o.language }] : [],
      ),
      recruitedBy: others,
    };
  },
});

const memberView = z.object({
  id: idView('fme'),
  givenName: z.string(),
  familyName: z.string(),
  birthDate: dateView,
  gender: z.enum(genders),
  relation: z.enum(relations),
  signsIn: z.boolean(),
  email: z.string().nullable(),
  needsCheck: z.boolean(),
  recordCheck: z
    .object({ seenOn: dateView.nullable(), validUntil: dateView, seenBy: z.string() })
    .nullable(),
});

export const getFamily = query({
  name: 'hosting.get-family',
  summary: 'One host family: household, home, checks, letter, and what is still missing.',
  input: z.object({ familyId: idOf('fam') }),
  visible: person,
  output: z.object({
    id: idView('fam'),
    organisation: orgView,
    name: z.string(),
    countryCode: z.string(),
    city: z.string(),
    street: z.string(),
    postcode: z.string(),
    languages: z.array(z.string()),
    interests: z.array(z.string()),
    home: homeSchema.nullable(),
    letter: z.string(),
    charterSignedOn: dateView.nullable(),
    referenceCount: z.number(),
    homeVisit: z
      .object({ on: dateView, by: z.string(), byId: idView('per').nullable() })
      .nullable(),
    minutesToSchool: z.number().nullable(),
    version: z.number(),
    members: z.array(memberView),
    /** from which age members need a clean record where this family lives */
    checkFromAge: z.number(),
    missing: z.array(missingView),
    stay: stayView,
    visitors: z.array(personView),
    may: z.object({ describe: z.boolean(), vet: z.boolean(), isOwn: z.boolean() }),
  }),
  view: async ({ read, scope, today }, input) => {
    const family = await store.familyById(read, input.familyId);
    const { actor } = scope;
    if (!family || !maySeeFamily(actor, sidesOf(family))) return null;
    const org = await store.orgById(read, family.orgId);
    const { stay } = await stayFor(read, [family.orgId], today);
    const vets = mayVetFamily(actor, sidesOf(family)).allow;
    const staff = vets ? await staffOf(read, [family.orgId], today) : [];
    const named = await personsByIds(read, [
      ...new Set(
        [
          family.homeVisitBy,
          ...family.members.flatMap((m) => [m.personId, m.recordCheckSeenBy]),
        ].filter((id) => id !== null),
      ),
    ]);
    const byId = (id: string | null) => named.find((p) => p.id === id);
    const nameOf = (id: string | null) => {
      const found = byId(id);
      // a host family does not know everybody of its organisation by name
      return found ? displayName(found) : (org?.name ?? '');
    };
    return {
      id: family.id,
      organisation: { id: family.orgId, name: org?.name ?? '' },
      name: family.name,
      countryCode: family.countryCode,
      city: family.city,
      street: family.street,
      postcode: family.postcode,
      languages: family.languages,
      interests: family.interests,
      home: family.home,
      letter: family.letter,
      charterSignedOn: family.charterSignedOn,
      referenceCount: family.referenceCount,
      checkFromAge: family.checkFromAge,
      homeVisit: family.homeVisitOn
        ? {
            on: family.homeVisitOn,
            by: nameOf(family.homeVisitBy),
            byId: family.homeVisitBy,
          }
        : null,
      minutesToSchool: family.minutesToSchool,
      version: family.version,
      members: family.members.map((m) => ({
        id: m.id,
        givenName: m.givenName,
        familyName: m.familyName,
        birthDate: m.birthDate,
        gender: m.gender,
        relation: m.relation,
        signsIn: m.personId !== null,
        email: byId(m.personId)?.email ?? null,
        needsCheck: needsCheck(m.birthDate, stay.until, family.checkFromAge),
        recordCheck: m.recordCheckValidUntil
          ? {
              seenOn: m.recordCheckSeenOn,
              validUntil: m.recordCheckValidUntil,
              seenBy: nameOf(m.recordCheckSeenBy),
            }
          : null,
      })),
      missing: familyReadiness(family, { ...stay, today }),
      stay,
      visitors: staff
        .filter((s) => !family.members.some((m) => m.personId === s.id))
        .map((s) => ({ id: s.id, name: displayName(s) })),
      may: {
        describe: mayDescribeFamily(actor, sidesOf(family)).allow,
        vet: vets,
        isOwn: isOfFamily(actor, sidesOf(family)),
      },
    };
  },
});

/** A family that an organisation keeps, judged for a stay. */
export async function readyFamilies(read: Reader, orgIds: OrgId[], stay: ReadinessOf) {
  const families = await store.familiesOf(read, orgIds);
  return families.filter((f) => familyReadiness(f, stay).length === 0);
}

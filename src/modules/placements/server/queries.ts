import { z } from 'zod';
import type { Answers } from '#engines/forms/index.ts';
import type { Actor } from '#kernel/actor.ts';
import { orgIdsOf, worksFor } from '#kernel/actor.ts';
import { ageOn } from '#kernel/dates.ts';
import type { IntakeId, MobilityId, OrgId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { profileIn } from '#modules/applications/core/index.ts';
import { applicationById } from '#modules/applications/server/index.ts';
import { familyReadiness } from '#modules/hosting/core/index.ts';
import {
  familiesOf,
  offerById,
  offersOf,
  offersOfIntakes,
  recruitingFor,
} from '#modules/hosting/server/index.ts';
import { mayRead, rolesFor } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import {
  organisationById,
  organisationsByIds,
  staffOf,
} from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { guardiansOf, personById, personsByIds } from '#modules/people/server/index.ts';
import type { Reader } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import {
  hostsFor,
  isSchoolsOwn,
  keepersToPropose,
  mayHost,
  mayPropose,
  schoolsToPropose,
  sidesOf,
} from '../core/policy.ts';
import {
  alwaysOn,
  hardRuleIds,
  nothingDeclared,
  policyFor,
  sourcesOf,
} from '../core/rules/index.ts';
import { type Side, sides } from '../core/types.ts';
import { askableOf, judge, othersWith, placingFor, placingsOf, pupilFactsOf } from './commands.ts';
import * as store from './store.ts';

/** Why the row policies are opened here: school and family are asked before they belong to the dossier. */
const asked = 'placement-asked';

const person = (actor: Actor) => (actor.kind === 'person' ? { actor } : null);

const sentence = z.object({
  messageKey: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), dateView])),
});
const side = z.enum(sides);

const contact = z.object({ email: z.string().nullable(), phone: z.string().nullable() });

const pupilView = z.object({
  /** null until all have said yes, for those who do not know the pupil yet */
  name: z.string().nullable(),
  initial: z.string(),
  age: z.number(),
  country: z.string(),
  languages: z.array(z.string()),
  interests: z.array(z.string()),
  letter: z.string(),
  /** what the family should know about the days at home; for the family, the pupil and the hosting side */
  everyday: z.string(),
  contact: contact.nullable(),
  guardians: z.array(contact.extend({ name: z.string() })),
});

const familyView = z.object({
  /** null until all have said yes, for everybody but the hosting organisation and the family */
  id: idView('fam').nullable(),
  name: z.string().nullable(),
  address: z.string().nullable(),
  household: z.array(
    z.object({
      called: z.string(),
      age: z.number(),
      relation: z.string(),
      contact: contact.nullable(),
    }),
  ),
  languages: z.array(z.string()),
  interests: z.array(z.string()),
  pets: z.array(z.object({ kind: z.string(), indoors: z.boolean() })),
  smoking: z.string(),
  sharesRoom: z.boolean(),
  minutesToSchool: z.number().nullable(),
  letter: z.string(),
});

export const getPlacement = query({
  name: 'placements.get-placement',
  summary:
    'Where a pupil is to live. Without names of family and pupil to each other until all four have said yes.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: person,
  opensRows: asked,
  output: z.object({
    mobilityId: idView('mob'),
    startsOn: dateView,
    endsOn: dateView,
    /** who this reader is: decides what the page opens with */
    reads: z.enum(['hosting', 'pupil', 'guardian', 'family', 'school', 'party']),
    /** what this reader was asked about came to nothing, and they have no further part in it */
    over: z.boolean(),
    hostingOrg: z.string(),
    pupil: pupilView.nullable(),
    placement: z
      .object({
        id: idView('pla'),
        state: z.string(),
        fromOn: dateView,
        untilOn: dateView,
        proposedAt: instantView,
        school: z.object({ name: z.string(), city: z.string(), country: z.string() }),
        mentor: z.string().nullable(),
        family: familyView,
        answers: z.array(
          z.object({
            side,
            /** null while open */
            answer: z.enum(['yes', 'no']).nullable(),
            at: instantView.nullable(),
            by: z.string().nullable(),
            onBehalf: z.boolean(),
            note: z.string(),
          }),
        ),
        reasons: z.array(sentence.extend({ tone: z.number() })),
      })
      .nullable(),
    earlier: z.array(
      z.object({
        id: idView('pla'),
        family: z.string().nullable(),
        state: z.string(),
        proposedAt: instantView,
        notes: z.array(z.object({ side, note: z.string() })),
      }),
    ),
    contactPerson: z.string().nullable(),
    may: z.object({
      answer: z.array(side),
      propose: z.boolean(),
      withdraw: z.boolean(),
      nameContact: z.boolean(),
    }),
  }),
  view: async ({ read, scope, today }, input) => {
    const { actor } = scope;
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier) return null;
    const roles = rolesFor(actor, dossier, today);
    const isParty = roles.length > 0 && mayRead(actor, dossier, 'placement', today);
    const hosts = mayHost(actor, dossier, today).allow;
    const placing = await placingFor(read, dossier);
    const schools = schoolsToPropose(actor, dossier, placing);
    const all = await store.placementsOf(read, [dossier.id]);
    const latest = all[0];
    const loaded = latest ? await askableOf(read, dossier, latest, today) : null;
    // a school that proposes sees what it proposed itself, and of others' families nothing but what it is asked about
    const isSchools = loaded !== null && isSchoolsOwn(actor, dossier, placing, loaded.on);
    const isProposing =
      hosts || (schools.length > 0 && (latest?.state !== 'proposed' || isSchools));
    const seesLatest = hosts || isParty || isSchools || !isProposing;
    const mine = loaded ? sidesOf(actor, loaded.on, today) : [];
    // who was asked and is no party finds the proposal as long as it is open or became theirs, and after that the word
    // that it is over: the mail they have links here
    const wasAsked =
      isParty || isProposing || mine.length > 0
        ? false
        : await sideAskedBefore(read, dossier, all.slice(1), actor, today);
    if (!isParty && !isProposing && mine.length === 0 && !wasAsked) return null;
    // whoever chooses among families knows them and the pupil
    const isHosting = hosts || isProposing;
    const accepted = latest?.state === 'accepted' && !wasAsked;
    const isFamily = loaded?.family.members.some((m) => m.personId === actor.personId) ?? false;
    const reads = isHosting
      ? ('hosting' as const)
      : actor.personId === dossier.pupilId
        ? ('pupil' as const)
        : roles.includes('guardian')
          ? ('guardian' as const)
          : isFamily || wasAsked === 'host_family'
            ? ('family' as const)
            : mine.includes('host_school') || wasAsked === 'host_school'
              ? ('school' as const)
              : ('party' as const);
    const knowsPupil =
      accepted || reads === 'hosting' || (isParty && !isFamily && reads !== 'school');
    const knowsFamily = accepted || reads === 'hosting' || isFamily;
    // a proposal that came to nothing is over for those who were only asked
    const over =
      wasAsked !== false || latest?.state === 'declined' || latest?.state === 'withdrawn';
    const showsContent = !over || reads === 'hosting';
    const hostingOrg = dossier.hostingOrgId
      ? await organisationById(read, dossier.hostingOrgId)
      : undefined;
    const contactPerson =
      dossier.contactPersonId && isParty
        ? await personById(read, dossier.contactPersonId)
        : undefined;
    return {
      mobilityId: dossier.id,
      startsOn: dossier.startsOn,
      endsOn: dossier.endsOn,
      reads,
      over: over && !isParty,
      hostingOrg: hostingOrg?.name ?? '',
      pupil:
        isParty || !over
          ? await pupilIntroduction(read, dossier, {
              named: knowsPupil,
              reached: accepted,
              // a school that is asked for a place does not need to know how somebody lives at home
              livesWith: ['family', 'pupil', 'guardian', 'hosting'].includes(reads),
              today,
            })
          : null,
      placement:
        latest && loaded && showsContent && seesLatest
          ? await placementFor(read, loaded, {
              knowsFamily,
              accepted,
              isHosting,
              actor,
              today,
            })
          : null,
      earlier: (showsContent ? all.slice(1) : all).flatMap((p) =>
        isParty
          ? [
              {
                id: p.id,
                family: null,
                state: p.state,
                proposedAt: p.proposedAt,
                notes: isHosting
                  ? p.answers.filter((a) => a.note).map((a) => ({ side: a.side, note: a.note }))
                  : [],
              },
            ]
          : [],
      ),
      contactPerson: contactPerson ? displayName(contactPerson) : null,
      may: {
        answer:
          latest?.state === 'proposed'
            ? mine.filter((s) => !latest.answers.some((a) => a.side === s))
            : [],
        propose:
          mayPropose(actor, dossier, placing, today).allow &&
          dossier.state === 'selected' &&
          latest?.state !== 'proposed',
        withdraw: isHosting && latest?.state === 'proposed',
        nameContact: hosts && (latest?.state === 'proposed' || accepted),
      },
    };
  },
});

/** The side for which somebody was asked in a proposal that another one followed. */
async function sideAskedBefore(
  read: Reader,
  dossier: Loaded['dossier'],
  earlier: Loaded['placement'][],
  actor: Actor,
  today: Temporal.PlainDate,
): Promise<Side | false> {
  for (const placement of earlier) {
    const loaded = await askableOf(read, dossier, placement, today);
    const [side] = loaded ? sidesOf(actor, loaded.on, today) : [];
    if (side) return side;
  }
  return false;
}

type Loaded = NonNullable<Awaited<ReturnType<typeof askableOf>>>;

async function pupilIntroduction(
  read: Reader,
  dossier: Loaded['dossier'],
  how: { named: boolean; reached: boolean; livesWith: boolean; today: Temporal.PlainDate },
): Promise<z.input<typeof pupilView> | null> {
  const pupil = await personById(read, dossier.pupilId);
  const application = await applicationById(read, dossier.applicationId);
  const school = await organisationById(read, dossier.sendingSchoolId);
  if (!pupil) return null;
  const told = profileIn((application?.answers ?? {}) as Answers);
  const guardians = how.reached ? await guardiansOf(read, [pupil.id], how.today) : [];
  return {
    name: how.named ? displayName(pupil) : null,
    initial: `${(pupil.preferred_name || pupil.given_name).slice(0, 1)}.`,
    age: pupil.birth_date ? ageOn(pupil.birth_date, dossier.startsOn) : 0,
    country: pupil.country_code ?? school?.country_code ?? '',
    languages: told.languages,
    interests: told.interests,
    letter: told.letter,
    everyday: how.livesWith ? told.everyday : '',
    contact: how.reached ? { email: pupil.email, phone: pupil.phone } : null,
    guardians: guardians.map((g) => ({ name: displayName(g), email: g.email, phone: g.phone })),
  };
}

async function placementFor(
  read: Reader,
  { placement, family, on }: Loaded,
  how: {
    knowsFamily: boolean;
    accepted: boolean;
    isHosting: boolean;
    actor: Extract<Actor, { kind: 'person' }>;
    today: Temporal.PlainDate;
  },
) {
  const school = await organisationById(read, placement.hostSchoolId);
  const offer = await offerById(read, placement.hostOfferId);
  const people = await personsByIds(read, [
    ...new Set([
      ...placement.answers.map((a) => a.answeredBy),
      ...family.members.flatMap((m) => (m.personId ? [m.personId] : [])),
    ]),
  ]);
  const nameOf = (id: string | null | undefined) => {
    const found = people.find((p) => p.id === id);
    return found ? displayName(found) : null;
  };
  const open = how.knowsFamily;
  const speaks = (a: store.Answer) =>
    how.isHosting || how.accepted || a.answeredBy === how.actor.personId;
  return {
    id: placement.id,
    state: placement.state,
    fromOn: placement.fromOn,
    untilOn: placement.untilOn,
    proposedAt: placement.proposedAt,
    school: {
      name: school?.name ?? '',
      city: school?.city ?? '',
      country: school?.country_code ?? '',
    },
    mentor:
      how.accepted && offer?.mentor_given_name
        ? displayName({
            given_name: offer.mentor_given_name,
            family_name: offer.mentor_family_name ?? '',
            preferred_name: offer.mentor_preferred_name,
          })
        : null,
    family: {
      id: how.isHosting ? family.id : null,
      name: open ? family.name : null,
      address:
        how.accepted || how.isHosting
          ? [family.street, `${family.postcode} ${family.city}`.trim()].filter(Boolean).join(', ')
          : null,
      household: family.members.map((m) => {
        const self = people.find((p) => p.id === m.personId);
        return {
          called: open ? `${m.givenName} ${m.familyName}` : `${m.givenName.slice(0, 1)}.`,
          age: ageOn(m.birthDate, placement.fromOn),
          relation: m.relation,
          contact: how.accepted && self ? { email: self.email, phone: self.phone } : null,
        };
      }),
      languages: family.languages,
      interests: family.interests,
      pets: family.home?.pets ?? [],
      smoking: family.home?.smoking ?? 'none',
      sharesRoom: !family.home?.beds.some((b) => b.kind === 'own_room'),
      minutesToSchool: family.minutesToSchool,
      letter: family.letter,
    },
    answers: on.asked.map((s) => {
      const given = placement.answers.find((a) => a.side === s);
      return {
        side: s,
        answer: given?.answer ?? null,
        at: given?.answeredAt ?? null,
        by: given && speaks(given) ? nameOf(given.answeredBy) : null,
        onBehalf:
          s === 'host_family' &&
          given !== undefined &&
          !family.members.some((m) => m.personId === given.answeredBy),
        note: given && (how.isHosting || given.answeredBy === how.actor.personId) ? given.note : '',
      };
    }),
    reasons: how.isHosting ? placement.reasons : [],
  };
}

const familyCard = z.object({
  id: idView('fam'),
  name: z.string(),
  city: z.string(),
  ready: z.boolean(),
  /** the school that keeps the family, where that is not one's own organisation */
  keptBy: z.string().nullable(),
});

export const listMatches = query({
  name: 'placements.list-matches',
  summary:
    'Host families of the hosting organisation for one pupil: those that fit with reasons, the others with every broken rule.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: person,
  opensRows: asked,
  output: z.object({
    pupil: z.string(),
    fromOn: dateView,
    untilOn: dateView,
    hasWishes: z.boolean(),
    fit: z.array(
      familyCard.extend({
        score: z.number(),
        reasons: z.array(sentence.extend({ tone: z.number() })),
      }),
    ),
    excluded: z.array(familyCard.extend({ broken: z.array(sentence) })),
    offers: z.array(
      z.object({
        id: idView('off'),
        school: z.string(),
        city: z.string(),
        language: z.string(),
        free: z.number(),
        mentor: z.string().nullable(),
      }),
    ),
    intakeId: idView('int'),
    /** who enters families: the asker may, or these do */
    entering: z.object({ may: z.boolean(), others: z.array(z.string()) }),
  }),
  view: async ({ read, scope, today, runtime }, input) => {
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier?.hostingOrgId) return null;
    const offered = await offersOf(read, dossier.intakeId);
    const placing = (await placingsOf(read, [dossier.hostingOrgId]))(dossier.hostingOrgId, offered);
    if (!mayPropose(scope.actor, dossier, placing, today).allow) return null;
    const stay = { from: dossier.startsOn, until: dossier.endsOn };
    const schools = schoolsToPropose(scope.actor, dossier, placing);
    const keepers =
      placing.schools.length === 0
        ? [dossier.hostingOrgId]
        : schools.flatMap((id) => keepersToPropose(scope.actor, dossier, placing, id));
    const families = await familiesOf(read, [...new Set(keepers)]);
    const pupil = await pupilFactsOf(runtime, read, dossier);
    const others = await othersWith(read, families, stay, dossier.id);
    const kin = [
      dossier.pupilId,
      ...(await guardiansOf(read, [dossier.pupilId], today)).map((g) => g.id),
    ];
    const judged = pupil
      ? families.map((family) => ({
          family,
          ...judge(pupil, family, {
            stay,
            others: others.get(family.id) ?? [],
            kin,
            contactPersonId: dossier.contactPersonId,
            declared: nothingDeclared,
          }),
        }))
      : [];
    const card = (f: (typeof families)[number]) => ({
      id: f.id,
      name: f.name,
      city: f.city,
      ready: familyReadiness(f, { ...stay, today }).length === 0,
      keptBy: worksFor(scope.actor, f.orgId)
        ? null
        : (placing.schools.find((s) => s.orgId === f.orgId)?.name ?? null),
    });
    const offers = offered.filter(
      (o) => o.hosting_org_id === dossier.hostingOrgId && schools.includes(o.host_school_id),
    );
    const taken = await store.placesTaken(
      read,
      offers.map((o) => o.id),
      stay,
      dossier.id,
    );
    return {
      pupil: dossier.pupilName,
      fromOn: stay.from,
      untilOn: stay.until,
      hasWishes: pupil !== null,
      fit: judged
        .filter((j) => j.broken.length === 0)
        .sort((a, b) => b.fit.score - a.fit.score || a.family.name.localeCompare(b.family.name))
        .map((j) => ({
          ...card(j.family),
          score: j.fit.score,
          reasons: j.fit.reasons.map((r) => ({
            messageKey: r.messageKey,
            params: { ...r.params },
            tone: r.tone,
          })),
        })),
      excluded: judged
        .filter((j) => j.broken.length > 0)
        .sort(
          (a, b) => a.broken.length - b.broken.length || a.family.name.localeCompare(b.family.name),
        )
        .map((j) => ({
          ...card(j.family),
          broken: j.broken.map((b) => ({ messageKey: b.messageKey, params: { ...b.params } })),
        })),
      offers: offers.map((o) => ({
        id: o.id,
        school: o.school,
        city: o.city,
        language: o.language,
        free: Math.max(0, o.places - (taken.get(o.id) ?? 0)),
        mentor: o.mentor_given_name
          ? displayName({
              given_name: o.mentor_given_name,
              family_name: o.mentor_family_name ?? '',
              preferred_name: o.mentor_preferred_name,
            })
          : null,
      })),
      intakeId: dossier.intakeId,
      entering: await enteringFor(read, scope.actor, keepers),
    };
  },
});

/** Whether somebody enters families for the keepers of them, and who does where they do not. */
async function enteringFor(read: Reader, actor: Actor, keepers: readonly OrgId[]) {
  const own = orgIdsOf(actor).filter((id) => worksFor(actor, id, 'head', 'coordinator'));
  const { open, others } = await recruitingFor(read, actor, own);
  if (open.length > 0) return { may: true, others: [] };
  const names = await organisationsByIds(read, [...new Set(keepers)]);
  return { may: false, others: others.length > 0 ? others : names.map((o) => o.name) };
}

export const listContacts = query({
  name: 'placements.list-contacts',
  summary: 'Who of the hosting organisation could be the pupil’s contact person.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: person,
  opensRows: asked,
  output: z.object({
    pupil: z.string(),
    current: idView('per').nullable(),
    limitKm: z.number(),
    people: z.array(z.object({ id: idView('per'), name: z.string(), roles: z.array(z.string()) })),
  }),
  view: async ({ read, scope, today }, input) => {
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier?.hostingOrgId || !mayHost(scope.actor, dossier, today).allow) return null;
    const org = await organisationById(read, dossier.hostingOrgId);
    const staff = await staffOf(read, [dossier.hostingOrgId], today);
    return {
      pupil: dossier.pupilName,
      current: dossier.contactPersonId,
      limitKm: policyFor(org?.country_code ?? '').contactReachKm,
      people: staff.map((s) => ({ id: s.id, name: displayName(s), roles: s.roles })),
    };
  },
});

export const listPlacementTasks = query({
  name: 'placements.list-tasks',
  summary: 'Answers you owe, families you have to propose, and whom you wait for.',
  input: z.object({}),
  visible: person,
  opensRows: asked,
  output: z.object({
    toAnswer: z.array(z.object({ mobilityId: idView('mob'), side, since: instantView })),
    toPropose: z.array(z.object({ mobilityId: idView('mob'), pupil: z.string(), due: dateView })),
    waiting: z.array(
      z.object({ mobilityId: idView('mob'), pupil: z.string(), sides: z.array(side) }),
    ),
  }),
  view: async ({ read, scope, today }) => {
    const { actor } = scope;
    const orgIds = orgIdsOf(actor).filter((id) => worksFor(actor, id, 'head', 'coordinator'));
    const open = await store.openProposalsFor(read, { personId: actor.personId, orgIds, today });
    const toAnswer: { mobilityId: MobilityId; side: Side; since: Temporal.Instant }[] = [];
    const waiting: { mobilityId: MobilityId; pupil: string; sides: Side[] }[] = [];
    for (const { mobility_id } of open) {
      const dossier = await loadDossier(read, mobility_id);
      const placement = (await store.placementsOf(read, [mobility_id])).find(
        (p) => p.state === 'proposed',
      );
      const loaded = dossier && placement && (await askableOf(read, dossier, placement, today));
      if (!loaded) continue;
      const left = loaded.on.asked.filter((s) => !placement.answers.some((a) => a.side === s));
      const signsIn = loaded.family.members.some((m) => m.personId !== null);
      const isFamily = loaded.family.members.some((m) => m.personId === actor.personId);
      for (const s of sidesOf(actor, loaded.on, today)) {
        // an organisation speaks for a family only where nobody of it signs in
        if (left.includes(s) && (s !== 'host_family' || isFamily || !signsIn))
          toAnswer.push({ mobilityId: mobility_id, side: s, since: placement.proposedAt });
      }
      if (hostsFor(actor, dossier) && left.length > 0)
        waiting.push({ mobilityId: mobility_id, pupil: dossier.pupilName, sides: left });
    }
    const unplaced = await store.withoutProposal(read, orgIds);
    const offers = Map.groupBy(
      await offersOfIntakes(read, [...new Set(unplaced.map((m) => m.intake_id))]),
      (offer) => offer.intake_id,
    );
    const placings = await placingsOf(
      read,
      unplaced.map((m) => m.hosting_org_id),
    );
    const toPropose = unplaced.filter((m) => {
      const { schools } = placings(m.hosting_org_id, offers.get(m.intake_id) ?? []);
      const isOurs = m.hosting_org_id !== null && orgIds.includes(m.hosting_org_id);
      if (schools.length === 0) return isOurs;
      return schools.some(
        (s) => (s.hostingPlaces && isOurs) || (s.schoolPlaces && orgIds.includes(s.orgId)),
      );
    });
    return {
      toAnswer,
      waiting,
      toPropose: toPropose.map((m) => ({
        mobilityId: m.id,
        pupil: displayName(m),
        // families are told at least four weeks before departure (timeline templates)
        due: m.starts_on.subtract({ days: 28 }),
      })),
    };
  },
});

export const listRules = query({
  name: 'placements.list-rules',
  summary: 'Every hard rule of placement with its source.',
  input: z.object({}),
  visible: person,
  output: z.object({
    rules: z.array(
      z.object({
        id: z.string(),
        sources: z.array(z.object({ url: z.string(), title: z.string() })),
        canBeOff: z.boolean(),
      }),
    ),
    measures: z.object({
      age: z.number(),
      references: z.number(),
      years: z.number(),
      km: z.number(),
    }),
  }),
  view: async () => {
    const policy = policyFor('');
    return {
      rules: hardRuleIds.map((id) => ({
        id,
        sources: sourcesOf(id),
        canBeOff: !alwaysOn.includes(id),
      })),
      measures: {
        age: policy.checkFromAge,
        references: policy.referencesNeeded,
        years: policy.nearAgeYears,
        km: policy.contactReachKm,
      },
    };
  },
});

/** Days on which an intake's placements reached steps of its timeline; there once true of every pupil that goes. */
export async function placementFacts(
  read: Reader,
  intakeId: IntakeId,
  zone = 'Europe/Brussels',
): Promise<
  Partial<Record<'family-matched' | 'host-school-confirmed' | 'family-told', Temporal.PlainDate>>
> {
  const ids = (await store.mobilityIdsOf(read, intakeId)).map((m) => m.id);
  const all = await store.placementsOf(read, ids);
  const last = (of: (p: store.Placement) => Temporal.Instant | null | undefined) => {
    const days = ids.map((id) => {
      const held = all.find(
        (p) => p.mobilityId === id && (p.state === 'accepted' || p.state === 'proposed'),
      );
      return held ? (of(held) ?? null) : null;
    });
    const known = days.filter((d) => d !== null).sort(Temporal.Instant.compare);
    const latest = known.at(-1);
    return latest && known.length === ids.length
      ? latest.toZonedDateTimeISO(zone).toPlainDate()
      : null;
  };
  const school = last(
    (p) => p.answers.find((a) => a.side === 'host_school' && a.answer === 'yes')?.answeredAt,
  );
  // all four say yes, and in the same moment everybody is told names and contacts
  const matched = last((p) => (p.state === 'accepted' ? p.decidedAt : null));
  return {
    ...(school ? { 'host-school-confirmed': school } : {}),
    ...(matched ? { 'family-matched': matched, 'family-told': matched } : {}),
  };
}

import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { isBefore } from '#kernel/dates.ts';
import { allow, allowIf } from '#kernel/decision.ts';
import type { MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { type Fault, fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { dateInput, idOf, optionalProse } from '#kernel/schema.ts';
import { placementWishesOf } from '#modules/applications/server/index.ts';
import { recruitTask } from '#modules/hosting/core/index.ts';
import {
  type Family,
  familyById,
  lockFamily,
  lockOffer,
  offersOf,
} from '#modules/hosting/server/index.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import {
  addParty,
  lockDossier,
  moveMobility,
  setContactPerson,
  setHost,
} from '#modules/mobilities/server/index.ts';
import { organisationById, staffOf } from '#modules/organisations/server/index.ts';
import { sharedTask } from '#modules/partnerships/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { guardiansOf, personById, personsByIds } from '#modules/people/server/index.ts';
import { today } from '#platform/clock.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Readable } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { chooseLanguage, formatsFor, translator } from '#platform/i18n/index.ts';
import { batch } from '#platform/retention.ts';
import type { Runtime } from '#platform/runtime.ts';
import { placementAccepted } from '../core/events.ts';
import {
  type Askable,
  isSchoolsOwn,
  keepersToPropose,
  mayAnswer,
  mayHost,
  mayPropose,
  schoolsToPropose,
  sidesOf,
} from '../core/policy.ts';
import {
  checkContactPerson,
  checkHardRules,
  type Declared,
  familyFor,
  fitReasons,
  type PupilFacts,
  placementAddress,
  placementLifecycle,
  placeTask,
  policyFor,
  pupilFor,
  sidesAsked,
  spoken,
} from '../core/rules/index.ts';
import type { BrokenRule, CurrentPupil, Fit, Placing, Side, Stay } from '../core/types.ts';
import { sides } from '../core/types.ts';
import {
  acceptedMail,
  askMail,
  declinedForHostingMail,
  notThisTimeMail,
  type Recipient,
} from './notices.ts';
import * as store from './store.ts';

/** Why the row policies are opened here: school and family are asked before they belong to the dossier. */
const asked = 'placement-asked';

// ---- judging, shared with the list of families

/** What the rules read of the pupil; null while the application lacks the answers. */
export async function pupilFactsOf(
  runtime: Pick<Runtime, 'config'>,
  read: Readable,
  dossier: Dossier,
): Promise<PupilFacts | null> {
  const pupil = await personById(read, dossier.pupilId);
  const wishes = await placementWishesOf(runtime, read, dossier.applicationId);
  if (!pupil?.birth_date || !wishes) return null;
  const school = await organisationById(read, dossier.sendingSchoolId);
  return {
    id: dossier.pupilId,
    birthDate: pupil.birth_date,
    gender: store.genderOf(pupil.gender),
    countryCode: pupil.country_code ?? school?.country_code ?? '',
    languages: wishes.languages,
    interests: wishes.interests,
    mustContinue: wishes.mustContinue,
    wishes,
  };
}

export async function othersWith(
  read: Readable,
  families: readonly Family[],
  stay: Stay,
  except: MobilityId,
): Promise<Map<string, Omit<CurrentPupil, 'consentBothFamilies'>[]>> {
  const rows = await store.pupilsWith(
    read,
    families.map((f) => f.id),
    stay,
    except,
  );
  const found = new Map<string, Omit<CurrentPupil, 'consentBothFamilies'>[]>();
  for (const row of rows) {
    const list = found.get(row.family_id) ?? [];
    list.push({
      countryCode: row.country_code ?? '',
      language: row.mother_tongue ?? '',
      gender: store.genderOf(row.gender),
    });
    found.set(row.family_id, list);
  }
  return found;
}

export type Judged = { broken: BrokenRule[]; fit: Fit };

/** All hard rules on one family, and what speaks for and against it when none is broken. */
export function judge(
  pupil: PupilFacts,
  family: Family,
  on: {
    stay: Stay;
    others: readonly Omit<CurrentPupil, 'consentBothFamilies'>[];
    kin: readonly PersonId[];
    contactPersonId: PersonId | null;
    declared: Declared;
  },
): Judged {
  const placed = familyFor(
    family,
    on.others.map((o) => ({ ...o, consentBothFamilies: on.declared.bothFamiliesAgreed })),
  );
  const asPupil = pupilFor(pupil, family, on.kin, on.declared);
  const broken = checkHardRules(asPupil, placed, {
    ...on.stay,
    policy: policyFor(family.countryCode, family.checkFromAge),
  });
  const livesWithContact =
    on.contactPersonId !== null && family.members.some((m) => m.personId === on.contactPersonId);
  if (livesWithContact)
    broken.push({
      rule: 'contact-person-independent',
      messageKey: 'rules.contact-person-independent',
      params: { problem: 'host_family' },
    });
  return {
    broken,
    fit: broken.length > 0 ? { score: 0, reasons: [] } : fitReasons(asPupil, placed, on.stay),
  };
}

/** Reasons that tell of health or diet are read from the answers when needed, and kept nowhere else. */
const unkept = (r: Fit['reasons'][number]) =>
  r.id === 'diet-prefer-not' || r.id === 'religion' || r.params.problem === 'allergy';

function keptReasons(fit: Fit): store.KeptReason[] {
  return fit.reasons
    .filter((r) => !unkept(r))
    .map((r) => ({
      messageKey: r.messageKey,
      tone: r.tone,
      params: Object.fromEntries(
        Object.entries(r.params).map(([k, v]) => [k, typeof v === 'number' ? v : String(v)]),
      ),
    }));
}

export function faultsFor(broken: readonly BrokenRule[], language: string): Fault[] {
  const words = { t: translator(language), fmt: formatsFor(language) };
  return broken.map((b) => ({
    reason: `placements.${b.messageKey}`,
    params: spoken(b.params, words),
    field: b.rule === 'contact-person-independent' ? 'personId' : 'familyId',
  }));
}

// ---- who proposes

type OfferedPlace = { host_school_id: OrgId; hosting_org_id: OrgId; school: string };

/** What the hosting organisation agreed with its schools about recruiting families and proposing them. */
async function tablesOf(read: Readable, hostingOrgId: OrgId) {
  const byOrg = async (taskId: string) =>
    new Map((await sharedTask(read, hostingOrgId, taskId)).map((p) => [p.orgId, p]));
  return { places: await byOrg(placeTask), recruits: await byOrg(recruitTask) };
}

/**
 * Who proposes families for dossiers: at each school that offers places with their hosting organisation, by what the two
 * agreed. Asked once an organisation, however many dossiers there are.
 */
export async function placingsOf(
  read: Readable,
  hostingOrgIds: readonly (OrgId | null)[],
): Promise<(hostingOrgId: OrgId | null, offers: readonly OfferedPlace[]) => Placing> {
  const tables = new Map<OrgId, Awaited<ReturnType<typeof tablesOf>>>();
  for (const id of new Set(hostingOrgIds)) if (id) tables.set(id, await tablesOf(read, id));
  return (hostingOrgId, offers) => {
    const table = hostingOrgId && tables.get(hostingOrgId);
    if (!table) return { schools: [] };
    const there = new Map(
      offers
        .filter((offer) => offer.hosting_org_id === hostingOrgId)
        .map((offer) => [offer.host_school_id, offer.school]),
    );
    return {
      schools: [...there.entries()].map(([orgId, name]) => ({
        orgId,
        name,
        // without a partnership the default holds: the hosting organisation proposes, with families of its own
        hostingPlaces: table.places.get(orgId)?.isOurs ?? true,
        schoolPlaces: table.places.get(orgId)?.isTheirs ?? false,
        schoolRecruits: table.recruits.get(orgId)?.isTheirs ?? false,
      })),
    };
  };
}

/** The same for a dossier by itself. */
export async function placingFor(read: Readable, dossier: Dossier): Promise<Placing> {
  const placings = await placingsOf(read, [dossier.hostingOrgId]);
  return placings(dossier.hostingOrgId, await offersOf(read, dossier.intakeId));
}

// ---- who is told

type Person = {
  id: PersonId;
  given_name: string;
  family_name: string;
  preferred_name: string | null;
  email: string | null;
  language: string;
};

const recipient = (p: Person): Recipient[] =>
  p.email
    ? [
        {
          personId: p.id,
          name: displayName(p),
          address: p.email,
          language: chooseLanguage(p.language),
        },
      ]
    : [];

async function coordinatorsOf(read: Readable, orgId: OrgId | null, today: Temporal.PlainDate) {
  if (!orgId) return [];
  const staff = await staffOf(read, [orgId], today);
  return staff.filter((s) => s.roles.some((r) => r === 'head' || r === 'coordinator'));
}

/** Everybody who is asked, by side. */
async function peopleAsked(
  tools: Pick<CommandTools, 'tx' | 'today'>,
  dossier: Dossier,
  placement: { hostSchoolId: OrgId },
  family: Family,
  of: readonly Side[],
): Promise<Record<Side, Recipient[]>> {
  const { tx, today } = tools;
  const school = await coordinatorsOf(tx, placement.hostSchoolId, today);
  const parents = await personsByIds(
    tx,
    family.members.flatMap((m) => (m.personId ? [m.personId] : [])),
  );
  const pupil = await personById(tx, dossier.pupilId);
  const guardians = await guardiansOf(tx, [dossier.pupilId], today);
  const all: Record<Side, Recipient[]> = {
    host_school: school.flatMap(recipient),
    host_family: parents.flatMap(recipient),
    pupil: pupil ? recipient(pupil) : [],
    guardian: guardians.flatMap(recipient),
  };
  return {
    host_school: of.includes('host_school') ? all.host_school : [],
    host_family: of.includes('host_family') ? all.host_family : [],
    pupil: of.includes('pupil') ? all.pupil : [],
    guardian: of.includes('guardian') ? all.guardian : [],
  };
}

const hostingOrgOf = async ({ tx }: CommandTools, dossier: Dossier) =>
  dossier.hostingOrgId ? organisationById(tx, dossier.hostingOrgId) : undefined;

const urlOf = ({ runtime }: CommandTools, mobilityId: MobilityId) =>
  runtime.config.origin + placementAddress(mobilityId);

// ---- proposing

const proposal = z.object({
  mobilityId: idOf('mob'),
  familyId: idOf('fam'),
  hostOfferId: idOf('off'),
  fromOn: dateInput,
  untilOn: dateInput,
  acquainted: z.enum(['no', 'known', 'declared', 'related']).default('no'),
  singleAdultApproved: z.boolean().default(false),
  bothFamiliesAgreed: z.boolean().default(false),
});

export const proposePlacement = command({
  name: 'placements.propose-placement',
  summary:
    'Propose a host family and a place at a host school for a pupil. Refused with every broken rule in words.',
  input: proposal,
  opensRows: asked,
  load: async ({ tx }, input) => {
    const dossier = await lockDossier(tx, input.mobilityId);
    return dossier ? { dossier, placing: await placingFor(tx, dossier) } : null;
  },
  permit: (actor, { dossier, placing }, _, { today }) => mayPropose(actor, dossier, placing, today),
  run: async (tools, { dossier, placing }, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const before = await store.placementsOf(tx, [dossier.id]);
    if (before.some((p) => p.state === 'proposed'))
      return fail('placements.refused.open-proposal', undefined, undefined, 'conflict');
    if (dossier.state !== 'selected')
      return fail('placements.refused.already-placed', undefined, undefined, 'conflict');

    // the family before the offer, always in this order, so that two proposals wait instead of blocking each other
    const family = await lockFamily(tx, input.familyId);
    const offer = await lockOffer(tx, input.hostOfferId);
    const noFamily = () => fail('placements.refused.no-such-family', undefined, 'familyId');
    if (!family) return noFamily();
    if (
      !offer ||
      offer.intake_id !== dossier.intakeId ||
      offer.hosting_org_id !== dossier.hostingOrgId ||
      !schoolsToPropose(actor, dossier, placing).includes(offer.host_school_id)
    )
      return fail('placements.refused.no-such-offer', undefined, 'hostOfferId');
    const keepers = keepersToPropose(actor, dossier, placing, offer.host_school_id);
    if (!keepers.includes(family.orgId)) return noFamily();

    if (isBefore(input.untilOn, input.fromOn))
      return fail('placements.refused.ends-before', undefined, 'untilOn');
    if (isBefore(input.fromOn, dossier.startsOn) || isBefore(dossier.endsOn, input.untilOn))
      return fail(
        'placements.refused.outside-stay',
        { from: dossier.startsOn, until: dossier.endsOn },
        'fromOn',
      );
    const stay = { from: input.fromOn, until: input.untilOn };
    const pupil = await pupilFactsOf(tools.runtime, tx, dossier);
    if (!pupil) return fail('placements.refused.no-wishes');
    const others = await othersWith(tx, [family], stay, dossier.id);
    const guardians = await guardiansOf(tx, [dossier.pupilId], today);
    const judged = judge(pupil, family, {
      stay,
      others: others.get(family.id) ?? [],
      kin: [dossier.pupilId, ...guardians.map((g) => g.id)],
      contactPersonId: dossier.contactPersonId,
      declared: input,
    });
    const school = await organisationById(tx, offer.host_school_id);
    const faults = faultsFor(judged.broken, actor.language);
    const taken = (await store.placesTaken(tx, [offer.id], stay, dossier.id)).get(offer.id) ?? 0;
    if (taken >= offer.places)
      faults.push({
        reason: 'placements.refused.offer-full',
        params: { school: school?.name ?? '', places: offer.places },
        field: 'hostOfferId',
      });
    if (faults.length > 0) return failAll(faults);

    const id = newId('pla');
    await store.insertPlacement(tx, {
      id,
      mobilityId: dossier.id,
      hostSchoolId: offer.host_school_id,
      hostOfferId: offer.id,
      familyId: family.id,
      state: placementLifecycle.initial,
      fromOn: input.fromOn,
      untilOn: input.untilOn,
      reasons: keptReasons(judged.fit),
      proposedBy: actor.personId,
      now,
    });
    const org = await organisationById(tx, dossier.hostingOrgId ?? offer.hosting_org_id);
    const people = await peopleAsked(
      tools,
      dossier,
      { hostSchoolId: offer.host_school_id },
      family,
      sidesAsked(dossier.pupilBirthDate, today),
    );
    for (const side of sides) {
      for (const to of people[side]) {
        await tools.post(
          askMail(to, side, {
            id,
            url: urlOf(tools, dossier.id),
            organisation: org?.name ?? '',
            school: school?.name ?? '',
          }),
        );
      }
    }
    return ok({ placementId: id });
  },
  audit: ({ dossier }, input, result) => ({
    subjectId: result.placementId,
    mobilityId: dossier.id,
    orgId: dossier.hostingOrgId,
    details: {
      acquainted: input.acquainted,
      singleAdultApproved: input.singleAdultApproved,
      bothFamiliesAgreed: input.bothFamiliesAgreed,
    },
  }),
});

// ---- answering

/** One placement under the lock of its mobility, and who may speak. */
export type Loaded = {
  dossier: Dossier;
  placement: store.Placement;
  family: Family;
  on: Askable;
};

export async function askableOf(
  read: Readable,
  dossier: Dossier,
  placement: store.Placement,
  today: Temporal.PlainDate,
): Promise<Loaded | null> {
  const family = await familyById(read, placement.familyId);
  if (!family) return null;
  const guardians = await guardiansOf(read, [dossier.pupilId], today);
  return {
    dossier,
    placement,
    family,
    on: {
      dossier,
      hostSchoolId: placement.hostSchoolId,
      keeperId: family.orgId,
      family: family.members,
      guardianIds: guardians.map((g) => g.id),
      asked: sidesAsked(dossier.pupilBirthDate, today),
    },
  };
}

export const answerPlacement = command({
  name: 'placements.answer-placement',
  summary:
    'Say yes or no to a proposed placement, for the host school, the host family, the pupil or the guardian.',
  input: z.object({
    mobilityId: idOf('mob'),
    placementId: idOf('pla'),
    side: z.enum(sides, { error: 'platform.invalid.choose' }),
    answer: z.enum(['yes', 'no'], { error: 'platform.invalid.choose' }),
    note: optionalProse(600),
  }),
  opensRows: asked,
  load: async ({ tx }, input) => {
    const dossier = await lockDossier(tx, input.mobilityId);
    if (!dossier) return null;
    const placement = (await store.placementsOf(tx, [dossier.id])).find(
      (p) => p.id === input.placementId,
    );
    return placement ? askableOf(tx, dossier, placement, today()) : null;
  },
  permit: (actor, { on }, input, { today }) => mayAnswer(actor, on, input.side, today),
  run: async (tools, { dossier, placement, family, on }, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const given = placement.answers.find((a) => a.side === input.side);
    if (given)
      return fail(
        given.answeredBy === actor.personId
          ? 'placements.refused.answered-by-you'
          : 'placements.refused.answered',
        { answer: given.answer, at: given.answeredAt },
        undefined,
        'conflict',
      );
    if (placement.state !== 'proposed')
      return fail(`placements.refused.is-${placement.state}`, undefined, undefined, 'conflict');
    if (input.answer === 'no' && input.note === '')
      return fail('placements.answer.note-needed', undefined, 'note');
    await store.insertAnswer(tx, placement, {
      side: input.side,
      answer: input.answer,
      note: input.note,
      answeredBy: actor.personId,
      answeredAt: now,
    });
    const yes = placement.answers
      .filter((a) => a.answer === 'yes')
      .map((a) => a.side)
      .concat(input.answer === 'yes' ? [input.side] : []);
    const verdict = can(
      placementLifecycle,
      placement.state,
      input.answer === 'no' ? 'decline' : 'accept',
      { roles: [input.side], subject: { yes, needed: on.asked } },
    );
    // a yes that others still have to follow leaves the placement proposed
    if (!verdict.ok) return ok({ state: placement.state });
    if (!(await store.setPlacementState(tx, placement, verdict.to, now)))
      return stale('platform.error.changed-meanwhile');
    if (verdict.to === 'declined')
      await tellDeclined(tools, { dossier, placement, family, on }, input.side);
    else await accept(tools, { dossier, placement, family, on }, today);
    return ok({ state: verdict.to });
  },
  audit: ({ dossier, placement, family }, input, result) => ({
    subjectId: placement.id,
    mobilityId: dossier.id,
    orgId: dossier.hostingOrgId,
    details: {
      side: input.side,
      answer: input.answer,
      state: result.state,
      members: family.members.length,
    },
  }),
});

async function tellDeclined(tools: CommandTools, loaded: Loaded, side: Side): Promise<void> {
  const { dossier, placement, family, on } = loaded;
  const url = urlOf(tools, dossier.id);
  const org = await hostingOrgOf(tools, dossier);
  for (const to of (await coordinatorsOf(tools.tx, dossier.hostingOrgId, tools.today)).flatMap(
    recipient,
  ))
    await tools.post(
      declinedForHostingMail(to, side, { id: placement.id, url, pupil: dossier.pupilName }),
    );
  const people = await peopleAsked(tools, dossier, placement, family, on.asked);
  for (const to of on.asked.filter((s) => s !== side).flatMap((s) => people[s]))
    await tools.post(
      notThisTimeMail(to, 'declined', {
        id: placement.id,
        url,
        organisation: org?.name ?? '',
      }),
    );
}

/** All have said yes: the dossier opens to school, mentor and family, and everybody learns names and contacts. */
async function accept(
  tools: CommandTools,
  { dossier, placement, family, on }: Loaded,
  today: Temporal.PlainDate,
): Promise<void> {
  const { tx } = tools;
  const offer = await lockOffer(tx, placement.hostOfferId);
  const school = await organisationById(tx, placement.hostSchoolId);
  if (!offer || !school) throw new Error(`the offer ${placement.hostOfferId} is gone`);
  await setHost(tools, dossier, {
    hostSchoolId: placement.hostSchoolId,
    hostCountry: school.country_code,
    mentorId: offer.mentor_id,
  });
  if (dossier.hostingOrgId)
    await addParty(tools, dossier, { orgId: dossier.hostingOrgId, role: 'hosting_support' });
  const parents = await personsByIds(
    tx,
    family.members.flatMap((m) => (m.personId ? [m.personId] : [])),
  );
  for (const parent of parents)
    await addParty(tools, dossier, { personId: parent.id, role: 'host_family' });
  await moveMobility(tools, dossier, 'place');
  tools.tell(placementAccepted({ mobilityId: dossier.id, placementId: placement.id }));

  const pupil = await personById(tx, dossier.pupilId);
  const guardians = await guardiansOf(tx, [dossier.pupilId], today);
  const mentor = offer.mentor_id ? await personById(tx, offer.mentor_id) : undefined;
  const reach = (p: { email: string | null; phone: string | null }) =>
    [p.phone, p.email].filter(Boolean).join(', ');
  const address = [family.street, `${family.postcode} ${family.city}`.trim()]
    .filter(Boolean)
    .join(', ');
  const contacts = [
    ...(pupil ? [{ role: 'pupil' as const, name: displayName(pupil), reach: reach(pupil) }] : []),
    ...guardians.map((g) => ({ role: 'guardian' as const, name: displayName(g), reach: reach(g) })),
    { role: 'family' as const, name: family.name, reach: address },
    ...parents.map((p) => ({ role: 'family' as const, name: displayName(p), reach: reach(p) })),
    {
      role: 'school' as const,
      name: school.name,
      reach: [school.phone, school.email].filter(Boolean).join(', '),
    },
    ...(mentor
      ? [{ role: 'mentor' as const, name: displayName(mentor), reach: reach(mentor) }]
      : []),
  ];
  const people = await peopleAsked(tools, dossier, placement, family, sides);
  const teacher = dossier.contactTeacherId
    ? await personById(tx, dossier.contactTeacherId)
    : undefined;
  const told = new Map(
    [
      ...sides.flatMap((s) => people[s]),
      ...(mentor ? recipient(mentor) : []),
      ...(teacher ? recipient(teacher) : []),
      ...(await coordinatorsOf(tx, dossier.hostingOrgId, today)).flatMap(recipient),
    ].map((r) => [r.personId, r]),
  );
  for (const to of told.values()) {
    await tools.post(
      acceptedMail(
        to,
        {
          id: placement.id,
          url: urlOf(tools, on.dossier.id),
          pupil: dossier.pupilName,
          family: family.name,
          school: school.name,
          from: placement.fromOn,
          until: placement.untilOn,
        },
        contacts,
      ),
    );
  }
}

export const withdrawPlacement = command({
  name: 'placements.withdraw-placement',
  summary: 'Take a proposal back before everybody has said yes. Everybody who was asked is told.',
  input: z.object({ mobilityId: idOf('mob'), placementId: idOf('pla') }),
  opensRows: asked,
  load: async ({ tx }, input) => {
    const dossier = await lockDossier(tx, input.mobilityId);
    if (!dossier) return null;
    const placement = (await store.placementsOf(tx, [dossier.id])).find(
      (p) => p.id === input.placementId,
    );
    const loaded = placement && (await askableOf(tx, dossier, placement, today()));
    return loaded ? { ...loaded, placing: await placingFor(tx, dossier) } : null;
  },
  permit: (actor, { dossier, placing, on }, _, { today }) => {
    // its own proposal or a school's: the hosting organisation answers for the stay, and takes back either
    const decision = isSchoolsOwn(actor, dossier, placing, on)
      ? allow
      : mayHost(actor, dossier, today);
    // somebody who is asked but no party sees the proposal, and is told who may take it back
    return !decision.allow && decision.hidden && sidesOf(actor, on, today).length > 0
      ? { allow: false, hidden: false, reason: 'placements.refused.hosting-proposes' }
      : decision;
  },
  run: async (tools, { dossier, placement, family, on }) => {
    const verdict = can(placementLifecycle, placement.state, 'withdraw', {
      roles: ['hosting_support'],
      subject: { yes: [], needed: on.asked },
    });
    if (!verdict.ok)
      return fail(`placements.refused.is-${placement.state}`, undefined, undefined, 'conflict');
    if (!(await store.setPlacementState(tools.tx, placement, verdict.to, tools.now)))
      return stale('platform.error.changed-meanwhile');
    const org = await hostingOrgOf(tools, dossier);
    const people = await peopleAsked(tools, dossier, placement, family, on.asked);
    for (const to of on.asked.flatMap((s) => people[s]))
      await tools.post(
        notThisTimeMail(to, 'withdrawn', {
          id: placement.id,
          url: urlOf(tools, dossier.id),
          organisation: org?.name ?? '',
        }),
      );
    return ok();
  },
  audit: ({ dossier, placement }) => ({
    subjectId: placement.id,
    mobilityId: dossier.id,
    orgId: dossier.hostingOrgId,
  }),
});

// ---- the contact person

export const setPlacementContactPerson = command({
  name: 'placements.set-contact-person',
  summary:
    'Name the pupil’s contact person: somebody of the hosting organisation who is independent and lives within reach.',
  input: z.object({
    mobilityId: idOf('mob'),
    personId: idOf('per'),
    tie: z.enum(['none', 'related', 'close_friend'], { error: 'platform.invalid.choose' }),
    teaches: z.boolean().default(false),
    coaches: z.boolean().default(false),
    distanceKm: z
      .union([
        z.literal('').transform(() => null),
        z.null(),
        z.coerce
          .number({ error: 'platform.invalid.number' })
          .min(0, { error: 'platform.invalid.number' })
          .max(5000, { error: 'platform.invalid.number' }),
      ])
      .default(null),
  }),
  opensRows: asked,
  load: ({ tx }, input) => lockDossier(tx, input.mobilityId),
  permit: (actor, dossier, _, { today }) => mayHost(actor, dossier, today),
  run: async (tools, dossier, input) => {
    const { tx, actor, today } = tools;
    if (actor.kind !== 'person' || !dossier.hostingOrgId) return fail('platform.error.refused');
    const staff = await staffOf(tx, [dossier.hostingOrgId], today);
    if (!staff.some((s) => s.id === input.personId))
      return fail('placements.contact.elsewhere', undefined, 'personId');
    const placement = (await store.placementsOf(tx, [dossier.id])).find(
      (p) => p.state === 'accepted' || p.state === 'proposed',
    );
    const family = placement && (await familyById(tx, placement.familyId));
    if (!family) return fail('placements.contact.no-family');
    const pupil = await pupilFactsOf(tools.runtime, tx, dossier);
    if (!pupil) return fail('placements.refused.no-wishes');
    const kin = (await guardiansOf(tx, [dossier.pupilId], today)).map((g) => g.id);
    const asPupil = pupilFor(pupil, family, kin, {
      acquainted: 'no',
      singleAdultApproved: true,
      bothFamiliesAgreed: true,
    });
    const placed = familyFor(family, []);
    const broken = checkContactPerson(
      {
        personId: input.personId,
        relatedTo: input.tie === 'related' ? [dossier.pupilId] : [],
        closeFriendOf: input.tie === 'close_friend' ? [dossier.pupilId] : [],
        teachesPupil: input.teaches,
        coachesPupil: input.coaches,
        distanceKm: input.distanceKm,
      },
      { ...asPupil, relatives: [...asPupil.relatives, ...kin] },
      {
        ...placed,
        // whoever signs in is known by their person, so that a volunteer who hosts is found in the household
        members: placed.members.map((m, i) => ({ ...m, id: family.members[i]?.personId ?? m.id })),
      },
      policyFor(family.countryCode, family.checkFromAge),
    );
    if (broken.length > 0) return failAll(faultsFor(broken, actor.language));
    await setContactPerson(tools, dossier, input.personId);
    return ok();
  },
  audit: (dossier, input) => ({
    subjectId: input.personId,
    mobilityId: dossier.id,
    orgId: dossier.hostingOrgId,
  }),
});

/** Run by the installation, every night, until nothing is left to do. */
export const forgetNotes = command({
  name: 'placements.forget-notes',
  summary: 'Empty what was said with a no to a placement once the stay is over, some at a time.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'nothing was decided: their time is over',
  run: async ({ tx, today }) => ok({ ended: await store.emptyNotes(tx, today, batch) }),
});

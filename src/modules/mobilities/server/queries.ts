import { z } from 'zod';
import type { IntakeId, MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { isId } from '#kernel/ids.ts';
import { dateInput, dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { membersOf, organisationById } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { consentsOf, guardiansOf } from '#modules/people/server/index.ts';
import type { Reader } from '#platform/database/index.ts';
import { languages } from '#platform/i18n/index.ts';
import { query } from '#platform/query.ts';
import {
  decidesForSchool,
  dueOf,
  hasLeft,
  hostingSideDue,
  isOfAge,
  mayConsent,
  mayRead,
  mobilityLifecycle,
  partiesFor,
  partyRoles,
  rolesFor,
  stations,
  stationsOf,
} from '../core/index.ts';
import { bindingStanding } from './commands.ts';
import { bindingWording, callWhom, consentFacts } from './notices.ts';
import * as store from './store.ts';

const pageSize = 25;

const stationView = z.object({
  id: z.enum(stations),
  state: z.enum(['done', 'current', 'ahead', 'late', 'skipped']),
  due: dateView.nullable(),
});

/** The place in the list that `<start>_<id>` names; null for what names none. */
function placeAfter(text: string): store.ListPlace | null {
  const [, day = '', id = ''] = /^(\d{4}-\d\d-\d\d)_(mob_[0-9a-z]+)$/.exec(text) ?? [];
  const startsOn = dateInput.safeParse(day);
  return startsOn.success && isId('mob', id) ? { startsOn: startsOn.data, id } : null;
}

const states = mobilityLifecycle.states.map((s) => s.name) as [string, ...string[]];

export const listMobilities = query({
  name: 'mobilities.list-mobilities',
  summary: 'The mobilities you or your organisation take part in, newest start first, 25 a page.',
  input: z.object({
    state: z.union([z.enum(states), z.literal('')]).default(''),
    /** the last row of the page before: `<start>_<id>` */
    after: z
      .string()
      .refine((v) => v === '' || placeAfter(v) !== null, { error: 'platform.invalid.id' })
      .default(''),
    org: z.union([idOf('org'), z.literal('')]).default(''),
  }),
  visible: (actor, input) => {
    if (actor.kind !== 'person') return null;
    const parties = partiesFor(actor);
    if (!input.org) return { parties };
    return parties.includes(input.org) ? { parties: [input.org as string] } : null;
  },
  output: z.object({
    rows: z.array(
      z.object({
        id: idView('mob'),
        pupil: z.string(),
        state: z.string(),
        startsOn: dateView,
        endsOn: dateView,
        sendingSchool: z.string(),
        hostSchool: z.string().nullable(),
        hostingOrg: z.string().nullable(),
        hasContactPerson: z.boolean(),
        role: z.enum(partyRoles),
        stations: z.array(stationView),
      }),
    ),
    next: z.string().nullable(),
  }),
  view: async ({ read, scope, today }, input) => {
    const after = placeAfter(input.after);
    const rows = await store.listMobilities(
      read,
      { parties: scope.parties, today },
      { state: input.state || null, after, limit: pageSize + 1 },
    );
    const shown = rows.slice(0, pageSize);
    const last = shown.at(-1);
    const seen = new Set<string>();
    // rows of one intake share their dates, and with them their way
    const ways = new Map<string, ReturnType<typeof stationsOf>>();
    return {
      // somebody who is a party twice (mentor and coordinator) sees a mobility once
      rows: shown
        .filter((r) => !seen.has(r.id) && seen.add(r.id))
        .map((r) => {
          const state = r.state as (typeof states)[number] &
            Parameters<typeof stationsOf>[0]['state'];
          const way = `${state} ${r.starts_on} ${r.ends_on}`;
          const stations =
            ways.get(way) ?? stationsOf({ state, startsOn: r.starts_on, endsOn: r.ends_on }, today);
          ways.set(way, stations);
          return {
            id: r.id,
            pupil: displayName(r),
            state,
            startsOn: r.starts_on,
            endsOn: r.ends_on,
            sendingSchool: r.sending_school,
            hostSchool: r.host_school,
            hostingOrg: r.hosting_org,
            hasContactPerson: r.contact_person_id !== null,
            role: r.role as (typeof partyRoles)[number],
            stations,
          };
        }),
      next: rows.length > pageSize && last ? `${last.starts_on}_${last.id}` : null,
    };
  },
});

const personCard = z.object({
  id: idView('per'),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});
const orgCard = z.object({
  id: idView('org'),
  name: z.string(),
  city: z.string(),
  country: z.string(),
});

export const getDossier = query({
  name: 'mobilities.get-dossier',
  summary: 'One mobility: its way, who belongs to it and what you may see of it.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('mob'),
    projectId: idView('prj'),
    intakeId: idView('int'),
    applicationId: idView('app'),
    pupil: z.object({ id: idView('per'), name: z.string(), ofAge: z.boolean() }),
    state: z.string(),
    version: z.number(),
    startsOn: dateView,
    endsOn: dateView,
    stations: z.array(stationView),
    sendingSchool: orgCard,
    sendingOrg: orgCard.nullable(),
    hostingOrg: orgCard.nullable(),
    hostSchool: orgCard.nullable(),
    hostCountry: z.string().nullable(),
    people: z.array(z.object({ role: z.enum(partyRoles), person: personCard })),
    myRoles: z.array(z.enum(partyRoles)),
    /** what you may see, by sensitivity */
    sees: z.object({
      contact: z.boolean(),
      profile: z.boolean(),
      learning: z.boolean(),
      travel: z.boolean(),
      support: z.boolean(),
    }),
    bindingConsent: z.object({ by: z.string(), at: instantView }).nullable(),
    /** when the binding consent was taken back last, while there is none that counts */
    consentTakenBackAt: instantView.nullable(),
  }),
  view: async ({ read, scope, today }, input) => {
    const dossier = await store.loadDossier(read, input.mobilityId);
    if (!dossier) return null;
    const myRoles = rolesFor(scope.actor, dossier, today);
    if (myRoles.length === 0) return null;
    const orgIds = [
      dossier.sendingSchoolId,
      dossier.sendingOrgId,
      dossier.hostingOrgId,
      dossier.hostSchoolId,
    ].filter((o): o is OrgId => o !== null);
    const personIds = [
      ...new Set([...dossier.parties.map((p) => p.personId), dossier.contactTeacherId]),
    ].filter((p): p is PersonId => p !== null);
    const [orgs, persons] = await store.namesOf(read, orgIds, personIds);
    const orgOf = (id: OrgId | null) => {
      const o = orgs.find((x) => x.id === id);
      return o ? { id: o.id, name: o.name, city: o.city, country: o.country_code } : null;
    };
    const sees = (part: 'contact' | 'profile' | 'learning' | 'travel' | 'support') =>
      mayRead(scope.actor, dossier, part, today);
    const people = dossier.parties
      .filter(
        (p) =>
          p.personId && (p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, today) >= 0),
      )
      .map((p) => ({ role: p.role, id: p.personId }))
      .concat(
        dossier.contactTeacherId && !dossier.parties.some((p) => p.role === 'contact_teacher')
          ? [{ role: 'contact_teacher' as const, id: dossier.contactTeacherId }]
          : [],
      )
      .flatMap(({ role, id }) => {
        const p = persons.find((x) => x.id === id);
        if (!p) return [];
        const contact = sees('contact');
        return [
          {
            role,
            person: {
              id: p.id,
              name: displayName(p),
              email: contact ? p.email : null,
              phone: contact ? p.phone : null,
            },
          },
        ];
      });
    const consents = await consentsOf(read, dossier.pupilId);
    const binding = consents.find((c) => c.kind === 'binding' && c.mobility_id === dossier.id);
    const bound = binding ? await bindingStanding(read, dossier, today) : null;
    // before departure it has to count today; afterwards it has done its work
    const binds = bound?.complete || hasLeft(dossier.state);
    // who took it back and gave it again has not taken it back
    const takenBack = (binds ? [] : await store.takenBackOf(read, dossier.id)).find(
      (t) =>
        !consents.some(
          (c) => c.kind === 'binding' && c.mobility_id === dossier.id && c.given_by === t.given_by,
        ),
    );
    return {
      id: dossier.id,
      projectId: dossier.projectId,
      intakeId: dossier.intakeId,
      applicationId: dossier.applicationId,
      pupil: {
        id: dossier.pupilId,
        name: dossier.pupilName,
        ofAge: isOfAge(dossier.pupilBirthDate, today),
      },
      state: dossier.state,
      version: dossier.version,
      startsOn: dossier.startsOn,
      endsOn: dossier.endsOn,
      stations: stationsOf(dossier, today),
      sendingSchool: orgOf(dossier.sendingSchoolId) ?? {
        id: dossier.sendingSchoolId,
        name: '',
        city: '',
        country: '',
      },
      sendingOrg: orgOf(dossier.sendingOrgId),
      hostingOrg: orgOf(dossier.hostingOrgId),
      hostSchool: orgOf(dossier.hostSchoolId),
      hostCountry: dossier.hostCountry,
      people,
      myRoles,
      sees: {
        contact: sees('contact'),
        profile: sees('profile'),
        learning: sees('learning'),
        travel: sees('travel'),
        support: sees('support'),
      },
      bindingConsent: binding && binds ? { by: displayName(binding), at: binding.given_at } : null,
      consentTakenBackAt: takenBack?.withdrawn_at ?? null,
    };
  },
});

/** Parts that follow the consent: who gives it, and who waits for it. */
const consentReaders = [
  'pupil',
  'guardian',
  'sending_school',
  'sending_support',
  'contact_teacher',
] as const;

export const getBindingConsent = query({
  name: 'mobilities.get-binding-consent',
  summary:
    'What is known for the binding consent, its words in a language, and what is still missing.',
  input: z.object({ mobilityId: idOf('mob'), language: z.enum(languages).default('en') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('mob'),
    pupil: z.string(),
    ofAge: z.boolean(),
    sendingSchool: z.string(),
    hostSchool: z.string(),
    hostCity: z.string(),
    hostCountry: z.string(),
    family: z.array(z.string()),
    mentor: z.string(),
    agreed: z.boolean(),
    startsOn: dateView,
    endsOn: dateView,
    guardians: z.array(z.string()),
    wording: z.string(),
    /** key of the sentence that says what is missing, or whose consent it is; null when you may consent now */
    refusal: z.string().nullable(),
    given: z
      .object({
        by: z.string(),
        at: instantView,
        wording: z.string(),
        language: z.string(),
        /** yours: you may take it back until the departure */
        own: z.boolean(),
      })
      .nullable(),
    /** what was taken back, the last first; why is read by who wrote it and by head and coordinator of the school */
    takenBack: z.array(
      z.object({ by: z.string(), at: instantView, reason: z.string().nullable() }),
    ),
    stay: z.enum(['before', 'away', 'over']),
    /** whom to call once the pupil has left, by name */
    callWhom: z.array(z.string()),
  }),
  view: async ({ read, scope, today }, input) => {
    const dossier = await store.loadDossier(read, input.mobilityId);
    if (!dossier) return null;
    const roles = rolesFor(scope.actor, dossier, today);
    if (!consentReaders.some((r) => roles.includes(r))) return null;
    const ofAge = isOfAge(dossier.pupilBirthDate, today);
    const decision = mayConsent(scope.actor, dossier, ofAge, today);
    const facts = await consentFacts(read, dossier, today);
    const all = (await consentsOf(read, dossier.pupilId)).filter(
      (c) => c.kind === 'binding' && c.mobility_id === dossier.id,
    );
    const standing = await bindingStanding(read, dossier, today);
    // a guardian who has not agreed yet is asked, whoever else has; everybody else reads it once it counts
    const given =
      all.find((c) => c.given_by === scope.actor.personId) ??
      (standing.complete || !decision.allow ? all[0] : undefined);
    const guardians = await guardiansOf(read, [dossier.pupilId], today);
    return {
      id: dossier.id,
      ...facts,
      ofAge,
      agreed: !['selected', 'placed'].includes(dossier.state),
      guardians: guardians.map((g) => displayName(g)),
      wording: bindingWording(input.language, facts),
      refusal: decision.allow
        ? null
        : decision.hidden
          ? 'mobilities.refused.guardian-consents'
          : decision.reason,
      given: given
        ? {
            by: displayName(given),
            at: given.given_at,
            wording: given.wording,
            language: given.language,
            own: given.given_by === scope.actor.personId,
          }
        : null,
      takenBack: (await store.takenBackOf(read, dossier.id)).map((c) => ({
        by: displayName(c),
        at: c.withdrawn_at as Temporal.Instant,
        reason:
          c.given_by === scope.actor.personId ||
          decidesForSchool(scope.actor, dossier.sendingSchoolId)
            ? c.reason
            : null,
      })),
      stay: ['departed', 'settled'].includes(dossier.state)
        ? ('away' as const)
        : hasLeft(dossier.state) || dossier.state === 'withdrawn'
          ? ('over' as const)
          : ('before' as const),
      callWhom: await callWhom(read, dossier),
    };
  },
});

export const listChoices = query({
  name: 'mobilities.list-choices',
  summary:
    'Whom the sending school can name in a dossier: hosting sides of the project, and its own teachers.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    pupil: z.string(),
    sendingSchool: z.string(),
    hostingOrgId: idView('org').nullable(),
    hostingOrgs: z.array(orgCard),
    /** only a head or coordinator of the school, and only before a family is found */
    mayChooseHostingSide: z.boolean(),
    alreadyPlaced: z.boolean(),
    contactTeacherId: idView('per').nullable(),
    teachers: z.array(z.object({ id: idView('per'), name: z.string() })),
    mayNameTeacher: z.boolean(),
  }),
  view: async ({ read, scope, today }, input) => {
    const dossier = await store.loadDossier(read, input.mobilityId);
    if (!dossier) return null;
    const roles = rolesFor(scope.actor, dossier, today);
    if (!roles.includes('sending_school') && !roles.includes('sending_support')) return null;
    const supporters = await store.supportersOfProject(read, dossier.projectId);
    const school = await organisationById(read, dossier.sendingSchoolId);
    const members = await membersOf(read, dossier.sendingSchoolId, today);
    return {
      pupil: dossier.pupilName,
      sendingSchool: school?.name ?? '',
      hostingOrgId: dossier.hostingOrgId,
      hostingOrgs: supporters
        .filter((o) => o.id !== dossier.sendingOrgId)
        .map((o) => ({ id: o.id, name: o.name, city: o.city, country: o.country_code })),
      mayChooseHostingSide:
        dossier.state === 'selected' && decidesForSchool(scope.actor, dossier.sendingSchoolId),
      alreadyPlaced: dossier.state !== 'selected',
      contactTeacherId: dossier.contactTeacherId,
      teachers: members.map((m) => ({ id: m.person_id, name: displayName(m) })),
      mayNameTeacher: roles.includes('sending_school'),
    };
  },
});

export const listOpenDecisions = query({
  name: 'mobilities.list-open-decisions',
  summary:
    'Decisions of yours that are open: a hosting side to choose, a binding consent to give or to wait for.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor, parties: partiesFor(actor) } : null),
  output: z.object({
    rows: z.array(
      z.object({
        id: idView('mob'),
        pupil: z.string(),
        decision: z.enum(['hosting-side', 'binding-consent']),
        mine: z.boolean(),
        /** who else it waits for, by name */
        waitingFor: z.string(),
        due: dateView.nullable(),
      }),
    ),
  }),
  view: async ({ read, scope, today }) => {
    const found = await store.openDecisions(read, { parties: scope.parties, today }, 50);
    const guardians = await guardiansOf(
      read,
      [...new Set(found.filter((r) => r.state === 'agreed').map((r) => r.pupil_id))],
      today,
    );
    const answered = await store.ownBindingConsents(
      read,
      scope.actor.personId,
      found.map((r) => r.id),
    );
    const rows = new Map<
      string,
      {
        id: MobilityId;
        pupil: string;
        decision: 'hosting-side' | 'binding-consent';
        mine: boolean;
        waitingFor: string;
        due: Temporal.PlainDate | null;
      }
    >();
    for (const r of found) {
      if (r.state === 'ready') {
        const about = {
          pupilId: r.pupil_id,
          applicationId: r.application_id,
          sendingSchoolId: r.sending_school_id,
        };
        // only whoever is asked and has not answered; a family has few stays, so each is counted
        const standing = await bindingStanding(read, about, today);
        if (standing.complete || !standing.open.includes(scope.actor.personId)) continue;
      }
      const chooses = r.state === 'selected';
      const ofAge = isOfAge(r.birth_date, today);
      const stay = { startsOn: r.starts_on, endsOn: r.ends_on };
      const mine = chooses
        ? r.role === 'sending_school' && decidesForSchool(scope.actor, r.sending_school_id)
        : r.role === (ofAge ? 'pupil' : 'guardian') && !answered.includes(r.id);
      if (rows.get(r.id)?.mine) continue;
      rows.set(r.id, {
        id: r.id,
        pupil: displayName(r),
        decision: chooses ? 'hosting-side' : 'binding-consent',
        mine,
        waitingFor: chooses
          ? r.sending_school
          : ofAge
            ? displayName(r)
            : guardians
                .filter((g) => g.pupil_id === r.pupil_id && g.id !== scope.actor.personId)
                .map((g) => displayName(g))
                .join(', '),
        due: chooses ? hostingSideDue(stay) : dueOf('ready', stay),
      });
    }
    return { rows: [...rows.values()] };
  },
});

export type MobilityFact = {
  fact: 'binding-consent' | 'dossier-shared' | 'mentors-named';
  mobilityId: MobilityId;
  on: Temporal.PlainDate;
};

/**
 * When each dossier of an intake was shared with the hosting side, had its mentor and its contact teacher, and was bound
 * by consent: steps of the timeline.
 */
export async function mobilityFacts(read: Reader, intakeId: IntakeId): Promise<MobilityFact[]> {
  const { consents, shared, named } = await store.factRowsOfIntake(read, intakeId);
  const bothNamed = named
    .filter((n) => n.role === 'mentor')
    .flatMap((mentor) => {
      const teacher = named.find((n) => n.role === 'contact_teacher' && n.id === mentor.id);
      if (!teacher) return [];
      const later = Temporal.PlainDate.compare(mentor.from_on, teacher.from_on) > 0;
      return [{ id: mentor.id, on: later ? mentor.from_on : teacher.from_on }];
    });
  return [
    ...consents.map((c) => ({
      fact: 'binding-consent' as const,
      mobilityId: c.id,
      on: c.given_at.toZonedDateTimeISO('Europe/Brussels').toPlainDate(),
    })),
    ...shared.map((s) => ({ fact: 'dossier-shared' as const, mobilityId: s.id, on: s.from_on })),
    ...bothNamed.map((n) => ({ fact: 'mentors-named' as const, mobilityId: n.id, on: n.on })),
  ];
}

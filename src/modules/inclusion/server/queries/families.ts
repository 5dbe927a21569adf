import { z } from 'zod';
import type { OrgId } from '#kernel/ids.ts';
import { dateView, idOf, idView } from '#kernel/schema.ts';
import {
  membersOf,
  organisationById,
  organisationsByIds,
} from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { query } from '#platform/query.ts';
import {
  familyContact,
  familyMoment,
  familyMoments,
  mayAs,
  mayNameContact,
  type PartOfDay,
  partsOfDay,
  schema,
  type TalkKind,
  talkKinds,
} from '../../core/index.ts';
import * as store from '../store/index.ts';

export const getForFamily = query({
  name: 'inclusion.get-for-family',
  summary:
    'For the parents at home, in simple words: where the pupil is on the way, whom to call, calls and meetings.',
  input: schema.application,
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    applicationId: idView('app'),
    mobilityId: idView('mob').nullable(),
    pupil: z.string(),
    moment: z.enum(familyMoments),
    startsOn: dateView,
    endsOn: dateView,
    school: z.object({
      name: z.string(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
    }),
    hostCountry: z.string().nullable(),
    hostSchool: z.string().nullable(),
    contact: z
      .object({ name: z.string(), org: z.string(), phone: z.string().nullable() })
      .nullable(),
    isParent: z.boolean(),
    /** the plan of the pupil may be read as well */
    readsPlan: z.boolean(),
    mayKeep: z.boolean(),
    guardians: z.array(z.object({ id: idView('per'), name: z.string(), language: z.string() })),
    talks: z.array(
      z.object({
        id: idView('tlk'),
        kind: z.enum(talkKinds),
        language: z.string(),
        partOfDay: z.enum(partsOfDay),
        phone: z.string(),
        by: dateView,
        person: z.string(),
        guardian: z.string().nullable(),
        doneOn: dateView.nullable(),
        mine: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, today }, input) => {
    const plan = await store.loadCase(read, actor, input.applicationId);
    if (!plan) return null;
    const roles = store.rolesIn(actor, plan, today);
    if (!mayAs(roles, 'read-for-family')) return null;
    const { on } = plan;
    const mayKeep = mayAs(roles, 'keep-family-track');
    const contact = familyContact(on);
    const orgs = await organisationsByIds(read, [
      ...new Set(
        [on.sendingSchoolId, contact?.orgId, on.dossier?.hostSchoolId].filter(
          (o): o is OrgId => !!o,
        ),
      ),
    ]);
    const org = (id: OrgId | null | undefined) => orgs.find((o) => o.id === id);
    const school = org(on.sendingSchoolId);
    const [person] = contact ? await store.personsByIds(read, [contact.personId]) : [];
    const talks = await store.talksOf(read, on.applicationId);
    return {
      applicationId: on.applicationId,
      mobilityId: on.dossier?.id ?? null,
      pupil: on.pupilName,
      moment: familyMoment(on.applicationState, on.dossier?.state ?? null),
      startsOn: on.startsOn,
      endsOn: on.endsOn,
      school: {
        name: school?.name ?? '',
        email: school?.email ?? null,
        phone: school?.phone ?? null,
      },
      hostCountry: on.dossier?.hostCountry ?? null,
      hostSchool: org(on.dossier?.hostSchoolId)?.name ?? null,
      contact: contact && {
        name: contact.name,
        org: org(contact.orgId)?.name ?? '',
        phone: person?.phone ?? null,
      },
      isParent: mayAs(roles, 'ask-call-back'),
      readsPlan: mayAs(roles, 'read-plan'),
      mayKeep,
      guardians: mayKeep ? on.guardians.map((g) => ({ ...g })) : [],
      talks: talks
        // a talk with one parent is not shown to the other
        .filter((t) => mayKeep || t.guardian_id === null || t.guardian_id === actor.personId)
        .map((t) => ({
          id: t.id,
          kind: t.kind as TalkKind,
          language: t.language,
          partOfDay: t.part_of_day as PartOfDay,
          phone: t.phone,
          by: t.by_on,
          person: t.person_name,
          guardian: t.family_name
            ? displayName({
                given_name: t.given_name ?? '',
                family_name: t.family_name,
                preferred_name: t.preferred_name,
              })
            : null,
          doneOn: t.done_on,
          mine: t.person_id === actor.personId,
        })),
    };
  },
});

export const getContact = query({
  name: 'inclusion.get-contact',
  summary: 'Whom families of a school or organisation can turn to, for those who name them.',
  input: z.object({ orgId: idOf('org') }),
  visible: (actor, input) => (mayNameContact(actor, input.orgId).allow ? {} : null),
  output: z.object({
    orgId: idView('org'),
    org: z.string(),
    current: z.object({ id: idView('per'), name: z.string() }).nullable(),
    members: z.array(z.object({ id: idView('per'), name: z.string() })),
  }),
  view: async ({ read, today }, { orgId }) => {
    const org = await organisationById(read, orgId);
    if (!org) return null;
    const current = await store.contactOf(read, orgId);
    const members = await membersOf(read, orgId, today);
    return {
      orgId,
      org: org.name,
      current: current ? { id: current.person_id, name: current.name } : null,
      members: members.map((m) => ({ id: m.person_id, name: displayName(m) })),
    };
  },
});

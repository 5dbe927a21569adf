import { z } from 'zod';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { rolesFor } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { organisationsByIds, staffOf } from '#modules/organisations/server/index.ts';
import { guardiansOf } from '#modules/people/server/index.ts';
import { query } from '#platform/query.ts';
import { hasPlace, homeOn, leads, nightOf, readsPlan } from '../../core/index.ts';
import * as store from '../store.ts';
import { comingShifts, rotaOf, shiftView } from './duty.ts';
import { cardWordsOf } from './words.ts';

const person = z.object({ name: z.string(), phone: z.string() });
const school = person.extend({ heads: z.array(z.string()) }).nullable();
const support = person.extend({ line: z.string() }).nullable();

/** Who is on duty is printed for so many days. */
const daysPrinted = 31;

export const getPlan = query({
  name: 'emergency.get-plan',
  summary:
    'The crisis action plan of a stay, out of what is known: who is who, whom to call, who decides.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  // those named in it come from two countries; `view` decides who reads it
  opensRows: 'emergency-card',
  output: z.object({
    id: idView('mob'),
    now: instantView,
    timeZone: z.string(),
    startsOn: dateView,
    endsOn: dateView,
    pupil: person.extend({ birthDate: dateView.nullable(), language: z.string() }),
    home: z
      .object({
        name: z.string(),
        address: z.string(),
        country: z.string(),
        people: z.array(person),
      })
      .nullable(),
    country: z.string().nullable(),
    mentor: person.nullable(),
    contactPerson: person.nullable(),
    contactTeacher: person.nullable(),
    hostSchool: school,
    sendingSchool: school,
    hostingOrg: support,
    sendingOrg: support,
    guardians: z.array(person.extend({ language: z.string() })),
    /** null: not for this reader, who writes it in by hand */
    insurance: person.extend({ policy: z.string() }).nullable(),
    shifts: z.array(shiftView),
  }),
  view: async ({ read, scope: actor, now, today, runtime }, input) => {
    const stay = await store.stayById(read, input.mobilityId);
    const dossier = stay && (await loadDossier(read, stay.id));
    if (!stay || !dossier || !hasPlace(dossier.state)) return null;
    const group = await store.groupOfStay(read, dossier);
    const rota = await rotaOf(read, group ? [group] : [], now);
    const living = ['pupil', 'guardian', 'host_family'];
    const onDuty = rota.members.some((m) => m.personId === actor.personId);
    if (!readsPlan(actor, dossier, today) && !onDuty) return null;
    const roles = rolesFor(actor, dossier, today);
    // as on the card; and who calls the insurer: whoever is on duty, and those who lead
    const seesInsurance =
      roles.some((r) => r === 'pupil' || r === 'guardian') ||
      (!roles.some((r) => living.includes(r)) &&
        (onDuty ||
          [dossier.hostingOrgId, dossier.sendingOrgId, dossier.sendingSchoolId].some((id) =>
            leads(actor, id),
          )));
    const words = seesInsurance
      ? await cardWordsOf(runtime, read, stay, await store.cardOf(read, stay.id))
      : null;
    const zone = stay.school_zone ?? stay.hosting_zone ?? 'UTC';
    // before the stay the home of its first night is the one to be known
    const begins = Temporal.PlainDate.compare(today, stay.starts_on) < 0;
    const night = begins ? stay.starts_on : nightOf(now, zone);
    const home = homeOn(await store.homesOf(read, [stay.id], night), night);
    const family = home ? await store.familyPhones(read, [home.familyId]) : [];
    const orgIds = [
      dossier.hostSchoolId,
      dossier.sendingSchoolId,
      dossier.hostingOrgId,
      dossier.sendingOrgId,
    ].flatMap((id) => id ?? []);
    const orgs = await organisationsByIds(read, orgIds);
    const heads = (await staffOf(read, orgIds, today)).filter((m) => m.roles.includes('head'));
    const atHome = dossier.sendingOrgId
      ? await store.groupOfStay(read, { hostingOrgId: dossier.sendingOrgId, sendingOrgId: null })
      : undefined;
    const known = await store.contactsOf(
      read,
      [dossier.mentorId, dossier.contactPersonId, dossier.contactTeacherId].flatMap(
        (id) => id ?? [],
      ),
    );
    const personOf = (id: PersonId | null) => {
      const found = known.find((k) => k.id === id);
      return found ? { name: found.name, phone: found.phone } : null;
    };
    const orgOf = (id: OrgId | null) => {
      const org = orgs.find((o) => o.id === id);
      return org ? { name: org.name, phone: org.phone ?? '' } : null;
    };
    const schoolOf = (id: OrgId | null) => {
      const org = orgOf(id);
      const leading = heads.filter((m) => m.org_id === id).map(store.nameOf);
      return org ? { ...org, heads: leading } : null;
    };
    const supportOf = (id: OrgId | null, line = '') => {
      const org = orgOf(id);
      return org ? { ...org, line } : null;
    };
    return {
      id: stay.id,
      now,
      timeZone: zone,
      startsOn: stay.starts_on,
      endsOn: stay.ends_on,
      pupil: {
        name: store.nameOf(stay),
        phone: words?.ownPhone || (stay.phone ?? ''),
        birthDate: dossier.pupilBirthDate,
        language: stay.language,
      },
      home: home && {
        name: home.name,
        address: home.address,
        country: home.countryCode,
        people: family.map((f) => ({ name: f.name, phone: f.phone })),
      },
      country: stay.host_country,
      mentor: personOf(dossier.mentorId),
      contactPerson: personOf(dossier.contactPersonId),
      contactTeacher: personOf(dossier.contactTeacherId),
      hostSchool: schoolOf(dossier.hostSchoolId),
      sendingSchool: schoolOf(dossier.sendingSchoolId),
      hostingOrg: supportOf(dossier.hostingOrgId, group?.phone),
      sendingOrg: supportOf(dossier.sendingOrgId, atHome?.phone),
      guardians: (await guardiansOf(read, [dossier.pupilId], today)).map((g) => ({
        name: store.nameOf(g),
        phone: g.phone ?? '',
        language: g.language,
      })),
      insurance: words && { name: words.insurer, policy: words.policy, phone: words.insurerPhone },
      shifts: comingShifts(rota, now).filter(
        (s) => Temporal.Instant.compare(s.from, now.add({ hours: 24 * daysPrinted })) < 0,
      ),
    };
  },
});

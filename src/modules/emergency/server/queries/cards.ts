import { z } from 'zod';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { rolesFor } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { query } from '#platform/query.ts';
import {
  cardWords,
  hasPlace,
  homeOn,
  isAboutNow,
  nightOf,
  raisesAlarmAs,
  readsPlan,
  sentencesFor,
} from '../../core/index.ts';
import { decidesHealth } from '../commands/cards.ts';
import * as store from '../store.ts';
import { comingShifts, rotaOf, shiftView } from './duty.ts';
import { cardWordsOf } from './words.ts';

const sentence = z.object({
  id: z.string(),
  own: z.string(),
  said: z.array(z.object({ language: z.string(), text: z.string() })),
});

export const getCard = query({
  name: 'emergency.get-card',
  summary:
    'The emergency card of a stay: what to say to 112, where one is, whom to call, and who is on duty when.',
  input: z.object({
    /** null: the own stay */
    mobilityId: z.union([idOf('mob'), z.null()]).default(null),
    language: z.string().regex(/^[a-z]{2,3}$/),
  }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  // who is on duty is a stranger to a pupil; `view` shows a card to those who belong to the stay
  opensRows: 'emergency-card',
  output: z.object({
    id: idView('mob'),
    pupil: z.string(),
    isMine: z.boolean(),
    country: z.string().nullable(),
    timeZone: z.string(),
    now: instantView,
    mayRaise: z.boolean(),
    mayFill: z.boolean(),
    sentences: z.array(sentence),
    home: z.object({ name: z.string(), address: z.string(), country: z.string() }).nullable(),
    numbers: z.array(z.object({ what: z.string(), name: z.string(), phone: z.string() })),
    /** the number answered at any hour, there and in the home country */
    phone: z.string(),
    homePhone: z.string(),
    /** to be read out to 112 */
    ownPhone: z.string(),
    shifts: z.array(shiftView),
    words: cardWords.nullable(),
    agreedAt: instantView.nullable(),
    decidesHealth: z.boolean(),
    version: z.number(),
  }),
  view: async ({ read, scope: actor, now, today, runtime }, input) => {
    const own = await store.staysOfPupil(read, actor.personId);
    const stay = input.mobilityId
      ? await store.stayById(read, input.mobilityId)
      : (own.find((s) =>
          isAboutNow({ startsOn: s.starts_on, endsOn: s.ends_on, state: s.state }, today),
        ) ?? own.find((s) => Temporal.PlainDate.compare(s.ends_on, today) >= 0));
    const dossier = stay && (await loadDossier(read, stay.id));
    if (!stay || !dossier) return null;
    const roles = rolesFor(actor, dossier, today);
    const isNear = roles.some((r) => r === 'pupil' || r === 'guardian');
    const part = raisesAlarmAs(actor, dossier, today);
    if (!isNear && !part) return null;
    const zone = stay.school_zone ?? stay.hosting_zone ?? 'UTC';
    const night = nightOf(now, zone);
    const home = homeOn(await store.homesOf(read, [stay.id], night), night);
    const family = home ? await store.familyPhones(read, [home.familyId]) : [];
    const [contactPerson] = dossier.contactPersonId
      ? await store.contactsOf(read, [dossier.contactPersonId])
      : [];
    const group = await store.groupOfStay(read, dossier);
    const rota = await rotaOf(read, group ? [group] : [], now);
    const atHome = dossier.sendingOrgId
      ? await store.groupOfStay(read, { hostingOrgId: dossier.sendingOrgId, sendingOrgId: null })
      : undefined;
    const homeOrgs = await organisationsByIds(
      read,
      [dossier.sendingOrgId, dossier.sendingSchoolId].flatMap((id) => id ?? []),
    );
    const card = await store.cardOf(read, stay.id);
    // whoever fills it in reads it; everybody else has the numbers
    const words = isNear ? await cardWordsOf(runtime, read, stay, card) : null;
    return {
      id: stay.id,
      pupil: store.nameOf(stay),
      isMine: roles.includes('pupil'),
      country: stay.host_country,
      timeZone: zone,
      now,
      mayRaise:
        part !== null &&
        isAboutNow({ startsOn: stay.starts_on, endsOn: stay.ends_on, state: stay.state }, today),
      mayFill: isNear,
      sentences: sentencesFor(stay.host_country, input.language),
      home: home ? { name: home.name, address: home.address, country: home.countryCode } : null,
      numbers: [
        ...family.map((f) => ({ what: 'host_family', name: f.name, phone: f.phone })),
        ...(contactPerson
          ? [{ what: 'contact_person', name: contactPerson.name, phone: contactPerson.phone }]
          : []),
        ...(stay.hosting_org
          ? [{ what: 'hosting_org', name: stay.hosting_org, phone: stay.hosting_phone ?? '' }]
          : []),
        ...(stay.host_school
          ? [{ what: 'host_school', name: stay.host_school, phone: stay.host_school_phone ?? '' }]
          : []),
        ...homeOrgs.map((o) => ({
          what: o.id === dossier.sendingOrgId ? 'sending_org' : 'sending_school',
          name: o.name,
          phone: o.phone ?? '',
        })),
      ],
      phone: group?.phone ?? '',
      homePhone: atHome?.phone ?? '',
      ownPhone: words?.ownPhone || (isNear ? (stay.phone ?? '') : ''),
      shifts: comingShifts(rota, now),
      words,
      agreedAt: card?.agreed_at ?? null,
      decidesHealth: decidesHealth(actor, dossier, today),
      version: card?.version ?? 0,
    };
  },
});

export const getWay = query({
  name: 'emergency.get-way',
  summary: 'Whether there is an emergency card and a crisis action plan of a stay for this reader.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({ id: idView('mob'), card: z.boolean(), mayRaise: z.boolean() }),
  view: async ({ read, scope: actor, today }, input) => {
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier || !hasPlace(dossier.state)) return null;
    const part = raisesAlarmAs(actor, dossier, today);
    const card = part !== null || rolesFor(actor, dossier, today).includes('guardian');
    if (!card && !readsPlan(actor, dossier, today)) return null;
    return { id: dossier.id, card, mayRaise: part !== null && isAboutNow(dossier, today) };
  },
});

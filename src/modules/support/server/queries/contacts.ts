import { z } from 'zod';
import { type PersonActor, worksFor } from '#kernel/actor.ts';
import type { MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { partiesFor } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { organisationsByIds, staffOf } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { newToken } from '#platform/dice.ts';
import { query } from '#platform/query.ts';
import {
  type ContactKind,
  checkInRatings,
  contactKinds,
  daysLate,
  evaluationDays,
  isWorrying,
  keepsCheckIns,
  leadsContacts,
  monthOfStay,
  openPromises,
  promiseStates,
  questionsOf,
  questionText,
  readableCheckIns,
  standsApart,
  type TalkPartner,
  talkPartners,
  ways,
} from '../../core/index.ts';
import * as store from '../store/index.ts';
import { contactName, type Stay, staysWithDues } from './stays.ts';

const ratingsView = z.record(z.string(), z.number());
const language = z
  .string()
  .regex(/^[a-z]{2,3}$/)
  .default('en');
const isAbroad = (state: string) => state === 'departed' || state === 'settled';
const soon = (due: Temporal.PlainDate, today: Temporal.PlainDate, days: number) =>
  Temporal.PlainDate.compare(due.subtract({ days }), today) <= 0;

export const listCheckIns = query({
  name: 'support.list-check-ins',
  summary:
    'Talks with the pupil and with the host family, as far as you may read them, newest first.',
  input: z.object({ mobilityId: idOf('mob'), language }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('mob'),
    pupil: z.string(),
    state: z.string(),
    startsOn: dateView,
    /** whose answers you may read */
    readable: z.array(z.enum(talkPartners)),
    /** you write check-ins of this dossier down, and the pupil is abroad */
    mayRecord: z.boolean(),
    /** visits at home during the stay, for those who read both sides */
    visits: z.array(z.object({ on: dateView, by: z.string() })),
    rows: z.array(
      z.object({
        id: idView('chk'),
        with: z.enum(talkPartners),
        heldOn: dateView,
        way: z.enum(ways),
        ratings: ratingsView,
        note: z.string(),
        promise: z.string(),
        lastPromise: z.enum(promiseStates).nullable(),
        answers: z.array(z.object({ question: z.string(), answer: z.string() })),
        by: z.string(),
        worrying: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, scope, today }, input) => {
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier) return null;
    const readable = readableCheckIns(scope.actor, dossier, today);
    if (readable.length === 0) return null;
    const rows = await store.checkInsOf(read, dossier.id, readable);
    const visits = readable.length > 1 ? await store.visitsOf(read, [dossier.id]) : [];
    const team =
      visits.length > 0 && dossier.hostingOrgId
        ? await staffOf(read, [dossier.hostingOrgId], today)
        : [];
    const nameOf = (id: PersonId) => {
      const found = team.find((m) => m.id === id);
      return found ? displayName(found) : '';
    };
    return {
      id: dossier.id,
      pupil: dossier.pupilName,
      state: dossier.state,
      startsOn: dossier.startsOn,
      readable,
      mayRecord: keepsCheckIns(scope.actor, dossier, today) && isAbroad(dossier.state),
      visits: visits.map((x) => ({ on: x.visited_on, by: nameOf(x.visited_by) })),
      rows: rows.map((r) => {
        const ratings = checkInRatings.parse(r.ratings);
        return {
          id: r.id as `chk_${string}`,
          with: r.talked_with as TalkPartner,
          heldOn: r.held_on,
          way: r.way as (typeof ways)[number],
          ratings,
          note: r.note,
          promise: r.promise,
          lastPromise: r.last_promise as (typeof promiseStates)[number] | null,
          answers: Object.entries((r.answers ?? {}) as Record<string, string>).map(
            ([id, answer]) => ({ question: questionText(id, input.language), answer }),
          ),
          by: displayName(r),
          worrying: isWorrying(ratings, r.held_on),
        };
      }),
    };
  },
});

const questionView = z.object({ id: z.string(), text: z.string() });
const talkFormView = z.object({
  /** the same form sent twice is one talk */
  key: z.string(),
  mobilityId: idView('mob'),
  pupil: z.string(),
  with: z.enum(talkPartners),
  /** open promises of last time, oldest first */
  promises: z.array(z.object({ on: dateView, promise: z.string() })),
  questions: z.array(questionView),
  due: dateView.nullable(),
  first: z.boolean(),
  inPerson: z.boolean(),
  between: z.boolean(),
});
type TalkForm = z.output<typeof talkFormView>;

function talkForms(stay: Stay, today: Temporal.PlainDate, lang: string): TalkForm[] {
  return talkPartners.flatMap((partner): TalkForm[] => {
    const due = stay.dues.find((d) => d.what === partner);
    // between two families there is no family to talk with
    if (partner === 'host_family' && !due) return [];
    return [
      {
        key: newToken(),
        mobilityId: stay.row.id,
        pupil: stay.pupil,
        with: partner,
        promises: openPromises(stay.talks.filter((t) => t.with === partner)),
        questions: questionsOf(monthOfStay(stay.arrivedOn, today), partner, lang).questions,
        due: due?.due ?? null,
        first: due?.first ?? false,
        inPerson: due?.inPerson ?? false,
        between: due?.between ?? false,
      },
    ];
  });
}

export const getTalkForms = query({
  name: 'support.get-talk-forms',
  summary:
    'What you need to write talks down: for each of your pupils, and apart for the family, what was promised last and what to ask this month. The soonest first.',
  input: z.object({ mobilityId: idOf('mob').nullable().default(null), language }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({ personId: z.string(), forms: z.array(talkFormView) }),
  view: async ({ read, scope, today }, input) => {
    const { actor } = scope;
    if (actor.kind !== 'person') return null;
    let rows: store.StayRow[];
    if (input.mobilityId) {
      const dossier = await loadDossier(read, input.mobilityId);
      if (!dossier || !keepsCheckIns(actor, dossier, today) || !isAbroad(dossier.state))
        return null;
      const row = await store.stayById(read, dossier.id);
      rows = row ? [row] : [];
    } else rows = await ownStayRows(read, actor, today, [actor.personId]);
    const forms = (await staysWithDues(read, rows, today)).flatMap((s) =>
      talkForms(s, today, input.language),
    );
    return {
      personId: actor.personId,
      forms: forms
        .toSorted((a, b) => String(a.due ?? '9').localeCompare(String(b.due ?? '9')))
        .slice(0, 40),
    };
  },
});

function ownStayRows(
  read: Readable,
  actor: PersonActor,
  today: Temporal.PlainDate,
  parties: string[],
) {
  const roles: ('contact_person' | 'hosting_support')[] =
    parties.length === 1 && parties[0] === actor.personId
      ? ['contact_person']
      : ['contact_person', 'hosting_support'];
  return store.staysOf(read, { parties, roles, today, limit: 400 });
}

const itemView = z.object({
  what: z.enum(contactKinds),
  due: dateView,
  late: z.number(),
  first: z.boolean(),
  inPerson: z.boolean(),
  between: z.boolean(),
});
const personView = z.object({ id: idView('per'), name: z.string() });
const coverView = z.object({
  id: idView('cov'),
  orgId: idView('org'),
  away: z.string(),
  standIn: z.string(),
  fromOn: dateView,
  untilOn: dateView,
  begun: z.boolean(),
  mayEnd: z.boolean(),
});

export const listContacts = query({
  name: 'support.list-contacts',
  summary:
    'Your pupils and what is due for each. For those who lead a hosting organisation also what is overdue, how much each volunteer has, and who stands in for whom.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    mine: z.array(
      z.object({
        mobilityId: idView('mob'),
        pupil: z.string(),
        /** whose contact person you stand in for */
        standInFor: z.string().nullable(),
        items: z.array(itemView),
      }),
    ),
    orgs: z.array(
      z.object({
        id: idView('org'),
        name: z.string(),
        leads: z.boolean(),
        overdue: z.array(
          itemView.extend({
            mobilityId: idView('mob'),
            pupil: z.string(),
            who: z.string(),
            /** the mail that asked for it did not arrive */
            bounced: z.boolean(),
          }),
        ),
        /** pupils whose contact person has left, or who have none */
        alone: z.array(z.object({ mobilityId: idView('mob'), pupil: z.string(), who: z.string() })),
        volunteers: z.array(
          personView.extend({
            pupils: z.number(),
            due: z.number(),
            overdue: z.number(),
            standsInUntil: dateView.nullable(),
            awayUntil: dateView.nullable(),
            bounced: z.boolean(),
          }),
        ),
        covers: z.array(coverView),
        people: z.array(personView),
      }),
    ),
    /** for the form of thanks: sent twice it is one */
    key: z.string(),
    thanks: z.array(
      z.object({ id: z.string(), words: z.string(), from: z.string(), at: instantView }),
    ),
  }),
  view: async ({ read, scope, now, today }) => {
    const { actor } = scope;
    if (actor.kind !== 'person') return null;
    const rows = await ownStayRows(read, actor, today, partiesFor(actor));
    const orgIds = actor.orgs
      .map((o) => o.orgId)
      .filter((id) => rows.some((r) => r.hosting_org_id === id));
    // an organisation whose pupils are not abroad at present has nothing here, but its own people may be away
    const leading = rows.filter(
      (r) => r.role === 'contact_person' || leadsContacts(actor, r.hosting_org_id),
    );
    const stays = await staysWithDues(read, leading, today);
    const orgs = await organisationsByIds(read, orgIds);
    const team = await staffOf(read, orgIds, today);
    const covers = await store.coversOf(read, orgIds, today);
    const asks = await store.asksOf(
      read,
      stays.map((s) => s.row.id),
    );
    const failed = await store.failedMails(read, [...new Set(asks.map((a) => a.send_key))]);
    const bounced = new Set(
      asks.filter((a) => failed.has(a.send_key)).map((a) => a.person_id as string),
    );
    const mineIds = new Set(rows.filter((r) => r.role === 'contact_person').map((r) => r.id));
    const itemsOf = (stay: Stay, within: number) =>
      stay.dues
        .filter((d) => soon(d.due, today, within))
        .map((d) => ({ ...d, late: daysLate(d.due, today) }));
    return {
      mine: stays
        .filter((s) => mineIds.has(s.row.id))
        .map((s) => ({
          mobilityId: s.row.id,
          pupil: s.pupil,
          standInFor: s.row.contact_person_id === actor.personId ? null : contactName(s.row),
          items: itemsOf(s, 400),
        })),
      orgs: orgs.map((org) => {
        const leads = leadsContacts(actor, org.id);
        const here = leads ? stays.filter((s) => s.row.hosting_org_id === org.id) : [];
        const people = team.filter((m) => m.org_id === org.id);
        const own = covers.filter((c) => c.org_id === org.id);
        const current = (personId: PersonId | null) =>
          own.find((c) => c.person_id === personId && c.begun_at !== null);
        const responsible = (s: Stay) =>
          current(s.row.contact_person_id)?.stand_in_id ?? s.row.contact_person_id;
        const isThere = (id: PersonId | null) => people.some((m) => m.id === id);
        const nameOf = (id: PersonId | null) => {
          const found = people.find((m) => m.id === id);
          return found ? displayName(found) : '';
        };
        return {
          id: org.id,
          name: org.name,
          leads,
          overdue: here
            .flatMap((s) =>
              itemsOf(s, 0)
                .filter((i) => i.late > 0)
                .map((i) => ({
                  ...i,
                  mobilityId: s.row.id,
                  pupil: s.pupil,
                  who: nameOf(responsible(s)) || contactName(s.row),
                  bounced: bounced.has(responsible(s) ?? ''),
                })),
            )
            .toSorted((a, b) => b.late - a.late)
            .slice(0, 100),
          alone: here
            .filter((s) => !isThere(s.row.contact_person_id))
            .map((s) => ({
              mobilityId: s.row.id,
              pupil: s.pupil,
              who: contactName(s.row),
            })),
          volunteers: leads
            ? people
                .map((m) => {
                  const theirs = here.filter((s) => responsible(s) === m.id);
                  const items = theirs.flatMap((s) => itemsOf(s, 14));
                  return {
                    id: m.id,
                    name: displayName(m),
                    pupils: theirs.length,
                    due: items.filter((i) => i.late === 0).length,
                    overdue: items.filter((i) => i.late > 0).length,
                    standsInUntil:
                      own.find((c) => c.stand_in_id === m.id && c.begun_at)?.until_on ?? null,
                    awayUntil: current(m.id)?.until_on ?? null,
                    bounced: bounced.has(m.id),
                  };
                })
                .filter((m) => m.pupils > 0 || m.awayUntil !== null)
            : [],
          covers: own
            .filter(
              (c) => leads || c.person_id === actor.personId || c.stand_in_id === actor.personId,
            )
            .map((c) => ({
              id: c.id as `cov_${string}`,
              orgId: org.id,
              away: displayName(c),
              standIn: displayName({
                given_name: c.stand_given,
                family_name: c.stand_family,
                preferred_name: c.stand_preferred,
              }),
              fromOn: c.from_on,
              untilOn: c.until_on,
              begun: c.begun_at !== null,
              mayEnd: leads || c.person_id === actor.personId,
            })),
          people: people.map((m) => ({ id: m.id, name: displayName(m) })),
        };
      }),
      key: newToken(),
      thanks: (await store.thanksTo(read, actor.personId, now.subtract({ hours: 24 * 90 }))).map(
        (t) => ({ id: t.id, words: t.words, from: displayName(t), at: t.said_at }),
      ),
    };
  },
});

export const getVisitForm = query({
  name: 'support.get-visit-form',
  summary:
    'Who can make the second visit to a pupil at home: people of the hosting organisation but the first visitor.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('mob'),
    pupil: z.string(),
    due: dateView.nullable(),
    people: z.array(personView),
    firstVisitor: z.string().nullable(),
  }),
  view: async ({ read, scope, today }, input) => {
    const { actor } = scope;
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier?.hostingOrgId || !keepsCheckIns(actor, dossier, today)) return null;
    if (actor.kind !== 'person' || !isAbroad(dossier.state)) return null;
    const row = await store.stayById(read, dossier.id);
    const [stay] = row ? await staysWithDues(read, [row], today) : [];
    const team = await staffOf(read, [dossier.hostingOrgId], today);
    const first = team.find((m) => m.id === stay?.firstVisitor);
    return {
      id: dossier.id,
      pupil: dossier.pupilName,
      due: stay?.dues.find((d) => d.what === 'visit')?.due ?? null,
      people: team
        .filter((m) => m.id !== stay?.firstVisitor && standsApart(m.id, dossier))
        .map((m) => ({ id: m.id, name: displayName(m) })),
      firstVisitor: first ? displayName(first) : null,
    };
  },
});

const duties = [...contactKinds, 'evaluate'] as const;

export const listSupportDuties = query({
  name: 'support.list-duties',
  summary: 'Talks and visits that are due, and evaluations to write.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    rows: z.array(
      z.object({
        id: idView('mob'),
        pupil: z.string(),
        duty: z.enum(duties),
        first: z.boolean(),
        /** null when it is yours */
        waitingFor: z.string().nullable(),
        due: dateView,
      }),
    ),
  }),
  view: async ({ read, scope, today }) => {
    const { actor } = scope;
    if (actor.kind !== 'person') return null;
    const parties = partiesFor(actor);
    const all = await store.staysOf(read, {
      parties,
      roles: ['contact_person', 'hosting_support'],
      today,
      limit: 200,
    });
    const mine = new Set(all.filter((r) => r.role === 'contact_person').map((r) => r.id));
    // of others those see what is due who lead the organisation
    const rows = all.filter((r) => mine.has(r.id) || leadsContacts(actor, r.hosting_org_id));
    type Row = {
      id: MobilityId;
      pupil: string;
      duty: ContactKind | 'evaluate';
      first: boolean;
      waitingFor: string | null;
      due: Temporal.PlainDate;
    };
    const found: Row[] = [];
    for (const stay of await staysWithDues(read, rows, today))
      for (const due of stay.dues) {
        // a month ahead is nobody's task yet
        if (!soon(due.due, today, 14)) continue;
        found.push({
          id: stay.row.id,
          pupil: stay.pupil,
          duty: due.what,
          first: due.first,
          waitingFor:
            mine.has(stay.row.id) || !stay.row.contact_person_id ? null : contactName(stay.row),
          due: due.due,
        });
      }
    const open = await store.openEvaluations(read, { parties, personId: actor.personId, today });
    const asked = new Set<MobilityId>();
    for (const r of open) {
      if (asked.has(r.id)) continue;
      if (r.org_id && !writesForSchool(actor, r.org_id)) continue;
      asked.add(r.id);
      found.push({
        id: r.id,
        pupil: displayName(r),
        duty: 'evaluate',
        first: false,
        waitingFor: null,
        due: r.ends_on.add({ days: evaluationDays }),
      });
    }
    return { rows: found };
  },
});

const writesForSchool = (actor: PersonActor, orgId: OrgId) =>
  worksFor(actor, orgId, 'head', 'coordinator', 'teacher', 'mentor');

import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import type { IntakeId, MobilityId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { partiesFor, rolesFor } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { arrivalsOf } from '#modules/travel/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import {
  checkInRatings,
  countRatings,
  evaluatesAs,
  evaluationDays,
  evaluationRatings,
  evaluationRoles,
  evaluationTopics,
  isWorrying,
  keepsCheckIns,
  nextCheckInDue,
  readableCheckIns,
  seesCounts,
  type TalkPartner,
  talkPartners,
  ways,
} from '../core/index.ts';
import * as store from './store.ts';

const ratingsView = z.record(z.string(), z.number());

export const listCheckIns = query({
  name: 'support.list-check-ins',
  summary:
    'Talks with the pupil and with the host family, as far as you may read them, newest first.',
  input: z.object({ mobilityId: idOf('mob') }),
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
    rows: z.array(
      z.object({
        id: idView('chk'),
        with: z.enum(talkPartners),
        heldOn: dateView,
        way: z.enum(ways),
        ratings: ratingsView,
        note: z.string(),
        promise: z.string(),
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
    return {
      id: dossier.id,
      pupil: dossier.pupilName,
      state: dossier.state,
      startsOn: dossier.startsOn,
      readable,
      mayRecord:
        keepsCheckIns(scope.actor, dossier, today) &&
        ['departed', 'settled'].includes(dossier.state),
      rows: rows.map((r) => {
        const ratings = checkInRatings.parse(r.ratings);
        return {
          id: r.id,
          with: r.talked_with as TalkPartner,
          heldOn: r.held_on,
          way: r.way as (typeof ways)[number],
          ratings,
          note: r.note,
          promise: r.promise,
          by: displayName(r),
          worrying: isWorrying(ratings),
        };
      }),
    };
  },
});

export const getEvaluation = query({
  name: 'support.get-evaluation',
  summary:
    'Your own evaluation of a mobility; for the four organisations also how many gave how many points.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('mob'),
    pupil: z.string(),
    returned: z.boolean(),
    /** parts in which you can still write */
    open: z.array(z.enum(evaluationRoles)),
    mine: z.array(
      z.object({
        role: z.enum(evaluationRoles),
        ratings: ratingsView,
        best: z.string(),
        change: z.string(),
        at: instantView,
      }),
    ),
    counts: z
      .object({
        answered: z.array(z.object({ role: z.enum(evaluationRoles), count: z.number() })),
        topics: z.array(z.object({ topic: z.enum(evaluationTopics), points: z.array(z.number()) })),
      })
      .nullable(),
  }),
  view: async ({ read, scope, today }, input) => {
    const { actor } = scope;
    if (actor.kind !== 'person') return null;
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier || rolesFor(actor, dossier, today).length === 0) return null;
    const roles = evaluatesAs(actor, dossier, today);
    const counts = seesCounts(actor, dossier, today);
    if (roles.length === 0 && !counts) return null;
    const all = (await store.evaluationsOf(read, dossier.id)).map((e) => ({
      ...e,
      role: e.role as (typeof evaluationRoles)[number],
      ratings: evaluationRatings.parse(e.ratings),
    }));
    const mine = all.filter((e) => e.person_id === actor.personId);
    const taken = (role: string) =>
      role === 'host_school' || role === 'sending_school'
        ? all.some((e) => e.role === role)
        : mine.some((e) => e.role === role);
    const returned = ['returned', 'recognised'].includes(dossier.state);
    const counted = countRatings(all.map((e) => e.ratings));
    return {
      id: dossier.id,
      pupil: dossier.pupilName,
      returned,
      open: returned ? roles.filter((r) => !taken(r)) : [],
      mine: mine.map((e) => ({
        role: e.role,
        ratings: e.ratings,
        best: e.best,
        change: e.change,
        at: e.submitted_at,
      })),
      counts: counts
        ? {
            answered: evaluationRoles.map((role) => ({
              role,
              count: all.filter((e) => e.role === role).length,
            })),
            topics: evaluationTopics.map((topic) => ({ topic, points: counted[topic] })),
          }
        : null,
    };
  },
});

const duties = ['talk', 'look', 'evaluate'] as const;

export const listSupportDuties = query({
  name: 'support.list-duties',
  summary: 'Talks that are due, check-ins to look at and evaluations to write.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    rows: z.array(
      z.object({
        id: idView('mob'),
        pupil: z.string(),
        duty: z.enum(duties),
        with: z.enum(talkPartners).nullable(),
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
    const abroad = await store.dossiersAbroad(read, parties, today);
    const ids = [...new Set(abroad.map((r) => r.id))];
    const newest = await store.newestCheckIns(read, ids);
    const arrivals = await arrivalsOf(read, ids);
    type Row = {
      id: MobilityId;
      pupil: string;
      duty: (typeof duties)[number];
      with: TalkPartner | null;
      first: boolean;
      waitingFor: string | null;
      due: Temporal.PlainDate;
    };
    const rows = new Map<string, Row>();
    for (const r of abroad) {
      // volunteers of the organisation see only the pupils they stand by themselves
      if (
        r.role === 'hosting_support' &&
        !worksFor(
          actor,
          r.hosting_org_id,
          'head',
          'coordinator',
          'teacher',
          'mentor',
          'facilitator',
        )
      )
        continue;
      const contactIsMe = r.contact_person_id === actor.personId;
      const arrived = arrivals.find((a) => a.mobility_id === r.id)?.arrived_at;
      const arrivedOn = arrived
        ? arrived.toZonedDateTimeISO('Europe/Brussels').toPlainDate()
        : r.starts_on;
      for (const partner of talkPartners) {
        const last = newest.find((c) => c.mobility_id === r.id && c.talked_with === partner);
        const due = nextCheckInDue(arrivedOn, last?.held_on ?? null);
        // a month ahead is nobody's task yet
        const soon = Temporal.PlainDate.compare(due.subtract({ days: 14 }), today) <= 0;
        const mine = contactIsMe || r.contact_person_id === null;
        const name = r.contact_family
          ? displayName({
              given_name: r.contact_given ?? '',
              family_name: r.contact_family,
              preferred_name: r.contact_preferred,
            })
          : '';
        if (soon) {
          rows.set(`talk-${r.id}-${partner}`, {
            id: r.id,
            pupil: displayName(r),
            duty: 'talk',
            with: partner,
            first: !last,
            waitingFor: mine ? null : name,
            due,
          });
        }
        const leads = worksFor(actor, r.hosting_org_id, 'head', 'coordinator');
        if (last && leads && isWorrying(checkInRatings.parse(last.ratings))) {
          rows.set(`look-${r.id}-${partner}`, {
            id: r.id,
            pupil: displayName(r),
            duty: 'look',
            with: null,
            first: false,
            waitingFor: null,
            due: last.held_on,
          });
        }
      }
    }
    const open = await store.openEvaluations(read, { parties, personId: actor.personId, today });
    for (const r of open) {
      if (r.org_id && !worksFor(actor, r.org_id, 'head', 'coordinator', 'teacher', 'mentor'))
        continue;
      rows.set(`evaluate-${r.id}`, {
        id: r.id,
        pupil: displayName(r),
        duty: 'evaluate',
        with: null,
        first: false,
        waitingFor: null,
        due: r.ends_on.add({ days: evaluationDays }),
      });
    }
    return { rows: [...rows.values()] };
  },
});

export type SupportFact = {
  fact: 'first-check-in' | 'evaluated';
  mobilityId: MobilityId;
  on: Temporal.PlainDate;
};

/** First talk with each pupil, and the day on which all five sides had looked back: what completes steps of the timeline. */
export async function supportFacts(read: Readable, intakeId: IntakeId): Promise<SupportFact[]> {
  const facts: SupportFact[] = [];
  for (const r of await store.firstCheckInsOfIntake(read, intakeId))
    facts.push({ fact: 'first-check-in', mobilityId: r.id, on: r.held_on });
  const sides = new Map<MobilityId, Set<string>>();
  for (const e of await store.evaluationsOfIntake(read, intakeId)) {
    const heard = sides.get(e.id) ?? new Set<string>();
    const before = heard.size;
    heard.add(e.role);
    sides.set(e.id, heard);
    if (heard.size === evaluationRoles.length && before < heard.size)
      facts.push({
        fact: 'evaluated',
        mobilityId: e.id,
        on: e.submitted_at.toZonedDateTimeISO('Europe/Brussels').toPlainDate(),
      });
  }
  return facts;
}

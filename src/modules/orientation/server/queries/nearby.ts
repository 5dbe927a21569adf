import { z } from 'zod';
import { orgIdsOf, worksFor } from '#kernel/actor.ts';
import type { MobilityId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { query } from '#platform/query.ts';
import { mayPlanFor, nearbyPart, needsGuardian } from '../../core/policy.ts';
import { type Wish, wishes } from '../../core/types.ts';
import * as store from '../store/index.ts';

const wishList = z.array(z.enum(wishes));

export const getNearby = query({
  name: 'orientation.get-nearby',
  summary:
    'Whether a pupil is known to others nearby, who of them wants to be known too, and buddies. By first name and town alone.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    mobilityId: idView('mob'),
    pupil: z.string(),
    part: z.enum(['pupil', 'guardian', 'coordinator']),
    needsGuardian: z.boolean(),
    /** known where the pupil stays */
    town: z.string(),
    country: z.string(),
    consent: z
      .object({
        active: z.boolean(),
        wishes: wishList,
        words: z.string(),
        pupilAgreedAt: instantView.nullable(),
        guardianName: z.string(),
        guardianAgreedAt: instantView.nullable(),
        withdrawn: z.boolean(),
      })
      .nullable(),
    others: z.array(
      z.object({
        givenName: z.string(),
        town: z.string(),
        wishes: wishList,
        words: z.string(),
        startsOn: dateView,
        endsOn: dateView,
        homeCountry: z.string(),
        sameTown: z.boolean(),
        returned: z.boolean(),
      }),
    ),
    pairs: z.array(
      z.object({
        id: idView('bud'),
        other: z.string(),
        why: z.string(),
        state: z.enum(['suggested', 'accepted']),
        orgName: z.string(),
        /** the reader is asked and has not answered */
        asks: z.boolean(),
        threadId: idView('thr').nullable(),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, today }, { mobilityId }) => {
    const dossier = await loadDossier(read, mobilityId as MobilityId);
    const part = dossier && nearbyPart(actor, dossier, today);
    if (!dossier || !part) return null;
    const consent = await store.nearbyOf(read, dossier.id);
    const others = consent?.active ? await store.nearbyPupils(read, dossier.id) : [];
    const found = await store.pairs(read, { mobilityId: dossier.id });
    return {
      mobilityId: dossier.id,
      pupil: dossier.pupilName,
      part,
      needsGuardian: needsGuardian(dossier, today),
      town: consent?.town ?? '',
      country: consent?.country_code ?? dossier.hostCountry ?? '',
      consent: consent && {
        active: consent.active,
        wishes: consent.wishes as Wish[],
        words: consent.words,
        pupilAgreedAt: consent.pupil_agreed_at,
        guardianName: consent.guardian_name,
        guardianAgreedAt: consent.guardian_agreed_at,
        withdrawn: consent.withdrawn_at !== null,
      },
      others: others.map((o) => ({
        givenName: o.given_name,
        town: o.town,
        wishes: o.wishes as Wish[],
        words: o.words,
        startsOn: o.starts_on,
        endsOn: o.ends_on,
        homeCountry: o.home_country,
        sameTown: o.same_town,
        returned: o.returned,
      })),
      pairs: found.map((b) => {
        const first = b.first_mobility_id === dossier.id;
        const answer = first ? b.first_answer : b.second_answer;
        return {
          id: b.id,
          other: first ? b.second_name : b.first_name,
          why: b.why,
          state: b.state as 'suggested' | 'accepted',
          orgName: b.org_name,
          asks: part === 'pupil' && b.state === 'suggested' && answer === null,
          threadId: part === 'pupil' ? (b.thread_id as `thr_${string}` | null) : null,
        };
      }),
    };
  },
});

export const listBuddies = query({
  name: 'orientation.list-buddies',
  summary:
    'Pupils your organisation accompanies who want a buddy or help others, and the pairs you have suggested.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    orgs: z.array(
      z.object({
        id: idView('org'),
        name: z.string(),
        pupils: z.array(
          z.object({
            mobilityId: idView('mob'),
            name: z.string(),
            country: z.string(),
            town: z.string(),
            wishes: wishList,
            startsOn: dateView,
            endsOn: dateView,
          }),
        ),
        pairs: z.array(
          z.object({
            id: idView('bud'),
            first: z.string(),
            second: z.string(),
            state: z.enum(['suggested', 'accepted']),
            waitsFor: z.array(z.string()),
          }),
        ),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, today }) => {
    const ids = orgIdsOf(actor).filter((id) => worksFor(actor, id, 'head', 'coordinator'));
    const orgs = [];
    for (const org of ids.length > 0 ? await organisationsByIds(read, ids) : []) {
      const pupils = await store.wantBuddies(read, org.id, today);
      const found = await store.pairs(read, { orgId: org.id });
      orgs.push({
        id: org.id,
        name: org.name,
        pupils: pupils.map((p) => ({
          mobilityId: p.mobility_id,
          name: displayName(p),
          country: p.country_code,
          town: p.town,
          wishes: p.wishes as Wish[],
          startsOn: p.starts_on,
          endsOn: p.ends_on,
        })),
        pairs: found.map((b) => ({
          id: b.id,
          first: b.first_name,
          second: b.second_name,
          state: b.state as 'suggested' | 'accepted',
          waitsFor:
            b.state === 'suggested'
              ? [
                  ...(b.first_answer === null ? [b.first_name] : []),
                  ...(b.second_answer === null ? [b.second_name] : []),
                ]
              : [],
        })),
      });
    }
    return { orgs };
  },
});

export const listOwnTurns = query({
  name: 'orientation.list-own-turns',
  summary:
    'What waits for you here: a buddy to answer, a consent of a guardian, a test to try, who came to write down, an orientation to plan.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    buddies: z.array(z.object({ mobilityId: idView('mob'), other: z.string() })),
    consents: z.array(z.object({ mobilityId: idView('mob'), name: z.string() })),
    tests: z.array(z.object({ id: idView('ori'), title: z.string() })),
    unrecorded: z.array(z.object({ id: idView('ori'), title: z.string(), on: dateView })),
  }),
  view: async ({ read, scope: { actor }, now }) => {
    const open = await store.openPairsOf(read, actor.personId);
    const asked = await store.consentsAskedOf(read, actor.personId);
    const tests = await store.untriedOf(read, actor.personId);
    const orgs = orgIdsOf(actor).filter((id) => mayPlanFor(actor, id).allow);
    const unrecorded = orgs.length > 0 ? await store.unrecordedOf(read, orgs, now) : [];
    return {
      buddies: open.map((b) => {
        const first = b.first_person_id === actor.personId;
        return {
          mobilityId: first ? b.first_mobility_id : b.second_mobility_id,
          other: first ? b.second_name : b.first_name,
        };
      }),
      consents: asked.map((c) => ({ mobilityId: c.mobility_id, name: c.given_name })),
      tests: tests.map((o) => ({ id: o.id, title: o.title })),
      unrecorded: unrecorded.map((o) => ({
        id: o.id,
        title: o.title,
        on: o.ends_at.toZonedDateTimeISO(o.time_zone).toPlainDate(),
      })),
    };
  },
});

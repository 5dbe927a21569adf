import { z } from 'zod';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import { authorsInClubs } from '#modules/practices/server/index.ts';
import { itemById, itemsOfCriterion, questionnaire } from '#modules/quality/core/index.ts';
import { priorityHolders } from '#modules/quality/server/index.ts';
import { query } from '#platform/query.ts';
import { isFacilitator } from '../../core/policy.ts';
import { clubSize } from '../../core/rules/index.ts';
import { clubStates, memberStates, variants } from '../../core/types.ts';
import { knownPeers } from '../commands/index.ts';
import * as store from '../store/index.ts';

const meeting = z.object({
  id: idView('evt'),
  templateId: z.string(),
  title: z.string(),
  startsAt: instantView,
  endsAt: instantView,
  timeZone: z.string(),
  url: z.string(),
});

function meetingView(m: store.Meeting) {
  return {
    id: m.id,
    templateId: m.template_id,
    title: m.title,
    startsAt: m.starts_at,
    endsAt: m.ends_at,
    timeZone: m.time_zone,
    url: m.url,
  };
}

export const listCandidates = query({
  name: 'clubs.list-candidates',
  summary:
    'For facilitators: people who closed an assessment with priorities, with their organisation, country, language and the ranked criteria of their priorities. Never an answer or a status.',
  input: z.object({
    /** only those with a priority on this criterion; all when empty */
    criterionId: z.string().max(10).default(''),
  }),
  opensRows: 'looking for members of a club',
  visible: (actor) => (actor.kind === 'person' && isFacilitator(actor) ? actor : null),
  output: z.object({
    candidates: z.array(
      z.object({
        personId: idView('per'),
        orgId: idView('org'),
        name: z.string(),
        organisation: z.string(),
        countryCode: z.string(),
        languages: z.array(z.string()),
        /** in a round of the reader's they have told their hours and how well they speak */
        hoursKnown: z.boolean(),
        priorities: z.array(
          z.object({
            rank: z.number(),
            criterionId: z.string(),
            intent: z.enum(['start', 'improve', 'offer']),
          }),
        ),
        /** clubs in which a place or a proposal is theirs already */
        clubs: z.number(),
      }),
    ),
  }),
  view: async ({ read, scope, today }, { criterionId }) => {
    const items = criterionId
      ? itemsOfCriterion(criterionId)
      : questionnaire.items.map((item) => item.id);
    const rows = (await priorityHolders(read, items, today)).filter(
      (row) => row.person_id !== scope.personId,
    );
    const places = await store.placesOf(read, [...new Set(rows.map((row) => row.person_id))]);
    const known = new Map(
      (await knownPeers(read, scope.personId, [...new Set(rows.map((row) => row.person_id))])).map(
        (peer) => [peer.personId, peer],
      ),
    );
    const byPlace = Map.groupBy(rows, (row) => `${row.person_id} ${row.org_id}`);
    return {
      candidates: [...byPlace.values()].flatMap((theirs) => {
        const [first] = theirs;
        if (!first) return [];
        return [
          {
            personId: first.person_id,
            orgId: first.org_id,
            name: displayName(first),
            organisation: first.org_name,
            countryCode: first.country_code,
            languages: known.get(first.person_id)?.languages.map((l) => l.code) ?? [first.language],
            hoursKnown: known.has(first.person_id),
            priorities: theirs.map((row) => ({
              rank: row.rank,
              criterionId: itemById(row.item_id)?.criterion ?? '',
              intent: row.intent as 'start' | 'improve' | 'offer',
            })),
            clubs: places.get(first.person_id) ?? 0,
          },
        ];
      }),
    };
  },
});

export const listClubs = query({
  name: 'clubs.list-clubs',
  summary: 'The clubs you lead, belong to or are proposed for, with what is next.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    mayForm: z.boolean(),
    clubs: z.array(
      z.object({
        id: idView('clu'),
        name: z.string(),
        criterionId: z.string(),
        state: z.enum(clubStates),
        facilitator: z.string(),
        /** your part in it */
        yours: z.enum(['facilitator', 'proposed', 'accepted']),
        accepted: z.number(),
        proposed: z.number(),
        /** names of those who have not answered; for the facilitator only */
        waitingFor: z.array(z.string()),
        mayStart: z.boolean(),
        nextMeeting: meeting.nullable(),
        planned: z.boolean(),
        leads: z.boolean(),
        /** what is asked of you between meetings */
        wants: z.enum(['card', 'plan']).nullable(),
      }),
    ),
  }),
  view: async ({ read, scope: actor, now }) => {
    const rows = await store.clubsOf(read, actor.personId);
    const ids = rows.map((row) => row.id);
    const members = await store.membersOf(read, ids);
    const meetings = await store.meetingsOf(read, ids);
    const cards = await authorsInClubs(read, ids);
    const plans = await store.plansOfClubs(read, ids);
    // a card is asked for at the first meeting, a plan at the second
    const wantedOf = (row: (typeof rows)[number], its: typeof meetings) => {
      if (row.state !== 'running' || row.member_state !== 'accepted') return null;
      const over = its.filter((m) => Temporal.Instant.compare(m.ends_at, now) <= 0);
      const has = (list: { clubId: string; who: string }[]) =>
        list.some((each) => each.clubId === row.id && each.who === actor.personId);
      if (
        over.some((m) => m.template_id === 'M2') &&
        !has(plans.map((p) => ({ clubId: p.club_id, who: p.person_id })))
      )
        return 'plan' as const;
      return over.some((m) => m.template_id === 'M1') &&
        !has(cards.map((c) => ({ clubId: c.clubId, who: c.authorId })))
        ? ('card' as const)
        : null;
    };
    return {
      mayForm: isFacilitator(actor),
      clubs: rows.map((row) => {
        const theirs = members.filter((m) => m.club_id === row.id);
        const open = theirs.filter((m) => m.state === 'proposed');
        const accepted = theirs.filter((m) => m.state === 'accepted').length;
        const leads = row.facilitator_id === actor.personId;
        const planned = meetings.filter((m) => m.club_id === row.id);
        const next = planned.find((m) => Temporal.Instant.compare(m.ends_at, now) > 0);
        return {
          id: row.id,
          name: row.name,
          criterionId: row.criterion_id,
          state: row.state,
          facilitator: displayName(row),
          yours: leads
            ? ('facilitator' as const)
            : row.member_state === 'accepted'
              ? ('accepted' as const)
              : ('proposed' as const),
          accepted,
          proposed: open.length,
          waitingFor: leads ? open.map((m) => displayName(m)) : [],
          mayStart: leads && row.state === 'forming' && accepted >= clubSize.min,
          nextMeeting: next ? meetingView(next) : null,
          planned: planned.length > 0,
          leads: leads || (row.member_state === 'accepted' && row.leads === true),
          wants: wantedOf(row, planned),
        };
      }),
    };
  },
});

export const getClub = query({
  name: 'clubs.get-club',
  summary: 'The room of a club: theme, questions, members and their answers, meetings.',
  input: z.object({ clubId: idOf('clu') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    id: idView('clu'),
    name: z.string(),
    criterionId: z.string(),
    language: z.string(),
    state: z.enum(clubStates),
    variant: z.enum(variants),
    facilitator: z.string(),
    questions: z.array(z.string()),
    version: z.number(),
    yours: z.enum(['facilitator', 'proposed', 'accepted']),
    accepted: z.number(),
    mayStart: z.boolean(),
    members: z.array(
      z.object({
        personId: idView('per'),
        /** as far as they show it */
        orgId: idView('org').nullable(),
        name: z.string(),
        organisation: z.string(),
        countryCode: z.string(),
        timeZone: z.string(),
        state: z.enum(memberStates),
      }),
    ),
    meetings: z.array(meeting),
    nextMeeting: meeting.nullable(),
  }),
  view: async ({ read, scope: actor, now }, { clubId }) => {
    const club = await store.clubById(read, clubId);
    if (!club) return null;
    const leads = club.facilitator_id === actor.personId;
    const members = await store.membersOf(read, [clubId]);
    const mine = members.find(
      (m) => m.person_id === actor.personId && (m.state === 'proposed' || m.state === 'accepted'),
    );
    if (!leads && !mine) return null;
    const accepted = members.filter((m) => m.state === 'accepted').length;
    const yours: 'facilitator' | 'proposed' | 'accepted' = leads
      ? 'facilitator'
      : mine?.state === 'accepted'
        ? 'accepted'
        : 'proposed';
    const meetings = await store.meetingsOf(read, [clubId]);
    const next = meetings.find((m) => Temporal.Instant.compare(m.ends_at, now) > 0);
    return {
      id: club.id,
      name: club.name,
      criterionId: club.criterion_id,
      language: club.language,
      state: club.state,
      variant: club.variant,
      facilitator: displayName(club),
      questions: club.questions,
      version: club.version,
      yours,
      accepted,
      mayStart: leads && club.state === 'forming' && accepted >= clubSize.min,
      members: members
        // who said no is the facilitator's business alone
        .filter((m) => leads || m.state === 'proposed' || m.state === 'accepted')
        .map((m) => {
          // what somebody does not show on their card is nowhere else either
          const shows =
            leads ||
            m.person_id === actor.personId ||
            m.state !== 'accepted' ||
            m.shares.includes('organisation');
          return {
            personId: m.person_id,
            orgId: shows ? m.org_id : null,
            name: displayName(m),
            organisation: shows ? m.org_name : '',
            countryCode: shows ? m.country_code : '',
            timeZone: m.time_zone,
            state: m.state,
          };
        }),
      meetings: meetings.map(meetingView),
      nextMeeting: next ? meetingView(next) : null,
    };
  },
});

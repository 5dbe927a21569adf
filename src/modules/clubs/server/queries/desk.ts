import { z } from 'zod';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import { authorsInClubs } from '#modules/practices/server/index.ts';
import { query } from '#platform/query.ts';
import { isFacilitator } from '../../core/policy.ts';
import { silentAfterDays, templateById, wordsIn } from '../../core/rules/index.ts';
import { clubStates } from '../../core/types.ts';
import * as store from '../store/index.ts';
import { insideOf } from './room.ts';

export const getDesk = query({
  name: 'clubs.get-desk',
  summary:
    'For who leads clubs: all of them at a glance, who has not been heard of, whose cards and plans are missing, which reports, and what was agreed and is not done.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    facilitates: z.boolean(),
    clubs: z.array(
      z.object({
        id: idView('clu'),
        name: z.string(),
        state: z.enum(clubStates),
        accepted: z.number(),
        waitingFor: z.array(z.string()),
        next: z
          .object({
            id: idView('evt'),
            templateId: z.string(),
            startsAt: instantView,
            timeZone: z.string(),
          })
          .nullable(),
        held: z.number(),
        silent: z.array(z.string()),
        withoutCard: z.array(z.string()),
        withoutPlan: z.array(z.string()),
        stuck: z.array(z.string()),
        withoutReport: z.array(z.object({ id: idView('evt'), templateId: z.string() })),
        openTasks: z.array(z.object({ who: z.string(), title: z.string(), late: z.boolean() })),
      }),
    ),
  }),
  view: async ({ read, scope: actor, now, today }) => {
    const rows = (await store.clubsOf(read, actor.personId)).filter(
      (c) => c.state !== 'archived' && (c.facilitator_id === actor.personId || c.leads),
    );
    // nobody who leads nothing has a desk
    if (rows.length === 0 && !isFacilitator(actor)) return null;
    const ids = rows.map((c) => c.id);
    const members = await store.membersOf(read, ids);
    const meetings = await store.meetingsOf(read, ids);
    const cards = await authorsInClubs(read, ids);
    const plans = await store.plansOfClubs(read, ids);
    const progress = await store.progressOf(
      read,
      plans.map((p) => p.id),
    );
    const reports = await store.newestReports(
      read,
      meetings.map((m) => m.id),
    );
    const tasks = await store.openTasksOf(read, ids);
    const silentBefore = now.subtract({ hours: 24 * silentAfterDays });
    return {
      facilitates: isFacilitator(actor),
      clubs: rows.map((c) => {
        const theirs = members.filter((m) => m.club_id === c.id);
        const inIt = theirs.filter((m) => m.state === 'accepted');
        const its = meetings.filter((m) => m.club_id === c.id);
        const over = its.filter((m) => Temporal.Instant.compare(m.ends_at, now) <= 0);
        const next = its.find((m) => Temporal.Instant.compare(m.ends_at, now) > 0);
        const nameOf = (id: string) => {
          const found = theirs.find((m) => m.person_id === id);
          return found ? displayName(found) : '';
        };
        const running = c.state === 'running';
        const ahead = new Set(over.map((m) => m.template_id));
        return {
          id: c.id,
          name: c.name,
          state: c.state,
          accepted: inIt.length,
          waitingFor: theirs.filter((m) => m.state === 'proposed').map((m) => displayName(m)),
          next: next
            ? {
                id: next.id,
                templateId: next.template_id,
                startsAt: next.starts_at,
                timeZone: next.time_zone,
              }
            : null,
          held: over.length,
          silent: running
            ? inIt
                .filter((m) => {
                  // looked in, wrote a card or a plan: any of them is being heard of
                  const heard = [
                    m.last_seen_at ?? m.answered_at,
                    ...cards
                      .filter((k) => k.clubId === c.id && k.authorId === m.person_id)
                      .map((k) => k.at),
                    ...plans
                      .filter((p) => p.club_id === c.id && p.person_id === m.person_id)
                      .map((p) => p.created_at),
                  ];
                  return heard.every(
                    (at) => at !== null && Temporal.Instant.compare(at, silentBefore) < 0,
                  );
                })
                .map((m) => displayName(m))
            : [],
          // asked for at the first meeting, and at the second
          withoutCard:
            running && ahead.has('M1')
              ? inIt
                  .filter(
                    (m) => !cards.some((k) => k.clubId === c.id && k.authorId === m.person_id),
                  )
                  .map((m) => displayName(m))
              : [],
          withoutPlan:
            running && ahead.has('M2')
              ? inIt
                  .filter(
                    (m) => !plans.some((p) => p.club_id === c.id && p.person_id === m.person_id),
                  )
                  .map((m) => displayName(m))
              : [],
          stuck: plans
            .filter((p) => p.club_id === c.id && p.state === 'open')
            .filter((p) => progress.find((x) => x.plan_id === p.id)?.light === 'stuck')
            .map((p) => displayName(p)),
          withoutReport: over
            .filter((m) => !reports.some((r) => r.event_id === m.id))
            .map((m) => ({ id: m.id, templateId: m.template_id })),
          openTasks: tasks
            .filter((k) => k.club_id === c.id)
            .map((k) => ({
              who: nameOf(k.person_id),
              title: k.title,
              late: k.due_on !== null && Temporal.PlainDate.compare(k.due_on, today) < 0,
            })),
        };
      }),
    };
  },
});

export const getWordFacts = query({
  name: 'clubs.get-word-facts',
  summary: 'The facts of a club that the texts of its facilitator are filled with.',
  input: z.object({ clubId: idOf('clu') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    clubId: idView('clu'),
    club: z.string(),
    language: z.string(),
    criterionId: z.string(),
    questions: z.array(z.string()),
    next: z
      .object({
        title: z.string(),
        purpose: z.string(),
        startsAt: instantView,
        timeZone: z.string(),
      })
      .nullable(),
    withoutCard: z.array(z.string()),
    withoutPlan: z.array(z.string()),
  }),
  view: async ({ read, scope: actor, now }, { clubId }) => {
    const inside = await insideOf(read, clubId, actor);
    if (!inside?.leads || !inside.club.thread_id) return null;
    const { club, members } = inside;
    const inIt = members.filter((m) => m.state === 'accepted');
    const cards = await authorsInClubs(read, [clubId]);
    const plans = await store.plansOfClubs(read, [clubId]);
    const next = (await store.meetingsOf(read, [clubId])).find(
      (m) => Temporal.Instant.compare(m.ends_at, now) > 0,
    );
    const template = next && templateById(next.template_id);
    return {
      clubId,
      club: club.name,
      language: club.language,
      criterionId: club.criterion_id,
      questions: club.questions,
      next:
        next && template
          ? {
              title: wordsIn(template.title, club.language),
              purpose: wordsIn(template.purpose, club.language),
              startsAt: next.starts_at,
              timeZone: next.time_zone,
            }
          : null,
      withoutCard: inIt
        .filter((m) => !cards.some((k) => k.authorId === m.person_id))
        .map((m) => displayName(m)),
      withoutPlan: inIt
        .filter((m) => !plans.some((p) => p.person_id === m.person_id))
        .map((m) => displayName(m)),
    };
  },
});

import { z } from 'zod';
import type { OrgId } from '#kernel/ids.ts';
import { dateInput, dateView, idOf, idView } from '#kernel/schema.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import { mayOpenPage, mayUseWall } from '../core/policy.ts';
import { ideasFor, momentOf, monthOf } from '../core/rules.ts';
import { audiences, type Direction, directions, type Moment, moments } from '../core/types.ts';
import * as store from './store.ts';

/** At which moments the stays of a school are in a month, and how many. */
async function momentsOf(read: Readable, orgId: OrgId, month: Temporal.PlainDate) {
  const stays = await store.staysOf(read, orgId, {
    from: month.subtract({ months: 2 }),
    until: month.add({ months: 3 }).subtract({ days: 1 }),
  });
  const found = new Map<string, { direction: Direction; moment: Moment; count: number }>();
  for (const stay of stays) {
    const moment = momentOf(stay, month);
    if (!moment) continue;
    const key = `${stay.direction} ${moment}`;
    const known = found.get(key) ?? { direction: stay.direction, moment, count: 0 };
    found.set(key, { ...known, count: known.count + 1 });
  }
  const place = (s: { direction: Direction; moment: Moment }) =>
    directions.indexOf(s.direction) * moments.length + moments.indexOf(s.moment);
  return [...found.values()].toSorted((a, b) => place(a) - place(b));
}

const ideaView = z.object({
  id: z.string(),
  audience: z.enum(audiences),
  direction: z.enum(directions),
  minutes: z.number(),
  lesson: z.boolean(),
});
const actionView = z.object({
  id: idView('sac'),
  ideaId: z.string(),
  title: z.string(),
  audience: z.enum(audiences),
  direction: z.enum(directions),
  doneBy: z.string(),
  /** who of the school said so; '' when they have left */
  takenBy: z.string(),
  doneOn: dateView.nullable(),
  shown: z.boolean(),
  version: z.number(),
});
const eventView = z.object({
  id: idView('sev'),
  title: z.string(),
  heldOn: dateView,
  pupils: z.number(),
  teachers: z.number(),
  families: z.number(),
  others: z.number(),
  shown: z.boolean(),
  version: z.number(),
});

const eventOf = (e: Awaited<ReturnType<typeof store.eventsOf>>[number]) => ({
  id: e.id,
  title: e.title,
  heldOn: e.held_on,
  pupils: e.pupils,
  teachers: e.teachers,
  families: e.families,
  others: e.others,
  shown: e.is_shown,
  version: e.version,
});

export const getWall = query({
  name: 'schoollife.get-wall',
  summary:
    'The wall of your school in a month: what can be done for pupils abroad and for guests, what was taken on by whom, and who was reached. No pupil is named.',
  input: z.object({
    orgId: idOf('org'),
    /** any day of the month; empty: this month */
    month: z.union([z.literal(''), dateInput]).default(''),
  }),
  visible: (actor, { orgId }) => (mayUseWall(actor, orgId).allow ? { actor } : null),
  output: z.object({
    orgId: idView('org'),
    name: z.string(),
    month: dateView,
    stays: z.array(
      z.object({ direction: z.enum(directions), moment: z.enum(moments), count: z.number() }),
    ),
    ideas: z.array(ideaView),
    actions: z.array(actionView),
    events: z.array(eventView),
    isOpen: z.boolean(),
    mayOpen: z.boolean(),
  }),
  view: async ({ read, scope, today }, input) => {
    const school = await store.schoolById(read, input.orgId);
    if (!school) return null;
    const month = monthOf(input.month === '' ? today : input.month);
    const stays = await momentsOf(read, school.id, month);
    const actions = await store.actionsIn(read, school.id, month);
    return {
      orgId: school.id,
      name: school.name,
      month,
      stays,
      ideas: ideasFor(stays),
      actions: actions.map((a) => ({
        id: a.id,
        ideaId: a.idea_id,
        title: a.title,
        audience: a.audience,
        direction: a.direction,
        doneBy: a.done_by,
        takenBy:
          a.given_name === null
            ? ''
            : displayName({
                given_name: a.given_name,
                family_name: a.family_name ?? '',
                preferred_name: a.preferred_name,
              }),
        doneOn: a.done_on,
        shown: a.is_shown,
        version: a.version,
      })),
      events: (await store.eventsOf(read, school.id, true)).map(eventOf),
      isOpen: (await store.pageOf(read, school.id))?.is_open ?? false,
      mayOpen: mayOpenPage(scope.actor, school.id).allow,
    };
  },
});

const doneView = z.object({
  id: idView('sac'),
  ideaId: z.string(),
  title: z.string(),
  doneBy: z.string(),
  direction: z.enum(directions),
  doneOn: dateView,
  shown: z.boolean(),
  version: z.number(),
});

const doneOf = (a: Awaited<ReturnType<typeof store.doneOf>>[number]) =>
  a.done_on
    ? [
        {
          id: a.id,
          ideaId: a.idea_id,
          title: a.title,
          doneBy: a.done_by,
          direction: a.direction,
          doneOn: a.done_on,
          shown: a.is_shown,
          version: a.version,
        },
      ]
    : [];

export const getPageForm = query({
  name: 'schoollife.get-page-form',
  summary: 'What could stand on the page of your school for everybody, and what does.',
  input: z.object({ orgId: idOf('org') }),
  visible: (actor, { orgId }) => (mayOpenPage(actor, orgId).allow ? actor : null),
  output: z.object({
    orgId: idView('org'),
    name: z.string(),
    words: z.string(),
    isOpen: z.boolean(),
    version: z.number(),
    done: z.array(doneView),
    events: z.array(eventView),
  }),
  view: async ({ read }, { orgId }) => {
    const school = await store.schoolById(read, orgId);
    if (!school) return null;
    const page = await store.pageOf(read, orgId);
    return {
      orgId: school.id,
      name: school.name,
      words: page?.words ?? '',
      isOpen: page?.is_open ?? false,
      version: page?.version ?? 0,
      done: (await store.doneOf(read, orgId, true)).flatMap(doneOf),
      events: (await store.eventsOf(read, orgId, true)).map(eventOf),
    };
  },
});

export const getSchoolPage = query({
  name: 'schoollife.get-school-page',
  summary:
    'The page of a school, readable without an account where the school has opened it: its words and what it has released. No pupil is on it.',
  input: z.object({ orgId: idOf('org') }),
  visible: (actor) => ({ actor }),
  output: z.object({
    name: z.string(),
    city: z.string(),
    countryCode: z.string(),
    words: z.string(),
    done: z.array(
      doneView.pick({ ideaId: true, title: true, doneBy: true, doneOn: true, id: true }),
    ),
    events: z.array(eventView.omit({ shown: true, version: true })),
  }),
  view: async ({ read }, { orgId }) => {
    const school = await store.schoolById(read, orgId);
    const page = school && (await store.pageOf(read, orgId));
    if (!school || !page?.is_open) return null;
    return {
      name: school.name,
      city: school.city,
      countryCode: school.country_code,
      words: page.words,
      done: (await store.doneOf(read, orgId, false)).flatMap(doneOf),
      events: (await store.eventsOf(read, orgId, false)).map(eventOf),
    };
  },
});

export const listOwnWalls = query({
  name: 'schoollife.list-own-walls',
  summary:
    'The schools you work at where somebody is abroad or a guest this month, and whether anything was taken on.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    walls: z.array(z.object({ orgId: idView('org'), name: z.string(), isBusy: z.boolean() })),
  }),
  view: async ({ read, scope: actor, today }) => {
    const month = monthOf(today);
    const schools = await store.schoolsOf(
      read,
      actor.orgs.map((o) => o.orgId),
    );
    const busy = await store.busyIn(
      read,
      schools.map((s) => s.id),
      month,
    );
    const walls: { orgId: OrgId; name: string; isBusy: boolean }[] = [];
    for (const school of schools)
      if ((await momentsOf(read, school.id, month)).length > 0)
        walls.push({ orgId: school.id, name: school.name, isBusy: busy.includes(school.id) });
    return { walls };
  },
});

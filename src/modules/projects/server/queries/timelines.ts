import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import type { OrgId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { choiceOf, organisationsByIds } from '#modules/organisations/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { chooseLanguage, translator } from '#platform/i18n/index.ts';
import { query } from '#platform/query.ts';
import { mayShapeTimelines } from '../../core/policy.ts';
import {
  isFixed,
  isSide,
  planTimeline,
  readTimeline,
  shownSteps,
  sourcesOf,
  stepsOf,
  timelineCalendar,
} from '../../core/rules/index.ts';
import { sides, type TemplateName, templates } from '../../core/types.ts';
import * as store from '../store.ts';
import { titleView } from './intake.ts';

const ownTimelineView = z.object({
  id: idView('tpl'),
  name: z.string(),
  base: z.enum(templates),
  orgId: idView('org'),
  orgName: z.string(),
  projectTitle: z.string().nullable(),
  /** the version in use; null while it is only being written */
  number: z.number().nullable(),
});

type Row = Awaited<ReturnType<typeof store.timelinesOf>>[number];

function viewOfTimeline(t: Row) {
  return {
    id: t.id,
    name: t.name,
    base: t.base as TemplateName,
    orgId: t.org_id,
    orgName: t.org_name,
    projectTitle: t.project_title,
    number: t.number === null ? null : Number(t.number),
  };
}

export const listTimelines = query({
  name: 'projects.list-timelines',
  summary: 'The timelines your organisations have made of those that are shipped.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' && actor.orgs.length > 0 ? { actor } : null),
  output: z.object({
    timelines: z.array(ownTimelineView),
    /** organisations you may make one for, and projects they run */
    owners: z.array(
      z.object({
        orgId: idView('org'),
        name: z.string(),
        projects: z.array(z.object({ id: idView('prj'), title: z.string() })),
      }),
    ),
  }),
  view: async ({ read, scope: { actor } }) => {
    const own = actor.orgs.map((o) => o.orgId);
    const leading = own.filter((id) => mayShapeTimelines(actor, id).allow);
    const orgs = await organisationsByIds(read, leading);
    const projects = await store.projectsOf(read, leading);
    return {
      timelines: (await store.timelinesOf(read, own)).map(viewOfTimeline),
      owners: orgs.map((o) => ({
        orgId: o.id,
        name: o.name,
        projects: projects
          .filter((p) => p.coordinator_id === o.id)
          .map((p) => ({ id: p.id, title: p.title })),
      })),
    };
  },
});

export const listChoices = query({
  name: 'projects.list-timeline-choices',
  summary:
    'Own timelines an intake of a project can follow: of its coordinating school, and of the network that school takes them from.',
  input: z.object({ projectId: idOf('prj') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({ timelines: z.array(ownTimelineView) }),
  view: async ({ read, scope: { actor } }, { projectId }) => {
    const project = await store.projectById(read, projectId);
    if (!project || !worksFor(actor, project.coordinator_id, 'head', 'coordinator')) return null;
    const sources = await choiceOf(read, project.coordinator_id, 'timelines');
    const orgIds = sources.filter((id) => id !== null);
    const rows = await store.timelinesOf(read, orgIds, projectId);
    return {
      timelines: rows
        .filter((t) => t.number !== null)
        .sort((a, b) => orgIds.indexOf(a.org_id) - orgIds.indexOf(b.org_id))
        .map(viewOfTimeline),
    };
  },
});

/** The dates a timeline is shown on while it is made: the next departure its shipped one is meant for. */
function exampleDates(base: TemplateName, today: Temporal.PlainDate) {
  const month = base === 'september' ? 9 : 2;
  const first = new Temporal.PlainDate(today.year + 1, month, 1);
  const months = base === 'september' ? 5 : base === 'short' ? 1 : 3;
  return { startsOn: first, endsOn: first.add({ months }).subtract({ days: 1 }) };
}

const offsetView = z.object({
  months: z.number().optional(),
  weeks: z.number().optional(),
  days: z.number().optional(),
  stayShare: z.number().optional(),
});

export const getOwnTimeline = query({
  name: 'projects.get-own-timeline',
  summary:
    'A timeline of your organisation as it is being changed: its steps, and by which day each would be due on example dates.',
  input: z.object({ templateId: idOf('tpl') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: ownTimelineView.omit({ projectTitle: true }).extend({
    version: z.number(),
    /** what is written differs from what is in use */
    changed: z.boolean(),
    example: z.object({ startsOn: dateView, endsOn: dateView }),
    steps: z.array(
      z.object({
        id: z.string(),
        title: titleView,
        side: z.enum(sides),
        anchor: z.enum(['start', 'end']),
        offset: offsetView,
        duration: z.number(),
        dependsOn: z.array(z.string()),
        hidden: z.boolean(),
        fixed: z.boolean(),
        certainty: z.string(),
        sources: z.array(z.object({ title: z.string(), url: z.string().optional() })),
        /** null for a hidden one */
        latest: dateView.nullable(),
      }),
    ),
    versions: z.array(z.object({ number: z.number(), name: z.string(), at: instantView })),
    can: z.object({ change: z.boolean() }),
  }),
  view: async ({ read, scope: { actor }, today }, { templateId }) => {
    const row = await store.timelineById(read, templateId);
    if (!row) return null;
    const change = mayShapeTimelines(actor, row.org_id).allow;
    if (!change && !worksFor(actor, row.org_id)) return null;
    const versions = await store.timelineVersionsOf(read, templateId);
    const steps = readTimeline(row.name, row.draft);
    const base = row.base as TemplateName;
    const example = exampleDates(base, today);
    const planned = planTimeline({
      steps,
      ...example,
      today,
      facts: {},
      calendar: timelineCalendar([]),
    });
    const place = new Map(planned.map((s, i) => [s.id, i]));
    return {
      id: row.id,
      name: row.name,
      base,
      orgId: row.org_id,
      orgName: row.org_name,
      number: versions[0]?.number ?? null,
      version: row.version,
      changed:
        JSON.stringify(readTimeline(row.name, versions[0]?.steps ?? stepsOf(base))) !==
        JSON.stringify(steps),
      example,
      steps: [...steps]
        .sort((a, b) => (place.get(a.id) ?? 999) - (place.get(b.id) ?? 999))
        .map((s) => ({
          id: s.id,
          title: s.title ?? null,
          side: isSide(s.responsible) ? s.responsible : ('all' as const),
          anchor: s.anchor,
          offset: s.offset,
          duration: s.duration ?? 0,
          dependsOn: [
            ...(shownSteps(steps).find((x) => x.id === s.id)?.dependsOn ?? s.dependsOn ?? []),
          ],
          hidden: s.hidden === true,
          fixed: isFixed(s),
          certainty: s.certainty,
          sources: sourcesOf(base, s.source),
          latest: planned.find((p) => p.id === s.id)?.latest ?? null,
        })),
      versions: versions.map((v) => ({ number: v.number, name: v.name, at: v.published_at })),
      can: { change },
    };
  },
});

/**
 * The timelines in use of some organisations beside those that are shipped, each with how many steps differ: what members
 * of a network choose from.
 */
export async function sharedTimelines(read: Readable, orgIds: OrgId[], language: string) {
  const t = translator(chooseLanguage(language));
  const shipped = templates.map((name) => ({
    key: name as string,
    title: t(`projects.template.${name}`),
    orgId: null as OrgId | null,
    number: 1,
    differences: [] as string[],
  }));
  const own = [];
  for (const row of await store.timelinesOf(read, orgIds)) {
    const number = row.number === null ? null : Number(row.number);
    const version = number === null ? null : await store.timelineVersion(read, row.id, number);
    if (!version || number === null || row.project_id !== null) continue;
    const base = new Map(stepsOf(row.base as TemplateName).map((s) => [s.id, JSON.stringify(s)]));
    const steps = readTimeline(version.name, version.steps);
    const count = (what: 'hidden' | 'added' | 'changed') =>
      steps.filter((s) =>
        what === 'hidden'
          ? s.hidden
          : what === 'added'
            ? !base.has(s.id)
            : !s.hidden && base.has(s.id) && base.get(s.id) !== JSON.stringify(s),
      ).length;
    own.push({
      key: row.base,
      title: version.name,
      orgId: row.org_id as OrgId | null,
      number,
      differences: (['added', 'changed', 'hidden'] as const).flatMap((what) =>
        count(what) > 0 ? [t(`projects.own.differs-${what}`, { count: count(what) })] : [],
      ),
    });
  }
  return [...shipped, ...own];
}

import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import type { OrgId } from '#kernel/ids.ts';
import { idOf, idView } from '#kernel/schema.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { query } from '#platform/query.ts';
import {
  type BudgetLine,
  budgetLines,
  costSums,
  countsAsAgreed,
  organisationRate,
  participantRate,
  shownCount,
} from '../../core/index.ts';
import * as store from '../store/index.ts';

const sumView = z.object({
  /** null: several lines put together, and the total */
  line: z.enum(budgetLines).nullable(),
  estimateCents: z.number(),
  realCents: z.number(),
  /** null: fewer than five */
  pupils: z.number().nullable(),
});

export const getCosts = query({
  name: 'inclusion.get-costs',
  summary:
    'What measures of a project cost, by budget line; pupils are named only to who reads their plan, small numbers hidden.',
  input: z.object({ projectId: idOf('prj') }),
  visible: (actor) => (actor.kind === 'person' && actor.orgs.length > 0 ? { actor } : null),
  output: z.object({
    projectId: idView('prj'),
    title: z.string(),
    lines: z.array(sumView),
    total: sumView,
    /** measures of pupils whom the reader's own school sends, or whose plan they read */
    measures: z.array(
      z.object({
        id: idView('mea'),
        title: z.string(),
        /** null where the plan is not the reader's to read */
        pupil: z.string().nullable(),
        state: z.string(),
        line: z.enum(budgetLines),
        estimateCents: z.number(),
        realCents: z.number().nullable(),
      }),
    ),
    /** pupils with an agreed measure; null: fewer than five */
    participants: z.number().nullable(),
    /** the programme's yes or no for pupils of the schools the reader leads; never a reason */
    categories: z.array(
      z.object({
        applicationId: idView('app'),
        pupil: z.string(),
        intake: z.string(),
        fewerOpportunities: z.boolean(),
      }),
    ),
    /** null where no confirmed rate of this call is known */
    organisationRate: z.object({ cents: z.number(), source: z.string() }).nullable(),
    participantRate: z.object({ percent: z.number(), source: z.string() }),
    call: z.string(),
  }),
  view: async ({ read, scope: { actor } }, { projectId }) => {
    const project = await store.projectOf(read, projectId);
    if (!project) return null;
    const parties = await store.orgsOfProject(read, projectId);
    const led = parties.filter((o) => worksFor(actor, o, 'head', 'coordinator'));
    const leadsProject = led.includes(project.coordinator_id);
    const contacted = (await store.contactedOrgs(read, actor.personId))
      .map((c) => c.org_id)
      .filter((o) => parties.includes(o) && worksFor(actor, o));
    const orgs = await organisationsByIds(read, parties);
    const ledSchools = new Set<OrgId>(
      orgs.filter((o) => o.kind === 'school' && led.includes(o.id)).map((o) => o.id),
    );
    if (!leadsProject && ledSchools.size === 0 && contacted.length === 0) return null;
    const all = (await store.costsOfProject(read, projectId)).map((c) => ({
      measureId: c.measure_id,
      planId: c.plan_id,
      schoolId: c.school_id,
      title: c.title,
      state: c.state,
      line: c.budget_line as BudgetLine,
      estimateCents: c.estimate_cents,
      realCents: c.real_cents,
      pupil: c.family_name
        ? displayName({
            given_name: c.given_name ?? '',
            family_name: c.family_name,
            preferred_name: c.preferred_name,
          })
        : null,
    }));
    const isKnown = (r: (typeof all)[number]) => ledSchools.has(r.schoolId) || r.pupil !== null;
    const rows = leadsProject ? all : all.filter(isKnown);
    const sums = costSums(rows, isKnown);
    const agreed = rows.filter((r) => countsAsAgreed(r.state));
    const participants = new Set(agreed.map((r) => r.planId)).size;
    const pupils = await store.pupilsOfSchools(read, projectId, [...ledSchools]);
    const few = await store.fewerOpportunities(
      read,
      pupils.map((p) => p.id),
    );
    return {
      projectId: project.id,
      title: project.title,
      ...sums,
      measures: rows
        .filter((r) => isKnown(r) && countsAsAgreed(r.state) && r.line !== 'none')
        .map((r) => ({
          id: r.measureId,
          title: r.title,
          pupil: r.pupil,
          state: r.state,
          line: r.line,
          estimateCents: r.estimateCents,
          realCents: r.realCents,
        })),
      participants: agreed.every(isKnown) ? participants : shownCount(participants),
      categories: pupils.map((p) => ({
        applicationId: p.id,
        pupil: displayName(p),
        intake: p.intake,
        fewerOpportunities: few.has(p.id),
      })),
      organisationRate: organisationRate(project.code),
      participantRate,
      call: project.code.slice(0, 4),
    };
  },
});

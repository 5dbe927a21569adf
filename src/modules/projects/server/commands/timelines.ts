import { z } from 'zod';
import type { TemplateFault } from '#engines/planner/index.ts';
import type { Actor } from '#kernel/actor.ts';
import type { TemplateId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, line, optionalLine, version } from '#kernel/schema.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { translator } from '#platform/i18n/index.ts';
import { mayShapeTimelines } from '../../core/policy.ts';
import { isFixed, readTimeline, stepsOf, withStep } from '../../core/rules/index.ts';
import { sides, type TimelineStep, templates } from '../../core/types.ts';
import * as store from '../store.ts';

export const copyTimeline = command({
  name: 'projects.copy-timeline',
  summary:
    'Make an own timeline from one that is shipped, for an organisation or for one of its projects alone.',
  input: z.object({
    orgId: idOf('org'),
    projectId: z.union([idOf('prj'), z.literal('')]).default(''),
    base: z.enum(templates, { error: 'platform.invalid.choose' }),
    name: line(120),
  }),
  load: async ({ tx }, input) => (await organisationById(tx, input.orgId)) ?? null,
  permit: (actor, org) => mayShapeTimelines(actor, org.id),
  run: async ({ tx, now }, org, input) => {
    const project = input.projectId ? await store.projectById(tx, input.projectId) : null;
    if (input.projectId && project?.coordinator_id !== org.id)
      return fail('platform.invalid.choose', undefined, 'projectId');
    const templateId = newId('tpl');
    await store.insertTimeline(tx, {
      id: templateId,
      orgId: org.id,
      projectId: project?.id ?? null,
      base: input.base,
      name: input.name,
      steps: stepsOf(input.base),
      now,
    });
    return ok({ templateId });
  },
  audit: (org, input, { templateId }) => ({
    subjectId: templateId,
    orgId: org.id,
    details: { base: input.base },
  }),
});

async function loadTimeline(tx: Tx, id: TemplateId) {
  await store.lockTimeline(tx, id);
  const row = await store.timelineById(tx, id);
  return row ? { row, steps: readTimeline(row.name, row.draft) } : null;
}
type Loaded = NonNullable<Awaited<ReturnType<typeof loadTimeline>>>;

async function save(tx: Tx, { row }: Loaded, expected: number, steps: readonly TimelineStep[]) {
  return (await store.saveDraft(tx, row.id, expected, steps))
    ? ok()
    : stale('platform.error.changed-meanwhile');
}

const wholeDays = (max: number) =>
  z.coerce.number({ error: 'platform.invalid.number' }).int().min(0).max(max);

export const changeTimelineStep = command({
  name: 'projects.change-timeline-step',
  summary:
    'Change a step of an own timeline, or add one (stepId empty): its day, its side, what it waits for, its words in both languages.',
  input: z.object({
    templateId: idOf('tpl'),
    version,
    stepId: z
      .string()
      .regex(/^[a-z0-9-]{0,60}$/, { error: 'platform.invalid.value' })
      .default(''),
    side: z.enum(sides, { error: 'platform.invalid.choose' }),
    anchor: z.enum(['start', 'end'], { error: 'platform.invalid.choose' }),
    direction: z.enum(['before', 'after'], { error: 'platform.invalid.choose' }),
    amount: z.coerce.number({ error: 'platform.invalid.number' }).min(0).max(400),
    unit: z.enum(['months', 'weeks', 'days'], { error: 'platform.invalid.choose' }),
    duration: wholeDays(200).default(0),
    dependsOn: z.array(z.string().max(60)).max(20).default([]),
    titleEn: optionalLine(160),
    titleFr: optionalLine(160),
  }),
  load: ({ tx }, input) => loadTimeline(tx, input.templateId),
  permit: (actor, { row }) => mayShapeTimelines(actor, row.org_id),
  run: async ({ tx, actor }, loaded, input) => {
    const before = loaded.steps.find((s) => s.id === input.stepId);
    if (input.stepId !== '' && !before) return fail('platform.error.not-found', undefined);
    if (before && isFixed(before)) return fail('projects.own.fixed');
    if (input.unit !== 'months' && !Number.isInteger(input.amount))
      return fail('projects.own.whole', undefined, 'amount');
    if (!before && (input.titleEn === '' || input.titleFr === ''))
      return fail(
        'projects.own.both-languages',
        undefined,
        input.titleEn === '' ? 'titleEn' : 'titleFr',
      );
    if ((input.titleEn === '') !== (input.titleFr === ''))
      return fail(
        'projects.own.both-languages',
        undefined,
        input.titleEn === '' ? 'titleEn' : 'titleFr',
      );
    const sign = input.direction === 'before' ? -1 : 1;
    const changed = withStep(loaded.steps, input.stepId === '' ? null : input.stepId, {
      side: input.side,
      anchor: input.anchor,
      // minus nothing is nothing
      offset: { [input.unit]: input.amount === 0 ? 0 : sign * input.amount },
      duration: input.duration,
      dependsOn: [...new Set(input.dependsOn)],
      title: input.titleEn === '' ? null : { en: input.titleEn, fr: input.titleFr },
    });
    if (changed.fault) return faultOf(changed.fault, changed.steps, actor);
    const saved = await save(tx, loaded, input.version, changed.steps);
    return saved.ok ? ok({ stepId: changed.id }) : saved;
  },
  audit: ({ row }, input) => ({
    subjectId: row.id,
    orgId: row.org_id,
    details: { step: input.stepId },
  }),
});

/** What is wrong with a timeline, with the steps by their names. */
function faultOf(fault: TemplateFault, steps: readonly TimelineStep[], actor: Actor) {
  const language = actor.kind === 'person' ? actor.language : 'en';
  const t = translator(language);
  const nameOf = (id: string) => {
    const own = steps.find((s) => s.id === id)?.title;
    return own ? (language === 'fr' ? own.fr : own.en) : t(`projects.timeline.${id}`);
  };
  return fault.kind === 'circle'
    ? fail(
        'projects.own.circle',
        { path: fault.path.map((id) => `“${nameOf(id)}”`).join(' → ') },
        'dependsOn',
      )
    : fail('platform.invalid.choose', undefined, 'dependsOn');
}

export const hideTimelineStep = command({
  name: 'projects.hide-timeline-step',
  summary: 'Leave a step of an own timeline out of the plan, or take it in again.',
  input: z.object({
    templateId: idOf('tpl'),
    version,
    stepId: z.string().regex(/^[a-z0-9-]{1,60}$/, { error: 'platform.invalid.value' }),
    hidden: z.enum(['yes', 'no']),
  }),
  load: ({ tx }, input) => loadTimeline(tx, input.templateId),
  permit: (actor, { row }) => mayShapeTimelines(actor, row.org_id),
  run: async ({ tx }, loaded, input) => {
    const step = loaded.steps.find((s) => s.id === input.stepId);
    if (!step) return fail('platform.error.not-found');
    if (isFixed(step)) return fail('projects.own.fixed');
    const { hidden: _, ...shown } = step;
    const next = input.hidden === 'yes' ? { ...shown, hidden: true } : shown;
    return save(
      tx,
      loaded,
      input.version,
      loaded.steps.map((s) => (s.id === step.id ? next : s)),
    );
  },
  audit: ({ row }, input) => ({
    subjectId: row.id,
    orgId: row.org_id,
    details: { step: input.stepId, hidden: input.hidden },
  }),
});

export const publishTimeline = command({
  name: 'projects.publish-timeline',
  summary:
    'Put an own timeline into use as it is written: new intakes follow it, those that follow an earlier version keep that.',
  input: z.object({ templateId: idOf('tpl'), version }),
  load: async ({ tx }, input) => {
    const loaded = await loadTimeline(tx, input.templateId);
    return loaded && { ...loaded, versions: await store.timelineVersionsOf(tx, input.templateId) };
  },
  permit: (actor, { row }) => mayShapeTimelines(actor, row.org_id),
  run: async ({ tx, actor, now }, { row, steps, versions }, input) => {
    if (row.version !== input.version) return stale('platform.error.changed-meanwhile');
    const [newest] = versions;
    if (newest && JSON.stringify(readTimeline(row.name, newest.steps)) === JSON.stringify(steps))
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    const number = (newest?.number ?? 0) + 1;
    await store.insertTimelineVersion(tx, {
      templateId: row.id,
      number,
      name: row.name,
      steps,
      by: actor.kind === 'person' ? actor.personId : null,
      now,
    });
    return ok({ number });
  },
  audit: ({ row }, _, { number }) => ({
    subjectId: row.id,
    orgId: row.org_id,
    details: { number },
  }),
});

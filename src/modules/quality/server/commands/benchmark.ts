import { z } from 'zod';
import { all, allowIf, hide, refuse } from '#kernel/decision.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { mayAssess, mayConsentToBenchmark } from '../../core/policy.ts';
import {
  benchmarkChange,
  benchmarkMonths,
  type Counted,
  figuresOf,
  itemsFor,
  matrixOf,
  organisationsChanged,
  questionnaire,
} from '../../core/rules/index.ts';
import type { Level } from '../../core/types.ts';
import * as store from '../store/index.ts';

export const setBenchmarkConsent = command({
  name: 'quality.set-benchmark-consent',
  summary:
    'Let your organisation be counted among others, or take that back: then figures it is counted in are taken down at once. Heads and coordinators decide.',
  input: z.object({ orgId: idOf('org'), given: z.boolean() }),
  load: async ({ tx }, input) => (await organisationById(tx, input.orgId)) ?? null,
  permit: (actor, organisation) =>
    all(
      mayAssess(actor, organisation.id),
      allowIf(organisation.kind !== 'network', hide),
      mayConsentToBenchmark(actor, organisation.id)
        ? { allow: true }
        : refuse('quality.refused.benchmark-who'),
    ),
  run: async ({ tx, actor, now }, organisation, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const [kept] = await store.consentsOf(tx, [organisation.id]);
    if ((kept?.given ?? false) === input.given) return ok({ given: input.given, changed: false });
    await store.saveConsent(tx, {
      orgId: organisation.id,
      given: input.given,
      personId: actor.personId,
      now,
    });
    if (!input.given) await store.takeDown(tx, organisation.id);
    return ok({ given: input.given, changed: true });
  },
  audit: (organisation, input) => ({
    subjectId: organisation.id,
    orgId: organisation.id,
    details: { given: input.given },
  }),
});

/**
 * What the night does: counts the organisations that let themselves be counted, and publishes new figures when at least
 * five of them differ from the last publication. Until then the last one stands, or nothing, when it was taken down.
 */
export const publishBenchmark = command({
  name: 'quality.publish-benchmark',
  summary: 'Count organisations and publish figures of groups, every night, by the installation.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system', hide),
  run: async ({ tx, now, today }) => {
    const since = today
      .subtract({ months: benchmarkMonths })
      .toZonedDateTime('Europe/Brussels')
      .toInstant();
    const last = await store.lastPublication(tx);
    const assessments = await store.countable(tx, since);
    const answers = await store.answersOfAll(
      tx,
      assessments.map((a) => a.id),
    );
    const counted = assessments.map((a): Counted => {
      const items = itemsFor(a.scope, a.applies_as, a.questionnaire_version);
      const medians = new Map<string, Level>();
      for (const row of matrixOf(items, answers.get(a.id) ?? new Map()))
        if (row.median) medians.set(row.criterionId, row.median);
      return { orgId: a.org_id, assessmentId: a.id, role: a.applies_as, medians };
    });
    if (last) {
      const changed = organisationsChanged(await store.countedIn(tx, last.id), counted);
      if (changed === 0 && last.state === 'taken_down') {
        await store.showAgain(tx, last.id);
        return ok({ published: true, organisations: counted.length });
      }
      if (changed < benchmarkChange) return ok({ published: false, organisations: counted.length });
    }
    const figures = figuresOf(
      counted,
      questionnaire.criteria.map((c) => c.id),
    );
    if (!last && figures.length === 0)
      return ok({ published: false, organisations: counted.length });
    await store.publish(tx, { id: newId('bmk'), now, counted, figures });
    return ok({ published: true, organisations: counted.length });
  },
  audit: (_, __, result) => ({
    details: { published: result.published, organisations: result.organisations },
  }),
});

import { z } from 'zod';
import { allowIf, hide } from '#kernel/decision.ts';
import type { OrgId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { dateInput, idOf, line, optionalLine, optionalProse, version } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { mayOpenPage, mayUseWall } from '../core/policy.ts';
import { ideas, isIdea, keptFrom, monthOf, nameIn } from '../core/rules.ts';
import { audiences, directions } from '../core/types.ts';
import * as store from './store.ts';

const changed = () => stale('platform.error.changed-meanwhile');

/** A fault when a text names a pupil: everybody could read it. The words found are only told to who typed them. */
async function namedIn(read: Readable, orgId: OrgId, texts: readonly string[]) {
  const names = await store.pupilNames(read, orgId);
  return texts.map((text) => nameIn(text, names)).find((found) => found !== null) ?? null;
}

export const takeOn = command({
  name: 'schoollife.take-on',
  summary:
    'Take on an idea, or something of your own, for a month in the name of a group of the school.',
  input: z.object({
    orgId: idOf('org'),
    ideaId: z.union([
      z.literal(''),
      z.string().refine(isIdea, { error: 'platform.invalid.choose' }),
    ]),
    title: optionalLine(120),
    audience: z.union([z.literal(''), z.enum(audiences)]).default(''),
    direction: z.union([z.literal(''), z.enum(directions)]).default(''),
    /** any day of the month in which it is done */
    month: dateInput,
    doneBy: line(80),
  }),
  load: async ({ tx }, input) => (await store.schoolById(tx, input.orgId)) ?? null,
  permit: (actor, school) => mayUseWall(actor, school.id),
  run: async ({ tx, actor, now, today }, school, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const month = monthOf(input.month);
    const ahead = monthOf(today).until(month, { largestUnit: 'months' }).months;
    if (ahead < -1 || ahead > 12) return fail('schoollife.invalid.month', undefined, 'month');
    const idea = ideas.find((one) => one.id === input.ideaId);
    const { audience, direction } = idea ?? input;
    if (!idea && input.title === '') return fail('schoollife.invalid.title', undefined, 'title');
    if (!audience) return fail('platform.invalid.choose', undefined, 'audience');
    if (!direction) return fail('platform.invalid.choose', undefined, 'direction');
    const id = newId('sac');
    await store.insertAction(tx, {
      id,
      orgId: school.id,
      ideaId: input.ideaId,
      title: idea ? '' : input.title,
      audience,
      direction,
      month,
      doneBy: input.doneBy,
      takenBy: actor.personId,
      now,
    });
    return ok({ actionId: id });
  },
  audit: (school, _, { actionId }) => ({ subjectId: actionId, orgId: school.id }),
});

const actionInput = z.object({ actionId: idOf('sac'), version });
const lockAction = ({ tx }: { tx: Tx }, input: z.output<typeof actionInput>) =>
  store.lockAction(tx, input.actionId);

export const finishAction = command({
  name: 'schoollife.finish-action',
  summary: 'Say that something on the wall is done.',
  input: actionInput,
  load: lockAction,
  permit: (actor, action) => mayUseWall(actor, action.org_id),
  run: async ({ tx, today }, action, input) => {
    if (action.done_on) return ok();
    return (await store.changeAction(tx, action.id, input.version, { done_on: today }))
      ? ok()
      : changed();
  },
  audit: (action) => ({ subjectId: action.id, orgId: action.org_id }),
});

export const giveBack = command({
  name: 'schoollife.give-back',
  summary: 'Take something off the wall that will not be done after all.',
  input: actionInput,
  load: lockAction,
  permit: (actor, action) => mayUseWall(actor, action.org_id),
  run: async ({ tx }, action, input) => {
    if (action.done_on) return fail('schoollife.refused.done', undefined, undefined, 'conflict');
    return (await store.deleteAction(tx, action.id, input.version)) ? ok() : changed();
  },
  audit: (action) => ({ subjectId: action.id, orgId: action.org_id }),
});

const count = z
  .union([z.literal('').transform(() => 0), z.coerce.number({ error: 'platform.invalid.number' })])
  .pipe(
    z
      .number()
      .int({ error: 'platform.invalid.number' })
      .min(0, { error: 'platform.invalid.number' })
      .max(100_000, { error: 'platform.invalid.number' }),
  )
  .default(0);

export const recordEvent = command({
  name: 'schoollife.record-event',
  summary:
    'Note what the school has done and how many of each group it reached. Numbers, no names.',
  input: z.object({
    orgId: idOf('org'),
    title: line(120),
    heldOn: dateInput,
    pupils: count,
    teachers: count,
    families: count,
    others: count,
  }),
  load: async ({ tx }, input) => (await store.schoolById(tx, input.orgId)) ?? null,
  permit: (actor, school) => mayUseWall(actor, school.id),
  run: async ({ tx, actor, now, today }, _, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (Temporal.PlainDate.compare(input.heldOn, today) > 0)
      return fail('schoollife.invalid.not-yet', undefined, 'heldOn');
    const id = newId('sev');
    await store.insertEvent(tx, { ...input, id, enteredBy: actor.personId, now });
    return ok({ eventId: id });
  },
  audit: (school, _, { eventId }) => ({ subjectId: eventId, orgId: school.id }),
});

export const showItem = command({
  name: 'schoollife.show-item',
  summary:
    'Show something that was done on the page for everybody, or take it away from there. A text with the name of a pupil is refused.',
  input: z.object({
    itemId: z.union([idOf('sac'), idOf('sev')]),
    version,
    shown: z.boolean(),
  }),
  load: async ({ tx }, { itemId }) => {
    if (itemId.startsWith('sac_')) {
      const action = await store.lockAction(tx, itemId as `sac_${string}`);
      return action && { kind: 'action' as const, orgId: action.org_id, action };
    }
    const event = await store.lockEvent(tx, itemId as `sev_${string}`);
    return event && { kind: 'event' as const, orgId: event.org_id, event };
  },
  permit: (actor, item) => mayOpenPage(actor, item.orgId),
  run: async ({ tx }, item, { version: seen, shown }) => {
    const texts =
      item.kind === 'action' ? [item.action.title, item.action.done_by] : [item.event.title];
    const name = shown ? await namedIn(tx, item.orgId, texts) : null;
    if (name) return fail('schoollife.invalid.name', { name }, 'shown');
    if (item.kind === 'action' && !item.action.done_on)
      return fail('schoollife.refused.not-done', undefined, undefined, 'conflict');
    const kept =
      item.kind === 'action'
        ? await store.changeAction(tx, item.action.id, seen, { is_shown: shown })
        : await store.showEvent(tx, item.event.id, seen, shown);
    return kept ? ok({ orgId: item.orgId }) : changed();
  },
  audit: (item, input) => ({
    subjectId: input.itemId,
    orgId: item.orgId,
    details: { shown: input.shown },
  }),
});

export const savePage = command({
  name: 'schoollife.save-page',
  summary:
    'Write the page of the school for everybody, and open or close it. A text with the name of a pupil is refused.',
  input: z.object({
    orgId: idOf('org'),
    /** 0 where it was never saved */
    version: z.coerce.number({ error: 'platform.invalid.number' }).int().min(0),
    words: optionalProse(4000),
    open: z.boolean(),
  }),
  load: async ({ tx }, input) => (await store.schoolById(tx, input.orgId)) ?? null,
  permit: (actor, school) => mayOpenPage(actor, school.id),
  run: async ({ tx, actor, now }, school, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (input.open && input.words === '')
      return fail('schoollife.invalid.words', undefined, 'words');
    if (input.open) {
      const name = await namedIn(tx, school.id, [input.words]);
      if (name) return fail('schoollife.invalid.name', { name }, 'words');
      // pupils come to the school after something was shown, too
      const shown = [
        ...(await store.doneOf(tx, school.id, false)).map((a) => `${a.title}\n${a.done_by}`),
        ...(await store.eventsOf(tx, school.id, false)).map((e) => e.title),
      ];
      const below = await namedIn(tx, school.id, shown);
      if (below) return fail('schoollife.invalid.name-below', { name: below }, 'open');
    }
    return (await store.savePage(tx, school.id, input.version, {
      words: input.words,
      isOpen: input.open,
      openedBy: input.open ? actor.personId : null,
      now,
    }))
      ? ok()
      : changed();
  },
  audit: (school, input) => ({
    subjectId: school.id,
    orgId: school.id,
    details: { open: input.open },
  }),
});

export const forgetOld = command({
  name: 'schoollife.forget-old',
  summary: 'Delete what was taken on and noted on walls more than three years ago.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system', hide),
  unaudited: 'nothing was decided: its time is over',
  run: async ({ tx, today }) => ok({ deleted: await store.deleteBefore(tx, keptFrom(today)) }),
});

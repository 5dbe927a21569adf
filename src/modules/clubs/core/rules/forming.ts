import { defineWorkflow } from '#engines/workflow/index.ts';
import type { Fault } from '#kernel/outcome.ts';
import data from '../data/meetings.json' with { type: 'json' };
import type { Candidate, MeetingTemplate, Variant, Words } from '../types.ts';

/** Every template; which of them a club holds is said by its variant. Minute plans add up to the length of a meeting. */
const templates: readonly MeetingTemplate[] = data.meetings as MeetingTemplate[];

/** The meetings of a club in their order: kick-off and three follow-ups is what members commit to. */
export function meetingsOf(variant: Variant = 'standard4'): MeetingTemplate[] {
  return templates.filter((m) => m.variants.includes(variant));
}

export const meetingMinutes = data.minutes;
export const workingRules: readonly Words[] = data.workingRules;

/** Fewer than five cannot give everybody a critical friend, more than eight leave nobody time to speak. */
export const clubSize = data.groupSize;
export const questionCount = { least: 3, most: 4 };

export const clubLifecycle = defineWorkflow({
  name: 'club',
  states: { forming: {}, running: {}, alumni: {}, archived: { final: true } },
  initial: 'forming',
  transitions: [
    {
      name: 'start',
      from: ['forming'],
      to: 'running',
      by: ['facilitator'],
      guards: [
        {
          id: 'enough-accepted',
          test: (club: { accepted: number }) => club.accepted >= clubSize.min,
        },
      ],
    },
    // the room stays: members keep in touch, nothing more is planned
    { name: 'wrap-up', from: ['running'], to: 'alumni', by: ['facilitator'] },
    { name: 'archive', from: ['forming', 'alumni'], to: 'archived', by: ['facilitator'] },
  ],
});

export const membershipLifecycle = defineWorkflow({
  name: 'club-membership',
  states: { proposed: {}, accepted: {}, declined: { final: true }, left: {} },
  initial: 'proposed',
  transitions: [
    { name: 'accept', from: ['proposed'], to: 'accepted', by: ['invited'] },
    { name: 'decline', from: ['proposed'], to: 'declined', by: ['invited'] },
    { name: 'leave', from: ['accepted'], to: 'left', by: ['member'] },
    { name: 'offer-again', from: ['left'], to: 'proposed', by: ['facilitator'] },
  ],
});

/** Words in the reader's language where the templates have it, else in English. */
export function wordsIn(words: Words, language: string): string {
  return language === 'fr' ? words.fr : words.en;
}

export function templateById(id: string): MeetingTemplate | undefined {
  return templates.find((m) => m.id === id);
}

/** The kick-off's template: the meeting every club begins with. */
export function kickOffTemplate(): MeetingTemplate {
  const [first] = templates;
  if (!first) throw new Error('there is no template of a kick-off');
  return first;
}

/** Three or four guiding questions; empty lines do not count. */
export function questionFaults(questions: readonly string[]): Fault[] {
  const count = questions.length;
  return count < questionCount.least || count > questionCount.most
    ? [{ reason: 'clubs.invalid.questions', field: 'questions', params: questionCount }]
    : [];
}

/**
 * Whether these people may be one club: five to eight, each once, one of an organisation.
 * @param chosen as ticked
 * @param already members of the club that have not declined
 */
export function memberFaults(
  chosen: readonly Candidate[],
  already: readonly Candidate[] = [],
): Fault[] {
  const all = [...already, ...chosen];
  const fault = (reason: string, params?: Fault['params']): Fault => ({
    reason,
    field: 'members',
    ...(params ? { params } : {}),
  });
  if (all.length < clubSize.min)
    return [fault('clubs.invalid.too-few', { chosen: all.length, least: clubSize.min })];
  if (all.length > clubSize.max)
    return [fault('clubs.invalid.too-many', { chosen: all.length, most: clubSize.max })];
  const twice = all.find((c, i) => all.findIndex((d) => d.orgId === c.orgId) < i);
  if (twice) return [fault('clubs.invalid.same-organisation', { organisation: twice.orgName })];
  const same = all.find((c, i) => all.findIndex((d) => d.personId === c.personId) < i);
  return same ? [fault('clubs.invalid.same-person')] : [];
}

/**
 * The moment a meeting begins, out of a day and a clock in a zone. An hour that the clock skips in spring is refused;
 * of an hour that comes twice in autumn the first is meant.
 * @param clock `HH:MM`
 * @returns a fault at `time` or `timeZone`
 */
export function meetingStart(
  day: Temporal.PlainDate,
  clock: string,
  timeZone: string,
): { ok: true; at: Temporal.ZonedDateTime } | { ok: false; fault: Fault } {
  const parts = /^([01]?\d|2[0-3])[:.h]([0-5]\d)$/.exec(clock.trim());
  if (!parts) return { ok: false, fault: { reason: 'clubs.invalid.time', field: 'time' } };
  const local = day.toPlainDateTime({ hour: Number(parts[1]), minute: Number(parts[2]) });
  try {
    const at = local.toZonedDateTime(timeZone);
    return at.toPlainDateTime().equals(local)
      ? { ok: true, at }
      : { ok: false, fault: { reason: 'clubs.invalid.skipped-hour', field: 'time' } };
  } catch {
    return { ok: false, fault: { reason: 'clubs.invalid.time-zone', field: 'timeZone' } };
  }
}

/** Kick-off and three follow-ups: what members commit to where nothing else is agreed. */
export const meetings: readonly MeetingTemplate[] = meetingsOf();

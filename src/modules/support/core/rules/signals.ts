import thresholdVersions from '../data/signals.json' with { type: 'json' };
import {
  type CaseLevel,
  type CheckInRatings,
  type CheckInTopic,
  caseLevels,
  checkInTopics,
  type Signal,
  type SignalKind,
  type TalkPartner,
  talkPartners,
} from '../types.ts';

type Thresholds = (typeof thresholdVersions.versions)[number];

/** The thresholds in force on a day (core/data/signals.json). */
export function thresholdsOn(day: Temporal.PlainDate): Thresholds {
  const begun = thresholdVersions.versions.filter((v) => v.since <= day.toString());
  const newest = begun.toSorted((a, b) => a.since.localeCompare(b.since)).at(-1);
  return newest ?? (thresholdVersions.versions[0] as Thresholds);
}

export type RatedTalk = {
  id: string;
  with: TalkPartner;
  heldOn: Temporal.PlainDate;
  ratings: CheckInRatings;
};

/** A poor answer asks for a second pair of eyes. */
export function isWorrying(ratings: CheckInRatings, on: Temporal.PlainDate): boolean {
  const { poor } = thresholdsOn(on);
  return checkInTopics.some((topic) => ratings[topic] <= poor.points);
}

/**
 * What a new talk says together with those before it: poor answers, answers of pupil and family that do not fit together,
 * lines that fall over months. One signal a topic and kind, each with what it was seen in.
 * @param talk the newest
 * @param before all other talks of the stay, in any order
 */
export function signalsOf(talk: RatedTalk, before: readonly RatedTalk[]): Signal[] {
  const t = thresholdsOn(talk.heldOn);
  const earlier = before
    .filter((b) => b.id !== talk.id && Temporal.PlainDate.compare(b.heldOn, talk.heldOn) <= 0)
    .toSorted((a, b) => Temporal.PlainDate.compare(a.heldOn, b.heldOn));
  const found: Signal[] = [];
  const add = (
    kind: SignalKind,
    level: string,
    topic: CheckInTopic,
    params: Record<string, string | number>,
  ) =>
    found.push({
      kind,
      sign: `${kind}:${talk.id}:${topic}`,
      level: level as CaseLevel,
      params: { with: talk.with, topic, ...params },
      thresholds: t.version,
    });
  const other = earlier.findLast(
    (b) =>
      b.with !== talk.with &&
      b.heldOn.until(talk.heldOn, { largestUnit: 'days' }).days <= t.contradiction.withinDays,
  );
  const line = earlier.filter((b) => b.with === talk.with);
  for (const topic of checkInTopics) {
    const points = talk.ratings[topic];
    if (points <= t.alarming.points && t.alarming.topics.includes(topic))
      add('alarming', t.alarming.level, topic, { points });
    else if (points <= t.poor.points) add('poor', t.poor.level, topic, { points });
    const said = other?.ratings[topic];
    if (said !== undefined && Math.abs(said - points) >= t.contradiction.points)
      add('contradiction', t.contradiction.level, topic, { points, said });
    const last = [...line.slice(-(t.falling.talks - 1)).map((b) => b.ratings[topic]), points];
    const falls =
      last.length === t.falling.talks &&
      last.every((p, i) => i === 0 || p <= (last[i - 1] as number)) &&
      (last[0] as number) - points >= t.falling.points;
    if (falls && points > t.poor.points)
      add('falling', t.falling.level, topic, { from: last[0] as number, points });
  }
  return found;
}

/** Nobody has talked with a side for too long: silence is a sign too. */
export function silenceOf(
  due: { what: string; due: Temporal.PlainDate },
  today: Temporal.PlainDate,
): Signal | null {
  const t = thresholdsOn(today);
  const partner = talkPartners.find((p) => p === due.what);
  if (!partner) return null;
  const days = due.due.until(today, { largestUnit: 'days' }).days;
  if (days < t.silence.afterDays) return null;
  return {
    kind: 'silence',
    sign: `silence:${partner}:${due.due}`,
    level: t.silence.level as CaseLevel,
    params: { with: partner, since: due.due.toString() },
    thresholds: t.version,
  };
}

const rank = (level: CaseLevel) => caseLevels.indexOf(level);

export const isAtLeast = (level: CaseLevel, least: CaseLevel): boolean =>
  rank(level) >= rank(least);

/** The worst of several levels. */
export function worstOf(levels: readonly CaseLevel[]): CaseLevel {
  return levels.toSorted((a, b) => rank(b) - rank(a))[0] ?? 'mild';
}

import type { PersonId } from '#kernel/ids.ts';
import countries from './data/countries.json' with { type: 'json' };
import phrases from './data/phrases.json' with { type: 'json' };
import procedures from './data/procedures.json' with { type: 'json' };
import type {
  Absence,
  Gap,
  IncidentKind,
  ProcedureStep,
  Shift,
  StepCall,
  StepDoer,
} from './types.ts';

const before = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) < 0;

/** Minutes somebody has to take an alarm before the next person is told. */
export const takeMinutes = 15;
/** The second look at an alarm whose time is over: the first may have died with its process. */
export const secondLookSeconds = 30;
/** When the ways of telling somebody are looked at again: a mailbox that refuses is known by then. */
export const deliverySeconds = [8, 25] as const;
/** After so many times the next one comes once an hour. */
const roundsClosely = 12;

/** Whether a shift covers a moment: its first moment does, its last does not. */
function covers(shift: Pick<Shift, 'from' | 'until'>, at: Temporal.Instant): boolean {
  return !before(at, shift.from) && before(at, shift.until);
}

/** Those on duty at a moment; whoever began earlier first. */
export function onDuty<S extends Shift>(shifts: readonly S[], at: Temporal.Instant): S[] {
  return shifts
    .filter((s) => covers(s, at))
    .sort((a, b) => Temporal.Instant.compare(a.from, b.from) || (a.id < b.id ? -1 : 1));
}

/** The times between two moments in which nobody is on duty, in order. Empty when `until` is not after `from`. */
export function gaps(
  shifts: readonly Pick<Shift, 'from' | 'until'>[],
  from: Temporal.Instant,
  until: Temporal.Instant,
): Gap[] {
  const found: Gap[] = [];
  let covered = from;
  for (const shift of [...shifts].sort((a, b) => Temporal.Instant.compare(a.from, b.from))) {
    if (!before(covered, until)) break;
    if (before(covered, shift.from)) {
      const end = before(shift.from, until) ? shift.from : until;
      found.push({ from: covered, until: end });
    }
    if (before(covered, shift.until)) covered = shift.until;
  }
  if (before(covered, until)) found.push({ from: covered, until });
  return found;
}

/**
 * What is left of shifts when holidays are taken out of them: a shift that a holiday cuts is two.
 * @param timeZone by whose clock the days of a holiday begin and end
 */
export function withoutAbsences<S extends Shift>(
  shifts: readonly S[],
  absences: readonly Absence[],
  timeZone: string,
): S[] {
  return shifts.flatMap((shift) => {
    let pieces: S[] = [shift];
    for (const a of absences) {
      if (a.personId !== shift.personId) continue;
      const from = a.fromOn.toZonedDateTime(timeZone).toInstant();
      const until = a.untilOn.add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
      pieces = pieces.flatMap((p) => {
        if (!before(p.from, until) || !before(from, p.until)) return [p];
        return [
          ...(before(p.from, from) ? [{ ...p, until: from }] : []),
          ...(before(until, p.until) ? [{ ...p, from: until }] : []),
        ];
      });
    }
    return pieces;
  });
}

/**
 * In which order an alarm goes from person to person: who is on duty now, who comes next, who was there last, then
 * everybody else of the group.
 */
export function nextInLine(
  shifts: readonly Shift[],
  members: readonly PersonId[],
  at: Temporal.Instant,
): PersonId[] {
  const now = onDuty(shifts, at);
  const ahead = shifts
    .filter((s) => before(at, s.from))
    .sort((a, b) => Temporal.Instant.compare(a.from, b.from));
  const behind = shifts
    .filter((s) => !before(at, s.until))
    .sort((a, b) => Temporal.Instant.compare(b.until, a.until));
  const known = new Set(members);
  const order = [...now, ...ahead, ...behind].map((s) => s.personId).filter((id) => known.has(id));
  return [...new Set([...order, ...members])];
}

/** When the next people are told, if nobody takes it. */
export function nextTelling(round: number, at: Temporal.Instant): Temporal.Instant {
  return at.add({ minutes: round < roundsClosely ? takeMinutes : 60 });
}

/** Nobody is late in the first minutes: "at once" takes a call. */
const graceMinutes = 5;

/** Whether a step came, or still comes, later than it should. */
export function isLate(dueAt: Temporal.Instant, at: Temporal.Instant): boolean {
  return before(dueAt.add({ minutes: graceMinutes }), at);
}

type StepData = { by: StepDoer; minutes: number; two?: boolean; calls?: StepCall[] };
type Edition = {
  version: string;
  steps: Record<string, StepData>;
  kinds: Record<IncidentKind, string[]>;
};
/** The newest first; older ones stay for the incidents that began under them. */
const editions = procedures.editions as Edition[];
const newest = editions[0] as Edition;

/** The version of the steps in force. */
export const procedureVersion = newest.version;

/**
 * The steps of a kind of incident, in order.
 * @param version in force when the incident began
 */
export function stepsOf(kind: IncidentKind, version = procedureVersion): ProcedureStep[] {
  const { steps, kinds } = editions.find((e) => e.version === version) ?? newest;
  return kinds[kind].flatMap((id) => {
    const step = steps[id];
    if (!step) return [];
    const { by, minutes, two = false, calls = [] } = step;
    return [{ id, by, minutes, two, calls }];
  });
}

export type PhraseLanguage = keyof typeof phrases.texts;

/** Official languages of a country of the Union in which there are sentences; empty for any other. */
export function languagesOf(country: string | null): PhraseLanguage[] {
  return ((countries as Record<string, string[]>)[country ?? ''] ?? []) as PhraseLanguage[];
}

/**
 * What to say to 112: a sentence in the languages of the country, with its meaning in the reader's own.
 * @param own language of the reader; one without sentences reads English
 */
export function sentencesFor(
  country: string | null,
  own: string,
): { id: string; own: string; said: { language: PhraseLanguage; text: string }[] }[] {
  const texts = phrases.texts as Record<string, Record<string, string>>;
  const mine = texts[own] ? own : 'en';
  const theirs = languagesOf(country).filter((l) => l !== mine);
  return phrases.order.map((id) => ({
    id,
    own: texts[mine]?.[id] ?? '',
    said: theirs.map((language) => ({ language, text: texts[language]?.[id] ?? '' })),
  }));
}

/** Before somebody has a place, and once all is over, a stay has neither card nor plan. */
export const hasPlace = (state: string): boolean =>
  !['selected', 'withdrawn', 'recognised'].includes(state);

/** A mark between alarm and stay: an alarm can be raised a few days before a stay begins and after it ends. */
const daysAround = 5;

export function isAboutNow(
  stay: { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate; state: string },
  today: Temporal.PlainDate,
): boolean {
  if (stay.state === 'departed' || stay.state === 'settled') return true;
  if (!hasPlace(stay.state)) return false;
  return (
    Temporal.PlainDate.compare(today, stay.startsOn.subtract({ days: daysAround })) >= 0 &&
    Temporal.PlainDate.compare(today, stay.endsOn.add({ days: daysAround })) <= 0
  );
}

/**
 * The night that is meant by "tonight" at a place: until six in the morning it is still the one that began the day before.
 */
export function nightOf(now: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  // by its clock, also in the night in which that is changed
  return now.toZonedDateTimeISO(timeZone).toPlainDateTime().subtract({ hours: 6 }).toPlainDate();
}

/**
 * The home in which a pupil sleeps in a night: a temporary family before the main one, of two the one they came to last.
 * Null: nobody has said, the pupil is between two families.
 */
export function homeOn<
  H extends { kind: string; fromOn: Temporal.PlainDate; untilOn: Temporal.PlainDate },
>(homes: readonly H[], night: Temporal.PlainDate): H | null {
  const open = homes.filter(
    (h) =>
      Temporal.PlainDate.compare(h.fromOn, night) <= 0 &&
      Temporal.PlainDate.compare(h.untilOn, night) >= 0,
  );
  const rank = (h: H) => (h.kind === 'temporary' ? 0 : 1);
  return (
    [...open].sort(
      (a, b) => rank(a) - rank(b) || Temporal.PlainDate.compare(b.fromOn, a.fromOn),
    )[0] ?? null
  );
}

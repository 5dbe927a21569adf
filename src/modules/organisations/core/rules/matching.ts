import {
  type Candidate,
  type Level,
  levels,
  type Match,
  type Reason,
  type Wish,
} from '../types.ts';
import { hostsAnybody } from './directory.ts';

type Say = (side: Reason['side'], key: string, params?: Reason['params']) => Reason;
const say: Say = (side, key, params = {}) => ({ side, key, params });

const monthOf = (wish: Wish) => Number(wish.month.slice(5));
/** Arrivals from August on are for the first semester; from January on for the second. */
export const isSecondSemester = (month: number): boolean => month < 8;

const atLeast = (has: Level, asked: Level) => levels.indexOf(has) >= levels.indexOf(asked);

/** The stay as it would be from the first of the month of arrival on. */
export function stayOf(wish: Pick<Wish, 'month' | 'months'>): {
  from: Temporal.PlainDate;
  until: Temporal.PlainDate;
} {
  const from = Temporal.PlainDate.from(`${wish.month}-01`);
  return { from, until: from.add({ months: wish.months }).subtract({ days: 1 }) };
}

function placeReasons(wish: Wish, { profile: { hosting } }: Candidate): Reason[] {
  if (!hosting) return [say('unknown', 'places')];
  const second = isSecondSemester(monthOf(wish));
  const places = second ? hosting.spring : hosting.autumn;
  const semester = second ? 'second' : 'first';
  const params = { places, pupils: wish.pupils, semester };
  if (!hostsAnybody(hosting)) return [say('against', 'hosts-nobody')];
  if (second && !hosting.secondSemester) return [say('against', 'no-second-semester')];
  return [
    say(places >= wish.pupils ? 'for' : 'against', places > 0 ? 'places' : 'no-places', params),
  ];
}

function timeReasons(wish: Wish, { profile: { hosting, holidays } }: Candidate): Reason[] {
  const found: Reason[] = [];
  const month = monthOf(wish);
  if (hosting && hostsAnybody(hosting)) {
    if (hosting.arrivalMonths.length === 0) found.push(say('unknown', 'arrival'));
    else
      found.push(
        hosting.arrivalMonths.includes(month)
          ? say('for', 'arrival', { month })
          : say('against', 'arrival', { month, months: hosting.arrivalMonths.join(',') }),
      );
    found.push(
      say(wish.months <= hosting.longestMonths ? 'for' : 'against', 'length', {
        months: wish.months,
        longest: hosting.longestMonths,
      }),
    );
  }
  const { from, until } = stayOf(wish);
  const stay = from.until(until).days + 1;
  for (const period of holidays?.periods ?? []) {
    const begins = Temporal.PlainDate.from(period.from);
    const ends = Temporal.PlainDate.from(period.to);
    const first = later(begins, from);
    const last = Temporal.PlainDate.compare(ends, until) < 0 ? ends : until;
    const days = first.until(last).days + 1;
    if (days <= 0) continue;
    const params = { name: period.name, from: period.from, to: period.to, days };
    if (days * 2 > stay) found.push(say('against', 'mostly-holidays', params));
    else if (Temporal.PlainDate.compare(begins, from) <= 0)
      found.push(say('mind', 'arrival-in-holidays', params));
    else found.push(say('mind', 'holidays', params));
  }
  return found;
}

const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(a, b) > 0 ? a : b;

function pupilReasons(wish: Wish, { profile, kind }: Candidate): Reason[] {
  const { learning, languages, hosting } = profile;
  const found: Reason[] = [];
  if (learning)
    found.push(
      say(wish.age >= learning.ageFrom && wish.age <= learning.ageTo ? 'for' : 'against', 'age', {
        age: wish.age,
        from: learning.ageFrom,
        to: learning.ageTo,
      }),
    );
  else if (kind === 'school') found.push(say('unknown', 'age', { age: wish.age }));
  if (wish.language) {
    const { language, level } = wish;
    if (!languages) found.push(say('unknown', 'language', { language }));
    else if (!languages.spoken.includes(language))
      found.push(say('against', 'language', { language, spoken: languages.spoken.join(',') }));
    else if (hosting?.level && !atLeast(level, hosting.level))
      found.push(say('against', 'level', { language, level, asked: hosting.level }));
    else found.push(say('for', 'language', { language, level }));
  }
  return found;
}

function lawReasons({ law, countryCode }: Candidate): Reason[] {
  return law.map(({ rule, limit, source }) =>
    say('against', `law-${rule}`, { country: countryCode, limit: limit ?? 0, source }),
  );
}

function bondReasons({ networks, stays }: Candidate): Reason[] {
  return [
    ...(stays > 0 ? [say('for', 'stays', { stays })] : []),
    ...networks.map((network) => say('for', 'network', { network })),
  ];
}

/**
 * What speaks for and against one host. Nothing against and the places known: it fits. One thing against: nearly. Nothing
 * against, but its places not told: open, worth asking.
 */
export function matchHost(wish: Wish, candidate: Candidate): Match {
  const reasons = [
    ...placeReasons(wish, candidate),
    ...timeReasons(wish, candidate),
    ...pupilReasons(wish, candidate),
    ...lawReasons(candidate),
    ...bondReasons(candidate),
  ];
  const against = count(reasons, 'against');
  const verdict =
    against > 1 ? 'no' : against === 1 ? 'nearly' : candidate.profile.hosting ? 'fits' : 'open';
  return { candidate, verdict, reasons };
}

const count = (reasons: readonly Reason[], side: Reason['side']) =>
  reasons.filter((r) => r.side === side).length;

const verdicts: Match['verdict'][] = ['fits', 'open', 'nearly', 'no'];

/**
 * Hosts in the order in which they are shown, which the page tells in the same words: who fits before who does not; then
 * those of whom least is unknown, then least to mind, then those worked with before (more pupils first), then common
 * networks, then by name. There is no other weight.
 */
export function rankHosts(wish: Wish, candidates: readonly Candidate[]): Match[] {
  const matches = candidates
    .filter((c) => c.kind !== 'network' && (!wish.country || c.countryCode === wish.country))
    .map((candidate) => matchHost(wish, candidate));
  const keys = (m: Match) => [
    verdicts.indexOf(m.verdict),
    count(m.reasons, 'unknown'),
    count(m.reasons, 'mind'),
    -m.candidate.stays,
    -m.candidate.networks.length,
  ];
  return matches
    .map((match) => ({ match, keys: keys(match) }))
    .sort((a, b) => {
      const at = a.keys.findIndex((key, i) => key !== b.keys[i]);
      if (at >= 0) return (a.keys[at] as number) - (b.keys[at] as number);
      const [left, right] = [a.match.candidate, b.match.candidate];
      return left.name < right.name
        ? -1
        : left.name > right.name
          ? 1
          : left.orgId < right.orgId
            ? -1
            : 1;
    })
    .map(({ match }) => match);
}

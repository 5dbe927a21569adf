import { programmeCountries } from '#kernel/countries.ts';
import type { Fault, Params } from '#kernel/outcome.ts';
import type { PartyRole, Side } from '../types.ts';

/** The first call of the programme whose projects this product runs (Erasmus+ 2021-2027). */
const firstYear = 2021;

/** Erasmus+ writes Greece as EL; all others as ISO 3166-1. */
const agencyCountries = new Set<string>(programmeCountries.map((c) => (c === 'GR' ? 'EL' : c)));

/** As people copy it out of mails and PDFs: spaces, small letters and long dashes are no fault of theirs. */
export function normaliseCode(text: string): string {
  return text
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll(/\s+/g, '')
    .toUpperCase();
}

/**
 * What is wrong with an Erasmus+ project code; empty when it is one of a school mobility project.
 * Shape `^\d{4}-\d-[A-Z]{2}\d{2}-KA\d{3}-[A-Z]{3}-\d{9}$`: year, round, national agency, key action, field, number.
 * @param code normalised  @param today years after the next are not called yet
 */
export function codeFaults(code: string, today: Temporal.PlainDate): Fault[] {
  const fault = (what: string, params?: Params): Fault => ({
    reason: `projects.code.${what}`,
    field: 'code',
    ...(params ? { params } : {}),
  });
  const parts = code.split('-');
  const [year = '', round = '', agency = '', action = '', field = '', number = ''] = parts;
  if (parts.length !== 6) return [fault('shape')];
  const faults: Fault[] = [];
  const last = today.year + 1;
  if (!/^\d{4}$/.test(year) || Number(year) < firstYear || Number(year) > last)
    faults.push(fault('year', { year, first: String(firstYear), last: String(last) }));
  if (!/^[1-3]$/.test(round)) faults.push(fault('round', { round }));
  if (!/^[A-Z]{2}\d{2}$/.test(agency)) faults.push(fault('agency', { agency }));
  else if (agency.startsWith('GR')) faults.push(fault('greece'));
  else if (!agencyCountries.has(agency.slice(0, 2)))
    faults.push(fault('country', { country: agency.slice(0, 2) }));
  const actionFault = wrongAction(action);
  if (actionFault) faults.push(fault(actionFault, { action }));
  if (field !== 'SCH') faults.push(fault(wrongField(field), { field }));
  if (!/^\d{9}$/.test(number))
    faults.push(
      /^\d+$/.test(number)
        ? fault('digits', { count: number.length })
        : fault('number', { number }),
    );
  return faults;
}

/** Pupils go abroad in KA121 (accredited schools) and KA122 (short-term projects); other actions do other things. */
function wrongAction(action: string): string | null {
  if (action === 'KA121' || action === 'KA122') return null;
  if (action === 'KA120') return 'action-accreditation';
  if (/^KA1(01|02|03|04|16|17)$/.test(action)) return 'action-former';
  if (/^KA2\d\d$/.test(action)) return 'action-partnership';
  return /^KA\d{3}$/.test(action) ? 'action-other' : 'action';
}

function wrongField(field: string): string {
  return ['VET', 'ADU', 'HED', 'YOU', 'SPO'].includes(field) ? 'field-other' : 'field';
}

/** Shortest stay: long-term pupil mobility begins at 30 days. Longest: ten months, a school year. */
const shortestDays = 30;
const longestMonths = 10;

/** Length of a stay, both ends counted: whole calendar months and days over. */
export function stayLength(
  startsOn: Temporal.PlainDate,
  endsOn: Temporal.PlainDate,
): { months: number; days: number } {
  const { months, days } = startsOn.until(endsOn.add({ days: 1 }), { largestUnit: 'months' });
  return { months, days };
}

/** What is wrong with the dates of a stay; null when nothing is. */
export function stayFault(startsOn: Temporal.PlainDate, endsOn: Temporal.PlainDate): Fault | null {
  if (Temporal.PlainDate.compare(endsOn, startsOn) <= 0)
    return { reason: 'projects.stay.end-before-start', field: 'endsOn' };
  const days = startsOn.until(endsOn, { largestUnit: 'days' }).days + 1;
  if (days < shortestDays)
    return { reason: 'projects.stay.too-short', field: 'endsOn', params: { days } };
  const longest = startsOn.add({ months: longestMonths }).subtract({ days: 1 });
  if (Temporal.PlainDate.compare(endsOn, longest) > 0)
    return {
      reason: 'projects.stay.too-long',
      field: 'endsOn',
      params: { ...stayLength(startsOn, endsOn), last: longest },
    };
  return null;
}

const sidesByRole: Record<PartyRole, readonly Side[]> = {
  // a school sends and hosts within one project, so both sides are its own
  school: ['sendingSchool', 'sending', 'hostSchool', 'host', 'all'],
  supporting: ['sendingOrg', 'sending', 'hostOrg', 'host', 'all'],
};

export function sidesOfRole(role: PartyRole): readonly Side[] {
  return sidesByRole[role];
}

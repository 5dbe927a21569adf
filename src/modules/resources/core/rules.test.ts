import { describe, expect, it } from 'vitest';
import {
  fits,
  isDueAgain,
  licenceOf,
  licences,
  licencesAfter,
  oneOfEach,
  usualLicence,
} from './rules.ts';

const day = (text: string) => Temporal.PlainDate.from(text);

describe('licences', () => {
  it('are by default the one that asks for the name alone', () => {
    expect(licenceOf(usualLicence)).toMatchObject({ adapt: 'yes' });
    expect(new Set(licences.map((l) => l.id)).size).toBe(licences.length);
  });
  it('of an adaptation keep what the origin asks for', () => {
    expect(licencesAfter('CC-BY-SA-4.0').map((l) => l.id)).toEqual(['CC-BY-SA-4.0']);
    expect(licencesAfter('CC-BY-ND-4.0')).toEqual([]);
    expect(licencesAfter('LicenseRef-all-rights-reserved')).toEqual([]);
    expect(licencesAfter('CC-BY-4.0').map((l) => l.id)).not.toContain('CC0-1.0');
    expect(licencesAfter('CC0-1.0').length).toBe(licences.length);
    expect(licencesAfter('nothing')).toEqual([]);
  });
});

it('is looked at again when nobody has yet, or the day has come', () => {
  const today = day('2026-11-22');
  expect(isDueAgain({ checkedOn: null, checkDue: null }, today)).toBe(true);
  expect(isDueAgain({ checkedOn: day('2026-01-01'), checkDue: day('2026-11-22') }, today)).toBe(
    true,
  );
  expect(isDueAgain({ checkedOn: day('2026-01-01'), checkDue: day('2026-11-23') }, today)).toBe(
    false,
  );
});

it('fits by audience and moment, and at any time where it says so', () => {
  const guide = { audiences: ['pupils'], moments: ['arriving'] };
  expect(fits(guide, 'pupils', 'arriving')).toBe(true);
  expect(fits(guide, 'pupils', 'ending')).toBe(false);
  expect(fits(guide, 'teachers', 'arriving')).toBe(false);
  expect(fits({ ...guide, moments: ['anytime'] }, 'pupils', 'ending')).toBe(true);
});

it('offers one edition of each: in the reader’s language, then by whose comes first', () => {
  const one = (id: string, originId: string | null, orgId: string, ...languages: string[]) => ({
    id,
    originId,
    orgId,
    languages,
  });
  const network = one('a', null, 'net', 'en');
  const own = one('b', 'a', 'own', 'en');
  const french = one('c', 'a', 'third', 'fr');
  const ownFirst = (org: string) => ['own', 'net', 'third'].indexOf(org);
  const networkFirst = (org: string) => ['net', 'own', 'third'].indexOf(org);
  expect(oneOfEach([network, own, french], ownFirst, 'en')).toEqual([own]);
  expect(oneOfEach([network, own, french], networkFirst, 'en')).toEqual([network]);
  expect(oneOfEach([network, own, french], ownFirst, 'fr')).toEqual([french]);
  expect(oneOfEach([one('d', null, 'own', 'lv'), network], ownFirst, 'en')[0]).toBe(network);
});

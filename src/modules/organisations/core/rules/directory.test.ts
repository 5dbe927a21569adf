import { describe, expect, it } from 'vitest';
import type { PartContent } from '../types.ts';
import { askedOf, indexedOf, searchedLanguages, shownOf } from './directory.ts';
import { partsFor, programmeCodePattern, seesPart } from './profile.ts';

const org = { name: 'Rīgas 49. vidusskola', city: 'Rīga', countryCode: 'LV' };
const hosting: PartContent['hosting'] = {
  autumn: 2,
  spring: 0,
  secondSemester: true,
  arrivalMonths: [1, 9],
  longestMonths: 4,
  level: '',
};

describe('what the directory holds', () => {
  it('comes back as it was told', () => {
    const held = indexedOf(org, {
      languages: { spoken: ['lv', 'en', 'hi'] },
      learning: { ageFrom: 13, ageTo: 19, years: '', subjects: [] },
      hosting,
    });
    expect(shownOf(held)).toEqual({
      languages: ['en', 'lv', 'hi'],
      arrivalMonths: [1, 9],
      longestMonths: 4,
    });
    expect(held.words).toEqual(['rigas', '49', 'vidusskola', 'riga', 'LV']);
    // what is asked is among it, bit by bit
    for (const asked of [{ age: 16, month: 9 }, { secondSemester: true }, { age: 19, month: 1 }]) {
      const { offers } = askedOf(asked);
      expect(held.offers & offers).toBe(offers);
    }
    for (const asked of [{ age: 12 }, { age: 20 }, { month: 2 }, { month: 12 }]) {
      const { offers } = askedOf(asked);
      expect(held.offers & offers).not.toBe(offers);
    }
  });

  it('is nothing about hosting where nobody is hosted', () => {
    const held = indexedOf(org, { hosting: { ...hosting, autumn: 0 } });
    expect(shownOf(held)).toEqual({ languages: [], arrivalMonths: [], longestMonths: null });
    expect(held.offers).toBe(0);
  });

  it('fits into the numbers of the database', () => {
    const everything = indexedOf(org, {
      languages: { spoken: [...searchedLanguages] },
      learning: { ageFrom: 10, ageTo: 20, years: '', subjects: [] },
      hosting: { ...hosting, arrivalMonths: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
    });
    expect(everything.offers).toBeLessThan(2 ** 31);
    expect(Number.isSafeInteger(everything.tongues)).toBe(true);
    expect(new Set(searchedLanguages).size).toBe(searchedLanguages.length);
  });
});

describe('a part of a profile', () => {
  it('is seen by those it is meant for', () => {
    const seen = (['everybody', 'partners', 'us'] as const).map((audience) =>
      (['own', 'partner', 'other'] as const).map((relation) => seesPart(audience, relation)),
    );
    expect(seen).toEqual([
      [true, true, true],
      [true, true, false],
      [true, false, false],
    ]);
  });

  it('fits the kind of organisation', () => {
    expect(partsFor('school')).not.toContain('services');
    expect(partsFor('supporting')).not.toContain('learning');
    expect(partsFor('network')).not.toContain('hosting');
  });

  it('knows the shape of a programme code', () => {
    expect(programmeCodePattern.test('2021-1-BE01-KA120-SCH-000012345')).toBe(true);
    expect(programmeCodePattern.test('2021-1-BE01-KA120')).toBe(false);
  });
});

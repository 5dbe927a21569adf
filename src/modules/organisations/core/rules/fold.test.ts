import { describe, expect, it } from 'vitest';
import { countryNamed } from './countries.ts';
import { meantBy, steps } from './directory.ts';
import { fold, wordsOf } from './fold.ts';

describe('folding', () => {
  it.each([
    ['Rīga', 'riga'],
    ['Αθήνα', 'athina'],
    ['ΑΘΗΝΑ', 'athina'],
    ['Λουτράκι', 'loutraki'],
    ['Пловдив', 'plovdiv'],
    ['Ħaż-Żebbuġ', 'haz-zebbug'],
    ['Łódź', 'lodz'],
    ['Iași', 'iasi'],
    ['ĲMUIDEN', 'ijmuiden'],
    ['İzmir', 'izmir'],
    ['Straße', 'strasse'],
    ['', ''],
  ])('%s is %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
    // whatever was typed on another keyboard is already folded
    expect(fold(folded)).toBe(folded);
  });

  it.each([
    ['София', 'sofia'],
    ['Köln', 'koeln'],
    ['Köln', 'koln'],
    ['Ниш', 'nis'],
    ['Århus', 'aarhus'],
    ['Χανιά', 'hania'],
    ['Jēkabpils', 'jekabpils'],
    ['Col·legi', 'collegi'],
  ])('%s is also written %s', (text, spelling) => {
    expect(wordsOf(text)).toHaveLength(1);
    expect(wordsOf(text)[0]).toContain(spelling);
  });

  it('parts words at what is no letter, and keeps numbers', () => {
    expect(wordsOf('Rīgas 49. vidusskola').map(([word]) => word)).toEqual([
      'rigas',
      '49',
      'vidusskola',
    ]);
    expect(wordsOf('’s-Hertogenbosch (L’Île)').map(([word]) => word)).toEqual([
      's',
      'hertogenbosch',
      'l',
      'ile',
    ]);
    expect(wordsOf(' – ')).toEqual([]);
  });

  it('decomposed letters are the same', () => {
    expect(fold('Rīga'.normalize('NFD'))).toBe('riga');
    expect(wordsOf('Šiauliai'.normalize('NFD'))).toEqual(wordsOf('Šiauliai'));
  });
});

describe('a word typed wrong', () => {
  it.each([
    ['rgia', 'riga', 1],
    ['gimnasija', 'gimnazija', 1],
    ['riga', 'riga', 0],
    ['', 'riga', 4],
    ['lycee', 'lyceum', 2],
  ])('from %s to %s are %i steps', (a, b, n) => {
    expect(steps(a, b)).toBe(n);
    expect(steps(b, a)).toBe(n);
  });

  it('means the nearest words, and nothing that only shares letters', () => {
    expect(meantBy(['rgia'], ['riga', 'praga', 'rigas', 'xanthi'])).toEqual(['riga']);
    expect(meantBy(['gimnasija'], ['gimnazija', 'gimnazium', 'ganz'])).toEqual(['gimnazija']);
    expect(meantBy(['xyzzy'], ['riga'])).toEqual([]);
  });
});

it.each([
  ['Latvia', 'LV'],
  ['lettonie', 'LV'],
  ['Lettland', 'LV'],
  ['Λετονία', 'LV'],
  ['czech republic', null],
  ['Česko', 'CZ'],
  ['Riga', null],
  ['', null],
])('%s names the country %s', (text, code) => {
  expect(countryNamed(text)).toBe(code);
});

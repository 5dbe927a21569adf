import { expect, it } from 'vitest';
import { ideas, ideasFor, momentOf, nameIn } from './rules.ts';
import { audiences, directions, moments } from './types.ts';

const day = (text: string) => Temporal.PlainDate.from(text);

it('has something for each group, and for each moment of both ways', () => {
  expect(new Set(ideas.map((i) => i.id)).size).toBe(ideas.length);
  expect([...new Set(ideas.map((i) => i.audience))].toSorted()).toEqual([...audiences].toSorted());
  for (const direction of directions)
    for (const moment of moments)
      expect([direction, moment, ideasFor([{ direction, moment }]).length]).not.toEqual([
        direction,
        moment,
        0,
      ]);
});

it.each([
  ['2026-10-01', null],
  ['2026-11-30', 'before'],
  ['2027-01-15', 'first'],
  ['2027-02-15', 'middle'],
  ['2027-03-31', 'last'],
  ['2027-05-01', 'after'],
  ['2027-06-01', null],
])('in %s a stay from January to March is at %s', (month, moment) => {
  const stay = { startsOn: day('2027-01-10'), endsOn: day('2027-03-20') };
  expect(momentOf(stay, day(month))).toBe(moment);
});

it('knows a stay within one month, and one over New Year', () => {
  const short = { startsOn: day('2027-01-04'), endsOn: day('2027-01-30') };
  expect(momentOf(short, day('2027-01-20'))).toBe('first');
  expect(momentOf(short, day('2027-02-20'))).toBe('after');
  const winter = { startsOn: day('2026-12-30'), endsOn: day('2027-01-02') };
  expect(momentOf(winter, day('2026-12-01'))).toBe('first');
  expect(momentOf(winter, day('2027-01-01'))).toBe('last');
});

it('offers only what fits the way and the month', () => {
  const found = ideasFor([{ direction: 'guest', moment: 'first' }]);
  expect(found.map((i) => i.id)).toContain('school-words');
  expect(found.every((i) => i.direction === 'guest')).toBe(true);
  expect(ideasFor([])).toEqual([]);
});

const names = [
  { givenName: 'Noé', familyName: 'Verhaeghe', preferredName: null },
  { givenName: 'María del Carmen', familyName: 'de la Peñaranda-Ruiz', preferredName: 'Nerea' },
  { givenName: 'Žanete', familyName: 'Ņikiforova', preferredName: '' },
  { givenName: 'Ola', familyName: 'Wałęsa', preferredName: null },
  { givenName: 'Ελένη', familyName: 'Καραμήτρου', preferredName: null },
  { givenName: 'Boris', familyName: 'Petrov', preferredName: null },
  { givenName: 'Ana', familyName: 'Đorđević', preferredName: null },
];

it.each([
  ['Noé was there', 'Noé'],
  ['NOE was there', 'NOE'],
  ['with Noe\u0301 and others', 'Noé'],
  ['the Verhaeghe family', 'Verhaeghe'],
  ['l’exposé de Nerea', 'Nerea'],
  ['Penaranda cooked', 'Penaranda'],
  ['thanks to Zanete!', 'Zanete'],
  ['said Walesa', 'Walesa'],
  ['by N. V. of 4B', 'N. V.'],
  ['by N.V.', 'N.V.'],
  ['by Ž. Ņ.', 'Ž. Ņ.'],
  ['by N.V, of 4B', 'N.V'],
  ['by M.-C. P.', 'M.-C. P.'],
  ['by M. D. P. R.', 'M. D. P. R.'],
  // another script than the one the name is kept in
  ['η ΕΛΕΝΗ ήταν εδώ', 'ΕΛΕΝΗ'],
  ['Eleni was there', 'Eleni'],
  ['η Ε. Κ. ήταν εδώ', 'Ε. Κ.'],
  ['by E. K. of 4B', 'E. K.'],
  ['Борис беше тук', 'Борис'],
  ['с Б. П.', 'Б. П.'],
  ['Dordevic came', 'Dordevic'],
])('finds who is meant in “%s”', (text, found) => {
  expect(nameIn(text, names)).toBe(found);
});

it.each([
  'Our class has written to Rīga',
  'de la part de tous',
  'Noelle Verhaegen is the cook',
  'ca. 5 p. m., N. A.',
  'in the U. S. with the B. B. C.',
  'η τάξη μας έγραψε στη Ρίγα',
  '',
])('lets “%s” pass', (text) => {
  expect(nameIn(text, names)).toBe(null);
});

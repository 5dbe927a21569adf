import { expect, it } from 'vitest';
import { formatsFor } from './index.ts';

it('a time zone is called by whose clock it is, in the words of the reader', () => {
  const both = (zone: string) => [formatsFor('en').zone(zone), formatsFor('fr').zone(zone)];
  expect(both('Europe/Brussels')).toEqual(['Belgium', 'Belgique']);
  expect(both('Europe/Riga')).toEqual(['Latvia', 'Lettonie']);
  expect(both('Europe/London')).toEqual(['United Kingdom', 'Royaume-Uni']);
  // a country with several: its main one by the country, the others by their own place
  expect(both('Europe/Lisbon')).toEqual(['Portugal', 'Portugal']);
  expect(both('Atlantic/Azores')).toEqual(['Azores', 'Açores']);
  expect(both('Indian/Reunion')).toEqual(['Réunion', 'La Réunion']);
});

it('a zone that belongs to no place keeps the name that Intl has for it', () => {
  expect(formatsFor('en').zone('UTC')).toBe('GMT+0');
  expect(formatsFor('fr').zone('UTC')).toBe('UTC+0');
});

it('says of no two places of the programme the same', () => {
  const zones = [
    'Europe/Madrid',
    'Atlantic/Canary',
    'Africa/Ceuta',
    'Europe/Lisbon',
    'Atlantic/Azores',
    'Atlantic/Madeira',
  ];
  for (const language of ['en', 'fr'])
    expect(new Set(zones.map(formatsFor(language).zone)).size).toBe(zones.length);
});

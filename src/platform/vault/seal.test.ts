import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PersonId } from '#kernel/ids.ts';
import {
  masterKeyFrom,
  newDataKey,
  numberOf,
  openText,
  type Place,
  sealText,
  unwrapKey,
  VaultError,
  wrapKey,
} from './seal.ts';

const person = 'per_a' as PersonId;
const place: Place = { table: 'health_parts', column: 'sealed', row: 'hea_1:guardian', person };
const text = fc.string({ unit: 'binary', maxLength: 2000 });

const refusal = (work: () => unknown) => {
  try {
    work();
    return 'opened';
  } catch (error) {
    return error instanceof VaultError ? error.kind : `${error}`;
  }
};

describe('a sealed text', () => {
  it('opens as what it was, whatever it was', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 2 ** 32 - 1 }), (words, number) => {
        const key = newDataKey();
        const sealed = sealText(key, number, place, words);
        expect(numberOf(sealed)).toBe(number);
        // what is no letter at all (half a pair) is kept as UTF-8 keeps it
        expect(openText(key, place, sealed)).toBe(Buffer.from(words, 'utf8').toString('utf8'));
      }),
    );
  });

  it('does not open anywhere else', () => {
    const other = fc.string({ minLength: 1, maxLength: 20 }).filter((s) => !s.includes('/'));
    const part = fc.constantFrom('table', 'column', 'row', 'person');
    fc.assert(
      fc.property(text, part, other, (words, which, elsewhere) => {
        fc.pre(elsewhere !== place[which as keyof Place]);
        const key = newDataKey();
        const sealed = sealText(key, 1, place, words);
        expect(refusal(() => openText(key, { ...place, [which]: elsewhere }, sealed))).toBe(
          'damaged',
        );
      }),
    );
  });

  it('does not open once any bit of it was changed, or it was cut or grew', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 0, max: 7 }), (words, at, bit) => {
        const key = newDataKey();
        const sealed = sealText(key, 1, place, words);
        const changed = Buffer.from(sealed);
        const index = at % changed.length;
        changed[index] = (changed[index] as number) ^ (1 << bit);
        expect(refusal(() => openText(key, place, changed))).toBe('damaged');
        expect(refusal(() => openText(key, place, sealed.subarray(0, index)))).toBe('damaged');
        expect(
          refusal(() => openText(key, place, Buffer.concat([sealed, Buffer.from([bit])]))),
        ).toBe('damaged');
      }),
    );
  });

  it('is another one each time, and opens with no other key', () => {
    fc.assert(
      fc.property(text, (words) => {
        const key = newDataKey();
        const [one, two] = [sealText(key, 1, place, words), sealText(key, 1, place, words)];
        expect(one.equals(two)).toBe(false);
        expect(refusal(() => openText(newDataKey(), place, one))).toBe('damaged');
      }),
    );
  });

  it('tells by its length neither a yes nor a short story, and shows no word', () => {
    const key = newDataKey();
    const lengths = ['', 'no', 'Carries an inhaler. '.repeat(12)].map(
      (words) => sealText(key, 1, place, words).length,
    );
    expect(new Set(lengths).size).toBe(1);
    expect(sealText(key, 1, place, 'inhaler').includes('inhaler')).toBe(false);
  });

  it('says nothing about what it could not open', () => {
    const sealed = sealText(newDataKey(), 1, place, 'inhaler');
    try {
      openText(newDataKey(), place, sealed);
      expect.unreachable();
    } catch (error) {
      expect(String((error as Error).message)).toBe('the vault did not open: damaged');
      expect((error as Error).stack).not.toMatch(/inhaler|hea_1|per_a/);
    }
  });

  it('has no place with a slash in it: two places would have one name', () => {
    expect(() => sealText(newDataKey(), 1, { ...place, row: 'a/b' }, '')).toThrow(RangeError);
  });
});

describe('a data key', () => {
  const master = masterKeyFrom('a secret for tests that is long enough');

  it('is unwrapped by the master key for its person and number alone', () => {
    const key = newDataKey();
    const wrapped = wrapKey(master, person, 'health', 3, key);
    expect(unwrapKey(master, person, 'health', 3, wrapped).equals(key)).toBe(true);
    expect(refusal(() => unwrapKey(master, 'per_b' as PersonId, 'health', 3, wrapped))).toBe(
      'damaged',
    );
    expect(refusal(() => unwrapKey(master, person, 'health', 4, wrapped))).toBe('damaged');
    expect(refusal(() => unwrapKey(master, person, 'inclusion', 3, wrapped))).toBe('damaged');
    const other = masterKeyFrom('another secret that is also long enough');
    expect(refusal(() => unwrapKey(other, person, 'health', 3, wrapped))).toBe('damaged');
    expect(other.id).not.toBe(master.id);
  });

  it('does not open what is sealed as a text, nor the other way round', () => {
    const key = newDataKey();
    const wrapped = wrapKey({ ...master, key }, person, 'health', 1, newDataKey());
    expect(refusal(() => openText(key, place, wrapped))).toBe('damaged');
  });
});

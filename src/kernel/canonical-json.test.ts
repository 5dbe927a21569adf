import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

describe('canonicalJson', () => {
  it('spells one value one way', () => {
    expect(canonicalJson({ b: [1, 'é'], a: { d: null, c: true } })).toBe(
      '{"a":{"c":true,"d":null},"b":[1,"é"]}',
    );
    expect(canonicalJson('€$\u000f\n"\\')).toBe('"€$\\u000f\\n\\"\\\\"');
  });
  it('does not depend on the order of keys and can be read back', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.boolean())),
        (value) => {
          const turned = Object.fromEntries(Object.entries(value).reverse());
          expect(canonicalJson(turned)).toBe(canonicalJson(value));
          expect(JSON.parse(canonicalJson(value))).toEqual({ ...value });
        },
      ),
    );
  });
  it('refuses what has no single spelling', () => {
    for (const value of [undefined, Number.NaN, '\ud800', { a: undefined }])
      expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});

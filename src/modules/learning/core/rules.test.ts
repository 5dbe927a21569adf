import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#kernel/canonical-json.ts';
import {
  agreementLifecycle,
  coversAllRows,
  diffRows,
  diffWords,
  isComplete,
  missingCells,
  requiredRoles,
  undecided,
  withoutBlankRows,
} from './rules.ts';
import { rowsInput } from './schema.ts';
import type { AgreementRow } from './types.ts';

const row = (subject: string, outcome = 'o', rest = 'x'): AgreementRow => ({
  subject,
  outcome,
  learned: rest,
  assessed: rest,
  recognised: rest,
});
const day = (iso: string) => Temporal.PlainDate.from(iso);
const anyRow = fc.record({
  subject: fc.constantFrom('', 'Maths', 'Latin', 'Ķīmija'),
  outcome: fc.constantFrom('', 'a', 'b', 'Ελληνικά'),
  learned: fc.constantFrom('', 'x', 'y'),
  assessed: fc.constantFrom('', 'x', 'y'),
  recognised: fc.constantFrom('', 'x', 'y'),
});
const anyRows = fc.array(anyRow, { maxLength: 8 });

describe('diffRows', () => {
  it('finds the row that was changed, the new one and the one taken out', () => {
    const before = [row('Maths'), row('Latin'), row('Sport', 'run')];
    const after = [row('Maths'), row('Sport', 'swim'), row('Music', 'sing', 'z')];
    expect(
      diffRows(before, after).map((c) => [c.kind, (c.after ?? c.before)?.subject, c.cells.length]),
    ).toEqual([
      ['same', 'Maths', 0],
      ['removed', 'Latin', 5],
      ['changed', 'Sport', 1],
      ['added', 'Music', 5],
    ]);
  });
  it('does not call a moved row changed', () => {
    const [a, b] = [row('Maths', 'one'), row('Latin', 'two')];
    expect(diffRows([a, b], [b, a]).map((c) => c.kind)).toEqual(['same', 'same']);
  });
  it('uses every row once and tells the new version in its order', () => {
    fc.assert(
      fc.property(anyRows, anyRows, (before, after) => {
        const changes = diffRows(before, after);
        expect(changes.flatMap((c) => (c.after ? [c.after] : []))).toEqual(after);
        const old = changes.flatMap((c) => (c.before ? [c.before] : []));
        const sorted = (rows: AgreementRow[]) => rows.map((r) => JSON.stringify(r)).sort();
        expect(sorted(old)).toEqual(sorted(before));
        for (const c of changes) {
          if (c.kind === 'same') expect(c.before).toEqual(c.after);
          if (c.kind === 'changed') expect(c.cells.length).toBeGreaterThan(0);
        }
      }),
    );
  });
  it('finds nothing between a version and itself', () => {
    fc.assert(
      fc.property(anyRows.map(withoutBlankRows), (rows) => {
        expect(diffRows(rows, rows).every((c) => c.kind === 'same')).toBe(true);
      }),
    );
  });
});

describe('diffWords', () => {
  it('marks the words that changed and no others', () => {
    expect(diffWords('two hours a week', 'three hours a week')).toEqual([
      { kind: 'removed', text: 'two ' },
      { kind: 'added', text: 'three ' },
      { kind: 'same', text: 'hours a week' },
    ]);
  });
  it('loses nothing of either text', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b ', ' ', '\n', 'ñ ', 'Ελ '), { maxLength: 30 })
      .map((p) => p.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = diffWords(before, after);
        const joined = (without: string) =>
          parts
            .filter((p) => p.kind !== without)
            .map((p) => p.text)
            .join('');
        expect(joined('added')).toBe(before);
        expect(joined('removed')).toBe(after);
      }),
    );
  });
  it('shows very long texts as replaced', () => {
    const long = 'word '.repeat(2000);
    expect(diffWords(long, 'short').map((p) => p.kind)).toEqual(['removed', 'added']);
  });
});

describe('requiredRoles', () => {
  const birthday = day('2008-03-10');
  const ofAge = (on: Temporal.PlainDate) =>
    Temporal.PlainDate.compare(on, birthday.add({ years: 18 })) >= 0;
  it('asks a guardian until the day before the eighteenth birthday', () => {
    expect(requiredRoles(ofAge, [], day('2026-03-09'))).toContain('guardian');
    expect(requiredRoles(ofAge, [], day('2026-03-10'))).not.toContain('guardian');
  });
  it('counts the day the pupil signed, not the day somebody looks', () => {
    const signed = [{ role: 'pupil' as const, personId: 'per_a', signedOn: day('2026-03-09') }];
    expect(requiredRoles(ofAge, signed, day('2026-03-11'))).toContain('guardian');
  });
});

describe('signatures, rows and decisions', () => {
  it('is complete only with everybody', () => {
    expect(isComplete(['pupil', 'host_school'], [{ role: 'pupil' }])).toBe(false);
    expect(isComplete(['pupil', 'host_school'], [{ role: 'host_school' }, { role: 'pupil' }])).toBe(
      true,
    );
  });
  it('names each empty cell', () => {
    expect(missingCells([row('Maths'), { ...row('Latin'), learned: ' ', recognised: '' }])).toEqual(
      [
        { position: 1, cell: 'learned' },
        { position: 1, cell: 'recognised' },
      ],
    );
  });
  it('knows the rows without a decision', () => {
    expect(undecided(3, [{ position: 1 }, { position: 1 }])).toEqual([0, 2]);
    expect(coversAllRows(2, [{ position: 0 }, { position: 0 }])).toBe(false);
    expect(coversAllRows(2, [{ position: 1 }, { position: 0 }])).toBe(true);
  });
  it('cleans what can be neither stored nor hashed, and keeps letters of every script', () => {
    const typed = {
      subject: ' Māksla\u0000 ',
      outcome: 'a\r\nb\ud800',
      learned: 'ñ',
      assessed: 'Ελ',
    };
    const [clean] = rowsInput.parse([typed]);
    expect(clean).toEqual({
      subject: 'Māksla',
      outcome: 'a\nb\ufffd',
      learned: 'ñ',
      assessed: 'Ελ',
      recognised: '',
    });
    expect(() => canonicalJson(clean)).not.toThrow();
  });
  it('refuses a text that is too long and too many rows', () => {
    expect(rowsInput.safeParse([{ subject: 'a'.repeat(2001) }]).success).toBe(false);
    expect(rowsInput.safeParse(Array.from({ length: 31 }, () => ({ subject: 'a' }))).success).toBe(
      false,
    );
  });
  it('never lets a signed version become a draft again', () => {
    const out = agreementLifecycle.transitions.filter((t) =>
      (t.from as readonly string[]).includes('signed'),
    );
    expect(out.map((t) => t.to)).toEqual(['superseded']);
  });
});

import { describe, expect, it } from 'vitest';
import { changesBetween, mergeReports } from './report.ts';

const base = 'We met.\n\nSix came.\n\nNext time in May.';

describe('two who write one report', () => {
  it('keep both where they wrote in different places', () => {
    expect(
      mergeReports(
        base,
        'We met online.\n\nSix came.\n\nNext time in May.',
        'We met.\n\nSix came.\n\nNext time in June.\n\nBring your plans.',
      ),
    ).toBe('We met online.\n\nSix came.\n\nNext time in June.\n\nBring your plans.');
    expect(mergeReports('', 'First.', '')).toBe('First.');
    expect(mergeReports(base, base, 'Other.')).toBe('Other.');
  });

  it('keep it once where both wrote the same, and what one has taken out is out', () => {
    const same = 'We met.\n\nSeven came.\n\nNext time in May.';
    expect(mergeReports(base, same, same)).toBe(same);
    expect(mergeReports(base, 'We met.\n\nNext time in May.', `${base}\n\nThank you.`)).toBe(
      'We met.\n\nNext time in May.\n\nThank you.',
    );
  });

  it('are told where both changed the same place', () => {
    expect(
      mergeReports(
        base,
        'We met.\n\nSeven came.\n\nNext time in May.',
        'We met.\n\nEight came.\n\nNext time in May.',
      ),
    ).toBeNull();
    expect(mergeReports('', 'Mine.', 'Theirs.')).toBeNull();
  });
});

describe('what changed', () => {
  it('is told paragraph by paragraph', () => {
    expect(changesBetween(base, 'We met.\n\nSeven came.\r\n\r\nNext time in May.\n\nBye.')).toEqual(
      [
        { kind: 'same', text: 'We met.' },
        { kind: 'removed', text: 'Six came.' },
        { kind: 'added', text: 'Seven came.' },
        { kind: 'same', text: 'Next time in May.' },
        { kind: 'added', text: 'Bye.' },
      ],
    );
    expect(changesBetween('a', 'a')).toEqual([{ kind: 'same', text: 'a' }]);
    expect(changesBetween('', '')).toEqual([]);
  });
});

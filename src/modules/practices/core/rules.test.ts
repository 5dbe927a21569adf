import { describe, expect, it } from 'vitest';
import { can } from '#engines/workflow/index.ts';
import { isOld, practiceLifecycle, searchTerms } from './rules.ts';

const ask = (
  state: 'draft' | 'club' | 'public' | 'withdrawn',
  what: 'share' | 'release' | 'withdraw',
  role: string,
  inClub = true,
) => can(practiceLifecycle, state, what, { roles: [role], subject: { inClub } });

describe('a card', () => {
  it('is shared with a club, released, withdrawn and brought back by its author', () => {
    expect(ask('draft', 'share', 'author')).toMatchObject({ ok: true, to: 'club' });
    expect(ask('club', 'release', 'author')).toMatchObject({ ok: true, to: 'public' });
    expect(ask('public', 'withdraw', 'author')).toMatchObject({ ok: true, to: 'withdrawn' });
    expect(ask('withdrawn', 'release', 'author')).toMatchObject({ ok: true });
  });

  it('is shared only where there is a club, and released by nobody else', () => {
    expect(ask('draft', 'share', 'author', false)).toMatchObject({ ok: false, reason: 'guard' });
    expect(ask('club', 'release', 'admin')).toMatchObject({ ok: false, reason: 'not_yours' });
    expect(ask('public', 'withdraw', 'admin')).toMatchObject({ ok: true });
    expect(ask('draft', 'withdraw', 'author')).toMatchObject({ ok: false });
  });

  it('is old two years after somebody last looked', () => {
    const checked = Temporal.PlainDate.from('2025-03-01');
    expect(isOld(checked, Temporal.PlainDate.from('2027-03-01'))).toBe(false);
    expect(isOld(checked, Temporal.PlainDate.from('2027-03-02'))).toBe(true);
  });

  it('is searched by the beginnings of all words, whatever the accents', () => {
    expect(searchTerms('  Élève & famille!')).toBe('eleve:* & famille:*');
    expect(searchTerms(' !:*& ')).toBe('');
  });
});

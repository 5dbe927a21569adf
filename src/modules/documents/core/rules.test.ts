import { describe, expect, it } from 'vitest';
import { contentDisposition, safeFileName, shortHash } from './rules.ts';

describe('safeFileName', () => {
  it('keeps letters of every script', () => {
    expect(safeFileName('Accord – Jānis Ķīķēns, Ελένη, Łucja.pdf')).toBe(
      'Accord – Jānis Ķīķēns, Ελένη, Łucja.pdf',
    );
  });
  it('takes away what would leave the folder, break the header or turn the name around', () => {
    expect(safeFileName('../../etc/passwd')).toBe('etc passwd');
    expect(safeFileName('a\r\nset-cookie: x.pdf')).toBe('a set-cookie x.pdf');
    expect(safeFileName('gpj\u202efdp.exe')).toBe('gpj fdp.exe');
    expect(safeFileName('***')).toBe('document');
  });
  it('keeps the ending of a name that is too long', () => {
    const name = safeFileName(`${'é'.repeat(300)}.pdf`);
    expect([...name]).toHaveLength(120);
    expect(name.endsWith('é.pdf')).toBe(true);
  });
});

describe('contentDisposition', () => {
  it('gives old programs plain letters and new ones the real name', () => {
    expect(contentDisposition("Accord d'Íñigo (Ελένη).pdf")).toBe(
      "attachment; filename=\"Accord d'Inigo (_____).pdf\"; filename*=UTF-8''Accord%20d%27%C3%8D%C3%B1igo%20%28%CE%95%CE%BB%CE%AD%CE%BD%CE%B7%29.pdf",
    );
  });
  it('cannot be broken out of', () => {
    expect(contentDisposition('a"; x="\r\nevil: 1')).not.toMatch(/[\r\n]|"; x/);
  });
});

it('shows enough of a hash to compare', () => {
  expect(shortHash('0123456789abcdef0123')).toBe('0123456789ab');
});

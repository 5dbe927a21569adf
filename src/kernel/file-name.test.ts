import { describe, expect, it } from 'vitest';
import { safeFileName } from './file-name.ts';

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

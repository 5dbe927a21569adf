import { describe, expect, it } from 'vitest';
import { contentDisposition } from './download.ts';

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

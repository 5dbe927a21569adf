import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const least = {
  SOJOURN_SECRET: 'x'.repeat(32),
  SMTP_URL: 'smtp://127.0.0.1:2525',
  MAIL_FROM: 'Sojourn <sojourn@example.org>',
};

function complaint(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('the configuration of an installation', () => {
  it('needs three variables and fills in the rest', () => {
    expect(readConfig(least)).toMatchObject({
      mode: 'live',
      origin: 'http://127.0.0.1:3000',
      port: 3000,
      databaseUrl: null,
      defaultLanguage: 'en',
    });
  });

  it('names every variable that is missing at once, each with what to do', () => {
    const text = complaint({});
    expect(text).toContain('SOJOURN_SECRET is missing');
    expect(text).toContain('SMTP_URL is missing');
    expect(text).toContain('MAIL_FROM is missing');
    expect(text).not.toContain('Invalid input');
  });

  it('takes an empty variable for a missing one', () => {
    expect(complaint({ ...least, SMTP_URL: '' })).toContain('SMTP_URL is missing');
  });

  it.each([
    ['SOJOURN_SECRET', 'short', 'at least 32 characters'],
    ['SOJOURN_PORT', 'many', 'must be a number'],
    ['SOJOURN_ORIGIN', 'sojourn', 'the address people type'],
    ['DATABASE_URL', 'mysql://x', 'must begin with postgres://'],
    ['SMTP_URL', 'mail.example.org', 'must begin with smtp://'],
    ['SOJOURN_LANGUAGE', 'english', 'a language code'],
  ])('says what is wrong with %s=%s', (name, value, expected) => {
    const text = complaint({ ...least, [name]: value });
    expect(text).toContain(name);
    expect(text).toContain(expected);
  });

  it('drops the slash at the end of the address', () => {
    expect(readConfig({ ...least, SOJOURN_ORIGIN: 'https://sojourn.example.org/' }).origin).toBe(
      'https://sojourn.example.org',
    );
  });
});

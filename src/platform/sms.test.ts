import { expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { smsNumber } from './sms.ts';

it('takes a number as people write it, with its country', () => {
  expect(smsNumber('+371 20 111-222')).toBe('+37120111222');
  expect(smsNumber('00371 (20) 111.222')).toBe('+37120111222');
  for (const wrong of [
    '',
    '020 111 222',
    '+',
    '+371',
    '+0371 20 111 222',
    'call me',
    '+12345678901234567',
  ])
    expect(smsNumber(wrong), wrong).toBeNull();
});

it('reads the gateway from the environment, and says what is wrong with it', () => {
  const env = {
    SOJOURN_SECRET: 'a secret for tests that is long enough',
    SMTP_URL: 'smtp://127.0.0.1',
    MAIL_FROM: 'Sojourn <sojourn@example.org>',
  };
  expect(readConfig(env).sms).toBeUndefined();
  expect(readConfig({ ...env, SMS_URL: 'https://sms.example.org/send' }).sms).toEqual({
    url: 'https://sms.example.org/send',
    token: null,
    body: { to: '{to}', text: '{text}' },
  });
  const wrong = () => readConfig({ ...env, SMS_URL: 'sms', SMS_BODY: '[]' });
  expect(wrong).toThrow(/SMS_URL must be the address[\s\S]*SMS_BODY must be JSON/);
});

import { createECDH } from 'node:crypto';
import { expect, it } from 'vitest';
import { pushHosts, readConfig } from './config.ts';
import { isPushService, pushKeys } from './push.ts';

it('has the same pair of keys after every start, and another one with another secret', () => {
  const one = pushKeys('a secret for tests that is long enough');
  expect(pushKeys('a secret for tests that is long enough')).toEqual(one);
  expect(pushKeys('another secret for tests, as long as that').publicKey).not.toBe(one.publicKey);
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(one.privateKey, 'base64url');
  expect(curve.getPublicKey('base64url')).toBe(one.publicKey);
  expect(Buffer.from(one.publicKey, 'base64url')).toHaveLength(65);
});

it('knows the push services of the browsers, and takes nothing else for one', () => {
  const services = { hosts: pushHosts };
  for (const endpoint of [
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://db5p.notify.windows.com/w/?token=abc',
  ])
    expect(isPushService(services, endpoint), endpoint).toBe(true);
  for (const endpoint of [
    'http://fcm.googleapis.com/x',
    'https://fcm.googleapis.com:444/x',
    'https://fcm.googleapis.com./x',
    'https://sub.fcm.googleapis.com/x',
    'https://evilpush.apple.com/x',
    'https://127.0.0.1/x',
    'https://localhost/x',
    'https://user:word@web.push.apple.com/x',
  ])
    expect(isPushService(services, endpoint), endpoint).toBe(false);
});

it('reads the push services from the environment, and says what is wrong with them', () => {
  const env = {
    SOJOURN_SECRET: 'a secret for tests that is long enough',
    SMTP_URL: 'smtp://127.0.0.1',
    MAIL_FROM: 'Sojourn <sojourn@example.org>',
  };
  expect(readConfig(env).push).toEqual({ hosts: pushHosts });
  expect(readConfig({ ...env, PUSH_HOSTS: 'none' }).push).toBeUndefined();
  expect(readConfig({ ...env, PUSH_HOSTS: 'push.example.org, .example.net' }).push).toEqual({
    hosts: ['push.example.org', '.example.net'],
  });
  for (const wrong of [
    'https://push.example.org',
    '127.0.0.1',
    'localhost',
    '.',
    'push.example.org/x',
  ])
    expect(() => readConfig({ ...env, PUSH_HOSTS: wrong }), wrong).toThrow(/PUSH_HOSTS must be/);
});

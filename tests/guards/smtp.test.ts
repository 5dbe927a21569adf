import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLog } from '#platform/log.ts';
import { mailHandler } from '#platform/mail/sender.ts';
import { type House, openHouse } from '#tests/support/house.ts';

type Received = { from: string; to: string[]; source: string };

let house: House;
let server: SMTPServer;
const received: Received[] = [];
const attempts: string[] = [];
/** how many of the next messages are told to come again later */
let busyFor = 0;

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, answer) =>
      answer(
        address.startsWith('gone@')
          ? Object.assign(new Error('5.1.1 no such mailbox'), { responseCode: 550 })
          : undefined,
      ),
    onData: async (stream, { envelope }, answer) => {
      const source = await text(stream);
      const to = envelope.rcptTo.map((r) => r.address);
      attempts.push(to.join());
      if (busyFor > 0) {
        busyFor -= 1;
        answer(Object.assign(new Error('4.3.2 come again later'), { responseCode: 451 }));
        return;
      }
      received.push({ from: envelope.mailFrom ? envelope.mailFrom.address : '', to, source });
      answer();
    },
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  const { port } = server.server.address() as AddressInfo;
  house = await openHouse();
  // hours of patience become a second each
  await house.sql(
    "update jobs.queue set retry_delay = 1, retry_backoff = false where name = 'mail.send'",
  );
  const config = { ...house.runtime.config, smtpUrl: `smtp://127.0.0.1:${port}` };
  await house.runtime.queue.work([mailHandler(house.runtime.db, config, silentLog) as never], 0.5);
});

afterAll(() => new Promise<void>((closed) => server.close(closed)));

async function arrived(count: number): Promise<void> {
  for (let i = 0; i < 200 && received.length < count; i++) await sleep(100);
  expect(received).toHaveLength(count);
}

const header = (source: string, name: string): string =>
  new RegExp(`^${name}: ((?:.*\\r?\\n)(?:[ \\t].*\\r?\\n)*)`, 'im')
    .exec(source)?.[1]
    ?.replaceAll(/\r?\n[ \t]+/g, ' ')
    .trim() ?? '';

/** Words of a header, as a mail program shows them (RFC 2047). */
const decoded = (value: string): string =>
  value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, way: string, words: string) =>
      way.toUpperCase() === 'B'
        ? Buffer.from(words, 'base64').toString()
        : quoted(words.replaceAll('_', ' ')),
    );

const quoted = (words: string): string =>
  Buffer.from(
    words
      .replaceAll(/=\r?\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    'latin1',
  ).toString('utf8');

/** The parts of a message by media type, decoded. */
function partsOf(source: string): Record<string, string> {
  const boundary = /boundary="([^"]+)"/.exec(header(source, 'content-type'))?.[1];
  expect(boundary).toBeTruthy();
  return Object.fromEntries(
    source
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => {
        const [head = '', ...rest] = part.trimStart().split(/\r?\n\r?\n/);
        const body = rest.join('\n\n');
        const way = header(`${head}\r\n`, 'content-transfer-encoding').toLowerCase();
        const type = header(`${head}\r\n`, 'content-type');
        expect(type).toMatch(/charset=utf-8/i);
        const plain =
          way === 'base64'
            ? Buffer.from(body, 'base64').toString()
            : way === 'quoted-printable'
              ? quoted(body)
              : body;
        return [type.split(';')[0] as string, plain];
      }),
  );
}

it('sends the sign-in code, in words and in HTML, to the right address', async () => {
  await house.person({ givenName: 'Éloïse', email: 'eloise@example.org', language: 'fr' });
  await house.person({ givenName: 'Somebody', email: 'somebody.else@example.org' });
  const sent = await house.visitor.post('/sign-in', { email: 'Eloise@Example.org' });
  expect(sent.status).toBe(303);
  await arrived(1);
  const [mail] = received as [Received];
  // a server that finds out later that it cannot deliver it says so there
  expect(mail.from).toMatch(/^b[0-9a-z]{36}@reply\.sojourn\.test$/);
  expect(mail.source).toContain('From: Sojourn <sojourn@example.org>');
  expect(mail.to).toEqual(['eloise@example.org']);

  const [kept] = await house.mails();
  const { source } = mail;
  expect(decoded(header(source, 'to'))).toContain('eloise@example.org');
  expect(header(source, 'subject')).toMatch(/^[\x20-\x7e]+$/);
  expect(decoded(header(source, 'subject'))).toBe(kept?.subject);
  expect(header(source, 'auto-submitted')).toBe('auto-generated');
  expect(header(source, 'message-id')).toMatch(/^<mai_[0-9a-z]+@sojourn\.test>$/);
  expect(header(source, 'content-type')).toMatch(/^multipart\/alternative/);

  const parts = partsOf(source);
  expect(Object.keys(parts)).toEqual(['text/plain', 'text/html']);
  const code = /\b\d{6}\b/.exec(parts['text/plain'] ?? '')?.[0];
  expect(code).toBeTruthy();
  expect(parts['text/html']).toContain(code);
  expect(parts['text/plain']?.replaceAll('\r\n', '\n').trim()).toBe(kept?.body_text);

  // what arrived is what lets her in
  const token = await house.visitor.post('/sign-in/code', {
    email: 'eloise@example.org',
    code: code as string,
  });
  expect(token.status).toBe(303);
  expect(token.headers.get('set-cookie')).toMatch(/session=/);
});

it('keeps letters of every language in the subject', async () => {
  const subjects = (await house.mails()).map((m) => m.subject);
  await house.sql("update mails set subject = 'Été à Rīga – Łódź 東京', sent_at = null");
  const [mail] = await house.sql('select id from mails');
  const before = received.length;
  await house.sql("insert into jobs.job (name, data) values ('mail.send', $1)", [
    JSON.stringify({ mailId: mail.id }),
  ]);
  await arrived(before + 1);
  const source = received.at(-1)?.source ?? '';
  expect(decoded(header(source, 'subject'))).toBe('Été à Rīga – Łódź 東京');
  expect(subjects).toHaveLength(1);
});

it('tries again when the server is busy, and then sends it once', async () => {
  await house.person({ givenName: 'Patient', email: 'patient@example.org' });
  const before = received.length;
  busyFor = 1;
  await house.visitor.post('/sign-in', { email: 'patient@example.org' });
  await arrived(before + 1);
  expect(attempts.filter((a) => a === 'patient@example.org')).toHaveLength(2);
  expect(received.at(-1)?.to).toEqual(['patient@example.org']);

  // long enough for three more tries, if there were any
  await sleep(3500);
  expect(received).toHaveLength(before + 1);
  const [mail] = await house.sql(
    "select sent_at from mails where to_address = 'patient@example.org'",
  );
  expect(mail.sent_at).not.toBeNull();
});

it('does not send again what was sent, even when the job comes again', async () => {
  const before = received.length;
  const [mail] = await house.sql("select id from mails where to_address = 'patient@example.org'");
  await house.sql("insert into jobs.job (name, data) values ('mail.send', $1)", [
    JSON.stringify({ mailId: mail.id }),
  ]);
  for (let i = 0; i < 100; i++) {
    const [left] = await house.sql(
      "select count(*) as n from jobs.job where name = 'mail.send' and state <> 'completed'",
    );
    if (left.n === 0) break;
    await sleep(100);
  }
  const [left] = await house.sql(
    "select count(*) as n from jobs.job where name = 'mail.send' and state <> 'completed'",
  );
  expect(left.n).toBe(0);
  expect(received).toHaveLength(before);
});

it('sends nothing to an address that nobody here has', async () => {
  const before = received.length;
  const sent = await house.visitor.post('/sign-in', { email: 'unknown@example.org' });
  expect(sent.status).toBe(303);
  await sleep(1500);
  expect(received).toHaveLength(before);
});

it('a mail that is refused for good is not tried again, and says so to who had it sent', async () => {
  const before = attempts.length;
  const id = `mai_${'0'.repeat(20)}refused`;
  await house.sql(
    "insert into mails (id, send_key, to_address, language, kind, subject, body_text, body_html, created_at) values ($1, 'test:refused', 'gone@school.test', 'en', 'test', 'Hello', 'Hello', '<p>Hello</p>', now())",
    [id],
  );
  await house.sql(
    "insert into jobs.job (name, data) values ('mail.send', jsonb_build_object('mailId', $1::text))",
    [id],
  );
  const look = async () =>
    (await house.sql('select sent_at, failed_at, error from mails where id = $1', [id]))[0];
  for (let i = 0; i < 100 && !(await look()).failed_at; i++) await sleep(100);
  expect(await look()).toMatchObject({ sent_at: null, error: '550' });
  expect(attempts.length).toBe(before);
  expect(
    (await house.sql("select send_key from app_failed_mails(array['test:refused', 'other'])")).map(
      (r) => r.send_key,
    ),
  ).toEqual(['test:refused']);
  await sleep(1500);
  const [job] = await house.sql("select state from jobs.job where data ->> 'mailId' = $1", [id]);
  expect(job.state).toBe('completed');
});

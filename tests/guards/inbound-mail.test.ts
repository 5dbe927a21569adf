import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#platform/dice.ts';
import { silentLog } from '#platform/log.ts';
import { type InboundMail, receiveMail } from '#platform/mail/inbound.ts';
import {
  bounceAddress,
  type ReplyAddress,
  readReplyAddress,
  replyAddress,
} from '#platform/mail/reply-address.ts';
import { type House, openHouse } from '#tests/support/house.ts';

let house: House;
let port: number;
let close: () => Promise<void>;
const taken: { mail: InboundMail; at: ReplyAddress }[] = [];
let broken = false;

beforeAll(async () => {
  house = await openHouse();
  const receiving = await receiveMail(
    { ...house.runtime, log: silentLog },
    {
      thread: async (mail, at) => {
        if (broken) throw new Error('the database rests');
        taken.push({ mail, at });
        return 'taken';
      },
    },
  );
  if (!receiving) throw new Error('no mail is received');
  ({ port, close } = receiving);
});
afterAll(() => close());

const at: ReplyAddress = {
  purpose: 'thread',
  id: newId('mob').replace('mob', 'thr'),
  personId: newId('per'),
};
const send = (message: object) =>
  createTransport(`smtp://127.0.0.1:${port}`).sendMail({
    from: 'Anna <ANNA@school.example>',
    subject: 'Re: Hello',
    ...message,
  });
const address = () => replyAddress(house.runtime.config, at) as string;

describe('answers by mail', () => {
  it('come to whom the address was given for, without what they quote', async () => {
    await send({
      to: address().toUpperCase(),
      text: 'Yes, at nine.\n\nOn Monday Sojourn wrote:\n> ##------ Write above this line\n> Hello',
      attachments: [{ filename: 'plan.pdf', content: Buffer.from('%PDF-1.7') }],
    });
    const { mail, at: to } = taken.pop() as (typeof taken)[number];
    expect(to).toEqual(at);
    expect(mail).toMatchObject({
      from: 'anna@school.example',
      subject: 'Re: Hello',
      text: 'Yes, at nine.',
      automatic: false,
    });
    expect(mail.messageId).not.toBe('');
    expect(mail.attachments.map((a) => [a.name, a.bytes.toString()])).toEqual([
      ['plan.pdf', '%PDF-1.7'],
    ]);
  });

  it('written as a web page alone are read as text', async () => {
    await send({ to: address(), html: '<p>Yes, <b>at nine</b>.</p>' });
    expect(taken.pop()?.mail.text).toContain('Yes, at nine.');
  });

  it('carry the answer to an invitation', async () => {
    const content = 'BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n';
    await send({ to: address(), text: 'Accepted', icalEvent: { method: 'REPLY', content } });
    expect(taken.pop()?.mail.calendar).toContain('METHOD:REPLY');
  });

  it('of machines are marked', async () => {
    await send({ to: address(), text: 'I am away', headers: { 'Auto-Submitted': 'auto-replied' } });
    expect(taken.pop()?.mail.automatic).toBe(true);
  });

  it('to an address that was not given out are refused before anything is sent', async () => {
    const forged = address().replace(/^t./, (start) => (start === 't0' ? 't1' : 't0'));
    expect(readReplyAddress(house.runtime.config, forged)).toBeNull();
    for (const to of [
      forged,
      `postmaster@${house.runtime.config.mailIn?.domain}`,
      'x@elsewhere.example',
    ])
      await expect(send({ to, text: 'Hello' })).rejects.toMatchObject({ responseCode: 550 });
    expect(taken).toEqual([]);
  });

  it('come again later when they could not be taken', async () => {
    broken = true;
    await expect(send({ to: address(), text: 'Hello' })).rejects.toMatchObject({
      responseCode: 451,
    });
    broken = false;
    await send({ to: address(), text: 'Hello' });
    expect(taken.pop()?.mail.text).toBe('Hello');
  });
});

describe('a report that a mail did not arrive', () => {
  const report = (mailId: string, action: string, status: string) =>
    send({
      envelope: { from: '', to: bounceAddress(house.runtime.config, mailId) as string },
      to: 'sojourn@example.org',
      raw: [
        'From: MAILER-DAEMON@mx.example',
        'Subject: Undelivered Mail',
        'MIME-Version: 1.0',
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'Sorry.',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mx.example',
        '',
        'Final-Recipient: rfc822; gone@school.example',
        `Action: ${action}`,
        `Status: ${status}`,
        '--b--',
        '',
      ].join('\r\n'),
    });
  const mail = async () => {
    const id = newId('mai');
    await house.sql(
      `insert into mails (id, send_key, to_address, language, kind, subject, body_text, body_html, created_at, sent_at)
       values ($1, $1, 'gone@school.example', 'en', 'test', 'Hello', '', '', now(), now())`,
      [id],
    );
    return {
      id,
      error: async () =>
        (
          await house.sql('select error from mails where id = $1 and failed_at is not null', [id])
        )[0]?.error,
    };
  };

  it('marks the mail as one that did not arrive', async () => {
    const { id, error } = await mail();
    await report(id, 'failed', '5.1.1');
    expect(await error()).toBe('5.1.1');
  });

  it('of a delay marks nothing', async () => {
    const { id, error } = await mail();
    await report(id, 'delayed', '4.4.1');
    expect(await error()).toBeUndefined();
  });
});

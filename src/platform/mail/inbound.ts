import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Email } from 'postal-mime';
import { system } from '#kernel/actor.ts';
import { now } from '../clock.ts';
import { writing } from '../database/index.ts';
import { hashToken } from '../dice.ts';
import type { Runtime } from '../runtime.ts';
import {
  type ReplyAddress,
  type ReplyPurpose,
  readBounceAddress,
  readReplyAddress,
} from './reply-address.ts';
import { htmlAsText, replyText } from './reply-text.ts';

/** A mail that came in answer to one of ours. Nothing in it is proven but the address it was written to. */
export type InboundMail = {
  /** as the mail says; anybody can write anything there */
  readonly from: string;
  readonly subject: string;
  /** what was written, without the mail it answers */
  readonly text: string;
  readonly attachments: readonly { name: string; type: string; bytes: Buffer }[];
  /** iCalendar text, of an answer to an invitation */
  readonly calendar: string | null;
  /** an absence note or another answer of a machine */
  readonly automatic: boolean;
  /** the same mail may come twice: who keeps it asks by this */
  readonly messageId: string;
};

/**
 * Takes a mail to an address of ours. Must be safe to run again; what it throws makes the sender's server try later.
 * @returns `quarantine` when it was laid aside for a person to look at
 */
export type InboundHandler = (
  mail: InboundMail,
  at: ReplyAddress,
  runtime: Runtime,
) => Promise<'taken' | 'quarantine'>;

/** What a program may send with letters and a few pictures; a server refuses more at once. */
const bytesAtMost = 25 * 1024 * 1024;

type Refusal = Error & { responseCode: number };

function refusal(responseCode: number, text: string): Refusal {
  return Object.assign(new Error(text), { responseCode });
}

/** RFC 3834, and what servers wrote before it. */
function isAutomatic(mail: Email, sender: string): boolean {
  const header = (key: string) =>
    mail.headers
      .find((h) => h.key === key)
      ?.value.toLowerCase()
      .trim() ?? '';
  return (
    sender === '' ||
    !['', 'no'].includes(header('auto-submitted')) ||
    ['bulk', 'junk', 'auto_reply'].includes(header('precedence')) ||
    header('x-autoreply') !== ''
  );
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Buffer {
  return typeof content === 'string'
    ? Buffer.from(content)
    : Buffer.from(content as unknown as ArrayBuffer);
}

/** A mail without an id of its own is known again by its day and its words: no two such are taken for one. */
function nameless(mail: Email): string {
  const said = JSON.stringify([mail.from, mail.date, mail.subject, mail.text, mail.html]);
  return `<${hashToken(said).toString('base64url')}@nameless>`;
}

function inboundOf(mail: Email, sender: string): InboundMail {
  const parts = mail.attachments.map((a) => ({
    name: a.filename ?? '',
    type: a.mimeType.toLowerCase(),
    bytes: bytesOf(a.content),
  }));
  const isCalendar = (type: string) => type === 'text/calendar' || type === 'application/ics';
  return {
    from: (mail.from?.address ?? '').toLowerCase(),
    subject: mail.subject ?? '',
    text: replyText(mail.text ?? htmlAsText(mail.html ?? '')),
    attachments: parts.filter((p) => !isCalendar(p.type)),
    calendar: parts.find((p) => isCalendar(p.type))?.bytes.toString('utf8') ?? null,
    automatic: isAutomatic(mail, sender),
    messageId: mail.messageId || nameless(mail),
  };
}

/** The status of a report that a mail will never arrive (RFC 3464); null for delays, and for what is no report. */
function finalFailure(mail: Email): string | null {
  const report = mail.attachments.find((a) => a.mimeType === 'message/delivery-status');
  if (!report) return null;
  const text = bytesOf(report.content).toString('utf8');
  if (!/^action:\s*failed/im.test(text)) return null;
  return /^status:\s*(5\.\d{1,3}\.\d{1,3})/im.exec(text)?.[1] ?? null;
}

/** A mail that a server had taken did not arrive: it is marked as one that was refused at once. */
function noteBounce(runtime: Runtime, mailId: `mai_${string}`, status: string): Promise<void> {
  return writing(runtime.db, system('mail'), async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('mails')
      .set({ failed_at: now(), error: status })
      .where('id', '=', mailId)
      .where('failed_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) runtime.log.warn('mail.bounced', { mail: mailId, answer: status });
  });
}

/**
 * Receives answers to our mails by SMTP, for the mail server of the installation to hand over. Whoever writes to an
 * address that was not given out is refused before sending anything.
 * @returns the port it listens on, and how to stop; null when this installation receives no mail
 */
export async function receiveMail(
  runtime: Runtime,
  handlers: Partial<Record<ReplyPurpose, InboundHandler>>,
): Promise<{ port: number; close(): Promise<void> } | null> {
  const { config, log } = runtime;
  const { mailIn } = config;
  if (!mailIn) return null;
  const [{ SMTPServer }, { default: PostalMime }] = await Promise.all([
    import('smtp-server'),
    import('postal-mime'),
  ]);

  async function take(to: string, mail: Email, sender: string): Promise<void> {
    const mailId = readBounceAddress(config, to);
    if (mailId) {
      const status = finalFailure(mail);
      if (status) await noteBounce(runtime, mailId, status);
      return;
    }
    const at = readReplyAddress(config, to);
    const handler = at && handlers[at.purpose];
    if (!at || !handler) return;
    const outcome = await handler(inboundOf(mail, sender), at, runtime);
    log.info('mail.received', { purpose: at.purpose, outcome });
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    hideSTARTTLS: true,
    size: bytesAtMost,
    onRcptTo: ({ address }, _, answer) =>
      answer(
        readBounceAddress(config, address) || readReplyAddress(config, address)
          ? null
          : refusal(550, '5.1.1 no such mailbox'),
      ),
    onData: async (stream, { envelope }, answer) => {
      try {
        const source = await buffer(stream);
        if (stream.sizeExceeded) return answer(refusal(552, '5.3.4 message too big'));
        const mail = await PostalMime.parse(source);
        const sender = envelope.mailFrom ? envelope.mailFrom.address : '';
        for (const { address } of envelope.rcptTo) await take(address, mail, sender);
        answer();
      } catch (error) {
        log.error('mail.receiving-failed', error);
        answer(refusal(451, '4.3.0 please try again later'));
      }
    },
  });
  server.on('error', (error) => log.error('mail.receiving-failed', error));
  await new Promise<void>((ready) => {
    server.listen(mailIn.port, mailIn.host, ready);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((closed) => server.close(closed)),
  };
}

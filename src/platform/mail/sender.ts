import type { Transporter } from 'nodemailer';
import { system } from '#kernel/actor.ts';
import { now } from '../clock.ts';
import type { Config } from '../config.ts';
import { type Database, writing } from '../database/index.ts';
import type { Log } from '../log.ts';
import type { JobHandler } from '../queue.ts';
import { sendMail } from './outbox.ts';

/** Loaded with the first mail: an installation that sends none does without. */
async function openTransport(smtpUrl: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport(smtpUrl);
}

/**
 * Sends one mail of the outbox. Safe to run again: a mail that was sent is not sent twice, unless the process dies
 * between the server's acknowledgement and our note of it.
 * Without a mail server (the demo) the mail stays readable in the outbox and counts as delivered there.
 */
export function mailHandler(
  db: Database,
  config: Config,
  log: Log,
): JobHandler<{ mailId: string }> {
  let opened: Promise<Transporter> | undefined;
  return {
    job: sendMail,
    handle: ({ mailId }) =>
      writing(db, system('mail'), async (tx) => {
        const mail = await tx
          .selectFrom('mails')
          .selectAll()
          .where('id', '=', mailId as `mai_${string}`)
          .forUpdate()
          .executeTakeFirst();
        // a repeated command meets its send key and leaves a job without a mail
        if (!mail || mail.sent_at) return;
        if (config.smtpUrl) {
          opened ??= openTransport(config.smtpUrl);
          const transport = await opened;
          const calendar = (
            mail.attachments as { type: string; method: string; content: string }[]
          ).find((a) => a.type === 'calendar');
          await transport.sendMail({
            from: config.mailFrom,
            to: mail.to_address,
            subject: mail.subject,
            text: mail.body_text,
            html: mail.body_html,
            messageId: `<${mail.id}@${new URL(config.origin).hostname}>`,
            headers: { 'Auto-Submitted': 'auto-generated' },
            ...(calendar
              ? { icalEvent: { method: calendar.method, content: calendar.content } }
              : {}),
          });
        }
        // what only lies in the outbox was there from the moment it was written: the demo writes mails of past months
        const sentAt = config.smtpUrl ? now() : mail.created_at;
        await tx.updateTable('mails').set({ sent_at: sentAt }).where('id', '=', mail.id).execute();
        log.info('mail.sent', { mail: mail.id, kind: mail.kind });
      }),
  };
}

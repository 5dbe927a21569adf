import type { Transporter } from 'nodemailer';
import { system } from '#kernel/actor.ts';
import { now } from '../clock.ts';
import type { Config } from '../config.ts';
import { type Database, writing } from '../database/index.ts';
import type { Log } from '../log.ts';
import type { JobHandler } from '../queue.ts';
import { sendMail } from './outbox.ts';
import { bounceAddress } from './reply-address.ts';

/** Loaded with the first mail: an installation that sends none does without. */
async function openTransport(smtpUrl: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport(smtpUrl);
}

/** No mail ever arrives there (RFC 2606): the demo, which sends none, shows by it what a dead address looks like. */
const nowhere = /\.invalid$/i;

/**
 * Waits for a mail to be taken. Answers the code with which the receiving server refused its address or its content
 * for good; whatever may go well another time (no connection, "try later", our own sign-in) is thrown, and tried again.
 */
async function refusalOf(sending: Promise<unknown>): Promise<string | null> {
  try {
    await sending;
    return null;
  } catch (error) {
    const { responseCode, code } = error as { responseCode?: number; code?: string };
    const isOfMail = code === 'EENVELOPE' || code === 'EMESSAGE';
    if (isOfMail && responseCode && responseCode >= 500 && responseCode < 600)
      return String(responseCode);
    throw error;
  }
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
        if (!mail || mail.sent_at || mail.failed_at) return;
        if (config.smtpUrl) {
          opened ??= openTransport(config.smtpUrl);
          const transport = await opened;
          const calendar = (
            mail.attachments as { type: string; method: string; content: string }[]
          ).find((a) => a.type === 'calendar');
          const bounces = bounceAddress(config, mail.id);
          const refused = await refusalOf(
            transport.sendMail({
              from: config.mailFrom,
              to: mail.to_address,
              ...(mail.reply_to ? { replyTo: mail.reply_to } : {}),
              ...(bounces ? { envelope: { from: bounces, to: mail.to_address } } : {}),
              subject: mail.subject,
              text: mail.body_text,
              html: mail.body_html,
              messageId: `<${mail.id}@${new URL(config.origin).hostname}>`,
              headers: { 'Auto-Submitted': 'auto-generated' },
              ...(calendar
                ? { icalEvent: { method: calendar.method, content: calendar.content } }
                : {}),
            }),
          );
          if (refused !== null) {
            await tx
              .updateTable('mails')
              .set({ failed_at: now(), error: refused })
              .where('id', '=', mail.id)
              .execute();
            log.warn('mail.refused', { mail: mail.id, kind: mail.kind, answer: refused });
            return;
          }
        } else if (nowhere.test(mail.to_address)) {
          await tx
            .updateTable('mails')
            .set({ failed_at: mail.created_at, error: '550' })
            .where('id', '=', mail.id)
            .execute();
          return;
        }
        // what only lies in the outbox was there from the moment it was written: the demo writes mails of past months
        const sentAt = config.smtpUrl ? now() : mail.created_at;
        await tx.updateTable('mails').set({ sent_at: sentAt }).where('id', '=', mail.id).execute();
        log.info('mail.sent', { mail: mail.id, kind: mail.kind });
      }),
  };
}

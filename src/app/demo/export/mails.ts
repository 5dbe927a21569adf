import { type Desk, look } from './browser.ts';

/** Every mail as it would arrive, and its page. */
export async function writeMails({ runtime, shelf }: Desk): Promise<void> {
  const mails = await look(runtime, (read) =>
    read.selectFrom('mails').selectAll().orderBy('created_at').orderBy('id').execute(),
  );
  const { createTransport } = await import('nodemailer');
  const paper = createTransport({ streamTransport: true, buffer: true });
  for (const mail of mails) {
    const calendar = (mail.attachments as { type: string; method: string; content: string }[]).find(
      (a) => a.type === 'calendar',
    );
    const sent = await paper.sendMail({
      from: runtime.config.mailFrom,
      to: mail.to_address,
      subject: mail.subject,
      text: mail.body_text,
      html: mail.body_html,
      date: mailDate(mail.created_at),
      messageId: `<${mail.id}@${new URL(runtime.config.origin).hostname}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...(calendar ? { icalEvent: { method: calendar.method, content: calendar.content } } : {}),
    });
    const day = mail.created_at.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
    const about = { kind: 'mail' as const, title: mail.subject, forWhom: mail.to_address };
    const name = `${day} ${mail.subject}`;
    await shelf.put(['mails', mail.to_address, `${name}.eml`], sent.message as Buffer, about);
    await shelf.put(['mails', mail.to_address, `${name}.html`], mail.body_html, about);
  }
}

/** As mails write it: "Fri, 26 Sep 2025 08:12:00 +0000" (RFC 5322). */
export function mailDate(at: Temporal.Instant): string {
  const utc = at.toZonedDateTimeISO('UTC');
  const part = (options: Intl.DateTimeFormatOptions) =>
    utc.toPlainDate().toLocaleString('en-GB', options);
  const two = (n: number) => String(n).padStart(2, '0');
  const clock = [utc.hour, utc.minute, utc.second].map(two).join(':');
  return `${part({ weekday: 'short' })}, ${two(utc.day)} ${part({ month: 'short' }).slice(0, 3)} ${utc.year} ${clock} +0000`;
}

import type { Config } from '../config.ts';
import { json } from '../database/index.ts';
import { newId } from '../dice.ts';
import { isRightToLeft } from '../i18n/index.ts';
import { job } from '../queue.ts';
import type { CommandTools } from '../runtime.ts';
import type { MailDraft } from './draft.ts';
import { replyAddress } from './reply-address.ts';
import { answerMark } from './reply-text.ts';

export type { MailDraft } from './draft.ts';

export const sendMail = job<{ mailId: string }>('mail.send');

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const answerLine = ({ answer }: MailDraft) => answer && `${answerMark} ${answer.line}`;

export function textOf(draft: MailDraft): string {
  return [
    answerLine(draft),
    draft.greeting,
    ...draft.paragraphs,
    draft.code,
    draft.action && `${draft.action.label}:\n${draft.action.url}`,
    draft.closing,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** Mail programs drop style sheets, so this is the one place with style attributes. */
export function htmlOf(draft: MailDraft): string {
  const p = (text: string, style = '') =>
    `<p style="margin:0 0 16px;${style}">${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
  const dir = isRightToLeft(draft.to.language) ? 'rtl' : 'ltr';
  const asked = answerLine(draft);
  const parts = [
    asked && p(asked, 'color:#5a5750;font-size:13px'),
    draft.greeting && p(draft.greeting),
    ...draft.paragraphs.map((text) => p(text)),
    draft.code && p(draft.code, 'font-size:32px;letter-spacing:6px;font-weight:700'),
    draft.action &&
      `<p style="margin:24px 0"><a href="${escapeHtml(draft.action.url)}" style="background:#1d4f8f;color:#fff;padding:12px 20px;border-radius:6px;text-decoration:none;font-weight:600;display:inline-block">${escapeHtml(draft.action.label)}</a></p>`,
    draft.closing && p(draft.closing, 'color:#5a5750'),
  ].filter(Boolean);
  return `<!doctype html><html lang="${draft.to.language}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(draft.subject)}</title></head><body style="margin:0;background:#faf7f1"><div style="max-width:560px;margin:0 auto;padding:32px 20px;font:17px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:#23211d">${parts.join('\n')}</div></body></html>`;
}

/** Where an answer to the mail goes; null when it belongs to nobody, or to nothing. */
function answersTo(config: Config, { to, answer }: MailDraft): string | null {
  const { personId } = to;
  return answer && personId ? replyAddress(config, { ...answer, personId }) : null;
}

/** Writes the mail into the outbox and queues its sending, in the transaction of the change. */
export async function postMail(
  { tx, enqueue, now, runtime }: CommandTools,
  given: MailDraft,
): Promise<void> {
  const id = newId('mai');
  const replyTo = answersTo(runtime.config, given);
  // where no answer is received, nobody is asked to write one
  const { answer: _, ...unanswered } = given;
  const draft = replyTo ? given : unanswered;
  await tx
    .insertInto('mails')
    .values({
      id,
      send_key: draft.sendKey,
      to_address: draft.to.address,
      to_person_id: draft.to.personId ?? null,
      language: draft.to.language,
      kind: draft.kind,
      subject: draft.subject,
      body_text: textOf(draft),
      body_html: htmlOf(draft),
      reply_to: replyTo,
      attachments: json(draft.calendar ? [{ type: 'calendar', ...draft.calendar }] : []),
      created_at: now,
    })
    // no column is named: a named one must be readable, and who posts a mail may not read the outbox
    .onConflict((c) => c.doNothing())
    .execute();
  await enqueue(sendMail, { mailId: id });
}

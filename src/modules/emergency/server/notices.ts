import type { PersonId } from '#kernel/ids.ts';
import { translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/draft.ts';

type To = { address: string; personId: PersonId; language: string };

/** What an alarm is called where it is told: a drill says so everywhere. */
const kindOf = (drill: boolean) => (drill ? 'drill' : 'alarm');

/** An alarm waits: no pupil, no place, no reason. What it is stands behind the link. */
export function alarmMail(
  to: To,
  alarm: { drill: boolean; everybody: boolean },
  url: string,
  sendKey: string,
): MailDraft {
  const t = translator(to.language);
  const kind = kindOf(alarm.drill);
  return {
    sendKey,
    to,
    kind: `emergency-${kind}`,
    subject: t(`emergency.mail.${kind}.subject`),
    paragraphs: [
      t(`emergency.mail.${kind}.text`),
      t(alarm.everybody ? 'emergency.mail.everybody' : 'emergency.mail.next'),
    ],
    action: { label: t('emergency.mail.open'), url },
  };
}

/** The same as a text message. */
export function alarmText(language: string, drill: boolean, url: string): string {
  return translator(language)(`emergency.sms.${kindOf(drill)}`, { url });
}

/** Somebody is asked to take over hours of duty, or somebody has. */
export function swapMail(
  to: To,
  swap: { kind: 'asked' | 'accepted'; who: string; when: string },
  url: string,
  sendKey: string,
): MailDraft {
  const t = translator(to.language);
  return {
    sendKey,
    to,
    kind: `emergency-swap-${swap.kind}`,
    subject: t(`emergency.mail.swap-${swap.kind}.subject`, { who: swap.who }),
    paragraphs: [t(`emergency.mail.swap-${swap.kind}.text`, { who: swap.who, when: swap.when })],
    action: { label: t('emergency.mail.rota'), url },
  };
}

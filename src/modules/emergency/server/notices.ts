import type { PersonId } from '#kernel/ids.ts';
import { translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/draft.ts';
import type { PushMessage } from '#platform/push.ts';

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

/** The same on the screen of a device, where others may see it. */
export function alarmPush(language: string, drill: boolean, path: string): PushMessage {
  const t = translator(language);
  const kind = kindOf(drill);
  return {
    title: t(`emergency.push.${kind}.title`),
    body: t(`emergency.push.${kind}.text`),
    url: path,
  };
}

/** Asked to take over hours; somebody has; oneself has; the one who was asked cannot. */
export type SwapNews = 'asked' | 'accepted' | 'yours' | 'declined';

/** What becomes of hours of duty that somebody wants to swap, for those concerned. */
export function swapMail(
  to: To,
  swap: { kind: SwapNews; who: string; when: string },
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

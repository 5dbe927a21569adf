import type { PersonId } from '#kernel/ids.ts';
import { translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/draft.ts';

/** Tells a guardian that their child has arrived. No address, no name of the family: those stand behind the link. */
export function arrivedMail(
  to: { address: string; personId: PersonId; language: string },
  facts: { pupil: string; by: string; url: string },
  sendKey: string,
): MailDraft {
  const t = translator(to.language);
  return {
    sendKey,
    to,
    kind: 'arrived',
    subject: t('travel.mail.arrived.subject', { pupil: facts.pupil }),
    paragraphs: [
      t('travel.mail.arrived.text', { pupil: facts.pupil, by: facts.by }),
      t('travel.mail.arrived.next', { pupil: facts.pupil }),
    ],
    action: { label: t('travel.mail.arrived.open'), url: facts.url },
  };
}

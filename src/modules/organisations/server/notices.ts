import { formatsFor, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/outbox.ts';
import type { InvitationKind, OrgKind } from '../core/index.ts';

export type InvitationWords = {
  kind: InvitationKind;
  invitedByName: string;
  /** the organisation that somebody is to join, or that is to join a project */
  orgName: string | null;
  orgKind: OrgKind | null;
  projectTitle: string | null;
  roles: readonly string[];
  until: Temporal.PlainDate;
};

/** Says who invites whom to what, and until when the link works. */
export function invitationMail(
  to: { address: string; language: string },
  words: InvitationWords,
  url: string,
  sendKey: string,
): MailDraft {
  const t = translator(to.language);
  const fmt = formatsFor(to.language);
  const org = words.orgName ?? t('organisations.mail.invitation.your-organisation');
  const roles = fmt.list(words.roles.map((role) => t(`organisations.role.${role}`)));
  const params = {
    who: words.invitedByName,
    org,
    project: words.projectTitle ?? '',
    roles,
    kind: words.orgKind ?? 'school',
  };
  const about = words.kind === 'admin' && words.orgName === null ? 'installation' : words.kind;
  return {
    sendKey,
    to,
    kind: 'invitation',
    subject: t(`organisations.mail.invitation.${about}-subject`, params),
    paragraphs: [
      t(`organisations.mail.invitation.${about}`, params),
      t('organisations.mail.invitation.what'),
      t('organisations.mail.invitation.until', { until: words.until }),
    ],
    action: { label: t('organisations.mail.invitation.accept'), url },
    closing: t('organisations.mail.invitation.closing', params),
  };
}

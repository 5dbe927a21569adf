import type { PersonId } from '#kernel/ids.ts';
import type { ReplyPurpose } from './reply-address.ts';

/**
 * A mail in words. It carries no health, safeguarding or inclusion content: what is sensitive is read after sign-in,
 * behind the link.
 */
export type MailDraft = {
  /** the same key is sent once, however often the command is repeated */
  sendKey: string;
  to: { address: string; personId?: PersonId; language: string };
  kind: string;
  subject: string;
  greeting?: string;
  paragraphs: string[];
  action?: { label: string; url: string };
  /** a code to be typed, shown large */
  code?: string;
  closing?: string;
  /** what an answer by mail belongs to; `line` asks to write above it. Without effect where no mail is received. */
  answer?: { purpose: ReplyPurpose; id: string; line: string };
  /** a calendar file (iCalendar text) */
  calendar?: { method: 'REQUEST' | 'CANCEL' | 'PUBLISH' | 'DECLINECOUNTER'; content: string };
};

import type { PersonId, ThreadId } from '#kernel/ids.ts';
import type { Params } from '#kernel/outcome.ts';
import { displayName } from '#modules/people/core/index.ts';
import { chooseLanguage, formatsFor, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/draft.ts';
import type { MailMode } from '../core/types.ts';
import type { RefusedFile } from './store.ts';

type Person = {
  id: PersonId;
  email: string | null;
  language: string;
  given_name: string;
  family_name: string;
  preferred_name: string | null;
};

/** What somebody has not read of one thread. */
export type News = {
  thread: { thread_id: ThreadId; subject: string; confidential: boolean; kind: string };
  messages: {
    author_name: string;
    text: string;
    note_key: string | null;
    note_params: unknown;
  }[];
};

const longest = 1000;

/**
 * The mails about what somebody has not read: one a thread, or all in one with the digest. What is written about somebody
 * under age never stands in a mail, nor does the subject of it: only who wrote, and where to read it.
 */
export function unreadMails(
  to: Person,
  news: readonly News[],
  mode: MailMode,
  origin: string,
  now: Temporal.Instant,
): MailDraft[] {
  if (!to.email || news.length === 0) return [];
  const language = chooseLanguage(to.language);
  const t = translator(language);
  const { list } = formatsFor(language);
  const name = t('app.name');
  const common = {
    to: { address: to.email, personId: to.id, language },
    greeting: t('messaging.mail.greeting', { name: displayName(to) }),
    closing: t('messaging.mail.closing'),
  };
  const authors = (n: News) => [...new Set(n.messages.map((m) => m.author_name).filter(Boolean))];
  const who = (n: News) => {
    const names = authors(n);
    return names.length > 0 ? list(names) : name;
  };
  const line = (n: News) => t('messaging.mail.wrote', { who: who(n) });
  if (mode !== 'at_once')
    return [
      {
        ...common,
        sendKey: `messages:${to.id}:${now.epochMilliseconds}`,
        kind: 'messages-digest',
        subject: t('messaging.mail.digest-subject', { count: news.length }),
        paragraphs: news.map((n) =>
          n.thread.confidential ? line(n) : `${n.thread.subject}\n${line(n)}`,
        ),
        action: { label: t('messaging.mail.open-all'), url: `${origin}/threads` },
      },
    ];
  return news.map((n) => {
    const { thread_id: id, confidential, kind, subject } = n.thread;
    const said = n.messages.map((m) =>
      m.note_key
        ? t(m.note_key, m.note_params as Params)
        : `${m.author_name}:\n${m.text.slice(0, longest)}${m.text.length > longest ? ' …' : ''}`,
    );
    return {
      ...common,
      sendKey: `messages:${to.id}:${id}:${now.epochMilliseconds}`,
      kind: 'messages-unread',
      subject: confidential
        ? t('messaging.mail.subject-neutral', { who: who(n) })
        : t('messaging.mail.subject', { who: who(n), subject }),
      paragraphs: confidential ? [line(n), t('messaging.mail.inside')] : said,
      action: { label: t('messaging.mail.open'), url: `${origin}/threads/${id}` },
      ...(kind === 'talk'
        ? { answer: { purpose: 'thread' as const, id, line: t('messaging.mail.answer-line') } }
        : {}),
    };
  });
}

/**
 * Tells who answered by mail which files did not come along. About somebody under age only how many: a file's name may
 * say too much. Null when all came, or when there is no address.
 */
export function refusedFilesMail(
  to: Person,
  thread: { id: ThreadId; subject: string; confidential: boolean },
  refused: readonly RefusedFile[],
  key: string,
  origin: string,
): MailDraft | null {
  if (!to.email || refused.length === 0) return null;
  const language = chooseLanguage(to.language);
  const t = translator(language);
  const count = refused.length;
  return {
    sendKey: `files-refused:${key}`,
    to: { address: to.email, personId: to.id, language },
    kind: 'messages-files-refused',
    subject: t('messaging.mail.files-subject', { count }),
    greeting: t('messaging.mail.greeting', { name: displayName(to) }),
    paragraphs: [
      t('messaging.mail.files', { count }),
      ...(thread.confidential
        ? []
        : refused.map((f) => `${f.name}: ${t(`messaging.file-fault.${f.fault}`)}`)),
      t('messaging.mail.files-again'),
    ],
    action: { label: t('messaging.mail.open-talk'), url: `${origin}/threads/${thread.id}` },
  };
}

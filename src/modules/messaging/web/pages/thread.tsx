import { initialsOf } from '#modules/people/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  Details,
  ErrorSummary,
  Form,
  LinkButton,
  Notice,
  PageHead,
  Section,
  Talk,
  type TalkItem,
  TextArea,
} from '#ui/index.ts';
import type { getThread } from '../../server/index.ts';
import { FileSize } from '../parts/file-size.tsx';
import { AnnouncedText, partText, ReadersText } from '../parts/readers.tsx';
import { dayOf } from '../parts/times.ts';
import { WriteBox } from '../parts/write-box.tsx';
import { paths } from '../paths.ts';

type Thread = ViewOf<typeof getThread>;
type Message = Thread['messages'][number];

function Files({ v, thread, message }: { v: View; thread: Thread; message: Message }) {
  if (message.files.length === 0) return null;
  return (
    <ul>
      {message.files.map((file) => (
        <li key={file.id}>
          <a href={paths.file.href({ threadId: thread.id, fileId: file.id })}>{file.name}</a>{' '}
          <FileSize v={v} size={file.size} />
        </li>
      ))}
    </ul>
  );
}

/** Messages with a line for each day, and one where the new begins. */
function itemsOf(v: View, thread: Thread): TalkItem[] {
  const items: TalkItem[] = [];
  let day = '';
  let newBegan = false;
  for (const m of thread.messages) {
    const its = dayOf(m.at, thread.timeZone);
    if (its.toString() !== day) {
      day = its.toString();
      items.push({ kind: 'line', id: `day-${day}`, text: v.fmt.date(its) });
    }
    if (m.isNew && !newBegan) {
      newBegan = true;
      items.push({ kind: 'line', id: 'new', text: v.t('messaging.thread.new'), isNew: true });
    }
    const common = {
      id: m.id,
      timeText: v.fmt.time(m.at, thread.timeZone),
      datetime: m.at.toString(),
    };
    if (m.note) items.push({ kind: 'said', ...common, text: partText(v, m.note) });
    else
      items.push({
        kind: 'said',
        ...common,
        who: m.mine ? v.t('messaging.thread.you') : m.author,
        initials: initialsOf(m.author),
        ...(m.part && !m.mine ? { part: partText(v, m.part) } : {}),
        isOwn: m.mine,
        text: m.text,
        more: <Files v={v} thread={thread} message={m} />,
        note:
          [
            m.byMail ? v.t('messaging.thread.by-mail') : '',
            m.readBy.length > 0
              ? v.t('messaging.thread.read-by', { who: v.fmt.list(m.readBy) })
              : '',
          ]
            .filter(Boolean)
            .join(' · ') || undefined,
      });
  }
  return items;
}

function Receipts({ v, thread }: { v: View; thread: Thread }) {
  const { receipts: r } = thread;
  if (!r) return null;
  const remind = paths.remind.href({ threadId: thread.id });
  return (
    <Section title={v.t('messaging.receipts.title')}>
      <ErrorSummary title={v.t('messaging.write.errors')} errors={bind(v, remind).errors} />
      <p>{v.t('messaging.receipts.count', { read: r.read.length, told: r.told })}</p>
      {r.read.length > 0 && (
        <Details summary={v.t('messaging.receipts.read')}>
          <p>{v.fmt.list(r.read)}</p>
        </Details>
      )}
      {r.open.length > 0 && (
        <>
          <Details summary={v.t('messaging.receipts.open')} open={r.open.length <= 10}>
            <p>{v.fmt.list(r.open)}</p>
          </Details>
          {r.unreached.length > 0 && (
            <Notice
              tone="late"
              title={v.t('messaging.receipts.unreached', { who: v.fmt.list(r.unreached) })}
            >
              <p>{v.t('messaging.receipts.unreached-text')}</p>
            </Notice>
          )}
          {r.remindedAt && (
            <p>
              {v.t('messaging.receipts.reminded', {
                when: v.fmt.moment(r.remindedAt, thread.timeZone),
              })}
            </p>
          )}
          {thread.can.remind && (
            <Form action={remind}>
              <Button kind="quiet">
                {v.t('messaging.receipts.remind', { count: r.open.length })}
              </Button>
            </Form>
          )}
        </>
      )}
    </Section>
  );
}

export function ThreadPage({ v, thread, older }: { v: View; thread: Thread; older: boolean }) {
  const href = paths.thread.href({ threadId: thread.id });
  const close = (thread.closed ? paths.reopenThread : paths.closeThread).href({
    threadId: thread.id,
  });
  // somebody closed it while this was typed: the words are still theirs
  const kept = v.form.action === href && thread.closed ? (v.form.values.text?.[0] ?? '') : '';
  return (
    <>
      <PageHead
        breadcrumbs={[{ href: paths.threads.href(), label: v.t('messaging.list.title') }]}
        breadcrumbsLabel={v.t('messaging.list.way')}
        title={thread.subject}
        lead={
          <>
            {thread.about && (
              <p>
                {thread.about.href ? (
                  <a href={thread.about.href}>{thread.about.title}</a>
                ) : (
                  thread.about.title
                )}
              </p>
            )}
            {thread.kind === 'announcement' ? (
              <AnnouncedText v={v} readers={thread.readers} sends={thread.receipts !== null} />
            ) : (
              <ReadersText v={v} readers={thread.readers} />
            )}
          </>
        }
      />
      {thread.olderThan && (
        <p>
          <a href={paths.thread.href({ threadId: thread.id }, { before: thread.olderThan })}>
            {v.t('messaging.thread.older')}
          </a>
        </p>
      )}
      <Talk
        label={v.t('messaging.thread.messages')}
        items={itemsOf(v, thread)}
        {...(older
          ? {}
          : {
              live: {
                url: paths.stream.href(),
                thread: thread.id,
                newest: thread.newest ?? '',
              },
            })}
      />
      <p class="hidden" role="status" data-live-say={v.t('messaging.thread.came')} />
      {older && (
        <p>
          <LinkButton href={href}>{v.t('messaging.thread.newest')}</LinkButton>
        </p>
      )}
      {thread.closed && (
        <Notice tone="done" title={v.t('messaging.thread.closed')}>
          <p>{v.t('messaging.thread.closed-text')}</p>
        </Notice>
      )}
      {kept && <KeptWords v={v} text={kept} reasons={bind(v, href).errors} />}
      {thread.can.write && !older && (
        <Section
          title={v.t(
            thread.kind === 'announcement' ? 'messaging.announce.more' : 'messaging.write.title',
          )}
        >
          <WriteBox v={v} action={href} sendKey={thread.sendKey} readers={thread.readers} />
        </Section>
      )}
      {thread.kind === 'announcement' && !thread.receipts && (
        <p>{v.t('messaging.thread.no-answers')}</p>
      )}
      <Receipts v={v} thread={thread} />
      {thread.can.close && !older && (
        <Form action={close}>
          <Button kind="quiet">
            {v.t(thread.closed ? 'messaging.thread.reopen' : 'messaging.thread.close')}
          </Button>
        </Form>
      )}
    </>
  );
}

/** What somebody typed that could not be sent: to be copied, never lost. */
function KeptWords({
  v,
  text,
  reasons,
}: {
  v: View;
  text: string;
  reasons: { href: string; text: string }[];
}) {
  return (
    <>
      <ErrorSummary title={v.t('messaging.kept.title')} errors={reasons} />
      <TextArea
        name="kept"
        label={v.t('messaging.kept.label')}
        hint={v.t('messaging.kept.hint')}
        value={text}
        rows={8}
      />
    </>
  );
}

/** Shown to who wrote into a thread that they may read no more since. */
export function LeftPage({ v }: { v: View }) {
  const reasons = v.form.faults.map((f) => ({ href: '#f-kept', text: v.t(f.reason, f.params) }));
  return (
    <>
      <PageHead
        breadcrumbs={[{ href: paths.threads.href(), label: v.t('messaging.list.title') }]}
        breadcrumbsLabel={v.t('messaging.list.way')}
        title={v.t('messaging.kept.left')}
      />
      <KeptWords v={v} text={v.form.values.text?.[0] ?? ''} reasons={reasons} />
    </>
  );
}

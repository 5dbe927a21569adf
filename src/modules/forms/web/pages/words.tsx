import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ConfirmPanel,
  ErrorSummary,
  Facts,
  Form,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  Section,
  StatusTag,
  Table,
  Tag,
  TextArea,
  TextField,
} from '#ui/index.ts';
import type { getBeside, getWords } from '../../server/index.ts';
import { FrozenAnswers, Lines } from '../parts/frozen-answers.tsx';
import { dayOf, requestStatus } from '../parts/requests.tsx';
import { aboutHref, paths } from '../paths.ts';

type Words = ViewOf<typeof getWords>;

/** One request as those see it who asked, or who read the answer. */
export function WordsPage({ v, words }: { v: View; words: Words }) {
  const r = words.request;
  const at = { requestId: r.id };
  const { tone, text } = requestStatus(v, r);
  const waits = words.open && !r.over;
  const f = bind(v, paths.remind.href(at));
  const back = r.mine && !r.mayManage ? null : aboutHref(words.about);
  return (
    <>
      <PageHead
        kicker={r.subject}
        {...(back
          ? {
              breadcrumbs: [{ href: `${back}#asked`, label: r.subject }],
              breadcrumbsLabel: v.t('forms.crumbs'),
            }
          : {})}
        title={v.t('forms.words.title', { part: r.title, who: r.addressee.name })}
        lead={<StatusTag tone={tone} text={text} />}
      />
      <ErrorSummary title={v.t('forms.errors')} errors={f.errors} />
      {r.refusedAt && (
        <Notice tone="stop" title={v.t('forms.words.refused-title', { who: r.addressee.name })}>
          <p>
            {v.t('forms.words.refused', {
              who: r.addressee.name,
              email: r.addressee.email,
              on: dayOf(r.refusedAt),
            })}
          </p>
        </Notice>
      )}
      {r.over && (
        <Notice tone="now" title={v.t(`forms.words.${r.over}-title`, { subject: r.subject })}>
          <p>{v.t(`forms.words.${r.over}`, { subject: r.subject, who: r.addressee.name })}</p>
        </Notice>
      )}
      {r.decline && (
        <Notice tone="late" title={v.t('forms.words.declined', { who: r.addressee.name })}>
          <p>{v.t(`forms.status.declined-${r.decline.reason}`, { who: r.addressee.name })}</p>
          {r.decline.note && <Lines text={r.decline.note} />}
        </Notice>
      )}
      <Facts
        items={[
          {
            label: v.t('forms.words.asked'),
            value: v.t('forms.words.asked-by', {
              asker: words.asker || words.org,
              on: dayOf(r.askedAt),
            }),
          },
          ...(r.mayManage ? [{ label: v.t('forms.words.address'), value: r.addressee.email }] : []),
          ...(r.remindedAt && words.open
            ? [
                {
                  label: v.t('forms.words.reminded'),
                  value: v.t('forms.words.reminded-times', {
                    times: r.reminded,
                    on: dayOf(r.remindedAt),
                  }),
                },
              ]
            : []),
          ...(words.open
            ? [
                {
                  label: v.t('forms.words.until'),
                  value: v.fmt.date(dayOf(r.expiresAt)),
                },
              ]
            : []),
        ]}
      />
      {r.mayManage && (waits || r.state === 'declined') && (
        <>
          <ButtonRow>
            {(r.refusedAt || r.state === 'declined') && (
              <LinkButton kind="primary" href={paths.askAgain.href(at)}>
                {v.t('forms.words.ask-again')}
              </LinkButton>
            )}
            {waits && !r.refusedAt && words.nextReminder === null && (
              <Form action={paths.remind.href(at)}>
                <Button>{v.t('forms.words.remind', { who: r.addressee.name })}</Button>
              </Form>
            )}
            {waits && !r.refusedAt && (
              <LinkButton href={paths.askAgain.href(at)}>{v.t('forms.words.ask-again')}</LinkButton>
            )}
            <a href={paths.recall.href(at)}>{v.t('forms.words.recall')}</a>
          </ButtonRow>
          {waits && words.nextReminder && (
            <p class="hint">
              {v.t('forms.words.next-reminder', {
                who: r.addressee.name,
                at: v.fmt.moment(words.nextReminder),
              })}
            </p>
          )}
        </>
      )}
      {words.follows && (
        <Notice tone="now" title={v.t('forms.words.follows')}>
          <Lines text={words.follows.word} />
          <p>
            <a href={paths.words.href({ requestId: words.follows.id })}>
              {v.t('forms.words.see-before')}
            </a>
          </p>
        </Notice>
      )}
      {words.followedBy && (
        <Notice tone="wait" title={v.t('forms.words.followed', { on: dayOf(words.followedBy.on) })}>
          <p>
            <a href={paths.words.href({ requestId: words.followedBy.id })}>
              {v.t('forms.words.see-after')}
            </a>
          </p>
        </Notice>
      )}
      {words.hasBeside && (
        <p>
          <a href={paths.beside.href(at)}>{v.t('forms.words.beside')}</a>
        </p>
      )}
      {r.mine && words.open && (
        <ButtonRow>
          <LinkButton kind="primary" href={paths.request.href(at)}>
            {v.t('forms.task.answer')}
          </LinkButton>
        </ButtonRow>
      )}
      {words.frozen && (
        <Section title={v.t('forms.words.said', { who: r.addressee.name })}>
          <FrozenAnswers v={v} frozen={words.frozen} />
          {words.files.length > 0 && (
            <>
              <h3>{v.t('forms.words.files')}</h3>
              <ul>
                {words.files.map((f) => (
                  <li key={f.id}>
                    <a href={paths.requestFile.href({ requestId: r.id, formFileId: f.id })}>
                      {f.name}
                    </a>
                  </li>
                ))}
              </ul>
            </>
          )}
          {words.maySendBack && (
            <p>
              <a href={paths.sendBack.href(at)}>{v.t('forms.words.send-back')}</a>
            </p>
          )}
        </Section>
      )}
      {r.state === 'submitted' && !words.frozen && (
        <Prose>
          <p>{v.t('forms.words.not-yours', { who: r.addressee.name })}</p>
          {words.maySendBack && (
            <p>
              <a href={paths.sendBack.href(at)}>{v.t('forms.words.send-back')}</a>
            </p>
          )}
        </Prose>
      )}
    </>
  );
}

/** A word why, and what was handed in comes back to be corrected. */
export function SendBackPage({ v, words }: { v: View; words: Words }) {
  const r = words.request;
  const at = { requestId: r.id };
  const action = paths.sendBack.href(at);
  const f = bind(v, action);
  return (
    <>
      <PageHead
        kicker={r.subject}
        title={v.t('forms.send-back.title', { who: r.addressee.name })}
        lead={v.t('forms.send-back.lead', { who: r.addressee.name })}
        breadcrumbs={[
          {
            href: paths.words.href(at),
            label: v.t('forms.words.title', { part: r.title, who: r.addressee.name }),
          },
        ]}
        breadcrumbsLabel={v.t('forms.crumbs')}
      />
      <ErrorSummary title={v.t('forms.errors')} errors={f.errors} />
      <Form action={action}>
        <TextArea
          {...f.text('word')}
          label={v.t('forms.send-back.word')}
          hint={v.t('forms.send-back.word-hint')}
          rows={4}
          required
        />
        <ButtonRow>
          <Button>{v.t('forms.send-back.button')}</Button>
          <a href={paths.words.href(at)}>{v.t('forms.send-back.cancel')}</a>
        </ButtonRow>
      </Form>
    </>
  );
}

/** What two parents answered to the same questions. Where they differ is marked, and nobody is right. */
export function BesidePage({
  v,
  requestId,
  both,
}: {
  v: View;
  requestId: string;
  both: ViewOf<typeof getBeside>;
}) {
  const [first, second] = both.names;
  const answer = ({ answers }: (typeof both.pages)[number]['lines'][number], i: 0 | 1) =>
    answers[i] ? (
      <div lang={both.languages[i] === v.lang ? undefined : both.languages[i]}>
        <Lines text={answers[i]} />
      </div>
    ) : (
      v.t('forms.nothing')
    );
  return (
    <>
      <PageHead
        kicker={both.subject}
        title={v.t('forms.beside.title', { part: both.title })}
        lead={v.t('forms.beside.lead', { first, second })}
        breadcrumbs={[
          {
            href: paths.words.href({ requestId }),
            label: v.t('forms.beside.crumb'),
          },
        ]}
        breadcrumbsLabel={v.t('forms.crumbs')}
      />
      <Notice tone="none" title={v.t('forms.beside.differences', { count: both.differences })}>
        <p>{v.t('forms.beside.neutral')}</p>
      </Notice>
      {both.pages.map((page) => (
        <Section key={page.id} title={page.title}>
          <Table
            caption={page.title}
            hideCaption
            rowHeader="question"
            columns={[
              { key: 'question', label: v.t('forms.beside.question') },
              { key: 'first', label: first },
              { key: 'second', label: second },
            ]}
            rows={page.lines.map((line) => ({
              id: line.question,
              cells: {
                question: (
                  <>
                    {line.label} {line.differs && <Tag text={v.t('forms.beside.differs')} />}
                  </>
                ),
                first: answer(line, 0),
                second: answer(line, 1),
              },
            }))}
          />
        </Section>
      ))}
    </>
  );
}

export function RecallPage({ v, words }: { v: View; words: Words }) {
  const r = words.request;
  const at = { requestId: r.id };
  const f = bind(v, paths.recall.href(at));
  return (
    <>
      <ErrorSummary title={v.t('forms.errors')} errors={f.errors} />
      <ConfirmPanel
        level={1}
        title={v.t('forms.recall.title', { who: r.addressee.name })}
        action={paths.recall.href(at)}
        confirmText={v.t('forms.recall.confirm')}
        danger
        cancelHref={paths.words.href(at)}
        cancelText={v.t('forms.recall.keep')}
      >
        <p>{v.t('forms.recall.text', { who: r.addressee.name })}</p>
      </ConfirmPanel>
    </>
  );
}

export function AskAgainPage({ v, words }: { v: View; words: Words }) {
  const r = words.request;
  const at = { requestId: r.id };
  const f = bind(v, paths.askAgain.href(at), { name: r.addressee.name, email: '' });
  return (
    <>
      <PageHead
        kicker={r.subject}
        title={v.t('forms.again.title')}
        lead={v.t(r.refusedAt ? 'forms.again.lead-refused' : 'forms.again.lead', {
          who: r.addressee.name,
          email: r.addressee.email,
        })}
      />
      <ErrorSummary title={v.t('forms.errors')} errors={f.errors} />
      <Form action={paths.askAgain.href(at)}>
        <TextField
          {...f.text('name')}
          label={v.t('forms.again.name')}
          hint={v.t('forms.again.name-hint')}
          width={20}
          required
        />
        <TextField
          {...f.text('email')}
          label={v.t('forms.again.email')}
          type="email"
          width={20}
          required
        />
        <ButtonRow>
          <Button>{v.t('forms.again.send')}</Button>
          <a href={paths.words.href(at)}>{v.t('forms.again.back')}</a>
        </ButtonRow>
      </Form>
    </>
  );
}

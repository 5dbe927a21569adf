import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Facts,
  Form,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  RadioGroup,
  Section,
  TextArea,
} from '#ui/index.ts';
import { declineReasons } from '../../core/types.ts';
import type { getAnswerPage, getCheck, getRequest } from '../../server/index.ts';
import { FrozenAnswers, Lines } from '../parts/frozen-answers.tsx';
import { PageForm } from '../parts/page-form.tsx';
import type { Ways } from '../paths.ts';

type Asked = ViewOf<typeof getRequest>;
type Request = Omit<Asked, 'readers'>;
type AnswerPageData = ViewOf<typeof getAnswerPage>;
type Check = ViewOf<typeof getCheck>;

/** Who asks, about whom, why, how long it takes, who reads it: before the first question. */
export function IntroPage({
  v,
  request,
  ways,
  frozen,
}: {
  v: View;
  request: Asked;
  ways: Ways;
  frozen: Check['frozen'];
}) {
  if (request.closed) return <ClosedPage v={v} request={request} ways={ways} frozen={frozen} />;
  const f = bind(v, ways.intro);
  const begun = request.state === 'draft';
  return (
    <>
      <PageHead
        kicker={request.org}
        title={introTitle(v, request)}
        lead={v.t(request.asker ? 'forms.intro.lead' : 'forms.intro.lead-org', {
          name: request.addressee,
          asker: request.asker,
          org: request.org,
        })}
      />
      <ErrorSummary title={v.t('forms.errors')} errors={f.errors} />
      {request.followWord && (
        <Notice
          tone="now"
          title={v.t('forms.intro.sent-back', { asker: request.asker || request.org })}
        >
          <Lines text={request.followWord} />
          <p>{v.t('forms.intro.sent-back-text')}</p>
        </Notice>
      )}
      <Prose>
        <p>
          {v.t('forms.intro.why', {
            subject: request.subject,
            org: request.org,
          })}
        </p>
      </Prose>
      <Facts
        items={[
          ...(request.subject ? [{ label: v.t('forms.intro.about'), value: request.subject }] : []),
          {
            label: v.t('forms.intro.takes'),
            value: v.t('forms.intro.minutes', { minutes: request.minutes, pages: request.pages }),
          },
          {
            label: v.t('forms.intro.readers'),
            value: v.t(
              request.subjectReads ? 'forms.intro.readers-all' : 'forms.intro.readers-not',
              {
                readers: v.fmt.list(request.readers),
                subject: request.subject,
              },
            ),
          },
          {
            label: v.t('forms.intro.until'),
            value: v.t('forms.intro.until-when', { until: dayOf(request.until) }),
          },
        ]}
      />
      <Form action={ways.intro}>
        <ButtonRow>
          <Button>{v.t(begun ? 'forms.intro.go-on' : 'forms.intro.begin')}</Button>
          <a href={ways.decline}>{v.t('forms.intro.not-me')}</a>
        </ButtonRow>
      </Form>
      {begun && (
        <p>
          {v.t('forms.intro.progress', request.progress)}{' '}
          <a href={ways.check}>{v.t('forms.intro.see')}</a>
        </p>
      )}
    </>
  );
}

export function introTitle(v: View, request: Request): string {
  return request.subject
    ? v.t('forms.intro.title', { part: request.title, subject: request.subject })
    : request.title;
}

/** Nothing can be written any more: thanks, or why. */
function ClosedPage({
  v,
  request,
  ways,
  frozen,
}: {
  v: View;
  request: Request;
  ways: Ways;
  frozen: Check['frozen'];
}) {
  const submitted = request.state === 'submitted';
  return (
    <>
      <PageHead kicker={request.org} title={introTitle(v, request)} />
      <Notice
        tone={submitted ? 'done' : 'none'}
        title={v.t(submitted ? 'forms.thanks.title' : (request.closed ?? ''), {
          org: request.org,
          subject: request.subject,
        })}
      >
        <p>
          {submitted
            ? v.t('forms.thanks.text', {
                subject: request.subject,
                org: request.org,
                at: request.submittedAt ? v.fmt.moment(request.submittedAt) : '',
              })
            : v.t('forms.closed.text', { org: request.org })}
        </p>
      </Notice>
      {submitted && frozen && (
        <Section title={v.t('forms.thanks.yours')}>
          <FrozenAnswers v={v} frozen={frozen} />
        </Section>
      )}
      {ways.requestId && (
        <p>
          <a href="/">{v.t('forms.thanks.home')}</a>
        </p>
      )}
    </>
  );
}

/** One page of the form. Works without scripts; with them, what is typed is kept as one goes. */
export function AnswerPage({
  v,
  data,
  ways,
  checked,
}: {
  v: View;
  data: AnswerPageData;
  ways: Ways;
  checked: boolean;
}) {
  const { request, page } = data;
  if (request.closed) return <ClosedPage v={v} request={request} ways={ways} frozen={null} />;
  if (!page)
    return (
      <>
        <PageHead kicker={introTitle(v, request)} title={v.t('forms.answer.not-asked')} />
        <ButtonRow>
          <LinkButton kind="primary" href={data.instead ? ways.page(data.instead) : ways.check}>
            {v.t('forms.answer.go-on')}
          </LinkButton>
        </ButtonRow>
      </>
    );
  return (
    <>
      <PageHead
        kicker={v.t('forms.answer.position', {
          number: page.position.number,
          of: page.position.of,
          part: introTitle(v, request),
        })}
        title={page.title}
        lead={page.intro ?? undefined}
      />
      <PageForm
        v={v}
        page={page}
        action={ways.page(page.id)}
        checked={checked}
        id="answers"
        autosave="/api/v1/forms/keep-draft"
        given={{ token: ways.token, requestId: ways.requestId, seen: data.seen }}
        kept={data.kept}
        next={v.t(page.next ? 'forms.answer.next' : 'forms.answer.to-check')}
        previous={page.previous ? ways.page(page.previous) : null}
        isBegun={request.savedAt !== null}
        files={{ kept: data.files, href: ways.file }}
      />
    </>
  );
}

/** All answers once more, with a way back to each page, before they are handed in. */
export function CheckPage({ v, data, ways }: { v: View; data: Check; ways: Ways }) {
  const { request } = data;
  if (request.closed)
    return <ClosedPage v={v} request={request} ways={ways} frozen={data.frozen} />;
  const open = data.pages.filter((page) => page.open);
  const f = bind(v, ways.check);
  return (
    <>
      <PageHead
        kicker={introTitle(v, request)}
        title={v.t('forms.check.title')}
        lead={v.t(data.complete ? 'forms.check.lead' : 'forms.check.lead-open', {
          pages: open.length,
        })}
      />
      <ErrorSummary title={v.t('forms.errors')} errors={f.errors} />
      {data.pages.map((page) => (
        <Section
          key={page.id}
          title={page.title}
          action={
            <a
              href={`${ways.page(page.id)}${page.open ? '?check' : ''}`}
              aria-label={v.t('forms.check.change-page', { page: page.title })}
            >
              {v.t(page.open ? 'forms.check.finish' : 'forms.check.change')}
            </a>
          }
        >
          <Facts
            items={page.lines.map((line) => ({
              label: line.label,
              value: line.answer ? (
                <Lines text={line.answer} />
              ) : (
                v.t(line.missing ? 'forms.check.missing' : 'forms.nothing')
              ),
            }))}
          />
        </Section>
      ))}
      {data.complete ? (
        <Form action={ways.check}>
          <Prose>
            <p>
              {v.t('forms.check.final', {
                readers: v.fmt.list(request.readers),
              })}
            </p>
          </Prose>
          <ButtonRow>
            <Button>{v.t('forms.check.send')}</Button>
          </ButtonRow>
        </Form>
      ) : (
        <ButtonRow>
          <LinkButton kind="primary" href={`${ways.page(open[0]?.id ?? '')}?check`}>
            {v.t('forms.check.go-on', { page: open[0]?.title ?? '' })}
          </LinkButton>
          <a href={ways.intro}>{v.t('forms.check.later')}</a>
        </ButtonRow>
      )}
    </>
  );
}

/** It is somebody else's pupil, or one may not answer: a kind way out that helps who asked. */
export function DeclinePage({ v, request, ways }: { v: View; request: Request; ways: Ways }) {
  if (request.closed) return <ClosedPage v={v} request={request} ways={ways} frozen={null} />;
  const f = bind(v, ways.decline);
  return (
    <>
      <PageHead
        kicker={introTitle(v, request)}
        title={v.t('forms.decline.title')}
        lead={v.t('forms.decline.lead', { org: request.org })}
      />
      <ErrorSummary title={v.t('forms.errors')} errors={f.errors} />
      <Form action={ways.decline}>
        <RadioGroup
          {...f.text('reason')}
          label={v.t('forms.decline.reason')}
          options={declineReasons.map((reason) => ({
            value: reason,
            label: v.t(`forms.decline.${reason}`, { subject: request.subject }),
          }))}
          required
        />
        <TextArea
          {...f.text('note')}
          label={v.t('forms.decline.note')}
          hint={v.t('forms.decline.note-hint')}
          optionalLabel={v.t('forms.optional')}
          rows={3}
        />
        <ButtonRow>
          <Button>{v.t('forms.decline.send')}</Button>
          <a href={ways.intro}>{v.t('forms.decline.back')}</a>
        </ButtonRow>
      </Form>
    </>
  );
}

const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO('Europe/Brussels').toPlainDate();

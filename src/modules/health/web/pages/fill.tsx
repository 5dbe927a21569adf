import { FrozenAnswers, faultsOnPage, QuestionFields } from '#modules/forms/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
  StatusTag,
  TaskList,
  TextField,
} from '#ui/index.ts';
import { linkDays } from '../../core/index.ts';
import type { getAnswers, getStatement } from '../../server/index.ts';
import { WhoseHead } from '../parts/whose.tsx';
import { paths } from '../paths.ts';
import type { RecordView } from './own.tsx';

type Filling = ViewOf<typeof getAnswers>;
type Statement = NonNullable<ViewOf<typeof getStatement>['open']>;
type Filled = Pick<Filling, 'page' | 'preview' | 'steps' | 'complete' | 'version'>;

/** One page of questions. Nothing typed here is kept by the browser. */
function OnePage({
  v,
  data,
  action,
  back,
}: {
  v: View;
  data: Filled;
  action: string;
  back: string;
}) {
  const { page } = data;
  if (!page) return null;
  return (
    <>
      <ErrorSummary
        title={v.t('health.errors')}
        lead={v.t('health.fill.kept')}
        errors={faultsOnPage(v, page, action)}
      />
      <Form action={action} sensitive>
        <Hidden name="version" value={String(data.version)} />
        <QuestionFields v={v} page={page} action={action} />
        <ButtonRow>
          <Button name="do" value="next">
            {v.t('health.fill.next')}
          </Button>
          <Button kind="quiet" name="do" value="later">
            {v.t('health.fill.later')}
          </Button>
          <a href={back}>{v.t('health.fill.all')}</a>
        </ButtonRow>
      </Form>
    </>
  );
}

const position = (v: View, data: Filled) =>
  data.page
    ? v.t('health.fill.position', {
        number: data.page.position.number,
        of: data.page.position.of,
      })
    : '';

export function HistoryPage({ v, data }: { v: View; data: Filling }) {
  const { page } = data;
  if (!page) return null;
  return (
    <>
      <WhoseHead
        v={v}
        whose={data}
        title={page.title}
        lead={[position(v, data), page.intro].filter(Boolean).join(' ')}
      />
      <OnePage
        v={v}
        data={data}
        action={paths.fill.href({ pupilId: data.pupilId, page: page.id })}
        back={paths.sign.href({ pupilId: data.pupilId })}
      />
    </>
  );
}

/** All pages of a part with how far they are, and at the end the words to sign. */
function Overview({
  v,
  data,
  pageHref,
  action,
  signText,
  wording,
  signed,
}: {
  v: View;
  data: Filled;
  pageHref: (page: string) => string;
  action: string;
  signText: string;
  wording: string;
  signed: boolean;
}) {
  const f = bind(v, action);
  const next = data.steps.find((s) => !s.done);
  return (
    <>
      <ErrorSummary title={v.t('health.errors')} errors={f.errors} />
      <Section title={v.t('health.fill.pages')}>
        <TaskList
          items={data.steps.map((step) => ({
            id: step.id,
            title: step.title,
            href: pageHref(step.id),
            tone: step.done ? ('done' as const) : ('now' as const),
            statusText: v.t(step.done ? 'health.fill.done' : 'health.fill.open'),
          }))}
        />
      </Section>
      {next && (
        <ButtonRow>
          <LinkButton kind="primary" href={pageHref(next.id)}>
            {v.t(data.steps.some((s) => s.done) ? 'health.fill.go-on' : 'health.fill.begin')}
          </LinkButton>
        </ButtonRow>
      )}
      {data.preview && (
        <Section title={v.t(signed ? 'health.sign.looked-over' : 'health.sign.look-over')}>
          <FrozenAnswers v={v} frozen={data.preview} />
        </Section>
      )}
      {data.complete && signed && (
        <p>
          <StatusTag tone="done" text={v.t('health.sign.already')} />
        </p>
      )}
      {data.complete && !signed && (
        <Section title={v.t('health.sign.title')} lead={wording}>
          <Form action={action} sensitive>
            <Hidden name="version" value={String(data.version)} />
            <Button>{signText}</Button>
          </Form>
        </Section>
      )}
    </>
  );
}

export function SignPage({ v, data }: { v: View; data: Filling }) {
  const here = { pupilId: data.pupilId };
  const name = v.actor.kind === 'person' ? v.actor.name : '';
  return (
    <>
      <WhoseHead
        v={v}
        whose={data}
        title={v.t('health.history.title', { name: data.name })}
        lead={v.t('health.history.lead')}
      />
      <Overview
        v={v}
        data={data}
        signed={data.signed}
        pageHref={(page) => paths.fill.href({ ...here, page })}
        action={paths.sign.href(here)}
        wording={v.t('health.sign.wording', { name })}
        signText={v.t('health.sign.button')}
      />
    </>
  );
}

/** How the physician comes to their part: by a link, to be mailed, shown or printed. */
export function PhysicianPage({ v, data }: { v: View; data: RecordView }) {
  const here = { pupilId: data.pupilId };
  const action = paths.physician.href(here);
  const f = bind(v, action);
  const physician = data.parts.find((p) => p.part === 'physician');
  return (
    <>
      <WhoseHead
        v={v}
        whose={data}
        title={v.t('health.physician.title', { name: data.name })}
        lead={v.t('health.physician.lead')}
      />
      <ErrorSummary title={v.t('health.errors')} errors={f.errors} />
      {data.link && (
        <Section title={v.t('health.physician.link-title')}>
          <Notice tone="wait" title={v.t('health.physician.waiting', { at: data.link.since })}>
            <p>{v.t('health.physician.link-until', { at: data.link.until })}</p>
          </Notice>
          <p>{v.t('health.physician.link-text')}</p>
          <p>
            <code>{data.link.address}</code>
          </p>
          <Form action={paths.withdrawLink.href(here)}>
            <Button kind="quiet">{v.t('health.physician.withdraw')}</Button>
          </Form>
        </Section>
      )}
      <Section
        title={v.t(data.link ? 'health.physician.another' : 'health.physician.ask')}
        lead={v.t(
          physician?.state === 'signed' ? 'health.physician.sign-again' : 'health.physician.who',
        )}
      >
        <Form action={action} sensitive>
          <TextField
            {...f.text('email')}
            type="email"
            label={v.t('health.physician.email')}
            hint={v.t('health.physician.email-hint')}
            optionalLabel={v.t('health.optional')}
          />
          <p class="hint">{v.t('health.physician.days', { days: linkDays })}</p>
          <ButtonRow>
            <Button kind={data.link ? 'quiet' : 'primary'}>{v.t('health.physician.make')}</Button>
            <LinkButton href={paths.record.href(here)}>{v.t('health.not-now')}</LinkButton>
          </ButtonRow>
        </Form>
      </Section>
    </>
  );
}

function Patient({ v, data }: { v: View; data: Statement }) {
  return (
    <Facts
      items={[
        { label: v.t('health.statement.patient'), value: data.name },
        ...(data.birthDate
          ? [{ label: v.t('health.statement.born'), value: v.fmt.date(data.birthDate) }]
          : []),
        { label: v.t('health.statement.asked-by'), value: data.askedBy },
      ]}
    />
  );
}

/** The link leads nowhere any more, or never did: nothing else is said. */
function Over({ v }: { v: View }) {
  return (
    <>
      <PageHead title={v.t('health.statement.over')} />
      <p>{v.t('health.statement.over-text')}</p>
    </>
  );
}

export function StatementPage({
  v,
  data,
  token,
}: {
  v: View;
  data: Statement | null;
  token: string;
}) {
  if (!data) return <Over v={v} />;
  return (
    <>
      <PageHead
        title={v.t('health.statement.title')}
        lead={v.t('health.statement.lead', { by: data.askedBy })}
      />
      <Patient v={v} data={data} />
      <Overview
        v={v}
        data={data}
        signed={false}
        pageHref={(page) => paths.statementPage.href({ token, page })}
        action={paths.statementSign.href({ token })}
        wording={v.t('health.statement.wording', { name: data.name })}
        signText={v.t('health.statement.button')}
      />
    </>
  );
}

export function StatementFillPage({
  v,
  data,
  token,
}: {
  v: View;
  data: Statement | null;
  token: string;
}) {
  if (!data?.page) return <Over v={v} />;
  return (
    <>
      <PageHead
        title={data.page.title}
        kicker={
          data.birthDate
            ? v.t('health.whose-born', { name: data.name, date: data.birthDate })
            : data.name
        }
        lead={[position(v, data), data.page.intro].filter(Boolean).join(' ')}
      />
      <OnePage
        v={v}
        data={data}
        action={paths.statementPage.href({ token, page: data.page.id })}
        back={paths.statement.href({ token })}
      />
    </>
  );
}

import { initialsOf } from '#modules/people/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  RadioGroup,
  Section,
  StatusTag,
  Table,
  Talk,
  TextArea,
} from '#ui/index.ts';
import type { getConcern, getConcernForm, listConcerns } from '../../server/index.ts';
import { Places } from '../parts/places.tsx';
import { paths } from '../paths.ts';

type ConcernForm = ViewOf<typeof getConcernForm>;
type Chosen = NonNullable<ConcernForm['chosen']>;

/** One page, in two small steps: whom it is about, then who reads it and what one wants to say. */
export function ConcernFormPage({ v, data }: { v: View; data: ConcernForm }) {
  const { chosen } = data;
  const danger = (
    <Notice tone="stop" title={v.t('support.concern.danger')}>
      <p>{v.t('support.concern.danger-text')}</p>
    </Notice>
  );
  return (
    <>
      <PageHead title={v.t('support.concern.title')} lead={v.t('support.concern.lead')} />
      {danger}
      {data.own.length > 0 && (
        <Section title={v.t('support.concern.own')} id="own">
          <ul>
            {data.own.map((o) => (
              <li key={o.id}>
                <a href={paths.oneConcern.href({ concernId: o.id })}>
                  {v.t('support.concern.of', { at: o.at })}
                </a>{' '}
                <StatusTag
                  tone={o.closed ? 'none' : o.acts ? 'now' : o.answered ? 'done' : 'wait'}
                  text={v.t(
                    o.closed
                      ? 'support.concern.closed'
                      : o.acts
                        ? 'support.concern.acts'
                        : o.answered
                          ? 'support.concern.answered'
                          : 'support.concern.waits',
                  )}
                />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {data.stays.length === 0 && (
        <EmptyState
          title={v.t('support.concern.no-stay')}
          text={v.t('support.concern.no-stay-text')}
        />
      )}
      {!chosen && data.stays.length > 1 && <WhichStay v={v} data={data} />}
      {chosen && chosen.about.length === 0 && <AboutWhom v={v} chosen={chosen} />}
      {chosen && chosen.about.length > 0 && <WriteConcern v={v} data={data} chosen={chosen} />}
    </>
  );
}

function WhichStay({ v, data }: { v: View; data: ConcernForm }) {
  return (
    <Form action={paths.concern.href()} method="get" id="which-stay">
      <RadioGroup
        name="mobility"
        label={v.t('support.concern.which-stay')}
        options={data.stays.map((s) => ({ value: s.id, label: s.pupil }))}
      />
      <ButtonRow>
        <Button>{v.t('support.concern.go-on')}</Button>
      </ButtonRow>
    </Form>
  );
}

function AboutWhom({ v, chosen }: { v: View; chosen: Chosen }) {
  return (
    <Form action={paths.concern.href()} method="get" id="about-whom">
      <Hidden name="mobility" value={chosen.id} />
      <CheckboxGroup
        name="about"
        label={v.t('support.concern.about')}
        hint={v.t('support.concern.about-hint')}
        options={chosen.subjects.map((s) => ({
          value: s,
          label: v.t(`support.concern.subject.${s}`),
        }))}
      />
      <ButtonRow>
        <Button>{v.t('support.concern.go-on')}</Button>
      </ButtonRow>
    </Form>
  );
}

function WriteConcern({ v, data, chosen }: { v: View; data: ConcernForm; chosen: Chosen }) {
  const action = paths.concern.href();
  const f = bind(v, action);
  const { readers } = chosen;
  const about = v.fmt.list(chosen.about.map((s) => v.t(`support.concern.subject-of.${s}`)));
  const back = (
    <LinkButton href={paths.concern.href(undefined, { mobility: chosen.id })}>
      {v.t('support.concern.choose-again')}
    </LinkButton>
  );
  if (!readers)
    return (
      <Notice tone="late" title={v.t('support.concern.nobody-title')}>
        <p>{v.t('support.concern.nobody')}</p>
        {back}
      </Notice>
    );
  return (
    <>
      <ErrorSummary title={v.t('support.errors')} errors={f.errors} />
      <Section title={v.t('support.concern.who-reads')} id="readers">
        <p>
          {v.t('support.concern.readers', { who: v.fmt.list(readers.names), org: readers.org })}
        </p>
        <p>{v.t('support.concern.never', { about })}</p>
        <p>{v.t('support.concern.promise', { hours: data.hours })}</p>
        {chosen.afterwards && (
          <p>{v.t('support.concern.afterwards', { org: chosen.afterwards })}</p>
        )}
      </Section>
      <Form
        action={`${action}?mobility=${chosen.id}&about=${chosen.about.join(',')}`}
        id="concern"
        sensitive
      >
        <Hidden name="key" value={f.text('key').value || data.key} />
        <Hidden name="mobilityId" value={chosen.id} />
        {chosen.about.map((s) => (
          <Hidden key={s} name="about" value={s} />
        ))}
        <TextArea
          {...f.text('words')}
          label={v.t('support.concern.words')}
          hint={v.t('support.concern.words-hint')}
          rows={6}
        />
        <ButtonRow>
          <Button>{v.t('support.concern.send')}</Button>
          {back}
        </ButtonRow>
      </Form>
    </>
  );
}

type Concern = ViewOf<typeof getConcern>;

export function ConcernPage({ v, c }: { v: View; c: Concern }) {
  const action = paths.oneConcern.href({ concernId: c.id });
  const f = bind(v, action);
  return (
    <>
      <PageHead
        title={v.t(c.own ? 'support.concern.yours' : 'support.concern.from', { who: c.from })}
        breadcrumbs={[
          {
            href: (c.own ? paths.concern : paths.concerns).href(),
            label: v.t(c.own ? 'support.concern.nav' : 'support.place.concerns'),
          },
        ]}
        breadcrumbsLabel={v.t('support.crumbs')}
      />
      <p>
        <StatusTag
          tone={c.closed ? 'none' : c.took ? 'done' : c.late ? 'late' : 'wait'}
          text={
            c.closed
              ? v.t('support.concern.closed')
              : c.took
                ? v.t(c.took.inTime ? 'support.concern.took' : 'support.concern.took-late', {
                    hours: c.took.hours,
                  })
                : v.t(c.late ? 'support.concern.late' : 'support.concern.until', {
                    at: c.answerBy,
                  })
          }
        />
      </p>
      {c.alone && !c.closed && <Alone v={v} id={c.id} alone={c.alone} />}
      {c.own && c.acts && !c.alone && !c.closed && <Acts v={v} acts={c.acts} />}
      {!c.own && (
        <Notice title={v.t('support.concern.quiet')}>
          <p>
            {v.t('support.concern.quiet-text', {
              about: v.fmt.list(c.about.map((s) => v.t(`support.concern.subject-of.${s}`))),
            })}
          </p>
        </Notice>
      )}
      <Section title={v.t('support.concern.who-reads')} id="readers">
        <Prose>
          <ul>
            {c.readers.map((r) => (
              <li key={`${r.name}${r.org}`}>
                {r.left
                  ? v.t('support.concern.left', { who: r.name, org: r.org })
                  : r.readAt
                    ? v.t('support.concern.read', { who: r.name, org: r.org, at: r.readAt })
                    : v.t('support.concern.unread', { who: r.name, org: r.org })}
              </li>
            ))}
          </ul>
        </Prose>
        {!c.own && <ActOn v={v} c={c} />}
        {c.passedOn && <p>{v.t('support.concern.passed-on')}</p>}
        {!c.own && (
          <Facts
            items={[
              {
                label: v.t('support.concern.about-whom'),
                value: v.fmt.list(c.about.map((s) => v.t(`support.concern.subject-of.${s}`))),
              },
              ...(c.pupil ? [{ label: v.t('support.contacts.pupil'), value: c.pupil }] : []),
              ...(c.phone
                ? [
                    {
                      label: v.t('support.concern.phone'),
                      value: (
                        <a href={`tel:${c.phone.replace(/[^+0-9]/g, '')}`}>
                          {c.phone.replaceAll(' ', '\u00a0')}
                        </a>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Section>
      <Section title={v.t('support.concern.said')} id="said">
        <Talk
          label={v.t('support.concern.said')}
          items={c.words.map((w) => ({
            kind: 'said' as const,
            id: w.id,
            who: w.author,
            initials: initialsOf(w.author),
            isOwn: w.mine,
            timeText: v.t('support.at', { at: w.at }),
            datetime: w.at.toString(),
            text: w.text,
          }))}
        />
        <ErrorSummary title={v.t('support.errors')} errors={f.errors} />
        <Form action={action} id="words" sensitive>
          <Hidden name="key" value={f.text('key').value || c.key} />
          <TextArea
            {...f.text('words')}
            label={v.t(c.own ? 'support.concern.add' : 'support.concern.answer')}
            rows={4}
          />
          <ButtonRow>
            <Button>{v.t('support.concern.send')}</Button>
          </ButtonRow>
        </Form>
      </Section>
      {c.own && !c.closed && (c.took || c.acts) && (
        <Form
          action={paths.closeConcern.href({ concernId: c.id })}
          label={v.t('support.concern.close')}
        >
          <ButtonRow>
            <Button kind="quiet">{v.t('support.concern.close')}</Button>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}

/** To whoever wrote it: that nobody can read it now, what happens by itself, and what they can do. */
function Alone({
  v,
  id,
  alone,
}: {
  v: View;
  id: Concern['id'];
  alone: NonNullable<Concern['alone']>;
}) {
  const { wish } = alone;
  return (
    <Notice tone="late" title={v.t('support.concern.alone')}>
      <p>{v.t('support.concern.alone-text')}</p>
      <p>{v.t('support.concern.alone-now')}</p>
      {wish && (
        <Form
          action={paths.openCircle.href({ concernId: id })}
          label={v.t('support.concern.wish', { org: wish.org })}
        >
          <p>{v.t('support.concern.wish-text', { org: wish.org, who: v.fmt.list(wish.names) })}</p>
          <ButtonRow>
            <Button kind="quiet">{v.t('support.concern.wish', { org: wish.org })}</Button>
          </ButtonRow>
        </Form>
      )}
    </Notice>
  );
}

/** To whoever wrote it: that somebody acts, and nothing of what is done. */
function Acts({ v, acts }: { v: View; acts: NonNullable<Concern['acts']> }) {
  return acts.until ? (
    <Notice tone="done" title={v.t('support.concern.acted', { at: acts.until })}>
      <p>{v.t('support.concern.acted-text')}</p>
    </Notice>
  ) : (
    <Notice tone="now" title={v.t('support.concern.acts-since', { at: acts.since })}>
      <p>{v.t('support.concern.acts-text')}</p>
    </Notice>
  );
}

/** To those who read it: one button makes it a case that nobody else sees. */
function ActOn({ v, c }: { v: View; c: Concern }) {
  if (c.caseId)
    return (
      <ButtonRow>
        <LinkButton href={paths.case.href({ caseId: c.caseId })}>
          {v.t('support.concern.to-case')}
        </LinkButton>
      </ButtonRow>
    );
  return (
    <Form action={paths.actOnConcern.href({ concernId: c.id })} label={v.t('support.concern.act')}>
      <p>{v.t('support.concern.act-text')}</p>
      <ButtonRow>
        <Button kind="quiet">{v.t('support.concern.act')}</Button>
      </ButtonRow>
    </Form>
  );
}

/** What one was asked to read, and how the promise was kept. */
export function ConcernsPage({ v, data }: { v: View; data: ViewOf<typeof listConcerns> }) {
  return (
    <>
      <PageHead title={v.t('support.concerns.title')} lead={v.t('support.concerns.lead')} />
      <Places v={v} />
      {data.rows.length === 0 ? (
        <EmptyState title={v.t('support.concerns.none')} text={v.t('support.concerns.none-text')} />
      ) : (
        <>
          {data.kept.answered > 0 && (
            <p>
              {v.t('support.concerns.kept', {
                answered: data.kept.answered,
                inTime: data.kept.inTime,
                hours: data.kept.hours ?? 0,
              })}
            </p>
          )}
          <Table
            caption={v.t('support.concerns.title')}
            hideCaption
            rowHeader="from"
            columns={[
              { key: 'from', label: v.t('support.concerns.from') },
              { key: 'at', label: v.t('support.concerns.at') },
              { key: 'state', label: v.t('support.case.state') },
            ]}
            rows={data.rows.map((r) => ({
              id: r.id,
              cells: {
                from: <a href={paths.oneConcern.href({ concernId: r.id })}>{r.from}</a>,
                at: v.t('support.at', { at: r.at }),
                state: (
                  <StatusTag
                    tone={r.closed ? 'none' : r.answered ? 'done' : r.late ? 'late' : 'now'}
                    text={
                      r.closed
                        ? v.t('support.concern.closed')
                        : r.answered
                          ? v.t('support.concern.answered')
                          : v.t(r.late ? 'support.concern.late' : 'support.concern.until', {
                              at: r.answerBy,
                            })
                    }
                  />
                ),
              },
            }))}
          />
        </>
      )}
    </>
  );
}

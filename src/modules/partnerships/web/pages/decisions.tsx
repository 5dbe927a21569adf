import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  Details,
  EmptyState,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  RadioGroup,
  Section,
  TextArea,
  TextField,
  Timeline,
} from '#ui/index.ts';
import { decisionTopics } from '../../core/index.ts';
import type {
  getDecision,
  getDecisionForm,
  listDecisionSubjects,
  listDecisions,
} from '../../server/index.ts';
import { DecisionState, DecisionTable } from '../parts/decision-table.tsx';
import { Faults, InName } from '../parts/form.tsx';
import { Lines } from '../parts/words.tsx';
import { askAddress, paths } from '../paths.ts';

type List = ViewOf<typeof listDecisions>;

/** What to ask about, for who comes from a page that says nothing of it. */
export function ChooseDecisionPage({
  v,
  subjects,
}: {
  v: View;
  subjects: ViewOf<typeof listDecisionSubjects>['subjects'];
}) {
  const kinds = [...new Set(subjects.map((s) => s.kind))];
  return (
    <>
      <PageHead
        title={v.t('partnerships.choose.title')}
        lead={v.t('partnerships.choose.lead')}
        breadcrumbs={[{ href: paths.decisions.href(), label: v.t('partnerships.decisions.title') }]}
        breadcrumbsLabel={v.t('partnerships.crumbs')}
      />
      {subjects.length === 0 && (
        <EmptyState
          title={v.t('partnerships.choose.none')}
          text={v.t('partnerships.choose.none-text')}
        />
      )}
      {kinds.map((kind) => (
        <Section key={kind} title={v.t(`partnerships.choose.kind.${kind}`)} id={kind}>
          <ul>
            {subjects
              .filter((s) => s.kind === kind)
              .map((s) => (
                <li key={s.id}>
                  <a href={askAddress(s.kind, s.id)}>{s.label}</a>
                </li>
              ))}
          </ul>
        </Section>
      ))}
    </>
  );
}

/** What waits to be decided, and what was decided. */
export function DecisionsPage({
  v,
  list,
  about,
}: {
  v: View;
  list: List;
  /** the one thing they are about, as it stands in the address */
  about: { kind: string; id: string } | null;
}) {
  const open = list.decisions.filter((d) => d.state === 'open');
  const over = list.decisions.filter((d) => d.state !== 'open');
  const ask = (
    <LinkButton
      kind="primary"
      href={about ? askAddress(about.kind, about.id) : paths.chooseDecision.href()}
    >
      {v.t('partnerships.decisions.ask')}
    </LinkButton>
  );
  return (
    <>
      <PageHead
        title={v.t('partnerships.decisions.title')}
        kicker={list.about?.label}
        lead={v.t('partnerships.decisions.lead')}
        breadcrumbs={[
          list.about
            ? { href: list.about.href, label: list.about.label }
            : { href: paths.partnerships.href(), label: v.t('partnerships.list.title') },
        ]}
        breadcrumbsLabel={v.t('partnerships.crumbs')}
        actions={ask}
      />
      {list.decisions.length === 0 && (
        <EmptyState
          title={v.t('partnerships.decisions.none')}
          text={v.t('partnerships.decisions.none-text')}
        />
      )}
      {open.length > 0 && (
        <Section title={v.t('partnerships.decisions.open')} id="open">
          <DecisionTable v={v} decisions={open} about={!list.about} />
        </Section>
      )}
      {over.length > 0 && (
        <Section title={v.t('partnerships.decisions.over')} id="over">
          <DecisionTable v={v} decisions={over} about={!list.about} />
        </Section>
      )}
    </>
  );
}

type FormData = ViewOf<typeof getDecisionForm>;

/** A question, its options, who must decide, by when. */
export function NewDecisionPage({ v, form }: { v: View; form: FormData }) {
  const href = paths.newDecision.href();
  const firstSchool = form.partners.find((p) => p.kind === 'school');
  const f = bind(v, href, {
    orgId: form.own[0]?.orgId,
    topic: 'other',
    decidingOrgId: firstSchool?.orgId,
    question: form.replaces ? form.replaces.question : '',
    options: v.t('partnerships.ask.options-example'),
    dueOn: v.today.add({ days: 14 }),
  });
  return (
    <>
      <PageHead
        kicker={form.about.label}
        title={v.t(form.replaces ? 'partnerships.ask.again' : 'partnerships.ask.title')}
        lead={v.t('partnerships.ask.lead', {
          partners: v.fmt.list(form.partners.map((p) => p.name)),
        })}
        breadcrumbs={[{ href: form.about.href, label: form.about.label }]}
        breadcrumbsLabel={v.t('partnerships.crumbs')}
      />
      <Faults v={v} of={[f]} />
      {form.replaces && (
        <Notice title={v.t('partnerships.ask.replaces', { what: form.replaces.outcome })}>
          <p>{v.t('partnerships.ask.replaces-text')}</p>
        </Notice>
      )}
      <Form action={`${href}?${v.url.split('?')[1] ?? ''}`} id="decision" keep>
        <Hidden name="about" value={`${form.about.kind}:${form.about.id}`} />
        <Hidden name="replacesId" value={form.replaces?.id ?? ''} />
        <InName v={v} f={f} own={form.own} name="orgId" />
        <TextField
          {...f.text('question')}
          label={v.t('partnerships.ask.question')}
          hint={v.t('partnerships.ask.question-hint')}
        />
        <TextArea
          {...f.text('background')}
          label={v.t('partnerships.ask.background')}
          hint={v.t('partnerships.ask.background-hint')}
          optionalLabel={v.t('partnerships.optional')}
          rows={4}
        />
        <TextArea
          {...f.text('options')}
          label={v.t('partnerships.ask.options')}
          hint={v.t('partnerships.ask.options-hint')}
          rows={4}
        />
        <RadioGroup
          {...f.text('topic')}
          label={v.t('partnerships.ask.topic')}
          hint={v.t('partnerships.ask.topic-hint')}
          options={decisionTopics.map((topic) => ({
            value: topic,
            label: v.t(`partnerships.topic.${topic}`),
          }))}
        />
        <RadioGroup
          {...f.text('decidingOrgId')}
          label={v.t('partnerships.ask.who')}
          options={form.partners.map((p) => ({ value: p.orgId, label: p.name }))}
        />
        <DateField
          {...f.date('dueOn')}
          label={v.t('partnerships.ask.by')}
          labels={{
            day: v.t('partnerships.date.day'),
            month: v.t('partnerships.date.month'),
            year: v.t('partnerships.date.year'),
          }}
        />
        <ButtonRow>
          <Button>{v.t('partnerships.ask.send')}</Button>
          <LinkButton href={form.about.href}>{v.t('partnerships.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

type Decision = ViewOf<typeof getDecision>;

/** One question: what it is about, what each side thinks, what was decided by whom and why. */
export function DecisionPage({ v, d }: { v: View; d: Decision }) {
  const at = { decisionId: d.id };
  const decideHref = paths.decide.href(at);
  const opinionHref = paths.opinion.href(at);
  const withdrawHref = paths.withdrawDecision.href(at);
  const f = bind(v, decideHref);
  const o = bind(v, opinionHref, { orgId: d.speaksFor[0]?.orgId });
  const w = bind(v, withdrawHref);
  const option = (i: number | null) => (i === null ? '' : (d.options[i] ?? ''));
  return (
    <>
      <PageHead
        kicker={v.t('partnerships.decision.about', { about: d.about })}
        title={d.question}
        lead={<DecisionState v={v} d={d} />}
        breadcrumbs={[
          ...(d.aboutHref ? [{ href: d.aboutHref, label: d.about }] : []),
          { href: paths.decisions.href(), label: v.t('partnerships.decisions.title') },
        ]}
        breadcrumbsLabel={v.t('partnerships.crumbs')}
      />
      <Faults v={v} of={[f, o, w]} />
      {d.replaces && (
        <Notice title={v.t('partnerships.decision.replaces')}>
          <p>
            <a href={paths.decision.href({ decisionId: d.replaces.id })}>{d.replaces.question}</a>
          </p>
        </Notice>
      )}
      {d.replacedBy && (
        <Notice
          tone="late"
          title={v.t(
            d.replacedBy.decided
              ? 'partnerships.decision.replaced'
              : 'partnerships.decision.being-replaced',
          )}
        >
          <p>
            <a href={paths.decision.href({ decisionId: d.replacedBy.id })}>
              {v.t('partnerships.decision.see-new')}
            </a>
          </p>
        </Notice>
      )}
      {d.state !== 'open' && (
        <Section
          id="outcome"
          title={v.t(
            d.state === 'decided'
              ? 'partnerships.decision.decided'
              : 'partnerships.decisions.withdrawn',
          )}
        >
          <Facts
            items={[
              ...(d.state === 'decided'
                ? [{ label: v.t('partnerships.decision.outcome'), value: d.outcome }]
                : []),
              { label: v.t('partnerships.decision.reason'), value: <Lines text={d.reason} /> },
              {
                label: v.t('partnerships.decision.by'),
                value: v.t('partnerships.decision.by-when', {
                  who: d.decidedBy,
                  org: d.state === 'decided' ? d.decidingOrg : d.askingOrg,
                  at: d.decidedAt,
                }),
              },
            ]}
          />
        </Section>
      )}
      <Section title={v.t('partnerships.decision.question')} id="question">
        <Facts
          items={[
            ...(d.background
              ? [
                  {
                    label: v.t('partnerships.decision.background'),
                    value: <Lines text={d.background} />,
                  },
                ]
              : []),
            {
              label: v.t('partnerships.decision.asked'),
              value: v.t('partnerships.decision.by-when', {
                who: d.askedBy,
                org: d.askingOrg,
                at: d.askedAt,
              }),
            },
            {
              label: v.t('partnerships.decision.who'),
              value: v.t('partnerships.decision.who-by', { org: d.decidingOrg, day: d.dueOn }),
            },
          ]}
        />
        <Prose>
          <ol>
            {d.options.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ol>
          {d.core && <p class="hint">{v.t('partnerships.decision.core')}</p>}
        </Prose>
      </Section>
      <Section title={v.t('partnerships.decision.opinions')} id="opinions">
        {d.opinions.length > 0 && (
          <Timeline
            items={d.opinions.map((each) => ({
              id: each.org,
              dateText: v.fmt.moment(each.at),
              datetime: each.at.toString(),
              who: v.t('partnerships.edits.who', { who: each.by, org: each.org }),
              what: (
                <>
                  <br />
                  {each.favours !== null && (
                    <>
                      <strong>
                        {v.t('partnerships.decision.favours', { option: option(each.favours) })}
                      </strong>
                      <br />
                    </>
                  )}
                  <Lines text={each.words} />
                </>
              ),
            }))}
          />
        )}
        {d.silent.length > 0 && (
          <p class="hint">{v.t('partnerships.decision.silent', { orgs: v.fmt.list(d.silent) })}</p>
        )}
        {d.speaksFor.length > 0 && (
          <Details
            summary={v.t('partnerships.opinion.title')}
            open={o.errors.length > 0 || (!d.can.decide && d.opinions.length === 0)}
          >
            <Form action={opinionHref} id="opinion">
              {d.speaksFor.length === 1 ? (
                <Hidden name="orgId" value={d.speaksFor[0]?.orgId ?? ''} />
              ) : (
                <RadioGroup
                  {...o.text('orgId')}
                  label={v.t('partnerships.in-name')}
                  options={d.speaksFor.map((each) => ({ value: each.orgId, label: each.name }))}
                />
              )}
              <RadioGroup
                {...o.text('favours')}
                label={v.t('partnerships.opinion.favours')}
                options={[
                  ...d.options.map((text, i) => ({ value: String(i), label: text })),
                  { value: '', label: v.t('partnerships.opinion.none') },
                ]}
              />
              <TextArea {...o.text('words')} label={v.t('partnerships.opinion.words')} rows={3} />
              <ButtonRow>
                <Button kind="quiet">{v.t('partnerships.opinion.send')}</Button>
              </ButtonRow>
            </Form>
          </Details>
        )}
      </Section>
      {d.can.decide && (
        <Section title={v.t('partnerships.decide.title')} id="decide">
          <Form action={decideHref} id="decide-form" keep>
            <RadioGroup
              {...f.text('chosen')}
              label={v.t('partnerships.decide.chosen')}
              options={[
                ...d.options.map((text, i) => ({ value: String(i), label: text })),
                { value: 'other', label: v.t('partnerships.decide.other') },
              ]}
            />
            <TextField
              {...f.text('otherWords')}
              label={v.t('partnerships.decide.other-words')}
              optionalLabel={v.t('partnerships.decide.other-when')}
            />
            <TextArea
              {...f.text('reason')}
              label={v.t('partnerships.decide.reason')}
              hint={v.t('partnerships.decide.reason-hint')}
              rows={3}
            />
            <ButtonRow>
              <Button>{v.t('partnerships.decide.button')}</Button>
            </ButtonRow>
          </Form>
        </Section>
      )}
      {d.can.withdraw && (
        <Details summary={v.t('partnerships.withdraw.title')} open={w.errors.length > 0}>
          <Form action={withdrawHref} id="withdraw">
            <TextArea {...w.text('reason')} label={v.t('partnerships.withdraw.reason')} rows={2} />
            <ButtonRow>
              <Button kind="quiet">{v.t('partnerships.withdraw.button')}</Button>
            </ButtonRow>
          </Form>
        </Details>
      )}
      {d.can.reverse && (
        <p>
          <a
            href={paths.newDecision.href(undefined, {
              about: `${d.aboutKind}:${d.aboutId}`,
              replaces: d.id,
            })}
          >
            {v.t('partnerships.decision.reverse')}
          </a>
        </p>
      )}
    </>
  );
}

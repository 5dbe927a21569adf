import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  EmptyState,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  Steps,
  TaskList,
} from '#ui/index.ts';
import { questionnaire, wordingFor } from '../../core/index.ts';
import type { listAssessments } from '../../server/index.ts';
import { dayOf, Said } from '../parts/said.tsx';
import { paths } from '../paths.ts';

type Props = { v: View; list: ViewOf<typeof listAssessments> };

/** What the Quality Development Tool is, what is under way, and where to start. */
export function QualityPage({ v, list }: Props) {
  const { organisations, assessments } = list;
  return (
    <>
      <PageHead title={v.t('quality.home.title')} lead={v.t('quality.home.lead')} />
      {organisations.length === 0 ? (
        <EmptyState
          title={v.t('quality.home.no-organisation')}
          text={v.t('quality.home.no-organisation-text')}
        />
      ) : (
        <>
          <Again v={v} list={list} />
          {assessments.length > 0 && (
            <Section title={v.t('quality.home.yours')}>
              <TaskList
                items={assessments.map((a) => ({
                  id: a.id,
                  title: v.t(`quality.scope.${a.scope}-for`, { organisation: a.orgName }),
                  href:
                    a.state === 'open'
                      ? paths.assessment.href({ assessmentId: a.id })
                      : paths.result.href({ assessmentId: a.id }),
                  hint: a.startedBy
                    ? v.t('quality.home.started-by', {
                        who: a.startedBy,
                        role: v.t(`quality.role.${a.appliesAs}`),
                      })
                    : v.t(`quality.role.${a.appliesAs}`),
                  tone: a.state === 'open' ? 'now' : 'done',
                  statusText:
                    a.state === 'open'
                      ? v.t('quality.progress', { answered: a.answered, total: a.total })
                      : v.t('quality.home.submitted'),
                  dateText: v.fmt.date(dayOf(a.submittedAt ?? a.createdAt)),
                }))}
              />
            </Section>
          )}
          <StartForm v={v} list={list} />
          {assessments.some((a) => a.state === 'submitted') && <Counted v={v} list={list} />}
        </>
      )}
      <Section title={v.t('quality.home.how')}>
        <Steps
          items={['answer', 'mark', 'see', 'meet'].map((step) => ({
            id: step,
            title: v.t(`quality.how.${step}`),
            text: v.t(`quality.how.${step}-text`),
          }))}
        />
      </Section>
    </>
  );
}

/** Half a year has passed, or a plan was closed: reasons to look again. */
function Again({ v, list }: Props) {
  const words = wordingFor(v.lang);
  const open = (orgId: string) =>
    list.assessments.find((a) => a.orgId === orgId && a.state === 'open');
  return (
    <>
      {list.organisations
        .filter((o) => o.againSince && o.lastOn)
        .map((o) => (
          <Notice key={o.id} title={v.t('quality.again.title', { organisation: o.name })}>
            <p>{v.t('quality.again.text', { date: o.lastOn ? v.fmt.date(o.lastOn) : '' })}</p>
          </Notice>
        ))}
      {list.organisations
        .filter((o) => o.proposals.length > 0 && !open(o.id))
        .map((o) => (
          <Notice
            key={`plans-${o.id}`}
            title={v.t('quality.proposal.waiting', {
              count: o.proposals.length,
              organisation: o.name,
            })}
          >
            <ul>
              {o.proposals.map((p) => (
                <li key={p.itemId + p.plan}>
                  {p.plan}: <Said words={words.item(p.itemId)} /> ({words.status(p.status).text})
                </li>
              ))}
            </ul>
            <p>{v.t('quality.proposal.waiting-text')}</p>
          </Notice>
        ))}
    </>
  );
}

/** Whether an organisation lets itself be counted among others: said plainly, and taken back with one press. */
function Counted({ v, list }: Props) {
  const href = paths.benchmark.href();
  const f = bind(v, href);
  const closed = list.organisations.filter((o) =>
    list.assessments.some((a) => a.orgId === o.id && a.state === 'submitted'),
  );
  return (
    <Section
      title={v.t('quality.benchmark.title')}
      id="benchmark"
      lead={v.t('quality.benchmark.what')}
    >
      <ErrorSummary title={v.t('quality.form.errors')} errors={f.errors} />
      <Details summary={v.t('quality.benchmark.rule')}>
        <p>{v.t('quality.benchmark.rule-text')}</p>
      </Details>
      {closed.map((o) => (
        <div key={o.id}>
          <p>
            <b>{o.name}</b>{' '}
            {o.benchmark.given && o.benchmark.at
              ? v.t('quality.benchmark.given', {
                  who: o.benchmark.by || v.t('quality.given.somebody'),
                  date: v.fmt.date(dayOf(o.benchmark.at)),
                })
              : v.t('quality.benchmark.not-counted')}
          </p>
          {o.benchmark.mayChange ? (
            <Form action={href} label={o.name}>
              <Hidden name="orgId" value={o.id} />
              <Hidden name="given" value={o.benchmark.given ? 'no' : 'yes'} />
              <ButtonRow>
                <Button kind="quiet">
                  {v.t(
                    o.benchmark.given ? 'quality.benchmark.take-back' : 'quality.benchmark.give',
                  )}
                </Button>
              </ButtonRow>
            </Form>
          ) : (
            <p class="hint">{v.t('quality.benchmark.who')}</p>
          )}
        </div>
      ))}
    </Section>
  );
}

function StartForm({ v, list }: Props) {
  const [only] = list.organisations;
  const f = bind(v, paths.quality.href(), {
    orgId: only?.id,
    scope: 'quick',
    appliesAs: list.organisations.length === 1 ? only?.guessedRole : '',
  });
  const hasSchool = list.organisations.some((o) => o.kind === 'school');
  return (
    <Section title={v.t('quality.start.title')} lead={v.t('quality.start.lead')}>
      <ErrorSummary title={v.t('quality.form.errors')} errors={f.errors} />
      <Form action={paths.quality.href()}>
        {list.organisations.length === 1 && only ? (
          <Hidden name="orgId" value={only.id} />
        ) : (
          <RadioGroup
            {...f.text('orgId')}
            label={v.t('quality.start.organisation')}
            options={list.organisations.map((o) => ({ value: o.id, label: o.name }))}
          />
        )}
        <RadioGroup
          {...f.text('scope')}
          label={v.t('quality.start.scope')}
          options={(['quick', 'full'] as const).map((scope) => ({
            value: scope,
            label: v.t(`quality.scope.${scope}`),
            hint: v.t(`quality.scope.${scope}-hint`, { minutes: questionnaire.minutes[scope] }),
          }))}
        />
        {hasSchool && (
          <RadioGroup
            {...f.text('appliesAs')}
            label={v.t('quality.start.role')}
            hint={v.t('quality.start.role-hint')}
            options={(list.organisations.every((o) => o.kind === 'school')
              ? (['sending_school', 'host_school'] as const)
              : (['sending_school', 'host_school', 'supporting_organisation'] as const)
            ).map((role) => ({ value: role, label: v.t(`quality.role.${role}`) }))}
          />
        )}
        <ButtonRow>
          <Button>{v.t('quality.start.button')}</Button>
          {list.assessments.some((a) => a.state === 'submitted') && (
            <LinkButton href="/clubs">{v.t('quality.start.clubs')}</LinkButton>
          )}
        </ButtonRow>
      </Form>
    </Section>
  );
}

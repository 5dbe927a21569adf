import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  ErrorSummary,
  Form,
  fieldId,
  Hidden,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  Prose,
  Section,
  Table,
  TaskList,
} from '#ui/index.ts';
import { questionnaire, wordingFor } from '../../core/index.ts';
import type { getAssessment } from '../../server/index.ts';
import { Proposals } from '../parts/proposals.tsx';
import { dayOf, Said } from '../parts/said.tsx';
import { paths } from '../paths.ts';

type Assessment = ViewOf<typeof getAssessment>;

/** The list of criteria by phase with how far each has come, and the one next step. */
export function AssessmentPage({ v, assessment: a }: { v: View; assessment: Assessment }) {
  const words = wordingFor(v.lang, a.questionnaire);
  const at = { assessmentId: a.id };
  const f = bind(v, paths.submit.href(at));
  return (
    <>
      <PageHead
        kicker={a.orgName}
        title={v.t(`quality.scope.${a.scope}`)}
        lead={`${v.t(`quality.role.${a.appliesAs}`)} · ${v.t('quality.progress', { answered: a.answered, total: a.total })}`}
        breadcrumbs={[{ href: paths.quality.href(), label: v.t('quality.nav') }]}
        breadcrumbsLabel={v.t('quality.crumbs')}
      />
      {/* of whichever form of this page was sent: closing, carrying over, taking a proposal */}
      <ErrorSummary title={v.t('quality.form.errors')} errors={bind(v, v.form.action).errors} />
      <NewerVersion v={v} a={a} />
      <Next v={v} a={a} />
      <Waiting v={v} a={a} />
      {questionnaire.phases.map((phase) => {
        const criteria = a.criteria.filter((c) => c.phaseId === phase.id);
        if (criteria.length === 0) return null;
        const said = words.phase(phase.id);
        return (
          <section class="section" key={phase.id}>
            <div class="section-head">
              <h2>
                <Said words={said.title} />
              </h2>
            </div>
            <div class="section-lead">
              <Said words={said.question} />
            </div>
            <TaskList
              items={criteria.map((c) => ({
                id: c.id,
                title: words.criterion(c.id).text,
                href: paths.criterion.href({ ...at, criterionId: c.id }),
                hint: c.sharedWith
                  ? v.t('quality.share.asked', { who: c.sharedWith.name })
                  : undefined,
                tone: c.answered === c.total ? 'done' : c.answered > 0 ? 'now' : 'none',
                statusText: v.t('quality.progress', { answered: c.answered, total: c.total }),
              }))}
            />
          </section>
        );
      })}
      <Together v={v} a={a} />
      <Section title={v.t('quality.priorities.title')} lead={v.t('quality.priorities.short')}>
        {a.priorities.length > 0 && (
          <Prose>
            <ol>
              {a.priorities.map((p) => (
                <li key={p.itemId}>
                  <Said words={words.item(p.itemId)} /> ({v.t(`quality.intent.${p.intent}`)})
                </li>
              ))}
            </ol>
          </Prose>
        )}
        <LinkButton href={paths.priorities.href(at)}>
          {v.t(a.priorities.length > 0 ? 'quality.priorities.change' : 'quality.priorities.mark')}
        </LinkButton>
      </Section>
      {a.state === 'open' && a.missing.length > 0 && (
        <Section title={v.t('quality.submit.title')}>
          <div id={fieldId('missing')} tabIndex={-1}>
            <p>{v.t('quality.submit.missing', { count: a.missing.length })}</p>
            {f.errors.length > 0 && <MissingList v={v} a={a} />}
          </div>
          <Form action={paths.submit.href(at)}>
            <ButtonRow>
              <Button kind="quiet">{v.t('quality.submit.button')}</Button>
              <LinkButton href={paths.result.href(at)}>{v.t('quality.result.so-far')}</LinkButton>
            </ButtonRow>
          </Form>
        </Section>
      )}
    </>
  );
}

/** The questionnaire has moved on since this was begun, or has been carried over: what that means, in numbers. */
function NewerVersion({ v, a }: { v: View; a: Assessment }) {
  const words = wordingFor(v.lang, a.questionnaire);
  if (a.newer)
    return (
      <Notice title={v.t('quality.version.newer')}>
        <p>{v.t('quality.version.newer-text', { ...a.newer })}</p>
        <Form action={paths.carryOver.href({ assessmentId: a.id })}>
          <Hidden name="version" value={String(a.version)} />
          <ButtonRow>
            <Button kind="quiet">{v.t('quality.version.carry-over')}</Button>
          </ButtonRow>
        </Form>
      </Notice>
    );
  if (!a.carried || a.state !== 'open') return null;
  const again = a.criteria.flatMap((c) =>
    c.items.filter((item) => item.lookAgain).map((item) => ({ item, criterionId: c.id })),
  );
  return (
    <Notice
      tone={again.length > 0 ? 'late' : 'now'}
      title={v.t('quality.version.carried', { date: v.fmt.date(dayOf(a.carried.at)) })}
    >
      <p>{v.t('quality.version.carried-text', { count: again.length, who: a.carried.by })}</p>
      {again.length > 0 && (
        <ul>
          {again.map(({ item, criterionId }) => (
            <li key={item.id}>
              <a
                href={`${paths.criterion.href({ assessmentId: a.id, criterionId })}#${fieldId(`answers.${item.id}.status`)}`}
              >
                <Said words={words.item(item.id)} />
              </a>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

/** What waits beside the answers: looks that were asked for, plans that propose, and proof that is missing. */
function Waiting({ v, a }: { v: View; a: Assessment }) {
  const words = wordingFor(v.lang, a.questionnaire);
  const where = (itemId: string) => a.criteria.find((c) => c.items.some((i) => i.id === itemId));
  return (
    <>
      {a.reviews > 0 && (
        <Notice title={v.t('quality.review.waits', { count: a.reviews })}>
          <LinkButton href={paths.reviews.href({ assessmentId: a.id })}>
            {v.t('quality.review.open')}
          </LinkButton>
        </Notice>
      )}
      <Proposals v={v} a={a} proposals={a.proposals} />
      {a.allAtTop && (
        <Notice tone="late" title={v.t('quality.top.title')}>
          <p>{v.t('quality.top.text')}</p>
        </Notice>
      )}
      {a.unproven.length > 0 && (
        <Notice title={v.t('quality.proof.title', { count: a.unproven.length })}>
          <p>{v.t('quality.proof.text')}</p>
          <Details summary={v.t('quality.proof.which')} open={a.unproven.length <= 3}>
            <ul>
              {a.unproven.map((u) => (
                <li key={u.itemId}>
                  <a
                    href={`${paths.criterion.href({ assessmentId: a.id, criterionId: where(u.itemId)?.id ?? '' })}#${fieldId(`answers.${u.itemId}.status`)}`}
                  >
                    <Said words={words.item(u.itemId)} />
                  </a>{' '}
                  {u.lacks.includes('confirmation')
                    ? v.t('quality.proof.asked', { who: u.reviewer })
                    : v.t('quality.proof.lacks', {
                        what: v.fmt.list(u.lacks.map((l) => v.t(`quality.lacks.${l}`))),
                      })}
                </li>
              ))}
            </ul>
          </Details>
        </Notice>
      )}
    </>
  );
}

/** Who answers what: those who were asked, and those who did. */
function Together({ v, a }: { v: View; a: Assessment }) {
  if (a.state !== 'open' && a.contributions.length === 0) return null;
  return (
    <Section title={v.t('quality.together.title')} lead={v.t('quality.together.lead')}>
      {a.contributions.length > 0 && (
        <Table
          caption={v.t('quality.together.title')}
          hideCaption
          columns={[
            { key: 'name', label: v.t('quality.together.name') },
            { key: 'points', label: v.t('quality.together.points'), numeric: true },
            { key: 'last', label: v.t('quality.together.last') },
          ]}
          rows={a.contributions.map((c, i) => ({
            id: String(i),
            cells: {
              name: c.name || v.t('quality.given.somebody'),
              points: c.points,
              last: v.fmt.date(dayOf(c.lastAt)),
            },
          }))}
        />
      )}
      {a.state === 'open' && (
        <LinkButton href={paths.share.href({ assessmentId: a.id })}>
          {v.t('quality.share.button')}
        </LinkButton>
      )}
    </Section>
  );
}

function MissingList({ v, a }: { v: View; a: Assessment }) {
  const words = wordingFor(v.lang, a.questionnaire);
  return (
    <Prose>
      <ul>
        {a.criteria.flatMap((c) =>
          c.items
            .filter((item) => a.missing.includes(item.id))
            .map((item) => (
              <li key={item.id}>
                <a
                  href={`${paths.criterion.href({ assessmentId: a.id, criterionId: c.id })}#${fieldId(`answers.${item.id}.status`)}`}
                >
                  <Said words={words.item(item.id)} />
                </a>
              </li>
            )),
        )}
      </ul>
    </Prose>
  );
}

function Next({ v, a }: { v: View; a: Assessment }) {
  const at = { assessmentId: a.id };
  if (a.state === 'submitted') {
    return (
      <Notice tone="done" title={v.t('quality.submitted.title')}>
        <p>{v.t('quality.submitted.text')}</p>
        <LinkButton kind="primary" href={paths.result.href(at)}>
          {v.t('quality.result.open')}
        </LinkButton>
      </Notice>
    );
  }
  const me = v.actor.kind === 'person' ? v.actor.personId : '';
  const waiting = a.criteria.filter((c) => c.items.some((item) => a.missing.includes(item.id)));
  const open =
    a.criteria.find((c) => c.sharedWith?.id === me && c.answered < c.total) ??
    waiting.find((c) => c.sharedWith === null) ??
    waiting[0];
  if (open) {
    return (
      <NextStep
        kicker={v.t('quality.next')}
        title={v.t(a.answered === 0 ? 'quality.next.begin' : 'quality.next.go-on')}
        about={<Said words={wordingFor(v.lang, a.questionnaire).criterion(open.id)} />}
        action={
          <LinkButton kind="primary" href={paths.criterion.href({ ...at, criterionId: open.id })}>
            {v.t('quality.next.answer')}
          </LinkButton>
        }
      />
    );
  }
  if (a.priorities.length === 0) {
    return (
      <NextStep
        kicker={v.t('quality.next')}
        title={v.t('quality.priorities.mark')}
        about={v.t('quality.priorities.short')}
        action={
          <>
            <LinkButton kind="primary" href={paths.priorities.href(at)}>
              {v.t('quality.priorities.mark')}
            </LinkButton>
            <Form action={paths.submit.href(at)}>
              <Button kind="quiet">{v.t('quality.submit.without')}</Button>
            </Form>
          </>
        }
      />
    );
  }
  return (
    <NextStep
      kicker={v.t('quality.next')}
      title={v.t('quality.submit.title')}
      about={v.t('quality.submit.about')}
      action={
        <Form action={paths.submit.href(at)}>
          <Button>{v.t('quality.submit.button')}</Button>
        </Form>
      }
    />
  );
}

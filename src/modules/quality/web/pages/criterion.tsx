import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  Details,
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
  Tag,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { itemById, wordingFor } from '../../core/index.ts';
import { checkedStandards } from '../../core/rules.ts';
import { statuses } from '../../core/types.ts';
import type { getAssessment } from '../../server/index.ts';
import { Said, toneOf } from '../parts/said.tsx';
import { paths } from '../paths.ts';

type Assessment = ViewOf<typeof getAssessment>;
type Criterion = Assessment['criteria'][number];
type Point = Criterion['items'][number];

/** One criterion a page: every point with its five answers, what could prove it, and where it comes from. */
export function CriterionPage({
  v,
  assessment: a,
  criterion: c,
}: {
  v: View;
  assessment: Assessment;
  criterion: Criterion;
}) {
  const words = wordingFor(v.lang);
  const index = a.criteria.indexOf(c);
  const link = (other: Criterion | undefined) =>
    other && paths.criterion.href({ assessmentId: a.id, criterionId: other.id });
  const [previous, next] = [link(a.criteria[index - 1]), link(a.criteria[index + 1])];
  return (
    <>
      <PageHead
        kicker={`${words.phase(c.phaseId).title.text} · ${v.t('quality.criterion.position', { number: index + 1, total: a.criteria.length })}`}
        title={words.criterion(c.id).text}
        breadcrumbs={[
          { href: paths.quality.href(), label: v.t('quality.nav') },
          {
            href: paths.assessment.href({ assessmentId: a.id }),
            label: v.t(`quality.scope.${a.scope}-for`, { organisation: a.orgName }),
          },
        ]}
        breadcrumbsLabel={v.t('quality.crumbs')}
      />
      {a.state === 'open' ? (
        <Answering v={v} a={a} c={c} nextId={a.criteria[index + 1]?.id ?? ''} />
      ) : (
        <Answered v={v} c={c} />
      )}
      <Details summary={v.t('quality.criterion.sources')}>
        <Prose>
          <p>{v.t('quality.criterion.sources-text')}</p>
          {c.items.map((point) => {
            const item = itemById(point.id);
            return (
              item && (
                <div key={point.id}>
                  <p>
                    <b>{point.id}</b>
                  </p>
                  <ul lang="en">
                    {checkedStandards(item).map((s) => (
                      <li key={s.name + s.ref}>
                        {s.name}: {s.ref}
                      </li>
                    ))}
                  </ul>
                </div>
              )
            );
          })}
        </Prose>
      </Details>
      <nav class="pager" aria-label={v.t('quality.criterion.pager')}>
        {previous && (
          <a class="button is-quiet" href={previous} rel="prev">
            {v.t('quality.criterion.previous')}
          </a>
        )}
        {next && (
          <a class="button is-quiet" href={next} rel="next">
            {v.t('quality.criterion.next')}
          </a>
        )}
      </nav>
    </>
  );
}

function Answering({ v, a, c, nextId }: { v: View; a: Assessment; c: Criterion; nextId: string }) {
  const words = wordingFor(v.lang);
  const href = paths.criterion.href({ assessmentId: a.id, criterionId: c.id });
  const f = bind(
    v,
    href,
    Object.fromEntries(
      c.items.flatMap((p) => [
        [`answers.${p.id}.status`, p.status],
        [`answers.${p.id}.reason`, p.reason],
        [`answers.${p.id}.evidence`, p.evidence],
        [`answers.${p.id}.evidenceOn`, p.evidenceOn],
        [`answers.${p.id}.reviewer`, p.reviewer],
      ]),
    ),
  );
  const overtaken =
    v.form.action === href &&
    v.form.faults.some((fault) => fault.reason === 'platform.error.changed-meanwhile');
  return (
    <>
      <ErrorSummary
        title={v.t('quality.form.errors')}
        lead={v.t('quality.form.nothing-lost')}
        errors={f.errors}
      />
      <Details summary={v.t('quality.criterion.words')}>
        <Facts
          items={statuses.map((s) => ({
            label: words.status(s).text,
            value: <Said words={words.statusMeaning(s)} />,
          }))}
        />
      </Details>
      <Form action={href} id={`answers-${a.id}-${c.id}`} keep>
        <Hidden name="seen" value={c.seen?.toString() ?? ''} />
        <Hidden name="next" value={nextId} />
        {c.items.map((point) => {
          const name = (field: string) => `answers.${point.id}.${field}`;
          const text = words.item(point.id);
          const given = f.text(name('status')).value;
          const fields = [
            f.text(name('reason')),
            f.text(name('evidence')),
            f.text(name('reviewer')),
            f.date(name('evidenceOn')),
          ];
          return (
            <div key={point.id} lang={text.lang}>
              <RadioGroup
                {...f.text(name('status'))}
                label={text.text}
                hint={
                  <>
                    {point.critical && (
                      <>
                        <Tag text={v.t('quality.critical.tag')} />{' '}
                      </>
                    )}
                    {v.t('quality.criterion.evidence', {
                      examples: v.fmt.list(words.evidence(point.id).map((e) => e.text)),
                    })}
                  </>
                }
                options={statuses.map((s) => ({ value: s, label: words.status(s).text }))}
              />
              {overtaken && point.status && point.status !== given && (
                <Notice
                  tone="late"
                  title={v.t('quality.criterion.meanwhile', {
                    status: words.status(point.status).text,
                  })}
                />
              )}
              <Details
                summary={v.t('quality.criterion.more')}
                open={
                  given === 'not_applicable' ||
                  given === 'documented_audited' ||
                  fields.some((field) => field.error !== undefined)
                }
              >
                <TextField
                  {...f.text(name('reason'))}
                  label={v.t('quality.field.reason')}
                  hint={v.t('quality.field.reason-hint')}
                />
                <TextArea
                  {...f.text(name('evidence'))}
                  label={v.t('quality.field.evidence')}
                  hint={v.t('quality.field.evidence-hint')}
                  rows={2}
                />
                <DateField
                  {...f.date(name('evidenceOn'))}
                  label={v.t('quality.field.evidence-on')}
                  labels={{
                    day: v.t('quality.field.day'),
                    month: v.t('quality.field.month'),
                    year: v.t('quality.field.year'),
                  }}
                />
                <TextField
                  {...f.text(name('reviewer'))}
                  label={v.t('quality.field.reviewer')}
                  hint={v.t('quality.field.reviewer-hint')}
                />
              </Details>
            </div>
          );
        })}
        <ButtonRow>
          <Button name="do" value="next">
            {v.t(nextId ? 'quality.criterion.save-next' : 'quality.criterion.save')}
          </Button>
          <Button kind="quiet" name="do" value="list">
            {v.t('quality.criterion.save-list')}
          </Button>
          <LinkButton href={paths.assessment.href({ assessmentId: a.id })}>
            {v.t('quality.criterion.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

/** A submitted assessment is read, not changed. */
function Answered({ v, c }: { v: View; c: Criterion }) {
  const words = wordingFor(v.lang);
  const proof = (point: Point) =>
    point.status === 'not_applicable'
      ? point.reason
      : [point.evidence, point.evidenceOn && v.fmt.date(point.evidenceOn), point.reviewer]
          .filter(Boolean)
          .join(' · ');
  return (
    <Section title={v.t('quality.criterion.answers')}>
      <Table
        caption={v.t('quality.criterion.answers')}
        hideCaption
        columns={[
          { key: 'point', label: v.t('quality.table.point') },
          { key: 'status', label: v.t('quality.table.status') },
          { key: 'proof', label: v.t('quality.table.proof') },
        ]}
        rows={c.items.map((point) => ({
          id: point.id,
          cells: {
            point: <Said words={words.item(point.id)} />,
            status: point.status ? (
              <StatusTag tone={toneOf[point.status]} text={words.status(point.status).text} />
            ) : (
              v.t('quality.table.open')
            ),
            proof: proof(point),
          },
        }))}
      />
    </Section>
  );
}

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
  SelectField,
  StatusTag,
  Table,
  Tag,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { wordingFor } from '../../core/index.ts';
import { checkedStandards, questionnaireOf } from '../../core/rules/index.ts';
import { statuses } from '../../core/types.ts';
import type { getAssessment } from '../../server/index.ts';
import { Measured, type Measures } from '../parts/measured.tsx';
import { Proposals } from '../parts/proposals.tsx';
import { dayOf, Said, Standing } from '../parts/said.tsx';
import { paths } from '../paths.ts';

type Assessment = ViewOf<typeof getAssessment>;
type Criterion = Assessment['criteria'][number];
type Point = Criterion['items'][number];
type Part = { v: View; a: Assessment; c: Criterion; found: Measures | null };

/** One criterion a page: every point with its five answers, what could prove it, and where it comes from. */
export function CriterionPage({
  v,
  assessment: a,
  criterion: c,
  found,
}: {
  v: View;
  assessment: Assessment;
  criterion: Criterion;
  found: Measures | null;
}) {
  const words = wordingFor(v.lang, a.questionnaire);
  const index = a.criteria.indexOf(c);
  const link = (other: Criterion | undefined) =>
    other && paths.criterion.href({ assessmentId: a.id, criterionId: other.id });
  const [previous, next] = [link(a.criteria[index - 1]), link(a.criteria[index + 1])];
  const asked = questionnaireOf(a.questionnaire).items;
  return (
    <>
      <PageHead
        kicker={`${words.phase(c.phaseId).title.text} · ${v.t('quality.criterion.position', { number: index + 1, total: a.criteria.length })}`}
        title={words.criterion(c.id).text}
        lead={[
          v.t('quality.progress', { answered: a.answered, total: a.total }),
          c.sharedWith ? v.t('quality.share.asked', { who: c.sharedWith.name }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
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
        <Answering v={v} a={a} c={c} found={found} nextId={nextToAnswer(a, index)} />
      ) : (
        <Answered v={v} a={a} c={c} found={found} />
      )}
      <Details summary={v.t('quality.criterion.sources')}>
        <Prose>
          <p>{v.t('quality.criterion.sources-text')}</p>
          {c.items.map((point) => {
            const item = asked.find((each) => each.id === point.id);
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

/** The criterion after this one; the questionnaire is walked in its order, also over what is answered. */
function nextToAnswer(a: Assessment, index: number): string {
  return a.criteria[index + 1]?.id ?? '';
}

function Answering({ v, a, c, found, nextId }: Part & { nextId: string }) {
  const words = wordingFor(v.lang, a.questionnaire);
  const href = paths.criterion.href({ assessmentId: a.id, criterionId: c.id });
  const f = bind(
    v,
    href,
    Object.fromEntries(
      c.items.flatMap((p) => [
        [`answers.${p.id}.status`, p.status],
        [`answers.${p.id}.reason`, p.reason],
        [`answers.${p.id}.note`, p.note],
        [`answers.${p.id}.evidence`, p.evidence],
        [`answers.${p.id}.evidenceOn`, p.evidenceOn],
        [`answers.${p.id}.reviewerId`, p.reviewerId],
      ]),
    ),
  );
  const sent = v.form.action === href;
  const overtaken =
    sent && v.form.faults.some((fault) => fault.reason === 'platform.error.changed-meanwhile');
  const others = a.people.filter(
    (p) => !(v.actor.kind === 'person' && p.id === v.actor.personId) && p.id !== c.sharedWith?.id,
  );
  return (
    <>
      <ErrorSummary
        title={v.t('quality.form.errors')}
        lead={v.t('quality.form.nothing-lost')}
        errors={f.errors}
      />
      <Proposals v={v} a={a} proposals={a.proposals.filter((p) => p.criterionId === c.id)} />
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
        <Hidden name="questionnaire" value={a.questionnaire} />
        <Hidden name="next" value={nextId} />
        {c.items.map((point) => {
          const name = (field: string) => `answers.${point.id}.${field}`;
          const text = words.item(point.id);
          const given = f.text(name('status')).value;
          const fields = [
            f.text(name('reason')),
            f.text(name('note')),
            f.text(name('evidence')),
            f.text(name('reviewerId')),
            f.date(name('evidenceOn')),
          ];
          return (
            <div key={point.id} lang={text.lang}>
              {point.lookAgain && (
                <Notice tone="late" title={v.t('quality.version.look-again')}>
                  {a.carried && (
                    <p>
                      {v.t('quality.version.before', {
                        words: wordingFor(v.lang, a.carried.from).item(point.id).text,
                      })}
                    </p>
                  )}
                </Notice>
              )}
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
                    {a.lastTime && point.lastTime && (
                      <p>
                        {v.t('quality.criterion.last-time', {
                          date: v.fmt.date(dayOf(a.lastTime)),
                          status: words.status(point.lastTime).text,
                        })}
                      </p>
                    )}
                    <Measured v={v} found={found} itemId={point.id} />
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
              <Proof v={v} point={point} />
              <Written v={v} point={point} />
              <Details
                summary={v.t('quality.criterion.more')}
                open={
                  fields.some((field) => field.error !== undefined) ||
                  (given === 'not_applicable' && point.reason === '') ||
                  (given === 'documented_audited' &&
                    (point.status !== given || point.lacks.some((l) => l !== 'confirmation')))
                }
              >
                <TextArea
                  {...f.text(name('note'))}
                  label={v.t('quality.field.note')}
                  hint={v.t('quality.field.note-hint')}
                  rows={2}
                />
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
                <SelectField
                  {...f.text(name('reviewerId'))}
                  label={v.t('quality.field.reviewer')}
                  hint={v.t(
                    others.length > 0
                      ? 'quality.field.reviewer-hint'
                      : 'quality.field.reviewer-nobody',
                  )}
                  emptyLabel={v.t('quality.field.reviewer-none')}
                  options={[
                    ...others.map((p) => ({ value: p.id as string, label: p.name })),
                    ...a.outsiders.map((o) => ({
                      value: o.id as string,
                      label: [o.name, o.organisation].filter(Boolean).join(', '),
                    })),
                  ]}
                />
                <p>
                  <a href={paths.outsiders.href({ assessmentId: a.id })}>
                    {v.t('quality.outsiders.link')}
                  </a>
                </p>
              </Details>
              <Given v={v} point={point} />
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

/** Where the proof of "documented / audited" stands: what is missing, or who has looked at it. */
function Proof({ v, point }: { v: View; point: Point }) {
  if (point.status !== 'documented_audited') return null;
  if (point.review === 'declined')
    return (
      <Notice tone="late" title={v.t('quality.proof.declined', { who: point.reviewer })}>
        <p>{point.reviewWords}</p>
      </Notice>
    );
  const lacks = point.lacks.filter((l) => l !== 'confirmation');
  return (
    <p>
      {point.review === 'confirmed' && point.reviewedAt ? (
        <StatusTag
          tone="done"
          text={v.t('quality.proof.confirmed', {
            who: point.reviewer,
            date: v.fmt.date(dayOf(point.reviewedAt)),
          })}
        />
      ) : lacks.length > 0 ? (
        <StatusTag
          tone="late"
          text={v.t('quality.proof.lacks', {
            what: v.fmt.list(lacks.map((l) => v.t(`quality.lacks.${l}`))),
          })}
        />
      ) : point.review === 'named' ? (
        <StatusTag tone="done" text={v.t('quality.proof.named', { who: point.reviewer })} />
      ) : (
        <StatusTag tone="wait" text={v.t('quality.proof.asked', { who: point.reviewer })} />
      )}
    </p>
  );
}

/** What was written about a point, in a line: the fields for it stay closed once they are filled. */
function writtenAbout(v: View, point: Point): string {
  return point.status === 'not_applicable'
    ? [point.reason, point.note].filter(Boolean).join(' · ')
    : [point.evidence, point.evidenceOn && v.fmt.date(point.evidenceOn), point.note]
        .filter(Boolean)
        .join(' · ');
}

function Written({ v, point }: { v: View; point: Point }) {
  const text = writtenAbout(v, point);
  return text ? <p class="hint">{text}</p> : null;
}

/** Who answered, when, and what was answered before. */
function Given({ v, point }: { v: View; point: Point }) {
  const words = wordingFor(v.lang);
  if (!point.answeredAt || !point.answeredBy) return null;
  const told = v.t('quality.given.by', {
    who: point.answeredBy,
    date: v.fmt.date(dayOf(point.answeredAt)),
  });
  if (point.earlier.length === 0) return <p class="hint">{told}</p>;
  return (
    <Details summary={told}>
      <ul>
        {point.earlier.map((e) => (
          <li key={e.at.toString()}>
            {v.t('quality.given.earlier', {
              who: e.by || v.t('quality.given.somebody'),
              date: v.fmt.date(dayOf(e.at)),
              status: words.status(e.status).text,
            })}
          </li>
        ))}
      </ul>
    </Details>
  );
}

/** A submitted assessment is read, not changed. */
function Answered({ v, a, c, found }: Part) {
  const words = wordingFor(v.lang, a.questionnaire);
  return (
    <Section title={v.t('quality.criterion.answers')}>
      <Table
        caption={v.t('quality.criterion.answers')}
        hideCaption
        columns={[
          { key: 'point', label: v.t('quality.table.point') },
          { key: 'status', label: v.t('quality.table.status') },
          { key: 'proof', label: v.t('quality.table.proof') },
          { key: 'who', label: v.t('quality.table.answered-by') },
        ]}
        rows={c.items.map((point) => ({
          id: point.id,
          cells: {
            point: (
              <>
                <Said words={words.item(point.id)} />
                <Measured v={v} found={found} itemId={point.id} />
              </>
            ),
            status: <Standing v={v} status={point.status} />,
            proof: (
              <>
                {writtenAbout(v, point)}
                <Proof v={v} point={point} />
              </>
            ),
            who: point.answeredBy,
          },
        }))}
      />
    </Section>
  );
}

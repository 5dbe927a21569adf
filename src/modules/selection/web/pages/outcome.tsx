import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ConfirmPanel,
  Details,
  Facts,
  Form,
  Hidden,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  SelectField,
  StatusTag,
  Table,
  TaskList,
  TextArea,
} from '#ui/index.ts';
import { results } from '../../core/types.ts';
import type { getLetter, getOutcome } from '../../server/index.ts';
import { Crumbs, Faults, said, titleOf } from '../parts/words.tsx';
import { paths } from '../paths.ts';
import { pupilIn } from './rate.tsx';

type Outcome = ViewOf<typeof getOutcome>;
type Pupil = Outcome['pupils'][number];

const score = (v: View, n: number) => v.fmt.number(Math.round(n * 100) / 100);
const resultText = (v: View, r: string) => v.t(`selection.result.${r.replaceAll('_', '-')}`);

export function OutcomePage({ v, o }: { v: View; o: Outcome }) {
  const at = { roundId: o.id };
  const planning = o.state === 'calibrating';
  return (
    <>
      <PageHead
        kicker={o.intakeName}
        title={v.t(planning ? 'selection.outcome.proposal' : 'selection.outcome.title')}
        lead={
          planning
            ? v.t('selection.outcome.lead', { places: o.places })
            : v.t('selection.next.decided', {
                who: o.decidedBy ?? o.school,
                at: o.decidedAt ? v.fmt.moment(o.decidedAt) : '',
              })
        }
        {...Crumbs(v, o, {
          rounds: paths.rounds.href({ intakeId: o.intakeId }),
          round: paths.round.href(at),
        })}
      />
      <Faults v={v} />
      {planning && !o.mayDecide && (
        <Notice tone="wait" title={v.t('selection.next.waits', { school: o.school })}>
          <p>{v.t('selection.refused.school-decides')}</p>
        </Notice>
      )}
      <Section title={v.t('selection.outcome.order')} lead={v.t('selection.outcome.order-lead')}>
        <Table
          caption={v.t('selection.outcome.order')}
          hideCaption
          rowHeader="pupil"
          columns={[
            { key: 'rank', label: v.t('selection.outcome.rank'), numeric: true },
            { key: 'pupil', label: v.t('selection.outcome.pupil') },
            { key: 'score', label: v.t('selection.outcome.score'), numeric: true },
            {
              key: 'proposed',
              label: v.t(planning ? 'selection.outcome.proposed' : 'selection.outcome.result'),
            },
          ]}
          rows={o.pupils.map((p) => ({
            id: p.code,
            cells: {
              rank: p.rank,
              pupil: pupilIn(v, p),
              score: score(v, p.score),
              proposed: planning ? resultText(v, p.proposed) : <After v={v} o={o} p={p} />,
            },
          }))}
        />
        <Ties v={v} o={o} />
        <Details summary={v.t('selection.outcome.by-criterion')}>
          <Table
            caption={v.t('selection.outcome.by-criterion')}
            hideCaption
            rowHeader="pupil"
            columns={[
              { key: 'pupil', label: v.t('selection.outcome.pupil') },
              ...o.criteria.map((c) => ({
                key: c.key,
                label: said(v, c, 'title'),
                numeric: true,
              })),
            ]}
            rows={o.pupils.map((p) => ({
              id: p.code,
              cells: {
                pupil: v.t('selection.pupil', { code: p.code }),
                ...Object.fromEntries(
                  o.criteria.map((c) => [c.key, score(v, p.byCriterion[c.key] ?? 0)]),
                ),
              },
            }))}
          />
        </Details>
      </Section>
      {planning && o.mayDecide && <Plan v={v} o={o} />}
      {planning && o.mayDecide && o.isPlanned && <Letters v={v} o={o} />}
      {!planning && o.mayDecide && <AfterDecision v={v} o={o} />}
      {o.deviationReason && (
        <Section title={v.t('selection.outcome.deviation')}>
          <p>{o.deviationReason}</p>
        </Section>
      )}
    </>
  );
}

/** Equal scores, and how the rule put them in order, in words. */
function Ties({ v, o }: { v: View; o: Outcome }) {
  const tied = o.pupils.filter((p) => p.tiedWith.length > 0);
  if (tied.length === 0) return null;
  const groups = new Map<string, Pupil[]>();
  for (const p of tied) {
    const key = [p.code, ...p.tiedWith].sort().join(' ');
    groups.set(key, [...(groups.get(key) ?? []), p]);
  }
  return (
    <>
      {[...groups.values()].map((group) => {
        const rules = group
          .flatMap((p) => p.decidedBy)
          .filter((r, i, all) => all.findIndex((x) => x.kind === r.kind) === i);
        return (
          <Notice
            key={group[0]?.code}
            tone="none"
            title={v.t('selection.outcome.tie', {
              pupils: v.fmt.list(group.map((p) => p.code).toSorted((a, b) => v.fmt.compare(a, b))),
            })}
          >
            {rules.map((r) => (
              <p key={r.kind}>
                {v.t(`selection.outcome.tie-${r.kind.replaceAll('_', '-')}`, {
                  criterion: titleOf(v, o.criteria, r.key),
                  order: v.fmt.list(
                    group.map((p) =>
                      r.kind === 'criterion' && r.key
                        ? v.t('selection.outcome.with', {
                            code: p.code,
                            score: score(v, p.byCriterion[r.key] ?? 0),
                          })
                        : p.code,
                    ),
                  ),
                  number: String(o.lotNumber ?? 0),
                })}
              </p>
            ))}
            {o.state === 'calibrating' &&
              o.mayDecide &&
              o.tieRules.some((r) => r.kind === 'never_abroad') &&
              group.map((p) => <Abroad key={p.code} v={v} o={o} p={p} />)}
          </Notice>
        );
      })}
    </>
  );
}

function Abroad({ v, o, p }: { v: View; o: Outcome; p: Pupil }) {
  return (
    <Form action={paths.abroad.href({ roundId: o.id, code: p.code })}>
      <SelectField
        name="was"
        label={v.t('selection.outcome.was-abroad', { pupil: pupilIn(v, p) })}
        value={p.wasAbroad === null ? 'unknown' : p.wasAbroad ? 'yes' : 'no'}
        options={(['unknown', 'no', 'yes'] as const).map((value) => ({
          value,
          label: v.t(`selection.outcome.abroad-${value}`),
        }))}
      />
      <Button kind="quiet" label={v.t('selection.outcome.abroad-save', { code: p.code })}>
        {v.t('selection.save')}
      </Button>
    </Form>
  );
}

/** Accept the proposal, or deviate with a reason. */
function Plan({ v, o }: { v: View; o: Outcome }) {
  const href = paths.outcome.href({ roundId: o.id });
  const f = bind(v, href, {
    reason: o.deviationReason ?? '',
    ...Object.fromEntries(o.pupils.map((p, i) => [`results.${i}.result`, p.planned ?? p.proposed])),
  });
  return (
    <Section title={v.t('selection.plan.title')} lead={v.t('selection.plan.lead')}>
      <Form action={href}>
        <Hidden name="version" value={String(o.version)} />
        {o.pupils.map((p, i) => (
          <div key={p.code}>
            <Hidden name={`results.${i}.code`} value={p.code} />
            <SelectField
              {...f.text(`results.${i}.result`)}
              label={pupilIn(v, p)}
              hint={
                p.hasConsent
                  ? v.t('selection.plan.proposed', { result: resultText(v, p.proposed) })
                  : v.t('selection.plan.no-consent')
              }
              options={results.map((r) => ({ value: r, label: resultText(v, r) }))}
            />
          </div>
        ))}
        <TextArea
          {...f.text('reason')}
          label={v.t('selection.plan.reason')}
          hint={v.t('selection.plan.reason-hint')}
          optionalLabel={v.t('selection.plan.reason-optional')}
          rows={3}
        />
        <ButtonRow>
          <Button kind={o.isPlanned ? 'quiet' : 'primary'}>{v.t('selection.plan.save')}</Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

function Letters({ v, o }: { v: View; o: Outcome }) {
  const at = { roundId: o.id };
  return (
    <>
      <Section title={v.t('selection.letters.title')} lead={v.t('selection.letters.lead')}>
        <TaskList
          items={o.pupils.map((p) => ({
            id: p.code,
            title: pupilIn(v, p),
            href: paths.letter.href({ ...at, code: p.code }),
            tone: p.hasLetter ? 'done' : 'now',
            statusText: v.t(p.hasLetter ? 'selection.letters.written' : 'selection.letters.open'),
            hint: p.planned ? resultText(v, p.planned) : '',
          }))}
        />
      </Section>
      {o.lettersMissing > 0 ? (
        <Notice tone="now" title={v.t('selection.letters.missing', { count: o.lettersMissing })} />
      ) : (
        <section class="section">
          <ConfirmPanel
            title={v.t('selection.decide.title')}
            action={paths.decide.href(at)}
            confirmText={v.t('selection.decide.button')}
            cancelHref={paths.round.href(at)}
            cancelText={v.t('selection.later')}
            fields={<Hidden name="version" value={String(o.version)} />}
          >
            <p>
              {v.t('selection.decide.text', {
                selected: o.pupils.filter((p) => p.planned === 'selected').length,
                reserve: o.pupils.filter((p) => p.planned === 'reserve').length,
                not: o.pupils.filter((p) => p.planned === 'not_selected').length,
              })}
            </p>
          </ConfirmPanel>
        </section>
      )}
    </>
  );
}

function After({ v, o, p }: { v: View; o: Outcome; p: Pupil }) {
  if (p.gaveUp) return <StatusTag tone="none" text={v.t('selection.after.gave-up')} />;
  if (p.holdsPlace)
    return (
      <StatusTag
        tone="done"
        text={v.t(p.movedUp ? 'selection.after.moved-up' : 'selection.result.selected')}
      />
    );
  if (p.isWaiting && o.state === 'decided')
    return (
      <StatusTag tone="wait" text={v.t('selection.after.reserve', { rank: p.reserveRank ?? 0 })} />
    );
  return <StatusTag tone="none" text={v.t('selection.result.not-selected')} />;
}

/** Places that come free, requests to look again, and the end of the round. */
function AfterDecision({ v, o }: { v: View; o: Outcome }) {
  const at = { roundId: o.id };
  const next = o.pupils.find((p) => p.code === o.nextInReserve);
  return (
    <>
      {o.reviews.length > 0 && (
        <Section title={v.t('selection.review.all')}>
          <TaskList
            items={o.reviews.map((r) => ({
              id: r.id,
              title: v.t('selection.review.about', { code: r.code }),
              href: paths.review.href({ ...at, reviewId: r.id }),
              tone: r.isAnswered ? 'done' : r.mayAnswer ? 'now' : 'wait',
              statusText: v.t(
                r.isAnswered
                  ? 'selection.review.is-answered'
                  : r.mayAnswer
                    ? 'selection.review.yours'
                    : 'selection.review.other-person',
              ),
            }))}
          />
        </Section>
      )}
      {o.state === 'decided' && (
        <Section title={v.t('selection.after.title')} lead={v.t('selection.after.lead')}>
          {o.freePlaces > 0 && next && (
            <Notice
              tone="now"
              title={v.t('selection.after.free', {
                count: o.freePlaces,
                pupil: pupilIn(v, next),
              })}
            >
              <Form action={paths.moveUp.href({ ...at, code: next.code })}>
                <Button>{v.t('selection.after.move-up', { pupil: pupilIn(v, next) })}</Button>
              </Form>
            </Notice>
          )}
          {o.pupils
            .filter((p) => p.holdsPlace)
            .map((p) => (
              <Details
                key={p.code}
                summary={v.t('selection.after.gives-up', { pupil: pupilIn(v, p) })}
              >
                <p>{v.t('selection.after.gives-up-text')}</p>
                <Form action={paths.givenUp.href({ ...at, code: p.code })}>
                  <Button kind="quiet">
                    {v.t('selection.after.gives-up-button', { pupil: pupilIn(v, p) })}
                  </Button>
                </Form>
              </Details>
            ))}
          <Details summary={v.t('selection.close.title')}>
            <p>{v.t('selection.close.text')}</p>
            <Form action={paths.close.href(at)}>
              <Button kind="quiet">{v.t('selection.close.button')}</Button>
            </Form>
          </Details>
        </Section>
      )}
    </>
  );
}

export function LetterPage({ v, l }: { v: View; l: ViewOf<typeof getLetter> }) {
  const at = { roundId: l.id, code: l.code };
  const href = paths.letter.href(at);
  const f = bind(v, href, { strength: l.strength, words: l.words });
  return (
    <>
      <PageHead
        kicker={resultText(v, l.planned)}
        title={v.t('selection.letter.title', { pupil: l.name })}
        lead={v.t('selection.letter.lead')}
        breadcrumbs={[
          {
            href: paths.outcome.href({ roundId: l.id }),
            label: v.t('selection.outcome.proposal'),
          },
        ]}
        breadcrumbsLabel={v.t('selection.crumbs')}
      />
      <Faults v={v} />
      {l.reasons.length > 0 && (
        <Details summary={v.t('selection.letter.from')}>
          <Facts
            items={l.reasons.map((r) => ({
              label: titleOf(v, l.criteria, r.criterion),
              value: r.reason,
            }))}
          />
        </Details>
      )}
      <Form action={href} id={`letter-${l.id}-${l.code}`} keep>
        <Hidden name="version" value={String(l.letterVersion)} />
        <RadioGroup
          {...f.text('strength')}
          label={v.t('selection.letter.strength-label')}
          hint={v.t('selection.letter.strength-hint')}
          options={l.strengths.slice(0, 4).map((s) => ({
            value: s.key,
            label: v.t('selection.letter.seen', {
              criterion: titleOf(v, l.criteria, s.key),
              level: v.t(`selection.level.${s.level}`),
            }),
          }))}
        />
        <TextArea
          {...f.text('words')}
          label={v.t('selection.letter.words', { language: v.fmt.language(l.language) })}
          hint={v.t('selection.letter.words-hint')}
          rows={14}
        />
        <ButtonRow>
          <Button name="do" value="next">
            {v.t('selection.letter.save-next')}
          </Button>
          <Button kind="quiet" name="do" value="back">
            {v.t('selection.letter.save-back')}
          </Button>
        </ButtonRow>
      </Form>
      <nav class="pager" aria-label={v.t('selection.rate.pager')}>
        {l.previous && (
          <a
            class="button is-quiet"
            rel="prev"
            href={paths.letter.href({ roundId: l.id, code: l.previous })}
          >
            {v.t('selection.previous', { code: l.previous })}
          </a>
        )}
        {l.next && (
          <a
            class="button is-quiet"
            rel="next"
            href={paths.letter.href({ roundId: l.id, code: l.next })}
          >
            {v.t('selection.following', { code: l.next })}
          </a>
        )}
      </nav>
    </>
  );
}

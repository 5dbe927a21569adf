import { practicePaths } from '#modules/practices/web/index.ts';
import { wordingFor } from '#modules/quality/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
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
  TextArea,
  Timeline,
  type Tone,
} from '#ui/index.ts';
import {
  changesBetween,
  dueDay,
  protocols,
  type StepStanding,
  standingOf,
  stepsByDue,
  wordsIn,
  writtenSteps,
} from '../../core/rules/index.ts';
import { lights, type Words } from '../../core/types.ts';
import type { getPlan } from '../../server/index.ts';
import { lightTone, outcomeTone } from '../parts/plans.tsx';
import { paths } from '../paths.ts';

type Plan = ViewOf<typeof getPlan>;
type Revision = Plan['revisions'][number];
type Part = { v: View; p: Plan };

/** What a step of the protocol is called. */
export function stepTitle(v: View, id: string): string {
  const step = protocols[0]?.steps.find((s) => s.id === id);
  return step ? wordsIn(step.title as Words, v.lang) : id;
}

/** An action plan: as it stands, what friends said about it, how it goes, and how it came to be. */
export function PlanPage({ v, plan: p }: { v: View; plan: Plan }) {
  const at = { clubId: p.clubId, planId: p.id };
  const newest = p.revisions[0];
  const errors = [paths.progress, paths.feedback, paths.step].flatMap(
    (path) => bind(v, path.href(at)).errors,
  );
  if (!newest) return null;
  return (
    <>
      <PageHead
        kicker={v.t('clubs.plan.of', {
          who: [p.who, p.organisation].filter(Boolean).join(', '),
        })}
        title={newest.aim}
        lead={wordingFor(v.lang).item(p.itemId).text}
        breadcrumbs={[
          { href: paths.clubs.href(), label: v.t('clubs.nav') },
          ...(p.clubName
            ? [{ href: paths.club.href({ clubId: p.clubId }), label: p.clubName }]
            : []),
        ]}
        breadcrumbsLabel={v.t('clubs.crumbs')}
        actions={
          p.mine && p.state === 'open' ? (
            <>
              <LinkButton href={paths.revise.href(at)}>{v.t('clubs.plan.revise')}</LinkButton>
              <LinkButton href={paths.closePlan.href(at)}>{v.t('clubs.plan.close')}</LinkButton>
            </>
          ) : undefined
        }
      />
      <ErrorSummary title={v.t('clubs.form.errors')} errors={errors} />
      {p.state === 'closed' && p.reached && (
        <Section title={v.t('clubs.plan.came')}>
          <p>
            <StatusTag
              tone={outcomeTone[p.reached]}
              text={v.t(`clubs.plan.reached.${p.reached}`)}
            />
          </p>
          <Prose>
            <p class="as-typed" dir="auto">
              {p.result}
            </p>
          </Prose>
          {p.proposedStatus && (
            <p class="hint">
              {v.t('clubs.plan.proposed', { status: v.t(`clubs.status.${p.proposedStatus}`) })}{' '}
              {p.mine && <a href="/quality">{v.t('clubs.plan.to-quality')}</a>}
            </p>
          )}
        </Section>
      )}
      <PlanWords v={v} r={newest} p={p} />
      <FeedbackOf v={v} p={p} />
      <Progress v={v} p={p} />
      <History v={v} p={p} />
    </>
  );
}

const stepTone: Record<StepStanding, Tone> = {
  done: 'done',
  late: 'late',
  soon: 'now',
  open: 'none',
};

/** A day, or a month by its name; words from older plans as they stand. */
function dueWords(v: View, due: string): string {
  const day = dueDay(due);
  if (!day) return due;
  return due.length > 7 ? v.fmt.date(day) : v.fmt.month(day);
}

function PlanWords({ v, r, p }: Part & { r: Revision }) {
  return (
    <Section title={v.t('clubs.plan.words')}>
      <Facts
        items={[
          {
            label: v.t('clubs.plan.from-to'),
            value: v.t('clubs.plan.status', {
              now: v.t(`clubs.status.${r.statusNow}`),
              wished: v.t(`clubs.status.${r.statusWished}`),
            }),
          },
          { label: v.t('clubs.plan.measure'), value: r.measure },
          ...(r.wanted ? [{ label: v.t('clubs.plan.wanted'), value: r.wanted }] : []),
          ...(p.practice
            ? [
                {
                  label: v.t('clubs.plan.practice'),
                  value: (
                    <a href={practicePaths.practice.href({ practiceId: p.practice.id })}>
                      {p.practice.title}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
      <Table
        caption={v.t('clubs.plan.steps')}
        rowHeader="what"
        columns={[
          { key: 'what', label: v.t('clubs.plan.step-what') },
          { key: 'who', label: v.t('clubs.plan.step-who') },
          { key: 'due', label: v.t('clubs.plan.step-due') },
          { key: 'done', label: v.t('clubs.plan.step-done') },
        ]}
        rows={stepsByDue(r.steps).map(({ step: s, position }) => {
          const standing = standingOf(s, v.today);
          return {
            id: String(position),
            cells: {
              what: s.what,
              who: s.who || '–',
              due: dueWords(v, s.due) || '–',
              done: (
                <>
                  <StatusTag
                    tone={stepTone[standing]}
                    text={v.t(`clubs.plan.step-is-${standing}`)}
                  />
                  {p.mine && p.state === 'open' && (
                    <Form
                      action={paths.step.href({ clubId: p.clubId, planId: p.id })}
                      label={s.what}
                    >
                      <Hidden name="revision" value={String(r.number)} />
                      <Hidden name="position" value={String(position)} />
                      <Hidden name="done" value={s.done ? '' : 'yes'} />
                      <Button kind="quiet">
                        {v.t(s.done ? 'clubs.plan.step-untick' : 'clubs.plan.step-tick')}
                      </Button>
                    </Form>
                  )}
                </>
              ),
            },
          };
        })}
      />
    </Section>
  );
}

/** What friends have said about this revision, by step; and the form for those who are friends. */
function FeedbackOf({ v, p }: Part) {
  const r = p.revisions[0];
  if (!r) return null;
  const href = paths.feedback.href({ clubId: p.clubId, planId: p.id });
  const own = (step: string) => r.feedback.find((f) => f.mine && f.step === step)?.text;
  const f = bind(v, href, Object.fromEntries(writtenSteps.map((s) => [`words.${s}`, own(s)])));
  return (
    <Section title={v.t('clubs.feedback.title')} lead={v.t('clubs.feedback.lead')}>
      {r.feedback.length === 0 && <p class="hint">{v.t('clubs.feedback.none')}</p>}
      {writtenSteps
        .filter((step) => r.feedback.some((each) => each.step === step))
        .map((step) => (
          <Section key={step} level={3} title={stepTitle(v, step)}>
            <ul>
              {r.feedback
                .filter((each) => each.step === step)
                .map((each) => (
                  <li key={each.who}>
                    <b>{each.who}</b> <bdi>{each.text}</bdi>
                  </li>
                ))}
            </ul>
          </Section>
        ))}
      {p.mayFeedback && (
        <Details
          summary={v.t('clubs.feedback.give')}
          open={v.form.action === href || !r.feedback.some((each) => each.mine)}
        >
          {r.wanted && (
            <Notice tone="now" title={v.t('clubs.feedback.wished')}>
              {r.wanted}
            </Notice>
          )}
          <Form action={href}>
            <Hidden name="revision" value={String(r.number)} />
            {writtenSteps.map((step) => (
              <TextArea
                key={step}
                {...f.text(`words.${step}`)}
                label={stepTitle(v, step)}
                optionalLabel={v.t('clubs.field.optional')}
                rows={3}
              />
            ))}
            <ButtonRow>
              <Button>{v.t('clubs.feedback.button')}</Button>
            </ButtonRow>
          </Form>
        </Details>
      )}
    </Section>
  );
}

function Progress({ v, p }: Part) {
  const href = paths.progress.href({ clubId: p.clubId, planId: p.id });
  const f = bind(v, href);
  const may = p.mine && p.state === 'open';
  if (p.progress.length === 0 && !may) return null;
  return (
    <Section title={v.t('clubs.progress.title')}>
      {p.progress.length > 0 && (
        <Timeline
          items={p.progress.map((each) => ({
            id: String(each.number),
            dateText: v.fmt.date(each.at.toZonedDateTimeISO('UTC').toPlainDate()),
            datetime: each.at.toString(),
            who: '',
            what: (
              <>
                <StatusTag
                  tone={lightTone[each.light]}
                  text={v.t(`clubs.plan.light.${each.light}`)}
                />{' '}
                {each.text}
              </>
            ),
          }))}
        />
      )}
      {may && (
        <Form action={href}>
          <RadioGroup
            {...f.text('light')}
            label={v.t('clubs.progress.light')}
            inline
            options={lights.map((l) => ({ value: l, label: v.t(`clubs.plan.light.${l}`) }))}
          />
          <TextArea
            {...f.text('text')}
            label={v.t('clubs.progress.text')}
            hint={v.t('clubs.progress.hint')}
            rows={3}
          />
          <ButtonRow>
            <Button kind="quiet">{v.t('clubs.progress.button')}</Button>
          </ButtonRow>
        </Form>
      )}
    </Section>
  );
}

/** The revision in one text, so that two can be compared. */
function asText(v: View, r: Revision): string {
  return [
    r.aim,
    v.t('clubs.plan.status', {
      now: v.t(`clubs.status.${r.statusNow}`),
      wished: v.t(`clubs.status.${r.statusWished}`),
    }),
    r.measure,
    ...r.steps.map((s) => [s.what, s.who, dueWords(v, s.due)].filter(Boolean).join(' · ')),
    r.wanted,
  ]
    .map((part) => part.replaceAll(/\n+/g, ' '))
    .filter(Boolean)
    .join('\n\n');
}

/** Earlier revisions: what each changed against the one before, and what was said about it. */
function History({ v, p }: Part) {
  if (p.revisions.length < 2) return null;
  return (
    <Section title={v.t('clubs.plan.history')} lead={v.t('clubs.plan.history-lead')}>
      {p.revisions.slice(0, -1).map((r, i) => {
        const before = p.revisions[i + 1] as Revision;
        return (
          <Details
            key={String(r.number)}
            summary={v.t('clubs.plan.revision', {
              number: r.number,
              date: r.at.toZonedDateTimeISO('UTC').toPlainDate(),
            })}
          >
            {r.changed && <p class="as-typed">{r.changed}</p>}
            {changesBetween(asText(v, before), asText(v, r))
              .filter((c) => c.kind !== 'same')
              .map((c) => (
                <p key={`${c.kind} ${c.text}`}>
                  {v.t(`clubs.report.${c.kind}`)}{' '}
                  {c.kind === 'removed' ? <del>{c.text}</del> : <ins>{c.text}</ins>}
                </p>
              ))}
            {before.feedback.length > 0 && (
              <>
                <p class="hint">{v.t('clubs.feedback.before', { number: before.number })}</p>
                <ul>
                  {before.feedback.map((each) => (
                    <li key={`${each.who} ${each.step}`}>
                      <b>{each.who}</b> {each.text}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </Details>
        );
      })}
    </Section>
  );
}

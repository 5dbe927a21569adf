import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { initialsOf } from '#modules/people/core/index.ts';
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
  Talk,
  TextArea,
  TextField,
  type Tone,
} from '#ui/index.ts';
import { caseOutcomes } from '../../core/index.ts';
import type { getCase } from '../../server/index.ts';
import { Paragraphs } from '../parts/plan.tsx';
import { paths } from '../paths.ts';
import { CaseStatus } from './cases.tsx';

export type OneCase = ViewOf<typeof getCase>;
type Props = { v: View; c: OneCase };
export type Step = OneCase['steps'][number];

export function CasePage({ v, c }: Props) {
  const here = { caseId: c.id };
  const forms = [
    paths.takeCase,
    paths.waitCase,
    paths.closeCase,
    paths.reopenCase,
    paths.levelCase,
    paths.noteCase,
    paths.planStep,
  ].map((p) => p.href(here));
  // a step's form has an address of its own
  const sent = v.form.action.startsWith(paths.case.href(here)) ? v.form.action : '';
  const errors = bind(v, sent || (forms[0] as string)).errors;
  return (
    <>
      <PageHead
        title={v.t('support.case.title', { pupil: c.pupil })}
        kicker={v.t(`support.level.${c.level}`)}
        breadcrumbs={[
          { href: paths.cases.href(), label: v.t('support.place.cases') },
          { href: mobilityPaths.dossier.href({ mobilityId: c.mobilityId }), label: c.pupil },
        ]}
        breadcrumbsLabel={v.t('support.crumbs')}
      />
      {sent && <ErrorSummary title={v.t('support.errors')} errors={errors} />}
      <p>
        <CaseStatus v={v} c={c} />
      </p>
      {c.readsOnly && <p>{v.t('support.refused.reads-only')}</p>}
      {c.circle && <CircleNotice v={v} circle={c.circle} />}
      {c.withoutContact && !c.circle && (
        <Notice title={v.t('support.case.without-contact')}>
          <p>{v.t('support.case.without-contact-hint')}</p>
        </Notice>
      )}
      {c.level === 'emergency' && c.state !== 'closed' && (
        <Notice tone="stop" title={v.t('support.case.emergency')}>
          <p>{v.t(c.circle ? 'support.circle.emergency-text' : 'support.case.emergency-text')}</p>
        </Notice>
      )}
      {(c.may.take || c.may.reopen) && (
        <Form
          action={(c.may.reopen ? paths.reopenCase : paths.takeCase).href(here)}
          label={v.t('support.case.take')}
        >
          <Hidden name="version" value={String(c.version)} />
          <ButtonRow>
            <Button kind={c.may.reopen || c.handler ? 'quiet' : 'primary'}>
              {v.t(c.may.reopen ? 'support.case.reopen' : 'support.case.take')}
            </Button>
          </ButtonRow>
        </Form>
      )}
      <Section title={v.t('support.case.why')} id="why">
        {c.words && <p>{c.words}</p>}
        {c.reasons.length > 0 && (
          <Prose>
            <ul>
              {c.reasons.map((r) => (
                <li key={`${r.kind}${JSON.stringify(r.params)}`}>{reasonText(v, r)}</li>
              ))}
            </ul>
          </Prose>
        )}
        <Facts
          items={[
            { label: v.t('support.case.opened'), value: v.t('support.at', { at: c.openedAt }) },
            {
              label: v.t('support.case.who-takes'),
              value: c.circle
                ? v.t('support.circle.who-takes')
                : v.t(`support.handled-by.${c.level}`),
            },
            ...(c.closing ? [{ label: v.t('support.case.ended'), value: c.closing }] : []),
          ]}
        />
        <p>
          <a href={paths.checkIns.href({ mobilityId: c.mobilityId })}>
            {v.t('support.dossier.open')}
          </a>
        </p>
      </Section>
      <Section title={v.t('support.step.title')} id="steps">
        {c.steps.length === 0 && <p>{v.t('support.step.none')}</p>}
        {c.steps.map((s) => (
          <StepPart key={s.id} v={v} c={c} s={s} />
        ))}
        {c.tools.length > 0 && <PlanStep v={v} c={c} />}
      </Section>
      <Section title={v.t('support.note.title')} id="notes">
        {c.notes.length === 0 ? (
          <p>{v.t('support.note.none')}</p>
        ) : (
          <Talk
            label={v.t('support.note.title')}
            items={c.notes.map((n) => ({
              kind: 'said' as const,
              id: n.id,
              who: n.by,
              initials: initialsOf(n.by),
              part: v.t(`support.note.${n.kind}`),
              timeText: v.t('support.at', { at: n.at }),
              datetime: n.at.toString(),
              text: n.words,
            }))}
          />
        )}
        {!c.readsOnly && <WriteNote v={v} c={c} />}
      </Section>
      {!c.readsOnly && c.state !== 'closed' && <More v={v} c={c} />}
    </>
  );
}

/** A reason as a sentence out of its data: who, about what, how many points. */
function reasonText(v: View, r: OneCase['reasons'][number]): string {
  const partner = r.params.with === 'host_family' ? 'host_family' : 'pupil';
  const since = r.params.since ? Temporal.PlainDate.from(String(r.params.since)) : null;
  return v.t(`support.reason.${r.kind}`, {
    side: v.t(`support.side-first.${partner}`),
    who: v.t(`support.side.${partner}`),
    other: v.t(`support.side.${partner === 'pupil' ? 'host_family' : 'pupil'}`),
    topic: r.params.topic ? v.t(`support.topic-name.${r.params.topic}`) : '',
    points: Number(r.params.points ?? 0),
    said: Number(r.params.said ?? 0),
    from: Number(r.params.from ?? 0),
    since,
  });
}

/** Who sees a case that came out of a concern, and a way to ask one more organisation. */
function CircleNotice({ v, circle }: { v: View; circle: NonNullable<OneCase['circle']> }) {
  const here = { concernId: circle.concernId };
  return (
    <Notice title={v.t('support.circle.title')}>
      <p>
        {v.t('support.circle.text', {
          who: v.fmt.list(
            circle.readers.map((r) => v.t('support.circle.reader', { who: r.name, org: r.org })),
          ),
        })}
      </p>
      <p>
        <a href={paths.oneConcern.href(here)}>{v.t('support.circle.to-concern')}</a>
      </p>
      {circle.further && (
        <Form
          action={paths.furtherReaders.href(here)}
          label={v.t('support.circle.ask', { org: circle.further.name })}
        >
          <Hidden name="orgId" value={circle.further.id} />
          <p>{v.t('support.circle.ask-text', { org: circle.further.name })}</p>
          <ButtonRow>
            <Button kind="quiet">{v.t('support.circle.ask', { org: circle.further.name })}</Button>
          </ButtonRow>
        </Form>
      )}
    </Notice>
  );
}

const stepTone: Record<Step['state'], Tone> = {
  planned: 'now',
  to_confirm: 'wait',
  confirmed: 'now',
  done: 'done',
  dropped: 'none',
};

function StepPart({ v, c, s }: Props & { s: Step }) {
  const at = { caseId: c.id, caseStepId: s.id };
  const buttons = (
    [
      ['confirm', paths.confirmStep],
      ['finish', paths.finishStep],
      ['drop', paths.dropStep],
    ] as const
  ).filter(([what]) => s.may[what]);
  return (
    <Section level={3} title={v.t(`support.tool.${s.tool}`)} id={s.id}>
      <p>
        <StatusTag
          tone={s.late || s.confirmAfter ? 'late' : stepTone[s.state]}
          text={v.t(s.confirmAfter ? 'support.step.confirm-after' : `support.step.${s.state}`)}
        />
      </p>
      <p>{s.words}</p>
      <Facts
        items={[
          { label: v.t('support.step.planned-by'), value: s.plannedBy },
          ...(s.confirmedBy
            ? [{ label: v.t('support.step.confirmed-by'), value: s.confirmedBy }]
            : []),
          ...(s.dueOn
            ? [{ label: v.t('support.step.due'), value: v.t('support.on', { date: s.dueOn }) }]
            : []),
          ...(s.doneBy && s.doneOn
            ? [
                {
                  label: v.t('support.step.done-by'),
                  value: v.t('support.step.done-on', { who: s.doneBy, date: s.doneOn }),
                },
              ]
            : []),
        ]}
      />
      {(s.plan || s.may.share) && <PlanOfStep v={v} c={c} s={s} />}
      {s.state === 'to_confirm' && !s.may.confirm && (
        <p class="hint">
          {v.t(s.otherOrganisation ? 'support.step.other-org' : 'support.step.other-person')}
        </p>
      )}
      {buttons.length > 0 && (
        <Form
          action={paths.confirmStep.href(at)}
          label={v.t('support.step.do', { tool: v.t(`support.tool.${s.tool}`) })}
        >
          <Hidden name="version" value={String(s.version)} />
          <ButtonRow>
            {buttons.map(([what, path]) => (
              <Button
                key={what}
                kind={what === 'confirm' ? 'primary' : 'quiet'}
                formaction={path.href(at)}
              >
                {v.t(`support.step.may-${what}`)}
              </Button>
            ))}
          </ButtonRow>
        </Form>
      )}
    </Section>
  );
}

/** What the pupil reads of a step and answered, and a way to write it. */
function PlanOfStep({ v, c, s }: Props & { s: Step }) {
  const { plan } = s;
  return (
    <>
      {plan && (
        <>
          <p>
            {v.t('support.plan.shared', { who: plan.by, at: plan.at })}{' '}
            {v.t('support.plan.readers', {
              guardians: plan.withGuardians ? 'yes' : 'no',
              family: plan.withFamily ? 'yes' : 'no',
            })}
          </p>
          <Facts
            items={[
              { label: v.t('support.plan.aims'), value: <Paragraphs text={plan.aims} /> },
              { label: v.t('support.plan.help'), value: <Paragraphs text={plan.help} /> },
              ...(plan.reviewOn
                ? [
                    {
                      label: v.t('support.plan.look-again'),
                      value: v.t('support.on', { date: plan.reviewOn }),
                    },
                  ]
                : []),
              ...plan.answers.map((a) => ({
                label: v.t(`mobilities.role.${a.part}`),
                value: `${v.t(
                  a.current ? 'support.plan.answered' : 'support.plan.answered-before',
                  {
                    who: a.name,
                    answer: v.t(`support.plan.answer.${a.answer}`),
                    at: a.at,
                  },
                )} ${a.words && v.t('support.plan.said', { words: a.words })}`,
              })),
            ]}
          />
          {plan.answers.length === 0 && <p class="hint">{v.t('support.plan.no-answer')}</p>}
        </>
      )}
      {s.may.share && (
        <ButtonRow>
          <LinkButton href={paths.sharePlan.href({ caseId: c.id, caseStepId: s.id })}>
            {v.t(plan ? 'support.plan.change-it' : 'support.plan.write')}
          </LinkButton>
        </ButtonRow>
      )}
    </>
  );
}

function PlanStep({ v, c }: Props) {
  const action = paths.planStep.href({ caseId: c.id });
  const f = bind(v, action);
  return (
    <Details summary={v.t('support.step.new')} open={v.form.action === action} wide>
      <Form action={action} id="plan-step" sensitive>
        <Hidden name="version" value={String(c.version)} />
        <RadioGroup
          {...f.text('tool')}
          label={v.t('support.step.which')}
          options={c.tools.map((tool) => ({
            value: tool,
            label: v.t(`support.tool.${tool}`),
            hint: c.twoDecide.includes(tool) ? v.t('support.step.two-decide') : undefined,
          }))}
        />
        <TextArea {...f.text('words')} label={v.t('support.step.words')} rows={3} />
        <DateField
          {...f.date('dueOn')}
          label={v.t('support.step.due')}
          optionalLabel={v.t('support.optional')}
          labels={{
            day: v.t('support.day'),
            month: v.t('support.month'),
            year: v.t('support.year'),
          }}
        />
        <ButtonRow>
          <Button>{v.t('support.step.save')}</Button>
        </ButtonRow>
      </Form>
    </Details>
  );
}

function WriteNote({ v, c }: Props) {
  const action = paths.noteCase.href({ caseId: c.id });
  const f = bind(v, action, { kind: 'shared' });
  return (
    <Details summary={v.t('support.note.new')} open={v.form.action === action} wide>
      <Form action={action} id="note" sensitive>
        <Hidden name="key" value={f.text('key').value || c.key} />
        <TextArea {...f.text('note')} label={v.t('support.note.words')} rows={4} />
        {c.sees === 'confidential' ? (
          <RadioGroup
            {...f.text('kind')}
            label={v.t('support.note.who-reads')}
            options={(['shared', 'confidential'] as const).map((kind) => ({
              value: kind,
              label: v.t(`support.note.${kind}`),
              hint: v.t(`support.note.${kind}-hint.${c.level}`),
            }))}
          />
        ) : (
          <Hidden name="kind" value="shared" />
        )}
        <ButtonRow>
          <Button>{v.t('support.note.save')}</Button>
        </ButtonRow>
      </Form>
    </Details>
  );
}

/** What is done less often: put aside, better or worse, close. */
function More({ v, c }: Props) {
  const here = { caseId: c.id };
  const at = (path: (typeof paths)['waitCase' | 'closeCase' | 'levelCase']) => path.href(here);
  const wait = bind(v, at(paths.waitCase), { until: v.today.add({ days: 7 }) });
  const close = bind(v, at(paths.closeCase));
  const level = bind(v, at(paths.levelCase));
  const version = <Hidden name="version" value={String(c.version)} />;
  return (
    <Section title={v.t('support.case.more')} id="more">
      {c.levels.length > 0 && (
        <Details
          summary={v.t('support.case.change-level')}
          open={v.form.action === at(paths.levelCase)}
          wide
        >
          <Form action={at(paths.levelCase)} id="level" sensitive>
            {version}
            <SelectField
              {...level.text('level')}
              label={v.t('support.case.level')}
              emptyLabel={v.t('support.choose')}
              options={c.levels.map((l) => ({ value: l, label: v.t(`support.level.${l}`) }))}
            />
            <TextField {...level.text('why')} label={v.t('support.case.level-why')} />
            <ButtonRow>
              <Button kind="quiet">{v.t('support.case.change-level')}</Button>
            </ButtonRow>
          </Form>
        </Details>
      )}
      {c.may.wait && (
        <Details
          summary={v.t('support.case.put-aside')}
          open={v.form.action === at(paths.waitCase)}
          wide
        >
          <Form action={at(paths.waitCase)} id="wait">
            {version}
            <DateField
              {...wait.date('until')}
              label={v.t('support.case.wait-until')}
              labels={{
                day: v.t('support.day'),
                month: v.t('support.month'),
                year: v.t('support.year'),
              }}
            />
            <ButtonRow>
              <Button kind="quiet">{v.t('support.case.put-aside')}</Button>
            </ButtonRow>
          </Form>
        </Details>
      )}
      {c.may.close ? (
        <Details
          summary={v.t('support.case.close')}
          open={v.form.action === at(paths.closeCase)}
          wide
        >
          <Form action={at(paths.closeCase)} id="close" sensitive>
            {version}
            <RadioGroup
              {...close.text('outcome')}
              label={v.t('support.case.outcome')}
              options={caseOutcomes.map((o) => ({ value: o, label: v.t(`support.outcome.${o}`) }))}
            />
            <TextArea {...close.text('closing')} label={v.t('support.case.closing')} rows={3} />
            <ButtonRow>
              <Button kind="quiet">{v.t('support.case.close')}</Button>
            </ButtonRow>
          </Form>
        </Details>
      ) : (
        c.closeWaitsFor.map((key) => (
          <p key={key} class="hint">
            {v.t(key)}
          </p>
        ))
      )}
      <p>
        <LinkButton href={paths.cases.href()}>{v.t('support.case.all')}</LinkButton>
      </p>
    </Section>
  );
}

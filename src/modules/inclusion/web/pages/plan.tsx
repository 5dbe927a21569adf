import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  PrintButton,
  Prose,
  Section,
  StatusTag,
} from '#ui/index.ts';
import { costText, MeasureStatus, type Plan, saidText } from '../parts/measure.tsx';
import { Readers } from '../parts/readers.tsx';
import { Steps } from '../parts/steps.tsx';
import { paths } from '../paths.ts';

type Props = { v: View; plan: Plan };

/** A pupil's own plan: what would help, what is done about it, its steps, and who reads all this. */
export function PlanPage({ v, plan }: Props) {
  const here = { applicationId: plan.applicationId };
  return (
    <>
      <PageHead
        title={v.t(plan.as === 'pupil' ? 'inclusion.plan.own' : 'inclusion.plan.of', {
          pupil: plan.pupil,
        })}
        lead={<p>{v.t(`inclusion.plan.lead.${plan.as}`, { pupil: plan.pupil })}</p>}
        breadcrumbs={[
          { href: paths.plans.href(), label: v.t('inclusion.plans.title') },
          ...(plan.mobilityId
            ? [
                {
                  href: mobilityPaths.dossier.href({ mobilityId: plan.mobilityId }),
                  label: plan.pupil,
                },
              ]
            : []),
        ]}
        breadcrumbsLabel={v.t('inclusion.crumbs')}
        actions={
          <LinkButton href={paths.paper.href(here)}>{v.t('inclusion.plan.print')}</LinkButton>
        }
      />
      <Faults v={v} />
      <Section
        id="wishes"
        title={v.t('inclusion.wishes.title')}
        action={
          <LinkButton
            kind={plan.as === 'contact' ? 'quiet' : 'primary'}
            href={paths.wish.href(here)}
          >
            {v.t(`inclusion.wishes.add.${plan.as}`)}
          </LinkButton>
        }
      >
        <Wishes v={v} plan={plan} />
      </Section>
      <Section
        id="measures"
        title={v.t('inclusion.measures.title')}
        action={
          plan.mayPlan && (
            <LinkButton kind="primary" href={paths.newMeasure.href(here)}>
              {v.t('inclusion.measures.propose')}
            </LinkButton>
          )
        }
      >
        <Measures v={v} plan={plan} />
      </Section>
      <Section
        id="steps"
        title={v.t('inclusion.steps.title')}
        lead={<p>{v.t('inclusion.steps.lead')}</p>}
      >
        <Steps v={v} steps={plan.steps} />
      </Section>
      <Readers v={v} readers={plan.readers} />
      {plan.familyStays !== null && <Parents v={v} plan={plan} />}
      {plan.as !== 'pupil' && (
        <p>
          <a href={paths.family.href(here)}>
            {plan.as === 'guardian'
              ? v.t('inclusion.dossier.for-family')
              : v.t('inclusion.family.title-of', { pupil: plan.pupil })}
          </a>
        </p>
      )}
    </>
  );
}

/** What was wrong with a small form of a page: a single sentence above it. */
export function Faults({ v }: { v: View }) {
  return (
    <ErrorSummary
      title={v.t('inclusion.form.errors')}
      lead={v.t('inclusion.form.nothing-lost')}
      errors={v.form.faults.map((f) => ({
        href: f.field ? `#f-${f.field}` : '#main',
        text: v.t(f.reason, f.params),
      }))}
    />
  );
}

function Wishes({ v, plan }: Props) {
  if (plan.wishes.length === 0)
    return (
      <EmptyState
        level={3}
        title={v.t('inclusion.wishes.none')}
        text={v.t(`inclusion.wishes.none-text.${plan.as}`, { pupil: plan.pupil })}
      />
    );
  return (
    <>
      {plan.wishes.map((w) => (
        <Section
          key={w.id}
          level={3}
          title={
            w.mine
              ? v.t('inclusion.wishes.yours')
              : v.t(`inclusion.wishes.from.${w.as}`, { name: w.by })
          }
        >
          {w.content ? (
            <Facts
              items={[
                ...(w.content.wish
                  ? [{ label: v.t('inclusion.wishes.wish'), value: w.content.wish }]
                  : []),
                ...(w.content.kind
                  ? [
                      {
                        label: v.t('inclusion.wishes.barrier'),
                        value: v.t(`inclusion.barrier.${w.content.kind}`),
                      },
                    ]
                  : []),
                ...(w.content.words
                  ? [{ label: v.t('inclusion.wishes.words'), value: w.content.words }]
                  : []),
              ]}
            />
          ) : (
            <p>{v.t('inclusion.wishes.gone')}</p>
          )}
          <p class="hint">
            {v.t(w.shared ? 'inclusion.wishes.shared' : 'inclusion.wishes.not-shared', {
              at: v.fmt.moment(w.at),
            })}
          </p>
          {plan.mayPlan && w.measures === 0 && (
            <p>
              <StatusTag tone="now" text={v.t('inclusion.wishes.waits')} />
            </p>
          )}
          {w.mine && (
            <Form
              action={paths.removeWish.href({ applicationId: plan.applicationId, wishId: w.id })}
              label={v.t('inclusion.wishes.remove')}
            >
              <Button kind="link">{v.t('inclusion.wishes.remove')}</Button>
            </Form>
          )}
        </Section>
      ))}
    </>
  );
}

function Measures({ v, plan }: Props) {
  if (plan.measures.length === 0)
    return (
      <EmptyState
        level={3}
        title={v.t('inclusion.measures.none')}
        text={v.t(`inclusion.measures.none-text.${plan.as}`)}
      />
    );
  return (
    <>
      {plan.measures.map((m) => {
        const here = { measureId: m.id };
        return (
          <Section
            key={m.id}
            level={3}
            title={m.title}
            action={
              <a
                href={paths.measure.href(here)}
                aria-label={v.t('inclusion.measures.open-it', { title: m.title })}
              >
                {v.t('inclusion.measures.open')}
              </a>
            }
          >
            <p>
              <MeasureStatus v={v} state={m.state} doer={m.doer} />
            </p>
            {m.what && <p>{m.what}</p>}
            <Facts
              items={[
                { label: v.t('inclusion.field.doer'), value: m.doer },
                { label: v.t('inclusion.field.by-on'), value: v.fmt.date(m.byOn) },
                { label: v.t('inclusion.field.cost'), value: costText(v, m.cost) },
                ...(m.said && m.state === 'proposed'
                  ? [
                      {
                        label: v.t('inclusion.said.title'),
                        value: saidText(v, m.said).join(' '),
                      },
                    ]
                  : []),
                ...(m.effects.length > 0
                  ? [
                      {
                        label: v.t('inclusion.effect.title'),
                        value: m.effects
                          .map((e) =>
                            v.t(`inclusion.effect.by.${e.as}`, {
                              points: v.t(`inclusion.points.${e.points}`),
                            }),
                          )
                          .join(' '),
                      },
                    ]
                  : []),
                ...(m.myEffect !== null && !plan.mayPlan
                  ? [
                      {
                        label: v.t('inclusion.effect.title'),
                        value: v.t(`inclusion.points.${m.myEffect}`),
                      },
                    ]
                  : []),
              ]}
            />
            {m.state === 'proposed' && plan.as !== 'contact' && (
              <OpinionForm v={v} id={m.id} said={m.myOpinion} />
            )}
            {m.state === 'done' && plan.as !== 'contact' && m.myEffect === null && (
              <LinkButton href={paths.effect.href(here)}>{v.t('inclusion.effect.ask')}</LinkButton>
            )}
          </Section>
        );
      })}
    </>
  );
}

/** Yes or no, with a thumb; can be changed until it is decided. */
export function OpinionForm({ v, id, said }: { v: View; id: string; said: 'yes' | 'no' | null }) {
  return (
    <Form action={paths.opinion.href({ measureId: id })} label={v.t('inclusion.opinion.title')}>
      <p>{v.t(said ? `inclusion.opinion.said-${said}` : 'inclusion.opinion.question')}</p>
      <ButtonRow>
        {said !== 'yes' && (
          <Button kind="quiet" name="says" value="yes">
            {v.t('inclusion.opinion.yes')}
          </Button>
        )}
        {said !== 'no' && (
          <Button kind="quiet" name="says" value="no">
            {v.t('inclusion.opinion.no')}
          </Button>
        )}
      </ButtonRow>
    </Form>
  );
}

function Parents({ v, plan }: Props) {
  const stays = plan.familyStays === true;
  return (
    <Section id="parents" title={v.t('inclusion.parents.title')}>
      <p>{v.t(stays ? 'inclusion.parents.in' : 'inclusion.parents.out')}</p>
      <Form
        action={paths.parents.href({ applicationId: plan.applicationId })}
        label={v.t('inclusion.parents.title')}
      >
        <Hidden name="stays" value={stays ? '' : 'yes'} />
        <Button kind="quiet">
          {v.t(stays ? 'inclusion.parents.ask-out' : 'inclusion.parents.ask-in')}
        </Button>
      </Form>
    </Section>
  );
}

/** The plan on paper, for the kitchen table: what is done, by whom and when; no wish and no reason on it. */
export function PaperPage({ v, plan }: Props) {
  const contacts = plan.readers.filter((r) => r.why === 'contact');
  return (
    <>
      <PageHead
        title={v.t('inclusion.paper.title', { pupil: plan.pupil })}
        lead={<p>{v.t('inclusion.paper.lead', { from: plan.startsOn, until: plan.endsOn })}</p>}
        breadcrumbs={[
          {
            href: paths.plan.href({ applicationId: plan.applicationId }),
            label: v.t('inclusion.plan.of', { pupil: plan.pupil }),
          },
        ]}
        breadcrumbsLabel={v.t('inclusion.crumbs')}
        actions={<PrintButton text={v.t('inclusion.paper.print')} />}
      />
      <Section title={v.t('inclusion.measures.title')}>
        {plan.measures.length === 0 && <p>{v.t('inclusion.measures.none')}</p>}
        {plan.measures.map((m) => (
          <Section key={m.id} level={3} title={m.title}>
            <p>{v.t(`inclusion.state.${m.state}`, { doer: m.doer })}</p>
            <Facts
              items={[
                { label: v.t('inclusion.field.doer'), value: m.doer },
                { label: v.t('inclusion.field.by-on'), value: v.fmt.date(m.byOn) },
                { label: v.t('inclusion.field.cost'), value: costText(v, m.cost) },
              ]}
            />
          </Section>
        ))}
      </Section>
      <Section title={v.t('inclusion.steps.title')}>
        <Steps v={v} steps={plan.steps} printed />
      </Section>
      <Section title={v.t('inclusion.paper.who')}>
        {contacts.length === 0 && <p>{v.t('inclusion.readers.nobody-yet')}</p>}
        <Prose>
          <ul>
            {contacts.map((c) => (
              <li key={c.name}>{v.t('inclusion.paper.contact', { name: c.name, org: c.org })}</li>
            ))}
          </ul>
        </Prose>
      </Section>
    </>
  );
}

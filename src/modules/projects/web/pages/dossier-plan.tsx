import { Fragment } from 'preact';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, PageHead, Section, Table } from '#ui/index.ts';
import type { getDossierPlan } from '../../server/index.ts';
import { CalendarNote, LimitNotes } from '../parts/calendar.tsx';
import { StepState, stepTitle, titleIn, whose } from '../parts/step.tsx';
import { paths } from '../paths.ts';

export type DossierPlan = ViewOf<typeof getDossierPlan>;
type Step = DossierPlan['steps'][number];
/** By the id of a step: what helps with it, with the languages it is in. */
export type ReadingBeside = Readonly<
  Record<string, readonly { title: string; href: string; languages: readonly string[] }[]>
>;

/** The plan of one pupil's stay: what is to do, and what is done. */
export function DossierPlanPage({
  v,
  plan,
  reading,
  dossier,
}: {
  v: View;
  plan: DossierPlan;
  reading: ReadingBeside;
  dossier: { href: string; label: string };
}) {
  const open = plan.steps.filter((s) => !s.doneOn);
  const done = plan.steps.filter((s) => s.doneOn);
  return (
    <>
      <PageHead
        title={v.t('projects.dossier.title', { name: plan.pupilName })}
        lead={v.t('projects.dossier.lead', { from: plan.startsOn, until: plan.endsOn })}
        breadcrumbs={[dossier]}
        breadcrumbsLabel={v.t('projects.crumbs')}
        actions={
          <a href={paths.intake.href({ intakeId: plan.intakeId })}>
            {v.t('projects.dossier.group', { name: plan.intakeName })}
          </a>
        }
      />
      <LimitNotes v={v} limits={plan.limits} />
      <Section title={v.t('projects.dossier.open')} id="open">
        {open.length === 0 ? (
          <EmptyState
            level={3}
            title={v.t('projects.dossier.all-done')}
            text={v.t('projects.dossier.all-done-text')}
          />
        ) : (
          <Steps
            v={v}
            plan={plan}
            reading={reading}
            steps={open}
            caption={v.t('projects.dossier.open')}
          />
        )}
        <CalendarNote v={v} gaps={plan.gaps} link={false} />
      </Section>
      {done.length > 0 && (
        <Section title={v.t('projects.dossier.done', { count: done.length })} id="done" folded>
          <Steps
            v={v}
            plan={plan}
            reading={reading}
            steps={done}
            caption={v.t('projects.dossier.done', { count: done.length })}
          />
        </Section>
      )}
    </>
  );
}

/** What helps with a step, for who reads the plan. */
function ToRead({ v, reading }: { v: View; reading: ReadingBeside[string] }) {
  if (reading.length === 0) return null;
  return (
    <p>
      {v.t('projects.dossier.to-read')}{' '}
      {reading.map((r, i) => (
        <Fragment key={r.href}>
          {i > 0 && ' · '}
          <a href={r.href} lang={r.languages.includes(v.lang) ? undefined : r.languages[0]}>
            {r.title}
          </a>
        </Fragment>
      ))}
    </p>
  );
}

function Steps({
  v,
  plan,
  reading,
  steps,
  caption,
}: {
  v: View;
  plan: DossierPlan;
  reading: ReadingBeside;
  steps: readonly Step[];
  caption: string;
}) {
  return (
    <Table
      caption={caption}
      hideCaption
      rowHeader="step"
      columns={[
        { key: 'step', label: v.t('projects.timeline-page.step') },
        { key: 'who', label: v.t('projects.timeline-page.whose') },
        { key: 'latest', label: v.t('projects.timeline-page.latest') },
        { key: 'state', label: v.t('projects.timeline-page.state') },
      ]}
      rows={steps.map((s) => ({
        id: s.id,
        cells: {
          step: (
            <>
              {stepTitle(v, s)}
              {s.waitsFor.length > 0 && (
                <p>
                  {v.t('projects.timeline-page.waits-for', {
                    steps: v.fmt.list(s.waitsFor.map((id) => titleIn(v, plan.steps, id))),
                  })}
                </p>
              )}
              <ToRead v={v} reading={reading[s.id] ?? []} />
            </>
          ),
          who: whose(v, s),
          latest: v.fmt.date(s.latest),
          state: <StepState v={v} step={s} />,
        },
      }))}
    />
  );
}

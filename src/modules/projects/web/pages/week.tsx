import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, LinkButton, PageHead, Section, Table } from '#ui/index.ts';
import type { getWeek } from '../../server/index.ts';
import { StepState, stepTitle } from '../parts/step.tsx';
import { PlanTabs } from '../parts/tabs.tsx';
import { paths } from '../paths.ts';

type Week = ViewOf<typeof getWeek>;

/** What one has to do in all projects: what is late first, then day by day. */
export function WeekPage({ v, week }: { v: View; week: Week }) {
  const late = week.steps.filter((s) => s.state === 'late');
  const due = week.steps.filter((s) => s.state !== 'late');
  const days = [...new Map(due.map((s) => [s.latest.toString(), s.latest])).values()];
  return (
    <>
      <PageHead title={v.t('projects.week.title')} lead={v.t('projects.week.lead')} />
      <PlanTabs v={v} current="week" />
      {week.steps.length === 0 && (
        <EmptyState
          title={v.t('projects.week.none')}
          text={v.t('projects.week.none-text', { until: week.until })}
          action={
            <LinkButton href={paths.overview.href()}>{v.t('projects.overview.title')}</LinkButton>
          }
        />
      )}
      {late.length > 0 && (
        <Section title={v.t('projects.week.late', { count: late.length })} id="late">
          <Steps v={v} steps={late} caption={v.t('projects.week.late', { count: late.length })} />
        </Section>
      )}
      {days.map((day) => (
        <Section
          key={day.toString()}
          id={`d-${day}`}
          title={day.equals(week.today) ? v.t('projects.week.today') : v.fmt.date(day)}
        >
          <Steps v={v} steps={due.filter((s) => s.latest.equals(day))} caption={v.fmt.date(day)} />
        </Section>
      ))}
    </>
  );
}

function Steps({ v, steps, caption }: { v: View; steps: Week['steps']; caption: string }) {
  return (
    <Table
      caption={caption}
      hideCaption
      rowHeader="step"
      columns={[
        { key: 'step', label: v.t('projects.timeline-page.step') },
        { key: 'intake', label: v.t('projects.week.intake') },
        { key: 'state', label: v.t('projects.timeline-page.state') },
      ]}
      rows={steps.map((s) => ({
        id: `${s.intakeId} ${s.id}`,
        cells: {
          step: (
            <>
              <a href={`${paths.intake.href({ intakeId: s.intakeId })}#s-${s.id}`}>
                {stepTitle(v, s)}
              </a>
              {s.dossiers.length > 0 && (
                <p>
                  {v.t('projects.week.still-for')}{' '}
                  {s.dossiers.map((d, i) => (
                    <>
                      {i > 0 && ', '}
                      <a href={paths.dossierPlan.href({ mobilityId: d.id })}>{d.pupilName}</a>
                    </>
                  ))}
                </p>
              )}
            </>
          ),
          intake: s.intakeName,
          state: <StepState v={v} step={s} />,
        },
      }))}
    />
  );
}

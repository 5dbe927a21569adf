import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
  StatusTag,
  Table,
} from '#ui/index.ts';
import type { getTimeline, previewMove } from '../../server/index.ts';
import { LimitNotes } from '../parts/calendar.tsx';
import { stepTitle, tones } from '../parts/step.tsx';
import { paths } from '../paths.ts';

type Preview = ViewOf<typeof previewMove>;
type Asked = { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate; timeline: string };

/** "What if the departure moves to …?": told first, done afterwards. */
export function MovePage({
  v,
  timeline,
  asked,
  preview,
}: {
  v: View;
  timeline: ViewOf<typeof getTimeline>;
  asked: Asked;
  /** null while no other dates are asked for */
  preview: Preview | null;
}) {
  const { intake } = timeline;
  const href = paths.moveIntake.href({ intakeId: intake.id });
  const back = paths.intake.href({ intakeId: intake.id });
  const labels = {
    day: v.t('projects.form.day'),
    month: v.t('projects.form.month'),
    year: v.t('projects.form.year'),
  };
  const f = bind(v, href, { startsOn: asked.startsOn, endsOn: asked.endsOn });
  return (
    <>
      <PageHead
        title={v.t('projects.move.title')}
        lead={v.t('projects.move.lead', { from: intake.startsOn, until: intake.endsOn })}
        breadcrumbs={[{ href: back, label: intake.name }]}
        breadcrumbsLabel={v.t('projects.crumbs')}
      />
      <ErrorSummary title={v.t('projects.form.errors')} errors={f.errors} />
      <form class="form" action={href} method="get">
        <DateField
          {...f.date('startsOn')}
          label={v.t('projects.field.starts-on')}
          labels={labels}
        />
        <DateField {...f.date('endsOn')} label={v.t('projects.field.ends-on')} labels={labels} />
        {asked.timeline && <Hidden name="timeline" value={asked.timeline} />}
        <ButtonRow>
          <Button kind={preview && !preview.fault ? 'quiet' : 'primary'}>
            {v.t('projects.move.look')}
          </Button>
          <LinkButton href={back}>{v.t('projects.form.back')}</LinkButton>
        </ButtonRow>
      </form>
      {preview?.fault && (
        <Notice tone="stop" title={v.t('projects.move.not-possible')}>
          <p>{v.t(preview.fault.reason, preview.fault)}</p>
        </Notice>
      )}
      {preview && !preview.fault && (
        <WhatMoves v={v} preview={preview} asked={asked} timeline={timeline} />
      )}
    </>
  );
}

function WhatMoves({
  v,
  preview: p,
  asked,
  timeline,
}: {
  v: View;
  preview: Preview;
  asked: Asked;
  timeline: ViewOf<typeof getTimeline>;
}) {
  const { intake } = timeline;
  const late = p.moved.filter((m) => m.stateAfter === 'late' && m.stateBefore !== 'late');
  const nothing = p.moved.length + p.added.length + p.dropped.length === 0;
  return (
    <Section title={v.t('projects.move.what', { from: asked.startsOn, until: asked.endsOn })}>
      <LimitNotes v={v} limits={p.limits} />
      {late.length > 0 && (
        <Notice tone="late" title={v.t('projects.move.becomes-late', { count: late.length })}>
          <ul>
            {late.map((m) => (
              <li key={m.id}>
                {v.t('projects.move.late-step', { step: stepTitle(v, m), by: m.to })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <p>{v.t('projects.move.counts', { moved: p.moved.length, kept: p.kept, same: p.same })}</p>
      {p.added.length > 0 && (
        <p>
          {v.t('projects.move.added', { steps: v.fmt.list(p.added.map((s) => stepTitle(v, s))) })}
        </p>
      )}
      {p.dropped.length > 0 && (
        <p>
          {v.t('projects.move.dropped', {
            steps: v.fmt.list(p.dropped.map((s) => stepTitle(v, s))),
          })}
        </p>
      )}
      {p.moved.length > 0 && (
        <Table
          caption={v.t('projects.move.table')}
          rowHeader="step"
          columns={[
            { key: 'step', label: v.t('projects.timeline-page.step') },
            { key: 'side', label: v.t('projects.timeline-page.whose') },
            { key: 'from', label: v.t('projects.move.old') },
            { key: 'to', label: v.t('projects.move.new') },
            { key: 'by', label: v.t('projects.move.by') },
          ]}
          rows={p.moved.map((m) => ({
            id: m.id,
            cells: {
              step: stepTitle(v, m),
              side: v.t(`projects.side.${m.side}`),
              from: v.fmt.date(m.from),
              to: v.fmt.date(m.to),
              by: (
                <StatusTag
                  tone={m.stateAfter === 'late' ? tones.late : 'none'}
                  text={v.t(m.days < 0 ? 'projects.move.earlier' : 'projects.move.later', {
                    days: Math.abs(m.days),
                  })}
                />
              ),
            },
          }))}
        />
      )}
      {nothing ? (
        <p>{v.t('projects.move.nothing')}</p>
      ) : (
        <Form action={paths.moveIntake.href({ intakeId: intake.id })}>
          <Hidden name="version" value={String(intake.version)} />
          <Hidden name="name" value={intake.name} />
          <Hidden name="startsOn" value={asked.startsOn.toString()} />
          <Hidden name="endsOn" value={asked.endsOn.toString()} />
          <Hidden name="timeline" value={asked.timeline} />
          <ButtonRow>
            <Button>{v.t('projects.move.do')}</Button>
          </ButtonRow>
          <p>{v.t('projects.move.tell-others')}</p>
        </Form>
      )}
    </Section>
  );
}

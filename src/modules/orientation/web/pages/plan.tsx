import { calendarPaths } from '#modules/calendar/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  CheckboxGroup,
  DateField,
  Details,
  ErrorSummary,
  FieldSet,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  SelectField,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { mayCombine, usualProgramme } from '../../core/rules.ts';
import { shippedTests, testOfKind } from '../../core/schema.ts';
import { type OrientationKind, orientationKinds } from '../../core/types.ts';
import type { getOrientation, getOrientationForm } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Orientation = ViewOf<typeof getOrientation>;
type Choices = ViewOf<typeof getOrientationForm>;

/** How many sessions one form takes; an empty title leaves one out. */
export const sessionRows = 6;

function initialOf(v: View, choices: Choices, orgId: string, o: Orientation | null) {
  const kind: OrientationKind = o?.kind ?? choices.kind;
  const org = choices.orgs.find((each) => each.id === orgId) ?? choices.orgs[0];
  const starts = o?.startsAt.toZonedDateTimeISO(o.timeZone);
  const ends = o?.endsAt.toZonedDateTimeISO(o.timeZone);
  const clock = (at: Temporal.ZonedDateTime | undefined, otherwise: string) =>
    at?.toPlainTime().toString({ smallestUnit: 'minute' }) ?? otherwise;
  const sessions = o
    ? o.sessions
    : usualProgramme(kind).map(([thread, minutes]) => ({
        title: v.t(`orientation.thread.${thread}`),
        minutes,
        ledBy: '',
        thread,
      }));
  const rows = Object.fromEntries(
    sessions.flatMap((s, i) => [
      [`session.${i}.title`, s.title],
      [`session.${i}.minutes`, s.minutes],
      [`session.${i}.ledBy`, s.ledBy],
      [`session.${i}.thread`, s.thread],
    ]),
  );
  return {
    kind,
    orgId: org?.id ?? '',
    title: o?.title ?? v.t(`orientation.kind.${kind}`),
    description: o?.description ?? '',
    day: starts?.toPlainDate() ?? null,
    from: clock(starts, '09:30'),
    untilDay: o && ends && !ends.toPlainDate().equals(starts as never) ? ends.toPlainDate() : null,
    until: clock(ends, '16:00'),
    town: o?.town ?? org?.city ?? '',
    place: o?.place ?? '',
    url: o?.url ?? '',
    combined: o?.combined ?? false,
    test: o ? o.test : testOfKind(kind),
    resourceIds: o?.materials.map((m) => m.id) ?? [],
    ...rows,
  };
}

function SessionRow({ v, f, i }: { v: View; f: ReturnType<typeof bind>; i: number }) {
  return (
    <FieldSet name={`session-${i}`} label={v.t('orientation.session.part', { number: i + 1 })}>
      <Hidden name={`session.${i}.thread`} value={f.text(`session.${i}.thread`).value} />
      <TextField {...f.text(`session.${i}.title`)} label={v.t('orientation.session.title')} />
      <TextField
        {...f.text(`session.${i}.minutes`)}
        label={v.t('orientation.session.length')}
        inputmode="numeric"
        width={4}
      />
      <TextField
        {...f.text(`session.${i}.ledBy`)}
        label={v.t('orientation.session.led-by')}
        optionalLabel={v.t('orientation.optional')}
      />
    </FieldSet>
  );
}

/** The programme it is usually made of, to change; free rows are folded away. */
function Sessions({ v, f }: { v: View; f: ReturnType<typeof bind> }) {
  const rows = Array.from({ length: sessionRows }, (_, i) => i);
  const filled = (i: number) => f.text(`session.${i}.title`).value !== '';
  const row = (i: number) => <SessionRow key={i} v={v} f={f} i={i} />;
  return (
    <FieldSet
      name="sessions"
      label={v.t('orientation.programme')}
      hint={v.t('orientation.programme-hint')}
    >
      {rows.filter(filled).map(row)}
      <Details summary={v.t('orientation.session.more')} wide>
        {rows.filter((i) => !filled(i)).map(row)}
      </Details>
    </FieldSet>
  );
}

/** Planning one, or changing it: what, when, where, the programme and the material. */
export function PlanPage({
  v,
  choices,
  orgId,
  orientation: o,
}: {
  v: View;
  choices: Choices;
  orgId: string;
  orientation: Orientation | null;
}) {
  const here = o ? { orientationId: o.id } : null;
  const action = here ? paths.edit.href(here) : paths.plan.href();
  const initial = initialOf(v, choices, orgId, o);
  const f = bind(v, action, initial);
  const labels = {
    day: v.t('orientation.day'),
    month: v.t('orientation.month'),
    year: v.t('orientation.year'),
  };
  const asked = o !== null && o.state !== 'draft';
  const january = !initial.day || mayCombine('arrival', initial.day);
  return (
    <>
      <PageHead
        title={v.t(o ? 'orientation.edit.title' : 'orientation.plan.title')}
        lead={v.t(asked ? 'orientation.edit.asked' : 'orientation.plan.lead')}
        breadcrumbs={[
          { href: paths.orientations.href(), label: v.t('orientation.list.title') },
          ...(o && here ? [{ href: paths.orientation.href(here), label: o.title }] : []),
        ]}
        breadcrumbsLabel={v.t('orientation.crumbs')}
        actions={
          asked &&
          o.eventId && (
            <LinkButton href={calendarPaths.event.href({ eventId: o.eventId })}>
              {o.mover
                ? v.t('orientation.fact.moved-by', { who: o.mover })
                : v.t('orientation.edit.move')}
            </LinkButton>
          )
        }
      />
      <ErrorSummary title={v.t('orientation.errors')} errors={f.errors} />
      <Form action={action} id={o ? `orientation-${o.id}` : 'new-orientation'} keep>
        {o && <Hidden name="version" value={String(o.version)} />}
        {!o && choices.orgs.length > 1 ? (
          <SelectField
            {...f.text('orgId')}
            label={v.t('orientation.field.org')}
            options={choices.orgs.map((each) => ({ value: each.id, label: each.name }))}
          />
        ) : (
          !o && <Hidden name="orgId" value={initial.orgId} />
        )}
        {asked ? (
          <Hidden name="kind" value={o.kind} />
        ) : (
          <SelectField
            {...f.text('kind')}
            label={v.t('orientation.field.kind')}
            options={orientationKinds.map((k) => ({
              value: k,
              label: v.t(`orientation.kind.${k}`),
            }))}
          />
        )}
        <TextField {...f.text('title')} label={v.t('orientation.field.title')} />
        <TextArea
          {...f.text('description')}
          label={v.t('orientation.field.description')}
          hint={v.t('orientation.field.description-hint')}
          optionalLabel={v.t('orientation.optional')}
          rows={3}
        />
        {asked ? (
          <>
            <Hidden name="day" value={initial.day?.toString() ?? ''} />
            <Hidden name="from" value={initial.from} />
            <Hidden name="untilDay" value={initial.untilDay?.toString() ?? ''} />
            <Hidden name="until" value={initial.until} />
          </>
        ) : (
          <>
            <DateField {...f.date('day')} label={v.t('orientation.field.day')} labels={labels} />
            <TextField {...f.text('from')} label={v.t('orientation.field.from')} width={6} />
            <DateField
              {...f.date('untilDay')}
              label={v.t('orientation.field.until-day')}
              hint={v.t('orientation.field.until-day-hint')}
              optionalLabel={v.t('orientation.optional')}
              labels={labels}
            />
            <TextField {...f.text('until')} label={v.t('orientation.field.until')} width={6} />
          </>
        )}
        <TextField
          {...f.text('town')}
          label={v.t('orientation.field.town')}
          hint={v.t('orientation.field.town-hint')}
        />
        {asked ? (
          <>
            <Hidden name="place" value={initial.place} />
            <Hidden name="url" value={initial.url} />
          </>
        ) : (
          <>
            <TextField
              {...f.text('place')}
              label={v.t('orientation.field.place')}
              optionalLabel={v.t('orientation.optional')}
            />
            <TextField
              {...f.text('url')}
              label={v.t('orientation.field.url')}
              type="url"
              optionalLabel={v.t('orientation.optional')}
            />
          </>
        )}
        {initial.kind === 'arrival' && january && (
          <Checkbox
            {...f.tick('combined')}
            label={v.t('orientation.field.combined')}
            hint={v.t('orientation.field.combined-hint')}
          />
        )}
        <Sessions v={v} f={f} />
        {choices.materials.length > 0 && (
          <CheckboxGroup
            {...f.choices('resourceIds')}
            label={v.t('orientation.field.materials')}
            hint={v.t('orientation.field.materials-hint')}
            options={choices.materials.map((m) => ({
              value: m.id,
              label: m.title,
              hint: m.orgName,
            }))}
          />
        )}
        <SelectField
          {...f.text('test')}
          label={v.t('orientation.field.test')}
          hint={v.t('orientation.field.test-hint')}
          emptyLabel={v.t('orientation.field.no-test')}
          options={[
            ...choices.tests
              .filter((t) => !o || t.orgId === o.orgId || t.id === o.test)
              .map((t) => ({ value: t.id as string, label: t.title })),
            ...shippedTests.map((t) => ({
              value: t.id,
              label: t.form.title[v.lang] ?? t.form.title.en ?? t.id,
            })),
          ]}
        />
        <p class="hint">
          <a href={paths.tests.href()}>{v.t('orientation.own-test.manage')}</a>
        </p>
        <ButtonRow>
          <Button>{v.t(o ? 'orientation.save' : 'orientation.plan.save')}</Button>
          <LinkButton href={here ? paths.orientation.href(here) : paths.orientations.href()}>
            {v.t('orientation.cancel')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

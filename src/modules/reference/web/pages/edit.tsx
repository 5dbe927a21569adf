import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  DateField,
  ErrorSummary,
  FileField,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  TextArea,
  TextField,
} from '#ui/index.ts';
import type { RowFault } from '../../core/rules.ts';
import { holdsAtOnce, textOfPeriods } from '../../core/rules.ts';
import { Limits, limitValues } from '../parts/limits.tsx';
import { SourceFields } from '../parts/source-fields.tsx';
import { paths } from '../paths.ts';
import { Doubts, type Entry, titleOf } from './entry.tsx';

type FileRead = { file: string; count: number; outside: number; faults: RowFault[] };

export function EditPage({ v, entry }: { v: View; entry: Entry }) {
  const at = { entry: entry.entry };
  const href = paths.edit.href(at);
  const readHref = paths.read.href(at);
  const { current } = entry;
  const read =
    v.form.action === readHref && v.form.values.read?.[0]
      ? (JSON.parse(v.form.values.read[0]) as FileRead)
      : null;
  const written = current && !current.shipped ? current : null;
  const f = bind(v, href, {
    periods: read
      ? (v.form.values.periods?.[0] ?? '')
      : textOfPeriods(current?.content.periods ?? []),
    age: current?.content.age,
    programme: current?.content.country && (current.content.country.programme ? 'yes' : 'no'),
    timeZones: current?.content.country?.timeZones.join('\n'),
    ...limitValues(current?.content.limits),
    validFrom: written?.validFrom,
    validUntil: written?.validUntil,
    sourceTitle: read?.file ?? written?.source.title,
    sourceLink: written?.source.link,
    certainty: written?.certainty,
  });
  const holidays = entry.kind.endsWith('holidays');
  const labels = {
    day: v.t('reference.form.day'),
    month: v.t('reference.form.month'),
    year: v.t('reference.form.year'),
  };
  return (
    <>
      <PageHead
        title={titleOf(v, entry)}
        lead={v.t('reference.form.lead')}
        breadcrumbs={[
          { href: paths.reference.href(), label: v.t('reference.list.title') },
          ...(current ? [{ href: paths.entry.href(at), label: titleOf(v, entry) }] : []),
        ]}
        breadcrumbsLabel={v.t('reference.crumbs')}
      />
      <ErrorSummary
        title={v.t('reference.form.errors')}
        lead={v.t('reference.form.nothing-lost')}
        errors={[...f.errors, ...bind(v, readHref).errors]}
      />
      {read && <WhatWasRead v={v} read={read} />}
      {holidays && (
        <Section title={v.t('reference.file.title')} id="file">
          <Form action={readHref} multipart>
            <FileField
              name="file"
              label={v.t('reference.file.label')}
              hint={v.t('reference.file.hint')}
              error={bind(v, readHref).text('file').error}
              accept=".csv,.xlsx,.ics,text/csv,text/calendar"
            />
            <Button kind="quiet">{v.t('reference.file.read')}</Button>
          </Form>
        </Section>
      )}
      <Section title={v.t(holidays ? 'reference.form.list' : 'reference.form.entry')} id="entry">
        {!read && <Doubts v={v} entry={entry} />}
        <Form action={href}>
          <Hidden name="version" value={String(entry.version)} />
          {holidays && (
            <TextArea
              {...f.text('periods')}
              label={v.t('reference.field.periods')}
              hint={v.t('reference.field.periods-hint')}
              rows={14}
              required
            />
          )}
          {entry.kind === 'country' && (
            <>
              <RadioGroup
                {...f.text('programme')}
                label={v.t('reference.field.programme')}
                hint={v.t('reference.field.programme-hint')}
                options={(['yes', 'no'] as const).map((value) => ({
                  value,
                  label: v.t(value === 'yes' ? 'reference.country.in' : 'reference.country.out'),
                }))}
              />
              <TextArea
                {...f.text('timeZones')}
                label={v.t('reference.field.time-zones')}
                hint={v.t('reference.field.time-zones-hint')}
                rows={4}
                required
              />
            </>
          )}
          {(entry.kind === 'online-consent-age' || entry.kind === 'record-check-age') && (
            <TextField
              {...f.text('age')}
              label={v.t('reference.field.age')}
              hint={
                entry.kind === 'record-check-age'
                  ? v.t('reference.field.check-age-hint')
                  : undefined
              }
              inputmode="numeric"
              width={4}
              required
            />
          )}
          {entry.kind === 'stay-limits' && <Limits v={v} f={f} />}
          <SourceFields v={v} f={f} />
          {!holidays && !holdsAtOnce(entry.kind) && (
            <>
              <DateField
                {...f.date('validFrom')}
                label={v.t('reference.field.valid-from')}
                optionalLabel={v.t('reference.optional')}
                labels={labels}
              />
              <DateField
                {...f.date('validUntil')}
                label={v.t('reference.field.valid-until')}
                optionalLabel={v.t('reference.optional')}
                labels={labels}
              />
            </>
          )}
          <ButtonRow>
            <Button>{v.t('reference.form.save')}</Button>
            <LinkButton href={current ? paths.entry.href(at) : paths.reference.href()}>
              {v.t('reference.form.back')}
            </LinkButton>
          </ButtonRow>
        </Form>
      </Section>
    </>
  );
}

function WhatWasRead({ v, read }: { v: View; read: FileRead }) {
  const clean = read.faults.length === 0 && read.outside === 0;
  return (
    <Notice
      tone={clean ? 'done' : 'late'}
      title={v.t('reference.file.was-read', { file: read.file, count: read.count })}
    >
      <p>{v.t(clean ? 'reference.file.check-and-save' : 'reference.file.some-left-out')}</p>
      {!clean && (
        <ul>
          {read.outside > 0 && <li>{v.t('reference.file.outside', { count: read.outside })}</li>}
          {read.faults.map((fault) => (
            <li key={`${fault.row} ${fault.reason}`}>{v.t(fault.reason, daysIn(fault.params))}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

/** Days have become text on their way through the page. */
function daysIn(params: RowFault['params']): RowFault['params'] {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && name !== 'value'
        ? Temporal.PlainDate.from(value)
        : value,
    ]),
  );
}

import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
  Table,
} from '#ui/index.ts';
import type { getEntry } from '../../server/index.ts';
import { paths } from '../paths.ts';

export type Entry = ViewOf<typeof getEntry>;

/** "School holidays of Latvia, 2027/28". */
export function titleOf(v: View, entry: Entry): string {
  const country = v.fmt.country(entry.countryCode);
  if (entry.kind === 'country') return v.t('reference.entry.country', { country });
  return v.t(entry.schoolYear ? 'reference.entry.title-year' : 'reference.entry.title', {
    kind: v.t(`reference.kind.${entry.kind}`),
    place: entry.region ? `${country} (${entry.region})` : country,
    year: entry.schoolYear,
  });
}

export function EntryPage({ v, entry }: { v: View; entry: Entry }) {
  const { current } = entry;
  const undo = paths.undo.href({ entry: entry.entry });
  return (
    <>
      <PageHead
        title={titleOf(v, entry)}
        breadcrumbs={[{ href: paths.reference.href(), label: v.t('reference.list.title') }]}
        breadcrumbsLabel={v.t('reference.crumbs')}
        actions={
          entry.can.change && (
            <LinkButton kind="primary" href={paths.edit.href({ entry: entry.entry })}>
              {v.t('reference.entry.change')}
            </LinkButton>
          )
        }
      />
      <ErrorSummary title={v.t('reference.form.errors')} errors={bind(v, undo).errors} />
      {current ? (
        <>
          <Notice
            tone={current.certainty === 'official' ? 'done' : 'now'}
            title={v.t(`reference.certainty.${current.certainty}`)}
          >
            <p>{v.t(`reference.certainty-text.${current.certainty}`)}</p>
          </Notice>
          <Doubts v={v} entry={entry} />
          <Facts items={factsOf(v, current)} />
          {current.content.periods.length > 0 && (
            <Section title={v.t('reference.entry.days')}>
              <Table
                caption={v.t('reference.entry.days')}
                hideCaption
                rowHeader="name"
                columns={[
                  { key: 'name', label: v.t('reference.entry.name') },
                  { key: 'when', label: v.t('reference.history.when') },
                ]}
                rows={current.content.periods.map((p) => ({
                  id: `${p.from} ${p.until} ${p.name.en}`,
                  cells: {
                    name:
                      (v.lang === 'fr' ? p.name.fr : p.name.en) || v.t('reference.entry.unnamed'),
                    when: p.from.equals(p.until)
                      ? v.fmt.date(p.from)
                      : v.t('reference.entry.span', { from: p.from, until: p.until }),
                  },
                }))}
              />
            </Section>
          )}
        </>
      ) : (
        <Notice tone="now" title={v.t('reference.entry.nothing')}>
          <p>{v.t('reference.entry.nothing-text')}</p>
        </Notice>
      )}
      {entry.history.length > 0 && <History v={v} entry={entry} undo={undo} />}
    </>
  );
}

export function Doubts({ v, entry }: { v: View; entry: Entry }) {
  if (entry.doubts.length === 0) return null;
  return (
    <Notice tone="late" title={v.t('reference.entry.doubts')}>
      <ul>
        {entry.doubts.map((d) => (
          <li key={`${d.kind} ${d.from}`}>
            {v.t(`reference.doubt.${d.kind}`, { from: d.from, until: d.until })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function factsOf(v: View, current: NonNullable<Entry['current']>) {
  const { limits, age, country } = current.content;
  const dayOfYear = (at: { month: number; day: number }) =>
    v.fmt.shortDate(new Temporal.PlainDate(2028, at.month, at.day));
  const days = (count: number) => v.t('reference.entry.count-days', { count });
  const months = (count: number) => v.t('reference.entry.count-months', { count });
  const { source, validFrom, validUntil } = current;
  return [
    ...(age === null ? [] : [{ label: v.t('reference.field.age'), value: String(age) }]),
    ...(country
      ? [
          {
            label: v.t('reference.field.programme'),
            value: v.t(country.programme ? 'reference.country.in' : 'reference.country.out'),
          },
          {
            label: v.t('reference.field.time-zones'),
            value: country.timeZones.join(', '),
          },
        ]
      : []),
    ...(limits?.shortestDays
      ? [{ label: v.t('reference.field.shortest'), value: days(limits.shortestDays) }]
      : []),
    ...(limits?.shortestMonths
      ? [{ label: v.t('reference.field.shortest'), value: months(limits.shortestMonths) }]
      : []),
    ...(limits?.longestMonths
      ? [{ label: v.t('reference.field.longest'), value: months(limits.longestMonths) }]
      : []),
    ...(limits?.longestDays
      ? [{ label: v.t('reference.field.longest'), value: days(limits.longestDays) }]
      : []),
    ...(limits?.latestArrival
      ? [{ label: v.t('reference.field.latest-arrival'), value: dayOfYear(limits.latestArrival) }]
      : []),
    ...(limits?.secondSemester
      ? [
          {
            label: v.t('reference.field.second-semester'),
            value: limits.secondSemester.accepted
              ? v.t('reference.entry.second-yes', {
                  from: dayOfYear(limits.secondSemester.from),
                  days: limits.secondSemester.longestDays ?? 0,
                })
              : v.t('reference.entry.second-no', { from: dayOfYear(limits.secondSemester.from) }),
          },
        ]
      : []),
    ...(source.title
      ? [
          {
            label: v.t('reference.field.source'),
            value: source.link ? (
              <a href={source.link} rel="noreferrer">
                {source.title}
              </a>
            ) : (
              source.title
            ),
          },
        ]
      : []),
    ...(validFrom || validUntil
      ? [
          {
            label: v.t('reference.field.valid'),
            value: v.t('reference.entry.valid', {
              from: validFrom ? v.fmt.date(validFrom) : '',
              until: validUntil ? v.fmt.date(validUntil) : '',
            }),
          },
        ]
      : []),
  ];
}

function History({ v, entry, undo }: { v: View; entry: Entry; undo: string }) {
  const bringBack = (number: number, label: string) =>
    entry.can.change &&
    number !== entry.version && (
      <Form action={undo} label={label}>
        <Hidden name="version" value={String(entry.version)} />
        <Hidden name="number" value={String(number)} />
        <Button kind="quiet">{v.t('reference.history.bring-back')}</Button>
      </Form>
    );
  return (
    <Section title={v.t('reference.history.title')} id="history">
      <Table
        caption={v.t('reference.history.title')}
        hideCaption
        rowHeader="when"
        columns={[
          { key: 'when', label: v.t('reference.history.when') },
          { key: 'who', label: v.t('reference.history.who') },
          { key: 'what', label: v.t('reference.history.what') },
          { key: 'back', label: v.t('reference.history.bring-back'), hideLabel: true },
        ]}
        rows={[
          ...entry.history.map((h) => ({
            id: String(h.number),
            cells: {
              when: v.fmt.moment(h.at),
              who: h.by ?? v.t('reference.history.an-admin'),
              what: (
                <>
                  {h.bringsBack !== null
                    ? v.t('reference.history.brought-back', { number: h.bringsBack })
                    : v.t('reference.history.wrote', { number: h.number })}{' '}
                  {h.count !== null && v.t('reference.list.periods', { count: h.count })}
                  {h.source.title && <p>{h.source.title}</p>}
                </>
              ),
              back:
                !h.withdrawn &&
                bringBack(h.number, v.t('reference.history.bring-back-of', { number: h.number })),
            },
          })),
          {
            id: '0',
            cells: {
              when: v.t('reference.history.from-start'),
              who: v.t('reference.history.product'),
              what: v.t(entry.shipped ? 'reference.history.shipped' : 'reference.history.empty'),
              back:
                !entry.current?.shipped &&
                entry.current !== null &&
                bringBack(0, v.t('reference.history.bring-back-shipped')),
            },
          },
        ]}
      />
    </Section>
  );
}

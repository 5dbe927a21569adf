import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  ErrorSummary,
  FileField,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  Section,
  SelectField,
  Table,
} from '#ui/index.ts';
import { columnKeys } from '../../core/rules/index.ts';
import type { PupilInput } from '../../core/schema.ts';
import type { getAdding, ListView } from '../../server/index.ts';
import { SchoolChoice } from '../parts/school-choice.tsx';
import { paths } from '../paths.ts';

type Props = {
  v: View;
  adding: ViewOf<typeof getAdding>;
  /** the rows of a clean list, to be confirmed; empty before and when something is wrong */
  checked: PupilInput[];
  /** how the columns of a list are understood, while somebody looks at them */
  list: ListView | null;
  /** what the letters of a file can be */
  encodings: readonly string[];
};

/** Separators have no place in the value of a field that is read aloud. */
export const separatorNames: Record<string, string> = {
  semicolon: ';',
  comma: ',',
  tab: '\t',
  bar: '|',
};

export function ImportPage({ v, adding, checked: pupils, list, encodings }: Props) {
  const at = { intakeId: adding.id };
  const missing = [
    ...new Set(v.form.faults.flatMap((f) => (f.params?.missing ? [String(f.params.missing)] : []))),
  ];
  const inRows = v.form.faults.filter((f) => f.params?.row !== undefined && !f.params.missing);
  const others = v.form.faults.filter((f) => f.params?.row === undefined);
  const sealed = v.form.values.sealed?.[0] ?? '';
  const schoolId = v.form.values.schoolId?.[0] ?? adding.schools[0]?.id ?? '';
  const school = adding.schools.find((s) => s.id === schoolId);
  const unknown = v.form.values.unknown ?? [];
  if (pupils.length > 0 && school)
    return (
      <>
        <PageHead
          kicker={adding.name}
          title={v.t('applications.import.preview-title', { count: pupils.length })}
          lead={v.t('applications.import.preview-lead')}
        />
        {unknown.length > 0 && (
          <Notice tone="none" title={v.t('applications.import.unknown-columns')}>
            <p>{v.fmt.list(unknown)}</p>
          </Notice>
        )}
        <Table
          caption={v.t('applications.import.preview-caption')}
          hideCaption
          rowHeader="pupil"
          columns={[
            { key: 'pupil', label: v.t('applications.list.pupil') },
            { key: 'born', label: v.t('applications.field.birth-date') },
            { key: 'class', label: v.t('applications.list.class') },
            { key: 'mail', label: v.t('applications.field.email') },
            { key: 'guardians', label: v.t('applications.field.guardians') },
          ]}
          rows={pupils.map((p) => ({
            id: String(p.row),
            cells: {
              pupil: `${p.givenName} ${p.familyName}`,
              born: v.fmt.date(Temporal.PlainDate.from(p.birthDate)),
              class: p.schoolClass,
              mail: p.email,
              guardians: p.guardians.map((g) => (
                <p key={g.email + g.givenName}>
                  {v.t('applications.guardian.named', {
                    name: `${g.givenName} ${g.familyName}`,
                    relation: v.t(`applications.relation.${g.relation}`),
                  })}
                  {', '}
                  {g.email}
                </p>
              )),
            },
          }))}
        />
        <Section title={v.t('applications.import.then')}>
          <Prose>
            <p>{v.t('applications.import.then-text', { school: school.name })}</p>
          </Prose>
          <Form action={paths.importConfirm.href(at)}>
            <Hidden name="schoolId" value={schoolId} />
            <Hidden name="sealed" value={sealed} />
            <ButtonRow>
              <Button>{v.t('applications.import.confirm', { count: pupils.length })}</Button>
              <LinkButton href={paths.import.href(at)}>
                {v.t('applications.import.other-file')}
              </LinkButton>
            </ButtonRow>
          </Form>
        </Section>
      </>
    );
  const form = (
    <Form action={paths.import.href(at)} multipart>
      <SchoolChoice v={v} schools={adding.schools} chosen={schoolId} />
      <FileField
        name="file"
        label={v.t('applications.import.file')}
        hint={v.t('applications.import.file-hint')}
        error={others[0] && !list ? v.t(others[0].reason, others[0].params) : undefined}
        accept=".csv,.txt,.tsv,.xlsx,text/csv"
        required
      />
      <ButtonRow>
        <Button {...(list ? { kind: 'quiet' as const } : {})}>
          {v.t('applications.import.read')}
        </Button>
      </ButtonRow>
    </Form>
  );
  const upload = list ? (
    <Section title={v.t('applications.import.corrected')}>{form}</Section>
  ) : (
    form
  );
  return (
    <>
      <PageHead
        kicker={adding.name}
        title={v.t(list ? 'applications.import.columns-title' : 'applications.import.title')}
        lead={
          list
            ? v.t('applications.import.columns-lead', { file: list.fileName, rows: list.rows })
            : v.t('applications.import.lead')
        }
        breadcrumbs={[{ href: paths.list.href(at), label: v.t('applications.own.title') }]}
        breadcrumbsLabel={v.t('applications.crumbs')}
      />
      <ErrorSummary
        title={v.t('applications.import.not-yet')}
        lead={v.t('applications.import.nothing-written')}
        errors={[
          ...others.map((f) => ({
            href: `#f-${f.field?.startsWith('column.') || f.field === 'headerRow' ? f.field : 'file'}`,
            text: v.t(f.reason, f.params),
          })),
          ...missing.map((key) => ({
            href: '#columns',
            text: v.t('applications.import.missing-column', {
              column: v.t(`applications.column.${kebab(key)}`),
            }),
          })),
          ...(inRows.length > 0
            ? [
                {
                  href: '#rows',
                  text: v.t('applications.import.row-errors', { count: inRows.length }),
                },
              ]
            : []),
        ]}
      />
      {inRows.length > 0 && (
        <Section title={v.t('applications.import.to-correct')} id="rows">
          <Table
            caption={v.t('applications.import.to-correct')}
            hideCaption
            dense
            rowHeader="row"
            columns={[
              { key: 'row', label: v.t('applications.import.row') },
              { key: 'column', label: v.t('applications.import.column') },
              { key: 'value', label: v.t('applications.import.value') },
              { key: 'why', label: v.t('applications.import.why') },
            ]}
            rows={inRows.map((f, i) => ({
              id: String(i),
              cells: {
                row: v.t('applications.import.row-number', { row: String(f.params?.row) }),
                column: String(f.params?.column),
                value: String(f.params?.value ?? ''),
                why: v.t(f.reason, f.params),
              },
            }))}
          />
        </Section>
      )}
      {list && <Columns v={v} at={at} list={list} schoolId={schoolId} encodings={encodings} />}
      {list && v.form.faults.length === 0 ? (
        <p>
          <a href={paths.import.href(at)}>{v.t('applications.import.other-file')}</a>
        </p>
      ) : (
        upload
      )}
      <Details summary={v.t('applications.import.help')}>
        <Prose>
          <p>{v.t('applications.import.help-columns')}</p>
          <p>{v.t('applications.import.help-dates')}</p>
          <p>
            <a href={paths.template.href(at)} download>
              {v.t('applications.import.template')}
            </a>
          </p>
          <p>
            <a href={paths.add.href(at)}>{v.t('applications.import.one')}</a>
          </p>
        </Prose>
      </Details>
    </>
  );
}

/** What each column of the file was understood as: looked at, changed, and remembered for the next list like it. */
function Columns({
  v,
  at,
  list,
  schoolId,
  encodings,
}: {
  v: View;
  at: { intakeId: string };
  list: ListView;
  schoolId: string;
  encodings: readonly string[];
}) {
  const typed = (name: string, otherwise: string) => v.form.values[name]?.[0] ?? otherwise;
  const fault = (field: string) => {
    const found = v.form.faults.find((f) => f.field === field);
    return found && v.t(found.reason, found.params);
  };
  const carried = (
    <>
      <Hidden name="schoolId" value={schoolId} />
      <Hidden name="list" value={JSON.stringify(list)} />
      {(v.form.values.packed ?? []).map((part) => (
        <Hidden key={part.slice(0, 40)} name="packed" value={part} />
      ))}
    </>
  );
  const options = Object.entries(columnKeys).map(([group, keys]) => ({
    label: v.t(`applications.column.of-${kebab(group)}`),
    options: keys.map((key) => ({ value: key, label: v.t(`applications.column.${kebab(key)}`) })),
  }));
  const known = list.columns.filter((_, i) => typed(`column.${i}`, '') !== '').length;
  const slashes = list.columns.some((c) => c.examples.some((e) => /^\d{1,2}\/\d{1,2}\//.test(e)));
  const cut = [
    v.t('applications.import.cut-header', { row: list.headerRow, rows: list.headerRows }),
    ...(list.separator
      ? [v.t(`applications.import.separator-${nameOfSeparator(list.separator)}`)]
      : []),
    list.encoding === 'xlsx'
      ? v.t('applications.import.workbook')
      : v.t(`applications.import.encoding-${list.encoding}`),
  ];
  return (
    <>
      {list.remembered && (
        <Notice
          tone="done"
          title={
            list.remembered.by
              ? v.t('applications.import.remembered-by', {
                  at: v.fmt.date(dayOf(list.remembered.at)),
                  who: list.remembered.by,
                })
              : v.t('applications.import.remembered', {
                  at: v.fmt.date(dayOf(list.remembered.at)),
                })
          }
        >
          <p>{v.t('applications.import.remembered-text')}</p>
        </Notice>
      )}
      <Form action={paths.importCheck.href(at)} id="columns" multipart>
        {carried}
        <p>{v.t('applications.import.known', { known, all: list.columns.length })}</p>
        {list.columns.map((column, i) => (
          <SelectField
            key={String(i)}
            name={`column.${i}`}
            label={column.header || v.t('applications.import.no-header-name', { number: i + 1 })}
            hint={
              column.examples.length > 0
                ? column.examples.join(' · ')
                : v.t('applications.import.empty-column')
            }
            error={fault(`column.${i}`)}
            value={typed(`column.${i}`, column.key)}
            emptyLabel={v.t('applications.import.leave-out')}
            options={options}
          />
        ))}
        {slashes && (
          <SelectField
            name="slash"
            label={v.t('applications.import.slash')}
            hint={v.t('applications.import.slash-hint')}
            value={typed('slash', list.slash ?? '')}
            emptyLabel={v.t('applications.import.slash-open')}
            options={['day-first', 'month-first'].map((order) => ({
              value: order,
              label: v.t(`applications.import.${order}`),
            }))}
          />
        )}
        <SelectField
          name="nameOrder"
          label={v.t('applications.import.name-order')}
          hint={v.t('applications.import.name-order-hint')}
          value={typed('nameOrder', list.nameOrder)}
          options={['given-first', 'family-first'].map((order) => ({
            value: order,
            label: v.t(`applications.import.${order}`),
          }))}
        />
        <ButtonRow>
          <Button>{v.t('applications.import.check')}</Button>
          {list.remembered && (
            <Button kind="quiet" formaction={paths.importForget.href(at)}>
              {v.t('applications.import.forget')}
            </Button>
          )}
        </ButtonRow>
        <p class="hint">{v.t('applications.import.will-remember')}</p>
      </Form>
      <Details summary={v.t('applications.import.cut', { how: v.fmt.list(cut) })}>
        <Form action={paths.import.href(at)} multipart label={v.t('applications.import.cut-again')}>
          {carried}
          <SelectField
            name="header"
            label={v.t('applications.import.header-row')}
            value={`${list.headerRow}+${list.headerRows}`}
            options={headerChoices(list).map(([row, count]) => ({
              value: `${row}+${count}`,
              label: v.t('applications.import.cut-header', { row, rows: count }),
            }))}
          />
          {list.separator && (
            <>
              <SelectField
                name="separator"
                label={v.t('applications.import.separator')}
                value={nameOfSeparator(list.separator)}
                options={Object.keys(separatorNames).map((name) => ({
                  value: name,
                  label: v.t(`applications.import.separator-${name}`),
                }))}
              />
              <SelectField
                name="encoding"
                label={v.t('applications.import.encoding')}
                hint={v.t('applications.import.encoding-hint')}
                value={list.encoding}
                options={encodings.map((name) => ({
                  value: name,
                  label: v.t(`applications.import.encoding-${name}`),
                }))}
              />
            </>
          )}
          <ButtonRow>
            <Button kind="quiet">{v.t('applications.import.cut-again')}</Button>
          </ButtonRow>
        </Form>
      </Details>
    </>
  );
}

const kebab = (key: string) => key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
const dayOf = (at: string) =>
  Temporal.Instant.from(at).toZonedDateTimeISO('Europe/Brussels').toPlainDate();
const nameOfSeparator = (separator: string) =>
  Object.entries(separatorNames).find(([, sign]) => sign === separator)?.[0] ?? 'comma';

/** Rows that may be the header: the first twelve of the file, and what was found. */
function headerChoices(list: ListView): [number, number][] {
  const found: [number, number] = [list.headerRow, list.headerRows];
  const last = list.headerRow + list.headerRows - 1 + list.rows;
  const first = (most: number, count: number) =>
    Array.from({ length: Math.min(most, Math.max(last - count, 1)) }, (_, i): [number, number] => [
      i + 1,
      count,
    ]);
  const others = first(12, 1);
  const two = first(6, 2);
  return [...others, ...two, found]
    .filter(([row, count], i, all) => all.findIndex(([r, c]) => r === row && c === count) === i)
    .sort((a, b) => a[1] - b[1] || a[0] - b[0]);
}

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
  Table,
} from '#ui/index.ts';
import type { PupilInput } from '../../core/schema.ts';
import type { getAdding } from '../../server/index.ts';
import { SchoolChoice } from '../parts/school-choice.tsx';
import { paths } from '../paths.ts';

type Props = {
  v: View;
  adding: ViewOf<typeof getAdding>;
  /** the rows of a clean list, to be confirmed; empty before and when something is wrong */
  checked: PupilInput[];
};

export function ImportPage({ v, adding, checked: pupils }: Props) {
  const at = { intakeId: adding.id };
  const inRows = v.form.faults.filter((f) => f.params?.row !== undefined);
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
  return (
    <>
      <PageHead
        kicker={adding.name}
        title={v.t('applications.import.title')}
        lead={v.t('applications.import.lead')}
        breadcrumbs={[{ href: paths.list.href(at), label: v.t('applications.own.title') }]}
        breadcrumbsLabel={v.t('applications.crumbs')}
      />
      <ErrorSummary
        title={v.t('applications.import.not-yet')}
        lead={v.t('applications.import.nothing-written')}
        errors={[
          ...others.map((f) => ({ href: '#f-file', text: v.t(f.reason, f.params) })),
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
              { key: 'row', label: v.t('applications.import.row'), numeric: true },
              { key: 'column', label: v.t('applications.import.column') },
              { key: 'value', label: v.t('applications.import.value') },
              { key: 'why', label: v.t('applications.import.why') },
            ]}
            rows={inRows.map((f, i) => ({
              id: String(i),
              cells: {
                row: String(f.params?.row),
                column: String(f.params?.column),
                value: String(f.params?.value ?? ''),
                why: v.t(f.reason, f.params),
              },
            }))}
          />
        </Section>
      )}
      <Form action={paths.import.href(at)} multipart>
        <SchoolChoice v={v} schools={adding.schools} chosen={schoolId} />
        <FileField
          name="file"
          label={v.t('applications.import.file')}
          hint={v.t('applications.import.file-hint')}
          error={others[0] && v.t(others[0].reason, others[0].params)}
          accept=".csv,.xlsx,text/csv"
          required
        />
        <ButtonRow>
          <Button>{v.t('applications.import.check')}</Button>
        </ButtonRow>
      </Form>
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

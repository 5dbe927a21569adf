import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  Details,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
  TextArea,
} from '#ui/index.ts';
import { cells, maxRows } from '../../core/index.ts';
import { Lines } from '../parts/rows.tsx';
import type { Agreement } from '../parts/status.tsx';
import { paths } from '../paths.ts';

/** How many rows were typed into the form that came back. */
export function typedRows(values: Record<string, string[]>): number {
  const places = Object.keys(values).flatMap((name) => {
    const found = /^rows\.(\d{1,3})\./.exec(name);
    return found ? [Number(found[1]) + 1] : [];
  });
  return Math.min(Math.max(0, ...places), maxRows * 2);
}

/** Why it cannot be edited, as the end of a message key. */
function closedBy(state: string | undefined): 'signing' | 'signed' | 'other' {
  if (state === 'open_for_signature') return 'signing';
  return state === 'signed' ? 'signed' : 'other';
}

/**
 * The whole table as one form. Adding and removing a row saves first, so it works without scripts and nothing typed is
 * lost. When somebody else saved meanwhile, their words stand beside what was typed.
 */
export function EditPage({
  v,
  agreement,
  blank,
}: {
  v: View;
  agreement: Agreement;
  blank: number;
}) {
  const at = { mobilityId: agreement.mobilityId };
  const { shown } = agreement;
  const head = (
    <PageHead
      kicker={agreement.pupil}
      title={v.t('learning.edit.title')}
      lead={v.t('learning.edit.lead')}
      breadcrumbs={[{ href: paths.agreement.href(at), label: v.t('learning.title') }]}
      breadcrumbsLabel={v.t('learning.crumbs')}
    />
  );
  const href = paths.edit.href(at);
  const sent = v.form.action === href;
  if (!shown || !agreement.my.drafts || (shown.state !== 'draft' && !sent))
    return (
      <>
        {head}
        <Notice title={v.t('learning.edit.closed')}>
          <p>{v.t(`learning.edit.closed-${closedBy(shown?.state)}`)}</p>
          <p>
            <a href={paths.agreement.href(at)}>{v.t('learning.back')}</a>
          </p>
        </Notice>
      </>
    );
  const initial: Record<string, string> = {
    monitoring: shown.monitoring,
    reintegration: shown.reintegration,
  };
  shown.rows.forEach((row, i) => {
    for (const cell of cells) initial[`rows.${i}.${cell}`] = row[cell];
  });
  const f = bind(v, href, initial);
  const conflict =
    sent && v.form.faults.some((x) => x.reason === 'learning.refused.changed-meanwhile');
  const typed = v.form.values;
  const count = sent
    ? Math.max(typedRows(typed), conflict ? shown.rows.length : 0)
    : Math.max(1, shown.rows.length + blank);
  // only after having seen the others' words does saving replace them
  const version = sent && !conflict ? (typed.version?.[0] ?? '') : String(shown.version);
  return (
    <>
      {head}
      <ErrorSummary
        title={v.t('learning.errors')}
        lead={v.t('learning.nothing-lost')}
        errors={f.errors}
      />
      {conflict && (
        <Notice tone="late" title={v.t('learning.edit.conflict', { who: shown.editedBy ?? '' })}>
          <p>{v.t('learning.edit.conflict-text')}</p>
        </Notice>
      )}
      <Form action={href} id="agreement">
        <Hidden name="number" value={sent ? (typed.number?.[0] ?? '') : String(shown.number)} />
        <Hidden name="version" value={version} />
        {Array.from({ length: count }, (_, i) => (
          <Section key={i} id={`row-${i + 1}`} title={v.t('learning.edit.row', { row: i + 1 })}>
            {cells.map((cell) => (
              <TextArea
                key={cell}
                {...f.text(`rows.${i}.${cell}`)}
                label={v.t(`learning.cell.${cell}`)}
                hint={i === 0 ? v.t(`learning.hint.${cell}`) : undefined}
                rows={cell === 'subject' ? 1 : 3}
              />
            ))}
            {conflict && <Theirs v={v} agreement={agreement} row={i} typed={typed} />}
            <ButtonRow>
              <Button kind="quiet" name="do" value={`remove-${i}`}>
                {v.t('learning.edit.remove', { row: i + 1 })}
              </Button>
            </ButtonRow>
          </Section>
        ))}
        <ButtonRow>
          <Button kind="quiet" name="do" value="add-row">
            {v.t('learning.edit.add')}
          </Button>
        </ButtonRow>
        <Section title={v.t('learning.edit.around')}>
          <TextArea
            {...f.text('monitoring')}
            label={v.t('learning.field.monitoring')}
            hint={v.t('learning.hint.monitoring')}
            rows={4}
          />
          <TextArea
            {...f.text('reintegration')}
            label={v.t('learning.field.reintegration')}
            hint={v.t('learning.hint.reintegration')}
            rows={4}
          />
          {conflict && (
            <Facts
              items={(['monitoring', 'reintegration'] as const)
                .filter((key) => shown[key] !== (typed[key]?.[0] ?? '').trim())
                .map((key) => ({
                  label: v.t('learning.edit.theirs-field', { field: v.t(`learning.field.${key}`) }),
                  value: <Lines text={shown[key] || '–'} />,
                }))}
            />
          )}
        </Section>
        <ButtonRow>
          <Button name="do" value="save">
            {v.t('learning.edit.save')}
          </Button>
          <LinkButton href={paths.agreement.href(at)}>{v.t('learning.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

/** What somebody else saved in this row meanwhile; nothing when it is the same as typed. */
function Theirs(props: {
  v: View;
  agreement: Agreement;
  row: number;
  typed: Record<string, string[]>;
}) {
  const { v, agreement, row, typed } = props;
  const saved = agreement.shown?.rows[row];
  const differing = cells.filter(
    (cell) =>
      (saved?.[cell] ?? '') !==
      (typed[`rows.${row}.${cell}`]?.[0] ?? '').replace(/\r\n?/g, '\n').trim(),
  );
  if (differing.length === 0) return null;
  return (
    <Details
      summary={v.t('learning.edit.theirs', { who: agreement.shown?.editedBy ?? '', row: row + 1 })}
      open
    >
      <Facts
        items={differing.map((cell) => ({
          label: v.t(`learning.cell.${cell}`),
          value: <Lines text={saved?.[cell] || '–'} />,
        }))}
      />
    </Details>
  );
}

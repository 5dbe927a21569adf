import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  TextArea,
} from '#ui/index.ts';
import { changesBetween, templateById, wordsIn } from '../../core/rules/index.ts';
import type { getMeeting } from '../../server/index.ts';
import { paths } from '../paths.ts';

/**
 * The report as it is written. Two can write at once: in different places both are kept; in the same place the second is
 * shown what the first has changed, with their own text still in the field.
 */
export function ReportPage({ v, meeting: m }: { v: View; meeting: ViewOf<typeof getMeeting> }) {
  const at = { clubId: m.clubId, eventId: m.id };
  const href = paths.report.href(at);
  const template = templateById(m.templateId);
  const newest = m.versions[0];
  const outline = m.decisions.map((d) => `- ${d.text}`).join('\n');
  const f = bind(v, href, {
    text:
      newest?.text ??
      [v.t('clubs.report.began'), outline && `${v.t('clubs.decisions.title')}\n${outline}`]
        .filter(Boolean)
        .join('\n\n'),
  });
  const sent = v.form.action === href;
  const begunWith = Number(v.form.values.number?.[0] ?? 0);
  const clash = sent && v.form.faults.some((each) => each.reason === 'clubs.report.both');
  const base = m.versions.find((each) => each.number === begunWith)?.text ?? '';
  return (
    <>
      <PageHead
        title={v.t('clubs.report.title')}
        lead={v.t('clubs.report.lead')}
        breadcrumbs={[
          { href: paths.club.href({ clubId: m.clubId }), label: m.clubName },
          {
            href: paths.meeting.href(at),
            label: template ? wordsIn(template.title, v.lang) : m.clubName,
          },
        ]}
        breadcrumbsLabel={v.t('clubs.crumbs')}
      />
      <ErrorSummary title={v.t('clubs.form.errors')} errors={f.errors} />
      {clash && newest && (
        <Notice tone="late" title={v.t('clubs.report.meanwhile', { who: newest.by })}>
          {changesBetween(base, newest.text)
            .filter((c) => c.kind !== 'same')
            .map((c) => (
              <p key={`${c.kind} ${c.text}`}>
                {v.t(`clubs.report.${c.kind}`)}{' '}
                {c.kind === 'removed' ? <del>{c.text}</del> : <ins>{c.text}</ins>}
              </p>
            ))}
          <p>{v.t('clubs.report.then')}</p>
        </Notice>
      )}
      <Form action={href} id={`report-${m.id}`} keep>
        {/* after a clash the next try builds on what was just shown */}
        <Hidden name="number" value={String(clash || !sent ? (newest?.number ?? 0) : begunWith)} />
        <TextArea
          {...f.text('text')}
          label={v.t('clubs.report.text')}
          hint={v.t('clubs.report.hint')}
          rows={18}
        />
        <ButtonRow>
          <Button>{v.t('clubs.report.save')}</Button>
          <LinkButton href={paths.meeting.href(at)}>{v.t('clubs.kick-off.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

import { documentPaths } from '#modules/documents/web/index.ts';
import type { View } from '#platform/http/page.ts';
import { Facts, PageHead, Section, StatusTag } from '#ui/index.ts';
import type { RowChange } from '../../core/index.ts';
import { AgreementRows, Lines, RowChanges, WordDiff } from '../parts/rows.tsx';
import { type Agreement, Signatories, statusOf } from '../parts/status.tsx';
import { paths } from '../paths.ts';
import { Around } from './agreement.tsx';

/** One version as it was, what it changed, and who signed it. */
export function VersionPage({ v, agreement }: { v: View; agreement: Agreement }) {
  const at = { mobilityId: agreement.mobilityId };
  const { shown } = agreement;
  if (!shown) return null;
  const status = statusOf(v, agreement);
  const texts = (['monitoring', 'reintegration'] as const).filter(
    (key) => shown.before && shown.before[key] !== shown[key],
  );
  return (
    <>
      <PageHead
        kicker={agreement.pupil}
        title={v.t('learning.versions.title-one', { number: shown.number })}
        lead={<StatusTag tone={status.tone} text={status.text} />}
        breadcrumbs={[{ href: paths.agreement.href(at), label: v.t('learning.title') }]}
        breadcrumbsLabel={v.t('learning.crumbs')}
      />
      {shown.changes && (
        <Section
          title={v.t('learning.diff.title')}
          lead={v.t('learning.diff.lead', { number: shown.number - 1 })}
        >
          {shown.changes.every((c) => c.kind === 'same') && texts.length === 0 ? (
            <p>{v.t('learning.diff.none')}</p>
          ) : (
            <RowChanges v={v} changes={shown.changes as RowChange[]} />
          )}
          {texts.length > 0 && (
            <Facts
              items={texts.map((key) => ({
                label: v.t(`learning.field.${key}`),
                value: <WordDiff v={v} before={shown.before?.[key] ?? ''} after={shown[key]} />,
              }))}
            />
          )}
        </Section>
      )}
      <Section title={v.t('learning.rows.title')}>
        <AgreementRows v={v} rows={shown.rows} />
        <Around v={v} shown={shown} />
      </Section>
      {shown.decline && (
        <Section title={v.t('learning.status.declined', { who: shown.decline.name })}>
          <p>
            <Lines text={shown.decline.reason} />
          </p>
        </Section>
      )}
      <Section title={v.t('learning.signatures.title')}>
        <Signatories v={v} shown={shown} />
        {shown.sha256 && (
          <Facts
            items={[{ label: v.t('learning.fingerprint'), value: <code>{shown.sha256}</code> }]}
          />
        )}
      </Section>
      <p>
        {shown.documentId ? (
          <a href={documentPaths.document.href({ documentId: shown.documentId })} download>
            {v.t('learning.versions.pdf', { number: shown.number })}
          </a>
        ) : (
          <a href={paths.preview.href({ ...at, number: String(shown.number) })}>
            {v.t('learning.versions.preview', { number: shown.number })}
          </a>
        )}
      </p>
    </>
  );
}

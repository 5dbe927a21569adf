import type { View } from '#platform/http/page.ts';
import { Facts, StatusTag } from '#ui/index.ts';
import type { Recognition } from '../pages/complement.tsx';
import { paths } from '../paths.ts';
import { AgreementRows } from './rows.tsx';
import { type Agreement, Signatories, statusOf } from './status.tsx';

/** The agreement inside a dossier: where it stands, its rows and signatures, the complement and the recognition. */
export function DossierPart({
  v,
  agreement,
  recognition,
}: {
  v: View;
  agreement: Agreement;
  recognition: Recognition;
}) {
  const at = { mobilityId: agreement.mobilityId };
  const status = statusOf(v, agreement);
  const { shown } = agreement;
  const decided = recognition.rows.filter((r) => r.decision !== null).length;
  return (
    <>
      <p>
        <StatusTag tone={status.tone} text={status.text} />
      </p>
      {shown && shown.rows.length > 0 && <AgreementRows v={v} rows={shown.rows} />}
      {shown && shown.state !== 'draft' && <Signatories v={v} shown={shown} />}
      <p>
        <a href={paths.agreement.href(at)}>{v.t('learning.dossier.open')}</a>
      </p>
      {agreement.inForce !== null && (
        <Facts
          items={[
            {
              label: v.t('learning.complement.title'),
              value: recognition.complement
                ? v.t('learning.complement.issued-by', {
                    who: recognition.complement.issuer,
                    school: recognition.hostSchool ?? '',
                    at: v.fmt.moment(recognition.complement.issuedAt),
                  })
                : v.t('learning.dossier.no-complement', { school: recognition.hostSchool ?? '' }),
              action: <a href={paths.complement.href(at)}>{v.t('learning.dossier.complement')}</a>,
            },
            {
              label: v.t('learning.recognition.title'),
              value: v.t('learning.dossier.decided', {
                count: decided,
                all: recognition.rows.length,
              }),
              action: (
                <a href={paths.recognition.href(at)}>{v.t('learning.dossier.recognition')}</a>
              ),
            },
          ]}
        />
      )}
    </>
  );
}

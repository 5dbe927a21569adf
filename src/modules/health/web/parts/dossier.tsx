import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { ButtonRow, LinkButton } from '#ui/index.ts';
import type { getCareNote, getEnvelope } from '../../server/index.ts';
import { EnvelopeFacts } from '../pages/shared.tsx';
import { paths } from '../paths.ts';

/** The envelope as it lies in the dossier. */
export function EnvelopePart({ v, data }: { v: View; data: ViewOf<typeof getEnvelope> }) {
  const here = { mobilityId: data.mobilityId };
  return (
    <>
      <p>{v.t(data.may.readRecord ? 'health.dossier.own' : 'health.dossier.sealed')}</p>
      <EnvelopeFacts v={v} data={data} />
      <ButtonRow>
        <LinkButton
          href={
            data.may.readRecord
              ? paths.record.href({ pupilId: data.pupilId })
              : paths.envelope.href(here)
          }
        >
          {v.t('health.dossier.open')}
        </LinkButton>
        {data.may.readNote && data.noteAccepted && (
          <LinkButton href={paths.note.href(here)}>{v.t('health.note.read')}</LinkButton>
        )}
      </ButtonRow>
    </>
  );
}

/** For the host family: the way to the care note, or who writes one. */
export function NotePart({ v, data }: { v: View; data: ViewOf<typeof getCareNote> }) {
  return (
    <>
      <p>{v.t(data.note ? 'health.note.what' : 'health.note.none-text')}</p>
      {data.note && (
        <LinkButton href={paths.note.href({ mobilityId: data.mobilityId })}>
          {v.t('health.note.read')}
        </LinkButton>
      )}
    </>
  );
}

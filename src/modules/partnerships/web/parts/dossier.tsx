import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { ButtonRow, LinkButton } from '#ui/index.ts';
import type { listDecisions } from '../../server/index.ts';
import { askAddress } from '../paths.ts';
import { DecisionTable } from './decision-table.tsx';

/** What the partners of a dossier decide together, for those who work for one of them. */
export function DossierPart({
  v,
  mobilityId,
  decisions,
}: {
  v: View;
  mobilityId: string;
  decisions: ViewOf<typeof listDecisions>['decisions'];
}) {
  return (
    <>
      {decisions.length > 0 && <DecisionTable v={v} decisions={decisions} />}
      <ButtonRow>
        <LinkButton href={askAddress('mobility', mobilityId)}>
          {v.t('partnerships.decisions.ask-about')}
        </LinkButton>
      </ButtonRow>
    </>
  );
}

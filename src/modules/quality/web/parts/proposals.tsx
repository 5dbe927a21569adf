import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Button, ButtonRow, Form, Hidden, Notice } from '#ui/index.ts';
import { wordingFor } from '../../core/index.ts';
import type { getAssessment } from '../../server/index.ts';
import { paths } from '../paths.ts';
import { dayOf, Said } from './said.tsx';

type Assessment = ViewOf<typeof getAssessment>;

/** What closed plans propose: each is taken or left, with one press. */
export function Proposals({
  v,
  a,
  proposals,
}: {
  v: View;
  a: Assessment;
  proposals: Assessment['proposals'];
}) {
  const words = wordingFor(v.lang, a.questionnaire);
  const href = paths.proposals.href({ assessmentId: a.id });
  return (
    <>
      {proposals.map((p) => (
        <Notice key={p.id} title={v.t('quality.proposal.title', { plan: p.plan })}>
          <p>
            {v.t('quality.proposal.text', {
              who: p.by || v.t('quality.given.somebody'),
              date: v.fmt.date(dayOf(p.at)),
              status: words.status(p.status).text,
            })}
          </p>
          <p>
            <Said words={words.item(p.itemId)} />
          </p>
          <Form action={href} label={v.t('quality.proposal.title', { plan: p.plan })}>
            <Hidden name="proposalId" value={p.id} />
            <Hidden name="criterionId" value={p.criterionId} />
            <ButtonRow>
              <Button kind="quiet" name="answer" value="take">
                {v.t('quality.proposal.take')}
              </Button>
              <Button kind="quiet" name="answer" value="leave">
                {v.t('quality.proposal.leave')}
              </Button>
            </ButtonRow>
          </Form>
        </Notice>
      ))}
    </>
  );
}

import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { ButtonRow, Facts, LinkButton } from '#ui/index.ts';
import type { listCasesOfStay } from '../../server/index.ts';
import { CaseStatus } from '../pages/cases.tsx';
import type { CheckIns } from '../pages/check-ins.tsx';
import type { Evaluation } from '../pages/evaluation.tsx';
import { type Plan, PlanStatus } from '../pages/plans.tsx';
import { paths } from '../paths.ts';

/** When was talked with whom: days, and what is worrying as a word; the answers stand on their own page. */
export function CheckInsSection({ v, data }: { v: View; data: CheckIns }) {
  return (
    <>
      <Facts
        items={data.readable.map((partner) => {
          const talks = data.rows.filter((r) => r.with === partner);
          const last = talks[0];
          return {
            label: v.t(`support.with.${partner}`),
            value: last
              ? v.t('support.dossier.talks', {
                  count: talks.length,
                  date: last.heldOn,
                  who: last.by,
                })
              : v.t(`support.check-in.none.${partner}`),
          };
        })}
      />
      <ButtonRow>
        <LinkButton href={paths.checkIns.href({ mobilityId: data.id })}>
          {v.t('support.dossier.open')}
        </LinkButton>
        {data.mayRecord && (
          <LinkButton href={paths.newCheckIn.href({ mobilityId: data.id }, { with: 'pupil' })}>
            {v.t('support.check-in.write.pupil')}
          </LinkButton>
        )}
      </ButtonRow>
    </>
  );
}

export function EvaluationSection({ v, evaluation: e }: { v: View; evaluation: Evaluation }) {
  const href = paths.evaluation.href({ mobilityId: e.id });
  const answered = e.counts?.answered.filter((a) => a.count > 0) ?? [];
  return (
    <>
      {answered.length > 0 && (
        <p>
          {v.t('support.dossier.looked-back', {
            who: v.fmt.list(answered.map((a) => v.t(`mobilities.role.${a.role}`))),
          })}
        </p>
      )}
      {!e.counts && e.mine.length > 0 && <p>{v.t('support.dossier.you-looked-back')}</p>}
      <LinkButton href={href}>
        {v.t(e.open.length > 0 ? 'support.evaluation.write' : 'support.evaluation.read')}
      </LinkButton>
    </>
  );
}

/** Open cases of this stay, and a way to open one: for those who work on them. */
export function CasesSection({ v, stay }: { v: View; stay: ViewOf<typeof listCasesOfStay> }) {
  return (
    <>
      {stay.cases.length === 0 ? (
        <p>{v.t('support.cases.none-here')}</p>
      ) : (
        <ul>
          {stay.cases.map((c) => (
            <li key={c.id}>
              <a href={paths.case.href({ caseId: c.id })}>{v.t(`support.level.${c.level}`)}</a>{' '}
              <CaseStatus v={v} c={c} />
            </li>
          ))}
        </ul>
      )}
      {stay.mayOpen.length > 0 && (
        <LinkButton href={paths.newCase.href({ mobilityId: stay.id })}>
          {v.t('support.case.open')}
        </LinkButton>
      )}
    </>
  );
}

/** For the pupil and those it is meant for: what was agreed to help, and whether they have answered. */
export function PlansSection({ v, plans }: { v: View; plans: Plan[] }) {
  return (
    <ul>
      {plans.map((plan) => (
        <li key={plan.id}>
          <a href={`${paths.plans.href({ mobilityId: plan.mobilityId })}#${plan.id}`}>
            {v.t(`support.plan.name.${plan.tool}`)}
          </a>{' '}
          <PlanStatus v={v} plan={plan} />
        </li>
      ))}
    </ul>
  );
}

/** For whoever lives it: where to turn when it is not right with those they depend on. */
export function ConcernSection({ v, mobilityId }: { v: View; mobilityId: string }) {
  return (
    <>
      <p>{v.t('support.concern.short')}</p>
      <LinkButton href={paths.concern.href(undefined, { mobility: mobilityId })}>
        {v.t('support.concern.nav')}
      </LinkButton>
    </>
  );
}

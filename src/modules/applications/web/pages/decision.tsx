import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { ConfirmPanel, Details, Hidden, Notice, PageHead, TextArea } from '#ui/index.ts';
import type { getApplication } from '../../server/index.ts';
import { ApplicationStatus, Faults, statusOf } from '../parts/status.tsx';
import { ApplicationWords } from '../parts/words.tsx';
import { paths } from '../paths.ts';
import { RoundLink } from './application.tsx';

type Application = ViewOf<typeof getApplication>;

export function DecisionPage({ v, a }: { v: View; a: Application }) {
  const at = { applicationId: a.id };
  const back = paths.application.href(at);
  const select = bind(v, paths.decision.href(at));
  return (
    <>
      <PageHead
        kicker={a.intakeName}
        title={v.t('applications.decision.title', { pupil: a.pupil })}
        lead={<ApplicationStatus v={v} a={a} />}
        breadcrumbs={[
          { href: paths.list.href({ intakeId: a.intakeId }), label: v.t('applications.own.title') },
          { href: back, label: a.pupil },
        ]}
        breadcrumbsLabel={v.t('applications.crumbs')}
      />
      <Faults v={v} />
      {!a.mayDecide && (
        <Notice tone="none" title={v.t('applications.decision.not-yours')}>
          <p>
            {v.t(
              a.role === 'school'
                ? 'applications.refused.head-or-coordinator'
                : 'applications.refused.school-decides',
            )}
          </p>
        </Notice>
      )}
      {a.round?.holds && (
        <Notice tone="none" title={v.t('applications.refused.in-round')}>
          <RoundLink v={v} a={a} />
        </Notice>
      )}
      {a.mayDecide && a.state !== 'submitted' && (
        <Notice tone="none" title={statusOf(v, a).text}>
          <p>{v.t('applications.decision.not-now')}</p>
        </Notice>
      )}
      {a.words && (
        <Details summary={v.t('applications.words.submitted')} open>
          <ApplicationWords v={v} words={a.words} />
        </Details>
      )}
      {a.mayDecide && a.state === 'submitted' && !a.round?.holds && (
        <>
          {a.hasFirstConsent ? (
            <ConfirmPanel
              title={v.t('applications.decision.select', { pupil: a.pupil })}
              action={paths.decision.href(at)}
              confirmText={v.t('applications.decision.select-button', { pupil: a.pupil })}
              cancelHref={back}
              cancelText={v.t('applications.decision.later')}
              fields={
                <>
                  <Hidden name="version" value={String(a.version)} />
                  <TextArea
                    {...select.text('reason')}
                    label={v.t('applications.decision.reason')}
                    hint={v.t('applications.decision.reason-hint')}
                    rows={4}
                    required
                  />
                </>
              }
            >
              <p>{v.t('applications.decision.select-text', { pupil: a.pupil })}</p>
            </ConfirmPanel>
          ) : (
            <Notice tone="wait" title={statusOf(v, a).text}>
              <p>{v.t('applications.refused.no-consent')}</p>
            </Notice>
          )}
          <p>
            <a href={paths.decline.href(at)}>
              {v.t('applications.decision.decline', { pupil: a.pupil })}
            </a>
          </p>
        </>
      )}
    </>
  );
}

export function DeclinePage({ v, a }: { v: View; a: Application }) {
  const at = { applicationId: a.id };
  const f = bind(v, paths.decline.href(at));
  return (
    <>
      <PageHead
        kicker={a.intakeName}
        title={v.t('applications.decision.decline', { pupil: a.pupil })}
        lead={<ApplicationStatus v={v} a={a} />}
        breadcrumbs={[{ href: paths.application.href(at), label: a.pupil }]}
        breadcrumbsLabel={v.t('applications.crumbs')}
      />
      <Faults v={v} />
      <ConfirmPanel
        title={v.t('applications.decision.decline-question')}
        action={paths.decline.href(at)}
        confirmText={v.t('applications.decision.decline-button')}
        danger
        cancelHref={paths.decision.href(at)}
        cancelText={v.t('applications.decision.later')}
        fields={
          <>
            <Hidden name="version" value={String(a.version)} />
            <TextArea
              {...f.text('reason')}
              label={v.t('applications.decision.reason')}
              hint={v.t('applications.decision.decline-hint')}
              rows={4}
              required
            />
          </>
        }
      >
        <p>{v.t('applications.decision.decline-text', { pupil: a.pupil })}</p>
      </ConfirmPanel>
    </>
  );
}

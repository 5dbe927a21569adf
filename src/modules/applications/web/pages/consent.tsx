import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  ConfirmPanel,
  Details,
  Form,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  Section,
} from '#ui/index.ts';
import type { getApplication } from '../../server/index.ts';
import { Faults } from '../parts/status.tsx';
import { paths } from '../paths.ts';

type Application = ViewOf<typeof getApplication>;

function Wording({ text, lang }: { text: string; lang?: string | undefined }) {
  return (
    <div lang={lang}>
      <Prose>
        {text.split('\n\n').map((paragraph) => (
          <p key={paragraph.slice(0, 40)}>{paragraph}</p>
        ))}
      </Prose>
    </div>
  );
}

export function ConsentPage({ v, a }: { v: View; a: Application }) {
  const at = { applicationId: a.id };
  const f = bind(v, paths.consent.href(at));
  const own = a.consents.find((c) => c.own);
  const others = a.consents.filter((c) => !c.own);
  const open = a.state === 'draft' || a.state === 'submitted' || a.state === 'selected';
  return (
    <>
      <PageHead
        kicker={a.intakeName}
        title={v.t('applications.consent.title', { pupil: a.pupil })}
        lead={own ? undefined : v.t('applications.consent.lead', { school: a.school })}
        breadcrumbs={[
          {
            href: paths.application.href(at),
            label: v.t('applications.application.title-of', { pupil: a.pupil }),
          },
        ]}
        breadcrumbsLabel={v.t('applications.crumbs')}
      />
      <Faults v={v} />
      {others.map((c) => (
        <Notice
          key={c.at.toString()}
          tone="done"
          title={
            c.name
              ? v.t('applications.consent.by-on', { name: c.name, at: v.fmt.moment(c.at) })
              : v.t('applications.consent.by-other-on', { at: v.fmt.moment(c.at) })
          }
        >
          <p>{v.t('applications.consent.one-is-enough')}</p>
        </Notice>
      ))}
      {own && (
        <>
          <Notice
            tone="done"
            title={v.t('applications.consent.you-on', { at: v.fmt.moment(own.at) })}
          >
            <p>{v.t('applications.consent.thanks')}</p>
          </Notice>
          <Section title={v.t('applications.consent.your-words')}>
            <Wording text={own.wording} lang={own.language === v.lang ? undefined : own.language} />
          </Section>
          <Details summary={v.t('applications.consent.take-back')}>
            <p>{v.t('applications.consent.take-back-text')}</p>
            <p>
              <a href={paths.consentWithdraw.href(at)}>
                {v.t('applications.consent.withdraw-link')}
              </a>
            </p>
          </Details>
        </>
      )}
      {!own && open && a.consentWording && (
        <>
          <Wording text={a.consentWording} />
          <Form action={paths.consent.href(at)}>
            <Checkbox {...f.tick('agree')} label={v.t('applications.consent.agree')} required />
            <ButtonRow>
              <Button>{v.t('applications.consent.give')}</Button>
              <LinkButton href={paths.application.href(at)}>
                {v.t('applications.consent.later')}
              </LinkButton>
            </ButtonRow>
          </Form>
        </>
      )}
      {!own && !open && <p>{v.t('applications.refused.closed')}</p>}
      {!own && open && !a.consentWording && (
        <p>
          {v.t(
            a.role === 'pupil'
              ? 'applications.refused.consent-by-guardian'
              : 'applications.refused.consent-by-pupil',
          )}
        </p>
      )}
    </>
  );
}

export function WithdrawConsentPage({ v, a }: { v: View; a: Application }) {
  const at = { applicationId: a.id };
  return (
    <>
      <PageHead kicker={a.pupil} title={v.t('applications.consent.withdraw-title')} />
      <Faults v={v} />
      <ConfirmPanel
        title={v.t('applications.consent.withdraw-question')}
        action={paths.consentWithdraw.href(at)}
        confirmText={v.t('applications.consent.withdraw-button')}
        danger
        cancelHref={paths.consent.href(at)}
        cancelText={v.t('applications.consent.withdraw-keep')}
      >
        <p>{v.t('applications.consent.withdraw-text', { pupil: a.pupil })}</p>
      </ConfirmPanel>
    </>
  );
}

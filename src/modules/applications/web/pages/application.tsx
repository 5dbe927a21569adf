import { peoplePaths } from '#modules/people/web/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ConfirmPanel,
  Details,
  Facts,
  Form,
  Hidden,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  Section,
  TaskList,
} from '#ui/index.ts';
import type { getApplication, getAsked } from '../../server/index.ts';
import { AskedPanel } from '../parts/asked.tsx';
import { ApplicationStatus, Faults, guardianNames } from '../parts/status.tsx';
import { ApplicationWords } from '../parts/words.tsx';
import { paths } from '../paths.ts';

type Application = ViewOf<typeof getApplication>;

export function ApplicationPage({
  v,
  a,
  asked,
}: {
  v: View;
  a: Application;
  asked: ViewOf<typeof getAsked>;
}) {
  const at = { applicationId: a.id };
  const staff = a.role === 'school' || a.role === 'supporting';
  return (
    <>
      <PageHead
        kicker={a.intakeName}
        title={
          a.role === 'pupil'
            ? v.t('applications.application.title')
            : v.t('applications.application.title-of', { pupil: a.pupil })
        }
        lead={
          // a pupil who is writing reads the progress in the next step
          a.role === 'pupil' && a.state === 'draft' ? undefined : <ApplicationStatus v={v} a={a} />
        }
        {...(staff
          ? {
              breadcrumbs: [
                {
                  href: paths.list.href({ intakeId: a.intakeId }),
                  label: v.t('applications.own.title'),
                },
              ],
              breadcrumbsLabel: v.t('applications.crumbs'),
            }
          : {})}
      />
      <Faults v={v} />
      {a.role === 'pupil' && <PupilView v={v} a={a} />}
      {a.role === 'guardian' && <GuardianView v={v} a={a} />}
      {staff && <StaffView v={v} a={a} />}
      <RoundLink v={v} a={a} />
      <AskedPanel
        v={v}
        applicationId={a.id}
        requests={asked.requests}
        mayAsk={asked.mayAsk}
        isOfAge={a.isOfAge}
      />
      {a.words && a.words.parts.length > 0 && (a.role !== 'pupil' || a.state !== 'draft') && (
        <Section
          title={v.t(a.submittedAt ? 'applications.words.submitted' : 'applications.words.so-far')}
          lead={
            <>
              {a.submittedAt && (
                <p>{v.t('applications.words.submitted-on', { at: v.fmt.moment(a.submittedAt) })}</p>
              )}
              {a.role !== 'pupil' && (
                <p>{v.t('applications.words.as-asked', { pupil: a.pupil })}</p>
              )}
            </>
          }
        >
          <ApplicationWords v={v} words={a.words} />
        </Section>
      )}
      {staff && !a.words && <p>{v.t('applications.words.not-yet', { pupil: a.pupil })}</p>}
      {(a.words || a.role === 'guardian') && a.state !== 'withdrawn' && (
        <p>
          <a href={paths.photos.href(at)}>{v.t('applications.photos.see')}</a>
        </p>
      )}
      {(a.role === 'pupil' || a.role === 'guardian') && a.state !== 'draft' && (
        <p>
          <a href={peoplePaths.consents.href({ pupilId: a.pupilId })}>
            {v.t('applications.consent.all')}
          </a>
        </p>
      )}
      {a.role === 'pupil' && (a.state === 'draft' || a.state === 'submitted') && (
        <Details summary={v.t('applications.withdraw.summary')}>
          <p>{v.t('applications.withdraw.text')}</p>
          <p>
            <a href={paths.withdraw.href(at)}>{v.t('applications.withdraw.link')}</a>
          </p>
        </Details>
      )}
    </>
  );
}

/** Where the school's round is read: the letter once it is written, how the school chooses before. */
export function RoundLink({ v, a }: { v: View; a: Application }) {
  if (!a.round) return null;
  const { roundId, hasNews } = a.round;
  const family = a.role === 'pupil' || a.role === 'guardian';
  if (a.mayDecide)
    return (
      <p>
        <a href={paths.round.href({ roundId })}>{v.t('applications.round.open')}</a>
      </p>
    );
  if (family && a.state === 'withdrawn') return null;
  return (
    <p>
      {family && hasNews ? (
        <LinkButton href={paths.roundNews.href({ applicationId: a.id })}>
          {v.t('applications.round.letter')}
        </LinkButton>
      ) : (
        <a href={paths.roundCriteria.href({ roundId })}>
          {v.t('applications.round.criteria', { school: a.school })}
        </a>
      )}
    </p>
  );
}

function PupilView({ v, a }: { v: View; a: Application }) {
  const at = { applicationId: a.id };
  const consentText = a.hasFirstConsent
    ? v.t('applications.application.consent-given')
    : a.isOfAge
      ? v.t('applications.application.consent-yours')
      : a.guardians.length > 0
        ? v.t('applications.application.consent-waits', {
            guardians: guardianNames(v, a.guardians),
          })
        : v.t('applications.status.guardian-missing', { school: a.school });
  const consentTask = {
    id: 'consent',
    title: v.t('applications.application.consent'),
    href: a.hasFirstConsent || a.isOfAge ? paths.consent.href(at) : undefined,
    tone: a.hasFirstConsent ? ('done' as const) : a.isOfAge ? ('now' as const) : ('wait' as const),
    statusText: consentText,
  };
  if (a.state !== 'draft')
    return (
      <>
        <Notice
          tone={a.state === 'selected' || a.state === 'submitted' ? 'done' : 'none'}
          title={v.t(`applications.application.${a.state.replace('_', '-')}-title`)}
        >
          <p>
            {v.t(`applications.application.${a.state.replace('_', '-')}-text`, {
              school: a.school,
            })}
          </p>
        </Notice>
        {(a.state === 'submitted' || a.state === 'selected') && <TaskList items={[consentTask]} />}
      </>
    );
  const pages = a.pages ?? [];
  const next = pages.find((page) => !page.done);
  const lead = v.t('applications.application.lead', {
    from: a.startsOn,
    until: a.endsOn,
    pages: pages.length,
  });
  return (
    <>
      {next ? (
        <NextStep
          kicker={v.t('applications.next')}
          title={next.title}
          about={a.done === 0 ? lead : v.t('applications.application.minutes')}
          dateText={v.t('applications.application.progress', { done: a.done, parts: a.parts })}
          action={
            <LinkButton kind="primary" href={paths.part.href({ ...at, part: next.id })}>
              {v.t(
                a.done === 0 ? 'applications.application.start' : 'applications.application.go-on',
              )}
            </LinkButton>
          }
        />
      ) : (
        <NextStep
          kicker={v.t('applications.next')}
          title={v.t('applications.submit.title', { school: a.school })}
          about={v.t('applications.submit.text')}
          action={
            <LinkButton kind="primary" href={paths.check.href(at)}>
              {v.t('applications.task.send')}
            </LinkButton>
          }
        />
      )}
      <Section title={v.t('applications.application.parts')}>
        <TaskList
          items={[
            ...pages.map((page) => ({
              id: page.id,
              title: page.title,
              href: paths.part.href({ ...at, part: page.id }),
              tone: page.done ? ('done' as const) : ('none' as const),
              statusText: v.t(
                page.done
                  ? 'applications.application.part-done'
                  : 'applications.application.part-open',
              ),
            })),
            {
              id: 'photos',
              title: v.t('applications.photos.title'),
              href: paths.photos.href(at),
              tone: 'none' as const,
              statusText: v.t('applications.photos.optional'),
            },
            consentTask,
          ]}
        />
      </Section>
    </>
  );
}

function GuardianView({ v, a }: { v: View; a: Application }) {
  const given = a.consents.some((c) => c.own);
  const open = a.state === 'draft' || a.state === 'submitted' || a.state === 'selected';
  return (
    <>
      {open && a.consentWording && !given && (
        <NextStep
          kicker={v.t('applications.next')}
          title={v.t('applications.consent.title', { pupil: a.pupil })}
          about={v.t(
            a.hasFirstConsent
              ? 'applications.consent.other-gave'
              : 'applications.consent.next-about',
          )}
          tone={a.hasFirstConsent ? 'done' : 'now'}
          action={
            <LinkButton kind="primary" href={paths.consent.href({ applicationId: a.id })}>
              {v.t('applications.consent.read')}
            </LinkButton>
          }
        />
      )}
      {given && (
        <Notice tone="done" title={v.t('applications.consent.given-title')}>
          <p>
            <a href={paths.consent.href({ applicationId: a.id })}>
              {v.t('applications.consent.see')}
            </a>
          </p>
        </Notice>
      )}
    </>
  );
}

function StaffView({ v, a }: { v: View; a: Application }) {
  const at = { applicationId: a.id };
  const waits = ['pupil-answers', 'guardian-consent', 'pupil-consent'].includes(a.waiting ?? '');
  return (
    <>
      {a.unreached.map((p) => (
        <Notice key={p.id} tone="stop" title={v.t('applications.unreached.title', { who: p.name })}>
          <p>{v.t('applications.unreached.text')}</p>
          {a.mayDecide && (
            <LinkButton href={paths.address.href({ ...at, personId: p.id })}>
              {v.t('applications.unreached.correct')}
            </LinkButton>
          )}
        </Notice>
      ))}
      <Facts
        items={[
          {
            label: v.t('applications.list.class'),
            value: a.schoolClass || v.t('applications.answer.none'),
          },
          { label: v.t('applications.field.school'), value: a.school },
          {
            label: v.t('applications.support.label'),
            value: a.support ?? v.t('applications.support.open'),
          },
          {
            label: v.t('applications.field.guardians'),
            value: guardianNames(v, a.guardians) || v.t('applications.answer.none'),
            ...(a.mayDecide
              ? {
                  action: (
                    <a href={paths.guardians.href(at)}>{v.t('applications.guardians.keep')}</a>
                  ),
                }
              : {}),
          },
          {
            label: v.t('applications.list.consent'),
            value: a.consents.length
              ? a.consents
                  .map((c) =>
                    v.t('applications.consent.by-on', {
                      name: c.name ?? a.pupil,
                      at: v.fmt.moment(c.at),
                    }),
                  )
                  .join(' · ')
              : v.t('applications.list.consent-open'),
            action: (
              <a href={peoplePaths.consents.href({ pupilId: a.pupilId })}>
                {v.t('applications.consent.all')}
              </a>
            ),
          },
          ...(a.decisionReason && a.decidedAt
            ? [
                {
                  label: v.t('applications.decision.reason'),
                  value: a.decisionReason,
                },
              ]
            : []),
        ]}
      />
      <ButtonRow>
        {a.mayDecide && a.state === 'submitted' && !a.round?.holds && (
          <LinkButton kind="primary" href={paths.decision.href(at)}>
            {v.t('applications.list.decide')}
          </LinkButton>
        )}
        {a.mayRemind && waits && (
          <Form action={paths.remind.href(at)}>
            <Button kind="quiet">{v.t('applications.list.remind')}</Button>
          </Form>
        )}
      </ButtonRow>
    </>
  );
}

export function WithdrawPage({ v, a }: { v: View; a: Application }) {
  const at = { applicationId: a.id };
  return (
    <>
      <PageHead kicker={a.intakeName} title={v.t('applications.withdraw.title')} />
      <Faults v={v} />
      <ConfirmPanel
        title={v.t('applications.withdraw.question')}
        action={paths.withdraw.href(at)}
        confirmText={v.t('applications.withdraw.button')}
        danger
        cancelHref={paths.application.href(at)}
        cancelText={v.t('applications.withdraw.keep')}
        fields={<Hidden name="version" value={String(a.version)} />}
      >
        <p>{v.t('applications.withdraw.what-happens', { school: a.school })}</p>
      </ConfirmPanel>
    </>
  );
}

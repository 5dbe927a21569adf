import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  EmptyState,
  Filters,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
  SelectField,
  StatusTag,
  Table,
  Tabs,
  TextField,
} from '#ui/index.ts';
import { filters, type ListFilter } from '../../core/schema.ts';
import type { listApplications } from '../../server/index.ts';
import { ApplicationStatus, Faults } from '../parts/status.tsx';
import { paths } from '../paths.ts';

type Props = {
  v: View;
  list: ViewOf<typeof listApplications>;
  show: ListFilter;
  words: string;
};

export function ListPage({ v, list, show, words }: Props) {
  const at = { intakeId: list.intake.id };
  const none = list.counts.all === 0;
  const support = (s: (typeof list.support)[number]) => (
    <Support key={s.schoolId} v={v} intakeId={list.intake.id} support={s} />
  );
  return (
    <>
      <PageHead
        kicker={list.intake.projectTitle}
        title={v.t('applications.list.title', { intake: list.intake.name })}
        lead={v.t('applications.stay', { from: list.intake.startsOn, until: list.intake.endsOn })}
        breadcrumbs={[{ href: paths.own.href(), label: v.t('applications.own.title') }]}
        breadcrumbsLabel={v.t('applications.crumbs')}
        actions={
          list.addFor.length > 0 && !none ? (
            <>
              <LinkButton href={paths.import.href(at)}>
                {v.t('applications.list.import')}
              </LinkButton>
              <LinkButton href={paths.add.href(at)}>{v.t('applications.list.add')}</LinkButton>
            </>
          ) : undefined
        }
      />
      <Faults v={v} />
      {list.support.filter((s) => !s.chosen).map(support)}
      {none ? (
        <EmptyState
          title={v.t('applications.list.empty')}
          text={v.t(
            list.addFor.length > 0
              ? 'applications.list.empty-school'
              : 'applications.list.empty-support',
          )}
          action={
            list.addFor.length > 0 && (
              <ButtonRow>
                <LinkButton kind="primary" href={paths.import.href(at)}>
                  {v.t('applications.list.import')}
                </LinkButton>
                <LinkButton href={paths.add.href(at)}>{v.t('applications.list.add')}</LinkButton>
              </ButtonRow>
            )
          }
        />
      ) : (
        <>
          <Tabs
            label={v.t('applications.list.show')}
            items={filters
              .filter((f) => f === 'all' || f === show || list.counts[f] > 0)
              .map((f) => ({
                href: paths.list.href(at, { show: f === 'all' ? null : f, search: words }),
                label: v.t(`applications.filter.${f}`),
                count: v.fmt.number(list.counts[f]),
                current: f === show,
              }))}
          />
          {(list.counts.all > 10 || words) && (
            <Filters
              action={paths.list.href(at)}
              label={v.t('applications.list.search')}
              applyText={v.t('applications.list.find')}
              {...(words
                ? {
                    clearHref: paths.list.href(at, { show }),
                    clearText: v.t('applications.list.clear'),
                  }
                : {})}
            >
              <Hidden name="show" value={show} />
              <TextField
                name="search"
                label={v.t('applications.list.search')}
                value={words}
                width={20}
              />
            </Filters>
          )}
          <Table
            caption={v.t('applications.list.caption')}
            hideCaption
            rowHeader="pupil"
            columns={[
              { key: 'pupil', label: v.t('applications.list.pupil') },
              { key: 'class', label: v.t('applications.list.class') },
              { key: 'status', label: v.t('applications.list.status') },
              { key: 'consent', label: v.t('applications.list.consent') },
              { key: 'do', label: v.t('applications.list.do'), hideLabel: true },
            ]}
            rows={list.applications.map((a) => ({
              id: a.id,
              cells: {
                pupil: <a href={paths.application.href({ applicationId: a.id })}>{a.pupil}</a>,
                class: a.schoolClass,
                status: (
                  <>
                    <ApplicationStatus v={v} a={a} />
                    {a.unreached.map((p) => (
                      <StatusTag
                        key={p.id}
                        tone="late"
                        text={v.t('applications.unreached.tag', { who: p.name })}
                      />
                    ))}
                  </>
                ),
                consent: v.t(
                  a.hasFirstConsent
                    ? 'applications.list.consent-given'
                    : 'applications.list.consent-open',
                ),
                do: a.mayDecide ? (
                  <LinkButton
                    href={paths.decision.href({ applicationId: a.id })}
                    label={v.t('applications.list.decide-about', { pupil: a.pupil })}
                  >
                    {v.t('applications.list.decide')}
                  </LinkButton>
                ) : a.mayRemind ? (
                  <Form action={paths.remindFromList.href({ ...at, applicationId: a.id })}>
                    <Button
                      kind="quiet"
                      label={v.t('applications.list.remind-about', { pupil: a.pupil })}
                    >
                      {v.t('applications.list.remind')}
                    </Button>
                  </Form>
                ) : (
                  ''
                ),
              },
            }))}
            empty={<p>{v.t('applications.list.none-here')}</p>}
          />
        </>
      )}
      {/* asked before the pupils, and once answered no longer between a school and its list */}
      {list.support.filter((s) => s.chosen).map(support)}
    </>
  );
}

/** Who supports the school's pupils: asked once, quietly changeable until the pupils are selected. */
function Support({
  v,
  intakeId,
  support,
}: {
  v: View;
  intakeId: string;
  support: ViewOf<typeof listApplications>['support'][number];
}) {
  const chosen = support.choices.find((c) => c.id === support.chosen);
  if (support.choices.length === 0)
    return chosen ? null : (
      <Notice tone="none" title={v.t('applications.support.none')}>
        <p>{v.t('applications.support.none-text')}</p>
      </Notice>
    );
  return (
    <Section
      title={
        chosen
          ? v.t('applications.support.chosen', { name: chosen.name })
          : v.t('applications.support.title', { school: support.school })
      }
      lead={v.t('applications.support.lead')}
    >
      <Form action={paths.support.href({ intakeId })} label={v.t('applications.support.label')}>
        <Hidden name="schoolId" value={support.schoolId} />
        <SelectField
          name="orgId"
          label={v.t('applications.support.label')}
          value={support.chosen ?? support.suggested ?? ''}
          emptyLabel={v.t('applications.choose')}
          options={support.choices.map((c) => ({ value: c.id, label: c.name }))}
        />
        <ButtonRow>
          <Button kind="quiet">{v.t('applications.support.save')}</Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  ButtonRow,
  EmptyState,
  Facts,
  LinkButton,
  PageHead,
  Prose,
  Section,
  StatusTag,
  Table,
} from '#ui/index.ts';
import type { listPlans } from '../../server/index.ts';
import { paths } from '../paths.ts';
import { FamilyLink } from './family.tsx';

export type Plans = ViewOf<typeof listPlans>;
type Props = { v: View; plans: Plans };

/** Where each finds what is theirs: the family its plan, the contact the pupils, who leads a school its part. */
export function PlansPage({ v, plans }: Props) {
  const nothing = plans.family.length === 0 && !plans.isContact && plans.led.length === 0;
  return (
    <>
      <PageHead title={v.t('inclusion.plans.title')} lead={<p>{v.t('inclusion.plans.lead')}</p>} />
      {nothing && (
        <EmptyState title={v.t('inclusion.plans.none')} text={v.t('inclusion.plans.none-text')} />
      )}
      {plans.family.map((f) => (
        <Section
          key={f.applicationId}
          title={v.t(f.own ? 'inclusion.plan.own' : 'inclusion.plan.of', { pupil: f.pupil })}
        >
          <ButtonRow>
            {f.readsPlan && (
              <LinkButton
                kind={f.own ? 'primary' : 'quiet'}
                href={paths.plan.href({ applicationId: f.applicationId })}
              >
                {v.t('inclusion.dossier.open')}
              </LinkButton>
            )}
            {!f.own && <FamilyLink v={v} applicationId={f.applicationId} />}
          </ButtonRow>
        </Section>
      ))}
      {plans.isContact && <Pupils v={v} plans={plans} />}
      {plans.led.length > 0 && (
        <Section
          id="contacts"
          title={v.t('inclusion.contact.section')}
          lead={<p>{v.t('inclusion.contact.lead')}</p>}
        >
          <Facts
            items={plans.led.map((o) => ({
              label: o.name,
              value: o.contact ?? v.t('inclusion.contact.nobody'),
              action: (
                <a
                  href={paths.contact.href({ orgId: o.id })}
                  aria-label={v.t('inclusion.contact.name-for', { org: o.name })}
                >
                  {v.t(o.contact ? 'inclusion.change' : 'inclusion.contact.name')}
                </a>
              ),
            }))}
          />
        </Section>
      )}
      {plans.projects.length > 0 && (
        <Section id="costs" title={v.t('inclusion.costs.section')}>
          <Prose>
            <ul>
              {plans.projects.map((p) => (
                <li key={p.id}>
                  <a href={paths.costs.href({ projectId: p.id })}>
                    {v.t('inclusion.costs.of', { project: p.title })}
                  </a>
                </li>
              ))}
            </ul>
          </Prose>
        </Section>
      )}
    </>
  );
}

function Pupils({ v, plans }: Props) {
  return (
    <Section id="pupils" title={v.t('inclusion.plans.pupils')}>
      <Table
        caption={v.t('inclusion.plans.pupils')}
        hideCaption
        rowHeader="pupil"
        columns={[
          { key: 'pupil', label: v.t('inclusion.plans.pupil') },
          { key: 'school', label: v.t('inclusion.plans.school') },
          { key: 'starts', label: v.t('inclusion.plans.starts') },
          { key: 'state', label: v.t('inclusion.plans.state') },
        ]}
        empty={
          <EmptyState
            level={3}
            title={v.t('inclusion.plans.no-pupils')}
            text={v.t('inclusion.plans.no-pupils-text')}
          />
        }
        rows={plans.rows.map((r) => ({
          id: r.applicationId,
          cells: {
            pupil: <a href={paths.plan.href({ applicationId: r.applicationId })}>{r.pupil}</a>,
            school: r.school,
            starts: v.fmt.date(r.startsOn),
            state:
              r.waiting > 0 ? (
                <StatusTag tone="now" text={v.t('inclusion.plans.waiting', { count: r.waiting })} />
              ) : r.proposed > 0 ? (
                <StatusTag
                  tone="wait"
                  text={v.t('inclusion.plans.proposed', { count: r.proposed })}
                />
              ) : r.going > 0 ? (
                <StatusTag tone="now" text={v.t('inclusion.plans.going', { count: r.going })} />
              ) : r.done > 0 ? (
                <StatusTag tone="done" text={v.t('inclusion.plans.done', { count: r.done })} />
              ) : (
                <StatusTag tone="none" text={v.t('inclusion.plans.empty')} />
              ),
          },
        }))}
      />
    </Section>
  );
}

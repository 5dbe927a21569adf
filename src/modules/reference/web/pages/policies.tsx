import { organisationsPaths } from '#modules/organisations/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  EmptyState,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#ui/index.ts';
import type { getPolicy, listPolicies } from '../../server/index.ts';
import { Limits, limitSentences, limitValues } from '../parts/limits.tsx';
import { SourceFields } from '../parts/source-fields.tsx';
import { paths } from '../paths.ts';

type Policies = ViewOf<typeof listPolicies>;
type Policy = ViewOf<typeof getPolicy>;

function crumbs(v: View, org: { orgId: Policies['orgId']; name: string }) {
  return [
    { href: organisationsPaths.directory.href(), label: v.t('organisations.directory.title') },
    { href: organisationsPaths.organisation.href({ orgId: org.orgId }), label: org.name },
  ];
}

/** What an organisation or a network goes by for stays in each country. */
export function PoliciesPage({ v, list }: { v: View; list: Policies }) {
  const network = list.kind === 'network';
  const choose = (
    <form class="form" action={paths.choosePolicy.href({ orgId: list.orgId })} method="get">
      <SelectField
        name="country"
        label={v.t('reference.field.country')}
        options={list.others
          .map((code) => ({ value: code, label: v.fmt.country(code) }))
          .sort((a, b) => v.fmt.compare(a.label, b.label))}
      />
      <ButtonRow>
        <Button>{v.t('reference.policy.write')}</Button>
      </ButtonRow>
    </form>
  );
  return (
    <>
      <PageHead
        title={v.t('reference.policy.title')}
        lead={v.t(network ? 'reference.policy.lead-network' : 'reference.policy.lead')}
        breadcrumbs={crumbs(v, list)}
        breadcrumbsLabel={v.t('reference.crumbs')}
        actions={
          !network &&
          list.can.change && (
            <LinkButton href={`${organisationsPaths.sharing.href({ orgId: list.orgId })}#policies`}>
              {v.t('reference.policy.whose')}
            </LinkButton>
          )
        }
      />
      <Table
        caption={v.t('reference.policy.title')}
        hideCaption
        rowHeader="country"
        columns={[
          { key: 'country', label: v.t('reference.field.country') },
          { key: 'says', label: v.t('reference.list.says') },
          { key: 'source', label: v.t('reference.field.source') },
        ]}
        rows={list.policies.map((p) => ({
          id: p.countryCode,
          cells: {
            country: (
              <a href={paths.policy.href({ orgId: list.orgId, country: p.countryCode })}>
                {v.fmt.country(p.countryCode)}
              </a>
            ),
            says: <Says v={v} policy={p} />,
            source: (
              <>
                {p.source.title}
                <p class="hint">{v.t(`reference.certainty.${p.certainty}`)}</p>
              </>
            ),
          },
        }))}
        empty={
          <EmptyState
            level={2}
            title={v.t('reference.policy.none')}
            text={v.t('reference.policy.none-text')}
          />
        }
      />
      {list.can.change && (
        <Section title={v.t('reference.policy.another')} id="another">
          {choose}
        </Section>
      )}
    </>
  );
}

function Says({ v, policy }: { v: View; policy: Policies['policies'][number] }) {
  const sentences = policy.content.limits ? limitSentences(v, policy.content.limits) : [];
  return (
    <>
      {sentences.length > 0 && (
        <ul>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {policy.note !== '' &&
        policy.note.split('\n').map((line, i) => <p key={`${i} ${line}`}>{line}</p>)}
    </>
  );
}

export function policyTitle(v: View, policy: Policy): string {
  return v.t('reference.policy.shared', { country: v.fmt.country(policy.countryCode) });
}

/** What one organisation goes by for one country: to read, and for those who lead it to write. */
export function PolicyPage({ v, policy }: { v: View; policy: Policy }) {
  const at = { orgId: policy.orgId, country: policy.countryCode };
  const href = paths.policy.href(at);
  const back = paths.takePolicyBack.href(at);
  const { current, reference } = policy;
  const f = bind(v, href, {
    ...limitValues(current?.content.limits),
    note: current?.note,
    sourceTitle: current?.source.title,
    sourceLink: current?.source.link,
    certainty: current?.certainty ?? 'own',
  });
  const official = reference?.content.limits ? limitSentences(v, reference.content.limits) : [];
  return (
    <>
      <PageHead
        title={policyTitle(v, policy)}
        breadcrumbs={[
          ...crumbs(v, policy),
          {
            href: paths.policies.href({ orgId: policy.orgId }),
            label: v.t('reference.policy.title'),
          },
        ]}
        breadcrumbsLabel={v.t('reference.crumbs')}
      />
      <ErrorSummary
        title={v.t('reference.form.errors')}
        lead={v.t('reference.form.nothing-lost')}
        errors={[...f.errors, ...bind(v, back).errors]}
      />
      <Notice tone="none" title={v.t('reference.policy.reference')}>
        {official.length > 0 ? (
          <>
            <ul>
              {official.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            <p>{reference?.source}</p>
          </>
        ) : (
          <p>{v.t('reference.policy.no-reference')}</p>
        )}
      </Notice>
      {policy.can.change ? (
        <Form action={href}>
          <Hidden name="version" value={String(policy.version)} />
          <Limits v={v} f={f} />
          <TextArea
            {...f.text('note')}
            label={v.t('reference.policy.note')}
            hint={v.t('reference.policy.note-hint')}
            optionalLabel={v.t('reference.optional')}
            rows={5}
          />
          <SourceFields v={v} f={f} />
          <ButtonRow>
            <Button>{v.t('reference.form.save')}</Button>
            <LinkButton href={paths.policies.href({ orgId: policy.orgId })}>
              {v.t('reference.form.back')}
            </LinkButton>
          </ButtonRow>
        </Form>
      ) : current ? (
        <Says v={v} policy={{ ...current, countryCode: policy.countryCode }} />
      ) : (
        <p>{v.t('reference.policy.none')}</p>
      )}
      {current && policy.can.change && (
        <Form action={back} label={v.t('reference.policy.take-back')}>
          <Hidden name="version" value={String(policy.version)} />
          <p>{v.t('reference.policy.take-back-text')}</p>
          <Button kind="quiet">{v.t('reference.policy.take-back')}</Button>
        </Form>
      )}
      {policy.history.length > 0 && (
        <Details summary={v.t('reference.history.title')}>
          <ul>
            {policy.history.map((h) => (
              <li key={h.number}>
                {v.t(h.takenBack ? 'reference.policy.was-taken-back' : 'reference.policy.was', {
                  at: h.at,
                  by: h.by ?? v.t('reference.history.somebody'),
                  source: h.source,
                })}
              </li>
            ))}
          </ul>
        </Details>
      )}
    </>
  );
}

import { organisationsPaths } from '#modules/organisations/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  EmptyState,
  ErrorSummary,
  Form,
  LinkButton,
  PageHead,
  RadioGroup,
} from '#ui/index.ts';
import type { getRegion } from '../../server/index.ts';
import { paths } from '../paths.ts';

export function RegionPage({ v, region: r }: { v: View; region: ViewOf<typeof getRegion> }) {
  const href = paths.region.href({ orgId: r.orgId });
  const back = organisationsPaths.organisation.href({ orgId: r.orgId });
  const f = bind(v, href, { region: r.region });
  const country = v.fmt.country(r.countryCode);
  return (
    <>
      <PageHead
        title={v.t('reference.region.title')}
        lead={v.t('reference.region.lead', { org: r.name, country })}
        breadcrumbs={[{ href: back, label: r.name }]}
        breadcrumbsLabel={v.t('reference.crumbs')}
      />
      <ErrorSummary title={v.t('reference.form.errors')} errors={f.errors} />
      {r.regions.length === 0 ? (
        <EmptyState
          title={v.t('reference.region.none', { country })}
          text={v.t('reference.region.none-text')}
          action={<LinkButton href={back}>{v.t('reference.form.back')}</LinkButton>}
        />
      ) : (
        <Form action={href}>
          <RadioGroup
            {...f.text('region')}
            label={v.t('reference.region.choose')}
            options={[
              ...r.regions.map((name) => ({ value: name, label: name })),
              { value: '', label: v.t('reference.region.country-alone', { country }) },
            ]}
          />
          <ButtonRow>
            <Button>{v.t('reference.form.save')}</Button>
            <LinkButton href={back}>{v.t('reference.form.back')}</LinkButton>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}

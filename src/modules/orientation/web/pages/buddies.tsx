import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  EmptyState,
  ErrorSummary,
  Form,
  Hidden,
  PageHead,
  Section,
  SelectField,
  StatusTag,
  Table,
  TextField,
} from '#ui/index.ts';
import type { listBuddies } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Org = ViewOf<typeof listBuddies>['orgs'][number];

function Pairs({ v, org }: { v: View; org: Org }) {
  return (
    <Table
      caption={v.t('orientation.buddies.pairs')}
      rowHeader="who"
      columns={[
        { key: 'who', label: v.t('orientation.buddies.who') },
        { key: 'state', label: v.t('orientation.buddies.state') },
        { key: 'end', label: v.t('orientation.buddy.end'), hideLabel: true },
      ]}
      rows={org.pairs.map((b) => ({
        id: b.id,
        cells: {
          who: v.fmt.list([b.first, b.second]),
          state:
            b.state === 'accepted' ? (
              <StatusTag tone="done" text={v.t('orientation.buddies.both')} />
            ) : (
              <StatusTag
                tone="wait"
                text={v.t('orientation.buddies.waits-for', { who: v.fmt.list(b.waitsFor) })}
              />
            ),
          end: (
            <Form action={paths.endPair.href({ pairId: b.id })}>
              <Button kind="link">{v.t('orientation.buddy.end')}</Button>
            </Form>
          ),
        },
      }))}
    />
  );
}

function Suggest({ v, org }: { v: View; org: Org }) {
  const action = paths.buddies.href();
  const f = bind(v, action);
  const options = org.pupils.map((p) => ({
    value: p.mobilityId,
    label: v.t('orientation.buddies.pupil', {
      name: p.name,
      town: p.town || v.fmt.country(p.country),
      wishes: v.fmt.list(p.wishes.map((w) => v.t(`orientation.wish.${w}`))),
    }),
  }));
  return (
    <Form action={action} label={v.t('orientation.buddies.suggest')}>
      <Hidden name="orgId" value={org.id} />
      {(['firstMobilityId', 'secondMobilityId'] as const).map((name) => (
        <SelectField
          key={name}
          {...f.text(name)}
          label={v.t(
            name === 'firstMobilityId' ? 'orientation.buddies.first' : 'orientation.buddies.second',
          )}
          emptyLabel={v.t('orientation.choose')}
          options={options}
        />
      ))}
      <TextField
        {...f.text('why')}
        label={v.t('orientation.buddies.why')}
        hint={v.t('orientation.buddies.why-hint')}
        optionalLabel={v.t('orientation.optional')}
      />
      <Button>{v.t('orientation.buddies.suggest')}</Button>
    </Form>
  );
}

/** Bringing two pupils together who both want it. */
export function BuddiesPage({ v, orgs }: { v: View } & ViewOf<typeof listBuddies>) {
  const f = bind(v, paths.buddies.href());
  return (
    <>
      <PageHead
        title={v.t('orientation.buddies.title')}
        lead={v.t('orientation.buddies.lead')}
        breadcrumbs={[{ href: paths.orientations.href(), label: v.t('orientation.list.title') }]}
        breadcrumbsLabel={v.t('orientation.crumbs')}
      />
      <ErrorSummary title={v.t('orientation.errors')} errors={f.errors} />
      {orgs.map((org) => (
        <Section key={org.id} title={org.name}>
          {org.pairs.length > 0 && <Pairs v={v} org={org} />}
          {org.pupils.length < 2 ? (
            <EmptyState
              level={3}
              title={v.t('orientation.buddies.none')}
              text={v.t('orientation.buddies.none-text')}
            />
          ) : (
            <Suggest v={v} org={org} />
          )}
        </Section>
      ))}
    </>
  );
}

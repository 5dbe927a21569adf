import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  Details,
  ErrorSummary,
  Form,
  Notice,
  PageHead,
  Section,
  SelectField,
  Steps,
  TextField,
} from '#ui/index.ts';
import type { getOwnFeed } from '../../server/index.ts';
import { zoneOptions } from '../parts/zone.ts';
import { paths } from '../paths.ts';

const programs = ['google', 'apple', 'outlook'] as const;
const stepsOf = { google: 4, apple: 3, outlook: 3 } as const;

export function FeedPage({
  v,
  feed,
  zones,
}: {
  v: View;
  feed: ViewOf<typeof getOwnFeed>;
  zones: readonly string[];
}) {
  const { address, since } = feed;
  const action = paths.feed.href();
  const head = (
    <PageHead
      title={v.t('calendar.feed.title')}
      lead={v.t('calendar.feed.lead')}
      breadcrumbs={[{ href: paths.calendar.href(), label: v.t('calendar.page.title') }]}
      breadcrumbsLabel={v.t('calendar.crumbs')}
    />
  );
  if (address === null)
    return (
      <>
        {head}
        <Form action={action}>
          <ButtonRow>
            <Button>{v.t('calendar.feed.make')}</Button>
          </ButtonRow>
        </Form>
        <SettingsSection v={v} feed={feed} zones={zones} />
      </>
    );
  return (
    <>
      {head}
      <TextField
        name="address"
        label={v.t('calendar.feed.address')}
        hint={v.t('calendar.feed.address-hint')}
        value={address}
        spellcheck={false}
      />
      <p>
        <a href={address.replace(/^https?:/, 'webcal:')}>{v.t('calendar.feed.subscribe')}</a>
      </p>
      <Section title={v.t('calendar.feed.how')}>
        {programs.map((program) => (
          <Details key={program} summary={v.t(`calendar.feed.${program}`)}>
            <Steps
              items={Array.from({ length: stepsOf[program] }, (_, i) => ({
                id: `${program}-${i + 1}`,
                title: v.t(`calendar.feed.${program}-${i + 1}`),
              }))}
            />
          </Details>
        ))}
      </Section>
      <SettingsSection v={v} feed={feed} zones={zones} />
      <Section title={v.t('calendar.feed.renew')}>
        <Notice tone="late" title={v.t('calendar.feed.secret')}>
          <p>{v.t('calendar.feed.secret-text')}</p>
        </Notice>
        {since && <p>{v.t('calendar.feed.since', { since })}</p>}
        <Form action={action}>
          <ButtonRow>
            <Button kind="danger">{v.t('calendar.feed.renew')}</Button>
          </ButtonRow>
        </Form>
      </Section>
      <Section title={v.t('calendar.feed.end')}>
        <p>{v.t('calendar.feed.end-text')}</p>
        <Form action={paths.endFeed.href()}>
          <ButtonRow>
            <Button kind="quiet">{v.t('calendar.feed.end')}</Button>
          </ButtonRow>
        </Form>
      </Section>
    </>
  );
}

const choices = ['steps', 'meetings', 'deadlines'] as const;

/** What stands in the feed, whether reminders come, and whose clock is used. */
function SettingsSection({
  v,
  feed: { settings },
  zones,
}: {
  v: View;
  feed: ViewOf<typeof getOwnFeed>;
  zones: readonly string[];
}) {
  const href = paths.settings.href();
  const f = bind(v, href, {
    holds: choices.filter((each) => settings[each]),
    mails: settings.reminders ? ['reminders'] : [],
    timeZone: settings.timeZone ?? '',
  });
  return (
    <Section title={v.t('calendar.settings.title')} id="settings">
      <ErrorSummary title={v.t('calendar.form.errors')} errors={f.errors} />
      <Form action={href}>
        <CheckboxGroup
          {...f.choices('holds')}
          label={v.t('calendar.settings.holds')}
          options={choices.map((value) => ({ value, label: v.t(`calendar.settings.${value}`) }))}
        />
        <CheckboxGroup
          {...f.choices('mails')}
          label={v.t('calendar.settings.mails')}
          options={[{ value: 'reminders', label: v.t('calendar.settings.reminders') }]}
        />
        <SelectField
          {...f.text('timeZone')}
          label={v.t('calendar.settings.zone')}
          hint={v.t('calendar.settings.zone-hint')}
          emptyLabel={v.t('calendar.settings.zone-own')}
          options={zoneOptions(v, zones, f.text('timeZone').value)}
        />
        <ButtonRow>
          <Button kind="quiet">{v.t('calendar.form.save')}</Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

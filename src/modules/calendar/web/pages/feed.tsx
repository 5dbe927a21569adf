import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  Details,
  Form,
  Notice,
  PageHead,
  Section,
  Steps,
  TextField,
} from '#ui/index.ts';
import { paths } from '../paths.ts';

const programs = ['google', 'apple', 'outlook'] as const;
const stepsOf = { google: 4, apple: 3, outlook: 3 } as const;

export function FeedPage({
  v,
  address,
  since,
}: {
  v: View;
  address: string | null;
  since: Temporal.Instant | null;
}) {
  const action = paths.feed.href();
  if (address === null)
    return (
      <>
        <PageHead title={v.t('calendar.feed.title')} lead={v.t('calendar.feed.lead')} />
        <Form action={action}>
          <ButtonRow>
            <Button>{v.t('calendar.feed.make')}</Button>
          </ButtonRow>
        </Form>
      </>
    );
  return (
    <>
      <PageHead title={v.t('calendar.feed.title')} lead={v.t('calendar.feed.lead')} />
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
    </>
  );
}

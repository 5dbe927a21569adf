import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Facts, Section } from '#ui/index.ts';
import { paidFields } from '../../core/index.ts';
import type { getAgreement } from '../../server/index.ts';
import { Lines } from './words.tsx';

type Agreement = ViewOf<typeof getAgreement>;

/** One value of the agreement in words. */
export function fieldText(v: View, field: string, value: string): string {
  if (value === '') return '–';
  if (field === 'paid') return v.t(`partnerships.paid.${value}`);
  if (field === 'renewsOn') return v.fmt.date(Temporal.PlainDate.from(value));
  if (field === 'languages') return v.fmt.list(value.split(' ').map((l) => v.fmt.language(l)));
  return value;
}

/** What an agreement says, to be read. */
export function AgreementWords({ v, agreement }: { v: View; agreement: Agreement }) {
  const { words } = agreement.shown;
  const names = { first: agreement.first.name, second: agreement.second.name };
  const fact = (field: Exclude<keyof typeof words, 'paid' | 'languages' | 'renewsOn'>) => ({
    label: v.t(`partnerships.field.${field}`, names),
    value: <Lines text={words[field] || '–'} />,
  });
  return (
    <>
      <Section title={v.t('partnerships.agreement.part.goals')} level={3}>
        <Facts items={[fact('firstGoals'), fact('secondGoals')]} />
      </Section>
      <Section title={v.t('partnerships.agreement.part.service')} level={3}>
        <Facts
          items={[
            {
              label: v.t('partnerships.field.paid'),
              value: v.t(words.paid ? 'partnerships.paid.yes' : 'partnerships.paid.no'),
            },
            ...(words.paid || words.payment ? [fact('payment')] : []),
            ...paidFields.map(fact),
          ]}
        />
      </Section>
      <Section title={v.t('partnerships.agreement.part.talk')} level={3}>
        <Facts
          items={[
            fact('channels'),
            {
              label: v.t('partnerships.field.languages'),
              value: fieldText(v, 'languages', words.languages.join(' ')),
            },
            ...(words.other ? [fact('other')] : []),
            {
              label: v.t('partnerships.field.renewsOn'),
              value: fieldText(v, 'renewsOn', words.renewsOn),
            },
          ]}
        />
      </Section>
    </>
  );
}

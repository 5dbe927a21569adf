import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { languages } from '#platform/i18n/index.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  DateField,
  Details,
  Form,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  SelectField,
  StatusTag,
  Table,
  TextField,
} from '#ui/index.ts';
import { partsOfDay } from '../../core/index.ts';
import type { getForFamily } from '../../server/index.ts';
import { paths } from '../paths.ts';
import { Faults } from './plan.tsx';

export type ForFamily = ViewOf<typeof getForFamily>;
type Props = { v: View; f: ForFamily };

const topics = ['host-family', 'money', 'contact', 'homesick', 'school', 'return'] as const;
/** Languages parents are called in; any other is agreed on the phone. */
const spoken = [
  ...languages,
  'ar',
  'bg',
  'de',
  'el',
  'es',
  'it',
  'lv',
  'nl',
  'pl',
  'pt',
  'ro',
  'ru',
  'tr',
  'uk',
];

/** For the parents at home: short sentences, one thing after the other, a name and a telephone. */
export function FamilyPage({ v, f }: Props) {
  const params = {
    pupil: f.pupil,
    school: f.school.name,
    from: f.startsOn,
    until: f.endsOn,
    host: f.hostSchool ?? '',
    country: f.hostCountry ? v.fmt.country(f.hostCountry) : '',
  };
  const open = f.talks.filter((t) => !t.doneOn);
  const called = open.find((t) => t.kind === 'call_back');
  return (
    <>
      <PageHead
        title={v.t(f.isParent ? 'inclusion.family.title' : 'inclusion.family.title-of', params)}
        lead={<p>{v.t(`inclusion.family.lead`, params)}</p>}
        breadcrumbs={[
          { href: paths.plans.href(), label: v.t('inclusion.plans.title') },
          ...(f.mobilityId
            ? [
                {
                  href: mobilityPaths.dossier.href({ mobilityId: f.mobilityId }),
                  label: f.pupil,
                },
              ]
            : []),
        ]}
        breadcrumbsLabel={v.t('inclusion.crumbs')}
      />
      <Faults v={v} />
      <NextStep
        kicker={v.t('inclusion.family.now')}
        title={v.t(`inclusion.family.moment.${f.moment}.now`, params)}
        about={v.t(`inclusion.family.moment.${f.moment}.next`, params)}
        tone="wait"
      />
      <Section id="person" title={v.t('inclusion.family.person')}>
        {f.contact ? (
          <p>
            {v.t('inclusion.family.person-text', { name: f.contact.name, org: f.contact.org })}
            {f.contact.phone && (
              <>
                {' '}
                <Phone of={f.contact.phone} />
              </>
            )}
          </p>
        ) : (
          <p>
            {v.t('inclusion.family.nobody', params)}
            {f.school.phone && (
              <>
                {' '}
                <Phone of={f.school.phone} />
              </>
            )}
          </p>
        )}
        {called && f.isParent && (
          <Notice
            tone="done"
            title={v.t('inclusion.family.promised', { name: called.person, date: called.by })}
          >
            <p>{v.t('inclusion.family.promised-text')}</p>
          </Notice>
        )}
        {!called && f.isParent && f.contact && <CallBackForm v={v} f={f} />}
      </Section>
      {(f.talks.length > 0 || f.mayKeep) && (
        <Section id="talks" title={v.t('inclusion.family.talks')}>
          <Talks v={v} f={f} />
          {f.mayKeep && <TalkForm v={v} f={f} />}
        </Section>
      )}
      <Section id="good-to-know" title={v.t('inclusion.family.good-to-know')}>
        {topics.map((topic) => (
          <Details
            key={topic}
            summary={v.t(`inclusion.family.topic.${topic}.title`, params)}
            printed
          >
            <p>{v.t(`inclusion.family.topic.${topic}.text`, params)}</p>
          </Details>
        ))}
      </Section>
      {f.readsPlan && (
        <p>
          <a href={paths.plan.href({ applicationId: f.applicationId })}>
            {v.t('inclusion.plan.of', params)}
          </a>
        </p>
      )}
    </>
  );
}

/** A number to press, kept in one line. */
function Phone({ of }: { of: string }) {
  return <a href={`tel:${of.replace(/[^+0-9]/g, '')}`}>{of.replaceAll(' ', '\u00a0')}</a>;
}

const languageOptions = (v: View, first: string[]) =>
  [...new Set([...first, ...spoken])].map((code) => ({ value: code, label: v.fmt.language(code) }));

function CallBackForm({ v, f }: Props) {
  const action = paths.callBack.href({ applicationId: f.applicationId });
  const b = bind(v, action, { partOfDay: 'any', language: v.lang });
  return (
    <Form action={action} label={v.t('inclusion.family.call-back')}>
      <SelectField
        {...b.text('language')}
        label={v.t('inclusion.family.language')}
        options={languageOptions(v, [v.lang])}
      />
      <RadioGroup
        {...b.text('partOfDay')}
        label={v.t('inclusion.family.when')}
        inline
        options={partsOfDay.map((p) => ({ value: p, label: v.t(`inclusion.part-of-day.${p}`) }))}
      />
      <TextField
        {...b.text('phone')}
        label={v.t('inclusion.family.phone')}
        optionalLabel={v.t('inclusion.optional')}
        type="tel"
        autocomplete="tel"
      />
      <Button>{v.t('inclusion.family.call-back')}</Button>
    </Form>
  );
}

function Talks({ v, f }: Props) {
  if (f.talks.length === 0) return <p>{v.t('inclusion.family.no-talks')}</p>;
  return (
    <Table
      caption={v.t('inclusion.family.talks')}
      hideCaption
      rowHeader="what"
      columns={[
        { key: 'what', label: v.t('inclusion.family.what') },
        { key: 'by', label: v.t('inclusion.family.by') },
        { key: 'language', label: v.t('inclusion.family.language-short') },
        { key: 'state', label: v.t('inclusion.steps.state') },
      ]}
      rows={f.talks.map((t) => ({
        id: t.id,
        cells: {
          what: v.t(`inclusion.talk.${t.kind}`, {
            person: t.person,
            guardian: t.guardian ?? v.t('inclusion.family.parents'),
          }),
          by: v.fmt.date(t.by),
          language: (
            <>
              {v.fmt.language(t.language)}
              {t.kind === 'call_back' && f.mayKeep && (
                <>
                  {', '}
                  {v.t(`inclusion.part-of-day.${t.partOfDay}`)}
                  {t.phone && (
                    <>
                      {', '}
                      <Phone of={t.phone} />
                    </>
                  )}
                </>
              )}
            </>
          ),
          state: t.doneOn ? (
            <StatusTag tone="done" text={v.t('inclusion.steps.done-on', { date: t.doneOn })} />
          ) : f.mayKeep ? (
            <Form
              action={paths.finishTalk.href({ applicationId: f.applicationId, talkId: t.id })}
              label={v.t('inclusion.family.finish')}
            >
              <Button kind="quiet">{v.t('inclusion.steps.finish')}</Button>
            </Form>
          ) : (
            <StatusTag tone="wait" text={v.t('inclusion.family.comes', { name: t.person })} />
          ),
        },
      }))}
    />
  );
}

function TalkForm({ v, f }: Props) {
  const action = paths.talk.href({ applicationId: f.applicationId });
  const first = f.guardians.map((g) => g.language);
  const b = bind(v, action, { kind: 'call', language: first[0] ?? v.lang });
  return (
    <Details summary={v.t('inclusion.family.plan-talk')} open={b.errors.length > 0}>
      <Form action={action} label={v.t('inclusion.family.plan-talk')}>
        <RadioGroup
          {...b.text('kind')}
          label={v.t('inclusion.family.kind')}
          inline
          options={(['call', 'meeting', 'material'] as const).map((kind) => ({
            value: kind,
            label: v.t(`inclusion.kind.${kind}`),
          }))}
        />
        <SelectField
          {...b.text('guardianId')}
          label={v.t('inclusion.family.with')}
          emptyLabel={v.t('inclusion.family.all')}
          options={f.guardians.map((g) => ({ value: g.id, label: g.name }))}
        />
        <SelectField
          {...b.text('language')}
          label={v.t('inclusion.family.language-short')}
          options={languageOptions(v, first)}
        />
        <DateField
          {...b.date('byOn')}
          label={v.t('inclusion.family.by')}
          labels={{
            day: v.t('inclusion.day'),
            month: v.t('inclusion.month'),
            year: v.t('inclusion.year'),
          }}
        />
        <Button kind="quiet">{v.t('inclusion.family.plan-talk')}</Button>
      </Form>
    </Details>
  );
}

/** A short way to the page for other pages. */
export function FamilyLink({ v, applicationId }: { v: View; applicationId: string }) {
  return (
    <LinkButton href={paths.family.href({ applicationId })}>
      {v.t('inclusion.dossier.for-family')}
    </LinkButton>
  );
}

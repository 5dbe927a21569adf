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
  LinkButton,
  PageHead,
  Prose,
  Section,
  SelectField,
  StatusTag,
  TextField,
} from '#ui/index.ts';
import { levels, type Reason } from '../../core/types.ts';
import type { findHosts, getHostWish } from '../../server/index.ts';
import { countriesByName } from '../parts/choices.ts';
import {
  ageOptions,
  lengthOptions,
  monthName,
  searchedLanguageOptions,
} from '../parts/directory-filters.tsx';
import { contactPath, paths } from '../paths.ts';

/** What is looked for, as it stands in the address. */
type WishFields = {
  pupils: string;
  age: string;
  language: string;
  level: string;
  month: string;
  months: string;
  country: string;
  forOrg: string;
};
type Own = ViewOf<typeof getHostWish>['own'];
type Found = ViewOf<typeof findHosts>;
type Host = Found['nearly'][number];

/** The next two years, month by month. */
function monthsAhead(v: View) {
  const first = v.today.with({ day: 1 });
  return Array.from({ length: 24 }, (_, i) => first.add({ months: i })).map((day) => ({
    value: day.toString().slice(0, 7),
    label: v.fmt.month(day),
  }));
}

/** A reason as a sentence: codes become names, days become dates. */
function reasonText(v: View, reason: Reason): string {
  const p = reason.params;
  const word = (name: string, as: (value: string) => string) =>
    p[name] === undefined ? {} : { [name]: as(String(p[name])) };
  const day = (value: string) => v.fmt.date(Temporal.PlainDate.from(value));
  const named = (of: (value: string) => string) => (value: string) =>
    v.fmt.list(value.split(',').filter(Boolean).map(of));
  return v.t(`organisations.reason.${reason.side}.${reason.key}`, {
    ...p,
    ...word('language', v.fmt.language),
    ...word('spoken', named(v.fmt.language)),
    ...word('country', v.fmt.country),
    ...word('month', (value) => monthName(v, Number(value))),
    ...(reason.key === 'arrival' &&
      word(
        'months',
        named((value) => monthName(v, Number(value))),
      )),
    ...word('from', (value) => (value.includes('-') ? day(value) : value)),
    ...word('to', (value) => (value.includes('-') ? day(value) : value)),
  });
}

export function FindHostsPage({
  v,
  wish,
  own,
  countries,
  found,
  faults,
}: {
  v: View;
  wish: WishFields;
  own: Own;
  countries: readonly string[];
  found: Found | null;
  faults: { reason: string; field?: string }[];
}) {
  const href = paths.findHosts.href();
  const f = bind(
    faults.length > 0
      ? {
          ...v,
          form: {
            action: href,
            faults,
            values: Object.fromEntries(Object.entries(wish).map(([k, value]) => [k, [value]])),
          },
        }
      : v,
    href,
    wish,
  );
  return (
    <>
      <PageHead
        title={v.t('organisations.find.title')}
        lead={v.t('organisations.find.lead')}
        breadcrumbs={[
          { href: paths.directory.href(), label: v.t('organisations.directory.title') },
        ]}
        breadcrumbsLabel={v.t('organisations.crumbs')}
      />
      <ErrorSummary title={v.t('organisations.form.errors')} errors={f.errors} />
      {found && (
        <Details summary={v.t('organisations.find.change')} wide>
          <WishForm v={v} f={f} own={own} countries={countries} />
        </Details>
      )}
      {!found && <WishForm v={v} f={f} own={own} countries={countries} />}
      {found && <Hosts v={v} wish={wish} found={found} />}
    </>
  );
}

function WishForm({
  v,
  f,
  own,
  countries,
}: {
  v: View;
  f: ReturnType<typeof bind>;
  own: Own;
  countries: readonly string[];
}) {
  const optional = v.t('organisations.field.optional');
  return (
    <Form action={paths.findHosts.href()} method="get" label={v.t('organisations.find.title')}>
      {own.length > 1 && (
        <SelectField
          {...f.text('forOrg')}
          label={v.t('organisations.find.for-org')}
          hint={v.t('organisations.find.for-org-hint')}
          emptyLabel={v.t('organisations.find.for-all')}
          options={own.map((o) => ({ value: o.id, label: o.name }))}
        />
      )}
      <TextField
        {...f.text('pupils')}
        label={v.t('organisations.find.pupils')}
        inputmode="numeric"
        width={4}
        required
      />
      <SelectField
        {...f.text('age')}
        label={v.t('organisations.find.age')}
        emptyLabel={v.t('organisations.field.choose')}
        options={ageOptions()}
        required
      />
      <SelectField
        {...f.text('month')}
        label={v.t('organisations.find.month')}
        emptyLabel={v.t('organisations.field.choose')}
        options={monthsAhead(v)}
        required
      />
      <SelectField
        {...f.text('months')}
        label={v.t('organisations.find.months')}
        emptyLabel={v.t('organisations.field.choose')}
        options={lengthOptions(v)}
        required
      />
      <SelectField
        {...f.text('language')}
        label={v.t('organisations.find.language')}
        optionalLabel={optional}
        emptyLabel={v.t('organisations.directory.any')}
        options={searchedLanguageOptions(v)}
      />
      <SelectField
        {...f.text('level')}
        label={v.t('organisations.find.level')}
        hint={v.t('organisations.find.level-hint')}
        options={levels.map((level) => ({ value: level, label: level }))}
      />
      <SelectField
        {...f.text('country')}
        label={v.t('organisations.field.country')}
        optionalLabel={optional}
        emptyLabel={v.t('organisations.directory.any')}
        options={countriesByName(v, countries)}
      />
      <ButtonRow>
        <Button>{v.t('organisations.find.go')}</Button>
      </ButtonRow>
    </Form>
  );
}

function Hosts({ v, wish, found }: { v: View; wish: WishFields; found: Found }) {
  const asked = v.t('organisations.find.asked', {
    pupils: Number(wish.pupils),
    age: wish.age,
    month: v.fmt.month(Temporal.PlainDate.from(`${wish.month}-01`)),
    months: Number(wish.months),
    language: wish.language
      ? v.t('organisations.find.with-level', {
          language: v.fmt.language(wish.language),
          level: wish.level,
        })
      : '',
    hasLanguage: wish.language ? 'yes' : 'no',
  });
  return (
    <>
      <p>{asked}</p>
      <Section title={v.t('organisations.find.fitting', { count: found.fitting.length })}>
        {found.fitting.length === 0 ? (
          <EmptyState
            level={3}
            title={v.t('organisations.find.none')}
            text={v.t('organisations.find.none-text')}
            action={
              <LinkButton href={paths.directory.href()}>
                {v.t('organisations.find.to-directory')}
              </LinkButton>
            }
          />
        ) : (
          <>
            <p>{v.t('organisations.find.order')}</p>
            {found.fitting.map((host) => (
              <HostSection key={host.id} v={v} wish={wish} host={host} verdict={host.verdict} />
            ))}
          </>
        )}
      </Section>
      {found.nearly.length > 0 && (
        <Section title={v.t('organisations.find.nearly')}>
          <p>{v.t('organisations.find.nearly-text')}</p>
          {found.nearly.map((host) => (
            <HostSection key={host.id} v={v} wish={wish} host={host} verdict="nearly" />
          ))}
        </Section>
      )}
      <p class="hint">{v.t('organisations.find.looked', { count: found.looked })}</p>
    </>
  );
}

const tones = { fits: 'done', open: 'wait', nearly: 'none' } as const;

function HostSection({
  v,
  wish,
  host,
  verdict,
}: {
  v: View;
  wish: WishFields;
  host: Host;
  verdict: keyof typeof tones;
}) {
  const write = contactPath(host.id, wish);
  const of = (...sides: Reason['side'][]) => host.reasons.filter((r) => sides.includes(r.side));
  const list = (title: string, reasons: Reason[]) =>
    reasons.length > 0 && (
      <Prose>
        <p>
          <strong>{title}</strong>
        </p>
        <ul>
          {reasons.map((reason) => (
            <li key={JSON.stringify(reason)}>{reasonText(v, reason)}</li>
          ))}
        </ul>
      </Prose>
    );
  return (
    <Section
      level={3}
      title={host.name}
      action={
        <a href={paths.organisation.href({ orgId: host.id })}>
          {v.t('organisations.find.profile', { org: host.name })}
        </a>
      }
    >
      <p>
        <StatusTag tone={tones[verdict]} text={v.t(`organisations.find.verdict.${verdict}`)} />{' '}
        {v.t(`organisations.kind.${host.kind}`)}, {v.fmt.country(host.countryCode)}
      </p>
      {list(v.t('organisations.find.against'), of('against'))}
      {list(v.t('organisations.find.for'), of('for'))}
      {list(v.t('organisations.find.mind'), of('mind', 'unknown'))}
      {write && (
        <ButtonRow>
          <LinkButton href={write}>
            {v.t('organisations.find.write', { org: host.name })}
          </LinkButton>
        </ButtonRow>
      )}
    </Section>
  );
}

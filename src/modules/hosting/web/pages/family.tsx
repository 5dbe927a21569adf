import type { ComponentChildren } from 'preact';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextArea,
  TextField,
} from '#ui/index.ts';
import {
  attitudes,
  bedKinds,
  diets,
  foodAllergens,
  interests,
  languageCodes,
  petKinds,
  schoolTies,
  smokingHabits,
} from '../../core/schema.ts';
import type { getFamily, getNewFamily } from '../../server/index.ts';
import { FamilyFields } from '../parts/family-fields.tsx';
import { MissingList, RecordCheck } from '../parts/readiness.tsx';
import { paths } from '../paths.ts';

export type FamilyView = ViewOf<typeof getFamily>;
type Props = { v: View; family: FamilyView };

/** The list above a family; who lives in one has no list. */
const familiesCrumb = (v: View, family: FamilyView) =>
  family.may.isOwn ? [] : [{ href: paths.families.href(), label: v.t('hosting.families.title') }];

/** The head of every page of a family: where one is, and the way back. */
export function FamilyHead({
  v,
  family,
  title,
  lead,
}: Props & { title: string; lead?: ComponentChildren }) {
  return (
    <PageHead
      kicker={family.organisation.name}
      title={title}
      lead={lead}
      breadcrumbs={[
        ...familiesCrumb(v, family),
        {
          href: paths.family.href({ familyId: family.id }),
          label: v.t('hosting.family.title', { name: family.name }),
        },
      ]}
      breadcrumbsLabel={v.t('hosting.trail')}
    />
  );
}

export function SaveRow({ v, family }: Props) {
  return (
    <ButtonRow>
      <Button>{v.t('hosting.save')}</Button>
      <LinkButton href={paths.family.href({ familyId: family.id })}>
        {v.t('hosting.back')}
      </LinkButton>
    </ButtonRow>
  );
}

export function NewFamilyPage({
  v,
  data,
}: {
  v: View;
  data: ViewOf<typeof getNewFamily> & { countries: readonly string[] };
}) {
  const action = paths.newFamily.href();
  if (data.organisations.length === 0)
    return (
      <EmptyState
        title={v.t('hosting.families.others-enter')}
        text={v.t('hosting.families.recruited-by', { who: v.fmt.list(data.recruitedBy) })}
        action={
          <LinkButton href={paths.families.href()}>{v.t('hosting.families.title')}</LinkButton>
        }
      />
    );
  const only = data.organisations.length === 1 ? data.organisations[0] : undefined;
  const f = bind(v, action, { orgId: only?.id, countryCode: data.organisations[0]?.country });
  return (
    <>
      <PageHead
        title={v.t('hosting.family.add')}
        lead={v.t('hosting.family.add-lead')}
        breadcrumbs={[{ href: paths.families.href(), label: v.t('hosting.families.title') }]}
        breadcrumbsLabel={v.t('hosting.trail')}
      />
      <ErrorSummary title={v.t('hosting.form.errors')} errors={f.errors} />
      <Form action={action}>
        {only ? (
          <Hidden name="orgId" value={only.id} />
        ) : (
          <SelectField
            {...f.text('orgId')}
            label={v.t('hosting.field.organisation')}
            emptyLabel={v.t('hosting.choose')}
            options={data.organisations.map((o) => ({ value: o.id, label: o.name }))}
          />
        )}
        <FamilyFields v={v} f={f} countries={data.countries} />
        <ButtonRow>
          <Button>{v.t('hosting.family.save-new')}</Button>
          <LinkButton href={paths.families.href()}>{v.t('hosting.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

export function FamilyPage({ v, family }: Props) {
  const at = { familyId: family.id };
  const change = (what: 'home' | 'letter' | 'details', href: string) =>
    family.may.describe && <a href={href}>{v.t(`hosting.change.${what}`)}</a>;
  const home = family.home;
  return (
    <>
      <PageHead
        kicker={family.organisation.name}
        title={v.t('hosting.family.title', { name: family.name })}
        lead={
          family.stay.name
            ? v.t('hosting.family.judged-for', {
                intake: family.stay.name,
                from: family.stay.from,
                until: family.stay.until,
              })
            : undefined
        }
        breadcrumbs={familiesCrumb(v, family)}
        breadcrumbsLabel={v.t('hosting.trail')}
      />
      {family.missing.length === 0 ? (
        <Notice tone="done" title={v.t('hosting.family.ready')}>
          <p>{v.t('hosting.family.ready-text')}</p>
        </Notice>
      ) : (
        <Notice
          tone="late"
          title={v.t('hosting.family.not-ready', { count: family.missing.length })}
        >
          <MissingList v={v} missing={family.missing} />
        </Notice>
      )}
      <Section
        title={v.t('hosting.part.household')}
        id="household"
        action={
          family.may.describe && <a href={paths.newMember.href(at)}>{v.t('hosting.member.add')}</a>
        }
      >
        <Table
          caption={v.t('hosting.part.household')}
          hideCaption
          rowHeader="name"
          columns={[
            { key: 'name', label: v.t('hosting.field.name') },
            { key: 'born', label: v.t('hosting.field.birth-date') },
            { key: 'relation', label: v.t('hosting.field.relation') },
            { key: 'check', label: v.t('hosting.field.record-check') },
            { key: 'signsIn', label: v.t('hosting.field.signs-in') },
          ]}
          rows={family.members.map((m) => ({
            id: m.id,
            cells: {
              name: family.may.describe ? (
                <a href={paths.member.href({ ...at, memberId: m.id })}>
                  {m.givenName} {m.familyName}
                </a>
              ) : (
                `${m.givenName} ${m.familyName}`
              ),
              born: v.fmt.date(m.birthDate),
              relation: v.t(`hosting.relation.${m.relation}`),
              check: <RecordCheck v={v} member={m} fromAge={family.checkFromAge} />,
              signsIn: m.signsIn ? v.t('hosting.yes') : v.t('hosting.no'),
            },
          }))}
          empty={
            <EmptyState
              level={3}
              title={v.t('hosting.member.none')}
              text={v.t('hosting.member.none-text')}
            />
          }
        />
      </Section>
      <Section title={v.t('hosting.part.home')} action={change('home', paths.home.href(at))}>
        {home ? (
          <Facts
            items={[
              {
                label: v.t('hosting.field.beds'),
                value: v.fmt.list(
                  home.beds.map((b) =>
                    v.t('hosting.bed.words', {
                      kind: b.kind,
                      with: v.fmt.list(
                        b.sharedWith.map(
                          (id) => family.members.find((m) => m.id === id)?.givenName ?? '?',
                        ),
                      ),
                    }),
                  ),
                ),
              },
              {
                label: v.t('hosting.field.pets'),
                value:
                  home.pets.length === 0
                    ? v.t('hosting.none')
                    : v.fmt.list(
                        home.pets.map((p) =>
                          v.t('hosting.pet.words', {
                            kind: p.kind,
                            where: p.indoors ? 'in' : 'out',
                          }),
                        ),
                      ),
              },
              {
                label: v.t('hosting.field.smoking'),
                value: v.t(`hosting.smoking.${home.smoking}`),
              },
              {
                label: v.t('hosting.field.accepts-smoker'),
                value: v.t(`hosting.attitude.${home.acceptsSmoker}`),
              },
              {
                label: v.t('hosting.field.diets'),
                value: (
                  <ul>
                    {attitudes
                      .map((a) => ({ a, of: diets.filter((d) => home.dietsAccepted[d] === a) }))
                      .filter(({ of }) => of.length > 0)
                      .map(({ a, of }) => (
                        <li key={a}>
                          {v.t('hosting.diets.words', {
                            attitude: v.t(`hosting.attitude.${a}`),
                            diets: v.fmt.list(of.map((d) => v.t(`hosting.diet.${d}`))),
                          })}
                        </li>
                      ))}
                  </ul>
                ),
              },
              {
                label: v.t('hosting.field.hosted-before'),
                value: v.fmt.number(home.hostedBefore),
              },
            ]}
          />
        ) : (
          <p>{v.t('hosting.home.none')}</p>
        )}
      </Section>
      <Section
        title={v.t('hosting.part.checks')}
        action={
          family.may.vet && <a href={paths.checks.href(at)}>{v.t('hosting.change.checks')}</a>
        }
      >
        <Facts
          items={[
            {
              label: v.t('hosting.field.charter'),
              value: family.charterSignedOn
                ? v.fmt.date(family.charterSignedOn)
                : v.t('hosting.not-yet'),
            },
            {
              label: v.t('hosting.field.references'),
              value: v.fmt.number(family.referenceCount),
            },
            {
              label: v.t('hosting.field.visit'),
              value: family.homeVisit
                ? v.t('hosting.visit.words', { on: family.homeVisit.on, by: family.homeVisit.by })
                : v.t('hosting.not-yet'),
            },
          ]}
        />
      </Section>
      <Section title={v.t('hosting.part.letter')} action={change('letter', paths.letter.href(at))}>
        {family.letter ? (
          <Prose>
            {family.letter.split(/\n{2,}/).map((p) => (
              <p key={p}>{p}</p>
            ))}
          </Prose>
        ) : (
          <p>{v.t('hosting.letter.none')}</p>
        )}
        <Facts
          items={[
            {
              label: v.t('hosting.field.languages'),
              value:
                family.languages.length > 0
                  ? v.fmt.list(family.languages.map((l) => v.fmt.language(l)))
                  : v.t('hosting.not-yet'),
            },
            {
              label: v.t('hosting.field.interests'),
              value:
                family.interests.length > 0
                  ? v.fmt.list(family.interests.map((i) => v.t(`hosting.interest.${i}`)))
                  : v.t('hosting.not-yet'),
            },
          ]}
        />
      </Section>
      <Section
        title={v.t('hosting.part.details')}
        action={change('details', paths.details.href(at))}
      >
        <Facts
          items={[
            {
              label: v.t('hosting.field.address'),
              value: [
                family.street,
                `${family.postcode} ${family.city}`.trim(),
                v.fmt.country(family.countryCode),
              ]
                .filter(Boolean)
                .join(', '),
            },
            {
              label: v.t('hosting.field.minutes'),
              value:
                family.minutesToSchool === null
                  ? v.t('hosting.not-yet')
                  : v.t('hosting.minutes', { count: family.minutesToSchool }),
            },
          ]}
        />
      </Section>
    </>
  );
}

export function DetailsPage({ v, family, countries }: Props & { countries: readonly string[] }) {
  const action = paths.details.href({ familyId: family.id });
  const f = bind(v, action, {
    name: family.name,
    street: family.street,
    postcode: family.postcode,
    city: family.city,
    countryCode: family.countryCode,
    minutesToSchool: family.minutesToSchool,
  });
  return (
    <>
      <FamilyHead v={v} family={family} title={v.t('hosting.part.details')} />
      <ErrorSummary title={v.t('hosting.form.errors')} errors={f.errors} />
      <Form action={action}>
        <Hidden name="version" value={String(family.version)} />
        <FamilyFields v={v} f={f} countries={countries} />
        <SaveRow v={v} family={family} />
      </Form>
    </>
  );
}

/** How many beds a family can tell; a second pupil is the limit of the rules. */
const bedForms = [0, 1];

export function HomePage({ v, family }: Props) {
  const action = paths.home.href({ familyId: family.id });
  const home = family.home;
  const initial: Record<string, string | number | string[] | null | undefined> = {
    'home.smoking': home?.smoking,
    'home.acceptsSmoker': home?.acceptsSmoker,
    petsIndoors: home?.pets.filter((p) => p.indoors).map((p) => p.kind) ?? [],
    petsOutdoors: home?.pets.filter((p) => !p.indoors).map((p) => p.kind) ?? [],
    'home.foodsServed': home?.foodsServed ?? [],
    'home.style': home?.style.join(', '),
    'home.religion': home?.religion,
    'home.activities': home?.activities.join(', '),
    'home.genderPreference': home?.genderPreference,
    'home.atHostSchool': home?.atHostSchool ?? 'no',
    'home.hostedBefore': home?.hostedBefore ?? 0,
  };
  for (const d of diets) initial[`home.dietsAccepted.${d}`] = home?.dietsAccepted[d];
  for (const i of bedForms) {
    initial[`home.beds.${i}.kind`] = home?.beds[i]?.kind;
    initial[`home.beds.${i}.sharedWith`] = home?.beds[i]?.sharedWith ?? [];
  }
  const f = bind(v, action, initial);
  const attitudeOptions = attitudes.map((a) => ({ value: a, label: v.t(`hosting.attitude.${a}`) }));
  const optional = v.t('hosting.optional');
  return (
    <>
      <FamilyHead
        v={v}
        family={family}
        title={v.t('hosting.part.home')}
        lead={v.t('hosting.home.lead')}
      />
      <ErrorSummary title={v.t('hosting.form.errors')} errors={f.errors} />
      <Form action={action} id="family-home" keep>
        <Hidden name="version" value={String(family.version)} />
        {bedForms.map((i) => (
          <Section key={i} title={v.t('hosting.home.bed', { number: i + 1 })}>
            <SelectField
              {...f.text(`home.beds.${i}.kind`)}
              label={v.t('hosting.home.bed-kind')}
              {...(i > 0 ? { optionalLabel: optional } : {})}
              emptyLabel={i > 0 ? v.t('hosting.home.no-second-bed') : v.t('hosting.choose')}
              options={bedKinds.map((k) => ({ value: k, label: v.t(`hosting.bed.${k}`) }))}
            />
            {family.members.length > 0 && (
              <CheckboxGroup
                {...f.choices(`home.beds.${i}.sharedWith`)}
                label={v.t('hosting.home.shared-with')}
                hint={v.t('hosting.home.shared-with-hint')}
                inline
                options={family.members.map((m) => ({ value: m.id, label: m.givenName }))}
              />
            )}
          </Section>
        ))}
        <Section title={v.t('hosting.field.pets')}>
          <CheckboxGroup
            {...f.choices('petsIndoors')}
            label={v.t('hosting.home.pets-indoors')}
            optionalLabel={optional}
            inline
            options={petKinds.map((k) => ({ value: k, label: v.t(`hosting.pet.${k}`) }))}
          />
          <CheckboxGroup
            {...f.choices('petsOutdoors')}
            label={v.t('hosting.home.pets-outdoors')}
            optionalLabel={optional}
            inline
            options={petKinds.map((k) => ({ value: k, label: v.t(`hosting.pet.${k}`) }))}
          />
        </Section>
        <Section title={v.t('hosting.field.smoking')}>
          <RadioGroup
            {...f.text('home.smoking')}
            label={v.t('hosting.home.who-smokes')}
            options={smokingHabits.map((s) => ({ value: s, label: v.t(`hosting.smoking.${s}`) }))}
          />
          <RadioGroup
            {...f.text('home.acceptsSmoker')}
            label={v.t('hosting.home.accepts-smoker')}
            options={attitudeOptions}
          />
        </Section>
        <Section title={v.t('hosting.home.food')} lead={v.t('hosting.home.food-lead')}>
          {diets.map((d) => (
            <RadioGroup
              key={d}
              {...f.text(`home.dietsAccepted.${d}`)}
              label={v.t('hosting.home.cook-for', { diet: v.t(`hosting.diet.${d}`) })}
              inline
              options={attitudeOptions}
            />
          ))}
          <CheckboxGroup
            {...f.choices('home.foodsServed')}
            label={v.t('hosting.home.foods')}
            hint={v.t('hosting.home.foods-hint')}
            optionalLabel={optional}
            inline
            options={foodAllergens.map((a) => ({ value: a, label: v.t(`hosting.food.${a}`) }))}
          />
        </Section>
        <Section title={v.t('hosting.home.life')}>
          <TextField
            {...f.text('home.style')}
            label={v.t('hosting.field.style')}
            hint={v.t('hosting.field.style-hint')}
            optionalLabel={optional}
          />
          <TextField
            {...f.text('home.activities')}
            label={v.t('hosting.field.activities')}
            hint={v.t('hosting.field.activities-hint')}
            optionalLabel={optional}
          />
          <TextField
            {...f.text('home.religion')}
            label={v.t('hosting.field.religion')}
            hint={v.t('hosting.field.religion-hint')}
            optionalLabel={optional}
            width={20}
          />
          <SelectField
            {...f.text('home.genderPreference')}
            label={v.t('hosting.field.gender-preference')}
            emptyLabel={v.t('hosting.no-preference')}
            options={(['f', 'm'] as const).map((g) => ({
              value: g,
              label: v.t(`hosting.prefers.${g}`),
            }))}
          />
          <RadioGroup
            {...f.text('home.atHostSchool')}
            label={v.t('hosting.field.at-school')}
            options={schoolTies.map((s) => ({ value: s, label: v.t(`hosting.tie.${s}`) }))}
          />
          <TextField
            {...f.text('home.hostedBefore')}
            label={v.t('hosting.field.hosted-before')}
            inputmode="numeric"
            width={4}
          />
        </Section>
        <SaveRow v={v} family={family} />
      </Form>
    </>
  );
}

const isListed = (language: string) => (languageCodes as readonly string[]).includes(language);
const languageFields = ['languages', 'languages2', 'languages3', 'languages4'];

export function LetterPage({ v, family }: Props) {
  const action = paths.letter.href({ familyId: family.id });
  const listed = family.languages.filter(isListed).slice(0, languageFields.length);
  const f = bind(v, action, {
    ...Object.fromEntries(languageFields.map((name, i) => [name, listed[i]])),
    // all that no field above holds, so that nothing is lost by the next save
    languagesInWords: family.languages
      .filter((language) => !listed.includes(language))
      .map((language) => v.fmt.language(language))
      .join(', '),
    interests: family.interests,
    letter: family.letter,
  });
  const languageOptions = languageCodes
    .map((code) => ({ value: code as string, label: v.fmt.language(code) }))
    .sort((a, b) => v.fmt.compare(a.label, b.label));
  return (
    <>
      <FamilyHead
        v={v}
        family={family}
        title={v.t('hosting.part.letter')}
        lead={v.t('hosting.letter.lead')}
      />
      <ErrorSummary title={v.t('hosting.form.errors')} errors={f.errors} />
      <Form action={action} id="family-letter" keep>
        <Hidden name="version" value={String(family.version)} />
        {languageFields.map((name, i) => (
          <SelectField
            key={name}
            {...f.text(name)}
            label={v.t(i === 0 ? 'hosting.letter.first-language' : 'hosting.letter.more-language', {
              number: i + 1,
            })}
            {...(i > 0 ? { optionalLabel: v.t('hosting.optional') } : {})}
            emptyLabel={v.t('hosting.choose')}
            options={languageOptions}
          />
        ))}
        <TextField
          {...f.text('languagesInWords')}
          label={v.t('hosting.letter.languages-in-words')}
          hint={v.t('hosting.letter.languages-in-words-hint')}
          optionalLabel={v.t('hosting.optional')}
          maxlength={240}
        />
        <CheckboxGroup
          {...f.choices('interests')}
          label={v.t('hosting.letter.interests')}
          optionalLabel={v.t('hosting.optional')}
          inline
          options={interests.map((i) => ({ value: i, label: v.t(`hosting.interest.${i}`) }))}
        />
        <TextArea
          {...f.text('letter')}
          label={v.t('hosting.letter.letter')}
          hint={v.t('hosting.letter.letter-hint')}
          rows={10}
        />
        <SaveRow v={v} family={family} />
      </Form>
    </>
  );
}

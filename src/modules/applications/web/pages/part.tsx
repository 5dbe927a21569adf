import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  Details,
  Form,
  Hidden,
  Notice,
  PageHead,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
} from '#ui/index.ts';
import type { Answers } from '../../core/index.ts';
import {
  allergyKinds,
  diets,
  interests,
  languageLevels,
  type Part,
  parts,
  triStates,
} from '../../core/schema.ts';
import type { getApplication } from '../../server/index.ts';
import { Faults } from '../parts/status.tsx';
import { paths } from '../paths.ts';

type Application = ViewOf<typeof getApplication>;
type Fields = ReturnType<typeof bind>;

/** What the form opens with, out of the answers that are kept. */
function openingValues(part: Part, answers: Answers): Record<string, string | string[]> {
  switch (part) {
    case 'about':
      return { ...answers.about };
    case 'why':
      return { ...answers.why };
    case 'languages': {
      const kept = answers.languages;
      return Object.fromEntries([
        ['motherTongue', kept?.motherTongue ?? ''],
        ...(kept?.others ?? []).flatMap((o, i) => [
          [`others.${i}.language`, o.language],
          [`others.${i}.level`, o.level],
        ]),
      ]);
    }
    case 'food': {
      const kept = answers.food;
      if (!kept) return {};
      const some = kept.allergies.length > 0 || kept.otherAllergy !== '';
      return {
        hasAllergies: some ? 'yes' : 'no',
        allergies: kept.allergies.map((a) => a.kind),
        serious: kept.allergies.filter((a) => a.severity === 'serious').map((a) => a.kind),
        otherAllergy: kept.otherAllergy,
        diet: kept.diet,
      };
    }
    case 'home': {
      if (!answers.home) return {};
      const { smokes, ...rest } = answers.home;
      return { smokes: smokes ? 'yes' : 'no', ...rest };
    }
    case 'letter':
      return { ...answers.letter };
  }
}

/** One thing a page, each saved by itself. */
export function PartPage({ v, part, a }: { v: View; part: Part; a: Application }) {
  const at = { applicationId: a.id };
  const href = paths.part.href({ ...at, part });
  const f = bind(v, href, openingValues(part, a.answers ?? {}));
  const place = parts.indexOf(part) + 1;
  return (
    <>
      <PageHead
        kicker={v.t('applications.part.place', { place, parts: parts.length })}
        title={v.t(`applications.part.${part}`)}
        lead={v.t(`applications.part.${part}-lead`)}
        breadcrumbs={[
          { href: paths.application.href(at), label: v.t('applications.application.title') },
        ]}
        breadcrumbsLabel={v.t('applications.crumbs')}
      />
      <Faults v={v} />
      {a.mayWrite ? (
        <Form action={href} id={`part-${part}`} keep={part !== 'food'} sensitive={part === 'food'}>
          <Hidden name="version" value={String(a.version)} />
          <Questions v={v} part={part} f={f} />
          <ButtonRow>
            <Button>{v.t('applications.part.save')}</Button>
            <Button kind="quiet" name="do" value="later">
              {v.t('applications.part.save-later')}
            </Button>
          </ButtonRow>
        </Form>
      ) : (
        <Notice tone="none" title={v.t('applications.refused.already-submitted')} />
      )}
    </>
  );
}

function Questions({ v, part, f }: { v: View; part: Part; f: Fields }) {
  const optional = v.t('applications.optional');
  const say = (key: string) => v.t(`applications.${key}`);
  const options = (values: readonly string[], prefix: string) =>
    values.map((value) => ({ value, label: say(`${prefix}.${value.replaceAll('_', '-')}`) }));
  const yesNo = [
    { value: 'yes', label: say('answer.yes') },
    { value: 'no', label: say('answer.no') },
  ];
  switch (part) {
    case 'about':
      return (
        <>
          <TextArea
            {...f.text('aboutMe')}
            label={say('about.about-me')}
            hint={say('about.about-me-hint')}
            rows={6}
            required
          />
          <CheckboxGroup
            {...f.choices('interests')}
            label={say('about.interests')}
            optionalLabel={optional}
            options={options(interests, 'interest')}
          />
          <TextField
            {...f.text('mustContinue')}
            label={say('about.must-continue')}
            hint={say('about.must-continue-hint')}
            optionalLabel={optional}
          />
        </>
      );
    case 'why':
      return (
        <TextArea
          {...f.text('why')}
          label={say('why.why')}
          hint={say('why.why-hint')}
          rows={8}
          required
        />
      );
    case 'languages': {
      const tongues = languageOptions(v);
      return (
        <>
          <SelectField
            {...f.text('motherTongue')}
            label={say('languages.mother-tongue')}
            emptyLabel={say('choose')}
            options={tongues}
            required
          />
          {[0, 1, 2].map((i) => (
            <div key={String(i)}>
              <SelectField
                {...f.text(`others.${i}.language`)}
                label={v.t('applications.languages.other', { n: i + 1 })}
                optionalLabel={optional}
                emptyLabel={say('choose')}
                options={tongues}
              />
              <RadioGroup
                {...f.text(`others.${i}.level`)}
                label={v.t('applications.languages.level', { n: i + 1 })}
                optionalLabel={optional}
                hint={i === 0 ? say('languages.level-hint') : undefined}
                inline
                options={languageLevels.map((level) => ({ value: level, label: level }))}
              />
            </div>
          ))}
        </>
      );
    }
    case 'food':
      return (
        <>
          <RadioGroup
            {...f.text('hasAllergies')}
            label={say('food.has-allergies')}
            inline
            options={yesNo}
            required
          />
          <CheckboxGroup
            {...f.choices('allergies')}
            label={say('food.allergies')}
            hint={say('food.allergies-hint')}
            optionalLabel={optional}
            options={options(allergyKinds, 'allergen')}
          />
          <Details
            summary={say('food.serious-summary')}
            open={f.choices('serious').values.length > 0}
          >
            <CheckboxGroup
              {...f.choices('serious')}
              label={say('food.serious')}
              hint={say('food.serious-hint')}
              optionalLabel={optional}
              options={options(allergyKinds, 'allergen')}
            />
          </Details>
          <TextField
            {...f.text('otherAllergy')}
            label={say('food.other')}
            optionalLabel={optional}
          />
          <RadioGroup
            {...f.text('diet')}
            label={say('food.diet')}
            options={options(diets, 'diet')}
            required
          />
        </>
      );
    case 'home':
      return (
        <>
          <RadioGroup
            {...f.text('smokes')}
            label={say('home.smokes')}
            inline
            options={yesNo}
            required
          />
          {(
            [
              ['acceptsSmoking', 'accepts-smoking'],
              ['acceptsPets', 'accepts-pets'],
              ['acceptsSharedRoom', 'accepts-shared-room'],
              ['acceptsSingleAdult', 'accepts-single-adult'],
            ] as const
          ).map(([name, key]) => (
            <RadioGroup
              key={name}
              {...f.text(name)}
              label={say(`home.${key}`)}
              options={options(triStates, 'tri')}
              required
            />
          ))}
        </>
      );
    case 'letter':
      return (
        <TextArea
          {...f.text('letter')}
          label={say('letter.letter')}
          hint={say('letter.letter-hint')}
          rows={12}
          required
        />
      );
  }
}

const spokenInEurope =
  'ar bg ca cs da de el en es et eu fi fr ga gl hr hu is it ja ko lb lt lv mk mt nl no pl pt ro ru sk sl sq sr sv tr uk zh';

function languageOptions(v: View) {
  return spokenInEurope
    .split(' ')
    .map((code) => ({ value: code, label: v.fmt.language(code) }))
    .sort((a, b) => v.fmt.compare(a.label, b.label));
}

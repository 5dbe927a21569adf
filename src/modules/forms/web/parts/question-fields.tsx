import {
  addressParts,
  type Field,
  languageLevels,
  type Question,
  say,
} from '#engines/forms/index.ts';
import { programmeCountries } from '#kernel/countries.ts';
import type { Fault } from '#kernel/outcome.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  CheckboxGroup,
  DateField,
  Details,
  FieldSet,
  FileField,
  Hidden,
  Prose,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
} from '#ui/index.ts';
import type { FormPage } from '../../core/types.ts';

/** Languages that people of the programme speak at home or learn, ISO 639-1; whoever misses one says so in words. */
const tongues =
  'ar be bg bs ca cs cy da de el en es et eu fa fi fr ga gl hr hu hy is it ja ka ko lb lt lv mk mt nl no pl pt ro ru se sk sl sq sr sv tr uk ur vi zh'.split(
    ' ',
  );
const countries = [
  ...programmeCountries,
  ...['AL', 'BA', 'CH', 'GB', 'GE', 'MD', 'ME', 'UA', 'US', 'XK'],
];

type Named = { value: string; label: string };

/** Names in the reader's language, as readers of it sort them. */
function named(v: View, what: 'country' | 'language', codes: readonly string[]): Named[] {
  return codes
    .map((code) => ({ value: code, label: v.fmt[what](code) }))
    .sort((a, b) => v.fmt.compare(a.label, b.label));
}

// sorting names takes longer than drawing the page that holds them
const lists = new Map<string, Named[]>();
function namedOnce(v: View, what: 'country' | 'language', codes: readonly string[]): Named[] {
  const key = `${what} ${v.lang}`;
  const list = lists.get(key) ?? named(v, what, codes);
  lists.set(key, list);
  return list;
}

/** The languages of the list, and one that was written in words and is known by its code. */
function tonguesWith(v: View, chosen: string): Named[] {
  const listed = namedOnce(v, 'language', tongues);
  return chosen === '' || tongues.includes(chosen)
    ? listed
    : [...listed, { value: chosen, label: v.fmt.language(chosen) }];
}

/** Up to this many answers are shown at once; more go into a list to open. */
const fewOptions = 8;

type At = {
  v: View;
  language: string;
  /** what stands in the fields, by name */
  fields: Readonly<Record<string, readonly string[]>>;
  faults: readonly Fault[];
  /** files that can be answers here; undefined where files are not asked */
  files?: AnswerFiles | undefined;
};

/** What is there for the questions of a page that are answered with files. */
type AnswerFiles = {
  kept: readonly { id: string; name: string; size: number }[];
  href(id: string): string;
};

/**
 * The questions of one page, drawn with the kit: every kind. Their names are those that `readPage` reads.
 * @param action the form's target: what was sent there is shown again with what is wrong
 * @param checked says what is wrong with answers that are kept, for who was sent back to mend them
 * @param files where files may be sent; elsewhere a question for one says where else
 */
export function QuestionFields({
  v,
  page,
  action,
  checked = false,
  files,
}: {
  v: View;
  page: FormPage;
  action: string;
  checked?: boolean;
  files?: AnswerFiles | undefined;
}) {
  const sent = v.form.action === action;
  const kept = page.questions.flatMap((q) => [
    ...q.errors,
    ...(checked && q.missing ? [{ reason: missingReason(q.question), field: q.question.id }] : []),
  ]);
  const at: At = {
    v,
    language: page.language,
    fields: sent ? v.form.values : page.fields,
    faults: sent ? v.form.faults : kept,
    files,
  };
  return (
    <>
      {page.questions.map(({ question }) => (
        <QuestionField key={question.id} {...at} question={question} name={question.id} />
      ))}
    </>
  );
}

/** What is wrong on a page, for the summary above its form: each links to its field. */
export function faultsOnPage(v: View, page: FormPage, action: string, checked = false) {
  const kept = page.questions.flatMap((q) => [
    ...q.errors,
    ...(checked && q.missing ? [{ reason: missingReason(q.question), field: q.question.id }] : []),
  ]);
  const faults = v.form.action === action ? v.form.faults : kept;
  return faults.map((fault) => {
    const question = page.questions.find((q) => q.question.id === fault.field?.split('.')[0]);
    const text = v.t(fault.reason, fault.params);
    return {
      href: fault.field ? `#f-${fault.field}` : '#main',
      text: question ? v.t('forms.fault-of', { question: question.label, fault: text }) : text,
    };
  });
}

function missingReason({ kind }: Question): string {
  if (kind === 'statement') return 'forms.tick';
  if (kind === 'file') return 'forms.file-required';
  const picked = kind === 'yes-no' || kind === 'choice' || kind === 'choices' || kind === 'scale';
  return picked ? 'forms.choose' : 'forms.required';
}

type FieldAt = At & { question: Question | Field; name: string };

function QuestionField(at: FieldAt) {
  const { v, question, name, language } = at;
  const words = (text: Parameters<typeof say>[0]) => say(text, language);
  const first = (part = '') => at.fields[name + part]?.[0] ?? '';
  const common = {
    name,
    label: words(question.label),
    hint: question.hint ? words(question.hint) : undefined,
    error: errorAt(at, name),
    required: question.required ?? false,
    optionalLabel: v.t('forms.optional'),
  };
  const part = (key: string, label: string, required = true) => ({
    name: `${name}.${key}`,
    label,
    value: first(`.${key}`),
    error: errorAt(at, `${name}.${key}`),
    required: required && common.required,
    ...(required ? {} : { optionalLabel: v.t('forms.optional') }),
  });
  switch (question.kind) {
    case 'note':
      return (
        <Prose>
          {common.label.split('\n').map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Prose>
      );
    case 'text':
      return (
        <TextField {...common} value={first()} width={widthFor(question.limits?.max ?? 200)} />
      );
    case 'long-text': {
      const max = question.limits?.max ?? 4000;
      return <TextArea {...common} value={first()} rows={max > 2000 ? 10 : max > 1000 ? 6 : 4} />;
    }
    case 'number':
      return (
        <TextField
          {...common}
          value={first()}
          width={6}
          inputmode="decimal"
          {...(question.unit ? { suffix: words(question.unit) } : {})}
        />
      );
    case 'date':
      return (
        <DateField
          {...common}
          labels={{ day: v.t('forms.day'), month: v.t('forms.month'), year: v.t('forms.year') }}
          value={{ day: first('.day'), month: first('.month'), year: first('.year') }}
        />
      );
    case 'yes-no':
      return (
        <RadioGroup
          {...common}
          inline
          value={first()}
          options={[
            { value: 'yes', label: v.t('forms.yes') },
            { value: 'no', label: v.t('forms.no') },
          ]}
        />
      );
    case 'choice': {
      const options = question.options.map((o) => ({
        value: o.id,
        label: words(o.label),
        ...(o.hint ? { hint: words(o.hint) } : {}),
      }));
      return options.length <= fewOptions ? (
        <RadioGroup {...common} value={first()} options={options} />
      ) : (
        <SelectField
          {...common}
          value={first()}
          emptyLabel={v.t('forms.choose-one')}
          options={options}
        />
      );
    }
    case 'choices':
      return (
        <CheckboxGroup
          {...common}
          values={at.fields[name] ?? []}
          options={question.options.map((o) => ({
            value: o.id,
            label: words(o.label),
            ...(o.hint ? { hint: words(o.hint) } : {}),
          }))}
        />
      );
    case 'scale': {
      const { points } = question.limits;
      const [low, high] = [words(question.ends.low), words(question.ends.high)];
      return (
        <RadioGroup
          {...common}
          inline
          value={first()}
          options={Array.from({ length: points }, (_, i) => ({
            value: String(i + 1),
            label:
              i === 0
                ? v.t('forms.scale-end', { point: 1, words: low })
                : i === points - 1
                  ? v.t('forms.scale-end', { point: points, words: high })
                  : String(i + 1),
            // between the ends a number alone says nothing to who does not see the others
            ...(i > 0 && i < points - 1
              ? { spoken: v.t('forms.scale.between', { point: i + 1, of: points, low, high }) }
              : {}),
          }))}
        />
      );
    }
    case 'country':
      return (
        <CountryField v={v} {...common} value={first()} among={question.limits?.among ?? null} />
      );
    case 'email':
      return <TextField {...common} value={first()} type="email" autocomplete="email" width={20} />;
    case 'phone':
      return <TextField {...common} value={first()} type="tel" autocomplete="tel" width={20} />;
    case 'person-name':
      return (
        <FieldSet {...common}>
          <TextField {...part('given', v.t('forms.given-name'))} width={20} />
          <TextField {...part('family', v.t('forms.family-name'))} width={20} />
        </FieldSet>
      );
    case 'address':
      return (
        <FieldSet {...common}>
          {addressParts.map((key) =>
            key === 'country' ? (
              <CountryField
                key={key}
                v={v}
                {...part(key, v.t('forms.address.country'))}
                among={null}
              />
            ) : (
              <TextField
                key={key}
                {...part(key, v.t(`forms.address.${key}`), key === 'street' || key === 'city')}
                width={key === 'postcode' ? 10 : 'full'}
              />
            ),
          )}
        </FieldSet>
      );
    case 'statement':
      return (
        <Checkbox
          name={name}
          label={common.label}
          hint={common.hint}
          error={common.error}
          value="yes"
          checked={first() === 'yes'}
          required={common.required}
        />
      );
    case 'languages': {
      const most = question.limits?.max ?? 10;
      return (
        <FieldSet {...common}>
          {rowsShown(at, most, question.limits?.min ?? 1).map((row) => (
            <div key={String(row)} class="field">
              <SelectField
                {...part(`${row}.language`, v.t('forms.languages.language'))}
                emptyLabel={v.t('forms.choose-one')}
                options={tonguesWith(v, first(`.${row}.language`))}
              />
              <Details
                summary={v.t('forms.languages.not-listed')}
                open={first(`.${row}.other`) !== ''}
              >
                <TextField
                  {...part(`${row}.other`, v.t('forms.languages.other'), false)}
                  maxlength={60}
                  width={20}
                />
              </Details>
              <RadioGroup
                {...part(`${row}.level`, v.t('forms.languages.level'))}
                inline
                options={languageLevels.map((level) => ({ value: level, label: level }))}
              />
            </div>
          ))}
          {most > 1 && <AnotherRow v={v} name={name} />}
        </FieldSet>
      );
    }
    case 'list': {
      const most = question.limits?.max ?? 20;
      return (
        <FieldSet {...common}>
          {rowsShown(at, most, question.limits?.min ?? 1).map((row) => (
            <FieldSet
              key={String(row)}
              name={`${name}.${row}`}
              label={v.t('forms.row', { number: row + 1 })}
              error={errorAt(at, `${name}.${row}`)}
            >
              {question.fields.map((field) => (
                <QuestionField
                  key={field.id}
                  {...at}
                  question={field}
                  name={`${name}.${row}.${field.id}`}
                />
              ))}
            </FieldSet>
          ))}
          <AnotherRow v={v} name={name} />
        </FieldSet>
      );
    }
    case 'file': {
      if (at.files) return <FileQuestion {...at} files={at.files} accept={question.limits} />;
      return (
        <Prose>
          <p>{common.label}</p>
          <p>{v.t('forms.file-elsewhere')}</p>
        </Prose>
      );
    }
  }
}

const acceptOf = { image: 'image/*', pdf: 'application/pdf', audio: 'audio/*' } as const;

/** The files there are, each to be kept or not, and room for another. */
function FileQuestion({
  v,
  question,
  name,
  language,
  files,
  fields,
  accept: { accept, max },
  ...at
}: FieldAt & {
  files: AnswerFiles;
  accept: { readonly accept: readonly (keyof typeof acceptOf)[]; readonly max: number };
}) {
  const here = files.kept.filter((f) => fields[name]?.includes(f.id));
  const hint = question.hint ? say(question.hint, language) : undefined;
  const kinds = v.fmt.list(accept.map((kind) => v.t(`forms.file.kind-${kind}`)));
  const common = {
    label: say(question.label, language),
    error: errorAt({ v, language, fields, ...at }, name),
    required: question.required ?? false,
    optionalLabel: v.t('forms.optional'),
  };
  const how = [
    v.t('forms.file.hint', { kinds, max }),
    // nothing here can write a PDF anew without changing what is printed in it
    ...(accept.includes('pdf') ? [v.t('forms.file.pdf-as-it-is')] : []),
  ].join(' ');
  return (
    <>
      {/* says that the question was there, also when no file is kept */}
      <Hidden name={name} value="" />
      {here.length > 0 && (
        <CheckboxGroup
          {...common}
          name={name}
          hint={[hint, v.t('forms.file.kept-hint')].filter(Boolean).join(' ')}
          values={here.map((f) => f.id)}
          options={here.map((f) => ({
            value: f.id,
            label: f.name,
            hint: <a href={files.href(f.id)}>{v.t('forms.file.open', { name: f.name })}</a>,
          }))}
        />
      )}
      {here.length < max && (
        <>
          <FileField
            {...(here.length > 0
              ? {
                  name: `file.${name}`,
                  label: v.t('forms.file.another'),
                  optionalLabel: common.optionalLabel,
                  hint: how,
                }
              : { ...common, name, hint: [hint, how].filter(Boolean).join(' ') })}
            accept={accept.map((kind) => acceptOf[kind]).join(',')}
          />
          <ButtonRow>
            <Button kind="quiet" name="do" value={`another ${name}`}>
              {v.t('forms.file.send')}
            </Button>
          </ButtonRow>
        </>
      )}
    </>
  );
}

function errorAt({ v, faults }: At, name: string): string | undefined {
  const fault = faults.find((f) => f.field === name);
  return fault && v.t(fault.reason, fault.params);
}

/** The rows that hold something, and one more to fill. */
function rowsShown({ fields, name }: FieldAt, most: number, least: number): number[] {
  let filled = 0;
  for (const field of Object.keys(fields)) {
    if (!field.startsWith(`${name}.`) || !fields[field]?.some((text) => text.trim() !== ''))
      continue;
    const row = Number(field.slice(name.length + 1).split('.')[0]);
    if (Number.isInteger(row)) filled = Math.max(filled, row + 1);
  }
  return Array.from({ length: Math.min(most, Math.max(filled + 1, least)) }, (_, i) => i);
}

/** Keeps what stands there and comes back with one more row; nothing is lost and nothing is checked. */
function AnotherRow({ v, name }: { v: View; name: string }) {
  return (
    <ButtonRow>
      <Button kind="quiet" name="do" value={`another ${name}`}>
        {v.t('forms.another-row')}
      </Button>
    </ButtonRow>
  );
}

function CountryField({
  v,
  among,
  ...field
}: {
  v: View;
  among: readonly string[] | null;
  name: string;
  label: string;
  value: string;
  error: string | undefined;
  required: boolean;
}) {
  return (
    <SelectField
      {...field}
      emptyLabel={v.t('forms.choose-one')}
      options={among ? named(v, 'country', among) : namedOnce(v, 'country', countries)}
    />
  );
}

function widthFor(max: number): 10 | 20 | 'full' {
  return max <= 20 ? 10 : max <= 80 ? 20 : 'full';
}

import { type Difference, type FormDefinition, type Question, say } from '#engines/forms/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  Details,
  EmptyState,
  ErrorSummary,
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
  Tag,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { kindsToAdd, needs, partsIn } from '../../core/rules.ts';
import type { getForm, getPreview, listForms } from '../../server/index.ts';
import { QuestionFields } from '../parts/question-fields.tsx';
import { dayOf } from '../parts/requests.tsx';
import { paths } from '../paths.ts';

type Form_ = ViewOf<typeof getForm>;

export function FormsPage({ v, list }: { v: View; list: ViewOf<typeof listForms> }) {
  const own = list.forms.filter((form) => form.org !== null);
  const shipped = list.forms.filter((form) => form.org === null);
  return (
    <>
      <PageHead title={v.t('forms.forms.title')} lead={v.t('forms.forms.lead')} />
      <Section title={v.t('forms.forms.own')}>
        {own.length === 0 ? (
          <EmptyState
            level={3}
            title={v.t('forms.forms.none')}
            text={v.t('forms.forms.none-text')}
          />
        ) : (
          <FormsTable v={v} forms={own} caption={v.t('forms.forms.own')} />
        )}
      </Section>
      <Section title={v.t('forms.forms.shipped')}>
        <FormsTable v={v} forms={shipped} caption={v.t('forms.forms.shipped')} />
      </Section>
    </>
  );
}

function FormsTable({
  v,
  forms,
  caption,
}: {
  v: View;
  forms: ViewOf<typeof listForms>['forms'];
  caption: string;
}) {
  const own = forms.some((form) => form.org !== null);
  return (
    <Table
      caption={caption}
      hideCaption
      rowHeader="title"
      columns={[
        { key: 'title', label: v.t('forms.forms.form') },
        ...(own ? [{ key: 'org', label: v.t('forms.forms.org') }] : []),
        { key: 'questions', label: v.t('forms.forms.questions'), numeric: true },
        { key: 'takes', label: v.t('forms.forms.takes') },
        { key: 'state', label: v.t('forms.forms.state') },
      ]}
      rows={forms.map((form) => ({
        id: form.id,
        cells: {
          title: <a href={paths.form.href({ formId: form.id })}>{form.title}</a>,
          ...(own ? { org: form.org } : {}),
          questions: v.fmt.number(form.questions),
          takes: v.t('forms.forms.minutes', { minutes: form.minutes }),
          state:
            form.number !== null && form.publishedAt
              ? v.t('forms.forms.published', {
                  number: form.number,
                  on: dayOf(form.publishedAt),
                })
              : v.t('forms.forms.not-published'),
        },
      }))}
    />
  );
}

export function FormPage({ v, form }: { v: View; form: Form_ }) {
  const at = { formId: form.id };
  const { definition } = form;
  const words = (text: Parameters<typeof say>[0]) => say(text, v.lang);
  const undo = bind(v, paths.undo.href(at));
  const newer = bind(v, paths.newer.href(at));
  return (
    <>
      <PageHead
        kicker={form.org ?? v.t('forms.form.of-product')}
        title={words(definition.title)}
        lead={v.t(form.org ? 'forms.form.lead-own' : 'forms.form.lead')}
        breadcrumbs={[{ href: paths.forms.href(), label: v.t('forms.forms.title') }]}
        breadcrumbsLabel={v.t('forms.crumbs')}
        actions={
          <LinkButton href={paths.preview.href({ ...at, pageId: firstPage(definition) })}>
            {v.t('forms.form.preview')}
          </LinkButton>
        }
      />
      <ErrorSummary title={v.t('forms.errors')} errors={[...undo.errors, ...newer.errors]} />
      {form.adaptFor.map((org) => (
        <Section key={org.id} title={org.name}>
          {org.formId ? (
            <p>
              <a href={paths.form.href({ formId: org.formId })}>{v.t('forms.form.to-own')}</a>
            </p>
          ) : (
            <Form action={paths.adapt.href()}>
              <Hidden name="key" value={form.key} />
              <Hidden name="orgId" value={org.id} />
              <Hidden name="formId" value={form.id} />
              <p>{v.t('forms.form.adapt-text', { org: org.name })}</p>
              <ButtonRow>
                <Button>{v.t('forms.form.adapt')}</Button>
              </ButtonRow>
            </Form>
          )}
        </Section>
      ))}
      {form.faults.length > 0 && (
        <Notice tone="stop" title={v.t('forms.form.faults')}>
          <ul>
            {form.faults.map((fault) => {
              const text = v.t(fault.reason, fault.params);
              return <li key={text}>{text}</li>;
            })}
          </ul>
        </Notice>
      )}
      {form.org && <Pending v={v} form={form} />}
      {form.newer && (
        <Section title={v.t('forms.newer.title', { number: form.newer.number })}>
          <p>{v.t('forms.newer.text')}</p>
          <Differences v={v} differences={form.newer.differences} definition={definition} />
          {form.newer.conflicts.length > 0 && (
            <Notice tone="late" title={v.t('forms.newer.conflicts')}>
              <ul>
                {form.newer.conflicts.map((c) => (
                  <li key={`${c.place} ${c.reason}`}>
                    {v.t(c.reason, {
                      ...c.params,
                      place: placeIn(v, form.base, c.place, form.changes),
                    })}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
          <Form action={paths.newer.href(at)}>
            <Hidden name="version" value={String(form.version)} />
            <ButtonRow>
              <Button kind="quiet">{v.t('forms.newer.take')}</Button>
            </ButtonRow>
          </Form>
        </Section>
      )}
      {definition.sections.map((section) => (
        <Section key={section.id} title={words(section.title)}>
          {section.pages.map((page) => (
            <Section
              key={page.id}
              title={words(page.title)}
              level={3}
              action={
                <a
                  href={
                    form.org
                      ? paths.edit.href({ ...at, pageId: page.id })
                      : paths.preview.href({ ...at, pageId: page.id })
                  }
                  aria-label={v.t(form.org ? 'forms.form.change-page' : 'forms.form.see-page', {
                    page: words(page.title),
                  })}
                >
                  {v.t(form.org ? 'forms.form.change' : 'forms.form.see')}
                </a>
              }
            >
              <Prose>
                <ul>
                  {page.questions.map((question) => (
                    <li key={question.id}>
                      {words(question.label)} <FixedTag v={v} question={question} />
                    </li>
                  ))}
                </ul>
              </Prose>
            </Section>
          ))}
        </Section>
      ))}
      {form.org && (
        <Section title={v.t('forms.translate.title')}>
          <p>
            {v.t('forms.translate.has', {
              languages: v.fmt.list(definition.languages.map((code) => v.fmt.language(code))),
            })}
          </p>
          <Form action={paths.chooseTranslation.href(at)} method="get">
            <SelectField
              name="to"
              label={v.t('forms.translate.into')}
              emptyLabel={v.t('forms.choose-one')}
              options={translations(v)}
            />
            <ButtonRow>
              <Button kind="quiet">{v.t('forms.translate.open')}</Button>
            </ButtonRow>
          </Form>
        </Section>
      )}
      {form.versions.length > 0 && (
        <Section title={v.t('forms.form.versions')}>
          <ul>
            {form.versions.map((version) => (
              <li key={version.id}>
                {v.t(version.by ? 'forms.form.version-by' : 'forms.form.version', {
                  number: version.number,
                  on: dayOf(version.at),
                  who: version.by,
                })}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

/** What is changed and not published yet, each to be taken back. */
function Pending({ v, form }: { v: View; form: Form_ }) {
  const at = { formId: form.id };
  return (
    <Section title={v.t('forms.form.changes')}>
      {form.changes.length === 0 ? (
        <p>{v.t('forms.form.no-changes')}</p>
      ) : (
        <ul class="tasks">
          {form.changes.map((_, number) => (
            <li key={String(number)} class="task">
              <div class="task-what">
                <span>{changeInWords(v, form, number)}</span>
              </div>
              <div class="task-state">
                <Form action={paths.undo.href(at)}>
                  <Hidden name="version" value={String(form.version)} />
                  <Hidden name="number" value={String(number)} />
                  <Button
                    kind="link"
                    label={v.t('forms.form.undo-what', { what: changeInWords(v, form, number) })}
                  >
                    {v.t('forms.form.undo')}
                  </Button>
                </Form>
              </div>
            </li>
          ))}
        </ul>
      )}
      <ButtonRow>
        {form.mayPublish && (
          <LinkButton kind="primary" href={paths.publish.href(at)}>
            {v.t('forms.form.publish')}
          </LinkButton>
        )}
        {!form.mayPublish && form.faults.length === 0 && form.versions.length > 0 && (
          <p class="hint">{v.t('forms.form.is-published')}</p>
        )}
      </ButtonRow>
    </Section>
  );
}

function changeInWords(v: View, form: Form_, number: number): string {
  const change = form.changes[number];
  if (!change) return '';
  const place = placeIn(v, form.base, `changes.${number}`, form.changes);
  return v.t(
    change.do === 'require' && !change.required ? 'forms.did.optional' : `forms.did.${change.do}`,
    {
      place,
      text: change.do === 'reword' ? change.text : '',
      language:
        change.do === 'reword' || change.do === 'translate' ? v.fmt.language(change.language) : '',
    },
  );
}

function placeIn(v: View, base: FormDefinition, place: string, changes: Form_['changes']): string {
  const { section, page, question } = partsIn(base, place, changes);
  if (question) return v.t('forms.place.question', { question: say(question.label, v.lang) });
  if (page) return v.t('forms.place.page', { page: say(page.title, v.lang) });
  if (section) return v.t('forms.place.section', { section: say(section.title, v.lang) });
  return v.t('forms.place.form');
}

/** In what two versions differ, as a list of sentences. */
function Differences({
  v,
  differences,
  definition,
}: {
  v: View;
  differences: readonly Difference[];
  definition: FormDefinition;
}) {
  return (
    <ul>
      {differences.map((d) => {
        const place = placeIn(v, definition, placeOfDifference(d), []);
        const text =
          d.what === 'words'
            ? v.t('forms.differs.reworded', {
                place,
                language: v.fmt.language(d.language),
                before: d.before,
                after: d.after,
              })
            : d.what === 'language'
              ? v.t(`forms.differs.language-${d.change}`, { language: v.fmt.language(d.id) })
              : v.t(`forms.differs.${d.change}`, {
                  place: place === v.t('forms.place.form') ? d.id : place,
                });
        return <li key={`${d.what} ${d.id} ${d.change} ${text}`}>{text}</li>;
      })}
    </ul>
  );
}

function placeOfDifference(d: Difference): string {
  return d.what === 'words' ? d.id : d.what === 'language' ? '' : `${d.what}s.${d.id}`;
}

function FixedTag({ v, question }: { v: View; question: Question }) {
  const fixed = question.kind === 'note' ? [] : (question.fixed ?? []);
  if (fixed.length === 0) return null;
  const known = needs.filter((need) => fixed.includes(need));
  return (
    <Tag
      text={v.t('forms.needed', {
        needs: v.fmt.list(known.map((need) => v.t(`forms.needed-for.${need}`))),
      })}
    />
  );
}

const firstPage = (definition: FormDefinition) => definition.sections[0]?.pages[0]?.id ?? '';

/** Languages a form can be translated into beside those of the product. */
const translatable =
  'bg ca cs da de el es et eu fi fr ga gl hr hu is it lt lv mk mt nl no pl pt ro ru sk sl sr sv tr uk'.split(
    ' ',
  );
const translations = (v: View) =>
  translatable
    .map((code) => ({ value: code, label: v.fmt.language(code) }))
    .sort((a, b) => v.fmt.compare(a.label, b.label));

/** The questions of one page, to be changed one by one. */
export function EditPage({ v, form, pageId }: { v: View; form: Form_; pageId: string }) {
  const at = { formId: form.id, pageId };
  const page = form.definition.sections
    .flatMap((section) => section.pages)
    .find((one) => one.id === pageId);
  if (!page) return null;
  const action = paths.edit.href(at);
  const f = bind(v, action);
  const adding = bind(v, paths.addQuestion.href(at));
  const { languages } = form.definition;
  return (
    <>
      <PageHead
        kicker={`${form.org} · ${say(form.definition.title, v.lang)}`}
        title={say(page.title, v.lang)}
        lead={v.t('forms.edit.lead')}
        breadcrumbs={[
          { href: paths.forms.href(), label: v.t('forms.forms.title') },
          {
            href: paths.form.href({ formId: form.id }),
            label: say(form.definition.title, v.lang),
          },
        ]}
        breadcrumbsLabel={v.t('forms.crumbs')}
        actions={<LinkButton href={paths.preview.href(at)}>{v.t('forms.form.preview')}</LinkButton>}
      />
      <ErrorSummary title={v.t('forms.errors')} errors={[...f.errors, ...adding.errors]} />
      {page.questions.map((question, i) => {
        const isFixed = question.kind !== 'note' && (question.fixed?.length ?? 0) > 0;
        const label = say(question.label, v.lang);
        const mayTurn = question.kind !== 'note' && !(isFixed && question.required);
        const order = page.questions.map((q) => q.id);
        return (
          <Section key={question.id} title={label} id={`question-${question.id}`}>
            <p>
              {v.t(`forms.kind.${question.kind}`)}
              {question.required && <> · {v.t('forms.edit.required')}</>}{' '}
              <FixedTag v={v} question={question} />
            </p>
            {isFixed && <p class="hint">{v.t('forms.edit.fixed')}</p>}
            <Details summary={v.t('forms.edit.reword')}>
              <Form action={action} label={v.t('forms.edit.reword-what', { question: label })}>
                <Hidden name="version" value={String(form.version)} />
                <Hidden name="question" value={question.id} />
                {languages.map((language) => (
                  <TextField
                    key={language}
                    name={`${question.id}.label.${language}`}
                    label={v.t('forms.edit.label-in', { language: v.fmt.language(language) })}
                    value={
                      v.form.values[`${question.id}.label.${language}`]?.[0] ??
                      say(question.label, language)
                    }
                    lang={language}
                  />
                ))}
                {question.hint &&
                  languages.map((language) => (
                    <TextField
                      key={`hint ${language}`}
                      name={`${question.id}.hint.${language}`}
                      label={v.t('forms.edit.hint-in', { language: v.fmt.language(language) })}
                      value={
                        v.form.values[`${question.id}.hint.${language}`]?.[0] ??
                        say(question.hint ?? {}, language)
                      }
                      lang={language}
                    />
                  ))}
                {'options' in question &&
                  question.options.flatMap((option) =>
                    languages.map((language) => (
                      <TextField
                        key={`${option.id} ${language}`}
                        name={`${question.id}.options.${option.id}.label.${language}`}
                        label={v.t('forms.edit.option-in', {
                          option: say(option.label, v.lang),
                          language: v.fmt.language(language),
                        })}
                        value={
                          v.form.values[
                            `${question.id}.options.${option.id}.label.${language}`
                          ]?.[0] ?? say(option.label, language)
                        }
                        lang={language}
                      />
                    )),
                  )}
                <ButtonRow>
                  <Button kind="quiet" name="do" value="reword">
                    {v.t('forms.edit.save')}
                  </Button>
                </ButtonRow>
              </Form>
            </Details>
            {(!isFixed || mayTurn || i > 0) && (
              <Form action={action} label={label}>
                <Hidden name="version" value={String(form.version)} />
                <Hidden name="question" value={question.id} />
                <Hidden name="order" value={order.join(' ')} />
                <ButtonRow>
                  {!isFixed && (
                    <Button
                      kind="quiet"
                      name="do"
                      value="hide"
                      label={v.t('forms.edit.hide-what', { question: label })}
                    >
                      {v.t('forms.edit.hide')}
                    </Button>
                  )}
                  {mayTurn && (
                    <Button
                      kind="quiet"
                      name="do"
                      value={question.required ? 'optional' : 'require'}
                    >
                      {v.t(
                        question.required ? 'forms.edit.make-optional' : 'forms.edit.make-required',
                      )}
                    </Button>
                  )}
                  {i > 0 && (
                    <Button
                      kind="quiet"
                      name="do"
                      value="up"
                      label={v.t('forms.edit.up-what', { question: label })}
                    >
                      {v.t('forms.edit.up')}
                    </Button>
                  )}
                </ButtonRow>
              </Form>
            )}
          </Section>
        );
      })}
      <Section title={v.t('forms.edit.add')}>
        <Form action={paths.addQuestion.href(at)}>
          <Hidden name="version" value={String(form.version)} />
          <RadioGroup
            {...adding.text('kind')}
            value={adding.text('kind').value || 'long-text'}
            label={v.t('forms.edit.kind')}
            options={kindsToAdd.map((kind) => ({ value: kind, label: v.t(`forms.kind.${kind}`) }))}
          />
          {languages.map((language) => (
            <TextField
              key={language}
              {...adding.text(`label.${language}`)}
              label={v.t('forms.edit.label-in', { language: v.fmt.language(language) })}
              lang={language}
              required
            />
          ))}
          {languages.map((language) => (
            <TextField
              key={`hint ${language}`}
              {...adding.text(`hint.${language}`)}
              label={v.t('forms.edit.hint-in', { language: v.fmt.language(language) })}
              optionalLabel={v.t('forms.optional')}
              lang={language}
            />
          ))}
          {languages.map((language) => (
            <TextArea
              key={`options ${language}`}
              {...adding.text(`options.${language}`)}
              label={v.t('forms.edit.options-in', { language: v.fmt.language(language) })}
              hint={v.t('forms.edit.options-hint')}
              optionalLabel={v.t('forms.optional')}
              rows={3}
            />
          ))}
          <Checkbox {...adding.tick('required')} label={v.t('forms.edit.must')} />
          <ButtonRow>
            <Button>{v.t('forms.edit.add-button')}</Button>
          </ButtonRow>
        </Form>
      </Section>
    </>
  );
}

/** All words of a form beside their English, for another language. */
export function TranslatePage({
  v,
  form,
  language,
  words,
}: {
  v: View;
  form: Form_;
  language: string;
  words: readonly { address: string; english: string; there: string }[];
}) {
  const at = { formId: form.id, language };
  const f = bind(v, paths.translate.href(at));
  const name = v.fmt.language(language);
  return (
    <>
      <PageHead
        kicker={say(form.definition.title, v.lang)}
        title={v.t('forms.translate.page-title', { language: name })}
        lead={v.t('forms.translate.lead')}
        breadcrumbs={[
          { href: paths.form.href({ formId: form.id }), label: say(form.definition.title, v.lang) },
        ]}
        breadcrumbsLabel={v.t('forms.crumbs')}
      />
      <ErrorSummary title={v.t('forms.errors')} errors={f.errors} />
      <Form action={paths.translate.href(at)} id="translate" keep>
        <Hidden name="version" value={String(form.version)} />
        {words.map((one) => (
          <TextArea
            key={one.address}
            name={`words.${one.address}`}
            label={one.english}
            rows={one.english.length > 90 ? 3 : 1}
            value={v.form.values[`words.${one.address}`]?.[0] ?? one.there}
            lang={language}
          />
        ))}
        <ButtonRow>
          <Button>{v.t('forms.translate.save')}</Button>
        </ButtonRow>
      </Form>
    </>
  );
}

/** A page as the person will see it, in the width of a phone. Nothing is sent. */
export function PreviewPage({
  v,
  formId,
  preview,
  isOwn,
}: {
  v: View;
  formId: string;
  preview: ViewOf<typeof getPreview>;
  isOwn: boolean;
}) {
  const { page } = preview;
  return (
    <>
      <PageHead
        kicker={v.t('forms.preview.kicker', { form: preview.title })}
        title={v.t('forms.preview.title', { page: page.title })}
        lead={v.t('forms.preview.lead')}
        breadcrumbs={[
          { href: paths.forms.href(), label: v.t('forms.forms.title') },
          { href: paths.form.href({ formId }), label: preview.title },
        ]}
        breadcrumbsLabel={v.t('forms.crumbs')}
        actions={
          isOwn ? (
            <LinkButton href={paths.edit.href({ formId, pageId: page.id })}>
              {v.t('forms.preview.edit')}
            </LinkButton>
          ) : undefined
        }
      />
      <div class="phone">
        <p class="kicker">
          {v.t('forms.answer.position', {
            number: page.position.number,
            of: page.position.of,
            part: page.section.title,
          })}
        </p>
        <h2>{page.title}</h2>
        {page.intro && <p>{page.intro}</p>}
        <div class="form">
          <QuestionFields v={v} page={page} action="" />
        </div>
      </div>
      <ButtonRow>
        {preview.previous && (
          <LinkButton href={paths.preview.href({ formId, pageId: preview.previous })}>
            {v.t('forms.preview.previous')}
          </LinkButton>
        )}
        {preview.next && (
          <LinkButton href={paths.preview.href({ formId, pageId: preview.next })}>
            {v.t('forms.preview.next')}
          </LinkButton>
        )}
      </ButtonRow>
    </>
  );
}

export function PublishPage({ v, form }: { v: View; form: Form_ }) {
  const at = { formId: form.id };
  const f = bind(v, paths.publish.href(at));
  return (
    <>
      <PageHead
        kicker={form.org ?? ''}
        title={v.t('forms.publish.title', { form: say(form.definition.title, v.lang) })}
        lead={v.t('forms.publish.lead', { org: form.org })}
        breadcrumbs={[{ href: paths.form.href(at), label: say(form.definition.title, v.lang) }]}
        breadcrumbsLabel={v.t('forms.crumbs')}
      />
      <ErrorSummary title={v.t('forms.errors')} errors={f.errors} />
      <Section title={v.t('forms.publish.since')}>
        {form.unpublished.length === 0 ? (
          <p>{v.t('forms.publish.nothing')}</p>
        ) : (
          <Differences v={v} differences={form.unpublished} definition={form.base} />
        )}
      </Section>
      <Prose>
        <p>{v.t('forms.publish.what-happens')}</p>
      </Prose>
      {form.mayPublish ? (
        <Form action={paths.publish.href(at)}>
          <Hidden name="version" value={String(form.version)} />
          <Checkbox {...f.tick('sure')} label={v.t('forms.publish.sure')} />
          <ButtonRow>
            <Button>{v.t('forms.publish.button')}</Button>
            <a href={paths.form.href(at)}>{v.t('forms.publish.back')}</a>
          </ButtonRow>
        </Form>
      ) : (
        <ButtonRow>
          <LinkButton href={paths.form.href(at)}>{v.t('forms.publish.back')}</LinkButton>
        </ButtonRow>
      )}
    </>
  );
}

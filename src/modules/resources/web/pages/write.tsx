import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  ConfirmPanel,
  ErrorSummary,
  FieldSet,
  FileField,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  SelectField,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { licences, licencesAfter, usualLicence } from '../../core/rules.ts';
import { circles } from '../../core/types.ts';
import type { getResource } from '../../server/index.ts';
import { audienceOptions, languageOptions, momentOptions } from '../parts/lists.tsx';
import { paths } from '../paths.ts';

type Resource = ViewOf<typeof getResource>;
type Fields = ReturnType<typeof bind>;

function Head({ v, title, resource }: { v: View; title: string; resource?: Resource }) {
  return (
    <PageHead
      title={title}
      breadcrumbs={[
        { href: paths.library.href(), label: v.t('resources.list.title') },
        ...(resource
          ? [{ href: paths.resource.href({ resourceId: resource.id }), label: resource.title }]
          : []),
      ]}
      breadcrumbsLabel={v.t('resources.crumbs')}
    />
  );
}

/** The text itself: what is read, and what is edited. */
function VersionFields({ v, f }: { v: View; f: Fields }) {
  return (
    <>
      <FieldSet
        name="to-read"
        label={v.t('resources.version.read')}
        hint={v.t('resources.version.read-hint')}
      >
        <FileField {...f.text('pdf')} label={v.t('resources.field.pdf')} accept=".pdf" />
        <TextField
          {...f.text('link')}
          label={v.t('resources.field.link')}
          type="url"
          optionalLabel={v.t('resources.optional')}
        />
      </FieldSet>
      <FieldSet
        name="to-edit"
        label={v.t('resources.version.edit')}
        hint={v.t('resources.version.edit-hint')}
      >
        <FileField
          {...f.text('source')}
          label={v.t('resources.field.source')}
          optionalLabel={v.t('resources.optional')}
          accept=".odt,.odp,.ods,.odg,.docx,.pptx,.xlsx,.txt,.md"
        />
        <TextField
          {...f.text('sourceLink')}
          label={v.t('resources.field.source-link')}
          type="url"
          optionalLabel={v.t('resources.optional')}
        />
      </FieldSet>
    </>
  );
}

function DetailFields({
  v,
  f,
  language,
  originLicence,
}: {
  v: View;
  f: Fields;
  language: string;
  originLicence: string;
}) {
  const first = f.choices('languages');
  const shownLicences = originLicence ? licencesAfter(originLicence) : licences;
  return (
    <>
      <TextField {...f.text('title')} label={v.t('resources.field.title')} />
      <TextArea
        {...f.text('summary')}
        label={v.t('resources.field.summary')}
        hint={v.t('resources.field.summary-hint')}
        rows={3}
        optionalLabel={v.t('resources.optional')}
      />
      <CheckboxGroup
        {...f.choices('audiences')}
        label={v.t('resources.field.audiences')}
        options={audienceOptions(v)}
      />
      <CheckboxGroup
        {...f.choices('moments')}
        label={v.t('resources.field.moments')}
        hint={v.t('resources.field.moments-hint')}
        options={momentOptions(v)}
      />
      {[0, 1].map((n) => (
        <SelectField
          key={n}
          name={n === 0 ? 'languages' : 'otherLanguage'}
          error={n === 0 ? first.error : undefined}
          label={v.t(n === 0 ? 'resources.field.language' : 'resources.field.language-more')}
          optionalLabel={n === 0 ? undefined : v.t('resources.optional')}
          emptyLabel={v.t('resources.choose')}
          value={
            n === 0
              ? (first.values[0] ?? language)
              : f.text('otherLanguage').value || first.values[1]
          }
          options={languageOptions(v)}
        />
      ))}
      <SelectField
        {...f.text('licence')}
        label={v.t('resources.field.licence')}
        hint={v.t(
          originLicence ? 'resources.field.licence-origin' : 'resources.field.licence-hint',
        )}
        options={shownLicences.map((l) => ({
          value: l.id,
          label: v.t(`resources.licence.${l.id}`),
        }))}
      />
      <TextField
        {...f.text('credit')}
        label={v.t('resources.field.credit')}
        hint={v.t('resources.field.credit-hint')}
        optionalLabel={v.t('resources.optional')}
      />
      <CheckboxGroup
        {...f.choices('shown')}
        label={v.t('resources.field.shown')}
        hint={v.t('resources.field.shown-hint')}
        options={circles.map((c) => ({ value: c, label: v.t(`resources.circle.${c}`) }))}
      />
    </>
  );
}

/** A new resource: what it is, and its first version. */
export function AddPage({ v, orgs }: { v: View; orgs: { id: string; name: string }[] }) {
  const action = paths.add.href();
  const f = bind(v, action, {
    licence: usualLicence,
    shown: ['partners', 'network', 'everybody'],
    orgId: orgs[0]?.id,
  });
  return (
    <>
      <Head v={v} title={v.t('resources.add.title')} />
      <ErrorSummary
        title={v.t('resources.errors')}
        lead={v.t('resources.errors-files')}
        errors={f.errors}
      />
      <Form action={action} id="new-resource" multipart keep>
        {orgs.length === 1 ? (
          <Hidden name="orgId" value={orgs[0]?.id ?? ''} />
        ) : (
          <SelectField
            {...f.text('orgId')}
            label={v.t('resources.field.org')}
            options={orgs.map((o) => ({ value: o.id, label: o.name }))}
          />
        )}
        <DetailFields v={v} f={f} language={v.lang} originLicence="" />
        <VersionFields v={v} f={f} />
        <ButtonRow>
          <Button>{v.t('resources.add.save')}</Button>
          <LinkButton href={paths.library.href()}>{v.t('resources.cancel')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

export function EditPage({ v, resource: r }: { v: View; resource: Resource }) {
  const here = { resourceId: r.id };
  const action = paths.edit.href(here);
  const f = bind(v, action, {
    title: r.title,
    summary: r.summary,
    audiences: r.audiences,
    moments: r.moments,
    languages: r.languages,
    licence: r.licence,
    credit: r.credit,
    shown: r.shown,
  });
  return (
    <>
      <Head v={v} title={v.t('resources.edit.title')} resource={r} />
      <ErrorSummary title={v.t('resources.errors')} errors={f.errors} />
      <Form action={action} id="edit-resource" keep>
        <Hidden name="version" value={String(r.version)} />
        <DetailFields
          v={v}
          f={f}
          language={r.languages[0] ?? v.lang}
          originLicence={r.origin?.licence ?? ''}
        />
        <ButtonRow>
          <Button>{v.t('resources.save')}</Button>
          <LinkButton href={paths.resource.href(here)}>{v.t('resources.cancel')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

export function NewVersionPage({ v, resource: r }: { v: View; resource: Resource }) {
  const here = { resourceId: r.id };
  const action = paths.newVersion.href(here);
  const [newest] = r.versions;
  const f = bind(v, action, { link: newest?.link, sourceLink: newest?.sourceLink });
  return (
    <>
      <Head v={v} title={v.t('resources.new-version.title')} resource={r} />
      <ErrorSummary
        title={v.t('resources.errors')}
        lead={v.t('resources.errors-files')}
        errors={f.errors}
      />
      <Form action={action} id="new-version" multipart>
        <TextField
          {...f.text('note')}
          label={v.t('resources.field.note')}
          hint={v.t('resources.field.note-hint')}
          optionalLabel={v.t('resources.optional')}
        />
        <VersionFields v={v} f={f} />
        <ButtonRow>
          <Button>{v.t('resources.new-version.save')}</Button>
          <LinkButton href={paths.resource.href(here)}>{v.t('resources.cancel')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

/** Taking it out of the library: who uses it is told. */
export function WithdrawPage({ v, resource: r }: { v: View; resource: Resource }) {
  const here = { resourceId: r.id };
  const action = paths.withdraw.href(here);
  const f = bind(v, action);
  return (
    <>
      <Head v={v} title={v.t('resources.withdraw.title')} resource={r} />
      <ConfirmPanel
        title={v.t('resources.withdraw.sure', { title: r.title })}
        action={action}
        danger
        confirmText={v.t('resources.withdraw.do')}
        cancelHref={paths.resource.href(here)}
        cancelText={v.t('resources.cancel')}
        fields={
          <TextField
            {...f.text('reason')}
            label={v.t('resources.withdraw.reason')}
            optionalLabel={v.t('resources.optional')}
          />
        }
      >
        <p>{v.t('resources.withdraw.text', { count: r.used + r.adapted })}</p>
      </ConfirmPanel>
    </>
  );
}

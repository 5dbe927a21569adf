import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  RadioGroup,
  TextField,
} from '#ui/index.ts';
import { paths } from '../paths.ts';

export function NewProjectPage({
  v,
  schools,
}: {
  v: View;
  schools: { id: string; name: string }[];
}) {
  const href = paths.newProject.href();
  const f = bind(v, href);
  const only = schools.length === 1 ? schools[0] : undefined;
  return (
    <>
      <PageHead
        title={v.t('projects.new.title')}
        lead={v.t('projects.new.lead')}
        breadcrumbs={[{ href: paths.projects.href(), label: v.t('projects.list.title') }]}
        breadcrumbsLabel={v.t('projects.crumbs')}
      />
      <ErrorSummary
        title={v.t('projects.form.errors')}
        lead={v.t('projects.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href} id="new-project" keep>
        {only ? (
          <>
            <Hidden name="orgId" value={only.id} />
            <p>{v.t('projects.new.for', { org: only.name })}</p>
          </>
        ) : (
          <RadioGroup
            {...f.text('orgId')}
            label={v.t('projects.field.school')}
            options={schools.map((s) => ({ value: s.id, label: s.name }))}
          />
        )}
        <TextField
          {...f.text('code')}
          label={v.t('projects.field.code')}
          hint={v.t('projects.field.code-hint')}
          spellcheck={false}
          required
        />
        <TextField
          {...f.text('title')}
          label={v.t('projects.field.title')}
          hint={v.t('projects.field.title-hint')}
          required
        />
        <ButtonRow>
          <Button>{v.t('projects.new.create')}</Button>
          <LinkButton href={paths.projects.href()}>{v.t('projects.form.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

export function RenameProjectPage({
  v,
  project,
}: {
  v: View;
  project: { id: string; title: string; code: string; version: number };
}) {
  const href = paths.renameProject.href({ projectId: project.id });
  const back = paths.project.href({ projectId: project.id });
  const f = bind(v, href, { title: project.title });
  return (
    <>
      <PageHead
        title={v.t('projects.project.rename')}
        kicker={project.code}
        breadcrumbs={[{ href: back, label: project.title }]}
        breadcrumbsLabel={v.t('projects.crumbs')}
      />
      <ErrorSummary
        title={v.t('projects.form.errors')}
        lead={v.t('projects.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href}>
        <Hidden name="version" value={String(project.version)} />
        <TextField {...f.text('title')} label={v.t('projects.field.title')} required />
        <ButtonRow>
          <Button>{v.t('projects.form.save')}</Button>
          <LinkButton href={back}>{v.t('projects.form.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

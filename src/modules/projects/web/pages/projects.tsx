import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { EmptyState, LinkButton, PageHead, Table } from '#ui/index.ts';
import type { listProjects } from '../../server/index.ts';
import { PlanTabs } from '../parts/tabs.tsx';
import { paths } from '../paths.ts';

export function ProjectsPage({
  v,
  list,
  mayCreate,
}: {
  v: View;
  list: ViewOf<typeof listProjects>;
  mayCreate: boolean;
}) {
  const create = mayCreate && (
    <LinkButton kind="primary" href={paths.newProject.href()}>
      {v.t('projects.list.new')}
    </LinkButton>
  );
  return (
    <>
      <PageHead
        title={v.t('projects.list.title')}
        lead={v.t('projects.list.lead')}
        actions={list.projects.length > 0 && create}
      />
      {list.projects.length > 0 && <PlanTabs v={v} current="projects" />}
      <Table
        caption={v.t('projects.list.title')}
        hideCaption
        columns={[
          { key: 'title', label: v.t('projects.field.title') },
          { key: 'code', label: v.t('projects.field.code') },
          { key: 'coordinator', label: v.t('projects.field.coordinator') },
          { key: 'intakes', label: v.t('projects.intakes.title') },
        ]}
        rows={list.projects.map((p) => ({
          id: p.id,
          cells: {
            title: <a href={paths.project.href({ projectId: p.id })}>{p.title}</a>,
            code: p.code,
            coordinator: p.coordinatorName,
            intakes:
              p.intakes.length === 0 ? (
                v.t('projects.intakes.none-yet')
              ) : (
                <ul>
                  {p.intakes.map((i) => (
                    <li key={i.id}>
                      <a href={paths.intake.href({ intakeId: i.id })}>{i.name}</a>
                    </li>
                  ))}
                </ul>
              ),
          },
        }))}
        empty={
          <EmptyState
            title={v.t('projects.list.none')}
            text={v.t(mayCreate ? 'projects.list.none-text' : 'projects.list.none-ask')}
            action={create || undefined}
          />
        }
      />
      {list.projects.length > 0 && (
        <p>
          <a href={paths.timelines.href()}>{v.t('projects.own.title')}</a>
        </p>
      )}
    </>
  );
}

import { z } from 'zod';
import { orgIdsOf } from '#kernel/actor.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { invitationState, partyKinds } from '#modules/organisations/core/index.ts';
import { invitationsOfProject } from '#modules/organisations/server/index.ts';
import { query } from '#platform/query.ts';
import { mayRunProject, maySeeProject } from '../../core/policy.ts';
import { stayLength } from '../../core/rules/index.ts';
import { type TemplateName, templates } from '../../core/types.ts';
import { partiesFrom } from '../commands/project.ts';
import * as store from '../store.ts';

const lengthView = z.object({ months: z.number(), days: z.number() });

export const intakeView = z.object({
  id: idView('int'),
  name: z.string(),
  template: z.enum(templates),
  /** the own timeline it follows, when it is none that is shipped */
  templateId: idView('tpl').nullable(),
  templateNumber: z.number().nullable(),
  startsOn: dateView,
  endsOn: dateView,
  length: lengthView,
});

type IntakeFields = Awaited<ReturnType<typeof store.intakesOf>>[number];

export function viewOfIntake(i: IntakeFields) {
  return {
    id: i.id,
    name: i.name,
    template: i.template as TemplateName,
    templateId: i.template_id,
    templateNumber: i.template_number,
    startsOn: i.starts_on,
    endsOn: i.ends_on,
    length: stayLength(i.starts_on, i.ends_on),
  };
}

export const listProjects = query({
  name: 'projects.list-projects',
  summary: 'The projects your organisations take part in, newest first.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { orgIds: orgIdsOf(actor) } : null),
  output: z.object({
    projects: z.array(
      z.object({
        id: idView('prj'),
        code: z.string(),
        title: z.string(),
        coordinatorName: z.string(),
        parties: z.number(),
        intakes: z.array(intakeView),
      }),
    ),
  }),
  view: async ({ read, scope }) => {
    const projects = await store.projectsOf(read, scope.orgIds);
    const ids = projects.map((p) => p.id);
    const intakes = await store.intakesOf(read, ids);
    const parties = await store.partiesOf(read, ids);
    return {
      projects: projects.map((p) => ({
        id: p.id,
        code: p.code,
        title: p.title,
        coordinatorName: p.coordinator_name,
        parties: parties.filter((x) => x.project_id === p.id).length,
        intakes: intakes.filter((i) => i.project_id === p.id).map(viewOfIntake),
      })),
    };
  },
});

export const getProject = query({
  name: 'projects.get-project',
  summary:
    'A project your organisation takes part in: its organisations, open invitations and intakes.',
  input: z.object({ projectId: idOf('prj') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('prj'),
    code: z.string(),
    title: z.string(),
    version: z.number(),
    isExample: z.boolean(),
    coordinatorId: idView('org'),
    coordinatorName: z.string(),
    parties: z.array(
      z.object({
        orgId: idView('org'),
        name: z.string(),
        role: z.enum(partyKinds),
        city: z.string(),
        countryCode: z.string(),
        coordinates: z.boolean(),
        joinedAt: instantView,
      }),
    ),
    /** invitations that are not answered, expired ones included */
    invitations: z.array(
      z.object({
        id: idView('inv'),
        name: z.string(),
        email: z.string(),
        role: z.enum(partyKinds),
        state: z.enum(['open', 'expired']),
        sentAt: instantView,
        expiresAt: instantView,
      }),
    ),
    intakes: z.array(intakeView),
    can: z.object({ run: z.boolean() }),
  }),
  view: async ({ read, scope: { actor }, now }, { projectId }) => {
    const project = await store.projectById(read, projectId);
    if (!project) return null;
    const rows = await store.partiesOf(read, [projectId]);
    const parties = partiesFrom(rows);
    if (!maySeeProject(actor, parties)) return null;
    const invitations = await invitationsOfProject(read, projectId);
    return {
      id: project.id,
      code: project.code,
      title: project.title,
      version: project.version,
      isExample: project.is_example,
      coordinatorId: project.coordinator_id,
      coordinatorName: project.coordinator_name,
      parties: rows.map((p) => ({
        orgId: p.org_id,
        name: p.name,
        role: p.role as 'school' | 'supporting',
        city: p.city,
        countryCode: p.country_code,
        coordinates: p.org_id === project.coordinator_id,
        joinedAt: p.joined_at,
      })),
      invitations: invitations.flatMap((i) => {
        const state = invitationState(i, now);
        return state === 'open' || state === 'expired'
          ? [
              {
                id: i.id,
                name: i.known_name ?? i.org_name ?? i.email,
                email: i.email,
                role: (i.project_role ?? 'school') as 'school' | 'supporting',
                state,
                sentAt: i.created_at,
                expiresAt: i.expires_at,
              },
            ]
          : [];
      }),
      intakes: (await store.intakesOf(read, [projectId])).map(viewOfIntake),
      can: {
        run: mayRunProject(actor, {
          coordinatorId: project.coordinator_id,
          coordinatorName: project.coordinator_name,
          parties,
        }).allow,
      },
    };
  },
});

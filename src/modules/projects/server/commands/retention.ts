import { z } from 'zod';
import { allowIf } from '#kernel/decision.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { command } from '#platform/command.ts';
import { papersKeptFrom } from '../../core/index.ts';
import * as store from '../store.ts';

/** Run by the installation itself, every night, once the dossiers of a project are gone. */
export const forgetProject = command({
  name: 'projects.forget-project',
  summary:
    'Delete what is left of a project five years after its last day: intakes, applications, offers, rounds. Work of the installation.',
  input: z.object({ projectId: idOf('prj') }),
  load: async ({ tx, actor }, { projectId }) => {
    if (actor.kind !== 'system') return null;
    const lastDay = await store.lastDayForUpdate(tx, projectId);
    return lastDay ? { id: projectId, lastDay } : null;
  },
  permit: (actor) => allowIf(actor.kind === 'system'),
  run: async ({ tx, today }, { id, lastDay }) => {
    if (Temporal.PlainDate.compare(lastDay, papersKeptFrom(today)) >= 0)
      return stale('platform.error.changed-meanwhile');
    return (await store.deleteProject(tx, id))
      ? ok()
      : fail('projects.refused.dossier-kept', undefined, undefined, 'refused');
  },
  audit: ({ id }) => ({ subjectId: id }),
});

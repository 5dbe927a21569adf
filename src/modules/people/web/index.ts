import type { PersonActor } from '#kernel/actor.ts';
import type { PageContext, Task, WebModule } from '#platform/http/page.ts';
import { listOwnConsents } from '../server/index.ts';
import { paths } from './paths.ts';
import { routes } from './routes.tsx';

export { ConsentsInShort } from './pages/consents.tsx';
export { paths as peoplePaths } from './paths.ts';
export { deviceName } from './routes.tsx';

/** What families are asked to answer, one step a child: siblings are told apart by name. */
async function tasks({ ask, t, fmt }: PageContext<string, PersonActor>): Promise<Task[]> {
  const { pupils } = await ask(listOwnConsents, {});
  return pupils
    .filter((p) => p.open > 0)
    .map((p) => ({
      id: `consents:${p.id}`,
      title: t(
        p.outgrown
          ? 'people.consents.task-of-age'
          : p.self
            ? 'people.consents.task-own'
            : 'people.consents.task',
        { count: p.open, pupil: p.name },
      ),
      about: fmt.list(p.intakes),
      href: paths.consents.href({ pupilId: p.id }),
      action: t('people.consents.task-action'),
    }));
}

export const people: WebModule = { routes, tasks };

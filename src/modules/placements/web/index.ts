import type { Task, WebModule } from '#platform/http/page.ts';
import { listPlacementTasks } from '../server/index.ts';
import { paths } from './paths.ts';
import { dossier, routes } from './routes.tsx';

export { paths as placementPaths } from './paths.ts';

export const placements: WebModule = {
  routes,
  tasks: async ({ ask, t, fmt }) => {
    const { toAnswer, toPropose, waiting } = await ask(listPlacementTasks, {});
    return [
      ...toAnswer.map(
        (x): Task => ({
          id: `placements:answer:${x.mobilityId}:${x.side}`,
          title: t(`placements.task.answer.${x.side}`),
          href: paths.answer.href({ mobilityId: x.mobilityId, side: x.side }),
          action: t('placements.task.answer'),
        }),
      ),
      ...toPropose.map(
        (x): Task => ({
          id: `placements:propose:${x.mobilityId}`,
          title: t('placements.task.propose'),
          about: x.pupil,
          due: x.due,
          href: paths.placement.href({ mobilityId: x.mobilityId }),
          action: t('placements.task.choose'),
        }),
      ),
      ...waiting.map(
        (x): Task => ({
          id: `placements:waiting:${x.mobilityId}`,
          title: t('placements.task.waiting'),
          about: x.pupil,
          waitingFor: fmt.list(x.sides.map((s) => t(`placements.side.${s}`))),
          href: paths.placement.href({ mobilityId: x.mobilityId }),
        }),
      ),
    ];
  },
  dossier,
};

import type { PersonActor } from '#kernel/actor.ts';
import { worksFor } from '#kernel/actor.ts';
import type { PageContext, Task, View, WebModule } from '#platform/http/page.ts';
import { listTurns } from '../server/index.ts';
import { paths } from './paths.ts';
import { routes } from './routes.tsx';

/** What a pupil may read, a rater rates, the school decides; and for whom a round waits. */
async function tasks({ ask, t, fmt }: PageContext<string, PersonActor>): Promise<Task[]> {
  const turns = await ask(listTurns, {});
  const found: Task[] = [];
  for (const n of turns.news)
    found.push({
      id: `news:${n.applicationId}`,
      title: t(n.isOwn ? 'selection.task.news' : 'selection.task.news-of', { pupil: n.pupil }),
      href: paths.news.href({ applicationId: n.applicationId }),
      action: t('selection.task.read'),
    });
  for (const r of turns.rate)
    found.push({
      id: `rate:${r.roundId}`,
      title: t('selection.task.rate', { count: r.left }),
      about: r.intakeName,
      due: r.rateUntil,
      href: paths.toRate.href({ roundId: r.roundId }),
      action: t('selection.next.rate-button'),
    });
  for (const r of turns.reviews)
    found.push({
      id: `review:${r.reviewId}`,
      title: t(r.answers ? 'selection.task.review' : 'selection.task.hand-review'),
      about: r.intakeName,
      href: paths.review.href({ roundId: r.roundId, reviewId: r.reviewId }),
      action: t(r.answers ? 'selection.task.answer' : 'selection.task.open'),
    });
  for (const r of turns.run) {
    const href = paths.round.href({ roundId: r.roundId });
    if (r.waitingFor.length > 0)
      found.push({
        id: `waits-raters:${r.roundId}`,
        title: t('selection.task.waits-raters'),
        about: r.intakeName,
        waitingFor: fmt.list(r.waitingFor),
        due: r.rateUntil,
        href,
      });
    else if (r.state === 'decided') {
      if (r.free > 0 && r.mine)
        found.push({
          id: `move-up:${r.roundId}`,
          title: t('selection.task.free'),
          about: r.intakeName,
          href: paths.outcome.href({ roundId: r.roundId }),
          action: t('selection.task.open'),
        });
    } else if (r.mine && r.isReady)
      found.push({
        id: `round:${r.roundId}`,
        title: t(`selection.task.${r.state}`),
        about: r.intakeName,
        due: r.state === 'calibrating' ? r.newsOn : null,
        href: r.state === 'calibrating' ? paths.calibration.href({ roundId: r.roundId }) : href,
        action: t('selection.task.open'),
      });
  }
  return found;
}

export const selection: WebModule = {
  routes,
  tasks,
  intakeLinks: (v: View, intakeId) =>
    v.actor.kind === 'person' &&
    v.actor.orgs.some((o) =>
      worksFor(v.actor, o.orgId, 'head', 'coordinator', 'teacher', 'mentor', 'volunteer'),
    )
      ? [{ href: paths.rounds.href({ intakeId }), label: v.t('selection.rounds.link') }]
      : [],
};

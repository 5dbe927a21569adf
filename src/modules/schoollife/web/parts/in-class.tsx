import type { View } from '#platform/http/page.ts';
import { paths } from '../paths.ts';

/** What the class can do with this stay this month, and the way to the wall. */
export function InClass({
  v,
  orgId,
  ideas,
}: {
  v: View;
  orgId: string;
  ideas: readonly { id: string; minutes: number }[];
}) {
  return (
    <>
      <ul>
        {ideas.map((idea) => (
          <li key={idea.id}>
            {v.t(`schoollife.idea.${idea.id}.title`)} (
            {v.t('schoollife.wall.minutes', { minutes: idea.minutes })})
          </li>
        ))}
      </ul>
      <p>
        <a href={paths.wall.href({ orgId })}>{v.t('schoollife.dossier.wall')}</a>
      </p>
    </>
  );
}

import type { View } from '#platform/http/page.ts';

/** What was taken on, in words: the title of an idea, or what the school called it. */
export function titleOf(v: View, what: { ideaId: string; title: string }): string {
  return what.ideaId ? v.t(`schoollife.idea.${what.ideaId}.title`) : what.title;
}

/** Whom an event has reached, without the groups of which nobody came. */
export function reachedBy(
  v: View,
  e: { pupils: number; teachers: number; families: number; others: number },
): string {
  const counts = [
    e.pupils > 0 ? v.t('schoollife.reached.pupils', { count: e.pupils }) : '',
    e.teachers > 0 ? v.t('schoollife.reached.teachers', { count: e.teachers }) : '',
    e.families > 0 ? v.t('schoollife.reached.families', { count: e.families }) : '',
    e.others > 0 ? v.t('schoollife.reached.others', { count: e.others }) : '',
  ].filter(Boolean);
  return counts.length > 0 ? v.fmt.list(counts) : v.t('schoollife.reached.nobody');
}

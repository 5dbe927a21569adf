import type { View } from '#platform/http/page.ts';
import { Tabs } from '#ui/index.ts';
import { paths } from '../paths.ts';

const tabs = { projects: paths.projects, week: paths.week, overview: paths.overview } as const;

/** The ways to look at all one’s plans at once. */
export function PlanTabs({ v, current }: { v: View; current: keyof typeof tabs }) {
  return (
    <Tabs
      label={v.t('projects.tabs.label')}
      items={(Object.keys(tabs) as (keyof typeof tabs)[]).map((key) => ({
        href: tabs[key].href(),
        label: v.t(`projects.tabs.${key}`),
        current: key === current,
      }))}
    />
  );
}

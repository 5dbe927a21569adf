import type { View } from '#platform/http/page.ts';
import { Tabs } from '#ui/index.ts';
import { paths } from '../paths.ts';

/** The three places of those who stand by pupils. */
export function Places({ v }: { v: View }) {
  const here = v.url.split('?')[0] ?? '';
  return (
    <Tabs
      label={v.t('support.places')}
      items={(['contacts', 'cases', 'concerns'] as const).map((place) => ({
        href: paths[place].href(),
        label: v.t(`support.place.${place}`),
        current: here === paths[place].href(),
      }))}
    />
  );
}

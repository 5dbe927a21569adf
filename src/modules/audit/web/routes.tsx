import { page, type Route } from '#platform/http/page.ts';
import { listOwnActivity } from '../server/index.ts';
import { ActivityPage } from './pages/activity.tsx';
import { paths } from './paths.ts';

export const routes: Route[] = [
  page({
    path: paths.activity,
    access: 'person',
    load: ({ ask }) => ask(listOwnActivity, {}),
    title: (v) => v.t('audit.activity.title'),
    view: (v, { lines }) => <ActivityPage v={v} lines={lines} />,
  }),
];

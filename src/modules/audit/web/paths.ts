import { path } from '#platform/http/path.ts';

export const paths = { activity: path('/account/activity') };

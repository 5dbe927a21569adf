import { path } from '#platform/http/path.ts';

export const appPaths = {
  home: path('/'),
  privacy: path('/privacy'),
  offline: path('/offline'),
  manifest: path('/app.webmanifest'),
  personas: path('/demo'),
  enter: path('/demo/enter'),
  outbox: path('/demo/mails'),
};

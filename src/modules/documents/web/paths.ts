import { path } from '#platform/http/path.ts';

export const paths = {
  document: path('/documents/:documentId'),
};

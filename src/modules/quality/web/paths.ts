import { path } from '#platform/http/path.ts';

export const paths = {
  quality: path('/quality'),
  assessment: path('/quality/:assessmentId'),
  criterion: path('/quality/:assessmentId/criteria/:criterionId'),
  priorities: path('/quality/:assessmentId/priorities'),
  submit: path('/quality/:assessmentId/submit'),
  result: path('/quality/:assessmentId/result'),
};

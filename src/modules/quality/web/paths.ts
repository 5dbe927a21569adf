import { path } from '#platform/http/path.ts';

export const paths = {
  quality: path('/quality'),
  benchmark: path('/quality/benchmark'),
  assessment: path('/quality/:assessmentId'),
  criterion: path('/quality/:assessmentId/criteria/:criterionId'),
  share: path('/quality/:assessmentId/share'),
  carryOver: path('/quality/:assessmentId/carry-over'),
  proposals: path('/quality/:assessmentId/proposals'),
  reviews: path('/quality/:assessmentId/reviews'),
  outsiders: path('/quality/:assessmentId/reviewers'),
  removeOutsider: path('/quality/:assessmentId/reviewers/:reviewerId/remove'),
  outside: path('/outside-reviews/:token'),
  priorities: path('/quality/:assessmentId/priorities'),
  wishes: path('/quality/:assessmentId/wishes'),
  submit: path('/quality/:assessmentId/submit'),
  result: path('/quality/:assessmentId/result'),
  sheet: path('/quality/:assessmentId/result.xlsx'),
  standards: path('/quality/:assessmentId/standards'),
  standard: path('/quality/:assessmentId/standards/:standardId'),
};

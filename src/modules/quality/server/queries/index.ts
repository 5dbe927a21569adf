export { getAssessment, getOutsideReviews, getReviews } from './assessment.ts';
export { getBenchmark, getMeasures } from './beside.ts';
export { listAssessments } from './home.ts';
export { getResult } from './result.ts';
export { sheetOfResults } from './sheet.ts';
export { getStandards } from './standards.ts';

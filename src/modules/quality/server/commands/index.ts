export { answerItems, reviewAnswers } from './answer.ts';
export { carryOver, setPriorities, startAssessment, submitAssessment } from './assess.ts';
export { publishBenchmark, setBenchmarkConsent } from './benchmark.ts';
export { answerProposal, proposeStatus } from './proposals.ts';
export { remindToAssess } from './remind.ts';
export { saveStandard, setWishes, shareCriteria } from './together.ts';

export { answerItems, reviewAnswers, reviewByLink } from './answer.ts';
export { carryOver, setPriorities, startAssessment, submitAssessment } from './assess.ts';
export { publishBenchmark, setBenchmarkConsent } from './benchmark.ts';
export { inviteReviewer, removeReviewer } from './outsiders.ts';
export { answerProposal, proposeStatus } from './proposals.ts';
export { lookAgainAfter, remindToAssess } from './remind.ts';
export { saveStandard, setWishes, shareCriteria } from './together.ts';

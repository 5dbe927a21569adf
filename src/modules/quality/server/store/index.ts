export * from './answers.ts';
export * from './assessments.ts';
export * from './benchmark.ts';
export * from './measures.ts';
export * from './outsiders.ts';
export * from './priorities.ts';
export * from './proposals.ts';
export * from './together.ts';

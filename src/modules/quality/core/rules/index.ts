export * from './answering.ts';
export * from './benchmark.ts';
export * from './measures.ts';
export * from './questionnaire.ts';
export * from './results.ts';
export * from './standards.ts';

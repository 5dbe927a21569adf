export { caseRaised } from './events.ts';
export * from './policy.ts';
export * from './rules/index.ts';
export * from './schema.ts';
export * from './types.ts';

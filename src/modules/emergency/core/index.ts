export * from './policy.ts';
export * from './rules.ts';
export * from './schema.ts';
export * from './types.ts';

export * from './countries.ts';
export * from './directory.ts';
export * from './fold.ts';
export * from './joining.ts';
export * from './matching.ts';
export * from './profile.ts';
export * from './retention.ts';

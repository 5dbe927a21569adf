export * from './doers.ts';
export * from './project.ts';
export * from './retention.ts';
export * from './timeline.ts';

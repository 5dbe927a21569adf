export * from './doers.ts';
export * from './project.ts';
export * from './timeline.ts';

export * from './project.ts';
export * from './timeline.ts';

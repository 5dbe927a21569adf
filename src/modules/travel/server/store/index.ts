export * from './journeys.ts';
export * from './keep.ts';
export * from './papers.ts';
export * from './trips.ts';

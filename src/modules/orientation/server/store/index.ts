export * from './goals.ts';
export * from './nearby.ts';
export * from './orientations.ts';
export * from './stays.ts';
export * from './tests.ts';

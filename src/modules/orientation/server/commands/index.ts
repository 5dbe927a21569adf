export * from './certificates.ts';
export * from './goals.ts';
export * from './nearby.ts';
export * from './orientations.ts';
export * from './tests.ts';

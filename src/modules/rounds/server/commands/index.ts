export * from './arriving.ts';
export * from './asking.ts';
export * from './grouping.ts';
export * from './keeping.ts';
export * from './rounds.ts';

export * from './joining.ts';
export * from './networking.ts';
export * from './presenting.ts';
export * from './retention.ts';

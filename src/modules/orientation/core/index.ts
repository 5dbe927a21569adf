export { type OwnTest, testRows } from './schema.ts';
export type { OrientationKind } from './types.ts';

export type { OrientationKind } from './types.ts';

export { placementAccepted } from './events.ts';
export { type PlacementState, placementLifecycle } from './rules/index.ts';
export type { Side } from './types.ts';

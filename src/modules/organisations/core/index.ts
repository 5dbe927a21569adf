export { invitationAccepted } from './events.ts';
export { invitationState, zonesOf } from './rules.ts';
export type { InvitationKind, OrgKind } from './types.ts';
export { orgKinds } from './types.ts';

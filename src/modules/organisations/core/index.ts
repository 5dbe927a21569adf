export { invitationAccepted } from './events.ts';
export {
  allZones,
  fold,
  foldVersion,
  indexedOf,
  invitationState,
  sortKeys,
  zonesOf,
} from './rules/index.ts';
export type {
  InvitationKind,
  OrgKind,
  PartyKind,
} from './types.ts';
export { orgKinds, partyKinds } from './types.ts';

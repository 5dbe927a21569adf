export { invitationAccepted } from './events.ts';
export {
  allZones,
  fold,
  foldVersion,
  indexedOf,
  invitationState,
  shippedCountries,
  sortKeys,
  wordsOf,
  zonesOf,
} from './rules/index.ts';
export type {
  Country,
  InvitationKind,
  OrgKind,
  PartyKind,
} from './types.ts';
export { orgKinds, partyKinds } from './types.ts';

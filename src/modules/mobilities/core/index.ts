export { mobilityMoved } from './events.ts';
export {
  type Access,
  accessOf,
  accessTable,
  accessTo,
  decidesForSchool,
  mayConsent,
  mayRead,
  mayWrite,
  needsRole,
  phases,
  rolesFor,
  rolesThatSee,
  type Sensitivity,
  sensitivities,
} from './policy.ts';
export {
  isOfAge,
  type MobilityState,
  type MobilityTransition,
  mobilityLifecycle,
  nextStation,
  type Phase,
  phaseOf,
  type Station,
  type StationView,
  stations,
  stationsOf,
  type TurnRole,
  turnAt,
  whoseTurn,
} from './rules.ts';
export { type Dossier, type Party, type PartyRole, partyRoles } from './types.ts';

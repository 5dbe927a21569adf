export { mobilityMoved } from './events.ts';
export {
  accessOf,
  accessTable,
  accessTo,
  decidesForSchool,
  mayConsent,
  mayRead,
  mayWrite,
  needsRole,
  partiesFor,
  phases,
  rolesFor,
  rolesThatSee,
  type Sensitivity,
  sensitivities,
} from './policy.ts';
export {
  dueOf,
  hostingSideDue,
  isOfAge,
  type MobilityState,
  type MobilityTransition,
  mobilityLifecycle,
  nextStation,
  phaseOf,
  type Station,
  type StationView,
  stations,
  stationsOf,
  type TurnRole,
  turnAt,
} from './rules.ts';
export { type Dossier, type PartyRole, partyRoles } from './types.ts';

export {
  actOf,
  type HealthAct,
  type HealthRole,
  healthActs,
  healthRoles,
  healthRolesOf,
  healthTable,
  mayAs,
  mayHealth,
  openerOf,
} from './policy.ts';
export {
  allParts,
  asksToConfirm,
  confirmationTerm,
  emergencyMinutes,
  emergencyPossible,
  linkDays,
  missingParts,
  questionsOf,
  reasonLength,
  recordDue,
  remindHours,
  retainedUntil,
  retentionDays,
} from './rules.ts';
export { mobility, noteText, pupil, reason, remark, sure } from './schema.ts';
export {
  type HealthCase,
  type HealthPart,
  healthParts,
  type NoteState,
  noteStates,
  type PartContent,
  type PartState,
  type RecordState,
} from './types.ts';

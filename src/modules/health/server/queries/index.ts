export { listDestructions, listDuties } from './duties.ts';
export {
  getAnswers,
  getRecord,
  getStatement,
  listLooks,
  listOwnRecords,
  readRecord,
} from './record.ts';
export {
  getCareNote,
  getEmergency,
  getEnvelope,
  getNoteToCheck,
  getNoteToWrite,
} from './shared.ts';

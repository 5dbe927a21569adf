export { destroyDueRecords, destroyRecord } from './destroy.ts';
export { breakGlass, lookInside, remindFamily } from './emergency.ts';
export { answerNote, endNote, proposeNote } from './notes.ts';
export {
  askDestruction,
  askPhysician,
  confirmRecord,
  keepRecord,
  saveAnswers,
  signHistory,
  withdrawLink,
} from './record.ts';
export { saveStatement, signStatement } from './statement.ts';

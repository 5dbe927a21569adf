export {
  addPupil,
  asksToAdd,
  checkPupils,
  importPupils,
  listBytes,
  openPupils,
  pupilsSealedIn,
  pupilsTemplate,
  sealPupils,
} from './add-pupils.ts';
export { saveAnswers, submitApplication, withdrawApplication } from './apply.ts';
export { giveFirstConsent, withdrawConsent } from './consent.ts';
export {
  declinePupil,
  remindApplicant,
  selectPupil,
  setSupportingOrganisation,
} from './decide.ts';

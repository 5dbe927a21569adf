export {
  addPupil,
  checkPupils,
  importPupils,
  listBytes,
  openPupils,
  pupilsSealedIn,
  pupilsTemplate,
  sealPupils,
} from './add-pupils.ts';
export { correctAddress } from './address.ts';
export { keepDraft, saveAnswers, submitApplication, withdrawApplication } from './apply.ts';
export { askForWords } from './ask.ts';
export { giveFirstConsent, withdrawConsent } from './consent.ts';
export {
  declinePupil,
  remindApplicant,
  selectPupil,
  setSupportingOrganisation,
} from './decide.ts';
export { destroyFoodAnswers, forgetApplication, forgetLetter, sealApplication } from './forget.ts';
export { greetingBytes, keepGreeting, removeGreeting } from './greeting.ts';
export { addGuardian, consentLostJob, endGuardianship, tellConsentLost } from './guardians.ts';
export {
  decideInRound,
  familyOf,
  reopenInRound,
  roundsOf,
  setRoundSource,
} from './in-round.ts';
export { factsOf, formOf, openKept } from './kept.ts';
export { pairOf, remindTask } from './loaded.ts';
export { addPhoto, changePhoto, photoBytes, removePhoto } from './photos.ts';
export { asksToAdd, whoAdds } from './place.ts';
export {
  forgetReading,
  type ListView,
  listViewIn,
  packList,
  readPupilsTable,
  unpackList,
} from './read-list.ts';

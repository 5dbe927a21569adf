export { askCallBack, finishTalk, nameContact, planTalk } from './families.ts';
export { tellPersonJob } from './loaded.ts';
export {
  changeMeasure,
  giveOpinion,
  moveMeasure,
  proposeMeasure,
  recordCost,
  sayEffect,
} from './measures.ts';
export { forgetContacts, forgetPlans, forgetWishes } from './retention.ts';
export { finishStep, planStep, removeStep } from './steps.ts';
export { tellPerson } from './tell.ts';
export { addWish, askParentsIn, needNothing, removeWish } from './wishes.ts';

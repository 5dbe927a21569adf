import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export { fewerOpportunitiesOf } from './queries/index.ts';
export { deleteAbout as forgetInInclusion } from './store/index.ts';

export const {
  addWish,
  askCallBack,
  askParentsIn,
  changeMeasure,
  finishStep,
  finishTalk,
  forgetContacts,
  forgetPlans,
  forgetWishes,
  giveOpinion,
  moveMeasure,
  nameContact,
  needNothing,
  planStep,
  planTalk,
  proposeMeasure,
  recordCost,
  removeStep,
  removeWish,
  sayEffect,
  tellPerson,
} = commands;
export const {
  getContact,
  getCosts,
  getDrafting,
  getForFamily,
  getMeasure,
  getPlan,
  getShare,
  listDuties,
  listPlans,
} = queries;

export const inclusion: ServerModule = {
  commands: [
    addWish,
    needNothing,
    removeWish,
    askParentsIn,
    proposeMeasure,
    changeMeasure,
    recordCost,
    giveOpinion,
    moveMeasure,
    planStep,
    removeStep,
    finishStep,
    sayEffect,
    askCallBack,
    planTalk,
    finishTalk,
    nameContact,
    tellPerson,
    forgetWishes,
    forgetPlans,
    forgetContacts,
  ],
  queries: [
    getPlan,
    getMeasure,
    getDrafting,
    listPlans,
    getShare,
    getForFamily,
    getContact,
    getCosts,
    listDuties,
  ],
  jobs,
  handlers,
  privacy,
};

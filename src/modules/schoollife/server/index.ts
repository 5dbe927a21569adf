import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands.ts';
import { handlers, jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries.ts';

export const { finishAction, giveBack, recordEvent, savePage, showItem, takeOn } = commands;
export const { getPageForm, getSchoolPage, getWall, listOwnWalls } = queries;

export const schoollife: ServerModule = {
  commands: [takeOn, finishAction, giveBack, recordEvent, showItem, savePage, commands.forgetOld],
  queries: [getWall, getPageForm, getSchoolPage, listOwnWalls],
  jobs,
  handlers,
  privacy,
};

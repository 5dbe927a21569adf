import type { ServerModule } from '#platform/module.ts';
import * as commands from './commands/index.ts';
import { handlers, jobs, takeAnswer } from './jobs.ts';
import { privacy } from './privacy.ts';
import * as queries from './queries/index.ts';

export {
  followThreads,
  forgetInMessages,
  postSystemNote,
  readFiles,
  startThread,
  writeMessage,
} from './commands/index.ts';
export { noteRead, openNews, sendDueMails, tidyThreads } from './jobs.ts';
export { type AboutSource, type Readers, setAboutSources } from './queries/index.ts';

export const {
  acceptHeld,
  announce,
  changeSafeguarding,
  changeSettings,
  closeThread,
  deleteHeld,
  markRead,
  openThread,
  postMessage,
  remindReaders,
  reopenThread,
} = commands;
export const {
  countUnread,
  getNewThread,
  getSafeguarding,
  getSettings,
  getThread,
  listHeld,
  listNews,
  listThreads,
  openFile,
} = queries;

export const messaging: ServerModule = {
  commands: [
    openThread,
    announce,
    postMessage,
    markRead,
    closeThread,
    reopenThread,
    remindReaders,
    changeSettings,
    changeSafeguarding,
    acceptHeld,
    deleteHeld,
    commands.followThread,
    commands.mailUnread,
    commands.takeMail,
    commands.forgetThread,
    commands.forgetHeld,
  ],
  queries: [
    listThreads,
    countUnread,
    getThread,
    getNewThread,
    listNews,
    getSettings,
    getSafeguarding,
    listHeld,
  ],
  jobs,
  handlers,
  inbound: { thread: takeAnswer },
  privacy,
};

export { type AboutSource, setAboutSources } from './about.ts';
export { getSafeguarding, getSettings, listHeld } from './own.ts';
export {
  countUnread,
  getNewThread,
  getThread,
  listNews,
  listThreads,
  openFile,
  type Readers,
} from './threads.ts';

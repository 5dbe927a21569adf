export {
  acceptHeld,
  deleteHeld,
  followThread,
  followThreads,
  forgetHeld,
  forgetInMessages,
  forgetThread,
  mailUnread,
  takeMail,
} from './keep.ts';
export {
  changeSafeguarding,
  changeSettings,
  closeThread,
  markRead,
  remindReaders,
  reopenThread,
} from './own.ts';
export {
  announce,
  followJob,
  openThread,
  postMessage,
  postSystemNote,
  readFiles,
  startThread,
  writeMessage,
} from './write.ts';

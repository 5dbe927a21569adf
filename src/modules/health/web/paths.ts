import { path } from '#platform/http/path.ts';

/** Addresses stand in mails and in what a browser remembers: they say that something is sealed, not what. */
export const paths = {
  own: path('/sealed'),
  record: path('/sealed/:pupilId'),
  fill: path('/sealed/:pupilId/history/:page'),
  sign: path('/sealed/:pupilId/sign'),
  physician: path('/sealed/:pupilId/physician'),
  withdrawLink: path('/sealed/:pupilId/physician/withdraw'),
  read: path('/sealed/:pupilId/read'),
  confirm: path('/sealed/:pupilId/confirm'),
  looks: path('/sealed/:pupilId/looks'),
  destroy: path('/sealed/:pupilId/destroy'),
  keep: path('/sealed/:pupilId/keep'),
  statement: path('/statement/:token'),
  statementPage: path('/statement/:token/page/:page'),
  statementSign: path('/statement/:token/sign'),
  envelope: path('/mobilities/:mobilityId/sealed'),
  remind: path('/mobilities/:mobilityId/sealed/remind'),
  emergency: path('/mobilities/:mobilityId/sealed/emergency'),
  note: path('/mobilities/:mobilityId/care-note'),
  printNote: path('/mobilities/:mobilityId/care-note/print'),
  writeNote: path('/mobilities/:mobilityId/care-note/write'),
  checkNote: path('/mobilities/:mobilityId/care-note/check'),
  endNote: path('/mobilities/:mobilityId/care-note/withdraw'),
  destructions: path('/sealed-destructions'),
  destroyNow: path('/sealed-destructions/:recordId'),
};

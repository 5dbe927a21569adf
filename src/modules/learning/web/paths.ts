import { path } from '#platform/http/path.ts';

export const paths = {
  agreement: path('/mobilities/:mobilityId/agreement'),
  edit: path('/mobilities/:mobilityId/agreement/edit'),
  open: path('/mobilities/:mobilityId/agreement/open'),
  sign: path('/mobilities/:mobilityId/agreement/sign'),
  decline: path('/mobilities/:mobilityId/agreement/decline'),
  change: path('/mobilities/:mobilityId/agreement/change'),
  version: path('/mobilities/:mobilityId/agreement/versions/:number'),
  preview: path('/mobilities/:mobilityId/agreement/versions/:number/preview'),
  complement: path('/mobilities/:mobilityId/complement'),
  recognition: path('/mobilities/:mobilityId/recognition'),
};

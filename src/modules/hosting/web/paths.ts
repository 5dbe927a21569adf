import { path } from '#platform/http/path.ts';

export const paths = {
  offers: path('/intakes/:intakeId/offers'),
  newOffer: path('/intakes/:intakeId/offers/new'),
  offer: path('/intakes/:intakeId/offers/:offerId'),
  families: path('/families'),
  newFamily: path('/families/new'),
  family: path('/families/:familyId'),
  details: path('/families/:familyId/details'),
  home: path('/families/:familyId/home'),
  letter: path('/families/:familyId/letter'),
  checks: path('/families/:familyId/checks'),
  charter: path('/families/:familyId/checks/charter'),
  references: path('/families/:familyId/checks/references'),
  visit: path('/families/:familyId/checks/visit'),
  newMember: path('/families/:familyId/members/new'),
  member: path('/families/:familyId/members/:memberId'),
  memberCheck: path('/families/:familyId/members/:memberId/check'),
  memberSignIn: path('/families/:familyId/members/:memberId/sign-in'),
  removeMember: path('/families/:familyId/members/:memberId/remove'),
};

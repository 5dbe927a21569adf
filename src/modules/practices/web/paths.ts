import { path } from '#platform/http/path.ts';

export const paths = {
  practices: path('/practices'),
  own: path('/practices/own'),
  new: path('/practices/new'),
  reports: path('/practices/reports'),
  practice: path('/practices/:practiceId'),
  edit: path('/practices/:practiceId/edit'),
  share: path('/practices/:practiceId/share'),
  release: path('/practices/:practiceId/release'),
  withdraw: path('/practices/:practiceId/withdraw'),
  mark: path('/practices/:practiceId/mark'),
  report: path('/practices/:practiceId/report'),
  settle: path('/practices/:practiceId/settle'),
};

type PlanPath = (clubId: string, practiceId: string) => string;
let planPath: PlanPath = () => paths.own.href();

/** Given by the roof: where a plan begins with a card, in a club. */
export function setPlanPath(given: PlanPath): void {
  planPath = given;
}

export const planHref: PlanPath = (clubId, practiceId) => planPath(clubId, practiceId);

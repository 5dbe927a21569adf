import type { SupportCaseId } from '#kernel/ids.ts';
import type { View } from '#platform/http/page.ts';

let casePath: (caseId: SupportCaseId) => string | null = () => null;
let newCasePath: (mobilityId: string) => string | null = () => null;

/** Where support cases are shown and opened: the roof knows, since that part of the house stands beside this one. */
export function setCasePath(
  one: (caseId: SupportCaseId) => string,
  fresh: (mobilityId: string) => string,
): void {
  casePath = one;
  newCasePath = fresh;
}

/** The support case that follows an incident, or the way to open one. */
export function CaseLink({
  v,
  caseId,
  mobilityId,
}: {
  v: View;
  caseId: SupportCaseId | null;
  mobilityId: string;
}) {
  const href = caseId ? casePath(caseId) : newCasePath(mobilityId);
  return href ? (
    <p>
      <a href={href}>{v.t(caseId ? 'emergency.incident.case' : 'emergency.incident.new-case')}</a>
    </p>
  ) : null;
}

import { defineEvent } from '#kernel/event.ts';
import type { MobilityId, SupportCaseId } from '#kernel/ids.ts';
import type { CaseLevel } from './types.ts';

/** A case was opened, or has become worse. Ids and a level alone: what it is about is read by who may. */
export const caseRaised = defineEvent<{
  caseId: SupportCaseId;
  mobilityId: MobilityId;
  level: CaseLevel;
}>()('support.case-raised');

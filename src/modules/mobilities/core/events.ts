import { defineEvent } from '#kernel/event.ts';
import type { MobilityId } from '#kernel/ids.ts';
import type { MobilityState } from './rules.ts';

export const mobilityMoved = defineEvent<{
  mobilityId: MobilityId;
  from: MobilityState;
  to: MobilityState;
}>()('mobilities.moved');

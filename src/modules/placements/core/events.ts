import { defineEvent } from '#kernel/event.ts';
import type { MobilityId, PlacementId } from '#kernel/ids.ts';

export const placementAccepted = defineEvent<{
  mobilityId: MobilityId;
  placementId: PlacementId;
}>()('placements.accepted');

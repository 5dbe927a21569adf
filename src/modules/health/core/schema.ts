import { z } from 'zod';
import { idOf, optionalProse, prose } from '#kernel/schema.ts';
import { noteLength, reasonLength, remarkLength } from './rules.ts';

export const pupil = z.object({ pupilId: idOf('per') });
export const mobility = z.object({ mobilityId: idOf('mob') });

export const reason = z
  .string()
  .trim()
  .min(reasonLength.min, { error: 'health.emergency.reason-short' })
  .max(reasonLength.max, { error: 'platform.invalid.too-long' });

export const noteText = prose(noteLength);
export const remark = optionalProse(remarkLength);
/** Something that cannot be undone is ticked. */
export const sure = z.literal(true, { error: 'health.tick-sure' });

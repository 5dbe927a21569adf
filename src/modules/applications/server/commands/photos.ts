import { z } from 'zod';
import type { PhotoId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, line, optionalLine, version } from '#kernel/schema.ts';
import { today } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { pictureLimits, redrawPicture } from '#platform/picture.ts';
import { mayWrite } from '../../core/policy.ts';
import { photosAtMost } from '../../core/schema.ts';
import * as store from '../store.ts';
import { auditOf, loadApplication } from './loaded.ts';

/** The largest photo that is read, in bytes. */
export const photoBytes = pictureLimits.bytes;

const words = {
  /** what can be seen, for who cannot see it */
  alt: line(200),
  caption: optionalLine(200),
};

/** An application and its photos. They stay the pupil's own until the stay is over: letter and pictures go on being shown. */
async function loadPhotos(tx: Tx, input: { applicationId: `app_${string}` }) {
  const a = await loadApplication(tx, input.applicationId, today());
  return a && { a, photos: await store.photosForUpdate(tx, input.applicationId) };
}

const closed = (state: string) => state === 'withdrawn' || state === 'not_selected';

export const addPhoto = command({
  name: 'applications.add-photo',
  summary:
    'Add a photo to the letter to the host family, with what can be seen on it. It is drawn anew without place, device and time; at most six.',
  input: z.object({
    applicationId: idOf('app'),
    ...words,
    /** JPEG, PNG, WebP or AVIF in base64 */
    content: z
      .string()
      .min(1, { error: 'platform.picture.missing' })
      .max(Math.ceil((pictureLimits.bytes / 3) * 4) + 4, { error: 'platform.picture.larger' }),
  }),
  load: ({ tx }, input) => loadPhotos(tx, input),
  permit: (actor, { a }) => mayWrite(actor, a.parties),
  run: async ({ tx, now, runtime }, { a, photos }, input) => {
    if (closed(a.state)) return stale('applications.refused.closed');
    if (photos.length >= photosAtMost)
      return fail('applications.photos.enough', { max: photosAtMost }, 'file');
    const drawn = await redrawPicture(Buffer.from(input.content, 'base64'));
    if (!drawn.ok) return drawn.failure;
    const { bytes, width, height } = drawn.picture;
    const file = await runtime.files.put(bytes);
    const id = newId('pho');
    await store.insertPhoto(tx, {
      id,
      applicationId: a.id,
      position: (photos.at(-1)?.position ?? 0) + 1,
      caption: input.caption,
      alt: input.alt,
      width,
      height,
      size: file.size,
      key: file.key,
      now,
    });
    return ok({ photoId: id });
  },
  audit: ({ a }) => auditOf(a),
});

const onePhoto = { applicationId: idOf('app'), photoId: idOf('pho') };
const found = <P extends { id: PhotoId }>(photos: readonly P[], id: string) =>
  photos.find((p) => p.id === id);

export const changePhoto = command({
  name: 'applications.change-photo',
  summary: 'Change what is said about a photo, or move it before the one above.',
  input: z.object({
    ...onePhoto,
    version,
    ...words,
    earlier: z.boolean().default(false),
  }),
  load: ({ tx }, input) => loadPhotos(tx, input),
  permit: (actor, { a }) => mayWrite(actor, a.parties),
  run: async ({ tx }, { a, photos }, input) => {
    const photo = found(photos, input.photoId);
    if (!photo || closed(a.state)) return stale('applications.photos.gone');
    if (photo.version !== input.version) return stale('platform.error.changed-meanwhile');
    const above = photos[photos.indexOf(photo) - 1];
    const moves = input.earlier && above !== undefined;
    await store.updatePhoto(tx, photo.id, {
      caption: input.caption,
      alt: input.alt,
      position: moves ? above.position : photo.position,
    });
    if (moves) await store.movePhoto(tx, above.id, photo.position);
    return ok();
  },
  audit: ({ a }) => auditOf(a),
});

export const removePhoto = command({
  name: 'applications.remove-photo',
  summary: 'Take a photo away for good.',
  input: z.object(onePhoto),
  load: ({ tx }, input) => loadPhotos(tx, input),
  permit: (actor, { a }) => mayWrite(actor, a.parties),
  run: async ({ tx }, { photos }, input) => {
    const photo = found(photos, input.photoId);
    if (!photo) return stale('applications.photos.gone');
    await store.deletePhoto(tx, photo.id);
    return ok();
  },
  audit: ({ a }) => auditOf(a),
});

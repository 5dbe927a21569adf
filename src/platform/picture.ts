import type { Failure } from '#kernel/outcome.ts';
import { fail } from '#kernel/outcome.ts';

/** The longest side of a kept picture in pixels, and what may be sent: 12 MB, as phones make them. */
export const pictureLimits = { side: 1600, bytes: 12 * 1024 * 1024, pixels: 60_000_000 } as const;

const photoFormats = new Set(['jpeg', 'png', 'webp', 'heif', 'gif']);

export type Picture = { bytes: Uint8Array; width: number; height: number };

/**
 * Draws a photo anew as JPEG: turned as the camera held it, no larger than needed, without anything but its pixels. Place,
 * device, time and whatever else the file said are gone.
 *
 * Reads JPEG, PNG, WebP, AVIF and GIF (its first picture). HEIC cannot be read here; phones send JPEG when asked for it.
 */
export async function redrawPicture(
  bytes: Uint8Array,
): Promise<{ ok: true; picture: Picture } | { ok: false; failure: Failure }> {
  const refused = (reason: string) => ({
    ok: false as const,
    failure: fail(reason, { limit: pictureLimits.bytes / 1024 / 1024 }, 'file'),
  });
  if (bytes.length === 0) return refused('platform.picture.missing');
  if (bytes.length > pictureLimits.bytes) return refused('platform.picture.too-large');
  if (isHeic(bytes)) return refused('platform.picture.heic');
  // loaded with the first picture: an installation that keeps none does without
  const { default: sharp } = await import('sharp');
  try {
    const image = sharp(bytes, { limitInputPixels: pictureLimits.pixels, failOn: 'error' });
    // drawings and documents are programs of a kind: only pictures made of pixels are read
    const { format } = await image.metadata();
    if (!photoFormats.has(format ?? '')) return refused('platform.picture.unreadable');
    const { data, info } = await image
      .autoOrient()
      .resize({
        width: pictureLimits.side,
        height: pictureLimits.side,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality: 82, mozjpeg: true })
      .toBuffer({ resolveWithObject: true });
    return {
      ok: true,
      picture: { bytes: new Uint8Array(data), width: info.width, height: info.height },
    };
  } catch {
    return refused('platform.picture.unreadable');
  }
}

/** The container of photos of newer iPhones: `ftyp` and a brand that begins with he or mif1. AVIF is another brand. */
function isHeic(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(4, 12)).toString('latin1');
  return /^ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)/.test(head);
}

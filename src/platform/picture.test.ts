import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { redrawPicture } from './picture.ts';

const drawn = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#336699' } });

describe('a photo', () => {
  it('is drawn anew, upright, no larger than needed, and says nothing but its pixels', async () => {
    const sent = await drawn(2400, 1200)
      .jpeg()
      .withMetadata({ orientation: 6 })
      .withExif({
        IFD0: { Make: 'Camera', Artist: 'Somebody' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 26/1 50/1' },
      })
      .toBuffer();
    expect((await sharp(sent).metadata()).exif).toBeDefined();
    const made = await redrawPicture(sent);
    if (!made.ok) throw new Error(made.failure.faults[0].reason);
    expect([made.picture.width, made.picture.height]).toEqual([800, 1600]);
    const kept = await sharp(made.picture.bytes).metadata();
    expect(kept).toMatchObject({ format: 'jpeg', width: 800, height: 1600 });
    for (const part of ['exif', 'icc', 'iptc', 'xmp', 'orientation'] as const)
      expect(kept[part]).toBeUndefined();
    expect(Buffer.from(made.picture.bytes).includes('Somebody')).toBe(false);
  });

  it.each(['png', 'webp', 'avif', 'gif'] as const)(
    'may come as %s and is not enlarged',
    async (format) => {
      const made = await redrawPicture(await drawn(300, 200).toFormat(format).toBuffer());
      expect(made).toMatchObject({ ok: true, picture: { width: 300, height: 200 } });
    },
  );

  it('is refused with a sentence when it is none', async () => {
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
    for (const [bytes, reason] of [
      [new Uint8Array(), 'platform.picture.missing'],
      [heic, 'platform.picture.heic'],
      [Buffer.from('%PDF-1.7'), 'platform.picture.unreadable'],
      [
        Buffer.from(
          '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text></text></svg>',
        ),
        'platform.picture.unreadable',
      ],
      [new Uint8Array(13 * 1024 * 1024), 'platform.picture.too-large'],
      [(await drawn(40, 40).jpeg().toBuffer()).subarray(0, 200), 'platform.picture.unreadable'],
    ] as const)
      expect(await redrawPicture(bytes)).toMatchObject({
        ok: false,
        failure: { faults: [{ reason, field: 'file' }] },
      });
  });
});

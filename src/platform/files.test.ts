import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearIncoming, createFolderStore, type FileStore } from './files.ts';

const segment = 64 * 1024;
const header = 64;
const master = randomBytes(32);
let folder: string;
let store: FileStore;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sojourn-files-'));
  store = createFolderStore(folder, master);
});
afterAll(() => rm(folder, { recursive: true }));

const placeOf = (key: string) => path.join(folder, key.slice(0, 2), key);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const content = async (key: string) => (await store.get(key))?.bytes();

const same = (a: Uint8Array | undefined, b: Uint8Array) =>
  a !== undefined && Buffer.from(a).equals(b);

async function allFiles(): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name));
}

async function changed(key: string, change: (bytes: Buffer) => Buffer): Promise<unknown> {
  const before = await readFile(placeOf(key));
  await writeFile(placeOf(key), change(Buffer.from(before)));
  try {
    return await content(key);
  } catch (error) {
    return error;
  } finally {
    await writeFile(placeOf(key), before);
  }
}
const isDamaged = { name: 'FileStoreError', kind: 'damaged' };

describe('a stored file', () => {
  it.each([0, 1, segment - 1, segment, segment + 1, 2 * segment, 3 * segment + 7])(
    'of %i bytes comes back, whole and in pieces',
    async (size) => {
      const bytes = new Uint8Array(randomBytes(size));
      const put = await store.put(bytes);
      expect(put).toEqual({
        key: expect.stringMatching(/^[0-9a-f]{32}$/),
        sha256: sha256(bytes),
        size,
      });
      const found = await store.get(put.key);
      expect(found?.size).toBe(size);
      expect(same(await found?.bytes(), bytes)).toBe(true);
      const streamed = new Uint8Array(await new Response(found?.stream()).arrayBuffer());
      expect(same(streamed, bytes)).toBe(true);
    },
  );

  it('can come in as a stream of any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 5 }),
        async (sizes) => {
          const pieces = sizes.map((size) => new Uint8Array(randomBytes(size)));
          const whole = new Uint8Array(Buffer.concat(pieces));
          for (const source of [
            new ReadableStream<Uint8Array>({
              start(controller) {
                for (const piece of pieces) controller.enqueue(piece);
                controller.close();
              },
            }),
            (async function* () {
              yield* pieces;
            })(),
          ]) {
            const put = await store.put(source);
            expect(put).toMatchObject({ sha256: sha256(whole), size: whole.length });
            expect(same(await content(put.key), whole)).toBe(true);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('is not readable on the disk, and differs each time', async () => {
    const bytes = new TextEncoder().encode('Allergic to nuts. '.repeat(10));
    const first = await readFile(placeOf((await store.put(bytes)).key));
    const second = await readFile(placeOf((await store.put(bytes)).key));
    expect(first.includes('nuts')).toBe(false);
    expect(first.subarray(4).equals(second.subarray(4))).toBe(false);
    expect(first.length).toBe(header + bytes.length + 16);
  });

  it('cannot be read with another master key', async () => {
    const { key } = await store.put(new Uint8Array([1, 2, 3]));
    const other = createFolderStore(folder, randomBytes(32));
    await expect((await other.get(key))?.bytes()).rejects.toMatchObject(isDamaged);
  });

  it('is gone once removed', async () => {
    const { key } = await store.put(new Uint8Array([1]));
    expect(await store.remove(key)).toBe(true);
    expect(await store.get(key)).toBeNull();
    expect(await store.remove(key)).toBe(false);
  });
});

describe('damage is noticed', () => {
  const size = 3 * segment + 100;
  const full = segment + 16;
  let key: string;
  beforeAll(async () => {
    key = (await store.put(randomBytes(size))).key;
  });

  it('wherever one bit flips', async () => {
    const places = [0, 3, 4, 15, 16, 47, 48, 63, header, header + full - 1, header + full, size];
    for (const at of [...places, header + size + 4 * 16 - 1])
      expect(
        await changed(key, (bytes) => {
          bytes[at] = (bytes[at] ?? 0) ^ 1;
          return bytes;
        }),
        `byte ${at}`,
      ).toMatchObject(isDamaged);
  });

  it.each([
    0,
    1,
    63,
    64,
    70,
    80,
    header + full,
    header + 2 * full,
    header + 3 * full,
    header + 3 * full + 5,
    header + 3 * full + 16,
  ])('when it is cut to %i bytes', async (length) => {
    expect(await changed(key, (bytes) => bytes.subarray(0, length))).toMatchObject(isDamaged);
  });

  it('when something is added', async () => {
    for (const more of [1, 16, 40, full])
      expect(
        await changed(key, (bytes) => Buffer.concat([bytes, Buffer.alloc(more)])),
      ).toMatchObject(isDamaged);
  });

  it('when segments change places, are repeated or left out', async () => {
    const cut = (bytes: Buffer, index: number) =>
      bytes.subarray(header + index * full, header + (index + 1) * full);
    for (const order of [[1, 0, 2, 3], [0, 0, 2, 3], [0, 2, 3], [0, 1, 2, 2, 3], [3], [0, 1, 3]])
      expect(
        await changed(key, (bytes) =>
          Buffer.concat([bytes.subarray(0, header), ...order.map((index) => cut(bytes, index))]),
        ),
        order.join(),
      ).toMatchObject(isDamaged);
  });

  it('when a whole file takes the place of another', async () => {
    const other = await readFile(placeOf((await store.put(randomBytes(size))).key));
    expect(await changed(key, () => other)).toMatchObject(isDamaged);
  });

  it('and a stream fails instead of ending early', async () => {
    const before = await readFile(placeOf(key));
    await writeFile(placeOf(key), before.subarray(0, header + 2 * full));
    const found = await store.get(key);
    await expect(new Response(found?.stream()).arrayBuffer()).rejects.toThrow();
    await writeFile(placeOf(key), before);
  });

  it('but the untouched file is still good', async () => {
    expect((await content(key))?.length).toBe(size);
  });
});

describe('the folder', () => {
  it('keeps nothing of a file that is too large or breaks off', async () => {
    const before = await allFiles();
    await expect(store.put(randomBytes(101), { maxBytes: 100 })).rejects.toMatchObject({
      kind: 'too-large',
    });
    const breaking = (async function* () {
      yield new Uint8Array(200_000);
      throw new Error('the line went dead');
    })();
    await expect(store.put(breaking)).rejects.toThrow('the line went dead');
    expect(await allFiles()).toEqual(before);
    expect((await store.put(randomBytes(100), { maxBytes: 100 })).size).toBe(100);
  });

  it('is cleared of what a dead process left', async () => {
    await writeFile(path.join(folder, 'incoming', 'half'), 'x');
    expect(await clearIncoming(folder)).toBe(1);
    expect(await clearIncoming(folder)).toBe(0);
    expect(await clearIncoming(path.join(folder, 'nowhere'))).toBe(0);
  });

  it('is never left by a key', async () => {
    for (const key of [
      '',
      '..',
      '../../etc/passwd',
      'incoming',
      `${'a'.repeat(31)}/`,
      'A'.repeat(32),
    ]) {
      expect(await store.get(key)).toBeNull();
      expect(await store.remove(key)).toBe(false);
    }
    expect(await store.get('0'.repeat(32))).toBeNull();
  });

  it('wants a master key of 32 bytes', () => {
    expect(() => createFolderStore(folder, randomBytes(16))).toThrow(RangeError);
  });
});

import {
  type CipherGCM,
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
} from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';

export type FileSource = Uint8Array | AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

export type PutFile = {
  /** 32 hex digits, made by the store */
  key: string;
  /** of the content, lower-case hex */
  sha256: string;
  /** of the content, in bytes */
  size: number;
};

export type StoredFile = {
  key: string;
  /** of the content, in bytes */
  size: number;
  /** the content, each piece verified before it is given; fails with FileStoreError `damaged` */
  stream: () => ReadableStream<Uint8Array<ArrayBuffer>>;
  /** the whole content; rejects with FileStoreError `damaged` */
  bytes: () => Promise<Uint8Array<ArrayBuffer>>;
};

/** Where uploaded and made files live. Content never changes: another content is another key. */
export type FileStore = {
  /**
   * @param options.maxBytes a longer content is refused with FileStoreError `too-large`, and nothing
   *   of it is kept
   */
  put: (source: FileSource, options?: { maxBytes?: number }) => Promise<PutFile>;
  /** @returns `null` when there is no such file */
  get: (key: string) => Promise<StoredFile | null>;
  /** @returns whether it was there */
  remove: (key: string) => Promise<boolean>;
};

export class FileStoreError extends Error {
  readonly kind: 'damaged' | 'too-large';

  constructor(kind: 'damaged' | 'too-large', message: string) {
    super(message);
    this.name = 'FileStoreError';
    this.kind = kind;
  }
}

const magic = Buffer.from('SJF1');
const segmentBytes = 64 * 1024;
const tagBytes = 16;
// magic, nonce and tag of the wrapping, the wrapped key
const headerBytes = magic.length + 12 + tagBytes + 32;

/**
 * Files in a folder, encrypted at rest: every file has its own random key, wrapped by the master
 * key; segments of 64 KiB by AES-256-GCM with a counter and a last mark in the nonce and the file's
 * key as additional data. So a flipped bit, a cut, an exchange of segments or of whole files is
 * noticed, and at the latest before the last piece is given.
 *
 * A file is there whole or not at all: it is written aside, synced and renamed.
 *
 * @param folder made when it is not there
 * @param masterKey 32 bytes; without it nothing can be read again
 */
export function createFolderStore(folder: string, masterKey: Uint8Array): FileStore {
  if (masterKey.length !== 32) throw new RangeError('the master key has 32 bytes');
  const master = Buffer.from(masterKey);
  const aside = path.join(folder, 'incoming');
  const placeOf = (key: string) => path.join(folder, key.slice(0, 2), key);

  return {
    put: async (source, options = {}) => {
      const key = randomBytes(16).toString('hex');
      const place = placeOf(key);
      const temporary = path.join(aside, key);
      await mkdir(aside, { recursive: true });
      const file = await open(temporary, 'wx', 0o600);
      try {
        let written: { sha256: string; size: number };
        try {
          written = await encrypt(file, key, master, source, options.maxBytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await mkdir(path.dirname(place), { recursive: true });
        await rename(temporary, place);
        // The name is only as durable as its folder.
        await syncFolder(path.dirname(place));
        await syncFolder(folder);
        return { key, ...written };
      } catch (error) {
        await unlink(temporary).catch(() => {});
        throw error;
      }
    },

    get: async (key) => {
      if (!isKey(key)) return null;
      const place = placeOf(key);
      const found = await stat(place).catch(ignoreMissing);
      if (!found) return null;
      const size = contentSize(found.size);
      return {
        key,
        size: size ?? 0,
        stream: () => streamOf(decrypt(place, key, master)),
        bytes: async () => {
          const pieces: Uint8Array[] = [];
          for await (const piece of decrypt(place, key, master)) pieces.push(piece);
          return new Uint8Array(Buffer.concat(pieces));
        },
      };
    },

    remove: async (key) => {
      if (!isKey(key)) return false;
      const place = placeOf(key);
      try {
        await unlink(place);
      } catch (error) {
        ignoreMissing(error);
        return false;
      }
      await syncFolder(path.dirname(place));
      return true;
    },
  };
}

/**
 * Remove what was being written when the process ended. Only before anything is put.
 *
 * @returns how many remains there were
 */
export async function clearIncoming(folder: string): Promise<number> {
  const aside = path.join(folder, 'incoming');
  const names = (await readdir(aside).catch(ignoreMissing)) ?? [];
  for (const remains of names) await unlink(path.join(aside, remains));
  return names.length;
}

function isKey(key: string): boolean {
  return /^[0-9a-f]{32}$/.test(key);
}

function ignoreMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Twelve bytes, unique under the file's own key: seven zeros, the number of the segment, the mark. */
function nonceOf(segment: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(segment, 7);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function contentSize(fileBytes: number): number | null {
  const body = fileBytes - headerBytes;
  if (body < tagBytes) return null;
  const segments = Math.ceil(body / (segmentBytes + tagBytes));
  return body - segments * tagBytes;
}

async function encrypt(
  file: FileHandle,
  key: string,
  master: Buffer,
  source: FileSource,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<{ sha256: string; size: number }> {
  const fileKey = randomBytes(32);
  const wrapNonce = randomBytes(12);
  const wrap = sealed(createCipheriv('aes-256-gcm', master, wrapNonce), key, fileKey);
  await file.write(Buffer.concat([magic, wrapNonce, wrap]));

  const hash = createHash('sha256');
  let size = 0;
  let segment = 0;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  const flush = async (plain: Uint8Array, last: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(segment, last));
    await writeAll(file, sealed(cipher, key, plain));
    segment++;
  };
  for await (const piece of piecesOf(source)) {
    size += piece.length;
    if (size > maxBytes) throw new FileStoreError('too-large', `more than ${maxBytes} bytes`);
    hash.update(piece);
    held.push(piece);
    heldBytes += piece.length;
    if (heldBytes <= segmentBytes) continue;
    // One segment stays held back: only at the end is it known which is the last.
    const plain = Buffer.concat(held);
    let at = 0;
    for (; plain.length - at > segmentBytes; at += segmentBytes)
      await flush(plain.subarray(at, at + segmentBytes), false);
    held = [plain.subarray(at)];
    heldBytes = plain.length - at;
  }
  await flush(Buffer.concat(held), true);
  return { sha256: hash.digest('hex'), size };
}

function sealed(cipher: CipherGCM, key: string, plain: Uint8Array): Buffer {
  cipher.setAAD(additional(key));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function additional(key: string): Buffer {
  return Buffer.concat([magic, Buffer.from(key)]);
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}

async function* piecesOf(source: FileSource): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) yield source;
  else yield* source as AsyncIterable<Uint8Array>;
}

async function* decrypt(
  place: string,
  key: string,
  master: Buffer,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const file = await open(place, 'r');
  try {
    const { size: fileBytes } = await file.stat();
    if (contentSize(fileBytes) === null) throw damaged(key);
    const header = await readExactly(file, 0, headerBytes, key);
    if (!header.subarray(0, magic.length).equals(magic)) throw damaged(key);
    const wrapNonce = header.subarray(magic.length, magic.length + 12);
    const fileKey = opened(master, wrapNonce, key, header.subarray(magic.length + 12));
    const step = segmentBytes + tagBytes;
    for (let segment = 0, at = headerBytes; at < fileBytes; segment++, at += step) {
      const length = Math.min(step, fileBytes - at);
      if (length < tagBytes) throw damaged(key);
      const last = at + length === fileBytes;
      const plain = opened(
        fileKey,
        nonceOf(segment, last),
        key,
        await readExactly(file, at, length, key),
      );
      if (plain.length > 0) yield new Uint8Array(plain);
    }
  } finally {
    await file.close();
  }
}

function opened(secret: Buffer, nonce: Buffer, key: string, written: Buffer): Buffer {
  const body = written.subarray(0, written.length - tagBytes);
  const decipher = createDecipheriv('aes-256-gcm', secret, nonce, { authTagLength: tagBytes });
  decipher.setAAD(additional(key));
  decipher.setAuthTag(written.subarray(written.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    throw damaged(key);
  }
}

async function readExactly(
  file: FileHandle,
  from: number,
  length: number,
  key: string,
): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(buffer, at, length - at, from + at);
    if (bytesRead === 0) throw damaged(key);
    at += bytesRead;
  }
  return buffer;
}

function damaged(key: string): FileStoreError {
  return new FileStoreError('damaged', `file ${key} is not what was stored`);
}

/** The browser's types of a stream, which ours share, do not know `from` yet. */
function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { from } = ReadableStream as unknown as {
    from(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>>;
  };
  return from(pieces);
}

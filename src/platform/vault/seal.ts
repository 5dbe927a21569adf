import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { PersonId } from '#kernel/ids.ts';

/** Where a sealed text belongs. Moved to another table, column, row or person it does not open. */
export type Place = {
  table: string;
  column: string;
  row: string;
  person: PersonId;
  /** whose key of the person's; what is destroyed together is sealed in one room */
  room?: string;
};

/** Says that something could not be opened, and never what: no text, no key, no place stands in it. */
export class VaultError extends Error {
  readonly kind: 'damaged' | 'other-master' | 'destroyed';

  constructor(kind: VaultError['kind']) {
    super(`the vault did not open: ${kind}`);
    this.name = 'VaultError';
    this.kind = kind;
  }
}

/** The key that wraps all others, and a name for it that gives nothing away. */
export type MasterKey = { id: string; key: Buffer };

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const numberBytes = 4;
const headBytes = 1 + numberBytes;
const keyBytes = 32;
/** Texts are filled up to whole blocks, so that their length does not tell a "no" from a long story. */
const blockBytes = 256;

/** @param secret the installation's own, at least 32 characters */
export function masterKeyFrom(secret: string): MasterKey {
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, 'sojourn', purpose, length));
  return {
    id: derive('vault master name', 8).toString('hex'),
    key: derive('vault master key', keyBytes),
  };
}

export function newDataKey(): Buffer {
  return randomBytes(keyBytes);
}

/** Seals a person's data key with the master key; it opens for this person, room and number alone. */
export function wrapKey(
  master: MasterKey,
  person: PersonId,
  room: string,
  number: number,
  dataKey: Buffer,
): Buffer {
  return locked(master.key, headOf(number), boundTo(`key/${person}/${room}`), dataKey);
}

/** @throws VaultError when it was changed, is another person's, or another master key sealed it */
export function unwrapKey(
  master: MasterKey,
  person: PersonId,
  room: string,
  number: number,
  wrapped: Buffer,
): Buffer {
  if (numberOf(wrapped) !== number) throw new VaultError('damaged');
  const key = unlocked(master.key, boundTo(`key/${person}/${room}`), wrapped);
  if (key.length !== keyBytes) throw new VaultError('damaged');
  return key;
}

/** @param number which of the person's keys this is; stands in front, so that it is found again */
export function sealText(dataKey: Buffer, number: number, place: Place, text: string): Buffer {
  const words = Buffer.from(text, 'utf8');
  const filled = Buffer.alloc(Math.ceil((4 + words.length) / blockBytes) * blockBytes);
  filled.writeUInt32BE(words.length);
  words.copy(filled, 4);
  return locked(dataKey, headOf(number), boundTo(textOf(place)), filled);
}

/** @throws VaultError when a bit was changed, or it was sealed for another place or with another key */
export function openText(dataKey: Buffer, place: Place, sealed: Buffer): string {
  const filled = unlocked(dataKey, boundTo(textOf(place)), sealed);
  const length = filled.length < 4 ? -1 : filled.readUInt32BE();
  if (length < 0 || length > filled.length - 4) throw new VaultError('damaged');
  return filled.subarray(4, 4 + length).toString('utf8');
}

/** Which of the person's keys a text was sealed with. */
export function numberOf(sealed: Buffer): number {
  if (sealed.length < headBytes + nonceBytes + tagBytes || sealed[0] !== version)
    throw new VaultError('damaged');
  return sealed.readUInt32BE(1);
}

function headOf(number: number): Buffer {
  const head = Buffer.alloc(headBytes);
  head[0] = version;
  head.writeUInt32BE(number, 1);
  return head;
}

/** A slash inside a part would let two places have one name. */
function textOf({ table, column, row, person }: Place): string {
  const parts = [table, column, row, person];
  if (parts.some((part) => part === '' || part.includes('/')))
    throw new RangeError('a place has four parts without slashes');
  return parts.join('/');
}

const boundTo = (place: string) => Buffer.from(place, 'utf8');

/** Head, nonce, what was sealed, tag. The head is authenticated with the place. */
function locked(key: Buffer, head: Buffer, place: Buffer, content: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.concat([head, place]));
  return Buffer.concat([head, nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

function unlocked(key: Buffer, place: Buffer, sealed: Buffer): Buffer {
  // also says that it is long enough and of a version we know
  numberOf(sealed);
  const head = sealed.subarray(0, headBytes);
  const nonce = sealed.subarray(headBytes, headBytes + nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.concat([head, place]));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(headBytes + nonceBytes, -tagBytes)),
      decipher.final(),
    ]);
  } catch {
    throw new VaultError('damaged');
  }
}

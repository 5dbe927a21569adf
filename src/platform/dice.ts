import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import type { Id, IdPrefix } from '#kernel/ids.ts';
import { mintId } from '#kernel/ids.ts';
import { now } from './clock.ts';

const last = { at: -1, noise: new Uint8Array(10) };

/**
 * Ten random bytes. Within one millisecond each time a larger number, by a random step of up to 2^32:
 * what one process makes sorts in the order in which it was made, and the next id still cannot be guessed.
 */
function risingNoise(at: number): Uint8Array {
  if (at === last.at) {
    let carry = randomBytes(4).readUInt32BE() + 1;
    for (let i = 9; i >= 0 && carry > 0; i--) {
      carry += last.noise[i] as number;
      last.noise[i] = carry % 256;
      carry = Math.floor(carry / 256);
    }
  } else {
    last.at = at;
    last.noise = new Uint8Array(randomBytes(10));
    // room to rise: it would take 2^47 ids in one millisecond to run over
    last.noise[0] = (last.noise[0] as number) & 127;
  }
  return last.noise;
}

/** The only place that rolls dice. */
export function newId<P extends IdPrefix>(prefix: P): Id<P> {
  const at = now().epochMilliseconds;
  return mintId(prefix, at, risingNoise(at));
}
/** A secret for links and sessions: 256 bits, URL-safe. Only its hash is stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Six digits for a one-time code. */
export function newCode(): string {
  return String(randomInt(0, 1_000_000)).padStart(6, '0');
}

/** A keyed hash for short secrets such as codes, and for addresses that can be shown again such as feeds. */
export function keyedHash(secret: string, text: string): Buffer {
  return createHmac('sha256', secret).update(text).digest();
}

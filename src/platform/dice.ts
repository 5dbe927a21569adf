import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import type { Id, IdPrefix } from '#kernel/ids.ts';
import { mintId } from '#kernel/ids.ts';
import { now } from './clock.ts';

/** The only place that rolls dice. */
export function newId<P extends IdPrefix>(prefix: P): Id<P> {
  return mintId(prefix, now().epochMilliseconds, randomBytes(10));
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

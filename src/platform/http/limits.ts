import type { Context } from 'hono';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Database } from '../database/index.ts';

export type Limit = { name: string; points: number; seconds: number };
export type Limits = { take(limit: Limit, key: string): Promise<boolean> };

/** Counts attempts in the database, so that several processes share one count. */
export function openLimits(db: Database): Limits {
  const limiters = new Map<string, RateLimiterPostgres>();
  return {
    take: async (limit, key) => {
      let limiter = limiters.get(limit.name);
      if (!limiter) {
        limiter = new RateLimiterPostgres({
          storeClient: db.owner,
          storeType: 'pool',
          tableName: 'rate_limits',
          tableCreated: true,
          keyPrefix: limit.name,
          points: limit.points,
          duration: limit.seconds,
          clearExpiredByTimeout: false,
        });
        limiters.set(limit.name, limiter);
      }
      try {
        await limiter.consume(key);
        return true;
      } catch (refused) {
        // the library rejects with a result when the count is used up, and with an error when the store failed
        if (refused instanceof Error) throw refused;
        return false;
      }
    },
  };
}

/** The address a request came from. Behind a proxy on this machine it is what the proxy noted last. */
export function addressOf(c: Context): string {
  const socket = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)
    ?.incoming?.socket;
  const direct = socket?.remoteAddress ?? 'unknown';
  const fromProxy = /^(127\.|::1$|::ffff:127\.|unknown$)/.test(direct);
  const noted = fromProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return noted ?? direct;
}

import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { hashToken, newToken } from '#platform/dice.ts';
import { send } from './drive.ts';
import { residentOf } from './machine.ts';
import { idOf } from './rows.ts';

const thread = idOf('thr', 1);

/** As many people as `count` who are signed in and read one conversation, each a party for themselves. */
async function gather(owner: pg.Pool, count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, () => newToken());
  const ids = tokens.map((_, i) => idOf('per', i + 1));
  const sessions = tokens.map((_, i) => idOf('ses', i + 1));
  await owner.query(
    `insert into persons (id, given_name, family_name, language, created_at)
     select id, 'Alex', 'Example', 'en', now() from unnest($1::text[]) id`,
    [ids],
  );
  await owner.query(
    `insert into sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, device)
     select s, decode(h, 'hex'), p, now(), now(), now() + interval '1 day', '' from unnest($1::text[], $2::text[], $3::text[]) x(s, h, p)`,
    [sessions, tokens.map((t) => hashToken(t).toString('hex')), ids],
  );
  await owner.query(
    "insert into threads (id, about_kind, about_id, subject, started_at, last_at) values ($1, 'meeting', 'none', 'Live', now(), now())",
    [thread],
  );
  await owner.query(
    `insert into thread_parties (thread_id, person_id, relation, part_key, name, from_at)
     select $1, id, 'member', 'messaging.part.partner', 'Alex Example', now() from unnest($2::text[]) id`,
    [thread, ids],
  );
  await owner.query('analyze');
  return tokens;
}

type Open = { asked: ClientRequest; answered: IncomingMessage; heard: number };

async function open(origin: string, token: string): Promise<Open> {
  const asked = request(`${origin}/threads/stream`, {
    agent: false,
    headers: { cookie: `session=${token}`, accept: 'text/event-stream' },
  });
  asked.end();
  const [answered] = (await once(asked, 'response')) as [IncomingMessage];
  if (answered.statusCode !== 200) throw new Error(`a stream answered ${answered.statusCode}`);
  const stream: Open = { asked, answered, heard: 0 };
  answered.on('data', (piece: Buffer) => {
    for (const _ of piece.toString().matchAll(/event: message/g)) stream.heard++;
  });
  answered.on('error', () => {});
  asked.on('error', () => {});
  return stream;
}

/**
 * Opens a stream for each of many people who read one conversation, and writes into it.
 * @param product where it answers and its process
 * @returns milliseconds until the last of them has heard of a message (the median of the rounds), and what a stream holds in MB
 */
export async function measureLive(
  product: { origin: string; pid: number },
  owner: pg.Pool,
  count = 1000,
  rounds = 7,
): Promise<{ ms: number; worst: number; mb: number }> {
  const tokens = await gather(owner, count);
  const write = async (text: string) => {
    const answered = await send(`${product.origin}/api/v1/messaging/write-message`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens[0]}`, 'content-type': 'application/json' },
      body: JSON.stringify({ threadId: thread, text }),
    });
    if (answered.status !== 200) throw new Error(`writing answered ${answered.status}`);
  };
  // what the first messages load counts for no stream
  for (let i = 0; i < 5; i++) await write(`before ${i}`);
  await sleep(1000);
  const before = residentOf(product.pid);
  const streams: Open[] = [];
  for (let i = 0; i < count; i += 50)
    streams.push(
      ...(await Promise.all(tokens.slice(i, i + 50).map((t) => open(product.origin, t)))),
    );
  await sleep(1000);
  const mb = (residentOf(product.pid) - before) / count;
  const times: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const begun = performance.now();
    const heard = async () => {
      while (streams.some((s) => s.heard < round)) {
        if (performance.now() - begun > 20_000)
          throw new Error(`only ${streams.filter((s) => s.heard >= round).length} heard it`);
        await sleep(5);
      }
    };
    await Promise.all([write(`round ${round}`), heard()]);
    times.push(performance.now() - begun);
  }
  for (const stream of streams) stream.asked.destroy();
  const sorted = times.toSorted((a, b) => a - b);
  return { ms: sorted[sorted.length >> 1] as number, worst: sorted.at(-1) as number, mb };
}

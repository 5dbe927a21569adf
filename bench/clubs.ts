import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { offsetOf, type TimeSample } from '#modules/clubs/core/rules/clock.ts';
import { hashToken, newToken } from '#platform/dice.ts';
import { send } from './drive.ts';
import { idOf } from './rows.ts';

const club = idOf('clu', 1);
const meeting = idOf('evt', 900_001);
const person = (i: number) => idOf('per', 900_000 + i);

/** A club that meets at this moment, with as many people in the room as `count`, all signed in; the first leads. */
async function gather(owner: pg.Pool, count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, () => newToken());
  const ids = tokens.map((_, i) => person(i));
  const orgs = tokens.map((_, i) => idOf('org', 900_000 + i));
  await owner.query(
    `insert into persons (id, given_name, family_name, language, created_at)
     select id, 'Alex', 'Example', 'en', now() from unnest($1::text[]) id`,
    [ids],
  );
  await owner.query(
    `insert into organisations (id, kind, name, city, country_code, time_zone, language, created_at)
     select id, 'school', 'School', 'Riga', 'LV', 'Europe/Riga', 'lv', now() from unnest($1::text[]) id`,
    [orgs],
  );
  await owner.query(
    `insert into sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, device)
     select s, decode(h, 'hex'), p, now(), now(), now() + interval '1 day', '' from unnest($1::text[], $2::text[], $3::text[]) x(s, h, p)`,
    [
      tokens.map((_, i) => idOf('ses', 900_000 + i)),
      tokens.map((t) => hashToken(t).toString('hex')),
      ids,
    ],
  );
  await owner.query(
    `insert into clubs (id, name, criterion_id, language, facilitator_id, questions, state, created_at)
     values ($1, 'Live', 'C08', 'en', $2, '{}', 'running', now())`,
    [club, ids[0]],
  );
  await owner.query(
    `insert into club_members (club_id, person_id, org_id, state, proposed_at)
     select $1, p, o, 'accepted', now() from unnest($2::text[], $3::text[]) x(p, o)`,
    [club, ids.slice(1), orgs.slice(1)],
  );
  await owner.query(
    `insert into calendar_events (id, kind, title, starts_at, ends_at, time_zone, organiser_id, club_id, shared, created_at)
     values ($1, 'club_meeting', 'Kick-off', now(), now() + interval '90 minutes', 'Europe/Riga', $2, $3, true, now())`,
    [meeting, ids[0], club],
  );
  await owner.query(
    "insert into club_meetings (event_id, club_id, template_id) values ($1, $2, 'M1')",
    [meeting, club],
  );
  await owner.query('analyze');
  return tokens;
}

type Seat = {
  asked: ClientRequest;
  answered: IncomingMessage;
  /** how wrong this browser's own clock is */
  wrong: number;
  position: string;
};

async function sit(origin: string, token: string, wrong: number): Promise<Seat> {
  const asked = request(`${origin}/clubs/${club}/meetings/${meeting}/stream`, {
    agent: false,
    headers: { cookie: `session=${token}`, accept: 'text/event-stream' },
  });
  asked.end();
  const [answered] = (await once(asked, 'response')) as [IncomingMessage];
  if (answered.statusCode !== 200) throw new Error(`a clock answered ${answered.statusCode}`);
  const seat: Seat = { asked, answered, wrong, position: '' };
  answered.on('data', (piece: Buffer) => {
    for (const [, data = '{}'] of piece.toString().matchAll(/event: clock\ndata: (.*)\n/g))
      seat.position = JSON.parse(data).position;
  });
  answered.on('error', () => {});
  asked.on('error', () => {});
  return seat;
}

/**
 * The clock of a meeting with many people in the room, each with a clock of their own that is minutes wrong: how far what
 * they see is from the truth when all ask for the time at once, and how long until the last sees the next point.
 * @returns milliseconds: the worst difference of what is shown, and the median time until everybody has heard
 */
export async function measureClock(
  product: { origin: string },
  owner: pg.Pool,
  count = 50,
  rounds = 7,
): Promise<{ worst: number; heard: number }> {
  const tokens = await gather(owner, count);
  const seats = await Promise.all(
    tokens.map((token, i) => sit(product.origin, token, (i - count / 2) * 7919)),
  );
  const ask = async (seat: Seat, token: string): Promise<number> => {
    const samples: TimeSample[] = [];
    for (let i = 0; i < 5; i++) {
      const sent = Date.now() + seat.wrong;
      const answered = await send(`${product.origin}/clubs/${club}/meetings/${meeting}/clock`, {
        headers: { cookie: `session=${token}` },
      });
      if (answered.status !== 200) throw new Error(`the time answered ${answered.status}`);
      const { now } = JSON.parse(answered.body.toString()) as { now: number };
      samples.push({ sent, received: Date.now() + seat.wrong, server: now });
    }
    // server and browsers stand on one machine here: what should be found is known
    return Math.abs((offsetOf(samples)?.offset ?? Number.POSITIVE_INFINITY) + seat.wrong);
  };
  const errors = await Promise.all(seats.map((seat, i) => ask(seat, tokens[i] as string)));
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    const started = send(`${product.origin}/api/v1/clubs/start-point`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens[0]}`, 'content-type': 'application/json' },
      body: JSON.stringify({ eventId: meeting, position: round }),
    });
    const answered = await started;
    if (answered.status !== 200) throw new Error(`starting a point answered ${answered.status}`);
    while (seats.some((s) => s.position !== String(round))) {
      if (performance.now() - begun > 20_000) throw new Error('not everybody heard the clock');
      await sleep(2);
    }
    times.push(performance.now() - begun);
  }
  for (const seat of seats) seat.asked.destroy();
  return {
    worst: Math.max(...errors),
    heard: times.toSorted((a, b) => a - b)[times.length >> 1] as number,
  };
}

import { createHash } from 'node:crypto';
import type { PersonId } from '#kernel/ids.ts';
import type { Database, Tx } from './database/index.ts';
import { listenOn, notify } from './database/notify.ts';
import type { Log } from './log.ts';

/** Something that has happened, for those whom it concerns: ids alone, what it says is asked for by who may. */
export type LiveEvent = { id: string; name: string; data: Record<string, string> };

/** Says whom a piece of news concerns, and as which event they hear it. Asked once a process, however many listen. */
type Audience = (
  db: Database,
  payload: Record<string, string>,
) => Promise<{ persons: readonly PersonId[]; event: LiveEvent }>;

const audiences = new Map<string, Audience>();

/** Called at start by the module whose news a topic is. */
export function setAudience(topic: string, audience: Audience): void {
  audiences.set(topic, audience);
}

const channel = 'sojourn_live';

/** Tells every process of the installation, when the transaction of the change commits. */
export async function tellLive(
  tx: Tx,
  topic: string,
  payload: Record<string, string>,
): Promise<void> {
  await notify(tx, channel, JSON.stringify({ topic, ...payload }));
}

type Stream = {
  personId: PersonId;
  session: string;
  send(piece: Uint8Array): void;
  end(): void;
};

type Hub = {
  streams: Map<PersonId, Set<Stream>>;
  /** set while it is listened, or begun to */
  listening: object | null;
  stop: (() => void) | null;
  /** when what happens is heard */
  ready: Promise<void>;
  beat: NodeJS.Timeout | null;
};

const hubs = new WeakMap<Database, Hub>();
const encoder = new TextEncoder();
const beatSeconds = 25;
const lingerSeconds = 20;
/** A stream begins anew now and then, and with it the question who it is for and what they belong to. */
const streamMinutes = 30;
const streamsAtMost = 12;
/** What a reader has not fetched yet. Who is further behind than this comes again and is told what was missed. */
const behindAtMost = 200;

const pieceOf = ({ id, name, data }: LiveEvent) =>
  encoder.encode(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

function all(hub: Hub): Stream[] {
  return [...hub.streams.values()].flatMap((set) => [...set]);
}

async function hear(db: Database, hub: Hub, log: Log, text: string): Promise<void> {
  const { topic, ...payload } = JSON.parse(text) as Record<string, string>;
  if (topic === 'signed-out') {
    for (const stream of all(hub)) if (stream.session === payload.session) stream.end();
    return;
  }
  const audience = audiences.get(topic ?? '');
  if (!audience) return;
  try {
    const { persons, event } = await audience(db, payload);
    const piece = pieceOf(event);
    for (const id of persons) for (const stream of hub.streams.get(id) ?? []) stream.send(piece);
  } catch (error) {
    log.error('live.failed', error, { topic: topic ?? '' });
  }
}

/** One connection listens for the whole process, while there is anybody to tell. */
async function connect(db: Database, hub: Hub, log: Log): Promise<void> {
  const mine = {};
  hub.listening = mine;
  // whoever was connected meanwhile comes again, and is told what was missed
  const lost = () => {
    if (hub.listening !== mine) return;
    hub.listening = null;
    hub.stop = null;
    for (const stream of all(hub)) stream.end();
  };
  try {
    hub.stop = await listenOn(db, channel, (text) => void hear(db, hub, log, text), lost);
  } catch (error) {
    log.error('live.failed', error);
    lost();
  }
}

/** The connection stays for a moment: who goes from page to page is there again at once. */
function rest(hub: Hub): void {
  if (hub.streams.size > 0) return;
  setTimeout(() => {
    if (hub.streams.size > 0) return;
    if (hub.beat) clearInterval(hub.beat);
    const { stop } = hub;
    hub.beat = null;
    hub.listening = null;
    hub.stop = null;
    stop?.();
  }, lingerSeconds * 1000).unref();
}

function hubOf(db: Database, log: Log): Hub {
  const known = hubs.get(db);
  const hub: Hub = known ?? {
    streams: new Map(),
    listening: null,
    stop: null,
    ready: Promise.resolve(),
    beat: null,
  };
  hubs.set(db, hub);
  if (!hub.listening) hub.ready = connect(db, hub, log);
  if (!hub.beat) {
    const beat = encoder.encode(':\n\n');
    hub.beat = setInterval(() => {
      for (const stream of all(hub)) stream.send(beat);
    }, beatSeconds * 1000);
    hub.beat.unref();
  }
  return hub;
}

/**
 * An answer that stays open and says what happens from now on, as server-sent events. It ends when its session does,
 * after half an hour, and when the reader is too far behind; browsers then come again with the last event they heard.
 * @param of.token of the session: only its hash is kept
 * @param missed what happened since the last event that was heard; asked when everything newer is heard by itself
 */
export function openStream(
  { db, log }: { db: Database; log: Log },
  of: { personId: PersonId; token: string },
  missed: () => Promise<readonly LiveEvent[]>,
): Response {
  const hub = hubOf(db, log);
  let close = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        const mine = hub.streams.get(of.personId) ?? new Set<Stream>();
        hub.streams.set(of.personId, mine);
        const timer = setTimeout(() => stream.end(), streamMinutes * 60_000);
        timer.unref();
        const stream: Stream = {
          personId: of.personId,
          session: createHash('sha256').update(of.token).digest('hex'),
          send: (piece) => {
            if ((controller.desiredSize ?? 0) < -behindAtMost) stream.end();
            else controller.enqueue(piece);
          },
          end: () => {
            if (!mine.has(stream)) return;
            close();
            controller.close();
          },
        };
        close = () => {
          clearTimeout(timer);
          mine.delete(stream);
          if (mine.size === 0 && hub.streams.get(of.personId) === mine)
            hub.streams.delete(of.personId);
          rest(hub);
        };
        mine.add(stream);
        // more than anybody has windows in view: the oldest is one that was forgotten
        if (mine.size > streamsAtMost) [...mine][0]?.end();
        stream.send(encoder.encode('retry: 3000\n\n'));
        try {
          await hub.ready;
          for (const event of await missed()) if (mine.has(stream)) stream.send(pieceOf(event));
        } catch (error) {
          log.error('live.failed', error);
          stream.end();
        }
      },
      cancel: () => close(),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // a proxy that gathers answers would keep the news to itself
      'x-accel-buffering': 'no',
    },
  });
}

import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One request over a connection that is kept. */
export function send(
  url: string,
  options: { method?: string; headers?: OutgoingHttpHeaders; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { agent, method: options.method ?? 'GET', headers: options.headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks),
          }),
        );
        answer.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(options.body);
  });
}

export type Load = {
  url: string;
  method?: string;
  headers: OutgoingHttpHeaders;
  bodies?: string[];
  atOnce: number;
} & ({ count: number } | { forMs: number });
export type Driven = { ms: number; count: number; wrong: number };

/**
 * Sends `count` requests, or as many as go in a time, `atOnce` under way at any moment; says how long that took and how
 * many were not answered with 200.
 */
export async function drive(load: Load): Promise<Driven> {
  const { url, method, headers, bodies, atOnce } = load;
  let count = 0;
  let wrong = 0;
  const begun = performance.now();
  const goesOn = () =>
    'count' in load ? count < load.count : performance.now() - begun < load.forMs;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (goesOn()) {
        const body = bodies?.[count];
        count += 1;
        const answer = await send(url, {
          ...(method ? { method } : {}),
          headers,
          ...(body ? { body } : {}),
        });
        if (answer.status !== 200) wrong += 1;
      }
    }),
  );
  return { ms: performance.now() - begun, count, wrong };
}

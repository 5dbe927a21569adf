import { createDecipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { House } from './house.ts';

/** What a browser does with a push, by RFC 8291 and RFC 8188: one record of AES-128-GCM behind a header with salt and key. */
function unsealed(body: Buffer, curve: ECDH, auth: string): string {
  const salt = body.subarray(0, 16);
  const theirs = body.subarray(21, 21 + (body[20] ?? 0));
  const sealed = body.subarray(21 + theirs.length);
  const info = (text: string, ...more: Buffer[]) =>
    Buffer.concat([Buffer.from(`${text}\0`), ...more]);
  const derived = (key: Buffer, salted: Buffer, about: Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', key, salted, about, length));
  const shared = derived(
    curve.computeSecret(theirs),
    Buffer.from(auth, 'base64url'),
    info('WebPush: info', curve.getPublicKey(), theirs),
    32,
  );
  const cipher = createDecipheriv(
    'aes-128-gcm',
    derived(shared, salt, info('Content-Encoding: aes128gcm'), 16),
    derived(shared, salt, info('Content-Encoding: nonce'), 12),
  );
  cipher.setAuthTag(sealed.subarray(-16));
  const open = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  return open.subarray(0, open.lastIndexOf(2)).toString();
}

/**
 * A push service of one's own, and a browser that keeps its keys to itself. The house sends to no other until it is closed.
 * @param answers with which status it answers, each time anew
 */
export async function openPushService(house: House, answers: () => number | 'silence') {
  const curve = createECDH('prime256v1');
  const p256dh = curve.generateKeys('base64url');
  const auth = randomBytes(16).toString('base64url');
  const received: { path: string; headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const service = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks),
    });
    const status = answers();
    if (status !== 'silence') response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const { port } = service.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  house.runtime.config.push = { hosts: ['push.example.org'], origins: [origin] };
  return {
    origin,
    keys: { p256dh, auth },
    received,
    open: (body: Buffer) => JSON.parse(unsealed(body, curve, auth)),
    close: () => {
      house.runtime.config.push = undefined;
      service.closeAllConnections();
      service.close();
    },
  };
}

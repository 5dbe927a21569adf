import { createECDH, createHmac } from 'node:crypto';
import type { Config, PushServices } from './config.ts';

/** Where a browser is reached: the address it got from its push service, and the keys to which messages are sealed. */
export type PushAddress = { endpoint: string; p256dh: string; auth: string };
export type PushMessage = { title: string; body: string; url: string };

/**
 * The pair of keys by which push services know this installation (RFC 8292), made out of its secret: every process has
 * the same after every start, and nothing has to be kept. With another secret devices must be turned on again.
 * @returns both in base64url: the public one uncompressed, as browsers want it
 */
export function pushKeys(secret: string): { publicKey: string; privateKey: string } {
  for (let n = 0; ; n++) {
    const number = createHmac('sha256', secret).update(`sojourn:push:${n}`).digest();
    const curve = createECDH('prime256v1');
    try {
      curve.setPrivateKey(number);
    } catch {
      // beyond the order of the curve: once in four thousand million secrets
      continue;
    }
    return {
      publicKey: curve.getPublicKey('base64url'),
      privateKey: number.toString('base64url'),
    };
  }
}

/**
 * Whether an address that a browser named is one of a push service: https, no port of its own, a known host. Anything else
 * would make this server call wherever somebody likes.
 */
export function isPushService(services: PushServices, endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const url = new URL(endpoint);
  if (services.origins?.includes(url.origin)) return true;
  return (
    url.protocol === 'https:' &&
    url.port === '' &&
    url.username === '' &&
    url.password === '' &&
    services.hosts.some((host) =>
      host.startsWith('.') ? url.hostname.endsWith(host) : url.hostname === host,
    )
  );
}

/** Whom a push service may write to about us: RFC 8292 wants a mailbox or a page. */
function contactOf({ mailFrom, origin }: Config): string {
  const address = /[^\s<>]+@[^\s<>]+/.exec(mailFrom)?.[0];
  return address ? `mailto:${address}` : origin;
}

/**
 * Gives one message, sealed for the browser alone (RFC 8291), to its push service (RFC 8030). A newer one of the same topic
 * takes the place of one that still waits there.
 * @param topic at most 32 letters of base64url; tells the service nothing
 * @param secondsToLive after which a device that was off all the time is told no more
 * @returns 'gone' when nothing can arrive at this address ever again, 'refused' when the service did not take this one
 * @throws Error when it may go well another time: no connection, no answer in time, "too many" or its own failure
 */
export async function sendPush(
  config: Config,
  to: PushAddress,
  message: PushMessage,
  { topic, secondsToLive }: { topic: string; secondsToLive: number },
  timeoutMs = 8_000,
): Promise<'sent' | 'gone' | 'refused'> {
  if (!config.push || !isPushService(config.push, to.endpoint)) return 'gone';
  const { default: push } = await import('web-push');
  let details: ReturnType<typeof push.generateRequestDetails>;
  try {
    details = push.generateRequestDetails(
      { endpoint: to.endpoint, keys: { p256dh: to.p256dh, auth: to.auth } },
      JSON.stringify(message),
      {
        vapidDetails: { subject: contactOf(config), ...pushKeys(config.secret) },
        TTL: secondsToLive,
        urgency: 'high',
        topic,
      },
    );
  } catch {
    // keys that are none: nothing can be sealed for them
    return 'gone';
  }
  const response = await fetch(to.endpoint, {
    method: 'POST',
    headers: Object.entries(details.headers).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]),
    body: new Uint8Array(details.body as Buffer),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  await response.body?.cancel();
  if (response.ok) return 'sent';
  if (response.status === 404 || response.status === 410) return 'gone';
  if (response.status === 429 || response.status === 408 || response.status >= 500)
    throw new Error(`the push service answered ${response.status}`);
  return 'refused';
}

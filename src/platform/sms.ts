import type { SmsGateway } from './config.ts';

/** A number that a gateway takes everywhere: with its country, digits alone. */
export function smsNumber(phone: string): string | null {
  const digits = phone.replaceAll(/[\s()./-]/g, '').replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : null;
}

/** Fills the values into the strings of what a gateway wants, however deep they stand. */
function filled(value: unknown, values: Record<string, string>): unknown {
  if (typeof value === 'string')
    return value.replaceAll(/\{(to|text|key)\}/g, (_, name: string) => values[name] ?? '');
  if (Array.isArray(value)) return value.map((each) => filled(each, values));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, filled(v, values)]));
}

/**
 * Gives one text message to the gateway. It carries no content, only that there is something to read and where.
 * @param message.key the same when it is tried again, so that a gateway that knows keys sends it once
 * @returns 'refused' when the gateway will not take it (another number or sign-in is needed)
 * @throws Error when it may go well another time: no connection, no answer in time, "too many" or its own failure
 */
export async function sendSms(
  gateway: SmsGateway,
  message: { to: string; text: string; key: string },
  timeoutMs = 8_000,
): Promise<'sent' | 'refused'> {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': message.key,
      ...(gateway.token ? { authorization: `Bearer ${gateway.token}` } : {}),
    },
    body: JSON.stringify(filled(gateway.body, message)),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  await response.body?.cancel();
  if (response.ok) return 'sent';
  if (response.status === 429 || response.status === 408 || response.status >= 500)
    throw new Error(`the gateway for text messages answered ${response.status}`);
  return 'refused';
}

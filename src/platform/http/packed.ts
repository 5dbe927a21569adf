import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Context } from 'hono';

export type Encoding = 'br' | 'gzip';

/** The best encoding a browser takes, by its Accept-Encoding header; undefined when it wants the bytes as they are. */
export function encodingFor(accepted: string | undefined): Encoding | undefined {
  const taken = (accepted ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]);
  return taken.includes('br') ? 'br' : taken.includes('gzip') ? 'gzip' : undefined;
}

const fast = {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 2,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_LGWIN]: 18,
  },
};

/**
 * An answer whose text is known as a whole, packed at once. A stream that packs piece by piece costs several times more
 * for texts of this size, and takes the adapter's short way to the socket away (docs/decisions/0003).
 */
export function packed(c: Context, text: string, type: string, status = 200): Response {
  const plain = Buffer.from(text);
  const encoding = plain.length < 1024 ? undefined : encodingFor(c.req.header('accept-encoding'));
  const body =
    encoding === 'br'
      ? brotliCompressSync(plain, fast)
      : encoding === 'gzip'
        ? gzipSync(plain, { level: 1 })
        : plain;
  return c.body(body as Uint8Array<ArrayBuffer>, status as 200, {
    'content-type': type,
    'content-length': String(body.length),
    vary: 'accept-encoding',
    ...(encoding ? { 'content-encoding': encoding } : {}),
  });
}

import { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import type { Failure } from '#kernel/outcome.ts';
import { fail } from '#kernel/outcome.ts';
import { type FormData, type FormFile, formData } from './form.ts';

const formLimit = 512 * 1024;

/**
 * Reads a form, streaming, and stops at the limit: what is larger is refused before it fills the memory.
 * @param upload greatest size of all files in bytes; 0 accepts none
 */
export async function readForm(
  request: Request,
  upload = 0,
): Promise<{ ok: true; form: FormData } | Failure> {
  const type = request.headers.get('content-type') ?? '';
  const limit = formLimit + upload;
  const tooLarge = fail(
    'platform.error.too-large',
    { megabytes: Math.max(1, Math.floor(limit / 1_048_576)) },
    undefined,
    'too_large',
  );
  const announced = Number(request.headers.get('content-length') ?? 0);
  // a browser shows our answer only when it could send what it began, so a little too much is read and thrown away
  if (announced > Math.max(limit * 8, 64 * 1_048_576)) return tooLarge;
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const text = await textUpTo(request, formLimit);
    if (text === null) return tooLarge;
    const values: Record<string, string[]> = {};
    for (const [key, value] of new URLSearchParams(text)) add(values, key, value);
    return { ok: true, form: formData(values) };
  }
  if (!type.startsWith('multipart/form-data') || !request.body)
    return fail('platform.error.unreadable');
  return readMultipart(request, type, upload, tooLarge);
}

function add(values: Record<string, string[]>, name: string, value: string): void {
  const list = values[name] ?? [];
  list.push(value);
  values[name] = list;
}

async function textUpTo(request: Request, limit: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readMultipart(
  request: Request,
  type: string,
  upload: number,
  tooLarge: Failure,
): Promise<{ ok: true; form: FormData } | Failure> {
  const values: Record<string, string[]> = {};
  const files: Record<string, FormFile> = {};
  let over = false;
  return new Promise((resolve) => {
    const parser = new Busboy({
      headers: { 'content-type': type },
      limits: {
        fileSize: Math.max(1, upload),
        files: upload > 0 ? 10 : 0,
        fieldSize: formLimit,
        fields: 2000,
      },
    });
    parser.on('field', (name, value) => {
      add(values, name, value);
    });
    parser.on('file', (name, stream, filename, _encoding, mime) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => {
        over = true;
      });
      stream.on('end', () => {
        const bytes = Buffer.concat(chunks);
        if (!filename || bytes.byteLength === 0) return;
        // one field may bring several: they are name, name.2, name.3
        let key = name;
        for (let n = 2; key in files; n++) key = `${name}.${n}`;
        files[key] = { name: filename, type: mime, bytes };
      });
    });
    parser.on('filesLimit', () => {
      over = true;
    });
    parser.on('error', () => resolve(fail('platform.error.unreadable')));
    parser.on('finish', () =>
      resolve(over ? tooLarge : { ok: true, form: formData(values, files) }),
    );
    Readable.fromWeb(request.body as never)
      .on('error', () => resolve(fail('platform.error.unreadable')))
      .pipe(parser);
  });
}

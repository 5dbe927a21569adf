import { Refusal } from '#kernel/errors.ts';
import { safeFileName } from '#kernel/file-name.ts';
import { notFound } from '#kernel/outcome.ts';
import type { FileStore } from '../files.ts';

/** What an XLSX file is called (Office Open XML). */
export const spreadsheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export type Download = {
  /** as people gave it; made safe here */
  name: string;
  mediaType: string;
  /** only what we looked into ourselves may be shown in place: pictures and sound */
  inline?: boolean;
  /** lower-case hex, of the content */
  sha256?: string;
};

/**
 * The header that makes a browser save or show, with the name in every script.
 * `filename` is what old programs read, `filename*` the real one (RFC 6266, RFC 8187).
 */
export function contentDisposition(
  fileName: string,
  how: 'attachment' | 'inline' = 'attachment',
): string {
  const name = safeFileName(fileName);
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["%\\]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

function headersOf({ name, mediaType, inline, sha256 }: Download): Record<string, string> {
  return {
    'content-type': mediaType,
    'content-disposition': contentDisposition(name, inline ? 'inline' : 'attachment'),
    // whatever it claims to be, it runs nothing here
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store, no-transform',
    ...(sha256 && { etag: `"${sha256}"` }),
  };
}

/** Something made for this request, to be saved. */
export function download(bytes: Uint8Array<ArrayBuffer>, about: Download): Response {
  return new Response(bytes, {
    headers: { ...headersOf(about), 'content-length': String(bytes.length) },
  });
}

/**
 * A kept file, sent piece by piece.
 * @throws Refusal "not found" when the store no longer has it
 */
export async function storedDownload(
  files: FileStore,
  key: string,
  about: Download,
): Promise<Response> {
  const stored = await files.get(key);
  if (!stored) throw new Refusal(notFound);
  return new Response(stored.stream(), {
    headers: { ...headersOf(about), 'content-length': String(stored.size) },
  });
}

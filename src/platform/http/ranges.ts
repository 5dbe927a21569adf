/**
 * Answers a file in whole, or the part that was asked for (RFC 9110, 14): players on phones ask for sound in parts and
 * play nothing without them. One range at a time; of several the whole is answered, which is allowed.
 */
export function fileInRanges(
  request: Request,
  bytes: Uint8Array<ArrayBuffer>,
  mediaType: string,
): Response {
  const headers = {
    'content-type': mediaType,
    'content-disposition': 'inline',
    'accept-ranges': 'bytes',
    // packed, a part would be a part of something else
    'content-encoding': 'identity',
  };
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '');
  const [first = '', last = ''] = asked?.slice(1) ?? [];
  if (!asked || (first === '' && last === '')) return new Response(bytes, { headers });
  const size = bytes.length;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const until = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (from > until || from >= size)
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${size}` },
    });
  return new Response(bytes.slice(from, until + 1), {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${from}-${until}/${size}` },
  });
}

import { describe, expect, it } from 'vitest';
import { fileInRanges } from './ranges.ts';

const bytes = new TextEncoder().encode('0123456789');
const asks = async (range?: string) => {
  const answer = fileInRanges(
    new Request('http://here/', { headers: range ? { range } : {} }),
    bytes,
    'audio/mp4',
  );
  return [answer.status, await answer.text(), answer.headers.get('content-range')];
};

describe('a file in ranges', () => {
  it.each<[string | undefined, number, string, string | null]>([
    [undefined, 200, '0123456789', null],
    ['bytes=0-1', 206, '01', 'bytes 0-1/10'],
    ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=8-99999999999', 206, '89', 'bytes 8-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=5-2', 416, '', 'bytes */10'],
    ['bytes=-0', 416, '', 'bytes */10'],
    ['bytes=0-1,4-5', 200, '0123456789', null],
    ['pages=1-2', 200, '0123456789', null],
    ['bytes=-', 200, '0123456789', null],
  ])('%s', async (range, status, text, contentRange) => {
    expect(await asks(range)).toEqual([status, text, contentRange]);
  });
});

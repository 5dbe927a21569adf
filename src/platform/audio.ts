import type { Failure } from '#kernel/outcome.ts';
import { fail } from '#kernel/outcome.ts';

/** What may be sent: 10 MB, which is three minutes as every phone records them. */
export const audioLimits = { bytes: 10 * 1024 * 1024 } as const;

export const audioTypes = [
  'audio/mp4',
  'audio/mpeg',
  'audio/ogg',
  'audio/webm',
  'audio/wav',
] as const;
type AudioType = (typeof audioTypes)[number];

type Recording = { bytes: Uint8Array<ArrayBuffer>; mediaType: AudioType };

/** Why a recording is not taken; each has its sentence `platform.audio.…`. */
type Refused = 'missing' | 'too-large' | 'unknown' | 'not-sound' | 'unreadable';

class Odd extends Error {
  readonly reason: Refused;

  constructor(reason: Refused) {
    super(reason);
    this.name = 'Odd';
    this.reason = reason;
  }
}

/**
 * Takes out of a recording what a phone or program wrote beside the sound: place, device, title, date, pictures. What is
 * heard stays as it is. Pure: bytes in, other bytes out.
 *
 * Reads MP4 (m4a), MP3, Ogg (Opus and Vorbis), WebM and WAV, told apart by their first bytes, never by their name. A file
 * that is not whole, or not built as its kind says, is refused: what cannot be followed cannot be cleaned.
 */
export function stripRecording(
  bytes: Uint8Array,
): { ok: true; recording: Recording } | { ok: false; failure: Failure } {
  try {
    if (bytes.length === 0) throw new Odd('missing');
    if (bytes.length > audioLimits.bytes) throw new Odd('too-large');
    const mediaType = kindOf(bytes);
    return { ok: true, recording: { bytes: cleaners[mediaType](bytes), mediaType } };
  } catch (error) {
    // a length that points behind the end
    if (!(error instanceof Odd) && !(error instanceof RangeError)) throw error;
    const reason = error instanceof Odd ? error.reason : 'unreadable';
    return {
      ok: false,
      failure: fail(`platform.audio.${reason}`, { limit: audioLimits.bytes / 1024 / 1024 }, 'file'),
    };
  }
}

const cleaners: Record<AudioType, (bytes: Uint8Array) => Uint8Array<ArrayBuffer>> = {
  'audio/mp4': cleanMp4,
  'audio/mpeg': cleanMp3,
  'audio/ogg': cleanOgg,
  'audio/webm': cleanWebm,
  'audio/wav': cleanWav,
};

function kindOf(bytes: Uint8Array): AudioType {
  if (text(bytes, 4, 8) === 'ftyp') return 'audio/mp4';
  if (text(bytes, 0, 4) === 'OggS') return 'audio/ogg';
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WAVE') return 'audio/wav';
  if (text(bytes, 0, 4) === '\x1a\x45\xdf\xa3') return 'audio/webm';
  if (text(bytes, 0, 3) === 'ID3' || frameAt(bytes, 0) > 0) return 'audio/mpeg';
  throw new Odd('unknown');
}

const text = (bytes: Uint8Array, from: number, until: number) =>
  String.fromCharCode(...bytes.subarray(from, Math.min(until, from + 64)));

const viewOf = (bytes: Uint8Array) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** @param at where a number of eight bytes stands; larger than any file counts as broken */
function long(view: DataView, at: number): number {
  const n = view.getBigUint64(at);
  if (n > BigInt(audioLimits.bytes)) throw new Odd('unreadable');
  return Number(n);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// ---- MP4: boxes in boxes (ISO/IEC 14496-12). Nothing moves, since boxes name places in the file.

/** Boxes that sound needs, by the box they stand in. Every other is made `free`. */
const boxesKept: Record<string, readonly string[]> = {
  '': ['ftyp', 'styp', 'moov', 'moof', 'mdat', 'sidx', 'mfra'],
  moov: ['mvhd', 'trak', 'mvex'],
  trak: ['tkhd', 'mdia', 'edts'],
  mdia: ['mdhd', 'hdlr', 'minf'],
  minf: ['smhd', 'dinf', 'stbl'],
  stbl: ['stsd', 'stts', 'ctts', 'stsc', 'stsz', 'stz2', 'stco', 'co64', 'stss', 'sgpd', 'sbgp'],
  mvex: ['mehd', 'trex'],
  moof: ['mfhd', 'traf'],
  traf: ['tfhd', 'tfdt', 'trun', 'sgpd', 'sbgp', 'saiz', 'saio'],
};
/** What browsers play. */
const mp4Codecs = ['mp4a', '.mp3', 'Opus', 'fLaC', 'alac'];

function cleanMp4(given: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(given);
  const view = viewOf(bytes);
  let sounds = 0;
  const empty = (from: number, until: number) => bytes.fill(0, from, until);

  const walk = (from: number, until: number, parent: string): void => {
    for (let at = from; at < until; ) {
      if (until - at < 8) throw new Odd('unreadable');
      const short = view.getUint32(at);
      const kind = text(bytes, at + 4, at + 8);
      const head = short === 1 ? 16 : 8;
      const size =
        short === 1 ? long(view, at + 8) : short === 0 && parent === '' ? until - at : short;
      const end = at + size;
      if (size < head || end > until) throw new Odd('unreadable');
      const body = at + head;
      if (!boxesKept[parent]?.includes(kind)) {
        bytes.set([0x66, 0x72, 0x65, 0x65], at + 4); // free
        empty(body, end);
      } else if (boxesKept[kind]) walk(body, end, kind);
      else if (kind === 'mvhd' || kind === 'tkhd' || kind === 'mdhd')
        // version and flags, then when it was made and changed
        empty(body + 4, Math.min(end, body + (bytes[body] === 1 ? 20 : 12)));
      else if (kind === 'hdlr') {
        if (text(bytes, body + 8, body + 12) !== 'soun') throw new Odd('not-sound');
        sounds++;
        empty(body + 12, end);
      } else if (kind === 'stsd' && !mp4Codecs.includes(text(bytes, body + 12, body + 16)))
        throw new Odd('unknown');
      at = end;
    }
  };
  walk(0, bytes.length, '');
  if (sounds !== 1) throw new Odd(sounds > 1 ? 'not-sound' : 'unreadable');
  return bytes;
}

// ---- MP3: frames one behind the other (ISO/IEC 11172-3). Only frames are kept.

const rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const samplings = [44100, 48000, 32000];

/** Length in bytes of the layer III frame that begins here; 0 when none does. */
function frameAt(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
  if (a !== 0xff || (b & 0xe6) !== 0xe2) return 0;
  const version = (b >> 3) & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
  const rate = (version === 3 ? rates1 : rates2)[c >> 4] ?? 0;
  const sampling = samplings[(c >> 2) & 3];
  if (version === 1 || rate === 0 || !sampling) return 0;
  const hertz = sampling / (version === 3 ? 1 : version === 2 ? 2 : 4);
  return Math.floor(((version === 3 ? 144 : 72) * rate * 1000) / hertz) + ((c >> 1) & 1);
}

function cleanMp3(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  let from = 0;
  while (text(bytes, from, from + 3) === 'ID3') {
    if (bytes.length < from + 10) throw new Odd('unreadable');
    const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(from + 6, from + 10);
    if ((a | b | c | d) & 0x80) throw new Odd('unreadable');
    const footer = ((bytes[from + 5] ?? 0) & 0x10) !== 0 ? 10 : 0;
    from += 10 + ((a << 21) | (b << 14) | (c << 7) | d) + footer;
  }
  // some programs leave zeros behind what they write in front
  while (bytes[from] === 0) from++;
  const frames: Uint8Array[] = [];
  let at = from;
  for (
    let size = frameAt(bytes, at);
    size > 0 && at + size <= bytes.length;
    size = frameAt(bytes, at)
  ) {
    frames.push(bytes.subarray(at, at + size));
    at += size;
  }
  if (frames.length < 2 || !endsHere(bytes.subarray(at))) throw new Odd('unreadable');
  return joined(frames);
}

/** Whether what stands behind the last frame is none of the sound: half a frame, zeros, or what programs write there. */
function endsHere(rest: Uint8Array): boolean {
  if (rest.every((byte) => byte === 0)) return true;
  // a recorder that was stopped
  if (frameAt(rest, 0) > rest.length) return true;
  // the last 128 bytes may be ID3v1 behind what ends with a mark
  const marked = [rest, rest.subarray(0, Math.max(0, rest.length - 128))].some(
    (end) => end.length >= 32 && text(end, end.length - 32, end.length - 24) === 'APETAGEX',
  );
  return marked || /^(TAG|ID3|APETAGEX|LYRICSBEGIN)/.test(text(rest, 0, 11));
}

// ---- Ogg: pages with a sum each (RFC 3533); the second packet holds the comments (RFC 7845, Vorbis I).

type OggPage = {
  bytes: Uint8Array;
  flags: number;
  serial: number;
  lacing: Uint8Array;
  body: Uint8Array;
};

function oggPages(bytes: Uint8Array): OggPage[] {
  const view = viewOf(bytes);
  const pages: OggPage[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (text(bytes, at, at + 4) !== 'OggS' || bytes[at + 4] !== 0) throw new Odd('unreadable');
    const count = view.getUint8(at + 26);
    const lacing = bytes.subarray(at + 27, at + 27 + count);
    const size = lacing.reduce((sum, n) => sum + n, 0);
    const end = at + 27 + count + size;
    if (lacing.length < count || end > bytes.length) throw new Odd('unreadable');
    const whole = bytes.subarray(at, end);
    if (oggSum(whole) !== view.getUint32(at + 22, true)) throw new Odd('unreadable');
    pages.push({
      bytes: whole,
      flags: view.getUint8(at + 5),
      serial: view.getUint32(at + 14, true),
      lacing,
      body: bytes.subarray(at + 27 + count, end),
    });
    at = end;
  }
  return pages;
}

const oggTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24;
  for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  return sum >>> 0;
});

/** CRC-32 of a page with its own four bytes as zeros: polynomial 04c11db7, nothing reflected, from zero. */
function oggSum(page: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= 22 && i < 26 ? 0 : (page[i] ?? 0);
    sum = (sum << 8) ^ (oggTable[(sum >>> 24) ^ byte] ?? 0);
  }
  return sum >>> 0;
}

function numbered(page: Uint8Array, number: number): Uint8Array {
  const own = new Uint8Array(page);
  const view = viewOf(own);
  view.setUint32(18, number, true);
  view.setUint32(22, oggSum(own), true);
  return own;
}

/** Pages that hold whole packets: 255 pieces of 255 bytes each at most. */
function pagesOf(packets: readonly Uint8Array[], serial: number): Uint8Array[] {
  const pieces = packets.flatMap((packet) =>
    Array.from({ length: Math.floor(packet.length / 255) + 1 }, (_, i) => ({
      piece: packet.subarray(i * 255, (i + 1) * 255),
      first: i === 0,
      last: i === Math.floor(packet.length / 255),
    })),
  );
  const pages: Uint8Array[] = [];
  for (let at = 0; at < pieces.length; at += 255) {
    const here = pieces.slice(at, at + 255);
    const head = new Uint8Array(27 + here.length);
    const view = viewOf(head);
    head.set([0x4f, 0x67, 0x67, 0x53]);
    head[5] = here[0]?.first ? 0 : 1;
    // headers are heard at no time; a page on which no packet ends has none
    view.setBigInt64(6, here.some((one) => one.last) ? 0n : -1n, true);
    view.setUint32(14, serial, true);
    head[26] = here.length;
    head.set(
      here.map((one) => one.piece.length),
      27,
    );
    pages.push(joined([head, ...here.map((one) => one.piece)]));
  }
  return pages;
}

function cleanOgg(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const pages = oggPages(bytes);
  const [first] = pages;
  if (!first || (first.flags & 2) === 0 || pages.some((p) => p.serial !== first.serial))
    throw new Odd('not-sound');
  const opus = text(first.body, 0, 8) === 'OpusHead';
  if (!opus && text(first.body, 0, 7) !== '\x01vorbis') throw new Odd('not-sound');
  const wanted = opus ? 1 : 2;
  const headers: Uint8Array[] = [];
  let open: Uint8Array[] = [];
  let next = 1;
  // the last header ends its page: sound begins on a page of its own
  for (; headers.length < wanted; next++) {
    const page = pages[next];
    if (!page) throw new Odd('unreadable');
    let at = 0;
    for (const n of page.lacing) {
      open.push(page.body.subarray(at, at + n));
      at += n;
      if (n === 255) continue;
      headers.push(joined(open));
      open = [];
    }
  }
  const [comments, setup] = headers;
  const magic = opus ? 'OpusTags' : '\x03vorbis';
  if (headers.length !== wanted || open.length > 0 || !comments) throw new Odd('unreadable');
  if (text(comments, 0, magic.length) !== magic) throw new Odd('unreadable');
  if (setup && text(setup, 0, 7) !== '\x05vorbis') throw new Odd('unreadable');
  // no name of a program, no comment; Vorbis ends with a mark
  const silent = new Uint8Array(magic.length + 8 + (opus ? 0 : 1));
  silent.set(Array.from(magic, (letter) => letter.charCodeAt(0)));
  if (!opus) silent[silent.length - 1] = 1;
  const said = pagesOf(setup ? [silent, setup] : [silent], first.serial);
  return joined(
    [first.bytes, ...said, ...pages.slice(next).map((p) => p.bytes)].map((page, i) =>
      numbered(page, i),
    ),
  );
}

// ---- WebM: elements in elements (RFC 8794, Matroska). Nothing moves; what goes becomes a Void of the same length.

const webm = {
  head: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  info: 0x1549a966,
  tracks: 0x1654ae6b,
  cues: 0x1c53bb6b,
  cluster: 0x1f43b675,
  tags: 0x1254c367,
  chapters: 0x1043a770,
  attachments: 0x1941a469,
  void: 0xec,
  scale: 0x2ad7b1,
  duration: 0x4489,
  muxer: 0x4d80,
  writer: 0x5741,
  track: 0xae,
  trackType: 0x83,
  trackName: 0x536e,
  codec: 0x86,
  codecName: 0x258688,
} as const;
const ofSegment: readonly number[] = [
  webm.seekHead,
  webm.info,
  webm.tracks,
  webm.cues,
  webm.cluster,
  webm.tags,
  webm.chapters,
  webm.attachments,
];

type Element = { id: number; at: number; body: number; end: number; open: boolean };

/** The element that begins here. One of unknown length reaches to the end of what it stands in. */
function elementAt(bytes: Uint8Array, at: number, until: number): Element {
  const width = (first: number, most: number) => {
    const zeros = Math.clz32(first) - 24;
    if (zeros >= most) throw new Odd('unreadable');
    return zeros + 1;
  };
  const number = (from: number, length: number, first: number) => {
    let value = first;
    for (let i = 1; i < length; i++) value = value * 256 + (bytes[from + i] ?? 0);
    return value;
  };
  const idWidth = width(bytes[at] ?? 0, 4);
  const id = number(at, idWidth, bytes[at] ?? 0);
  const sizeAt = at + idWidth;
  const sizeWidth = width(bytes[sizeAt] ?? 0, 8);
  const body = sizeAt + sizeWidth;
  if (body > until) throw new Odd('unreadable');
  const mask = 0xff >> sizeWidth;
  const value = (bytes[sizeAt] ?? 0) & mask;
  const open = value === mask && bytes.subarray(sizeAt + 1, body).every((b) => b === 0xff);
  const end = open ? until : body + number(sizeAt, sizeWidth, value);
  if (end > until) throw new Odd('unreadable');
  return { id, at, body, end, open };
}

function elementsIn(bytes: Uint8Array, from: number, until: number): Element[] {
  const found: Element[] = [];
  for (let at = from; at < until; at = found.at(-1)?.end ?? until)
    found.push(elementAt(bytes, at, until));
  return found;
}

/** Makes bytes of at least two a Void element. */
function makeVoid(bytes: Uint8Array, from: number, until: number): void {
  const size = until - from;
  bytes.fill(0, from, until);
  bytes[from] = webm.void;
  if (size < 129) {
    bytes[from + 1] = 0x80 | (size - 2);
    return;
  }
  bytes[from + 1] = 0x01;
  viewOf(bytes).setUint32(from + 5, size - 9);
}

function cleanWebm(given: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(given);
  const head = elementAt(bytes, 0, bytes.length);
  const docType = elementsIn(bytes, head.body, head.end).find((e) => e.id === webm.docType);
  if (head.open || !docType || text(bytes, docType.body, docType.end) !== 'webm')
    throw new Odd('unknown');
  const segment = elementAt(bytes, head.end, bytes.length);
  if (segment.id !== webm.segment) throw new Odd('unreadable');
  let sounds = 0;
  let at = segment.body;
  while (at < segment.end) {
    const e = elementAt(bytes, at, segment.end);
    let { end } = e;
    if (e.open) {
      // written while it was recorded: a cluster ends where the next part of the segment begins
      if (e.id !== webm.cluster) throw new Odd('unreadable');
      end = e.body;
      while (end < segment.end) {
        const inside = elementAt(bytes, end, segment.end);
        if (ofSegment.includes(inside.id)) break;
        if (inside.open) throw new Odd('unreadable');
        end = inside.end;
      }
    }
    if (e.id === webm.info) cleanInfo(bytes, e);
    else if (e.id === webm.tracks) sounds += cleanTracks(bytes, e);
    else if (e.id !== webm.seekHead && e.id !== webm.cues && e.id !== webm.cluster)
      makeVoid(bytes, e.at, end);
    at = end;
  }
  if (sounds !== 1) throw new Odd(sounds > 1 ? 'not-sound' : 'unreadable');
  // nothing is read behind the segment
  return bytes.slice(0, segment.end);
}

function cleanInfo(bytes: Uint8Array, info: Element): void {
  for (const e of elementsIn(bytes, info.body, info.end)) {
    if (e.id === webm.scale || e.id === webm.duration) continue;
    // these two have to be there: their text is emptied
    if (e.id === webm.muxer || e.id === webm.writer) bytes.fill(0, e.body, e.end);
    else makeVoid(bytes, e.at, e.end);
  }
}

/** @returns how many tracks of sound there are */
function cleanTracks(bytes: Uint8Array, tracks: Element): number {
  let sounds = 0;
  for (const track of elementsIn(bytes, tracks.body, tracks.end)) {
    if (track.id !== webm.track) {
      makeVoid(bytes, track.at, track.end);
      continue;
    }
    const parts = elementsIn(bytes, track.body, track.end);
    const type = parts.find((e) => e.id === webm.trackType);
    const codec = parts.find((e) => e.id === webm.codec);
    if (!type || bytes[type.end - 1] !== 2) throw new Odd('not-sound');
    if (!codec || !['A_OPUS', 'A_VORBIS'].includes(text(bytes, codec.body, codec.end)))
      throw new Odd('unknown');
    for (const e of parts)
      if (e.id === webm.trackName || e.id === webm.codecName) makeVoid(bytes, e.at, e.end);
    sounds++;
  }
  return sounds;
}

// ---- WAV: chunks one behind the other (RIFF). Two of them are the sound.

/** PCM, floating point, A-law, µ-law, and the longer head that names one of them. */
const wavFormats = [1, 3, 6, 7, 0xfffe];

function cleanWav(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = viewOf(bytes);
  let format: Uint8Array | null = null;
  let data: Uint8Array | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const kind = text(bytes, at, at + 4);
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size;
    if (end > bytes.length) throw new Odd('unreadable');
    if (kind === 'fmt ') format = bytes.subarray(at + 8, end);
    if (kind === 'data' && !data) data = bytes.subarray(at + 8, end);
    at = end + (size % 2);
  }
  if (!format || format.length < 16 || !data || data.length === 0) throw new Odd('unreadable');
  if (!wavFormats.includes(viewOf(format).getUint16(0, true))) throw new Odd('unknown');
  const head = new Uint8Array(12);
  head.set([0x52, 0x49, 0x46, 0x46, 0, 0, 0, 0, 0x57, 0x41, 0x56, 0x45]);
  const whole = joined([head, ...chunk('fmt ', format), ...chunk('data', data)]);
  viewOf(whole).setUint32(4, whole.length - 8, true);
  return whole;
}

function chunk(kind: string, body: Uint8Array): Uint8Array[] {
  const head = new Uint8Array(8);
  head.set(Array.from(kind, (letter) => letter.charCodeAt(0)));
  viewOf(head).setUint32(4, body.length, true);
  return body.length % 2 === 0 ? [head, body] : [head, body, new Uint8Array(1)];
}

import { describe, expect, it } from 'vitest';
import { stripRecording } from './audio.ts';

const said = (text: string) => Buffer.from(text, 'latin1');
const number = (value: number, bytes = 4) => {
  const made = Buffer.alloc(bytes);
  made.writeUIntBE(value, Math.max(0, bytes - 6), Math.min(6, bytes));
  return made;
};
const small = (value: number, bytes = 4) => Buffer.from(number(value, bytes)).reverse();
const zeros = (length: number) => Buffer.alloc(length);
const all = Buffer.concat;
const secret = 'Lina’s phone, 48.1234+11.5678';
const hidden = said('48.1234+11.5678');

function stripped(bytes: Uint8Array) {
  const made = stripRecording(bytes);
  if (!made.ok) throw new Error(made.failure.faults[0].reason);
  return { ...made.recording, buffer: Buffer.from(made.recording.bytes) };
}
const refusal = (bytes: Uint8Array) => {
  const made = stripRecording(bytes);
  return made.ok ? 'taken' : made.failure.faults[0].reason.replace('platform.audio.', '');
};

// ---- the smallest files of each kind that say something they should not

const box = (kind: string, ...parts: Uint8Array[]) => {
  const body = all(parts);
  return all([number(body.length + 8), said(kind), body]);
};
const sound = said('here is what is heard');
const track = (handler: string, codec = 'mp4a') =>
  box(
    'trak',
    box('tkhd', number(0), number(0xe1234567), number(0xe1234568), zeros(72)),
    box('udta', box('\xa9nam', said(secret))),
    box(
      'mdia',
      box('mdhd', number(0), number(0xe1234567), number(0xe1234568), zeros(12)),
      box('hdlr', zeros(8), said(handler), zeros(12), said(`${secret}\0`)),
      box('minf', box('stbl', box('stsd', zeros(4), number(1), box(codec, zeros(28))))),
    ),
  );
const m4a = (...tracks: Buffer[]) =>
  all([
    box('ftyp', said('M4A \0\0\0\0M4A mp42')),
    box('uuid', zeros(16), said(secret)),
    box('mdat', sound),
    box(
      'moov',
      box('mvhd', number(0), number(0xe1234567), number(0xe1234568), zeros(88)),
      ...tracks,
      box('udta', box('\xa9xyz', said(secret)), box('meta', zeros(4), said(secret))),
      box('meta', zeros(4), said(secret)),
    ),
  ]);

// MPEG 1, layer III, 128 kbit/s at 44.1 kHz: 417 bytes, or 418 with padding
const frame = (fill: number, padding = 0) =>
  all([Buffer.from([0xff, 0xfb, 0x90 | (padding << 1), 0xc0]), Buffer.alloc(413 + padding, fill)]);
const frames = all([frame(1), frame(2, 1), frame(3)]);
const id3 = (body: Buffer) =>
  all([said('ID3\x04\0\0'), Buffer.from([0, 0, body.length >> 7, body.length & 0x7f]), body]);
const apeItems = said(secret);
const apeFooter = all([said('APETAGEX'), zeros(24)]);
const id3v1 = all([said('TAG'), said(secret.padEnd(125))]);

function oggSum(page: Buffer): number {
  let sum = 0n;
  for (const byte of page) {
    sum ^= BigInt(byte) << 24n;
    for (let bit = 0; bit < 8; bit++)
      sum = sum & 0x80000000n ? ((sum << 1n) ^ 0x104c11db7n) & 0xffffffffn : sum << 1n;
  }
  return Number(sum);
}
const oggPage = (
  packet: Uint8Array,
  at: { number: number; flags?: number; serial?: number; laced?: number[] },
) => {
  const laced = at.laced ?? [
    ...Array(Math.floor(packet.length / 255)).fill(255),
    packet.length % 255,
  ];
  const page = all([
    said('OggS\0'),
    Buffer.from([at.flags ?? 0]),
    zeros(8),
    small(at.serial ?? 7),
    small(at.number),
    zeros(4),
    Buffer.from([laced.length, ...laced]),
    packet,
  ]);
  page.writeUInt32LE(oggSum(page), 22);
  return page;
};
const opusHead = all([said('OpusHead\x01\x01'), zeros(9)]);
const opusTags = all([said('OpusTags'), small(secret.length), said(secret), small(0)]);
const opus = (tags: Buffer = opusTags) =>
  all([
    oggPage(opusHead, { number: 0, flags: 2 }),
    oggPage(tags, { number: 1 }),
    oggPage(sound, { number: 2, flags: 4 }),
  ]);
const vorbis = all([
  oggPage(all([said('\x01vorbis'), zeros(23)]), { number: 0, flags: 2 }),
  // comments and setup share pages, the comments reaching over two of them
  (() => {
    const comments = all([
      said('\x03vorbis'),
      small(600),
      said(secret.padEnd(600)),
      small(0),
      Buffer.from([1]),
    ]);
    const setup = all([said('\x05vorbis'), zeros(300)]);
    const first = all([comments.subarray(0, 510)]);
    const rest = all([comments.subarray(510), setup]);
    return all([
      oggPage(first, { number: 1, laced: [255, 255] }),
      oggPage(rest, {
        number: 2,
        flags: 1,
        laced: [comments.length - 510, 255, setup.length - 255],
      }),
    ]);
  })(),
  oggPage(sound, { number: 3, flags: 4 }),
]);

const element = (id: number, body: Uint8Array, open = false) => {
  const idBytes = number(id, id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1);
  const size = open
    ? Buffer.from([0x01, ...Array(7).fill(0xff)])
    : all([Buffer.from([0x40 | (body.length >> 8)]), Buffer.from([body.length & 0xff])]);
  return all([idBytes, size, body]);
};
const audioTrack = (type = 2, codec = 'A_OPUS') =>
  element(
    0xae,
    all([
      element(0xd7, Buffer.from([1])),
      element(0x83, Buffer.from([type])),
      element(0x86, said(codec)),
      element(0x536e, said(secret)),
    ]),
  );
const webm = (tracks = [audioTrack()], live = true) => {
  const cluster = all([element(0xe7, Buffer.from([0])), element(0xa3, sound)]);
  return all([
    element(0x1a45dfa3, element(0x4282, said('webm'))),
    element(
      0x18538067,
      all([
        element(
          0x1549a966,
          all([
            element(0x2ad7b1, Buffer.from([0x0f, 0x42, 0x40])),
            element(0x4d80, said(secret)),
            element(0x5741, said(secret)),
            element(0x7ba9, said(secret)),
            element(0x4461, zeros(8).fill(9)),
          ]),
        ),
        element(0x1654ae6b, all(tracks)),
        element(0x1f43b675, cluster, live),
        element(0x1f43b675, cluster, live),
        element(0x1254c367, said(secret.padEnd(400))),
      ]),
      live,
    ),
  ]);
};

const chunk = (kind: string, body: Buffer) =>
  all([said(kind), small(body.length), body, zeros(body.length % 2)]);
const format = all([
  small(1, 2),
  small(1, 2),
  small(8000),
  small(16000),
  small(2, 2),
  small(16, 2),
]);
const wav = (...chunks: Buffer[]) => {
  const body = all([said('WAVE'), ...chunks]);
  return all([said('RIFF'), small(body.length), body]);
};

const kinds: [string, string, Buffer][] = [
  ['m4a', 'audio/mp4', m4a(track('soun'))],
  ['mp3', 'audio/mpeg', all([id3(said(secret)), frames, apeItems, apeFooter, id3v1])],
  ['opus', 'audio/ogg', opus()],
  ['vorbis', 'audio/ogg', vorbis],
  ['webm', 'audio/webm', webm()],
  [
    'wav',
    'audio/wav',
    wav(
      chunk('LIST', said(secret)),
      chunk('fmt ', format),
      chunk('data', sound),
      chunk('id3 ', said(secret)),
    ),
  ],
];

describe('a recording', () => {
  it.each(kinds)('as %s keeps what is heard and says nothing else', (_, mediaType, bytes) => {
    expect(bytes.includes(hidden)).toBe(true);
    const kept = stripped(bytes);
    expect(kept.mediaType).toBe(mediaType);
    expect(kept.buffer.includes(hidden)).toBe(false);
    expect(kept.buffer.includes('Lina')).toBe(false);
    if (mediaType === 'audio/mpeg') expect(kept.buffer).toEqual(frames);
    else expect(kept.buffer.includes(sound)).toBe(true);
    // what was cleaned is clean: a second time changes nothing
    expect(stripped(kept.buffer).buffer).toEqual(kept.buffer);
  });

  it('of a phone keeps every place of its boxes, and no day', () => {
    const sent = m4a(track('soun'));
    const kept = stripped(sent).buffer;
    expect(kept.length).toBe(sent.length);
    expect(kept.indexOf(sound)).toBe(sent.indexOf(sound));
    expect(sent.includes(number(0xe1234567))).toBe(true);
    expect(kept.includes(number(0xe1234567))).toBe(false);
    expect(kept.includes('udta')).toBe(false);
    expect(kept.includes('meta')).toBe(false);
    expect(kept.includes('free')).toBe(true);
  });

  it('with a long box at its end is read as well', () => {
    const long = all([number(1), said('mdat'), zeros(4), number(16 + sound.length), sound]);
    const toTheEnd = all([number(0), said('mdat'), sound]);
    const head = m4a(track('soun'));
    expect(stripped(all([head, long])).buffer.length).toBe(head.length + long.length);
    expect(stripped(all([head, toTheEnd])).buffer.length).toBe(head.length + toTheEnd.length);
  });

  it('in Ogg has numbered pages with right sums', () => {
    for (const bytes of [opus(), vorbis, opus(all([opusTags, zeros(60_000)]))]) {
      const kept = stripped(bytes).buffer;
      let pages = 0;
      for (let at = 0; at < kept.length; pages++) {
        const lacing = kept.subarray(at + 27, at + 27 + (kept[at + 26] ?? 0));
        const size = 27 + lacing.length + lacing.reduce((a, b) => a + b, 0);
        const page = Buffer.from(kept.subarray(at, at + size));
        expect(page.readUInt32LE(18)).toBe(pages);
        const sum = page.readUInt32LE(22);
        page.writeUInt32LE(0, 22);
        expect(oggSum(page)).toBe(sum);
        at += size;
      }
      expect(pages).toBe(3);
    }
  });

  it('in WebM that knows its lengths is as long as before', () => {
    const sent = webm([audioTrack()], false);
    const kept = stripped(sent).buffer;
    expect(kept.length).toBe(sent.length);
    expect(kept.indexOf(sound)).toBe(sent.indexOf(sound));
    expect(kept.includes(hidden)).toBe(false);
  });

  it('that was stopped in the middle of a frame is taken without it', () => {
    expect(stripped(all([frames, frame(9).subarray(0, 200)])).buffer).toEqual(frames);
  });
});

describe('a recording is refused with a sentence', () => {
  it.each<[string, string, Buffer]>([
    ['nothing', 'missing', zeros(0)],
    ['more than 10 MB', 'too-large', zeros(10 * 1024 * 1024 + 1)],
    ['a text', 'unknown', said('Dear family, this is no sound at all.')],
    ['a page', 'unknown', said('<html><script>alert(1)</script>')],
    ['AMR of an old phone', 'unknown', said('#!AMR\n\x3c\x48\xf5')],
    ['AMR in MP4', 'unknown', m4a(track('soun', 'samr'))],
    ['a film', 'not-sound', m4a(track('soun'), track('vide', 'avc1'))],
    ['places beside the sound', 'not-sound', m4a(track('soun'), track('meta', 'mebx'))],
    ['two sounds', 'not-sound', m4a(track('soun'), track('soun'))],
    ['no sound', 'unreadable', m4a()],
    ['a film in WebM', 'not-sound', webm([audioTrack(), audioTrack(1, 'V_VP9')])],
    ['Matroska', 'unknown', element(0x1a45dfa3, element(0x4282, said('matroska')))],
    ['another sound in Matroska’s dress', 'unknown', webm([audioTrack(2, 'A_MPEG/L3')])],
    ['pictures in Ogg', 'not-sound', oggPage(said('\x80theora'), { number: 0, flags: 2 })],
    [
      'two streams in Ogg',
      'not-sound',
      all([opus(), oggPage(opusHead, { number: 0, flags: 2, serial: 8 })]),
    ],
    ['comments that are none', 'unreadable', opus(said('OpusTugs'))],
    [
      'sound on the page of the comments',
      'unreadable',
      all([
        oggPage(opusHead, { number: 0, flags: 2 }),
        oggPage(all([opusTags, sound]), { number: 1, laced: [opusTags.length, sound.length] }),
      ]),
    ],
    [
      'an Ogg page that was changed',
      'unreadable',
      (() => {
        const b = opus();
        b[b.length - 1] = (b.at(-1) ?? 0) ^ 1;
        return b;
      })(),
    ],
    ['an empty WAV', 'unreadable', wav(chunk('fmt ', format))],
    [
      'compressed WAV',
      'unknown',
      wav(chunk('fmt ', all([small(0x55, 2), format.subarray(2)])), chunk('data', sound)),
    ],
    ['a tag without sound', 'unreadable', id3(said(secret))],
    [
      'something else behind the frames',
      'unreadable',
      all([frames, said('PK\x03\x04 and a lot more of it')]),
    ],
    [
      'a tag longer than the file',
      'unreadable',
      all([said('ID3\x04\0\0\x7f\x7f\x7f\x7f'), frames]),
    ],
  ])('%s: %s', (_, reason, bytes) => {
    expect(refusal(bytes)).toBe(reason);
  });

  it('whatever was cut off, wherever', () => {
    for (const [kind, , bytes] of kinds)
      for (let length = 4; length < bytes.length; length++) {
        const made = stripRecording(bytes.subarray(0, length));
        // a cut may fall between two parts; then what is there is still clean
        if (made.ok) expect(Buffer.from(made.recording.bytes).includes('Lina'), kind).toBe(false);
      }
  });

  it('or is clean, whatever single byte was changed, and always soon', () => {
    for (const [, , bytes] of kinds)
      for (let at = 0; at < bytes.length; at++)
        for (const to of [0, 0x7f, 0xff]) {
          const odd = Buffer.from(bytes);
          odd[at] = to;
          expect(() => stripRecording(odd)).not.toThrow();
        }
  });

  it('with boxes in boxes without end, and lengths beyond every file', () => {
    let deep = box('stbl');
    for (let i = 0; i < 2000; i++) deep = box('moov', deep);
    expect(refusal(all([box('ftyp', said('M4A ')), deep]))).not.toBe('taken');
    for (const size of [0, 1, 7, 0x7fffffff, 0xffffffff]) {
      const odd = all([box('ftyp', said('M4A ')), number(size), said('moov'), zeros(30)]);
      expect(refusal(odd)).toBe('unreadable');
    }
    const huge = all([
      box('ftyp', said('M4A ')),
      number(1),
      said('moov'),
      zeros(8).fill(0xff),
      zeros(30),
    ]);
    expect(refusal(huge)).toBe('unreadable');
    const wide = all([
      element(0x1a45dfa3, element(0x4282, said('webm'))),
      number(0x18538067),
      Buffer.from([0x01, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe]),
    ]);
    expect(refusal(wide)).toBe('unreadable');
    expect(refusal(wav(all([said('fmt '), small(0xffffffff), format])))).toBe('unreadable');
  });
});

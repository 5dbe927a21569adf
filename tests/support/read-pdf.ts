import { inflateSync } from 'node:zlib';

export type ReadPdf = {
  /** structure elements in reading order, as written: Document, Title, H1, Table, TH, ... */
  roles: string[];
  /** alternative texts of the figures */
  alts: string[];
  /** the words painted on all pages, in order of painting */
  text: string;
  /** the same without white space: kerning and line breaks cannot hide a word */
  squeezed: string;
  pages: number;
  lang: string | null;
  title: string | null;
  createdAt: string | null;
  /** the file claims PDF/UA part 1 */
  claimsUa: boolean;
  /** painted content that is neither in the structure tree nor declared decoration */
  untagged: number;
};

/**
 * Read what the typesetter of this product writes: enough of PDF to see whether the structure tree
 * is real and what the pages say. Not a general reader: expects plain objects (no object streams)
 * and two-byte fonts with a ToUnicode table.
 *
 * @throws Error when the bytes are not such a file
 */
export function readPdf(bytes: Uint8Array): ReadPdf {
  const source = Buffer.from(bytes).toString('latin1');
  if (!source.startsWith('%PDF-')) throw new Error('not a PDF');
  const objects = new Map<string, { head: string; stream: string | null }>();
  for (const match of source.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gm)) {
    const [, id = '', body = ''] = match;
    const at = body.indexOf('stream\n');
    if (at < 0) objects.set(id, { head: withHexStrings(body), stream: null });
    else {
      const head = body.slice(0, at);
      const length = Number(/\/Length (\d+)/.exec(head)?.[1]);
      const raw = Buffer.from(body.slice(at + 7, at + 7 + length), 'latin1');
      const plain = head.includes('/FlateDecode') ? inflateSync(raw) : raw;
      objects.set(id, { head, stream: plain.toString('latin1') });
    }
  }
  const head = (id: string | undefined): string => {
    const found = id === undefined ? undefined : objects.get(id);
    if (!found) throw new Error(`object ${id} is missing`);
    return found.head;
  };
  const catalog = [...objects.values()].find((one) => one.head.includes('/Type /Catalog'));
  if (!catalog) throw new Error('no catalogue');
  const rootId = /\/StructTreeRoot (\d+) 0 R/.exec(catalog.head)?.[1];

  const roles: string[] = [];
  const alts: string[] = [];
  const marked = new Set<string>();
  const walk = (id: string): void => {
    const element = head(id);
    const role = /\/S \/(\w+)/.exec(element)?.[1];
    if (role) roles.push(role);
    const alt = /\/Alt <([0-9a-f]*)>/i.exec(element)?.[1];
    if (alt) alts.push(textString(alt));
    const page = /\/Pg (\d+) 0 R/.exec(element)?.[1];
    const kids = /\/K \[([\s\S]*?)\]/.exec(element)?.[1] ?? '';
    for (const kid of kids.matchAll(/<<[\s\S]*?>>|(\d+) 0 R|\d+/g)) {
      if (kid[1] !== undefined) walk(kid[1]);
      else if (kid[0].startsWith('<<')) {
        const own = /\/Pg (\d+) 0 R/.exec(kid[0])?.[1] ?? page;
        const mcid = /\/MCID (\d+)/.exec(kid[0])?.[1];
        if (mcid !== undefined) marked.add(`${own}:${mcid}`);
      } else marked.add(`${page}:${kid[0]}`);
    }
  };
  if (rootId !== undefined) walk(rootId);

  const fonts = new Map<string, Map<number, string>>();
  let text = '';
  let untagged = 0;
  const pagesId = /\/Pages (\d+) 0 R/.exec(catalog.head)?.[1];
  const pageIds = pagesOf(pagesId, head);
  for (const pageId of pageIds) {
    const page = head(pageId);
    const names = new Map<string, string>();
    for (const [, name = '', id = ''] of page.matchAll(/\/(f\d+) (\d+) 0 R/g)) names.set(name, id);
    const contents = /\/Contents \[?(\d+) 0 R/.exec(page)?.[1];
    const stream = contents === undefined ? '' : (objects.get(contents)?.stream ?? '');
    const seen = paintedText(stream, (name) => {
      const id = names.get(name) ?? '';
      const known = fonts.get(id);
      if (known) return known;
      const table = /\/ToUnicode (\d+) 0 R/.exec(head(id))?.[1];
      const made = unicodeTable(table === undefined ? '' : (objects.get(table)?.stream ?? ''));
      fonts.set(id, made);
      return made;
    });
    text += seen.text;
    for (const mark of seen.marks)
      if (mark === null || !marked.has(`${pageId}:${mark}`)) untagged++;
  }

  const info = [...objects.values()].find((one) => one.head.includes('/CreationDate'))?.head ?? '';
  return {
    roles,
    alts,
    text,
    squeezed: text.replaceAll(/\s/g, ''),
    pages: pageIds.length,
    lang: words('Lang', catalog.head),
    title: words('Title', info),
    createdAt: words('CreationDate', info),
    claimsUa: /<pdfuaid:part>1</.test(source),
    untagged,
  };
}

function pagesOf(id: string | undefined, head: (id: string | undefined) => string): string[] {
  const node = head(id);
  if (!node.includes('/Kids')) return [id ?? ''];
  const kids = /\/Kids \[([^\]]*)\]/.exec(node)?.[1] ?? '';
  return [...kids.matchAll(/(\d+) 0 R/g)].flatMap((kid) => pagesOf(kid[1], head));
}

function words(key: string, head: string): string | null {
  const hex = new RegExp(`/${key} <([0-9a-f]*)>`, 'i').exec(head)?.[1];
  return hex === undefined ? null : textString(hex);
}

function textString(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes[0] !== 0xfe || bytes[1] !== 0xff) return bytes.toString('latin1');
  return bytes.subarray(2).swap16().toString('utf16le');
}

function literal(escaped: string): string {
  const letters: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  return escaped.replaceAll(/\\(\d{1,3}|[\s\S])/g, (_, code: string) =>
    /^\d/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (letters[code] ?? code),
  );
}

function unicodeTable(cmap: string): Map<number, string> {
  const table = new Map<number, string>();
  const letters = (hex: string) =>
    Buffer.from(hex.length % 4 === 0 ? hex : hex.padStart(4, '0'), 'hex')
      .swap16()
      .toString('utf16le');
  for (const [, lines = ''] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, code = '', to = ''] of lines.matchAll(/<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>/g))
      table.set(Number.parseInt(code, 16), letters(to));
  for (const [, lines = ''] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = '', until = '', to = ''] of lines.matchAll(
      /<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>/g,
    ))
      for (
        let code = Number.parseInt(from, 16), i = 0;
        code <= Number.parseInt(until, 16);
        code++, i++
      )
        table.set(code, String.fromCodePoint(Number.parseInt(to, 16) + i));
  return table;
}

/** `marks`: for every piece of text its MCID, or null when it stands outside any tag and artifact. */
function paintedText(
  stream: string,
  fontOf: (name: string) => Map<number, string>,
): { text: string; marks: (string | null)[] } {
  let font = new Map<number, string>();
  let text = '';
  const marks: (string | null)[] = [];
  const open: string[] = [];
  const token =
    /\/Artifact (?:<<[\s\S]*?>> BDC|BMC)|\/\w+ <<\s*([\s\S]*?)>>\s*BDC|\bEMC\b|\/(f\d+) [\d.]+ Tf|\[?((?:<[0-9a-f]*>|[-\d. ])*)\]? T[Jj]\b|\bET\b/gi;
  for (const match of withHexStrings(stream).matchAll(token)) {
    const [whole, properties, fontName, pieces = ''] = match;
    if (whole.startsWith('/Artifact')) open.push('artifact');
    else if (whole === 'EMC') open.pop();
    else if (whole === 'ET') text += ' ';
    else if (fontName !== undefined) font = fontOf(fontName);
    else if (properties !== undefined)
      open.push(/\/MCID (\d+)/.exec(properties)?.[1] ?? open.at(-1) ?? 'none');
    else {
      const mark = open.at(-1);
      if (mark !== 'artifact') marks.push(mark === undefined || mark === 'none' ? null : mark);
      for (const [, hex = ''] of pieces.matchAll(/<([0-9a-f]*)>/gi)) {
        const codes = Buffer.from(hex, 'hex');
        for (let i = 0; i + 1 < codes.length; i += 2)
          text += font.get(codes.readUInt16BE(i)) ?? '\uFFFD';
      }
    }
  }
  return { text, marks };
}

/** Strings in parentheses may hold balanced parentheses: rewritten as hex, one pattern reads all. */
function withHexStrings(stream: string): string {
  let out = '';
  let at = 0;
  while (at < stream.length) {
    const from = stream.indexOf('(', at);
    if (from < 0) break;
    let depth = 1;
    let to = from + 1;
    for (; depth > 0 && to < stream.length; to++) {
      if (stream[to] === '\\') to++;
      else if (stream[to] === '(') depth++;
      else if (stream[to] === ')') depth--;
    }
    out += `${stream.slice(at, from)}<${Buffer.from(literal(stream.slice(from + 1, to - 1)), 'latin1').toString('hex')}>`;
    at = to;
  }
  return out + stream.slice(at);
}

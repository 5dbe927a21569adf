import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { safeFileName } from '#kernel/file-name.ts';

/** In the order in which the list of contents names them. */
export const kinds = ['document', 'page', 'calendar', 'table', 'mail'] as const;
type Kind = (typeof kinds)[number];
export type Item = { path: string; kind: Kind; title: string; forWhom: string };

/** Names that Windows keeps for itself, whatever their ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A folder or file name that every system takes: no slashes, no dots at the ends, no name of a device. */
export function plainName(name: string): string {
  const safe =
    safeFileName(name)
      .replace(/[<>:"/\\|?*]/g, ' ')
      .replace(/[. ]+$/, '')
      .trim() || 'file';
  return reserved.test(safe) ? `_${safe}` : safe;
}

/** Puts files below a folder and remembers what they are. Names that differ only in case or accents' spelling get a number. */
export function openShelf(folder: string) {
  const items: Item[] = [];
  const taken = new Set<string>();
  return {
    items,
    put: async (
      parts: string[],
      content: string | Uint8Array,
      about: Omit<Item, 'path'>,
    ): Promise<void> => {
      const names = parts.map(plainName);
      const last = names.pop() ?? 'file';
      const dot = last.lastIndexOf('.');
      const [body, ending] = dot > 0 ? [last.slice(0, dot), last.slice(dot)] : [last, ''];
      let path = [...names, last].join('/');
      for (let n = 2; taken.has(path.normalize('NFC').toLowerCase()); n++) {
        path = [...names, `${body} ${n}${ending}`].join('/');
      }
      taken.add(path.normalize('NFC').toLowerCase());
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      items.push({ path, ...about });
    },
  };
}
export type Shelf = ReturnType<typeof openShelf>;

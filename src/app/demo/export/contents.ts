import { formatsFor, translator } from '#platform/i18n/index.ts';
import { writeCsv } from '#platform/spreadsheet.ts';
import { type Item, kinds } from './shelf.ts';

/** What is there and for whom, as a table. */
export function indexTable(items: Item[]): string {
  const t = translator('en');
  return writeCsv([
    ['path', 'what', 'title', 'for'].map((key) => t(`app.demo.export.${key}`)),
    ...items.map((i) => [i.path, t(`app.demo.export.kind.${i.kind}`), i.title, i.forWhom]),
  ]);
}

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** A page that opens from a folder: no script, no style from elsewhere. */
export function indexPage(items: Item[]): string {
  const t = translator('en');
  const { number } = formatsFor('en');
  const address = (path: string) => path.split('/').map(encodeURIComponent).join('/');
  const sections = kinds.map((kind) => {
    const of = items.filter((i) => i.kind === kind);
    const rows = of.map(
      (i) =>
        `<tr><td><a href="${address(i.path)}">${escaped(i.path.split('/').at(-1) ?? i.path)}</a></td><td>${escaped(i.title)}</td><td>${escaped(i.forWhom)}</td></tr>`,
    );
    const head = ['path', 'title', 'for'].map(
      (k) => `<th scope="col">${escaped(t(`app.demo.export.${k}`))}</th>`,
    );
    return `<h2>${escaped(t(`app.demo.export.kind.${kind}`))} (${number(of.length)})</h2><table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
  });
  const title = escaped(t('app.demo.export.heading'));
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>body{font:17px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.3rem .6rem;border-block-end:1px solid #ccc;vertical-align:top}</style></head><body><h1>${title}</h1><p>${escaped(t('app.demo.disclaimer'))}</p>${sections.join('\n')}</body></html>\n`;
}

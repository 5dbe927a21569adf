type SourceKind = { mediaType: string; ending: string };

const openXml = 'application/vnd.openxmlformats-officedocument.';
const oasis = 'application/vnd.oasis.opendocument.';
const openDocument = [
  ['text', 'odt'],
  ['presentation', 'odp'],
  ['spreadsheet', 'ods'],
  ['graphics', 'odg'],
] as const;
const office = [
  ['word/document.xml', 'wordprocessingml.document', 'docx'],
  ['ppt/presentation.xml', 'presentationml.presentation', 'pptx'],
  ['xl/workbook.xml', 'spreadsheetml.sheet', 'xlsx'],
] as const;

/** Whether a file is a PDF by its first bytes. */
export function isPdf(bytes: Uint8Array): boolean {
  return latin(bytes, 0, 5) === '%PDF-';
}

const latin = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.subarray(from, Math.min(to, bytes.length))).toString('latin1');

/**
 * What an editable file is by its bytes, not by its name: ODT, ODP, ODS, ODG, DOCX, PPTX, XLSX or plain text. Null for
 * anything else, and for office files that bring programs along.
 */
export function sourceKindOf(bytes: Uint8Array): SourceKind | null {
  if (bytes.length === 0) return null;
  if (latin(bytes, 0, 4) === 'PK\x03\x04') {
    // an archive ends with the list of its files
    const list = latin(bytes, Math.max(0, bytes.length - 65_536), bytes.length);
    if (list.includes('vbaProject.bin') || list.includes('Basic/')) return null;
    const own = latin(bytes, 30, 110);
    for (const [kind, ending] of openDocument)
      if (own.startsWith(`mimetype${oasis}${kind}`))
        return { mediaType: `${oasis}${kind}`, ending };
    for (const [file, kind, ending] of office)
      if (list.includes(file)) return { mediaType: `${openXml}${kind}`, ending };
    return null;
  }
  if (bytes.includes(0)) return null;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
  return { mediaType: 'text/plain; charset=utf-8', ending: 'txt' };
}

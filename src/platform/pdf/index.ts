import { prelude, preludePath } from './prelude.typ.ts';
import { createPdfRenderer, PdfError, type PdfStandard } from './renderer.ts';

export { PdfError, type PdfStandard } from './renderer.ts';

export type PdfRequest = {
  /** Typst source; begins with `#import "/sojourn.typ": *`, finds its values in `data` */
  template: string;
  /** anything JSON can carry; reaches the template as values, never as source */
  data: unknown;
  /** BCP 47, for instance `fr` or `fr-BE` */
  lang: string;
  /** title of the document, printed by `#title()` and read first by a screen reader */
  title: string;
  /** moment written into the file; the same input makes the same bytes */
  createdAt: Temporal.Instant;
  /** default `ua-1` */
  standard?: PdfStandard;
  /** default 20,000; counted from the moment the job leaves the queue */
  timeoutMs?: number;
};

// In the bundle the thread is a file of its own beside the server's; from source it is worker.ts.
const workerUrl = import.meta.url.endsWith('.ts')
  ? new URL('./worker.ts', import.meta.url)
  : new URL('./pdf-worker.js', import.meta.url);

let renderer: ReturnType<typeof createPdfRenderer> | null = null;

/**
 * Typeset one document as tagged PDF.
 *
 * @returns the file and its SHA-256 in lower-case hex
 * @throws PdfError `refused` with the compiler's diagnostics when the template is wrong, a picture
 *   has no alt text, the title is empty or a glyph is missing; `timed-out`, `crashed`, `queue-full`,
 *   `closed` otherwise
 */
export async function renderPdf(
  request: PdfRequest,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  if (request.title.trim() === '')
    throw new PdfError('refused', [{ message: 'a document needs a title' }]);
  const locale = new Intl.Locale(request.lang);
  renderer ??= createPdfRenderer({ workerUrl });
  return renderer.render(
    {
      prelude,
      preludePath,
      template: request.template,
      data: JSON.stringify(request.data ?? null),
      title: request.title,
      lang: locale.language,
      region: locale.region ?? '',
      createdAt: Math.floor(request.createdAt.epochMilliseconds / 1000),
      standard: request.standard ?? 'ua-1',
    },
    request.timeoutMs ?? 20_000,
  );
}

/** End the thread; jobs that wait are rejected with `closed`. A later `renderPdf` starts anew. */
export async function closePdf(): Promise<void> {
  const closing = renderer;
  renderer = null;
  await closing?.close();
}

// The thread that compiles: the compiler is native and synchronous, so it must not share a thread
// with requests. Imports nothing of ours, so that the bundle needs this one file only.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import type { PdfDiagnostic, PdfJob, PdfReply } from './renderer.ts';

if (!parentPort) throw new Error('the PDF worker runs only as a worker thread');
const port = parentPort;

const fontFolder = path.dirname(
  createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'),
);
const fontPaths = ['400Regular', '400Regular_Italic', '700Bold'].map((style) =>
  path.join(fontFolder, style, `NotoSans_${style}.ttf`),
);

// A workspace that does not exist: a template reads what is put before it and no file of the machine.
const workspace = path.join(path.parse(fontFolder).root, 'nonexistent', 'sojourn-pdf');
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths }] });

// `fallback: false` makes a glyph that Noto Sans lacks an error instead of whatever font this machine has.
const main = `#set document(title: sys.inputs.title, date: auto)
#set text(font: "Noto Sans", fallback: false, lang: sys.inputs.lang, region: if sys.inputs.region == "" { none } else { sys.inputs.region })
#include "/template.typ"
`;

port.on('message', (job: PdfJob) => {
  const reply = run(job);
  port.postMessage(reply, 'bytes' in reply ? [reply.bytes.buffer as ArrayBuffer] : []);
});

function run(job: PdfJob): PdfReply {
  try {
    compiler.mapShadow(path.join(workspace, job.preludePath), Buffer.from(job.prelude));
    compiler.mapShadow(path.join(workspace, 'template.typ'), Buffer.from(job.template));
    const compiled = compiler.compile({
      mainFileContent: main,
      inputs: { data: job.data, title: job.title, lang: job.lang, region: job.region },
    });
    const document = compiled.result;
    if (!document) return { id: job.id, diagnostics: diagnosticsOf(compiled.takeError()) };
    const pdf = compiler.pdf(document, {
      pdfStandard: job.standard,
      creationTimestamp: job.createdAt,
    });
    const bytes = new Uint8Array(pdf);
    return { id: job.id, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    return { id: job.id, diagnostics: diagnosticsOf(error) };
  } finally {
    compiler.evictCache(10);
  }
}

/** Export errors come as an Error whose message is the debug print of diagnostics; compile errors as a NodeError. */
function diagnosticsOf(error: unknown): PdfDiagnostic[] {
  if (error === null) return [{ message: 'no document was made' }];
  if (error instanceof Error) return fromDebugPrint(error.message);
  try {
    const found = compiler.fetchDiagnostics(error as NodeError) as RawDiagnostic[];
    // The last entries are the trace ("import"): where it was called from, not what is wrong.
    const severe = found.filter((one) => one.range);
    return (severe.length > 0 ? severe : found).map((one) => ({
      message: String(one.message),
      ...(one.path ? { path: path.relative(workspace, String(one.path)) } : {}),
      ...(one.range
        ? { line: one.range.start.line + 1, column: one.range.start.character + 1 }
        : {}),
      ...(Array.isArray(one.hints) && one.hints.length > 0 ? { hints: one.hints.map(String) } : {}),
    }));
  } catch {
    return [{ message: String(error) }];
  }
}

type RawDiagnostic = {
  message: unknown;
  path?: unknown;
  range?: { start: { line: number; character: number } } | null;
  hints?: unknown;
};

function fromDebugPrint(text: string): PdfDiagnostic[] {
  const found = [...text.matchAll(/message: ("(?:[^"\\]|\\.)*"), trace: .*?hints: \[(.*?)\] \}/gs)];
  if (found.length === 0) return [{ message: text }];
  return found.map(([, message = '""', hints = '']) => {
    const listed = [...hints.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([hint]) => unquote(hint));
    return { message: unquote(message), ...(listed.length > 0 ? { hints: listed } : {}) };
  });
}

/** The debug print of a Rust string: the common escapes are those of JSON, `\u{..}` is not. */
function unquote(printed: string): string {
  const json = printed
    .replaceAll("\\'", "'")
    .replace(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    );
  try {
    return JSON.parse(json) as string;
  } catch {
    return printed;
  }
}

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPdf } from '#tests/support/read-pdf.ts';
import { closePdf, PdfError, type PdfRequest, renderPdf } from './index.ts';
import { createPdfRenderer } from './renderer.ts';

const names = [
  ['Ελένη Παπαδοπούλου', '4ο Γενικό Λύκειο Χανίων'],
  ['Иванка Щерева-Йорданова', 'Профилирана гимназия, Пловдив'],
  ['Łucja Źdźbłowska', 'Liceum Ogólnokształcące w Łodzi'],
  ['Jānis Bērziņš-Ķīķēns', 'Rēzeknes ģimnāzija'],
  ['Ġorġ Ħaż-Żebbuġ', 'Kulleġġ ta’ San Ġwann'],
  ['Zoé Lefèvre-Œuvrard', 'Lycée Jean-François Fulbert'],
  ['Íñigo Muñoz', 'Instituto de Educación Secundaria ¿Qué?'],
];
const attack = '#panic("pwn") = H *b* _i_ $x$ #read("/etc/passwd") @label <l> \\ `raw` // gone';

const template = `#import "/sojourn.typ": *
#show: sheet.with(running: data.running, page-words: data.pageWords)
#title()
#journey(data.stations)
= #data.parties
#facts(data.facts)
== #data.names
#data-table(header: data.header, rows: data.rows)
#bilingual((lang: "fr", text: data.left), (lang: "el", text: data.right))
#signature(role: data.role, name: data.rows.at(0).at(0), words: data.words)
#signature(role: data.role, name: "B", words: data.words, filled: (place-and-date: "Rīga, 1. 5. 2027", signature: "B"))
`;
const request: PdfRequest = {
  template,
  data: {
    running: 'Learning Agreement',
    pageWords: ['Page', 'of'],
    stations: [
      { label: 'Applied', state: 'done', note: '3 May' },
      { label: 'Placed', state: 'current', note: 'waiting for Lycée Fulbert' },
      { label: 'Departed', state: 'ahead', note: '' },
    ],
    parties: 'Parties',
    facts: [['Note', attack]],
    names: 'Names',
    header: ['Name', 'School'],
    rows: names,
    left: 'Tu reçois tes bulletins.',
    right: 'Λαμβάνεις τους ελέγχους σου.',
    role: 'Pupil',
    words: ['Name', 'Place and date', 'Signature'],
  },
  lang: 'fr-BE',
  title: 'Accord d’apprentissage',
  createdAt: Temporal.Instant.from('2027-01-02T03:04:05Z'),
};

afterAll(closePdf);

async function refusal(changed: Partial<PdfRequest>): Promise<PdfError> {
  const error = await renderPdf({ ...request, ...changed }).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PdfError)) throw new Error(`expected a PdfError, got ${String(error)}`);
  return error;
}

describe('renderPdf', () => {
  it('prints names of seven languages and tags every word of them', async () => {
    const { bytes } = await renderPdf(request);
    const pdf = readPdf(bytes);
    for (const cell of names.flat()) expect(pdf.squeezed).toContain(cell.replaceAll(/\s/g, ''));
    expect(pdf.squeezed).toContain('Page1of1');
    expect(pdf.untagged).toBe(0);
    expect(pdf.roles[0]).toBe('Document');
    for (const role of [
      'Title',
      'H1',
      'H2',
      'Figure',
      'L',
      'Lbl',
      'LBody',
      'Table',
      'THead',
      'TBody',
    ])
      expect(pdf.roles).toContain(role);
    expect(pdf.roles.filter((role) => role === 'TH')).toHaveLength(2);
    expect(pdf.roles.filter((role) => role === 'TD')).toHaveLength(names.length * 2);
    expect(pdf.alts).toEqual(['Applied: 3 May; Placed: waiting for Lycée Fulbert; Departed']);
    expect(pdf).toMatchObject({
      lang: 'fr-BE',
      title: request.title,
      createdAt: 'D:20270102030405Z',
      claimsUa: true,
      pages: 1,
    });
    expect(Buffer.from(bytes).toString('latin1')).toContain('/Lang (el)');
  });

  it('prints what a person wrote as letters, never as markup', async () => {
    const { bytes } = await renderPdf({ ...request, title: attack });
    const pdf = readPdf(bytes);
    const letters = attack.replaceAll(/\s/g, '');
    expect(pdf.squeezed.split(letters)).toHaveLength(3);
    expect(pdf.title).toBe(attack);
  });

  it('makes the same bytes from the same input, also in a new thread, and names their hash', async () => {
    const first = await renderPdf(request);
    const second = await renderPdf(request);
    await closePdf();
    const third = await renderPdf(request);
    expect(second.bytes).toEqual(first.bytes);
    expect(third.sha256).toBe(first.sha256);
    expect(first.sha256).toBe(createHash('sha256').update(first.bytes).digest('hex'));
    const later = await renderPdf({
      ...request,
      createdAt: request.createdAt.add({ seconds: 1 }),
    });
    expect(later.sha256).not.toBe(first.sha256);
  });

  it('breaks a long table over pages and counts them', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => [`Row ${i + 1}`, 'x']);
    const { bytes } = await renderPdf({ ...request, data: { ...(request.data as object), rows } });
    const pdf = readPdf(bytes);
    expect(pdf.pages).toBeGreaterThan(2);
    expect(pdf.squeezed).toContain(`Page${pdf.pages}of${pdf.pages}`);
    expect(pdf.untagged).toBe(0);
    expect(pdf.roles.filter((role) => role === 'TD')).toHaveLength(240);
  });

  it('writes an archival file when asked', async () => {
    const { bytes } = await renderPdf({ ...request, standard: 'a-2a' });
    expect(Buffer.from(bytes).toString('latin1')).toMatch(/pdfaid:part>2</);
    expect(readPdf(bytes).roles).toContain('TH');
  });

  it('says where the template is wrong', async () => {
    const error = await refusal({ template: '#import "/sojourn.typ": *\n\n  #nothing' });
    expect(error.kind).toBe('refused');
    expect(error.diagnostics).toEqual([
      { message: 'unknown variable: nothing', path: 'template.typ', line: 3, column: 4 },
    ]);
  });

  it.each([
    ['a glyph that the font lacks', '= H\n✓', 'could not be displayed'],
    ['a skipped heading level', '= H\n=== J', 'skipped from heading level 1 to 3'],
    [
      'a picture without alt text',
      `#image(bytes("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"))`,
      'missing alt text',
    ],
    ['a file of the machine', '#read("/etc/passwd")', 'file not found'],
  ])('refuses %s', async (_what, source, words) => {
    const error = await refusal({ template: source });
    expect(error.kind).toBe('refused');
    expect(error.diagnostics.map((one) => one.message).join()).toContain(words);
  });

  it('refuses a document without a title', async () => {
    expect((await refusal({ title: ' ' })).kind).toBe('refused');
  });

  it('goes on after a job that ran out of time', async () => {
    const heavy = '#let x = 0\n#for i in range(30000) { for j in range(200) { x += 1 } }\n#x';
    const [slow, next] = await Promise.allSettled([
      renderPdf({ ...request, template: heavy, timeoutMs: 150 }),
      renderPdf(request),
    ]);
    expect(slow).toMatchObject({ status: 'rejected', reason: { kind: 'timed-out' } });
    expect(next.status).toBe('fulfilled');
  });

  it('rejects what waits when it is closed', async () => {
    const waiting = Promise.allSettled([renderPdf(request), renderPdf(request)]);
    // renderPdf queues at once; closing comes before the thread can answer.
    await closePdf();
    for (const one of await waiting)
      expect(one).toMatchObject({ status: 'rejected', reason: { kind: 'closed' } });
  });

  it.skipIf(!existsSync('/usr/bin/pdfinfo'))(
    'is tagged in the eyes of another reader',
    async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'sojourn-pdf-'));
      try {
        const file = path.join(folder, 'a.pdf');
        writeFileSync(file, (await renderPdf(request)).bytes);
        const info = execFileSync('/usr/bin/pdfinfo', [file], { encoding: 'utf8', stdio: 'pipe' });
        expect(info).toMatch(/Tagged:\s+yes/);
        const tree = execFileSync('/usr/bin/pdfinfo', ['-struct-text', file], {
          encoding: 'utf8',
          stdio: 'pipe',
        });
        expect(tree).toContain('Ελένη Παπαδοπούλου');
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

describe('a thread that dies', () => {
  const job = {
    prelude: '',
    preludePath: '/p.typ',
    data: 'null',
    title: 't',
    lang: 'en',
    region: '',
    createdAt: 0,
    standard: 'ua-1' as const,
  };
  const workerUrl = new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads'
      parentPort.on('message', (job) => {
        if (job.template === 'exit') process.exit(3)
        if (job.template === 'throw') throw new Error('broken')
        parentPort.postMessage({ id: job.id, bytes: new Uint8Array([job.id]), sha256: job.template })
      })`)}`,
  );

  it('is replaced, and the jobs behind it are done', async () => {
    const renderer = createPdfRenderer({ workerUrl });
    const all = await Promise.allSettled(
      ['a', 'exit', 'b', 'throw', 'c'].map((template) =>
        renderer.render({ ...job, template }, 5_000),
      ),
    );
    expect(
      all.map((one) => (one.status === 'fulfilled' ? one.value.sha256 : one.reason.kind)),
    ).toEqual(['a', 'crashed', 'b', 'crashed', 'c']);
    await renderer.close();
  });

  it('refuses more than may wait', async () => {
    const renderer = createPdfRenderer({ workerUrl, maxWaiting: 1 });
    const all = await Promise.allSettled(
      ['a', 'b', 'c'].map((template) => renderer.render({ ...job, template }, 5_000)),
    );
    expect(all.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.kind))).toEqual([
      'done',
      'done',
      'queue-full',
    ]);
    await renderer.close();
  });
});

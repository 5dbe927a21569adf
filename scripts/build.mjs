// Builds the server and what browsers load. Nothing happens when no input changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const assets = '/assets/';
const files = ['.woff2', '.woff', '.ttf', '.otf', '.svg', '.png', '.jpg', '.webp', '.avif', '.ico'];

/** Every file under a folder, sorted, without tests. */
function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$|\.md$|\.new-\d+$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** One hash over everything that can change the result. */
function hashInputs(bench) {
  const single = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts/build.mjs'];
  const inputs = [...single.map((name) => join(root, name)), ...walk(join(root, 'src'))];
  if (bench) inputs.push(...walk(join(root, 'bench')), ...walk(join(root, 'tests/support')));
  const hash = createHash('sha256');
  for (const file of inputs) {
    if (!existsSync(file) || file.endsWith('results.json')) continue;
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Stands alone: a browser knows it by its address, so it has neither a hash nor parts. */
const worker = join(root, 'src/ui/browser/offline.ts');

/** Entries by name for the browser; two of one name would overwrite each other, so that is an error. */
function browserEntries() {
  const modules = join(root, 'src/modules');
  const folders = existsSync(modules)
    ? readdirSync(modules).map((name) => join(modules, name, 'web/islands'))
    : [];
  const found = [...folders, join(root, 'src/ui/browser')].flatMap((folder) =>
    walk(folder).filter((file) => dirname(file) === folder && /\.tsx?$/.test(file)),
  );
  const entries = {};
  for (const file of found.filter((one) => one !== worker)) {
    const name = basename(file, extname(file));
    if (entries[name]) {
      throw new Error(
        `Two scripts for the browser have one name: ${relative(root, entries[name])} and ${relative(root, file)}.`,
      );
    }
    entries[name] = file;
  }
  return entries;
}

/**
 * One letter outside ASCII makes V8 keep the whole text of the server twice as wide. esbuild escapes them everywhere but
 * in regular expressions, where the same escape means the same.
 */
function narrow(outputs) {
  for (const output of outputs.filter(({ path }) => extname(path) === '.js')) {
    output.contents = Buffer.from(
      output.text.replace(
        /[^\0-\x7f]/g,
        (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    );
  }
  return outputs;
}

function write(outputs) {
  for (const output of outputs) {
    mkdirSync(dirname(output.path), { recursive: true });
    writeFileSync(output.path, output.contents);
  }
}

const jsx = { jsx: 'automatic', jsxImportSource: 'preact' };

// Packages of very many small files: reading them one by one would be half of a start.
const bundled = ['@hono/node-server', 'hono', 'kysely', 'preact', 'preact-render-to-string', 'zod'];

function buildServer(esbuild, entryPoints, outdir) {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const packages = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies });
  return esbuild.build({
    ...jsx,
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node26',
    external: packages.filter((name) => !bundled.includes(name)),
    sourcemap: 'linked',
    sourcesContent: false,
    loader: { '.json': 'json' },
    logLevel: 'silent',
  });
}

function buildBrowser(esbuild, entryPoints, esm, entryNames = '[name]-[hash]') {
  return esbuild.build({
    ...jsx,
    absWorkingDir: root,
    entryPoints,
    outdir: join(dist, 'public'),
    entryNames,
    chunkNames: 'part-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    splitting: esm,
    platform: 'browser',
    format: 'esm',
    target: ['chrome80', 'safari13'],
    // Safari has it since 10; esbuild says no because of a fault at the edges, and cannot rewrite it.
    supported: { destructuring: true },
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    loader: Object.fromEntries(files.map((ending) => [ending, 'file'])),
    logLevel: 'silent',
  });
}

/** Adds "main.css" -> "/assets/main-HASH.css" for every entry and every file that CSS refers to. */
function note(manifest, metafile, entries) {
  const names = new Map(
    Object.entries(entries).map(([name, file]) => [relative(root, file), name]),
  );
  for (const [path, output] of Object.entries(metafile.outputs)) {
    const ending = extname(path);
    const inputs = Object.keys(output.inputs);
    let key;
    if (output.entryPoint) key = `${names.get(output.entryPoint)}${ending}`;
    else if (files.includes(ending) && inputs.length === 1) key = basename(inputs[0]);
    if (key) manifest[key] = `${assets}${basename(path)}`;
  }
}

/** The marks of the product for home screens and tabs, as they are, under names that change with them. */
function icons() {
  return walk(join(root, 'src/ui/icons')).map((file) => {
    const contents = readFileSync(file);
    const [name, ending] = [basename(file), extname(file)];
    const hash = createHash('sha256').update(contents).digest('hex').slice(0, 8).toUpperCase();
    const path = join(dist, 'public', `${basename(file, ending)}-${hash}${ending}`);
    return { name, path, contents };
  });
}

async function compress(outputs) {
  const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)];
  const packed = await Promise.all(
    outputs.map(async ({ path, contents }) => [
      {
        path: `${path}.br`,
        contents: await brotli(contents, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: 11,
            [constants.BROTLI_PARAM_SIZE_HINT]: contents.length,
          },
        }),
      },
      { path: `${path}.gz`, contents: await zip(contents, { level: 9 }) },
    ]),
  );
  return packed.flat();
}

/** Every complaint of esbuild with its place, in one error. */
async function explained(esbuild, work) {
  try {
    return await work();
  } catch (error) {
    if (!error.errors) throw error;
    const lines = await esbuild.formatMessages(error.errors, { kind: 'error', color: false });
    throw new Error(`The build failed.\n${lines.join('')}`);
  }
}

/**
 * Brings dist/ up to date: server/main.js (and its threads pdf-worker.js, aside.js), public/ with hashed names and
 * compressed twins, manifest.json from plain names to addresses; with `bench` also bench/run.js.
 * Resolves to true when something was built. Throws an Error that names every fault and its place.
 */
export async function build({ bench = false } = {}) {
  const begun = performance.now();
  const hash = hashInputs(bench);
  const stamp = join(dist, bench ? '.stamp-bench' : '.stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  // Loaded late: an up-to-date start does without it.
  const esbuild = await import('esbuild');
  const server = Object.fromEntries(
    [
      ['main', 'src/app/main.ts'],
      ['pdf-worker', 'src/platform/pdf/worker.ts'],
      ['aside', 'src/app/aside.ts'],
    ].filter(([, file]) => existsSync(join(root, file))),
  );
  const scripts = browserEntries();
  const main = join(root, 'src/ui/styles/main.css');
  const styles = existsSync(main) ? { main } : {};
  const some = (entries) => Object.keys(entries).length > 0;
  const none = { outputFiles: [], metafile: { outputs: {} } };
  const benchEntry = bench && existsSync(join(root, 'bench/run.ts')) ? { run: 'bench/run.ts' } : {};
  const standing = existsSync(worker) ? { 'service-worker': worker } : {};
  const [ran, js, css, own, measured] = await explained(esbuild, () =>
    Promise.all([
      some(server) ? buildServer(esbuild, server, join(dist, 'server')) : none,
      some(scripts) ? buildBrowser(esbuild, scripts, true) : none,
      some(styles) ? buildBrowser(esbuild, styles, false) : none,
      some(standing) ? buildBrowser(esbuild, standing, false, '[name]') : none,
      some(benchEntry) ? buildServer(esbuild, benchEntry, join(dist, 'bench')) : none,
    ]),
  );
  const manifest = {};
  note(manifest, js.metafile, scripts);
  note(manifest, css.metafile, styles);
  for (const { name, path } of icons()) manifest[name] = `${assets}${basename(path)}`;
  const open = [...js.outputFiles, ...css.outputFiles, ...own.outputFiles, ...icons()];
  const packed = await compress(open);
  // All is in memory and sound: only now the old result goes.
  const old = ['.stamp', '.stamp-bench', 'server', 'public', 'bench', 'cache', 'manifest.json'];
  for (const name of old) rmSync(join(dist, name), { recursive: true, force: true });
  write([...narrow(ran.outputFiles), ...open, ...packed, ...measured.outputFiles]);
  mkdirSync(dist, { recursive: true });
  const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(dist, 'manifest.json'), `${JSON.stringify(sorted, null, 2)}\n`);
  // A bench build holds the product too, so that its stamp serves both.
  if (bench) writeFileSync(join(dist, '.stamp'), hashInputs(false));
  writeFileSync(stamp, hash);
  process.stdout.write(`Built in ${((performance.now() - begun) / 1000).toFixed(1)} s.\n`);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build({ bench: process.argv.includes('--bench') });
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/**
 * The fence of rooms: where files may lie, what they may be called, and what their words must agree on.
 *
 * - `stray-file`: a flat has three rooms and a closed list of file names; any of them may become a folder.
 * - `order-list`: a folder of src/modules is listed in order.json, once.
 * - `readme`: a flat has a README.md of at most 40 lines.
 * - `file-name`: kebab-case, and none of the names that say nothing.
 * - `clock-and-dice`: time comes from src/platform/clock.ts, chance from src/platform/dice.ts.
 * - `no-enum`: no enum and no namespace, not even a declared one (Preact's JSX excepted, to add attributes).
 * - `messages`: every language of a messages folder has the keys and the parameters of en.json.
 * - `migrations`: NNNN-intent.sql, each number once; what migrations/checksums.json lists never changes again.
 * - `decisions`: docs/decisions/NNNN-title.md, each number once.
 *
 * Prints one line per breach, `fence  file: what is wrong`, and ends with code 1 when there is one.
 * `--freeze` records the checksum of every migration that has none yet, at the moment it lands.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';

const requiredLanguages = ['en', 'fr'];
const readmeLines = 40;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const sayNothing = /(^|-)(utils?|helpers?|managers?|services?|misc)(-|\.|$)/;

const rooms: Record<string, RegExp> = {
  core: /^((types|schema|rules|policy|events|index)\.ts|(types|schema|rules|policy|events)\/([a-z0-9-]+\/)*[a-z0-9-]+\.ts|data\/([a-z0-9-]+\/)*[a-z0-9-]+\.json)$/,
  server:
    /^((store|queries|commands|jobs|notices|privacy|seeds|index)\.ts|(store|queries|commands|jobs|notices|privacy|seeds)\/([a-z0-9-]+\/)*[a-z0-9-]+\.tsx?)$/,
  web: /^((paths|index)\.ts|routes\.tsx|(paths|routes)\/([a-z0-9-]+\/)*[a-z0-9-]+\.tsx?|(pages|parts|islands)\/([a-z0-9-]+\/)*[a-z0-9-]+\.tsx?|messages\/[a-z]{2,3}(-[A-Za-z]+)?\.json)$/,
};
const testBeside = /^([a-z0-9-]+\/)*[a-z0-9-]+(\.[a-z0-9-]+)*\.test\.tsx?$/;

/** What may speak of time or chance, and where. The text is looked at without comments and strings. */
const clockAndDice = [
  { what: /\bnew\s+Date\b|\bDate\.(now|parse|UTC)\b/, only: /^src\/platform\/clock\.ts$/ },
  { what: /\bTemporal\.Now\b/, only: /^src\/platform\/clock\.ts$/ },
  { what: /\bMath\.random\b/, only: /^src\/platform\/dice\.ts$/ },
  { what: /\b(randomUUID|randomBytes|randomInt|getRandomValues)\b/, only: /^src\/platform\// },
];

const noEnum = /^\s*(export\s+)?(declare\s+)?(const\s+)?(enum\s+\w|namespace\s+(?!JSX\b)\w)/;

const breaches: string[] = [];
const breach = (fence: string, file: string, wrong: string) =>
  breaches.push(`${fence}  ${file}: ${wrong}`);
const filesOf = (pattern: string) =>
  globSync(pattern, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replace(/^\.\//, ''))
    .sort();

const sources = filesOf('src/**/*');
checkFlats();
checkNames([...sources, ...filesOf('{tests,bench,scripts}/**/*.{ts,tsx,mjs}')]);
checkCode(sources.filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file)));
checkMessages();
checkMigrations(process.argv.includes('--freeze'));
checkNumbers('decisions', filesOf('docs/decisions/*'), /^(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md$/, [
  'README.md',
]);

breaches.sort();
for (const line of breaches) console.log(line);
console.log(`${sources.length} files, ${breaches.length} breaches`);
process.exitCode = breaches.length > 0 ? 1 : 0;

function checkFlats() {
  const order = (JSON.parse(readFileSync('src/modules/order.json', 'utf8')) as string[][]).flat();
  for (const name of order.filter((one, at) => order.indexOf(one) !== at)) {
    breach('order-list', 'src/modules/order.json', `${name} is listed twice`);
  }
  const flats = new Set<string>();
  for (const file of sources.filter(
    (one) => one.startsWith('src/modules/') && one !== 'src/modules/order.json',
  )) {
    const [flat, room, ...rest] = file.slice('src/modules/'.length).split('/');
    if (flat === undefined || room === undefined) {
      breach('stray-file', file, 'belongs into a flat');
      continue;
    }
    flats.add(flat);
    const inside = rest.join('/');
    const fits =
      inside === ''
        ? room === 'README.md'
        : rooms[room]?.test(inside) || (room in rooms && testBeside.test(inside));
    if (!fits) breach('stray-file', file, 'no room of a flat has a file of this name');
  }
  for (const flat of flats) {
    if (!order.includes(flat))
      breach('order-list', `src/modules/${flat}`, 'is not listed in src/modules/order.json');
    const readme = `src/modules/${flat}/README.md`;
    if (!existsSync(readme)) breach('readme', readme, 'is missing');
    else if (readFileSync(readme, 'utf8').trimEnd().split('\n').length > readmeLines) {
      breach('readme', readme, `has more than ${readmeLines} lines`);
    }
  }
}

function checkNames(files: string[]) {
  for (const file of files.filter((one) => /\.(tsx?|mjs|css)$/.test(one))) {
    const parts = file.replace(/\.d\.ts$/, '.ts').split('/');
    const name = (parts.pop() ?? '').replace(/(\.test)?\.(tsx?|mjs|css)$/, '');
    for (const part of [...parts, ...name.split('.')]) {
      if (!kebab.test(part)) breach('file-name', file, `"${part}" is not kebab-case`);
      else if (sayNothing.test(part))
        breach('file-name', file, `"${part}" says nothing about what it does`);
    }
  }
}

function checkCode(files: string[]) {
  for (const file of files) {
    const lines = withoutWords(readFileSync(file, 'utf8')).split('\n');
    const unerasable = lines.findIndex((line) => noEnum.test(line));
    if (unerasable >= 0)
      breach('no-enum', `${file}:${unerasable + 1}`, 'use a union of texts, or a module');
    for (const { what, only } of clockAndDice) {
      const at = only.test(file) ? -1 : lines.findIndex((line) => what.test(line));
      if (at >= 0)
        breach(
          'clock-and-dice',
          `${file}:${at + 1}`,
          `"${what.exec(lines[at] ?? '')?.[0]}": take time and chance as arguments`,
        );
    }
  }
}

/** The code with its comments and quoted texts blanked, line for line; templates with a hole stay, they hold code. */
function withoutWords(code: string): string {
  const words =
    /\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*|`[^`\\$]*`|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;
  return code.replace(words, (word) => word.replace(/[^\n]/g, ' '));
}

type Parameters = Map<string, { kind: string; options: string }>;

function checkMessages() {
  const folders = new Set(
    sources.filter((file) => /\/messages\/[^/]+\.json$/.test(file)).map((file) => dirname(file)),
  );
  for (const folder of folders) {
    const languages = filesOf(`${folder}/*.json`).map((file) => basename(file, '.json'));
    for (const language of requiredLanguages.filter((one) => !languages.includes(one))) {
      breach('messages', `${folder}/${language}.json`, 'is missing');
    }
    if (!languages.includes('en')) continue;
    const english = readMessages(`${folder}/en.json`);
    for (const language of languages.filter((one) => one !== 'en')) {
      compareMessages(
        `${folder}/${language}.json`,
        english,
        readMessages(`${folder}/${language}.json`),
      );
    }
  }
}

function compareMessages(
  file: string,
  english: Map<string, Parameters>,
  other: Map<string, Parameters>,
) {
  for (const key of english.keys())
    if (!other.has(key)) breach('messages', file, `lacks the key "${key}"`);
  for (const [key, parameters] of other) {
    const expected = english.get(key);
    if (expected === undefined) {
      breach('messages', file, `has the key "${key}", which en.json has not`);
      continue;
    }
    for (const name of new Set([...expected.keys(), ...parameters.keys()])) {
      const [here, there] = [parameters.get(name), expected.get(name)];
      if (!here || !there) {
        breach(
          'messages',
          file,
          `"${key}": parameter {${name}} is ${here ? 'not in English' : 'missing'}`,
        );
      } else if (here.kind !== there.kind && here.kind !== 'text' && there.kind !== 'text') {
        breach(
          'messages',
          file,
          `"${key}": {${name}} is ${here.kind} here and ${there.kind} in English`,
        );
      } else if (here.options && there.options && here.options !== there.options) {
        breach(
          'messages',
          file,
          `"${key}": {${name}} chooses from ${here.options}, in English from ${there.options}`,
        );
      }
    }
  }
}

function readMessages(file: string): Map<string, Parameters> {
  const found = new Map<string, Parameters>();
  const walk = (value: unknown, key: string) => {
    if (typeof value === 'string') {
      const parameters: Parameters = new Map();
      try {
        collect(new IntlMessageFormat(value, 'en').getAst(), parameters);
      } catch (error) {
        breach('messages', file, `"${key}" is no ICU message: ${(error as Error).message}`);
      }
      if (value.trim() === '') breach('messages', file, `"${key}" is empty`);
      found.set(key, parameters);
    } else if (value !== null && typeof value === 'object') {
      for (const [part, inner] of Object.entries(value))
        walk(inner, key === '' ? part : `${key}.${part}`);
    } else breach('messages', file, `"${key}" is not a text`);
  };
  try {
    walk(JSON.parse(readFileSync(file, 'utf8')), '');
  } catch (error) {
    breach('messages', file, `is no JSON: ${(error as Error).message}`);
  }
  return found;
}

/** Element types of the ICU parser: 0 literal, 1 argument, 2 number, 3 date, 4 time, 5 select, 6 plural, 7 pound, 8 tag. */
function collect(elements: ReturnType<IntlMessageFormat['getAst']>, into: Parameters) {
  const kinds: Record<number, string> = {
    1: 'text',
    2: 'number',
    3: 'date',
    4: 'date',
    5: 'select',
    6: 'number',
    8: 'tag',
  };
  for (const element of elements) {
    const kind = kinds[element.type];
    if (kind === undefined || !('value' in element)) continue;
    const options = 'options' in element ? element.options : {};
    const before = into.get(element.value);
    into.set(element.value, {
      kind: before === undefined || before.kind === 'text' ? kind : before.kind,
      options: kind === 'select' ? Object.keys(options).sort().join('|') : (before?.options ?? ''),
    });
    for (const option of Object.values(options)) collect(option.value, into);
    if ('children' in element) collect(element.children, into);
  }
}

function checkMigrations(freeze: boolean) {
  const files = filesOf('migrations/*').filter((file) => basename(file) !== 'checksums.json');
  checkNumbers('migrations', files, /^(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.sql$/, ['README.md']);
  const list = 'migrations/checksums.json';
  const frozen: Record<string, string> = existsSync(list)
    ? JSON.parse(readFileSync(list, 'utf8'))
    : {};
  const sums = new Map(
    files.filter((file) => extname(file) === '.sql').map((file) => [basename(file), sha256(file)]),
  );
  for (const [name, sum] of Object.entries(frozen)) {
    if (!sums.has(name))
      breach('migrations', `migrations/${name}`, 'has landed and may not disappear');
    else if (sums.get(name) !== sum)
      breach('migrations', `migrations/${name}`, 'has landed and may not change; write a new one');
  }
  if (freeze)
    writeFileSync(list, `${JSON.stringify({ ...Object.fromEntries(sums), ...frozen }, null, 2)}\n`);
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function checkNumbers(fence: string, files: string[], pattern: RegExp, besides: string[]) {
  const seen = new Map<string, string>();
  for (const file of files.filter((one) => !besides.includes(basename(one)))) {
    const number = pattern.exec(basename(file))?.[1];
    const first = number === undefined ? undefined : seen.get(number);
    if (number === undefined) breach(fence, file, `is not named like ${pattern.source}`);
    else if (first !== undefined) breach(fence, file, `has the number of ${first}`);
    else seen.set(number, basename(file));
  }
}

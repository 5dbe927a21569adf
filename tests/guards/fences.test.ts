/**
 * Each fence is broken here on purpose, in a small house with the configuration of the real one, and must say so
 * by name and by file. All breaches of a kind stand in one house, so one run tries them all.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildHouse,
  type Files,
  lawful,
  manifest,
  runFences,
  tearDown,
} from '#tests/support/small-house.ts';

const repository = join(import.meta.dirname, '../..');
const fences = ['imports', 'types', 'dead', 'form', 'rooms'] as const;
type Fence = (typeof fences)[number];

/** What is done wrong, the fence that must see it, the line it must print, and the files that do it. */
type Breach = { wrong: string; fence: Fence; says: RegExp; files: Files };

const people = 'src/modules/people';
const organisations = 'src/modules/organisations';

/** One file that is wrong by what it imports; the line must name the rule and this file. */
function imports(
  wrong: string,
  rule: string,
  file: string,
  content: string,
  more: Files = {},
): Breach {
  const says = new RegExp(`^\\s*${rule}  ${literal(file)} -> `, 'm');
  return { wrong, fence: 'imports', says, files: { [file]: content, ...more } };
}

/** One file that its floor's compiler refuses. */
function types(wrong: string, code: string, file: string, content: string): Breach {
  const says = new RegExp(`^\\s*${literal(file)}\\(\\d+,\\d+\\): error ${code}: `, 'm');
  return { wrong, fence: 'types', says, files: { [file]: content } };
}

function rooms(wrong: string, rule: string, at: string, says: string, files: Files): Breach {
  return {
    wrong,
    fence: 'rooms',
    says: new RegExp(`^\\s*${rule}  ${literal(at)}(:\\d+)?: .*${says}`, 'm'),
    files,
  };
}

function form(wrong: string, rule: string, file: string, content: string): Breach {
  const says = new RegExp(`× ${literal(file)}(:\\d+:\\d+)?: ${literal(rule)}`, 'm');
  return { wrong, fence: 'form', says, files: { [file]: content } };
}

const breaches: Breach[] = [
  imports(
    'the kernel knows an engine',
    'kernel-floor',
    'src/kernel/up.ts',
    `import '#engines/workflow/index.ts';\n`,
  ),
  imports('the kernel reads files', 'kernel-floor', 'src/kernel/files.ts', `import 'node:fs';\n`),
  imports(
    'an engine knows a module',
    'engines-floor',
    'src/engines/up.ts',
    `import '#modules/people/core/index.ts';\n`,
  ),
  imports(
    'an engine knows the platform',
    'engines-floor',
    'src/engines/io.ts',
    `import '#platform/clock.ts';\n`,
  ),
  imports(
    'the platform knows an engine',
    'platform-floor',
    'src/platform/up.ts',
    `import '#engines/workflow/index.ts';\n`,
  ),
  imports(
    'the platform knows a module',
    'platform-floor',
    'src/platform/up-more.ts',
    `import '#modules/people/core/index.ts';\n`,
  ),
  imports(
    'platform/http knows the kit',
    'platform-floor',
    'src/platform/http/page.tsx',
    `import '#ui/button.tsx';\n`,
  ),
  imports(
    'the kit knows a module',
    'ui-floor',
    'src/ui/card.tsx',
    `import '#modules/people/core/index.ts';\n`,
  ),
  imports(
    'the kit knows the platform',
    'ui-floor',
    'src/ui/clock.tsx',
    `import '#platform/clock.ts';\n`,
  ),
  imports('the kit knows Hono', 'ui-floor', 'src/ui/route.tsx', `import 'hono';\n`),
  imports('core reads files', 'core-floor', `${people}/core/rules/files.ts`, `import 'node:fs';\n`),
  imports(
    'core uses the platform',
    'core-floor',
    `${people}/core/rules/clock.ts`,
    `import '#platform/clock.ts';\n`,
  ),
  imports(
    'core knows its own server',
    'core-floor',
    `${people}/core/rules/up.ts`,
    `import type { PersonRow } from '../../server/queries/list-people.ts';\nexport type Up = PersonRow;\n`,
  ),
  imports(
    'core uses a package besides zod',
    'core-floor',
    `${people}/core/rules/hono.ts`,
    `import 'hono';\n`,
  ),
  imports(
    "core enters another module's server",
    'core-floor',
    `${organisations}/core/rules/up.ts`,
    `import '#modules/people/server/index.ts';\n`,
  ),
  imports(
    'server knows its own pages',
    'server-floor',
    `${people}/server/notices/page.ts`,
    `import '../../web/index.ts';\n`,
  ),
  imports(
    'server knows the kit',
    'server-floor',
    `${people}/server/notices/kit.ts`,
    `import '#ui/button.tsx';\n`,
  ),
  imports(
    'web uses the database',
    'web-floor',
    `${people}/web/routes/direct.ts`,
    `import '#platform/database/index.ts';\n`,
  ),
  imports(
    'web uses a package besides Preact',
    'web-floor',
    `${people}/web/routes/zod.ts`,
    `import 'zod';\n`,
  ),
  imports(
    'a page calls the server',
    'pages-are-views',
    `${people}/web/pages/acting-page.tsx`,
    `import { listPeople } from '../../server/index.ts';\nexport const act = listPeople;\n`,
  ),
  imports(
    'a module knows the roof',
    'nothing-imports-app',
    `${people}/server/jobs/roof.ts`,
    `import '#app/names.ts';\n`,
  ),
  imports(
    'the platform knows the roof',
    'nothing-imports-app',
    'src/platform/roof.ts',
    `import '#app/names.ts';\n`,
  ),
  imports(
    'a module climbs in past the door',
    'doors',
    `${organisations}/core/rules/window.ts`,
    `import '#modules/people/core/rules.ts';\n`,
  ),
  imports(
    'a module takes a type past the door',
    'doors',
    `${organisations}/server/store/window.ts`,
    `import type { PersonRow } from '#modules/people/server/queries/list-people.ts';\nexport type Row = PersonRow;\n`,
  ),
  imports(
    'the roof climbs in past the door',
    'doors',
    'src/app/burglar.ts',
    `import '#modules/people/server/store.ts';\n`,
  ),
  imports(
    'a lower module uses a higher one',
    'order',
    `${people}/core/rules/later.ts`,
    `import '#modules/organisations/core/index.ts';\n`,
  ),
  imports(
    'a lower module takes only a type of a higher one',
    'order',
    `${people}/core/rules/later-type.ts`,
    `import type { maySign } from '#modules/organisations/core/index.ts';\nexport type Later = typeof maySign;\n`,
  ),
  imports(
    'a module uses its own line',
    'order',
    'src/modules/forms/core/rules.ts',
    `import '#modules/calendar/core/index.ts';\n`,
    {
      'src/modules/forms/README.md': '# Forms\n',
      'src/modules/calendar/README.md': '# Calendar\n',
      'src/modules/calendar/core/index.ts': 'export const week = 7;\n',
    },
  ),
  imports(
    'quality and clubs stand on two lines',
    'order',
    'src/modules/quality/core/rules.ts',
    `import '#modules/clubs/core/index.ts';\n`,
    {
      'src/modules/quality/README.md': '# Quality\n',
      'src/modules/clubs/README.md': '# Clubs\n',
      'src/modules/clubs/core/index.ts': 'export const seats = 5;\n',
    },
  ),
  imports(
    'SQL in a query',
    'sql-only-in-stores',
    `${people}/server/queries/raw.ts`,
    `import { sql } from 'kysely';\nexport const one = sql\`1\`;\n`,
  ),
  imports(
    'pg in the platform, outside database',
    'sql-only-in-stores',
    'src/platform/queue.ts',
    `import 'pg';\n`,
  ),
  imports(
    'a command opens a file',
    'io-only-in-platform',
    `${people}/server/commands/write-file.ts`,
    `import 'node:fs/promises';\n`,
  ),
  imports(
    'a command sends mail',
    'io-only-in-platform',
    `${people}/server/commands/send-mail.ts`,
    `import 'nodemailer';\n`,
  ),
  imports(
    'product code leans on tests',
    'nobody-imports-tests',
    'src/platform/testing.ts',
    `import '#tests/deep.test.ts';\n`,
  ),
  imports(
    'product code leans on a script',
    'src-stands-alone',
    'src/platform/scripted.ts',
    `import '../../scripts/report.ts';\n`,
  ),
  imports(
    'two files need each other',
    'circle',
    'src/kernel/egg.ts',
    `import { hen } from './hen.ts';\nexport const egg = () => hen;\n`,
    {
      'src/kernel/hen.ts': `import { egg } from './egg.ts';\nexport const hen = () => egg;\n`,
    },
  ),
  imports(
    'two files need each other for types',
    'circle',
    'src/kernel/day.ts',
    `import type { Night } from './night.ts';\nexport type Day = { next: Night };\n`,
    {
      'src/kernel/night.ts': `import type { Day } from './day.ts';\nexport type Night = { next: Day };\n`,
    },
  ),
  imports(
    'an import leads nowhere',
    'unresolved',
    'src/platform/lost.ts',
    `import './nowhere.ts';\n`,
  ),
  imports(
    'a package that package.json does not list',
    'undeclared-package',
    'src/platform/unlisted.ts',
    `import 'csv-parse';\n`,
  ),
  imports(
    'an island calls the server',
    'browser-reach',
    `${people}/web/islands/caller.tsx`,
    `import '../../server/index.ts';\n`,
  ),
  imports(
    'an island reaches zod through the door of core',
    'browser-reach',
    `${people}/web/islands/checker.tsx`,
    `import { isOfAge } from '../../core/index.ts';\nexport const check = isOfAge;\n`,
  ),
  imports(
    'browser code uses Node',
    'browser-reach',
    'src/ui/browser/node.ts',
    `import 'node:path';\n`,
  ),

  types(
    'core uses process',
    'TS\\d+',
    `${people}/core/rules/process.ts`,
    'export const here = process.cwd();\n',
  ),
  types(
    'core uses fetch',
    'TS\\d+',
    `${people}/core/rules/fetch.ts`,
    `export const there = () => fetch('/');\n`,
  ),
  types(
    'core uses console',
    'TS\\d+',
    `${people}/core/rules/console.ts`,
    `export const say = () => console.log('');\n`,
  ),
  types(
    'core uses window',
    'TS\\d+',
    `${people}/core/rules/window.ts`,
    'export const w = window;\n',
  ),
  types(
    'the kernel uses a timer',
    'TS\\d+',
    'src/kernel/timer.ts',
    'export const t = () => setTimeout(() => {}, 1);\n',
  ),
  types(
    'an engine uses Buffer',
    'TS\\d+',
    'src/engines/buffer.ts',
    `export const b = Buffer.from('');\n`,
  ),
  types(
    'the server uses window',
    'TS\\d+',
    `${people}/server/jobs/window.ts`,
    'export const w = window.title;\n',
  ),
  types(
    'an island uses process',
    'TS\\d+',
    `${people}/web/islands/env.tsx`,
    'export const e = process.env;\n',
  ),
  types('the kit uses process', 'TS\\d+', 'src/ui/env.tsx', 'export const e = process.env;\n'),
  types('an enum', 'TS1294', 'src/kernel/colours.ts', 'export enum Colour {\n  Red,\n}\n'),
  types(
    'a namespace',
    'TS1294',
    'src/kernel/space.ts',
    'export namespace Space {\n  export const a = 1;\n}\n',
  ),
  types('a type is wrong', 'TS2322', 'src/app/wrong.ts', `export const n: number = 'one';\n`),
  types('a test is wrong', 'TS2322', 'tests/wrong.test.ts', `export const n: number = 'one';\n`),
  types('a script is wrong', 'TS2322', 'scripts/wrong.ts', `export const n: number = 'one';\n`),

  {
    wrong: 'a file that nothing uses',
    fence: 'dead',
    says: /Unused files[\s\S]*src\/platform\/forgotten\.ts/,
    files: { 'src/platform/forgotten.ts': 'export const forgotten = 1;\n' },
  },
  {
    wrong: 'an export that nothing uses',
    fence: 'dead',
    says: /Unused exports[\s\S]*idleName\b.*src\/app\/names\.ts/,
    files: { 'src/app/names.ts': `${lawful['src/app/names.ts']}\nexport const idleName = 1;\n` },
  },
  {
    wrong: 'a door that nobody knocks at',
    fence: 'dead',
    says: /Unused exports[\s\S]*personIds.*src\/modules\/people\/server\/index\.ts/,
    files: {
      [`${people}/server/index.ts`]: `${lawful[`${people}/server/index.ts`]}export { personIds } from './store.ts';\n`,
    },
  },
  {
    wrong: 'a package that nothing uses',
    fence: 'dead',
    says: /Unused dependencies[\s\S]*left-over/,
    files: { 'package.json': manifest({ 'left-over': '1.0.0' }) },
  },

  form('an unformatted file', 'format', 'src/kernel/untidy.ts', 'export const a = "x"\n'),
  form(
    'imports in disorder',
    'assist/source/organizeImports',
    'src/app/disorder.ts',
    `import { b } from './b.ts';\nimport { a } from './a.ts';\n\nexport const c = [a, b];\n`,
  ),
  form(
    'a promise nobody waits for',
    'lint/nursery/noFloatingPromises',
    'src/app/floating.ts',
    `async function later(): Promise<number> {\n  return 1;\n}\n\nexport function now() {\n  later();\n}\n`,
  ),
  form(
    'core knows the type Date',
    'lint/style/noRestrictedGlobals',
    `${people}/core/rules/date.ts`,
    'export const day = (date: Date) => date;\n',
  ),
  form(
    'core uses new Date()',
    'lint/style/noRestrictedGlobals',
    `${people}/core/rules/now.ts`,
    'export const now = () => new Date();\n',
  ),
  form(
    'a page uses window',
    'lint/style/noRestrictedGlobals',
    `${people}/web/pages/window-page.tsx`,
    'export const title = () => window.title;\n',
  ),
  form(
    'the server uses document',
    'lint/style/noRestrictedGlobals',
    `${people}/server/jobs/document.ts`,
    'export const title = () => document.title;\n',
  ),
  form(
    'a forgotten variable that browsers happen to have',
    'lint/style/noRestrictedGlobals',
    'src/app/global.ts',
    'export const who = () => name;\n',
  ),
  form(
    'an enum, by lint',
    'lint/style/noEnum',
    'src/kernel/colour.ts',
    'export enum Colour {\n  Red = 0,\n}\n',
  ),

  rooms('a stray file in a room', 'stray-file', `${people}/core/thoughts.ts`, 'no room', {
    [`${people}/core/thoughts.ts`]: '',
  }),
  rooms('a stray room in a flat', 'stray-file', `${people}/cellar/index.ts`, 'no room', {
    [`${people}/cellar/index.ts`]: '',
  }),
  rooms('a file beside the rooms of a flat', 'stray-file', `${people}/index.ts`, 'no room', {
    [`${people}/index.ts`]: '',
  }),
  rooms('a file beside the flats', 'stray-file', 'src/modules/shared.ts', 'flat', {
    'src/modules/shared.ts': '',
  }),
  rooms('a module that is not in the order', 'order-list', 'src/modules/weather', 'order.json', {
    'src/modules/weather/README.md': '# Weather\n',
  }),
  rooms('a flat without README', 'readme', 'src/modules/travel/README.md', 'missing', {
    'src/modules/travel/core/types.ts': '',
  }),
  rooms('a README that goes on and on', 'readme', 'src/modules/grants/README.md', '40 lines', {
    'src/modules/grants/README.md': 'line\n'.repeat(41),
  }),
  rooms('a name that is not kebab-case', 'file-name', 'src/platform/fileStore.ts', 'kebab', {
    'src/platform/fileStore.ts': '',
  }),
  rooms('a name that says nothing', 'file-name', 'src/platform/date-utils.ts', 'says nothing', {
    'src/platform/date-utils.ts': '',
  }),
  rooms(
    'a folder whose name says nothing',
    'file-name',
    'src/engines/helpers/add.ts',
    'says nothing',
    { 'src/engines/helpers/add.ts': '' },
  ),
  rooms('new Date() outside the clock', 'clock-and-dice', 'src/app/late.ts', 'new Date', {
    'src/app/late.ts': '// why\nexport const at = new Date(0);\n',
  }),
  rooms(
    'Date.now() outside the clock',
    'clock-and-dice',
    `${people}/server/jobs/now.ts`,
    'Date.now',
    { [`${people}/server/jobs/now.ts`]: 'export const at = Date.now();\n' },
  ),
  rooms(
    'Temporal.Now in core',
    'clock-and-dice',
    `${people}/core/rules/temporal.ts`,
    'Temporal.Now',
    { [`${people}/core/rules/temporal.ts`]: 'export const at = Temporal.Now.instant();\n' },
  ),
  rooms('Math.random() outside the dice', 'clock-and-dice', 'src/engines/lots.ts', 'Math.random', {
    'src/engines/lots.ts': 'export const lot = Math.random();\n',
  }),
  rooms(
    'chance outside the platform',
    'clock-and-dice',
    `${people}/server/commands/mint.ts`,
    'randomUUID',
    { [`${people}/server/commands/mint.ts`]: 'export const id = crypto.randomUUID();\n' },
  ),
  rooms(
    'a missing French file',
    'messages',
    'src/modules/audit/web/messages/fr.json',
    'is missing',
    { 'src/modules/audit/web/messages/en.json': '{ "a": "A" }\n' },
  ),
  rooms(
    'a missing French key',
    'messages',
    `${organisations}/web/messages/fr.json`,
    'lacks the key "two.b"',
    {
      [`${organisations}/web/messages/en.json`]: `{ "one": "1", "two": { "b": "B" }, "three": "{day, date, short} {sex, select, f {she} other {they}} {n, number}" }\n`,
      [`${organisations}/web/messages/fr.json`]: `{ "one": "{un}", "two": { "c": "C" }, "three": "{day, number} {sex, select, m {il} other {on}}" }\n`,
    },
  ),
  rooms(
    'a French key too many',
    'messages',
    `${organisations}/web/messages/fr.json`,
    'has the key "two.c"',
    {},
  ),
  rooms(
    'a parameter that English has not',
    'messages',
    `${organisations}/web/messages/fr.json`,
    '"one": parameter {un}',
    {},
  ),
  rooms(
    'a parameter forgotten',
    'messages',
    `${organisations}/web/messages/fr.json`,
    '"three": parameter {n} is missing',
    {},
  ),
  rooms(
    'a parameter of another kind',
    'messages',
    `${organisations}/web/messages/fr.json`,
    '"three": {day} is number here and date',
    {},
  ),
  rooms(
    'a choice of other words',
    'messages',
    `${organisations}/web/messages/fr.json`,
    '"three": {sex} chooses from',
    {},
  ),
  rooms(
    'a message that is none',
    'messages',
    'src/modules/reports/web/messages/en.json',
    '"a" is no ICU message',
    {
      'src/modules/reports/web/messages/en.json': '{ "a": "{n, plural, one {x}" }\n',
    },
  ),
  rooms('a migration without number', 'migrations', 'migrations/more.sql', 'not named', {
    'migrations/more.sql': '',
  }),
  rooms(
    'two migrations of one number',
    'migrations',
    'migrations/0001-persons.sql',
    'has the number of 0001-people.sql',
    { 'migrations/0001-persons.sql': '' },
  ),
  rooms(
    'a landed migration changed',
    'migrations',
    'migrations/0001-people.sql',
    'may not change',
    { 'migrations/checksums.json': '{ "0001-people.sql": "0", "0000-gone.sql": "0" }\n' },
  ),
  rooms(
    'a landed migration gone',
    'migrations',
    'migrations/0000-gone.sql',
    'may not disappear',
    {},
  ),
  rooms(
    'two decisions of one number',
    'decisions',
    'docs/decisions/0001-two.md',
    'has the number of',
    { 'docs/decisions/0001-two.md': '' },
  ),
];

const houses: string[] = [];
const found = new Map<Fence, { code: number; output: string }>();
let clean: { code: number; output: string };

beforeAll(async () => {
  houses.push(buildHouse());
  clean = await runFences(houses[0] ?? '');
  for (const fence of fences) {
    const files = Object.assign(
      {},
      ...breaches.filter((b) => b.fence === fence).map((b) => b.files),
    );
    const house = buildHouse(files);
    houses.push(house);
    found.set(fence, await runFences(house, fence));
  }
}, 120_000);

afterAll(() => houses.forEach(tearDown));

describe('a lawful house', () => {
  it('passes every fence', () => {
    expect(clean.output).toMatch(/^5 passed, 0 failed$/m);
    expect(clean.code).toBe(0);
  });

  it('leaves a count for the test runner', () => {
    expect(JSON.parse(readFileSync(join(houses[0] ?? '', '.cache/check.json'), 'utf8'))).toEqual({
      passed: 5,
      failed: 0,
    });
  });

  it.each([
    ['core enters the core door of an earlier module', `${organisations}/core/policy.ts`],
    ['core uses zod and its own JSON', `${people}/core/schema.ts`],
    ['a store uses Kysely', `${people}/server/store.ts`],
    ['a page takes a type from the server', `${people}/web/pages/people-page.tsx`],
    ['an island uses Preact, the kit, and types of core', `${people}/web/islands/counter.tsx`],
    ['the roof enters all doors', 'src/app/main.ts'],
    ['a test looks behind a door', 'tests/deep.test.ts'],
  ])('lets through: %s', (_what, file) => {
    expect(lawful).toHaveProperty([file]);
    expect(found.get('imports')?.output).not.toMatch(
      new RegExp(`^\\s*\\S+  ${literal(file)} -> `, 'm'),
    );
  });
});

describe.each(fences)('the fence of %s', (fence) => {
  it('fails when something is wrong', () => {
    expect(found.get(fence)?.code).toBe(1);
  });

  it.each(breaches.filter((breach) => breach.fence === fence))('sees: $wrong', ({ says }) => {
    expect(found.get(fence)?.output).toMatch(says);
  });
});

it('every rule about imports is broken above', () => {
  const config = createRequire(import.meta.url)(join(repository, '.dependency-cruiser.cjs'));
  const names = new Set<string>(config.forbidden.map((rule: { name: string }) => rule.name));
  const tried = breaches
    .filter((breach) => breach.fence === 'imports')
    .map((breach) => String(breach.says));
  expect([...names].filter((name) => !tried.some((says) => says.includes(`${name}  `)))).toEqual(
    [],
  );
});

describe('a cruiser that reads nothing', { timeout: 60_000 }, () => {
  it.each([
    ['excludes what it should read', `module.exports.options.exclude = { path: '\\\\.tsx?$' };`],
    ['follows nothing', `module.exports.options.includeOnly = '^nowhere';`],
  ])('is not believed: %s', async (_how, line) => {
    const config = readFileSync(join(repository, '.dependency-cruiser.cjs'), 'utf8');
    const house = buildHouse({ '.dependency-cruiser.cjs': `${config}\n${line}\n` });
    houses.push(house);
    const { code, output } = await runFences(house, 'imports');
    expect(code).toBe(1);
    expect(output).toMatch(/every-file-read {2}src\/app\/main\.ts -> unread/);
  });

  it('an empty folder is not a success', async () => {
    const house = buildHouse(Object.fromEntries(Object.keys(lawful).map((file) => [file, null])));
    houses.push(house);
    const { code, output } = await runFences(house, 'imports', 'types');
    expect(code).toBe(1);
    expect(output).toMatch(/every-file-read {2}\. -> nothing/);
    expect(output).toMatch(/^0 passed, 2 failed$/m);
  });
});

it('the real order names every flat once', () => {
  const order: string[][] = JSON.parse(
    readFileSync(join(repository, 'src/modules/order.json'), 'utf8'),
  );
  expect(new Set(order.flat()).size).toBe(order.flat().length);
  expect(order.findIndex((line) => line.includes('quality'))).toBeLessThan(
    order.findIndex((line) => line.includes('clubs')),
  );
});

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

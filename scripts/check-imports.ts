/**
 * The fence of imports: runs the rules of .dependency-cruiser.cjs over the folder it is started in and adds
 *
 * - `every-file-read`: each .ts and .tsx on disk must be in the graph. A cruiser that silently reads nothing
 *   would otherwise let everything through.
 * - `browser-reach`: what islands and src/ui/browser reach at run time (type-only imports do not count), through
 *   any number of files, must not be server, platform, app, Node or zod.
 *
 * Prints one line per breach, `fence  file -> file`, and ends with code 1 when there is one.
 */
import { existsSync, globSync } from 'node:fs';
import { relative } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IModule } from 'dependency-cruiser';
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const browserStart = /^src\/(modules\/[^/]+\/web\/islands|ui\/browser)\//;
const notForBrowsers =
  /^src\/(platform|app)\/|^src\/modules\/[^/]+\/(server|web\/routes)[./]|(^|\/)node_modules\/(?!preact\/)/;

/** A breach of a fence: which one, in which file, and the file or trail it leads to. */
type Breach = { fence: string; from: string; to: string; comment: string };

const roots = ['src', 'tests', 'bench', 'scripts'].filter((root) => existsSync(root));
const onDisk = roots
  .flatMap((root) => globSync(`${root}/**/*.{ts,tsx}`))
  .map((file) => relative('.', file));

if (onDisk.length === 0) {
  console.log('every-file-read  . -> nothing\n    There is no TypeScript here at all.');
  process.exit(1);
}
const config = await extractDepcruiseConfig('./.dependency-cruiser.cjs');
const options: ICruiseOptions = {
  ...config.options,
  ruleSet: { forbidden: config.forbidden ?? [] },
  validate: true,
};
const { output } = await cruise(roots, options, config.options?.enhancedResolveOptions as never, {
  tsConfig: extractTSConfig('tsconfig.base.json'),
});
const graph = output as ICruiseResult;

const breaches: Breach[] = [
  ...graph.summary.violations.map(toBreach),
  ...unread(graph.modules),
  ...reachedByBrowsers(graph.modules),
];
const unique = [...new Map(breaches.map((b) => [`${b.fence} ${b.from} ${b.to}`, b])).values()];
unique.sort((a, b) => a.from.localeCompare(b.from) || a.fence.localeCompare(b.fence));
for (const { fence, from, to, comment } of unique) {
  console.log(`${fence}  ${from} -> ${to}\n    ${comment}`);
}
console.log(
  `${graph.modules.filter(isOurs).length} files read, ${onDisk.length} on disk, ${unique.length} breaches`,
);
process.exitCode = unique.length > 0 ? 1 : 0;

function toBreach(violation: ICruiseResult['summary']['violations'][number]): Breach {
  const trail = violation.cycle
    ?.map((step) => (typeof step === 'string' ? step : step.name))
    .join(' -> ');
  return {
    fence: violation.rule.name,
    from: violation.from,
    to: trail ?? violation.to,
    comment:
      violation.comment ??
      config.forbidden?.find((rule) => rule.name === violation.rule.name)?.comment ??
      '',
  };
}

function isOurs(module: IModule): boolean {
  return (
    /\.tsx?$/.test(module.source) && roots.some((root) => module.source.startsWith(`${root}/`))
  );
}

function unread(modules: IModule[]): Breach[] {
  const read = new Set(modules.map((module) => module.source));
  const missing = onDisk.filter((file) => !read.has(file));
  const comment = 'The cruiser did not read this file, so no rule was tried on it.';
  return missing.map((file) => ({ fence: 'every-file-read', from: file, to: 'unread', comment }));
}

function reachedByBrowsers(modules: IModule[]): Breach[] {
  const bySource = new Map(modules.map((module) => [module.source, module]));
  const found: Breach[] = [];
  for (const start of modules.filter(
    (m) => browserStart.test(m.source) && !/\.test\.tsx?$/.test(m.source),
  )) {
    const trails = new Map([[start.source, start.source]]);
    const queue = [start.source];
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      for (const next of bySource.get(at)?.dependencies ?? []) {
        if (next.dependencyTypes.includes('type-only') || trails.has(next.resolved)) continue;
        const trail = `${trails.get(at)} -> ${next.resolved}`;
        trails.set(next.resolved, trail);
        if (next.coreModule || notForBrowsers.test(next.resolved)) {
          found.push({
            fence: 'browser-reach',
            from: start.source,
            to: trail.slice(start.source.length + 4),
            comment:
              'Browser code reaches no server, platform, app, Node or npm package but Preact (zod is 91 kB).',
          });
        } else {
          queue.push(next.resolved);
        }
      }
    }
  }
  return found;
}

import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { commands, jobsOfAll, reactions, serverModules } from '#app/registry.ts';
import { orgRoles } from '#kernel/actor.ts';
import { httpStatus } from '#kernel/errors.ts';
import {
  mobilityLifecycle,
  partyRoles,
  sensitivities,
  stations,
} from '#modules/mobilities/core/index.ts';
import { languages } from '#platform/i18n/index.ts';

const root = join(import.meta.dirname, '../..');

type Catalogue = { language: string; prefix: string; file: string; texts: Record<string, string> };

const folders = [
  { prefix: 'platform', folder: 'src/platform/i18n/messages' },
  { prefix: 'app', folder: 'src/app/messages' },
  ...readdirSync(join(root, 'src/modules'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ prefix: name, folder: `src/modules/${name}/web/messages` })),
];

const catalogues: Catalogue[] = folders.flatMap(({ prefix, folder }) =>
  languages.flatMap((language): Catalogue[] => {
    const file = `${folder}/${language}.json`;
    if (!existsSync(join(root, file))) return [];
    return [{ language, prefix, file, texts: JSON.parse(readFileSync(join(root, file), 'utf8')) }];
  }),
);

/** Every message of a language under its full key. */
const textsIn = (language: string) =>
  new Map(
    catalogues
      .filter((c) => c.language === language)
      .flatMap((c) =>
        Object.entries(c.texts).map(([key, text]) => [`${c.prefix}.${key}`, text] as const),
      ),
  );
const byLanguage = new Map(languages.map((l) => [l as string, textsIn(l)]));
const keys = new Set<string>([...byLanguage.values()].flatMap((texts) => [...texts.keys()]));

const prefixes = folders.map((f) => f.prefix).join('|');
const keyShape = new RegExp(`^(${prefixes})(\\.[A-Za-z0-9_-]+)+$`);
const keyStart = new RegExp(`^(${prefixes})\\.`);

/** Dotted names that are not messages: of commands, queries and jobs, and what they tell. */
const otherNames = new Set<string>([
  ...jobsOfAll().map((j) => j.name as string),
  ...Object.keys(reactions),
]);

type Found = { at: string; text: string };
const literals: Found[] = [];
/** template literals that begin as a key does, as an expression that their keys match */
const patterns: (Found & { matches: RegExp })[] = [];
const words: Found[] = [];

/** attributes that people read or hear */
const spoken = new Set([
  'title',
  'label',
  'aria-label',
  'alt',
  'placeholder',
  'hint',
  'text',
  'legend',
  'heading',
  'caption',
  'lead',
  'description',
  'action',
  'summary',
]);
const hasLetters = /\p{L}/u;

const sources = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter(
  (f) => !/\.test\.tsx?$|stories\.tsx$/.test(f),
);

for (const file of sources) {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const at = (node: ts.Node) =>
    `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      if (namesSomethingElse(node)) otherNames.add(node.text);
      else if (keyShape.test(node.text) && !isColumn(file))
        literals.push({ at: at(node), text: node.text });
    } else if (
      ts.isTemplateExpression(node) &&
      keyStart.test(node.head.text) &&
      !node.getText().includes(':')
    ) {
      const tail = node.templateSpans
        .map((s) => `[A-Za-z0-9_.-]+${RegExp.escape(s.literal.text)}`)
        .join('');
      if (!/\s/.test(node.getText()) || !/[ :/]/.test(node.head.text)) {
        patterns.push({
          at: at(node),
          text: node.getText(),
          matches: new RegExp(`^${RegExp.escape(node.head.text)}${tail}$`),
        });
      }
    } else if (ts.isJsxText(node) && hasLetters.test(node.text)) {
      words.push({ at: at(node), text: node.text.trim() });
    } else if (
      ts.isJsxAttribute(node) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer)
    ) {
      const name = node.name.getText();
      if (
        spoken.has(name) &&
        hasLetters.test(node.initializer.text) &&
        !(name === 'action' && node.initializer.text.startsWith('/'))
      ) {
        words.push({ at: at(node), text: `${name}="${node.initializer.text}"` });
      }
    }
    ts.forEachChild(node, look);
  };
  look(source);
}

/** `command({ name: … })`, `defineEvent()('applications.pupil-selected')`, a transition's `then`, lines of the log. */
function namesSomethingElse(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) && parent.name.getText() === 'name') {
    const call = parent.parent.parent;
    return ts.isCallExpression(call) && /^(command|query|job)\b/.test(call.expression.getText());
  }
  if (!ts.isCallExpression(parent)) return false;
  const called = parent.expression.getText();
  return /^(defineEvent|job)\b/.test(called) || /\blog\.(info|warn|error)$/.test(called);
}

/** In a store a dotted name is a column of a table. */
function isColumn(file: string): boolean {
  return /\/store(\.ts|\/)/.test(file);
}

// data of the core names messages too
for (const file of globSync('src/{modules/*/core,app}/**/*.json', { cwd: root }).filter(
  (f) => !f.includes('messages/'),
)) {
  for (const [, text] of readFileSync(join(root, file), 'utf8').matchAll(/"([^"\s]+)"/g)) {
    if (text && keyShape.test(text)) literals.push({ at: file, text });
  }
}

const used = literals.filter((l) => !otherNames.has(l.text));

/** Keys made from a list of known values: every value needs its text. */
const expanded: Record<string, readonly string[]> = {
  'app.failure.': Object.keys(httpStatus),
  'app.module.': Object.entries(serverModules)
    .filter(([, m]) => Object.keys(m.privacy.tables).length > 0)
    .map(([name]) => name),
  'app.station.': stations,
  'organisations.role.': orgRoles,
  'organisations.kind.': ['school', 'supporting'],
  'mobilities.state.': mobilityLifecycle.states.map((s) => s.name),
  'mobilities.station.': stations,
  'mobilities.role.': partyRoles,
  'mobilities.sensitivity.': sensitivities,
};

/** Sentences of a dossier's story, made from the names of commands (modules/audit). */
const stories: string[] = commands.map((c) => c.name.replace('.', '.story.'));

type Element = {
  type: number;
  value: string;
  options?: Record<string, { value: Element[] }>;
  pluralType?: string;
};
const isPlural = 6;

function walk(elements: Element[], each: (element: Element) => void): void {
  for (const element of elements) {
    each(element);
    for (const option of Object.values(element.options ?? {})) walk(option.value, each);
  }
}

/** The categories that counts below a million fall into; French has another for whole millions. */
function categoriesOf(language: string, type: Intl.PluralRulesOptions['type']): string[] {
  const rules = new Intl.PluralRules(language, type ? { type } : {});
  return [...new Set(Array.from({ length: 2000 }, (_, n) => rules.select(n)))];
}

const parse = (text: string, language: string) =>
  new IntlMessageFormat(text, language, undefined, {
    ignoreTag: true,
  }).getAst() as unknown as Element[];

function argumentsOf(text: string, language: string): string[] {
  const found = new Set<string>();
  // 1 argument, 2 number, 3 date, 4 time, 5 select, 6 plural
  walk(parse(text, language), (e) => e.type >= 1 && e.type <= 6 && found.add(e.value));
  return [...found].toSorted();
}

describe('messages', () => {
  it('are looked for where there are some', () => {
    expect(used.length).toBeGreaterThan(100);
    expect(patterns.length).toBeGreaterThan(10);
    expect(catalogues.map((c) => basename(c.file))).toContain('fr.json');
  });

  it('exist wherever the source names one', () => {
    const missing = used.filter((l) => !keys.has(l.text)).map((l) => `${l.at}: ${l.text}`);
    expect(missing).toEqual([]);
  });

  it('exist for every name that is put together, at least once', () => {
    const missing = patterns
      .filter((p) => ![...keys].some((k) => p.matches.test(k)))
      .map((p) => `${p.at}: ${p.text}`);
    expect(missing).toEqual([]);
  });

  it('exist for every value of a known list', () => {
    const missing = Object.entries(expanded).flatMap(([prefix, values]) => {
      expect(values.length, prefix).toBeGreaterThan(0);
      return values.map((v) => prefix + v).filter((key) => !keys.has(key));
    });
    expect(missing).toEqual([]);
  });

  it('are all used', () => {
    const known = new Set<string>([
      ...used.map((l): string => l.text),
      ...stories,
      ...[...otherNames].map((name) => name.replace('.', '.story.')),
      ...Object.entries(expanded).flatMap(([p, values]) => values.map((v) => p + v)),
    ]);
    const idle = [...keys].filter((k) => !known.has(k) && !patterns.some((p) => p.matches.test(k)));
    expect(idle).toEqual([]);
  });

  it.each(languages.filter((l) => l !== 'en'))(
    'are complete in %s, with the same gaps to fill',
    (language) => {
      const english = byLanguage.get('en') as Map<string, string>;
      const other = byLanguage.get(language) as Map<string, string>;
      expect(
        [...english.keys()].filter((k) => !other.has(k)),
        `missing in ${language}`,
      ).toEqual([]);
      expect(
        [...other.keys()].filter((k) => !english.has(k)),
        'missing in en',
      ).toEqual([]);
      const different = [...english]
        .map(([key, text]) => ({
          key,
          en: argumentsOf(text, 'en'),
          other: argumentsOf(other.get(key) ?? '', language),
        }))
        .filter(({ en, other: there }) => there.some((name) => !en.includes(name)))
        .map(({ key, en, other: there }) => `${key}: ${en} / ${there}`);
      expect(different).toEqual([]);
    },
  );

  it.each(languages)(
    'are sound in %s: they parse, and every plural has all its forms',
    (language) => {
      const wrong: string[] = [];
      for (const [key, text] of byLanguage.get(language) ?? []) {
        if (text.trim() === '') wrong.push(`${key}: empty`);
        // an apostrophe is an escape in this notation: it swallows what follows
        if (text.includes("'")) wrong.push(`${key}: a straight apostrophe`);
        try {
          walk(parse(text, language), (e) => {
            if (e.type !== isPlural) return;
            const given = Object.keys(e.options ?? {});
            const needed = categoriesOf(language, (e.pluralType as 'cardinal') ?? 'cardinal');
            for (const category of needed)
              if (!given.includes(category)) wrong.push(`${key}: no form for "${category}"`);
          });
        } catch (error) {
          wrong.push(`${key}: ${(error as Error).message}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  it('in French keep the sign with the word before it', () => {
    const loose = [...(byLanguage.get('fr') ?? [])]
      .filter(([, text]) => / [:;!?»]|« /.test(text))
      .map(([key]) => key);
    expect(loose).toEqual([]);
  });

  it('hold all the words: none stand in a page', () => {
    expect(words.map((w) => `${w.at}: ${w.text}`)).toEqual([]);
  });
});

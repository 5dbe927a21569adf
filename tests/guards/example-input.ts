import { z } from 'zod';
import type { Schema } from '#kernel/schema.ts';

export type JsonSchema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  default?: unknown;
  minimum?: number;
  minLength?: number;
  minItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
};

export function schemaOf(schema: Schema): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

/** What may stand in a field whose rule the JSON schema does not tell: tried in turn until the schema is content. */
const candidates: unknown[] = [
  'x',
  'on',
  'C01',
  true,
  1,
  2,
  3,
  'somebody@example.org',
  '2027-02-01',
  '2027-02',
  '2027-06-30',
  '2000-01-01',
  '2027-02-01T10:00',
  '10:00',
  'BE',
  'fr',
  'Europe/Brussels',
  '123456',
  'https://example.org/',
  'a'.repeat(40),
  'a'.repeat(22),
  'a'.repeat(87),
  'yes',
  [],
  ['x'],
  {},
  [{}],
  null,
  '',
];

/**
 * An input that a schema accepts, made from its JSON schema; what that does not tell is found by trying.
 * @param idFor the id to use for a prefix (`per`), so that inputs name things that exist, or do not
 * @throws when no accepted input was found
 */
export function exampleInput(schema: Schema, idFor: (prefix: string) => string): unknown {
  const described = schemaOf(schema);
  let input = example(described, described, idFor);
  for (let round = 0; round < 60; round++) {
    const parsed = z.safeParse(schema, input);
    if (parsed.success) return input;
    const complained = new Set(parsed.error.issues.map((i) => JSON.stringify(i.path)));
    let better = false;
    for (const path of complained) {
      const steps = JSON.parse(path) as (string | number)[];
      for (const candidate of [...enumsAt(described, steps), ...candidates]) {
        const next = replaced(input, steps, candidate);
        const after = z.safeParse(schema, next);
        const left = after.success ? [] : after.error.issues.map((i) => JSON.stringify(i.path));
        // a candidate is better when this place is content, and nothing below it complains
        if (after.success || !left.some((p) => p === path || p.startsWith(path.slice(0, -1)))) {
          input = next;
          better = true;
          break;
        }
      }
    }
    if (!better)
      throw new Error(`no example found: ${parsed.error.message} in ${JSON.stringify(input)}`);
  }
  throw new Error('no example found');
}

function enumsAt(schema: JsonSchema, steps: (string | number)[]): unknown[] {
  let at: JsonSchema | undefined = schema;
  for (const step of steps) at = typeof step === 'number' ? at?.items : at?.properties?.[step];
  return at?.enum ?? [];
}

function replaced(value: unknown, steps: (string | number)[], by: unknown): unknown {
  const [first, ...rest] = steps;
  if (first === undefined) return by;
  if (Array.isArray(value)) return value.map((v, i) => (i === first ? replaced(v, rest, by) : v));
  const record = (value ?? {}) as Record<string, unknown>;
  return { ...record, [first]: replaced(record[first as string], rest, by) };
}

function example(schema: JsonSchema, root: JsonSchema, idFor: (prefix: string) => string): unknown {
  if (schema.$ref) {
    const named = schema.$ref.split('/').at(-1) as string;
    return example(root.$defs?.[named] ?? {}, root, idFor);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((s) => example(s, root, idFor)));
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return example(either.find((s) => s.type !== 'null') ?? {}, root, idFor);
  const prefix = /^\^([a-z]{3})_/.exec(schema.pattern ?? '')?.[1];
  if (prefix) return idFor(prefix);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, s]) => [name, example(s, root, idFor)]),
      );
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () =>
        example(schema.items ?? {}, root, idFor),
      );
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'string':
      return text(schema);
    default:
      return schema.default ?? 'x';
  }
}

function text(schema: JsonSchema): string {
  if (schema.format === 'date') return '2027-02-01';
  if (schema.format === 'date-time') return '2027-02-01T10:00:00Z';
  if (schema.format === 'uri') return 'https://example.org/';
  const strings = candidates.filter(
    (c): c is string => typeof c === 'string' && c.length >= (schema.minLength ?? 0),
  );
  const fits = schema.pattern ? new RegExp(schema.pattern, 'u') : /^/;
  return strings.find((c) => fits.test(c)) ?? 'x'.repeat(schema.minLength ?? 1);
}

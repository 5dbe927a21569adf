import { beforeAll, describe, expect, it } from 'vitest';
import { commands, queries } from '#app/registry.ts';
import { type House, openHouse } from '#tests/support/house.ts';

type Schema = {
  $ref?: string;
  type?: string;
  required?: string[];
  properties?: Record<string, Schema>;
  oneOf?: Schema[];
  anyOf?: Schema[];
};
type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  parameters?: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
};
type Document = {
  openapi: string;
  info: { title: string; version: string };
  servers: { url: string }[];
  paths: Record<string, Partial<Record<'get' | 'post', Operation>>>;
  components: {
    schemas: Record<string, Schema>;
    securitySchemes: Record<string, { type: string; scheme: string }>;
  };
  security: Record<string, string[]>[];
};

let house: House;
let document: Document;

beforeAll(async () => {
  house = await openHouse();
  const answered = await house.visitor.get('/api/v1/openapi.json');
  expect(answered.status).toBe(200);
  expect(answered.headers.get('content-type')).toMatch(/^application\/json/);
  document = JSON.parse(answered.text);
});

describe('the description of the API', () => {
  it('is OpenAPI 3.1 and needs no sign-in', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info.title).toBe('Sojourn');
    expect(document.info.version).toMatch(/\d/);
    expect(document.servers).toEqual([{ url: house.runtime.config.origin }]);
    for (const need of document.security)
      for (const name of Object.keys(need))
        expect(document.components.securitySchemes).toHaveProperty(name);
  });

  it('lists every command as POST and every query as GET, and nothing else', () => {
    const listed = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    const wanted = [
      ...commands.map((c) => `post /api/v1/${c.name.replace('.', '/')}`),
      ...queries.map((q) => `get /api/v1/${q.name.replace('.', '/')}`),
    ];
    expect(listed.toSorted()).toEqual(wanted.toSorted());
  });

  it('gives each operation a name of its own, a sentence, and answers for refusals', () => {
    const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
    expect(new Set(operations.map((o) => o.operationId)).size).toBe(operations.length);
    for (const o of operations) {
      expect(o.summary, o.operationId).toMatch(/^.{10,}\.$/);
      expect(o.tags, o.operationId).toEqual([o.operationId.split('.')[0]]);
      expect(Object.keys(o.responses), o.operationId).toEqual(
        expect.arrayContaining(['200', '400', '403', '404', '409']),
      );
      for (const r of Object.values(o.responses)) expect(r.description, o.operationId).toBeTruthy();
    }
  });

  it('describes the body of every command as an object whose required fields are described', () => {
    for (const c of commands) {
      const body = document.paths[`/api/v1/${c.name.replace('.', '/')}`]?.post?.requestBody;
      const schema = body?.content['application/json']?.schema as Schema;
      expect(body?.required, c.name).toBe(true);
      for (const each of schema.oneOf ?? schema.anyOf ?? [schema]) {
        expect(each.type, c.name).toBe('object');
        for (const name of each.required ?? [])
          expect(each.properties, c.name).toHaveProperty([name]);
      }
    }
  });

  it('describes the parameters and the view of every query', () => {
    for (const q of queries) {
      const operation = document.paths[`/api/v1/${q.name.replace('.', '/')}`]?.get as Operation;
      for (const p of operation.parameters ?? []) {
        expect(p.in, `${q.name} ${p.name}`).toBe('query');
        expect(p.schema, `${q.name} ${p.name}`).toBeTypeOf('object');
      }
      const view = operation.responses[200]?.content?.['application/json']?.schema;
      expect(Object.keys(view ?? {}).length, q.name).toBeGreaterThan(0);
    }
  });

  it('refers to nothing that is not there', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      (m) => m[1] as string,
    );
    expect(refs.length).toBeGreaterThan(0);
    for (const ref of new Set(refs)) {
      const found = ref
        .replace(/^#\//, '')
        .split('/')
        .reduce<unknown>(
          (at, part) =>
            (at as Record<string, unknown> | undefined)?.[
              part.replaceAll('~1', '/').replaceAll('~0', '~')
            ],
          document,
        );
      expect(found, ref).toBeDefined();
    }
  });

  it('and each address answers as described: a visitor is refused in JSON with a sentence', async () => {
    for (const c of commands) {
      const response = await house.app.request(
        `${house.runtime.config.origin}/api/v1/${c.name.replace('.', '/')}`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: house.runtime.config.origin },
          body: '"not an object"',
        },
      );
      expect(response.status, c.name).toBe(400);
      const { error } = (await response.json()) as {
        error: { kind: string; faults: { reason: string; text: string }[] };
      };
      expect(error.kind, c.name).toBe('invalid');
      expect(error.faults[0]?.text, c.name).toBeTruthy();
    }
  });
});

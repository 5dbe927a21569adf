import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { httpStatus } from '#kernel/errors.ts';
import type { Failure } from '#kernel/outcome.ts';
import { fail, notFound } from '#kernel/outcome.ts';
import type { Schema } from '#kernel/schema.ts';
import type { AnyCommand } from '../command.ts';
import { execute } from '../command.ts';
import { translator } from '../i18n/index.ts';
import type { AnyQuery } from '../query.ts';
import { answer } from '../query.ts';
import type { Runtime } from '../runtime.ts';
import { personHeader } from './offline.ts';
import { packed } from './packed.ts';

export type ApiRegistry = { commands: AnyCommand[]; queries: AnyQuery[] };

const bodyLimit = 1_048_576;

const json = (c: Context, value: object, status = 200) =>
  packed(c, JSON.stringify(value), 'application/json', status);

/** Every command and query as JSON: the second face of the one way in. Failures carry keys and sentences. */
// biome-ignore lint/suspicious/noExplicitAny: the variables of the surrounding application
export function addApi(app: Hono<any>, runtime: Runtime, { commands, queries }: ApiRegistry): void {
  const commandNamed = new Map(commands.map((c) => [c.name, c]));
  const queryNamed = new Map(queries.map((q) => [q.name, q]));
  const failed = (c: Context, failure: Failure) => {
    const t = translator(c.get('lang'));
    return json(
      c,
      {
        error: {
          kind: failure.kind,
          faults: failure.faults.map((f) => ({
            reason: f.reason,
            text: t(f.reason, f.params),
            field: f.field,
          })),
        },
      },
      httpStatus[failure.kind],
    );
  };
  let document: string | undefined;
  app.get('/api/v1/openapi.json', (c) => {
    document ??= JSON.stringify(openApi(runtime.config.origin, commands, queries));
    return packed(c, document, 'application/json');
  });
  app.post('/api/v1/:module/:name', async (c) => {
    const found = commandNamed.get(`${c.req.param('module')}.${c.req.param('name')}`);
    if (!found) return failed(c, notFound);
    if (Number(c.req.header('content-length') ?? 0) > bodyLimit) {
      return failed(c, fail('platform.error.too-large', { megabytes: 1 }, undefined, 'too_large'));
    }
    // what waited on a device belongs to whoever wrote it, not to whoever has signed in there meanwhile
    const writer = c.req.header(personHeader);
    const actor = c.get('actor');
    if (writer && (actor.kind !== 'person' || actor.personId !== writer))
      return failed(c, notFound);
    let input: unknown;
    try {
      input = await c.req.json();
    } catch {
      return failed(c, fail('platform.error.not-json'));
    }
    const outcome = await execute(runtime, found, actor, input);
    return outcome.ok ? json(c, outcome) : failed(c, outcome);
  });
  app.get('/api/v1/:module/:name', async (c) => {
    const found = queryNamed.get(`${c.req.param('module')}.${c.req.param('name')}`);
    if (!found) return failed(c, notFound);
    const answered = await answer(runtime, found, c.get('actor'), c.req.query());
    return answered.ok ? json(c, answered.view as object) : failed(c, answered);
  });
}

function schemaOf(schema: Schema, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

/** The public description of the API, made from the same schemas that check it. */
export function openApi(origin: string, commands: AnyCommand[], queries: AnyQuery[]): object {
  const failure = {
    description: 'Expected refusal, with keys and sentences',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
  };
  const answers = { 400: failure, 403: failure, 404: failure, 409: failure };
  const paths: Record<string, object> = {};
  for (const c of commands) {
    paths[`/api/v1/${c.name.replace('.', '/')}`] = {
      post: {
        operationId: c.name,
        tags: [c.name.split('.')[0]],
        summary: c.summary,
        requestBody: {
          required: true,
          content: { 'application/json': { schema: schemaOf(c.input, 'input') } },
        },
        responses: {
          200: {
            description: 'Done',
            content: { 'application/json': { schema: { type: 'object' } } },
          },
          ...answers,
        },
      },
    };
  }
  for (const q of queries) {
    const input = schemaOf(q.input, 'input') as {
      properties?: Record<string, object>;
      required?: string[];
    };
    paths[`/api/v1/${q.name.replace('.', '/')}`] = {
      get: {
        operationId: q.name,
        tags: [q.name.split('.')[0]],
        summary: q.summary,
        parameters: Object.entries(input.properties ?? {}).map(([name, schema]) => ({
          name,
          in: 'query',
          required: input.required?.includes(name) ?? false,
          schema,
        })),
        responses: {
          200: {
            description: 'The view',
            content: { 'application/json': { schema: schemaOf(q.output, 'output') } },
          },
          ...answers,
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sojourn',
      version: '1',
      description:
        'Every command and query of Sojourn. Sign in first; send the session token as bearer.',
    },
    servers: [{ url: origin }],
    components: {
      securitySchemes: { session: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Failure: {
          type: 'object',
          properties: {
            error: {
              type: 'object',
              properties: {
                kind: { type: 'string', enum: Object.keys(httpStatus) },
                faults: {
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: {
                      reason: { type: 'string' },
                      text: { type: 'string' },
                      field: { type: 'string' },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
    security: [{ session: [] }],
    paths,
  };
}

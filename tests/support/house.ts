import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { z } from 'zod';
import { buildApp } from '#app/application.tsx';
import { jobsOfAll, reactions } from '#app/registry.ts';
import { wireModules } from '#app/wiring.ts';
import type { Actor, OrgRole, PersonActor } from '#kernel/actor.ts';
import { system, visitor } from '#kernel/actor.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import type { Outcome } from '#kernel/outcome.ts';
import type { Schema } from '#kernel/schema.ts';
import { removeFiles } from '#modules/documents/server/index.ts';
import { publishShipped } from '#modules/forms/server/index.ts';
import { asideOn } from '#platform/aside.ts';
import { now, setClock, today } from '#platform/clock.ts';
import { type Command, execute } from '#platform/command.ts';
import type { Config } from '#platform/config.ts';
import { openPool } from '#platform/database/connection.ts';
import { openDatabase, readerRole, requestRole } from '#platform/database/index.ts';
import { hashToken, newId, newToken } from '#platform/dice.ts';
import { createFolderStore } from '#platform/files.ts';
import { silentLog } from '#platform/log.ts';
import { type Answer, answer, type Query } from '#platform/query.ts';
import { openQueue } from '#platform/queue.ts';
import type { Runtime } from '#platform/runtime.ts';
import { whenFileEnds } from './closing.ts';

export type Answered = { status: number; text: string; location: string | null; headers: Headers };
type Fields = Record<
  string,
  string | number | string[] | { name: string; bytes: Uint8Array; type?: string }
>;

export type Hand = {
  actor: Actor;
  do<I extends Schema, L, T extends object>(
    command: Command<I, L, T>,
    input: z.input<I>,
  ): Promise<Outcome<T>>;
  ask<I extends Schema, S, O extends Schema>(
    query: Query<I, S, O>,
    input: z.input<I>,
  ): Promise<Answer<O>>;
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  /** sends a form; a field with bytes makes it a multipart form */
  post(path: string, fields?: Fields): Promise<Answered>;
};

export type House = Awaited<ReturnType<typeof openHouse>>;

/**
 * A fresh migrated database with the whole application on it, for one test file. Nothing is mocked: commands, policies,
 * queue and HTTP are the real ones. Closes itself after the file.
 */
export async function openHouse(options: { mode?: Config['mode'] } = {}) {
  const server = inject('server');
  const database = `house_${randomBytes(6).toString('hex')}`;
  const admin = openPool({ ...server, database: 'postgres', max: 1 });
  await admin.query(`create database ${database} template sojourn_template`);
  const folder = await mkdtemp(join(tmpdir(), 'sojourn-house-'));
  const role = (user: string) => ({
    user,
    ...(server.rolePassword ? { password: server.rolePassword } : {}),
  });
  const db = openDatabase({
    host: server.host,
    port: server.port,
    database,
    owner: { user: server.user, ...(server.password ? { password: server.password } : {}) },
    request: role(requestRole),
    reader: role(readerRole),
  });
  const config: Config = {
    mode: options.mode ?? 'test',
    origin: 'http://sojourn.test',
    host: '127.0.0.1',
    port: 0,
    dataDir: folder,
    databaseUrl: null,
    secret: 'a secret for tests that is long enough',
    smtpUrl: null,
    mailFrom: 'Sojourn <sojourn@example.org>',
    mailIn: { domain: 'reply.sojourn.test', host: '127.0.0.1', port: 0 },
    defaultLanguage: 'en',
  };
  const queue = await openQueue(db.queue, jobsOfAll(), silentLog);
  const runtime: Runtime = {
    config,
    db,
    queue,
    files: createFolderStore(join(folder, 'files'), randomBytes(32)),
    log: silentLog,
    reactions,
    aside: asideOn(new URL('../../src/app/aside.ts', import.meta.url)),
  };
  wireModules();
  await execute(runtime, publishShipped, system('start'), {});
  const app = buildApp(runtime);
  const undo: (() => void)[] = [];

  const send = async (path: string, init: RequestInit): Promise<Answered> => {
    const response = await app.request(`${config.origin}${path}`, { redirect: 'manual', ...init });
    return {
      status: response.status,
      text: await response.text(),
      location: response.headers.get('location'),
      headers: response.headers,
    };
  };
  const hand = (actor: Actor, token: () => Promise<string | null>): Hand => {
    const cookies = async (): Promise<Record<string, string>> => {
      const t = await token();
      return t ? { cookie: `session=${t}` } : {};
    };
    return {
      actor,
      do: (command, input) => execute(runtime, command, actor, input),
      ask: (query, input) => answer(runtime, query, actor, input),
      get: async (path, headers = {}) =>
        send(path, { headers: { ...(await cookies()), ...headers } }),
      post: async (path, fields = {}) => {
        const { body, type } = encode(fields);
        return send(path, {
          method: 'POST',
          headers: {
            ...(await cookies()),
            origin: config.origin,
            ...(type ? { 'content-type': type } : {}),
          },
          body,
        });
      },
    };
  };

  const actorFor = async (personId: PersonId): Promise<PersonActor> => {
    const { rows } = await db.owner.query(
      `select p.*, coalesce((select jsonb_agg(jsonb_build_object('orgId', m.org_id, 'roles', m.roles) order by m.org_id)
         from memberships m where m.person_id = p.id), '[]') as orgs from persons p where id = $1`,
      [personId],
    );
    const p = rows[0];
    return {
      kind: 'person',
      personId,
      name: `${p.preferred_name ?? p.given_name} ${p.family_name}`,
      language: p.language,
      isAdmin: p.is_admin,
      orgs: p.orgs,
    };
  };

  const close = async () => {
    for (const back of undo.toReversed()) back();
    await queue.stop().catch(() => {});
    await db.close();
    await admin.query(`drop database ${database} with (force)`);
    await admin.end();
    await rm(folder, { recursive: true, force: true });
  };
  whenFileEnds(close);

  return {
    runtime,
    app,
    /** acts as this person, with the memberships they hold at this moment */
    as: async (personId: PersonId): Promise<Hand> => {
      const actor = await actorFor(personId);
      let token: Promise<string> | null = null;
      const signIn = async (): Promise<string> => {
        const made = newToken();
        await db.owner.query(
          "insert into sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, device) values ($1, $2, $3, $4, $4, $5, '')",
          [
            newId('ses'),
            hashToken(made),
            personId,
            now().toString(),
            now().add({ hours: 720 }).toString(),
          ],
        );
        return made;
      };
      return hand(actor, () => {
        token ??= signIn();
        return token;
      });
    },
    visitor: hand(visitor, async () => null),
    person: async (
      p: Partial<{
        givenName: string;
        familyName: string;
        email: string | null;
        language: string;
        birthDate: string;
        gender: 'f' | 'm' | 'x';
        countryCode: string;
        isAdmin: boolean;
      }> = {},
    ): Promise<PersonId> => {
      const id = newId('per');
      await db.owner.query(
        'insert into persons (id, given_name, family_name, email, language, birth_date, gender, country_code, is_admin, created_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)',
        [
          id,
          p.givenName ?? 'Alex',
          p.familyName ?? 'Example',
          p.email === undefined ? `${id}@example.org` : p.email,
          p.language ?? 'en',
          p.birthDate ?? null,
          p.gender ?? null,
          p.countryCode ?? null,
          p.isAdmin ?? false,
          now().toString(),
        ],
      );
      return id;
    },
    organisation: async (
      o: Partial<{
        name: string;
        kind: 'school' | 'supporting' | 'network';
        countryCode: string;
        city: string;
        timeZone: string;
        language: string;
      }> = {},
    ): Promise<OrgId> => {
      const id = newId('org');
      await db.owner.query(
        'insert into organisations (id, kind, name, country_code, city, time_zone, language, created_at) values ($1,$2,$3,$4,$5,$6,$7,$8)',
        [
          id,
          o.kind ?? 'school',
          o.name ?? 'Example School',
          o.countryCode ?? 'BE',
          o.city ?? 'Example City',
          o.timeZone ?? 'Europe/Brussels',
          o.language ?? 'en',
          now().toString(),
        ],
      );
      return id;
    },
    member: async (
      orgId: OrgId,
      personId: PersonId,
      roles: OrgRole[] = ['coordinator'],
    ): Promise<void> => {
      await db.owner.query(
        'insert into memberships (org_id, person_id, roles, from_on) values ($1, $2, $3, $4) on conflict (org_id, person_id) do update set roles = $3',
        [orgId, personId, roles, today().toString()],
      );
    },
    guardian: async (
      pupilId: PersonId,
      guardianId: PersonId,
      relation: 'mother' | 'father' | 'guardian' = 'mother',
    ): Promise<void> => {
      await db.owner.query(
        'insert into guardianships (pupil_id, guardian_id, relation, from_on) values ($1, $2, $3, $4)',
        [pupilId, guardianId, relation, today().toString()],
      );
    },
    // biome-ignore lint/suspicious/noExplicitAny: rows of any query
    sql: async (text: string, values: unknown[] = []): Promise<any[]> =>
      (await db.owner.query(text, values as never[])).rows,
    mails: async (): Promise<
      {
        to_address: string;
        send_key: string;
        subject: string;
        body_text: string;
        body_html: string;
        kind: string;
        language: string;
      }[]
    > => (await db.owner.query('select * from mails order by created_at, id')).rows,
    /** takes files away whose row is gone, as the worker does every few minutes; @returns how many */
    removeFiles: (): Promise<number> => removeFiles(runtime),
    /** fixes what "now" is; the clock stands still */
    setNow: (iso: string): void => {
      const at = Temporal.Instant.from(iso);
      undo.push(setClock({ now: () => at }));
    },
  };
}

function encode(fields: Fields): { body: URLSearchParams | FormData; type: string | null } {
  const entries = Object.entries(fields).flatMap(([k, v]) =>
    Array.isArray(v) ? v.map((each) => [k, each] as const) : [[k, v] as const],
  );
  if (entries.some(([, v]) => typeof v === 'object')) {
    const body = new FormData();
    for (const [k, v] of entries) {
      if (typeof v === 'object')
        body.append(
          k,
          new Blob([new Uint8Array(v.bytes)], { type: v.type ?? 'application/octet-stream' }),
          v.name,
        );
      else body.append(k, String(v));
    }
    return { body, type: null };
  }
  return {
    body: new URLSearchParams(entries.map(([k, v]) => [k, String(v)])),
    type: 'application/x-www-form-urlencoded',
  };
}

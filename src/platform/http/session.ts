import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Actor, OrgRole } from '#kernel/actor.ts';
import { system, visitor } from '#kernel/actor.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { now } from '../clock.ts';
import { type Database, writing } from '../database/index.ts';
import { hashToken } from '../dice.ts';

export const sessionDays = 30;
const touchAfterMinutes = 60;

type SessionRow = {
  session_id: string;
  person_id: PersonId;
  language: string;
  is_admin: boolean;
  last_seen_at: Temporal.Instant;
  given_name: string;
  family_name: string;
  org_ids: OrgId[];
  org_roles: Record<string, OrgRole[]>;
  applies: boolean;
};

const lookUp = {
  name: 'session',
  text: 'select * from app_session($1, $2)',
};

/** Who a session token belongs to, with the organisations they act for now; a visitor when it is unknown or over. */
export async function actorOf(db: Database, token: string | undefined): Promise<Actor> {
  if (!token) return visitor;
  const at = now();
  const hash = hashToken(token);
  const { rows } = await db.reader.query<SessionRow>({ ...lookUp, values: [hash, at.toString()] });
  const row = rows[0];
  if (!row) return visitor;
  if (row.last_seen_at.until(at).total('minutes') > touchAfterMinutes) {
    await writing(db, system('session'), (tx) =>
      tx.updateTable('sessions').set({ last_seen_at: at }).where('token_hash', '=', hash).execute(),
    );
  }
  return {
    kind: 'person',
    personId: row.person_id,
    name: `${row.given_name} ${row.family_name}`,
    language: row.language,
    isAdmin: row.is_admin,
    applies: row.applies,
    orgs: row.org_ids.map((orgId) => ({ orgId, roles: row.org_roles[orgId] ?? [] })),
  };
}

function cookieName(secure: boolean): string {
  return secure ? '__Host-session' : 'session';
}

export function sessionToken(c: Context, secure: boolean): string | undefined {
  const bearer = c.req.header('authorization');
  if (bearer?.startsWith('Bearer ')) return bearer.slice(7);
  return getCookie(c, cookieName(secure));
}

/** The same out of a request alone, for answers that stay open until the session ends. */
export function tokenOf(request: Request): string {
  const bearer = request.headers.get('authorization');
  if (bearer?.startsWith('Bearer ')) return bearer.slice(7);
  const cookie = request.headers.get('cookie') ?? '';
  return /(?:^|;\s*)(?:__Host-)?session=([^;]+)/.exec(cookie)?.[1] ?? '';
}

export function setSession(c: Context, secure: boolean, token: string | null): void {
  const options = { path: '/', httpOnly: true, secure, sameSite: 'Lax' as const };
  if (token === null) deleteCookie(c, cookieName(secure), options);
  else setCookie(c, cookieName(secure), token, { ...options, maxAge: sessionDays * 86_400 });
}

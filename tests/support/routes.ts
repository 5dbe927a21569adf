import { demoRoutes } from '#app/demo/routes.tsx';
import { offlineRoutes } from '#app/offline.tsx';
import { homeRoutes } from '#app/routes.tsx';
import { webModules } from '#app/web-registry.ts';
import type { Route } from '#platform/http/page.ts';
import type { Hand, House } from './house.ts';

/** Every route of the product as it runs in the demo. */
export const routes: Route[] = [
  ...homeRoutes,
  ...offlineRoutes,
  ...demoRoutes,
  ...webModules.flatMap((m) => m.routes),
];

export const methodOf = (route: Route): 'get' | 'post' =>
  route.kind === 'page' ? 'get' : route.kind === 'action' ? 'post' : route.method;

export const nameOf = (route: Route): string =>
  `${methodOf(route).toUpperCase()} ${route.path.pattern}`;

/** The route that answers an address: the first in order, as the router has it. */
export function routeFor(method: 'get' | 'post', address: string): Route | undefined {
  const path = address.split(/[?#]/)[0] as string;
  return routes.find(
    (r) =>
      methodOf(r) === method &&
      new RegExp(`^${r.path.pattern.replace(/:[a-zA-Z]+/g, '[^/]+')}$`).test(path),
  );
}

export type Link = {
  method: 'get' | 'post';
  address: string;
  fields: Record<string, string | string[]>;
  /** the address it was found at */
  from?: string;
};

const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s>/])`).exec(tag);
  return found ? plainText(found[1] ?? '') : undefined;
};

function plainText(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** What a page leads to: its links, and its forms with what they would send when every field were filled. */
export function linksIn(html: string): Link[] {
  const found: Link[] = [];
  for (const [tag] of html.matchAll(/<a\s[^>]*>/g)) {
    const href = attribute(tag, 'href');
    if (href?.startsWith('/') && !href.startsWith('/assets/'))
      found.push({ method: 'get', address: href.split('#')[0] as string, fields: {} });
  }
  for (const [, open, inside] of html.matchAll(/(<form[^>]*>)(.*?)<\/form>/gs)) {
    const method = attribute(open as string, 'method')?.toLowerCase() === 'post' ? 'post' : 'get';
    const address = attribute(open as string, 'action') ?? '';
    if (!address.startsWith('/')) continue;
    found.push({ method, address, fields: fieldsIn(inside as string) });
  }
  return found;
}

function fieldsIn(form: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag, kind] of form.matchAll(/<(input|textarea|button|select)\b[^>]*>/g)) {
    const name = attribute(tag, 'name');
    if (!name || attribute(tag, 'type') === 'file') continue;
    const value = attribute(tag, 'value');
    const after = form.slice(form.indexOf(tag) + tag.length);
    if (kind === 'select') {
      const options = [...(after.split('</select>')[0] ?? '').matchAll(/<option\b[^>]*>/g)].map(
        ([o]) => attribute(o, 'value') ?? '',
      );
      fields[name] = options.find((o) => o !== '') ?? '';
    } else if (kind === 'textarea') {
      fields[name] = after.split('</textarea>')[0] || 'Something to say.';
    } else if (kind === 'button') {
      fields[name] ??= value ?? '';
    } else if (attribute(tag, 'type') === 'checkbox' || attribute(tag, 'type') === 'radio') {
      fields[name] ??= value ?? 'on';
    } else {
      fields[name] ??= value || guess(name, attribute(tag, 'type') ?? 'text');
    }
  }
  return fields;
}

function guess(name: string, type: string): string {
  if (/\.day$/.test(name)) return '1';
  if (/\.month$/.test(name)) return '2';
  if (/\.year$/.test(name)) return '2027';
  if (type === 'email' || /email/i.test(name)) return 'somebody@example.org';
  if (type === 'time') return '10:00';
  if (type === 'date') return '2027-02-01';
  if (type === 'number' || type === 'tel') return '1';
  return 'Something';
}

/** Somebody who walks through the house, and what they came across. */
export type Walker = {
  name: string;
  hand: Hand;
  /** where they begin: the home page, and what they were sent */
  start?: string[];
};

export type Visit = {
  walker: Walker;
  address: string;
  /** where the link to it stood */
  from: string;
  status: number;
  html: string;
  type: string;
  headers: Headers;
  location: string | null;
};

/** What was found of a route: who comes to it by links alone, with which address and (for a form) which fields. */
export type Seen = { route: Route; walker: Walker; link: Link };

/** What differs from one person to the next of the same part: each opens their own. */
const ownPlaces =
  /^\/($|(mobilities|applications|directory|emergency|families|plans|support)$|(mobilities|applications|families|intakes|offers|organisations|practices|requests)\/:[a-zA-Z]+$)/;

/**
 * Follows links from the home page as each walker, opening of every route only the first few addresses; apart from their
 * own places, those who play the same part share how many they open. So the addresses are real ones, with ids of things
 * that exist, found the way people find them. Parts walk side by side, the people of one after another: the same way each time.
 * @param each called with every answer of a GET
 */
export async function walk(
  walkers: Walker[],
  options: {
    each?: (visit: Visit, route: Route | undefined) => void | Promise<void>;
    addresses?: number;
  } = {},
): Promise<{ seen: Seen[]; dead: string[] }> {
  const { each, addresses = 2 } = options;
  const found = new Map<Walker, { seen: Seen[]; dead: string[] }>();
  const walkOne = async (walker: Walker, together: Map<Route, number>) => {
    const seen: Seen[] = [];
    const dead: string[] = [];
    found.set(walker, { seen, dead });
    const known = new Set<string>();
    const start = walker.start ?? ['/'];
    const counts = new Map<Route, number>();
    const open: Link[] = start.map((address) => ({ method: 'get', address, fields: {} }));
    const queued = new Set(start);
    for (let link = open.shift(); link; link = open.shift()) {
      const route = routeFor(link.method, link.address);
      if (!route) {
        if (!/^\/(api|assets|healthz)\b/.test(link.address))
          dead.push(`${link.method.toUpperCase()} ${link.address} (seen by ${walker.name})`);
        continue;
      }
      const count = counts.get(route) ?? 0;
      const ofAll = together.get(route) ?? 0;
      // things differ by how far they have come: of their own pages more are opened
      const own = /^\/[a-z]+\/:[a-zA-Z]+$/.test(route.path.pattern);
      const alike = !ownPlaces.test(route.path.pattern);
      if (count >= addresses * (own ? 3 : 1) || (alike && ofAll >= addresses * (own ? 6 : 3)))
        continue;
      counts.set(route, count + 1);
      together.set(route, ofAll + 1);
      const key = `${link.method} ${link.address}`;
      if (!known.has(key)) {
        known.add(key);
        seen.push({ route, walker, link });
      }
      if (link.method === 'post') continue;
      const answered = await walker.hand.get(link.address);
      const type = answered.headers.get('content-type') ?? '';
      await each?.(
        {
          walker,
          address: link.address,
          from: link.from ?? '',
          status: answered.status,
          html: answered.text,
          type,
          headers: answered.headers,
          location: answered.location,
        },
        route,
      );
      if (!type.startsWith('text/html')) continue;
      for (const next of linksIn(answered.text)) {
        const id = `${next.method} ${next.address}`;
        if (queued.has(id)) continue;
        queued.add(id);
        open.push({ ...next, from: link.address });
      }
    }
  };
  const parts = Map.groupBy(walkers, (w) => w.name.split(' ')[0] as string);
  await Promise.all(
    [...parts.values()].map(async (people) => {
      const together = new Map<Route, number>();
      for (const walker of people) await walkOne(walker, together);
    }),
  );
  const all = walkers.flatMap((w) => found.get(w) ?? []);
  return { seen: all.flatMap((f) => f.seen), dead: all.flatMap((f) => f.dead) };
}

const prefixOfParameter: Record<string, string> = {
  mobilityId: 'mob',
  intakeId: 'int',
  projectId: 'prj',
  offerId: 'off',
  clubId: 'clu',
  planId: 'apl',
  practiceId: 'prc',
  invitationId: 'inv',
  roundId: 'rnd',
  reviewId: 'rev',
  templateId: 'tpl',
  partnershipId: 'pts',
  contactId: 'fct',
  decisionId: 'dcn',
};
const choicesOfParameter: Record<string, string[]> = {
  page: ['past'],
  stepId: ['apply'],
  taskId: ['enter-pupils'],
  side: ['host_school', 'host_family', 'pupil', 'guardian'],
};

/**
 * Pages to which no link leads on this day, opened all the same: with ids that people came across elsewhere, by those
 * who came across them, until somebody is let in.
 */
export async function openOthers(
  seen: Seen[],
  each?: (visit: Visit, route: Route) => void,
): Promise<Seen[]> {
  const reached = new Set(seen.map((s) => s.route));
  const found: Seen[] = [];
  const meetings = new Map<string, Map<string, Walker>>();
  for (const { walker, link } of seen) {
    if (link.method !== 'get') continue;
    for (const [id] of link.address.matchAll(/\b[a-z]{3}_[0-9a-z]{26}\b/g)) {
      const whom = meetings.get(id) ?? new Map<string, Walker>();
      meetings.set(id, whom.set(walker.name, walker));
    }
  }
  const openOne = async (route: Route): Promise<Seen | undefined> => {
    const names = [...route.path.pattern.matchAll(/:([a-zA-Z]+)/g)].map((m) => m[1] as string);
    const [first, second] = names;
    const choices = second ? (choicesOfParameter[second] ?? []) : [''];
    for (const [id, whom] of meetings) {
      if (!first || !id.startsWith(`${prefixOfParameter[first]}_`)) continue;
      for (const walker of whom.values())
        for (const choice of choices) {
          const address = route.path.pattern
            .replace(`:${first}`, id)
            .replace(`:${second}`, choice as string);
          const answered = await walker.hand.get(address);
          if (answered.status !== 200) continue;
          const type = answered.headers.get('content-type') ?? '';
          const visit = { walker, address, from: '', status: 200, html: answered.text, type };
          each?.({ ...visit, headers: answered.headers, location: null }, route);
          return { route, walker, link: { method: 'get', address, fields: {} } };
        }
    }
    return undefined;
  };
  for (const route of routes) {
    if (route.kind !== 'page' || reached.has(route)) continue;
    const opened = await openOne(route);
    if (opened) found.push(opened);
  }
  return found;
}

/** A visitor and everybody of the example cohort who can sign in, named by the part they play. */
export async function everybody(house: House): Promise<Walker[]> {
  const people = await house.sql(
    `select p.id, p.given_name || ' ' || p.family_name as name, case
       when exists (select 1 from applications a where a.pupil_id = p.id) then 'pupil'
       when exists (select 1 from guardianships g where g.guardian_id = p.id) then 'guardian'
       when exists (select 1 from family_members f where f.person_id = p.id) then 'host_family'
       else coalesce((select case when 'facilitator' = any(m.roles) then 'facilitator' when o.kind = 'school' then 'sending_school'
         else 'supporting' end from memberships m join organisations o on o.id = m.org_id where m.person_id = p.id limit 1), 'other') end as part
     from persons p where p.is_example and p.email is not null order by p.family_name, p.id`,
  );
  const walkers: Walker[] = [{ name: 'visitor', hand: house.visitor }];
  for (const p of people) walkers.push({ name: `${p.part} ${p.name}`, hand: await house.as(p.id) });
  return walkers;
}

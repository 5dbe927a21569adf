import { z } from 'zod';
import { type Actor, orgIdsOf, worksFor } from '#kernel/actor.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { fold } from '#modules/organisations/core/index.ts';
import { choiceOf } from '#modules/organisations/server/index.ts';
import type { Readable, Reader } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import { mayAdapt, mayChange, mayMark, mayWriteFor } from '../core/policy.ts';
import { fits, isDueAgain, oneOfEach } from '../core/rules.ts';
import { listed } from '../core/schema.ts';
import {
  type Audience,
  audiences,
  type Circle,
  circles,
  type Moment,
  marks,
  moments,
  type StayOf,
} from '../core/types.ts';
import { factsOf } from './commands.ts';
import * as store from './store.ts';

type At = { actor: Actor; today: Temporal.PlainDate };

function listedOf(row: store.ResourceRow, { actor, today }: At) {
  const own = worksFor(actor, row.org_id);
  return {
    id: row.id,
    title: row.title,
    summary: row.summary,
    languages: row.languages,
    audiences: row.audiences as Audience[],
    moments: row.moments as Moment[],
    licence: row.licence,
    orgId: row.org_id,
    orgName: row.org_name,
    number: row.number,
    checkedOn: row.checked_on,
    due: own && isDueAgain({ checkedOn: row.checked_on, checkDue: row.check_due }, today),
    withdrawn: row.withdrawn_at !== null,
    own,
    used: Number(row.used),
    adapted: Number(row.adapted),
  };
}

/** Organisations whose library the actor writes. */
function writesFor(actor: Actor): OrgId[] {
  return orgIdsOf(actor).filter((orgId) => mayWriteFor(actor, orgId).allow);
}

const pageSize = 20;

export const searchLibrary = query({
  name: 'resources.search-library',
  summary:
    'Resources you may read, 20 a page, by words (slips are forgiven), language, audience and moment; without an account the public ones.',
  input: z.object({
    q: z.string().trim().max(100).default(''),
    language: z.string().max(3).default(''),
    audience: z.union([z.literal(''), z.enum(audiences)]).default(''),
    moment: z.union([z.literal(''), z.enum(moments)]).default(''),
    /** those of the own organisations alone, drafts and withdrawn ones among them */
    own: z.boolean().default(false),
    page: z.coerce.number().int().min(1).max(500).catch(1).default(1),
  }),
  visible: (actor) => ({ actor }),
  output: z.object({
    resources: z.array(listed),
    more: z.boolean(),
    /** organisations for whose library the reader writes */
    writes: z.array(z.object({ id: idView('org'), name: z.string() })),
  }),
  view: async ({ read, scope: { actor }, today }, input) => {
    const rows = await store.search(read, {
      words: fold(input.q),
      language: input.language,
      audience: input.audience,
      moment: input.moment,
      orgIds: orgIdsOf(actor),
      onlyOrgs: input.own,
      limit: pageSize + 1,
      offset: (input.page - 1) * pageSize,
    });
    const writes = writesFor(actor);
    return {
      resources: rows.slice(0, pageSize).map((row) => listedOf(row, { actor, today })),
      more: rows.length > pageSize,
      writes: writes.length > 0 ? await store.orgNames(read, writes) : [],
    };
  },
});

const fileView = z.object({ name: z.string(), size: z.number() }).nullable();
const versionView = z.object({
  number: z.number(),
  note: z.string(),
  pdf: fileView,
  link: z.string(),
  source: fileView,
  sourceLink: z.string(),
  madeByName: z.string(),
  madeAt: instantView,
});

export const getResource = query({
  name: 'resources.get-resource',
  summary: 'One resource with its versions, its origin, and which organisations use it.',
  input: z.object({ resourceId: idOf('res') }),
  visible: (actor) => ({ actor }),
  output: listed.extend({
    credit: z.string(),
    shown: z.array(z.enum(circles)),
    checkedBy: z.string(),
    checkDue: listed.shape.checkedOn,
    withdrawReason: z.string(),
    origin: z
      .object({
        /** null where the reader may not see it any more */
        id: idView('res').nullable(),
        title: z.string(),
        credit: z.string(),
        licence: z.string(),
      })
      .nullable(),
    versions: z.array(versionView),
    marks: z.array(
      z.object({
        kind: z.enum(marks),
        orgId: idView('org'),
        orgName: z.string(),
        note: z.string(),
        number: z.number(),
        at: instantView,
        mine: z.boolean(),
      }),
    ),
    version: z.number(),
    read: z.boolean(),
    /** organisations of the reader that could use or adapt it */
    mine: z.array(
      z.object({
        id: idView('org'),
        name: z.string(),
        uses: z.boolean(),
        copyId: idView('res').nullable(),
        mayAdapt: z.boolean(),
      }),
    ),
    can: z.object({ change: z.boolean(), markRead: z.boolean() }),
  }),
  view: async ({ read, scope: { actor }, today }, { resourceId }) => {
    const row = await store.resourceById(read, resourceId);
    if (!row) return null;
    const facts = factsOf(row);
    const change = mayChange(actor, facts).allow;
    const versions = await store.versionsOf(read, resourceId);
    const found = actor.kind === 'person' ? await store.marksOf(read, resourceId) : [];
    const origin = row.origin_id
      ? (await store.resourcesById(read, [row.origin_id])).at(0)
      : undefined;
    const own = await store.orgNames(read, writesFor(actor));
    const reads = actor.kind === 'person' ? await store.readsOf(read, actor.personId) : [];
    // older versions are for those who work with it
    const shown =
      actor.kind === 'person' && actor.orgs.length > 0 ? versions : versions.slice(0, 1);
    return {
      ...listedOf(row, { actor, today }),
      credit: row.credit,
      shown: row.shown as Circle[],
      // to others the organisation has checked it
      checkedBy: change ? row.checked_by_name : '',
      checkDue: row.check_due,
      withdrawReason: row.withdraw_reason,
      origin: row.origin_title
        ? {
            id: (origin?.id ?? null) as `res_${string}` | null,
            title: row.origin_title,
            credit: row.origin_credit,
            licence: row.origin_licence,
          }
        : null,
      versions: shown.map((v) => ({
        number: v.number,
        note: v.note,
        pdf: v.pdf_key ? { name: v.pdf_name, size: v.pdf_size ?? 0 } : null,
        link: v.link,
        source: v.source_key ? { name: v.source_name, size: v.source_size ?? 0 } : null,
        sourceLink: v.source_link,
        madeByName: change ? v.made_by_name : '',
        madeAt: v.made_at,
      })),
      marks: found.map((m) => ({
        kind: m.kind as 'used',
        orgId: m.org_id,
        orgName: m.org_name,
        note: m.note,
        number: m.number,
        at: m.at,
        mine: worksFor(actor, m.org_id),
      })),
      version: row.version,
      read: reads.some((r) => r.resource_id === row.id && r.number === row.number),
      mine: own
        .filter((o) => mayMark(actor, o.id, facts).allow)
        .map((o) => ({
          id: o.id,
          name: o.name,
          uses: found.some((m) => m.org_id === o.id && m.kind === 'used'),
          copyId: (found.find((m) => m.org_id === o.id && m.kind === 'adapted')?.copy_id ?? null) as
            | `res_${string}`
            | null,
          mayAdapt: mayAdapt(actor, o.id, facts).allow,
        })),
      can: {
        change,
        markRead: actor.kind === 'person' && !worksFor(actor, row.org_id),
      },
    };
  },
});

export const listDueChecks = query({
  name: 'resources.list-due-checks',
  summary: 'Resources of your organisations that somebody should look at again.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    due: z.array(z.object({ id: idView('res'), title: z.string(), on: listed.shape.checkedOn })),
  }),
  view: async ({ read, scope: { actor }, today }) => {
    const orgIds = writesFor(actor);
    const rows = orgIds.length > 0 ? await store.dueOf(read, orgIds, today) : [];
    return { due: rows.map((r) => ({ id: r.id, title: r.title, on: r.check_due })) };
  },
});

/** Tells the stays somebody has a part in today. */
type StaySource = (
  tools: { read: Reader; today: Temporal.PlainDate },
  actor: Actor,
) => Promise<StayOf[]>;
// dossiers stand above the library, so the roof hands down what it needs of them
let staysOf: StaySource = async () => [];

/** Called once at start by the roof. */
export function setStaySource(source: StaySource): void {
  staysOf = source;
}

/** Whose edition comes first for those who are accompanied by these organisations, by what each has chosen. */
function rankOf(choices: ReadonlyMap<OrgId, readonly (OrgId | null)[]>, orgIds: readonly OrgId[]) {
  const order: string[] = [];
  for (const orgId of orgIds)
    for (const source of choices.get(orgId) ?? [])
      if (source && !order.includes(source)) order.push(source);
  return {
    sources: order,
    rank: (orgId: string) => {
      const at = order.indexOf(orgId);
      return at < 0 ? order.length : at;
    },
  };
}

const offerView = z.object({
  audience: z.enum(audiences),
  moment: z.enum(moments),
  mobilityId: idView('mob').nullable(),
  resources: z.array(listed.extend({ read: z.boolean() })),
});

/** What fits the stays of somebody, found once, and how to choose from it for each. */
async function offering(
  read: Reader,
  at: At,
  personId: PersonId,
  stays: readonly StayOf[],
  language: string,
) {
  const rows = await store.offered(read, {
    audiences: stays.map((s) => s.audience),
    moments: stays.map((s) => s.moment),
  });
  const reads = new Map(
    (await store.readsOf(read, personId)).map((r) => [r.resource_id, r.number]),
  );
  // asked once an organisation, however many stays somebody has a part in
  const choices = new Map<OrgId, readonly (OrgId | null)[]>();
  for (const orgId of new Set(stays.flatMap((s) => s.orgIds)))
    choices.set(orgId, await choiceOf(read, orgId, 'resources'));
  return (stay: StayOf, suits: (row: store.ResourceRow) => boolean) => {
    const { sources, rank } = rankOf(choices, stay.orgIds);
    const theirs = rows.filter((r) => sources.includes(r.org_id) && suits(r));
    const chosen = oneOfEach(
      theirs.map((row) => ({
        row,
        id: row.id,
        originId: row.origin_id,
        orgId: row.org_id,
        languages: row.languages,
      })),
      rank,
      language,
    );
    return {
      audience: stay.audience,
      moment: stay.moment,
      mobilityId: stay.mobilityId,
      resources: chosen.map(({ row }) => ({
        ...listedOf(row, at),
        read: reads.get(row.id) === row.number,
      })),
    };
  };
}

export const listOffered = query({
  name: 'resources.list-offered',
  summary:
    'What those who accompany you offer you to read at this moment of your stay, of your child’s or of your guest’s.',
  input: z.object({
    mobilityId: z.union([z.literal(''), idOf('mob')]).default(''),
    language: z.string().max(3).default('en'),
  }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({ offers: z.array(offerView) }),
  view: async ({ read, scope: { actor }, today }, input) => {
    const stays = (await staysOf({ read, today }, actor)).filter(
      (s) => input.mobilityId === '' || s.mobilityId === input.mobilityId,
    );
    if (stays.length === 0) return { offers: [] };
    const offer = await offering(read, { actor, today }, actor.personId, stays, input.language);
    return {
      offers: stays
        .map((stay) => offer(stay, (row) => fits(row, stay.audience, stay.moment)))
        .filter((o) => o.resources.length > 0),
    };
  },
});

export const listForStay = query({
  name: 'resources.list-for-stay',
  summary:
    'What those who accompany a stay offer you at each of its moments, for the plan of it; what fits at any time is left out.',
  input: z.object({ mobilityId: idOf('mob'), language: z.string().max(3).default('en') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({ offers: z.array(offerView) }),
  view: async ({ read, scope: { actor }, today }, { mobilityId, language }) => {
    const own = (await staysOf({ read, today }, actor)).filter((s) => s.mobilityId === mobilityId);
    const stays = own.flatMap((stay) =>
      moments.filter((m) => m !== 'anytime').map((moment) => ({ ...stay, moment })),
    );
    if (stays.length === 0) return { offers: [] };
    const offer = await offering(read, { actor, today }, actor.personId, stays, language);
    return {
      offers: stays
        .map((stay) =>
          offer(
            stay,
            (row) => row.audiences.includes(stay.audience) && row.moments.includes(stay.moment),
          ),
        )
        .filter((o) => o.resources.length > 0),
    };
  },
});

/** For the download alone: not part of the API. */
export const openFile = query({
  name: 'resources.open-file',
  summary: 'A file of a version, with where it lies.',
  input: z.object({
    resourceId: idOf('res'),
    number: z.coerce.number().int().min(1),
    which: z.enum(['pdf', 'source']),
  }),
  visible: (actor) => ({ actor }),
  output: z.object({ name: z.string(), mediaType: z.string(), storageKey: z.string() }),
  view: async ({ read }, input) => {
    const row = (await store.versionsOf(read, input.resourceId)).find(
      (v) => v.number === input.number,
    );
    if (!row) return null;
    const pdf = input.which === 'pdf';
    const key = pdf ? row.pdf_key : row.source_key;
    if (!key) return null;
    return {
      storageKey: key,
      name: pdf ? row.pdf_name : row.source_name,
      mediaType: pdf ? 'application/pdf' : row.source_type,
    };
  },
});

/** What organisations share of their library, for the page where they choose whose comes first. */
export async function sharedResources(read: Reader, orgIds: OrgId[]) {
  const rows = await store.sharedBy(read, orgIds);
  return rows.map((r) => ({
    key: r.origin_id ?? r.id,
    title: r.title,
    orgId: r.org_id,
    number: r.number,
    differences: [] as string[],
    id: r.id,
  }));
}

/** Some resources the reader may see, by id: for modules that name them beside something else. */
export async function resourcesNamed(read: Readable, ids: readonly string[]) {
  const rows = ids.length > 0 ? await store.resourcesById(read, ids) : [];
  return rows.map((r) => ({ id: r.id, title: r.title, languages: r.languages }));
}

/** What an organisation has to choose from when it puts material beside something: its own and what it may read. */
export async function resourcesToChoose(read: Readable, audience: Audience) {
  const rows = await store.offered(read, { audiences: [audience], moments: [...moments] });
  return rows.map((r) => ({ id: r.id, title: r.title, orgName: r.org_name }));
}

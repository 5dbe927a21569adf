import { z } from 'zod';
import type { OrgId } from '#kernel/ids.ts';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { query } from '#platform/query.ts';
import {
  actingSide,
  isInForce,
  isWorking,
  maySeePartnership,
  maySpeakFor,
  missingWords,
} from '../../core/index.ts';
import { printOf, wordingOf } from '../commands/index.ts';
import { nameOf, sidesOf } from '../commands/loaded.ts';
import type { CooperationPrint } from '../jobs/print.ts';
import * as store from '../store/index.ts';
import { versionSummary } from './partnerships.ts';
import { ownAndOther, sideView, stateView } from './views.ts';

const wordsView = z.object({
  paid: z.boolean(),
  tasks: z.string(),
  quality: z.string(),
  failure: z.string(),
  cancellation: z.string(),
  firstGoals: z.string(),
  secondGoals: z.string(),
  channels: z.string(),
  payment: z.string(),
  other: z.string(),
  languages: z.array(z.string()),
  renewsOn: z.string(),
});

const summaryView = z.object({
  number: z.number(),
  state: z.enum(['draft', 'open', 'sent_back', 'accepted', 'replaced']),
  changeReason: z.string(),
  at: instantView,
  sha256: z.string().nullable(),
  documentId: idView('doc').nullable(),
  sentBackBy: z.string(),
  sendBackReason: z.string(),
});

const forVersion = z.object({
  partnershipId: idOf('pts'),
  /** the newest when none is named */
  number: z.coerce.number().int().min(1).optional(),
  language: z.string().default('en'),
});

export const getAgreement = query({
  name: 'partnerships.get-agreement',
  summary:
    'The cooperation agreement of a partnership: its words, who changed what, who has accepted.',
  input: forVersion,
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    partnershipId: idView('pts'),
    state: stateView,
    first: sideView.pick({ orgId: true, name: true }),
    second: sideView.pick({ orgId: true, name: true }),
    own: sideView.pick({ orgId: true, name: true }),
    other: sideView.pick({ orgId: true, name: true }),
    shown: summaryView.extend({
      words: wordsView,
      version: z.number(),
      editedBy: z.string(),
      missing: z.array(z.string()),
    }),
    versions: z.array(summaryView),
    edits: z.array(
      z.object({
        number: z.number(),
        field: z.string(),
        before: z.string(),
        after: z.string(),
        who: z.string(),
        org: z.string(),
        at: instantView,
      }),
    ),
    acceptances: z.array(
      z.object({ org: z.string(), name: z.string(), role: z.string(), at: instantView.nullable() }),
    ),
    /** the side this actor accepts for and the words they accept under; null when it is not theirs to accept */
    accepts: z.object({ orgId: idView('org'), wording: z.string() }).nullable(),
    can: z.object({
      write: z.boolean(),
      put: z.boolean(),
      sendBack: z.boolean(),
      change: z.boolean(),
    }),
  }),
  view: async ({ read, scope: { actor } }, input) => {
    const p = await store.partnershipById(read, input.partnershipId);
    if (!p || !maySeePartnership(actor, sidesOf(p))) return null;
    const versions = await store.versionsOf(read, p.id);
    const shown = input.number ? versions.find((v) => v.number === input.number) : versions.at(-1);
    if (!shown) return null;
    const { own, other } = ownAndOther(actor, p);
    const acceptances = await store.acceptancesOf(read, p.id);
    const given = acceptances.filter((a) => a.number === shown.number);
    const side = actingSide(actor, sidesOf(p));
    const works = isWorking(p.state) && side !== null;
    const newest = versions.at(-1);
    const isFirst = own.orgId === p.first_org_id;
    const signs = (orgId: OrgId) =>
      maySpeakFor(actor, orgId).allow && !given.some((a) => a.org_id === orgId);
    const signing = [p.first_org_id, p.second_org_id].find(signs);
    const edits = await store.editsOf(read, p.id);
    return {
      partnershipId: p.id,
      state: p.state,
      first: { orgId: p.first_org_id, name: p.first_name },
      second: { orgId: p.second_org_id, name: p.second_name },
      own,
      other,
      shown: {
        ...versionSummary(shown, isFirst),
        words: shown.words,
        version: shown.version,
        editedBy: shown.edited_by_name,
        missing: missingWords(shown.words),
      },
      versions: versions.map((v) => versionSummary(v, isFirst)),
      edits: edits
        .filter((e) => e.number === shown.number)
        .map((e) => ({
          number: e.number,
          field: e.field,
          before: e.before_words,
          after: e.after_words,
          who: e.by_name,
          org: e.org_name,
          at: e.at,
        })),
      acceptances: [p.first_org_id, p.second_org_id].map((orgId) => {
        const a = given.find((x) => x.org_id === orgId);
        return {
          org: nameOf(p, orgId),
          name: a?.person_name ?? '',
          role: a?.person_role ?? '',
          at: a?.accepted_at ?? null,
        };
      }),
      accepts:
        works && shown.state === 'open' && shown.frozen && signing
          ? {
              orgId: signing,
              wording: wordingOf(shown.frozen, nameOf(p, signing), input.language),
            }
          : null,
      can: {
        write: works && shown.state === 'draft',
        put: works && shown.state === 'draft',
        sendBack: works && shown.state === 'open',
        change:
          side !== null &&
          isInForce(p.state) &&
          newest?.state !== 'draft' &&
          newest?.state !== 'open',
      },
    };
  },
});

/** The paper as data, for the page that makes a PDF of it. */
export const getAgreementPrint = query({
  name: 'partnerships.get-agreement-print',
  summary: 'Everything a PDF of the cooperation agreement holds.',
  input: forVersion,
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    print: z.custom<CooperationPrint>((v) => typeof v === 'object').meta({ type: 'object' }),
    first: z.string(),
    second: z.string(),
    number: z.number(),
  }),
  view: async ({ read, scope: { actor }, now }, input) => {
    const p = await store.partnershipById(read, input.partnershipId);
    if (!p || !maySeePartnership(actor, sidesOf(p))) return null;
    const versions = await store.versionsOf(read, p.id);
    const shown = input.number ? versions.find((v) => v.number === input.number) : versions.at(-1);
    if (!shown) return null;
    return {
      print: printOf(p, shown, await store.acceptancesOf(read, p.id), now),
      first: p.first_name,
      second: p.second_name,
      number: shown.number,
    };
  },
});

import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { rolesIn } from '#kernel/actor.ts';
import { allow, hide } from '#kernel/decision.ts';
import { type Fault, fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { idOf, optionalProse, prose, version } from '#kernel/schema.ts';
import { storeDocument } from '#modules/documents/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { chooseLanguage, translator } from '#platform/i18n/index.ts';
import {
  type AgreementWords,
  actingSide,
  agreementInput,
  changedFields,
  type FrozenAgreement,
  isInForce,
  isWorking,
  mayActFor,
  maySpeakFor,
  missingWords,
  partnershipLifecycle,
} from '../../core/index.ts';
import { printJob } from '../jobs/definitions.ts';
import { type CooperationPrint, renderCooperation, tryCooperation } from '../jobs/print.ts';
import * as store from '../store/index.ts';
import {
  auditOf,
  hashOf,
  lockAgreement,
  nameOf,
  otherOf,
  personOf,
  sidesOf,
  type WithVersions,
} from './loaded.ts';
import { tellLeaders } from './tell.ts';

const forVersion = z.object({
  partnershipId: idOf('pts'),
  number: z.coerce.number({ error: 'platform.invalid.number' }).int().min(1),
});

const mayWrite = (actor: Parameters<typeof mayActFor>[0], { partnership }: WithVersions) =>
  mayActFor(actor, sidesOf(partnership));

/** Words as they were typed; line ends of every system become one kind, so that equal words are equal. */
function wordsOf(input: AgreementWords): AgreementWords {
  const clean = (text: string) => text.replace(/\r\n?/g, '\n').trim();
  return {
    paid: input.paid,
    tasks: clean(input.tasks),
    quality: clean(input.quality),
    failure: clean(input.failure),
    cancellation: clean(input.cancellation),
    firstGoals: clean(input.firstGoals),
    secondGoals: clean(input.secondGoals),
    channels: clean(input.channels),
    payment: clean(input.payment),
    other: clean(input.other),
    languages: [...new Set(input.languages)],
    renewsOn: input.renewsOn,
  };
}

/** The draft somebody writes at, or why it cannot be written at. */
function draftOf(versions: store.VersionRecord[], input: { number: number; version: number }) {
  const draft = versions.find((v) => v.number === input.number);
  if (!draft) return { fault: fail('platform.error.not-found', undefined, undefined, 'not_found') };
  if (draft.state !== 'draft') return { fault: stale('partnerships.refused.no-draft') };
  if (draft.version !== input.version)
    return {
      fault: stale('partnerships.refused.changed-meanwhile', { who: draft.edited_by_name }),
    };
  return { draft };
}

export const saveAgreement = command({
  name: 'partnerships.save-agreement',
  summary:
    'Save the words of a cooperation agreement that is being written. Who changed what is kept.',
  input: forVersion.extend({ version, ...agreementInput }),
  load: lockAgreement,
  permit: mayWrite,
  run: async (tools, { partnership, versions }, input) => {
    if (!isWorking(partnership.state)) return stale('partnerships.refused.already-over');
    const { draft, fault } = draftOf(versions, input);
    if (fault) return fault;
    const me = personOf(tools.actor);
    const side = actingSide(me, sidesOf(partnership)) ?? partnership.first_org_id;
    const words = wordsOf(input);
    const changes = changedFields(draft.words, words);
    // saving what is there already is no edit: nobody else's form grows old by it
    if (changes.length === 0) return ok({ version: draft.version, changed: 0 });
    const edit = { by: me.personId, byName: me.name, now: tools.now };
    await store.insertEdits(
      tools.tx,
      {
        ...edit,
        partnershipId: partnership.id,
        number: draft.number,
        edit: draft.version,
        byOrgId: side,
      },
      changes,
    );
    await store.updateVersion(tools.tx, partnership.id, draft.number, { words, edited: edit });
    return ok({ version: draft.version + 1, changed: changes.length });
  },
  audit: ({ partnership }, input, { changed }) =>
    auditOf(partnership, { number: input.number, changed }),
});

function contentOf(
  p: store.PartnershipRecord,
  version: Pick<store.VersionRecord, 'number' | 'words' | 'change_reason'>,
): FrozenAgreement {
  return {
    form: 'sojourn-cooperation-agreement/1',
    partnershipId: p.id,
    number: version.number,
    kind: p.kind,
    first: {
      id: p.first_org_id,
      kind: p.first_kind,
      name: p.first_name,
      city: p.first_city,
      country: p.first_country,
      oid: p.first_oid,
    },
    second: {
      id: p.second_org_id,
      kind: p.second_kind,
      name: p.second_name,
      city: p.second_city,
      country: p.second_country,
      oid: p.second_oid,
    },
    words: version.words,
    changeReason: version.change_reason,
  };
}

/** The paper of a version: as it was frozen, or as the draft would be now. */
export function printOf(
  p: store.PartnershipRecord,
  version: store.VersionRecord,
  acceptances: store.AcceptanceRecord[],
  now: Temporal.Instant,
): CooperationPrint {
  return {
    content: version.frozen ?? contentOf(p, version),
    sha256: version.sha256,
    acceptances: [p.first_org_id, p.second_org_id].map((orgId) => {
      const given = acceptances.find((a) => a.number === version.number && a.org_id === orgId);
      return {
        org: nameOf(p, orgId),
        name: given?.person_name ?? '',
        role: given?.person_role ?? '',
        at: given?.accepted_at ?? null,
        wording: given?.wording ?? '',
        language: given?.language ?? 'en',
      };
    }),
    languages: [...new Set([chooseLanguage(p.first_language), chooseLanguage(p.second_language)])],
    timeZone: p.first_zone,
    createdAt: version.accepted_at ?? version.opened_at ?? now,
  };
}

export const putAgreement = command({
  name: 'partnerships.put-agreement',
  summary:
    'Put the agreement to both sides: its words are frozen with their SHA-256 until both have accepted.',
  input: forVersion.extend({ version }),
  load: lockAgreement,
  permit: mayWrite,
  run: async (tools, { partnership, versions }, input) => {
    const { tx, now, today } = tools;
    if (!isWorking(partnership.state)) return stale('partnerships.refused.already-over');
    const { draft, fault } = draftOf(versions, input);
    if (fault) return fault;
    const missing = missingWords(draft.words).map(
      (field): Fault => ({ reason: `partnerships.missing.${field}` }),
    );
    if (missing.length > 0) return failAll(missing);
    if (Temporal.PlainDate.compare(Temporal.PlainDate.from(draft.words.renewsOn), today) <= 0)
      return fail('partnerships.refused.renewal-past');
    const content = contentOf(partnership, draft);
    const sha256 = hashOf(content);
    // what cannot be printed is told now, while it can still be changed
    const tried = await tryCooperation(
      printOf(partnership, { ...draft, frozen: content, sha256, opened_at: now }, [], now),
    );
    if (!tried.ok) return tried;
    await store.updateVersion(tx, partnership.id, draft.number, {
      state: 'open',
      frozen: content,
      sha256,
      opened_at: now,
    });
    const me = actingSide(tools.actor, sidesOf(partnership)) ?? partnership.first_org_id;
    await tellLeaders(
      tools,
      'to-accept',
      otherOf(partnership, me),
      partnership.id,
      `${draft.number}`,
    );
    return ok({ number: draft.number, sha256 });
  },
  audit: ({ partnership }, input, { sha256 }) =>
    auditOf(partnership, { number: input.number, sha256 }),
});

/** The words somebody accepts under, in their language: made here, so that a form cannot put others in their mouth. */
export function wordingOf(content: FrozenAgreement, org: string, language: string): string {
  return translator(language)('partnerships.wording', {
    org,
    first: content.first.name,
    second: content.second.name,
    number: content.number,
  });
}

export const acceptAgreement = command({
  name: 'partnerships.accept-agreement',
  summary:
    'Accept an agreement for your organisation. The hash you were shown must be the hash of its words.',
  input: forVersion.extend({
    orgId: idOf('org'),
    sha256: z.string(),
    /** the language the wording was read in */
    language: z.string().default('en'),
    agrees: z.literal(true, { error: 'partnerships.invalid.tick' }),
  }),
  load: lockAgreement,
  permit: (actor, loaded, input) => {
    const { first_org_id, second_org_id } = loaded.partnership;
    return input.orgId === first_org_id || input.orgId === second_org_id
      ? maySpeakFor(actor, input.orgId)
      : hide;
  },
  run: async (tools, loaded, input) => {
    const { partnership, versions, acceptances } = loaded;
    const { tx, now } = tools;
    const me = personOf(tools.actor);
    const open = versions.find((v) => v.number === input.number);
    if (!open) return fail('platform.error.not-found', undefined, undefined, 'not_found');
    const given = acceptances.filter((a) => a.number === open.number);
    const before = given.find((a) => a.org_id === input.orgId);
    if (before)
      return stale('partnerships.refused.already-accepted', {
        who: before.person_name,
        org: nameOf(partnership, input.orgId),
      });
    if (given.some((a) => a.person_id === me.personId))
      return fail('partnerships.refused.one-person-one-side');
    if (open.state !== 'open' || !open.frozen || !open.sha256 || !isWorking(partnership.state))
      return stale('partnerships.refused.not-open');
    if (input.sha256 !== open.sha256 || hashOf(open.frozen) !== open.sha256)
      return stale('partnerships.refused.other-text');
    const language = chooseLanguage(input.language);
    const role = rolesIn(me, input.orgId).includes('head') ? 'head' : 'coordinator';
    await store.insertAcceptance(tx, {
      partnershipId: partnership.id,
      number: open.number,
      orgId: input.orgId,
      personId: me.personId,
      personName: me.name,
      personRole: role,
      wording: wordingOf(open.frozen, nameOf(partnership, input.orgId), language),
      language,
      sha256: open.sha256,
      now,
    });
    const complete = given.length === 1;
    if (complete) await completeAgreement(tools, loaded, open);
    return ok({ number: open.number, complete });
  },
  audit: ({ partnership }, input, { complete }) => ({
    ...auditOf(partnership, { number: input.number, complete, sha256: input.sha256 }),
    orgId: input.orgId,
  }),
});

/** Both have accepted: this text is in force, the one before no longer, both get their copy on paper. */
async function completeAgreement(
  tools: CommandTools,
  { partnership, versions }: WithVersions,
  accepted: store.VersionRecord,
): Promise<void> {
  const { tx, now } = tools;
  for (const older of versions)
    if (older.number < accepted.number && older.state === 'accepted')
      await store.updateVersion(tx, partnership.id, older.number, { state: 'replaced' });
  await store.updateVersion(tx, partnership.id, accepted.number, {
    state: 'accepted',
    accepted_at: now,
  });
  const renewsOn = Temporal.PlainDate.from(accepted.words.renewsOn);
  const before = partnership.renews_on;
  const longer = before !== null && Temporal.PlainDate.compare(renewsOn, before) > 0;
  const step = can(
    partnershipLifecycle,
    partnership.state,
    partnership.state === 'agreeing' ? 'agree' : 'renew',
    { roles: ['both'], subject: undefined },
  );
  await store.updatePartnership(tx, partnership.id, {
    ...(step.ok && (step.to === 'agreed' || longer) ? { state: step.to } : {}),
    ...(partnership.agreed_at ? {} : { agreed_at: now }),
    renews_on: renewsOn,
  });
  await tools.enqueue(printJob, { partnershipId: partnership.id, number: accepted.number });
  for (const orgId of [partnership.first_org_id, partnership.second_org_id])
    await tellLeaders(tools, 'agreed', orgId, partnership.id, `${accepted.number}`);
}

/** Words to write at again: a copy of what stands, as the next version. */
async function beginVersion(
  tools: CommandTools,
  { partnership, versions }: WithVersions,
  from: store.VersionRecord,
  reason: string,
): Promise<number> {
  const me = personOf(tools.actor);
  const number = (versions.at(-1)?.number ?? 0) + 1;
  await store.insertVersion(tools.tx, {
    partnershipId: partnership.id,
    number,
    words: from.words,
    changeReason: reason,
    by: me.personId,
    byName: me.name,
    now: tools.now,
  });
  return number;
}

export const sendBackAgreement = command({
  name: 'partnerships.send-back-agreement',
  summary:
    'Say that the agreement has to change before you accept it, and what. A new draft is begun from it.',
  input: forVersion.extend({ reason: prose(2000) }),
  load: lockAgreement,
  permit: mayWrite,
  run: async (tools, loaded, input) => {
    const { partnership, versions } = loaded;
    const open = versions.find((v) => v.number === input.number);
    if (!open) return fail('platform.error.not-found', undefined, undefined, 'not_found');
    if (open.state !== 'open' || !isWorking(partnership.state))
      return stale('partnerships.refused.not-open');
    await store.updateVersion(tools.tx, partnership.id, open.number, {
      state: 'sent_back',
      sent_back_by_name: personOf(tools.actor).name,
      send_back_reason: input.reason,
    });
    const number = await beginVersion(tools, loaded, open, input.reason);
    const me = actingSide(tools.actor, sidesOf(partnership)) ?? partnership.first_org_id;
    await tellLeaders(
      tools,
      'sent-back',
      otherOf(partnership, me),
      partnership.id,
      `${open.number}`,
    );
    return ok({ number });
  },
  audit: ({ partnership }, input) => auditOf(partnership, { number: input.number }),
});

export const changeAgreement = command({
  name: 'partnerships.change-agreement',
  summary:
    'Begin a new version of an agreement in force, to change or renew it. The old one holds until both accept the new one.',
  input: z.object({ partnershipId: idOf('pts'), reason: optionalProse(2000) }),
  load: lockAgreement,
  permit: mayWrite,
  run: async (tools, loaded, input) => {
    const { partnership, versions } = loaded;
    const newest = versions.at(-1);
    if (!isInForce(partnership.state) || !newest) return stale('partnerships.refused.not-in-force');
    if (newest.state === 'draft' || newest.state === 'open')
      return fail('partnerships.refused.draft-exists', undefined, undefined, 'conflict');
    return ok({ number: await beginVersion(tools, loaded, newest, input.reason) });
  },
  audit: ({ partnership }, _, { number }) => auditOf(partnership, { number }),
});

/** Makes the PDF of an accepted version once, a copy for each side; again it does nothing. */
export const fileAgreement = command({
  name: 'partnerships.file-agreement',
  summary: 'Make and keep the PDF of an accepted cooperation agreement, a copy for each side.',
  input: forVersion,
  load: lockAgreement,
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, { partnership, versions, acceptances }, input) => {
    const version = versions.find((v) => v.number === input.number);
    if (!version?.accepted_at)
      return fail('platform.error.not-found', undefined, undefined, 'not_found');
    if (version.first_document_id)
      return ok({ documentId: version.first_document_id, wasThere: true });
    const print = printOf(partnership, version, acceptances, tools.now);
    const { bytes } = await renderCooperation(print);
    const [language = 'en'] = print.languages;
    const t = translator(language);
    const copyFor = async (orgId: typeof partnership.first_org_id) =>
      (
        await storeDocument(tools, {
          mobilityId: null,
          orgId,
          kind: 'cooperation-agreement',
          title: t('partnerships.pdf.document', { number: version.number }),
          fileName: `${t('partnerships.pdf.file', {
            first: partnership.first_name,
            second: partnership.second_name,
          })} ${version.number}.pdf`,
          language,
          mediaType: 'application/pdf',
          bytes,
          sensitivity: 'partnership',
        })
      ).id;
    const first = await copyFor(partnership.first_org_id);
    const second = await copyFor(partnership.second_org_id);
    await store.updateVersion(tools.tx, partnership.id, version.number, {
      first_document_id: first,
      second_document_id: second,
    });
    return ok({ documentId: first, wasThere: false });
  },
  audit: ({ partnership }, input, { wasThere }) =>
    auditOf(partnership, { number: input.number, ...(wasThere ? { again: true } : {}) }),
});

import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { canonicalJson } from '#kernel/canonical-json.ts';
import { allow, type Decision, hide } from '#kernel/decision.ts';
import type { MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { type Fault, fail, failAll, ok, stale } from '#kernel/outcome.ts';
import { dateInput, idOf, version as versionInput } from '#kernel/schema.ts';
import { storeDocument } from '#modules/documents/server/index.ts';
import { type Dossier, isOfAge } from '#modules/mobilities/core/index.ts';
import { lockDossier, moveMobility, pupilAndGuardians } from '#modules/mobilities/server/index.ts';
import { guardiansOf, personsByIds } from '#modules/people/server/index.ts';
import { type AuditFacts, type CommandTools, command } from '#platform/command.ts';
import type { Readable, Tx } from '#platform/database/index.ts';
import { chooseLanguage, translator } from '#platform/i18n/index.ts';
import {
  type AgreementContent,
  agreementAddress,
  agreementLifecycle,
  type ContactRole,
  cellText,
  coversAllRows,
  decisions,
  isClosed,
  isComplete,
  isPlaced,
  keptText,
  mayBeReported,
  mayDecideRecognition,
  mayDraft,
  mayIssueComplement,
  mayOpen,
  maySign,
  missingCells,
  neededText,
  needsReason,
  recognitionAddress,
  requiredRoles,
  results,
  rowsInput,
  type SignatoryRole,
  signableRoles,
  signatoryRoles,
  undecided,
  withoutBlankRows,
} from '../core/index.ts';
import { printAgreement, printComplement } from './jobs/definitions.ts';
import {
  type AgreementPrint,
  printLanguages,
  renderAgreement,
  renderComplement,
  tryAgreement,
} from './jobs/print.ts';
import { learningMail, type Occasion, type Reader } from './notices.ts';
import * as store from './store.ts';

const forMobility = z.object({ mobilityId: idOf('mob') });
const forVersion = forMobility.extend({ number: z.coerce.number().int().min(1) });

type Loaded = {
  dossier: Dossier;
  versions: store.VersionRecord[];
  signatures: store.SignatureRecord[];
};

/** Under the lock of the dossier: one change of an agreement at a time. */
async function lockAgreement(
  { tx }: { tx: Tx },
  input: { mobilityId: MobilityId },
): Promise<Loaded | null> {
  const dossier = await lockDossier(tx, input.mobilityId);
  if (!dossier) return null;
  const versions = await store.versionsOf(tx, dossier.id);
  return { dossier, versions, signatures: await store.signaturesOf(tx, dossier.id) };
}

function auditOf(
  { dossier }: { dossier: Dossier },
  details: AuditFacts['details'] = {},
): AuditFacts {
  return {
    subjectId: dossier.pupilId,
    mobilityId: dossier.id,
    orgId: dossier.sendingSchoolId,
    details,
  };
}

/** A job may run twice: the second line says so, and the story (modules/audit) does not tell it. */
function again({ wasThere }: { wasThere: boolean }): AuditFacts['details'] {
  return wasThere ? { again: true } : {};
}

/** Only people sign and write; `permit` let nobody else through. */
function personOf(actor: Actor): PersonId {
  if (actor.kind !== 'person') throw new Error('only a person does this');
  return actor.personId;
}

export function hashOf(content: AgreementContent): string {
  return createHash('sha256').update(canonicalJson(content), 'utf8').digest('hex');
}

function schoolIds(dossier: Dossier): OrgId[] {
  return [dossier.sendingSchoolId, dossier.hostSchoolId].filter((id): id is OrgId => id !== null);
}

/** The people a mail about the agreement concerns, each once. */
async function readersOf(
  tools: CommandTools,
  dossier: Dossier,
  roles: SignatoryRole[],
): Promise<Reader[]> {
  const { pupil, guardians } = await pupilAndGuardians(tools, dossier);
  const leaders = await store.leadersOf(tools.tx, schoolIds(dossier), tools.today);
  const readers: Reader[] = [];
  if (roles.includes('pupil') && pupil) readers.push(pupil);
  if (roles.includes('guardian')) readers.push(...guardians);
  for (const leader of leaders) {
    const role = leader.org_id === dossier.sendingSchoolId ? 'sending_school' : 'host_school';
    if (roles.includes(role)) readers.push(leader);
  }
  const me = tools.actor.kind === 'person' ? tools.actor.personId : null;
  return readers.filter((r, i) => r.id !== me && readers.findIndex((x) => x.id === r.id) === i);
}

async function tellReaders(
  tools: CommandTools,
  dossier: Dossier,
  occasion: Occasion,
  roles: SignatoryRole[],
  key: string | number,
): Promise<void> {
  const address =
    occasion === 'recognised' || occasion === 'complement' ? recognitionAddress : agreementAddress;
  for (const reader of await readersOf(tools, dossier, roles)) {
    const mail = learningMail(reader, occasion, {
      pupil: dossier.pupilName,
      url: `${tools.runtime.config.origin}${address(dossier.id)}`,
      sendKey: `${dossier.id}:${key}`,
    });
    if (mail) await tools.post(mail);
  }
}

export const startAgreement = command({
  name: 'learning.start-agreement',
  summary: 'Begin the Learning Agreement of a mobility.',
  input: forMobility,
  load: lockAgreement,
  permit: (actor, { dossier }, _, { today }) => mayDraft(actor, dossier, today),
  run: async ({ tx, actor, now }, { dossier, versions }) => {
    if (isClosed(dossier.state)) return fail('learning.refused.closed');
    if (versions.length > 0)
      return fail('learning.refused.already-started', undefined, undefined, 'conflict');
    await store.insertVersion(tx, { mobilityId: dossier.id, number: 1, by: personOf(actor), now });
    return ok({ number: 1 });
  },
  audit: (loaded) => auditOf(loaded, { number: 1 }),
});

/** The draft somebody edits, or why it cannot be edited. */
async function draftOf(
  tx: Readable,
  versions: store.VersionRecord[],
  input: { number: number; version: number },
) {
  const draft = versions.find((v) => v.number === input.number);
  if (!draft) return { fault: fail('platform.error.not-found', undefined, undefined, 'not_found') };
  if (draft.state !== agreementLifecycle.initial)
    return { fault: stale('learning.refused.no-draft', { number: draft.number }) };
  if (draft.version !== input.version) {
    const [editor] = draft.edited_by ? await personsByIds(tx, [draft.edited_by]) : [];
    const who = editor ? `${editor.preferred_name || editor.given_name} ${editor.family_name}` : '';
    return { fault: stale('learning.refused.changed-meanwhile', { who }) };
  }
  return { draft };
}

export const saveDraft = command({
  name: 'learning.save-draft',
  summary:
    'Save the whole table of a draft, with how the stay is followed and the return prepared. Blank rows go.',
  input: forVersion.extend({
    version: versionInput,
    rows: rowsInput,
    monitoring: keptText,
    reintegration: keptText,
  }),
  load: lockAgreement,
  permit: (actor, { dossier }, _, { today }) => mayDraft(actor, dossier, today),
  run: async ({ tx, actor }, { dossier, versions }, input) => {
    const { draft, fault } = await draftOf(tx, versions, input);
    if (fault) return fault;
    const rows = withoutBlankRows(input.rows);
    await store.replaceRows(tx, dossier.id, draft.number, rows);
    await store.updateVersion(tx, dossier.id, draft.number, {
      edited_by: personOf(actor),
      ...(input.monitoring === undefined ? {} : { monitoring: input.monitoring }),
      ...(input.reintegration === undefined ? {} : { reintegration: input.reintegration }),
    });
    return ok({ number: draft.number, version: draft.version + 1, rows: rows.length });
  },
  audit: (loaded, input, result) => auditOf(loaded, { number: input.number, rows: result.rows }),
});

/** Everything the agreement says, as it stands now. */
async function contentOf(
  tx: Readable,
  dossier: Dossier & { hostSchoolId: OrgId },
  version: store.VersionRecord,
  today: Temporal.PlainDate,
): Promise<AgreementContent> {
  const people: { role: ContactRole; id: PersonId }[] = [{ role: 'pupil', id: dossier.pupilId }];
  for (const guardian of await guardiansOf(tx, [dossier.pupilId], today))
    people.push({ role: 'guardian', id: guardian.id });
  if (dossier.contactTeacherId)
    people.push({ role: 'contact_teacher', id: dossier.contactTeacherId });
  if (dossier.mentorId) people.push({ role: 'mentor', id: dossier.mentorId });
  if (dossier.contactPersonId) people.push({ role: 'contact_person', id: dossier.contactPersonId });
  const rows = await store.rowsOf(tx, dossier.id, version.number);
  const schools = await store.schoolsByIds(tx, [dossier.sendingSchoolId, dossier.hostSchoolId]);
  const project = await store.projectOf(tx, dossier.id);
  const persons = await personsByIds(
    tx,
    people.map((p) => p.id),
  );
  const school = (id: OrgId) => {
    const found = schools.find((s) => s.id === id);
    if (!found) throw new Error('a school of the dossier is missing');
    return { name: found.name, city: found.city, country: found.country_code, oid: found.oid };
  };
  const contacts = people.flatMap(({ role, id }) => {
    const p = persons.find((x) => x.id === id);
    return p
      ? [
          {
            role,
            name: `${p.given_name} ${p.family_name}`,
            email: p.email ?? '',
            phone: p.phone ?? '',
          },
        ]
      : [];
  });
  return {
    form: 'sojourn-learning-agreement/1',
    mobilityId: dossier.id,
    number: version.number,
    project: { code: project?.code ?? '', title: project?.title ?? '' },
    // the name as in official papers, not as the pupil is called
    pupil: { name: contacts[0]?.name ?? dossier.pupilName },
    sending: school(dossier.sendingSchoolId),
    host: school(dossier.hostSchoolId),
    stay: { from: dossier.startsOn.toString(), until: dossier.endsOn.toString() },
    contacts,
    rows,
    monitoring: version.monitoring,
    reintegration: version.reintegration,
    changeReason: version.change_reason,
  };
}

/** The paper of a version: as it was frozen, or as the draft would be today. Null without a host school. */
export async function printOf(
  read: Readable,
  dossier: Dossier,
  version: store.VersionRecord,
  at: { now: Temporal.Instant; today: Temporal.PlainDate },
): Promise<AgreementPrint | null> {
  const { hostSchoolId } = dossier;
  if (!hostSchoolId) return null;
  const content =
    version.content?.agreement ??
    (await contentOf(read, { ...dossier, hostSchoolId }, version, at.today));
  const signatures = (await store.signaturesOf(read, dossier.id)).filter(
    (s) => s.number === version.number,
  );
  const schools = await store.schoolsByIds(read, schoolIds(dossier));
  const required = requiredRoles(ageCheck(dossier), givenOf(signatures), at.today);
  const roles = signatoryRoles.filter(
    (r) => required.includes(r) || signatures.some((s) => s.role === r),
  );
  return {
    content,
    sha256: version.sha256,
    signatures: roles.map((role) => {
      const given = signatures.find((s) => s.role === role);
      return {
        role,
        name: given?.name ?? expectedName(content, role),
        at: given?.signed_at ?? null,
        wording: given?.wording ?? '',
        language: given?.language ?? 'en',
      };
    }),
    languages: printLanguages(schools.map((s) => s.language)),
    timeZone: schools.find((s) => s.id === dossier.sendingSchoolId)?.time_zone ?? 'Europe/Brussels',
    createdAt: version.completed_at ?? version.opened_at ?? at.now,
  };
}

function expectedName(content: AgreementContent, role: SignatoryRole): string {
  if (role === 'pupil') return content.pupil.name;
  if (role === 'sending_school') return content.sending.name;
  if (role === 'host_school') return content.host.name;
  return content.contacts
    .filter((c) => c.role === 'guardian')
    .map((c) => c.name)
    .join(', ');
}

export function ageCheck(
  dossier: Pick<Dossier, 'pupilBirthDate'>,
): (day: Temporal.PlainDate) => boolean {
  return (day) => isOfAge(dossier.pupilBirthDate, day);
}

/** Days of signing in the zone in which the clock says "today", so that both mean the same day. */
const dayZone = 'Europe/Brussels';

export function givenOf(signatures: store.SignatureRecord[]) {
  return signatures.map((s) => ({
    role: s.role,
    personId: s.person_id,
    signedOn: s.signed_at.toZonedDateTimeISO(dayZone).toPlainDate(),
  }));
}

export const openForSignature = command({
  name: 'learning.open-for-signature',
  summary:
    'Freeze a draft with its SHA-256 and ask everybody to sign. Needs an accepted placement and every cell filled.',
  input: forVersion.extend({ version: versionInput }),
  load: lockAgreement,
  permit: (actor, { dossier }, _, { today }) => mayOpen(actor, dossier, today),
  run: async (tools, { dossier, versions }, input) => {
    const { tx, now, today } = tools;
    const { draft, fault } = await draftOf(tx, versions, input);
    if (fault) return fault;
    const { hostSchoolId } = dossier;
    if (!hostSchoolId || !isPlaced(dossier.state)) return fail('learning.refused.no-placement-yet');
    const content = await contentOf(tx, { ...dossier, hostSchoolId }, draft, today);
    if (content.rows.length === 0) return fail('learning.refused.no-rows');
    const missing = missingCells(content.rows);
    if (missing.length > 0) {
      return failAll(
        missing.map(
          ({ position, cell }): Fault => ({
            reason: `learning.missing.${cell}`,
            params: { row: position + 1 },
          }),
        ),
      );
    }
    const sha256 = hashOf(content);
    const opened = { ...draft, content: { agreement: content }, sha256, opened_at: now };
    const print = await printOf(tx, dossier, opened, tools);
    // what cannot be printed is told now, while it can still be changed, and not after all have signed
    const tried = print ? await tryAgreement(print) : ok();
    if (!tried.ok) return tried;
    await store.updateVersion(tx, dossier.id, draft.number, {
      state: 'open_for_signature',
      content: { agreement: content },
      sha256,
      opened_at: now,
    });
    const roles = requiredRoles(ageCheck(dossier), [], today);
    await tellReaders(tools, dossier, 'to-sign', roles, draft.number);
    return ok({ number: draft.number, sha256 });
  },
  audit: (loaded, input, result) =>
    auditOf(loaded, { number: input.number, sha256: result.sha256 }),
});

/** The words somebody signs under, in their language: made here, so that a form cannot put others in their mouth. */
export function wordingOf(
  content: AgreementContent,
  role: SignatoryRole,
  language: string,
): string {
  return translator(language)(`learning.wording.${role}`, {
    pupil: content.pupil.name,
    number: content.number,
    sending: content.sending.name,
    host: content.host.name,
    rows: content.rows.length,
  });
}

export const signAgreement = command({
  name: 'learning.sign-agreement',
  summary: 'Sign one version in one part. The hash you were shown must be the hash of the version.',
  input: forVersion.extend({
    role: z.enum(signatoryRoles, { error: 'platform.invalid.choose' }),
    sha256: z.string(),
    /** the language the wording was read in */
    language: z.string().default('en'),
    agrees: z.literal(true, { error: 'learning.invalid.tick' }),
  }),
  load: async (tools, input) => {
    const loaded = await lockAgreement(tools, input);
    return (
      loaded && { ...loaded, signs: loaded.versions.find((v) => v.number === input.number) ?? null }
    );
  },
  permit: (actor, { dossier, signs }, input, { today }): Decision => {
    const decision = maySign(actor, dossier, input.role, today);
    return decision.allow && !signs ? hide : decision;
  },
  run: async (tools, { dossier, versions, signatures, signs }, input) => {
    const { tx, now, today } = tools;
    if (!signs) return fail('platform.error.not-found', undefined, undefined, 'not_found');
    const me = personOf(tools.actor);
    const given = signatures.filter((s) => s.number === signs.number);
    const before = given.find((s) => s.role === input.role);
    if (before)
      return before.person_id === me
        ? stale('learning.refused.you-have-signed')
        : stale('learning.refused.already-signed', { who: before.name });
    if (given.some((s) => s.person_id === me)) return fail('learning.refused.one-person-one-part');
    if (signs.state !== 'open_for_signature' || !signs.content || !signs.sha256)
      return stale('learning.refused.not-open', { number: signs.number });
    if (!isPlaced(dossier.state)) return fail('learning.refused.no-placement-yet');
    const content = signs.content.agreement;
    if (input.sha256 !== signs.sha256 || hashOf(content) !== signs.sha256)
      return stale('learning.refused.other-text');
    const required = requiredRoles(ageCheck(dossier), givenOf(given), today);
    if (!required.includes(input.role)) return fail('learning.refused.of-age');
    if (input.role === 'guardian') {
      // the part in the dossier may outlive the guardianship: the record of it decides
      const guardians = await guardiansOf(tx, [dossier.pupilId], today);
      if (!guardians.some((g) => g.id === me))
        return fail('learning.refused.not-your-signature', undefined, undefined, 'refused');
    }
    const language = chooseLanguage(input.language);
    await store.insertSignature(tx, {
      mobilityId: dossier.id,
      number: signs.number,
      role: input.role,
      personId: me,
      wording: wordingOf(content, input.role, language),
      language,
      sha256: signs.sha256,
      now,
    });
    const all = [...givenOf(given), { role: input.role, personId: me, signedOn: today }];
    const complete = isComplete(requiredRoles(ageCheck(dossier), all, today), all);
    if (complete) await completeAgreement(tools, dossier, versions, signs);
    return ok({ number: signs.number, complete });
  },
  audit: (loaded, input, result) =>
    auditOf(loaded, {
      number: input.number,
      role: input.role,
      complete: result.complete,
      sha256: input.sha256,
    }),
});

/** All have signed: the version is in force, the one before no longer, the paper is made, the journey goes on. */
async function completeAgreement(
  tools: CommandTools,
  dossier: Dossier,
  versions: store.VersionRecord[],
  signed: store.VersionRecord,
): Promise<void> {
  const { tx, now } = tools;
  for (const older of versions) {
    if (older.number < signed.number && older.state === 'signed')
      await store.updateVersion(tx, dossier.id, older.number, { state: 'superseded' });
  }
  await store.updateVersion(tx, dossier.id, signed.number, { state: 'signed', completed_at: now });
  await tools.enqueue(printAgreement, { mobilityId: dossier.id, number: signed.number });
  if (dossier.state === 'placed') await moveMobility(tools, dossier, 'agree');
  await tellReaders(tools, dossier, 'signed', [...signatoryRoles], signed.number);
}

export const declineAgreement = command({
  name: 'learning.decline-agreement',
  summary:
    'Say that you will not sign this version, and why. The reason stays visible to all who read the agreement.',
  input: forVersion.extend({ reason: neededText }),
  load: lockAgreement,
  permit: (actor, { dossier }, _, { today }) => {
    const [role] = signableRoles(actor, dossier, today);
    return role ? allow : maySign(actor, dossier, 'pupil', today);
  },
  run: async (tools, { dossier, versions }, input) => {
    const { tx, now, today, actor } = tools;
    const open = versions.find((v) => v.number === input.number);
    if (!open) return fail('platform.error.not-found', undefined, undefined, 'not_found');
    if (open.state !== 'open_for_signature' || !open.content)
      return stale('learning.refused.not-open', { number: open.number });
    const [role] = signableRoles(actor, dossier, today);
    if (!role) return fail('learning.refused.not-your-signature', undefined, undefined, 'refused');
    await store.updateVersion(tx, dossier.id, open.number, {
      state: 'declined',
      content: {
        ...open.content,
        decline: { role, personId: personOf(actor), reason: input.reason, at: now.toString() },
      },
    });
    await tellReaders(
      tools,
      dossier,
      'declined',
      ['pupil', 'sending_school', 'host_school'],
      open.number,
    );
    return ok({ number: open.number, role });
  },
  audit: (loaded, input, result) => auditOf(loaded, { number: input.number, role: result.role }),
});

export const changeAgreement = command({
  name: 'learning.change-agreement',
  summary:
    'Begin a new version as a copy of the newest one. What is signed stays in force until all have signed again.',
  input: forMobility.extend({ reason: neededText }),
  load: lockAgreement,
  permit: (actor, { dossier }, _, { today }) => mayDraft(actor, dossier, today),
  run: async ({ tx, actor, now }, { dossier, versions }, input) => {
    const newest = versions.at(-1);
    if (!newest) return fail('learning.refused.not-started');
    if (isClosed(dossier.state)) return fail('learning.refused.closed');
    if (newest.state === 'draft')
      return fail('learning.refused.draft-exists', undefined, undefined, 'conflict');
    const complement = await store.complementOf(tx, dossier.id);
    if (complement) return fail('learning.refused.already-reported');
    // one text at a time: an open version that is changed can no longer be signed
    if (newest.state === 'open_for_signature')
      await store.updateVersion(tx, dossier.id, newest.number, { state: 'superseded' });
    const number = newest.number + 1;
    await store.insertVersion(tx, {
      mobilityId: dossier.id,
      number,
      monitoring: newest.monitoring,
      reintegration: newest.reintegration,
      changeReason: input.reason,
      by: personOf(actor),
      now,
    });
    await store.replaceRows(
      tx,
      dossier.id,
      number,
      await store.rowsOf(tx, dossier.id, newest.number),
    );
    return ok({ number });
  },
  audit: (loaded, _, result) => auditOf(loaded, { number: result.number }),
});

/** Done by the job alone: closed to everybody who could ask from outside. */
const onlySojourn = (actor: Actor): Decision => (actor.kind === 'system' ? allow : hide);

/** Makes the PDF of a signed version once; again it does nothing. */
export const fileAgreement = command({
  name: 'learning.file-agreement',
  summary: 'Make and keep the PDF of a signed version.',
  input: forVersion,
  load: lockAgreement,
  permit: onlySojourn,
  run: async (tools, { dossier, versions }, input) => {
    const version = versions.find((v) => v.number === input.number);
    if (!version?.completed_at)
      return fail('platform.error.not-found', undefined, undefined, 'not_found');
    if (version.document_id) return ok({ documentId: version.document_id, wasThere: true });
    const print = await printOf(tools.tx, dossier, version, tools);
    if (!print) return fail('platform.error.not-found', undefined, undefined, 'not_found');
    const { bytes } = await renderAgreement(print);
    const t = translator(print.languages[0]);
    const { id } = await storeDocument(tools, {
      mobilityId: dossier.id,
      kind: 'learning-agreement',
      title: t('learning.pdf.document', { number: version.number }),
      fileName: `${t('learning.pdf.title', { pupil: print.content.pupil.name })} ${version.number}.pdf`,
      language: print.languages[0],
      mediaType: 'application/pdf',
      bytes,
      sensitivity: 'learning',
    });
    await store.updateVersion(tools.tx, dossier.id, version.number, { document_id: id });
    return ok({ documentId: id, wasThere: false });
  },
  audit: (loaded, input, result) => ({
    ...auditOf(loaded, { number: input.number, ...again(result) }),
    subjectId: result.documentId,
  }),
});

/** The version in force: the newest that all have signed. */
export function signedOf(versions: store.VersionRecord[]) {
  return versions.findLast((v) => v.state === 'signed');
}

export const issueComplement = command({
  name: 'learning.issue-complement',
  summary: 'The host school confirms the days of the stay and says for each row what was achieved.',
  input: forMobility.extend({
    confirmedFrom: dateInput,
    confirmedUntil: dateInput,
    remarks: cellText,
    results: z.array(
      z.object({
        position: z.coerce.number().int().min(0),
        result: z.enum(results, { error: 'platform.invalid.choose' }),
        remark: cellText,
      }),
    ),
  }),
  load: async (tools, input) => {
    const loaded = await lockAgreement(tools, input);
    return (
      loaded && { ...loaded, complement: await store.complementOf(tools.tx, input.mobilityId) }
    );
  },
  permit: (actor, { dossier }, _, { today }) => mayIssueComplement(actor, dossier, today),
  run: async (tools, { dossier, versions, complement }, input) => {
    const { tx, now, today, actor } = tools;
    if (complement) return stale('learning.refused.complement-exists', { who: complement.issuer });
    const agreement = signedOf(versions)?.content?.agreement;
    if (!agreement) return fail('learning.refused.not-signed-yet');
    if (!mayBeReported(dossier.state)) return fail('learning.refused.not-abroad-yet');
    if (Temporal.PlainDate.compare(input.confirmedUntil, input.confirmedFrom) <= 0)
      return fail('learning.invalid.end-before-start', undefined, 'confirmedUntil');
    if (Temporal.PlainDate.compare(input.confirmedUntil, today) > 0)
      return fail('learning.invalid.end-ahead', undefined, 'confirmedUntil');
    if (!coversAllRows(agreement.rows.length, input.results))
      return fail('learning.invalid.every-row');
    await store.insertComplement(tx, {
      mobilityId: dossier.id,
      results: input.results.toSorted((a, b) => a.position - b.position),
      remarks: input.remarks,
      from: input.confirmedFrom,
      until: input.confirmedUntil,
      by: personOf(actor),
      now,
    });
    await tools.enqueue(printComplement, { mobilityId: dossier.id });
    await tellReaders(
      tools,
      dossier,
      'complement',
      ['pupil', 'guardian', 'sending_school'],
      'complement',
    );
    return ok({ rows: input.results.length });
  },
  audit: (loaded, _, result) => auditOf(loaded, { rows: result.rows }),
});

/** Makes the PDF of a complement once; again it does nothing. */
export const fileComplement = command({
  name: 'learning.file-complement',
  summary: 'Make and keep the PDF of a complement.',
  input: forMobility,
  load: lockAgreement,
  permit: onlySojourn,
  run: async (tools, { dossier, versions }) => {
    const complement = await store.complementOf(tools.tx, dossier.id);
    const agreement = signedOf(versions)?.content?.agreement;
    if (!complement || !agreement)
      return fail('platform.error.not-found', undefined, undefined, 'not_found');
    if (complement.document_id) return ok({ documentId: complement.document_id, wasThere: true });
    const schools = await store.schoolsByIds(tools.tx, schoolIds(dossier));
    const printed = printLanguages(schools.map((s) => s.language));
    const { bytes } = await renderComplement({
      content: agreement,
      results: complement.results,
      remarks: complement.remarks,
      from: complement.confirmed_from.toString(),
      until: complement.confirmed_until.toString(),
      issuer: { name: complement.issuer, at: complement.issued_at },
      languages: printed,
      timeZone: schools.find((s) => s.id === dossier.hostSchoolId)?.time_zone ?? 'Europe/Brussels',
    });
    const t = translator(printed[0]);
    const { id } = await storeDocument(tools, {
      mobilityId: dossier.id,
      kind: 'learning-complement',
      title: t('learning.pdf.complement-document'),
      fileName: `${t('learning.pdf.complement', { pupil: agreement.pupil.name })}.pdf`,
      language: printed[0],
      mediaType: 'application/pdf',
      bytes,
      sensitivity: 'learning',
    });
    await store.setComplementDocument(tools.tx, dossier.id, id);
    return ok({ documentId: id, wasThere: false });
  },
  audit: (loaded, _, result) => ({
    ...auditOf(loaded, again(result)),
    subjectId: result.documentId,
  }),
});

export const decideRecognition = command({
  name: 'learning.decide-recognition',
  summary:
    'The sending school decides for rows of the agreement what it recognises. With the last row the mobility is recognised.',
  input: forMobility.extend({
    decisions: z
      .array(
        z.object({
          position: z.coerce.number().int().min(0),
          decision: z.enum(decisions, { error: 'platform.invalid.choose' }),
          reason: cellText,
        }),
      )
      .min(1, { error: 'learning.invalid.decide-something' }),
  }),
  load: async (tools, input) => {
    const loaded = await lockAgreement(tools, input);
    if (!loaded) return null;
    const complement = await store.complementOf(tools.tx, input.mobilityId);
    const decided = await store.decisionsOf(tools.tx, input.mobilityId);
    return { ...loaded, complement, decided };
  },
  permit: (actor, { dossier }, _, { today }) => mayDecideRecognition(actor, dossier, today),
  run: async (tools, { dossier, versions, complement, decided }, input) => {
    const { tx, now, actor } = tools;
    if (isClosed(dossier.state)) return stale('learning.refused.already-decided');
    const agreement = signedOf(versions)?.content?.agreement;
    if (!agreement) return fail('learning.refused.not-signed-yet');
    if (!complement)
      return fail('learning.refused.no-complement-yet', { school: agreement.host.name });
    if (dossier.state !== 'returned') return fail('learning.refused.not-returned-yet');
    // fields are named by the row they stand in, since rows without an answer are not sent
    const faults = input.decisions.flatMap((d): Fault[] => {
      if (d.position >= agreement.rows.length)
        return [{ reason: 'platform.invalid.value', field: `decisions.${d.position}.decision` }];
      if (needsReason(d.decision) && d.reason === '')
        return [
          {
            reason: 'learning.invalid.reason',
            params: { row: d.position + 1 },
            field: `decisions.${d.position}.reason`,
          },
        ];
      return [];
    });
    if (faults.length > 0) return failAll(faults);
    for (const { position, decision, reason } of input.decisions) {
      await store.putDecision(tx, {
        mobilityId: dossier.id,
        position,
        decision,
        reason,
        by: personOf(actor),
        now,
      });
    }
    const open = undecided(agreement.rows.length, [...decided, ...input.decisions]);
    const complete = open.length === 0;
    if (complete) {
      await moveMobility(tools, dossier, 'recognise');
      await tellReaders(
        tools,
        dossier,
        'recognised',
        ['pupil', 'guardian', 'host_school'],
        'recognised',
      );
    }
    return ok({ complete, left: open.length });
  },
  audit: (loaded, input, result) =>
    auditOf(loaded, { rows: input.decisions.length, complete: result.complete }),
});

import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import type { IntakeId, MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import type { DocumentAccess } from '#modules/documents/server/index.ts';
import {
  type Dossier,
  dueOf,
  mayRead,
  partiesFor,
  type Sensitivity,
  sensitivities,
} from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { guardiansOf } from '#modules/people/server/index.ts';
import type { Reader } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import {
  type AgreementRow,
  cells,
  decisions,
  diffRows,
  isClosed,
  isPlaced,
  type LearningFact,
  mayBeReported,
  mayDecideRecognition,
  mayDraft,
  mayIssueComplement,
  mayOpen,
  mayReadAgreement,
  missingCells,
  requiredRoles,
  results,
  type SignatoryRole,
  signableRoles,
  signatoryRoles,
  undecided,
} from '../core/index.ts';
import { ageCheck, givenOf, printOf, signedOf, wordingOf } from './commands.ts';
import type { AgreementPrint } from './jobs/print.ts';
import * as store from './store.ts';

const rowView = z.object({
  subject: z.string(),
  outcome: z.string(),
  learned: z.string(),
  assessed: z.string(),
  recognised: z.string(),
});

const stateView = z.enum(['draft', 'open_for_signature', 'signed', 'superseded', 'declined']);

const signatoryView = z.object({
  role: z.enum(signatoryRoles),
  /** a person, or a school by its name */
  name: z.string(),
  /** who signed for a school */
  signedBy: z.string().nullable(),
  signedAt: instantView.nullable(),
  wording: z.string(),
});

type Signatory = z.infer<typeof signatoryView>;

type Names = {
  pupil: string;
  guardians: string;
  sending_school: string;
  host_school: string | null;
};

/** Names of the four sides as they are said on pages. */
async function namesOfSides(
  read: Reader,
  dossier: Dossier,
  today: Temporal.PlainDate,
): Promise<Names> {
  const ids = [dossier.sendingSchoolId, dossier.hostSchoolId].filter(
    (id): id is OrgId => id !== null,
  );
  const schools = await store.schoolsByIds(read, ids);
  const guardians = await guardiansOf(read, [dossier.pupilId], today);
  const school = (id: OrgId | null) => schools.find((s) => s.id === id)?.name ?? null;
  return {
    pupil: dossier.pupilName,
    guardians: guardians.map((g) => displayName(g)).join(', '),
    sending_school: school(dossier.sendingSchoolId) ?? '',
    host_school: school(dossier.hostSchoolId),
  };
}

function nameOf(names: Names, role: SignatoryRole): string {
  if (role === 'pupil') return names.pupil;
  if (role === 'guardian') return names.guardians;
  return names[role] ?? '';
}

/** Everybody who has to sign a version, with what they have given. */
function signatoriesOf(
  dossier: Dossier,
  version: store.VersionRecord,
  signatures: store.SignatureRecord[],
  names: Names,
  today: Temporal.PlainDate,
): Signatory[] {
  const given = signatures.filter((s) => s.number === version.number);
  const required = requiredRoles(ageCheck(dossier), givenOf(given), today);
  return signatoryRoles
    .filter((role) => required.includes(role) || given.some((s) => s.role === role))
    .map((role) => {
      const signature = given.find((s) => s.role === role);
      return {
        role,
        name: nameOf(names, role),
        signedBy: signature?.name ?? null,
        signedAt: signature?.signed_at ?? null,
        wording: signature?.wording ?? '',
      };
    });
}

const changeView = z.object({
  kind: z.enum(['same', 'changed', 'added', 'removed']),
  before: rowView.nullable(),
  after: rowView.nullable(),
  cells: z.array(z.enum(cells)),
});

export const getAgreement = query({
  name: 'learning.get-agreement',
  summary:
    'The Learning Agreement of a mobility: its versions, one of them in full, what changed, and whose turn it is.',
  input: z.object({
    mobilityId: idOf('mob'),
    /** a version; the newest when left out */
    number: z.coerce.number().int().min(1).optional(),
    language: z.string().default('en'),
  }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    mobilityId: idView('mob'),
    mobilityState: z.string(),
    pupil: z.string(),
    sendingSchool: z.string(),
    hostSchool: z.string().nullable(),
    startsOn: dateView,
    endsOn: dateView,
    versions: z.array(
      z.object({
        number: z.number(),
        state: stateView,
        createdAt: instantView,
        completedAt: instantView.nullable(),
        changeReason: z.string(),
        documentId: idView('doc').nullable(),
      }),
    ),
    /** number of the version in force */
    inForce: z.number().nullable(),
    shown: z
      .object({
        number: z.number(),
        state: stateView,
        version: z.number(),
        rows: z.array(rowView),
        monitoring: z.string(),
        reintegration: z.string(),
        changeReason: z.string(),
        sha256: z.string().nullable(),
        documentId: idView('doc').nullable(),
        signatories: z.array(signatoryView),
        decline: z
          .object({
            role: z.enum(signatoryRoles),
            name: z.string(),
            reason: z.string(),
            at: instantView,
          })
          .nullable(),
        missing: z.array(z.object({ position: z.number(), cell: z.enum(cells) })),
        /** against the version before; null for the first */
        changes: z.array(changeView).nullable(),
        before: z.object({ monitoring: z.string(), reintegration: z.string() }).nullable(),
        editedBy: z.string().nullable(),
      })
      .nullable(),
    my: z.object({
      /** may begin, edit and change */
      drafts: z.boolean(),
      opens: z.boolean(),
      /** parts in which you can sign now, with the words you would sign under */
      signs: z.array(z.object({ role: z.enum(signatoryRoles), wording: z.string() })),
      declines: z.boolean(),
      /** the part in which you have signed what is shown */
      signedAs: z.enum(signatoryRoles).nullable(),
      changes: z.boolean(),
    }),
    placed: z.boolean(),
    hasComplement: z.boolean(),
  }),
  view: async ({ read, scope, today }, input) => {
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier || !mayReadAgreement(scope.actor, dossier, today)) return null;
    const versions = await store.versionsOf(read, dossier.id);
    const signatures = await store.signaturesOf(read, dossier.id);
    const names = await namesOfSides(read, dossier, today);
    const complement = await store.complementOf(read, dossier.id);
    const version = input.number
      ? versions.find((v) => v.number === input.number)
      : versions.at(-1);
    if (input.number && !version) return null;
    const shown = version
      ? await shownOf(read, { dossier, versions, version, signatures, names, today })
      : null;
    const mySignature = signatures.find(
      (s) =>
        s.number === version?.number &&
        scope.actor.kind === 'person' &&
        s.person_id === scope.actor.personId,
    );
    const roles = signableRoles(scope.actor, dossier, today);
    const isOpen = version?.state === 'open_for_signature';
    const frozen = version?.content?.agreement;
    const open = (shown?.signatories ?? []).filter((s) => s.signedAt === null).map((s) => s.role);
    const drafts = mayDraft(scope.actor, dossier, today).allow && !isClosed(dossier.state);
    const newest = versions.at(-1);
    return {
      mobilityId: dossier.id,
      mobilityState: dossier.state,
      pupil: dossier.pupilName,
      sendingSchool: names.sending_school,
      hostSchool: names.host_school,
      startsOn: dossier.startsOn,
      endsOn: dossier.endsOn,
      versions: versions.map((v) => ({
        number: v.number,
        state: v.state,
        createdAt: v.created_at,
        completedAt: v.completed_at,
        changeReason: v.change_reason,
        documentId: v.document_id,
      })),
      inForce: signedOf(versions)?.number ?? null,
      shown,
      my: {
        drafts,
        opens: mayOpen(scope.actor, dossier, today).allow,
        signs:
          isOpen && frozen && !mySignature
            ? roles
                .filter((role) => open.includes(role))
                .map((role) => ({ role, wording: wordingOf(frozen, role, input.language) }))
            : [],
        declines: isOpen && roles.length > 0,
        signedAs: mySignature?.role ?? null,
        changes: drafts && newest !== undefined && newest.state !== 'draft' && !complement,
      },
      placed: isPlaced(dossier.state) && dossier.hostSchoolId !== null,
      hasComplement: complement !== undefined,
    };
  },
});

async function shownOf(
  read: Reader,
  all: {
    dossier: Dossier;
    versions: store.VersionRecord[];
    version: store.VersionRecord;
    signatures: store.SignatureRecord[];
    names: Names;
    today: Temporal.PlainDate;
  },
) {
  const { dossier, versions, version, signatures, names, today } = all;
  const before = versions.find((v) => v.number === version.number - 1);
  const rows: AgreementRow[] = await store.rowsOf(read, dossier.id, version.number);
  const changes = before
    ? diffRows(await store.rowsOf(read, dossier.id, before.number), rows)
    : null;
  const signatories = signatoriesOf(dossier, version, signatures, names, today);
  const decline = version.content?.decline;
  const people = [decline?.personId, version.edited_by].filter((id) => id != null);
  const named = people.length > 0 ? await store.personNames(read, people) : [];
  return {
    number: version.number,
    state: version.state,
    version: version.version,
    rows,
    monitoring: version.monitoring,
    reintegration: version.reintegration,
    changeReason: version.change_reason,
    sha256: version.sha256,
    documentId: version.document_id,
    signatories,
    decline: decline
      ? {
          role: decline.role,
          name: named.find((n) => n.id === decline.personId)?.name ?? nameOf(names, decline.role),
          reason: decline.reason,
          at: Temporal.Instant.from(decline.at),
        }
      : null,
    missing: missingCells(rows),
    changes,
    before: before ? { monitoring: before.monitoring, reintegration: before.reintegration } : null,
    editedBy: named.find((n) => n.id === version.edited_by)?.name ?? null,
  };
}

/** What the paper of a version is made from. For the preview alone: not part of the API. */
export const getAgreementPrint = query({
  name: 'learning.get-agreement-print',
  summary: 'Everything the paper of a version says.',
  input: z.object({ mobilityId: idOf('mob'), number: z.coerce.number().int().min(1) }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({ print: z.custom<AgreementPrint>((v) => v !== null) }),
  view: async ({ read, scope, now, today }, input) => {
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier || !mayReadAgreement(scope.actor, dossier, today)) return null;
    const version = (await store.versionsOf(read, dossier.id)).find(
      (v) => v.number === input.number,
    );
    const print = version && (await printOf(read, dossier, version, { now, today }));
    return print ? { print } : null;
  },
});

export const getRecognition = query({
  name: 'learning.get-recognition',
  summary: 'What the host school confirmed, row by row, and what the sending school recognised.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    mobilityId: idView('mob'),
    mobilityState: z.string(),
    pupil: z.string(),
    sendingSchool: z.string(),
    hostSchool: z.string().nullable(),
    startsOn: dateView,
    endsOn: dateView,
    rows: z.array(
      rowView.extend({
        position: z.number(),
        result: z.enum(results).nullable(),
        remark: z.string(),
        decision: z.enum(decisions).nullable(),
        reason: z.string(),
        decidedBy: z.string().nullable(),
        decidedAt: instantView.nullable(),
      }),
    ),
    complement: z
      .object({
        confirmedFrom: dateView,
        confirmedUntil: dateView,
        remarks: z.string(),
        issuer: z.string(),
        issuedAt: instantView,
        documentId: idView('doc').nullable(),
      })
      .nullable(),
    complete: z.boolean(),
    my: z.object({ reports: z.boolean(), decides: z.boolean() }),
    /** what keeps the next step from being done; null when it can be done */
    waitsFor: z.enum(['agreement', 'stay', 'complement', 'return']).nullable(),
  }),
  view: async ({ read, scope, today }, input) => {
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier || !mayReadAgreement(scope.actor, dossier, today)) return null;
    const versions = await store.versionsOf(read, dossier.id);
    const complement = await store.complementOf(read, dossier.id);
    const decided = await store.decisionsOf(read, dossier.id);
    const names = await namesOfSides(read, dossier, today);
    const agreement = signedOf(versions)?.content?.agreement;
    const rows = (agreement?.rows ?? []).map((row, position) => {
      const result = complement?.results.find((r) => r.position === position);
      const decision = decided.find((d) => d.position === position);
      return {
        ...row,
        position,
        result: result?.result ?? null,
        remark: result?.remark ?? '',
        decision: decision?.decision ?? null,
        reason: decision?.reason ?? '',
        decidedBy: decision?.decidedBy ?? null,
        decidedAt: decision?.decidedAt ?? null,
      };
    });
    return {
      mobilityId: dossier.id,
      mobilityState: dossier.state,
      pupil: dossier.pupilName,
      sendingSchool: names.sending_school,
      hostSchool: names.host_school,
      startsOn: dossier.startsOn,
      endsOn: dossier.endsOn,
      rows,
      complement: complement
        ? {
            confirmedFrom: complement.confirmed_from,
            confirmedUntil: complement.confirmed_until,
            remarks: complement.remarks,
            issuer: complement.issuer,
            issuedAt: complement.issued_at,
            documentId: complement.document_id,
          }
        : null,
      complete:
        rows.length > 0 && undecided(rows.length, decided).length === 0 && isClosed(dossier.state),
      my: {
        reports: mayIssueComplement(scope.actor, dossier, today).allow,
        decides: mayDecideRecognition(scope.actor, dossier, today).allow,
      },
      waitsFor: waitsFor(dossier.state, agreement !== undefined, complement !== undefined),
    };
  },
});

function waitsFor(
  state: string,
  agreed: boolean,
  reported: boolean,
): 'agreement' | 'stay' | 'complement' | 'return' | null {
  if (!agreed) return 'agreement';
  if (!reported) return mayBeReported(state) ? 'complement' : 'stay';
  return state === 'returned' || state === 'recognised' ? null : 'return';
}

const turnKinds = ['start', 'draft', 'open', 'sign', 'change', 'report', 'decide'] as const;
const turnLimit = 60;

export const listTurns = query({
  name: 'learning.list-turns',
  summary:
    'What you have to do next about agreements, complements and recognition, and what you wait for, by name.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor, parties: partiesFor(actor) } : null),
  output: z.object({
    turns: z.array(
      z.object({
        mobilityId: idView('mob'),
        pupil: z.string(),
        kind: z.enum(turnKinds),
        mine: z.boolean(),
        /** who else, by name, when it is not your turn */
        who: z.string(),
        due: dateView.nullable(),
      }),
    ),
  }),
  view: async ({ read, scope, today }) => {
    const found = await store.mobilitiesWithTurns(read, scope.parties, today, turnLimit);
    const known = await turnFacts(read, found, today);
    const turns = [];
    for (const { id } of found) {
      const turn = await turnOf(read, scope.actor, id, today, known);
      if (turn) turns.push(turn);
    }
    return { turns };
  },
});

/** What all turns are told from, read for the whole list at once. */
async function turnFacts(
  read: Reader,
  found: {
    id: MobilityId;
    pupil_id: PersonId;
    sending_school_id: OrgId;
    host_school_id: OrgId | null;
  }[],
  today: Temporal.PlainDate,
) {
  const ids = found.map((m) => m.id);
  const orgIds = found
    .flatMap((m) => [m.sending_school_id, m.host_school_id])
    .filter((o): o is OrgId => o !== null);
  return {
    versions: await store.newestVersions(read, ids),
    signatures: await store.signaturesOfAll(read, ids),
    reported: await store.reportedOf(read, ids),
    schools: await store.schoolsByIds(read, [...new Set(orgIds)]),
    guardians: await guardiansOf(
      read,
      found.map((m) => m.pupil_id),
      today,
    ),
  };
}

/** The one thing that is next for the agreement of a mobility, and whether it is this actor's to do. */
async function turnOf(
  read: Reader,
  actor: Actor,
  id: MobilityId,
  today: Temporal.PlainDate,
  known: Awaited<ReturnType<typeof turnFacts>>,
) {
  const dossier = await loadDossier(read, id);
  if (!dossier || !mayReadAgreement(actor, dossier, today)) return null;
  const newest = known.versions.find((v) => v.mobility_id === id);
  const school = (org: OrgId | null) => known.schools.find((s) => s.id === org)?.name ?? null;
  const names: Names = {
    pupil: dossier.pupilName,
    guardians: known.guardians
      .filter((g) => g.pupil_id === dossier.pupilId)
      .map((g) => displayName(g))
      .join(', '),
    sending_school: school(dossier.sendingSchoolId) ?? '',
    host_school: school(dossier.hostSchoolId),
  };
  const of = (
    kind: (typeof turnKinds)[number],
    mine: boolean,
    who: string,
    due: Temporal.PlainDate | null,
  ) => ({
    mobilityId: dossier.id,
    pupil: dossier.pupilName,
    kind,
    mine,
    who: mine ? '' : who,
    due,
  });
  // a change during the stay is signed within two weeks of being asked for
  const changed = newest && newest.number > 1 ? (newest.opened_at ?? newest.created_at) : null;
  const before = changed
    ? changed.toZonedDateTimeISO('Europe/Brussels').toPlainDate().add({ days: 14 })
    : dueOf('agreed', dossier);
  const leads = mayOpen(actor, dossier, today).allow;
  if (!newest)
    return dossier.state === 'placed' ? of('start', leads, names.sending_school, before) : null;
  if (newest.state === 'draft') {
    const ready = missingCells(await store.rowsOf(read, id, newest.number)).length === 0;
    return of(ready ? 'open' : 'draft', leads, names.sending_school, before);
  }
  if (newest.state === 'declined') return of('change', leads, names.sending_school, before);
  if (newest.state === 'open_for_signature') {
    const signatures = known.signatures.filter((s) => s.mobility_id === id);
    const open = signatoriesOf(dossier, newest, signatures, names, today).filter(
      (s) => s.signedAt === null,
    );
    const signed = signatures.some(
      (s) =>
        s.number === newest.number && actor.kind === 'person' && s.person_id === actor.personId,
    );
    const roles = signableRoles(actor, dossier, today);
    const mine = !signed && open.some((s) => roles.includes(s.role));
    return of('sign', mine, open.map((s) => s.name).join(', '), before);
  }
  if (!known.reported.has(id)) {
    if (!mayBeReported(dossier.state)) return null;
    return of(
      'report',
      mayIssueComplement(actor, dossier, today).allow,
      names.host_school ?? '',
      dossier.endsOn,
    );
  }
  if (dossier.state !== 'returned') return null;
  const due = dossier.endsOn.add({ days: 30 });
  return of('decide', mayDecideRecognition(actor, dossier, today).allow, names.sending_school, due);
}

/** Which steps of the timeline the agreements of an intake complete, and since when. */
export async function learningFacts(read: Reader, intakeId: IntakeId): Promise<LearningFact[]> {
  const { signed, reported, recognised } = await store.factsOfIntake(read, intakeId);
  const as = (
    fact: LearningFact['fact'],
    rows: { mobility_id: MobilityId; at: Temporal.Instant | null }[],
  ) => rows.flatMap((row) => (row.at ? [{ mobilityId: row.mobility_id, fact, at: row.at }] : []));
  return [
    ...as('agreement-signed', signed),
    ...as('host-report', reported),
    ...as('recognised', recognised),
  ];
}

/** The dossier's table of who sees what, for its documents. The roof gives it to `setDocumentAccess`. */
export const dossierDocumentAccess: DocumentAccess = async ({ read, actor, today }, document) => {
  const part = document.sensitivity;
  if (!document.mobilityId || !(sensitivities as readonly string[]).includes(part)) return false;
  const dossier = await loadDossier(read, document.mobilityId);
  return dossier !== undefined && mayRead(actor, dossier, part as Sensitivity, today);
};

import { z } from 'zod';
import { say } from '#engines/forms/index.ts';
import { can } from '#engines/workflow/index.ts';
import type { FormRequestId, FormVersionId, OrgId, PersonId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { email, idOf, line, prose } from '#kernel/schema.ts';
import { organisationById } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personById } from '#modules/people/server/index.ts';
import { today } from '#platform/clock.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { hashToken, newId } from '#platform/dice.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import { mayManageRequest } from '../../core/policy.ts';
import {
  daysAfterReminder,
  daysToAnswer,
  isOpen,
  isSealed,
  nextReminder,
  overBecause,
  requestLifecycle,
  sectionOf,
  titleOf,
} from '../../core/rules.ts';
import { type Asked, type AskKind, askedMail } from '../notices.ts';
import * as store from '../store.ts';
import { dropBegun } from './files.ts';
import {
  asked,
  askerOf,
  auditOf,
  type LoadedRequest,
  linkToken,
  personIn,
  requestToChange,
} from './loaded.ts';

/** What is asked, of whom, about whom, for whom. Whether the actor may ask is the caller's to decide. */
export type Asking = {
  /** key of the form: the asking organisation's own version is used where there is one */
  formKey: string;
  /** the first section when not said */
  sectionId?: string;
  askingOrgId: OrgId;
  /** what it belongs to, such as `{ kind: 'application', id }` */
  about: { kind: string; id: string };
  /** the person it is about: their name stands in the mail, their age is a fact */
  subjectId: PersonId | null;
  /** with `personId` they answer signed in, else by the link of the mail */
  addressee: { personId?: PersonId | null; name: string; email: string };
  /** what they are asked as, a word of the caller's such as `class-teacher` */
  capacity: string;
  /** asked as holder of parental responsibility: over when that is, or when the pupil is of age */
  asGuardian?: boolean;
  language: string;
  /** who reads what is submitted, beside who wrote it */
  readers: { orgs: readonly OrgId[]; persons: readonly PersonId[] };
  /** days for the answer; 60 when not said */
  days?: number;
};

/**
 * Asks somebody for one section of a form and mails them. Called inside another module's command, in its transaction.
 * @returns the request, for the caller's audit line
 * @throws Error when there is no such form or section, or it asks about health: mistakes of the caller
 */
export async function askFor(
  tools: CommandTools,
  asking: Asking,
): Promise<{ requestId: FormRequestId; versionId: FormVersionId }> {
  const { tx, now, actor, runtime } = tools;
  const version = await store.newestVersion(tx, asking.formKey, asking.askingOrgId);
  if (!version) throw new Error(`there is no form "${asking.formKey}"`);
  const section = asking.sectionId
    ? sectionOf(version.definition, asking.sectionId)
    : version.definition.sections[0];
  if (!section) throw new Error(`form "${asking.formKey}" has no section "${asking.sectionId}"`);
  // whoever asks about health seals it, which is the work of the module that keeps it
  if (isSealed(section)) throw new Error('health is not asked by a request');
  const id = newId('frq');
  const token = linkToken(runtime.config.secret, id, 1);
  const mailKey = `forms.asked:${id}:1`;
  const expiresAt = now.add({ hours: 24 * (asking.days ?? daysToAnswer) });
  const personId = asking.addressee.personId ?? null;
  await store.insertRequest(tx, {
    id,
    versionId: version.id,
    sectionId: section.id,
    about: asking.about,
    subjectId: asking.subjectId,
    askedBy: personIn(actor),
    askingOrgId: asking.askingOrgId,
    addressee: { id: personId, name: asking.addressee.name, email: asking.addressee.email },
    capacity: asking.capacity,
    asGuardian: asking.asGuardian ?? false,
    language: asking.language,
    readerOrgs: asking.readers.orgs,
    readerPersons: asking.readers.persons,
    tokenHash: hashToken(token),
    expiresAt,
    mailKey,
    now,
  });
  if (asking.addressee.email) {
    const language = chooseLanguage(asking.language);
    const subject = asking.subjectId ? await personById(tx, asking.subjectId) : undefined;
    const org = await organisationById(tx, asking.askingOrgId);
    await tools.post(
      askedMail('asked', {
        sendKey: mailKey,
        to: {
          name: asking.addressee.name,
          email: asking.addressee.email,
          personId,
          language,
        },
        url: answerUrl(runtime.config.origin, personId ? { id } : { token }),
        part: say(titleOf(version.definition, section), language),
        subject: subject ? displayName(subject) : '',
        asker: actor.kind === 'person' ? actor.name : '',
        org: org?.name ?? '',
        until: expiresAt,
      }),
    );
  }
  return { requestId: id, versionId: version.id };
}

/** Where somebody answers. */
export function answerUrl(origin: string, to: { id: FormRequestId } | { token: string }): string {
  return 'id' in to ? `${origin}/requests/${to.id}` : `${origin}/answer/${to.token}`;
}

async function mailAgain(
  tools: CommandTools,
  kind: AskKind,
  r: LoadedRequest,
  to: { personId: PersonId | null; name: string; email: string },
  at: { sendKey: string; token: string; until: Temporal.Instant },
): Promise<void> {
  const { row } = r;
  const found = await asked(tools.tx, row);
  if (!found || !to.email) return;
  const draft: Asked = {
    sendKey: at.sendKey,
    to: { ...to, language: row.language },
    url: answerUrl(tools.runtime.config.origin, to.personId ? { id: row.id } : { token: at.token }),
    part: say(titleOf(found.form.definition, found.section), row.language),
    subject: r.subject,
    asker: askerOf(row),
    org: row.org_name,
    until: at.until,
  };
  await tools.post(askedMail(kind, draft));
}

const loadOwn = (tx: Tx, requestId: FormRequestId) =>
  requestToChange(tx, { token: '', requestId }, today());

const later = (a: Temporal.Instant, b: Temporal.Instant) =>
  Temporal.Instant.compare(a, b) < 0 ? b : a;

export const remindRequest = command({
  name: 'forms.remind-request',
  summary: 'Remind somebody who was asked and has not answered, at most once a day.',
  input: z.object({ requestId: idOf('frq') }),
  load: ({ tx }, input) => loadOwn(tx, input.requestId),
  permit: (actor, r) => mayManageRequest(actor, r.parties),
  run: async (tools, r) => {
    const { row, parties, circumstances } = r;
    if (!isOpen(parties.state) || overBecause(circumstances))
      return stale('forms.refused.not-waited-for');
    const next = nextReminder(row.reminded_at ?? row.asked_at, tools.now);
    if (next)
      return fail(
        'forms.refused.reminded-today',
        { name: row.addressee_name, at: row.reminded_at ?? row.asked_at, next },
        undefined,
        'conflict',
      );
    const until = later(row.expires_at, tools.now.add({ hours: 24 * daysAfterReminder }));
    const sendKey = `forms.reminded:${row.id}:${row.link_number}:${row.reminded + 1}`;
    await store.updateRequest(tools.tx, row.id, {
      reminded: row.reminded + 1,
      reminded_at: tools.now,
      expires_at: until,
      mail_keys: [...row.mail_keys, sendKey],
    });
    await mailAgain(
      tools,
      'reminded',
      r,
      { personId: row.addressee_id, name: row.addressee_name, email: row.addressee_email },
      {
        sendKey,
        token: linkToken(tools.runtime.config.secret, row.id, row.link_number),
        until,
      },
    );
    return ok({ name: row.addressee_name });
  },
  audit: auditOf,
});

export const recallRequest = command({
  name: 'forms.recall-request',
  summary: 'Take back a request that was not answered: its link leads nowhere from now on.',
  input: z.object({ requestId: idOf('frq') }),
  load: ({ tx }, input) => loadOwn(tx, input.requestId),
  permit: (actor, r) => mayManageRequest(actor, r.parties),
  run: async (tools, { row, parties }) => {
    const { tx, now } = tools;
    const verdict = can(requestLifecycle, parties.state, 'recall', {
      roles: ['asker'],
      subject: { complete: false },
    });
    if (!verdict.ok) return stale('forms.refused.not-waited-for');
    await store.updateRequest(tx, row.id, { state: verdict.to, ended_at: now });
    await dropBegun(tools, row.id);
    return ok();
  },
  audit: auditOf,
});

export const sendBack = command({
  name: 'forms.send-back',
  summary:
    'Send what was handed in back for correction, with a word why: a new request begins with the old answers. What was handed in stays as it is and can be read.',
  input: z.object({ requestId: idOf('frq'), word: prose(1000) }),
  load: ({ tx }, input) => loadOwn(tx, input.requestId),
  permit: (actor, r) => mayManageRequest(actor, r.parties),
  run: async (tools, r, input) => {
    const { tx, now } = tools;
    const { row, parties, circumstances } = r;
    if (parties.state !== 'submitted' || overBecause(circumstances))
      return stale('forms.refused.nothing-to-correct');
    if (await store.followerOf(tx, row.id)) return stale('platform.error.already-done');
    const id = newId('frq');
    const token = linkToken(tools.runtime.config.secret, id, 1);
    const sendKey = `forms.sent-back:${id}:1`;
    const until = now.add({ hours: 24 * daysToAnswer });
    await store.insertRequest(tx, {
      id,
      versionId: row.version_id,
      sectionId: row.section_id,
      about: { kind: row.about_kind, id: row.about_id },
      subjectId: row.subject_id,
      askedBy: personIn(tools.actor),
      askingOrgId: row.asking_org_id,
      addressee: { id: row.addressee_id, name: row.addressee_name, email: row.addressee_email },
      capacity: row.capacity,
      asGuardian: row.as_guardian,
      language: row.language,
      readerOrgs: parties.readerOrgs,
      readerPersons: parties.readerPersons,
      tokenHash: hashToken(token),
      expiresAt: until,
      mailKey: sendKey,
      follows: { id: row.id, word: input.word },
      now,
    });
    await store.copyAnswers(tx, row.id, id, now);
    const fresh = await requestToChange(tx, { token: '', requestId: id }, tools.today);
    if (fresh)
      await mailAgain(
        tools,
        'sent-back',
        fresh,
        { personId: row.addressee_id, name: row.addressee_name, email: row.addressee_email },
        { sendKey, token, until },
      );
    return ok({ requestId: id });
  },
  audit: (r, _, { requestId }) => ({ ...auditOf(r), subjectId: requestId }),
});

export const askAgain = command({
  name: 'forms.ask-again',
  summary:
    'Ask at another address, or somebody else, for the same: the link sent before ends, and what the person before had begun is gone.',
  input: z.object({ requestId: idOf('frq'), name: line(120), email }),
  load: ({ tx }, input) => loadOwn(tx, input.requestId),
  permit: (actor, r) => mayManageRequest(actor, r.parties),
  run: async (tools, r, input) => {
    const { row, parties, circumstances } = r;
    const verdict = can(requestLifecycle, parties.state, 'ask-again', {
      roles: ['asker'],
      subject: { complete: false },
    });
    if (!verdict.ok || overBecause(circumstances)) return stale('forms.refused.not-waited-for');
    const number = row.link_number + 1;
    const token = linkToken(tools.runtime.config.secret, row.id, number);
    const until = tools.now.add({ hours: 24 * daysToAnswer });
    const sendKey = `forms.asked:${row.id}:${number}`;
    // who has an account keeps it when only the address is new
    const personId = input.name === row.addressee_name ? row.addressee_id : null;
    await store.updateRequest(tools.tx, row.id, {
      state: verdict.to,
      addressee_id: personId,
      addressee_name: input.name,
      addressee_email: input.email,
      link_number: number,
      token_hash: hashToken(token),
      expires_at: until,
      asked_at: tools.now,
      ended_at: null,
      decline_reason: null,
      decline_note: '',
      mail_keys: [...row.mail_keys, sendKey],
    });
    if (input.name !== row.addressee_name) await dropBegun(tools, row.id);
    await mailAgain(
      tools,
      'asked',
      r,
      { personId, name: input.name, email: input.email },
      { sendKey, token, until },
    );
    return ok();
  },
  audit: auditOf,
});

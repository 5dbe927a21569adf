import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { allow } from '#kernel/decision.ts';
import { isId, type PersonId, type SessionId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { email, idOf, line, optionalLine, version } from '#kernel/schema.ts';
import { type CommandTools, command } from '#platform/command.ts';
import { hashToken, keyedHash, newCode, newId, newToken } from '#platform/dice.ts';
import { sessionDays } from '#platform/http/session.ts';
import { chooseLanguage, languages } from '#platform/i18n/index.ts';
import { mayManageAccount } from '../../core/policy.ts';
import {
  codeMinutes,
  codeProblem,
  codesPerHour,
  codeTries,
  displayName,
} from '../../core/rules.ts';
import { codeMail } from '../notices.ts';
import * as store from '../store.ts';

const code = z
  .string()
  .trim()
  .regex(/^[0-9 ]{6,11}$/, { error: 'people.code.shape' })
  .transform((c) => c.replaceAll(' ', ''));

export const requestCode = command({
  name: 'people.request-code',
  summary:
    'Mail a one-time sign-in code to an address. Answers the same whether the address is known or not.',
  input: z.object({ email, language: z.string().default('en') }),
  opensRows: 'sign-in',
  keepsFailure: true,
  load: async ({ tx, now }, input) => ({
    persons: await store.personsByEmail(tx, input.email),
    recent: await store.countCodesSince(tx, input.email, now.subtract({ hours: 1 })),
  }),
  permit: () => allow,
  run: async ({ tx, now, post, runtime }, { persons, recent }, input) => {
    if (recent >= codesPerHour)
      return fail('people.code.too-often', undefined, 'email', 'rate_limited');
    const id = newId('lgc');
    const secret = newCode();
    const hash = keyedHash(runtime.config.secret, `code:${input.email}:${secret}`);
    // an unknown address is counted as well, or the limit itself would tell who is known
    await store.insertCode(tx, {
      id,
      email: input.email,
      hash,
      now,
      expiresAt: now.add({ minutes: codeMinutes }),
    });
    const known = persons[0];
    if (known) {
      await post(
        codeMail(
          { address: input.email, language: chooseLanguage(input.language, known.language) },
          secret,
          `code:${id}`,
        ),
      );
    }
    return ok();
  },
});

/** Opens a session; only the hash of its token is kept. */
export async function openSession(
  { tx, now }: CommandTools,
  personId: PersonId,
  device: string,
): Promise<string> {
  const token = newToken();
  await store.insertSession(tx, {
    id: newId('ses'),
    hash: hashToken(token),
    personId,
    now,
    expiresAt: now.add({ hours: 24 * sessionDays }),
    device: device.slice(0, 200),
  });
  return token;
}

export const signIn = command({
  name: 'people.sign-in',
  summary:
    'Exchange a one-time code for a session. When several people share the address, answers who may be chosen.',
  input: z.object({
    email,
    code,
    personId: z.union([idOf('per'), z.literal('')]).default(''),
    device: optionalLine(200),
  }),
  opensRows: 'sign-in',
  keepsFailure: true,
  load: async ({ tx }, input) => ({
    newest: await store.newestCodeForUpdate(tx, input.email),
    persons: await store.personsByEmail(tx, input.email),
  }),
  permit: () => allow,
  run: async (tools, { newest, persons }, input) => {
    const problem = codeProblem(
      newest && { attempts: newest.attempts, expiresAt: newest.expires_at, usedAt: newest.used_at },
      tools.now,
    );
    if (problem || !newest)
      return fail(problem ?? 'people.code.none', undefined, 'code', 'expired');
    const given = keyedHash(tools.runtime.config.secret, `code:${input.email}:${input.code}`);
    if (!timingSafeEqual(given, newest.code_hash) || persons.length === 0) {
      await store.countAttempt(tools.tx, newest.id);
      return fail('people.code.wrong', { left: codeTries - newest.attempts - 1 }, 'code');
    }
    const chosen = persons.length === 1 ? persons[0] : persons.find((p) => p.id === input.personId);
    if (!chosen) {
      return ok({
        token: null,
        choose: persons.map((p) => ({ id: p.id, name: displayName(p) })),
        language: 'en',
      });
    }
    await store.markCodeUsed(tools.tx, newest.id, tools.now);
    const token = await openSession(tools, chosen.id, input.device);
    return ok({ token, choose: [] as { id: PersonId; name: string }[], language: chosen.language });
  },
});

export const signOut = command({
  name: 'people.sign-out',
  summary: 'End one session of your own: this one when none is named.',
  input: z.object({
    sessionId: z.union([z.string(), z.null()]).default(null),
    token: z.string().nullable().default(null),
  }),
  load: async ({ tx, actor }) =>
    actor.kind === 'person' ? store.sessionsOf(tx, actor.personId) : [],
  permit: (actor) => mayManageAccount(actor),
  run: async ({ tx, actor }, sessions, input) => {
    if (actor.kind !== 'person') return ok();
    const hash = input.token ? hashToken(input.token) : null;
    const which = sessions.find((s) =>
      hash ? s.token_hash.equals(hash) : s.id === input.sessionId,
    );
    if (which && isId('ses', which.id))
      await store.deleteSessions(tx, actor.personId, which.id as SessionId);
    return ok();
  },
});

export const signOutEverywhere = command({
  name: 'people.sign-out-everywhere',
  summary: 'End all your sessions on all devices.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => mayManageAccount(actor),
  run: async ({ tx, actor }) =>
    ok({ ended: actor.kind === 'person' ? await store.deleteSessions(tx, actor.personId) : 0 }),
});

export const changeOwnDetails = command({
  name: 'people.change-own-details',
  summary: 'Change your name, phone and language.',
  input: z.object({
    version,
    givenName: line(80),
    familyName: line(80),
    preferredName: optionalLine(80),
    phone: optionalLine(40),
    /** empty: stays as it is, also when it is one that the product is not written in */
    language: z.enum(['', ...languages], { error: 'platform.invalid.language' }).default(''),
  }),
  load: async ({ tx, actor }) =>
    actor.kind === 'person' ? ((await store.personById(tx, actor.personId)) ?? null) : null,
  permit: (actor) => mayManageAccount(actor),
  run: async ({ tx }, person, input) => {
    const changed = await store.updatePerson(tx, person.id, input.version, {
      given_name: input.givenName,
      family_name: input.familyName,
      preferred_name: input.preferredName || null,
      phone: input.phone || null,
      language: input.language || person.language,
    });
    return changed ? ok() : stale('platform.error.changed-meanwhile');
  },
  audit: (person) => ({ subjectId: person.id }),
});

export const changeLanguage = command({
  name: 'people.change-language',
  summary: 'Choose the language you read in.',
  input: z.object({ language: z.enum(languages), next: z.string().default('/') }),
  load: async () => ({}),
  permit: () => allow,
  run: async ({ tx, actor }, _, input) => {
    if (actor.kind === 'person') await store.setLanguage(tx, actor.personId, input.language);
    return ok({ language: input.language });
  },
});

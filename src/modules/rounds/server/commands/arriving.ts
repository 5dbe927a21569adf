import { z } from 'zod';
import { allow } from '#kernel/decision.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { countryCode, email, idOf, languageCode, line, optionalLine } from '#kernel/schema.ts';
import { partyKinds, zonesOf } from '#modules/organisations/core/index.ts';
import { insertMembership, insertOrganisation } from '#modules/organisations/server/index.ts';
import { insertPerson, openSession, personsByEmail } from '#modules/people/server/index.ts';
import { command } from '#platform/command.ts';
import { hashToken, newId, newToken } from '#platform/dice.ts';
import { arrivalDays, dayOf, takesPeople } from '../../core/rules.ts';
import { arrivalMail, knownMail } from '../notices.ts';
import * as store from '../store.ts';

export const arrive = command({
  name: 'rounds.request-link',
  summary:
    'Ask to take part in a round without an account: a link is mailed that proves the address. Nothing is kept about the organisation until it is used.',
  input: z.object({
    roundId: idOf('clr'),
    email,
    givenName: line(80),
    familyName: line(80),
    language: languageCode,
    orgName: line(200),
    orgKind: z.enum(partyKinds, { error: 'platform.invalid.choose' }),
    country: countryCode.refine((c) => zonesOf(c).length > 0, {
      error: 'platform.invalid.country',
    }),
    city: line(120),
  }),
  opensRows: 'the link of a round',
  load: async ({ tx, now }, input) => {
    const round = await store.roundById(tx, input.roundId);
    return round && takesPeople(round, dayOf(now)) ? round : null;
  },
  permit: () => allow,
  run: async ({ tx, now, post, runtime }, round, input) => {
    const page = `${runtime.config.origin}/rounds/${round.id}`;
    // whoever types an address learns nothing of it: the answer is the same, the mail is not
    const hourAgo = now.subtract({ hours: 1 });
    if ((await store.arrivalsSince(tx, round.id, input.email, hourAgo)) >= 3) return ok();
    if ((await personsByEmail(tx, input.email)).length > 0) {
      const key = `${input.email}:${now.toString().slice(0, 13)}`;
      const url = `${runtime.config.origin}/sign-in?next=${encodeURIComponent(`/rounds/${round.id}`)}`;
      await post(knownMail({ email: input.email, language: input.language, key }, round, url));
      return ok();
    }
    const token = newToken();
    const arrival = {
      id: newId('rar'),
      round_id: round.id,
      email: input.email,
      given_name: input.givenName,
      family_name: input.familyName,
      language: input.language,
      org_name: input.orgName,
      org_kind: input.orgKind,
      country_code: input.country,
      city: input.city,
    };
    await store.insertArrival(tx, {
      ...arrival,
      hash: hashToken(token),
      now,
      expiresAt: now.add({ hours: 24 * arrivalDays }),
    });
    await post(arrivalMail(arrival, round, `${page}/arrivals/${token}`));
    return ok();
  },
  audit: (round) => ({ subjectId: round.id }),
});

export const confirmArrival = command({
  name: 'rounds.confirm-arrival',
  summary: 'Use the link that was mailed: makes the account and the organisation, and signs in.',
  input: z.object({ roundId: idOf('clr'), token: line(100), device: optionalLine(200) }),
  opensRows: 'the link of a round',
  load: async ({ tx }, input) => {
    const arrival = await store.arrivalForUpdate(tx, input.roundId, hashToken(input.token));
    const round = arrival && (await store.roundById(tx, input.roundId));
    return arrival && round ? { arrival, round } : null;
  },
  permit: () => allow,
  run: async (tools, { arrival }, input) => {
    const { tx, now, today, runtime } = tools;
    const over = Temporal.Instant.compare(arrival.expires_at, now) <= 0;
    if (arrival.used_at || over)
      return fail(
        `rounds.arrival.${arrival.used_at ? 'used' : 'expired'}`,
        undefined,
        undefined,
        'expired',
      );
    // an account made meanwhile is entered by its own sign-in
    if ((await personsByEmail(tx, arrival.email)).length > 0)
      return fail('rounds.arrival.used', undefined, undefined, 'expired');
    const isExample = runtime.config.mode === 'demo';
    const [personId, orgId] = [newId('per'), newId('org')];
    await insertPerson(tx, {
      id: personId,
      givenName: arrival.given_name,
      familyName: arrival.family_name,
      email: arrival.email,
      language: arrival.language,
      isExample,
      now,
    });
    await insertOrganisation(tx, {
      id: orgId,
      kind: arrival.org_kind === 'school' ? 'school' : 'supporting',
      name: arrival.org_name,
      countryCode: arrival.country_code,
      city: arrival.city,
      timeZone: zonesOf(arrival.country_code)[0] ?? 'Europe/Brussels',
      language: arrival.language,
      email: arrival.email,
      isExample,
      now,
    });
    await insertMembership(tx, { orgId, personId, roles: ['coordinator'], fromOn: today });
    await store.markArrived(tx, arrival.id, now);
    const token = await openSession(tools, personId, input.device);
    return ok({ token, personId, orgId });
  },
  audit: ({ round }, _, { orgId }) => ({ subjectId: round.id, orgId }),
});

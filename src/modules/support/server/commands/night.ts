import { z } from 'zod';
import { allowIf } from '#kernel/decision.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { ok } from '#kernel/outcome.ts';
import { staffOf } from '#modules/organisations/server/index.ts';
import { command } from '#platform/command.ts';
import { type Signal, silenceOf } from '../../core/index.ts';
import { contactsDueMail } from '../notices.ts';
import { staysWithDues } from '../queries/stays.ts';
import * as store from '../store/index.ts';
import { gatherSigns } from './cases.ts';

/** Days before something is due that its mail goes out. */
const askDaysBefore = 3;
/** Stays that one transaction looks at. */
export const pageSize = 500;

export const askForContacts = command({
  name: 'support.ask-for-contacts',
  summary:
    'Ask contact persons for the talks and visits that are due, one mail each a night, and open a case where nobody has been heard for too long.',
  input: z.object({ after: z.string().max(60) }),
  load: async ({ tx }, input) => ({ rows: await store.staysAfter(tx, input.after, pageSize) }),
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'it asks for what the rules say is due; nothing is decided',
  run: async (tools, { rows }) => {
    const { tx, now, today } = tools;
    const stays = await staysWithDues(tx, rows, today);
    const ids = stays.map((s) => s.row.id);
    const asked = new Set(
      (await store.asksOf(tx, ids)).map((a) => `${a.mobility_id} ${a.what} ${a.due_on}`),
    );
    const orgIds = [...new Set(stays.flatMap((s) => s.row.hosting_org_id ?? []))];
    const team = await staffOf(tx, orgIds, today);
    const people = new Map(team.map((m) => [m.id, m]));
    const leadsOf = Map.groupBy(
      team.filter((m) => m.roles.some((r) => r === 'head' || r === 'coordinator')),
      (m) => m.org_id,
    );
    const covers = await store.coversOf(tx, orgIds, today);
    const standIn = (orgId: OrgId | null, personId: PersonId | null) =>
      covers.find((c) => c.org_id === orgId && c.person_id === personId && c.begun_at !== null)
        ?.stand_in_id ?? personId;
    const asks: Parameters<typeof store.insertAsks>[1] = [];
    const silent: { id: (typeof ids)[number]; hostingOrgId: OrgId; signals: Signal[] }[] = [];
    for (const { row, dues } of stays) {
      if (!row.hosting_org_id) continue;
      // whoever has left the organisation is asked no more: those who lead name somebody else
      const contact = people.get(standIn(row.hosting_org_id, row.contact_person_id) as PersonId);
      const to = contact ? [contact] : (leadsOf.get(row.hosting_org_id) ?? []).slice(0, 1);
      const signals = dues.flatMap((d) => silenceOf(d, today) ?? []);
      if (signals.length > 0)
        silent.push({ id: row.id, hostingOrgId: row.hosting_org_id, signals });
      for (const d of dues) {
        const isSoon =
          Temporal.PlainDate.compare(d.due.subtract({ days: askDaysBefore }), today) <= 0;
        const person = to[0];
        if (!isSoon || !person || asked.has(`${row.id} ${d.what} ${d.due}`)) continue;
        asks.push({
          mobilityId: row.id,
          what: d.what,
          dueOn: d.due,
          personId: person.id,
          askedOn: today,
          sendKey: `contacts:${person.id}:${today}`,
        });
      }
    }
    await store.insertAsks(tx, asks);
    for (const id of new Set(asks.map((a) => a.personId))) {
      const person = people.get(id);
      if (person?.email)
        await tools.post(
          contactsDueMail(
            { address: person.email, personId: id, language: person.language },
            `${tools.runtime.config.origin}/support`,
            `contacts:${id}:${today}`,
          ),
        );
    }
    const seen = await store.seenSigns(
      tx,
      silent.map((s) => s.id),
    );
    for (const stay of silent) await gatherSigns(tools, stay, stay.signals, seen);
    return ok({ asked: asks.length, last: rows.at(-1)?.id ?? null, at: now.toString() });
  },
});

export const forgetSupport = command({
  name: 'support.forget-old',
  summary:
    'Delete what has been kept long enough: confidential notes half a year after their case was closed, concerns a year after the stay, talks and cases two years after it.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => allowIf(actor.kind === 'system'),
  unaudited: 'follows the terms of the privacy page',
  run: async ({ tx, now, today }) => {
    await store.forgetCases(tx, {
      confidentialBefore: now.subtract({ hours: 24 * 182 }),
      endedBefore: today.subtract({ years: 2 }),
    });
    await store.forgetConcerns(tx, {
      before: now.subtract({ hours: 24 * 30 }),
      endedBefore: today.subtract({ years: 1 }),
    });
    await store.forgetContacts(tx, today.subtract({ years: 2 }));
    await store.forgetThanks(tx, now.subtract({ hours: 24 * 365 }));
    return ok();
  },
});

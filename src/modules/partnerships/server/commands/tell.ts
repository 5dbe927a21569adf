import { z } from 'zod';
import { allow, hide } from '#kernel/decision.ts';
import type { FirstContactId, OrgId, PartnershipId, SharedDecisionId } from '#kernel/ids.ts';
import { ok } from '#kernel/outcome.ts';
import { idOf, line } from '#kernel/schema.ts';
import { membersOf, organisationById } from '#modules/organisations/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Readable } from '#platform/database/index.ts';
import { job } from '#platform/queue.ts';
import { addressOf } from '../../core/index.ts';
import { type Occasion, occasions, partnershipMail } from '../notices.ts';
import * as store from '../store/index.ts';

type About = FirstContactId | PartnershipId | SharedDecisionId;
type Telling = { occasion: Occasion; orgId: OrgId; aboutId: About; key: string };

/** People of a partner cannot be read by who acts, so the installation looks up who leads it and writes to them. */
export const tellJob = job<Telling>('partnerships.tell');

/** Tells the heads and coordinators of an organisation, soon. @param key the same occasion is told once by it */
export function tellLeaders(
  tools: Pick<CommandTools, 'enqueue'>,
  occasion: Occasion,
  orgId: OrgId,
  aboutId: About,
  key: string | number = '',
): Promise<void> {
  return tools.enqueue(tellJob, { occasion, orgId, aboutId, key: String(key) });
}

/** The other one a letter names, what it is about, by when, and where it is read. */
async function wordsAbout(
  tx: Readable,
  aboutId: About,
  orgId: OrgId,
): Promise<{ who: string; about: string; by: Temporal.PlainDate | null; path: string } | null> {
  if (aboutId.startsWith('fct_')) {
    const contact = await store.contactById(tx, aboutId as FirstContactId);
    if (!contact) return null;
    const who = contact.to_org_id === orgId ? contact.from_name : contact.to_name;
    return { who, about: contact.subject, by: null, path: addressOf.contact(contact.id) };
  }
  if (aboutId.startsWith('pts_')) {
    const p = await store.partnershipById(tx, aboutId as PartnershipId);
    if (!p) return null;
    const who = p.first_org_id === orgId ? p.second_name : p.first_name;
    return { who, about: '', by: p.renews_on, path: addressOf.partnership(p.id) };
  }
  const d = await store.decisionById(tx, aboutId as SharedDecisionId);
  if (!d) return null;
  // a question may say more than a mail may: what it is about is read after sign-in
  const who = d.state === 'open' ? d.asking_name : d.deciding_name;
  return { who, about: '', by: d.due_on, path: addressOf.decision(d.id) };
}

const leads = ({ roles }: { roles: string[] }) =>
  roles.includes('head') || roles.includes('coordinator');

/** Done by the job alone: it reads the addresses of people whom the other side never sees. */
export const tellOrganisation = command({
  name: 'partnerships.tell-organisation',
  summary: 'Mail the heads and coordinators of an organisation what its partner did.',
  input: z.object({
    occasion: z.enum(occasions),
    orgId: idOf('org'),
    aboutId: line(60),
    key: z.string().max(40).default(''),
  }),
  load: async ({ tx }, input) => {
    const org = await organisationById(tx, input.orgId);
    const words = await wordsAbout(tx, input.aboutId as About, input.orgId);
    return org && words ? { org, words } : null;
  },
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, { org, words }, input) => {
    const members = await membersOf(tools.tx, org.id, tools.today);
    let told = 0;
    for (const person of members.filter(leads)) {
      const mail = partnershipMail(person, input.occasion, {
        ...words,
        org: org.name,
        url: `${tools.runtime.config.origin}${words.path}`,
        sendKey: `${input.aboutId}:${input.orgId}:${input.key}`,
      });
      if (!mail) continue;
      await tools.post(mail);
      told++;
    }
    return ok({ told });
  },
  audit: ({ org }, input, { told }) => ({
    orgId: org.id,
    details: { occasion: input.occasion, told },
  }),
});

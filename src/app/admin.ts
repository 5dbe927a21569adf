import { z } from 'zod';
import { system } from '#kernel/actor.ts';
import { allow, hide } from '#kernel/decision.ts';
import { ok } from '#kernel/outcome.ts';
import { createInvitation } from '#modules/organisations/server/index.ts';
import { anAdmin } from '#modules/people/server/index.ts';
import { command, execute } from '#platform/command.ts';
import type { Runtime } from '#platform/runtime.ts';

const inviteAdmin = command({
  name: 'installation.invite-admin',
  summary: 'Make the one-time link by which an installation gets its first administrator.',
  input: z.object({}),
  load: async ({ tx }) => ({ admin: await anAdmin(tx) }),
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  opensRows: 'start',
  run: async (tools, { admin }) => {
    if (admin) return ok({ path: null as string | null });
    const invitation = await createInvitation(tools, {
      kind: 'admin',
      email: '',
      language: tools.runtime.config.defaultLanguage,
      roles: [],
      invitedByName: '',
      expiresInDays: 1,
    });
    return ok({ path: invitation.path as string | null });
  },
});

/** A link that makes whoever opens it the administrator, printed once at start while there is none; null otherwise. */
export async function offerAdminLink(runtime: Runtime): Promise<string | null> {
  const made = await execute(runtime, inviteAdmin, system('start'), {});
  return made.ok && made.path ? `${runtime.config.origin}${made.path}` : null;
}

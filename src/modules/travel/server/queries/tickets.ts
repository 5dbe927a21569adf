import { z } from 'zod';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { documentsOfKind } from '#modules/documents/server/index.ts';
import { mayRead } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import { query } from '#platform/query.ts';
import { mayRemoveTicket } from '../../core/index.ts';
import { ticketKind } from '../commands/index.ts';

export const listTickets = query({
  name: 'travel.list-tickets',
  summary:
    'Tickets and bookings of a pupil, the newest first, and which of them you may take away.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('mob'),
    pupil: z.string(),
    rows: z.array(
      z.object({
        id: idView('doc'),
        title: z.string(),
        by: z.string(),
        at: instantView,
        mayRemove: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, scope, today }, input) => {
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier || !mayRead(scope.actor, dossier, 'travel', today)) return null;
    const tickets = await documentsOfKind(read, [dossier.id], ticketKind);
    const people = await personsByIds(read, [
      ...new Set(tickets.flatMap((t) => (t.created_by as never) ?? [])),
    ]);
    return {
      id: dossier.id,
      pupil: dossier.pupilName,
      rows: tickets.map((t) => {
        const by = people.find((p) => p.id === t.created_by);
        return {
          id: t.id,
          title: t.title,
          by: by ? displayName(by) : '',
          at: t.created_at,
          mayRemove: mayRemoveTicket(scope.actor, dossier, t.created_by, today).allow,
        };
      }),
    };
  },
});

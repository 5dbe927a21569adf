import { z } from 'zod';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf, line } from '#kernel/schema.ts';
import {
  documentsOfKind,
  removeDocuments,
  storeDocument,
} from '#modules/documents/server/index.ts';
import { mayWrite } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { command } from '#platform/command.ts';
import { mayRemoveTicket } from '../../core/index.ts';

/** As what a ticket is kept among the documents of a dossier. */
export const ticketKind = 'ticket';

/** The greatest size of a ticket in bytes. */
export const ticketBytes = 5 * 1024 * 1024;

const kinds: { starts: number[]; type: string; ending: string }[] = [
  { starts: [0x25, 0x50, 0x44, 0x46], type: 'application/pdf', ending: 'pdf' },
  { starts: [0xff, 0xd8, 0xff], type: 'image/jpeg', ending: 'jpg' },
  { starts: [0x89, 0x50, 0x4e, 0x47], type: 'image/png', ending: 'png' },
];

export const addTicket = command({
  name: 'travel.add-ticket',
  summary:
    'Put a ticket or booking beside the journeys of a pupil: a PDF or a picture, at most 5 MB.',
  input: z.object({
    mobilityId: idOf('mob'),
    title: line(120),
    /** base64 */
    content: z
      .string()
      .min(1, { error: 'travel.ticket.none' })
      .max(ticketBytes * 1.4),
  }),
  load: async ({ tx }, input) => {
    const dossier = await loadDossier(tx, input.mobilityId);
    return dossier ? { dossier } : null;
  },
  permit: (actor, { dossier }, _, { today }) => mayWrite(actor, dossier, 'travel', today),
  run: async (tools, { dossier }, input) => {
    const bytes = Buffer.from(input.content, 'base64');
    const kind = kinds.find((k) => k.starts.every((byte, i) => bytes[i] === byte));
    if (!kind) return fail('travel.ticket.kind', undefined, 'file');
    if (bytes.length > ticketBytes)
      return fail('travel.ticket.large', undefined, 'file', 'too_large');
    const { id } = await storeDocument(tools, {
      mobilityId: dossier.id,
      kind: ticketKind,
      title: input.title,
      fileName: `${input.title}.${kind.ending}`,
      language: tools.actor.kind === 'person' ? tools.actor.language : 'en',
      mediaType: kind.type,
      bytes,
      sensitivity: 'travel',
    });
    return ok({ documentId: id });
  },
  audit: ({ dossier }) => ({
    subjectId: dossier.pupilId,
    mobilityId: dossier.id,
    orgId: dossier.sendingSchoolId,
  }),
});

export const removeTicket = command({
  name: 'travel.remove-ticket',
  summary:
    'Take a ticket or booking away for good, with its file: by whoever added it, or who coordinates the journey.',
  input: z.object({ mobilityId: idOf('mob'), documentId: idOf('doc') }),
  load: async ({ tx }, input) => {
    const dossier = await loadDossier(tx, input.mobilityId);
    const tickets = dossier ? await documentsOfKind(tx, [dossier.id], ticketKind) : [];
    const ticket = tickets.find((t) => t.id === input.documentId);
    return dossier && ticket ? { dossier, ticket } : null;
  },
  permit: (actor, { dossier, ticket }, _, { today }) =>
    mayRemoveTicket(actor, dossier, ticket.created_by, today),
  run: async (tools, { ticket }) => {
    const gone = await removeDocuments(tools, [ticket.id]);
    return gone ? ok() : fail('platform.error.already-done', undefined, undefined, 'conflict');
  },
  audit: ({ dossier }) => ({
    subjectId: dossier.pupilId,
    mobilityId: dossier.id,
    orgId: dossier.sendingSchoolId,
  }),
});

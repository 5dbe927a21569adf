import { z } from 'zod';
import { allow, hide } from '#kernel/decision.ts';
import type { DocumentId, OrientationId, PersonId } from '#kernel/ids.ts';
import { ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { storeDocument } from '#modules/documents/server/index.ts';
import { command } from '#platform/command.ts';
import { chooseLanguage, translator } from '#platform/i18n/index.ts';
import { job } from '#platform/queue.ts';
import type { Thread } from '../../core/types.ts';
import { renderCertificate } from '../jobs/print.ts';
import * as store from '../store/index.ts';

/** Makes and keeps one certificate. */
export const printJob = job<{ orientationId: OrientationId; personId: PersonId }>(
  'orientation.print-certificate',
);

// the part of a dossier that its owner reads: host families do not see what is learned
const sensitivityOf: Record<string, string> = { host_families: 'placement' };

export const fileCertificate = command({
  name: 'orientation.file-certificate',
  summary: 'Make and keep the certificate of one participant as PDF.',
  input: z.object({ orientationId: idOf('ori'), personId: idOf('per') }),
  load: async ({ tx }, input) => {
    const row = await store.lockOrientation(tx, input.orientationId);
    const who = row && (await store.certificateOf(tx, input.orientationId, input.personId));
    return row && who?.certified_at ? { row, who, at: who.certified_at } : null;
  },
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async (tools, { row, who, at }, input) => {
    if (who.certificate_id) return ok({ documentId: who.certificate_id as DocumentId });
    const language = chooseLanguage(who.language);
    const t = translator(language);
    const sessions = await store.sessionsOf(tools.tx, input.orientationId);
    const { bytes } = await renderCertificate({
      name: `${who.given_name} ${who.family_name}`,
      title: row.title,
      kind: row.kind,
      org: row.org_name,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      timeZone: row.time_zone,
      place: [row.place, row.town].filter(Boolean).join(', '),
      country: row.country_code,
      sessions: sessions.map((s) => ({
        title: s.title,
        minutes: s.minutes,
        thread: s.thread as Thread | '',
      })),
      recordedBy: who.recorded_by_name,
      reference: `${row.id} ${who.person_id}`,
      language,
      issuedAt: at,
    });
    const { id } = await storeDocument(tools, {
      mobilityId: who.mobility_id,
      kind: 'orientation-certificate',
      title: t('orientation.pdf.document', { title: row.title }),
      fileName: `${t('orientation.pdf.file', {
        name: `${who.given_name} ${who.family_name}`,
        title: row.title,
      })}.pdf`,
      language,
      mediaType: 'application/pdf',
      bytes,
      sensitivity: sensitivityOf[who.audience] ?? 'learning',
    });
    await store.setCertificate(tools.tx, input.orientationId, input.personId, id);
    return ok({ documentId: id });
  },
  audit: ({ row, who }) => ({
    subjectId: row.id,
    orgId: row.org_id,
    mobilityId: who.mobility_id,
  }),
});

import { system } from '#kernel/actor.ts';
import { fileCertificate } from '#modules/orientation/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { execute } from '#platform/command.ts';
import type { Runtime } from '#platform/runtime.ts';
import { type Desk, look } from './browser.ts';

/** Certificates that were given are made by work in the background, which does not run here. */
async function printCertificates(runtime: Runtime): Promise<void> {
  const due = await look(runtime, (read) =>
    read
      .selectFrom('orientation_participants')
      .select(['orientation_id', 'person_id'])
      .where('certified_at', 'is not', null)
      .where('certificate_id', 'is', null)
      .execute(),
  );
  for (const { orientation_id: orientationId, person_id: personId } of due) {
    const made = await execute(runtime, fileCertificate, system('demo export'), {
      orientationId,
      personId,
    });
    if (!made.ok) throw new Error(`no certificate for ${personId}`);
  }
}

/** Every document that is kept, by the pupil it is about. */
export async function writeDocuments({ runtime, shelf }: Desk): Promise<void> {
  await printCertificates(runtime);
  const rows = await look(runtime, (read) =>
    read
      .selectFrom('documents as d')
      .leftJoin('mobilities as m', 'm.id', 'd.mobility_id')
      .leftJoin('persons as p', 'p.id', 'm.pupil_id')
      .select([
        'd.title',
        'd.file_name',
        'd.storage_key',
        'p.given_name',
        'p.family_name',
        'p.preferred_name',
      ])
      .orderBy('d.created_at')
      .execute(),
  );
  for (const row of rows) {
    const file = await runtime.files.get(row.storage_key);
    if (!file) continue;
    const pupil =
      row.given_name && row.family_name
        ? displayName({
            given_name: row.given_name,
            family_name: row.family_name,
            preferred_name: row.preferred_name,
          })
        : '';
    await shelf.put(['documents', pupil || 'organisations', row.file_name], await file.bytes(), {
      kind: 'document',
      title: row.title,
      forWhom: pupil,
    });
  }
}

import { fail, ok, stale } from '#kernel/outcome.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { command } from '#platform/command.ts';
import { mayHandlePapers, paperInput } from '../../core/index.ts';
import * as store from '../store/index.ts';

export const notePaper = command({
  name: 'travel.note-paper',
  summary:
    'Write down until when a passport or identity card, the EHIC, the insurance or the travel authorisation is valid. No number is kept but that of the insurance.',
  input: paperInput,
  load: async ({ tx }, input) => {
    const dossier = await loadDossier(tx, input.mobilityId);
    return dossier ? { dossier } : null;
  },
  permit: (actor, { dossier }, _, { today }) => mayHandlePapers(actor, dossier, today),
  run: async ({ tx, actor, now }, { dossier }, input) => {
    if (actor.kind !== 'person') return fail('platform.error.refused');
    const papers = await store.papersOf(tx, [dossier.id]);
    const before = papers.find((p) => p.kind === input.kind);
    if ((before?.version ?? 0) !== input.version) return stale('platform.error.changed-meanwhile');
    const { mobilityId, version: _, ...paper } = input;
    await store.putPaper(tx, mobilityId, { ...paper, seenBy: actor.personId, seenAt: now });
    return ok();
  },
  audit: ({ dossier }, input) => ({
    subjectId: dossier.pupilId,
    mobilityId: dossier.id,
    orgId: dossier.sendingSchoolId,
    details: { kind: input.kind },
  }),
});

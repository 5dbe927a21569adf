import { z } from 'zod';
import type { MobilityId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { isOfAge, partiesFor } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import { query } from '#platform/query.ts';
import { checkPapers, mayHandlePapers, paperKinds, papersDue } from '../../core/index.ts';
import * as store from '../store/index.ts';

const standings = ['missing', 'late', 'short', 'fine'] as const;

export const getPapers = query({
  name: 'travel.get-papers',
  summary:
    'Until when the papers of a pupil are valid, checked against the stay. For those who see to it alone.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('mob'),
    pupil: z.string(),
    startsOn: dateView,
    endsOn: dateView,
    due: dateView,
    papers: z.array(
      z.object({
        kind: z.enum(paperKinds),
        standing: z.enum(standings),
        neededUntil: dateView,
        validFrom: dateView.nullable(),
        validUntil: dateView.nullable(),
        insurer: z.string(),
        hotline: z.string(),
        policyNumber: z.string(),
        seenBy: z.string(),
        seenAt: instantView.nullable(),
        version: z.number(),
      }),
    ),
  }),
  view: async ({ read, scope, today }, input) => {
    const dossier = await loadDossier(read, input.mobilityId);
    if (!dossier || !mayHandlePapers(scope.actor, dossier, today).allow) return null;
    const papers = await store.papersOf(read, [dossier.id]);
    const people = await personsByIds(
      read,
      papers.map((p) => p.seenBy),
    );
    const ofAge = isOfAge(dossier.pupilBirthDate, dossier.endsOn);
    return {
      id: dossier.id,
      pupil: dossier.pupilName,
      startsOn: dossier.startsOn,
      endsOn: dossier.endsOn,
      due: papersDue(dossier.startsOn),
      papers: checkPapers(papers, dossier, ofAge).map(({ kind, standing, neededUntil, paper }) => {
        const seen = people.find((p) => p.id === paper?.seenBy);
        return {
          kind,
          standing,
          neededUntil,
          validFrom: paper?.validFrom ?? null,
          validUntil: paper?.validUntil ?? null,
          insurer: paper?.insurer ?? '',
          hotline: paper?.hotline ?? '',
          policyNumber: paper?.policyNumber ?? '',
          seenBy: seen ? displayName(seen) : '',
          seenAt: paper?.seenAt ?? null,
          version: paper?.version ?? 0,
        };
      }),
    };
  },
});

export const listPaperDuties = query({
  name: 'travel.list-paper-duties',
  summary: 'Papers that are missing or end too early in your mobilities before the departure.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    rows: z.array(
      z.object({
        id: idView('mob'),
        pupil: z.string(),
        due: dateView,
        open: z.number(),
        /** the family brings the papers, the sending side sees to it */
        mine: z.boolean(),
      }),
    ),
  }),
  view: async ({ read, scope, today }) => {
    const found = await store.dossiersWithPapers(read, {
      parties: partiesFor(scope.actor),
      roles: ['pupil', 'guardian', 'sending_school'],
      today,
    });
    const papers = await store.papersOf(read, [...new Set(found.map((d) => d.id as MobilityId))]);
    const rows = new Map<
      string,
      {
        id: MobilityId;
        pupil: string;
        due: Temporal.PlainDate;
        open: number;
        mine: boolean;
      }
    >();
    for (const d of found) {
      const id = d.id as MobilityId;
      const due = papersDue(d.starts_on);
      // nobody is asked half a year before
      if (Temporal.PlainDate.compare(due.subtract({ days: 42 }), today) > 0) continue;
      const open = checkPapers(
        papers.filter((p) => p.mobilityId === id),
        { startsOn: d.starts_on, endsOn: d.ends_on },
        isOfAge(d.birth_date, d.ends_on),
      ).filter((c) => c.standing !== 'fine').length;
      if (open === 0) continue;
      const mine = d.role !== 'sending_school';
      if (rows.get(id)?.mine) continue;
      rows.set(id, { id, pupil: displayName(d), due, open, mine });
    }
    return { rows: [...rows.values()] };
  },
});

import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import type { MobilityId, PersonId } from '#kernel/ids.ts';
import { dateView, idView, instantView } from '#kernel/schema.ts';
import { isOfAge, partiesFor } from '#modules/mobilities/core/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { guardiansOf, personById } from '#modules/people/server/index.ts';
import { query } from '#platform/query.ts';
import {
  asksToConfirm,
  confirmationTerm,
  healthParts,
  missingParts,
  recordDue,
  retainedUntil,
} from '../../core/index.ts';
import * as store from '../store/index.ts';
import { person } from './record.ts';

const duties = ['history', 'physician', 'confirm', 'check-note', 'write-note', 'record'] as const;

const dutyView = z.object({
  duty: z.enum(duties),
  pupilId: idView('per'),
  /** null while no stay is decided: a family may begin early */
  mobilityId: idView('mob').nullable(),
  pupil: z.string(),
  due: dateView.nullable(),
  /** null when it is yours; '' when it is the physician */
  waitingFor: z.string().nullable(),
});
type Duty = z.input<typeof dutyView>;

export const listDuties = query({
  name: 'health.list-duties',
  summary: 'What is yours to do about health records and care notes, and whom you wait for.',
  input: z.object({}),
  visible: person,
  output: z.object({ rows: z.array(dutyView) }),
  view: async ({ read, scope, today, now }) => {
    const { actor } = scope;
    const rows: Duty[] = [];

    // those who decide: guardians, or pupils of age
    const me = await personById(read, actor.personId);
    const children = (await store.childrenOf(read, actor.personId, today)).filter(
      (c) => !isOfAge(c.birth_date, today),
    );
    const decided = [...(me && isOfAge(me.birth_date, today) ? [me] : []), ...children];
    const stays = (
      await store.staysOf(
        read,
        decided.map((p) => p.id),
      )
    ).filter(
      (s) =>
        Temporal.PlainDate.compare(s.endsOn, today) >= 0 &&
        !['returned', 'recognised'].includes(s.state),
    );
    const records = await store.recordsOf(
      read,
      stays.map((s) => s.pupilId),
    );
    const notes = await store.noteStatesOf(
      read,
      stays.map((s) => s.id),
    );
    for (const stay of stays) {
      const whose = decided.find((p) => p.id === stay.pupilId);
      if (!whose) continue;
      const about = { pupilId: stay.pupilId, mobilityId: stay.id, pupil: displayName(whose) };
      const record = records.get(stay.pupilId);
      // once the pupil is abroad nobody is pressed to begin: the organisation may still remind
      const isAbroad = ['departed', 'settled'].includes(stay.state);
      const due = recordDue(stay);
      const missing = record ? missingParts(record.parts) : isAbroad ? [] : [...healthParts];
      if (missing.includes('guardian'))
        rows.push({ ...about, duty: 'history', due, waitingFor: null });
      if (missing.includes('physician')) {
        const asked = record && (await store.liveLink(read, record.id, now));
        rows.push({ ...about, duty: 'physician', due, waitingFor: asked ? '' : null });
      }
      if (record && asksToConfirm(record, stay, today))
        rows.push({
          ...about,
          duty: 'confirm',
          due: confirmationTerm(stay.startsOn).due,
          waitingFor: null,
        });
      if (notes.some((n) => n.mobility_id === stay.id && n.state === 'proposed'))
        rows.push({ ...about, duty: 'check-note', due: null, waitingFor: null });
    }

    // a family that began before anything was decided is not left half way
    const early = decided.filter((p) => !stays.some((s) => s.pupilId === p.id));
    const begun = await store.recordsOf(
      read,
      early.map((p) => p.id),
    );
    const notOver = await store.applyingOf(read, [...begun.keys()]);
    for (const whose of early) {
      const record = begun.get(whose.id);
      if (!record || !notOver.has(whose.id)) continue;
      for (const part of missingParts(record.parts)) {
        const asked = part === 'physician' && (await store.liveLink(read, record.id, now));
        rows.push({
          pupilId: whose.id,
          mobilityId: null,
          pupil: displayName(whose),
          duty: part === 'guardian' ? 'history' : 'physician',
          due: null,
          waitingFor: asked ? '' : null,
        });
      }
    }

    // those who stand by: what is missing, and the note for the family
    const watched = await store.staysWatched(read, { parties: partiesFor(actor), today });
    const ids = [...new Set(watched.map((w) => w.id))];
    const pupils = [...new Set(watched.map((w) => w.pupilId))];
    const theirRecords = await store.recordsOf(read, pupils);
    const theirNotes = await store.noteStatesOf(read, ids);
    const guardians = await guardiansOf(read, pupils, today);
    const seen = new Set<string>();
    const once = (row: Duty & { pupilId: PersonId; mobilityId: MobilityId }) => {
      const key = `${row.duty} ${row.mobilityId}`;
      if (!seen.has(key)) rows.push(row);
      seen.add(key);
    };
    for (const w of watched) {
      const about = { pupilId: w.pupilId, mobilityId: w.id, pupil: displayName(w) };
      const leads = (orgId: typeof w.sendingSchoolId | null) =>
        worksFor(actor, orgId, 'head', 'coordinator');
      if (w.role === 'sending_school' && leads(w.sendingSchoolId)) {
        const record = theirRecords.get(w.pupilId);
        const names = isOfAge(w.birth_date, today)
          ? [displayName(w)]
          : guardians.filter((g) => g.pupil_id === w.pupilId).map((g) => displayName(g));
        const isAbroad = ['departed', 'settled'].includes(w.state);
        if (!isAbroad && (!record || missingParts(record.parts).length > 0))
          once({
            ...about,
            duty: 'record',
            due: recordDue(w),
            waitingFor: names.join(', ') || displayName(w),
          });
      }
      const writes =
        w.contactPersonId === actor.personId ||
        (w.role === 'hosting_support' && w.contactPersonId === null && leads(w.hostingOrgId));
      if (!writes || !['agreed', 'ready', 'departed', 'settled'].includes(w.state)) continue;
      const [newest] = theirNotes.filter((n) => n.mobility_id === w.id);
      const due = w.startsOn.subtract({ days: 14 });
      const isLate = ['departed', 'settled'].includes(w.state);
      if (newest ? newest.state === 'sent_back' : !isLate)
        once({ ...about, duty: 'write-note', due, waitingFor: null });
    }

    return { rows };
  },
});

export const listDestructions = query({
  name: 'health.list-destructions',
  summary:
    'Health records that a family asked to have destroyed, and those whose time is over, for the administrator. Nothing of what they say.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' && actor.isAdmin ? { actor } : null),
  // an administrator is no party of any dossier
  opensRows: 'health-destruction',
  output: z.object({
    rows: z.array(
      z.object({
        recordId: idView('hea'),
        pupil: z.string(),
        askedAt: instantView.nullable(),
        over: dateView.nullable(),
      }),
    ),
  }),
  view: async ({ read, today }) => ({
    rows: (await store.recordsToDestroy(read)).flatMap((r) => {
      const over = r.lastDay ? retainedUntil([{ endsOn: r.lastDay }]) : null;
      const isOver = over !== null && Temporal.PlainDate.compare(over, today) < 0;
      return r.askedAt || isOver
        ? [
            {
              recordId: r.id,
              pupil: displayName(r),
              askedAt: r.askedAt,
              over: isOver ? over : null,
            },
          ]
        : [];
    }),
  }),
});

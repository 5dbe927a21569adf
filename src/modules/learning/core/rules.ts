import { defineWorkflow, type StateOf } from '#engines/workflow/index.ts';
import {
  type AgreementRow,
  type Cell,
  cells,
  type RecognitionDecision,
  type ResultOfRow,
  type SignatoryRole,
} from './types.ts';

export const maxRows = 30;
/** longest text of one cell, in characters */
export const maxCell = 2000;

/**
 * The life of one version. A version is never changed after it was opened: a change is a new version that all sign
 * again, and the signed one stays in force until then (reference/documents.md, section 2).
 */
export const agreementLifecycle = defineWorkflow({
  name: 'agreement',
  initial: 'draft',
  states: {
    draft: {},
    open_for_signature: {},
    signed: {},
    superseded: { final: true },
    declined: { final: true },
  },
  transitions: [
    {
      name: 'open',
      from: ['draft'],
      to: 'open_for_signature',
      by: ['sending_school', 'contact_teacher'],
    },
    {
      name: 'complete',
      from: ['open_for_signature'],
      to: 'signed',
      by: ['pupil', 'guardian', 'sending_school', 'host_school'],
    },
    {
      name: 'decline',
      from: ['open_for_signature'],
      to: 'declined',
      by: ['pupil', 'guardian', 'sending_school', 'host_school'],
    },
    {
      name: 'supersede',
      from: ['open_for_signature', 'signed'],
      to: 'superseded',
      by: ['pupil', 'sending_school', 'host_school', 'mentor', 'contact_teacher'],
    },
  ],
});

export type AgreementState = StateOf<typeof agreementLifecycle>;

/** Where the agreement is read, for links in mails. */
export function agreementAddress(mobilityId: string): string {
  return `/mobilities/${mobilityId}/agreement`;
}
export function recognitionAddress(mobilityId: string): string {
  return `/mobilities/${mobilityId}/recognition`;
}

/** Removes rows nobody wrote anything into. */
export function withoutBlankRows<R extends AgreementRow>(rows: R[]): R[] {
  return rows.filter((row) => cells.some((cell) => row[cell] !== ''));
}

/** Cells that must be filled before anybody is asked to sign: row by row, in the order of the table. */
export function missingCells(rows: AgreementRow[]): { position: number; cell: Cell }[] {
  return rows.flatMap((row, position) =>
    cells.filter((cell) => row[cell].trim() === '').map((cell) => ({ position, cell })),
  );
}

export type GivenSignature = {
  role: SignatoryRole;
  personId: string;
  signedOn: Temporal.PlainDate;
};

/**
 * Who has to sign. A guardian signs for a pupil under 18: counted on the day the pupil signs, and until then today, so
 * that a birthday on the way neither drops nor adds a signature that was already settled (law, eIDAS and national law
 * on minors; reference/documents.md section 2).
 */
export function requiredRoles(
  pupilOfAgeOn: (day: Temporal.PlainDate) => boolean,
  signatures: GivenSignature[],
  today: Temporal.PlainDate,
): SignatoryRole[] {
  const day = signatures.find((s) => s.role === 'pupil')?.signedOn ?? today;
  return pupilOfAgeOn(day)
    ? ['pupil', 'sending_school', 'host_school']
    : ['pupil', 'guardian', 'sending_school', 'host_school'];
}

export function isComplete(
  required: SignatoryRole[],
  signatures: { role: SignatoryRole }[],
): boolean {
  return required.every((role) => signatures.some((s) => s.role === role));
}

/** States of a mobility in which an agreement may be signed: the placement is accepted, the dossier not closed. */
const signable = new Set(['placed', 'agreed', 'ready', 'departed', 'settled', 'returned']);

export function isPlaced(mobilityState: string): boolean {
  return signable.has(mobilityState);
}

/** A closed dossier is read, not changed. */
export function isClosed(mobilityState: string): boolean {
  return mobilityState === 'recognised' || mobilityState === 'withdrawn';
}

/** The complement says what was achieved, so the stay must have begun. */
export function mayBeReported(mobilityState: string): boolean {
  return (
    mobilityState === 'departed' || mobilityState === 'settled' || mobilityState === 'returned'
  );
}

/** Rows without a decision, in order. */
export function undecided(rowCount: number, decided: { position: number }[]): number[] {
  return Array.from({ length: rowCount }, (_, i) => i).filter(
    (i) => !decided.some((d) => d.position === i),
  );
}

/** Anything but full recognition is explained to the pupil. */
export function needsReason(decision: RecognitionDecision): boolean {
  return decision !== 'recognised';
}

/** Every row of the agreement has exactly one result. */
export function coversAllRows(rowCount: number, results: Pick<ResultOfRow, 'position'>[]): boolean {
  return results.length === rowCount && undecided(rowCount, results).length === 0;
}

export type RowChange =
  | { kind: 'same' | 'changed'; before: AgreementRow; after: AgreementRow; cells: Cell[] }
  | { kind: 'added'; after: AgreementRow; before: null; cells: Cell[] }
  | { kind: 'removed'; before: AgreementRow; after: null; cells: Cell[] };

const weight: Record<Cell, number> = {
  subject: 2,
  outcome: 3,
  learned: 1,
  assessed: 1,
  recognised: 1,
};

function likeness(a: AgreementRow, b: AgreementRow): number {
  return cells.reduce(
    (sum, cell) => (a[cell] !== '' && a[cell] === b[cell] ? sum + weight[cell] : sum),
    0,
  );
}

/**
 * What became of the rows of a version: pairs the rows that are most alike, then those left at the same place; the rest
 * was added or removed. In the order of the new version; removed rows stand where they were.
 */
export function diffRows(before: AgreementRow[], after: AgreementRow[]): RowChange[] {
  const pairs: { i: number; j: number; score: number }[] = [];
  before.forEach((a, i) => {
    after.forEach((b, j) => {
      const score = likeness(a, b);
      if (score > 0) pairs.push({ i, j, score });
    });
  });
  pairs.sort(
    (p, q) =>
      q.score - p.score || Math.abs(p.i - p.j) - Math.abs(q.i - q.j) || p.i - q.i || p.j - q.j,
  );
  const partner = new Map<number, number>();
  const taken = new Set<number>();
  for (const { i, j } of pairs) {
    if (taken.has(i) || partner.has(j)) continue;
    partner.set(j, i);
    taken.add(i);
  }
  const changes: { at: number; change: RowChange }[] = after.map((row, j) => {
    const i = partner.get(j);
    const old = i === undefined ? undefined : before[i];
    if (!old)
      return { at: j, change: { kind: 'added', before: null, after: row, cells: [...cells] } };
    const changed = cells.filter((cell) => old[cell] !== row[cell]);
    return {
      at: j,
      change: {
        kind: changed.length > 0 ? 'changed' : 'same',
        before: old,
        after: row,
        cells: changed,
      },
    };
  });
  before.forEach((row, i) => {
    // a removed row stands before the row that took its place
    if (!taken.has(i))
      changes.push({
        at: i - 0.5,
        change: { kind: 'removed', before: row, after: null, cells: [...cells] },
      });
  });
  return changes.sort((a, b) => a.at - b.at).map((c) => c.change);
}

export type WordChange = { kind: 'same' | 'removed' | 'added'; text: string };

/** beyond this many words a text is shown as replaced: the table of the comparison would grow too large */
const maxWords = 600;

/** Words taken out and put in, in reading order. Joining what is not removed gives `after`; what is not added, `before`. */
export function diffWords(before: string, after: string): WordChange[] {
  if (before === after) return after === '' ? [] : [{ kind: 'same', text: after }];
  const a = before.split(/(?<=\s)(?=\S)/u).filter(Boolean);
  const b = after.split(/(?<=\s)(?=\S)/u).filter(Boolean);
  const out: WordChange[] = [];
  const say = (kind: WordChange['kind'], text: string) => {
    const last = out.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') out.push({ kind, text });
  };
  if (a.length > maxWords || b.length > maxWords) {
    say('removed', before);
    say('added', after);
    return out;
  }
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      say('same', a[i] ?? '');
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      say('removed', a[i] ?? '');
      i++;
    } else {
      say('added', b[j] ?? '');
      j++;
    }
  }
  return out;
}

import type { View } from '#platform/http/page.ts';
import { StatusTag, type Tone } from '#ui/index.ts';
import { wordingFor } from '../../core/index.ts';
import type { Status, Worded } from '../../core/types.ts';

/** Words of the questionnaire; read aloud in their own language when it is not the page's. */
export function Said({ words }: { words: Worded }) {
  return words.lang ? <span lang={words.lang}>{words.text}</span> : <>{words.text}</>;
}

export const toneOf: Record<Status, Tone> = {
  not_started: 'none',
  in_progress: 'now',
  implemented: 'done',
  documented_audited: 'done',
  not_applicable: 'wait',
};

/** A status with its mark, or that there is none yet. */
export function Standing({ v, status }: { v: View; status: Status | null }) {
  return status ? (
    <StatusTag tone={toneOf[status]} text={wordingFor(v.lang).status(status).text} />
  ) : (
    <>{v.t('quality.table.open')}</>
  );
}

/** The day of a moment, as the product tells days of its own. */
export function dayOf(at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
}

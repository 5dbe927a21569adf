import type { Tone } from '#ui/index.ts';
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

import type { ComponentChildren } from 'preact';
import { drawnOnce } from './drawn-once.ts';

/**
 * State, never by colour alone: `done` green check, `now` your turn, `wait` somebody else's turn,
 * `late` amber triangle, `stop` red bar, `none` nothing yet.
 */
export type Tone = 'done' | 'now' | 'wait' | 'late' | 'stop' | 'none';

/** What is inside a {@link ToneMark}, for pictures that place it themselves. */
export const toneShapes: Record<Tone, ComponentChildren> = {
  done: (
    <>
      <circle class="fill" cx="8" cy="8" r="7" />
      <path class="cut" d="m4.6 8.2 2.4 2.4 4.4-5" />
    </>
  ),
  now: (
    <>
      <circle class="ring" cx="8" cy="8" r="6" />
      <circle class="fill" cx="8" cy="8" r="3" />
    </>
  ),
  wait: (
    <>
      <circle class="ring" cx="8" cy="8" r="6" />
      <path class="ring" d="M8 4.6V8l2.3 1.6" />
    </>
  ),
  late: (
    <>
      <path class="fill" d="M8 .9 15.6 15H.4Z" />
      <path class="cut" d="M8 6v4.2M8 12.2v.7" />
    </>
  ),
  stop: (
    <>
      <path class="fill" d="M4.9.8h6.2l4.1 4.1v6.2l-4.1 4.1H4.9L.8 11.1V4.9Z" />
      <path class="cut" d="M4.4 8h7.2" />
    </>
  ),
  none: <circle class="ring is-dashed" cx="8" cy="8" r="6" />,
};

const markOf = drawnOnce((tone: Tone) => (
  <svg
    class={`mark is-${tone}`}
    width="16"
    height="16"
    viewBox="0 0 16 16"
    aria-hidden="true"
    focusable="false"
  >
    {toneShapes[tone]}
  </svg>
));

/** The shape of a tone, 16 x 16, without a meaning of its own for screen readers. */
export function ToneMark({ tone }: { readonly tone: Tone }) {
  return markOf(tone);
}

export interface StatusTagProps {
  readonly tone: Tone;
  /** A word, and who if somebody has to act: "Waiting for Lycée Fulbert". */
  readonly text: string;
}

/** Shape and word. */
export function StatusTag({ tone, text }: StatusTagProps) {
  return (
    <span class={`status is-${tone}`}>
      <ToneMark tone={tone} />
      <span>{text}</span>
    </span>
  );
}

/** A plain label for a kind or a topic; no state. */
export function Tag({ text }: { readonly text: string }) {
  return <span class="tag">{text}</span>;
}

export interface AvatarProps {
  /** One to three letters. */
  readonly initials: string;
  /** Read aloud; leave it out when the name stands beside. */
  readonly name?: string;
}

/** Initials in a circle. */
export function Avatar({ initials, name }: AvatarProps) {
  return name ? (
    <span class="avatar" role="img" aria-label={name}>
      {initials}
    </span>
  ) : (
    <span class="avatar" aria-hidden="true">
      {initials}
    </span>
  );
}

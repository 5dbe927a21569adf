import type { View } from '#platform/http/page.ts';
import type { Tone } from '#ui/index.ts';

/** Text somebody typed, with its lines. */
export function Lines({ text }: { text: string }) {
  return (
    <>
      {text.split('\n').map((line, i) => (
        <span key={i}>
          {i > 0 && <br />}
          {line}
        </span>
      ))}
    </>
  );
}

const tones: Record<string, Tone> = {
  proposed: 'wait',
  declined: 'none',
  agreeing: 'wait',
  agreed: 'done',
  renewed: 'done',
  ended: 'none',
};

/** How far a partnership is and whose turn it is, in one tag. */
export function statusOf(
  v: View,
  p: { state: string; waiting: readonly { what: string; who: string; mine: boolean }[] },
): { tone: Tone; text: string } {
  const mine = p.waiting.find((w) => w.mine && w.what !== 'write');
  if (mine) return { tone: 'now', text: v.t(`partnerships.turn.${mine.what}`) };
  const theirs = p.waiting.find((w) => !w.mine && w.who !== '');
  if (theirs) return { tone: 'wait', text: v.t('partnerships.waits-for', { who: theirs.who }) };
  return { tone: tones[p.state] ?? 'none', text: v.t(`partnerships.state.${p.state}`) };
}

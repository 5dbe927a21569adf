import type { View } from '#platform/http/page.ts';
import { Notice } from '#ui/index.ts';

/** A number one can tap. */
export function Phone({ number }: { number: string }) {
  return <a href={`tel:${number.replaceAll(/[^+\d]/g, '')}`}>{number.replaceAll(' ', '\u00a0')}</a>;
}

/** Before everything else: 112 comes whatever this page does. */
export function First112({ v }: { v: View }) {
  return (
    <Notice tone="stop" title={v.t('emergency.first-112')}>
      <p>
        <Phone number="112" /> · {v.t('emergency.facts-112')}
      </p>
    </Notice>
  );
}

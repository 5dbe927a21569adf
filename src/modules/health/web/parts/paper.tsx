import type { ComponentChildren } from 'preact';
import type { Frozen } from '#engines/forms/index.ts';
import { FrozenAnswers } from '#modules/forms/web/index.ts';
import type { View } from '#platform/http/page.ts';
import { Prose, Section } from '#ui/index.ts';
import type { HealthPart } from '../../core/index.ts';

/** Text as it was written, paragraph by paragraph. */
export function Words({ text }: { text: string }) {
  return (
    <Prose>
      {text
        .replaceAll('\r\n', '\n')
        .split(/\n{2,}/)
        .filter((p) => p.trim() !== '')
        .map((p) => (
          <p key={p}>{lines(p)}</p>
        ))}
    </Prose>
  );
}

function lines(paragraph: string): ComponentChildren[] {
  return paragraph.split('\n').flatMap((line, i) => (i === 0 ? [line] : [<br />, line]));
}

/** A part as it was signed: by whom, when, and what it says. */
export function SignedPart({
  v,
  part,
}: {
  v: View;
  part: { part: HealthPart; frozen: Frozen; by: string; signedAt: Temporal.Instant };
}) {
  return (
    <Section
      title={v.t(`health.part.${part.part}`)}
      lead={v.t('health.signed-by', { by: part.by, at: part.signedAt })}
    >
      <FrozenAnswers v={v} frozen={part.frozen} />
    </Section>
  );
}

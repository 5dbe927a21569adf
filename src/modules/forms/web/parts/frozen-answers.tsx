import type { Frozen } from '#engines/forms/index.ts';
import type { View } from '#platform/http/page.ts';
import { Facts, Section } from '#ui/index.ts';

/** What was handed in, in the words it was read in. Pages without an answer are left out. */
export function FrozenAnswers({ v, frozen }: { v: View; frozen: Frozen }) {
  const pages = frozen.sections.flatMap((section) => section.pages);
  return (
    <div lang={frozen.language === v.lang ? undefined : frozen.language}>
      {pages
        .filter((page) => page.lines.length > 0)
        .map((page) => (
          <Section key={page.id} title={page.title} level={3}>
            <Facts
              items={page.lines.map((line) => ({
                label: line.label,
                value: <Lines text={line.answer} />,
              }))}
            />
          </Section>
        ))}
    </div>
  );
}

/** An answer as it was written, line by line. */
export function Lines({ text }: { text: string }) {
  return (
    <>
      {text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line, i) => (
          <p key={String(i)}>{line}</p>
        ))}
    </>
  );
}

import { Lines } from '#modules/forms/web/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Facts, Section } from '#ui/index.ts';
import type { getApplication } from '../../server/index.ts';

/** What was written, question by question. */
export function ApplicationWords({
  v,
  words,
}: {
  v: View;
  words: NonNullable<ViewOf<typeof getApplication>['words']>;
}) {
  return (
    <>
      {words.parts.map((part) => (
        <Section key={part.id} title={part.title} level={3}>
          <div lang={words.language === v.lang ? undefined : words.language}>
            <Facts
              items={part.lines.map((line) => ({
                label: line.question,
                value: <Lines text={line.answer} />,
              }))}
            />
          </div>
        </Section>
      ))}
    </>
  );
}

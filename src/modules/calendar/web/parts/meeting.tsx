import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { Button, ButtonRow, Form, Prose, Section, TextField } from '#ui/index.ts';
import { placeOf } from './when.tsx';

/** A line with the addresses in it as links; what ends a sentence is no part of one. */
function Linked({ line }: { line: string }) {
  return (
    <>
      {line.split(/(https?:\/\/\S*[^\s.,;:!?)\]»”"'>])/).map((part, i) =>
        i % 2 === 1 ? (
          <a key={`${i}-${part}`} href={part}>
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  );
}

/** What somebody wrote, line by line. */
export function Lines({ text }: { text: string }) {
  return (
    <Prose>
      {text.split('\n').map((line, i) => (
        <p key={`${i}-${line}`}>
          <Linked line={line} />
        </p>
      ))}
    </Prose>
  );
}

/** Where it is, and where it is online, as rows of its facts; rows without anything are left out. */
export function whereFacts(
  v: View,
  e: { place: string; countryCode: string | null; url: string },
): { label: string; value: string | preact.JSX.Element }[] {
  const place = placeOf(v, e);
  return [
    ...(place ? [{ label: v.t('calendar.field.place'), value: place }] : []),
    ...(e.url ? [{ label: v.t('calendar.field.url'), value: <a href={e.url}>{e.url}</a> }] : []),
  ];
}

export function Agenda({ v, points }: { v: View; points: readonly string[] }) {
  if (points.length === 0) return null;
  return (
    <Section title={v.t('calendar.field.agenda')}>
      <ol class="prose-list">
        {points.map((point, i) => (
          <li key={`${i}-${point}`}>{point}</li>
        ))}
      </ol>
    </Section>
  );
}

/** Yes, maybe or no, with a few words to who called the meeting. */
export function AnswerForm({
  v,
  action,
  organiser,
  note,
}: {
  v: View;
  action: string;
  organiser: string;
  /** what was said before */
  note?: string;
}) {
  const f = bind(v, action, { note });
  return (
    <Form action={action}>
      <TextField
        {...f.text('note')}
        label={v.t('calendar.field.note', { who: organiser })}
        optionalLabel={v.t('calendar.form.optional')}
        maxlength={300}
      />
      <ButtonRow>
        <Button name="answer" value="yes">
          {v.t('calendar.answer.yes')}
        </Button>
        <Button kind="quiet" name="answer" value="maybe">
          {v.t('calendar.answer.maybe')}
        </Button>
        <Button kind="quiet" name="answer" value="no">
          {v.t('calendar.answer.no')}
        </Button>
      </ButtonRow>
    </Form>
  );
}

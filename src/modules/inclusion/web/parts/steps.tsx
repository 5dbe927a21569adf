import type { View } from '#platform/http/page.ts';
import { Button, EmptyState, Form, Section, StatusTag, Table } from '#ui/index.ts';
import { paths } from '../paths.ts';
import type { Plan } from './measure.tsx';

const parts = ['preparation', 'integration', 're_entry'] as const;

/** Steps of the pupil's own plan by what they are for: getting ready, settling in, coming home. */
export function Steps({ v, steps, printed }: { v: View; steps: Plan['steps']; printed?: boolean }) {
  if (steps.length === 0)
    return (
      <EmptyState
        level={3}
        title={v.t('inclusion.steps.none')}
        text={v.t('inclusion.steps.none-text')}
      />
    );
  return (
    <>
      {parts
        .map((part) => ({ part, own: steps.filter((s) => s.part === part) }))
        .filter(({ own }) => own.length > 0)
        .map(({ part, own }) => (
          <Section key={part} level={3} title={v.t(`inclusion.part.${part}`)}>
            <Table
              caption={v.t(`inclusion.part.${part}`)}
              hideCaption
              rowHeader="title"
              columns={[
                { key: 'day', label: v.t('inclusion.steps.day') },
                { key: 'title', label: v.t('inclusion.steps.what') },
                { key: 'who', label: v.t('inclusion.steps.who') },
                { key: 'state', label: v.t('inclusion.steps.state') },
              ]}
              rows={own.map((s) => ({
                id: s.id,
                cells: {
                  day: v.fmt.date(s.day),
                  title: s.title,
                  who: s.whoName || v.t(`inclusion.owner.${s.who}`),
                  state: s.doneOn ? (
                    <StatusTag
                      tone="done"
                      text={v.t('inclusion.steps.done-on', { date: s.doneOn })}
                    />
                  ) : s.mayFinish && !printed ? (
                    <Form
                      action={paths.finishStep.href({ measureId: s.measureId, stepId: s.id })}
                      label={s.title}
                    >
                      <Button
                        kind="quiet"
                        label={v.t('inclusion.steps.finish-it', { title: s.title })}
                      >
                        {v.t('inclusion.steps.finish')}
                      </Button>
                    </Form>
                  ) : (
                    <StatusTag tone="wait" text={v.t('inclusion.steps.open')} />
                  ),
                },
              }))}
            />
          </Section>
        ))}
    </>
  );
}

import type { View } from '#platform/http/page.ts';
import { Button, Form, Hidden, StatusTag, type Tone } from '#ui/index.ts';
import type { RequestSummary } from '../../core/types.ts';
import { paths } from '../paths.ts';

/** Where a request stands, saying who is waited for. */
export function requestStatus(v: View, r: RequestSummary): { tone: Tone; text: string } {
  const who = r.addressee.name;
  if (r.state === 'submitted')
    return {
      tone: 'done',
      text: v.t('forms.status.submitted', { who, on: dayOf(r.submittedAt ?? r.askedAt) }),
    };
  if (r.state === 'recalled') return { tone: 'none', text: v.t('forms.status.recalled') };
  if (r.state === 'declined')
    return {
      tone: 'late',
      text: v.t(`forms.status.declined-${r.decline?.reason ?? 'other'}`, { who }),
    };
  if (r.over) return { tone: 'none', text: v.t(`forms.status.${r.over}`, { who }) };
  if (r.refusedAt)
    return {
      tone: 'stop',
      text: v.t('forms.status.refused', { who, on: dayOf(r.refusedAt) }),
    };
  return {
    tone: 'wait',
    text: v.t(`forms.status.${r.state}`, { who, on: dayOf(r.askedAt) }),
  };
}

/**
 * Who still has to say something, and who has: one line a request, with what can be done about it.
 * @param back the page to come back to after a reminder
 * @param capacityOf names what somebody was asked as, in the words of who asked
 */
export function RequestList({
  v,
  requests,
  back,
  capacityOf,
}: {
  v: View;
  requests: readonly RequestSummary[];
  back: string;
  capacityOf(capacity: string): string;
}) {
  return (
    <ul class="tasks">
      {requests.map((r) => {
        const { tone, text } = requestStatus(v, r);
        const waits = tone === 'wait' && r.mayManage;
        return (
          <li key={r.id} class="task">
            <div class="task-what">
              {r.mayRead || r.mayManage ? (
                <a href={paths.words.href({ requestId: r.id })}>
                  {v.t('forms.list.who-as', {
                    who: r.addressee.name,
                    capacity: capacityOf(r.capacity),
                  })}
                </a>
              ) : (
                <span>
                  {v.t('forms.list.who-as', {
                    who: r.addressee.name,
                    capacity: capacityOf(r.capacity),
                  })}
                </span>
              )}
              <div class="hint">
                {r.title}
                {r.remindedAt && waits && (
                  <> · {v.t('forms.list.reminded', { on: dayOf(r.remindedAt) })}</>
                )}
              </div>
            </div>
            <div class="task-state">
              <StatusTag tone={tone} text={text} />
              {waits && (
                <Form action={paths.remind.href({ requestId: r.id })}>
                  <Hidden name="back" value={back} />
                  <Button
                    kind="link"
                    label={v.t('forms.list.remind-who', { who: r.addressee.name })}
                  >
                    {v.t('forms.list.remind')}
                  </Button>
                </Form>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

export const dayOf = (at: Temporal.Instant): Temporal.PlainDate =>
  at.toZonedDateTimeISO('Europe/Brussels').toPlainDate();

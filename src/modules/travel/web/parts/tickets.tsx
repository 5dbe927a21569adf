import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { Button, ButtonRow, Details, FileField, Form, Section, TextField } from '#ui/index.ts';
import { paths } from '../paths.ts';
import type { Journeys } from './journey.tsx';

export type Tickets = { id: string; title: string; href: string; by: string; mayRemove: boolean }[];

/** Tickets and bookings: to be saved on the phone before somebody leaves. */
export function TicketsPart({
  v,
  journeys: j,
  tickets,
}: {
  v: View;
  journeys: Journeys;
  tickets: Tickets;
}) {
  if (tickets.length === 0 && !j.may.ticket) return null;
  const action = paths.ticket.href({ mobilityId: j.id });
  const f = bind(v, action);
  return (
    <Section title={v.t('travel.ticket.title')} id="tickets">
      {tickets.length > 0 ? (
        <ul>
          {tickets.map((t) => (
            <li key={t.id}>
              <a href={t.href}>{t.title}</a>
              {t.by && ` ${v.t('travel.ticket.by', { who: t.by })}`}
              {t.mayRemove && (
                <>
                  {' · '}
                  <a
                    href={paths.removeTicket.href({ mobilityId: j.id, documentId: t.id })}
                    aria-label={v.t('travel.ticket.remove-one', { title: t.title })}
                  >
                    {v.t('travel.ticket.remove')}
                  </a>
                </>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p>{v.t('travel.ticket.none-yet')}</p>
      )}
      {j.may.ticket && (
        <Details summary={v.t('travel.ticket.add')} open={v.form.action === action}>
          <Form action={action} multipart id="ticket">
            <TextField
              {...f.text('title')}
              label={v.t('travel.ticket.name')}
              hint={v.t('travel.ticket.name-hint')}
            />
            <FileField
              {...f.text('file')}
              label={v.t('travel.ticket.file')}
              hint={v.t('travel.ticket.file-hint')}
              accept=".pdf,.png,.jpg,.jpeg"
            />
            <ButtonRow>
              <Button kind="quiet">{v.t('travel.ticket.save')}</Button>
            </ButtonRow>
          </Form>
        </Details>
      )}
    </Section>
  );
}

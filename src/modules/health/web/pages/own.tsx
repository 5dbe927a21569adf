import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Card,
  CardGrid,
  Checkbox,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  LinkButton,
  Notice,
  PageHead,
  PrintButton,
  Prose,
  Section,
  Timeline,
} from '#ui/index.ts';
import { retentionDays } from '../../core/index.ts';
import type { getRecord, listLooks, listOwnRecords, readRecord } from '../../server/index.ts';
import { SignedPart } from '../parts/paper.tsx';
import { PartTag, WhoseHead } from '../parts/whose.tsx';
import { paths } from '../paths.ts';

type Own = ViewOf<typeof listOwnRecords>;
export type RecordView = ViewOf<typeof getRecord>;

/** Whose records one holds: one's own, and those of each child, told apart by name and birth date. */
export function OwnPage({ v, data }: { v: View; data: Own }) {
  const open = data.records.filter((r) => !r.locked);
  const locked = data.records.filter((r) => r.locked);
  return (
    <>
      <PageHead
        title={v.t('health.own.title')}
        lead={v.t(open.length > 1 ? 'health.own.lead-many' : 'health.own.lead')}
      />
      {data.records.length === 0 && (
        <EmptyState title={v.t('health.own.none')} text={v.t('health.own.none-text')} />
      )}
      {open.length > 0 && (
        <CardGrid>
          {open.map((r) => (
            <Card
              key={r.pupilId}
              href={paths.record.href({ pupilId: r.pupilId })}
              title={r.own ? v.t('health.own.mine', { name: r.name }) : r.name}
            >
              <p>
                {[r.birthDate && v.t('health.born', { date: r.birthDate }), r.school]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {r.destroyedAt ? (
                <p>{v.t('health.destroyed-at', { at: r.destroyedAt })}</p>
              ) : (
                r.parts.map((part) => (
                  <p key={part.part}>
                    {v.t(`health.part.${part.part}`)}: <PartTag v={v} part={part} />
                  </p>
                ))
              )}
            </Card>
          ))}
        </CardGrid>
      )}
      {locked.map((r) => (
        <Notice key={r.pupilId} title={v.t('health.own.of-age', { name: r.name })}>
          <p>{v.t('health.own.of-age-text', { name: r.name })}</p>
        </Notice>
      ))}
    </>
  );
}

/** One record: what is next, how far each part is, who reads it, who looked. */
export function RecordPage({ v, data }: { v: View; data: RecordView }) {
  const here = { pupilId: data.pupilId };
  const [history, physician] = data.parts;
  if (!history || !physician) return null;
  const signed = data.parts.some((p) => p.state === 'signed');
  return (
    <>
      <WhoseHead
        v={v}
        whose={data}
        home
        title={v.t(data.own ? 'health.record.title-own' : 'health.record.title', {
          name: data.name,
        })}
        lead={v.t(
          data.mayWrite
            ? data.own
              ? 'health.record.lead-of-age'
              : 'health.record.lead'
            : 'health.record.lead-pupil',
          { name: data.name, who: v.fmt.list(data.deciders) },
        )}
      />
      {data.destroyedAt && (
        <Notice tone="stop" title={v.t('health.destroyed-at', { at: data.destroyedAt })}>
          <p>{v.t('health.destroyed-text')}</p>
        </Notice>
      )}
      {data.destroyAskedAt && !data.destroyedAt && (
        <Notice tone="late" title={v.t('health.destroy.asked', { at: data.destroyAskedAt })}>
          <p>{v.t('health.destroy.asked-text')}</p>
          {data.mayWrite && (
            <Form action={paths.keep.href(here)}>
              <Button kind="quiet">{v.t('health.destroy.keep')}</Button>
            </Form>
          )}
        </Notice>
      )}
      {data.mayWrite && data.confirmBy && (
        <Notice tone="now" title={v.t('health.confirm.asked', { date: data.confirmBy })}>
          <p>{v.t('health.confirm.why')}</p>
          <LinkButton kind="primary" href={paths.confirm.href(here)}>
            {v.t('health.confirm.open')}
          </LinkButton>
        </Notice>
      )}
      <Section title={v.t('health.record.parts')}>
        <Facts
          items={[
            {
              label: v.t('health.part.guardian'),
              value: <PartTag v={v} part={history} />,
              action: data.mayWrite ? (
                <a href={paths.sign.href(here)}>
                  {v.t(
                    history.state === 'empty'
                      ? 'health.history.begin'
                      : history.state === 'draft'
                        ? 'health.history.go-on'
                        : 'health.history.change',
                  )}
                </a>
              ) : undefined,
            },
            {
              label: v.t('health.part.physician'),
              value: (
                <>
                  <PartTag v={v} part={physician} />
                  {data.link && <p>{v.t('health.physician.asked', { at: data.link.since })}</p>}
                </>
              ),
              action: data.mayWrite ? (
                <a href={paths.physician.href(here)}>
                  {v.t(
                    data.link
                      ? 'health.physician.see'
                      : physician.state === 'signed'
                        ? 'health.physician.again'
                        : 'health.physician.open',
                  )}
                </a>
              ) : undefined,
            },
            {
              label: v.t('health.confirmed'),
              value: data.confirmedAt
                ? v.fmt.moment(data.confirmedAt)
                : v.t('health.confirmed-not'),
              action:
                data.mayWrite && history.state === 'signed' ? (
                  <a href={paths.confirm.href(here)}>{v.t('health.confirm.open')}</a>
                ) : undefined,
            },
          ]}
        />
        {signed && (
          <ButtonRow>
            <LinkButton href={paths.read.href(here)}>{v.t('health.read.open')}</LinkButton>
          </ButtonRow>
        )}
      </Section>
      {data.notes.length > 0 && (
        <Section title={v.t('health.note.title')} lead={v.t('health.note.what')}>
          <Facts
            items={data.notes.map((n) => ({
              label: v.t('health.stay', { from: n.startsOn, until: n.endsOn }),
              value: v.t(
                n.proposed
                  ? 'health.note.state.proposed'
                  : n.accepted
                    ? 'health.note.state.accepted'
                    : 'health.note.state.none',
              ),
              action:
                n.proposed && data.mayWrite ? (
                  <a href={paths.checkNote.href({ mobilityId: n.mobilityId })}>
                    {v.t('health.note.check')}
                  </a>
                ) : n.accepted ? (
                  <a href={paths.note.href({ mobilityId: n.mobilityId })}>
                    {v.t('health.note.read')}
                  </a>
                ) : undefined,
            }))}
          />
        </Section>
      )}
      <Section title={v.t('health.who.title')}>
        <Prose>
          <ul>
            <li>
              {v.t(data.ofAge ? 'health.who.pupil-alone' : 'health.who.family', {
                name: data.name,
                who: v.fmt.list(data.deciders),
              })}
            </li>
            <li>{v.t('health.who.envelope')}</li>
            <li>{v.t('health.who.emergency')}</li>
            <li>{v.t('health.who.note')}</li>
          </ul>
        </Prose>
        <p>
          <a href={paths.looks.href(here)}>{v.t('health.looks.open', { count: data.openings })}</a>
        </p>
      </Section>
      {data.mayWrite && data.exists && !data.destroyAskedAt && (
        <Section title={v.t('health.destroy.title')}>
          <p>{v.t('health.destroy.when', { days: retentionDays })}</p>
          <p>
            <a href={paths.destroy.href(here)}>{v.t('health.destroy.open')}</a>
          </p>
        </Section>
      )}
    </>
  );
}

/** The record in the words it was signed in. */
export function ReadPage({ v, data }: { v: View; data: ViewOf<typeof readRecord> }) {
  return (
    <>
      <WhoseHead
        v={v}
        whose={data}
        title={v.t('health.read.title', { name: data.name })}
        actions={<PrintButton text={v.t('health.print')} />}
      />
      {data.goneSince && (
        <Notice tone="stop" title={v.t('health.destroyed-at', { at: data.goneSince })}>
          <p>{v.t('health.destroyed-text')}</p>
        </Notice>
      )}
      {!data.goneSince && data.missing.length > 0 && (
        <Notice tone="wait" title={v.t('health.read.missing')}>
          <p>{v.fmt.list(data.missing.map((part) => v.t(`health.part.${part}`)))}</p>
        </Notice>
      )}
      {data.parts.map((part) => (
        <SignedPart key={part.part} v={v} part={part} />
      ))}
    </>
  );
}

/** "Is it still true?" */
export function ConfirmPage({
  v,
  data,
  read,
}: {
  v: View;
  data: RecordView;
  read: ViewOf<typeof readRecord>;
}) {
  const here = { pupilId: data.pupilId };
  const action = paths.confirm.href(here);
  const f = bind(v, action);
  return (
    <>
      <WhoseHead
        v={v}
        whose={data}
        title={v.t('health.confirm.title', { name: data.name })}
        lead={v.t('health.confirm.lead')}
      />
      <ErrorSummary title={v.t('health.errors')} errors={f.errors} />
      {read.parts
        .filter((p) => p.part === 'guardian')
        .map((part) => (
          <SignedPart key={part.part} v={v} part={part} />
        ))}
      <Form action={action} sensitive>
        <Checkbox {...f.tick('sure')} label={v.t('health.confirm.true', { name: data.name })} />
        <ButtonRow>
          <Button>{v.t('health.confirm.button')}</Button>
          <LinkButton href={paths.sign.href(here)}>{v.t('health.confirm.changed')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

/** Who opened the record in an emergency, when and why. */
export function LooksPage({ v, data }: { v: View; data: ViewOf<typeof listLooks> }) {
  return (
    <>
      <WhoseHead
        v={v}
        whose={data}
        title={v.t('health.looks.title', { name: data.name })}
        lead={v.t('health.looks.lead')}
      />
      {data.openings.length === 0 ? (
        <EmptyState title={v.t('health.looks.none')} text={v.t('health.looks.none-text')} />
      ) : (
        <Timeline
          items={data.openings.map((o) => ({
            id: o.at.toString(),
            dateText: v.fmt.moment(o.at),
            datetime: o.at.toString(),
            who: o.org ? v.t('health.looks.who', { by: o.by, org: o.org }) : o.by,
            what: (
              <>
                {v.t('health.looks.opened', {
                  parts: v.fmt.list(o.what.map((p) => v.t(`health.part.${p}`))),
                  until: v.fmt.time(o.until),
                })}
                <br />
                {o.reason === null
                  ? v.t('health.looks.reason-gone')
                  : v.t('health.looks.reason', { reason: o.reason })}
                <br />
                {v.t('health.looks.times', {
                  count: o.looks.length,
                  times: v.fmt.list([...o.looks].reverse().map((at) => v.fmt.time(at))),
                })}
              </>
            ),
          }))}
        />
      )}
    </>
  );
}

/** Asks before something ends for good. */
export function DestroyPage({ v, data }: { v: View; data: RecordView }) {
  const here = { pupilId: data.pupilId };
  const action = paths.destroy.href(here);
  const f = bind(v, action);
  return (
    <>
      <WhoseHead
        v={v}
        whose={data}
        title={v.t('health.destroy.ask-title', { name: data.name })}
        lead={v.t('health.destroy.ask-lead')}
      />
      <ErrorSummary title={v.t('health.errors')} errors={f.errors} />
      <Prose>
        <ul>
          <li>{v.t('health.destroy.what')}</li>
          <li>{v.t('health.destroy.who')}</li>
          <li>{v.t('health.destroy.told')}</li>
        </ul>
      </Prose>
      <Form action={action} sensitive>
        <Checkbox {...f.tick('sure')} label={v.t('health.destroy.sure', { name: data.name })} />
        <ButtonRow>
          <Button kind="danger">{v.t('health.destroy.ask')}</Button>
          <LinkButton href={paths.record.href(here)}>{v.t('health.not-now')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

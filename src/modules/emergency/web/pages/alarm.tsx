import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { LinkButton, Notice, PageHead, Section, Timeline } from '#ui/index.ts';
import type { getAlarm } from '../../server/index.ts';
import { First112, Phone } from '../parts/call.tsx';
import { paths } from '../paths.ts';

/** How it stands, for whoever raised it: who was told, who comes, whom to call meanwhile. */
export function AlarmPage({ v, a }: { v: View; a: ViewOf<typeof getAlarm> }) {
  const last = a.told.at(-1);
  return (
    <>
      <PageHead title={v.t(`emergency.alarm.${a.state}`)} />
      <First112 v={v} />
      {a.state === 'taken' && a.takenAt && (
        <Notice
          tone="done"
          title={v.t('emergency.alarm.taken-by', {
            who: a.takenBy,
            at: v.fmt.time(a.takenAt, a.timeZone),
          })}
        >
          {a.takenPhone !== '' && (
            <p>
              {v.t('emergency.alarm.call-them')} <Phone number={a.takenPhone} />
            </p>
          )}
        </Notice>
      )}
      {a.state === 'alarm' && a.nobodyOnDuty && (
        <Notice tone="stop" title={v.t('emergency.alarm.nobody-on-duty', { org: a.orgName })}>
          <p>{v.t('emergency.alarm.nobody-text')}</p>
        </Notice>
      )}
      {a.state === 'alarm' && (
        <Notice tone="now" title={v.t('emergency.alarm.told', { who: last?.who ?? '' })}>
          {a.nextAt && (
            <p>{v.t('emergency.alarm.next', { at: v.fmt.time(a.nextAt, a.timeZone) })}</p>
          )}
        </Notice>
      )}
      {(a.phone !== '' || a.orgPhone !== '') && (
        <Section title={v.t('emergency.alarm.call')} id="call">
          {a.phone !== '' && (
            <p>
              {v.t('emergency.card.any-hour')} <Phone number={a.phone} />
            </p>
          )}
          {a.orgPhone !== '' && (
            <p>
              {a.orgName} <Phone number={a.orgPhone} />
            </p>
          )}
        </Section>
      )}
      <Section title={v.t('emergency.alarm.so-far')} id="so-far">
        <Timeline
          items={[
            { at: a.raisedAt, what: v.t('emergency.alarm.you-raised'), who: '' },
            ...a.told.map((l) => ({ at: l.at, what: v.t('emergency.line.told'), who: l.who })),
            ...(a.takenAt
              ? [{ at: a.takenAt, what: v.t('emergency.line.taken'), who: a.takenBy }]
              : []),
          ].map((l, i) => ({
            id: String(i),
            dateText: v.fmt.time(l.at, a.timeZone),
            datetime: l.at.toString(),
            who: l.who,
            what: l.what,
          }))}
        />
        <p class="hint">{v.t('emergency.alarm.reload')}</p>
        <LinkButton href={paths.alarm.href({ incidentId: a.id })}>
          {v.t('emergency.alarm.look-again')}
        </LinkButton>
      </Section>
    </>
  );
}

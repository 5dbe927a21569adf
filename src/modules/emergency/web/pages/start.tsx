import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  EmptyState,
  ErrorSummary,
  Form,
  LinkButton,
  Notice,
  PageHead,
  Section,
  StatusTag,
} from '#ui/index.ts';
import type { getStart, listDuty, listOwnAlarms } from '../../server/index.ts';
import { First112 } from '../parts/call.tsx';
import { type Incident, Incidents } from '../parts/incidents.tsx';
import { paths } from '../paths.ts';

export type Start = ViewOf<typeof getStart>;
export type Duty = ViewOf<typeof listDuty>;
type Props = {
  v: View;
  start: Start;
  open: Incident[];
  hasClosed: boolean;
  duty: Duty;
  alarms: ViewOf<typeof listOwnAlarms>['alarms'];
};

/** 112 first, then the alarm, then everything that helps before there is one. */
export function StartPage({ v, start, open, hasClosed, duty, alarms }: Props) {
  const nothing =
    start.stays.length === 0 &&
    !start.seesTonight &&
    duty.groups.length === 0 &&
    duty.without.length === 0;
  return (
    <>
      <PageHead title={v.t('emergency.title')} lead={v.t('emergency.lead')} />
      <First112 v={v} />
      <ErrorSummary
        title={v.t('emergency.errors')}
        errors={v.form.faults.map((f) => ({ href: '#main', text: v.t(f.reason, f.params) }))}
      />
      {alarms.map((a) => (
        <Notice
          key={a.id}
          tone={a.state === 'alarm' ? 'late' : 'done'}
          title={v.t(`emergency.alarm.${a.state}`)}
        >
          <p>
            <a href={paths.alarm.href({ incidentId: a.id })}>{v.t('emergency.alarm.see')}</a>
          </p>
        </Notice>
      ))}
      {start.stays.map((s) => (
        <Stay key={s.id} v={v} s={s} alone={start.stays.length === 1} />
      ))}
      {open.length > 0 && (
        <Section title={v.t('emergency.incidents.open')} id="open">
          <Incidents v={v} rows={open} />
        </Section>
      )}
      {(start.seesTonight || start.many) && (
        <Section title={v.t('emergency.tonight.title')} id="tonight">
          <p>{v.t('emergency.tonight.teaser')}</p>
          <LinkButton href={paths.tonight.href()}>{v.t('emergency.tonight.open')}</LinkButton>
        </Section>
      )}
      {(duty.groups.length > 0 || duty.without.length > 0) && <DutyPart v={v} duty={duty} />}
      {hasClosed && (
        <p>
          <a href={paths.incidents.href()}>{v.t('emergency.incidents.see-all')}</a>
        </p>
      )}
      {nothing && (
        <EmptyState title={v.t('emergency.nothing')} text={v.t('emergency.nothing-text')} />
      )}
    </>
  );
}

function Stay({ v, s, alone }: { v: View; s: Start['stays'][number]; alone: boolean }) {
  const title = s.isMine
    ? v.t('emergency.alarm.mine')
    : v.t('emergency.alarm.of', { pupil: s.pupil });
  const card = s.isMine ? paths.card.href() : paths.cardOf.href({ mobilityId: s.id });
  return (
    <Section title={title} id={s.id}>
      {!s.isGuardian && (
        <>
          <p>{v.t('emergency.alarm.what-happens')}</p>
          <Form action={paths.raise.href({ mobilityId: s.id })} label={title}>
            <ButtonRow>
              <Button kind={alone ? 'primary' : 'danger'}>{v.t('emergency.alarm.raise')}</Button>
            </ButtonRow>
          </Form>
        </>
      )}
      <p>
        <a href={card}>{v.t(s.isMine ? 'emergency.card.own' : 'emergency.card.see')}</a>
      </p>
    </Section>
  );
}

function DutyPart({ v, duty }: { v: View; duty: Duty }) {
  return (
    <Section title={v.t('emergency.duty.title')} id="duty">
      {duty.groups.map((g) => (
        <Section key={g.id} level={3} title={g.name} id={g.id}>
          <p>{[g.orgName, g.partnerName].filter(Boolean).join(' · ')}</p>
          <p>
            {g.now.length > 0 ? (
              <StatusTag
                tone="done"
                text={v.t('emergency.duty.now', {
                  who: v.fmt.list(g.now.map((p) => (p.isMe ? v.t('emergency.duty.you') : p.name))),
                })}
              />
            ) : (
              <StatusTag tone="stop" text={v.t('emergency.duty.nobody')} />
            )}
          </p>
          {g.gaps[0] && g.now.length > 0 && (
            <p>
              <StatusTag
                tone="stop"
                text={v.t('emergency.duty.gap', {
                  count: g.gaps.length,
                  from: v.fmt.moment(g.gaps[0].from, g.timeZone),
                })}
              />
            </p>
          )}
          {g.asked > 0 && (
            <p>
              <StatusTag tone="now" text={v.t('emergency.duty.asked', { count: g.asked })} />
            </p>
          )}
          <LinkButton href={paths.rota.href({ dutyGroupId: g.id })}>
            {v.t('emergency.duty.open')}
          </LinkButton>
        </Section>
      ))}
      {duty.without.map((o) => (
        <p key={o.id}>
          <a href={paths.newGroup.href({ orgId: o.id })}>
            {v.t('emergency.duty.begin', { org: o.name })}
          </a>
        </p>
      ))}
    </Section>
  );
}

import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  DateField,
  Details,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
  SelectField,
  StatusTag,
  Table,
  TextArea,
  TextField,
  Timeline,
} from '#ui/index.ts';
import type { getNewGroup, getRota, listDevices } from '../../server/index.ts';
import { Phone } from '../parts/call.tsx';
import { paths } from '../paths.ts';

export type Rota = ViewOf<typeof getRota>;
type Props = { v: View; r: Rota };
type Devices = ViewOf<typeof listDevices>;

const dayLabels = (v: View) => ({
  day: v.t('emergency.day'),
  month: v.t('emergency.month'),
  year: v.t('emergency.year'),
});

/** Who is on duty when, by the clock of the place; what nobody covers stands first and in red. */
export function RotaPage({ v, r, own }: Props & { own: Devices }) {
  const names = r.members.filter((m) => r.onDuty.includes(m.id)).map((m) => m.name);
  return (
    <>
      <PageHead
        title={r.name}
        lead={[r.orgName, r.partnerName].filter(Boolean).join(' · ')}
        breadcrumbs={[{ href: paths.start.href(), label: v.t('emergency.title') }]}
        breadcrumbsLabel={v.t('emergency.crumbs')}
      />
      <ErrorSummary title={v.t('emergency.errors')} errors={bind(v, v.form.action).errors} />
      {names.length > 0 ? (
        <Notice tone="done" title={v.t('emergency.duty.now', { who: v.fmt.list(names) })} />
      ) : (
        <Notice tone="stop" title={v.t('emergency.duty.nobody')}>
          <p>{v.t('emergency.duty.nobody-text')}</p>
        </Notice>
      )}
      <Hours v={v} r={r} />
      {(r.shares || r.leads) && <Handover v={v} r={r} />}
      {r.shares && <Own v={v} r={r} />}
      {(r.shares || r.leads) && <OwnDevices v={v} r={r} own={own} />}
      {r.leads && <Lead v={v} r={r} />}
    </>
  );
}

function Hours({ v, r }: Props) {
  const at = (instant: Temporal.Instant) => v.fmt.moment(instant, r.timeZone);
  return (
    <Section title={v.t('emergency.rota.hours')} id="hours">
      <p class="hint">{v.t('emergency.rota.by-clock', { zone: v.fmt.zone(r.timeZone) })}</p>
      {r.gaps.length > 0 && (
        <Notice tone="stop" title={v.t('emergency.rota.gaps')}>
          <ul>
            {r.gaps.slice(0, 8).map((g) => (
              <li key={g.from.toString()}>
                {v.t('emergency.rota.from-until', { from: at(g.from), until: at(g.until) })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {r.shifts.length === 0 ? (
        <EmptyState
          level={3}
          title={v.t('emergency.rota.none')}
          text={v.t(r.leads ? 'emergency.rota.none-lead' : 'emergency.rota.none-text')}
        />
      ) : (
        <Table
          caption={v.t('emergency.rota.hours')}
          hideCaption
          rowHeader="when"
          columns={[
            { key: 'when', label: v.t('emergency.rota.when') },
            { key: 'who', label: v.t('emergency.rota.who') },
            { key: 'act', label: v.t('emergency.rota.change'), hideLabel: true },
          ]}
          rows={r.shifts.slice(0, 40).map((s) => ({
            id: s.id,
            cells: {
              when: v.t('emergency.rota.from-until', { from: at(s.from), until: at(s.until) }),
              who: (
                <>
                  {s.name} {s.away && <StatusTag tone="stop" text={v.t('emergency.rota.away')} />}
                  {s.swapAsked && <StatusTag tone="now" text={asksText(v, s)} />}
                </>
              ),
              act: <ShiftActs v={v} r={r} s={s} />,
            },
          }))}
        />
      )}
      <p>
        <LinkButton href={paths.plan.href({ dutyGroupId: r.id })}>
          {v.t('emergency.plan.get')}
        </LinkButton>
      </p>
    </Section>
  );
}

/** Who was asked: you, one person, or whoever can. */
function asksText(v: View, s: Rota['shifts'][number]): string {
  if (s.isAskedOfMe) return v.t('emergency.rota.asks-you');
  return s.askedOf === ''
    ? v.t('emergency.rota.asks')
    : v.t('emergency.rota.asks-one', { who: s.askedOf });
}

/** To ask one person or whoever can; asked anew, whoever was asked before need not answer. */
function AskSwap({ v, r, s }: Props & { s: Rota['shifts'][number] }) {
  const action = paths.askSwap.href({ dutyGroupId: r.id, dutyShiftId: s.id });
  const f = bind(v, action);
  const of = v.t('emergency.rota.of', { who: s.name, from: v.fmt.moment(s.from, r.timeZone) });
  const ask = v.t(s.swapAsked ? 'emergency.rota.ask-another' : 'emergency.rota.ask-swap');
  return (
    <Details summary={ask} open={v.form.action === action} wide>
      <Form action={action} label={`${ask} · ${of}`}>
        <Hidden name="version" value={String(s.version)} />
        <SelectField
          {...f.text(`with.${s.id}`)}
          label={v.t('emergency.rota.ask-whom')}
          emptyLabel={v.t('emergency.rota.ask-all')}
          options={r.members.filter((m) => !m.isMe).map((m) => ({ value: m.id, label: m.name }))}
        />
        <ButtonRow>
          <Button kind="quiet">{v.t('emergency.rota.ask')}</Button>
        </ButtonRow>
      </Form>
    </Details>
  );
}

function ShiftActs({ v, r, s }: Props & { s: Rota['shifts'][number] }) {
  const at = { dutyGroupId: r.id, dutyShiftId: s.id };
  const version = <Hidden name="version" value={String(s.version)} />;
  const of = v.t('emergency.rota.of', { who: s.name, from: v.fmt.moment(s.from, r.timeZone) });
  const [take, decline, remove] = [
    v.t('emergency.rota.accept'),
    v.t('emergency.rota.decline'),
    v.t('emergency.rota.remove'),
  ];
  return (
    <>
      {s.mayAccept && (
        <Form action={paths.acceptSwap.href(at)} label={`${take} · ${of}`}>
          {version}
          <Button kind="quiet">{take}</Button>
        </Form>
      )}
      {s.isAskedOfMe && (
        <Form action={paths.declineSwap.href(at)} label={`${decline} · ${of}`}>
          {version}
          <Button kind="link">{decline}</Button>
        </Form>
      )}
      {s.isMine && r.members.some((m) => !m.isMe) && <AskSwap v={v} r={r} s={s} />}
      {r.leads && (
        <Form action={paths.removeShift.href(at)} label={`${remove} · ${of}`}>
          {version}
          <Button kind="link">{remove}</Button>
        </Form>
      )}
    </>
  );
}

function Handover({ v, r }: Props) {
  const action = paths.handover.href({ dutyGroupId: r.id });
  const f = bind(v, action);
  const open = r.matters.filter((m) => m.state !== 'closed');
  return (
    <Section title={v.t('emergency.handover.title')} id="handover">
      {open.length > 0 ? (
        <ul>
          {open.map((m) => (
            <li key={m.id}>
              <a href={paths.incident.href({ incidentId: m.id })}>
                {v.t(m.drill ? 'emergency.handover.drill' : 'emergency.handover.open', {
                  at: v.fmt.moment(m.raisedAt, r.timeZone),
                })}
              </a>
            </li>
          ))}
        </ul>
      ) : (
        <p>{v.t('emergency.handover.nothing')}</p>
      )}
      {r.handovers.length > 0 && (
        <Timeline
          items={r.handovers.map((h) => ({
            id: h.id,
            dateText: v.fmt.moment(h.at, r.timeZone),
            datetime: h.at.toString(),
            who: h.by,
            what: (
              <>
                {h.words}
                {h.readBy !== '' && <> · {v.t('emergency.handover.read-by', { who: h.readBy })}</>}
              </>
            ),
            act: h.mayRead && (
              <Form
                action={paths.readHandover.href({ dutyGroupId: r.id, handoverId: h.id })}
                label={v.t('emergency.handover.of', { who: h.by })}
              >
                <Button kind="quiet">{v.t('emergency.handover.read')}</Button>
              </Form>
            ),
          }))}
        />
      )}
      {r.shares && (
        <Details summary={v.t('emergency.handover.write')} open={v.form.action === action} wide>
          <Form action={action} id="handover-form" sensitive>
            <Hidden name="key" value={f.text('key').value || r.key} />
            <TextArea
              {...f.text('words')}
              label={v.t('emergency.handover.words')}
              hint={v.t('emergency.handover.hint')}
              rows={3}
            />
            <ButtonRow>
              <Button kind="quiet">{v.t('emergency.handover.save')}</Button>
            </ButtonRow>
          </Form>
        </Details>
      )}
    </Section>
  );
}

/** One's own number and holidays. */
function Own({ v, r }: Props) {
  const me = r.members.find((m) => m.isMe);
  const number = paths.number.href({ dutyGroupId: r.id });
  const away = paths.away.href({ dutyGroupId: r.id });
  const f = bind(v, number, { phone: me?.phone, takesSms: me?.takesSms });
  const g = bind(v, away);
  return (
    <Section title={v.t('emergency.own.title')} id="own">
      {me?.phone === '' && <Notice tone="late" title={v.t('emergency.own.no-number')} />}
      <Details
        summary={v.t('emergency.own.number')}
        open={me?.phone === '' || v.form.action === number}
        wide
      >
        <Form action={number} id="number">
          <TextField
            {...f.text('phone')}
            label={v.t('emergency.rota.phone')}
            hint={v.t('emergency.own.number-hint')}
            type="tel"
            width={20}
          />
          <Checkbox
            {...f.tick('takesSms')}
            label={v.t('emergency.own.sms')}
            hint={v.t('emergency.own.sms-hint')}
          />
          <ButtonRow>
            <Button kind="quiet">{v.t('emergency.save')}</Button>
          </ButtonRow>
        </Form>
      </Details>
      {r.absences.length > 0 && (
        <ul>
          {r.absences.map((a) => (
            <li key={`${a.name} ${a.fromOn}`}>
              {v.t('emergency.own.away-line', { who: a.name, from: a.fromOn, until: a.untilOn })}
              {a.isMine && (
                <Form
                  action={paths.endAway.href({ dutyGroupId: r.id, fromOn: a.fromOn.toString() })}
                  label={v.t('emergency.own.back')}
                >
                  <Button kind="link">{v.t('emergency.own.back')}</Button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
      <Details summary={v.t('emergency.own.away')} open={v.form.action === away} wide>
        <Form action={away} id="away">
          <DateField
            {...g.date('awayFrom')}
            label={v.t('emergency.own.from')}
            labels={dayLabels(v)}
          />
          <DateField
            {...g.date('awayUntil')}
            label={v.t('emergency.own.until')}
            labels={dayLabels(v)}
          />
          <ButtonRow>
            <Button kind="quiet">{v.t('emergency.save')}</Button>
          </ButtonRow>
        </Form>
      </Details>
    </Section>
  );
}

/** Devices on which alarms appear. What this browser can do the script says; without one the first sentence stays. */
function OwnDevices({ v, r, own }: Props & { own: Devices }) {
  if (own.publicKey === '') return null;
  const action = paths.devices.href({ dutyGroupId: r.id });
  return (
    <Section title={v.t('emergency.device.title')} id="devices">
      <p>{v.t('emergency.device.what')}</p>
      {own.devices.length > 0 && (
        <Facts
          items={own.devices.map((d) => ({
            label: d.name || v.t('emergency.device.some'),
            value: (
              <>
                {v.t('emergency.device.until', { day: v.fmt.moment(d.until, r.timeZone) })}{' '}
                <b data-push-mark={d.mark} hidden>
                  {v.t('emergency.device.this')}
                </b>
              </>
            ),
            action: (
              <Form
                action={paths.deviceOff.href({ dutyGroupId: r.id, pushDeviceId: d.id })}
                label={v.t('emergency.device.off-of', { name: d.name })}
              >
                <Button kind="link">{v.t('emergency.device.off')}</Button>
              </Form>
            ),
          }))}
        />
      )}
      <div
        data-push={own.publicKey}
        data-denied={v.t('emergency.device.denied')}
        data-failed={v.t('emergency.device.failed')}
      >
        <p aria-live="polite">{v.t('emergency.device.cannot')}</p>
        <div hidden>
          <Form action={action} id="push-form">
            <Hidden name="endpoint" value="" />
            <Hidden name="p256dh" value="" />
            <Hidden name="auth" value="" />
            <ButtonRow>
              <Button kind="quiet">{v.t('emergency.device.on')}</Button>
            </ButtonRow>
          </Form>
        </div>
      </div>
    </Section>
  );
}

/** For those who make the rota: hours, people, the number, a drill. */
function Lead({ v, r }: Props) {
  const at = { dutyGroupId: r.id };
  const shifts = paths.shifts.href(at);
  const add = paths.addMember.href(at);
  const details = paths.group.href(at);
  const f = bind(v, shifts, {
    fromOn: r.today,
    fromTime: '20:00',
    untilOn: r.today.add({ days: 1 }),
    untilTime: '08:00',
    weeks: '1',
  });
  const m = bind(v, add);
  const d = bind(v, details, { name: r.name, groupPhone: r.phone });
  const drills = r.matters.filter((i) => i.drill);
  return (
    <Section title={v.t('emergency.lead.title')} id="lead">
      {r.members.length > 0 && (
        <Details
          summary={v.t('emergency.lead.add-hours')}
          open={r.shifts.length === 0 || v.form.action === shifts}
          wide
        >
          <Form action={shifts} id="shifts">
            <SelectField
              {...f.text('personId')}
              label={v.t('emergency.rota.who')}
              emptyLabel={v.t('emergency.choose')}
              options={r.members.map((p) => ({ value: p.id, label: p.name }))}
            />
            <DateField
              {...f.date('fromOn')}
              label={v.t('emergency.rota.from')}
              labels={dayLabels(v)}
            />
            <TextField
              {...f.text('fromTime')}
              label={v.t('emergency.lead.from-time')}
              width={6}
              inputmode="numeric"
            />
            <DateField
              {...f.date('untilOn')}
              label={v.t('emergency.rota.until')}
              labels={dayLabels(v)}
            />
            <TextField
              {...f.text('untilTime')}
              label={v.t('emergency.lead.until-time')}
              width={6}
              inputmode="numeric"
            />
            <TextField
              {...f.text('weeks')}
              label={v.t('emergency.lead.weeks')}
              hint={v.t('emergency.lead.weeks-hint')}
              width={4}
              inputmode="numeric"
            />
            <ButtonRow>
              <Button kind="quiet">{v.t('emergency.lead.save-hours')}</Button>
            </ButtonRow>
          </Form>
        </Details>
      )}
      <Details
        summary={v.t('emergency.lead.people', { count: r.members.length })}
        open={r.members.length === 0 || v.form.action === add}
        wide
      >
        {r.members.length > 0 && (
          <Facts
            items={r.members.map((p) => ({
              label: p.name,
              value: p.phone === '' ? v.t('emergency.lead.no-phone') : <Phone number={p.phone} />,
              action: (
                <Form
                  action={paths.removeMember.href({ ...at, personId: p.id })}
                  label={v.t('emergency.lead.remove', { who: p.name })}
                >
                  <Button kind="link">{v.t('emergency.lead.take-out')}</Button>
                </Form>
              ),
            }))}
          />
        )}
        <Form action={add} id="add-member">
          <SelectField
            {...m.text('memberId')}
            label={v.t('emergency.lead.add')}
            emptyLabel={v.t('emergency.choose')}
            options={r.candidates.map((c) => ({ value: c.id, label: c.name }))}
          />
          <ButtonRow>
            <Button kind="quiet">{v.t('emergency.lead.add-button')}</Button>
          </ButtonRow>
        </Form>
      </Details>
      <Details summary={v.t('emergency.lead.details')} open={v.form.action === details} wide>
        <Form action={details} id="details">
          <Hidden name="version" value={String(r.version)} />
          <TextField {...d.text('name')} label={v.t('emergency.rota.group')} />
          <TextField
            {...d.text('groupPhone')}
            label={v.t('emergency.card.any-hour')}
            hint={v.t('emergency.lead.phone-hint')}
            type="tel"
            width={20}
          />
          <ButtonRow>
            <Button kind="quiet">{v.t('emergency.save')}</Button>
          </ButtonRow>
        </Form>
      </Details>
      <Details summary={v.t('emergency.drill.start')} wide>
        <p>{v.t('emergency.drill.lead')}</p>
        {drills.length > 0 && (
          <ul>
            {drills.map((i) => (
              <li key={i.id}>
                <a href={paths.incident.href({ incidentId: i.id })}>
                  {v.t('emergency.drill.of', { at: v.fmt.moment(i.raisedAt, r.timeZone) })}
                </a>
              </li>
            ))}
          </ul>
        )}
        <Form action={paths.drill.href(at)}>
          <Button kind="quiet">{v.t('emergency.drill.begin')}</Button>
        </Form>
      </Details>
    </Section>
  );
}

export function NewGroupPage({ v, org }: { v: View; org: ViewOf<typeof getNewGroup> }) {
  const action = paths.newGroup.href({ orgId: org.id });
  const f = bind(v, action, { name: v.t('emergency.new-group.default', { org: org.name }) });
  return (
    <>
      <PageHead
        title={v.t('emergency.new-group.title', { org: org.name })}
        lead={v.t('emergency.new-group.lead')}
        breadcrumbs={[{ href: paths.start.href(), label: v.t('emergency.title') }]}
        breadcrumbsLabel={v.t('emergency.crumbs')}
      />
      <ErrorSummary title={v.t('emergency.errors')} errors={f.errors} />
      <Form action={action} id="new-group">
        <TextField {...f.text('name')} label={v.t('emergency.rota.group')} />
        {org.partners.length > 0 && (
          <SelectField
            {...f.text('partnerOrgId')}
            label={v.t('emergency.new-group.partner')}
            hint={v.t('emergency.new-group.partner-hint')}
            emptyLabel={v.t('emergency.new-group.alone')}
            options={org.partners.map((p) => ({ value: p.id, label: p.name }))}
          />
        )}
        <TextField
          {...f.text('phone')}
          label={v.t('emergency.card.any-hour')}
          hint={v.t('emergency.lead.phone-hint')}
          optionalLabel={v.t('emergency.optional')}
          type="tel"
          width={20}
        />
        <ButtonRow>
          <Button>{v.t('emergency.new-group.save')}</Button>
        </ButtonRow>
      </Form>
    </>
  );
}

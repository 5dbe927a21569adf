import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  DateField,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  SelectField,
  StatusTag,
  Table,
  TaskList,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { type Direction, directions, means } from '../../core/index.ts';
import type { getGroup, getGroupForm, listGroups } from '../../server/index.ts';
import { Connections, JourneyChanged, JourneyLegs } from '../parts/journey.tsx';
import { Late } from '../parts/late.tsx';
import { Named, Phone } from '../parts/phone.tsx';
import { paths } from '../paths.ts';

export type Groups = ViewOf<typeof listGroups>;
export type Group = ViewOf<typeof getGroup>;
export type GroupForm = ViewOf<typeof getGroupForm>;

/** Journeys in a group. */
export function GroupsPage({ v, groups }: { v: View; groups: Groups }) {
  return (
    <>
      <PageHead title={v.t('travel.group.list')} lead={v.t('travel.group.lead')} />
      {groups.rows.length === 0 ? (
        <EmptyState title={v.t('travel.group.none')} text={v.t('travel.group.none-text')} />
      ) : (
        <TaskList
          items={groups.rows.map((g) => ({
            id: g.id,
            title: v.t('travel.group.row', {
              direction: g.direction,
              count: g.pupils,
              companion: g.companion,
            }),
            href: paths.group.href({ travelGroupId: g.id }),
            tone: g.arrived === g.pupils ? 'done' : g.mine ? 'now' : 'wait',
            statusText:
              g.arrived > 0
                ? v.t('travel.group.arrived', { count: g.arrived, all: g.pupils })
                : v.t('travel.group.ticked', { count: g.ticked, all: g.pupils }),
            dateText: v.fmt.date(g.leavesOn),
          }))}
        />
      )}
      {groups.orgs.map((org) => (
        <ButtonRow key={org.id}>
          {directions.map((direction) => (
            <LinkButton key={direction} href={paths.newGroup.href({ orgId: org.id, direction })}>
              {v.t(`travel.group.new-${direction}`, { org: org.name })}
            </LinkButton>
          ))}
        </ButtonRow>
      ))}
      {groups.orgs.length > 0 && (
        <p>
          <a href={paths.green.href()}>{v.t('travel.green.title')}</a>
        </p>
      )}
    </>
  );
}

/** The accompanying person counts the group on a phone: one large button a pupil. */
export function GroupPage({ v, group: g }: { v: View; group: Group }) {
  const action = paths.tick.href({ travelGroupId: g.id });
  const at = (instant: Temporal.Instant, zone: string, place: string) =>
    v.t('travel.at', { at: v.fmt.moment(instant, zone), place });
  const connectionHref =
    g.goesOnIn && paths.connection.href({ mobilityId: g.goesOnIn, direction: g.direction });
  const arrives = at(g.arrivesAt, g.arrivesZone, g.to);
  const unknown =
    g.legs.some((leg) => leg.connection === 'missed') && g.pupils.some((p) => !p.arrivedAt);
  const missing = g.pupils.filter((p) => !p.ticked);
  return (
    <>
      <PageHead
        title={v.t(`travel.group.title-${g.direction}`, { to: g.to })}
        kicker={v.t('travel.group.with', { companion: g.companion })}
        lead={at(g.leavesAt, g.leavesZone, g.from)}
        breadcrumbs={[{ href: paths.groups.href(), label: v.t('travel.group.list') }]}
        breadcrumbsLabel={v.t('travel.crumbs')}
      />
      <ErrorSummary title={v.t('travel.errors')} errors={bind(v, action).errors} />
      <JourneyChanged
        v={v}
        change={g.change ?? undefined}
        of={{ ...g, arrived: g.pupils.every((p) => p.arrivedAt) }}
      />
      {g.pupils.some((p) => !p.arrivedAt) && (
        <Connections
          v={v}
          legs={g.legs}
          next={{ by: [g.companion], href: connectionHref, isPupil: false }}
        />
      )}
      <Section title={v.t('travel.group.who')} id="who">
        <p>
          <StatusTag
            tone={missing.length === 0 ? 'done' : g.mayTick ? 'now' : 'wait'}
            text={
              missing.length === 0
                ? v.t('travel.group.all-here', { count: g.pupils.length })
                : v.t('travel.group.ticked', {
                    count: g.pupils.length - missing.length,
                    all: g.pupils.length,
                  })
            }
          />
        </p>
        {!g.mayTick && g.pupils.every((p) => !p.arrivedAt) && (
          <p>{v.t('travel.group.tick-later')}</p>
        )}
        <Table
          caption={v.t('travel.group.who')}
          hideCaption
          rowHeader="name"
          columns={[
            { key: 'name', label: v.t('travel.group.pupil') },
            { key: 'state', label: v.t('travel.group.state') },
            { key: 'tick', label: v.t('travel.group.tick'), hideLabel: true },
          ]}
          rows={g.pupils.map((p) => ({
            id: p.id,
            cells: {
              name: (
                <>
                  {p.name}
                  {p.phone && (
                    <>
                      <br />
                      <Phone number={p.phone} />
                    </>
                  )}
                </>
              ),
              state: (
                <StatusTag
                  tone={p.arrivedAt ? 'done' : p.ticked ? 'now' : 'wait'}
                  text={
                    p.arrivedAt
                      ? v.t('travel.group.arrived-at', {
                          at: v.fmt.moment(p.arrivedAt, g.arrivesZone),
                        })
                      : p.ticked
                        ? v.t('travel.group.here')
                        : v.t('travel.group.not-yet')
                  }
                />
              ),
              tick:
                g.mayTick && !p.arrivedAt && !(p.ticked && p.left) ? (
                  <Form action={action} label={p.name}>
                    <Hidden name="mobilityId" value={p.id} />
                    <Hidden name="here" value={p.ticked ? '' : 'on'} />
                    <Button kind={p.ticked ? 'quiet' : 'primary'}>
                      {v.t(p.ticked ? 'travel.group.untick' : 'travel.group.tick-one')}
                    </Button>
                  </Form>
                ) : null,
            },
          }))}
        />
        <p>{v.t('travel.group.arrival-note')}</p>
      </Section>
      {g.delay && (
        <Late
          v={v}
          journey={{
            mobilityId: g.delay.mobilityId,
            direction: g.direction,
            version: g.delay.version,
            legs: g.legs,
            currentLeg: g.currentLeg,
            connectionHref,
            groupId: g.id,
          }}
        />
      )}
      <Section
        title={v.t('travel.group.plan')}
        id="plan"
        action={
          g.mayPlan ? (
            <a href={paths.changeGroup.href({ travelGroupId: g.id })}>
              {v.t('travel.plan.change')}
            </a>
          ) : undefined
        }
      >
        <Facts
          items={[
            {
              label: v.t('travel.field.leaves'),
              value: at(g.leavesAt, g.leavesZone, g.from),
            },
            {
              label: v.t('travel.field.arrives'),
              value: unknown ? v.t('travel.connection.arrival-unknown', { at: arrives }) : arrives,
            },
            {
              label: v.t('travel.group.companion'),
              value: <Named name={g.companion} phone={g.companionPhone} />,
            },
            ...(g.meetingPoint
              ? [{ label: v.t('travel.group.meeting-point'), value: g.meetingPoint }]
              : []),
            {
              label: v.t('travel.field.means'),
              value: g.details
                ? `${v.t(`travel.means.${g.means}`)}. ${g.details}`
                : v.t(`travel.means.${g.means}`),
            },
            {
              label: v.t('travel.field.brought-by'),
              value: <Named name={g.broughtBy} phone={g.broughtByPhone} />,
            },
            {
              label: v.t('travel.field.met-by'),
              value: <Named name={g.metBy} phone={g.metByPhone} />,
            },
          ]}
        />
        <JourneyLegs v={v} journey={g} />
      </Section>
    </>
  );
}

/** One plan for several pupils. */
export function GroupFormPage({
  v,
  form,
  group,
}: {
  v: View;
  form: GroupForm;
  group: Group | null;
}) {
  const { direction } = form;
  const action = group
    ? paths.changeGroup.href({ travelGroupId: group.id })
    : paths.newGroup.href({ orgId: form.orgId, direction });
  const local = (at: Temporal.Instant | undefined, zone: string | undefined) =>
    at && zone ? at.toZonedDateTimeISO(zone) : undefined;
  const leaves = local(group?.leavesAt, group?.leavesZone);
  const arrives = local(group?.arrivesAt, group?.arrivesZone);
  const time = (at: Temporal.ZonedDateTime | undefined) =>
    at?.toPlainTime().toString({ smallestUnit: 'minute' });
  const intakes = form.intakes
    .map((i) => ({ ...i, pupils: i.pupils.filter((p) => !p.groupId || p.groupId === group?.id) }))
    .filter((i) => i.pupils.length > 0 && (!group || i.id === group.intakeId));
  const only = intakes.length === 1 ? intakes[0] : undefined;
  const day = dayOf(only, direction);
  const f = bind(v, action, {
    intakeId: group?.intakeId ?? only?.id,
    mobilityIds: group?.pupils.map((p) => p.id) ?? [],
    companionId: group?.companionId,
    companionPhone: group?.companionPhone,
    meetingPoint: group?.meetingPoint,
    leavesOn: leaves?.toPlainDate() ?? day,
    leavesAt: time(leaves),
    arrivesOn: arrives?.toPlainDate() ?? day,
    arrivesAt: time(arrives),
    means: group?.means,
    details: group?.details,
    broughtBy: group?.broughtBy,
    broughtByPhone: group?.broughtByPhone,
    metBy: group?.metBy,
    metByPhone: group?.metByPhone,
  });
  const labels = { day: v.t('travel.day'), month: v.t('travel.month'), year: v.t('travel.year') };
  const optional = v.t('travel.optional');
  const back = group ? paths.group.href({ travelGroupId: group.id }) : paths.groups.href();
  return (
    <>
      <PageHead
        title={v.t(`travel.group.new-${direction}`, { org: form.org })}
        lead={v.t('travel.group.form-lead')}
        breadcrumbs={[{ href: paths.groups.href(), label: v.t('travel.group.list') }]}
        breadcrumbsLabel={v.t('travel.crumbs')}
      />
      <ErrorSummary title={v.t('travel.errors')} errors={f.errors} />
      {intakes.length === 0 ? (
        <Notice title={v.t('travel.group.no-pupils')}>
          <p>{v.t('travel.group.no-pupils-text')}</p>
          <LinkButton href={back}>{v.t('travel.group.back')}</LinkButton>
        </Notice>
      ) : (
        <Form action={action} id={`group-${direction}`} keep>
          <Hidden name="version" value={String(group?.version ?? 0)} />
          <Hidden name="orgId" value={form.orgId} />
          <Hidden name="direction" value={direction} />
          {only ? (
            <Hidden name="intakeId" value={only.id} />
          ) : (
            <SelectField
              {...f.text('intakeId')}
              label={v.t('travel.group.intake')}
              emptyLabel={v.t('travel.choose')}
              options={intakes.map((i) => ({ value: i.id, label: i.name }))}
            />
          )}
          <CheckboxGroup
            {...f.choices('mobilityIds')}
            label={v.t('travel.group.pupils')}
            options={intakes.flatMap((i) =>
              i.pupils.map((p) => ({
                value: p.id as string,
                label: p.name,
                hint: p.country ? v.fmt.country(p.country) : undefined,
              })),
            )}
          />
          <SelectField
            {...f.text('companionId')}
            label={v.t('travel.group.companion')}
            hint={v.t('travel.group.companion-hint')}
            emptyLabel={v.t('travel.choose')}
            options={form.companions.map((c) => ({ value: c.id as string, label: c.name }))}
          />
          <TextField
            {...f.text('companionPhone')}
            label={v.t('travel.group.companion-phone')}
            type="tel"
            optionalLabel={optional}
            width={20}
          />
          <TextField
            {...f.text('meetingPoint')}
            label={v.t('travel.group.meeting-point')}
            optionalLabel={optional}
          />
          <DateField
            {...f.date('leavesOn')}
            label={v.t('travel.group.leaves-on')}
            labels={labels}
          />
          <TextField
            {...f.text('leavesAt')}
            label={v.t('travel.field.leaves-at')}
            hint={v.t('travel.group.local')}
            width={6}
          />
          <DateField
            {...f.date('arrivesOn')}
            label={v.t('travel.group.arrives-on')}
            labels={labels}
          />
          <TextField
            {...f.text('arrivesAt')}
            label={v.t('travel.field.arrives-at')}
            hint={v.t('travel.group.local')}
            width={6}
          />
          <RadioGroup
            {...f.text('means')}
            label={v.t('travel.field.means')}
            options={means.map((m) => ({ value: m, label: v.t(`travel.means.${m}`) }))}
          />
          <TextArea
            {...f.text('details')}
            label={v.t('travel.field.details')}
            hint={v.t('travel.field.details-hint')}
            optionalLabel={optional}
            rows={2}
          />
          <TextField {...f.text('broughtBy')} label={v.t('travel.group.brought-by')} />
          <TextField
            {...f.text('broughtByPhone')}
            label={v.t('travel.field.brought-by-phone')}
            type="tel"
            optionalLabel={optional}
            width={20}
          />
          <TextField {...f.text('metBy')} label={v.t('travel.field.met-by-ask')} />
          <TextField
            {...f.text('metByPhone')}
            label={v.t('travel.field.met-by-phone')}
            type="tel"
            optionalLabel={optional}
            width={20}
          />
          <ButtonRow>
            <Button>{v.t('travel.group.save')}</Button>
            <LinkButton href={back}>{v.t('travel.group.back')}</LinkButton>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}

function dayOf(
  intake: GroupForm['intakes'][number] | undefined,
  direction: Direction,
): Temporal.PlainDate | undefined {
  return direction === 'outward' ? intake?.startsOn : intake?.endsOn;
}

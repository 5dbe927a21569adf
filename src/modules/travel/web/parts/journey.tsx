import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Facts, LinkButton, Notice, StatusTag, Table, Tag } from '#ui/index.ts';
import { stageOf } from '../../core/index.ts';
import type { getJourneys } from '../../server/index.ts';
import { paths } from '../paths.ts';
import { Named } from './phone.tsx';

export type Journeys = ViewOf<typeof getJourneys>;
export type JourneyView = NonNullable<Journeys['outward']>;

/** Where a journey stands, in words. */
export function JourneyStatus({ v, journey }: { v: View; journey: JourneyView }) {
  const stage = stageOf(journey);
  const tone = stage === 'arrived' ? 'done' : stage === 'under_way' ? 'now' : 'wait';
  return (
    <>
      <StatusTag tone={tone} text={v.t(`travel.stage.${stage}`)} />
      {journey.green && (
        <>
          {' '}
          <Tag text={v.t('travel.green.tag')} />
        </>
      )}
    </>
  );
}

type Change = JourneyView['changes'][number];
type Leg = JourneyView['legs'][number];
type Ends = Pick<JourneyView, 'leavesZone' | 'arrivesZone' | 'legs'> & { arrived: boolean };

/** A part of a journey as it is called: the means and its number. */
export function legName(v: View, leg: Leg): string {
  return `${v.t(`travel.means.${leg.means}`)} ${leg.number}`.trim();
}

/** The newest change, the old and the new times side by side. */
export function JourneyChanged({ v, change: c, of }: { v: View; change?: Change; of: Ends }) {
  if (!c || of.arrived) return null;
  const others = c.what.filter((part) => part !== 'times' && !(part === 'leg' && c.leg));
  const leg = c.leg ? of.legs[c.leg.at] : undefined;
  const rows = [
    ...(c.leg && leg
      ? [
          {
            id: 'leg',
            was: c.leg.before,
            is: c.leg.now,
            zone: leg.arrivesZone,
            label: v.t('travel.change.leg', { leg: legName(v, leg), place: leg.toPlace }),
          },
        ]
      : []),
    {
      id: 'leaves',
      was: c.leavesBefore,
      is: c.leavesAt,
      zone: of.leavesZone,
      label: v.t('travel.field.leaves'),
    },
    {
      id: 'arrives',
      was: c.arrivesBefore,
      is: c.arrivesAt,
      zone: of.arrivesZone,
      label: v.t('travel.field.arrives'),
    },
  ].filter((r) => !r.was.equals(r.is));
  return (
    <Notice
      tone={c.kind === 'delay' ? 'late' : 'now'}
      title={v.t(`travel.change.${c.kind}`, { who: c.by, at: v.fmt.moment(c.at, of.leavesZone) })}
    >
      {rows.length > 0 && (
        <Table
          caption={v.t('travel.change.caption')}
          hideCaption
          rowHeader="what"
          columns={[
            { key: 'what', label: v.t('travel.change.what'), hideLabel: true },
            { key: 'before', label: v.t('travel.change.before') },
            { key: 'now', label: v.t('travel.change.now') },
          ]}
          rows={rows.map((r) => ({
            id: r.id,
            cells: {
              what: r.label,
              before: v.fmt.moment(r.was, r.zone),
              now: v.fmt.moment(r.is, r.zone),
            },
          }))}
        />
      )}
      {others.length > 0 && (
        <p>
          {v.t('travel.change.others', {
            parts: v.fmt.list(others.map((part) => v.t(`travel.part.${part}`))),
          })}
        </p>
      )}
    </Notice>
  );
}

/** What is missed since something is late, in words, and who says what next. */
export function Connections({
  v,
  legs,
  next,
}: {
  v: View;
  legs: readonly Leg[];
  next: {
    /** who says how it goes on, by name */
    by: string[];
    /** where it is written, for who may */
    href: string | null;
    isPupil: boolean;
  };
}) {
  const told = legs.filter((leg) => leg.connection !== 'fine');
  if (told.length === 0) return null;
  const missed = told.some((leg) => leg.connection === 'missed');
  return (
    <Notice
      tone={missed ? 'stop' : 'late'}
      title={v.t(missed ? 'travel.connection.missed' : 'travel.connection.tight')}
    >
      {told.map((leg) => (
        <p key={leg.leavesAt.toString()}>
          {v.t(`travel.connection.${leg.connection}-text`, {
            leg: legName(v, leg),
            place: leg.fromPlace,
            at: v.fmt.moment(leg.leavesNow, leg.leavesZone),
          })}
        </p>
      ))}
      {missed && <GoesOn v={v} {...next} />}
    </Notice>
  );
}

function GoesOn({
  v,
  by,
  href,
  isPupil,
}: {
  v: View;
  by: string[];
  href: string | null;
  isPupil: boolean;
}) {
  const who = v.fmt.list(by);
  return (
    <>
      {isPupil && <p>{v.t('travel.connection.stay', { who })}</p>}
      <p>{href ? v.t('travel.connection.you') : v.t('travel.connection.next', { who })}</p>
      {href && <LinkButton href={href}>{v.t('travel.connection.write')}</LinkButton>}
    </>
  );
}

/** When and where, and what the timetable said where that is another time. */
function LegEnd({
  v,
  was,
  is,
  zone,
  place,
}: {
  v: View;
  was: Temporal.Instant;
  is: Temporal.Instant;
  zone: string;
  place: string;
}) {
  const now = v.t('travel.at', { at: v.fmt.moment(is, zone), place });
  if (was.equals(is)) return <>{now}</>;
  return (
    <>
      {now}
      <br />
      <StatusTag tone="late" text={v.t('travel.legs.before', { at: v.fmt.moment(was, zone) })} />
    </>
  );
}

/** Trains, buses and flights in their order, each end by the clock of its place. */
export function JourneyLegs({
  v,
  journey: j,
}: {
  v: View;
  journey: Pick<JourneyView, 'legs'> & { legsOutside?: boolean };
}) {
  if (j.legs.length === 0) return null;
  return (
    <>
      {j.legsOutside && (
        <Notice tone="late" title={v.t('travel.legs.outside')}>
          <p>{v.t('travel.legs.outside-text')}</p>
        </Notice>
      )}
      <Table
        caption={v.t('travel.legs.title')}
        rowHeader="what"
        columns={[
          { key: 'what', label: v.t('travel.legs.part') },
          { key: 'leaves', label: v.t('travel.field.leaves') },
          { key: 'arrives', label: v.t('travel.field.arrives') },
        ]}
        rows={j.legs.map((l, i) => ({
          id: String(i),
          cells: {
            what: legName(v, l),
            leaves: (
              <LegEnd
                v={v}
                was={l.leavesAt}
                is={l.leavesNow}
                zone={l.leavesZone}
                place={l.fromPlace}
              />
            ),
            arrives: (
              <LegEnd
                v={v}
                was={l.arrivesAt}
                is={l.arrivesNow}
                zone={l.arrivesZone}
                place={l.toPlace}
              />
            ),
          },
        }))}
      />
    </>
  );
}

/** A journey label by label, each time in the zone of its place. */
export function JourneyFacts({ v, journey: j }: { v: View; journey: JourneyView }) {
  const at = (instant: Temporal.Instant, zone: string, place: string) =>
    v.t('travel.at', { at: v.fmt.moment(instant, zone), place });
  const arrives = at(j.arrivesAt, j.arrivesZone, j.arrivesIn);
  const unknown = !j.arrivedAt && j.legs.some((leg) => leg.connection === 'missed');
  return (
    <Facts
      items={[
        { label: v.t('travel.field.leaves'), value: at(j.leavesAt, j.leavesZone, j.leavesFrom) },
        {
          label: v.t('travel.field.arrives'),
          value: unknown ? v.t('travel.connection.arrival-unknown', { at: arrives }) : arrives,
        },
        {
          label: v.t('travel.field.means'),
          value: j.details
            ? `${v.t(`travel.means.${j.means}`)}. ${j.details}`
            : v.t(`travel.means.${j.means}`),
        },
        ...(j.broughtBy
          ? [
              {
                label: v.t('travel.field.brought-by'),
                value: <Named name={j.broughtBy} phone={j.broughtByPhone} />,
              },
            ]
          : []),
        {
          label: v.t('travel.field.met-by'),
          value: <Named name={j.metBy} phone={j.metByPhone} />,
        },
        ...(j.group
          ? [
              {
                label: v.t('travel.group.companion'),
                value: <Named name={j.group.companion} phone={j.group.phone} />,
                ...(j.group.mine
                  ? {
                      action: (
                        <a href={paths.group.href({ travelGroupId: j.group.id })}>
                          {v.t('travel.group.open')}
                        </a>
                      ),
                    }
                  : {}),
              },
              ...(j.group.meetingPoint
                ? [{ label: v.t('travel.group.meeting-point'), value: j.group.meetingPoint }]
                : []),
            ]
          : []),
        ...(j.departedAt
          ? [{ label: v.t('travel.field.left'), value: v.fmt.moment(j.departedAt, j.leavesZone) }]
          : []),
        ...(j.arrivedAt
          ? [
              {
                label: v.t('travel.field.arrived'),
                value: j.confirmedBy
                  ? v.t('travel.said-by', {
                      at: v.fmt.moment(j.arrivedAt, j.arrivesZone),
                      who: j.confirmedBy,
                    })
                  : v.fmt.moment(j.arrivedAt, j.arrivesZone),
              },
            ]
          : []),
      ]}
    />
  );
}

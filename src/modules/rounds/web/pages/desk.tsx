import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  EmptyState,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  Prose,
  RadioGroup,
  Section,
  SelectField,
  StatusTag,
  Table,
} from '#ui/index.ts';
import { groupSize } from '../../core/rules.ts';
import type { getDesk } from '../../server/index.ts';
import { RoundFacts } from '../parts/round-facts.tsx';
import { momentText, themeText } from '../parts/words.ts';
import { paths } from '../paths.ts';

export type Desk = ViewOf<typeof getDesk>;
type Group = Desk['groups'][number];

/** Everything a facilitator needs of a round: what to do next, the groups with reasons, who waits and why. */
export function DeskPage({ v, desk, link }: { v: View; desk: Desk; link: string }) {
  const roundId = desk.id;
  const proposed = desk.groups.filter((g) => g.state === 'proposed');
  const faults = v.form.faults.filter((fault) => fault.field === undefined || fault.field === 'to');
  return (
    <>
      <PageHead
        title={desk.name}
        kicker={v.t(`rounds.state.${desk.state}`)}
        breadcrumbs={[{ href: paths.rounds.href(), label: v.t('rounds.nav') }]}
        breadcrumbsLabel={v.t('rounds.crumbs')}
        actions={
          desk.state === 'open' && (
            <LinkButton href={paths.change.href({ clubRoundId: roundId })}>
              {v.t('rounds.change.title')}
            </LinkButton>
          )
        }
      />
      <ErrorSummary
        title={v.t('rounds.form.errors')}
        lead=""
        errors={faults.map((fault) => ({ href: '#main', text: v.t(fault.reason, fault.params) }))}
      />
      <Next v={v} desk={desk} proposed={proposed} />
      {desk.outcome && <Proof v={v} desk={desk} />}
      {desk.groups.map((group) => (
        <GroupPart key={group.id} v={v} desk={desk} group={group} />
      ))}
      <Waiting v={v} desk={desk} />
      <Section title={v.t('rounds.desk.share')} folded id="about">
        <p>{v.t('rounds.desk.share-text')}</p>
        <p class="wrap-anywhere">
          <a href={link}>{link}</a>
        </p>
        <RoundFacts v={v} round={desk} />
        {desk.state !== 'closed' && (
          <LinkButton href={paths.close.href({ clubRoundId: roundId })}>
            {v.t('rounds.close.title')}
          </LinkButton>
        )}
      </Section>
    </>
  );
}

function Next({ v, desk, proposed }: { v: View; desk: Desk; proposed: Group[] }) {
  const roundId = desk.id;
  if (desk.state === 'closed') return null;
  if (desk.working)
    return (
      <Notice tone="now" title={v.t('rounds.desk.working')}>
        <p>
          <a href={paths.desk.href({ clubRoundId: roundId })}>{v.t('rounds.desk.look-again')}</a>
        </p>
      </Notice>
    );
  const asked = desk.groups.flatMap((g) => g.members).filter((m) => m.state === 'asked');
  const find = (kind: 'primary' | 'quiet') => (
    <Form action={paths.find.href({ clubRoundId: roundId })} label={v.t('rounds.desk.find')}>
      <Button kind={kind}>
        {v.t(desk.outcome ? 'rounds.desk.find-again' : 'rounds.desk.find')}
      </Button>
    </Form>
  );
  if (desk.registered < groupSize.least)
    return (
      <NextStep
        kicker={v.t('rounds.next')}
        title={v.t('rounds.desk.invite', { count: desk.registered })}
        about={v.t('rounds.desk.invite-about', { least: groupSize.least })}
        tone="wait"
        action={<a href="#about">{v.t('rounds.desk.share')}</a>}
      />
    );
  if (proposed.length > 0)
    return (
      <>
        <NextStep
          kicker={v.t('rounds.next')}
          title={v.t('rounds.desk.ask', { groups: proposed.length })}
          about={v.t('rounds.desk.ask-about')}
          tone="now"
          action={
            <LinkButton kind="primary" href={paths.ask.href({ clubRoundId: roundId })}>
              {v.t('rounds.ask.open')}
            </LinkButton>
          }
        />
        {find('quiet')}
      </>
    );
  if (asked.length > 0)
    return (
      <NextStep
        kicker={v.t('rounds.next')}
        title={v.t('rounds.desk.waits-for', { count: asked.length })}
        about={v.fmt.list(asked.map((m) => m.name))}
        tone="wait"
        action={desk.placed < desk.registered ? find('quiet') : null}
      />
    );
  return (
    <NextStep
      kicker={v.t('rounds.next')}
      title={v.t(desk.outcome ? 'rounds.desk.again' : 'rounds.desk.first', {
        count: desk.registered,
      })}
      about={v.t('rounds.desk.first-about')}
      tone="now"
      action={find('primary')}
    />
  );
}

/** How many are in a group, and what is known of whether more could be. */
function Proof({ v, desk }: { v: View; desk: Desk }) {
  const { outcome } = desk;
  if (!outcome) return null;
  const numbers = {
    placed: desk.placed,
    registered: desk.registered,
    bound: outcome.bound,
    unreachable: outcome.unreachable,
    waiting: desk.registered - desk.placed,
    held: outcome.held,
    others: Math.max(0, outcome.registered - outcome.held - outcome.unreachable - outcome.bound),
  };
  const which =
    outcome.registered !== desk.registered
      ? 'outdated'
      : numbers.waiting === 0
        ? 'everybody'
        : outcome.held === numbers.waiting
          ? 'held'
          : desk.placed < outcome.bound
            ? outcome.exact
              ? 'by-hand'
              : 'gap'
            : numbers.others === 0
              ? 'unreachable'
              : numbers.unreachable === 0
                ? 'exact-alone'
                : 'exact';
  const groupText = (number: number | null) =>
    number === null ? v.t('rounds.changes.waiting') : v.t('rounds.changes.group', { number });
  return (
    <Section title={v.t('rounds.proof.title')}>
      <p>
        <strong>{v.t('rounds.proof.placed', numbers)}</strong>
      </p>
      <p>{v.t(`rounds.proof.${which}`, numbers)}</p>
      {outcome.broken.length > 0 && (
        <Notice
          tone="late"
          title={v.t('rounds.proof.broken', { groups: v.fmt.list(outcome.broken.map(String)) })}
        />
      )}
      {outcome.changes.length > 0 && (
        <Details summary={v.t('rounds.changes.title', { count: outcome.changes.length })} open>
          <Prose>
            {' '}
            <ul>
              {outcome.changes.map((c) => (
                <li key={c.name}>
                  {v.t('rounds.changes.line', {
                    who: c.name,
                    from: groupText(c.from),
                    to: groupText(c.to),
                  })}
                </li>
              ))}
            </ul>
          </Prose>
        </Details>
      )}
    </Section>
  );
}

/** Why these people: one sentence a reason. */
function reasonsOf(v: View, g: Group): string[] {
  const there = g.members.filter((m) => m.state !== 'declined');
  const learners = there.length - g.offer.length;
  return [
    v.t('rounds.why.theme', { want: g.wantTheme, of: there.length }),
    v.t('rounds.why.meeting', { language: v.fmt.language(g.language), slots: g.slots }),
    g.offer.length > 0
      ? v.t('rounds.why.offer', { who: v.fmt.list(g.offer), learners })
      : v.t('rounds.why.no-offer'),
    g.fresh > 0 && g.seasoned > 0
      ? v.t('rounds.why.mixed', { fresh: g.fresh, seasoned: g.seasoned })
      : v.t(g.fresh > 0 ? 'rounds.why.only-fresh' : 'rounds.why.no-fresh'),
    v.t('rounds.why.countries', {
      countries: v.fmt.list(g.countries.map((c) => v.fmt.country(c))),
      count: g.countries.length,
    }),
    ...(g.alone.length > 0
      ? [v.t('rounds.why.alone', { who: v.fmt.list(g.alone), count: g.alone.length })]
      : []),
  ];
}

const tones = { proposed: 'none', asking: 'wait', founded: 'done', given_up: 'stop' } as const;

function GroupPart({ v, desk, group: g }: { v: View; desk: Desk; group: Group }) {
  const href = { clubRoundId: desk.id, groupId: g.id };
  const first = g.meetings[0];
  const proposed = g.state === 'proposed';
  return (
    <Section
      title={v.t('rounds.group.title', { number: g.number, theme: themeText(v, g.theme) })}
      id={g.id}
    >
      <ButtonRow>
        <StatusTag tone={tones[g.state]} text={v.t(`rounds.group-state.${g.state}`)} />
        {g.clubId && <a href={`/clubs/${g.clubId}`}>{v.t('rounds.place.to-club')}</a>}
        {proposed && (
          <Form
            action={paths.lockGroup.href(href)}
            label={v.t('rounds.lock.group-label', { number: g.number })}
          >
            <Hidden name="locked" value={g.locked ? 'no' : 'yes'} />
            <Button kind="quiet">
              {v.t(g.locked ? 'rounds.lock.group-off' : 'rounds.lock.group-on')}
            </Button>
          </Form>
        )}
        {g.state === 'asking' && (
          <LinkButton href={paths.giveUp.href(href)}>{v.t('rounds.give-up.title')}</LinkButton>
        )}
      </ButtonRow>
      {g.faults.length > 0 && (
        <Notice tone="late" title={v.t('rounds.group.changed')}>
          <p>{v.fmt.list(g.faults.map((fault) => v.t(`rounds.fault.${fault}`)))}</p>
        </Notice>
      )}
      {proposed && g.otherStarts.length > 0 && <OtherHour v={v} desk={desk} group={g} />}
      <Prose>
        <p>
          {first &&
            v.t('rounds.group.when', {
              when: momentText(v, first),
              zone: v.fmt.zone(first.timeZone),
            })}
        </p>
        <ul>
          {reasonsOf(v, g).map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
          {g.shifted.map((who) => (
            <li key={who.name}>
              {v.t('rounds.group.shifted', {
                who: who.name,
                times: v.fmt.list(who.meetings.map((m) => v.fmt.time(m.at, m.timeZone))),
              })}
            </li>
          ))}
        </ul>
      </Prose>
      <Table
        caption={v.t('rounds.group.members')}
        hideCaption
        rowHeader="name"
        columns={[
          { key: 'name', label: v.t('rounds.table.name') },
          { key: 'organisation', label: v.t('rounds.table.organisation') },
          { key: 'country', label: v.t('rounds.table.country') },
          { key: 'wants', label: v.t('rounds.table.wants') },
          { key: 'state', label: v.t(proposed ? 'rounds.table.lock' : 'rounds.table.answer') },
        ]}
        rows={g.members.map((m) => ({
          id: m.personId,
          cells: {
            name: proposed ? (
              <a href={paths.move.href({ clubRoundId: desk.id, personId: m.personId })}>{m.name}</a>
            ) : (
              m.name
            ),
            organisation: m.organisation,
            country: v.fmt.country(m.countryCode),
            wants: wantOf(v, m, g.theme),
            state: proposed ? (
              <Form
                action={paths.lockPlace.href({ ...href, personId: m.personId })}
                label={v.t('rounds.lock.label', { who: m.name })}
              >
                <Hidden name="locked" value={m.locked ? 'no' : 'yes'} />
                <Button kind="quiet">{v.t(m.locked ? 'rounds.lock.off' : 'rounds.lock.on')}</Button>
              </Form>
            ) : (
              v.t(`rounds.answer.${m.state}`)
            ),
          },
        }))}
      />
    </Section>
  );
}

/** Another half-hour that suits all: the engine takes the most comfortable, the facilitator may know better. */
function OtherHour({ v, desk, group: g }: { v: View; desk: Desk; group: Group }) {
  const href = paths.start.href({ clubRoundId: desk.id, groupId: g.id });
  const f = bind(v, href);
  return (
    <Details summary={v.t('rounds.start.open')} open={f.errors.length > 0}>
      <Form action={href}>
        <SelectField
          {...f.text(`start-${g.id}`)}
          label={v.t('rounds.start.label')}
          hint={v.t('rounds.start.hint', { zone: v.fmt.zone(desk.timeZone) })}
          emptyLabel={v.t('rounds.start.choose')}
          options={g.otherStarts.map((each) => ({
            value: String(each.start),
            label: momentText(v, each.meeting),
          }))}
        />
        <ButtonRow>
          <Button kind="quiet">{v.t('rounds.start.button')}</Button>
        </ButtonRow>
      </Form>
    </Details>
  );
}

/** The rank at which somebody chose this theme, and what for. */
function wantOf(v: View, m: Group['members'][number], theme: string): string {
  const rank = m.wants.findIndex((w) => w.theme === theme);
  const want = m.wants[rank];
  return want
    ? v.t('rounds.table.want', {
        rank: rank + 1,
        intent: v.t(`rounds.intent-short.${want.intent}`),
      })
    : v.t('rounds.table.no-want');
}

function Waiting({ v, desk }: { v: View; desk: Desk }) {
  if (desk.registered === 0)
    return <EmptyState title={v.t('rounds.desk.nobody')} text={v.t('rounds.desk.nobody-text')} />;
  if (desk.waiting.length === 0) return null;
  const found = desk.outcome !== null;
  return (
    <Section
      title={v.t(found ? 'rounds.desk.waiting' : 'rounds.desk.registered', {
        count: desk.waiting.length,
      })}
    >
      <Table
        caption={v.t('rounds.desk.waiting-caption')}
        hideCaption
        rowHeader="name"
        columns={[
          { key: 'name', label: v.t('rounds.table.name') },
          { key: 'organisation', label: v.t('rounds.table.organisation') },
          { key: 'wants', label: v.t('rounds.table.themes') },
          ...(found ? [{ key: 'reason', label: v.t('rounds.table.reason') }] : []),
        ]}
        rows={desk.waiting.map((w) => ({
          id: w.personId,
          cells: {
            name: (
              <a href={paths.move.href({ clubRoundId: desk.id, personId: w.personId })}>{w.name}</a>
            ),
            organisation: `${w.organisation}, ${v.fmt.country(w.countryCode)}`,
            wants: v.fmt.list(w.wants.map((want) => themeText(v, want.theme))),
            reason: w.reason
              ? v.t(`rounds.reason.${w.reason}`, { others: w.others, needed: w.needed })
              : v.t('rounds.reason.new'),
          },
        }))}
      />
    </Section>
  );
}

/** Where somebody could go; what that would break is said when it is refused. */
export function MovePage({ v, desk, personId }: { v: View; desk: Desk; personId: string }) {
  const group = desk.groups.find((g) => g.members.some((m) => m.personId === personId));
  const who =
    group?.members.find((m) => m.personId === personId) ??
    desk.waiting.find((w) => w.personId === personId);
  const href = paths.move.href({ clubRoundId: desk.id, personId });
  const f = bind(v, href);
  if (!who) return <EmptyState title={v.t('rounds.move.gone')} text="" />;
  const held = desk.waiting.some((w) => w.personId === personId && w.held);
  const options = [
    ...desk.groups
      .filter((g) => g.state === 'proposed' && g.id !== group?.id)
      .map((g) => ({
        value: g.id as string,
        label: v.t('rounds.group.title', { number: g.number, theme: themeText(v, g.theme) }),
      })),
    ...(held
      ? [{ value: 'free', label: v.t('rounds.move.free') }]
      : [{ value: 'waiting', label: v.t('rounds.move.hold') }]),
  ];
  return (
    <>
      <PageHead
        title={who.name}
        lead={`${who.organisation}, ${v.fmt.country(who.countryCode)}`}
        breadcrumbs={[
          { href: paths.rounds.href(), label: v.t('rounds.nav') },
          { href: paths.desk.href({ clubRoundId: desk.id }), label: desk.name },
        ]}
        breadcrumbsLabel={v.t('rounds.crumbs')}
      />
      <ErrorSummary
        title={v.t('rounds.move.refused')}
        lead={v.t('rounds.move.refused-lead')}
        errors={f.errors}
      />
      <Section title={v.t('rounds.move.told')}>
        <Prose>
          {' '}
          <ol>
            {who.wants.map((w) => (
              <li key={w.theme}>
                {themeText(v, w.theme)} ({v.t(`rounds.intent-short.${w.intent}`)})
              </li>
            ))}
          </ol>
          <p>
            {v.fmt.list(
              who.languages.map((l) =>
                v.t('rounds.move.language', { language: v.fmt.language(l.code), level: l.level }),
              ),
            )}
          </p>
        </Prose>{' '}
      </Section>
      <Section title={v.t('rounds.move.title')}>
        <p>
          {group
            ? v.t('rounds.move.now', { number: group.number, theme: themeText(v, group.theme) })
            : v.t('rounds.move.now-waiting')}
        </p>
        <Form action={href}>
          <RadioGroup {...f.text('to')} label={v.t('rounds.move.to')} options={options} />
          <ButtonRow>
            <Button>{v.t('rounds.move.button')}</Button>
            <LinkButton href={paths.desk.href({ clubRoundId: desk.id })}>
              {v.t('rounds.back')}
            </LinkButton>
          </ButtonRow>
        </Form>
      </Section>
    </>
  );
}

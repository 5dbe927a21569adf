import { wordingFor } from '#modules/quality/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  ErrorSummary,
  Form,
  LinkButton,
  NextStep,
  PageHead,
  PrintButton,
  Prose,
  Section,
  StatusTag,
  Steps,
  Table,
  type Tone,
} from '#ui/index.ts';
import type { MemberState } from '../../core/index.ts';
import {
  clubSize,
  meetingMinutes,
  meetingsOf,
  templateById,
  wordsIn,
  workingRules,
} from '../../core/rules/index.ts';
import type { getClub, getRoom } from '../../server/index.ts';
import { News, People, Roadmap, type Talk, Work } from '../parts/room.tsx';
import { paths } from '../paths.ts';

type Club = ViewOf<typeof getClub>;
type Room = ViewOf<typeof getRoom>;
type Part = { v: View; c: Club };

const memberTone: Record<MemberState, Tone> = {
  proposed: 'wait',
  accepted: 'done',
  declined: 'stop',
  left: 'stop',
};

/** The room: what one does next, theme and questions, who is in it, the next meeting, and the way ahead. */
export function ClubPage({
  v,
  club: c,
  room: r,
  talk,
}: {
  v: View;
  club: Club;
  room: Room | null;
  talk: Talk | null;
}) {
  const words = wordingFor(v.lang);
  const at = { clubId: c.id };
  const faults = [
    paths.accept,
    paths.decline,
    paths.start,
    paths.leader,
    paths.offerAgain,
    paths.archive,
  ].flatMap((path) => bind(v, path.href(at)).errors);
  return (
    <>
      <PageHead
        kicker={v.t(`clubs.kicker.${c.state}`)}
        title={c.name}
        lead={v.t('clubs.room.lead', {
          theme: words.criterion(c.criterionId).text,
          language: v.fmt.language(c.language),
          facilitator: c.facilitator,
        })}
        breadcrumbs={[{ href: paths.clubs.href(), label: v.t('clubs.nav') }]}
        breadcrumbsLabel={v.t('clubs.crumbs')}
        actions={<PrintButton text={v.t('clubs.room.print')} />}
      />
      <ErrorSummary title={v.t('clubs.form.errors')} errors={faults} />
      {r && <News v={v} r={r} />}
      <Next v={v} c={c} />
      <Section title={v.t('clubs.room.questions')}>
        <Prose>
          <ol>
            {c.questions.map((question) => (
              <li key={question} lang={c.language === v.lang ? undefined : c.language}>
                {question}
              </li>
            ))}
          </ol>
        </Prose>
      </Section>
      {r ? <People v={v} c={c} r={r} /> : null}
      {!r || c.state === 'forming' ? <Members v={v} c={c} /> : null}
      {r ? <Roadmap v={v} c={c} r={r} /> : <Way v={v} c={c} />}
      {r && talk ? <Work v={v} c={c} r={r} talk={talk} /> : null}
      <Section title={v.t('clubs.room.rules')}>
        <Prose>
          <ul>
            {workingRules.map((rule) => (
              <li key={rule.en}>{wordsIn(rule, v.lang)}</li>
            ))}
          </ul>
        </Prose>
      </Section>
      {r && <Ways v={v} c={c} r={r} />}
    </>
  );
}

function Next({ v, c }: Part) {
  const at = { clubId: c.id };
  const kicker = v.t('clubs.next');
  if (c.yours === 'proposed') {
    return (
      <NextStep
        kicker={kicker}
        title={v.t('clubs.answer.title')}
        about={v.t('clubs.answer.about', {
          facilitator: c.facilitator,
          count: meetingsOf(c.variant).length,
          minutes: meetingMinutes,
        })}
        action={
          <>
            <Form action={paths.accept.href(at)} label={v.t('clubs.answer.accept')}>
              <Button>{v.t('clubs.answer.accept')}</Button>
            </Form>
            <Details summary={v.t('clubs.answer.not')}>
              <p>{v.t('clubs.answer.not-text')}</p>
              <Form action={paths.decline.href(at)} label={v.t('clubs.answer.decline')}>
                <Button kind="quiet">{v.t('clubs.answer.decline')}</Button>
              </Form>
            </Details>
          </>
        }
      />
    );
  }
  if (c.yours === 'facilitator' && c.mayStart) {
    return (
      <NextStep
        kicker={kicker}
        title={v.t('clubs.start.title')}
        about={v.t('clubs.start.about', { accepted: c.accepted })}
        action={
          <Form action={paths.start.href(at)}>
            <Button>{v.t('clubs.start.button')}</Button>
          </Form>
        }
      />
    );
  }
  if (c.state === 'forming') {
    const open = c.members.filter((m) => m.state === 'proposed');
    // enough people may have said no that five can no longer come together
    const hopeless = c.accepted + open.length < clubSize.min;
    return (
      <NextStep
        kicker={kicker}
        tone={hopeless ? 'late' : 'wait'}
        title={
          hopeless
            ? v.t('clubs.wait.hopeless')
            : open.length > 0
              ? v.t('clubs.wait.members', { who: v.fmt.list(open.map((m) => m.name)) })
              : v.t('clubs.wait.facilitator', { who: c.facilitator })
        }
        about={v.t('clubs.wait.about', { accepted: c.accepted, least: clubSize.min })}
        {...(hopeless && c.yours === 'facilitator'
          ? {
              action: (
                <LinkButton kind="primary" href={paths.members.href(at)}>
                  {v.t('clubs.more.title')}
                </LinkButton>
              ),
            }
          : {})}
      />
    );
  }
  if (c.state === 'alumni' || c.state === 'archived') {
    return (
      <NextStep
        kicker={kicker}
        tone="done"
        title={v.t(`clubs.next-${c.state}`)}
        about={v.t(`clubs.next-${c.state}-text`)}
        {...(c.state === 'alumni'
          ? { action: <LinkButton href="/quality">{v.t('clubs.home.to-quality')}</LinkButton> }
          : {})}
      />
    );
  }
  if (!c.nextMeeting) {
    return c.yours === 'facilitator' && c.meetings.length === 0 ? (
      <NextStep
        kicker={kicker}
        title={v.t('clubs.kick-off.plan')}
        about={v.t('clubs.kick-off.plan-about')}
        action={
          <LinkButton kind="primary" href={paths.kickOff.href(at)}>
            {v.t('clubs.kick-off.plan')}
          </LinkButton>
        }
      />
    ) : (
      <NextStep
        kicker={kicker}
        tone="wait"
        title={v.t('clubs.wait.date', { who: c.facilitator })}
      />
    );
  }
  const { startsAt, timeZone, url } = c.nextMeeting;
  return (
    <NextStep
      kicker={kicker}
      title={v.t('clubs.meeting.attend', { meeting: meetingTitle(v, c.nextMeeting) })}
      dateText={v.t('clubs.meeting.when', {
        when: v.fmt.moment(startsAt, timeZone),
        zone: v.fmt.zone(timeZone),
      })}
      action={
        <ButtonRow>
          {url && (
            <LinkButton kind="primary" href={url}>
              {v.t('clubs.meeting.join')}
            </LinkButton>
          )}
          <LinkButton href={paths.meeting.href({ clubId: c.id, eventId: c.nextMeeting.id })}>
            {v.t('clubs.meeting.open')}
          </LinkButton>
        </ButtonRow>
      }
    />
  );
}

function meetingTitle(v: View, meeting: NonNullable<Club['nextMeeting']>): string {
  const template = templateById(meeting.templateId);
  return template ? wordsIn(template.title, v.lang) : meeting.title;
}

function Members({ v, c }: Part) {
  const next = c.nextMeeting;
  return (
    <Section
      title={v.t('clubs.room.members')}
      action={
        c.yours === 'facilitator' && c.state === 'forming' ? (
          <a href={paths.members.href({ clubId: c.id })}>{v.t('clubs.more.title')}</a>
        ) : undefined
      }
    >
      <Table
        caption={v.t('clubs.room.members')}
        hideCaption
        columns={[
          { key: 'name', label: v.t('clubs.table.name') },
          { key: 'organisation', label: v.t('clubs.table.organisation') },
          { key: 'country', label: v.t('clubs.table.country') },
          { key: 'state', label: v.t('clubs.table.state') },
          ...(next ? [{ key: 'local', label: v.t('clubs.table.local') }] : []),
        ]}
        rows={c.members.map((m) => ({
          id: m.personId,
          cells: {
            name: m.name,
            organisation: m.organisation,
            country: m.countryCode && v.fmt.country(m.countryCode),
            state: <StatusTag tone={memberTone[m.state]} text={v.t(`clubs.member.${m.state}`)} />,
            local: next ? v.fmt.time(next.startsAt, m.timeZone) : '',
          },
        }))}
      />
    </Section>
  );
}

/** Before somebody has joined: the meetings they would commit to. */
function Way({ v, c }: Part) {
  return (
    <Section
      title={v.t('clubs.room.roadmap')}
      lead={v.t('clubs.room.roadmap-lead', { count: meetingsOf(c.variant).length })}
    >
      <Steps
        items={meetingsOf(c.variant).map((m) => ({
          id: m.id,
          title: wordsIn(m.title, v.lang),
          text: wordsIn(m.purpose, v.lang),
        }))}
      />
    </Section>
  );
}

/** What leads on: the end of the club for who leads it, and the way out. */
function Ways({ v, c, r }: Part & { r: Room }) {
  const at = { clubId: c.id };
  const own = r.people.some((p) => p.you);
  return (
    <ButtonRow>
      {r.leads && (c.state === 'running' || c.state === 'alumni') && (
        <LinkButton href={paths.words.href(at)}>{v.t('clubs.words.title')}</LinkButton>
      )}
      {(c.state === 'running' || c.state === 'alumni') && (
        <LinkButton href={paths.wrapUp.href(at)}>{v.t('clubs.wrap-up.title')}</LinkButton>
      )}
      {own && (
        <LinkButton kind="quiet" href={paths.leave.href(at)}>
          {v.t('clubs.leave.title')}
        </LinkButton>
      )}
      {r.owns && (c.state === 'forming' || c.state === 'alumni') && (
        <Form action={paths.archive.href(at)}>
          <Button kind="quiet">
            {v.t(c.state === 'forming' ? 'clubs.archive.give-up' : 'clubs.archive.button')}
          </Button>
        </Form>
      )}
    </ButtonRow>
  );
}

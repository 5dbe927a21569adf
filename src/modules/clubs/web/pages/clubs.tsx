import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  EmptyState,
  LinkButton,
  PageHead,
  Section,
  Steps,
  TaskList,
  type Tone,
} from '#ui/index.ts';
import { meetingMinutes, meetings, wordsIn } from '../../core/index.ts';
import { clubSize } from '../../core/rules/index.ts';
import type { listClubs } from '../../server/index.ts';
import { paths } from '../paths.ts';

type List = ViewOf<typeof listClubs>;
type Club = List['clubs'][number];

/** Clubs that wait for an answer, then those one belongs to; the empty page says what a club is. */
export function ClubsPage({ v, list }: { v: View; list: List }) {
  const open = list.clubs.filter((c) => c.yours === 'proposed');
  const own = list.clubs.filter((c) => c.yours !== 'proposed');
  return (
    <>
      <PageHead
        title={v.t('clubs.home.title')}
        lead={v.t('clubs.home.lead', { least: clubSize.min, most: clubSize.max })}
        actions={
          list.mayForm || list.clubs.some((c) => c.leads) ? (
            <>
              {list.mayForm && (
                <LinkButton kind="primary" href={paths.form.href()}>
                  {v.t('clubs.form.open')}
                </LinkButton>
              )}
              <LinkButton href={paths.desk.href()}>{v.t('clubs.home.desk')}</LinkButton>
            </>
          ) : undefined
        }
      />
      {open.length > 0 && (
        <Section title={v.t('clubs.home.proposed')}>
          <Clubs v={v} clubs={open} />
        </Section>
      )}
      {own.length > 0 && (
        <Section title={v.t('clubs.home.yours')}>
          <Clubs v={v} clubs={own} />
        </Section>
      )}
      {list.clubs.length === 0 && v.actor.kind === 'person' && v.actor.orgs.length === 0 && (
        <EmptyState title={v.t('clubs.home.not-yours')} text={v.t('clubs.home.not-yours-text')} />
      )}
      {list.clubs.length === 0 && v.actor.kind === 'person' && v.actor.orgs.length > 0 && (
        <EmptyState
          title={v.t('clubs.home.empty')}
          text={v.t('clubs.home.empty-text')}
          action={<LinkButton href="/quality">{v.t('clubs.home.to-quality')}</LinkButton>}
        />
      )}
      <Section
        title={v.t('clubs.home.how')}
        lead={v.t('clubs.home.how-lead', { count: meetings.length, minutes: meetingMinutes })}
      >
        <Steps
          items={meetings.map((m) => ({
            id: m.id,
            title: wordsIn(m.title, v.lang),
            text: wordsIn(m.purpose, v.lang),
          }))}
        />
      </Section>
    </>
  );
}

function standing(v: View, c: Club): { tone: Tone; text: string } {
  if (c.state === 'alumni' || c.state === 'archived')
    return { tone: 'none', text: v.t(`clubs.kicker.${c.state}`) };
  if (c.yours === 'proposed') return { tone: 'now', text: v.t('clubs.state.your-answer') };
  if (c.mayStart) return { tone: 'now', text: v.t('clubs.state.ready') };
  if (c.state === 'forming') {
    return c.waitingFor.length > 0
      ? { tone: 'wait', text: v.t('clubs.state.waiting-for', { who: v.fmt.list(c.waitingFor) }) }
      : { tone: 'wait', text: v.t('clubs.state.forming', { accepted: c.accepted }) };
  }
  if (!c.planned && c.yours === 'facilitator')
    return { tone: 'now', text: v.t('clubs.state.plan') };
  return { tone: 'done', text: v.t('clubs.state.running') };
}

function Clubs({ v, clubs }: { v: View; clubs: Club[] }) {
  return (
    <TaskList
      items={clubs.map((c) => {
        const { tone, text } = standing(v, c);
        return {
          id: c.id,
          title: c.name,
          href: paths.club.href({ clubId: c.id }),
          hint: v.t('clubs.home.led-by', { who: c.facilitator }),
          tone,
          statusText: text,
          dateText: c.nextMeeting
            ? v.fmt.moment(c.nextMeeting.startsAt, c.nextMeeting.timeZone)
            : undefined,
        };
      })}
    />
  );
}

import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  EmptyState,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  PrintButton,
  Section,
  StatusTag,
  Table,
  Tag,
} from '#ui/index.ts';
import { audiences } from '../../core/index.ts';
import type { getWall } from '../../server/index.ts';
import { Stays } from '../parts/stays.tsx';
import { reachedBy, titleOf } from '../parts/words.ts';
import { paths } from '../paths.ts';

type Wall = ViewOf<typeof getWall>;
type Props = { v: View; wall: Wall };

/** One thing that was taken on, and what becomes of it. */
function Taken({ v, wall, action }: Props & { action: Wall['actions'][number] }) {
  const here = { orgId: wall.orgId, actionId: action.id };
  return (
    <div>
      <p>
        <strong>{action.doneBy}</strong>
        {action.takenBy && ` · ${action.takenBy}`}{' '}
        <StatusTag
          tone={action.doneOn ? 'done' : 'now'}
          text={
            action.doneOn
              ? v.t('schoollife.wall.done-on', {
                  date: v.fmt.date(action.doneOn),
                })
              : v.t('schoollife.wall.taken')
          }
        />
      </p>
      {!action.doneOn && (
        <ButtonRow>
          <Form action={paths.finish.href(here)}>
            <Hidden name="version" value={String(action.version)} />
            <Button kind="quiet" label={v.t('schoollife.wall.done-of', { who: action.doneBy })}>
              {v.t('schoollife.wall.done')}
            </Button>
          </Form>
          <Form action={paths.giveBack.href(here)}>
            <Hidden name="version" value={String(action.version)} />
            <Button kind="link" label={v.t('schoollife.wall.give-back-of', { who: action.doneBy })}>
              {v.t('schoollife.wall.give-back')}
            </Button>
          </Form>
        </ButtonRow>
      )}
    </div>
  );
}

/** Folded, so that a phone shows what there is at a glance; who has taken it on stands beside its title. */
function Idea({ v, wall, idea }: Props & { idea: Wall['ideas'][number] }) {
  const taken = wall.actions.filter((a) => a.ideaId === idea.id);
  const title = v.t(`schoollife.idea.${idea.id}.title`);
  return (
    <Details
      summary={taken.length > 0 ? `${title} · ${v.fmt.list(taken.map((a) => a.doneBy))}` : title}
      open={taken.some((a) => !a.doneOn)}
      wide
    >
      <p>
        <Tag text={v.t(`schoollife.direction.${idea.direction}`)} />{' '}
        {idea.lesson && <Tag text={v.t('schoollife.wall.lesson')} />}{' '}
        {v.t('schoollife.wall.minutes', { minutes: idea.minutes })}
      </p>
      <p>{v.t(`schoollife.idea.${idea.id}.text`)}</p>
      {taken.map((action) => (
        <Taken key={action.id} v={v} wall={wall} action={action} />
      ))}
      <ButtonRow>
        <LinkButton
          href={paths.takeOn.href(
            { orgId: wall.orgId },
            { idea: idea.id, month: wall.month.toString() },
          )}
          label={v.t('schoollife.wall.take-on-of', { idea: title })}
        >
          {v.t('schoollife.wall.take-on')}
        </LinkButton>
      </ButtonRow>
    </Details>
  );
}

/** What the whole school can do this month, by who can do it. */
export function WallPage({ v, wall }: Props) {
  const here = { orgId: wall.orgId };
  const { month } = wall;
  const near = [month.subtract({ months: 1 }), month.add({ months: 1 })] as const;
  return (
    <>
      <PageHead
        kicker={wall.name}
        title={v.t('schoollife.wall.title', { month: v.fmt.month(month) })}
        lead={v.t('schoollife.wall.lead')}
        actions={
          <LinkButton href={paths.print.href(here, { month: wall.month.toString() })}>
            {v.t('schoollife.wall.print')}
          </LinkButton>
        }
      />
      <nav aria-label={v.t('schoollife.wall.months')}>
        <ButtonRow>
          {near.map((m) => (
            <LinkButton key={m.toString()} href={paths.wall.href(here, { month: m.toString() })}>
              {v.fmt.month(m)}
            </LinkButton>
          ))}
        </ButtonRow>
      </nav>
      {wall.stays.length === 0 ? (
        <EmptyState
          title={v.t('schoollife.wall.none')}
          text={v.t('schoollife.wall.none-text')}
          action={
            <LinkButton href={paths.takeOn.href(here, { month: wall.month.toString() })}>
              {v.t('schoollife.wall.own')}
            </LinkButton>
          }
        />
      ) : (
        <Section title={v.t('schoollife.wall.stays')}>
          <Stays v={v} stays={wall.stays} />
        </Section>
      )}
      {audiences
        .filter((audience) => wall.ideas.some((i) => i.audience === audience))
        .map((audience) => (
          <Section key={audience} id={audience} title={v.t(`schoollife.audience.${audience}`)}>
            {wall.ideas
              .filter((i) => i.audience === audience)
              .map((idea) => (
                <Idea key={idea.id} v={v} wall={wall} idea={idea} />
              ))}
          </Section>
        ))}
      <OwnSection v={v} wall={wall} />
      <EventsSection v={v} wall={wall} />
      <Section title={v.t('schoollife.wall.page')} id="page">
        <p>{v.t(wall.isOpen ? 'schoollife.wall.page-open' : 'schoollife.wall.page-closed')}</p>
        <ButtonRow>
          {wall.isOpen && (
            <LinkButton href={paths.life.href(here)}>{v.t('schoollife.wall.page-look')}</LinkButton>
          )}
          {wall.mayOpen && (
            <LinkButton href={paths.page.href(here)}>{v.t('schoollife.wall.page-edit')}</LinkButton>
          )}
        </ButtonRow>
      </Section>
    </>
  );
}

/** What the school thought of itself, or took on when its stays stood elsewhere. */
function OwnSection({ v, wall }: Props) {
  const others = wall.actions.filter((a) => !wall.ideas.some((i) => i.id === a.ideaId));
  return (
    <Section
      title={v.t('schoollife.wall.own-title')}
      id="own"
      action={
        <LinkButton
          href={paths.takeOn.href({ orgId: wall.orgId }, { month: wall.month.toString() })}
        >
          {v.t('schoollife.wall.own')}
        </LinkButton>
      }
    >
      {others.length === 0 ? (
        <p>{v.t('schoollife.wall.own-none')}</p>
      ) : (
        others.map((action) => (
          <Section key={action.id} title={titleOf(v, action)} level={3}>
            <p>
              <Tag text={v.t(`schoollife.direction.${action.direction}`)} />{' '}
              <Tag text={v.t(`schoollife.audience.${action.audience}`)} />
            </p>
            <Taken v={v} wall={wall} action={action} />
          </Section>
        ))
      )}
    </Section>
  );
}

function EventsSection({ v, wall }: Props) {
  return (
    <Section
      title={v.t('schoollife.event.heading')}
      id="events"
      action={
        <LinkButton href={paths.event.href({ orgId: wall.orgId })}>
          {v.t('schoollife.event.new')}
        </LinkButton>
      }
    >
      {wall.events.length === 0 ? (
        <p>{v.t('schoollife.event.none')}</p>
      ) : (
        <Table
          caption={v.t('schoollife.event.heading')}
          hideCaption
          rowHeader="title"
          columns={[
            { key: 'title', label: v.t('schoollife.event.title') },
            { key: 'when', label: v.t('schoollife.event.held-on') },
            { key: 'who', label: v.t('schoollife.event.reached') },
          ]}
          rows={wall.events.map((e) => ({
            id: e.id,
            cells: {
              title: e.title,
              when: v.fmt.date(e.heldOn),
              who: reachedBy(v, e),
            },
          }))}
        />
      )}
    </Section>
  );
}

/** For the staff room, the canteen and the board: ideas of the month on paper, with room for a name. */
export function PrintPage({ v, wall }: Props) {
  const { month } = wall;
  return (
    <>
      <PageHead
        kicker={wall.name}
        title={v.t('schoollife.wall.title', { month: v.fmt.month(month) })}
        breadcrumbs={[
          {
            href: paths.wall.href({ orgId: wall.orgId }, { month: wall.month.toString() }),
            label: v.t('schoollife.wall.back'),
          },
        ]}
        breadcrumbsLabel={v.t('schoollife.crumbs')}
        actions={<PrintButton text={v.t('schoollife.wall.print')} />}
      />
      {wall.ideas.length === 0 && <p>{v.t('schoollife.wall.none')}</p>}
      {audiences
        .filter((audience) => wall.ideas.some((i) => i.audience === audience))
        .map((audience) => (
          <Table
            key={audience}
            caption={v.t(`schoollife.audience.${audience}`)}
            rowHeader="what"
            columns={[
              { key: 'what', label: v.t('schoollife.print.what') },
              { key: 'text', label: v.t('schoollife.print.how') },
              { key: 'who', label: v.t('schoollife.print.who') },
            ]}
            rows={wall.ideas
              .filter((i) => i.audience === audience)
              .map((idea) => ({
                id: idea.id,
                cells: {
                  what: v.t(`schoollife.idea.${idea.id}.title`),
                  text: v.t(`schoollife.idea.${idea.id}.text`),
                  who: wall.actions
                    .filter((a) => a.ideaId === idea.id)
                    .map((a) => a.doneBy)
                    .join(', '),
                },
              }))}
          />
        ))}
    </>
  );
}

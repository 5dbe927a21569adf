import { type loadMessagesAbout, MessagesAboutPart } from '#modules/messaging/web/index.ts';
import { initialsOf } from '#modules/people/core/index.ts';
import { CardList, practicePaths } from '#modules/practices/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  EmptyState,
  ErrorSummary,
  FileField,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PersonList,
  Section,
  StatusTag,
  Steps,
} from '#ui/index.ts';
import { meetingsOf, roadmapOf, templateById, wordsIn } from '../../core/rules/index.ts';
import type { getClub, getRoom } from '../../server/index.ts';
import { paths } from '../paths.ts';
import { PlanTable } from './plans.tsx';

type Club = ViewOf<typeof getClub>;
type Room = ViewOf<typeof getRoom>;
export type Talk = Awaited<ReturnType<typeof loadMessagesAbout>>;
type Part = { v: View; c: Club; r: Room };

/** How a zone is called in a sentence: by its city. */

/** What happened since the reader looked in last; nothing where nothing did. */
export function News({ v, r }: { v: View; r: Room }) {
  if (r.news.length === 0) return null;
  return (
    <Notice tone="now" title={v.t(r.lastSeen ? 'clubs.news.title' : 'clubs.news.first')}>
      <ul>
        {r.news.map((n) => (
          <li key={n.kind}>{v.t(`clubs.news.${n.kind}`, { count: n.count })}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** Everybody in the club, each with what they allow the others to see. */
export function People({ v, c, r }: Part) {
  const at = { clubId: c.id };
  return (
    <Section
      title={v.t('clubs.room.members')}
      action={
        r.leads && (c.state === 'forming' || c.state === 'running') ? (
          <a href={paths.members.href(at)}>{v.t('clubs.more.title')}</a>
        ) : undefined
      }
    >
      <PersonList
        items={r.people.map((p) => ({
          id: p.personId,
          initials: initialsOf(p.name),
          name: (
            <>
              {p.name} {p.leads && <StatusTag tone="none" text={v.t('clubs.card.leads')} />}
            </>
          ),
          note: (
            <>
              {[p.role, p.organisation, p.countryCode && v.fmt.country(p.countryCode)]
                .filter(Boolean)
                .join(' · ')}
              {p.languages.length > 0 && (
                <div>{v.fmt.list(p.languages.map((l) => v.fmt.language(l)))}</div>
              )}
              {p.offers && <div>{v.t('clubs.card.offers-short', { what: p.offers })}</div>}
              {p.mail && (
                <div>
                  <a href={`mailto:${p.mail}`}>{p.mail}</a>
                </div>
              )}
              {p.you && <a href={paths.card.href(at)}>{v.t('clubs.card.change')}</a>}
              {r.owns && c.state !== 'forming' && (
                <Details summary={v.t('clubs.card.leading')}>
                  <Form action={paths.leader.href(at)}>
                    <Hidden name="personId" value={p.personId} />
                    <Hidden name="leads" value={p.leads ? '' : 'yes'} />
                    <Button kind="quiet">
                      {v.t(p.leads ? 'clubs.card.lead-no-more' : 'clubs.card.lead-with', {
                        who: p.name,
                      })}
                    </Button>
                  </Form>
                </Details>
              )}
            </>
          ),
        }))}
      />
      {r.left.map((p) => (
        <Form key={p.personId} action={paths.offerAgain.href(at)}>
          <Hidden name="personId" value={p.personId} />
          <p>
            {v.t('clubs.card.left', { who: p.name })}{' '}
            <Button kind="quiet">{v.t('clubs.card.offer-again')}</Button>
          </p>
        </Form>
      ))}
    </Section>
  );
}

/** The way of the club: each meeting with its day, what it is for, what came of it. */
export function Roadmap({ v, c, r }: Part) {
  const at = { clubId: c.id };
  const planned = new Map(
    r.meetings.map((m) => [m.templateId, m.startsAt.toZonedDateTimeISO(m.timeZone).toPlainDate()]),
  );
  const running = c.state === 'running';
  const more = meetingsOf(r.variant).length > r.meetings.length;
  return (
    <Section
      title={v.t('clubs.room.roadmap')}
      lead={v.t('clubs.room.roadmap-lead', { count: meetingsOf(r.variant).length })}
      action={
        r.leads && running && r.meetings.length > 0 ? (
          <a href={paths.series.href(at)}>
            {v.t(more ? 'clubs.series.plan' : 'clubs.series.move')}
          </a>
        ) : undefined
      }
    >
      {r.shifts.length > 0 && r.timeZone && (
        <Notice
          tone="late"
          title={v.t('clubs.series.shift', {
            count: r.shifts.length,
            zone: v.fmt.zone(r.timeZone),
          })}
        >
          <ul>
            {r.shifts.map((s) => {
              const m = r.meetings.find((each) => each.id === s.id);
              return (
                m && (
                  <li key={s.id}>
                    {v.t('clubs.series.shift-line', {
                      date: m.startsAt.toZonedDateTimeISO(m.timeZone).toPlainDate(),
                      time: s.time,
                      usual: s.usual,
                    })}
                  </li>
                )
              );
            })}
          </ul>
        </Notice>
      )}
      <Steps
        items={roadmapOf(planned, r.variant).flatMap((stop) => {
          const template = templateById(stop.templateId);
          const m = r.meetings.find((each) => each.templateId === stop.templateId);
          if (!template) return [];
          return [
            {
              id: stop.templateId,
              title: wordsIn(template.title, v.lang),
              text: (
                <>
                  <p>
                    {m
                      ? v.t('clubs.meeting.when', {
                          when: v.fmt.moment(m.startsAt, m.timeZone),
                          zone: v.fmt.zone(m.timeZone),
                        })
                      : stop.about
                        ? v.t('clubs.room.about', { date: stop.about })
                        : v.t('clubs.room.to-come')}
                    {m &&
                      r.ownZone &&
                      v.fmt.time(m.startsAt, r.ownZone) !== v.fmt.time(m.startsAt, m.timeZone) && (
                        <>
                          {' '}
                          {v.t('clubs.meeting.yours', { time: v.fmt.time(m.startsAt, r.ownZone) })}
                        </>
                      )}
                  </p>
                  <p>{wordsIn(template.purpose, v.lang)}</p>
                  {m && (
                    <p>
                      <a href={paths.meeting.href({ clubId: c.id, eventId: m.id })}>
                        {v.t(m.over ? 'clubs.meeting.look-back' : 'clubs.meeting.open')}
                      </a>
                      {m.over && (
                        <>
                          {' '}
                          <span class="hint">
                            {[
                              m.hasReport
                                ? v.t('clubs.meeting.has-report')
                                : v.t('clubs.meeting.no-report'),
                              m.decisions > 0
                                ? v.t('clubs.meeting.has-decisions', { count: m.decisions })
                                : '',
                              m.files > 0 ? v.t('clubs.meeting.has-files', { count: m.files }) : '',
                            ]
                              .filter(Boolean)
                              .join(' · ')}
                          </span>
                        </>
                      )}
                    </p>
                  )}
                </>
              ),
            },
          ];
        })}
      />
    </Section>
  );
}

/** Action plans, cards, files and the conversation of the club. */
export function Work({ v, c, r, talk }: Part & { talk: Talk }) {
  const at = { clubId: c.id };
  const active = c.state === 'running' || c.state === 'alumni';
  if (!active && c.state !== 'archived') return null;
  const upload = paths.files.href(at);
  const f = bind(v, upload);
  return (
    <>
      <Section
        title={v.t('clubs.plan.list')}
        lead={v.t('clubs.plan.list-lead')}
        action={
          r.mayPlan && r.plans.length > 0 ? (
            <a href={paths.newPlan.href(at)}>{v.t('clubs.plan.begin')}</a>
          ) : undefined
        }
      >
        {r.plans.length > 0 ? (
          <PlanTable v={v} clubId={c.id} plans={r.plans} />
        ) : (
          <EmptyState
            level={3}
            title={v.t('clubs.plan.none')}
            text={v.t('clubs.plan.none-text')}
            action={
              r.mayPlan ? (
                <LinkButton href={paths.newPlan.href(at)}>{v.t('clubs.plan.begin')}</LinkButton>
              ) : undefined
            }
          />
        )}
      </Section>
      <Section
        title={v.t('clubs.cards.title')}
        lead={v.t('clubs.cards.lead')}
        action={
          active && r.practices.length > 0 ? (
            <a href={practicePaths.new.href(undefined, { club: c.id })}>
              {v.t('clubs.cards.write')}
            </a>
          ) : undefined
        }
      >
        {r.practices.length > 0 ? (
          <CardList v={v} cards={r.practices} withState />
        ) : (
          <EmptyState
            level={3}
            title={v.t('clubs.cards.none')}
            text={v.t('clubs.cards.none-text')}
            action={
              active ? (
                <LinkButton href={practicePaths.new.href(undefined, { club: c.id })}>
                  {v.t('clubs.cards.write')}
                </LinkButton>
              ) : undefined
            }
          />
        )}
      </Section>
      <Section title={v.t('clubs.talk.title')}>
        <MessagesAboutPart v={v} {...talk} />
      </Section>
      <Section title={v.t('clubs.files.title')} lead={v.t('clubs.files.lead')}>
        <ErrorSummary title={v.t('clubs.form.errors')} errors={f.errors} />
        <FileList v={v} clubId={c.id} files={r.files} />
        {active && <Upload v={v} href={upload} />}
      </Section>
    </>
  );
}

/** Files with who put them there; each can be opened, and taken out by whom it is. */
export function FileList({ v, clubId, files }: { v: View; clubId: string; files: Room['files'] }) {
  if (files.length === 0) return <p class="hint">{v.t('clubs.files.none')}</p>;
  return (
    <ul>
      {files.map((file) => (
        <li key={file.id}>
          <a href={paths.file.href({ clubId, clubFileId: file.id })}>{file.name}</a>{' '}
          <span class="hint">
            {v.t('clubs.files.by', {
              who: file.by,
              size: Math.max(1, Math.round(file.size / 1024)),
            })}
          </span>
          {file.mayRemove && (
            <Form action={paths.removeFile.href({ clubId, clubFileId: file.id })}>
              <Button kind="quiet">{v.t('clubs.files.remove', { name: file.name })}</Button>
            </Form>
          )}
        </li>
      ))}
    </ul>
  );
}

export function Upload({ v, href }: { v: View; href: string }) {
  const f = bind(v, href);
  return (
    <Form action={href} multipart>
      <FileField
        name="files"
        label={v.t('clubs.files.add')}
        hint={v.t('clubs.files.hint')}
        error={f.text('files').error}
        accept=".pdf,.odt,.docx,.xlsx,image/*"
      />
      <ButtonRow>
        <Button kind="quiet">{v.t('clubs.files.put')}</Button>
      </ButtonRow>
    </Form>
  );
}

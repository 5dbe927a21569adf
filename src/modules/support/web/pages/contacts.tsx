import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  EmptyState,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  Section,
  SelectField,
  StatusTag,
  Table,
  TextArea,
} from '#ui/index.ts';
import type { getVisitForm, listContacts } from '../../server/index.ts';
import { Places } from '../parts/places.tsx';
import { paths } from '../paths.ts';

export type Contacts = ViewOf<typeof listContacts>;
type Org = Contacts['orgs'][number];
type Item = Contacts['mine'][number]['items'][number];

/** What is due, with a word for how late it is. */
function itemText(v: View, item: Item): string {
  const kind = item.first ? (`first-${item.what}` as const) : item.what;
  const what = v.t(`support.due.${kind}`);
  return item.late > 0
    ? v.t('support.due.late', { what, days: item.late })
    : v.t('support.due.by', { what, date: item.due });
}

export function ContactsPage({ v, data }: { v: View; data: Contacts }) {
  return (
    <>
      <PageHead title={v.t('support.contacts.title')} lead={v.t('support.contacts.lead')} />
      <Places v={v} />
      <div
        data-talks="/api/v1/support/record-check-ins"
        data-person={v.actor.kind === 'person' ? v.actor.personId : ''}
        data-kept={v.t('support.offline.kept')}
        data-sent={v.t('support.offline.sent')}
        data-already={v.t('support.offline.already')}
        data-signin={v.t('support.offline.sign-in')}
        data-failed={v.t('support.offline.open')}
      >
        <p role="status" data-talks-state />
      </div>
      {data.thanks.map((t) => (
        <Notice
          key={t.id}
          tone="done"
          title={v.t('support.thanks.from', { who: t.from, at: t.at })}
        >
          <p>{t.words}</p>
        </Notice>
      ))}
      {data.mine.length > 0 && <Mine v={v} mine={data.mine} />}
      {data.mine.length === 0 && data.orgs.every((o) => !o.leads) && (
        <EmptyState title={v.t('support.contacts.none')} text={v.t('support.contacts.none-text')} />
      )}
      {data.orgs.map((org) => (
        <OrgContacts key={org.id} v={v} org={org} several={data.orgs.length > 1} />
      ))}
    </>
  );
}

function Mine({ v, mine }: { v: View; mine: Contacts['mine'] }) {
  return (
    <Section
      title={v.t('support.contacts.mine')}
      id="mine"
      action={
        <LinkButton kind="primary" href={paths.talks.href()}>
          {v.t('support.contacts.write')}
        </LinkButton>
      }
    >
      {mine.map((m) => (
        <Section key={m.mobilityId} level={3} title={m.pupil}>
          {m.standInFor && <p>{v.t('support.contacts.stand-in-for', { who: m.standInFor })}</p>}
          {m.items.some((i) => i.between) && (
            <p>
              <StatusTag tone="late" text={v.t('support.check-in.between')} />
            </p>
          )}
          <Prose>
            <ul>
              {m.items.map((i) => (
                <li key={i.what}>
                  {i.late > 0 ? <StatusTag tone="late" text={itemText(v, i)} /> : itemText(v, i)}{' '}
                  {i.what === 'visit' && (
                    <a href={paths.visit.href({ mobilityId: m.mobilityId })}>
                      {v.t('support.visit.write')}
                    </a>
                  )}
                </li>
              ))}
            </ul>
            <p>
              <a href={paths.checkIns.href({ mobilityId: m.mobilityId })}>
                {v.t('support.dossier.open')}
              </a>
            </p>
          </Prose>
        </Section>
      ))}
    </Section>
  );
}

function OrgContacts({ v, org, several }: { v: View; org: Org; several: boolean }) {
  const named = (text: string) => (several ? `${text} · ${org.name}` : text);
  return (
    <>
      {org.leads && (
        <>
          {org.alone.length > 0 && (
            <Notice tone="late" title={v.t('support.contacts.alone')}>
              <ul>
                {org.alone.map((a) => (
                  <li key={a.mobilityId}>
                    <a href={mobilityPaths.dossier.href({ mobilityId: a.mobilityId })}>{a.pupil}</a>
                    {a.who && ` – ${v.t('support.contacts.left', { who: a.who })}`}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
          <Section title={named(v.t('support.contacts.overdue'))} id={`overdue-${org.id}`}>
            {org.overdue.length === 0 ? (
              <p>{v.t('support.contacts.overdue-none')}</p>
            ) : (
              <Table
                caption={v.t('support.contacts.overdue')}
                hideCaption
                rowHeader="pupil"
                columns={[
                  { key: 'pupil', label: v.t('support.contacts.pupil') },
                  { key: 'what', label: v.t('support.contacts.what') },
                  { key: 'who', label: v.t('support.contacts.who') },
                ]}
                rows={org.overdue.map((o) => ({
                  id: `${o.mobilityId}${o.what}`,
                  cells: {
                    pupil: (
                      <a href={paths.checkIns.href({ mobilityId: o.mobilityId })}>{o.pupil}</a>
                    ),
                    what: <StatusTag tone="late" text={itemText(v, o)} />,
                    who: (
                      <>
                        {o.who}
                        {o.bounced && (
                          <>
                            {' '}
                            <StatusTag tone="stop" text={v.t('support.contacts.bounced')} />
                          </>
                        )}
                      </>
                    ),
                  },
                }))}
              />
            )}
          </Section>
          <Section title={named(v.t('support.contacts.load'))} id={`load-${org.id}`}>
            {org.volunteers.length === 0 ? (
              <p>{v.t('support.contacts.load-none')}</p>
            ) : (
              <Table
                caption={v.t('support.contacts.load')}
                hideCaption
                rowHeader="name"
                columns={[
                  { key: 'name', label: v.t('support.contacts.name') },
                  { key: 'pupils', label: v.t('support.contacts.pupils'), numeric: true },
                  { key: 'due', label: v.t('support.contacts.due-soon'), numeric: true },
                  { key: 'late', label: v.t('support.contacts.late'), numeric: true },
                  { key: 'do', label: v.t('support.contacts.thank'), hideLabel: true },
                ]}
                rows={org.volunteers.map((m) => ({
                  id: m.id,
                  cells: {
                    name: (
                      <>
                        {m.name}
                        {m.awayUntil && (
                          <> – {v.t('support.cover.away-until', { date: m.awayUntil })}</>
                        )}
                        {m.standsInUntil && (
                          <> – {v.t('support.cover.stands-in-until', { date: m.standsInUntil })}</>
                        )}
                        {m.bounced && (
                          <>
                            {' '}
                            <StatusTag tone="stop" text={v.t('support.contacts.bounced')} />
                          </>
                        )}
                      </>
                    ),
                    pupils: m.pupils,
                    due: m.due,
                    late: m.overdue,
                    do: (
                      <a href={paths.thanks.href({ orgId: org.id }, { to: m.id })}>
                        {v.t('support.contacts.thank-one', { who: m.name })}
                      </a>
                    ),
                  },
                }))}
              />
            )}
          </Section>
        </>
      )}
      <Section
        title={named(v.t('support.cover.title'))}
        id={`cover-${org.id}`}
        action={
          <LinkButton kind="quiet" href={paths.cover.href({ orgId: org.id })}>
            {v.t('support.cover.new')}
          </LinkButton>
        }
      >
        {org.covers.length === 0 ? (
          <p>{v.t('support.cover.none')}</p>
        ) : (
          org.covers.map((c) => (
            <Form
              key={c.id}
              action={paths.endCover.href({ orgId: org.id, coverId: c.id })}
              label={v.t('support.cover.of', { who: c.away })}
            >
              <p>
                {v.t('support.cover.line', {
                  away: c.away,
                  who: c.standIn,
                  from: c.fromOn,
                  until: c.untilOn,
                })}
              </p>
              {c.mayEnd && (
                <ButtonRow>
                  <Button kind="quiet">{v.t('support.cover.end', { who: c.away })}</Button>
                </ButtonRow>
              )}
            </Form>
          ))
        )}
      </Section>
    </>
  );
}

const crumbs = (v: View) => ({
  breadcrumbs: [{ href: paths.contacts.href(), label: v.t('support.place.contacts') }],
  breadcrumbsLabel: v.t('support.crumbs'),
});
const dateLabels = (v: View) => ({
  day: v.t('support.day'),
  month: v.t('support.month'),
  year: v.t('support.year'),
});

/** Somebody is away: who stands in, from when until when. Their rights begin and end by themselves. */
export function CoverPage({ v, org }: { v: View; org: Org }) {
  const action = paths.cover.href({ orgId: org.id });
  const me = v.actor.kind === 'person' ? v.actor.personId : '';
  const f = bind(v, action, {
    // who leads often looks after nobody themselves
    personId: org.leads && !org.volunteers.some((m) => m.id === me && m.pupils > 0) ? '' : me,
    fromOn: v.today,
  });
  const people = org.people.map((p) => ({ value: p.id, label: p.name }));
  return (
    <>
      <PageHead title={v.t('support.cover.new')} lead={v.t('support.cover.lead')} {...crumbs(v)} />
      <ErrorSummary title={v.t('support.errors')} errors={f.errors} />
      <Form action={action} id="cover">
        {org.leads ? (
          <SelectField
            {...f.text('personId')}
            label={v.t('support.cover.who-away')}
            emptyLabel={v.t('support.choose')}
            options={people}
          />
        ) : (
          <Hidden name="personId" value={me} />
        )}
        <SelectField
          {...f.text('standInId')}
          label={v.t('support.cover.who-stands-in')}
          hint={v.t('support.cover.who-hint')}
          emptyLabel={v.t('support.choose')}
          options={people.filter((p) => org.leads || p.value !== me)}
        />
        <DateField {...f.date('fromOn')} label={v.t('support.cover.from')} labels={dateLabels(v)} />
        <DateField
          {...f.date('untilOn')}
          label={v.t('support.cover.until')}
          labels={dateLabels(v)}
        />
        <ButtonRow>
          <Button>{v.t('support.cover.save')}</Button>
          <LinkButton href={paths.contacts.href()}>{v.t('support.talks.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

/** A kind word. It is counted nowhere. */
export function ThanksPage({
  v,
  org,
  to,
  sendKey,
}: {
  v: View;
  org: Org;
  to: string;
  sendKey: string;
}) {
  const action = paths.thanks.href({ orgId: org.id });
  const f = bind(v, action, { toId: to });
  const me = v.actor.kind === 'person' ? v.actor.personId : '';
  return (
    <>
      <PageHead
        title={v.t('support.thanks.title')}
        lead={v.t('support.thanks.lead')}
        {...crumbs(v)}
      />
      <ErrorSummary title={v.t('support.errors')} errors={f.errors} />
      <Form action={action} id="thanks" keep>
        <Hidden name="key" value={f.text('key').value || sendKey} />
        <SelectField
          {...f.text('toId')}
          label={v.t('support.thanks.to')}
          emptyLabel={v.t('support.choose')}
          options={org.people
            .filter((p) => p.id !== me)
            .map((p) => ({ value: p.id, label: p.name }))}
        />
        <TextArea {...f.text('words')} label={v.t('support.thanks.words')} rows={4} />
        <ButtonRow>
          <Button>{v.t('support.thanks.send')}</Button>
          <LinkButton href={paths.contacts.href()}>{v.t('support.talks.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

/** The second visit, by another person than the first. */
export function VisitPage({ v, visit }: { v: View; visit: ViewOf<typeof getVisitForm> }) {
  const action = paths.visit.href({ mobilityId: visit.id });
  const me = v.actor.kind === 'person' ? v.actor.personId : '';
  const f = bind(v, action, {
    visitedOn: v.today,
    visitedBy: visit.people.some((p) => p.id === me) ? me : '',
  });
  return (
    <>
      <PageHead
        title={v.t('support.visit.new', { pupil: visit.pupil })}
        lead={v.t('support.visit.lead')}
        breadcrumbs={[
          {
            href: paths.checkIns.href({ mobilityId: visit.id }),
            label: v.t('support.check-in.title'),
          },
        ]}
        breadcrumbsLabel={v.t('support.crumbs')}
      />
      <ErrorSummary title={v.t('support.errors')} errors={f.errors} />
      <Prose>
        {visit.firstVisitor && <p>{v.t('support.visit.first', { who: visit.firstVisitor })}</p>}
        {visit.due && <p>{v.t('support.visit.due', { date: visit.due })}</p>}
      </Prose>
      <Form action={action} id="visit">
        <SelectField
          {...f.text('visitedBy')}
          label={v.t('support.visit.who')}
          emptyLabel={v.t('support.choose')}
          options={visit.people.map((p) => ({ value: p.id, label: p.name }))}
        />
        <DateField
          {...f.date('visitedOn')}
          label={v.t('support.visit.when')}
          labels={dateLabels(v)}
        />
        <ButtonRow>
          <Button>{v.t('support.check-in.save')}</Button>
          <LinkButton href={paths.checkIns.href({ mobilityId: visit.id })}>
            {v.t('support.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

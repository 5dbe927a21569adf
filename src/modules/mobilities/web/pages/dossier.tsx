import type { StoryLine } from '#modules/audit/core/index.ts';
import { Story } from '#modules/audit/web/index.ts';
import type { DossierSection, View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  ButtonRow,
  Contents,
  Facts,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  PrintButton,
  Section,
  Table,
} from '#ui/index.ts';
import { decidesForSchool, partyRoles, type Station, stations } from '../../core/index.ts';
import type { getDossier } from '../../server/index.ts';
import { type Sides, standing, type Turn, turnOf, Way } from '../parts/way.tsx';
import { paths } from '../paths.ts';

type Dossier = ViewOf<typeof getDossier>;
export type DossierProps = { dossier: Dossier; sections: DossierSection[]; lines: StoryLine[] };

/** Parts of the page where a station is worked on, by the ids that modules give their sections. */
const workedOnIn: Partial<Record<Station, string[]>> = {
  placed: ['placements', 'placement', 'hosting'],
  agreed: ['agreement', 'learning'],
  departed: ['travel'],
  settled: ['support'],
  returned: ['travel'],
  recognised: ['recognition', 'learning', 'agreement'],
};

/** From which station on a part is over: it is then folded, and stays on the page and on paper. */
const overFrom: Record<string, Station> = {
  application: 'placed',
  placement: 'returned',
  agreement: 'recognised',
  travel: 'returned',
  support: 'returned',
};

function isOver(d: Dossier, sectionId: string): boolean {
  const from = overFrom[sectionId];
  if (!from || d.state === 'withdrawn') return false;
  return stations.indexOf(d.state as Station) >= stations.indexOf(from);
}

function sidesOf(d: Dossier): Sides {
  const named = (role: string) => d.people.filter((p) => p.role === role).map((p) => p.person.name);
  return {
    pupil: d.pupil.name,
    sendingSchool: d.sendingSchool.name,
    hostingOrg: d.hostingOrg?.name ?? null,
    guardians: d.pupil.ofAge ? [d.pupil.name] : named('guardian'),
    contactPerson: named('contact_person')[0] ?? null,
  };
}

function isMine(d: Dossier, turn: Turn): boolean {
  if (turn.role === 'guardian' && d.pupil.ofAge) return d.myRoles.includes('pupil');
  return d.myRoles.includes(turn.role);
}

/** The whole story of a mobility on one page: the way, the next step, people, schools, what modules add, what happened. */
export function DossierPage({ v, dossier: d, sections, lines }: { v: View } & DossierProps) {
  const sides = sidesOf(d);
  const turn = turnOf(v, d.stations, sides);
  const stay = v.t('mobilities.stay', { from: d.startsOn, until: d.endsOn });
  return (
    <>
      <PageHead
        kicker={v.t(`mobilities.state.${d.state}`)}
        title={d.pupil.name}
        lead={
          <p>
            {d.hostSchool
              ? v.t('mobilities.from-to', { from: d.sendingSchool.name, to: d.hostSchool.name })
              : d.sendingSchool.name}
            {', '}
            {stay}
          </p>
        }
        breadcrumbs={[{ href: paths.list.href(), label: v.t('mobilities.list.title') }]}
        breadcrumbsLabel={v.t('mobilities.crumbs')}
        actions={<PrintButton text={v.t('mobilities.dossier.print')} />}
      />
      <Way
        v={v}
        pupil={d.pupil.name}
        state={d.state}
        stations={d.stations}
        sides={sides}
        said={false}
      />
      <NextTurn v={v} d={d} turn={turn} sections={sections} />
      <Contents
        label={v.t('mobilities.dossier.contents')}
        items={[
          { id: 'people', title: v.t('mobilities.dossier.people') },
          { id: 'organisations', title: v.t('mobilities.dossier.organisations') },
          ...sections,
          { id: 'consent', title: v.t('mobilities.consent.title') },
          { id: 'story', title: v.t('mobilities.dossier.story') },
        ]}
      />
      <People v={v} d={d} />
      <Schools v={v} d={d} />
      {sections.map((s) => (
        <Section key={s.id} id={s.id} title={s.title} folded={isOver(d, s.id)}>
          {s.body}
        </Section>
      ))}
      <Consent v={v} d={d} />
      <Section id="story" title={v.t('mobilities.dossier.story')}>
        <Story v={v} lines={lines} newest={8} />
      </Section>
    </>
  );
}

type Parts = { v: View; d: Dossier };

function NextTurn({
  v,
  d,
  turn,
  sections,
}: Parts & { turn: Turn | null; sections: DossierSection[] }) {
  if (!turn) {
    const { text } = standing(v, d.state, turn);
    return <NextStep kicker={v.t('mobilities.dossier.now')} title={text} tone="done" />;
  }
  const mine = isMine(d, turn);
  const place = (workedOnIn[turn.station.id] ?? []).find((id) => sections.some((s) => s.id === id));
  const here = { mobilityId: d.id };
  const href =
    turn.station.id === 'ready'
      ? paths.consent.href(here)
      : turn.station.id === 'placed' && !d.hostingOrg
        ? decidesForSchool(v.actor, d.sendingSchool.id)
          ? paths.hostingSide.href(here)
          : null
        : place
          ? `#${place}`
          : null;
  return (
    <NextStep
      kicker={v.t(mine ? 'mobilities.dossier.your-turn' : 'mobilities.dossier.next')}
      title={turn.text}
      tone={turn.late ? 'late' : mine ? 'now' : 'wait'}
      {...(turn.station.due
        ? {
            dateText: v.t(turn.late ? 'mobilities.was-due' : 'mobilities.by', {
              date: turn.station.due,
            }),
          }
        : {})}
      action={
        href && (
          <LinkButton kind={mine ? 'primary' : 'quiet'} href={href}>
            {v.t(mine ? 'mobilities.dossier.go' : 'mobilities.dossier.look')}
          </LinkButton>
        )
      }
    />
  );
}

function People({ v, d }: Parts) {
  const order = (role: string) => (partyRoles as readonly string[]).indexOf(role);
  const people = [...d.people].sort((a, b) => order(a.role) - order(b.role));
  const named = d.people.some((p) => p.role === 'contact_teacher');
  const teacher = paths.contactTeacher.href({ mobilityId: d.id });
  // a task while nobody is named, and then only a way to change it
  const change =
    d.myRoles.includes('sending_school') &&
    (named ? (
      <a href={teacher}>{v.t('mobilities.teacher.change')}</a>
    ) : (
      <LinkButton href={teacher}>{v.t('mobilities.teacher.title')}</LinkButton>
    ));
  return (
    <Section
      id="people"
      title={v.t('mobilities.dossier.people')}
      action={change}
      lead={!d.sees.contact && <p>{v.t('mobilities.dossier.no-contact')}</p>}
    >
      <Table
        caption={v.t('mobilities.dossier.people')}
        hideCaption
        rowHeader="name"
        columns={[
          { key: 'name', label: v.t('mobilities.dossier.name') },
          { key: 'role', label: v.t('mobilities.dossier.part') },
          ...(d.sees.contact
            ? [{ key: 'contact' as const, label: v.t('mobilities.dossier.contact') }]
            : []),
        ]}
        rows={people.map(({ role, person }) => ({
          id: `${role}-${person.id}`,
          cells: {
            role: v.t(`mobilities.role.${role}`),
            name: person.name,
            contact: (
              <>
                {person.email && (
                  <a href={`mailto:${person.email}`}>
                    <Address of={person.email} />
                  </a>
                )}
                {person.email && person.phone && <br />}
                {person.phone && (
                  <a href={`tel:${person.phone.replace(/[^+0-9]/g, '')}`}>
                    {person.phone.replaceAll(' ', '\u00a0')}
                  </a>
                )}
                {!person.email && !person.phone && v.t('mobilities.dossier.no-address')}
              </>
            ),
          },
        }))}
      />
      <ButtonRow>
        <LinkButton href={paths.whoSeesWhat.href()}>
          {v.t('mobilities.dossier.who-sees')}
        </LinkButton>
      </ButtonRow>
    </Section>
  );
}

/** A mail address, which a narrow column may break before the @. */
function Address({ of }: { of: string }) {
  const at = of.indexOf('@');
  return (
    <>
      {of.slice(0, at)}
      <wbr />
      {of.slice(at)}
    </>
  );
}

function Schools({ v, d }: Parts) {
  const place = (org: Dossier['hostingOrg']) =>
    org &&
    v.t('mobilities.place', {
      name: org.name,
      city: org.city,
      country: v.fmt.country(org.country),
    });
  const choose = d.state === 'selected' && decidesForSchool(v.actor, d.sendingSchool.id) && (
    <a href={paths.hostingSide.href({ mobilityId: d.id })}>
      {v.t(d.hostingOrg ? 'mobilities.hosting.change' : 'mobilities.hosting.choose')}
    </a>
  );
  return (
    <Section id="organisations" title={v.t('mobilities.dossier.organisations')}>
      <Facts
        items={[
          { label: v.t('mobilities.role.sending_school'), value: place(d.sendingSchool) },
          {
            label: v.t('mobilities.role.sending_support'),
            value: place(d.sendingOrg) ?? v.t('mobilities.dossier.no-sending-support'),
          },
          {
            label: v.t('mobilities.role.hosting_support'),
            value:
              place(d.hostingOrg) ??
              v.t('mobilities.dossier.no-hosting-support', { school: d.sendingSchool.name }),
            action: choose || undefined,
          },
          {
            label: v.t('mobilities.role.host_school'),
            value:
              place(d.hostSchool) ??
              (d.hostingOrg
                ? v.t('mobilities.dossier.no-host-school', { org: d.hostingOrg.name })
                : v.t('mobilities.dossier.no-host-school-yet')),
          },
        ]}
      />
    </Section>
  );
}

function Consent({ v, d }: Parts) {
  const who = d.pupil.ofAge
    ? d.pupil.name
    : v.fmt.list(d.people.filter((p) => p.role === 'guardian').map((p) => p.person.name));
  return (
    <Section id="consent" title={v.t('mobilities.consent.title')}>
      {d.bindingConsent ? (
        <p>
          {v.t('mobilities.consent.given', { who: d.bindingConsent.by, at: d.bindingConsent.at })}
        </p>
      ) : d.consentTakenBackAt ? (
        <Notice tone="late" title={v.t('mobilities.take-back.was')}>
          <p>{v.t('mobilities.take-back.dossier', { at: d.consentTakenBackAt, who })}</p>
        </Notice>
      ) : d.state === 'agreed' || d.state === 'ready' ? (
        <p>{v.t('mobilities.consent.waiting', { who })}</p>
      ) : (
        <p>{v.t('mobilities.consent.later', { who })}</p>
      )}
    </Section>
  );
}

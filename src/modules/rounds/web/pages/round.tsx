import { programmeCountries } from '#kernel/countries.ts';
import { partyKinds } from '#modules/organisations/core/index.ts';
import { peoplePaths } from '#modules/people/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  Prose,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextField,
} from '#ui/index.ts';
import type { getRound } from '../../server/index.ts';
import { RoundFacts } from '../parts/round-facts.tsx';
import { momentText, themeText } from '../parts/words.ts';
import { paths } from '../paths.ts';

type Round = ViewOf<typeof getRound>;
type Place = NonNullable<Round['place']>;

/** A round for everybody who has its link: what it is, and one's own next step in it. */
export function RoundPage({ v, round }: { v: View; round: Round }) {
  const signedIn = v.actor.kind === 'person' && v.actor.orgs.length > 0;
  return (
    <>
      <PageHead
        title={round.name}
        lead={round.about || v.t('rounds.room.lead')}
        breadcrumbs={signedIn ? [{ href: paths.rounds.href(), label: v.t('rounds.nav') }] : []}
        breadcrumbsLabel={v.t('rounds.crumbs')}
      />
      <Own v={v} round={round} />
      <Section title={v.t('rounds.room.facts')}>
        <RoundFacts v={v} round={round} />
      </Section>
      {round.yours === 'visitor' && <Arrive v={v} round={round} />}
      {round.yours === 'registered' && round.place?.clubId == null && <Leave v={v} round={round} />}
    </>
  );
}

function Own({ v, round }: { v: View; round: Round }) {
  const roundId = round.id;
  switch (round.yours) {
    case 'visitor':
      return (
        <NextStep
          kicker={v.t('rounds.next')}
          title={v.t('rounds.room.join-title')}
          about={v.t('rounds.room.join-about')}
          tone="now"
          action={
            <LinkButton kind="primary" href="#join">
              {v.t('rounds.room.join')}
            </LinkButton>
          }
        />
      );
    case 'no-organisation':
      return (
        <Notice tone="now" title={v.t('rounds.room.no-organisation')}>
          <p>{v.t('rounds.room.no-organisation-text', { who: round.facilitator })}</p>
        </Notice>
      );
    case 'facilitator':
      return (
        <NextStep
          kicker={v.t('rounds.next')}
          title={v.t('rounds.room.yours')}
          about={v.t('rounds.room.share')}
          tone="now"
          action={
            <LinkButton kind="primary" href={paths.desk.href({ clubRoundId: roundId })}>
              {v.t('rounds.room.to-desk')}
            </LinkButton>
          }
        />
      );
    case 'none':
      return (
        <NextStep
          kicker={v.t('rounds.next')}
          title={v.t('rounds.room.register-title')}
          about={v.t('rounds.room.register-about')}
          dateText={v.t('rounds.home.until', { date: v.fmt.date(round.registerUntil) })}
          tone="now"
          action={
            <LinkButton kind="primary" href={paths.register.href({ clubRoundId: roundId })}>
              {v.t('rounds.room.register')}
            </LinkButton>
          }
        />
      );
    default:
      if (round.place) return <OwnPlace v={v} round={round} place={round.place} />;
      if (round.waiting)
        return (
          <Notice tone="now" title={v.t('rounds.waits.title')}>
            <p>{v.t(`rounds.waits.${round.waiting.reason}`, round.waiting)}</p>
            <p>{v.t('rounds.waits.then')}</p>
          </Notice>
        );
      return (
        <Notice tone="done" title={v.t('rounds.room.registered')}>
          <p>
            {v.t('rounds.room.registered-text', {
              who: round.facilitator,
              date: v.fmt.date(round.registerUntil),
            })}
          </p>
          {round.open && (
            <p>
              <a href={paths.register.href({ clubRoundId: roundId })}>
                {v.t('rounds.room.change')}
              </a>
            </p>
          )}
        </Notice>
      );
  }
}

function OwnPlace({ v, round, place }: { v: View; round: Round; place: Place }) {
  const href = { clubRoundId: round.id, groupId: place.groupId };
  const moved = place.meetings.filter((m) => m.moved);
  const f = bind(v, paths.accept.href(href));
  const g = bind(v, paths.decline.href(href));
  return (
    <>
      <ErrorSummary title={v.t('rounds.form.errors')} lead="" errors={[...f.errors, ...g.errors]} />
      <NextStep
        kicker={v.t(place.state === 'asked' ? 'rounds.next' : 'rounds.place.kicker')}
        title={v.t(place.state === 'asked' ? 'rounds.place.asked' : 'rounds.place.joined')}
        about={themeText(v, place.theme)}
        tone={place.state === 'asked' ? 'now' : 'done'}
        action={
          place.state === 'asked' ? (
            <Form action={paths.accept.href(href)} label={v.t('rounds.place.accept')}>
              <Button>{v.t('rounds.place.accept')}</Button>
            </Form>
          ) : place.clubId ? (
            <LinkButton kind="primary" href={`/clubs/${place.clubId}`}>
              {v.t('rounds.place.to-club')}
            </LinkButton>
          ) : (
            <p>{v.t('rounds.place.waiting')}</p>
          )
        }
      />
      <Section title={v.t('rounds.place.meetings')}>
        <p>{v.t('rounds.place.language', { language: v.fmt.language(place.language) })}</p>
        <Prose>
          {' '}
          <ol>
            {place.meetings.map((m) => (
              <li key={String(m.at)}>{momentText(v, m)}</li>
            ))}
          </ol>
        </Prose>
        {moved.length > 0 && (
          <Notice tone="late" title={v.t('rounds.place.moved')}>
            <p>
              {v.t('rounds.place.moved-text', {
                when: v.fmt.list(moved.map((m) => momentText(v, m))),
              })}
            </p>
          </Notice>
        )}
        {place.meetings[0] && (
          <p>{v.t('rounds.place.clock', { zone: v.fmt.zone(place.meetings[0].timeZone) })}</p>
        )}
      </Section>
      <Section title={v.t('rounds.place.members')}>
        <Table
          caption={v.t('rounds.place.members')}
          hideCaption
          rowHeader="name"
          columns={[
            { key: 'name', label: v.t('rounds.table.name') },
            { key: 'organisation', label: v.t('rounds.table.organisation') },
            { key: 'country', label: v.t('rounds.table.country') },
            { key: 'state', label: v.t('rounds.table.answer') },
          ]}
          rows={place.members.map((m) => ({
            id: `${m.name} ${m.organisation}`,
            cells: {
              name: m.name,
              organisation: m.organisation,
              country: v.fmt.country(m.countryCode),
              state: v.t(m.joined ? 'rounds.answer.accepted' : 'rounds.answer.asked'),
            },
          }))}
        />
      </Section>
      {place.state === 'asked' && (
        <Section title={v.t('rounds.decline.title')} id="decline" folded>
          <Form action={paths.decline.href(href)} label={v.t('rounds.decline.title')}>
            <RadioGroup
              {...g.text('stay')}
              value={g.text('stay').value || 'yes'}
              label={v.t('rounds.decline.label')}
              options={[
                { value: 'yes', label: v.t('rounds.decline.stay') },
                { value: 'no', label: v.t('rounds.decline.leave') },
              ]}
            />
            <p>{v.t('rounds.decline.about')}</p>
            <Button kind="quiet">{v.t('rounds.decline.button')}</Button>
          </Form>
        </Section>
      )}
    </>
  );
}

function Leave({ v, round }: { v: View; round: Round }) {
  return (
    <Section title={v.t('rounds.leave.title')} id="leave" folded>
      <Form
        action={paths.withdraw.href({ clubRoundId: round.id })}
        label={v.t('rounds.leave.title')}
      >
        <p>{v.t('rounds.leave.about')}</p>
        <Button kind="quiet">{v.t('rounds.leave.button')}</Button>
      </Form>
    </Section>
  );
}

/** A visitor leaves name, address and organisation; a link proves the address. */
function Arrive({ v, round }: { v: View; round: Round }) {
  const href = paths.arrive.href({ clubRoundId: round.id });
  const f = bind(v, href, {});
  const countries = programmeCountries
    .map((code) => ({ value: code as string, label: v.fmt.country(code) }))
    .sort((a, b) => v.fmt.compare(a.label, b.label));
  return (
    <Section title={v.t('rounds.arrive.title')} id="join">
      <Prose>
        <p>{v.t('rounds.arrive.lead')}</p>
        <p>
          <a
            href={peoplePaths.signIn.href(undefined, {
              next: paths.round.href({ clubRoundId: round.id }),
            })}
          >
            {v.t('rounds.arrive.known')}
          </a>
        </p>
      </Prose>
      <ErrorSummary
        title={v.t('rounds.form.errors')}
        lead={v.t('rounds.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href} id="arrive" keep>
        <TextField
          {...f.text('givenName')}
          label={v.t('rounds.field.given-name')}
          autocomplete="given-name"
          width={20}
          required
        />
        <TextField
          {...f.text('familyName')}
          label={v.t('rounds.field.family-name')}
          autocomplete="family-name"
          width={20}
          required
        />
        <TextField
          {...f.text('email')}
          label={v.t('rounds.field.email')}
          type="email"
          autocomplete="email"
          required
        />
        <TextField
          {...f.text('orgName')}
          label={v.t('rounds.field.org-name')}
          autocomplete="organization"
          required
        />
        <RadioGroup
          {...f.text('orgKind')}
          label={v.t('rounds.field.org-kind')}
          options={partyKinds.map((kind) => ({
            value: kind,
            label: v.t(`rounds.org-kind.${kind}`),
          }))}
        />
        <SelectField
          {...f.text('country')}
          label={v.t('rounds.field.country')}
          emptyLabel={v.t('rounds.field.choose')}
          options={countries}
          required
        />
        <TextField {...f.text('city')} label={v.t('rounds.field.city')} width={20} required />
        <ButtonRow>
          <Button>{v.t('rounds.arrive.button')}</Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

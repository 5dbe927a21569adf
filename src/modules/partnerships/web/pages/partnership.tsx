import { type loadMessagesAbout, MessagesAboutPart } from '#modules/messaging/web/index.ts';
import { initialsOf } from '#modules/people/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  PersonList,
  Prose,
  Section,
  StatusTag,
  TextArea,
  WaitingFor,
} from '#ui/index.ts';
import type { getPartnership, listDecisions } from '../../server/index.ts';
import { DecisionTable } from '../parts/decision-table.tsx';
import { VersionList } from '../parts/version-list.tsx';
import { Lines, statusOf } from '../parts/words.tsx';
import { askAddress, paths } from '../paths.ts';

export type Partnership = ViewOf<typeof getPartnership>;
type MessagesAbout = Awaited<ReturnType<typeof loadMessagesAbout>>;
type Decisions = ViewOf<typeof listDecisions>['decisions'];

/** The thing to do now, when it is this actor's turn. */
function Step({ v, p }: { v: View; p: Partnership }) {
  const at = { partnershipId: p.id };
  const mine = p.waiting.filter((w) => w.mine);
  const turn = mine.find((w) => w.what !== 'write') ?? mine[0];
  if (!turn || turn.what === 'answer') return null;
  const places = {
    accept: paths.agreement,
    write: paths.editAgreement,
    task: paths.responsibilities,
    renew: paths.agreement,
  } as const;
  return (
    <NextStep
      kicker={v.t('partnerships.next')}
      title={v.t(`partnerships.turn.${turn.what}`)}
      about={v.t(`partnerships.turn-text.${turn.what}`, { org: p.other.name })}
      dateText={
        turn.what === 'renew' && p.renewsOn
          ? v.t('partnerships.renew-by', { day: p.renewsOn })
          : undefined
      }
      action={
        <LinkButton kind="primary" href={places[turn.what].href(at)}>
          {v.t(`partnerships.do.${turn.what}`)}
        </LinkButton>
      }
    />
  );
}

export function PartnershipPage({
  v,
  p,
  decisions,
  messages,
}: {
  v: View;
  p: Partnership;
  decisions: Decisions;
  /** what the two write to each other; null before they work together */
  messages: MessagesAbout | null;
}) {
  const at = { partnershipId: p.id };
  const status = statusOf(v, p);
  const answerHref = paths.answerProposal.href(at);
  const f = bind(v, answerHref);
  const waits = p.waiting.filter((w) => !w.mine && w.who !== '');
  const working = p.state === 'agreeing' || p.state === 'agreed' || p.state === 'renewed';
  return (
    <>
      <PageHead
        kicker={v.t('partnerships.place', {
          kind: v.t(`partnerships.party-kind.${p.other.kind}`),
          city: p.other.city,
          country: v.fmt.country(p.other.countryCode),
        })}
        title={v.t('partnerships.one.title', { own: p.own.name, other: p.other.name })}
        lead={<StatusTag {...status} />}
        breadcrumbs={[{ href: paths.partnerships.href(), label: v.t('partnerships.list.title') }]}
        breadcrumbsLabel={v.t('partnerships.crumbs')}
      />
      <ErrorSummary title={v.t('partnerships.errors')} errors={f.errors} />
      <Step v={v} p={p} />
      {p.state === 'proposed' && (
        <Section
          title={v.t('partnerships.one.proposed', { who: p.proposedBy, org: p.proposedByOrg })}
          lead={<p>{v.fmt.moment(p.proposedAt)}</p>}
        >
          {p.greeting && (
            <Prose>
              <p>
                <Lines text={p.greeting} />
              </p>
            </Prose>
          )}
          {p.can.answer && (
            <Form action={answerHref} id="answer">
              <TextArea
                {...f.text('reason')}
                label={v.t('partnerships.one.answer-words')}
                hint={v.t('partnerships.one.answer-hint')}
                optionalLabel={v.t('partnerships.optional')}
                rows={3}
              />
              <ButtonRow>
                <Button name="answer" value="begin">
                  {v.t('partnerships.one.begin')}
                </Button>
                <Button kind="quiet" name="answer" value="decline">
                  {v.t('partnerships.one.decline')}
                </Button>
              </ButtonRow>
            </Form>
          )}
        </Section>
      )}
      {waits.length > 0 && (
        <Section title={v.t('partnerships.one.waits')}>
          <WaitingFor
            items={waits.map((w, i) => ({
              id: `${w.what}-${i}`,
              who: w.who,
              what: v.t(`partnerships.waits.${w.what}`),
              late: false,
            }))}
          />
        </Section>
      )}
      {p.ended && (
        <Notice
          tone="stop"
          title={v.t(
            p.state === 'declined' ? 'partnerships.one.declined' : 'partnerships.one.ended',
            {
              who: p.ended.by,
              org: p.ended.org,
              at: p.ended.at,
            },
          )}
        >
          {p.ended.reason && (
            <p>
              <Lines text={p.ended.reason} />
            </p>
          )}
        </Notice>
      )}
      {p.versions.length > 0 && (
        <Section
          title={v.t('partnerships.agreement.title')}
          id="agreement"
          action={<a href={paths.agreement.href(at)}>{v.t('partnerships.agreement.open')}</a>}
        >
          <Facts
            items={[
              ...(p.agreedAt
                ? [{ label: v.t('partnerships.one.since'), value: v.fmt.moment(p.agreedAt) }]
                : []),
              ...(p.renewsOn
                ? [{ label: v.t('partnerships.field.renewsOn'), value: v.fmt.date(p.renewsOn) }]
                : []),
            ]}
          />
          <VersionList v={v} partnershipId={p.id} versions={p.versions} />
        </Section>
      )}
      {p.kind === 'support' && working && (
        <Section
          title={v.t('partnerships.table.title')}
          id="responsibilities"
          lead={<p>{v.t('partnerships.table.short')}</p>}
        >
          <ButtonRow>
            <LinkButton href={paths.responsibilities.href(at)}>
              {v.t('partnerships.table.open')}
            </LinkButton>
          </ButtonRow>
        </Section>
      )}
      {(working || decisions.length > 0) && (
        <Section
          title={v.t('partnerships.decisions.title')}
          id="decisions"
          action={
            working ? (
              <a href={askAddress('partnership', p.id)}>{v.t('partnerships.decisions.ask')}</a>
            ) : undefined
          }
        >
          {decisions.length > 0 ? (
            <DecisionTable v={v} decisions={decisions} />
          ) : (
            <EmptyState
              level={3}
              title={v.t('partnerships.decisions.none')}
              text={v.t('partnerships.decisions.none-text')}
            />
          )}
        </Section>
      )}
      {messages && (
        <Section title={v.t('partnerships.one.messages')} id="messages">
          <MessagesAboutPart v={v} {...messages} />
        </Section>
      )}
      <Section title={v.t('partnerships.one.people', { org: p.other.name })} id="people">
        {p.leaders.length > 0 ? (
          <PersonList
            items={p.leaders.map((l) => ({
              id: l.name,
              initials: initialsOf(l.name),
              name: l.name,
              note: v.fmt.list(l.roles.map((r) => v.t(`partnerships.role.${r}`))),
            }))}
          />
        ) : (
          <p>{v.t('partnerships.one.nobody')}</p>
        )}
        <p class="hint">{v.t('partnerships.one.no-addresses')}</p>
        {p.contactId && (
          <p>
            <a href={paths.contact.href({ contactId: p.contactId })}>
              {v.t('partnerships.write.see-letter')}
            </a>
          </p>
        )}
      </Section>
      {p.can.end && (
        <p>
          <a href={paths.end.href(at)}>
            {v.t(p.state === 'proposed' ? 'partnerships.end.take-back' : 'partnerships.end.title')}
          </a>
        </p>
      )}
    </>
  );
}

/** Ending: what happens, why, and a tick. */
export function EndPage({ v, p }: { v: View; p: Partnership }) {
  const at = { partnershipId: p.id };
  const href = paths.end.href(at);
  const f = bind(v, href);
  const back = paths.partnership.href(at);
  return (
    <>
      <PageHead
        kicker={v.t('partnerships.one.title', { own: p.own.name, other: p.other.name })}
        title={v.t(
          p.state === 'proposed' ? 'partnerships.end.take-back' : 'partnerships.end.title',
        )}
        lead={v.t('partnerships.end.lead', { org: p.other.name })}
        breadcrumbs={[{ href: back, label: p.other.name }]}
        breadcrumbsLabel={v.t('partnerships.crumbs')}
      />
      <ErrorSummary title={v.t('partnerships.errors')} errors={f.errors} />
      <Form action={href} id="end">
        <TextArea
          {...f.text('reason')}
          label={v.t('partnerships.end.reason')}
          hint={v.t('partnerships.end.hint', { org: p.other.name })}
          rows={4}
        />
        <Checkbox {...f.tick('sure')} label={v.t('partnerships.end.sure')} />
        <ButtonRow>
          <Button kind="danger">{v.t('partnerships.end.button')}</Button>
          <LinkButton href={back}>{v.t('partnerships.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

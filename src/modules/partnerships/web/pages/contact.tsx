import { messagingPaths } from '#modules/messaging/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  Details,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  Section,
  TextArea,
  TextField,
} from '#ui/index.ts';
import type {
  getContact,
  getContactForm,
  getProposalForm,
  listPartnerships,
} from '../../server/index.ts';
import { Faults, InName } from '../parts/form.tsx';
import { Lines } from '../parts/words.tsx';
import { paths } from '../paths.ts';

type FormData = ViewOf<typeof getContactForm>;
/** What was looked for: whom to host, from when, for how long. */
export type Wish = { pupils: number; age: number; months: number; from: Temporal.PlainDate };

const crumbs = (v: View) => ({
  breadcrumbs: [{ href: paths.partnerships.href(), label: v.t('partnerships.list.title') }],
  breadcrumbsLabel: v.t('partnerships.crumbs'),
});

const SeePartnership = ({ v, partnershipId }: { v: View; partnershipId: string | null }) =>
  partnershipId ? (
    <p>
      <a href={paths.partnership.href({ partnershipId })}>
        {v.t('partnerships.write.see-partnership')}
      </a>
    </p>
  ) : null;

/** One letter to an organisation one does not know yet; nobody's address is shown. */
export function WritePage({
  v,
  form,
  wish,
  fromOrg,
}: {
  v: View;
  form: FormData;
  wish: Wish | null;
  /** in whose name hosts were looked for */
  fromOrg: string;
}) {
  const at = { orgId: form.to.orgId };
  const href = paths.writeTo.href(at);
  const f = bind(v, href, {
    fromOrgId: (form.from.find((o) => o.orgId === fromOrg) ?? form.from[0])?.orgId,
    message: wish
      ? v.t('partnerships.write.wish', {
          pupils: wish.pupils,
          age: wish.age,
          months: wish.months,
          month: v.fmt.month(wish.from),
        })
      : '',
  });
  const head = (
    <PageHead
      kicker={v.t('partnerships.place', {
        kind: v.t(`partnerships.party-kind.${form.to.kind}`),
        city: form.to.city,
        country: v.fmt.country(form.to.countryCode),
      })}
      title={v.t('partnerships.write.title', { org: form.to.name })}
      lead={form.hindrance ? undefined : v.t('partnerships.write.lead', { org: form.to.name })}
      {...crumbs(v)}
    />
  );
  if (form.hindrance && f.errors.length === 0)
    return (
      <>
        {head}
        <Notice
          tone={form.hindrance === 'they-wrote' ? 'now' : 'wait'}
          title={v.t(`partnerships.write.not.${form.hindrance}`, {
            org: form.to.name,
            max: form.perDay,
          })}
        >
          {form.note && (
            <p>
              <Lines text={form.note} />
            </p>
          )}
          <SeePartnership v={v} partnershipId={form.partnershipId} />
          {form.contactId && (
            <p>
              <a href={paths.contact.href({ contactId: form.contactId })}>
                {v.t('partnerships.write.see-letter')}
              </a>
            </p>
          )}
        </Notice>
      </>
    );
  return (
    <>
      {head}
      <Faults v={v} of={[f]} />
      <Form action={href} id="letter" keep>
        <InName v={v} f={f} own={form.from} name="fromOrgId" />
        <TextField {...f.text('subject')} label={v.t('partnerships.write.subject')} />
        <TextArea
          {...f.text('message')}
          label={v.t('partnerships.write.message')}
          hint={v.t('partnerships.write.hint')}
          rows={10}
        />
        <ButtonRow>
          <Button>{v.t('partnerships.write.send')}</Button>
          <a href={paths.propose.href(at)}>{v.t('partnerships.write.propose-instead')}</a>
        </ButtonRow>
      </Form>
    </>
  );
}

type Contact = ViewOf<typeof getContact>;

/** A letter, its answer, and what one can do with it. */
export function ContactPage({ v, contact }: { v: View; contact: Contact }) {
  const at = { contactId: contact.id };
  const answerHref = paths.answerContact.href(at);
  const declineHref = paths.declineContact.href(at);
  const f = bind(v, answerHref);
  const d = bind(v, declineHref, { answer: v.t('partnerships.contact.decline-words') });
  const propose = contact.can.propose && (
    <LinkButton href={paths.propose.href({ orgId: contact.other.orgId }, { letter: contact.id })}>
      {v.t('partnerships.contact.propose')}
    </LinkButton>
  );
  return (
    <>
      <PageHead
        kicker={v.t('partnerships.contact.kicker', {
          from: contact.from.name,
          to: contact.to.name,
        })}
        title={contact.subject}
        {...crumbs(v)}
      />
      <Faults v={v} of={[f, d]} />
      <Section
        title={v.t('partnerships.contact.wrote', { who: contact.sentBy, org: contact.from.name })}
        lead={<p>{v.fmt.moment(contact.sentAt)}</p>}
      >
        <Prose>
          <p>
            <Lines text={contact.message} />
          </p>
        </Prose>
      </Section>
      {contact.answeredAt && contact.state !== 'open' && (
        <Section
          title={v.t(`partnerships.contact.${contact.state}`, {
            who: contact.answeredBy,
            org: contact.to.name,
          })}
          lead={<p>{v.fmt.moment(contact.answeredAt)}</p>}
        >
          {contact.answer && (
            <Prose>
              <p>
                <Lines text={contact.answer} />
              </p>
            </Prose>
          )}
          <ButtonRow>
            {contact.threadId && (
              <LinkButton
                kind={contact.partnershipId ? 'quiet' : 'primary'}
                href={messagingPaths.thread.href({ threadId: contact.threadId })}
              >
                {v.t('partnerships.contact.thread')}
              </LinkButton>
            )}
            {contact.partnershipId && (
              <LinkButton
                kind="primary"
                href={paths.partnership.href({ partnershipId: contact.partnershipId })}
              >
                {v.t('partnerships.write.see-partnership')}
              </LinkButton>
            )}
            {contact.state !== 'declined' && propose}
          </ButtonRow>
        </Section>
      )}
      {contact.can.answer && (
        <>
          <Section title={v.t('partnerships.contact.answer-title')} id="answer">
            <Form action={answerHref} id="answer-form" keep>
              <TextArea
                {...f.text('answer')}
                label={v.t('partnerships.contact.answer-label')}
                hint={v.t('partnerships.contact.answer-hint', { org: contact.from.name })}
                rows={6}
              />
              <ButtonRow>
                <Button>{v.t('partnerships.contact.send')}</Button>
                {propose}
              </ButtonRow>
            </Form>
          </Section>
          <Details summary={v.t('partnerships.contact.decline-title')} open={d.errors.length > 0}>
            <p>{v.t('partnerships.contact.decline-text', { org: contact.from.name })}</p>
            <Form action={declineHref} id="decline-form">
              <TextArea
                {...d.text('answer')}
                label={v.t('partnerships.contact.decline-label')}
                rows={4}
              />
              <ButtonRow>
                <Button kind="quiet">{v.t('partnerships.contact.decline')}</Button>
              </ButtonRow>
            </Form>
          </Details>
        </>
      )}
      {contact.state === 'open' && !contact.can.answer && (
        <Notice tone="wait" title={v.t('partnerships.waits-for', { who: contact.to.name })} />
      )}
    </>
  );
}

type Proposal = ViewOf<typeof getProposalForm>;

/** A partnership is proposed with a few words; the agreement is written together afterwards. */
export function ProposePage({ v, form }: { v: View; form: Proposal }) {
  const href = paths.propose.href({ orgId: form.to.orgId });
  const f = bind(v, href, { fromOrgId: form.from[0]?.orgId, contactId: form.contactId });
  const head = (
    <PageHead
      title={v.t('partnerships.propose.title', { org: form.to.name })}
      lead={v.t('partnerships.propose.lead', { org: form.to.name })}
      {...crumbs(v)}
    />
  );
  if ((form.partnershipId || form.from.length === 0) && f.errors.length === 0)
    return (
      <>
        {head}
        <Notice
          tone="wait"
          title={v.t(
            form.partnershipId
              ? 'partnerships.write.not.partners'
              : 'partnerships.refused.no-school',
            { org: form.to.name },
          )}
        >
          <SeePartnership v={v} partnershipId={form.partnershipId} />
        </Notice>
      </>
    );
  return (
    <>
      {head}
      <Faults v={v} of={[f]} />
      <Form action={href} id="proposal" keep>
        <Hidden name="contactId" value={f.text('contactId').value} />
        <InName v={v} f={f} own={form.from} name="fromOrgId" />
        <TextArea
          {...f.text('greeting')}
          label={v.t('partnerships.propose.greeting')}
          hint={v.t('partnerships.propose.hint')}
          optionalLabel={v.t('partnerships.optional')}
          rows={5}
        />
        <ButtonRow>
          <Button>{v.t('partnerships.propose.send')}</Button>
        </ButtonRow>
      </Form>
    </>
  );
}

/** Whether strangers may write to one's own organisation. */
export function LettersPage({
  v,
  own,
}: {
  v: View;
  own: ViewOf<typeof listPartnerships>['own'][number];
}) {
  const href = paths.letters.href({ orgId: own.orgId });
  const f = bind(v, href, { closed: own.closed, note: own.note });
  return (
    <>
      <PageHead
        kicker={own.name}
        title={v.t('partnerships.choice.title')}
        lead={v.t('partnerships.choice.lead')}
        {...crumbs(v)}
      />
      <ErrorSummary title={v.t('partnerships.errors')} errors={f.errors} />
      <Form action={href} id="letters">
        <Checkbox
          {...f.tick('closed')}
          label={v.t('partnerships.choice.tick')}
          hint={v.t('partnerships.choice.hint')}
        />
        <TextArea
          {...f.text('note')}
          label={v.t('partnerships.choice.note')}
          hint={v.t('partnerships.choice.note-hint')}
          optionalLabel={v.t('partnerships.optional')}
          rows={3}
        />
        <ButtonRow>
          <Button>{v.t('partnerships.save')}</Button>
        </ButtonRow>
      </Form>
    </>
  );
}

import { languageCodes } from '#kernel/languages.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  DateField,
  Details,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  RadioGroup,
  Section,
  SelectField,
  StatusTag,
  TextArea,
  Timeline,
} from '#ui/index.ts';
import { asText, changedFields, paidFields } from '../../core/index.ts';
import type { getAgreement } from '../../server/index.ts';
import { AgreementWords, fieldText } from '../parts/agreement-words.tsx';
import { Faults } from '../parts/form.tsx';
import { VersionList } from '../parts/version-list.tsx';
import { Lines } from '../parts/words.tsx';
import { paths } from '../paths.ts';

export type Agreement = ViewOf<typeof getAgreement>;

function Head({ v, a, title }: { v: View; a: Agreement; title: string }) {
  const at = { partnershipId: a.partnershipId };
  return (
    <PageHead
      kicker={v.t('partnerships.one.title', { own: a.own.name, other: a.other.name })}
      title={title}
      lead={
        <StatusTag
          tone={a.shown.state === 'accepted' ? 'done' : a.shown.state === 'open' ? 'now' : 'wait'}
          text={v.t('partnerships.agreement.version-state', {
            number: a.shown.number,
            state: v.t(`partnerships.versions.state.${a.shown.state}`),
          })}
        />
      }
      breadcrumbs={[
        { href: paths.partnership.href(at), label: a.other.name },
        { href: paths.agreement.href(at), label: v.t('partnerships.agreement.title') },
      ]}
      breadcrumbsLabel={v.t('partnerships.crumbs')}
    />
  );
}

/** Who has accepted, and who is still to. */
function Acceptances({ v, a }: { v: View; a: Agreement }) {
  return (
    <Facts
      items={a.acceptances.map((x) => ({
        label: x.org,
        value: x.at
          ? v.t('partnerships.agreement.accepted-by', {
              who: x.name,
              role: v.t(`partnerships.role.${x.role}`),
              at: x.at,
            })
          : v.t('partnerships.agreement.not-yet'),
      }))}
    />
  );
}

/** Who changed which words, newest first. */
function Edits({ v, a }: { v: View; a: Agreement }) {
  if (a.edits.length === 0) return null;
  const names = { first: a.first.name, second: a.second.name };
  return (
    <Details summary={v.t('partnerships.edits.title', { count: a.edits.length })} wide>
      <Timeline
        items={a.edits.map((e) => ({
          id: `${e.at}-${e.field}`,
          dateText: v.fmt.moment(e.at),
          datetime: e.at.toString(),
          who: v.t('partnerships.edits.who', { who: e.who, org: e.org }),
          what: (
            <>
              <strong>{v.t(`partnerships.field.${e.field}`, names)}</strong>
              <br />
              {e.before && e.before !== 'no' && (
                <>
                  <del>
                    <Lines text={fieldText(v, e.field, e.before)} />
                  </del>
                  <br />
                </>
              )}
              <ins>
                <Lines text={fieldText(v, e.field, e.after)} />
              </ins>
            </>
          ),
        }))}
      />
    </Details>
  );
}

/** The agreement as it stands: to write at, to read and accept, or in force. */
export function AgreementPage({ v, a }: { v: View; a: Agreement }) {
  const at = { partnershipId: a.partnershipId };
  const acceptHref = paths.acceptAgreement.href(at);
  const backHref = paths.sendBack.href(at);
  const putHref = paths.putAgreement.href(at);
  const changeHref = paths.changeAgreement.href(at);
  const f = bind(v, acceptHref);
  const b = bind(v, backHref);
  const p = bind(v, putHref);
  const c = bind(v, changeHref);
  const names = { first: a.first.name, second: a.second.name };
  const { shown } = a;
  return (
    <>
      <Head v={v} a={a} title={v.t('partnerships.agreement.title')} />
      <ErrorSummary
        title={v.t('partnerships.errors')}
        errors={[...f.errors, ...b.errors, ...p.errors, ...c.errors]}
      />
      {shown.changeReason && (
        <Notice title={v.t('partnerships.agreement.why-changed')}>
          <p>
            <Lines text={shown.changeReason} />
          </p>
        </Notice>
      )}
      {shown.state === 'draft' && (
        <Section title={v.t('partnerships.agreement.draft')}>
          {shown.missing.length > 0 ? (
            <Prose>
              <p>{v.t('partnerships.agreement.still-missing')}</p>
              <ul>
                {shown.missing.map((field) => (
                  <li key={field}>{v.t(`partnerships.field.${field}`, names)}</li>
                ))}
              </ul>
            </Prose>
          ) : (
            <p>{v.t('partnerships.agreement.complete')}</p>
          )}
          {a.can.write && (
            <Form action={putHref} id="put">
              <Hidden name="number" value={String(shown.number)} />
              <Hidden name="version" value={String(shown.version)} />
              <ButtonRow>
                <LinkButton
                  kind={shown.missing.length > 0 ? 'primary' : 'quiet'}
                  href={paths.editAgreement.href(at)}
                >
                  {v.t('partnerships.do.write')}
                </LinkButton>
                {shown.missing.length === 0 && <Button>{v.t('partnerships.agreement.put')}</Button>}
              </ButtonRow>
            </Form>
          )}
        </Section>
      )}
      {(shown.state === 'open' || shown.state === 'accepted') && (
        <Section title={v.t('partnerships.agreement.accepting')} id="accepted">
          <Acceptances v={v} a={a} />
        </Section>
      )}
      <Section title={v.t('partnerships.agreement.words')} id="words">
        <AgreementWords v={v} agreement={a} />
      </Section>
      {a.accepts && shown.sha256 && (
        <Section title={v.t('partnerships.agreement.accept-title')} id="accept">
          <Form action={acceptHref} id="accept-form">
            <Hidden name="number" value={String(shown.number)} />
            <Hidden name="sha256" value={shown.sha256} />
            <Hidden name="orgId" value={a.accepts.orgId} />
            <Prose>
              <p>{a.accepts.wording}</p>
            </Prose>
            <Checkbox {...f.tick('agrees')} label={v.t('partnerships.agreement.agrees')} />
            <p class="hint">
              {v.t('partnerships.agreement.fingerprint', { sha256: shown.sha256.slice(0, 12) })}
            </p>
            <ButtonRow>
              <Button>{v.t('partnerships.agreement.accept')}</Button>
            </ButtonRow>
          </Form>
        </Section>
      )}
      {a.can.sendBack && (
        <Details summary={v.t('partnerships.send-back.title')} open={b.errors.length > 0}>
          <p>{v.t('partnerships.send-back.text')}</p>
          <Form action={backHref} id="send-back">
            <Hidden name="number" value={String(shown.number)} />
            <TextArea {...b.text('reason')} label={v.t('partnerships.send-back.reason')} rows={3} />
            <ButtonRow>
              <Button kind="quiet">{v.t('partnerships.send-back.button')}</Button>
            </ButtonRow>
          </Form>
        </Details>
      )}
      {a.can.change && (
        <Details summary={v.t('partnerships.renew.title')} open={c.errors.length > 0}>
          <p>{v.t('partnerships.renew.text')}</p>
          <Form action={changeHref} id="change">
            <TextArea
              {...c.text('reason')}
              label={v.t('partnerships.renew.reason')}
              optionalLabel={v.t('partnerships.optional')}
              rows={3}
            />
            <ButtonRow>
              <Button kind="quiet">{v.t('partnerships.renew.button')}</Button>
            </ButtonRow>
          </Form>
        </Details>
      )}
      <Edits v={v} a={a} />
      <Section title={v.t('partnerships.versions.title')} id="versions">
        <VersionList v={v} partnershipId={a.partnershipId} versions={a.versions} />
      </Section>
    </>
  );
}

/** One older version, to be read. */
export function VersionPage({ v, a }: { v: View; a: Agreement }) {
  const { shown } = a;
  return (
    <>
      <Head v={v} a={a} title={v.t('partnerships.versions.number', { number: shown.number })} />
      {shown.sendBackReason && (
        <Notice tone="stop" title={v.t('partnerships.send-back.done', { who: shown.sentBackBy })}>
          <p>
            <Lines text={shown.sendBackReason} />
          </p>
        </Notice>
      )}
      <AgreementWords v={v} agreement={a} />
      {(shown.state === 'accepted' || shown.state === 'replaced') && <Acceptances v={v} a={a} />}
      {shown.sha256 && (
        <p class="hint">
          {v.t('partnerships.agreement.fingerprint', { sha256: shown.sha256.slice(0, 12) })}
        </p>
      )}
      <Edits v={v} a={a} />
    </>
  );
}

const languageFields = ['languages', 'languages2', 'languages3'] as const;

/**
 * The whole agreement as one form. When somebody else saved meanwhile, their words stand beside what was typed, and saving
 * again keeps what is on the page.
 */
export function EditPage({ v, a }: { v: View; a: Agreement }) {
  const at = { partnershipId: a.partnershipId };
  const href = paths.editAgreement.href(at);
  const names = { first: a.first.name, second: a.second.name };
  const { shown } = a;
  const { words } = shown;
  const sent = v.form.action === href;
  const title = v.t('partnerships.edit.title');
  if (!a.can.write && !sent)
    return (
      <>
        <Head v={v} a={a} title={title} />
        <Notice title={v.t('partnerships.edit.closed')}>
          <p>
            <a href={paths.agreement.href(at)}>{v.t('partnerships.agreement.open')}</a>
          </p>
        </Notice>
      </>
    );
  const f = bind(v, href, {
    ...words,
    paid: words.paid ? 'yes' : 'no',
    languages: words.languages[0],
    languages2: words.languages[1],
    languages3: words.languages[2],
    renewsOn: words.renewsOn ? Temporal.PlainDate.from(words.renewsOn) : null,
  });
  const conflict =
    sent && v.form.faults.some((x) => x.reason === 'partnerships.refused.changed-meanwhile');
  const typed = (name: string) => (v.form.values[name]?.[0] ?? '').replace(/\r\n?/g, '\n').trim();
  // only after having seen the other's words does saving replace them
  const version = sent && !conflict ? typed('version') : String(shown.version);
  const theirs = conflict
    ? changedFields(words, {
        ...words,
        ...Object.fromEntries(textFields.map((field) => [field, typed(field)])),
        paid: typed('paid') === 'yes',
      })
    : [];
  const area = (field: (typeof textFields)[number], rows = 4) => (
    <TextArea
      key={field}
      {...f.text(field)}
      label={v.t(`partnerships.field.${field}`, names)}
      hint={v.t(`partnerships.hint.${field}`)}
      rows={rows}
    />
  );
  return (
    <>
      <Head v={v} a={a} title={title} />
      <Faults v={v} of={[f]} />
      {conflict && (
        <Notice tone="late" title={v.t('partnerships.edit.conflict', { who: shown.editedBy })}>
          <p>{v.t('partnerships.edit.conflict-text')}</p>
          <Facts
            items={theirs.map(({ field }) => ({
              label: v.t('partnerships.edit.theirs', {
                field: v.t(`partnerships.field.${field}`, names),
              }),
              value: <Lines text={fieldText(v, field, asText(words, field))} />,
            }))}
          />
        </Notice>
      )}
      <Form action={href} id="agreement">
        <Hidden name="number" value={sent ? typed('number') : String(shown.number)} />
        <Hidden name="version" value={version} />
        <Section title={v.t('partnerships.agreement.part.goals')}>
          {area('firstGoals')}
          {area('secondGoals')}
        </Section>
        <Section title={v.t('partnerships.agreement.part.service')}>
          <RadioGroup
            {...f.text('paid')}
            label={v.t('partnerships.field.paid')}
            hint={v.t('partnerships.hint.paid')}
            options={(['no', 'yes'] as const).map((value) => ({
              value,
              label: v.t(`partnerships.paid.${value}`),
            }))}
          />
          {area('payment', 3)}
          {paidFields.map((field) => area(field))}
        </Section>
        <Section title={v.t('partnerships.agreement.part.talk')}>
          {area('channels')}
          {languageFields.map((name, i) => (
            <SelectField
              key={name}
              {...f.text(name)}
              label={v.t('partnerships.edit.language', { number: i + 1 })}
              optionalLabel={i > 0 ? v.t('partnerships.optional') : undefined}
              emptyLabel={v.t('partnerships.choose')}
              options={languageCodes.map((code) => ({ value: code, label: v.fmt.language(code) }))}
            />
          ))}
          {area('other', 3)}
          <DateField
            {...f.date('renewsOn')}
            label={v.t('partnerships.field.renewsOn')}
            hint={v.t('partnerships.hint.renewsOn')}
            labels={{
              day: v.t('partnerships.date.day'),
              month: v.t('partnerships.date.month'),
              year: v.t('partnerships.date.year'),
            }}
          />
        </Section>
        <ButtonRow>
          <Button>{v.t('partnerships.save')}</Button>
          <LinkButton href={paths.agreement.href(at)}>{v.t('partnerships.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

const textFields = [
  'firstGoals',
  'secondGoals',
  'payment',
  ...paidFields,
  'channels',
  'other',
] as const;

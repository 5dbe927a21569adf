import { documentPaths } from '#modules/documents/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  Details,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  Section,
  StatusTag,
  Table,
  TextArea,
} from '#ui/index.ts';
import { AgreementRows, Lines } from '../parts/rows.tsx';
import { type Agreement, type Shown, Signatories, statusOf } from '../parts/status.tsx';
import { paths } from '../paths.ts';

/** The agreement: where it stands, what you do next, the rows, the signatures, the versions. */
export function AgreementPage({ v, agreement }: { v: View; agreement: Agreement }) {
  const at = { mobilityId: agreement.mobilityId };
  const { shown } = agreement;
  const status = statusOf(v, agreement);
  const forms = [paths.agreement, paths.open, paths.change].map((p) => bind(v, p.href(at)));
  return (
    <>
      <PageHead
        title={v.t('learning.title')}
        lead={<StatusTag tone={status.tone} text={status.text} />}
        breadcrumbs={[{ href: `/mobilities/${agreement.mobilityId}`, label: agreement.pupil }]}
        breadcrumbsLabel={v.t('learning.crumbs')}
      />
      <ErrorSummary title={v.t('learning.errors')} errors={forms.flatMap((f) => f.errors)} />
      <Next v={v} agreement={agreement} />
      {shown && agreement.inForce !== null && agreement.inForce < shown.number && (
        <Notice
          title={v.t('learning.in-force', { number: agreement.inForce, newer: shown.number })}
        />
      )}
      {!shown && <None v={v} agreement={agreement} />}
      {shown && (
        <>
          <Section title={v.t('learning.rows.title')} id="rows">
            {shown.rows.length > 0 ? (
              <AgreementRows v={v} rows={shown.rows} />
            ) : (
              <EmptyState
                level={3}
                title={v.t('learning.rows.none')}
                text={v.t('learning.rows.none-text')}
                action={
                  agreement.my.drafts && shown.state === 'draft' ? (
                    <LinkButton href={paths.edit.href(at)}>
                      {v.t('learning.edit.action')}
                    </LinkButton>
                  ) : undefined
                }
              />
            )}
          </Section>
          <Around v={v} shown={shown} />
          <Section title={v.t('learning.signatures.title')} id="signatures">
            <Signatories v={v} shown={shown} />
          </Section>
        </>
      )}
      {agreement.versions.length > 0 && <Versions v={v} agreement={agreement} />}
      {agreement.my.changes && <Change v={v} agreement={agreement} />}
      {agreement.inForce !== null && (
        <p>
          <a href={paths.recognition.href(at)}>{v.t('learning.recognition.link')}</a>
        </p>
      )}
    </>
  );
}

function None({ v, agreement }: { v: View; agreement: Agreement }) {
  return (
    <EmptyState
      title={v.t('learning.none.title')}
      text={v.t('learning.none.text', { school: agreement.sendingSchool })}
      action={
        agreement.my.drafts ? (
          <Form action={paths.agreement.href({ mobilityId: agreement.mobilityId })}>
            <ButtonRow>
              <Button>{v.t('learning.none.start')}</Button>
            </ButtonRow>
          </Form>
        ) : undefined
      }
    />
  );
}

/** The one thing to do on this page. */
function Next({ v, agreement }: { v: View; agreement: Agreement }) {
  const at = { mobilityId: agreement.mobilityId };
  const { shown, my } = agreement;
  if (!shown) return null;
  if (my.signs.length > 0)
    return (
      <NextStep
        kicker={v.t('learning.next')}
        title={v.t('learning.sign.step')}
        about={v.t('learning.sign.step-text')}
        action={
          <LinkButton kind="primary" href={paths.sign.href(at)}>
            {v.t('learning.sign.read')}
          </LinkButton>
        }
      />
    );
  if (my.signedAs && shown.state === 'open_for_signature')
    return <Notice tone="done" title={v.t('learning.sign.you-have')} />;
  if (shown.state === 'declined' && shown.decline)
    return (
      <Notice tone="stop" title={v.t('learning.status.declined', { who: shown.decline.name })}>
        <p>
          <Lines text={shown.decline.reason} />
        </p>
        <p>{v.t('learning.decline.after')}</p>
      </Notice>
    );
  if (shown.state !== 'draft' || !my.drafts) return null;
  const ready = shown.rows.length > 0 && shown.missing.length === 0 && agreement.placed;
  if (my.opens && ready)
    return (
      <NextStep
        kicker={v.t('learning.next')}
        title={v.t('learning.open.step')}
        about={v.t('learning.open.text')}
        action={
          <Form action={paths.open.href(at)}>
            <Hidden name="number" value={String(shown.number)} />
            <Hidden name="version" value={String(shown.version)} />
            <ButtonRow>
              <Button>{v.t('learning.open.button')}</Button>
              <LinkButton href={paths.edit.href(at)}>{v.t('learning.edit.action')}</LinkButton>
              <LinkButton href={paths.preview.href({ ...at, number: String(shown.number) })}>
                {v.t('learning.preview')}
              </LinkButton>
            </ButtonRow>
          </Form>
        }
      />
    );
  return (
    <NextStep
      kicker={v.t('learning.next')}
      title={v.t('learning.edit.step')}
      about={
        shown.missing.length > 0
          ? v.t('learning.edit.missing', { count: shown.missing.length })
          : agreement.placed
            ? v.t('learning.edit.text', { school: agreement.sendingSchool })
            : v.t('learning.edit.not-placed')
      }
      action={
        <LinkButton kind="primary" href={paths.edit.href(at)}>
          {v.t('learning.edit.action')}
        </LinkButton>
      }
    />
  );
}

/** What stands around the rows. */
export function Around({ v, shown }: { v: View; shown: Shown }) {
  const items = (['monitoring', 'reintegration', 'changeReason'] as const)
    .filter((key) => shown[key] !== '')
    .map((key) => ({ label: v.t(`learning.field.${key}`), value: <Lines text={shown[key]} /> }));
  return items.length > 0 ? <Facts items={items} /> : null;
}

function Versions({ v, agreement }: { v: View; agreement: Agreement }) {
  const at = { mobilityId: agreement.mobilityId };
  return (
    <Section title={v.t('learning.versions.title')} id="versions">
      <Table
        caption={v.t('learning.versions.title')}
        hideCaption
        rowHeader="number"
        columns={[
          { key: 'number', label: v.t('learning.versions.number') },
          { key: 'state', label: v.t('learning.versions.state') },
          { key: 'reason', label: v.t('learning.versions.reason') },
          { key: 'paper', label: v.t('learning.versions.paper') },
        ]}
        rows={agreement.versions.toReversed().map((x) => ({
          id: String(x.number),
          cells: {
            number: (
              <a href={paths.version.href({ ...at, number: String(x.number) })}>
                {v.t('learning.versions.item', {
                  number: x.number,
                  date: v.fmt.moment(x.createdAt),
                })}
              </a>
            ),
            state: (
              <StatusTag
                tone={
                  x.state === 'signed'
                    ? 'done'
                    : x.state === 'declined'
                      ? 'stop'
                      : x.state === 'superseded'
                        ? 'none'
                        : 'wait'
                }
                text={v.t(`learning.state.${x.state}`)}
              />
            ),
            reason: x.changeReason ? (
              <Lines text={x.changeReason} />
            ) : (
              v.t('learning.versions.first')
            ),
            paper: x.documentId ? (
              <a href={documentPaths.document.href({ documentId: x.documentId })} download>
                {v.t('learning.versions.pdf', { number: x.number })}
              </a>
            ) : x.completedAt ? (
              v.t('learning.versions.being-made')
            ) : (
              <a href={paths.preview.href({ ...at, number: String(x.number) })}>
                {v.t('learning.versions.preview', { number: x.number })}
              </a>
            ),
          },
        }))}
      />
    </Section>
  );
}

function Change({ v, agreement }: { v: View; agreement: Agreement }) {
  const href = paths.change.href({ mobilityId: agreement.mobilityId });
  const f = bind(v, href);
  return (
    <Details summary={v.t('learning.change.title')} open={f.errors.length > 0}>
      <p>{v.t('learning.change.text')}</p>
      <Form action={href}>
        <TextArea
          {...f.text('reason')}
          label={v.t('learning.field.changeReason')}
          hint={v.t('learning.change.hint')}
          rows={3}
        />
        <ButtonRow>
          <Button kind="quiet">{v.t('learning.change.button')}</Button>
        </ButtonRow>
      </Form>
    </Details>
  );
}

import { calendarPaths } from '#modules/calendar/web/index.ts';
import { documentPaths } from '#modules/documents/web/index.ts';
import { resourcesPaths } from '#modules/resources/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  ConfirmPanel,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  LinkButton,
  NextStep,
  PageHead,
  PrintButton,
  RadioGroup,
  Section,
  StatusTag,
  Steps,
  Table,
} from '#ui/index.ts';
import { attendances } from '../../core/types.ts';
import type { getOrientation, getProposals } from '../../server/index.ts';
import { OrientationStatus, whenText, whereText } from '../parts/words.tsx';
import { paths } from '../paths.ts';

type Orientation = ViewOf<typeof getOrientation>;
type Person = Orientation['people'][number];

function Head({ v, o, title }: { v: View; o: Orientation; title: string }) {
  return (
    <PageHead
      title={title}
      breadcrumbs={[
        { href: paths.orientations.href(), label: v.t('orientation.list.title') },
        { href: paths.orientation.href({ orientationId: o.id }), label: o.title },
      ]}
      breadcrumbsLabel={v.t('orientation.crumbs')}
    />
  );
}

/** The one thing that comes next, for who runs it or for who takes part. */
function Next({ v, o }: { v: View; o: Orientation }) {
  const here = { orientationId: o.id };
  const own = o.people.find((p) => p.mine);
  const step = (key: string, href: string) => (
    <NextStep
      kicker={v.t('orientation.next.kicker')}
      title={v.t(`orientation.next.${key}`)}
      action={
        <LinkButton kind="primary" href={href}>
          {v.t(`orientation.next.${key}-do`)}
        </LinkButton>
      }
    />
  );
  if (own && o.can.test && !own.test && own.attended) return step('test', paths.test.href(here));
  if (o.can.run && o.state === 'draft') return step('invite', paths.invite.href(here));
  if (o.can.record && o.people.some((p) => p.attended === null))
    return step('attendance', paths.attendance.href(here));
  return null;
}

function Attended({ v, p }: { v: View; p: Person }) {
  if (!p.attended) return <StatusTag tone="none" text={v.t('orientation.attended.open')} />;
  const tone = p.attended === 'all' ? 'done' : p.attended === 'part' ? 'wait' : 'late';
  return <StatusTag tone={tone} text={v.t(`orientation.attended.${p.attended}`)} />;
}

function testText(v: View, p: Person): string {
  return p.test
    ? v.t('orientation.test.result', { right: p.test.best, of: p.test.questions })
    : '–';
}

function Certificate({ v, p }: { v: View; p: Person }) {
  if (p.certificateId)
    return (
      <a href={documentPaths.document.href({ documentId: p.certificateId })}>
        {v.t('orientation.certificate.open')}
      </a>
    );
  return <>{p.certified ? v.t('orientation.certificate.made') : '–'}</>;
}

function People({ v, o }: { v: View; o: Orientation }) {
  const here = { orientationId: o.id };
  return (
    <Section
      title={v.t('orientation.people.title')}
      id="people"
      action={o.can.run && <a href={paths.invite.href(here)}>{v.t('orientation.people.more')}</a>}
    >
      <Table
        caption={v.t('orientation.people.title')}
        hideCaption
        rowHeader="name"
        columns={[
          { key: 'name', label: v.t('orientation.people.name') },
          { key: 'attended', label: v.t('orientation.people.attended') },
          ...(o.test ? [{ key: 'test', label: v.t('orientation.people.test') }] : []),
          { key: 'certificate', label: v.t('orientation.people.certificate') },
        ]}
        rows={o.people.map((p) => ({
          id: p.personId,
          cells: {
            name: p.name,
            attended: <Attended v={v} p={p} />,
            test: testText(v, p),
            certificate: <Certificate v={v} p={p} />,
          },
        }))}
        empty={
          <EmptyState
            level={3}
            title={v.t('orientation.people.none')}
            text={v.t('orientation.people.none-text')}
          />
        }
      />
      <ButtonRow>
        {o.can.record && (
          <LinkButton href={paths.attendance.href(here)}>
            {v.t('orientation.attendance.title')}
          </LinkButton>
        )}
        {o.can.certify && (
          <Form action={paths.certificates.href(here)}>
            <Button kind="quiet">{v.t('orientation.certificate.issue')}</Button>
          </Form>
        )}
      </ButtonRow>
    </Section>
  );
}

/** Of those who take part each sees only their own line. */
function Own({ v, o }: { v: View; o: Orientation }) {
  const here = { orientationId: o.id };
  return (
    <>
      {o.people.map((p) => (
        <Section key={p.personId} title={p.name}>
          <Facts
            items={[
              { label: v.t('orientation.people.attended'), value: <Attended v={v} p={p} /> },
              ...(o.test
                ? [
                    {
                      label: v.t('orientation.people.test'),
                      value: testText(v, p),
                      action:
                        o.can.test && p.mine ? (
                          <a href={paths.test.href(here)}>
                            {v.t(p.test ? 'orientation.test.again' : 'orientation.test.begin')}
                          </a>
                        ) : undefined,
                    },
                  ]
                : []),
              {
                label: v.t('orientation.people.certificate'),
                value: <Certificate v={v} p={p} />,
              },
            ]}
          />
        </Section>
      ))}
    </>
  );
}

export function OrientationPage({ v, orientation: o }: { v: View; orientation: Orientation }) {
  const here = { orientationId: o.id };
  const runs = o.can.run || o.can.record;
  return (
    <>
      <PageHead
        title={o.title}
        kicker={v.t(`orientation.kind.${o.kind}`)}
        lead={o.description}
        breadcrumbs={
          v.actor.kind === 'person' && v.actor.orgs.length > 0
            ? [{ href: paths.orientations.href(), label: v.t('orientation.list.title') }]
            : undefined
        }
        breadcrumbsLabel={v.t('orientation.crumbs')}
        actions={
          runs && (
            <>
              {o.can.run && (
                <LinkButton href={paths.edit.href(here)}>{v.t('orientation.edit.do')}</LinkButton>
              )}
              <PrintButton text={v.t('orientation.print')} />
            </>
          )
        }
      />
      <Next v={v} o={o} />
      {(runs || o.state === 'cancelled') && (
        <p>
          <OrientationStatus v={v} o={o} />
        </p>
      )}
      <Facts
        items={[
          { label: v.t('orientation.fact.when'), value: whenText(v, o) },
          { label: v.t('orientation.fact.where'), value: whereText(v, o) },
          { label: v.t('orientation.fact.by'), value: o.orgName },
          ...(o.url
            ? [{ label: v.t('orientation.fact.url'), value: <a href={o.url}>{o.url}</a> }]
            : []),
          ...(o.combined
            ? [{ label: v.t('orientation.fact.who'), value: v.t('orientation.fact.combined') }]
            : []),
          ...(o.eventId && (o.state === 'invited' || runs)
            ? [
                {
                  label: v.t('orientation.fact.calendar'),
                  value: (
                    <a href={calendarPaths.event.href({ eventId: o.eventId })}>
                      {runs
                        ? o.mover
                          ? v.t('orientation.fact.moved-by', { who: o.mover })
                          : v.t('orientation.fact.move')
                        : v.t('orientation.fact.answer')}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
      {!runs && <Own v={v} o={o} />}
      {o.sessions.length > 0 && (
        <Section title={v.t('orientation.programme')}>
          <Steps
            items={o.sessions.map((s, i) => ({
              id: String(i),
              title: s.title,
              text: [
                v.t('orientation.session.minutes', { minutes: s.minutes }),
                s.ledBy && v.t('orientation.session.with', { who: s.ledBy }),
              ]
                .filter(Boolean)
                .join(' · '),
            }))}
          />
        </Section>
      )}
      {o.materials.length > 0 && (
        <Section title={v.t('orientation.materials')}>
          <ul>
            {o.materials.map((m) => (
              <li key={m.id}>
                <a href={resourcesPaths.resource.href({ resourceId: m.id })}>{m.title}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {runs && <People v={v} o={o} />}
      {o.can.run && o.state !== 'held' && (
        <p>
          <a href={paths.cancel.href(here)}>{v.t('orientation.cancel-it.title')}</a>
        </p>
      )}
    </>
  );
}

/** Who is proposed, with the reason; whoever is near is ticked already. */
export function InvitePage({
  v,
  orientation: o,
  proposals,
}: { v: View; orientation: Orientation } & ViewOf<typeof getProposals>) {
  const here = { orientationId: o.id };
  const action = paths.invite.href(here);
  const open = proposals.filter((p) => !p.asked);
  const f = bind(v, action, {
    personIds: open
      .filter((p) => !p.parent && (p.near === 'town' || o.kind !== 'gathering'))
      .map((p) => p.personId),
  });
  const asked = proposals.length - open.length;
  return (
    <>
      <Head v={v} o={o} title={v.t('orientation.invite.title')} />
      <ErrorSummary title={v.t('orientation.errors')} errors={f.errors} />
      {asked > 0 && <p>{v.t('orientation.invite.asked', { count: asked })}</p>}
      {open.length === 0 ? (
        <EmptyState
          title={v.t('orientation.invite.none')}
          text={v.t(
            o.kind === 'gathering'
              ? 'orientation.invite.none-gathering'
              : 'orientation.invite.none-text',
          )}
          action={
            <LinkButton href={paths.orientation.href(here)}>{v.t('orientation.back')}</LinkButton>
          }
        />
      ) : (
        <Form action={action}>
          <CheckboxGroup
            {...f.choices('personIds')}
            label={v.t('orientation.invite.who')}
            hint={[
              v.t('orientation.invite.why'),
              open.some((p) => p.parent) && v.t('orientation.invite.parents'),
            ]
              .filter(Boolean)
              .join(' ')}
            options={open.map((p) => ({
              value: p.personId,
              label: p.name,
              hint: [
                p.name !== p.pupilName &&
                  v.t(p.parent ? 'orientation.invite.parent' : 'orientation.invite.for', {
                    pupil: p.pupilName,
                  }),
                v.t('orientation.invite.reason', {
                  town: p.town || '–',
                  from: p.startsOn,
                  until: p.endsOn,
                  near: p.near,
                }),
                p.as !== o.kind && `${v.t(`orientation.kind.${p.as}`)}.`,
              ]
                .filter(Boolean)
                .join(' '),
            }))}
          />
          <ButtonRow>
            <Button>{v.t('orientation.invite.do')}</Button>
            <LinkButton href={paths.orientation.href(here)}>{v.t('orientation.cancel')}</LinkButton>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}

/** Who came, for a thumb: three answers a person. */
export function AttendancePage({ v, orientation: o }: { v: View; orientation: Orientation }) {
  const here = { orientationId: o.id };
  const action = paths.attendance.href(here);
  const f = bind(
    v,
    action,
    Object.fromEntries(o.people.map((p) => [`attended.${p.personId}`, p.attended ?? ''])),
  );
  return (
    <>
      <Head v={v} o={o} title={v.t('orientation.attendance.title')} />
      <ErrorSummary title={v.t('orientation.errors')} errors={f.errors} />
      <Form action={action} id={`attendance-${o.id}`} keep>
        {o.people.map((p) => (
          <RadioGroup
            key={p.personId}
            {...f.text(`attended.${p.personId}`)}
            label={p.name}
            inline
            options={attendances.map((a) => ({
              value: a,
              label: v.t(`orientation.attended.${a}`),
            }))}
          />
        ))}
        <ButtonRow>
          <Button>{v.t('orientation.attendance.save')}</Button>
          <LinkButton href={paths.orientation.href(here)}>{v.t('orientation.cancel')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

export function CancelPage({ v, orientation: o }: { v: View; orientation: Orientation }) {
  const here = { orientationId: o.id };
  return (
    <>
      <Head v={v} o={o} title={v.t('orientation.cancel-it.title')} />
      <ConfirmPanel
        title={v.t('orientation.cancel-it.sure', { title: o.title })}
        action={paths.cancel.href(here)}
        danger
        confirmText={v.t('orientation.cancel-it.do')}
        cancelHref={paths.orientation.href(here)}
        cancelText={v.t('orientation.cancel')}
      >
        <p>{v.t('orientation.cancel-it.text', { count: o.participants })}</p>
      </ConfirmPanel>
    </>
  );
}

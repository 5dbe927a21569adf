import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  EmptyState,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  Section,
  SelectField,
  StatusTag,
  Timeline,
} from '#ui/index.ts';
import { checkMonths, licenceName, licenceOf } from '../../core/rules.ts';
import type { getResource } from '../../server/index.ts';
import { languagesText, sizeText } from '../parts/lists.tsx';
import { paths } from '../paths.ts';

type Resource = ViewOf<typeof getResource>;
type Version = Resource['versions'][number];

function fileHref(r: Resource, version: Version, which: 'pdf' | 'source'): string {
  return paths.file.href({ resourceId: r.id, number: String(version.number), which });
}

/** The one thing to do here: read it. */
function ReadIt({ v, r, newest }: { v: View; r: Resource; newest: Version }) {
  return (
    <ButtonRow>
      {newest.pdf && (
        <LinkButton kind="primary" href={fileHref(r, newest, 'pdf')}>
          {v.t('resources.open.pdf', { size: sizeText(v, newest.pdf.size) })}
        </LinkButton>
      )}
      {newest.link && (
        <LinkButton kind={newest.pdf ? 'quiet' : 'primary'} href={newest.link}>
          {v.t('resources.open.link', { host: new URL(newest.link).hostname })}
        </LinkButton>
      )}
      {r.can.markRead && !r.read && (
        <Form action={paths.read.href({ resourceId: r.id })}>
          <Button kind="quiet">{v.t('resources.read.tick')}</Button>
        </Form>
      )}
    </ButtonRow>
  );
}

/** How a copy has to name whose work it is, ready to be taken. */
function Attribution({ v, r }: { v: View; r: Resource }) {
  const licence = licenceOf(r.licence);
  const words = v.t(`resources.licence.${r.licence}`);
  return (
    <Section title={v.t('resources.licence.title')}>
      <Prose>
        <p>
          {licence?.url ? (
            <a href={licence.url} rel="license">
              {words}
            </a>
          ) : (
            words
          )}
        </p>
        <p>{v.t(`resources.adapting.${licence?.adapt ?? 'no'}`)}</p>
        {r.licence !== 'LicenseRef-all-rights-reserved' && (
          <p>
            {v.t('resources.attribution.words')}{' '}
            <strong>
              {v.t('resources.attribution.line', {
                title: r.title,
                credit: r.credit,
                licence: licenceName(r.licence),
              })}
            </strong>
          </p>
        )}
        {r.origin && (
          <p>
            {v.t('resources.origin.text', {
              title: r.origin.title,
              credit: r.origin.credit,
              licence: v.t(`resources.licence.${r.origin.licence}`),
            })}{' '}
            {r.origin.id && (
              <a href={paths.resource.href({ resourceId: r.origin.id })}>
                {v.t('resources.origin.open')}
              </a>
            )}
          </p>
        )}
      </Prose>
    </Section>
  );
}

function Editable({ v, r, newest }: { v: View; r: Resource; newest: Version }) {
  if (!newest.source && !newest.sourceLink) return null;
  return (
    <Section title={v.t('resources.source.title')}>
      <p>{v.t('resources.source.text')}</p>
      <ButtonRow>
        {newest.source && (
          <LinkButton href={fileHref(r, newest, 'source')}>
            {v.t('resources.open.source', {
              name: newest.source.name,
              size: sizeText(v, newest.source.size),
            })}
          </LinkButton>
        )}
        {newest.sourceLink && (
          <LinkButton href={newest.sourceLink}>
            {v.t('resources.open.source-link', { host: new URL(newest.sourceLink).hostname })}
          </LinkButton>
        )}
      </ButtonRow>
    </Section>
  );
}

/** For who reads it for themselves the licence is a detail; who works with it needs it at once. */
function Reuse({ v, r, newest }: { v: View; r: Resource; newest: Version | undefined }) {
  const parts = (
    <>
      <Attribution v={v} r={r} />
      {newest && <Editable v={v} r={r} newest={newest} />}
    </>
  );
  const reads = v.actor.kind === 'person' && v.actor.orgs.length === 0;
  return reads ? <Details summary={v.t('resources.licence.title')}>{parts}</Details> : parts;
}

/** What one's own organisation says to it: it uses it, or makes its own of it. */
function TakeUp({ v, r }: { v: View; r: Resource }) {
  if (r.mine.length === 0) return null;
  const here = { resourceId: r.id };
  return (
    <Section title={v.t('resources.take-up.title')} id="take-up">
      {r.mine.map((org) => (
        <ButtonRow key={org.id}>
          <Form
            action={paths.used.href(here)}
            label={v.t('resources.take-up.used-of', { org: org.name })}
          >
            <Hidden name="orgId" value={org.id} />
            <Hidden name="uses" value={org.uses ? '' : 'yes'} />
            <Button kind="quiet">
              {v.t(org.uses ? 'resources.take-up.no-more' : 'resources.take-up.use', {
                org: org.name,
              })}
            </Button>
          </Form>
          {org.copyId ? (
            <LinkButton href={paths.resource.href({ resourceId: org.copyId })}>
              {v.t('resources.take-up.own', { org: org.name })}
            </LinkButton>
          ) : (
            org.mayAdapt && (
              <Form action={paths.adapt.href(here)}>
                <Hidden name="orgId" value={org.id} />
                <Button kind="quiet">{v.t('resources.take-up.adapt', { org: org.name })}</Button>
              </Form>
            )
          )}
        </ButtonRow>
      ))}
      {!r.mine.some((o) => o.mayAdapt) && (
        <p>{v.t('resources.refused.no-adapting', { org: r.orgName })}</p>
      )}
    </Section>
  );
}

function Marks({ v, r }: { v: View; r: Resource }) {
  if (v.actor.kind !== 'person' || v.actor.orgs.length === 0) return null;
  return (
    <Section title={v.t('resources.marks.title')}>
      {r.marks.length === 0 ? (
        <EmptyState
          level={3}
          title={v.t('resources.marks.none')}
          text={v.t('resources.marks.none-text')}
        />
      ) : (
        <Timeline
          items={r.marks.map((m) => ({
            id: `${m.orgId}-${m.kind}`,
            dateText: v.fmt.date(m.at.toZonedDateTimeISO('UTC').toPlainDate()),
            datetime: m.at.toString(),
            who: m.orgName,
            what: [
              v.t(`resources.marks.${m.kind}`, { number: m.number }),
              m.note,
              m.number < r.number ? v.t('resources.marks.newer', { number: r.number }) : '',
            ]
              .filter(Boolean)
              .join(' '),
          }))}
        />
      )}
    </Section>
  );
}

/** For who keeps it: checked again, a new version, taken out. */
function Keeping({ v, r }: { v: View; r: Resource }) {
  if (!r.can.change) return null;
  const here = { resourceId: r.id };
  return (
    <Section title={v.t('resources.keeping.title')} id="keeping">
      <p>
        {r.checkedOn
          ? v.t('resources.keeping.checked', {
              who: r.checkedBy,
              on: r.checkedOn,
              due: r.checkDue,
            })
          : v.t('resources.keeping.never')}
      </p>
      <Form action={paths.check.href(here)}>
        <SelectField
          name="months"
          label={v.t('resources.keeping.again')}
          value="12"
          options={checkMonths.map((n) => ({
            value: n,
            label: v.t('resources.keeping.months', { months: n }),
          }))}
        />
        <Button kind="quiet">{v.t('resources.keeping.check')}</Button>
      </Form>
      <ButtonRow>
        <LinkButton href={paths.edit.href(here)}>{v.t('resources.edit.title')}</LinkButton>
        <LinkButton href={paths.newVersion.href(here)}>
          {v.t('resources.new-version.title')}
        </LinkButton>
        {r.withdrawn ? (
          <Form action={paths.again.href(here)}>
            <Button kind="quiet">{v.t('resources.again.do')}</Button>
          </Form>
        ) : (
          <LinkButton href={paths.withdraw.href(here)}>
            {v.t('resources.withdraw.title')}
          </LinkButton>
        )}
      </ButtonRow>
    </Section>
  );
}

export function ResourcePage({ v, resource: r }: { v: View; resource: Resource }) {
  const [newest, ...older] = r.versions;
  return (
    <>
      <PageHead
        title={r.title}
        kicker={r.orgName}
        lead={r.summary}
        breadcrumbs={[{ href: paths.library.href(), label: v.t('resources.list.title') }]}
        breadcrumbsLabel={v.t('resources.crumbs')}
      />
      {r.withdrawn && (
        <Notice tone="stop" title={v.t('resources.state.withdrawn')}>
          <p>{r.withdrawReason || v.t('resources.withdraw.no-reason')}</p>
        </Notice>
      )}
      {r.due && !r.withdrawn && (
        <Notice tone="late" title={v.t('resources.state.due')}>
          <p>
            <a href="#keeping">{v.t('resources.keeping.do')}</a>
          </p>
        </Notice>
      )}
      {r.read && <StatusTag tone="done" text={v.t('resources.state.read')} />}
      {newest && <ReadIt v={v} r={r} newest={newest} />}
      <Section title={v.t('resources.facts')}>
        <Facts
          items={[
            {
              label: v.t('resources.field.audiences'),
              value: r.audiences.map((a) => v.t(`resources.audience.${a}`)).join(' · '),
            },
            {
              label: v.t('resources.field.moments'),
              value: r.moments.map((m) => v.t(`resources.moment.${m}`)).join(' · '),
            },
            { label: v.t('resources.field.language'), value: languagesText(v, r.languages) },
            ...(newest
              ? [
                  {
                    label: v.t('resources.field.version'),
                    value: v.t('resources.version.of', {
                      number: newest.number,
                      on: newest.madeAt.toZonedDateTimeISO('UTC').toPlainDate(),
                    }),
                  },
                ]
              : []),
            {
              label: v.t('resources.field.checked'),
              value: r.checkedOn
                ? v.t('resources.keeping.checked-by', {
                    on: r.checkedOn,
                    who: [r.checkedBy, r.orgName].filter(Boolean).join(', '),
                  })
                : v.t('resources.keeping.not-yet'),
            },
            ...(r.own
              ? [
                  {
                    label: v.t('resources.field.shown'),
                    value:
                      r.shown.length > 0
                        ? v.fmt.list(r.shown.map((c) => v.t(`resources.circle.${c}`)))
                        : v.t('resources.circle.own'),
                  },
                ]
              : []),
          ]}
        />
      </Section>
      <Reuse v={v} r={r} newest={newest} />
      <TakeUp v={v} r={r} />
      <Marks v={v} r={r} />
      <Keeping v={v} r={r} />
      {older.length > 0 && (
        <Details summary={v.t('resources.versions.older', { count: older.length })}>
          <ul>
            {older.map((version) => (
              <li key={version.number}>
                {v.t('resources.version.of', {
                  number: version.number,
                  on: version.madeAt.toZonedDateTimeISO('UTC').toPlainDate(),
                })}{' '}
                {version.note}{' '}
                {version.pdf && <a href={fileHref(r, version, 'pdf')}>{version.pdf.name}</a>}{' '}
                {version.link && <a href={version.link}>{version.link}</a>}
              </li>
            ))}
          </ul>
        </Details>
      )}
    </>
  );
}

import { hostingPaths } from '#modules/hosting/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  ConfirmPanel,
  DateField,
  EmptyState,
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
  Table,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { spokenReason } from '../../core/rules/index.ts';
import type { listContacts, listMatches, listRules } from '../../server/index.ts';
import { paths } from '../paths.ts';
import {
  Answers,
  FamilyIntroduction,
  type PlacementView,
  PupilIntroduction,
} from './introduction.tsx';

type Matches = ViewOf<typeof listMatches>;

const knowsPupilPage = (data: PlacementView) =>
  data.reads !== 'family' && data.reads !== 'school' ? true : data.placement?.state === 'accepted';

function crumbs(v: View, data: PlacementView) {
  return knowsPupilPage(data)
    ? [
        {
          href: `/mobilities/${data.mobilityId}`,
          label: data.pupil?.name ?? v.t('placements.dossier'),
        },
      ]
    : [];
}

function placementLead(v: View, data: PlacementView): string {
  const p = data.placement;
  if (data.over) return v.t('placements.lead.over');
  if (!p) return v.t('placements.lead.none', { organisation: data.hostingOrg });
  return v.t(`placements.lead.${p.state}`, {
    organisation: data.hostingOrg,
    from: p.fromOn,
    until: p.untilOn,
    school: p.school.name,
  });
}

export function PlacementPage({
  v,
  data,
  matches,
}: {
  v: View;
  data: PlacementView;
  matches: Matches | null;
}) {
  const at = { mobilityId: data.mobilityId };
  const p = data.placement;
  return (
    <>
      <PageHead
        kicker={knowsPupilPage(data) ? undefined : (data.pupil?.name ?? undefined)}
        title={v.t('placements.title')}
        lead={placementLead(v, data)}
        breadcrumbs={crumbs(v, data)}
        breadcrumbsLabel={v.t('hosting.trail')}
        actions={
          data.may.withdraw && (
            <LinkButton href={paths.withdraw.href(at)}>{v.t('placements.withdraw')}</LinkButton>
          )
        }
      />
      {data.may.answer.length > 0 && (
        <Notice tone="now" title={v.t('placements.your-answer')}>
          <ButtonRow>
            {data.may.answer.map((side, i) => (
              <LinkButton
                key={side}
                kind={i === 0 && data.reads !== 'hosting' ? 'primary' : 'quiet'}
                href={paths.answer.href({ ...at, side })}
              >
                {v.t(
                  side === 'host_family' && data.reads === 'hosting'
                    ? 'placements.answer-for.behalf'
                    : `placements.answer-for.${side}`,
                )}
              </LinkButton>
            ))}
          </ButtonRow>
        </Notice>
      )}
      {p && (
        <>
          <Section title={v.t('placements.where')}>
            <Facts
              items={[
                {
                  label: v.t('placements.field.school'),
                  value: `${p.school.name}, ${p.school.city}, ${v.fmt.country(p.school.country)}`,
                },
                {
                  label: v.t('placements.field.dates'),
                  value: v.t('placements.dates', { from: p.fromOn, until: p.untilOn }),
                },
                ...(p.mentor ? [{ label: v.t('placements.field.mentor'), value: p.mentor }] : []),
                ...(data.contactPerson
                  ? [
                      {
                        label: v.t('placements.field.contact-person'),
                        value: data.contactPerson,
                      },
                    ]
                  : []),
              ]}
            />
            {data.may.nameContact && (
              <p>
                <a href={paths.contactPerson.href(at)}>
                  {v.t(
                    data.contactPerson ? 'placements.contact.change' : 'placements.contact.title',
                  )}
                </a>
              </p>
            )}
          </Section>
          <Answers v={v} placement={p} />
          {data.reads !== 'family' && <FamilyIntroduction v={v} placement={p} />}
        </>
      )}
      {(data.reads === 'family' || data.reads === 'school') && (
        <PupilIntroduction v={v} data={data} />
      )}
      {p && p.reasons.length > 0 && (
        <Section title={v.t('placements.reasons')}>
          <Prose>
            <ul>
              {p.reasons.map((r) => (
                <li key={r.messageKey}>{spokenReason(r, v)}</li>
              ))}
            </ul>
          </Prose>
        </Section>
      )}
      <p>
        <a href={paths.rules.href()}>{v.t('placements.rules.title')}</a>
      </p>
      {matches && <MatchList v={v} matches={matches} mobilityId={data.mobilityId} />}
      {data.earlier.length > 0 && (
        <Section title={v.t('placements.earlier')}>
          <Table
            caption={v.t('placements.earlier')}
            hideCaption
            rowHeader="when"
            columns={[
              { key: 'when', label: v.t('placements.earlier.when') },
              { key: 'state', label: v.t('placements.earlier.state') },
            ]}
            rows={data.earlier.map((e) => ({
              id: e.id,
              cells: {
                when: v.fmt.moment(e.proposedAt),
                state: (
                  <>
                    {v.t(`placements.state.${e.state}`)}
                    {e.notes.map((n) => (
                      <p key={n.side}>
                        {v.t(`placements.side.${n.side}`)}:{' '}
                        {v.t('placements.answers.note', { note: n.note })}
                      </p>
                    ))}
                  </>
                ),
              },
            }))}
          />
        </Section>
      )}
    </>
  );
}

function MatchList({ v, matches, mobilityId }: { v: View; matches: Matches; mobilityId: string }) {
  if (!matches.hasWishes)
    return (
      <EmptyState
        title={v.t('placements.matches.no-wishes')}
        text={v.t('placements.matches.no-wishes-text', { pupil: matches.pupil })}
      />
    );
  const none = matches.fit.length === 0 && matches.excluded.length === 0;
  if (none)
    return (
      <EmptyState
        title={v.t('placements.matches.none')}
        text={
          matches.entering.may
            ? v.t('placements.matches.none-text')
            : v.t('placements.matches.none-others', { who: v.fmt.list(matches.entering.others) })
        }
        action={
          matches.entering.may && (
            <LinkButton kind="primary" href={hostingPaths.newFamily.href()}>
              {v.t('placements.matches.add-family')}
            </LinkButton>
          )
        }
      />
    );
  return (
    <>
      {matches.offers.length === 0 && (
        <Notice tone="late" title={v.t('placements.matches.no-offer')}>
          <p>
            <a href={`/intakes/${matches.intakeId}/offers`}>
              {v.t('placements.matches.enter-offer')}
            </a>
          </p>
        </Notice>
      )}
      <Section
        title={v.t('placements.matches.fit', { count: matches.fit.length })}
        lead={v.t('placements.matches.fit-lead', { pupil: matches.pupil })}
      >
        {matches.fit.length === 0 && <p>{v.t('placements.matches.no-fit')}</p>}
        {matches.fit.map((f) => (
          <Section
            key={f.id}
            level={3}
            title={v.t('placements.family.named', { name: f.name })}
            lead={placeOf(v, f)}
            action={
              <LinkButton href={paths.propose.href({ mobilityId }, { family: f.id })}>
                {v.t('placements.propose')}
              </LinkButton>
            }
          >
            <Prose>
              <ul>
                {f.reasons.map((r) => (
                  <li key={`${r.messageKey}${r.tone}${r.params.problem ?? ''}`}>
                    {v.t(r.tone > 0 ? 'placements.reason.for' : 'placements.reason.against', {
                      reason: spokenReason(r, v),
                    })}
                  </li>
                ))}
                {f.reasons.length === 0 && <li>{v.t('placements.reason.none')}</li>}
              </ul>
            </Prose>
          </Section>
        ))}
      </Section>
      {matches.excluded.length > 0 && (
        <Section
          title={v.t('placements.matches.excluded', { count: matches.excluded.length })}
          lead={v.t('placements.matches.excluded-lead')}
        >
          {matches.excluded.map((f) => (
            <Section
              key={f.id}
              level={3}
              title={v.t('placements.family.named', { name: f.name })}
              lead={placeOf(v, f)}
              action={
                f.keptBy === null && (
                  <a href={`/families/${f.id}`}>{v.t('placements.matches.open-family')}</a>
                )
              }
            >
              <Prose>
                <ul>
                  {f.broken.map((b) => (
                    <li key={`${b.messageKey}${b.params.problem ?? ''}${b.params.name ?? ''}`}>
                      {spokenReason(b, v)}
                    </li>
                  ))}
                </ul>
              </Prose>
              <p>
                <a href={paths.propose.href({ mobilityId }, { family: f.id })}>
                  {v.t('placements.matches.declare')}
                </a>
              </p>
            </Section>
          ))}
        </Section>
      )}
    </>
  );
}

/** Where a family lives, and who keeps it where that is a partner: what is missing there, the partner mends. */
const placeOf = (v: View, f: { city: string; keptBy: string | null }) =>
  f.keptBy ? v.t('placements.matches.kept-by', { city: f.city, school: f.keptBy }) : f.city;

const dateLabels = (v: View) => ({
  day: v.t('hosting.date.day'),
  month: v.t('hosting.date.month'),
  year: v.t('hosting.date.year'),
});

export function ProposePage({
  v,
  data,
  matches,
  familyId,
}: {
  v: View;
  data: PlacementView;
  matches: Matches;
  familyId: string;
}) {
  const at = { mobilityId: data.mobilityId };
  const action = paths.propose.href(at);
  const families = [...matches.fit, ...matches.excluded];
  const free = matches.offers.filter((o) => o.free > 0);
  const f = bind(v, action, {
    familyId,
    hostOfferId: free.length === 1 ? free[0]?.id : undefined,
    fromOn: matches.fromOn,
    untilOn: matches.untilOn,
    acquainted: 'no',
  });
  return (
    <>
      <PageHead
        kicker={matches.pupil}
        title={v.t('placements.propose.title')}
        lead={v.t('placements.propose.lead')}
        breadcrumbs={[{ href: paths.placement.href(at), label: v.t('placements.title') }]}
        breadcrumbsLabel={v.t('hosting.trail')}
      />
      <ErrorSummary title={v.t('placements.propose.refused')} errors={f.errors} />
      <Form action={action}>
        <SelectField
          {...f.text('familyId')}
          label={v.t('placements.field.family')}
          emptyLabel={v.t('hosting.choose')}
          options={families.map((x) => ({ value: x.id, label: `${x.name}, ${x.city}` }))}
        />
        <SelectField
          {...f.text('hostOfferId')}
          label={v.t('placements.field.school')}
          emptyLabel={v.t('hosting.choose')}
          options={matches.offers.map((o) => ({
            value: o.id,
            label: v.t('placements.offer.words', { school: o.school, free: o.free }),
          }))}
        />
        <DateField
          {...f.date('fromOn')}
          label={v.t('placements.field.from')}
          labels={dateLabels(v)}
        />
        <DateField
          {...f.date('untilOn')}
          label={v.t('placements.field.until')}
          labels={dateLabels(v)}
        />
        <RadioGroup
          {...f.text('acquainted')}
          label={v.t('placements.field.acquainted')}
          options={(['no', 'known', 'declared', 'related'] as const).map((a) => ({
            value: a,
            label: v.t(`placements.acquainted.${a}`),
          }))}
        />
        <Checkbox {...f.tick('singleAdultApproved')} label={v.t('placements.field.single-adult')} />
        <Checkbox {...f.tick('bothFamiliesAgreed')} label={v.t('placements.field.both-agreed')} />
        <ButtonRow>
          <Button>{v.t('placements.propose.send')}</Button>
          <LinkButton href={paths.placement.href(at)}>{v.t('hosting.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

export function AnswerPage({ v, data, side }: { v: View; data: PlacementView; side: string }) {
  const at = { mobilityId: data.mobilityId };
  const action = paths.answer.href({ ...at, side });
  const f = bind(v, action);
  const p = data.placement;
  const open = data.may.answer.some((s) => s === side);
  return (
    <>
      <PageHead
        title={v.t(`placements.answer-for.${side}`)}
        lead={p ? placementLead(v, data) : undefined}
        breadcrumbs={[{ href: paths.placement.href(at), label: v.t('placements.title') }]}
        breadcrumbsLabel={v.t('hosting.trail')}
      />
      <ErrorSummary title={v.t('hosting.form.errors')} errors={f.errors} />
      {p && side !== 'host_family' && <FamilyIntroduction v={v} placement={p} />}
      {(side === 'host_family' || side === 'host_school') && (
        <PupilIntroduction v={v} data={data} />
      )}
      {p && open ? (
        <Form action={action} id="placement-answer" keep>
          <Hidden name="placementId" value={p.id} />
          <RadioGroup
            {...f.text('answer')}
            label={v.t(`placements.question.${side}`)}
            options={[
              { value: 'yes', label: v.t('placements.answer.say-yes') },
              { value: 'no', label: v.t('placements.answer.say-no') },
            ]}
          />
          <TextArea
            {...f.text('note')}
            label={v.t('placements.field.note')}
            hint={v.t('placements.field.note-hint', { organisation: data.hostingOrg })}
            optionalLabel={v.t('placements.field.note-optional')}
            rows={4}
          />
          <ButtonRow>
            <Button>{v.t('placements.answer.send')}</Button>
            <LinkButton href={paths.placement.href(at)}>{v.t('hosting.back')}</LinkButton>
          </ButtonRow>
        </Form>
      ) : (
        <p>
          <a href={paths.placement.href(at)}>{v.t('placements.see')}</a>
        </p>
      )}
    </>
  );
}

export function WithdrawPage({ v, data }: { v: View; data: PlacementView }) {
  const at = { mobilityId: data.mobilityId };
  const f = bind(v, paths.withdraw.href(at));
  return (
    <>
      <PageHead
        kicker={data.pupil?.name ?? undefined}
        title={v.t('placements.withdraw')}
        breadcrumbs={[{ href: paths.placement.href(at), label: v.t('placements.title') }]}
        breadcrumbsLabel={v.t('hosting.trail')}
      />
      <ErrorSummary title={v.t('hosting.form.errors')} errors={f.errors} />
      {data.placement && data.may.withdraw ? (
        <ConfirmPanel
          title={v.t('placements.withdraw.sure')}
          action={paths.withdraw.href(at)}
          confirmText={v.t('placements.withdraw')}
          danger
          cancelHref={paths.placement.href(at)}
          cancelText={v.t('hosting.back')}
          fields={<Hidden name="placementId" value={data.placement.id} />}
        >
          <p>{v.t('placements.withdraw.text')}</p>
        </ConfirmPanel>
      ) : (
        <p>
          <a href={paths.placement.href(at)}>{v.t('placements.see')}</a>
        </p>
      )}
    </>
  );
}

export function ContactPersonPage({
  v,
  mobilityId,
  data,
}: {
  v: View;
  mobilityId: string;
  data: ViewOf<typeof listContacts>;
}) {
  const at = { mobilityId };
  const action = paths.contactPerson.href(at);
  const f = bind(v, action, { personId: data.current, tie: 'none' });
  return (
    <>
      <PageHead
        kicker={data.pupil}
        title={v.t(data.current ? 'placements.contact.change' : 'placements.contact.title')}
        lead={v.t('placements.contact.lead', { km: data.limitKm })}
        breadcrumbs={[{ href: paths.placement.href(at), label: v.t('placements.title') }]}
        breadcrumbsLabel={v.t('hosting.trail')}
      />
      <ErrorSummary title={v.t('placements.contact.refused')} errors={f.errors} />
      <Form action={action}>
        <SelectField
          {...f.text('personId')}
          label={v.t('placements.field.contact-person')}
          emptyLabel={v.t('hosting.choose')}
          options={data.people.map((p) => ({ value: p.id, label: p.name }))}
        />
        <RadioGroup
          {...f.text('tie')}
          label={v.t('placements.contact.tie')}
          options={(['none', 'close_friend', 'related'] as const).map((t) => ({
            value: t,
            label: v.t(`placements.tie.${t}`),
          }))}
        />
        <Checkbox {...f.tick('teaches')} label={v.t('placements.contact.teaches')} />
        <Checkbox {...f.tick('coaches')} label={v.t('placements.contact.coaches')} />
        <TextField
          {...f.text('distanceKm')}
          label={v.t('placements.contact.distance')}
          inputmode="numeric"
          width={4}
          suffix="km"
        />
        <ButtonRow>
          <Button>{v.t('placements.contact.save')}</Button>
          <LinkButton href={paths.placement.href(at)}>{v.t('hosting.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

export function RulesPage({ v, data }: { v: View; data: ViewOf<typeof listRules> }) {
  return (
    <>
      <PageHead title={v.t('placements.rules.title')} lead={v.t('placements.rules.lead')} />
      {data.rules.map((r) => (
        <Section key={r.id} title={v.t(`placements.rule.${r.id}.title`)}>
          <p>{v.t(`placements.rule.${r.id}.text`, data.measures)}</p>
          {!r.canBeOff && (
            <p>
              <StatusTag tone="done" text={v.t('placements.rules.always')} />
            </p>
          )}
          <p class="hint">
            {v.t('placements.rules.source')}{' '}
            {r.sources.map((s, i) => (
              <span key={s.url}>
                {i > 0 && ', '}
                <a href={s.url} rel="noreferrer">
                  {s.title}
                </a>
              </span>
            ))}
          </p>
        </Section>
      ))}
    </>
  );
}

/** The dossier's part: where the pupil lives, or whom everybody waits for. */
export function DossierPart({ v, data }: { v: View; data: PlacementView }) {
  const p = data.placement;
  const at = { mobilityId: data.mobilityId };
  return (
    <>
      <p>{placementLead(v, data)}</p>
      {p && (
        <Facts
          items={[
            { label: v.t('placements.field.school'), value: p.school.name },
            {
              label: v.t('placements.field.family'),
              value: p.family.name ?? v.t('placements.family.blind'),
            },
            ...(p.state === 'proposed'
              ? [
                  {
                    label: v.t('placements.waiting-for'),
                    value: v.fmt.list(
                      p.answers
                        .filter((a) => a.answer === null)
                        .map((a) => v.t(`placements.side.${a.side}`)),
                    ),
                  },
                ]
              : []),
            ...(data.contactPerson
              ? [{ label: v.t('placements.field.contact-person'), value: data.contactPerson }]
              : []),
          ]}
        />
      )}
      <p>
        <a href={paths.placement.href(at)}>{v.t('placements.see')}</a>
      </p>
    </>
  );
}

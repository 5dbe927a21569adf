import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  Section,
  SelectField,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { languageCodes } from '../../core/schema.ts';
import type { listOffers } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Offers = ViewOf<typeof listOffers>;

export function OffersPage({ v, data }: { v: View; data: Offers }) {
  const { intake, offers } = data;
  const add = data.mayAdd && (
    <LinkButton kind="primary" href={paths.newOffer.href({ intakeId: intake.id })}>
      {v.t('hosting.offer.add')}
    </LinkButton>
  );
  return (
    <>
      <PageHead
        kicker={`${intake.project} · ${intake.name}`}
        title={v.t('hosting.offers.title')}
        lead={v.t('hosting.offers.lead', { from: intake.startsOn, until: intake.endsOn })}
        actions={offers.length > 0 && add}
      />
      {offers.length === 0 && (
        <EmptyState
          title={v.t('hosting.offers.none')}
          text={v.t('hosting.offers.none-text')}
          action={add || undefined}
        />
      )}
      {offers.map((offer) => (
        <Section
          key={offer.id}
          title={offer.school.name}
          lead={`${offer.school.city}, ${v.fmt.country(offer.school.country)}`}
          action={
            offer.mayChange && (
              <a href={paths.offer.href({ intakeId: intake.id, offerId: offer.id })}>
                {v.t('hosting.change.offer')}
              </a>
            )
          }
        >
          <Facts
            items={[
              {
                label: v.t('hosting.field.places'),
                value: v.t('hosting.offer.places', { count: offer.places }),
              },
              {
                label: v.t('hosting.field.teaching-language'),
                value: v.fmt.language(offer.language),
              },
              ...(offer.subjects.length > 0
                ? [
                    {
                      label: v.t('hosting.field.subjects'),
                      value: v.fmt.list(offer.subjects),
                    },
                  ]
                : []),
              {
                label: v.t('hosting.field.mentor'),
                value: offer.mentor?.name ?? v.t('hosting.offer.no-mentor'),
              },
              { label: v.t('hosting.field.hosting-org'), value: offer.hostingOrg.name },
              ...(offer.note ? [{ label: v.t('hosting.field.note'), value: offer.note }] : []),
            ]}
          />
        </Section>
      ))}
    </>
  );
}

export function OfferFormPage({
  v,
  data,
  offerId,
}: {
  v: View;
  data: Offers;
  offerId: string | null;
}) {
  const { intake, choices } = data;
  const offer = data.offers.find((o) => o.id === offerId);
  const action = offer
    ? paths.offer.href({ intakeId: intake.id, offerId: offer.id })
    : paths.newOffer.href({ intakeId: intake.id });
  const firstSchool = choices.schools.length === 1 ? choices.schools[0] : undefined;
  const firstOrg = choices.hostingOrgs.length === 1 ? choices.hostingOrgs[0] : undefined;
  const f = bind(v, action, {
    hostSchoolId: firstSchool?.id,
    hostingOrgId: firstOrg?.id,
    places: offer?.places ?? 1,
    language: offer?.language ?? firstSchool?.language ?? choices.schools[0]?.language,
    subjects: offer?.subjects.join(', '),
    mentorId: offer?.mentor?.id,
    note: offer?.note,
  });
  const mentors = choices.mentors.filter((m) => !offer || m.schoolId === offer.school.id);
  const groups = choices.schools
    .map((s) => ({
      label: s.name,
      options: mentors
        .filter((m) => m.schoolId === s.id)
        .map((m) => ({ value: m.id, label: m.name })),
    }))
    .filter((g) => g.options.length > 0);
  return (
    <>
      <PageHead
        kicker={`${intake.project} · ${intake.name}`}
        title={offer ? offer.school.name : v.t('hosting.offer.add')}
        lead={v.t('hosting.offer.lead')}
        breadcrumbs={[
          {
            href: paths.offers.href({ intakeId: intake.id }),
            label: v.t('hosting.offers.title'),
          },
        ]}
        breadcrumbsLabel={v.t('hosting.trail')}
      />
      <ErrorSummary title={v.t('hosting.form.errors')} errors={f.errors} />
      <Form action={action}>
        {offer ? (
          <Hidden name="version" value={String(offer.version)} />
        ) : (
          <>
            <SelectField
              {...f.text('hostSchoolId')}
              label={v.t('hosting.field.school')}
              emptyLabel={v.t('hosting.choose')}
              options={choices.schools.map((s) => ({ value: s.id, label: s.name }))}
            />
            <SelectField
              {...f.text('hostingOrgId')}
              label={v.t('hosting.field.hosting-org')}
              hint={v.t('hosting.field.hosting-org-hint')}
              emptyLabel={v.t('hosting.choose')}
              options={choices.hostingOrgs.map((s) => ({ value: s.id, label: s.name }))}
            />
          </>
        )}
        <TextField
          {...f.text('places')}
          label={v.t('hosting.field.places')}
          inputmode="numeric"
          width={4}
        />
        <SelectField
          {...f.text('language')}
          label={v.t('hosting.field.teaching-language')}
          emptyLabel={v.t('hosting.choose')}
          options={languageCodes.map((code) => ({ value: code, label: v.fmt.language(code) }))}
        />
        <TextArea
          {...f.text('subjects')}
          label={v.t('hosting.field.subjects')}
          hint={v.t('hosting.field.list-hint')}
          optionalLabel={v.t('hosting.optional')}
          rows={3}
        />
        <SelectField
          {...f.text('mentorId')}
          label={v.t('hosting.field.mentor')}
          hint={v.t('hosting.field.mentor-hint')}
          optionalLabel={v.t('hosting.optional')}
          emptyLabel={v.t('hosting.offer.no-mentor')}
          options={groups}
        />
        <TextArea
          {...f.text('note')}
          label={v.t('hosting.field.note')}
          optionalLabel={v.t('hosting.optional')}
          rows={4}
        />
        <ButtonRow>
          <Button>{v.t('hosting.save')}</Button>
          <LinkButton href={paths.offers.href({ intakeId: intake.id })}>
            {v.t('hosting.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

import { questionnaire, wordingFor } from '#modules/quality/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  SelectField,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { optionalParts, requiredParts } from '../../core/types.ts';
import type { getPractice, getPracticeForm } from '../../server/index.ts';
import { paths } from '../paths.ts';

const languages = ['en', 'fr', 'de', 'es', 'it', 'lv', 'nl', 'pl', 'pt', 'sv', 'nb', 'el', 'sl'];

/** A card is written in six short parts; only the first two have to be there. */
export function PracticeFormPage({
  v,
  card,
  form,
  clubId,
}: {
  v: View;
  card: ViewOf<typeof getPractice> | null;
  form: ViewOf<typeof getPracticeForm> | null;
  clubId: string;
}) {
  const words = wordingFor(v.lang);
  const href = card ? paths.edit.href({ practiceId: card.id }) : paths.new.href();
  const club = form?.clubs.find((c) => c.id === clubId);
  const f = bind(v, href, {
    title: card?.title,
    criterionId: card?.criterionId ?? club?.criterionId,
    language: card?.language ?? v.lang,
    problem: card?.problem,
    steps: card?.steps,
    forWhom: card?.forWhom,
    resources: card?.resources,
    evidence: card?.evidence,
    conditions: card?.conditions,
    checkedOn: card?.checkedOn ?? v.today,
    clubId,
  });
  return (
    <>
      <PageHead
        title={v.t(card ? 'practices.form.change' : 'practices.form.title')}
        lead={v.t(card?.state === 'public' ? 'practices.form.public-lead' : 'practices.form.lead')}
        breadcrumbs={[
          { href: paths.own.href(), label: v.t('practices.own.title') },
          ...(card
            ? [{ href: paths.practice.href({ practiceId: card.id }), label: card.title }]
            : []),
        ]}
        breadcrumbsLabel={v.t('practices.crumbs')}
      />
      <ErrorSummary
        title={v.t('practices.form.errors')}
        lead={v.t('practices.form.nothing-lost')}
        errors={f.errors}
      />
      <Form action={href} id="practice-card" keep>
        {card && <Hidden name="version" value={String(card.version)} />}
        <TextField
          {...f.text('title')}
          label={v.t('practices.field.title')}
          hint={v.t('practices.field.title-hint')}
        />
        {!card && form && form.clubs.length > 0 && (
          <SelectField
            {...f.text('clubId')}
            label={v.t('practices.field.club')}
            hint={v.t('practices.field.club-hint')}
            emptyLabel={v.t('practices.field.no-club')}
            options={form.clubs.map((c) => ({ value: c.id, label: c.name }))}
          />
        )}
        <SelectField
          {...f.text('criterionId')}
          label={v.t('practices.field.criterionId')}
          emptyLabel={v.t('practices.field.choose')}
          options={questionnaire.criteria.map((c) => ({
            value: c.id,
            label: words.criterion(c.id).text,
          }))}
        />
        {requiredParts.map((part) => (
          <TextArea
            key={part}
            {...f.text(part)}
            label={v.t(`practices.field.${part}`)}
            hint={v.t(`practices.field.${part}-hint`)}
            rows={part === 'steps' ? 8 : 4}
          />
        ))}
        {optionalParts.map((part) => (
          <TextArea
            key={part}
            {...f.text(part)}
            label={v.t(`practices.field.${part}`)}
            hint={v.t(`practices.field.${part}-hint`)}
            optionalLabel={v.t('practices.field.optional')}
            rows={3}
          />
        ))}
        <SelectField
          {...f.text('language')}
          label={v.t('practices.field.language')}
          options={[...new Set([card?.language ?? v.lang, ...languages])].map((code) => ({
            value: code,
            label: v.fmt.language(code),
          }))}
        />
        <DateField
          {...f.date('checkedOn')}
          label={v.t('practices.field.checkedOn')}
          hint={v.t('practices.field.checkedOn-hint')}
          labels={{
            day: v.t('practices.field.day'),
            month: v.t('practices.field.month'),
            year: v.t('practices.field.year'),
          }}
        />
        <ButtonRow>
          <Button>{v.t(card ? 'practices.form.save' : 'practices.form.keep')}</Button>
          <LinkButton href={card ? paths.practice.href({ practiceId: card.id }) : paths.own.href()}>
            {v.t('practices.form.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  DateField,
  Details,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  Section,
  SelectField,
  Table,
  TextArea,
  TextField,
} from '#ui/index.ts';
import type { getRound } from '../../server/index.ts';
import { Crumbs, Faults, said } from '../parts/words.tsx';
import { paths } from '../paths.ts';

type Round = ViewOf<typeof getRound>;
/** Empty lines below the criteria, for the school's own. */
export const spareCriteria = 2;
export const mostCriteria = 10;

export function EditPage({ v, r }: { v: View; r: Round }) {
  const at = { roundId: r.id };
  const href = paths.edit.href(at);
  const count = Math.min(mostCriteria, r.criteria.length + spareCriteria);
  const first = r.tieRules.find((rule) => rule.kind === 'criterion')?.key ?? 'none';
  const f = bind(v, href, {
    places: r.places,
    reservePlaces: r.reservePlaces,
    pointsMax: r.pointsMax,
    isBlind: r.isBlind,
    rateUntil: r.rateUntil,
    newsOn: r.newsOn,
    note: r.note,
    firstTieRule: first,
    neverAbroadFirst: r.tieRules.some((rule) => rule.kind === 'never_abroad'),
    ...Object.fromEntries(
      r.criteria.flatMap((c, i) => [
        [`criteria.${i}.weight`, c.weight],
        ...(['title', 'low', 'middle', 'high'] as const).map((part) => [
          `criteria.${i}.${part}`,
          said(v, c, part),
        ]),
      ]),
    ),
  });
  const dateLabels = {
    day: v.t('selection.date.day'),
    month: v.t('selection.date.month'),
    year: v.t('selection.date.year'),
  };
  return (
    <>
      <PageHead
        kicker={r.school}
        title={v.t('selection.edit.title')}
        lead={v.t('selection.edit.lead')}
        {...Crumbs(v, r, {
          rounds: paths.rounds.href({ intakeId: r.intakeId }),
          round: paths.round.href(at),
        })}
      />
      <Faults v={v} />
      <Form action={href} id={`round-${r.id}`} keep>
        <Hidden name="version" value={String(r.version)} />
        <Section title={v.t('selection.edit.criteria')} lead={v.t('selection.edit.criteria-lead')}>
          {Array.from({ length: count }, (_, i) => {
            const c = r.criteria[i];
            const key = c?.key ?? `own-${i + 1}`;
            const fields = (
              <>
                <Hidden name={`criteria.${i}.key`} value={key} />
                <TextField
                  {...f.text(`criteria.${i}.title`)}
                  label={v.t('selection.edit.criterion-title')}
                  {...(c ? { hint: v.t('selection.edit.empty-drops') } : {})}
                  width={20}
                />
                <SelectField
                  {...f.text(`criteria.${i}.weight`)}
                  label={v.t('selection.edit.weight')}
                  options={[1, 2, 3, 4, 5].map((n) => ({
                    value: String(n),
                    label: v.t(`selection.weight.${n}`),
                  }))}
                />
                {(['low', 'middle', 'high'] as const).map((part) => (
                  <TextArea
                    key={part}
                    {...f.text(`criteria.${i}.${part}`)}
                    label={v.t(`selection.edit.${part}`)}
                    rows={2}
                  />
                ))}
              </>
            );
            return (
              <Details
                key={key}
                summary={
                  c
                    ? v.t('selection.edit.criterion', {
                        criterion: said(v, c, 'title'),
                        share: c.share,
                      })
                    : v.t('selection.edit.own-criterion')
                }
                open={v.form.faults.some((fault) => fault.field?.startsWith(`criteria.${i}.`))}
              >
                {fields}
              </Details>
            );
          })}
        </Section>
        <Section title={v.t('selection.edit.tie')} lead={v.t('selection.edit.tie-lead')}>
          <SelectField
            {...f.text('firstTieRule')}
            label={v.t('selection.edit.first-rule')}
            options={[
              { value: 'none', label: v.t('selection.edit.first-rule-none') },
              ...r.criteria.map((c) => ({
                value: c.key,
                label: v.t('selection.rule.criterion', { criterion: said(v, c, 'title') }),
              })),
            ]}
          />
          <Checkbox {...f.tick('neverAbroadFirst')} label={v.t('selection.rule.never-abroad')} />
          <p>{v.t('selection.rule.lot')}</p>
        </Section>
        <Section title={v.t('selection.edit.frame')}>
          <TextField
            {...f.text('places')}
            label={v.t('selection.edit.places')}
            inputmode="numeric"
            width={4}
          />
          <TextField
            {...f.text('reservePlaces')}
            label={v.t('selection.edit.reserve')}
            hint={v.t('selection.edit.reserve-hint')}
            inputmode="numeric"
            width={4}
          />
          <TextField
            {...f.text('pointsMax')}
            label={v.t('selection.edit.points')}
            hint={v.t('selection.edit.points-hint')}
            inputmode="numeric"
            width={4}
          />
          <Checkbox
            {...f.tick('isBlind')}
            label={v.t('selection.edit.blind')}
            hint={v.t('selection.edit.blind-hint')}
          />
          <DateField
            {...f.date('rateUntil')}
            label={v.t('selection.edit.rate-until')}
            labels={dateLabels}
          />
          <DateField
            {...f.date('newsOn')}
            label={v.t('selection.edit.news-on')}
            hint={v.t('selection.edit.news-on-hint')}
            labels={dateLabels}
          />
          <TextArea
            {...f.text('note')}
            label={v.t('selection.edit.note')}
            hint={v.t('selection.edit.note-hint')}
            optionalLabel={v.t('selection.optional')}
            rows={3}
          />
        </Section>
        <ButtonRow>
          <Button>{v.t('selection.save')}</Button>
          <LinkButton href={paths.round.href(at)}>{v.t('selection.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

export function RatersPage({ v, r }: { v: View; r: Round }) {
  const at = { roundId: r.id };
  const href = paths.raters.href(at);
  const f = bind(v, href);
  const orgs = [...new Set(r.colleagues.map((c) => c.org))];
  return (
    <>
      <PageHead
        kicker={r.school}
        title={v.t('selection.raters.who')}
        lead={v.t('selection.raters.lead', { count: r.ratersNeeded })}
        {...Crumbs(v, r, {
          rounds: paths.rounds.href({ intakeId: r.intakeId }),
          round: paths.round.href(at),
        })}
      />
      <Faults v={v} />
      {r.raters.length > 0 && (
        <Section title={v.t('selection.raters.on-list')}>
          <Table
            caption={v.t('selection.raters.title')}
            hideCaption
            rowHeader="name"
            columns={[
              { key: 'name', label: v.t('selection.raters.name') },
              { key: 'does', label: v.t('selection.raters.does') },
              { key: 'do', label: v.t('selection.raters.drop'), hideLabel: true },
            ]}
            rows={r.raters.map((rater) => ({
              id: rater.personId,
              cells: {
                name: v.t('selection.raters.named', { name: rater.name ?? '–', org: rater.org }),
                does: v.t(
                  rater.interviews ? 'selection.raters.interviews' : 'selection.raters.reads',
                ),
                do: rater.hasRated ? (
                  ''
                ) : (
                  <Form action={paths.dropRater.href(at)}>
                    <Hidden name="personId" value={rater.personId} />
                    <Button
                      kind="quiet"
                      label={v.t('selection.raters.drop-named', { name: rater.name ?? '' })}
                    >
                      {v.t('selection.raters.drop')}
                    </Button>
                  </Form>
                ),
              },
            }))}
          />
        </Section>
      )}
      <Section title={v.t('selection.raters.add')}>
        {r.colleagues.length === 0 ? (
          <p>{v.t('selection.raters.nobody')}</p>
        ) : (
          <Form action={href}>
            <SelectField
              {...f.text('personId')}
              label={v.t('selection.raters.colleague')}
              emptyLabel={v.t('selection.choose')}
              options={orgs.map((org) => ({
                label: org,
                options: r.colleagues
                  .filter((c) => c.org === org)
                  .map((c) => ({ value: c.id, label: c.name })),
              }))}
            />
            <Checkbox {...f.tick('interviews')} label={v.t('selection.raters.holds-interviews')} />
            <ButtonRow>
              <Button>{v.t('selection.raters.add-button')}</Button>
              <LinkButton href={paths.round.href(at)}>{v.t('selection.back')}</LinkButton>
            </ButtonRow>
          </Form>
        )}
      </Section>
    </>
  );
}

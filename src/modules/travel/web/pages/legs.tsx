import { allZones } from '#modules/organisations/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  DateField,
  Details,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
  SelectField,
  TextField,
} from '#ui/index.ts';
import { type Direction, means, mostLegs } from '../../core/index.ts';
import type { Journeys, JourneyView } from '../parts/journey.tsx';
import { paths } from '../paths.ts';

/** The parts of a journey between changes. Rows that are left empty are left out. */
export function LegsPage({
  v,
  journeys: j,
  direction,
}: {
  v: View;
  journeys: Journeys;
  direction: Direction;
}) {
  const here = { mobilityId: j.id };
  const back = paths.travel.href(here);
  const action = paths.legs.href({ ...here, direction });
  const journey = direction === 'outward' ? j.outward : j.back;
  const may = direction === 'outward' ? j.may.planOutward : j.may.planReturn;
  const f = bind(v, action, journey ? initial(journey) : {});
  const filled = Math.max(
    journey?.legs.length ?? 0,
    ...Array.from({ length: mostLegs }, (_, i) =>
      v.form.values[`legs.${i}.fromPlace`]?.[0] ? i + 1 : 0,
    ),
  );
  const shown = Math.min(mostLegs, Math.max(1, filled));
  const zones = zoneOptions(v);
  const row = (i: number) => <LegFields key={i} v={v} f={f} i={i} number={i + 1} zones={zones} />;
  return (
    <>
      <PageHead
        title={v.t('travel.legs.title')}
        lead={v.t('travel.legs.lead')}
        breadcrumbs={[{ href: back, label: v.t(`travel.way.${direction}`) }]}
        breadcrumbsLabel={v.t('travel.crumbs')}
      />
      <ErrorSummary title={v.t('travel.errors')} errors={f.errors} />
      {!journey || !may ? (
        <Notice title={v.t('travel.plan.not-now')}>
          <p>{v.t(journey ? 'travel.plan.not-now-text' : 'travel.legs.plan-first')}</p>
          <LinkButton href={back}>{v.t('travel.back')}</LinkButton>
        </Notice>
      ) : (
        <Form action={action} id={`legs-${direction}`} keep>
          <Hidden name="version" value={String(journey.version)} />
          {Array.from({ length: shown }, (_, i) => row(i))}
          {shown < mostLegs && (
            <Details summary={v.t('travel.legs.more')}>
              {Array.from({ length: mostLegs - shown }, (_, i) => row(shown + i))}
            </Details>
          )}
          <Checkbox
            {...f.tick('mainlyGreen')}
            label={v.t('travel.legs.mainly-green')}
            hint={v.t('travel.legs.mainly-green-hint')}
          />
          <ButtonRow>
            <Button>{v.t('travel.legs.save')}</Button>
            <LinkButton href={back}>{v.t('travel.back')}</LinkButton>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}

type Fields = ReturnType<typeof bind>;

/** The clocks to choose from, by the name of their place. */
export function zoneOptions(v: View) {
  return [...new Set(allZones)]
    .map((value) => ({ value, label: v.fmt.zone(value) }))
    .sort((a, b) => v.fmt.compare(a.label, b.label));
}

/** The fields of one part; `i` is its place in the form, `number` what it is called. */
export function LegFields({
  v,
  f,
  i,
  number,
  zones,
}: {
  v: View;
  f: Fields;
  i: number;
  number: number;
  zones: ReturnType<typeof zoneOptions>;
}) {
  const name = (field: string) => `legs.${i}.${field}`;
  const labels = { day: v.t('travel.day'), month: v.t('travel.month'), year: v.t('travel.year') };
  return (
    <Section level={2} title={v.t('travel.legs.number', { number })}>
      <SelectField
        {...f.text(name('means'))}
        label={v.t('travel.field.means')}
        options={means.map((m) => ({ value: m, label: v.t(`travel.means.${m}`) }))}
      />
      <TextField
        {...f.text(name('number'))}
        label={v.t('travel.legs.number-of')}
        hint={v.t('travel.legs.number-hint')}
        optionalLabel={v.t('travel.optional')}
        width={20}
      />
      <TextField {...f.text(name('fromPlace'))} label={v.t('travel.legs.from')} width={20} />
      <DateField
        {...f.date(name('leavesOn'))}
        label={v.t('travel.legs.leaves-on')}
        labels={labels}
      />
      <TextField {...f.text(name('leavesAt'))} label={v.t('travel.field.leaves-at')} width={6} />
      <SelectField
        {...f.text(name('leavesZone'))}
        label={v.t('travel.legs.leaves-zone')}
        options={zones}
      />
      <TextField {...f.text(name('toPlace'))} label={v.t('travel.legs.to')} width={20} />
      <DateField
        {...f.date(name('arrivesOn'))}
        label={v.t('travel.legs.arrives-on')}
        labels={labels}
      />
      <TextField {...f.text(name('arrivesAt'))} label={v.t('travel.field.arrives-at')} width={6} />
      <SelectField
        {...f.text(name('arrivesZone'))}
        label={v.t('travel.legs.arrives-zone')}
        options={zones}
      />
    </Section>
  );
}

/** What stands there, and for rows that are new the days and clocks of the journey. */
function initial(journey: JourneyView) {
  const values: Record<string, string | boolean | Temporal.PlainDate> = {
    mainlyGreen: journey.mainlyGreen,
  };
  const time = (at: Temporal.ZonedDateTime) =>
    at.toPlainTime().toString({ smallestUnit: 'minute' });
  for (let i = 0; i < mostLegs; i++) {
    const leg = journey.legs[i];
    const leavesZone = leg?.leavesZone ?? journey.leavesZone;
    const arrivesZone = leg?.arrivesZone ?? journey.arrivesZone;
    const leaves = (leg?.leavesAt ?? journey.leavesAt).toZonedDateTimeISO(leavesZone);
    const arrives = (leg?.arrivesAt ?? journey.arrivesAt).toZonedDateTimeISO(arrivesZone);
    const put = (field: string, value: string | Temporal.PlainDate) => {
      values[`legs.${i}.${field}`] = value;
    };
    put('means', leg?.means ?? journey.means);
    put('leavesOn', leaves.toPlainDate());
    put('leavesZone', leavesZone);
    put('arrivesOn', arrives.toPlainDate());
    put('arrivesZone', arrivesZone);
    if (!leg) continue;
    put('number', leg.number);
    put('fromPlace', leg.fromPlace);
    put('toPlace', leg.toPlace);
    put('leavesAt', time(leaves));
    put('arrivesAt', time(arrives));
  }
  return values;
}

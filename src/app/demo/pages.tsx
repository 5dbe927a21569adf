import { stations } from '#modules/mobilities/core/index.ts';
import { initialsOf } from '#modules/people/core/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  BraidChart,
  Button,
  Details,
  Form,
  Hidden,
  PageHead,
  PersonList,
  Section,
} from '#ui/index.ts';
import { appPaths } from '../paths.ts';
import type { getCohort } from './queries.ts';

type Cohort = ViewOf<typeof getCohort>;

const sides = [
  'pupil',
  'guardian',
  'school',
  'host_family',
  'supporting',
  'club',
  'installation',
] as const;

function Enter({ personId, name, next }: { personId: string; name: string; next: string }) {
  return (
    <Form action={appPaths.enter.href()}>
      <Hidden name="personId" value={personId} />
      <Hidden name="next" value={next} />
      <Button kind="link">{name}</Button>
    </Form>
  );
}

/** The demo's first page: everybody one can be, with what they can do now, and where the cohort stands. */
export function PersonasPage({ v, personas, others, intakes }: { v: View } & Cohort) {
  return (
    <>
      <PageHead title={v.t('app.demo.title')} lead={v.t('app.demo.lead')} />
      {sides.map((side) => (
        <Section key={side} title={v.t(`app.demo.side.${side}`)}>
          <PersonList
            items={personas
              .filter((p) => p.side === side)
              .map((p) => ({
                id: p.personId,
                initials: initialsOf(p.name),
                name: <Enter personId={p.personId} name={p.name} next={p.firstPath} />,
                note: (
                  <>
                    {[v.t(p.roleKey), p.orgName].filter(Boolean).join(' · ')}
                    <br />
                    {v.t(p.hintKey)}
                  </>
                ),
              }))}
          />
        </Section>
      ))}
      <Section title={v.t('app.demo.where')}>
        {intakes.map((intake) => (
          <BraidChart
            key={intake.id}
            title={`${intake.name}: ${v.fmt.date(intake.startsOn)} – ${v.fmt.date(intake.endsOn)}`}
            stations={stations.map((id) => ({ id, label: v.t(`app.station.${id}`) }))}
            strands={intake.pupils.map((p) => ({
              id: p.id,
              label: p.name,
              reached: p.reached,
              late: p.late,
            }))}
            table={{
              summary: v.t('app.demo.as-table'),
              columns: [
                { key: 'name', label: v.t('app.demo.pupil') },
                { key: 'school', label: v.t('app.demo.school') },
                { key: 'station', label: v.t('app.demo.station') },
              ],
              rows: intake.pupils.map((p) => ({
                id: p.id,
                cells: {
                  name: p.name,
                  school: p.school,
                  station: p.station ? v.t(`app.station.${p.station}`) : v.t('app.demo.not-yet'),
                },
              })),
            }}
          />
        ))}
      </Section>
      <Details summary={v.t('app.demo.others', { count: others.length })}>
        <PersonList
          items={others.map((p) => ({
            id: p.personId,
            initials: initialsOf(p.name),
            name: <Enter personId={p.personId} name={p.name} next="/" />,
            note: p.orgName,
          }))}
        />
      </Details>
      <Details summary={v.t('app.demo.about')}>
        <p>{v.t('app.demo.disclaimer')}</p>
      </Details>
    </>
  );
}

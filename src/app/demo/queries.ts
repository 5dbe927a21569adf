import { z } from 'zod';
import { dateView, idView } from '#kernel/schema.ts';
import { stations, stationsOf } from '#modules/mobilities/core/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { query } from '#platform/query.ts';
import { personasOf } from './personas.ts';

const sides = [
  'pupil',
  'guardian',
  'school',
  'host_family',
  'supporting',
  'club',
  'installation',
] as const;

/** Where the example cohort stands, and who can be entered. Only the demo registers it. */
export const getCohort = query({
  name: 'demo.get-cohort',
  summary: 'The example cohort and its personas.',
  input: z.object({}),
  opensRows: 'demo',
  visible: () => ({}),
  output: z.object({
    personas: z.array(
      z.object({
        personId: idView('per'),
        side: z.enum(sides),
        name: z.string(),
        roleKey: z.string(),
        hintKey: z.string(),
        orgName: z.string().nullable(),
        firstPath: z.string(),
      }),
    ),
    others: z.array(
      z.object({ personId: idView('per'), name: z.string(), orgName: z.string().nullable() }),
    ),
    intakes: z.array(
      z.object({
        id: idView('int'),
        name: z.string(),
        startsOn: dateView,
        endsOn: dateView,
        pupils: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            reached: z.number(),
            late: z.boolean(),
            station: z.enum(stations).nullable(),
            school: z.string(),
          }),
        ),
      }),
    ),
  }),
  view: async ({ read, today }) => {
    const personas = await personasOf(read);
    const shown = new Set(personas.map((p) => p.personId));
    const persons = await read
      .selectFrom('persons as p')
      .leftJoin('memberships as m', 'm.person_id', 'p.id')
      .leftJoin('organisations as o', 'o.id', 'm.org_id')
      .select(['p.id', 'p.given_name', 'p.family_name', 'p.preferred_name', 'o.name'])
      .where('p.is_example', '=', true)
      .where('p.email', 'is not', null)
      .orderBy('p.family_name')
      .execute();
    const applications = await read
      .selectFrom('applications as a')
      .innerJoin('organisations as o', 'o.id', 'a.sending_school_id')
      .innerJoin('persons as p', 'p.id', 'a.pupil_id')
      .leftJoin('mobilities as m', 'm.application_id', 'a.id')
      .select([
        'a.id',
        'a.intake_id',
        'a.pupil_id',
        'a.state as application_state',
        'o.name as school',
        'p.given_name',
        'p.family_name',
        'p.preferred_name',
        'm.state',
        'm.starts_on',
        'm.ends_on',
      ])
      .orderBy('p.family_name')
      .execute();
    const intakes = await read.selectFrom('intakes').selectAll().orderBy('starts_on').execute();
    return {
      personas,
      others: persons
        .filter((p) => !shown.has(p.id))
        .map((p) => ({ personId: p.id, name: displayName(p), orgName: p.name })),
      intakes: intakes.map((i) => ({
        id: i.id,
        name: i.name,
        startsOn: i.starts_on,
        endsOn: i.ends_on,
        pupils: applications
          .filter((a) => a.intake_id === i.id)
          .map((a) => {
            if (!a.state || !a.starts_on || !a.ends_on) {
              const reached = a.application_state === 'submitted' ? 0 : -1;
              return {
                id: a.id,
                name: displayName(a),
                reached,
                late: false,
                station: reached === 0 ? stations[0] : null,
                school: a.school,
              };
            }
            const line = stationsOf(
              { state: a.state as 'selected', startsOn: a.starts_on, endsOn: a.ends_on },
              today,
            );
            const reached = line.findLastIndex((s) => s.state === 'done');
            return {
              id: a.id,
              name: displayName(a),
              reached,
              late: line.some((s) => s.state === 'late'),
              station: stations[reached] ?? null,
              school: a.school,
            };
          }),
      })),
    };
  },
});

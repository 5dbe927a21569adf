import type { MobilityId, OrgId } from '#kernel/ids.ts';
import { fold } from '#modules/organisations/core/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { personsByIds } from '#modules/people/server/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { dueWithin, isDueOn, proposeFor, windowOfKind } from '../../core/rules.ts';
import {
  type Candidate,
  type OrientationKind,
  orientationKinds,
  type Proposal,
} from '../../core/types.ts';
import * as store from '../store/index.ts';

const dayOf = (o: Pick<store.OrientationRow, 'starts_at' | 'time_zone'>) =>
  o.starts_at.toZonedDateTimeISO(o.time_zone).toPlainDate();
const sameTown = (a: string, b: string) => fold(a) === fold(b);

/** People whose stays lie around a day, each as they would be asked to an orientation of a kind. */
async function around(
  read: Readable,
  orgId: OrgId,
  kind: OrientationKind,
  day: Temporal.PlainDate,
  today: Temporal.PlainDate,
): Promise<Candidate[]> {
  const stays = await store.staysAround(
    read,
    orgId,
    day.subtract({ days: 130 }),
    day.add({ days: 130 }),
  );
  const asCandidate = (s: (typeof stays)[number]) => ({
    mobilityId: s.id,
    pupilId: s.pupil_id,
    pupilName: displayName(s),
    startsOn: s.starts_on,
    endsOn: s.ends_on,
    home: { town: s.home_city, country: s.home_country },
    host: { town: s.host_city, country: s.host_country },
    meets: s.meets,
  });
  const { audience, withParents } = windowOfKind(kind);
  if (audience === 'pupils') {
    const pupils = stays.map((s) => ({
      ...asCandidate(s),
      personId: s.pupil_id,
      name: displayName(s),
      at: 'abroad' as const,
    }));
    const parents =
      withParents && stays.length > 0
        ? await store.peopleIn(
            read,
            stays.map((s) => s.id),
            ['guardian'],
            today,
          )
        : [];
    return [
      ...pupils,
      ...parents.flatMap((p) => {
        const stay = stays.find((s) => s.id === p.mobility_id);
        const person = { personId: p.id, name: displayName(p), at: 'home' as const, parent: true };
        return stay ? [{ ...asCandidate(stay), ...person }] : [];
      }),
    ];
  }
  const roles = audience === 'host_families' ? ['host_family'] : ['contact_teacher', 'mentor'];
  const people =
    stays.length > 0
      ? await store.peopleIn(
          read,
          stays.map((s) => s.id),
          roles,
          today,
        )
      : [];
  const asked = people.flatMap((p) => {
    const stay = stays.find((s) => s.id === p.mobility_id);
    return stay
      ? [
          {
            ...asCandidate(stay),
            personId: p.id,
            name: displayName(p),
            at: p.role === 'contact_teacher' ? ('home' as const) : ('abroad' as const),
          },
        ]
      : [];
  });
  if (audience !== 'teachers') return asked;
  // a contact teacher is named in the stay itself
  const named = stays.flatMap((s) =>
    s.contact_teacher_id ? [[s, s.contact_teacher_id] as const] : [],
  );
  const persons = await personsByIds(
    read,
    named.map(([, id]) => id),
  );
  return [
    ...asked,
    ...named.flatMap(([stay, id]) => {
      const person = persons.find((p) => p.id === id);
      return person
        ? [{ ...asCandidate(stay), personId: id, name: displayName(person), at: 'home' as const }]
        : [];
    }),
  ];
}

/** Who should be asked to an orientation, by dates and places. */
export async function candidatesFor(
  read: Readable,
  o: Pick<
    store.OrientationRow,
    'org_id' | 'kind' | 'starts_at' | 'time_zone' | 'town' | 'country_code' | 'combined'
  >,
  today: Temporal.PlainDate,
): Promise<Proposal[]> {
  const day = dayOf(o);
  const kind = o.kind as OrientationKind;
  const found = await around(read, o.org_id, kind, day, today);
  return proposeFor(
    { kind, day, town: o.town, country: o.country_code, combined: o.combined },
    found,
    sameTown,
  );
}

/** The pupil's own cycle: what each stay should have had by now or soon. */
const cycle = orientationKinds.filter(
  (kind) => windowOfKind(kind).audience === 'pupils' && kind !== 'gathering',
);

/**
 * Kinds of orientation that fall due for pupils of an organisation within two months and to which they are not asked yet,
 * on the side that does it: at home the sending organisations, abroad the receiving ones.
 */
export async function unplannedOf(
  read: Readable,
  org: { id: OrgId; country_code: string },
  today: Temporal.PlainDate,
): Promise<{ kind: OrientationKind; until: Temporal.PlainDate; pupils: string[] }[]> {
  const stays = await around(read, org.id, 'arrival', today, today);
  if (stays.length === 0) return [];
  const ids = stays.map((s) => s.mobilityId as MobilityId);
  const asked = await store.kindsAsked(read, ids);
  const soon = today.add({ months: 2 });
  return cycle.flatMap((kind) => {
    const due = stays.flatMap((s) => {
      const { country } = windowOfKind(kind).side === 'home' ? s.home : s.host;
      const window = country === org.country_code ? dueWithin(kind, s, today, soon) : null;
      // a combined arrival is the half-way meeting of those who have been there since autumn
      const has = asked.some(
        (a) =>
          a.mobility_id === s.mobilityId &&
          (a.kind === kind || (a.combined && isDueOn(kind, s, dayOf(a)))),
      );
      return window && !has ? [{ name: s.pupilName, until: window.until }] : [];
    });
    const [first] = due.map((d) => d.until).sort(Temporal.PlainDate.compare);
    return first ? [{ kind, until: first, pupils: due.map((d) => d.name) }] : [];
  });
}

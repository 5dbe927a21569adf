import { z } from 'zod';
import { dateView, idView } from '#kernel/schema.ts';
import { awayOn } from '#modules/travel/server/index.ts';
import { query } from '#platform/query.ts';
import { homeOn, nightOf, raisesAlarmAs, type Sleeps } from '../../core/index.ts';
import * as store from '../store.ts';

const zoneOf = (s: store.StayRow) => s.school_zone ?? s.hosting_zone ?? 'UTC';

/** A trip comes before any family, since that is where the pupil is. */
function sleepsAt(isAway: boolean, home: string | undefined): Sleeps {
  if (isAway) return 'trip';
  if (home === undefined) return 'unknown';
  return home === 'temporary' ? 'temporary' : 'family';
}

export const listTonight = query({
  name: 'emergency.list-tonight',
  summary:
    'Where every pupil of one’s organisations sleeps tonight; for whom nobody knows, who must say.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    rows: z.array(
      z.object({
        id: idView('mob'),
        pupil: z.string(),
        country: z.string().nullable(),
        night: dateView,
        sleeps: z.enum(['family', 'temporary', 'trip', 'unknown']),
        place: z.string(),
        address: z.string(),
        phone: z.string(),
        /** who must say where the pupil is */
        asks: z.string(),
        asksPhone: z.string(),
      }),
    ),
  }),
  view: async ({ read, scope: actor, now, today }) => {
    const abroad = (await store.staysNear(read, today)).filter((s) =>
      ['departed', 'settled'].includes(s.state),
    );
    const ids = abroad.map((s) => s.id);
    const parties = Map.groupBy(await store.partiesOf(read, ids), (p) => p.mobility_id);
    const rows = abroad.filter((s) => {
      const part = raisesAlarmAs(
        actor,
        {
          hostingOrgId: s.hosting_org_id,
          sendingOrgId: s.sending_org_id,
          sendingSchoolId: s.sending_school_id,
          parties: (parties.get(s.id) ?? []).map((p) => ({
            orgId: p.org_id,
            personId: p.person_id,
            role: p.role as 'pupil',
            fromOn: p.from_on,
            untilOn: p.until_on,
          })),
        },
        today,
      );
      return part === 'coordinator' || part === 'contact_person';
    });
    const homes = await store.homesOf(
      read,
      rows.map((s) => s.id),
      today,
    );
    const phones = await store.familyPhones(read, [...new Set(homes.map((h) => h.familyId))]);
    const contacts = await store.contactsOf(read, [
      ...new Set(rows.flatMap((s) => s.contact_person_id ?? [])),
    ]);
    // at most two: the night ends in each place by its own clock
    const nights = Map.groupBy(rows, (s) => nightOf(now, zoneOf(s)).toString());
    const trips: Awaited<ReturnType<typeof awayOn>> = [];
    for (const [night, those] of nights)
      trips.push(
        ...(await awayOn(
          read,
          Temporal.PlainDate.from(night),
          those.map((s) => s.id),
        )),
      );
    return {
      rows: rows
        .map((s) => {
          const night = nightOf(now, zoneOf(s));
          const trip = trips.find((t) => t.mobilityId === s.id);
          const home = homeOn(
            homes.filter((h) => h.mobilityId === s.id),
            night,
          );
          const contact = contacts.find((c) => c.id === s.contact_person_id);
          return {
            id: s.id,
            pupil: store.nameOf(s),
            country: s.host_country,
            night,
            sleeps: sleepsAt(trip !== undefined, home?.kind),
            place: trip ? `${trip.place} (${trip.adult})` : (home?.name ?? ''),
            address: trip ? trip.sleepsAt : (home?.address ?? ''),
            phone: trip
              ? trip.phone
              : (phones.find((p) => p.familyId === home?.familyId)?.phone ?? ''),
            asks: contact?.name ?? s.hosting_org ?? '',
            asksPhone: contact?.phone || s.hosting_phone || '',
          };
        })
        // those nobody knows of come first
        .sort((a, b) => Number(b.sleeps === 'unknown') - Number(a.sleeps === 'unknown')),
    };
  },
});

import { z } from 'zod';
import { allow, hide } from '#kernel/decision.ts';
import { ok } from '#kernel/outcome.ts';
import { command } from '#platform/command.ts';
import { isOddHour } from '../../core/rules/index.ts';
import { meetingNote, reminderMail } from '../notices.ts';
import * as store from '../store/index.ts';

/** How long meetings are kept after they took place. */
const keptYears = 2;

/** The hour by hour work of the calendar: each mail is sent once, however often it runs. */
export const keepCalendar = command({
  name: 'calendar.keep-calendar',
  summary:
    'Remind of the meetings of the next day, ask for minutes the morning after, forget what is two years old.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => (actor.kind === 'system' ? allow : hide),
  run: async ({ tx, now, post, runtime }) => {
    const { config } = runtime;
    let reminded = 0;
    const due = await store.toRemind(tx, now, now.add({ hours: 24 }));
    for (const [eventId, those] of Map.groupBy(due, (d) => d.id)) {
      const event = await store.eventById(tx, eventId);
      if (!event) continue;
      const { participants } = await store.partsOf(tx, eventId, event.organiser_id);
      const zones = await store.zonesOf(
        tx,
        those.map((d) => d.person_id),
      );
      for (const { person_id } of those) {
        const ownZone = zones.get(person_id) ?? event.time_zone;
        // nobody's telephone rings at night for a mail that can come in the morning
        if (isOddHour(now.toZonedDateTimeISO(ownZone), 0)) continue;
        const to = participants.find((p) => p.person_id === person_id);
        const mail = to && reminderMail(event, to, { config, ownZone });
        if (mail) {
          await post(mail);
          reminded += 1;
        }
        await store.markReminded(tx, eventId, person_id, now);
      }
    }
    let asked = 0;
    const over = await store.withoutMinutes(tx, 'everybody-not-asked', {
      from: now.subtract({ hours: 24 * 7 }),
      until: now.subtract({ hours: 12 }),
    });
    for (const event of over) {
      const zones = await store.zonesOf(tx, [event.organiser_id]);
      const ownZone = zones.get(event.organiser_id) ?? event.time_zone;
      if (isOddHour(now.toZonedDateTimeISO(ownZone), 0)) continue;
      const { organiser } = await store.partsOf(tx, event.id, event.organiser_id);
      const { reminders } = await store.settingsOf(tx, event.organiser_id);
      const mail =
        organiser && reminders
          ? meetingNote('minutes-wanted', event, organiser, {}, { config, key: 'after' })
          : null;
      if (mail) {
        await post(mail);
        asked += 1;
      }
      await store.markMinutesAsked(tx, event.id, now);
    }
    const forgotten = await store.forgetBefore(
      tx,
      now.toZonedDateTimeISO('UTC').subtract({ years: keptYears }).toInstant(),
    );
    return ok({ reminded, asked, forgotten: Number(forgotten) });
  },
  audit: (_, __, { reminded, asked, forgotten }) => ({ details: { reminded, asked, forgotten } }),
});

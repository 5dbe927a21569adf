import type { PersonActor } from '#kernel/actor.ts';
import { getFeed, getOwnFeed, renewFeed } from '#modules/calendar/server/index.ts';
import { execute } from '#platform/command.ts';
import { answer } from '#platform/query.ts';
import { personasOf } from '../personas.ts';
import { readActor } from '../stage.ts';
import { type Desk, look } from './browser.ts';

/** The calendar of each persona, as a calendar programme fetches it. */
export async function writeCalendars({ runtime, shelf }: Desk): Promise<void> {
  const personas = await look(runtime, (read) => personasOf(read));
  for (const persona of personas) {
    const actor: PersonActor = await look(runtime, (read) => readActor(read, persona.key));
    const own = async () => {
      const answered = await answer(runtime, getOwnFeed, actor, {});
      return answered.ok ? answered.view.address : null;
    };
    let address = await own();
    if (!address) {
      await execute(runtime, renewFeed, actor, {});
      address = await own();
    }
    const token = /\/([^/]+)\.ics$/.exec(address ?? '')?.[1];
    const feed = token ? await answer(runtime, getFeed, actor, { token }) : null;
    if (!feed?.ok) throw new Error(`no calendar for ${persona.key}`);
    await shelf.put(['calendars', `${persona.name}.ics`], feed.view.content, {
      kind: 'calendar',
      title: persona.name,
      forWhom: persona.name,
    });
  }
}

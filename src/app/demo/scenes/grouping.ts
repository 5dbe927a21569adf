import { findGroups, openRound, register } from '#modules/rounds/server/index.ts';
import { dataOf, type Stage, together } from '../stage.ts';

type Data = {
  name: string;
  about: string;
  themes: string[];
  entries: {
    who: string;
    org: string;
    as: 'sending_school' | 'host_school' | 'supporting_organisation';
    experience: 'new' | 'some' | 'experienced';
    zone: string;
    /** code and level */
    languages: string[];
    free: string[];
    /** theme and intent, the most important first */
    wants: string[];
  }[];
};

/** Twelve organisations look for people with the same question; the facilitator has groups proposed and asks nobody yet. */
export async function gatherRound(stage: Stage): Promise<void> {
  const { entries, ...words } = dataOf<Data>('rounds');
  const facilitator = 'ingrid.sorlie';
  stage.on(stage.today.subtract({ days: 9 }), 11);
  const { roundId } = await stage.act(facilitator, openRound, {
    ...words,
    timeZone: 'Europe/Oslo',
    registerUntil: stage.today.add({ days: 4 }).toString(),
    kickOffWeek: stage.today.add({ days: 28 }).toString(),
    weeksBetween: 4,
  });
  stage.on(stage.today.subtract({ days: 3 }), 15);
  await together(entries, (entry) =>
    stage.act(entry.who, register, {
      roundId,
      orgId: stage.org(entry.org),
      role: entry.as,
      experience: entry.experience,
      timeZone: entry.zone,
      languages: entry.languages.map((both) => {
        const [code, level] = both.split(' ') as [string, 'B1'];
        return { code, level };
      }),
      free: entry.free,
      wants: entry.wants.map((both) => {
        const [theme, intent] = both.split(' ') as [string, 'start'];
        return { theme, intent };
      }),
    }),
  );
  stage.on(stage.today.subtract({ days: 1 }), 9);
  await stage.act(facilitator, findGroups, { roundId });
}

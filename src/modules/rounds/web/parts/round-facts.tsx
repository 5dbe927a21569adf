import { meetingMinutes, meetings } from '#modules/clubs/core/index.ts';
import type { View } from '#platform/http/page.ts';
import { Facts } from '#ui/index.ts';
import { languageNames, themeText } from './words.ts';

type Round = {
  facilitator: string;
  themes: string[];
  languages: string[];
  kickOffWeek: Temporal.PlainDate;
  weeksBetween: number;
  registerUntil: Temporal.PlainDate;
};

/** What a round is about: who leads it, until when, when clubs meet, themes and languages. */
export function RoundFacts({ v, round }: { v: View; round: Round }) {
  return (
    <Facts
      items={[
        { label: v.t('rounds.facts.facilitator'), value: round.facilitator },
        { label: v.t('rounds.facts.until'), value: v.fmt.date(round.registerUntil) },
        {
          label: v.t('rounds.facts.meetings'),
          value: v.t('rounds.facts.meetings-text', {
            count: meetings.length,
            minutes: meetingMinutes,
            week: v.fmt.date(round.kickOffWeek),
            weeks: round.weeksBetween,
          }),
        },
        {
          label: v.t('rounds.facts.themes'),
          value:
            round.themes.length === 0 ? (
              v.t('rounds.facts.all-themes')
            ) : (
              <ul>
                {round.themes.map((theme) => (
                  <li key={theme}>{themeText(v, theme)}</li>
                ))}
              </ul>
            ),
        },
        {
          label: v.t('rounds.facts.languages'),
          value:
            round.languages.length === 0
              ? v.t('rounds.facts.any-language')
              : languageNames(v, round.languages),
        },
      ]}
    />
  );
}

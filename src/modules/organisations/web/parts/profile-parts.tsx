import type { ComponentChildren } from 'preact';
import type { View } from '#platform/http/page.ts';
import { Facts } from '#ui/index.ts';
import { hostsAnybody } from '../../core/rules/index.ts';
import type { OwnWords } from '../../core/types.ts';
import type { ToldPart } from '../../server/index.ts';
import { monthName } from './directory-filters.tsx';

/** One part of a profile, to read. */
export function PartText({ v, told }: { v: View; told: ToldPart }) {
  const t = (key: string, params = {}) => v.t(`organisations.${key}`, params);
  const facts = (items: [label: string, value: ComponentChildren][]) => (
    <Facts
      items={items
        .filter(([, value]) => value !== '' && value !== null)
        .map(([label, value]) => ({ label: t(label), value }))}
    />
  );
  const nothing = <p>{t('profile.nothing-here')}</p>;
  switch (told.part) {
    case 'languages':
      return told.content.spoken.length > 0 ? (
        <p>{v.fmt.list(told.content.spoken.map((code) => v.fmt.language(code)))}</p>
      ) : (
        nothing
      );
    case 'learning': {
      const { ageFrom, ageTo, years, subjects } = told.content;
      return facts([
        ['profile.ages', t('profile.from-to', { from: ageFrom, to: ageTo })],
        ['profile.years', years],
        ['profile.subjects', v.fmt.list(subjects)],
      ]);
    }
    case 'hosting': {
      const { autumn, spring, secondSemester, arrivalMonths, longestMonths, level } = told.content;
      if (!hostsAnybody(told.content)) return <p>{t('profile.hosts-nobody')}</p>;
      return facts([
        ['profile.places', t('profile.places-text', { autumn, spring })],
        ['profile.second', t(secondSemester ? 'profile.second-yes' : 'profile.second-no')],
        ['profile.arrivals', v.fmt.list(arrivalMonths.map((month) => monthName(v, month)))],
        ['profile.longest', t('find.length', { months: longestMonths })],
        ['profile.level', level],
      ]);
    }
    case 'services':
      return told.content.offers.length > 0 ? (
        <>
          <ul>
            {told.content.offers.map((offer) => (
              <li key={offer}>{t(`service.${offer}`)}</li>
            ))}
          </ul>
          {told.content.regions && <p>{t('profile.regions', { regions: told.content.regions })}</p>}
        </>
      ) : (
        nothing
      );
    case 'community':
    case 'strengths':
      return <Words v={v} words={told.content} nothing={nothing} />;
    case 'holidays':
      return told.content.periods.length > 0 ? (
        <ul>
          {told.content.periods.map((p) => (
            <li key={`${p.name} ${p.from}`}>
              {t('profile.period', {
                name: p.name,
                from: Temporal.PlainDate.from(p.from),
                to: Temporal.PlainDate.from(p.to),
              })}
            </li>
          ))}
        </ul>
      ) : (
        nothing
      );
    case 'programme':
      return facts([['profile.programme-code', told.content.code]]);
  }
}

/** In the reader's language where it is there, else in the first it was written in; the others are named below. */
function Words({ v, words, nothing }: { v: View; words: OwnWords; nothing: ComponentChildren }) {
  const written = Object.keys(words.texts);
  const order = [v.lang, 'en', ...written].filter((code, at, all) => all.indexOf(code) === at);
  const shown = order.filter((code) => words.texts[code]);
  const [first, ...others] = shown;
  if (!first) return <>{nothing}</>;
  return (
    <>
      <Paragraphs text={words.texts[first] ?? ''} lang={first} />
      {others.map((code) => (
        <details key={code} class="details">
          <summary>
            {v.t('organisations.profile.in-language', { language: v.fmt.language(code) })}
          </summary>
          <Paragraphs text={words.texts[code] ?? ''} lang={code} />
        </details>
      ))}
    </>
  );
}

function Paragraphs({ text, lang }: { text: string; lang: string }) {
  return (
    <div lang={lang} dir="auto">
      {text.split(/\n\s*\n/).map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
  );
}

import { describe, expect, it } from 'vitest';
import { dotsOf, heatOf } from './voting.ts';

describe('the kick-off chooses a theme', () => {
  it('by dots, the most first', () => {
    const votes = [{ themes: ['C08', 'C08', 'C14'] }, { themes: ['C14'] }, { themes: ['C01'] }];
    expect(dotsOf(votes)).toEqual([
      { theme: 'C08', dots: 2 },
      { theme: 'C14', dots: 2 },
      { theme: 'C01', dots: 1 },
    ]);
  });

  it('and sees where priorities lie: each person once a theme, by the higher one', () => {
    const said = (who: string, criterionId: string, rank: number) => ({
      who,
      criterionId,
      rank,
      intent: 'start',
    });
    const heat = heatOf([
      said('Ana', 'C08', 2),
      said('Ana', 'C08', 1),
      said('Ben', 'C08', 3),
      said('Ben', 'C14', 1),
    ]);
    expect(heat.map((h) => [h.criterionId, h.people.length, h.first])).toEqual([
      ['C08', 2, 1],
      ['C14', 1, 1],
    ]);
    expect(heat[0]?.people[0]).toMatchObject({ who: 'Ana', rank: 1 });
  });
});

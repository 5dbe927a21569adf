import { defineWorkflow } from '#engines/workflow/index.ts';
import type { Licence } from './types.ts';

/** A card belongs to its author; the installation's administrator can only take one out of the catalogue. */
export const practiceLifecycle = defineWorkflow({
  name: 'practice',
  states: { draft: {}, club: {}, public: {}, withdrawn: {} },
  initial: 'draft',
  transitions: [
    {
      name: 'share',
      from: ['draft', 'withdrawn'],
      to: 'club',
      by: ['author'],
      guards: [{ id: 'in-club', test: (card: { inClub: boolean }) => card.inClub }],
    },
    { name: 'release', from: ['draft', 'club', 'withdrawn'], to: 'public', by: ['author'] },
    { name: 'withdraw', from: ['club', 'public'], to: 'withdrawn', by: ['author', 'admin'] },
  ],
});

/** Where the words of a licence stand. Source: creativecommons.org. */
export const licenceAddress: Record<Licence, string> = {
  'CC-BY-4.0': 'https://creativecommons.org/licenses/by/4.0/',
  'CC-BY-SA-4.0': 'https://creativecommons.org/licenses/by-sa/4.0/',
  'CC0-1.0': 'https://creativecommons.org/publicdomain/zero/1.0/',
};

/** What nobody has looked at for so long may no longer hold; the catalogue says so. */
export const freshMonths = 24;

/** Whether a card was last looked at long ago. */
export function isOld(checkedOn: Temporal.PlainDate, today: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(checkedOn.add({ months: freshMonths }), today) < 0;
}

/**
 * The query of the search index for what somebody typed: all words, each also as the beginning of a longer one,
 * without accents.
 * @returns '' when there is no word in it
 */
export function searchTerms(typed: string): string {
  return (
    typed
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, 8)
      .map((word) => `${word}:*`)
      .join(' & ') ?? ''
  );
}

/** Drafts that nobody has changed since this moment are deleted: two years are promised on the page about privacy. */
export function draftsKeptFrom(today: Temporal.PlainDate): Temporal.Instant {
  return today.subtract({ years: 2 }).toZonedDateTime('UTC').toInstant();
}

/** How many cards a page of the catalogue shows. */
export const pageSize = 20;

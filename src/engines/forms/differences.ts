import { type FormDefinition, fingerprint, mapWords, wordsOf } from './definition.ts';

/** One thing in which two versions of a form differ. */
export type Difference =
  | {
      readonly what: 'section' | 'page' | 'question';
      readonly id: string;
      /**
       * `moved`: to another page or section; `reordered`: what stands in it; `changed`: anything else, such as its
       * condition, its options, who fills it
       */
      readonly change:
        | 'added'
        | 'removed'
        | 'moved'
        | 'reordered'
        | 'required'
        | 'optional'
        | 'changed';
    }
  | { readonly what: 'language'; readonly id: string; readonly change: 'added' | 'removed' }
  | {
      readonly what: 'words';
      /** address of the wording */
      readonly id: string;
      readonly change: 'reworded';
      readonly language: string;
      readonly before: string;
      readonly after: string;
    };

/** What differs between two forms, for a preview: structure first, then languages, then words. */
export function describeChanges(before: FormDefinition, after: FormDefinition): Difference[] {
  const structure = (['section', 'page', 'question'] as const).flatMap((what) =>
    compareParts(what, partsOf(before, what), partsOf(after, what)),
  );
  const languages = [...new Set([...before.languages, ...after.languages])].flatMap(
    (id): Difference[] => {
      const [was, is] = [before.languages.includes(id), after.languages.includes(id)];
      return was === is ? [] : [{ what: 'language', id, change: is ? 'added' : 'removed' }];
    },
  );
  const now = wordsOf(after);
  const common = before.languages.filter((language) => after.languages.includes(language));
  const words = [...wordsOf(before)].flatMap(([id, was]) =>
    common.flatMap((language): Difference[] => {
      const is = now.get(id);
      const [old, fresh] = [was[language] ?? '', is?.[language] ?? ''];
      return !is || old === fresh
        ? []
        : [{ what: 'words', id, change: 'reworded', language, before: old, after: fresh }];
    }),
  );
  return [...structure, ...languages, ...words];
}

/** A section, page or question without its words and without what stands in it. */
type Part = {
  readonly id: string;
  readonly inside: string;
  readonly contents: readonly string[];
  readonly required: boolean | undefined;
  readonly rest: string;
};

function partsOf(definition: FormDefinition, what: 'section' | 'page' | 'question'): Part[] {
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
  const bare = mapWords(definition, () => ({}));
  return bare.sections.flatMap((section): Part[] => {
    const { pages, ...ofSection } = section;
    if (what === 'section')
      return [
        {
          id: section.id,
          inside: '',
          contents: ids(pages),
          required: undefined,
          rest: fingerprint(ofSection),
        },
      ];
    return pages.flatMap((page): Part[] => {
      const { questions, ...ofPage } = page;
      if (what === 'page')
        return [
          {
            id: page.id,
            inside: section.id,
            contents: ids(questions),
            required: undefined,
            rest: fingerprint(ofPage),
          },
        ];
      return questions.map(({ required = false, ...ofQuestion }) => ({
        id: ofQuestion.id,
        inside: page.id,
        contents: [],
        required,
        rest: fingerprint(ofQuestion),
      }));
    });
  });
}

function compareParts(
  what: 'section' | 'page' | 'question',
  before: readonly Part[],
  after: readonly Part[],
): Difference[] {
  const old = new Map(before.map((part) => [part.id, part]));
  const now = new Map(after.map((part) => [part.id, part]));
  const found: Difference[] = [];
  for (const { id } of before) if (!now.has(id)) found.push({ what, id, change: 'removed' });
  for (const part of after) {
    const { id } = part;
    const was = old.get(id);
    if (!was) {
      found.push({ what, id, change: 'added' });
      continue;
    }
    if (was.inside !== part.inside) found.push({ what, id, change: 'moved' });
    const stayed = was.contents.filter((one) => part.contents.includes(one));
    const order = part.contents.filter((one) => stayed.includes(one));
    if (stayed.join() !== order.join()) found.push({ what, id, change: 'reordered' });
    if (was.required !== part.required)
      found.push({ what, id, change: part.required ? 'required' : 'optional' });
    if (was.rest !== part.rest) found.push({ what, id, change: 'changed' });
  }
  return found;
}

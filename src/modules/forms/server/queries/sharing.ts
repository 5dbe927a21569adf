import {
  type Difference,
  describeChanges,
  type FormDefinition,
  say,
} from '#engines/forms/index.ts';
import type { FormId, OrgId } from '#kernel/ids.ts';
import type { Readable } from '#platform/database/index.ts';
import { chooseLanguage, formatsFor, translator } from '#platform/i18n/index.ts';
import { partsIn } from '../../core/rules.ts';
import * as store from '../store.ts';

/**
 * The published forms of the product and of some organisations, each with its newest version and in which it differs
 * from the product's, in sentences: what members of a network choose from.
 */
export async function sharedForms(
  read: Readable,
  orgIds: OrgId[],
  lang: string,
): Promise<
  {
    id: FormId;
    key: string;
    title: string;
    orgId: OrgId | null;
    number: number;
    differences: string[];
  }[]
> {
  const rows = (await store.listForms(read, orgIds)).filter((row) => row.number !== null);
  const language = chooseLanguage(lang);
  const products = new Map(
    rows
      .filter((row) => row.org_id === null)
      .map((row) => [row.key, row.definition as unknown as FormDefinition]),
  );
  return rows.map((row) => {
    const definition = row.definition as unknown as FormDefinition;
    const base = products.get(row.key) ?? definition;
    return {
      id: row.id,
      key: row.key,
      title: say(definition.title, language),
      orgId: row.org_id,
      number: row.number ?? 1,
      differences:
        row.org_id === null
          ? []
          : describeChanges(base, definition).map((d) => sentence(d, definition, base, language)),
    };
  });
}

function sentence(
  d: Difference,
  definition: FormDefinition,
  base: FormDefinition,
  language: string,
): string {
  const t = translator(language);
  const tongue = formatsFor(language).language;
  if (d.what === 'language')
    return t(`forms.differs.language-${d.change}`, { language: tongue(d.id) });
  const address = d.what === 'words' ? d.id : `${d.what}s.${d.id}`;
  const here = partsIn(definition, address);
  // what was taken out stands in the product's form alone
  const { section, page, question } =
    here.section || here.page || here.question ? here : partsIn(base, address);
  const place = question
    ? t('forms.place.question', { question: say(question.label, language) })
    : page
      ? t('forms.place.page', { page: say(page.title, language) })
      : section
        ? t('forms.place.section', { section: say(section.title, language) })
        : t('forms.place.form');
  return d.what === 'words'
    ? t('forms.differs.reworded', {
        place,
        language: tongue(d.language),
        before: d.before,
        after: d.after,
      })
    : t(`forms.differs.${d.change}`, { place });
}

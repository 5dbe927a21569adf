import earlierVersions from '../data/earlier-versions.json' with { type: 'json' };
import data from '../data/questionnaire.json' with { type: 'json' };
import french from '../data/questionnaire-fr.json' with { type: 'json' };
import type {
  Criterion,
  EarlierVersion,
  Intent,
  Item,
  Questionnaire,
  Role,
  Scope,
  Status,
  Worded,
} from '../types.ts';

/** The questionnaire in force. Ids are stable; a changed meaning gets a new id, any change a new version. */
export const questionnaire: Questionnaire = data;

const earlier = earlierVersions as EarlierVersion[];

/** A version from before, out of the one in force and how it differed. */
export function earlierQuestionnaire(current: Questionnaire, was: EarlierVersion): Questionnaire {
  const kept = current.items
    .filter((item) => !was.addedLater.includes(item.id))
    .map((item) => ({ ...item, text: was.reworded[item.id]?.en ?? item.text }));
  return { ...current, version: was.version, items: [...kept, ...was.dropped] };
}

const versions = new Map(
  earlier.map((was) => [was.version, earlierQuestionnaire(questionnaire, was)]),
);

/** The questionnaire as it was in a version; one that is not known any more answers as the one in force. */
export function questionnaireOf(version: string): Questionnaire {
  return versions.get(version) ?? questionnaire;
}

export type VersionChange = { reworded: string[]; added: string[]; dropped: string[] };

/** What changes for who goes on with another version: ids of points. */
export function versionChange(from: Questionnaire, to: Questionnaire): VersionChange {
  const old = new Map(from.items.map((item) => [item.id, item]));
  const next = new Set(to.items.map((item) => item.id));
  return {
    reworded: to.items
      .filter((item) => old.has(item.id) && old.get(item.id)?.text !== item.text)
      .map((item) => item.id),
    added: to.items.filter((item) => !old.has(item.id)).map((item) => item.id),
    dropped: from.items.filter((item) => !next.has(item.id)).map((item) => item.id),
  };
}

/** The role an organisation most likely answers in. */
export function guessRole(kind: 'school' | 'supporting'): Role {
  return kind === 'school' ? 'sending_school' : 'supporting_organisation';
}

export function mayAnswerAs(kind: 'school' | 'supporting', role: Role): boolean {
  return (kind === 'supporting') === (role === 'supporting_organisation');
}

/** The points asked: those of the role, and only the core ones in the quick scan. */
export function itemsFor(scope: Scope, role: Role, version = questionnaire.version): Item[] {
  return questionnaireOf(version).items.filter(
    (item) => item.appliesTo.includes(role) && (scope === 'full' || item.core),
  );
}

/** The criteria that have at least one of the points, in order, each with its points. */
export function byCriterion(items: readonly Item[]): { criterion: Criterion; items: Item[] }[] {
  return questionnaire.criteria
    .map((criterion) => ({ criterion, items: items.filter((i) => i.criterion === criterion.id) }))
    .filter((group) => group.items.length > 0);
}

export function itemById(id: string): Item | undefined {
  return questionnaire.items.find((item) => item.id === id);
}

/** Ids of all points of a criterion, whatever scope and role. */
export function itemsOfCriterion(criterionId: string): string[] {
  return questionnaire.items.filter((i) => i.criterion === criterionId).map((i) => i.id);
}

export function isCriterion(id: string): boolean {
  return questionnaire.criteria.some((c) => c.id === id);
}

/** Headings of standards that were checked at their source. Unchecked ones are never shown as references. */
export function checkedStandards(item: Item): { name: string; ref: string }[] {
  return item.standards
    .filter((s) => s.verified)
    .map((s) => ({ name: questionnaire.frameworks[s.framework]?.name ?? s.framework, ref: s.ref }));
}

type Translation = {
  phases: Record<string, { title: string; question: string }>;
  criteria: Record<string, string>;
  statuses: Record<string, { label: string; meaning: string }>;
  intents: Record<string, string>;
  items: Record<string, { text: string; evidence: string[] }>;
};

const translations: Record<string, Translation> = { fr: french };

/**
 * The questionnaire's words for a reader; where a translation is missing they come in English and say so.
 * @param version whose wording of the points: an assessment keeps the words it was answered to
 */
export function wordingFor(language: string, version = questionnaire.version) {
  const was = earlier.find((each) => each.version === version);
  const translation = translations[language];
  const pick = (translated: string | undefined, english: string): Worded =>
    translated !== undefined
      ? { text: translated }
      : language === data.language
        ? { text: english }
        : { text: english, lang: data.language };
  const find = <T extends { id: string }>(list: readonly T[], id: string): T => {
    const found = list.find((each) => each.id === id);
    if (!found) throw new RangeError(`the questionnaire has no "${id}"`);
    return found;
  };
  return {
    phase: (id: string) => {
      const phase = find(data.phases, id);
      const own = translation?.phases[id];
      return {
        title: pick(own?.title, phase.title),
        question: pick(own?.question, phase.question),
      };
    },
    criterion: (id: string) => pick(translation?.criteria[id], find(data.criteria, id).title),
    status: (id: Status) => pick(translation?.statuses[id]?.label, find(data.statuses, id).label),
    statusMeaning: (id: Status) =>
      pick(translation?.statuses[id]?.meaning, find(data.statuses, id).meaning),
    intent: (id: Intent) => pick(translation?.intents[id], find(data.intents, id).label),
    item: (id: string) => {
      const old = was?.reworded[id];
      if (old) return pick(old[language], old.en ?? '');
      const dropped = was?.dropped.find((item) => item.id === id);
      if (dropped) return pick(undefined, dropped.text);
      return pick(translation?.items[id]?.text, find(data.items, id).text);
    },
    evidence: (id: string): Worded[] => {
      const own = translation?.items[id]?.evidence;
      return find(data.items, id).evidence.map((english, index) => pick(own?.[index], english));
    },
  };
}

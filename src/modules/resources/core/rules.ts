import licenceList from './data/licences.json' with { type: 'json' };
import type { Audience, Moment } from './types.ts';

/** What a licence allows with a text: change it, change it under the same licence alone, or not at all. */
export type Licence = { id: string; adapt: 'yes' | 'same' | 'no'; url: string };

export const licences: readonly Licence[] = licenceList as Licence[];
export const licenceIds = licences.map((l) => l.id) as [string, ...string[]];
/** What is made with public money is there for everybody who names whose work it is. */
export const usualLicence = 'CC-BY-4.0';

export function licenceOf(id: string): Licence | undefined {
  return licences.find((l) => l.id === id);
}

/** A licence as people write it where they name whose work something is: "CC BY-SA 4.0". */
export function licenceName(id: string): string {
  return id.replace(/^CC-/, 'CC ').replace(/-(?=\d)/, ' ');
}

/**
 * Licences under which an adaptation may stand. With "yes" the attribution is kept and the rest is free, as long as the
 * licence still asks for the name; with "same" it is the licence of the origin alone.
 */
export function licencesAfter(originId: string): readonly Licence[] {
  const origin = licenceOf(originId);
  if (!origin || origin.adapt === 'no') return [];
  if (origin.adapt === 'same') return [origin];
  return originId === 'CC0-1.0' ? licences : licences.filter((l) => l.id !== 'CC0-1.0');
}

/** Greatest size of one file in bytes: a brochure with pictures passes, a film does not. */
export const fileBytes = 15 * 1024 * 1024;

/** How long a check holds when nobody says otherwise, and what else there is to choose, in months. */
export const checkMonths = ['6', '12', '24'] as const;

/** Whether a resource has to be looked at again: nobody has, or the day has come. */
export function isDueAgain(
  resource: { checkedOn: Temporal.PlainDate | null; checkDue: Temporal.PlainDate | null },
  today: Temporal.PlainDate,
): boolean {
  if (!resource.checkedOn || !resource.checkDue) return true;
  return Temporal.PlainDate.compare(resource.checkDue, today) <= 0;
}

/** Whether a resource is for somebody at a moment of their stay. */
export function fits(
  resource: { audiences: readonly string[]; moments: readonly string[] },
  audience: Audience,
  moment: Moment,
): boolean {
  return (
    resource.audiences.includes(audience) &&
    (resource.moments.includes(moment) || resource.moments.includes('anytime'))
  );
}

/**
 * Of a resource and its adaptations one is offered: the one of the organisation that comes first. What is in the reader's
 * language comes before what is not.
 * @param rank of an organisation, the lowest first
 */
export function oneOfEach<
  R extends { id: string; originId: string | null; orgId: string; languages: readonly string[] },
>(found: readonly R[], rank: (orgId: string) => number, language: string): R[] {
  const families = new Map<string, R>();
  // an adaptation into another language is no other edition of the same thing for this reader
  const better = (a: R, b: R) => {
    const spoken = Number(b.languages.includes(language)) - Number(a.languages.includes(language));
    return spoken !== 0 ? spoken < 0 : rank(a.orgId) < rank(b.orgId);
  };
  for (const one of found) {
    const root = one.originId ?? one.id;
    const held = families.get(root);
    if (!held || better(one, held)) families.set(root, one);
  }
  return [...families.values()].sort(
    (a, b) => Number(b.languages.includes(language)) - Number(a.languages.includes(language)),
  );
}

/** Languages a resource may be written in: those of the programme's countries and those pupils bring along, ISO 639-1. */
export const writtenLanguages: readonly string[] =
  'ar bg ca cs da de el en es et eu fi fr ga gl hr hu is it lb lt lv mk mt nl no pl pt ro ru sk sl sr sv tr uk'.split(
    ' ',
  );

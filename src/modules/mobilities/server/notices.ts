import type { OrgId, PersonId } from '#kernel/ids.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { formatsFor, translator } from '#platform/i18n/index.ts';
import type { Dossier } from '../core/index.ts';
import * as store from './store.ts';

/** What a guardian knows when they give the binding consent. */
export type ConsentFacts = {
  pupil: string;
  sendingSchool: string;
  hostSchool: string;
  hostCity: string;
  hostCountry: string;
  family: string[];
  mentor: string;
  startsOn: Temporal.PlainDate;
  endsOn: Temporal.PlainDate;
};

/** Reads what the words of the consent name. */
export async function consentFacts(
  read: Readable,
  dossier: Dossier,
  today: Temporal.PlainDate,
): Promise<ConsentFacts> {
  const family = dossier.parties
    .filter(
      (p) =>
        p.role === 'host_family' &&
        (p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, today) >= 0),
    )
    .map((p) => p.personId)
    .filter((id): id is PersonId => id !== null);
  const [orgs, persons] = await store.namesOf(
    read,
    [dossier.sendingSchoolId, dossier.hostSchoolId].filter((id): id is OrgId => id !== null),
    dossier.mentorId ? [...family, dossier.mentorId] : family,
  );
  const person = (id: PersonId | null) => {
    const found = persons.find((p) => p.id === id);
    return found ? displayName(found) : '';
  };
  const host = orgs.find((o) => o.id === dossier.hostSchoolId);
  return {
    pupil: dossier.pupilName,
    sendingSchool: orgs.find((o) => o.id === dossier.sendingSchoolId)?.name ?? '',
    hostSchool: host?.name ?? '',
    hostCity: host?.city ?? '',
    hostCountry: host?.country_code ?? '',
    family: family
      .map(person)
      .filter((name) => name !== '')
      .sort(),
    mentor: person(dossier.mentorId),
    startsOn: dossier.startsOn,
    endsOn: dossier.endsOn,
  };
}

/** The words of the binding consent in a language, paragraphs apart by an empty line. Kept as they were read. */
export function bindingWording(language: string, facts: ConsentFacts): string {
  const t = translator(language);
  const fmt = formatsFor(language);
  return t('mobilities.consent.wording', {
    pupil: facts.pupil,
    sendingSchool: facts.sendingSchool,
    hostSchool: facts.hostSchool,
    place: `${facts.hostCity} (${facts.hostCountry ? fmt.country(facts.hostCountry) : ''})`,
    families: facts.family.length,
    family: fmt.list(facts.family),
    mentor: facts.mentor,
    startsOn: facts.startsOn,
    endsOn: facts.endsOn,
  });
}

import type { ConsentId, OrgId, PersonId } from '#kernel/ids.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { formatsFor, translator } from '#platform/i18n/index.ts';
import type { MailDraft } from '#platform/mail/draft.ts';
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

/** Whom a family calls once the pupil has left, the nearest to the pupil first. */
export async function callWhom(read: Readable, dossier: Dossier): Promise<string[]> {
  const orgIds = [dossier.hostingOrgId, dossier.sendingSchoolId].filter((id) => id !== null);
  const [orgs, persons] = await store.namesOf(
    read,
    orgIds,
    dossier.contactPersonId ? [dossier.contactPersonId] : [],
  );
  return [
    ...persons.map((p) => displayName(p)),
    ...orgIds.flatMap((id) => orgs.find((o) => o.id === id)?.name ?? []),
  ];
}

/** Somebody who has to know that a binding consent was taken back. */
export type ToldOfConsent = {
  id: PersonId;
  given_name: string;
  preferred_name: string | null;
  email: string | null;
  language: string;
  as: 'pupil' | 'guardian' | 'staff';
};

/** Says neither who took it back nor why: that is read, or talked about, where the dossier is. */
export function consentTakenBackMail(
  to: ToldOfConsent,
  about: { consentId: ConsentId; pupil: string; url: string },
): MailDraft | null {
  if (!to.email) return null;
  const t = translator(to.language);
  const { pupil } = about;
  return {
    sendKey: `mobilities.consent-taken-back:${about.consentId}:${to.id}`,
    to: { address: to.email, personId: to.id, language: to.language },
    kind: 'consent-taken-back',
    subject: t('mobilities.mail.taken-back.subject', { pupil }),
    greeting: t('mobilities.mail.taken-back.greeting', {
      name: to.preferred_name || to.given_name,
    }),
    paragraphs: [
      t('mobilities.mail.taken-back.what', { pupil }),
      t(`mobilities.mail.taken-back.${to.as}`, { pupil }),
    ],
    action: { label: t('mobilities.mail.taken-back.open'), url: about.url },
  };
}

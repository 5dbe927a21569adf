import type { Audience, OrgKind, ProfilePart, Relation } from '../types.ts';

const partsByKind: Record<OrgKind, readonly ProfilePart[]> = {
  school: ['community', 'strengths', 'languages', 'learning', 'hosting', 'holidays', 'programme'],
  supporting: [
    'community',
    'strengths',
    'languages',
    'services',
    'hosting',
    'holidays',
    'programme',
  ],
  network: ['community', 'strengths', 'languages', 'programme'],
};

/** The parts that fit an organisation of this kind, in the order in which they are read. */
export function partsFor(kind: OrgKind): readonly ProfilePart[] {
  return partsByKind[kind];
}

/** The row policy of `profile_parts` says the same. */
export function seesPart(audience: Audience, relation: Relation): boolean {
  if (relation === 'own') return true;
  return audience === 'everybody' || (audience === 'partners' && relation === 'partner');
}

/** Accreditation or project code of Erasmus+, for example 2021-1-BE01-KA120-SCH-000012345. */
export const programmeCodePattern = /^\d{4}-\d-[A-Z]{2}\d{2}-KA\d{3}-[A-Z]{3}-\d{9}$/;

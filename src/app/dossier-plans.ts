import type { MobilityId } from '#kernel/ids.ts';
import { isId } from '#kernel/ids.ts';
import { learningFacts } from '#modules/learning/server/index.ts';
import { rolesFor } from '#modules/mobilities/core/index.ts';
import {
  loadDossier,
  mobilitiesOfIntake,
  mobilityFacts,
} from '#modules/mobilities/server/index.ts';
import type { DossierSource } from '#modules/projects/server/index.ts';
import { supportFacts } from '#modules/support/server/index.ts';
import { travelFacts } from '#modules/travel/server/index.ts';
import { type Reader, unveiled } from '#platform/database/index.ts';

type Fact = { fact: string; mobilityId: MobilityId; on: Temporal.PlainDate };
type Dossier = NonNullable<Awaited<ReturnType<typeof loadDossier>>>;

/** What has happened in each dossier of an intake: the same sources that complete the steps of the whole. */
export const factsInDossiers: ((read: Reader, intakeId: Dossier['intakeId']) => Promise<Fact[]>)[] =
  [
    async (read, intakeId) =>
      (await learningFacts(read, intakeId)).map(({ fact, mobilityId, at }) => ({
        fact,
        mobilityId,
        on: at.toZonedDateTimeISO('Europe/Brussels').toPlainDate(),
      })),
    mobilityFacts,
    travelFacts,
    supportFacts,
  ];

/** The same for everybody who reads a dossier, though not each part of it is theirs to see: a step is done or it is not. */
function factsByDossier(read: Reader, intakeId: Dossier['intakeId']) {
  return unveiled(read, 'facts of an intake', async (all) => {
    const found = new Map<MobilityId, Record<string, Temporal.PlainDate>>();
    for (const source of factsInDossiers)
      for (const { fact, mobilityId, on } of await source(all, intakeId))
        found.set(mobilityId, { ...found.get(mobilityId), [fact]: on });
    return found;
  });
}

/** Dossiers as their plans need them: row policies say which an intake has for the reader, a part in one opens its plan. */
export const dossierPlans: DossierSource = {
  ofIntake: async (read, intakeId) => {
    const facts = await factsByDossier(read, intakeId);
    return (await mobilitiesOfIntake(read, intakeId)).map((m) => ({
      id: m.id,
      pupilName: `${m.preferred_name || m.given_name} ${m.family_name}`,
      open: m.state !== 'withdrawn',
      facts: facts.get(m.id) ?? {},
    }));
  },
  one: async (read, actor, mobilityId, today) => {
    const dossier = isId('mob', mobilityId) ? await loadDossier(read, mobilityId) : undefined;
    if (!dossier || rolesFor(actor, dossier, today).length === 0) return null;
    const facts = await factsByDossier(read, dossier.intakeId);
    const { id, intakeId, pupilName, startsOn, endsOn } = dossier;
    const { sendingSchoolId, sendingOrgId, hostSchoolId, hostingOrgId } = dossier;
    return {
      ...{ id, intakeId, pupilName, startsOn, endsOn },
      ...{ sendingSchoolId, sendingOrgId, hostSchoolId, hostingOrgId },
      facts: facts.get(id) ?? {},
    };
  },
};

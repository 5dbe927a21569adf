import type { IntakeId, MobilityId } from '#kernel/ids.ts';
import {
  applicationFacts,
  consentOccasions,
  setHostGate,
  setRoundSource,
} from '#modules/applications/server/index.ts';
import { applicationsPaths } from '#modules/applications/web/index.ts';
import { setAgendaSources } from '#modules/calendar/server/index.ts';
import { setDocumentAccess } from '#modules/documents/server/index.ts';
import { setAboutPaths } from '#modules/forms/web/index.ts';
import { hostingFacts } from '#modules/hosting/server/index.ts';
import { dossierDocumentAccess, learningFacts } from '#modules/learning/server/index.ts';
import { mayRead } from '#modules/mobilities/core/index.ts';
import {
  loadDossier,
  mobilitiesOfIntake,
  mobilityFacts,
} from '#modules/mobilities/server/index.ts';
import { setConsentOccasions } from '#modules/people/server/index.ts';
import { placementFacts } from '#modules/placements/server/index.ts';
import { type FactSource, setFactSources } from '#modules/projects/server/index.ts';
import { setIntakeLinks } from '#modules/projects/web/index.ts';
import { roundsOfApplications } from '#modules/selection/server/index.ts';
import { supportFacts } from '#modules/support/server/index.ts';
import { travelFacts } from '#modules/travel/server/index.ts';
import type { Reader } from '#platform/database/index.ts';
import { webModules } from './web-registry.ts';

type MobilityFact = { fact: string; mobilityId: MobilityId; on: Temporal.PlainDate };

/** A fact about single mobilities holds for an intake once it holds for all of them, from the day of the last. */
function ofWholeIntake(
  source: (read: Reader, intakeId: IntakeId) => Promise<MobilityFact[]>,
): FactSource {
  return async (read, intakeId) => {
    const facts = await source(read as Reader, intakeId);
    const going = (await mobilitiesOfIntake(read, intakeId)).filter((m) => m.state !== 'withdrawn');
    const whole: Record<string, Temporal.PlainDate> = {};
    for (const fact of new Set(facts.map((f) => f.fact))) {
      const days = going.map(
        (m) => facts.find((f) => f.fact === fact && f.mobilityId === m.id)?.on,
      );
      if (days.length === 0 || days.some((d) => d === undefined)) continue;
      const last = (days as Temporal.PlainDate[]).sort(Temporal.PlainDate.compare).at(-1);
      if (last) whole[fact] = last;
    }
    return whole;
  };
}

const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO('Europe/Brussels').toPlainDate();

/** What later modules hand to earlier ones: facts for the timeline, entries for feeds, the right to read documents. */
export function wireModules(): void {
  setFactSources([
    (read, intakeId) => applicationFacts(read, intakeId),
    (read, intakeId) => hostingFacts(read as Reader, intakeId),
    (read, intakeId) => placementFacts(read as Reader, intakeId),
    ofWholeIntake(async (read, intakeId) =>
      (await learningFacts(read, intakeId)).map(({ fact, mobilityId, at }) => ({
        fact,
        mobilityId,
        on: dayOf(at),
      })),
    ),
    ofWholeIntake(mobilityFacts),
    ofWholeIntake(travelFacts),
    ofWholeIntake(supportFacts),
  ]);
  setAgendaSources(webModules.flatMap((m) => (m.agenda ? [m.agenda] : [])));
  setDocumentAccess(dossierDocumentAccess);
  setAboutPaths({
    application: (applicationId) => applicationsPaths.application.href({ applicationId }),
  });
  setRoundSource(roundsOfApplications);
  setConsentOccasions(consentOccasions);
  // hosts read a pupil's own pictures and consents where the table of the dossier lets them read the profile
  setHostGate(async (read, actor, mobilityId, today) => {
    const dossier = await loadDossier(read, mobilityId);
    return dossier ? mayRead(actor, dossier, 'profile', today) : false;
  });
  setIntakeLinks((v, intakeId) => webModules.flatMap((m) => m.intakeLinks?.(v, intakeId) ?? []));
}

import type { IntakeId, MobilityId } from '#kernel/ids.ts';
import {
  applicationFacts,
  consentOccasions,
  setHostGate,
  setRoundSource,
} from '#modules/applications/server/index.ts';
import { applicationsPaths } from '#modules/applications/web/index.ts';
import { setAgendaSources, setEventSources } from '#modules/calendar/server/index.ts';
import { clubsForPractices, clubThreads, setPeerSource } from '#modules/clubs/server/index.ts';
import { clubPaths } from '#modules/clubs/web/index.ts';
import { setDocumentAccess } from '#modules/documents/server/index.ts';
import { setCasePath } from '#modules/emergency/web/index.ts';
import { sharedForms } from '#modules/forms/server/index.ts';
import { formsPaths, setAboutPaths } from '#modules/forms/web/index.ts';
import { hostingFacts } from '#modules/hosting/server/index.ts';
import { dossierDocumentAccess } from '#modules/learning/server/index.ts';
import { setAboutSources } from '#modules/messaging/server/index.ts';
import { mayRead } from '#modules/mobilities/core/index.ts';
import { loadDossier, mobilitiesOfIntake } from '#modules/mobilities/server/index.ts';
import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import {
  setCountrySource,
  setHostLaw,
  setSharedCatalogue,
} from '#modules/organisations/server/index.ts';
import {
  setContactPath,
  setNetworkSections,
  setSchoolWall,
  setSharedPlaces,
} from '#modules/organisations/web/index.ts';
import { buddiesSource, staysOf } from '#modules/orientation/server/index.ts';
import { readingBeside } from '#modules/orientation/web/index.ts';
import { setDecisionSubjects, threadSources } from '#modules/partnerships/server/index.ts';
import { contactPath } from '#modules/partnerships/web/index.ts';
import { setConsentOccasions } from '#modules/people/server/index.ts';
import { placementFacts } from '#modules/placements/server/index.ts';
import { setPracticeClubs } from '#modules/practices/server/index.ts';
import { setPlanPath } from '#modules/practices/web/index.ts';
import {
  type FactSource,
  setDossierSource,
  setFactSources,
  sharedTimelines,
} from '#modules/projects/server/index.ts';
import {
  projectsPaths,
  setDossierHref,
  setIntakeLinks,
  setPlanReading,
  timelinesOfNetwork,
} from '#modules/projects/web/index.ts';
import { countriesOf, limitFaultsOf, sharedPolicies } from '#modules/reference/server/index.ts';
import { policiesOfNetwork, referencePaths } from '#modules/reference/web/index.ts';
import { setStaySource, sharedResources } from '#modules/resources/server/index.ts';
import { resourcesOfNetwork, resourcesPaths } from '#modules/resources/web/index.ts';
import { peersTold } from '#modules/rounds/server/index.ts';
import { schoollifePaths } from '#modules/schoollife/web/index.ts';
import { roundsOfApplications } from '#modules/selection/server/index.ts';
import { supportPaths } from '#modules/support/web/index.ts';
import type { Reader } from '#platform/database/index.ts';
import { decisionChoices, decisionSubjects } from './decision-subjects.ts';
import { dossierPlans, factsInDossiers } from './dossier-plans.ts';
import { eventSources } from './event-sources.ts';
import { intakeSource, mobilitySource, tripSource } from './thread-sources.ts';
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

/** What later modules hand to earlier ones: facts for the timeline, entries for feeds, the right to read documents. */
export function wireModules(): void {
  setFactSources([
    (read, intakeId) => applicationFacts(read, intakeId),
    (read, intakeId) => hostingFacts(read as Reader, intakeId),
    (read, intakeId) => placementFacts(read as Reader, intakeId),
    ...factsInDossiers.map(ofWholeIntake),
  ]);
  setDossierSource(dossierPlans);
  setDossierHref((mobilityId) => mobilityPaths.dossier.href({ mobilityId }));
  setAgendaSources(webModules.flatMap((m) => (m.agenda ? [m.agenda] : [])));
  setEventSources(eventSources);
  setDocumentAccess(dossierDocumentAccess);
  setAboutPaths({
    application: (applicationId) => applicationsPaths.application.href({ applicationId }),
  });
  setAboutSources({
    buddies: buddiesSource,
    mobility: mobilitySource,
    project: intakeSource,
    trip: tripSource,
    ...threadSources,
    club: clubThreads,
  });
  setDecisionSubjects(decisionSubjects, decisionChoices);
  setContactPath(contactPath);
  setSchoolWall((orgId) => schoollifePaths.wall.href({ orgId }));
  setCasePath(
    (caseId) => supportPaths.case.href({ caseId }),
    (mobilityId) => supportPaths.newCase.href({ mobilityId }),
  );
  setPracticeClubs(clubsForPractices);
  setPeerSource(peersTold);
  setPlanPath((clubId, practice) => clubPaths.newPlan.href({ clubId }, { practice }));
  setHostLaw(limitFaultsOf);
  setCountrySource(countriesOf);
  // the pages of a network's form are its own people's; members read in which it differs
  setSharedCatalogue('forms', async (read, orgIds, language) =>
    (await sharedForms(read, orgIds, language)).map(({ id, ...form }) => ({
      ...form,
      ...(form.orgId === null || form.orgId === orgIds[0]
        ? { href: formsPaths.form.href({ formId: id }) }
        : {}),
    })),
  );
  setSharedCatalogue('timelines', sharedTimelines);
  setSharedCatalogue('resources', async (read, orgIds) =>
    (await sharedResources(read, orgIds)).map(({ id, ...resource }) => ({
      ...resource,
      href: resourcesPaths.resource.href({ resourceId: id }),
    })),
  );
  setSharedCatalogue('policies', async (read, orgIds, language) =>
    (await sharedPolicies(read, orgIds, language)).map((policy) => ({
      ...policy,
      ...(policy.orgId
        ? { href: referencePaths.policy.href({ orgId: policy.orgId, country: policy.key }) }
        : {}),
    })),
  );
  setNetworkSections([timelinesOfNetwork, policiesOfNetwork, resourcesOfNetwork]);
  setSharedPlaces({
    timelines: () => projectsPaths.timelines.href(),
    policies: (orgId) => referencePaths.policies.href({ orgId }),
    resources: () => resourcesPaths.library.href(),
  });
  setStaySource(staysOf);
  setPlanReading(readingBeside);
  setRoundSource(roundsOfApplications);
  setConsentOccasions(consentOccasions);
  // hosts read a pupil's own pictures and consents where the table of the dossier lets them read the profile
  setHostGate(async (read, actor, mobilityId, today) => {
    const dossier = await loadDossier(read, mobilityId);
    return dossier ? mayRead(actor, dossier, 'profile', today) : false;
  });
  setIntakeLinks((v, intakeId) => webModules.flatMap((m) => m.intakeLinks?.(v, intakeId) ?? []));
}

import type { PlanCalendar, PlannedStep } from '#engines/planner/index.ts';
import type { Actor } from '#kernel/actor.ts';
import type { IntakeId, MobilityId, OrgId, TemplateId } from '#kernel/ids.ts';
import { closedWeeksOf } from '#modules/organisations/server/index.ts';
import { tableOf } from '#modules/partnerships/server/index.ts';
import type { CalendarGap } from '#modules/reference/core/index.ts';
import {
  type CountryLimits,
  calendarsOf,
  limitsOf,
  regionsOf,
} from '#modules/reference/server/index.ts';
import { type Readable, type Reader, unveiled } from '#platform/database/index.ts';
import {
  bySideOfPlaces,
  bySideOfProject,
  doersOf,
  type FormerDates,
  type Places,
  pairsIn,
  placesOfIntake,
  planTimeline,
  readTimeline,
  type StepDoers,
  shownSteps,
  stepsOf,
  timelineCalendar,
  withDoers,
} from '../../core/rules/index.ts';
import type { PartyRole, StepFacts, TemplateName, TimelineStep } from '../../core/types.ts';
import * as store from '../store.ts';

/**
 * Says since when a fact holds for an intake, for the steps that something in the product completes. A fact that holds
 * for a group (all pupils selected) is told once it holds for all of it, by the day of the last.
 */
export type FactSource = (read: Readable, intakeId: IntakeId) => Promise<StepFacts>;

let factSources: readonly FactSource[] = [];

/** Given by the roof at start: later modules know what has happened, this one only what follows for the timeline. */
export function setFactSources(sources: readonly FactSource[]): void {
  factSources = sources;
}

/**
 * What has happened in an intake is the same for everybody who shares it, though each sees only some of the families,
 * applications and dossiers it is derived from: no more than which step is done, and on which day, comes out of it.
 */
function factsOf(read: Readable, intakeId: IntakeId): Promise<StepFacts> {
  return unveiled(read, 'facts of an intake', async (all) => {
    const facts: StepFacts = {};
    for (const source of factSources) Object.assign(facts, await source(all, intakeId));
    return facts;
  });
}

/** A dossier as its plan needs it; which parts are whose is told by organisations. */
export type PlannedDossier = {
  id: MobilityId;
  intakeId: IntakeId;
  pupilName: string;
  sendingSchoolId: OrgId;
  sendingOrgId: OrgId | null;
  hostSchoolId: OrgId | null;
  hostingOrgId: OrgId | null;
  startsOn: Temporal.PlainDate;
  endsOn: Temporal.PlainDate;
  facts: StepFacts;
};

/**
 * The dossiers of an intake (or one of them) that the reader may see, with what has happened in each; `open`: it was not
 * withdrawn.
 */
export type DossierSource = {
  ofIntake(
    read: Reader,
    intakeId: IntakeId,
  ): Promise<{ id: MobilityId; pupilName: string; open: boolean; facts: StepFacts }[]>;
  one(
    read: Reader,
    actor: Actor,
    mobilityId: MobilityId,
    today: Temporal.PlainDate,
  ): Promise<PlannedDossier | null>;
};

let dossiers: DossierSource = { ofIntake: async () => [], one: async () => null };

/** Given by the roof at start, as the facts: dossiers are a later module's. */
export function setDossierSource(source: DossierSource): void {
  dossiers = source;
}

export function dossierSource(): DossierSource {
  return dossiers;
}

type Stay = { startsOn: Temporal.PlainDate; endsOn: Temporal.PlainDate };

/** How long before the departure and after the return steps may lie: the years whose holidays are asked for. */
function yearsAround({ startsOn, endsOn }: Stay, steps: readonly TimelineStep[]) {
  const months = steps.map(
    (s) => Math.abs(s.offset.months ?? 0) + Math.abs(s.offset.weeks ?? 0) / 4,
  );
  const most = Math.ceil(Math.max(1, ...months));
  return {
    from: startsOn.subtract({ months: most }),
    until: endsOn.add({ months: Math.min(most, 3) }),
  };
}

export type PlaceOf = { orgId: OrgId; countryCode: string };

/** Whose closed days count on the two sides of a plan: schools with the holidays of their countries, and who supports them. */
type Closing = Record<
  'sending' | 'host',
  { schools: readonly PlaceOf[]; supporting: readonly OrgId[] }
>;

/** The closed days that count for who sends and who hosts, and what is not known of them. */
async function holidaysFor(
  read: Readable,
  stay: Stay,
  steps: readonly TimelineStep[],
  closing: Closing,
): Promise<{ calendar: PlanCalendar; gaps: CalendarGap[]; told: OrgId[] }> {
  const schools = [...closing.sending.schools, ...closing.host.schools];
  const supporting = [...closing.sending.supporting, ...closing.host.supporting];
  const regions = await regionsOf(
    read,
    schools.map((p) => p.orgId),
  );
  const weeks = await closedWeeksOf(read, [...schools.map((p) => p.orgId), ...supporting]);
  const place = (p: PlaceOf) => ({
    countryCode: p.countryCode,
    region: regions.get(p.orgId) ?? '',
  });
  const { from, until } = yearsAround(stay, steps);
  const all = await calendarsOf(read, schools.map(place), from, until);
  const daysOf = (part: 'sending' | 'host') => [
    ...closing[part].schools.map((p) => {
      const { countryCode, region } = place(p);
      const days = all.places.find((x) => x.countryCode === countryCode && x.region === region);
      const own = weeks.get(p.orgId) ?? [];
      return { part, public: days?.public ?? [], school: [...(days?.school ?? []), ...own] };
    }),
    ...closing[part].supporting.map((orgId) => ({ part, office: weeks.get(orgId) ?? [] })),
  ];
  return {
    calendar: timelineCalendar([...daysOf('sending'), ...daysOf('host')]),
    // a few weeks in a profile are no list of a school year: what is not known of the country is told beside them
    gaps: all.gaps,
    told: [...weeks].flatMap(([orgId, own]) => (own.length > 0 ? [orgId] : [])),
  };
}

export type IntakeRow = NonNullable<Awaited<ReturnType<typeof store.intakeById>>>;
type PartyRow = Awaited<ReturnType<typeof store.partiesOf>>[number];

/** Whose holidays count for a whole intake: the coordinating school sends, the other schools host. */
export function partsOf(intake: { coordinator_id: OrgId }, parties: readonly PartyRow[]) {
  const schools = parties.filter((p) => p.role === 'school');
  const place = (p: PartyRow) => ({ orgId: p.org_id, countryCode: p.country_code });
  const sending = schools.filter((p) => p.org_id === intake.coordinator_id).map(place);
  const others = schools.filter((p) => p.org_id !== intake.coordinator_id).map(place);
  return { sending, host: others.length > 0 ? others : sending };
}

/** The steps an intake is laid out by, and whose they are. */
export async function stepsOfIntake(
  read: Readable,
  intake: { template: string; template_id: TemplateId | null; template_number: number | null },
): Promise<readonly TimelineStep[]> {
  const shipped = stepsOf(intake.template as TemplateName);
  if (!intake.template_id || intake.template_number === null) return shipped;
  const version = await store.timelineVersion(read, intake.template_id, intake.template_number);
  return version ? readTimeline(version.name, version.steps) : shipped;
}

/** Whose the steps are: the table of responsibilities of everybody in the project, read once. */
async function doersIn(
  read: Readable,
  intake: { coordinator_id: OrgId; template: string },
  parties: readonly PartyRow[],
  own?: Places,
) {
  const standing = parties.map((p) => ({
    orgId: p.org_id,
    role: p.role as PartyRole,
    countryCode: p.country_code,
  }));
  const idsOf = (role: PartyRole) => standing.filter((p) => p.role === role).map((p) => p.orgId);
  const table = await tableOf(
    read,
    own
      ? pairsIn(own)
      : idsOf('school').flatMap((schoolId) =>
          idsOf('supporting').map((supportingId) => ({ schoolId, supportingId })),
        ),
  );
  const places = own ?? placesOfIntake(standing, intake.coordinator_id, table.partners);
  const bySide = own ? bySideOfPlaces(own) : bySideOfProject(standing);
  return {
    places,
    doersFor: (steps: readonly TimelineStep[], template = intake.template as TemplateName) =>
      doersOf({ steps, template, places, bySide }, table.shares),
  };
}

/** Who does one step of an intake; undefined when its timeline has no such step. */
export async function doersOfStep(
  read: Readable,
  intake: IntakeRow,
  stepId: string,
): Promise<StepDoers | undefined> {
  const steps = shownSteps(await stepsOfIntake(read, intake)).filter((s) => s.id === stepId);
  const parties = await store.partiesOf(read, [intake.project_id]);
  return (await doersIn(read, intake, parties)).doersFor(steps).get(stepId);
}

/** What was changed about its dates, as the planner wants it. */
export function formerDates(
  moves: Awaited<ReturnType<typeof store.movesOf>>,
  timeZone: string,
): FormerDates[] {
  return moves.map((m) => ({
    startsOn: m.starts_on,
    endsOn: m.ends_on,
    until: dayAt(m.moved_at, timeZone),
  }));
}

/** A plan belongs to the zone of who coordinates it. */
export function dayAt(now: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return now.toZonedDateTimeISO(timeZone).toPlainDate();
}

/**
 * Everything that is known about the timeline of an intake, to be planned on these or on other dates.
 * @param want.limits left out by lists, which show none
 */
export async function openTimeline(
  read: Readable,
  intake: IntakeRow,
  today: Temporal.PlainDate,
  want: { limits: boolean } = { limits: true },
) {
  const parties = await store.partiesOf(read, [intake.project_id]);
  const steps = await stepsOfIntake(read, intake);
  const marks = await store.marksOf(read, intake.id);
  const facts = { ...(await factsOf(read, intake.id)), ...marks };
  const moves = await store.movesOf(read, [intake.id]);
  const parts = partsOf(intake, parties);
  const former = formerDates(moves, intake.time_zone);
  const { places, doersFor } = await doersIn(read, intake, parties);
  const doers = doersFor(steps);
  const own = withDoers(steps, doers);
  const on = async (
    stay: Stay,
    more: FormerDates[] = [],
    other?: { steps: readonly TimelineStep[]; template: TemplateName },
  ) => {
    const laid = other ? withDoers(other.steps, doersFor(other.steps, other.template)) : own;
    const { calendar, gaps, told } = await holidaysFor(read, stay, laid, {
      sending: { schools: parts.sending, supporting: places['sending-support'] },
      host: { schools: parts.host, supporting: places['hosting-support'] },
    });
    const limits = want.limits
      ? await hostLimits(read, parts.host, stay.startsOn, intake.coordinator_id)
      : [];
    const planned = planTimeline({
      ...stay,
      limits,
      steps: laid,
      today,
      facts,
      calendar,
      former: [...former, ...more],
    });
    return { planned, gaps, limits, told };
  };
  return { parties, steps, doers, marks, facts, moves, parts, on };
}

/** The steps of an intake as they stand today. */
export async function timelineOf(
  read: Readable,
  intake: IntakeRow,
  today: Temporal.PlainDate,
  want?: { limits: boolean },
) {
  const timeline = await openTimeline(read, intake, today, want);
  const stay = { startsOn: intake.starts_on, endsOn: intake.ends_on };
  return { ...timeline, ...(await timeline.on(stay)) };
}

/** The plan of one dossier: its own dates, the holidays of its two schools, what has happened in it. */
export async function dossierPlan(
  read: Readable,
  dossier: PlannedDossier,
  intake: IntakeRow,
  today: Temporal.PlainDate,
): Promise<{
  planned: PlannedStep[];
  steps: readonly TimelineStep[];
  doers: ReadonlyMap<string, StepDoers>;
  gaps: CalendarGap[];
  limits: CountryLimits[];
}> {
  const asWritten = await stepsOfIntake(read, intake);
  const parties = await store.partiesOf(read, [intake.project_id]);
  const one = (orgId: OrgId | null) => (orgId ? [orgId] : []);
  const places: Places = {
    'sending-school': one(dossier.sendingSchoolId),
    'sending-support': one(dossier.sendingOrgId),
    'host-school': one(dossier.hostSchoolId),
    'hosting-support': one(dossier.hostingOrgId),
  };
  const doers = (await doersIn(read, intake, parties, places)).doersFor(asWritten);
  const steps = withDoers(asWritten, doers);
  const placeOf = (orgId: OrgId | null) =>
    parties
      .filter((p) => p.org_id === orgId)
      .map((p) => ({ orgId: p.org_id, countryCode: p.country_code }));
  const whole = partsOf(intake, parties);
  const sending = placeOf(dossier.sendingSchoolId);
  const host = placeOf(dossier.hostSchoolId ?? dossier.hostingOrgId);
  const marks = await store.marksOf(read, intake.id);
  const facts = { ...(await factsOf(read, intake.id)), ...dossier.facts, ...marks };
  const stay = { startsOn: dossier.startsOn, endsOn: dossier.endsOn };
  const hosts = host.length > 0 ? host : whole.host;
  const { calendar, gaps } = await holidaysFor(read, stay, steps, {
    sending: {
      schools: sending.length > 0 ? sending : whole.sending,
      supporting: places['sending-support'],
    },
    host: { schools: hosts, supporting: places['hosting-support'] },
  });
  const limits = await hostLimits(read, hosts, stay.startsOn, intake.coordinator_id);
  const planned = planTimeline({ ...stay, steps, today, facts, calendar, limits });
  return { steps, doers, gaps, planned, limits };
}

/** What those countries allow, by the choice of who coordinates. */
export function hostLimits(
  read: Readable,
  host: readonly PlaceOf[],
  on: Temporal.PlainDate,
  coordinatorId: OrgId,
): Promise<CountryLimits[]> {
  return limitsOf(read, [...new Set(host.map((p) => p.countryCode))], on, coordinatorId);
}

/** Limits that a plan goes beyond, with where they are from. */
export function brokenIn(planned: readonly PlannedStep[], limits: readonly CountryLimits[]) {
  const all = planned.flatMap((step) => step.allowed?.broken ?? []);
  // two steps may fall on the same day: departure and arrival
  const once = new Map(all.map((fault) => [`${fault.of} ${fault.rule}`, fault]));
  return [...once.values()].map(({ of, ...fault }) => ({
    ...fault,
    countryCode: of,
    source: limits.find((each) => each.of === of)?.source ?? '',
  }));
}

import type { PlanCalendar, PlannedStep } from '#engines/planner/index.ts';
import type { Actor } from '#kernel/actor.ts';
import type { IntakeId, MobilityId, OrgId, TemplateId } from '#kernel/ids.ts';
import type { CalendarGap } from '#modules/reference/core/index.ts';
import { calendarsOf, limitFaultsOf, regionsOf } from '#modules/reference/server/index.ts';
import type { Readable, Reader } from '#platform/database/index.ts';
import {
  type FormerDates,
  planTimeline,
  readTimeline,
  stepsOf,
  timelineCalendar,
} from '../../core/rules/index.ts';
import type { StepFacts, TemplateName, TimelineStep } from '../../core/types.ts';
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

async function factsOf(read: Readable, intakeId: IntakeId): Promise<StepFacts> {
  const facts: StepFacts = {};
  for (const source of factSources) Object.assign(facts, await source(read, intakeId));
  return facts;
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

/** The holidays that count for who sends and who hosts, and what is not known of them. */
async function holidaysFor(
  read: Readable,
  stay: Stay,
  steps: readonly TimelineStep[],
  sending: readonly PlaceOf[],
  host: readonly PlaceOf[],
): Promise<{ calendar: PlanCalendar; gaps: CalendarGap[] }> {
  const regions = await regionsOf(
    read,
    [...sending, ...host].map((p) => p.orgId),
  );
  const place = (p: PlaceOf) => ({
    countryCode: p.countryCode,
    region: regions.get(p.orgId) ?? '',
  });
  const { from, until } = yearsAround(stay, steps);
  const all = await calendarsOf(read, [...sending, ...host].map(place), from, until);
  const daysOf = (p: PlaceOf, part: 'sending' | 'host') => {
    const { countryCode, region } = place(p);
    const days = all.places.find((x) => x.countryCode === countryCode && x.region === region);
    return { part, public: days?.public ?? [], school: days?.school ?? [] };
  };
  return {
    calendar: timelineCalendar([
      ...sending.map((p) => daysOf(p, 'sending')),
      ...host.map((p) => daysOf(p, 'host')),
    ]),
    gaps: all.gaps,
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

/** Everything that is known about the timeline of an intake, to be planned on these or on other dates. */
export async function openTimeline(read: Readable, intake: IntakeRow, today: Temporal.PlainDate) {
  const parties = await store.partiesOf(read, [intake.project_id]);
  const steps = await stepsOfIntake(read, intake);
  const marks = await store.marksOf(read, intake.id);
  const facts = { ...(await factsOf(read, intake.id)), ...marks };
  const moves = await store.movesOf(read, [intake.id]);
  const parts = partsOf(intake, parties);
  const former = formerDates(moves, intake.time_zone);
  const on = async (stay: Stay, more: FormerDates[] = [], otherSteps = steps) => {
    const { calendar, gaps } = await holidaysFor(read, stay, otherSteps, parts.sending, parts.host);
    const planned = planTimeline({
      ...stay,
      steps: otherSteps,
      today,
      facts,
      calendar,
      former: [...former, ...more],
    });
    return { planned, gaps };
  };
  return { parties, steps, marks, facts, moves, parts, on };
}

/** The steps of an intake as they stand today. */
export async function timelineOf(read: Readable, intake: IntakeRow, today: Temporal.PlainDate) {
  const timeline = await openTimeline(read, intake, today);
  const stay = { startsOn: intake.starts_on, endsOn: intake.ends_on };
  return { ...timeline, ...(await timeline.on(stay)) };
}

/** The plan of one dossier: its own dates, the holidays of its two schools, what has happened in it. */
export async function dossierPlan(
  read: Readable,
  dossier: PlannedDossier,
  intake: IntakeRow,
  today: Temporal.PlainDate,
): Promise<{ planned: PlannedStep[]; steps: readonly TimelineStep[]; gaps: CalendarGap[] }> {
  const steps = await stepsOfIntake(read, intake);
  const parties = await store.partiesOf(read, [intake.project_id]);
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
  const { calendar, gaps } = await holidaysFor(
    read,
    stay,
    steps,
    sending.length > 0 ? sending : whole.sending,
    host.length > 0 ? host : whole.host,
  );
  return { steps, gaps, planned: planTimeline({ ...stay, steps, today, facts, calendar }) };
}

/** Where a stay goes beyond what the countries it may lead to allow. */
export async function limitsFor(
  read: Readable,
  host: readonly PlaceOf[],
  { startsOn, endsOn }: Stay,
) {
  const countries = [...new Set(host.map((p) => p.countryCode))];
  const found = [];
  for (const country of countries)
    found.push(...(await limitFaultsOf(read, country, startsOn, endsOn)));
  return found;
}

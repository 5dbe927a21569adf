import { type Actor, worksFor } from '#kernel/actor.ts';
import { all, allow, type Decision, hide, refuse } from '#kernel/decision.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import {
  accessOf,
  type Dossier,
  isOfAge,
  mayRead,
  mayWrite,
  needsRole,
  type PartyRole,
  phaseOf,
  rolesFor,
} from '#modules/mobilities/core/index.ts';
import { doesTask, type Shares, type TaskParty } from '#modules/partnerships/core/index.ts';
import { sideOf } from './rules/index.ts';
import type { Direction, Seat, Trip, TripState } from './types.ts';

/** A journey is planned only when the binding consent is given: until then nobody knows that there will be one. */
function consented(dossier: Dossier, reason = 'travel.refused.no-consent'): Decision {
  return ['selected', 'placed', 'agreed', 'withdrawn'].includes(dossier.state)
    ? refuse(reason)
    : allow;
}

/** Parts whose share in planning follows the table of who does what. */
const byTable: Partial<Record<PartyRole, TaskParty>> = {
  sending_school: 'sending-school',
  sending_support: 'sending-support',
};

/** Told to who could, were it not agreed that the partner does it. */
function agreed(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
  shares: Shares,
): Decision {
  const phase = phaseOf(dossier.state);
  const able = rolesFor(actor, dossier, today).filter(
    (role) => accessOf(role, 'travel', phase) === 'write',
  );
  const plans = able.some((role) => {
    const party = byTable[role];
    return !party || doesTask(shares, party);
  });
  return able.length === 0 || plans ? allow : refuse('partnerships.refused.task-elsewhere');
}

/** The pupil, the hosting organisation, and of the sending side those who plan it by their table. */
export function mayPlan(
  actor: Actor,
  dossier: Dossier,
  direction: Direction,
  today: Temporal.PlainDate,
  shares: Shares,
): Decision {
  const home = dossier.state === 'returned' || dossier.state === 'recognised';
  const over = home || (direction === 'outward' && dossier.state === 'settled');
  return all(
    mayWrite(actor, dossier, 'travel', today),
    agreed(actor, dossier, today, shares),
    consented(dossier),
    over ? refuse('travel.refused.already-left') : allow,
  );
}

/** One tap by whoever stands at the station: pupil, guardian, sending side. */
export function mayRecordDeparture(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): Decision {
  return all(
    needsRole(
      actor,
      dossier,
      today,
      'pupil',
      'guardian',
      'sending_school',
      'sending_support',
      'contact_teacher',
    ),
    consented(dossier, 'travel.refused.leaves-without-consent'),
  );
}

/** One tap by whoever sees the pupil arrive: the pupil, the host family, the hosting side. */
export function mayConfirmArrival(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): Decision {
  return all(
    needsRole(
      actor,
      dossier,
      today,
      'pupil',
      'host_family',
      'hosting_support',
      'host_school',
      'contact_person',
    ),
    consented(dossier),
  );
}

/** Home again: pupil, guardian, or an organisation that brought the pupil back. */
export function mayRecordReturn(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): Decision {
  return all(
    needsRole(
      actor,
      dossier,
      today,
      'pupil',
      'guardian',
      'sending_school',
      'sending_support',
      'hosting_support',
    ),
    consented(dossier),
    dossier.state === 'ready' ? refuse('travel.refused.not-left-yet') : allow,
  );
}

/** A delay is told by whoever knows of it: everybody of the dossier who sees journeys. */
export function mayReportDelay(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): Decision {
  if (rolesFor(actor, dossier, today).length === 0) return hide;
  return mayRead(actor, dossier, 'travel', today)
    ? consented(dossier)
    : refuse('mobilities.refused.not-your-part');
}

/**
 * How a journey goes on when it breaks is written by whoever plans it, also under way, and by the companion of a group. A
 * pupil of a group does not part from it.
 */
export function mayWriteConnection(
  actor: Actor,
  dossier: Dossier,
  direction: Direction,
  group: { orgId: OrgId; companionId: PersonId } | null,
  today: Temporal.PlainDate,
  shares: Shares,
): Decision {
  if (group && mayTickOff(actor, group).allow) return consented(dossier);
  const plan = mayPlan(actor, dossier, direction, today, shares);
  return plan.allow && group && rolesFor(actor, dossier, today).includes('pupil')
    ? refuse('travel.connection.companion-writes')
    : plan;
}

/** A ticket goes by whoever added it, as long as they write about journeys, or by who leads a side of the journey. */
export function mayRemoveTicket(
  actor: Actor,
  dossier: Dossier,
  addedBy: string | null,
  today: Temporal.PlainDate,
): Decision {
  const may = mayWrite(actor, dossier, 'travel', today);
  if (!may.allow) return may;
  const own = actor.kind === 'person' && actor.personId === addedBy;
  const leads = [dossier.sendingSchoolId, dossier.sendingOrgId, dossier.hostingOrgId].some((org) =>
    worksFor(actor, org, 'head', 'coordinator'),
  );
  return own || leads ? allow : refuse('travel.ticket.not-yours');
}

/** The accompanying person counts the pupils in, or whoever leads the organisation that planned the group. */
export function mayTickOff(actor: Actor, group: { orgId: OrgId; companionId: PersonId }): Decision {
  if (actor.kind === 'person' && actor.personId === group.companionId) return allow;
  return worksFor(actor, group.orgId, 'head', 'coordinator') ? allow : hide;
}

/** Who sees to it that papers are in order, and sees their dates; nobody else. */
const paperRoles: readonly PartyRole[] = [
  'pupil',
  'guardian',
  'sending_school',
  'sending_support',
  'hosting_support',
];

export function mayHandlePapers(
  actor: Actor,
  dossier: Dossier,
  today: Temporal.PlainDate,
): Decision {
  return needsRole(actor, dossier, today, ...paperRoles);
}

/** What of a dossier says who answers for a pupil. */
export type Answering = Pick<
  Dossier,
  'parties' | 'pupilBirthDate' | 'sendingSchoolId' | 'hostingOrgId' | 'contactTeacherId'
>;

/**
 * Who agrees to a trip: the host parents, the contact person, each guardian of a pupil under 18, the sending school. Where
 * nobody has one of the first two parts, the supporting organisation answers for it.
 */
export function seatsOf(dossier: Answering, leavesOn: Temporal.PlainDate): Seat[] {
  const guardians = dossier.parties.flatMap((p) =>
    p.role === 'guardian' && p.personId && inForce(p, leavesOn) ? [p.personId] : [],
  );
  return [
    'host_family',
    'contact_person',
    ...(isOfAge(dossier.pupilBirthDate, leavesOn)
      ? []
      : guardians.map((id): Seat => `guardian:${id}`)),
    'school',
  ];
}

const inForce = (p: Dossier['parties'][number], day: Temporal.PlainDate) =>
  p.untilOn === null || Temporal.PlainDate.compare(p.untilOn, day) >= 0;

const abroad: readonly string[] = ['ready', 'departed', 'settled'];

/** A trip is asked for by the pupil, their parents, the host family or those who support the stay. */
export function mayAskTrip(actor: Actor, dossier: Dossier, today: Temporal.PlainDate): Decision {
  return all(
    needsRole(
      actor,
      dossier,
      today,
      'pupil',
      'guardian',
      'host_family',
      'contact_person',
      'hosting_support',
    ),
    abroad.includes(dossier.state) ? allow : refuse('travel.trip.refused.not-abroad'),
  );
}

type OfTrip = Pick<Trip, 'askedBy' | 'state'>;

const over: readonly TripState[] = ['declined', 'called_off'];

/** Only whoever asked, the pupil, and those who support the stay change a trip; a draft belongs to its writer. */
export function mayChangeTrip(
  actor: Actor,
  dossier: Dossier,
  trip: OfTrip,
  today: Temporal.PlainDate,
): Decision {
  const own = actor.kind === 'person' && actor.personId === trip.askedBy;
  if (trip.state === 'draft' && !own) return hide;
  if (over.includes(trip.state)) {
    const seen = rolesFor(actor, dossier, today).length > 0;
    return seen ? refuse('travel.trip.refused.over') : hide;
  }
  return own
    ? mayAskTrip(actor, dossier, today)
    : needsRole(actor, dossier, today, 'pupil', 'hosting_support');
}

/** Called off by whoever may change it, by a guardian, and by everybody who was asked: a yes can be taken back so. */
export function mayCallOff(
  actor: Actor,
  dossier: Dossier,
  trip: OfTrip,
  today: Temporal.PlainDate,
): Decision {
  const change = mayChangeTrip(actor, dossier, trip, today);
  if (change.allow || trip.state === 'draft' || over.includes(trip.state)) return change;
  const asked = seatsOf(dossier, today).some(
    (seat) => mayAnswer(actor, dossier, seat, today).allow,
  );
  return asked ? allow : needsRole(actor, dossier, today, 'guardian', 'pupil');
}

/** Who is silent about a trip is reminded by whoever asked for it, or who leads one of the two sides. */
export function mayRemind(
  actor: Actor,
  dossier: Answering,
  trip: OfTrip,
  today: Temporal.PlainDate,
): Decision {
  if (actor.kind !== 'person' || rolesFor(actor, dossier, today).length === 0) return hide;
  const asked = actor.personId === trip.askedBy;
  if (trip.state === 'draft' && !asked) return hide;
  const leads =
    [dossier.sendingSchoolId, dossier.hostingOrgId].some((org) =>
      worksFor(actor, org, 'head', 'coordinator'),
    ) || actor.personId === dossier.contactTeacherId;
  return asked || leads ? allow : refuse('mobilities.refused.not-your-part');
}

/** Whether somebody holds a seat today: by their own part, or standing in where nobody has it. */
export function mayAnswer(
  actor: Actor,
  dossier: Answering,
  seat: Seat,
  today: Temporal.PlainDate,
): Decision {
  const roles = rolesFor(actor, dossier, today);
  if (roles.length === 0 || actor.kind !== 'person') return hide;
  const refused = refuse('travel.trip.refused.not-asked');
  const leadsHosting = worksFor(actor, dossier.hostingOrgId, 'head', 'coordinator');
  const has = (role: PartyRole) =>
    dossier.parties.some((p) => p.role === role && p.personId !== null && inForce(p, today));
  const holds = (() => {
    switch (sideOf(seat)) {
      case 'host_family':
        return roles.includes('host_family') || (!has('host_family') && leadsHosting);
      // a contact person may be away: their organisation is never far
      case 'contact_person':
        return roles.includes('contact_person') || leadsHosting;
      case 'guardian':
        return roles.includes('guardian') && seat === `guardian:${actor.personId}`;
      case 'school':
        return (
          worksFor(actor, dossier.sendingSchoolId, 'head', 'coordinator') ||
          actor.personId === dossier.contactTeacherId
        );
    }
  })();
  return holds ? allow : refused;
}

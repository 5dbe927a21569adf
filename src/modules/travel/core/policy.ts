import type { Actor } from '#kernel/actor.ts';
import { all, allow, type Decision, refuse } from '#kernel/decision.ts';
import {
  accessOf,
  type Dossier,
  mayWrite,
  needsRole,
  type PartyRole,
  phaseOf,
  rolesFor,
} from '#modules/mobilities/core/index.ts';
import { doesTask, type Shares, type TaskParty } from '#modules/partnerships/core/index.ts';
import type { Direction } from './types.ts';

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

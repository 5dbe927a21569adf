import type { Actor } from '#kernel/actor.ts';
import { all, allow, type Decision, refuse } from '#kernel/decision.ts';
import { type Dossier, mayWrite, needsRole } from '#modules/mobilities/core/index.ts';
import type { Direction } from './types.ts';

/** A journey is planned only when the binding consent is given: until then nobody knows that there will be one. */
function consented(dossier: Dossier): Decision {
  return ['selected', 'placed', 'agreed', 'withdrawn'].includes(dossier.state)
    ? refuse('travel.refused.no-consent')
    : allow;
}

/** The pupil and both supporting organisations, the sending school. */
export function mayPlan(
  actor: Actor,
  dossier: Dossier,
  direction: Direction,
  today: Temporal.PlainDate,
): Decision {
  const home = dossier.state === 'returned' || dossier.state === 'recognised';
  const over = home || (direction === 'outward' && dossier.state === 'settled');
  return all(
    mayWrite(actor, dossier, 'travel', today),
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
    consented(dossier),
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

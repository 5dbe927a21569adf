import { can } from '#engines/workflow/index.ts';
import type { ApplicationId, RoundId } from '#kernel/ids.ts';
import { type Failure, fail, stale } from '#kernel/outcome.ts';
import type { Readable } from '#platform/database/index.ts';
import type { CommandTools } from '#platform/runtime.ts';
import { pupilSelected } from '../../core/index.ts';
import { lifecycle } from '../../core/rules/index.ts';
import * as store from '../store.ts';
import { guardianAddresses, loadApplication, pupilAddress } from './loaded.ts';

/** What a selection round, which later flats keep, means for an application. */
export type RoundOf = {
  roundId: RoundId;
  /** the round decides; nobody is selected beside it */
  holds: boolean;
  /** the family has a letter */
  hasNews: boolean;
};
export type RoundSource = (
  read: Readable,
  ids: ApplicationId[],
) => Promise<Map<ApplicationId, RoundOf>>;
let source: RoundSource = async () => new Map();

/** The roof hands in who knows the rounds. */
export function setRoundSource(next: RoundSource): void {
  source = next;
}

export function roundsOf(read: Readable, ids: ApplicationId[]) {
  return source(read, ids);
}

export async function heldByRound(tx: CommandTools['tx'], id: ApplicationId): Promise<boolean> {
  return (await source(tx, [id])).get(id)?.holds ?? false;
}

/**
 * Takes over what a selection round has decided about an application, within the command of the round, which has asked
 * who may. Tells the same event as a single decision; the mails are the round's.
 * @param input.reason for the school's record
 * @returns null when done, else why not
 */
export async function decideInRound(
  { tx, actor, now, today, tell }: CommandTools,
  input: { applicationId: ApplicationId; result: 'selected' | 'not_selected'; reason: string },
): Promise<Failure | null> {
  const a = await loadApplication(tx, input.applicationId, today);
  if (!a || actor.kind !== 'person') return fail('platform.error.refused');
  const verdict = can(lifecycle, a.state, input.result === 'selected' ? 'select' : 'decline', {
    roles: ['school'],
    subject: { complete: true, hasFirstConsent: a.hasFirstConsent },
  });
  if (!verdict.ok)
    return verdict.reason === 'guard'
      ? fail('applications.refused.no-consent-of', { pupil: a.stay.pupilName })
      : stale('applications.refused.moved-on', { pupil: a.stay.pupilName });
  const moved = await store.updateState(tx, a.id, a.version, {
    state: verdict.to,
    ...(input.result === 'not_selected' ? { closedAt: now } : {}),
    decision: { at: now, by: actor.personId, reason: input.reason },
  });
  if (!moved) return stale('platform.error.changed-meanwhile');
  if (input.result === 'selected') tell(pupilSelected({ applicationId: a.id }));
  return null;
}

/** After a review: an application that was not selected stands before the school again. */
export async function reopenInRound(
  { tx, today }: CommandTools,
  applicationId: ApplicationId,
): Promise<Failure | null> {
  const a = await loadApplication(tx, applicationId, today);
  if (!a) return fail('platform.error.refused');
  const verdict = can(lifecycle, a.state, 'reopen', {
    roles: ['review'],
    subject: { complete: true, hasFirstConsent: a.hasFirstConsent },
  });
  if (!verdict.ok) return stale('applications.refused.moved-on', { pupil: a.stay.pupilName });
  return (await store.reopenApplication(tx, a.id, a.version))
    ? null
    : stale('platform.error.changed-meanwhile');
}

/** Whom news about an application is sent to: the pupil and who holds parental responsibility, with an address. */
export async function familyOf({ tx, today }: CommandTools, applicationId: ApplicationId) {
  const a = await loadApplication(tx, applicationId, today);
  if (!a) return null;
  return { stay: a.stay, pupil: pupilAddress(a), guardians: guardianAddresses(a) };
}

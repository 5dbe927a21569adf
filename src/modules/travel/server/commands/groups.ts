import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import { all, allow, hide, refuse } from '#kernel/decision.ts';
import type { TravelGroupId } from '#kernel/ids.ts';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import type { Dossier } from '#modules/mobilities/core/index.ts';
import { lockDossier } from '#modules/mobilities/server/index.ts';
import { membersOf } from '#modules/organisations/server/index.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { groupInput, type Journey, leavesSoon, mayPlan, mayTickOff } from '../../core/index.ts';
import * as store from '../store/index.ts';
import { consentNeededFrom, depart, planFault, plannedFrom, writePlan } from './journeys.ts';
import { planShares } from './planners.ts';
import { zonesFor } from './zones.ts';

/** Whoever plans for an organisation; travelling along is for those who work there and are known there. */
const planners = ['head', 'coordinator', 'teacher'] as const;

export const planGroup = command({
  name: 'travel.plan-group',
  summary:
    'Plan one journey for several pupils with one accompanying person: the same plan stands in each dossier, each arrival is confirmed for itself.',
  input: groupInput,
  load: async ({ tx }, input) => {
    const group = input.groupId ? await store.groupById(tx, input.groupId) : null;
    if (input.groupId && (group?.orgId !== input.orgId || group.direction !== input.direction))
      return null;
    const travellers: { dossier: Dossier; outward: Journey | null; back: Journey | null }[] = [];
    // in the order of their ids, so that two plans at once wait for each other
    for (const id of [...new Set(input.mobilityIds)].sort()) {
      const dossier = await lockDossier(tx, id);
      if (!dossier || dossier.intakeId !== input.intakeId) return null;
      if (dossier.sendingSchoolId !== input.orgId && dossier.sendingOrgId !== input.orgId)
        return null;
      travellers.push({ dossier, ...(await store.journeysOf(tx, id)) });
    }
    const first = travellers[0]?.dossier;
    return first ? { group, travellers, shares: await planShares(tx, first), first } : null;
  },
  permit: (actor, { travellers, shares }, input, { today }) =>
    all(
      worksFor(actor, input.orgId) ? allow : hide,
      worksFor(actor, input.orgId, ...planners)
        ? allow
        : refuse('mobilities.refused.not-your-part'),
      ...travellers.map(({ dossier }) => mayPlan(actor, dossier, input.direction, today, shares)),
    ),
  run: async (tools, { group, travellers, first }, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (group && group.version !== input.version) return stale('platform.error.changed-meanwhile');
    if (input.companionId === '') return fail('platform.invalid.choose', undefined, 'companionId');
    const members = await membersOf(tx, input.orgId, today);
    const companion = members.find((m) => m.person_id === input.companionId);
    if (!companion?.roles.some((role) => role !== 'volunteer'))
      return fail('travel.group.not-of-yours', undefined, 'companionId');
    const zones = await zonesFor(tx, first);
    for (const { dossier, outward, back } of travellers) {
      const theirs = await zonesFor(tx, dossier);
      if (theirs.home !== zones.home || theirs.host !== zones.host)
        return fail('travel.group.other-places', { pupil: dossier.pupilName }, 'mobilityIds');
      const journey = input.direction === 'outward' ? outward : back;
      if (journey?.departedAt || journey?.arrivedAt)
        return fail('travel.group.has-left', { pupil: dossier.pupilName }, 'mobilityIds');
      if (journey?.groupId && journey.groupId !== group?.id)
        return fail('travel.group.in-another', { pupil: dossier.pupilName }, 'mobilityIds');
    }
    const plan = plannedFrom(input, zones);
    for (const { dossier, outward } of travellers) {
      const fault = planFault(plan, dossier, zones, outward);
      if (fault) return fault;
    }
    const id: TravelGroupId = group?.id ?? newId('tgr');
    const { orgId, intakeId, direction, companionId, companionPhone, meetingPoint } = input;
    await store.putGroup(
      tx,
      { id, orgId, intakeId, direction, companionId, companionPhone, meetingPoint },
      { by: actor.personId, at: now },
    );
    for (const left of group ? await store.travellersOf(tx, [group.id]) : [])
      if (!travellers.some(({ dossier }) => dossier.id === left.mobility_id))
        await store.updateJourney(tx, left.mobility_id as Dossier['id'], direction, {
          group_id: null,
          ticked_at: null,
          ticked_by: null,
        });
    for (const { dossier, outward, back } of travellers) {
      const journey = direction === 'outward' ? outward : back;
      await writePlan(tools, dossier, journey, plan, { by: actor.personId, at: now });
      await store.updateJourney(tx, dossier.id, direction, { group_id: id });
    }
    return ok({ groupId: id });
  },
  audit: (_, input, { groupId }) => ({
    subjectId: groupId,
    orgId: input.orgId,
    details: { direction: input.direction, pupils: input.mobilityIds.length },
  }),
});

export const tickOff = command({
  name: 'travel.tick-off',
  summary:
    'The accompanying person counts a pupil in, or takes the tick back. On the way there this notes the departure too, once the binding consent counts.',
  input: z.object({ groupId: idOf('tgr'), mobilityId: idOf('mob'), here: z.boolean() }),
  load: async ({ tx }, input) => {
    const group = await store.groupById(tx, input.groupId);
    const dossier = group ? await lockDossier(tx, input.mobilityId) : undefined;
    if (!group || !dossier) return null;
    const { outward, back } = await store.journeysOf(tx, dossier.id);
    const journey = group.direction === 'outward' ? outward : back;
    return journey?.groupId === group.id ? { group, dossier, journey } : null;
  },
  permit: (actor, { group }) => mayTickOff(actor, group),
  run: async (tools, { group, dossier, journey }, input) => {
    const { tx, actor, now, today } = tools;
    if (actor.kind !== 'person') return fail('platform.error.refused');
    if (!leavesSoon(journey.leavesAt, now))
      return fail('travel.group.too-early', undefined, undefined, 'conflict');
    if ((journey.tickedAt !== null) === input.here)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    if (!input.here && journey.departedAt && group.direction === 'outward')
      return fail('travel.refused.already-left', undefined, undefined, 'conflict');
    const leaves = input.here && group.direction === 'outward' && dossier.state === 'ready';
    if (leaves) {
      const needed = await consentNeededFrom(tx, dossier, today);
      if (needed && needed.length > 0)
        return fail(
          'travel.refused.consent-of',
          { pupil: dossier.pupilName, who: needed.join(', ') },
          undefined,
          'conflict',
        );
      if (needed)
        return fail('travel.refused.leaves-without-consent', undefined, undefined, 'conflict');
    }
    await store.updateJourney(tx, dossier.id, group.direction, {
      ticked_at: input.here ? now : null,
      ticked_by: input.here ? actor.personId : null,
    });
    if (leaves) await depart(tools, dossier, now);
    return ok();
  },
  audit: ({ group, dossier }, input) => ({
    subjectId: dossier.pupilId,
    mobilityId: dossier.id,
    orgId: group.orgId,
    details: { here: input.here },
  }),
});

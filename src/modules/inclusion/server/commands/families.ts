import { z } from 'zod';
import { allow, hide } from '#kernel/decision.ts';
import { fail, ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { membersOf } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { callBackBy, familyContact, may, mayAs, mayNameContact, schema } from '../../core/index.ts';
import * as store from '../store/index.ts';
import { auditOf, loadPlan, personOf, tell } from './loaded.ts';

export const askCallBack = command({
  name: 'inclusion.ask-call-back',
  summary: 'Parents ask to be called back. The answer says who calls and by when.',
  input: schema.callBackInput,
  load: (tools, input) => loadPlan(tools, input.applicationId),
  permit: (actor, plan, _, { today }) => may(store.rolesIn(actor, plan, today), 'ask-call-back'),
  run: async (tools, { on }, input) => {
    const caller = familyContact(on);
    if (!caller) return fail('inclusion.refused.nobody-named');
    const me = personOf(tools.actor);
    const id = newId('tlk');
    const by = callBackBy(tools.today);
    await store.insertTalk(tools.tx, {
      id,
      applicationId: on.applicationId,
      pupilId: on.pupilId,
      guardianId: me.personId,
      kind: 'call_back',
      language: input.language,
      partOfDay: input.partOfDay,
      phone: input.phone,
      personId: caller.personId,
      personName: caller.name,
      byOn: by,
      now: tools.now,
    });
    await tell(tools, [
      {
        personId: caller.personId,
        kind: 'call-back',
        applicationId: on.applicationId,
        key: `inclusion:call-back:${id}`,
        by: by.toString(),
      },
    ]);
    return ok({ id, by: by.toString() });
  },
  audit: (_, __, { id }) => auditOf(id),
});

export const planTalk = command({
  name: 'inclusion.plan-talk',
  summary:
    'Plan a call, a meeting or material for the parents at home: who, when, in which language.',
  input: schema.talkInput,
  load: (tools, input) => loadPlan(tools, input.applicationId),
  permit: (actor, plan, _, { today }) =>
    may(store.rolesIn(actor, plan, today), 'keep-family-track'),
  run: async (tools, { on }, input) => {
    const me = personOf(tools.actor);
    const guardian = on.guardians.find((g) => g.id === input.guardianId);
    if (input.guardianId && !guardian)
      return fail('platform.invalid.choose', undefined, 'guardianId');
    const id = newId('tlk');
    await store.insertTalk(tools.tx, {
      id,
      applicationId: on.applicationId,
      pupilId: on.pupilId,
      guardianId: guardian?.id ?? null,
      kind: input.kind,
      language: input.language,
      partOfDay: 'any',
      phone: '',
      personId: me.personId,
      personName: on.contacts.find((c) => c.personId === me.personId)?.name ?? me.name,
      byOn: input.byOn,
      now: tools.now,
    });
    return ok({ id });
  },
  audit: (_, __, { id }) => auditOf(id),
});

export const finishTalk = command({
  name: 'inclusion.finish-talk',
  summary: 'Say that a call, a meeting or material for the parents is done.',
  input: z.object({ applicationId: idOf('app'), talkId: idOf('tlk') }),
  load: async (tools, input) => {
    const plan = await loadPlan(tools, input.applicationId);
    const talk = plan && (await store.talkById(tools.tx, input.talkId));
    return talk && talk.application_id === input.applicationId ? { plan, talk } : null;
  },
  permit: (actor, { plan }, _, { today }) =>
    mayAs(store.rolesIn(actor, plan, today), 'keep-family-track') ? allow : hide,
  run: async ({ tx, actor, today }, { talk }) => {
    const done = await store.finishTalk(tx, talk.id, {
      personId: personOf(actor).personId,
      today,
    });
    return done ? ok() : fail('platform.error.already-done', undefined, undefined, 'conflict');
  },
  audit: ({ talk }) => auditOf(talk.id),
});

export const nameContact = command({
  name: 'inclusion.name-contact',
  summary:
    'Head or coordinator names whom families of the school or organisation can turn to. The families read the name.',
  input: z.object({ orgId: idOf('org'), personId: idOf('per') }),
  load: async ({ tx }, input) => ({
    orgId: input.orgId,
    current: (await store.contactOf(tx, input.orgId)) ?? null,
  }),
  permit: (actor, { orgId }) => mayNameContact(actor, orgId),
  run: async ({ tx, actor, now, today }, { orgId, current }, input) => {
    const members = await membersOf(tx, orgId, today);
    const chosen = members.find((m) => m.person_id === input.personId);
    if (!chosen) return fail('platform.invalid.choose', undefined, 'personId');
    if (current?.person_id === input.personId)
      return fail('platform.error.already-done', undefined, undefined, 'conflict');
    await store.endContact(tx, orgId, now);
    await store.insertContact(tx, {
      orgId,
      personId: input.personId,
      name: displayName(chosen),
      by: personOf(actor).personId,
      now,
    });
    return ok();
  },
  // of the organisation, not of any pupil
  audit: ({ orgId }, input) => ({ subjectId: input.personId, orgId }),
});

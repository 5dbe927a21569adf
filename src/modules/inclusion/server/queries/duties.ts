import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import type { ApplicationId, PersonId } from '#kernel/ids.ts';
import { dateView, idView } from '#kernel/schema.ts';
import { isOfAge } from '#modules/mobilities/core/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { query } from '#platform/query.ts';
import {
  type Anchor,
  countsAsAgreed,
  type StepOwner,
  stepDay,
  stepShownDays,
  type TalkKind,
  talkKinds,
  talkShownDays,
} from '../../core/index.ts';
import * as store from '../store/index.ts';

export const dutyKinds = [
  /** the one question, asked once */
  'ask',
  /** yes or no to an idea */
  'opinion',
  /** a wish nobody has thought about yet */
  'look',
  'measure',
  'step',
  'effect',
  /** a talk with the parents at home */
  'talk',
  'name-contact',
] as const;

const dutyView = z.object({
  kind: z.enum(dutyKinds),
  /** what it is about, for links */
  applicationId: idView('app').nullable(),
  measureId: idView('mea').nullable(),
  orgId: idView('org').nullable(),
  key: z.string(),
  /** neutral words of the plan; '' where the kind says it all */
  title: z.string(),
  talk: z.enum(talkKinds).nullable(),
  about: z.string(),
  due: dateView.nullable(),
  /** null when it is yours */
  waitingFor: z.string().nullable(),
});
type Duty = z.output<typeof dutyView>;

const none = { applicationId: null, measureId: null, orgId: null, talk: null, title: '' } as const;

export const listDuties = query({
  name: 'inclusion.list-duties',
  summary: 'What waits for you in plans of pupils and for parents at home; nothing in it says why.',
  /** `all` names steps of every day, for a calendar */
  input: z.object({ all: z.boolean().default(false) }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({ duties: z.array(dutyView) }),
  view: async ({ read, scope: { actor }, today }, { all }) => {
    const me = actor.personId;
    const duties: Duty[] = [];
    const family = await store.applicationsOfFamily(read, me, today);
    const asked = family.length > 0 ? await store.askedOf(read, me) : new Set<PersonId>();
    const contacted = actor.orgs.length > 0 ? await store.contactedOrgs(read, me) : [];
    const orgs = contacted.map((c) => c.org_id).filter((o) => worksFor(actor, o));
    const cared = await store.applicationsOfContact(read, orgs, today, 'with-plan');
    const led = actor.orgs
      .filter((o) => o.roles.some((r) => r === 'head' || r === 'coordinator'))
      .map((o) => o.orgId);
    const done = await store.applicationsOfDoer(read, me, led);
    const rated = await store.ratedBy(read, me, [...cared.map((a) => a.id), ...done]);
    // what somebody does is theirs while they still have a part in it
    const doing = new Map<ApplicationId, store.LoadedCase>();
    for (const id of done) {
      if (rated.has(id)) continue;
      const plan = await store.loadCase(read, actor, id);
      if (plan) doing.set(id, plan);
    }
    const caring = new Set(cared.filter((a) => !rated.has(a.id)).map((a) => a.id));
    const ids = [...new Set([...family.map((a) => a.id), ...caring, ...doing.keys()])];
    const stays = await store.staysOf(read, ids);
    const work = await store.workOf(read, ids);
    const soon = (day: Temporal.PlainDate, days: number) =>
      all || Temporal.PlainDate.compare(day.subtract({ days }), today) <= 0;
    const pupilOf = (id: ApplicationId) => {
      const stay = stays.find((s) => s.id === id);
      return stay ? displayName(stay) : '';
    };

    for (const a of family) {
      const own = a.pupil_id === me;
      const before = Temporal.PlainDate.compare(today, a.starts_on) < 0;
      // one question for each pupil, however many times they apply
      const open = before && !asked.has(a.pupil_id) && (own || !isOfAge(a.birth_date, today));
      if (open && !duties.some((d) => d.kind === 'ask' && d.key === `ask:${a.pupil_id}`))
        duties.push({
          ...none,
          kind: 'ask',
          applicationId: a.id,
          key: `ask:${a.pupil_id}`,
          about: own ? '' : pupilOf(a.id),
          due: null,
          waitingFor: null,
        });
    }
    const speaks = new Map(
      family.map((a) => [a.id, a.pupil_id === me ? ('pupil' as const) : ('guardian' as const)]),
    );
    const answered = new Set(work.measures.map((m) => m.wish_id));
    for (const w of work.wishes) {
      if (!caring.has(w.application_id) || answered.has(w.id) || w.written_as === 'contact')
        continue;
      if (duties.some((d) => d.kind === 'look' && d.applicationId === w.application_id)) continue;
      duties.push({
        ...none,
        kind: 'look',
        applicationId: w.application_id,
        key: `look:${w.application_id}`,
        about: pupilOf(w.application_id),
        due: w.written_at.toZonedDateTimeISO('Europe/Brussels').toPlainDate().add({ days: 7 }),
        waitingFor: null,
      });
    }
    for (const m of work.measures) {
      const voice = speaks.get(m.application_id);
      const contact = caring.has(m.application_id);
      const plan = doing.get(m.application_id);
      const doer =
        plan !== undefined &&
        store
          .rolesIn(actor, plan, today, {
            personId: m.doer_person_id,
            orgId: m.doer_org_id,
            state: m.state,
          })
          .includes('doer');
      const here = {
        ...none,
        applicationId: m.application_id,
        measureId: m.id,
        title: m.title,
        about: voice === 'pupil' ? '' : pupilOf(m.application_id),
      };
      const mineSaid = work.opinions.some((o) => o.measure_id === m.id && o.person_id === me);
      if (m.state === 'proposed' && voice && !mineSaid)
        duties.push({
          ...here,
          kind: 'opinion',
          key: `opinion:${m.id}`,
          due: null,
          waitingFor: null,
        });
      if (m.state === 'agreed' || m.state === 'under_way') {
        if (doer)
          duties.push({
            ...here,
            kind: 'measure',
            key: `do:${m.id}`,
            due: m.by_on,
            waitingFor: null,
          });
        else if (contact && Temporal.PlainDate.compare(m.by_on, today) <= 0)
          duties.push({
            ...here,
            kind: 'measure',
            key: `do:${m.id}`,
            due: m.by_on,
            waitingFor: m.doer_name,
          });
      }
      const judged = work.effects.some((e) => e.measure_id === m.id && e.person_id === me);
      if (m.state === 'done' && (voice || doer) && !judged)
        duties.push({
          ...here,
          kind: 'effect',
          key: `effect:${m.id}`,
          due: null,
          waitingFor: null,
        });
      const stay = stays.find((s) => s.id === m.application_id);
      if (!stay || !countsAsAgreed(m.state)) continue;
      for (const s of work.steps.filter((each) => each.measure_id === m.id && !each.done_on)) {
        const who = s.who as StepOwner;
        const mine = who === 'doer' ? doer : who === 'contact' ? contact : voice === who;
        const day = stepDay(
          { anchor: s.anchor as Anchor, days: s.days },
          { startsOn: stay.starts_on, endsOn: stay.ends_on },
        );
        if (mine && soon(day, stepShownDays))
          duties.push({
            ...here,
            kind: 'step',
            title: s.title,
            key: s.id,
            due: day,
            waitingFor: null,
          });
      }
    }
    for (const t of await store.openTalksOf(read, me, today)) {
      const mine = t.person_id === me;
      if (!mine && t.kind === 'material') continue;
      if (t.kind !== 'call_back' && !soon(t.by_on, talkShownDays)) continue;
      duties.push({
        ...none,
        kind: 'talk',
        applicationId: t.application_id,
        key: t.id,
        talk: t.kind as TalkKind,
        about: mine
          ? t.guardian_family
            ? displayName({
                given_name: t.guardian_given ?? '',
                family_name: t.guardian_family,
                preferred_name: t.guardian_preferred,
              })
            : displayName(t)
          : displayName(t),
        due: t.by_on,
        waitingFor: mine ? null : t.person_name,
      });
    }
    for (const o of await store.orgsWithoutContact(read, led, today))
      duties.push({
        ...none,
        kind: 'name-contact',
        orgId: o.id,
        key: `contact:${o.id}`,
        about: o.name,
        due: null,
        waitingFor: null,
      });
    return { duties };
  },
});

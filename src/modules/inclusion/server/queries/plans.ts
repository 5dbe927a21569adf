import { z } from 'zod';
import { worksFor } from '#kernel/actor.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { isOfAge } from '#modules/mobilities/core/index.ts';
import { loadDossier } from '#modules/mobilities/server/index.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { Readable } from '#platform/database/index.ts';
import { query } from '#platform/query.ts';
import type { Runtime } from '#platform/runtime.ts';
import {
  type Anchor,
  type BudgetLine,
  barrierKinds,
  budgetLines,
  familyAnswer,
  type InclusionRole,
  type Judge,
  judges,
  type MeasureState,
  mayAs,
  measureLifecycle,
  type Opinion,
  opinions,
  ownsStep,
  partOf,
  type Said,
  type StepOwner,
  schema,
  speaksAs,
  stepDay,
  stepOwners,
  type Writer,
  writers,
} from '../../core/index.ts';
import * as store from '../store/index.ts';

const states = measureLifecycle.states.map((s) => s.name) as [MeasureState, ...MeasureState[]];
const wishContent = z.object({
  kind: z.enum(barrierKinds).nullable(),
  words: z.string(),
  wish: z.string(),
});

const stepView = z.object({
  id: idView('stp'),
  measureId: idView('mea'),
  title: z.string(),
  who: z.enum(stepOwners),
  /** by name */
  whoName: z.string(),
  day: dateView,
  part: z.enum(['preparation', 'integration', 're_entry']),
  doneOn: dateView.nullable(),
  mayFinish: z.boolean(),
});

const costView = z.object({
  line: z.enum(budgetLines),
  estimateCents: z.number(),
  realCents: z.number().nullable(),
});

type Row = { given_name: string | null; family_name: string | null; preferred_name: string | null };
const nameOf = (row: Row): string =>
  row.family_name
    ? displayName({ ...row, given_name: row.given_name ?? '', family_name: row.family_name })
    : '';

/** A measure as the policy asks about it. */
const doerOf = (m: {
  doer_person_id: PersonId | null;
  doer_org_id: OrgId | null;
  state: string;
}) => ({ personId: m.doer_person_id, orgId: m.doer_org_id, state: m.state });

function stepsFor(
  { on }: store.LoadedCase,
  rows: Awaited<ReturnType<typeof store.stepsOf>>,
  rolesAt: (measureId: string) => readonly InclusionRole[],
) {
  return rows
    .filter((s) => s.state !== 'dropped')
    .map((s) => {
      const who = s.who as StepOwner;
      const at = { anchor: s.anchor as Anchor, days: s.days };
      const roles = rolesAt(s.measure_id);
      return {
        id: s.id,
        measureId: s.measure_id,
        title: s.title,
        who,
        whoName:
          who === 'pupil'
            ? on.pupilName
            : who === 'guardian'
              ? on.guardians.map((g) => g.name).join(', ')
              : who === 'doer'
                ? s.doer_name
                : on.contacts.map((c) => c.name).join(', '),
        day: stepDay(at, on),
        part: partOf(at),
        doneOn: s.done_on,
        mayFinish: s.done_on === null && (roles.includes('contact') || ownsStep(roles, who)),
      };
    })
    .sort((a, b) => Temporal.PlainDate.compare(a.day, b.day));
}

function costOf(m: {
  budget_line: string | null;
  estimate_cents: number | null;
  real_cents: number | null;
}) {
  return {
    line: (m.budget_line ?? 'none') as BudgetLine,
    estimateCents: m.estimate_cents ?? 0,
    realCents: m.real_cents,
  };
}

/** Who reads a plan, by name: told on the page before anybody writes. */
async function readersOf(read: Readable, { on }: store.LoadedCase) {
  const orgs = await organisationsByIds(
    read,
    on.contacts.map((c) => c.orgId),
  );
  return [
    { name: on.pupilName, why: 'pupil' as const, org: '' },
    ...(!on.ofAge || on.familyStays
      ? on.guardians.map((g) => ({ name: g.name, why: 'guardian' as const, org: '' }))
      : []),
    ...on.contacts.map((c) => ({
      name: c.name,
      why: 'contact' as const,
      org: orgs.find((o) => o.id === c.orgId)?.name ?? '',
    })),
  ];
}

export const getPlan = query({
  name: 'inclusion.get-plan',
  summary:
    'A pupil’s own plan for the pupil, the parents and the named contacts: wishes one may read, measures, steps, who reads it.',
  input: schema.application,
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    applicationId: idView('app'),
    mobilityId: idView('mob').nullable(),
    pupil: z.string(),
    as: z.enum(writers),
    ofAge: z.boolean(),
    /** a pupil of age asked the parents to go on seeing this; null where that is not asked */
    familyStays: z.boolean().nullable(),
    readers: z.array(
      z.object({
        name: z.string(),
        why: z.enum(['pupil', 'guardian', 'contact']),
        org: z.string(),
      }),
    ),
    startsOn: dateView,
    endsOn: dateView,
    wishes: z.array(
      z.object({
        id: idView('wsh'),
        as: z.enum(writers),
        by: z.string(),
        mine: z.boolean(),
        shared: z.boolean(),
        at: instantView,
        /** null: the key was destroyed, nobody can read it any more */
        content: wishContent.nullable(),
        measures: z.number(),
      }),
    ),
    measures: z.array(
      z.object({
        id: idView('mea'),
        title: z.string(),
        what: z.string().nullable(),
        doer: z.string(),
        byOn: dateView,
        state: z.enum(states),
        cost: costView,
        myOpinion: z.enum(opinions).nullable(),
        myEffect: z.number().nullable(),
        /** for the contact: what pupil and parents say; never who of the parents */
        said: z
          .object({
            pupil: z.enum(['none', 'yes', 'no']),
            family: z.enum(['none', 'yes', 'no', 'differs']),
          })
          .nullable(),
        /** for the contact: points each of them gave */
        effects: z.array(z.object({ as: z.enum(judges), points: z.number() })),
      }),
    ),
    steps: z.array(stepView),
    mayPlan: z.boolean(),
  }),
  view: async ({ read, scope: { actor }, today, runtime }, input) => {
    const plan = await store.loadCase(read, actor, input.applicationId);
    if (!plan) return null;
    const roles = store.rolesIn(actor, plan, today);
    if (!mayAs(roles, 'read-plan')) return null;
    const { on } = plan;
    const as: Writer = speaksAs(roles) ?? 'contact';
    const wishes = await store.wishesOf(read, on.applicationId);
    const measures = await store.measuresOf(read, on.applicationId);
    const said = await store.opinionsOf(read, on.applicationId);
    const effects = await store.effectsOf(read, on.applicationId);
    const steps = await store.stepsOf(read, on.applicationId);
    const isContact = roles.includes('contact');
    const seesAll = (m: (typeof measures)[number]) => isContact || m.state !== 'dropped';
    const views = [];
    for (const w of wishes) {
      views.push({
        id: w.id,
        as: w.written_as as Writer,
        by: nameOf(w),
        mine: w.written_by === actor.personId,
        shared: w.shared,
        at: w.written_at,
        content: await store.openWish(read, runtime, w),
        measures: measures.filter((m) => m.wish_id === w.id && m.state !== 'dropped').length,
      });
    }
    const measureViews = [];
    for (const m of measures.filter(seesAll)) {
      const of = said.filter((o) => o.measure_id === m.id);
      measureViews.push({
        id: m.id,
        title: m.title,
        what: await store.openWhat(read, runtime, m),
        doer: m.doer_name,
        byOn: m.by_on,
        state: m.state as MeasureState,
        cost: costOf(m),
        myOpinion: (of.find((o) => o.person_id === actor.personId)?.says ?? null) as Opinion | null,
        myEffect:
          effects.find((e) => e.measure_id === m.id && e.person_id === actor.personId)?.points ??
          null,
        said: isContact ? saidOf(of, on.guardians) : null,
        effects: isContact
          ? effects
              .filter((e) => e.measure_id === m.id)
              .map((e) => ({ as: e.answered_as as Judge, points: e.points }))
          : [],
      });
    }
    return {
      applicationId: on.applicationId,
      mobilityId: on.dossier?.id ?? null,
      pupil: on.pupilName,
      as,
      ofAge: on.ofAge,
      familyStays: roles.includes('pupil_of_age') ? on.familyStays : null,
      readers: await readersOf(read, plan),
      startsOn: on.startsOn,
      endsOn: on.endsOn,
      wishes: views,
      measures: measureViews,
      steps: stepsFor(plan, steps, (id) => {
        const measure = measures.find((m) => m.id === id);
        return store.rolesIn(actor, plan, today, measure ? doerOf(measure) : null);
      }),
      mayPlan: mayAs(roles, 'plan-measures'),
    };
  },
});

function saidOf(
  of: readonly { said_as: string; says: string; person_id: PersonId }[],
  guardians: readonly { id: PersonId }[],
): { pupil: 'none' | Opinion; family: 'none' | Opinion | 'differs' } {
  const known = of
    .filter((o) => o.said_as === 'pupil' || guardians.some((g) => g.id === o.person_id))
    .map((o) => ({ as: o.said_as, says: o.says }) as Said);
  return {
    pupil: known.find((o) => o.as === 'pupil')?.says ?? 'none',
    family: familyAnswer(known),
  };
}

export const getMeasure = query({
  name: 'inclusion.get-measure',
  summary:
    'One measure. Who carries it out reads what is done and by when; wishes, reasons, costs and answers stay with the family and the contacts.',
  input: schema.measure,
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    id: idView('mea'),
    /** null for who only carries it out */
    applicationId: idView('app').nullable(),
    pupil: z.string(),
    title: z.string(),
    what: z.string().nullable(),
    doer: z.string(),
    doerId: z.string(),
    byOn: dateView,
    state: z.enum(states),
    version: z.number(),
    /** whom to ask */
    contact: z.string(),
    wishId: idView('wsh').nullable(),
    cost: costView.nullable(),
    steps: z.array(stepView),
    myOpinion: z.enum(opinions).nullable(),
    said: z
      .object({
        pupil: z.enum(['none', 'yes', 'no']),
        family: z.enum(['none', 'yes', 'no', 'differs']),
      })
      .nullable(),
    effects: z.array(
      z.object({
        as: z.enum(judges),
        by: z.string(),
        mine: z.boolean(),
        points: z.number(),
        words: z.string(),
      }),
    ),
    can: z.object({
      plan: z.boolean(),
      agree: z.boolean(),
      start: z.boolean(),
      finish: z.boolean(),
      drop: z.boolean(),
      giveOpinion: z.boolean(),
      sayEffect: z.boolean(),
    }),
  }),
  view: async ({ read, scope: { actor }, today, runtime }, input) => {
    const measure = await store.measureById(read, input.measureId);
    const plan = measure && (await store.loadCase(read, actor, measure.application_id));
    if (!measure || !plan) return null;
    const roles = store.rolesIn(actor, plan, today, doerOf(measure));
    if (!mayAs(roles, 'read-measure')) return null;
    const { on } = plan;
    const reads = mayAs(roles, 'read-plan');
    const isContact = roles.includes('contact');
    const said = reads ? await store.opinionsOf(read, on.applicationId) : [];
    const of = said.filter((o) => o.measure_id === measure.id);
    const effects = (await store.effectsOf(read, on.applicationId)).filter(
      (e) => e.measure_id === measure.id && (isContact || e.person_id === actor.personId),
    );
    const steps = (await store.stepsOf(read, on.applicationId)).filter(
      (s) => s.measure_id === measure.id && (reads || s.who === 'doer'),
    );
    const can = (name: 'agree' | 'start' | 'finish' | 'drop') => {
      const spec = measureLifecycle.transitions.find((t) => t.name === name);
      return (
        !!spec &&
        (spec.from as readonly string[]).includes(measure.state) &&
        (spec.by as readonly string[]).some((r) => (roles as readonly string[]).includes(r))
      );
    };
    const told = [];
    // one after the other: the vault names one key at a time
    for (const e of effects)
      told.push({
        as: e.answered_as as Judge,
        by: nameOf(e),
        mine: e.person_id === actor.personId,
        points: e.points,
        words: await wordsOf(read, runtime, on.pupilId, e),
      });
    const over = measure.state === 'done' || measure.state === 'dropped';
    return {
      id: measure.id,
      applicationId: reads ? on.applicationId : null,
      pupil: on.pupilName,
      title: measure.title,
      what: await store.openWhat(read, runtime, measure),
      doer: measure.doer_name,
      doerId: (measure.doer_person_id ?? measure.doer_org_id) as string,
      byOn: measure.by_on,
      state: measure.state as MeasureState,
      version: measure.version,
      contact:
        on.contacts.map((c) => c.name).join(', ') ||
        nameOf({
          given_name: measure.given_name,
          family_name: measure.family_name,
          preferred_name: measure.preferred_name,
        }),
      wishId: isContact ? measure.wish_id : null,
      cost: reads ? costOf(measure) : null,
      steps: stepsFor(plan, steps, () => roles),
      myOpinion: (of.find((o) => o.person_id === actor.personId)?.says ?? null) as Opinion | null,
      said: isContact ? saidOf(of, on.guardians) : null,
      effects: told,
      can: {
        plan: isContact && !over,
        agree: can('agree'),
        start: can('start'),
        finish: can('finish'),
        drop: can('drop'),
        giveOpinion: mayAs(roles, 'give-opinion') && measure.state === 'proposed',
        sayEffect:
          mayAs(roles, 'say-if-it-helped') &&
          measure.state === 'done' &&
          !effects.some((e) => e.person_id === actor.personId),
      },
    };
  },
});

async function wordsOf(
  read: Readable,
  runtime: Runtime,
  pupilId: PersonId,
  e: Awaited<ReturnType<typeof store.effectsOf>>[number],
): Promise<string> {
  if (!e.sealed) return '';
  return (await store.openEffect(read, runtime, pupilId, { ...e, sealed: e.sealed })) ?? '';
}

export const getDrafting = query({
  name: 'inclusion.get-drafting',
  summary:
    'What a contact needs to propose a measure: who can do it, and the wishes it can answer.',
  input: schema.application,
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    applicationId: idView('app'),
    pupil: z.string(),
    startsOn: dateView,
    endsOn: dateView,
    doers: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        group: z.enum(['family', 'sending', 'hosting', 'organisations']),
      }),
    ),
    wishes: z.array(
      z.object({
        id: idView('wsh'),
        as: z.enum(writers),
        by: z.string(),
        content: wishContent.nullable(),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, today, runtime }, input) => {
    const plan = await store.loadCase(read, actor, input.applicationId);
    if (!plan || !mayAs(store.rolesIn(actor, plan, today), 'plan-measures')) return null;
    const { on } = plan;
    const wishes = [];
    for (const w of await store.wishesOf(read, on.applicationId))
      wishes.push({
        id: w.id,
        as: w.written_as as Writer,
        by: nameOf(w),
        content: await store.openWish(read, runtime, w),
      });
    return {
      applicationId: on.applicationId,
      pupil: on.pupilName,
      startsOn: on.startsOn,
      endsOn: on.endsOn,
      doers: await store.doerChoices(read, on, today),
      wishes,
    };
  },
});

export const listPlans = query({
  name: 'inclusion.list-plans',
  summary:
    'Plans that are yours to read: your own and your children’s, and those of the pupils of a school or organisation whose contact you are.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    family: z.array(
      z.object({
        applicationId: idView('app'),
        pupil: z.string(),
        own: z.boolean(),
        readsPlan: z.boolean(),
      }),
    ),
    /** somebody named you */
    isContact: z.boolean(),
    rows: z.array(
      z.object({
        applicationId: idView('app'),
        pupil: z.string(),
        school: z.string(),
        intake: z.string(),
        startsOn: dateView,
        wishes: z.number(),
        waiting: z.number(),
        proposed: z.number(),
        going: z.number(),
        done: z.number(),
      }),
    ),
    /** for heads and coordinators: whom families can turn to, and what it costs */
    led: z.array(z.object({ id: idView('org'), name: z.string(), contact: z.string().nullable() })),
    projects: z.array(z.object({ id: idView('prj'), title: z.string() })),
  }),
  view: async ({ read, scope: { actor }, today }) => {
    const contacted = (await store.contactedOrgs(read, actor.personId)).map((c) => c.org_id);
    const own = contacted.filter((o) => worksFor(actor, o));
    const led = actor.orgs
      .filter((o) => o.roles.some((r) => r === 'head' || r === 'coordinator'))
      .map((o) => o.orgId);
    const families = await store.applicationsOfFamily(read, actor.personId, today);
    const stays = await store.staysOf(
      read,
      families.map((f) => f.id),
    );
    const found = await store.applicationsOfContact(read, own, today);
    const rated = await store.ratedBy(
      read,
      actor.personId,
      found.map((a) => a.id),
    );
    const cared = found.filter((a) => !rated.has(a.id));
    const work = await store.workOf(
      read,
      cared.map((a) => a.id),
    );
    const contacts = await store.contactsFor(read, led, null);
    const orgs = await organisationsByIds(read, led);
    return {
      family: families.flatMap((f) => {
        const stay = stays.find((s) => s.id === f.id);
        const isOwn = f.pupil_id === actor.personId;
        return stay
          ? [
              {
                applicationId: f.id,
                pupil: displayName(stay),
                own: isOwn,
                readsPlan: isOwn || !isOfAge(f.birth_date, today),
              },
            ]
          : [];
      }),
      isContact: own.length > 0,
      rows: cared.map((a) => {
        const wishes = work.wishes.filter((w) => w.application_id === a.id);
        const measures = work.measures.filter((m) => m.application_id === a.id);
        const answered = new Set(measures.map((m) => m.wish_id));
        const inState = (...of: string[]) => measures.filter((m) => of.includes(m.state)).length;
        return {
          applicationId: a.id,
          pupil: displayName(a),
          school: a.school,
          intake: a.intake,
          startsOn: a.starts_on,
          wishes: wishes.length,
          waiting: wishes.filter((w) => !answered.has(w.id)).length,
          proposed: inState('proposed'),
          going: inState('agreed', 'under_way'),
          done: inState('done'),
        };
      }),
      led: orgs.map((o) => ({
        id: o.id,
        name: o.name,
        contact: contacts.find((c) => c.org_id === o.id)?.name ?? null,
      })),
      projects: await store.projectsOfOrgs(read, [
        ...new Set([...orgs.filter((o) => o.kind === 'school').map((o) => o.id), ...own]),
      ]),
    };
  },
});

export const getShare = query({
  name: 'inclusion.get-share',
  summary:
    'What of a pupil’s plan is yours in a dossier: all of it, or the measures you carry out.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    applicationId: idView('app'),
    readsPlan: z.boolean(),
    readsForFamily: z.boolean(),
    measures: z.array(
      z.object({
        id: idView('mea'),
        title: z.string(),
        doer: z.string(),
        byOn: dateView,
        state: z.enum(states),
      }),
    ),
  }),
  view: async ({ read, scope: { actor }, today }, { mobilityId }) => {
    const dossier = await loadDossier(read, mobilityId);
    const plan = dossier && (await store.loadCase(read, actor, dossier.applicationId));
    if (!plan) return null;
    const roles = store.rolesIn(actor, plan, today);
    const readsPlan = mayAs(roles, 'read-plan');
    const readsForFamily = mayAs(roles, 'read-for-family');
    const measures = (await store.measuresOf(read, plan.on.applicationId)).filter(
      (m) =>
        m.state !== 'dropped' &&
        (readsPlan || mayAs(store.rolesIn(actor, plan, today, doerOf(m)), 'read-measure')),
    );
    if (!readsPlan && !readsForFamily && measures.length === 0) return null;
    return {
      applicationId: plan.on.applicationId,
      readsPlan,
      readsForFamily,
      measures: measures.map((m) => ({
        id: m.id,
        title: m.title,
        doer: m.doer_name,
        byOn: m.by_on,
        state: m.state as MeasureState,
      })),
    };
  },
});

/** Whether pupils count as "participants with fewer opportunities": yes once a measure is agreed, and never why. */
export async function fewerOpportunitiesOf(
  read: Readable,
  applicationIds: readonly `app_${string}`[],
): Promise<Set<`app_${string}`>> {
  return store.fewerOpportunities(read, applicationIds);
}

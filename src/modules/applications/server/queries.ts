import { z } from 'zod';
import { answerInWords, type CompiledForm, nextReachable, say } from '#engines/forms/index.ts';
import type { Actor } from '#kernel/actor.ts';
import { isPerson, orgIdsOf, worksFor } from '#kernel/actor.ts';
import type { ApplicationId, MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import type { FormPage, RequestSummary } from '#modules/forms/core/index.ts';
import { pageOf, shippedForms, wordingLanguage } from '#modules/forms/core/index.ts';
import { answerWords, requestsAbout, seenOf } from '#modules/forms/server/index.ts';
import { organisationsByIds } from '#modules/organisations/server/index.ts';
import { responsibilitiesOf, responsibilityFor } from '#modules/partnerships/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import type { ConsentOccasion } from '#modules/people/server/index.ts';
import { audioTypes } from '#platform/audio.ts';
import type { Readable } from '#platform/database/index.ts';
import { chooseLanguage, languages } from '#platform/i18n/index.ts';
import { query } from '#platform/query.ts';
import type { Runtime } from '#platform/runtime.ts';
import {
  mayAddPupils,
  mayAskForWords,
  mayConsent,
  mayDecide,
  mayRemind,
  mayWrite,
  roleOf,
  schoolReaders,
  supportReaders,
} from '../core/policy.ts';
import {
  firstConsentOf,
  inWords,
  isOfAge,
  isSealedPage,
  isState,
  openPages,
  stateOfApplication,
  waitingFor,
} from '../core/rules/index.ts';
import { applicationForm, filters, type ListFilter } from '../core/schema.ts';
import type { ApplicationParties, ApplicationRole, FrozenApplication } from '../core/types.ts';
import {
  asksToAdd,
  factsOf,
  formOf,
  openKept,
  pairOf,
  remindTask,
  roundsOf,
  whoAdds,
} from './commands/index.ts';
import { consentWording, withoutSensitive } from './notices.ts';
import * as store from './store.ts';

const stateView = z.enum(['draft', 'submitted', 'selected', 'not_selected', 'withdrawn']);
const waitingView = z
  .enum([
    'pupil-answers',
    'guardian-consent',
    'pupil-consent',
    'guardian-missing',
    'school-decision',
  ])
  .nullable();
const guardianView = z.object({
  id: idView('per'),
  name: z.string().nullable(),
  relation: z.enum(['mother', 'father', 'guardian']),
  consented: z.boolean(),
});

/** One application in a list: no answer of the pupil leaves here. */
const summary = z.object({
  id: idView('app'),
  intakeId: idView('int'),
  intakeName: z.string(),
  projectTitle: z.string(),
  startsOn: dateView,
  endsOn: dateView,
  pupil: z.string(),
  schoolClass: z.string(),
  schoolId: idView('org'),
  school: z.string(),
  supportId: idView('org').nullable(),
  support: z.string().nullable(),
  state: stateView,
  done: z.number(),
  parts: z.number(),
  pupilId: idView('per'),
  hasFirstConsent: z.boolean(),
  isOfAge: z.boolean(),
  waiting: waitingView,
  guardians: z.array(guardianView),
  submittedAt: instantView.nullable(),
  /**
   * of the family, those whose address refused the newest mail for good; told to school and supporting organisation.
   * The address only to those who may correct it.
   */
  unreached: z.array(
    z.object({ id: idView('per'), name: z.string(), email: z.string().nullable() }),
  ),
  /** the school's selection round that is about it, once published */
  round: z.object({ roundId: idView('rnd'), holds: z.boolean(), hasNews: z.boolean() }).nullable(),
});
export type ApplicationSummary = z.output<typeof summary>;

const nameOrNull = (p: {
  given_name: string | null;
  family_name: string | null;
  preferred_name: string | null;
}) =>
  p.given_name !== null && p.family_name !== null
    ? displayName({
        given_name: p.given_name,
        family_name: p.family_name,
        preferred_name: p.preferred_name,
      })
    : null;

/** Adds who is who and whose turn it is, in two reads for the whole list. */
async function withTurns(read: Readable, rows: store.Described[], today: Temporal.PlainDate) {
  const guardians = await store.guardiansOfPupils(
    read,
    rows.map((r) => r.pupil_id),
    today,
  );
  const consents = await store.firstConsentsOf(
    read,
    rows.map((r) => r.id),
  );
  const rounds = await roundsOf(
    read,
    rows.map((r) => r.id),
  );
  return rows.flatMap((row) => {
    if (!isState(row.state)) return [];
    const own = guardians.filter((g) => g.pupil_id === row.pupil_id);
    const said = consents.filter((c) => c.application_id === row.id);
    const given = said.filter((c) => c.withdrawn_at === null);
    const ofAge = isOfAge(row.birth_date, today);
    const standing = firstConsentOf(said, {
      state: row.state,
      pupilId: row.pupil_id,
      guardianIds: own.map((g) => g.guardian_id),
      ofAge,
      countryCode: row.school_country,
    });
    const parties: ApplicationParties = {
      pupilId: row.pupil_id,
      guardianIds: own.map((g) => g.guardian_id),
      sendingSchoolId: row.sending_school_id,
      sendingOrgId: row.sending_org_id,
    };
    const view: z.input<typeof summary> = {
      id: row.id,
      intakeId: row.intake_id,
      intakeName: row.intake_name,
      projectTitle: row.project_title,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      pupilId: row.pupil_id,
      pupil: displayName(row),
      schoolClass: row.school_class,
      schoolId: row.sending_school_id,
      school: row.school_name,
      supportId: row.sending_org_id,
      support: row.support_name,
      state: row.state,
      done: row.pages_done,
      parts: row.pages_asked ?? pagesToBegin,
      hasFirstConsent: standing.complete,
      isOfAge: ofAge,
      waiting: waitingFor({
        state: row.state,
        hasFirstConsent: standing.complete,
        isOfAge: ofAge,
        guardians: own.length,
      }),
      guardians: own.map((g) => ({
        id: g.guardian_id,
        name: nameOrNull(g),
        relation: g.relation as 'mother' | 'father' | 'guardian',
        consented: given.some((c) => c.given_by === g.guardian_id),
      })),
      submittedAt: row.submitted_at,
      unreached: [],
      round: rounds.get(row.id) ?? null,
    };
    return [{ row, parties, given, view, guardians: own }];
  });
}

type WithTurns = Awaited<ReturnType<typeof withTurns>>[number];

/** Adds whom mails do not reach, in one read for the whole list: for those who can do something about it. */
async function withUnreached(
  read: Readable,
  actor: Actor,
  found: readonly WithTurns[],
): Promise<void> {
  const going = found.filter(({ view }) => ['draft', 'submitted', 'selected'].includes(view.state));
  const family = ({ row, guardians, view }: WithTurns) => [
    { id: row.pupil_id, name: view.pupil, email: row.email },
    ...guardians.map((g) => ({ id: g.guardian_id, name: nameOrNull(g) ?? '', email: g.email })),
  ];
  const dead = await store.deadAddresses(
    read,
    going.flatMap((one) => family(one).map((p) => p.email)),
  );
  if (dead.size === 0) return;
  for (const one of going)
    one.view.unreached = family(one)
      .filter((p) => dead.has(p.email?.toLowerCase() ?? ''))
      .map(({ id, name, email }) => ({
        id,
        name,
        email: mayDecide(actor, one.parties).allow ? email : null,
      }));
}

/** Pages of the product's form: what is said of an application that nobody has begun. */
const pagesToBegin =
  shippedForms
    .find((form) => form.id === applicationForm)
    ?.sections.reduce((sum, section) => sum + section.pages.length, 0) ?? 0;

/** Organisations for which the actor reads applications. */
function readingOrgs(actor: Actor): OrgId[] {
  return orgIdsOf(actor).filter((id) => worksFor(actor, id, ...schoolReaders, ...supportReaders));
}

/** Which of the filters a summary falls under. */
function fits(view: z.input<typeof summary>, filter: ListFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'draft':
      return view.state === 'draft';
    case 'consent':
      // also after a selection: a consent may be taken back
      return !view.hasFirstConsent && ['draft', 'submitted', 'selected'].includes(view.state);
    case 'decide':
      return view.waiting === 'school-decision' && !view.round?.holds;
    case 'selected':
      return view.state === 'selected';
    case 'closed':
      return view.state === 'not_selected' || view.state === 'withdrawn';
  }
}

export const listApplications = query({
  name: 'applications.list-applications',
  summary: 'The applications of an intake that your school sends or your organisation supports.',
  input: z.object({
    intakeId: idOf('int'),
    show: z.enum(filters, { error: 'platform.invalid.choose' }).default('all'),
    search: z.string().trim().max(100).default(''),
  }),
  visible: (actor) => {
    const orgIds = readingOrgs(actor);
    return orgIds.length > 0 ? { orgIds } : null;
  },
  output: z.object({
    intake: z.object({
      id: idView('int'),
      name: z.string(),
      projectTitle: z.string(),
      startsOn: dateView,
      endsOn: dateView,
    }),
    counts: z.record(z.enum(filters), z.number()),
    applications: z.array(summary.extend({ mayDecide: z.boolean(), mayRemind: z.boolean() })),
    /** schools of the actor that may add pupils */
    addFor: z.array(z.object({ id: idView('org'), name: z.string() })),
    /** where the actor chooses the supporting organisation */
    support: z.array(
      z.object({
        schoolId: idView('org'),
        school: z.string(),
        chosen: idView('org').nullable(),
        suggested: idView('org').nullable(),
        choices: z.array(z.object({ id: idView('org'), name: z.string() })),
      }),
    ),
  }),
  view: async ({ read, actor, scope, today }, input) => {
    const intake = await store.intakeWithProject(read, input.intakeId);
    if (!intake) return null;
    const parties = await store.partiesOf(read, intake.project_id);
    if (!parties.some((p) => scope.orgIds.includes(p.org_id))) return null;
    const all = await withTurns(
      read,
      await store.describedForOrgs(read, scope.orgIds, input.intakeId),
      today,
    );
    const visible = all.filter(({ parties: p }) => roleOf(actor, p) !== null);
    await withUnreached(read, actor, visible);
    const adding = await whoAdds(read, parties);
    const reminds = await responsibilitiesOf(
      read,
      visible.map(({ parties: p }) => pairOf(p)),
      remindTask,
    );
    const words = input.search.toLocaleLowerCase('und');
    const addFor = parties.filter(
      (p) =>
        p.role === 'school' &&
        mayAddPupils(actor, asksToAdd({ parties, school: p, adding }, p.org_id)).allow,
    );
    const supporting = parties.filter((p) => p.role === 'supporting');
    return {
      intake: {
        id: intake.id,
        name: intake.name,
        projectTitle: intake.project_title,
        startsOn: intake.starts_on,
        endsOn: intake.ends_on,
      },
      counts: Object.fromEntries(
        filters.map((f) => [f, visible.filter(({ view }) => fits(view, f)).length]),
      ) as Record<ListFilter, number>,
      applications: visible
        .filter(
          ({ view }) =>
            fits(view, input.show) && view.pupil.toLocaleLowerCase('und').includes(words),
        )
        .map(({ view, parties: p }) => ({
          ...view,
          mayDecide:
            mayDecide(actor, p).allow && view.waiting === 'school-decision' && !view.round?.holds,
          mayRemind:
            mayRemind(actor, p, reminds(pairOf(p))).allow &&
            ['pupil-answers', 'guardian-consent', 'pupil-consent'].includes(view.waiting ?? ''),
        })),
      addFor: addFor.map((p) => ({ id: p.org_id, name: p.name })),
      support: addFor
        .filter((p) => worksFor(actor, p.org_id, 'head', 'coordinator'))
        .filter((p) => all.some(({ view }) => view.schoolId === p.org_id))
        .map((p) => ({
          schoolId: p.org_id,
          school: p.name,
          chosen:
            all.find(({ view }) => view.schoolId === p.org_id && view.supportId)?.view.supportId ??
            null,
          suggested: supporting.find((s) => s.country_code === p.country_code)?.org_id ?? null,
          choices: supporting.map((s) => ({ id: s.org_id, name: s.name })),
        })),
    };
  },
});

export const listOwn = query({
  name: 'applications.list-own',
  summary:
    'Your own application, those of your children, and for schools and supporting organisations each intake with what is open.',
  input: z.object({}),
  visible: (actor) =>
    actor.kind === 'person' ? { personId: actor.personId, orgIds: readingOrgs(actor) } : null,
  output: z.object({
    own: z.array(summary),
    children: z.array(summary.extend({ consentedByMe: z.boolean(), mayConsent: z.boolean() })),
    intakes: z.array(
      z.object({
        id: idView('int'),
        name: z.string(),
        projectTitle: z.string(),
        startsOn: dateView,
        endsOn: dateView,
        counts: z.object({
          all: z.number(),
          draft: z.number(),
          consent: z.number(),
          decide: z.number(),
          selected: z.number(),
        }),
        mayDecide: z.boolean(),
        /** names of who has to act before the school can, at most three */
        waitingFor: z.array(z.string()),
        /** names of those whom mails do not reach */
        unreached: z.array(z.string()),
      }),
    ),
  }),
  view: async ({ read, actor, scope, today }) => {
    const family = await withTurns(
      read,
      await store.describedForFamily(read, scope.personId, today),
      today,
    );
    const intakes = await store.intakesOfOrgs(read, scope.orgIds);
    const seen = await withTurns(read, await store.describedForOrgs(read, scope.orgIds), today);
    await withUnreached(read, actor, seen);
    return {
      own: family.filter(({ row }) => row.pupil_id === scope.personId).map(({ view }) => view),
      children: family
        .filter(({ row }) => row.pupil_id !== scope.personId)
        .map(({ view, parties: p, given, row }) => ({
          ...view,
          consentedByMe: given.some((c) => c.given_by === scope.personId),
          mayConsent: mayConsent(actor, p, isOfAge(row.birth_date, today)).allow,
        })),
      intakes: intakes.map((intake) => {
        const here = seen.filter(
          ({ row, parties: p }) => row.intake_id === intake.id && roleOf(actor, p) !== null,
        );
        const count = (filter: ListFilter) => here.filter(({ view }) => fits(view, filter)).length;
        const waiting = here.flatMap(({ view }) => {
          if (view.waiting === 'pupil-answers' || view.waiting === 'pupil-consent')
            return [view.pupil];
          if (view.waiting === 'guardian-consent')
            return view.guardians.slice(0, 1).map((g) => g.name ?? view.pupil);
          return [];
        });
        return {
          id: intake.id,
          name: intake.name,
          projectTitle: intake.project_title,
          startsOn: intake.starts_on,
          endsOn: intake.ends_on,
          counts: {
            all: count('all'),
            draft: count('draft'),
            consent: count('consent'),
            decide: count('decide'),
            selected: count('selected'),
          },
          mayDecide: here.some(({ parties: p }) => mayDecide(actor, p).allow),
          waitingFor: [...new Set(waiting)].slice(0, 3),
          unreached: [...new Set(here.flatMap(({ view }) => view.unreached.map((p) => p.name)))],
        };
      }),
    };
  },
});

const wordsView = z.object({
  language: z.string(),
  parts: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      lines: z.array(z.object({ question: z.string(), answer: z.string() })),
    }),
  ),
});

export const getApplication = query({
  name: 'applications.get-application',
  summary:
    'One application: where it stands and whose turn it is. What the pupil wrote is read by the pupil and guardians at any time, by the school and its supporting organisation once it is submitted and without allergies and diet.',
  input: z.object({
    applicationId: idOf('app'),
    language: z.enum(languages).optional(),
  }),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: summary.extend({
    role: z.enum(['pupil', 'guardian', 'school', 'supporting']),
    version: z.number(),
    /** the pages of the form as the pupil goes through them; for the pupil alone, while it is written */
    pages: z.array(z.object({ id: z.string(), title: z.string(), done: z.boolean() })).nullable(),
    words: wordsView.nullable(),
    consents: z.array(
      z.object({
        name: z.string().nullable(),
        own: z.boolean(),
        at: instantView,
        wording: z.string(),
        language: z.string(),
      }),
    ),
    /** the words to agree to, for who may */
    consentWording: z.string().nullable(),
    mayWrite: z.boolean(),
    mayDecide: z.boolean(),
    mayRemind: z.boolean(),
    decidedAt: instantView.nullable(),
    /** for the school and its supporting organisation */
    decisionReason: z.string().nullable(),
  }),
  view: async ({ read, actor, scope, today, runtime }, input) => {
    const row = await store.describedById(read, input.applicationId);
    const [found] = row ? await withTurns(read, [row], today) : [];
    if (!row || !found || actor.kind !== 'person') return null;
    const role = roleOf(actor, found.parties);
    if (!role) return null;
    const language = input.language ?? chooseLanguage(actor.language);
    const family = role === 'pupil' || role === 'guardian';
    if (!family) await withUnreached(read, actor, [found]);
    const ofAge = isOfAge(row.birth_date, today);
    const written =
      family || row.submitted_at
        ? await writtenIn(runtime, read, input.applicationId, {
            language,
            today,
            // who is of age says alone who reads about their health
            withHealth: role === 'pupil' || (role === 'guardian' && !ofAge),
          })
        : null;
    const pages = role === 'pupil' && row.state === 'draft' ? (written?.pages ?? null) : null;
    return {
      ...found.view,
      role,
      version: row.version,
      ...(pages ? { done: pages.filter((page) => page.done).length, parts: pages.length } : {}),
      pages,
      words: (written?.words ?? null) as z.input<typeof wordsView> | null,
      consents: found.given.map((c) => ({
        name: nameOrNull(c),
        own: c.given_by === scope.personId,
        at: c.given_at,
        wording: c.wording,
        language: c.language,
      })),
      consentWording: mayConsent(actor, found.parties, ofAge).allow
        ? consentWording(language, {
            pupil: `${row.given_name} ${row.family_name}`,
            consenter: actor.name,
            capacity: ofAge ? 'pupil_of_age' : 'guardian',
            project: row.project_title,
            school: row.school_name,
            startsOn: row.starts_on,
            endsOn: row.ends_on,
          })
        : null,
      mayWrite: mayWrite(actor, found.parties).allow && row.state === 'draft',
      mayDecide: mayDecide(actor, found.parties).allow,
      mayRemind: mayRemind(
        actor,
        found.parties,
        await responsibilityFor(read, pairOf(found.parties), remindTask),
      ).allow,
      decidedAt: row.decided_at,
      decisionReason: family ? null : row.decision_reason,
    };
  },
});

/**
 * What is written so far, or what was sent, in words, and how far the pages are. What stands under the seal is opened for
 * those who may read it.
 */
async function writtenIn(
  runtime: Pick<Runtime, 'config'>,
  read: Readable,
  id: ApplicationId,
  how: { language: string; today: Temporal.PlainDate; withHealth: boolean },
): Promise<{ words: FrozenApplication; pages: { id: string; title: string; done: boolean }[] }> {
  const row = await store.draftById(read, id);
  if (!row) return { words: { language: how.language, parts: [] }, pages: [] };
  const frozen = row.frozen as FrozenApplication | null;
  if (frozen && !how.withHealth) return { words: withoutSensitive(frozen), pages: [] };
  const kept = await openKept(runtime, read, row);
  if (frozen)
    return {
      words: { ...frozen, parts: [...frozen.parts, ...(kept.sealedWords?.parts ?? [])] },
      pages: [],
    };
  const { form } = await formOf(read, row);
  const facts = factsOf(row, how.today);
  const language = wordingLanguage(form, {
    asked: row.language,
    shown: how.language,
    ours: languages,
  });
  const words = inWords(form, kept.answers, facts, language, answerWords(language));
  const state = stateOfApplication(form, kept.answers, facts);
  const open = openPages(state, kept.typed);
  return {
    words: {
      language,
      parts: [...words.open.parts, ...(how.withHealth ? words.sealed.parts : [])],
    },
    pages: state.pages.map(({ id: pageId }) => ({
      id: pageId,
      title: titleOf(form, pageId, language),
      done: !open.includes(pageId),
    })),
  };
}

function titleOf(form: CompiledForm, pageId: string, language: string): string {
  const compiled = form.pages[form.pageNumbers.get(pageId) ?? -1];
  return compiled ? say(compiled.page.title, language) : '';
}

function sectionOf(form: CompiledForm, pageId: string): string {
  return form.pages[form.pageNumbers.get(pageId) ?? -1]?.section.id ?? '';
}

/** The application as its own pupil writes it; null for everybody else. */
async function ownDraft(
  { read, actor, today, runtime }: ViewTools,
  input: { applicationId: ApplicationId; language: string },
) {
  const row = await store.draftById(read, input.applicationId);
  if (!row || !isPerson(actor, row.pupil_id)) return null;
  const { form } = await formOf(read, row);
  const facts = factsOf(row, today);
  const kept = await openKept(runtime, read, row);
  const state = stateOfApplication(form, kept.answers, facts);
  const language = wordingLanguage(form, {
    asked: row.language,
    shown: input.language,
    ours: languages,
  });
  return { row, form, facts, kept, state, language, open: openPages(state, kept.typed) };
}
type ViewTools = {
  read: Readable;
  actor: Actor;
  today: Temporal.PlainDate;
  runtime: Pick<Runtime, 'config'>;
};

const ownInput = z.object({
  applicationId: idOf('app'),
  language: z.enum(languages).default('en'),
});
const ownView = {
  applicationId: idView('app'),
  intakeName: z.string(),
  version: z.number(),
  /** it is still written */
  mayWrite: z.boolean(),
};

export const getPage = query({
  name: 'applications.get-page',
  summary: 'One page of your own application, with what you wrote so far.',
  input: ownInput.extend({ pageId: z.string().max(80) }),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({
    ...ownView,
    page: z.custom<FormPage>((v) => typeof v === 'object').nullable(),
    /** health: nothing of it is kept in the browser */
    sealed: z.boolean(),
    /** where to go when the page is not shown */
    instead: z.string().nullable(),
    /** what is kept of the page in words, for who finds that it was changed elsewhere */
    kept: z.array(z.object({ label: z.string(), answer: z.string() })),
    /** to be sent with the page, so that another device's changes are noticed */
    seen: z.string(),
    isBegun: z.boolean(),
  }),
  view: async (tools, input) => {
    const own = await ownDraft(tools, input);
    if (!own) return null;
    const { row, form, facts, kept, state, language } = own;
    const mayWriteOn = row.state === 'draft';
    const page = mayWriteOn
      ? pageOf(form, sectionOf(form, input.pageId), input.pageId, {
          answers: kept.answers,
          facts,
          language,
          typed: kept.typed[input.pageId],
          state,
        })
      : null;
    const words = answerWords(language);
    return {
      applicationId: row.id,
      intakeName: row.intake_name,
      version: row.version,
      mayWrite: mayWriteOn,
      page,
      sealed: isSealedPage(form, input.pageId),
      instead: page ? null : nextReachable(form, state, input.pageId),
      kept: (page?.questions ?? [])
        .filter(({ question }) => question.kind !== 'note')
        .map(({ question, label, value }) => ({
          label,
          answer: answerInWords(question, value, language, words),
        })),
      seen: page ? seenOf(form, input.pageId, kept) : '',
      isBegun: row.version_id !== null,
    };
  },
});

export const getCheck = query({
  name: 'applications.get-check',
  summary: 'All you wrote in your application, page by page, with what is still to do.',
  input: ownInput,
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({
    ...ownView,
    school: z.string(),
    pages: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        /** something is missing, wrong, or typed and not understood */
        open: z.boolean(),
        sealed: z.boolean(),
        lines: z.array(z.object({ label: z.string(), answer: z.string(), missing: z.boolean() })),
      }),
    ),
  }),
  view: async (tools, input) => {
    const own = await ownDraft(tools, input);
    if (!own) return null;
    const { row, form, kept, state, language, open } = own;
    const [school] = await organisationsByIds(tools.read, [row.sending_school_id]);
    const words = answerWords(language);
    return {
      applicationId: row.id,
      intakeName: row.intake_name,
      version: row.version,
      mayWrite: row.state === 'draft',
      school: school?.name ?? '',
      pages: state.pages.map((summaryOf) => ({
        id: summaryOf.id,
        title: titleOf(form, summaryOf.id, language),
        open: open.includes(summaryOf.id),
        sealed: isSealedPage(form, summaryOf.id),
        lines: (form.pages[form.pageNumbers.get(summaryOf.id) ?? -1]?.page.questions ?? [])
          .filter((q) => q.kind !== 'note' && summaryOf.questions.includes(q.id))
          .map((q) => ({
            label: say(q.label, language),
            answer: answerInWords(q, kept.answers[q.id], language, words),
            missing: summaryOf.missing.includes(q.id),
          })),
      })),
    };
  },
});

export const getAsked = query({
  name: 'applications.get-asked',
  summary:
    'Who was asked for words about a pupil, where that stands, and whom one may ask: for the pupil, guardians, the school and its supporting organisation.',
  input: z.object({ applicationId: idOf('app'), language: z.enum(languages).default('en') }),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({
    requests: z.array(z.custom<RequestSummary>((v) => typeof v === 'object')),
    mayAsk: z.boolean(),
    /** who holds parental responsibility and can be asked by name */
    guardians: z.array(z.object({ id: idView('per'), name: z.string() })),
  }),
  view: async ({ read, actor, today }, input) => {
    const row = await store.describedById(read, input.applicationId);
    const [found] = row ? await withTurns(read, [row], today) : [];
    if (!row || !found || !roleOf(actor, found.parties)) return null;
    const guardians = await store.guardiansOfPupils(read, [row.pupil_id], today);
    return {
      requests: await requestsAbout(
        { read, actor, language: input.language, today },
        'application',
        row.id,
      ),
      mayAsk:
        mayAskForWords(actor, found.parties).allow &&
        row.state !== 'withdrawn' &&
        row.state !== 'not_selected',
      guardians: guardians.flatMap((g) =>
        g.given_name && g.family_name
          ? [
              {
                id: g.guardian_id,
                name: displayName({
                  given_name: g.given_name,
                  family_name: g.family_name,
                  preferred_name: g.preferred_name,
                }),
              },
            ]
          : [],
      ),
    };
  },
});

export const getAdding = query({
  name: 'applications.get-adding',
  summary: 'The intake to which you add pupils, and for which of your schools you may.',
  input: z.object({ intakeId: idOf('int') }),
  visible: (actor) => {
    const orgIds = readingOrgs(actor);
    return orgIds.length > 0 ? { orgIds } : null;
  },
  output: z.object({
    id: idView('int'),
    name: z.string(),
    projectTitle: z.string(),
    startsOn: dateView,
    endsOn: dateView,
    schools: z.array(
      z.object({
        id: idView('org'),
        name: z.string(),
        language: z.string(),
        countryCode: z.string(),
      }),
    ),
  }),
  view: async ({ read, actor }, input) => {
    const intake = await store.intakeWithProject(read, input.intakeId);
    if (!intake) return null;
    const parties = await store.partiesOf(read, intake.project_id);
    const adding = await whoAdds(read, parties);
    const schools = parties.filter(
      (p) =>
        p.role === 'school' &&
        mayAddPupils(actor, asksToAdd({ parties, school: p, adding }, p.org_id)).allow,
    );
    if (schools.length === 0) return null;
    return {
      id: intake.id,
      name: intake.name,
      projectTitle: intake.project_title,
      startsOn: intake.starts_on,
      endsOn: intake.ends_on,
      schools: schools.map((s) => ({
        id: s.org_id,
        name: s.name,
        language: s.language,
        countryCode: s.country_code,
      })),
    };
  },
});

type HostGate = (
  read: Readable,
  actor: Actor,
  mobilityId: MobilityId,
  today: Temporal.PlainDate,
) => Promise<boolean>;
let hostGate: HostGate = async () => false;

/** The roof hands in who of a dossier reads the pupil's profile: hosts, once they are introduced. */
export function setHostGate(next: HostGate): void {
  hostGate = next;
}

/** What the reader is to an application: one of its own parties, or a host who reads the profile. Null for strangers. */
export async function readerOf(
  read: Readable,
  actor: Actor,
  row: Pick<
    store.Described,
    'id' | 'pupil_id' | 'sending_school_id' | 'sending_org_id' | 'submitted_at'
  >,
  today: Temporal.PlainDate,
): Promise<ApplicationRole | 'hosting' | null> {
  const guardians = await store.guardiansOfPupils(read, [row.pupil_id], today);
  const role = roleOf(actor, {
    pupilId: row.pupil_id,
    guardianIds: guardians.map((g) => g.guardian_id),
    sendingSchoolId: row.sending_school_id,
    sendingOrgId: row.sending_org_id,
  });
  if (role) return role;
  const mobility = await store.mobilityOfApplication(read, row.id);
  return mobility && (await hostGate(read, actor, mobility.id, today)) ? 'hosting' : null;
}

/** The stays of a pupil for which consents are asked, as far as the reader belongs to them. */
export async function consentOccasions(
  read: Readable,
  { actor, pupilId, today }: { actor: Actor; pupilId: PersonId; today: Temporal.PlainDate },
): Promise<ConsentOccasion[]> {
  const found: ConsentOccasion[] = [];
  for (const row of await store.describedOfPupil(read, pupilId)) {
    const reader = await readerOf(read, actor, row, today);
    if (!reader || !isState(row.state)) continue;
    const mobility = await store.mobilityOfApplication(read, row.id);
    const going = ['draft', 'submitted', 'selected'].includes(row.state);
    found.push({
      applicationId: row.id,
      mobilityId: mobility?.id ?? null,
      role: reader === 'pupil' || reader === 'guardian' ? 'family' : reader,
      schoolId: row.sending_school_id,
      school: row.school_name,
      countryCode: row.school_country,
      partners: [row.support_name, mobility?.hosting_name, mobility?.host_name].filter(
        (name): name is string => typeof name === 'string' && name !== row.school_name,
      ),
      intake: row.intake_name,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      open:
        going &&
        mobility?.state !== 'withdrawn' &&
        Temporal.PlainDate.compare(row.ends_on, today) >= 0,
      chosen: row.state === 'selected',
      firstOpen: row.state === 'draft' || row.state === 'submitted',
      bindingOpen: mobility
        ? ['selected', 'placed', 'agreed', 'ready'].includes(mobility.state)
        : null,
    });
  }
  return found;
}

/** Who may look at the photos of an application: the family always, the school once it is sent, hosts once introduced. */
async function mayLook(
  read: Readable,
  actor: Actor,
  row: store.Described,
  today: Temporal.PlainDate,
): Promise<'pupil' | 'other' | null> {
  const reader = await readerOf(read, actor, row, today);
  if (!reader) return null;
  if (reader === 'pupil') return 'pupil';
  return reader === 'guardian' || row.submitted_at !== null ? 'other' : null;
}

export const listPhotos = query({
  name: 'applications.list-photos',
  summary:
    'The photos a pupil put beside the letter to the host family, with what can be seen on them.',
  input: z.object({ applicationId: idOf('app') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    applicationId: idView('app'),
    pupil: z.string(),
    mayChange: z.boolean(),
    photos: z.array(
      z.object({
        id: idView('pho'),
        caption: z.string(),
        alt: z.string(),
        width: z.number(),
        height: z.number(),
        version: z.number(),
      }),
    ),
    /** what is said in the recorded greeting; null when there is none */
    greeting: z.object({ words: z.string() }).nullable(),
  }),
  view: async ({ read, scope, today }, input) => {
    const row = await store.describedById(read, input.applicationId);
    const reader = row && (await mayLook(read, scope.actor, row, today));
    if (!row || !reader) return null;
    const open = !['withdrawn', 'not_selected'].includes(row.state);
    const greeting = await store.greetingOf(read, row.id);
    return {
      applicationId: row.id,
      pupil: displayName(row),
      mayChange: reader === 'pupil' && open,
      greeting: greeting ? { words: greeting.words } : null,
      photos: (await store.photosOf(read, row.id)).map((p) => ({
        id: p.id,
        caption: p.caption,
        alt: p.alt,
        width: p.width,
        height: p.height,
        version: p.version,
      })),
    };
  },
});

export const getPhoto = query({
  name: 'applications.get-photo',
  summary: 'One photo of an application: a JPEG in base64.',
  input: z.object({ applicationId: idOf('app'), photoId: idOf('pho') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({ mediaType: z.literal('image/jpeg'), content: z.string() }),
  view: async ({ read, scope, today, runtime }, input) => {
    const row = await store.describedById(read, input.applicationId);
    if (!row || !(await mayLook(read, scope.actor, row, today))) return null;
    const photo = (await store.photosOf(read, row.id)).find((p) => p.id === input.photoId);
    const file = photo && (await runtime.files.get(photo.storage_key));
    if (!file) return null;
    return {
      mediaType: 'image/jpeg' as const,
      content: Buffer.from(await file.bytes()).toString('base64'),
    };
  },
});

export const getGreeting = query({
  name: 'applications.get-greeting',
  summary: 'The recorded greeting of an application in base64, and of what kind it is.',
  input: z.object({ applicationId: idOf('app') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({ mediaType: z.enum(audioTypes), content: z.string() }),
  view: async ({ read, scope, today, runtime }, input) => {
    const row = await store.describedById(read, input.applicationId);
    if (!row || !(await mayLook(read, scope.actor, row, today))) return null;
    const greeting = await store.greetingOf(read, row.id);
    const file = greeting && (await runtime.files.get(greeting.storage_key));
    if (!file) return null;
    return {
      mediaType: z.enum(audioTypes).parse(greeting.media_type),
      content: Buffer.from(await file.bytes()).toString('base64'),
    };
  },
});

import { z } from 'zod';
import { can } from '#engines/workflow/index.ts';
import { isPerson } from '#kernel/actor.ts';
import { all, allow, allowIf, hide, refuse } from '#kernel/decision.ts';
import type { ClubId, OrgId, PersonId } from '#kernel/ids.ts';
import { type Fault, fail, failAll, ok } from '#kernel/outcome.ts';
import { idOf, languageCode, line } from '#kernel/schema.ts';
import { addParticipants, tellInvited } from '#modules/calendar/server/index.ts';
import { followThreads, startThread } from '#modules/messaging/server/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { isCriterion, itemsOfCriterion, wordingFor } from '#modules/quality/core/index.ts';
import { priorityHolders } from '#modules/quality/server/index.ts';
import { type CommandTools, command } from '#platform/command.ts';
import type { Readable } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { mayFormClubs, mayLead, mayOwnClub } from '../../core/policy.ts';
import {
  clubLifecycle,
  clubSize,
  filledText,
  fitOf,
  type KnownPeer,
  memberFaults,
  membershipLifecycle,
  questionFaults,
  textTemplates,
  wordsIn,
} from '../../core/rules/index.ts';
import { type Variant, variants } from '../../core/types.ts';
import { answerMail, proposalMail } from '../notices.ts';
import * as store from '../store/index.ts';

/** A theme of clubs. */
export const criterion = z
  .string()
  .trim()
  .refine(isCriterion, { error: 'platform.invalid.choose' });

/** What candidates have told elsewhere of when they are free and what they speak, for the facilitator who asked them. */
type PeerSource = (
  read: Readable,
  facilitatorId: PersonId,
  personIds: readonly PersonId[],
) => Promise<KnownPeer[]>;

let peers: PeerSource = async () => [];

/** Given by the roof at start: rounds, in which people tell their hours, stand above clubs. */
export function setPeerSource(given: PeerSource): void {
  peers = given;
}

/** Of whom it is known when they are free and what they speak, for the list of candidates. */
export const knownPeers: PeerSource = (read, facilitatorId, ids) => peers(read, facilitatorId, ids);

type Chosen = {
  person_id: PersonId;
  given_name: string;
  family_name: string;
  preferred_name: string | null;
};

/**
 * What speaks against these people in one club, in words: the facilitator may know better and go on. Of whom nothing is
 * known nothing is said.
 */
async function doubts(
  read: Readable,
  facilitatorId: PersonId,
  people: readonly Chosen[],
  language: string,
  today: Temporal.PlainDate,
): Promise<Fault[]> {
  const known = await peers(
    read,
    facilitatorId,
    people.map((p) => p.person_id),
  );
  const first = today.add({ days: 15 - today.dayOfWeek });
  const { below, noHour } = fitOf(known, language, first);
  const nameOf = (id: string) => {
    const found = people.find((p) => p.person_id === id);
    return found ? displayName(found) : '';
  };
  const field = 'anyway';
  return [
    ...(noHour ? [{ reason: 'clubs.doubt.no-hour', params: { count: known.length }, field }] : []),
    ...below.map((id) => ({ reason: 'clubs.doubt.language', params: { who: nameOf(id) }, field })),
  ];
}

/** Guiding questions as they come from a form, without the lines that were left empty. */
export const questionsInput = z
  .array(z.string().trim().max(300, { error: 'platform.invalid.too-long' }))
  .max(10)
  .transform((lines) => lines.filter((each) => each !== ''));

const anyway = z.boolean().default(false);

const chosenMembers = z.array(z.object({ personId: idOf('per'), orgId: idOf('org') })).max(100);

type Founded = {
  name: string;
  criterionId: string;
  language: string;
  questions: string[];
  variant?: Variant;
  facilitator: { personId: PersonId; name: string };
  /** five to eight, one of an organisation: `memberFaults` was asked before */
  members: readonly {
    person_id: PersonId;
    org_id: OrgId;
    given_name: string;
    family_name: string;
    preferred_name: string | null;
    email: string | null;
    language: string;
  }[];
};

/**
 * Founds a club and asks each of its members by mail whether to join, in the transaction of the caller. For commands that
 * have decided already who may and who fits together; the rows of the members must be visible to them.
 */
export async function foundClub(
  { tx, now, post, runtime }: Pick<CommandTools, 'tx' | 'now' | 'post' | 'runtime' | 'actor'>,
  f: Founded,
): Promise<ClubId> {
  const id = newId('clu');
  await store.insertClub(tx, {
    id,
    name: f.name,
    criterionId: f.criterionId,
    language: f.language,
    facilitatorId: f.facilitator.personId,
    questions: f.questions,
    state: clubLifecycle.initial,
    variant: f.variant ?? 'standard4',
    now,
  });
  await store.insertMembers(
    tx,
    id,
    f.members.map((m) => ({ personId: m.person_id, orgId: m.org_id })),
    membershipLifecycle.initial,
    now,
  );
  const club = {
    id,
    name: f.name,
    criterion_id: f.criterionId,
    language: f.language,
    variant: f.variant ?? 'standard4',
  };
  for (const member of f.members) {
    const mail = proposalMail(member, club, f.facilitator.name, runtime.config.origin);
    if (mail) await post(mail);
  }
  return id;
}

export const formClub = command({
  name: 'clubs.form-club',
  summary:
    'Form a club of five to eight people, one of an organisation, out of those who marked a priority on its theme. Each is asked by mail whether to join.',
  input: z.object({
    name: line(120),
    criterionId: criterion,
    language: languageCode,
    questions: questionsInput,
    members: chosenMembers,
    variant: z.enum(variants).default('standard4'),
    /** the facilitator knows of what speaks against it, and goes on */
    anyway,
  }),
  // candidates belong to other organisations; who may look is decided by permit, what may be seen by the door of quality
  opensRows: 'forming a club from priorities',
  load: async ({ tx, actor, now }, input) => {
    if (actor.kind !== 'person') return null;
    const today = now.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
    const rows = mayFormClubs(actor).allow
      ? await priorityHolders(tx, itemsOfCriterion(input.criterionId), today)
      : [];
    const candidates = new Map(
      rows
        .filter((row) => row.person_id !== actor.personId)
        .map((row) => [`${row.person_id} ${row.org_id}`, row]),
    );
    return { actor, candidates };
  },
  permit: (actor) => mayFormClubs(actor),
  run: async ({ tx, now, today, post, runtime }, { actor, candidates }, input) => {
    const chosen = [
      ...new Map(input.members.map((m) => [`${m.personId} ${m.orgId}`, m])).keys(),
    ].map((key) => candidates.get(key));
    const known = chosen.filter((row) => row !== undefined);
    const faults = [
      ...questionFaults(input.questions),
      ...(known.length < chosen.length
        ? [{ reason: 'clubs.invalid.no-candidate', field: 'members' }]
        : memberFaults(
            known.map((row) => ({
              personId: row.person_id,
              orgId: row.org_id,
              orgName: row.org_name,
            })),
          )),
    ];
    if (faults.length > 0) return failAll(faults);
    const against = input.anyway
      ? []
      : await doubts(tx, actor.personId, known, input.language, today);
    if (against.length > 0) return failAll(against);
    const id = await foundClub(
      { tx, now, post, runtime, actor },
      {
        name: input.name,
        criterionId: input.criterionId,
        language: input.language,
        questions: input.questions,
        variant: input.variant,
        facilitator: { personId: actor.personId, name: actor.name },
        members: known,
      },
    );
    return ok({ clubId: id });
  },
  audit: (_, input, result) => ({
    subjectId: result.clubId,
    details: { criterion: input.criterionId, members: input.members.length },
  }),
});

export const proposeMembers = command({
  name: 'clubs.propose-members',
  summary: 'Offer free places of a club that is still forming to further candidates of its theme.',
  input: z.object({
    clubId: idOf('clu'),
    members: chosenMembers.min(1, { error: 'clubs.invalid.nobody' }),
    anyway,
  }),
  opensRows: 'forming a club from priorities',
  load: async ({ tx, actor, now }, input) => {
    const club = await store.clubForUpdate(tx, input.clubId);
    // row policies are open here, so that the club is only there for its own facilitator
    if (!club || actor.kind !== 'person' || !mayLead(actor, club).allow) return null;
    const today = now.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
    const present = await store.membersOf(tx, [club.id]);
    const candidates = (
      await priorityHolders(tx, itemsOfCriterion(club.criterion_id), today)
    ).filter((row) => row.person_id !== actor.personId);
    return { actor, club, present, candidates };
  },
  permit: (actor, { club }) =>
    all(
      mayFormClubs(actor),
      club.state === 'forming' || club.state === 'running' ? allow : refuse('clubs.refused.over'),
    ),
  run: async ({ tx, now, today, post, runtime }, { actor, club, present, candidates }, input) => {
    const asPlace = (row: (typeof candidates)[number] | (typeof present)[number]) => ({
      personId: row.person_id,
      orgId: row.org_id,
      orgName: row.org_name,
    });
    const known = input.members.flatMap(
      (m) => candidates.find((c) => c.person_id === m.personId && c.org_id === m.orgId) ?? [],
    );
    // an organisation that was asked once, whatever the answer, is not asked again by the same club
    const asked = known.find((row) => present.some((m) => m.org_id === row.org_id));
    if (asked)
      return fail('clubs.invalid.same-organisation', { organisation: asked.org_name }, 'members');
    if (known.length < input.members.length)
      return fail('clubs.invalid.no-candidate', undefined, 'members');
    const faults = memberFaults(
      known.map(asPlace),
      present.filter((m) => m.state === 'proposed' || m.state === 'accepted').map(asPlace),
    );
    if (faults.length > 0) return failAll(faults);
    const all = [
      ...known,
      ...present.filter((m) => m.state === 'proposed' || m.state === 'accepted'),
    ];
    const against = input.anyway ? [] : await doubts(tx, actor.personId, all, club.language, today);
    if (against.length > 0) return failAll(against);
    await store.insertMembers(
      tx,
      club.id,
      known.map((row) => ({ personId: row.person_id, orgId: row.org_id })),
      membershipLifecycle.initial,
      now,
    );
    for (const row of known) {
      const mail = proposalMail(row, club, actor.name, runtime.config.origin);
      if (mail) await post(mail);
    }
    return ok({ proposed: known.length });
  },
  audit: ({ club }, _, result) => ({ subjectId: club.id, details: { proposed: result.proposed } }),
});

/** The actor's own place in a club, under lock, with the club and its facilitator. */
async function ownPlace(
  { tx, actor }: Pick<CommandTools, 'tx' | 'actor'>,
  clubId: `clu_${string}`,
) {
  if (actor.kind !== 'person') return null;
  const membership = await store.membershipForUpdate(tx, clubId, actor.personId);
  const club = await store.clubById(tx, clubId);
  return membership && club ? { actor, membership, club } : null;
}

/** Who leads the club, as mails address them. */
export function facilitatorOf(club: NonNullable<Awaited<ReturnType<typeof store.clubById>>>) {
  const { given_name, family_name, preferred_name, email, reads } = club;
  return {
    person_id: club.facilitator_id,
    given_name,
    family_name,
    preferred_name,
    email,
    language: reads,
  };
}

const alreadyAnswered = () => fail('platform.error.already-done', undefined, undefined, 'conflict');

export const acceptMembership = command({
  name: 'clubs.accept-membership',
  summary: 'Join a club you were proposed for.',
  input: z.object({ clubId: idOf('clu') }),
  load: (tools, input) => ownPlace(tools, input.clubId),
  permit: (actor, { membership }) => allowIf(isPerson(actor, membership.person_id), hide),
  run: async (tools, { actor, membership, club }, input) => {
    const { tx, now, post, runtime } = tools;
    const verdict = can(membershipLifecycle, membership.state, 'accept', {
      roles: ['invited'],
      subject: undefined,
    });
    if (!verdict.ok) return alreadyAnswered();
    await store.setMemberState(tx, club.id, actor.personId, verdict.to, now);
    const facilitator = facilitatorOf(club);
    const told = answerMail(facilitator, club, actor, 'accepted', runtime.config.origin);
    if (told) await post(told);
    // who joins late is invited to what is already planned
    const coming = (await store.meetingsOf(tx, [input.clubId])).filter(
      (m) => Temporal.Instant.compare(m.starts_at, now) > 0,
    );
    for (const meeting of coming) {
      await addParticipants(tx, meeting.id, [actor.personId]);
      await tellInvited(tools, 'planned', meeting.id, [actor.personId]);
    }
    await followThreads(tools, { kind: 'club', id: club.id });
    return ok();
  },
  audit: ({ club, membership }) => ({ subjectId: club.id, orgId: membership.org_id }),
});

export const declineMembership = command({
  name: 'clubs.decline-membership',
  summary: 'Say that you do not join a club you were proposed for. This cannot be undone.',
  input: z.object({ clubId: idOf('clu') }),
  load: (tools, input) => ownPlace(tools, input.clubId),
  permit: (actor, { membership }) => allowIf(isPerson(actor, membership.person_id), hide),
  run: async ({ tx, now, post, runtime }, { actor, membership, club }) => {
    const verdict = can(membershipLifecycle, membership.state, 'decline', {
      roles: ['invited'],
      subject: undefined,
    });
    if (!verdict.ok) return alreadyAnswered();
    await store.setMemberState(tx, club.id, actor.personId, verdict.to, now);
    const told = answerMail(facilitatorOf(club), club, actor, 'declined', runtime.config.origin);
    if (told) await post(told);
    return ok();
  },
  audit: ({ club, membership }) => ({ subjectId: club.id, orgId: membership.org_id }),
});

export const startClub = command({
  name: 'clubs.start-club',
  summary: 'Begin a club once at least five people have accepted.',
  input: z.object({ clubId: idOf('clu') }),
  load: async ({ tx }, input) => {
    const club = await store.clubForUpdate(tx, input.clubId);
    return club ? { club, members: await store.membersOf(tx, [club.id]) } : null;
  },
  permit: (actor, { club }) => mayOwnClub(actor, club),
  run: async (tools, { club, members }) => {
    const { tx, actor, now } = tools;
    const accepted = members.filter((m) => m.state === 'accepted').length;
    const verdict = can(clubLifecycle, club.state, 'start', {
      roles: ['facilitator'],
      subject: { accepted },
    });
    if (!verdict.ok) {
      return verdict.reason === 'guard'
        ? fail('clubs.invalid.not-enough', { accepted, least: clubSize.min })
        : fail('platform.error.already-done', undefined, undefined, 'conflict');
    }
    await store.setClubState(tx, club.id, verdict.to, now);
    const welcome = textTemplates.find((each) => each.id === 'welcome');
    const threadId = await startThread(tools, {
      about: { kind: 'club', id: club.id },
      subject: club.name,
      text: filledText(wordsIn(welcome?.text ?? { en: '{club}', fr: '{club}' }, club.language), {
        club: club.name,
        theme: wordingFor(club.language).criterion(club.criterion_id).text,
        questions: club.questions.map((q) => `- ${q}`).join('\n'),
        facilitator: actor.kind === 'person' ? actor.name : '',
      }),
      parties: { choices: ['member'] },
      startKey: `club:${club.id}`,
    });
    await store.setThread(tx, club.id, threadId);
    return ok({ accepted });
  },
  audit: ({ club }, _, result) => ({ subjectId: club.id, details: { accepted: result.accepted } }),
});

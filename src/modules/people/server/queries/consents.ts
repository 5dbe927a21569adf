import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import type { ApplicationId, MobilityId, OrgId, PersonId } from '#kernel/ids.ts';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import type { Readable } from '#platform/database/index.ts';
import { languages } from '#platform/i18n/index.ts';
import { query } from '#platform/query.ts';
import {
  type ConsentStanding,
  comesOfAgeOn,
  consentKinds,
  displayName,
  holderRule,
  isOfAge,
  optionalKinds,
  standingOf,
} from '../../core/index.ts';
import { mayAnswer } from '../../core/policy.ts';
import type { ConsentCapacity, ConsentKind, ConsentVoice } from '../../core/types.ts';
import { optionalWording } from '../notices.ts';
import * as store from '../store.ts';

/** A stay for which consents are asked, as later modules know it. */
export type ConsentOccasion = {
  applicationId: ApplicationId;
  mobilityId: MobilityId | null;
  /** what the reader is to it */
  role: 'family' | 'school' | 'supporting' | 'hosting';
  schoolId: OrgId;
  school: string;
  /** whose law is asked how many must agree: the school's country */
  countryCode: string;
  /** organisations beside the school that see the dossier, by name */
  partners: string[];
  intake: string;
  startsOn: Temporal.PlainDate;
  endsOn: Temporal.PlainDate;
  /** it still lies ahead or goes on: answers count for something */
  open: boolean;
  /** the pupil is chosen: what has not been answered is a task */
  chosen: boolean;
  /** the first consent is still about something to come */
  firstOpen: boolean;
  /** the same of the binding one; null before there is anything to bind */
  bindingOpen: boolean | null;
};

type OccasionSource = (
  read: Readable,
  at: { actor: Actor; pupilId: PersonId; today: Temporal.PlainDate },
) => Promise<ConsentOccasion[]>;
let source: OccasionSource = async () => [];

/** The roof hands in the stays of a pupil as far as the reader sees them, the newest first. */
export function setConsentOccasions(next: OccasionSource): void {
  source = next;
}

export function occasionsOf(
  read: Readable,
  at: { actor: Actor; pupilId: PersonId; today: Temporal.PlainDate },
): Promise<ConsentOccasion[]> {
  return source(read, at);
}

const voiceOf = (row: Awaited<ReturnType<typeof store.voicesOf>>[number]): ConsentVoice => ({
  givenBy: row.given_by,
  capacity: row.capacity as ConsentCapacity,
  answer: row.answer === 'no' ? 'no' : 'yes',
  givenAt: row.given_at,
  withdrawnAt: row.withdrawn_at,
});

/**
 * Where one consent of one stay stands today.
 * @param of.day the day on which age and parental responsibility are counted
 */
export async function standingIn(
  read: Readable,
  of: {
    pupilId: PersonId;
    applicationId: ApplicationId;
    kind: ConsentKind;
    countryCode: string;
    day: Temporal.PlainDate;
  },
): Promise<ConsentStanding> {
  const person = await store.personById(read, of.pupilId);
  const holders = await store.holdersOf(read, [of.pupilId], of.day);
  const voices = await store.voicesOf(read, [of.applicationId]);
  return standingOf(voices.filter((v) => v.kind === of.kind).map(voiceOf), {
    pupilId: of.pupilId,
    holders: holders.map((h) => h.guardian_id),
    ofAge: isOfAge(person?.birth_date, of.day),
    rule: holderRule(of.countryCode),
  });
}

const recordView = z.object({
  /** null where the reader does not see the other guardian, or where who it was is not told */
  name: z.string().nullable(),
  own: z.boolean(),
  capacity: z.enum(['guardian', 'pupil_of_age', 'guardian_with_pupil']),
  answer: z.enum(['yes', 'no']),
  at: instantView,
  wording: z.string(),
  language: z.string(),
  withdrawnAt: instantView.nullable(),
});

const kindView = z.object({
  kind: z.enum(consentKinds),
  complete: z.boolean(),
  /** not everybody who is asked agrees: said of a no as of a yes taken back, without saying whose */
  disagrees: z.boolean(),
  /** guardians agreed when the pupil was a minor; the pupil is asked now */
  outgrown: z.boolean(),
  /** how many are asked and have not answered */
  waiting: z.number(),
  /** what the reader has said; 'open' where they are asked and have not answered, null where they are not asked */
  mine: z.enum(['yes', 'no', 'open']).nullable(),
  /** in force, with their words; for the family also what the reader took back */
  records: z.array(recordView),
  /** those who said no and wanted the school to know */
  told: z.array(z.object({ name: z.string().nullable(), at: instantView })),
  /** the words of today, for who is asked */
  wording: z.string().nullable(),
});

export const getConsents = query({
  name: 'people.get-consents',
  summary:
    'What was agreed for a pupil, in the words then shown: first and binding consent, photos, sharing of data, emergency treatment. The school sees whether each is complete, not who disagrees.',
  input: z.object({ pupilId: idOf('per'), language: z.enum(languages).default('en') }),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    pupil: z.object({
      id: idView('per'),
      name: z.string(),
      called: z.string(),
      ofAge: z.boolean(),
    }),
    /** while the pupil is a minor: the day on which they answer for themselves */
    ofAgeOn: dateView.nullable(),
    /** who reads */
    me: z.object({
      name: z.string(),
      as: z.enum(['guardian', 'pupil', 'pupil_of_age', 'other']),
      /** others who sign in with the same address, as far as the reader sees them */
      sameAddress: z.array(z.string()),
    }),
    /** those who hold parental responsibility today, for the family */
    holders: z.number(),
    occasions: z.array(
      z.object({
        applicationId: idView('app'),
        mobilityId: idView('mob').nullable(),
        role: z.enum(['family', 'school', 'supporting', 'hosting']),
        school: z.string(),
        partners: z.array(z.string()),
        intake: z.string(),
        startsOn: dateView,
        endsOn: dateView,
        open: z.boolean(),
        country: z.string(),
        rule: z.object({
          holders: z.enum(['one', 'both']),
          certainty: z.enum(['found', 'unclear', 'unknown']),
          source: z.string().nullable(),
        }),
        kinds: z.array(kindView),
      }),
    ),
  }),
  view: async ({ read, scope, today }, input) => {
    const { actor } = scope;
    const person = await store.personById(read, input.pupilId);
    if (!person) return null;
    const occasions = await occasionsOf(read, { actor, pupilId: person.id, today });
    if (occasions.length === 0) return null;
    const holders = (await store.holdersOf(read, [person.id], today)).map((h) => h.guardian_id);
    const ofAge = isOfAge(person.birth_date, today);
    const voices = await store.voicesOf(
      read,
      occasions.map((o) => o.applicationId),
    );
    const isPupil = actor.personId === person.id;
    const isGuardian = holders.includes(actor.personId);
    const self = await store.personById(read, actor.personId);
    const same = self?.email ? await store.personsByEmail(read, self.email) : [];
    return {
      pupil: {
        id: person.id,
        name: displayName(person),
        called: person.preferred_name || person.given_name,
        ofAge,
      },
      ofAgeOn: !ofAge && person.birth_date ? comesOfAgeOn(person.birth_date) : null,
      me: {
        name: actor.name,
        as: isPupil
          ? ofAge
            ? ('pupil_of_age' as const)
            : ('pupil' as const)
          : isGuardian
            ? ('guardian' as const)
            : ('other' as const),
        sameAddress: same.filter((p) => p.id !== actor.personId).map((p) => displayName(p)),
      },
      holders: holders.length,
      occasions: occasions.map((o) => {
        const rule = holderRule(o.countryCode);
        const here = voices.filter((v) => v.application_id === o.applicationId);
        const kinds = consentKinds.flatMap((kind) => {
          const said = here.filter((v) => v.kind === kind);
          const isOptional = optionalKinds.some((k) => k === kind);
          // the binding one has nothing to bind before family and school are found; the first is asked from the first day
          const isAsked = isOptional || (kind === 'first' && o.firstOpen);
          if (!isAsked && said.length === 0) return [];
          // what was about a step that is done keeps the words of those who were asked then
          const over =
            (kind === 'first' && !o.firstOpen) || (kind === 'binding' && o.bindingOpen !== true);
          const standing = standingOf(said.map(voiceOf), {
            pupilId: person.id,
            holders,
            ofAge: over && said.some((v) => v.capacity !== 'pupil_of_age') ? false : ofAge,
            rule,
          });
          const shown = kindOf(kind, said, standing, {
            role: o.role,
            actorId: actor.personId,
            over,
          });
          const optional = optionalKinds.find((k) => k === kind);
          return [
            {
              ...shown,
              wording:
                optional && shown.mine !== null
                  ? optionalWording(input.language, optional, {
                      pupil: displayName(person),
                      who: actor.name,
                      ofAge,
                      school: o.school,
                      partners: o.partners,
                      startsOn: o.startsOn,
                      endsOn: o.endsOn,
                    })
                  : null,
            },
          ];
        });
        return { ...o, country: o.countryCode, rule, kinds };
      }),
    };
  },
});

/** What of one consent the reader may see. */
function kindOf(
  kind: ConsentKind,
  said: Awaited<ReturnType<typeof store.voicesOf>>,
  standing: ConsentStanding,
  reader: { role: ConsentOccasion['role']; actorId: PersonId; over: boolean },
): Omit<z.input<typeof kindView>, 'wording'> {
  const family = reader.role === 'family';
  const named = family || reader.role !== 'hosting';
  const counting = said.filter(
    (v) => v.withdrawn_at === null && v.answer === 'yes' && standing.agreed.includes(v.given_by),
  );
  const own = said.filter((v) => v.given_by === reader.actorId);
  // beside the family nobody reads single answers before all are there: what is missing would tell whose
  const shown = family
    ? [...counting, ...own.filter((v) => !counting.includes(v))]
    : standing.complete && named
      ? counting
      : [];
  return {
    kind,
    complete: standing.complete,
    disagrees: standing.disagrees && !standing.complete,
    outgrown: standing.outgrown,
    waiting: standing.open.length,
    mine:
      !family || reader.over || !standing.asked.includes(reader.actorId)
        ? null
        : standing.agreed.includes(reader.actorId)
          ? 'yes'
          : standing.open.includes(reader.actorId)
            ? 'open'
            : 'no',
    records: shown
      .sort((a, b) => Temporal.Instant.compare(b.given_at, a.given_at))
      .map((v) => ({
        name: nameOf(v),
        own: v.given_by === reader.actorId,
        capacity: v.capacity as ConsentCapacity,
        answer: v.answer === 'no' ? 'no' : 'yes',
        at: v.given_at,
        wording: v.wording,
        language: v.language,
        withdrawnAt: v.withdrawn_at,
      })),
    told: toldOf(said, standing),
  };
}

function toldOf(
  said: Awaited<ReturnType<typeof store.voicesOf>>,
  standing: ConsentStanding,
): { name: string | null; at: Temporal.Instant }[] {
  return standing.asked
    .filter((id) => !standing.agreed.includes(id) && !standing.open.includes(id))
    .flatMap((id) => {
      const own = said
        .filter((v) => v.given_by === id && v.withdrawn_at !== null)
        .sort((x, y) =>
          x.withdrawn_at && y.withdrawn_at
            ? Temporal.Instant.compare(y.withdrawn_at, x.withdrawn_at)
            : 0,
        );
      // the last word decides; what was taken back and the no in its place were said at one moment
      const last = own.filter((v) => String(v.withdrawn_at) === String(own[0]?.withdrawn_at));
      const told = last.find((v) => v.told_school);
      return told?.withdrawn_at ? [{ name: nameOf(told), at: told.withdrawn_at }] : [];
    });
}

function nameOf(p: {
  given_name: string | null;
  family_name: string | null;
  preferred_name: string | null;
}): string | null {
  return p.given_name !== null && p.family_name !== null
    ? displayName({
        given_name: p.given_name,
        family_name: p.family_name,
        preferred_name: p.preferred_name,
      })
    : null;
}

export const listOwnConsents = query({
  name: 'people.list-own-consents',
  summary:
    'The pupils for whom you are asked for consents: your children, and yourself. With how many answers of yours are open.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { actor } : null),
  output: z.object({
    pupils: z.array(
      z.object({
        id: idView('per'),
        name: z.string(),
        called: z.string(),
        self: z.boolean(),
        ofAge: z.boolean(),
        /** optional consents of chosen pupils that wait for the reader's answer */
        open: z.number(),
        /** guardians agreed before; the reader is of age now */
        outgrown: z.boolean(),
        intakes: z.array(z.string()),
      }),
    ),
  }),
  view: async ({ read, scope, today }) => {
    const { actor } = scope;
    const children = await store.childrenOf(read, actor.personId, today);
    const own = await store.personById(read, actor.personId);
    const pupils: Awaited<ReturnType<typeof ownPupil>>[] = [];
    for (const person of [...(own ? [own] : []), ...children])
      pupils.push(await ownPupil(read, actor, person, today));
    return { pupils: pupils.filter((p) => p !== null) };
  },
});

async function ownPupil(
  read: Readable,
  actor: Actor & { kind: 'person' },
  person: {
    id: PersonId;
    given_name: string;
    family_name: string;
    preferred_name: string | null;
    birth_date: Temporal.PlainDate | null;
  },
  today: Temporal.PlainDate,
) {
  const occasions = (await occasionsOf(read, { actor, pupilId: person.id, today })).filter(
    (o) => o.role === 'family',
  );
  if (occasions.length === 0) return null;
  const ofAge = isOfAge(person.birth_date, today);
  const holders = (await store.holdersOf(read, [person.id], today)).map((h) => h.guardian_id);
  const answers = mayAnswer(actor, { pupilId: person.id, holders, ofAge }).allow;
  const asked = occasions.filter((o) => o.open && o.chosen);
  const voices = await store.voicesOf(
    read,
    asked.map((o) => o.applicationId),
  );
  const standings = asked.flatMap((o) =>
    optionalKinds.map((kind) =>
      standingOf(
        voices.filter((v) => v.application_id === o.applicationId && v.kind === kind).map(voiceOf),
        { pupilId: person.id, holders, ofAge, rule: holderRule(o.countryCode) },
      ),
    ),
  );
  return {
    id: person.id,
    name: displayName(person),
    called: person.preferred_name || person.given_name,
    self: person.id === actor.personId,
    ofAge,
    open: answers ? standings.filter((s) => s.open.includes(actor.personId)).length : 0,
    outgrown: answers && standings.some((s) => s.outgrown),
    intakes: [...new Set(occasions.map((o) => o.intake))],
  };
}

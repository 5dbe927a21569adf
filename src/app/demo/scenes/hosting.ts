import type { FamilyId } from '#kernel/ids.ts';
import {
  addFamily,
  addFamilyMember,
  addHostOffer,
  changeFamilyHome,
  changeFamilyLetter,
  linkHostParent,
  recordFamilyCheck,
} from '#modules/hosting/server/index.ts';
import { dataOf, type Stage, together } from '../stage.ts';
import {
  coordinatorOf,
  type Intake,
  mentorOf,
  type Phase,
  type School,
  schools,
  supportOf,
} from './applying.ts';
import { leavePhone, phoneIn } from './joining.ts';

type FamilyData = {
  org: string;
  school: School;
  intake: Phase;
  name: string;
  city: string;
  countryCode: string;
  street: string;
  postcode: string;
  minutesToSchool: number;
  languages: string[];
  interests: ('music' | 'sport')[];
  letter: string;
  unready?: true;
  home: {
    pets: { kind: 'cat' | 'dog' | 'bird'; indoors: boolean }[];
    smoking: 'none' | 'outdoors' | 'indoors';
    acceptsSmoker: 'yes' | 'rather_not' | 'strongly_object';
    diets: Record<string, 'yes' | 'rather_not' | 'strongly_object'>;
    foodsServed: ('nuts' | 'dairy' | 'fish')[];
    style: string[];
    activities: string[];
    atHostSchool?: 'no' | 'school' | 'class';
    hostedBefore: number;
  };
  members: {
    givenName: string;
    familyName: string;
    birthDate: string;
    gender: 'f' | 'm' | 'x';
    relation: 'parent' | 'child' | 'other';
    email?: string;
  }[];
};

export const familyRows = (): Record<string, FamilyData> => dataOf('families');

/** The day for which the births of host families were written. */
const written = Temporal.PlainDate.from('2022-02-01');

const offers: Record<School, { language: string; subjects: string[]; note: string }> = {
  brussels: {
    language: 'fr',
    subjects: ['mathématiques', 'français', 'sciences', 'histoire', 'informatique'],
    note: 'A fourth or fifth year class. French as a foreign language four hours a week. The class has a pupil who looks after each guest.',
  },
  madrid: {
    language: 'es',
    subjects: ['matemáticas', 'lengua', 'física y química', 'historia', 'teatro'],
    note: 'Bachillerato or 4º ESO. Spanish for newcomers three hours a week, theatre workshop on Thursdays.',
  },
  riga: {
    language: 'lv',
    subjects: ['matemātika', 'angļu valoda', 'vēsture', 'bioloģija', 'māksla'],
    note: 'Lessons in Latvian with a partner who helps in English. Beginners’ Latvian twice a week.',
  },
  chartres: {
    language: 'fr',
    subjects: ['mathématiques', 'français', 'physique-chimie', 'histoire-géographie', 'SVT'],
    note: 'Une classe de 2de ou de 1re. Accompagnement en français langue étrangère le mercredi.',
  },
};

/** The hosting side offers places at each school for an intake. */
export async function offerPlaces(
  stage: Stage,
  intake: Intake,
  which: readonly School[] = schools,
): Promise<void> {
  await together(which, async (school) => {
    await stage.act(coordinatorOf[supportOf[school]] as string, addHostOffer, {
      intakeId: intake.id,
      hostSchoolId: stage.org(school),
      hostingOrgId: stage.org(supportOf[school]),
      places: 2,
      mentorId: await stage.personId(mentorOf[school]),
      ...offers[school],
    });
  });
}

/**
 * Families are entered, described and vetted by their organisation; one adult of each can sign in.
 * @param when the day on which the home was visited and the checks were seen
 */
export async function enterFamilies(
  stage: Stage,
  phase: Phase,
  when: { entered: Temporal.PlainDate; vetted: Temporal.PlainDate },
): Promise<Map<string, FamilyId>> {
  const rows = Object.entries(familyRows()).filter(([, f]) => f.intake === phase);
  const days = written.until(stage.today, { largestUnit: 'days' }).days;
  const entered = new Map<string, { id: FamilyId; version: number; members: string[] }>();
  stage.on(when.entered, 14);
  await together(rows, async ([key, f]) => {
    const who = coordinatorOf[f.org] as string;
    const { familyId } = await stage.act(who, addFamily, {
      orgId: stage.org(f.org),
      name: f.name,
      countryCode: f.countryCode,
      city: f.city,
      street: f.street,
      postcode: f.postcode,
      minutesToSchool: f.minutesToSchool,
    });
    const family = { id: familyId, version: 1, members: [] as string[] };
    for (const m of f.members) {
      const { memberId } = await stage.act(who, addFamilyMember, {
        familyId,
        version: family.version++,
        givenName: m.givenName,
        familyName: m.familyName,
        birthDate: Temporal.PlainDate.from(m.birthDate).add({ days }).toString(),
        gender: m.gender,
        relation: m.relation,
      });
      family.members.push(memberId);
    }
    for (const [i, m] of f.members.entries()) {
      if (!m.email) continue;
      await stage.act(who, linkHostParent, {
        familyId,
        version: family.version++,
        memberId: family.members[i] as `fme_${string}`,
        email: m.email,
        language: f.org === 'afs-be' || f.org === 'afs-fr' ? 'fr' : 'en',
      });
    }
    entered.set(key, family);
  });
  stage.on(when.entered.add({ days: 2 }), 20);
  await together(rows, async ([key, f]) => {
    const family = known(entered, key);
    const host = hostOf(f);
    await leavePhone(stage, host, phoneIn(f.school, 50 + Object.keys(familyRows()).indexOf(key)));
    await stage.act(host, changeFamilyHome, {
      familyId: family.id,
      version: family.version++,
      home: {
        pets: f.home.pets,
        smoking: f.home.smoking,
        acceptsSmoker: f.home.acceptsSmoker,
        dietsAccepted: {
          vegetarian: 'rather_not',
          vegan: 'rather_not',
          halal: 'rather_not',
          kosher: 'rather_not',
          'gluten-free': 'rather_not',
          'lactose-free': 'rather_not',
          ...f.home.diets,
        },
        foodsServed: f.home.foodsServed,
        beds: [{ kind: 'own_room', sharedWith: [] }],
        style: f.home.style,
        religion: null,
        activities: f.home.activities,
        genderPreference: null,
        wishes: { countries: [], languages: [] },
        atHostSchool: f.home.atHostSchool ?? 'no',
        hostedBefore: f.home.hostedBefore,
      },
    });
    await stage.act(host, changeFamilyLetter, {
      familyId: family.id,
      version: family.version++,
      languages: f.languages,
      interests: f.interests,
      letter: f.letter,
    });
  });
  stage.on(when.vetted, 18);
  await together(rows, async ([key, f]) => {
    const family = known(entered, key);
    const who = coordinatorOf[f.org] as string;
    const at = () => ({ familyId: family.id, version: family.version++ });
    const day = (d: Temporal.PlainDate) => d.toString();
    await stage.act(who, recordFamilyCheck, {
      kind: 'visit',
      ...at(),
      visitedOn: day(when.vetted.subtract({ days: 3 })),
      visitedBy: await stage.personId(who),
    });
    await stage.act(who, recordFamilyCheck, {
      kind: 'references',
      ...at(),
      count: f.unready ? 1 : 2,
    });
    if (f.unready) return;
    await stage.act(who, recordFamilyCheck, {
      kind: 'charter',
      ...at(),
      signedOn: day(when.vetted),
    });
    for (const [i, m] of f.members.entries()) {
      const validUntil = when.vetted.add({ months: 12 });
      const bornOn = Temporal.PlainDate.from(m.birthDate).add({ days });
      // nobody asks a child for one
      if (bornOn.until(validUntil, { largestUnit: 'years' }).years < 18) continue;
      await stage.act(who, recordFamilyCheck, {
        kind: 'record',
        ...at(),
        memberId: family.members[i] as `fme_${string}`,
        seenOn: day(when.vetted.subtract({ days: 1 })),
        validUntil: day(validUntil),
      });
    }
  });
  return new Map([...entered].map(([key, f]) => [key, f.id]));
}

/** The adult of a family who signs in. */
export function hostOf(family: FamilyData): string {
  const email = family.members.find((m) => m.email)?.email ?? '';
  return email.split('@')[0] ?? '';
}

function known<V>(all: Map<string, V>, key: string): V {
  const found = all.get(key);
  if (!found) throw new Error(`no family ${key}`);
  return found;
}

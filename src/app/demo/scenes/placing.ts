import type { FamilyId, HostOfferId, MobilityId } from '#kernel/ids.ts';
import { isOfAge } from '#modules/mobilities/core/index.ts';
import {
  chooseHostingSide,
  giveBindingConsent,
  nameContactTeacher,
} from '#modules/mobilities/server/index.ts';
import {
  answerPlacement,
  proposePlacement,
  setPlacementContactPerson,
} from '#modules/placements/server/index.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import { dataOf, type Stage, together } from '../stage.ts';
import { coordinatorOf, type Intake, type Pupil, type School, teacherOf } from './applying.ts';
import { familyRows, hostOf } from './hosting.ts';
import type { Learner } from './learning.ts';

type Plan = {
  family: string;
  hosting: string;
  host: School;
  contact: string;
  contactKm: number;
  declined?: { family: string; note: string };
};
const plans = (): Record<string, Plan> => dataOf('placements');

export type Placed = Learner & { plan: Plan; hostParent: string };

function planOf(pupil: Pupil): Plan {
  const plan = plans()[pupil.key];
  if (!plan) throw new Error(`no plan for ${pupil.key}`);
  return plan;
}

/** The school names the hosting side, and the teacher who links everybody. */
export async function openDossiers(
  stage: Stage,
  intake: Intake,
  pupils: Pupil[],
): Promise<Placed[]> {
  const rows = await stage.look((read) =>
    read
      .selectFrom('mobilities as m')
      .innerJoin('persons as p', 'p.id', 'm.pupil_id')
      .select(['m.id', 'm.application_id', 'p.birth_date'])
      .where('m.intake_id', '=', intake.id)
      .execute(),
  );
  return together(pupils, async (pupil) => {
    const plan = planOf(pupil);
    const row = rows.find((r) => r.application_id === pupil.applicationId);
    if (!row) throw new Error(`no dossier was opened for ${pupil.key}`);
    const who = coordinatorOf[pupil.school] as string;
    await stage.act(who, chooseHostingSide, {
      mobilityId: row.id,
      hostingOrgId: stage.org(plan.hosting),
    });
    await stage.act(who, nameContactTeacher, {
      mobilityId: row.id,
      personId: await stage.personId(teacherOf[pupil.school]),
    });
    const family = familyRows()[plan.family];
    if (!family) throw new Error(`no family ${plan.family}`);
    return {
      ...pupil,
      plan,
      mobilityId: row.id,
      host: plan.host,
      // counted on the day on which the placement is answered
      ofAge: isOfAge(row.birth_date, intake.startsOn.subtract({ days: 48 })),
      hostParent: hostOf(family),
    };
  });
}

type Offers = Map<School, HostOfferId>;

async function offersOf(stage: Stage, intake: Intake): Promise<Offers> {
  const rows = await stage.look((read) =>
    read
      .selectFrom('host_offers')
      .select(['id', 'host_school_id'])
      .where('intake_id', '=', intake.id)
      .execute(),
  );
  return new Map(
    (['brussels', 'madrid', 'riga', 'chartres'] as const).flatMap((school) => {
      const row = rows.find((r) => r.host_school_id === stage.org(school));
      return row ? [[school, row.id] as const] : [];
    }),
  );
}

async function propose(
  stage: Stage,
  intake: Intake,
  placed: Placed,
  familyId: FamilyId | undefined,
  offers: Offers,
) {
  const hostOfferId = offers.get(placed.host);
  if (!familyId || !hostOfferId) throw new Error(`no family or offer for ${placed.key}`);
  const { placementId } = await stage.act(
    coordinatorOf[placed.plan.hosting] as string,
    proposePlacement,
    {
      mobilityId: placed.mobilityId,
      familyId,
      hostOfferId,
      fromOn: intake.startsOn.toString(),
      untilOn: intake.endsOn.toString(),
    },
  );
  return { mobilityId: placed.mobilityId as MobilityId, placementId };
}

/** Families are proposed and everybody who is asked answers; one pupil says no first, and a nearer family is found. */
export async function place(
  stage: Stage,
  intake: Intake,
  all: Placed[],
  families: Map<string, FamilyId>,
): Promise<void> {
  const before = (days: number) => intake.startsOn.subtract({ days });
  const offers = await offersOf(stage, intake);
  for (const placed of all) {
    const first = placed.plan.declined;
    if (!first) continue;
    stage.on(before(60));
    const proposed = await propose(stage, intake, placed, families.get(first.family), offers);
    stage.on(before(58), 19);
    await stage.act(placed.key, answerPlacement, {
      ...proposed,
      side: 'pupil',
      answer: 'no',
      note: first.note,
    });
  }
  stage.on(before(52));
  const proposals = await together(all, async (placed) => ({
    placed,
    proposed: await propose(stage, intake, placed, families.get(placed.plan.family), offers),
  }));
  stage.on(before(50), 9);
  await together(proposals, ({ placed, proposed }) =>
    stage.act(coordinatorOf[placed.host] as string, answerPlacement, {
      ...proposed,
      side: 'host_school',
      answer: 'yes',
      note: '',
    }),
  );
  stage.on(before(49), 20);
  await together(proposals, ({ placed, proposed }) =>
    stage.act(placed.hostParent, answerPlacement, {
      ...proposed,
      side: 'host_family',
      answer: 'yes',
      note: '',
    }),
  );
  stage.on(before(48), 18);
  await together(proposals, ({ placed, proposed }) =>
    stage.act(placed.key, answerPlacement, { ...proposed, side: 'pupil', answer: 'yes', note: '' }),
  );
  stage.on(before(47), 21);
  await together(
    proposals.filter(({ placed }) => !placed.ofAge),
    ({ placed, proposed }) =>
      stage.act(placed.guardian, answerPlacement, {
        ...proposed,
        side: 'guardian',
        answer: 'yes',
        note: '',
      }),
  );
  stage.on(before(44));
  await together(all, async (placed) => {
    await stage.act(coordinatorOf[placed.plan.hosting] as string, setPlacementContactPerson, {
      mobilityId: placed.mobilityId,
      personId: await stage.personId(placed.plan.contact),
      tie: 'none',
      distanceKm: placed.plan.contactKm,
    });
  });
}

/** The guardian, or a pupil of age, agrees for good once family, mentor and agreement are known. */
export async function consentBinding(stage: Stage, placed: Placed): Promise<void> {
  await stage.act(placed.ofAge ? placed.key : placed.guardian, giveBindingConsent, {
    mobilityId: placed.mobilityId,
    language: chooseLanguage(placed.ofAge ? placed.language : placed.guardianLanguage),
    wording: '',
    agrees: true,
  });
}

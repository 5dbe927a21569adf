import {
  addTicket,
  answerTrip,
  askTrip,
  draftTrip,
  notePaper,
  writeLegs,
} from '#modules/travel/server/index.ts';
import type { Stage } from '../stage.ts';
import { coordinatorOf, type Intake } from './applying.ts';
import type { Placed } from './placing.ts';

const countryOf: Record<string, string> = {
  riga: 'LV',
  madrid: 'ES',
  chartres: 'FR',
  brussels: 'BE',
};

type Trip = {
  place: string;
  purpose: string;
  leavesOn: Temporal.PlainDate;
  days: number;
  adult: [string, number, string];
  sleepsAt: string;
  catchUp: string;
};

async function ask(stage: Stage, placed: Placed, trip: Trip, key: string) {
  const [adultName, adultAge, adultPhone] = trip.adult;
  const { tripId } = await stage.act(placed.key, draftTrip, {
    mobilityId: placed.mobilityId,
    sendKey: key,
    place: trip.place,
    countryCode: countryOf[placed.host] as string,
    purpose: trip.purpose,
    leavesOn: trip.leavesOn.toString(),
    leavesAt: '16:15',
    returnsOn: trip.leavesOn.add({ days: trip.days }).toString(),
    returnsAt: '19:30',
    adultName,
    adultAge: String(adultAge),
    adultPhone,
    adultRelation: 'host_family',
    means: 'train',
    sleepsAt: trip.sleepsAt,
    catchUp: trip.catchUp,
    insured: true,
  });
  await stage.act(placed.key, askTrip, { tripId, version: 1 });
  const yes = (who: string, seat: string, note = '') =>
    stage.act(who, answerTrip, { tripId, seat, round: 1, answer: 'yes', note });
  await yes(placed.hostParent, 'host_family');
  await yes(placed.plan.contact, 'contact_person');
  return yes;
}

/** A booking on one page, as small as a PDF can be. */
const booking = Buffer.from(
  [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 120]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj',
    '4 0 obj<</Length 58>>stream',
    'BT /F1 14 Tf 20 60 Td (Example booking: flight EX 1010) Tj ET',
    'endstream endobj',
    'trailer<</Root 1 0 R>>',
  ].join('\n'),
).toString('base64');

/**
 * One pupil is away tonight and everybody has agreed; another waits for her mother, who says nothing for three days. Papers
 * and a booking of the first are there.
 */
export async function goOnTrips(stage: Stage, intake: Intake, all: Placed[]): Promise<void> {
  const { today } = stage;
  const zoe = all.find((placed) => placed.key === 'zoe.mbuyi');
  const heloise = all.find((placed) => placed.key === 'heloise.faucon');
  if (!zoe || !heloise) return;
  stage.on(intake.startsOn.subtract({ days: 35 }), 20);
  const lasting = intake.endsOn.add({ years: 2 }).toString();
  for (const paper of [
    { kind: 'identity' as const, validUntil: lasting },
    { kind: 'ehic' as const, validUntil: lasting },
    {
      kind: 'insurance' as const,
      validUntil: intake.endsOn.add({ days: 10 }).toString(),
      insurer: 'Example Mutual',
      hotline: '+32 2 000 00 77',
      policyNumber: 'EX 20 4411',
    },
  ])
    await stage.act(zoe.guardian, notePaper, { mobilityId: zoe.mobilityId, ...paper });
  await stage.act(zoe.key, addTicket, {
    mobilityId: zoe.mobilityId,
    title: 'Rīga – Bruxelles, EX 1010',
    content: booking,
  });
  const way = {
    means: 'train' as const,
    leavesZone: 'Europe/Paris',
    arrivesZone: 'Europe/Paris',
  };
  const back = all.find((placed) => placed.key === 'angel.quinones');
  const day = intake.endsOn.toString();
  if (back)
    await stage.act(coordinatorOf[back.school] as string, writeLegs, {
      mobilityId: back.mobilityId,
      direction: 'return',
      legs: [
        {
          ...way,
          number: 'TER 62413',
          fromPlace: 'Chartres',
          leavesOn: day,
          leavesAt: '07:42',
          toPlace: 'Paris-Montparnasse',
          arrivesOn: day,
          arrivesAt: '08:50',
        },
      ],
      version: 1,
    });
  stage.on(today.subtract({ days: 5 }), 18);
  const zoeMay = await ask(
    stage,
    zoe,
    {
      place: 'Cēsis',
      purpose: 'The birthday of my host grandmother',
      leavesOn: today,
      days: 2,
      adult: ['Baiba Liepiņa', 47, '+371 2000 1177'],
      sleepsAt: 'With the parents of Baiba, in Cēsis',
      catchUp: 'I ask Agnese for the notes of the morning',
    },
    'example-trip-1',
  );
  stage.on(today.subtract({ days: 4 }), 20);
  await zoeMay(
    zoe.guardian,
    `guardian:${await stage.personId(zoe.guardian)}`,
    'Amuse-toi bien, et envoie une photo.',
  );
  stage.on(today.subtract({ days: 3 }), 10);
  await zoeMay(coordinatorOf[zoe.school] as string, 'school');
  stage.on(today.subtract({ days: 3 }), 19);
  const friday = today.add({ days: ((5 - today.dayOfWeek + 7) % 7) + 7 });
  await ask(
    stage,
    heloise,
    {
      place: 'Toledo',
      purpose: 'Voir la ville avec ma famille d’accueil',
      leavesOn: friday,
      days: 2,
      adult: ['Nuria Benítez', 23, '+34 600 000 311'],
      sleepsAt: 'Chez la tante de Pablo, à Toledo',
      catchUp: '',
    },
    'example-trip-2',
  );
}

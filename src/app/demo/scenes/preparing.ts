import type { MobilityId } from '#kernel/ids.ts';
import {
  agreeNearby,
  allowNearby,
  answerBuddy,
  inviteParticipants,
  issueCertificates,
  planOrientation,
  recordAttendance,
  recordLevel,
  setGoal,
  suggestBuddy,
  translateTest,
  tryTest,
  writeTest,
} from '#modules/orientation/server/index.ts';
import {
  adaptResource,
  addResource,
  checkResource,
  editResource,
  markUsed,
} from '#modules/resources/server/index.ts';
import type { Stage } from '../stage.ts';

/** A page with a title and a few lines as PDF, made here: the library of the example holds invented texts. */
function leaflet(title: string, lines: readonly string[]): string {
  const escaped = (text: string) => text.replace(/[’‘]/g, "'").replace(/[\\()]/g, (c) => `\\${c}`);
  const shown = [
    `/F1 20 Tf 56 770 Td (${escaped(title)}) Tj`,
    '/F1 12 Tf 0 -36 Td (An example, invented for the demonstration.) Tj',
    ...lines.map((line) => `0 -22 Td (${escaped(line)}) Tj`),
  ];
  const content = `BT ${shown.join(' ')} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const at of places) text += `${String(at).padStart(10, '0')} 00000 n \n`;
  text += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1').toString('base64');
}

type Text = {
  title: string;
  summary: string;
  language: 'en' | 'fr';
  audiences: ('pupils' | 'natural_families' | 'host_families' | 'teachers' | 'volunteers')[];
  moments: (
    | 'preparing'
    | 'arriving'
    | 'settling'
    | 'midway'
    | 'ending'
    | 'back_home'
    | 'anytime'
  )[];
  licence?: string;
  shown?: ('partners' | 'network' | 'everybody')[];
  lines: string[];
};

async function add(stage: Stage, who: string, org: string, text: Text) {
  const { language, lines, shown = ['partners', 'network', 'everybody'], ...details } = text;
  const { resourceId } = await stage.act(who, addResource, {
    ...details,
    orgId: stage.org(org),
    languages: [language],
    shown,
    pdf: { name: `${text.title}.pdf`, content: leaflet(text.title, lines) },
    source: {
      name: `${text.title}.md`,
      content: Buffer.from(`# ${text.title}\n\n${lines.join('\n\n')}\n`).toString('base64'),
    },
  });
  return resourceId;
}

/** The stay of a pupil who is abroad, or was. */
async function stayOf(stage: Stage, who: string) {
  const pupilId = await stage.personId(who);
  return stage.look((read) =>
    read
      .selectFrom('mobilities')
      .select(['id', 'starts_on', 'ends_on'])
      .where('pupil_id', '=', pupilId)
      .executeTakeFirstOrThrow(),
  );
}

/** What organisations share: in two languages, for all who have a part in a stay, and one made anew by another. */
async function fillLibrary(stage: Stage) {
  const ups = await add(stage, 'marta.wierzba', 'efil', {
    title: 'Ups and downs of a stay',
    summary: 'Why the third week is often the hardest, and five things that help.',
    language: 'en',
    audiences: ['pupils', 'natural_families', 'host_families'],
    moments: ['settling', 'midway'],
    lines: ['Most people miss home in the third week.', 'It passes sooner when you say it.'],
  });
  await stage.act('marta.wierzba', checkResource, { resourceId: ups, months: '12' });
  const first = await add(stage, 'liga.abolina', 'afs-lv', {
    title: 'Half-way: what do you still want to try?',
    summary: 'Six questions for a walk with your contact person, or for yourself.',
    language: 'en',
    audiences: ['pupils'],
    moments: ['settling', 'midway', 'ending'],
    lines: ['What surprised you?', 'Whom would you like to know better?'],
  });
  await stage.act('sofie.desmedt', markUsed, {
    resourceId: first,
    orgId: stage.org('afs-be'),
    note: 'For the pupils we receive, too.',
  });
  await add(stage, 'sofie.desmedt', 'afs-be', {
    title: 'Avant le départ : la valise et le reste',
    summary: 'Une page à lire à deux, avec vos parents, trois semaines avant le départ.',
    language: 'fr',
    audiences: ['pupils', 'natural_families'],
    moments: ['preparing'],
    lines: ['La carte européenne, les papiers, un petit cadeau.', 'Comment et quand on s’appelle.'],
  });
  await add(stage, 'janis.kenins', 'riga', {
    title: 'A guest in your class',
    summary: 'How a subject teacher can help a pupil who does not speak the language yet.',
    language: 'en',
    audiences: ['teachers'],
    moments: ['anytime'],
    licence: 'CC-BY-ND-4.0',
    lines: ['Pictures before texts.', 'A neighbour who whispers.'],
  });
  const { resourceId: french } = await stage.act('sofie.desmedt', adaptResource, {
    resourceId: ups,
    orgId: stage.org('afs-be'),
  });
  await stage.act('sofie.desmedt', editResource, {
    resourceId: french,
    version: 2,
    title: 'Les hauts et les bas d’un séjour',
    summary: 'Pourquoi la troisième semaine est souvent la plus dure, et cinq choses qui aident.',
    languages: ['fr'],
    audiences: ['pupils', 'natural_families', 'host_families'],
    moments: ['settling', 'midway'],
    licence: 'CC-BY-4.0',
    shown: ['partners', 'network', 'everybody'],
  });
  return first;
}

/** Before departure with attendance, test and certificate; half-way in a few days. */
async function orient(
  stage: Stage,
  zoe: { id: MobilityId; starts_on: Temporal.PlainDate },
  materialId: `res_${string}`,
): Promise<void> {
  const person = await stage.personId('zoe.mbuyi');
  const held = zoe.starts_on.subtract({ days: 20 });
  stage.on(held.subtract({ days: 14 }), 10);
  const { orientationId } = await stage.act('sofie.desmedt', planOrientation, {
    orgId: stage.org('afs-be'),
    kind: 'pre_departure',
    title: 'Journée avant le départ',
    description: 'Apportez de quoi écrire et une photo de chez vous. Un parent est le bienvenu.',
    day: held.toString(),
    from: '9:30',
    until: '16:00',
    town: 'Brussels',
    place: 'Maison des associations (example)',
    test: 'departure',
    sessions: [
      { title: 'Qui aide, et comment', minutes: 45, ledBy: 'Sofie', thread: 'organisation' },
      { title: 'Arriver dans une famille', minutes: 90, ledBy: 'Théo', thread: 'culture' },
      { title: 'Ce que je veux apprendre', minutes: 45, ledBy: '', thread: 'goals' },
      { title: 'Papiers, argent, voyage', minutes: 30, ledBy: 'Sofie', thread: 'logistics' },
    ],
  });
  await stage.act('sofie.desmedt', inviteParticipants, { orientationId, personIds: [person] });
  stage.on(held, 17);
  await stage.act('theo.maissin', recordAttendance, {
    orientationId,
    rows: [{ personId: person, attended: 'all' }],
  });
  await stage.act('sofie.desmedt', issueCertificates, { orientationId });
  await stage.act('zoe.mbuyi', tryTest, {
    orientationId,
    fields: { role: ['member'], papers: ['papers'], contact: ['hours'] },
  });
  stage.on(stage.today.subtract({ days: 3 }), 9);
  const { testId } = await stage.act('liga.abolina', writeTest, {
    orgId: stage.org('afs-lv'),
    language: 'en',
    title: 'Getting about in Rīga',
    questions: [
      {
        text: 'The last tram has gone and you are across the river. What do you do?',
        choices: ['Walk home along the road', 'Call your host family', 'Ask somebody in a car'],
        right: 1,
        why: 'Your family would rather be woken up than worry. Their number is on your card.',
      },
      {
        text: 'You have a cold on a school day. Who tells the school?',
        choices: ['Your host family', 'Nobody, it is only a cold'],
        right: 0,
        why: 'The school looks for pupils who are missing. One call spares everybody a fright.',
      },
    ],
  });
  await stage.act('liga.abolina', translateTest, {
    testId,
    number: 1,
    version: 0,
    language: 'fr',
    title: 'Se déplacer à Rīga',
    questions: [
      {
        text: 'Le dernier tram est parti et vous êtes de l’autre côté du fleuve. Que faites-vous ?',
        choices: [
          'Je rentre à pied le long de la route',
          'J’appelle ma famille d’accueil',
          'Je demande à quelqu’un en voiture',
        ],
        why: 'Votre famille préfère être réveillée plutôt que de s’inquiéter. Son numéro est sur votre carte.',
      },
      {
        text: 'Vous avez un rhume un jour d’école. Qui prévient l’école ?',
        choices: ['Votre famille d’accueil', 'Personne, ce n’est qu’un rhume'],
        why: 'L’école cherche les élèves qui manquent. Un appel épargne une frayeur à tout le monde.',
      },
    ],
  });
  const { orientationId: midStay } = await stage.act('liga.abolina', planOrientation, {
    orgId: stage.org('afs-lv'),
    kind: 'mid_stay',
    title: 'Half-way afternoon in Rīga',
    description: 'A walk, a game and a talk about the second half of your stay.',
    day: stage.today.add({ days: 5 }).toString(),
    from: '14:00',
    until: '17:30',
    town: 'Riga',
    place: 'Jaunatnes centrs (example)',
    test: testId,
    sessions: [
      { title: 'A walk in twos', minutes: 60, ledBy: 'Elīna', thread: 'adjustment' },
      { title: 'What I still want to try', minutes: 60, ledBy: 'Līga', thread: 'goals' },
    ],
    resourceIds: [materialId],
  });
  await stage.act('liga.abolina', inviteParticipants, {
    orientationId: midStay,
    personIds: [person],
  });
}

/** Somebody who has been there helps somebody who is there: both wanted it, and so did their parents. */
async function pairUp(stage: Stage, zoe: MobilityId, mael: MobilityId): Promise<void> {
  stage.on(stage.today.subtract({ days: 8 }), 18);
  await stage.act('zoe.mbuyi', agreeNearby, {
    mobilityId: zoe,
    wishes: ['meetings', 'buddy'],
    words: 'Drawing, cycling, learning Latvian slowly',
  });
  await stage.act('mael.guegan', agreeNearby, {
    mobilityId: mael,
    wishes: ['buddy', 'helps'],
    words: 'Handball, and I know where the good bakeries are',
  });
  stage.on(stage.today.subtract({ days: 8 }), 20);
  await stage.act('malgorzata.lukaszewicz', allowNearby, { mobilityId: zoe });
  await stage.act('solene.guegan', allowNearby, { mobilityId: mael });
  stage.on(stage.today.subtract({ days: 5 }), 10);
  const { pairId } = await stage.act('liga.abolina', suggestBuddy, {
    orgId: stage.org('afs-lv'),
    firstMobilityId: zoe,
    secondMobilityId: mael,
    why: 'You both went to the same school in Rīga.',
  });
  stage.on(stage.today.subtract({ days: 4 }), 18);
  await stage.act('mael.guegan', answerBuddy, { pairId, answer: 'yes' });
  await stage.act('zoe.mbuyi', answerBuddy, { pairId, answer: 'yes' });
}

/** A library that is shared, an orientation that was held and one that comes, a language goal, and two buddies. */
export async function prepare(stage: Stage): Promise<void> {
  const zoe = await stayOf(stage, 'zoe.mbuyi');
  const mael = await stayOf(stage, 'mael.guegan');
  stage.on(stage.today.subtract({ days: 60 }), 10);
  const material = await fillLibrary(stage);
  stage.on(zoe.starts_on.subtract({ days: 30 }), 19);
  await stage.act('zoe.mbuyi', setGoal, {
    mobilityId: zoe.id,
    language: 'lv',
    startLevel: 'A0',
    goalLevel: 'A2',
    byOn: zoe.ends_on.toString(),
    practice: 'Ten words a day with cards, and songs.',
  });
  await orient(stage, zoe, material);
  stage.on(stage.today.subtract({ days: 6 }), 18);
  const goal = await stage.look((read) =>
    read
      .selectFrom('language_goals')
      .select('id')
      .where('mobility_id', '=', zoe.id)
      .executeTakeFirstOrThrow(),
  );
  await stage.act('zoe.mbuyi', recordLevel, { goalId: goal.id, level: 'A1' });
  await pairUp(stage, zoe.id, mael.id);
}

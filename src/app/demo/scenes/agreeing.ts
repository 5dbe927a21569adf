import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addPhoto, keepGreeting } from '#modules/applications/server/index.ts';
import { isOfAge, optionalKinds } from '#modules/people/core/index.ts';
import { answerConsent } from '#modules/people/server/index.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import { dataFolder, type Stage, together } from '../stage.ts';
import type { Pupil } from './applying.ts';

/** Pictures beside a letter, drawn for the example: nobody real is on them. */
const album: Record<string, { file: string; alt: string; caption: string }[]> = {
  'daniela.muniz': [
    {
      file: 'bridge',
      alt: 'Two friends on a wooden bridge over a river, the sun behind them',
      caption: 'With my cousin, where we rehearse when the weather is good',
    },
  ],
  'zoe.mbuyi': [
    {
      file: 'garden',
      alt: 'A girl in a flowering garden in front of a small house with a red roof',
      caption: 'At my grandmother’s',
    },
    { file: 'bridge', alt: 'Two friends on a bridge', caption: '' },
  ],
};

/** Greetings beside a letter: a tune, since nobody's voice is in the example. */
const greetings: Record<string, { words: string; tune: readonly number[] }> = {
  'daniela.muniz': {
    words:
      'Hello, this is Daniela. I say good morning to you, and hum the song my choir is learning. I look forward to meeting you all, the dog too.',
    tune: [392, 440, 494, 587, 494, 440, 392],
  },
};

/** A tune as a recorder writes it: WAV of 8000 numbers of one byte a second, a third of a second for each tone. */
function hummed(tune: readonly number[]): Buffer {
  const hertz = 8000;
  const beat = Math.floor(hertz / 3);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + beat * tune.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  for (const [at, value, bytes] of [
    [16, 16, 4],
    [20, 1, 2],
    [22, 1, 2],
    [24, hertz, 4],
    [28, hertz, 4],
    [32, 1, 2],
    [34, 8, 2],
  ] as const)
    head.writeUIntLE(value, at, bytes);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(beat * tune.length, 40);
  const heard = Array.from({ length: beat * tune.length }, (_, i) => {
    const along = (i % beat) / beat;
    const tone = tune[Math.floor(i / beat)] ?? 0;
    return (
      128 + Math.round(50 * Math.sin(Math.PI * along) * Math.sin((2 * Math.PI * tone * i) / hertz))
    );
  });
  return Buffer.concat([head, Buffer.from(heard)]);
}

/** Answers that are not "yes, together": who did not agree, and who has not answered yet. */
const answers: Record<string, Partial<Record<(typeof optionalKinds)[number], 'no' | 'open'>>> = {
  'heloise.faucon': { photo: 'no' },
  'angel.quinones': { medical: 'open' },
};

/** Some pupils put photos and a greeting beside their letter. */
export async function addPhotos(stage: Stage, pupils: readonly Pupil[]): Promise<void> {
  const { default: sharp } = await import('sharp');
  for (const pupil of pupils)
    for (const { file, alt, caption } of album[pupil.key] ?? []) {
      const drawn = readFileSync(join(dataFolder(), 'photos', `${file}.svg`));
      await stage.act(pupil.key, addPhoto, {
        applicationId: pupil.applicationId,
        alt,
        caption,
        content: (await sharp(drawn).png().toBuffer()).toString('base64'),
      });
    }
  for (const pupil of pupils) {
    const greeting = greetings[pupil.key];
    if (!greeting) continue;
    await stage.act(pupil.key, keepGreeting, {
      applicationId: pupil.applicationId,
      words: greeting.words,
      content: hummed(greeting.tune).toString('base64'),
    });
  }
}

/** Photos, sharing, emergencies: each family answers for itself on that day, or the pupil who is of age. */
export async function answerConsents(
  stage: Stage,
  pupils: readonly Pupil[],
  day: Temporal.PlainDate,
): Promise<void> {
  await together([...pupils], async (pupil) => {
    const [row] = await stage.look((read) =>
      read
        .selectFrom('persons')
        .select(['id', 'birth_date'])
        .where('email', '=', `${pupil.key}@example.org`)
        .execute(),
    );
    if (!row) throw new Error(`nobody is ${pupil.key}`);
    const ofAge = isOfAge(row.birth_date, day);
    for (const kind of optionalKinds) {
      const answer = answers[pupil.key]?.[kind] ?? 'yes';
      if (answer === 'open') continue;
      await stage.act(ofAge ? pupil.key : pupil.guardian, answerConsent, {
        pupilId: row.id,
        applicationId: pupil.applicationId,
        kind,
        answer,
        language: chooseLanguage(ofAge ? pupil.language : pupil.guardianLanguage),
        withPupil: !ofAge && kind === 'photo' && answer === 'yes',
      });
    }
  });
}

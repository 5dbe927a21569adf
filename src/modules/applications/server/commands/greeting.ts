import { z } from 'zod';
import { fail, ok, stale } from '#kernel/outcome.ts';
import { idOf, prose } from '#kernel/schema.ts';
import { audioLimits, stripRecording } from '#platform/audio.ts';
import { today } from '#platform/clock.ts';
import { command } from '#platform/command.ts';
import type { Tx } from '#platform/database/index.ts';
import { mayWrite } from '../../core/policy.ts';
import * as store from '../store.ts';
import { auditOf, loadApplication } from './loaded.ts';

/** The largest recording that is read, in bytes. */
export const greetingBytes = audioLimits.bytes;

/** An application and the greeting beside its letter: the pupil's own, as the photos are. */
async function loadGreeting(tx: Tx, input: { applicationId: `app_${string}` }) {
  const a = await loadApplication(tx, input.applicationId, today());
  return a && { a, greeting: await store.greetingOf(tx, input.applicationId) };
}

export const keepGreeting = command({
  name: 'applications.keep-greeting',
  summary:
    'Put a recorded greeting beside the letter to the host family, with what is said in it for who cannot hear. One at a time: a new one takes the place of the old. Place, device and title are taken out.',
  input: z.object({
    applicationId: idOf('app'),
    /** what is said in it, for who cannot hear it */
    words: prose(600),
    /** M4A, MP3, OGG, WebM or WAV in base64; left empty only the words change */
    content: z
      .string()
      .max(Math.ceil((audioLimits.bytes / 3) * 4) + 4, { error: 'platform.audio.larger' })
      .default(''),
  }),
  load: ({ tx }, input) => loadGreeting(tx, input),
  permit: (actor, { a }) => mayWrite(actor, a.parties),
  run: async ({ tx, now, runtime }, { a, greeting }, input) => {
    if (a.state === 'withdrawn' || a.state === 'not_selected')
      return stale('applications.refused.closed');
    if (input.content === '') {
      if (!greeting) return fail('platform.audio.missing', undefined, 'recording');
      await store.updateGreetingWords(tx, a.id, input.words);
      return ok();
    }
    const cleaned = stripRecording(Buffer.from(input.content, 'base64'));
    if (!cleaned.ok) {
      const [{ reason, params }] = cleaned.failure.faults;
      return fail(reason, params, 'recording');
    }
    const file = await runtime.files.put(cleaned.recording.bytes);
    await store.putGreeting(tx, {
      applicationId: a.id,
      mediaType: cleaned.recording.mediaType,
      words: input.words,
      size: file.size,
      key: file.key,
      now,
    });
    return ok();
  },
  audit: ({ a }) => auditOf(a),
});

export const removeGreeting = command({
  name: 'applications.remove-greeting',
  summary: 'Take the recorded greeting away for good.',
  input: z.object({ applicationId: idOf('app') }),
  load: ({ tx }, input) => loadGreeting(tx, input),
  permit: (actor, { a }) => mayWrite(actor, a.parties),
  run: async ({ tx }, { a }) => {
    const there = await store.deleteGreeting(tx, a.id);
    return there ? ok() : stale('applications.greeting.gone');
  },
  audit: ({ a }) => auditOf(a),
});

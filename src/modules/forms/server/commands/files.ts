import { z } from 'zod';
import type { CompiledForm, Question } from '#engines/forms/index.ts';
import type { FormFileId } from '#kernel/ids.ts';
import { type Failure, fail } from '#kernel/outcome.ts';
import { stripRecording } from '#platform/audio.ts';
import type { CommandTools } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { redrawPicture } from '#platform/picture.ts';
import { fileBytes } from '../../core/rules.ts';
import * as store from '../store.ts';
import type { Kept, LoadedRequest } from './loaded.ts';

/** Files that come with a page, each as another answer to its question. */
export const filesSent = z
  .array(
    z.object({
      question: z.string().max(80),
      name: z.string().max(255),
      /** in base64 */
      content: z
        .string()
        .max(Math.ceil((fileBytes / 3) * 4) + 4, { error: 'forms.file-too-large' }),
    }),
  )
  .max(10)
  .default([]);
type FileSent = z.output<typeof filesSent>[number];
type FileQuestion = Extract<Question, { kind: 'file' }>;
type Accept = FileQuestion['limits']['accept'];

type Accepted = { bytes: Uint8Array; mediaType: string; ending: string };

/** A file as it is kept: pictures drawn anew, recordings without what phones write beside the sound. */
async function accepted(
  bytes: Uint8Array,
  accept: Accept,
): Promise<{ ok: true; file: Accepted } | { ok: false; failure: Failure }> {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (accept.includes('pdf') && head.startsWith('%PDF-'))
    return { ok: true, file: { bytes, mediaType: 'application/pdf', ending: 'pdf' } };
  if (accept.includes('audio')) {
    const cleaned = stripRecording(bytes);
    if (cleaned.ok) {
      const { mediaType } = cleaned.recording;
      const ending = mediaType === 'audio/mpeg' ? 'mp3' : (mediaType.split('/')[1] ?? '');
      return { ok: true, file: { bytes: cleaned.recording.bytes, mediaType, ending } };
    }
    if (!accept.includes('image')) return cleaned;
  }
  if (accept.includes('image')) {
    const drawn = await redrawPicture(bytes);
    if (!drawn.ok) return drawn;
    return {
      ok: true,
      file: { bytes: drawn.picture.bytes, mediaType: 'image/jpeg', ending: 'jpg' },
    };
  }
  return { ok: false, failure: fail('forms.file-not-pdf') };
}

/** The name a file keeps: without folders, and ending as what it is now. */
function nameOf(sent: string, ending: string): string {
  const base = (sent.split(/[\\/]/).at(-1) ?? '')
    .normalize('NFC')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/[\p{C}<>:"|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  return `${base || 'file'}.${ending}`;
}

/** The questions of a page that are answered with files. */
function fileQuestions(form: CompiledForm, pageId: string) {
  const page = form.pages.find((p) => p.page.id === pageId);
  return (page?.page.questions ?? []).filter((q): q is FileQuestion => q.kind === 'file');
}

/**
 * Puts what was sent beside what is there. Only files of this request, or of what was handed in before it, are answers.
 * @returns the fields of the page with the references of its files, or why a file is not taken
 */
export async function withFiles(
  { tx, now, runtime }: CommandTools,
  { row }: LoadedRequest,
  form: CompiledForm,
  input: { pageId: string; fields: Readonly<Record<string, readonly string[]>> },
  sent: readonly FileSent[],
): Promise<{ fields: Record<string, readonly string[]>; failure: Failure | null }> {
  const questions = fileQuestions(form, input.pageId);
  const fields: Record<string, readonly string[]> = { ...input.fields };
  if (questions.length === 0) return { fields, failure: null };
  const there = await store.filesOf(tx, row);
  let failure: Failure | null = null;
  for (const question of questions) {
    const mine = sent.filter((file) => file.question === question.id && file.content !== '');
    if (fields[question.id] === undefined && mine.length === 0) continue;
    const kept = (fields[question.id] ?? []).filter((ref) =>
      there.some((file) => file.id === ref && file.field === question.id),
    );
    const { accept, max } = question.limits;
    for (const file of mine) {
      const refused =
        kept.length >= max
          ? fail('forms.too-many-files', { max }, question.id)
          : await keepFile({ tx, now, runtime }, row.id, question.id, accept, file, kept);
      failure ??= refused;
    }
    fields[question.id] = kept;
  }
  return { fields, failure };
}

async function keepFile(
  { tx, now, runtime }: Pick<CommandTools, 'tx' | 'now' | 'runtime'>,
  requestId: LoadedRequest['row']['id'],
  question: string,
  accept: Accept,
  sent: FileSent,
  kept: string[],
): Promise<Failure | null> {
  const bytes = Buffer.from(sent.content, 'base64');
  if (bytes.length > fileBytes) return fail('forms.file-too-large', undefined, question);
  const taken = await accepted(bytes, accept);
  if (!taken.ok) {
    const [{ reason, params }] = taken.failure.faults;
    return fail(reason, params, question);
  }
  const { mediaType, ending } = taken.file;
  const file = await runtime.files.put(taken.file.bytes);
  const id: FormFileId = newId('ffi');
  await store.insertFile(tx, {
    id,
    requestId,
    field: question,
    name: nameOf(sent.name, ending),
    mediaType,
    size: file.size,
    key: file.key,
    now,
  });
  kept.push(id);
  return null;
}

/** Takes away this request's files that are no answer any more. What was handed in before keeps its own. */
export async function dropUnused(
  { tx }: Pick<CommandTools, 'tx'>,
  { row }: LoadedRequest,
  form: CompiledForm,
  pageId: string,
  answers: Kept['answers'],
): Promise<void> {
  const questions = fileQuestions(form, pageId).map((q) => q.id);
  if (questions.length === 0) return;
  const used = questions.flatMap((id) => (answers[id] as readonly string[] | undefined) ?? []);
  const gone = (await store.filesOf(tx, row)).filter(
    (f) => f.request_id === row.id && questions.includes(f.field) && !used.includes(f.id),
  );
  await store.deleteFiles(
    tx,
    gone.map((f) => f.id),
  );
}

/** What somebody begun who is asked no more is gone, with its files. */
export async function dropBegun(
  { tx }: Pick<CommandTools, 'tx'>,
  id: LoadedRequest['row']['id'],
): Promise<void> {
  await store.dropFiles(tx, id);
  await store.dropAnswers(tx, id);
}

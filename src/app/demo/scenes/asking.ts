import { visitor } from '#kernel/actor.ts';
import type { FormRequestId } from '#kernel/ids.ts';
import { askForWords } from '#modules/applications/server/index.ts';
import {
  adaptForm,
  changeForm,
  openRequest,
  publishForm,
  remindRequest,
  savePage,
  submitAnswers,
} from '#modules/forms/server/index.ts';
import { dataOf, type Stage } from '../stage.ts';
import { coordinatorOf, type Pupil, type School } from './applying.ts';

type Fields = Record<string, string[]>;
type Teachers = Record<
  'riga' | 'chartres',
  {
    classTeacher: { name: string; email: string };
    languageTeacher?: { name: string; email: string };
    answers?: Record<string, Fields>;
    family?: Record<string, Fields>;
    people?: Record<string, string>[];
    question?: Record<string, string>;
  }
>;
const teachers = (): Teachers => dataOf('teachers');

/** The link that somebody without an account was sent. */
async function linkFor(stage: Stage, requestId: FormRequestId): Promise<string> {
  const mail = await stage.look((read) =>
    read
      .selectFrom('mails')
      .select('body_text')
      .where('send_key', '=', `forms.asked:${requestId}:1`)
      .executeTakeFirstOrThrow(),
  );
  return /\/answer\/([\w-]+)/.exec(mail.body_text)?.[1] ?? '';
}

async function ask(
  stage: Stage,
  pupil: Pupil,
  what: 'class-teacher' | 'language-teacher' | 'family-part',
  whom: { name: string; email: string } | { guardianId: `per_${string}` },
): Promise<FormRequestId> {
  const { requestId } = await stage.act(coordinatorOf[pupil.school] as string, askForWords, {
    applicationId: pupil.applicationId,
    what,
    language: 'en',
    ...whom,
  });
  return requestId;
}

/** The school leaves a question of the product's form out, puts one of its own in, and publishes that. */
export async function adaptLanguageForm(stage: Stage, school: School): Promise<void> {
  const label = teachers().riga.question;
  const who = coordinatorOf[school] as string;
  const { formId } = await stage.act(who, adaptForm, {
    key: 'language-teacher',
    orgId: stage.org(school),
  });
  await stage.act(who, changeForm, {
    formId,
    version: 1,
    changes: [
      { do: 'hide-question', question: 'hours' },
      {
        do: 'add-question',
        page: 'remarks',
        after: 'lessons',
        question: { id: 'own-talk', kind: 'yes-no', label: label ?? {} },
      },
    ],
  });
  await stage.act(who, publishForm, { formId, version: 2, sure: true });
}

/**
 * Words of others about a pupil: the class teacher answers in two sittings, the language teacher's address takes no mail,
 * and the mother has begun.
 * @param at the days on which the school asks and on which people sit down
 */
export async function hearOthers(
  stage: Stage,
  pupil: Pupil,
  at: { asked: Temporal.PlainDate; answered: Temporal.PlainDate },
): Promise<void> {
  const { riga } = teachers();
  stage.on(at.asked, 10);
  const request = await ask(stage, pupil, 'class-teacher', riga.classTeacher);
  if (riga.languageTeacher) await ask(stage, pupil, 'language-teacher', riga.languageTeacher);
  const mother = await ask(stage, pupil, 'family-part', {
    guardianId: await stage.personId(pupil.guardian),
  });
  const token = await linkFor(stage, request);
  const pages = Object.entries(riga.answers ?? {});
  stage.on(at.asked, 19);
  await stage.act(visitor, openRequest, { token });
  for (const [pageId, fields] of pages.slice(0, 2))
    await stage.act(visitor, savePage, { token, pageId, fields });
  stage.on(at.answered, 17);
  for (const [pageId, fields] of pages.slice(2))
    await stage.act(visitor, savePage, { token, pageId, fields });
  await stage.act(visitor, submitAnswers, { token, language: 'en' });
  stage.on(at.answered, 20);
  await stage.act(pupil.guardian, openRequest, { requestId: mother });
  const people = Object.fromEntries(
    (riga.people ?? []).flatMap((one, row) =>
      Object.entries(one).map(([field, text]) => [`people.${row}.${field}`, [text]]),
    ),
  );
  for (const [pageId, fields] of Object.entries(riga.family ?? {}))
    await stage.act(pupil.guardian, savePage, {
      requestId: mother,
      pageId,
      fields: pageId === 'home' ? { ...fields, ...people } : fields,
    });
}

/** A class teacher who has much to do: asked, reminded, and still waited for. */
export async function waitForTeacher(
  stage: Stage,
  pupil: Pupil,
  at: { asked: Temporal.PlainDate; reminded: Temporal.PlainDate },
): Promise<void> {
  stage.on(at.asked, 11);
  const requestId = await ask(stage, pupil, 'class-teacher', teachers().chartres.classTeacher);
  stage.on(at.reminded, 11);
  await stage.act(coordinatorOf[pupil.school] as string, remindRequest, { requestId });
}

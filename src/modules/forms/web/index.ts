import type { PersonActor } from '#kernel/actor.ts';
import type { PageContext, Task, WebModule } from '#platform/http/page.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import { listOwnRequests } from '../server/index.ts';
import { paths } from './paths.ts';
import { routes } from './routes.tsx';

export { FrozenAnswers, Lines } from './parts/frozen-answers.tsx';
export { PageForm } from './parts/page-form.tsx';
export { faultsOnPage, QuestionFields } from './parts/question-fields.tsx';
export { RequestList } from './parts/requests.tsx';
export { paths as formsPaths, setAboutPaths } from './paths.ts';

/** What somebody is asked to write, whom they wait for, and what went wrong with what they asked. */
async function tasks({ ask, t, lang }: PageContext<string, PersonActor>): Promise<Task[]> {
  const { requests } = await ask(listOwnRequests, { language: chooseLanguage(lang) });
  return requests.flatMap((r): Task[] => {
    const at = { requestId: r.id };
    const day = r.expiresAt.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
    if (r.over) return [];
    if (r.mine && r.state !== 'declined')
      return [
        {
          id: `form:${r.id}`,
          title: t(r.subject ? 'forms.task.write' : 'forms.task.write-plain', {
            part: r.title,
            subject: r.subject,
          }),
          about: r.org,
          due: day,
          href: paths.request.href(at),
          action: t('forms.task.answer'),
        },
      ];
    if (!r.asked || !r.mayManage) return [];
    if (r.refusedAt || r.state === 'declined')
      return [
        {
          id: `form-again:${r.id}`,
          title: t('forms.task.ask-again', { who: r.addressee.name, subject: r.subject }),
          about: t(r.refusedAt ? 'forms.task.refused' : 'forms.task.declined', {
            who: r.addressee.name,
          }),
          href: paths.words.href(at),
          action: t('forms.words.ask-again'),
        },
      ];
    return [
      {
        id: `form-waits:${r.id}`,
        title: t(r.subject ? 'forms.task.waited' : 'forms.task.waited-plain', {
          part: r.title,
          subject: r.subject,
        }),
        waitingFor: r.addressee.name,
        due: day,
        href: paths.words.href(at),
      },
    ];
  });
}

export const forms: WebModule = { routes, tasks };

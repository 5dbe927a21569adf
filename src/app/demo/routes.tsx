import { z } from 'zod';
import { allow } from '#kernel/decision.ts';
import { ok } from '#kernel/outcome.ts';
import { idOf } from '#kernel/schema.ts';
import { safeNext } from '#modules/people/core/index.ts';
import { openSession, personById } from '#modules/people/server/index.ts';
import { command } from '#platform/command.ts';
import { action, page, type Route } from '#platform/http/page.ts';
import { appPaths } from '../paths.ts';
import { PersonasPage } from './pages.tsx';
import { getCohort } from './queries.ts';

/** Exists only in the demo: whoever clicks a persona is that persona. Example persons alone can be entered. */
export const enterAs = command({
  name: 'demo.enter-as',
  summary: 'Enter the demo as one of its personas.',
  input: z.object({ personId: idOf('per'), next: z.string().default('/') }),
  opensRows: 'demo',
  load: async ({ tx }, input) => {
    const person = await personById(tx, input.personId);
    return person?.is_example ? person : null;
  },
  permit: () => allow,
  run: async (tools, person) =>
    ok({ token: await openSession(tools, person.id, 'Demo'), language: person.language }),
});

const personasPage = page({
  path: appPaths.personas,
  access: 'anyone',
  load: async ({ ask }) => ask(getCohort, {}),
  title: (v) => v.t('app.demo.title'),
  view: (v, data) => <PersonasPage v={v} {...data} />,
});

export const demoCommands = [enterAs];

export const demoRoutes: Route[] = [
  personasPage,
  action({
    path: appPaths.enter,
    access: 'anyone',
    command: enterAs,
    input: ({ form }) => ({ personId: form.text('personId'), next: form.text('next') }),
    done: (result, { form }) => ({ to: safeNext(form.text('next')), session: result.token }),
    page: personasPage,
  }),
];

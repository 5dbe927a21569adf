import type { PersonActor } from '#kernel/actor.ts';
import { unlessRefused } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { getConsents } from '#modules/people/server/index.ts';
import { ConsentsInShort } from '#modules/people/web/index.ts';
import type { DossierSection, PageContext, Task, View, WebModule } from '#platform/http/page.ts';
import { chooseLanguage } from '#platform/i18n/index.ts';
import { applicationOfMobility, getApplication, listOwn, listPhotos } from '../server/index.ts';
import { PhotoList } from './pages/photos.tsx';
import { guardiansWaited } from './parts/status.tsx';
import { ApplicationWords } from './parts/words.tsx';
import { paths } from './paths.ts';
import { routes } from './routes.tsx';

export { ApplicationStatus } from './parts/status.tsx';
export { paths as applicationsPaths } from './paths.ts';

/** Next steps: the pupil writes, the guardian consents, the school decides; and who is waited for. */
async function tasks(context: PageContext<string, PersonActor>): Promise<Task[]> {
  const { ask, t } = context;
  const own = await ask(listOwn, {});
  const said = { t } as View;
  const found: Task[] = [];
  for (const a of own.own) {
    const href = paths.application.href({ applicationId: a.id });
    if (a.state === 'draft')
      found.push({
        id: `application:${a.id}`,
        title: t(
          a.done === a.parts
            ? 'applications.task.submit'
            : a.done === 0
              ? 'applications.task.start'
              : 'applications.task.go-on',
        ),
        about: a.intakeName,
        href,
        action: t(
          a.done === a.parts
            ? 'applications.task.send'
            : a.done === 0
              ? 'applications.task.begin'
              : 'applications.task.write-on',
        ),
      });
    if (a.isOfAge && !a.hasFirstConsent && (a.state === 'draft' || a.state === 'submitted'))
      found.push({
        id: `consent:${a.id}`,
        title: t('applications.task.own-consent'),
        about: a.intakeName,
        href: paths.consent.href({ applicationId: a.id }),
        action: t('applications.consent.read'),
      });
    if (a.waiting === 'guardian-consent')
      found.push({
        id: `waits-consent:${a.id}`,
        title: t('applications.task.consent-waited'),
        about: a.intakeName,
        waitingFor: guardiansWaited(said, a.guardians),
        href,
      });
    if (a.waiting === 'school-decision')
      found.push({
        id: `waits-decision:${a.id}`,
        title: t('applications.task.decision-waited'),
        about: a.intakeName,
        waitingFor: a.school,
        href,
      });
  }
  for (const a of own.children) {
    const open = a.state === 'draft' || a.state === 'submitted';
    if (open && a.mayConsent && !a.consentedByMe && !a.hasFirstConsent)
      found.push({
        id: `consent:${a.id}`,
        title: t('applications.task.consent', { pupil: a.pupil }),
        about: a.intakeName,
        href: paths.consent.href({ applicationId: a.id }),
        action: t('applications.consent.read'),
      });
    else if (a.waiting === 'guardian-consent')
      found.push({
        id: `waits-consent:${a.id}`,
        title: t('applications.task.consent-waited'),
        about: a.pupil,
        waitingFor: guardiansWaited(said, a.guardians),
        href: paths.application.href({ applicationId: a.id }),
      });
    else if (a.state === 'draft')
      found.push({
        id: `waits-pupil:${a.id}`,
        title: t('applications.task.pupil-writes'),
        about: a.intakeName,
        waitingFor: a.pupil,
        href: paths.application.href({ applicationId: a.id }),
      });
    else if (a.waiting === 'school-decision')
      found.push({
        id: `waits-decision:${a.id}`,
        title: t('applications.task.decision-waited'),
        about: a.pupil,
        waitingFor: a.school,
        href: paths.application.href({ applicationId: a.id }),
      });
  }
  for (const i of own.intakes) {
    if (i.unreached.length > 0)
      found.push({
        id: `unreached:${i.id}`,
        title: t('applications.task.unreached', { who: context.fmt.list(i.unreached) }),
        about: i.name,
        action: t('applications.task.see-list'),
        href: paths.list.href({ intakeId: i.id }),
      });
    if (i.counts.decide > 0)
      found.push({
        id: `decide:${i.id}`,
        title: t(i.mayDecide ? 'applications.task.decide' : 'applications.task.decision-waited', {
          count: i.counts.decide,
        }),
        about: i.name,
        ...(i.mayDecide
          ? { action: t('applications.task.see-list') }
          : { waitingFor: t('applications.task.the-school') }),
        href: paths.list.href({ intakeId: i.id }, { show: 'decide' }),
      });
    if (i.waitingFor.length > 0)
      found.push({
        id: `waits-applications:${i.id}`,
        title: t('applications.task.applications-waited', {
          count: Math.max(i.counts.draft, i.counts.consent),
        }),
        about: i.name,
        waitingFor: context.fmt.list(i.waitingFor),
        href: paths.list.href({ intakeId: i.id }),
      });
  }
  return found;
}

/** What the pupil wrote, the photos, and the consents, for those of the dossier who read them. */
async function dossier(
  { ask, read, lang }: PageContext<string, PersonActor>,
  mobilityId: string,
  view: View,
): Promise<DossierSection[]> {
  const row = isId('mob', mobilityId) ? await applicationOfMobility(read, mobilityId) : undefined;
  if (!row) return [];
  const language = chooseLanguage(lang);
  const sections: DossierSection[] = [];
  const a = await unlessRefused(ask(getApplication, { applicationId: row.id, language }));
  if (a?.words)
    sections.push({
      id: 'application',
      order: 20,
      title: view.t('applications.dossier.title'),
      body: ApplicationWords({ v: view, words: a.words }),
    });
  const photos = await unlessRefused(ask(listPhotos, { applicationId: row.id }));
  if (photos && (photos.photos.length > 0 || photos.greeting))
    sections.push({
      id: 'photos',
      order: 21,
      title: view.t('applications.dossier.photos'),
      body: PhotoList({ v: view, list: photos }),
    });
  const consents = await unlessRefused(ask(getConsents, { pupilId: row.pupil_id, language }));
  const here = consents?.occasions.find((o) => o.applicationId === row.id);
  if (consents && here)
    sections.push({
      id: 'consents',
      order: 26,
      title: view.t('applications.dossier.consents'),
      body: ConsentsInShort({ v: view, c: consents, o: here }),
    });
  return sections;
}

export const applications: WebModule = {
  routes,
  tasks,
  dossier,
  // who looks after the installation and works nowhere neither applies nor reads applications
  nav: (v) =>
    v.actor.kind === 'person' && (v.actor.orgs.length > 0 || v.actor.applies)
      ? [
          {
            href: paths.own.href(),
            label: v.t(v.actor.orgs.length > 0 ? 'applications.nav.all' : 'applications.nav.mine'),
            order: 20,
          },
        ]
      : [],
};

import type { ApplicationId } from '#kernel/ids.ts';
import { applicationsPaths } from '#modules/applications/web/index.ts';
import { inclusionPaths } from '#modules/inclusion/web/index.ts';
import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { peoplePaths } from '#modules/people/web/index.ts';
import { browserOf, bytesOf, type Desk, look, type Open, putPage } from './browser.ts';

/** The page that tells the whole story of a mobility, and what was agreed for the pupil, as the pupil prints them. */
export async function writeDossiers(desk: Desk): Promise<void> {
  const rows = await look(desk.runtime, (read) =>
    read
      .selectFrom('mobilities as m')
      .innerJoin('persons as p', 'p.id', 'm.pupil_id')
      .select([
        'm.id',
        'm.application_id',
        'm.pupil_id',
        'p.given_name',
        'p.family_name',
        'p.preferred_name',
        'p.email',
      ])
      .orderBy('m.starts_on')
      .orderBy('p.family_name')
      .execute(),
  );
  for (const row of rows) {
    const open = await browserOf(desk, row.email ?? '');
    const name = displayName(row);
    const page = (path: string, folder: string) => putPage(desk, open, path, [folder, name]);
    await page(mobilityPaths.dossier.href({ mobilityId: row.id }), 'dossiers');
    await page(peoplePaths.consents.href({ pupilId: row.pupil_id }), 'consents');
    await writePhotos(desk, open, row.application_id, name);
  }
}

/** Photos and greeting beside a letter, as they are kept. */
async function writePhotos(
  { shelf }: Desk,
  open: Open,
  applicationId: ApplicationId,
  name: string,
): Promise<void> {
  const page = await (await open(applicationsPaths.photos.href({ applicationId }))).text();
  const put = async (address: string, file: string, title: string) =>
    shelf.put(['photos', name, file], await bytesOf(open, address), {
      kind: 'document',
      title,
      forWhom: name,
    });
  const found = page.matchAll(/<img src="([^"]*)" alt="([^"]*)"/g);
  for (const [i, [, address = '', alt = '']] of [...found].entries())
    await put(address, `${i + 1}.jpg`, alt);
  const [, greeting] = /<audio [^>]*src="([^"]*)"/.exec(page) ?? [];
  if (greeting) await put(greeting, 'greeting.wav', 'greeting');
}

/** Pupils' own plans as the family prints them: what is done, by whom and when; no wish and no reason stands on it. */
export async function writePlans(desk: Desk): Promise<void> {
  const rows = await look(desk.runtime, (read) =>
    read
      .selectFrom('inclusion_plans as n')
      .innerJoin('persons as p', 'p.id', 'n.pupil_id')
      .select(['n.application_id', 'p.given_name', 'p.family_name', 'p.preferred_name', 'p.email'])
      .orderBy('n.created_at')
      .execute(),
  );
  for (const row of rows) {
    const open = await browserOf(desk, row.email ?? '');
    const path = inclusionPaths.paper.href({ applicationId: row.application_id });
    await putPage(desk, open, path, ['plans', displayName(row)]);
  }
}

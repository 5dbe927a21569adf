import type { OrgId } from '#kernel/ids.ts';
import {
  finishAction,
  recordEvent,
  savePage,
  showItem,
  takeOn,
} from '#modules/schoollife/server/index.ts';
import { readActor, type Stage } from '../stage.ts';

/** Two schools take part as a whole: one shows it to everybody, the other has begun. */
export async function shareSchoolLife(stage: Stage): Promise<void> {
  const [sending, hosting] = await stage.look(async (read) => [
    await readActor(read, 'helene.lefevre'),
    await readActor(read, 'martins.ozolins'),
  ]);
  const orgId = sending?.orgs[0]?.orgId as OrgId;
  const month = stage.today.with({ day: 1 });
  const doing = { orgId, title: '', month: month.toString() };
  stage.on(stage.today.subtract({ days: 9 }));
  const { actionId } = await stage.act('helene.lefevre', takeOn, {
    ...doing,
    ideaId: 'news-lesson',
    doneBy: 'Seconde 4',
  });
  await stage.act('helene.lefevre', takeOn, {
    ...doing,
    ideaId: 'parents-evening',
    doneBy: 'Conseil des parents',
  });
  await stage.act('martins.ozolins', takeOn, {
    ...doing,
    orgId: hosting?.orgs[0]?.orgId as OrgId,
    ideaId: 'what-is-usual',
    doneBy: '10.b klase',
  });
  stage.on(stage.today.subtract({ days: 3 }));
  await stage.act('helene.lefevre', finishAction, { actionId, version: 1 });
  const { eventId } = await stage.act('helene.lefevre', recordEvent, {
    orgId,
    title: 'Petit-déjeuner des trois pays',
    heldOn: stage.today.subtract({ days: 4 }).toString(),
    pupils: 86,
    teachers: 9,
    families: 14,
    others: '',
  });
  for (const [itemId, version] of [
    [actionId, 2],
    [eventId, 1],
  ] as const)
    await stage.act('helene.lefevre', showItem, { itemId, version, shown: true });
  await stage.act('helene.lefevre', savePage, {
    orgId,
    version: 0,
    words:
      'Chaque année, quelques élèves partent deux mois dans une école d’Europe, et d’autres viennent chez nous.\n\nToute l’école y prend part : les classes posent leurs questions, la cantine change son menu, les familles ouvrent leur porte.',
    open: true,
  });
}

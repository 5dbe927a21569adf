import type { IntakeId } from '#kernel/ids.ts';
import { applicationsPaths } from '#modules/applications/web/index.ts';
import { movedFile } from '../scenes/applying.ts';
import { browserOf, bytesOf, type Desk, look } from './browser.ts';

/** The files the schools send, and the empty table that the product hands them. */
export async function writeTables(desk: Desk): Promise<void> {
  const { runtime, shelf } = desk;
  const intakes = await look(runtime, (read) =>
    read.selectFrom('intakes').select(['id', 'name', 'starts_on']).orderBy('starts_on').execute(),
  );
  for (const [i, phase] of (['returned', 'abroad', 'applying'] as const).entries()) {
    const intake = intakes[i];
    if (!intake) continue;
    for (const school of ['brussels', 'madrid', 'riga', 'chartres']) {
      await shelf.put(
        ['tables', `${school}-${phase}.csv`],
        movedFile(`${school}-${phase}`, intake.starts_on),
        {
          kind: 'table',
          title: intake.name,
          forWhom: school,
        },
      );
    }
  }
  const last = intakes.at(-1);
  if (last) await writeTemplate(desk, last.id);
}

async function writeTemplate(desk: Desk, intakeId: IntakeId): Promise<void> {
  // the language of a page is that of the reader
  for (const who of ['lucia.navarro', 'helene.lefevre']) {
    const open = await browserOf(desk, who);
    const bytes = await bytesOf(open, applicationsPaths.template.href({ intakeId }));
    await desk.shelf.put(['tables', `template ${who}.csv`], bytes, {
      kind: 'table',
      title: 'pupils.csv',
      forWhom: who,
    });
  }
}

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PersonActor } from '#kernel/actor.ts';
import { system } from '#kernel/actor.ts';
import { safeFileName } from '#kernel/file-name.ts';
import type { ApplicationId, IntakeId, PersonId } from '#kernel/ids.ts';
import { applicationsPaths } from '#modules/applications/web/index.ts';
import { getFeed, getOwnFeed, renewFeed } from '#modules/calendar/server/index.ts';
import { clubPaths } from '#modules/clubs/web/index.ts';
import { inclusionPaths } from '#modules/inclusion/web/index.ts';
import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { partnershipPaths } from '#modules/partnerships/web/index.ts';
import { displayName } from '#modules/people/core/index.ts';
import { peoplePaths } from '#modules/people/web/index.ts';
import { practicePaths } from '#modules/practices/web/index.ts';
import { qualityPaths } from '#modules/quality/web/index.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { formatsFor, translator } from '#platform/i18n/index.ts';
import { answer } from '#platform/query.ts';
import type { Runtime } from '#platform/runtime.ts';
import { writeCsv } from '#platform/spreadsheet.ts';
import { buildApp } from '../application.tsx';
import { personasOf } from './personas.ts';
import { enterAs } from './routes.tsx';
import { movedFile } from './scenes/applying.ts';
import { readActor } from './stage.ts';

type Kind = 'document' | 'calendar' | 'mail' | 'table' | 'page';
type Item = { path: string; kind: Kind; title: string; forWhom: string };

/** Names that Windows keeps for itself, whatever their ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A folder or file name that every system takes: no slashes, no dots at the ends, no name of a device. */
export function plainName(name: string): string {
  const safe =
    safeFileName(name)
      .replace(/[<>:"/\\|?*]/g, ' ')
      .replace(/[. ]+$/, '')
      .trim() || 'file';
  return reserved.test(safe) ? `_${safe}` : safe;
}

/** Puts files below a folder and remembers what they are. Names that differ only in case or accents' spelling get a number. */
function openShelf(folder: string) {
  const items: Item[] = [];
  const taken = new Set<string>();
  return {
    items,
    put: async (
      parts: string[],
      content: string | Uint8Array,
      about: Omit<Item, 'path'>,
    ): Promise<void> => {
      const names = parts.map(plainName);
      const last = names.pop() ?? 'file';
      const dot = last.lastIndexOf('.');
      const [body, ending] = dot > 0 ? [last.slice(0, dot), last.slice(dot)] : [last, ''];
      let path = [...names, last].join('/');
      for (let n = 2; taken.has(path.normalize('NFC').toLowerCase()); n++) {
        path = [...names, `${body} ${n}${ending}`].join('/');
      }
      taken.add(path.normalize('NFC').toLowerCase());
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      items.push({ path, ...about });
    },
  };
}
type Shelf = ReturnType<typeof openShelf>;
type App = ReturnType<typeof buildApp>;

/**
 * Writes everything a user would show a colleague into a folder: the documents, the calendar of each persona, every
 * mail as it would arrive, the tables, and the dossier pages as they print. `index.html` and `index.csv` say what is
 * there and for whom.
 */
export async function exportCohort(runtime: Runtime, folder: string): Promise<void> {
  // made first: it also tells the modules what they know of each other, which calendars are drawn from
  const app = buildApp(runtime);
  const shelf = openShelf(folder);
  await mkdir(folder, { recursive: true });
  await writeDocuments(runtime, shelf);
  await writeCalendars(runtime, shelf);
  await writeMails(runtime, shelf);
  await writeTables(runtime, app, shelf);
  await writePages(runtime, app, shelf);
  await writePlans(runtime, app, shelf);
  await writeResponsibilities(runtime, app, shelf);
  await writeAssessments(runtime, app, shelf);
  await writeClubs(runtime, app, shelf);
  await writeFile(join(folder, 'index.csv'), indexTable(shelf.items));
  await writeFile(join(folder, 'index.html'), indexPage(shelf.items));
}

async function writeDocuments(runtime: Runtime, shelf: Shelf): Promise<void> {
  const rows = await reading(runtime.db, system('demo export'), (read) =>
    read
      .selectFrom('documents as d')
      .leftJoin('mobilities as m', 'm.id', 'd.mobility_id')
      .leftJoin('persons as p', 'p.id', 'm.pupil_id')
      .select([
        'd.title',
        'd.file_name',
        'd.storage_key',
        'p.given_name',
        'p.family_name',
        'p.preferred_name',
      ])
      .orderBy('d.created_at')
      .execute(),
  );
  for (const row of rows) {
    const file = await runtime.files.get(row.storage_key);
    if (!file) continue;
    const pupil =
      row.given_name && row.family_name
        ? displayName({
            given_name: row.given_name,
            family_name: row.family_name,
            preferred_name: row.preferred_name,
          })
        : '';
    await shelf.put(['documents', pupil || 'organisations', row.file_name], await file.bytes(), {
      kind: 'document',
      title: row.title,
      forWhom: pupil,
    });
  }
}

async function writeCalendars(runtime: Runtime, shelf: Shelf): Promise<void> {
  const personas = await reading(runtime.db, system('demo export'), (read) => personasOf(read));
  for (const persona of personas) {
    const actor: PersonActor = await reading(runtime.db, system('demo export'), (read) =>
      readActor(read, persona.key),
    );
    const own = async () => {
      const answered = await answer(runtime, getOwnFeed, actor, {});
      return answered.ok ? answered.view.address : null;
    };
    let address = await own();
    if (!address) {
      await execute(runtime, renewFeed, actor, {});
      address = await own();
    }
    const token = /\/([^/]+)\.ics$/.exec(address ?? '')?.[1];
    const feed = token ? await answer(runtime, getFeed, actor, { token }) : null;
    if (!feed?.ok) throw new Error(`no calendar for ${persona.key}`);
    await shelf.put(['calendars', `${persona.name}.ics`], feed.view.content, {
      kind: 'calendar',
      title: persona.name,
      forWhom: persona.name,
    });
  }
}

async function writeMails(runtime: Runtime, shelf: Shelf): Promise<void> {
  const mails = await reading(runtime.db, system('demo export'), (read) =>
    read.selectFrom('mails').selectAll().orderBy('created_at').orderBy('id').execute(),
  );
  const { createTransport } = await import('nodemailer');
  const paper = createTransport({ streamTransport: true, buffer: true });
  for (const mail of mails) {
    const calendar = (mail.attachments as { type: string; method: string; content: string }[]).find(
      (a) => a.type === 'calendar',
    );
    const sent = await paper.sendMail({
      from: runtime.config.mailFrom,
      to: mail.to_address,
      subject: mail.subject,
      text: mail.body_text,
      html: mail.body_html,
      date: mailDate(mail.created_at),
      messageId: `<${mail.id}@${new URL(runtime.config.origin).hostname}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...(calendar ? { icalEvent: { method: calendar.method, content: calendar.content } } : {}),
    });
    const day = mail.created_at.toZonedDateTimeISO('Europe/Brussels').toPlainDate();
    const about = { kind: 'mail' as const, title: mail.subject, forWhom: mail.to_address };
    const name = `${day} ${mail.subject}`;
    await shelf.put(['mails', mail.to_address, `${name}.eml`], sent.message as Buffer, about);
    await shelf.put(['mails', mail.to_address, `${name}.html`], mail.body_html, about);
  }
}

/** As mails write it: "Fri, 26 Sep 2025 08:12:00 +0000" (RFC 5322). */
export function mailDate(at: Temporal.Instant): string {
  const utc = at.toZonedDateTimeISO('UTC');
  const part = (options: Intl.DateTimeFormatOptions) =>
    utc.toPlainDate().toLocaleString('en-GB', options);
  const two = (n: number) => String(n).padStart(2, '0');
  const clock = [utc.hour, utc.minute, utc.second].map(two).join(':');
  return `${part({ weekday: 'short' })}, ${two(utc.day)} ${part({ month: 'short' }).slice(0, 3)} ${utc.year} ${clock} +0000`;
}

/** A browser of somebody of the cohort: pages and downloads as they really come. */
async function browserOf(runtime: Runtime, app: App, who: string) {
  const actor = await reading(runtime.db, system('demo export'), (read) => readActor(read, who));
  const entered = await execute(runtime, enterAs, actor, { personId: actor.personId });
  if (!entered.ok) throw new Error(`${who} cannot be entered`);
  return async (path: string): Promise<Response> =>
    app.request(`${runtime.config.origin}${path}`, {
      headers: { cookie: `session=${entered.token}` },
    });
}

async function writeTables(runtime: Runtime, app: App, shelf: Shelf): Promise<void> {
  const intakes = await reading(runtime.db, system('demo export'), (read) =>
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
  if (last) await writeTemplate(runtime, app, shelf, last.id);
}

async function writeTemplate(
  runtime: Runtime,
  app: App,
  shelf: Shelf,
  intakeId: IntakeId,
): Promise<void> {
  // the language of a page is that of the reader
  for (const who of ['lucia.navarro', 'helene.lefevre']) {
    const open = await browserOf(runtime, app, who);
    const answered = await open(applicationsPaths.template.href({ intakeId }));
    if (!answered.ok) throw new Error(`the template answers ${answered.status}`);
    await shelf.put(
      ['tables', `template ${who}.csv`],
      new Uint8Array(await answered.arrayBuffer()),
      {
        kind: 'table',
        title: 'pupils.csv',
        forWhom: who,
      },
    );
  }
}

/** The page that tells the whole story of a mobility, as the sending school prints it. */
async function writePages(runtime: Runtime, app: App, shelf: Shelf): Promise<void> {
  const rows = await reading(runtime.db, system('demo export'), (read) =>
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
    const who = (row.email ?? '').split('@')[0] ?? '';
    const open = await browserOf(runtime, app, who);
    const answered = await open(mobilityPaths.dossier.href({ mobilityId: row.id }));
    if (!answered.ok) throw new Error(`the dossier of ${who} answers ${answered.status}`);
    const name = displayName(row);
    await shelf.put(['dossiers', `${name}.html`], await answered.text(), {
      kind: 'page',
      title: name,
      forWhom: name,
    });
    await writeConsents(open, shelf, row.pupil_id, name);
    await writePhotos(open, shelf, row.application_id, name);
  }
}

/** Pupils' own plans as the family prints them: what is done, by whom and when; no wish and no reason stands on it. */
async function writePlans(runtime: Runtime, app: App, shelf: Shelf): Promise<void> {
  const rows = await reading(runtime.db, system('demo export'), (read) =>
    read
      .selectFrom('inclusion_plans as n')
      .innerJoin('persons as p', 'p.id', 'n.pupil_id')
      .select(['n.application_id', 'p.given_name', 'p.family_name', 'p.preferred_name', 'p.email'])
      .orderBy('n.created_at')
      .execute(),
  );
  for (const row of rows) {
    const who = (row.email ?? '').split('@')[0] ?? '';
    const open = await browserOf(runtime, app, who);
    const answered = await open(inclusionPaths.paper.href({ applicationId: row.application_id }));
    if (!answered.ok) throw new Error(`the plan of ${who} answers ${answered.status}`);
    const name = displayName(row);
    await shelf.put(['plans', `${name}.html`], await answered.text(), {
      kind: 'page',
      title: name,
      forWhom: name,
    });
  }
}

/** Closed self-assessments as spreadsheets, each as the person who began it takes it away. */
async function writeAssessments(runtime: Runtime, app: App, shelf: Shelf): Promise<void> {
  const rows = await reading(runtime.db, system('demo export'), (read) =>
    read
      .selectFrom('assessments as a')
      .innerJoin('organisations as o', 'o.id', 'a.org_id')
      .innerJoin('persons as p', 'p.id', 'a.person_id')
      .select(['a.id', 'o.name', 'p.email'])
      .where('a.state', '=', 'submitted')
      .orderBy('a.submitted_at')
      .orderBy('o.name')
      .execute(),
  );
  for (const row of rows) {
    const open = await browserOf(runtime, app, (row.email ?? '').split('@')[0] ?? '');
    const answered = await open(qualityPaths.sheet.href({ assessmentId: row.id }));
    if (!answered.ok) throw new Error(`the results of ${row.name} answer ${answered.status}`);
    await shelf.put(['quality', `${row.name}.xlsx`], new Uint8Array(await answered.arrayBuffer()), {
      kind: 'table',
      title: row.name,
      forWhom: row.name,
    });
  }
}

/** Who does what between a school and its supporting organisation, as a spreadsheet; the agreements are documents. */
async function writeResponsibilities(runtime: Runtime, app: App, shelf: Shelf): Promise<void> {
  const who = 'benoit.dewaele';
  const partnership = await reading(runtime.db, system('demo export'), (read) =>
    read
      .selectFrom('partnerships as p')
      .innerJoin('organisations as s', 's.id', 'p.first_org_id')
      .innerJoin('partnership_versions as v', 'v.partnership_id', 'p.id')
      .innerJoin('memberships as m', (join) =>
        join.on((eb) =>
          eb.or([
            eb('m.org_id', '=', eb.ref('p.first_org_id')),
            eb('m.org_id', '=', eb.ref('p.second_org_id')),
          ]),
        ),
      )
      .innerJoin('persons as w', 'w.id', 'm.person_id')
      .select(['p.id', 's.name'])
      .where('w.email', 'like', `${who}@%`)
      .where('p.kind', '=', 'support')
      .where('v.first_document_id', 'is not', null)
      .executeTakeFirst(),
  );
  if (!partnership) return;
  const open = await browserOf(runtime, app, who);
  const answered = await open(
    partnershipPaths.responsibilitiesFile.href({ partnershipId: partnership.id }),
  );
  if (!answered.ok) throw new Error(`the table of responsibilities answers ${answered.status}`);
  await shelf.put(
    ['partnerships', `${partnership.name}.xlsx`],
    new Uint8Array(await answered.arrayBuffer()),
    { kind: 'table', title: partnership.name, forWhom: partnership.name },
  );
}

/** Reports of clubs as a member prints them, and the cards that were released, as everybody reads them. */
async function writeClubs(runtime: Runtime, app: App, shelf: Shelf): Promise<void> {
  const { meetings, cards } = await reading(runtime.db, system('demo export'), async (read) => ({
    meetings: await read
      .selectFrom('event_minutes as r')
      .innerJoin('club_meetings as k', 'k.event_id', 'r.event_id')
      .innerJoin('clubs as c', 'c.id', 'k.club_id')
      .innerJoin('persons as p', 'p.id', 'c.facilitator_id')
      .select(['k.event_id', 'k.club_id', 'c.name', 'p.email'])
      .where('r.number', '=', 1)
      .execute(),
    cards: await read
      .selectFrom('practices')
      .select(['id', 'title'])
      .where('state', '=', 'public')
      .execute(),
  }));
  for (const row of meetings) {
    const open = await browserOf(runtime, app, (row.email ?? '').split('@')[0] ?? '');
    const answered = await open(
      clubPaths.meeting.href({ clubId: row.club_id, eventId: row.event_id }),
    );
    if (!answered.ok) throw new Error(`the report of ${row.name} answers ${answered.status}`);
    await shelf.put(['clubs', `${row.name}.html`], await answered.text(), {
      kind: 'page',
      title: row.name,
      forWhom: row.name,
    });
  }
  for (const card of cards) {
    const answered = await app.request(
      `${runtime.config.origin}${practicePaths.practice.href({ practiceId: card.id })}`,
    );
    if (!answered.ok) throw new Error(`the card ${card.title} answers ${answered.status}`);
    await shelf.put(['practices', `${card.title}.html`], await answered.text(), {
      kind: 'page',
      title: card.title,
      forWhom: card.title,
    });
  }
}

type Open = Awaited<ReturnType<typeof browserOf>>;

/** What was agreed for a pupil, as the pupil prints it. */
async function writeConsents(open: Open, shelf: Shelf, pupilId: PersonId, name: string) {
  const answered = await open(peoplePaths.consents.href({ pupilId }));
  if (!answered.ok) throw new Error(`the consents of ${name} answer ${answered.status}`);
  await shelf.put(['consents', `${name}.html`], await answered.text(), {
    kind: 'page',
    title: name,
    forWhom: name,
  });
}

/** Photos and greeting beside a letter, as they are kept. */
async function writePhotos(open: Open, shelf: Shelf, applicationId: ApplicationId, name: string) {
  const page = await (await open(applicationsPaths.photos.href({ applicationId }))).text();
  const found = page.matchAll(/<img src="([^"]*)" alt="([^"]*)"/g);
  for (const [i, [, address = '', alt = '']] of [...found].entries()) {
    const photo = await open(address);
    if (!photo.ok) throw new Error(`a photo of ${name} answers ${photo.status}`);
    await shelf.put(['photos', name, `${i + 1}.jpg`], new Uint8Array(await photo.arrayBuffer()), {
      kind: 'document',
      title: alt,
      forWhom: name,
    });
  }
  const [, address] = /<audio [^>]*src="([^"]*)"/.exec(page) ?? [];
  if (!address) return;
  const greeting = await open(address);
  if (!greeting.ok) throw new Error(`the greeting of ${name} answers ${greeting.status}`);
  await shelf.put(['photos', name, 'greeting.wav'], new Uint8Array(await greeting.arrayBuffer()), {
    kind: 'document',
    title: 'greeting',
    forWhom: name,
  });
}

function indexTable(items: Item[]): string {
  const t = translator('en');
  return writeCsv([
    ['path', 'what', 'title', 'for'].map((key) => t(`app.demo.export.${key}`)),
    ...items.map((i) => [i.path, t(`app.demo.export.kind.${i.kind}`), i.title, i.forWhom]),
  ]);
}

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** A page that opens from a folder: no script, no style from elsewhere. */
function indexPage(items: Item[]): string {
  const t = translator('en');
  const { number } = formatsFor('en');
  const address = (path: string) => path.split('/').map(encodeURIComponent).join('/');
  const kinds: Kind[] = ['document', 'page', 'calendar', 'table', 'mail'];
  const sections = kinds.map((kind) => {
    const of = items.filter((i) => i.kind === kind);
    const rows = of.map(
      (i) =>
        `<tr><td><a href="${address(i.path)}">${escaped(i.path.split('/').at(-1) ?? i.path)}</a></td><td>${escaped(i.title)}</td><td>${escaped(i.forWhom)}</td></tr>`,
    );
    const head = ['path', 'title', 'for'].map(
      (k) => `<th scope="col">${escaped(t(`app.demo.export.${k}`))}</th>`,
    );
    return `<h2>${escaped(t(`app.demo.export.kind.${kind}`))} (${number(of.length)})</h2><table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
  });
  const title = escaped(t('app.demo.export.heading'));
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>body{font:17px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.3rem .6rem;border-block-end:1px solid #ccc;vertical-align:top}</style></head><body><h1>${title}</h1><p>${escaped(t('app.demo.disclaimer'))}</p>${sections.join('\n')}</body></html>\n`;
}

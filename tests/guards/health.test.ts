import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '#app/application.tsx';
import { loadCohort } from '#app/demo/cohort.ts';
import { exportCohort } from '#app/demo/export.ts';
import { queries } from '#app/registry.ts';
import type { PersonId } from '#kernel/ids.ts';
import { actOf } from '#modules/health/core/index.ts';
import {
  answerNote,
  breakGlass,
  lookInside,
  proposeNote,
  saveAnswers,
} from '#modules/health/server/index.ts';
import { now } from '#platform/clock.ts';
import { hashToken, newId, newToken } from '#platform/dice.ts';
import { makeLog } from '#platform/log.ts';
import { closePdf } from '#platform/pdf/index.ts';
import { historyPages, signAll } from '#tests/support/health.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import { exampleInput } from './example-input.ts';

/** A word nobody writes by chance. Each sealed place gets one of its own, so that a leak says where it came from. */
const words = {
  answer: 'xylofoneanswer',
  note: 'xylofonenote',
  remark: 'xylofoneremark',
  reason: 'xylofonereason because somebody fell ill',
};
const leaked = /xylofone[a-z]*/;

/** The questions that answer with what is sealed, to those who may have it. */
const content = new Set([
  'health.read-record',
  'health.get-answers',
  'health.list-looks',
  'health.get-care-note',
  'health.get-note-to-write',
  'health.get-note-to-check',
]);

let house: House;
let d: SharedDossier;
const lines: string[] = [];
/** what was typed in the example cohort, beside the words above */
let typed: string[];

beforeAll(async () => {
  house = await openHouse({ mode: 'demo' });
  house.runtime.log = makeLog(
    (line) => lines.push(line),
    () => now().toString(),
  );
  await loadCohort(house.runtime, { report: () => {} });
  const told = JSON.parse(await readFile('src/app/demo/data/health.json', 'utf8'));
  typed = textsIn(told).filter((text) => text.length > 12 && text.includes(' '));
  d = await openDossier(house, { state: 'departed' });
  await house.sql(
    'update mobilities set starts_on = current_date - 20, ends_on = current_date + 40 where id = $1',
    [d.id],
  );
  // the export shows every pupil by their own pages
  await house.sql('update persons set is_example = true');
  // through the pages where there is one, so that the requests are logged as they are
  await typeByHand();
  await signAll(house, d, words.answer);
  const contact = await house.as(d.contact);
  const guardian = await house.as(d.guardian);
  const host = await house.as(d.host);
  const here = { mobilityId: d.id };
  const did = [
    await contact.do(proposeNote, { ...here, text: words.note }),
    await guardian.do(answerNote, {
      ...here,
      number: 1,
      answer: 'send_back',
      remark: words.remark,
    }),
    await contact.do(proposeNote, { ...here, text: words.note }),
    await guardian.do(answerNote, { ...here, number: 2, answer: 'accept' }),
    await host.do(breakGlass, { ...here, reason: words.reason }),
    await host.do(lookInside, here),
    // what is refused is logged too
    await guardian.do(saveAnswers, {
      pupilId: d.pupil,
      ...historyPages(words.answer)[1],
      version: 1,
    }),
  ];
  expect(did.map((o) => o.ok)).toEqual([true, true, true, true, true, true, false]);
}, 240_000);
afterAll(() => closePdf());

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The application once more, with a log that is kept, and a browser of the guardian before it. */
async function browser(who: PersonId) {
  const app = buildApp(house.runtime);
  const token = newToken();
  await house.sql(
    "insert into sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, device) values ($1, $2, $3, now(), now(), now() + interval '1 day', '')",
    [newId('ses'), hashToken(token), who],
  );
  return (path: string, init: RequestInit = {}) =>
    app.request(`${house.runtime.config.origin}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { cookie: `session=${token}`, origin: house.runtime.config.origin, ...init.headers },
    });
}

async function typeByHand(): Promise<void> {
  const open = await browser(d.guardian);
  const path = `/sealed/${d.pupil}/history/past`;
  // once with a fault, once right: both are answered by the page itself, not by its address
  for (const had of [[], ['measles']]) {
    const body = new URLSearchParams([
      ...had.map((h) => ['had', h]),
      ['had-when', words.answer],
      ['operations', 'no'],
      ['version', had.length === 0 ? '0' : '1'],
      ['do', 'next'],
    ]);
    const answered = await open(path, { method: 'POST', body });
    expect(answered.status).toBe(had.length === 0 ? 400 : 303);
    expect(answered.headers.get('location') ?? '').not.toMatch(leaked);
    expect([...answered.headers].join(' ')).not.toMatch(leaked);
  }
  const broken = await browser(d.host);
  const refused = await broken(`/mobilities/${d.id}/sealed/emergency`, {
    method: 'POST',
    body: new URLSearchParams({ reason: 'xylofone' }),
  });
  expect(refused.status).toBe(400);
}

describe('what is sealed', () => {
  it('stands in no table, and in no job', async () => {
    const tables = await house.sql(
      "select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'jobs')",
    );
    expect(tables.length).toBeGreaterThan(40);
    const found: string[] = [];
    const needles = [...Object.values(words), ...typed];
    for (const { name } of tables) {
      const [row] = await house.sql(
        `select coalesce(string_agg(t::text, ' '), '') as text from ${name} t`,
      );
      // bytes are shown as hex
      const bytes = needles.filter(
        (n) => row.text.includes(n) || row.text.includes(Buffer.from(n).toString('hex')),
      );
      if (bytes.length > 0) found.push(`${name}: ${bytes.join(', ')}`);
    }
    expect(found).toEqual([]);
  });

  it('stands in no mail, though all were told', async () => {
    const mails = await house.mails();
    const kinds = mails.filter((m) => m.kind.startsWith('health-')).map((m) => m.kind);
    for (const kind of ['opened', 'signed', 'note-proposed', 'note-sent-back', 'note-to-read'])
      expect(kinds).toContain(`health-${kind}`);
    for (const m of mails) {
      const text = `${m.subject}\n${m.body_text}\n${m.body_html}`;
      expect(text).not.toMatch(leaked);
      expect(typed.filter((t) => text.includes(t))).toEqual([]);
    }
  });

  it('stands in no line of the log', () => {
    expect(lines.filter((l) => l.includes('"event":"request"')).length).toBeGreaterThan(2);
    expect(lines.filter((l) => leaked.test(l) || typed.some((t) => l.includes(t)))).toEqual([]);
  });

  it('is in the answer of no query but its own readers’', async () => {
    const people = [
      ...[d.pupil, d.guardian, d.family, d.contact, d.mentor, d.sender, d.teacher, d.host],
      ...[d.hostTeacher, d.stranger, d.outsider, await house.person({ isAdmin: true })],
    ];
    const ids: Record<string, string> = {
      per: d.pupil,
      mob: d.id,
      int: d.intake,
      org: d.hostingOrg,
    };
    const nowhere = (prefix: string) => ids[prefix] ?? `${prefix}_${'0'.repeat(26)}`;
    let answered = 0;
    for (const query of queries) {
      if (content.has(query.name)) continue;
      const input = exampleInput(query.input, nowhere);
      for (const who of people) {
        const seen = await (await house.as(who)).ask(query, input);
        if (!seen.ok) continue;
        answered++;
        expect(JSON.stringify(seen.view), query.name).not.toMatch(leaked);
      }
    }
    expect(answered).toBeGreaterThan(100);
    // the list of exceptions names real ones
    for (const name of content) expect(actOf[name]).toBeDefined();
  }, 120_000);

  it('and those who may read it do find it there: the test would see a leak', async () => {
    const guardian = await house.as(d.guardian);
    const page = await guardian.get(`/sealed/${d.pupil}/read`);
    expect(page.text).toContain(words.answer);
    expect(page.headers.get('cache-control')).toContain('no-store');
    expect((await guardian.get(`/sealed/${d.pupil}/looks`)).text).toContain(words.reason);
    const family = await house.as(d.family);
    const note = await family.get(`/mobilities/${d.id}/care-note`);
    expect(note.text).toContain(words.note);
    expect(note.text).not.toContain(words.remark);
  });

  it('is in no file of the export', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sojourn-health-'));
    await exportCohort(house.runtime, folder);
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const found: string[] = [];
    const seen = new Set<string>();
    for (const file of files.filter((f) => f.isFile())) {
      const bytes = await readFile(join(file.parentPath, file.name));
      seen.add(createHash('sha1').update(bytes).digest('hex'));
      const text = bytes.toString('utf8');
      const decoded = Buffer.from(text.replaceAll(/=\r?\n/g, ''), 'utf8').toString('utf8');
      if (leaked.test(decoded) || typed.some((t) => decoded.includes(t))) found.push(file.name);
    }
    await rm(folder, { recursive: true });
    expect(seen.size).toBeGreaterThan(50);
    expect(found).toEqual([]);
  }, 120_000);
});

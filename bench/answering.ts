import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { fieldsOf } from '#engines/forms/index.ts';
import { hashToken, newToken } from '#platform/dice.ts';
import { send } from './drive.ts';
import { answersTo, compiledLarge } from './forms.ts';
import { idOf } from './rows.ts';

const pageId = 'p1';
const sectionId = 's0';
const form = compiledLarge();
const answers = answersTo(form);

/** As many people as `count` are asked for a section of a form of 120 questions; all of it is answered already. */
export async function askMany(owner: pg.Pool, count: number): Promise<string[]> {
  const org = idOf('org', 1);
  const pupil = idOf('per', 1);
  const formId = idOf('frm', 1);
  const version = idOf('fve', 1);
  await owner.query(
    "insert into organisations (id, kind, name, country_code, city, time_zone, created_at) values ($1, 'school', 'Example School', 'BE', 'Brussels', 'Europe/Brussels', now())",
    [org],
  );
  await owner.query(
    "insert into persons (id, given_name, family_name, language, birth_date, created_at) values ($1, 'Alex', 'Example', 'en', '2010-05-04', now())",
    [pupil],
  );
  await owner.query(
    "insert into forms (id, key, org_id, created_at) values ($1, 'large', $2, now())",
    [formId, org],
  );
  await owner.query(
    "insert into form_versions (id, form_id, number, fingerprint, definition, published_at) values ($1, $2, 1, 'large', $3, now())",
    [version, formId, JSON.stringify(form.definition)],
  );
  const tokens = Array.from({ length: count }, () => newToken());
  for (const [i, token] of tokens.entries()) {
    const id = idOf('frq', i + 1);
    await owner.query(
      `insert into form_requests (id, version_id, section_id, about_kind, about_id, subject_id, asking_org_id, addressee_name,
         addressee_email, capacity, language, reader_orgs, state, token_hash, expires_at, asked_at, opened_at)
       values ($1, $2, $3, 'application', $1, $4, $5, 'Somebody', 'somebody@example.org', 'teacher', 'en', $6, 'draft', $7,
         now() + interval '60 days', now(), now())`,
      [id, version, sectionId, pupil, org, [org], hashToken(token)],
    );
    await owner.query(
      'insert into form_answers (request_id, answers, saved_at) values ($1, $2, now())',
      [id, JSON.stringify(answers)],
    );
  }
  await owner.query('analyze');
  return tokens;
}

/** Where a page of such a form is answered. */
export function pageOf(origin: string, token: string): string {
  return `${origin}/answer/${token}/page/${pageId}`;
}

/** Somebody who types: where it is kept, and what is sent along with the fields. */
export type Writer = { path: string; headers: Record<string, string>; hand: object };

/** Those who answer by the link they were sent. */
export function byLink(tokens: readonly string[]): Writer[] {
  return tokens.map((token) => ({
    path: '/api/v1/forms/keep-draft',
    headers: {},
    hand: { token, requestId: '' },
  }));
}

/** As many pupils as `count` who are signed in and write an application of 120 questions, all of it answered already. */
export async function applyMany(owner: pg.Pool, count: number): Promise<Writer[]> {
  const [school, version] = [idOf('org', 1), idOf('fve', 1)];
  const [project, intake] = [idOf('prj', 1), idOf('int', 1)];
  await owner.query(
    "insert into projects (id, code, title, coordinator_id, created_at) values ($1, 'BENCH', 'Bench', $2, now())",
    [project, school],
  );
  await owner.query(
    "insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at) values ($1, $2, 'Intake', 'september', current_date + 200, current_date + 300, now())",
    [intake, project],
  );
  const writers: Writer[] = [];
  for (let i = 0; i < count; i++) {
    const [pupil, application] = [idOf('per', 100 + i), idOf('app', 1 + i)];
    const token = newToken();
    await owner.query(
      "insert into persons (id, given_name, family_name, language, birth_date, created_at) values ($1, 'Alex', $2, 'en', '2010-05-04', now())",
      [pupil, `Example ${i}`],
    );
    await owner.query(
      `insert into applications (id, intake_id, pupil_id, sending_school_id, state, version_id, answers, pages_done, pages_asked, created_at)
       values ($1, $2, $3, $4, 'draft', $5, $6, 1, 24, now())`,
      [application, intake, pupil, school, version, JSON.stringify(answers)],
    );
    await owner.query(
      "insert into sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, device) values ($1, $2, $3, now(), now(), now() + interval '1 day', '')",
      [idOf('ses', 1 + i), hashToken(token), pupil],
    );
    writers.push({
      path: '/api/v1/applications/keep-draft',
      headers: { cookie: `session=${token}` },
      hand: { applicationId: application },
    });
  }
  await owner.query('analyze');
  return writers;
}

export type Autosaved = { count: number; p95: number; ms: number };

/**
 * Everybody types: each saves a page every so often, with what the server said last time in hand, begun at moments
 * spread evenly. Throws when a save is not answered with 200.
 */
export async function autosave(
  origin: string,
  writers: readonly Writer[],
  every: number,
  forMs: number,
): Promise<Autosaved> {
  const times: number[] = [];
  const fields = fieldsOf(form, pageId, answers);
  const begun = performance.now();
  await Promise.all(
    writers.map(async ({ path, headers, hand }, i) => {
      await sleep((i * every) / writers.length);
      let seen = '';
      for (let n = 0; performance.now() - begun < forMs; n++) {
        const at = performance.now();
        const answer = await sendAgain(origin + path, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json', origin },
          body: JSON.stringify({
            ...hand,
            pageId,
            seen,
            fields: { ...fields, q8: [`Line ${n} of ${i}`] },
          }),
        });
        times.push(performance.now() - at);
        if (answer.status !== 200) throw new Error(`keeping a draft answered ${answer.status}`);
        seen = (JSON.parse(answer.body.toString()) as { seen: string }).seen;
        await sleep(Math.max(0, every - (performance.now() - at)));
      }
    }),
  );
  times.sort((a, b) => a - b);
  return {
    count: times.length,
    p95: times[Math.floor(times.length * 0.95)] ?? 0,
    ms: performance.now() - begun,
  };
}

/** A connection that was kept may be closed at the moment it is used; browsers ask once more then, and so do we. */
async function sendAgain(...what: Parameters<typeof send>): ReturnType<typeof send> {
  try {
    return await send(...what);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ECONNRESET') throw error;
    return send(...what);
  }
}

import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import type { PersonId, ThreadId } from '#kernel/ids.ts';
import { now } from '#platform/clock.ts';
import { execute } from '#platform/command.ts';
import { hashToken, newId, newToken } from '#platform/dice.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import { followThread } from './commands/index.ts';
import {
  acceptHeld,
  announce,
  changeSafeguarding,
  changeSettings,
  closeThread,
  countUnread,
  deleteHeld,
  forgetInMessages,
  getNewThread,
  getSafeguarding,
  getSettings,
  getThread,
  listHeld,
  listNews,
  listThreads,
  markRead,
  openFile,
  openThread,
  postMessage,
  postSystemNote,
  remindReaders,
  reopenThread,
  sendDueMails,
  startThread,
  tidyThreads,
} from './index.ts';
import { takeAnswer } from './jobs.ts';

let house: House;
let d: SharedDossier;

const as = (id: PersonId) => house.as(id);

async function begin(
  from: PersonId,
  choices: string[],
  text = 'Hello from me.',
  more: Partial<{ subject: string; sendKey: string; about: string }> = {},
): Promise<ThreadId> {
  const done = await (await as(from)).do(openThread, {
    kind: 'mobility',
    aboutId: more.about ?? d.id,
    choices,
    subject: more.subject ?? 'A question',
    text,
    sendKey: more.sendKey ?? '',
  });
  if (!done.ok) throw new Error(done.faults[0].reason);
  return done.threadId;
}

async function view(who: PersonId, threadId: ThreadId) {
  const seen = await (await as(who)).ask(getThread, { threadId });
  if (!seen.ok) throw new Error(seen.faults[0].reason);
  return seen.view;
}
const kindFor = async (who: PersonId, threadId: ThreadId) => {
  const seen = await (await as(who)).ask(getThread, { threadId });
  return seen.ok ? 'read' : seen.kind;
};

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2026-11-20T09:00:00Z');
  d = await openDossier(house);
});

describe('a conversation of a pupil under age', () => {
  let threadId: ThreadId;

  beforeAll(async () => {
    threadId = await begin(d.pupil, ['contact_person'], 'Élise is sad. Can we talk?');
  });

  it('says before writing who will read along, by name and part, and to the pupil plainly', async () => {
    const asked = await (await as(d.pupil)).ask(getNewThread, {
      kind: 'mobility',
      aboutId: d.id,
      choices: ['contact_person'],
    });
    expect(asked).toMatchObject({
      ok: true,
      view: {
        self: { part: { key: 'mobilities.role.pupil' } },
        readers: {
          members: [{ name: 'Marta Palīgs', part: { key: 'mobilities.role.contact_person' } }],
          safeguarding: expect.arrayContaining(
            ['IES Ejemplo', 'Apoyo Ejemplo', 'Atbalsts'].map((name) =>
              expect.objectContaining({ name }),
            ),
          ),
          selfUnderAge: true,
        },
      },
    });
    const page = await (await as(d.pupil)).get(
      `/threads/new?kind=mobility&about=${d.id}&with=contact_person`,
    );
    expect(page.status).toBe(200);
    expect(page.text).toContain('Because you are under 18');
    expect(page.text).toContain('Marta Palīgs (Contact person)');
  });

  it('is read by both, and for safety by those who coordinate', async () => {
    expect((await view(d.contact, threadId)).readers.self).toBe('member');
    for (const who of [d.sender, d.host])
      expect((await view(who, threadId)).readers.self).toBe('safeguarding');
    const { messages } = await view(d.contact, threadId);
    expect(messages).toMatchObject([
      { author: 'Lucía Ejemplo', text: 'Élise is sad. Can we talk?' },
    ]);
  });

  it('is not there for anybody else: family, teacher, mentor, other organisations, strangers', async () => {
    for (const who of [
      d.guardian,
      d.family,
      d.teacher,
      d.mentor,
      d.hostTeacher,
      d.stranger,
      d.outsider,
    ]) {
      expect(await kindFor(who, threadId)).toBe('not_found');
      const hand = await as(who);
      expect(await hand.do(postMessage, { threadId, text: 'Me too' })).toMatchObject({
        kind: 'not_found',
      });
      for (const command of [markRead, closeThread, reopenThread, remindReaders] as const)
        expect(await hand.do(command as typeof markRead, { threadId })).toMatchObject({
          kind: 'not_found',
        });
      const list = await hand.ask(listThreads, {});
      expect(list.ok && list.view.rows.map((r) => r.id)).not.toContain(threadId);
    }
    expect(await house.visitor.ask(listThreads, {})).toMatchObject({ kind: 'not_found' });
  });

  it('shows no address and no number to anybody', async () => {
    await house.sql("update persons set phone = '+371 2000 0000' where id = any($1)", [
      [d.pupil, d.contact],
    ]);
    for (const who of [d.pupil, d.contact, d.host]) {
      const page = await (await as(who)).get(`/threads/${threadId}`);
      expect(page.status).toBe(200);
      expect(page.text).not.toContain('@example.org');
      expect(page.text).not.toContain('+371');
    }
  });

  it('shows quietly who has read up to where', async () => {
    const { messageId } = (await (
      await as(d.contact)
    ).do(postMessage, {
      threadId,
      text: 'Of course. Tomorrow?',
    })) as { messageId: string };
    await (await as(d.pupil)).get(`/threads/${threadId}`);
    const { messages, unread } = await view(d.contact, threadId);
    expect(messages.find((m) => m.id === messageId)?.readBy).toEqual(['Lucía Ejemplo']);
    expect(unread).toBe(0);
  });

  it('is found by its words without accents, by those alone who read it', async () => {
    const search = async (who: PersonId, q: string) => {
      const found = await (await as(who)).ask(listThreads, { q });
      return found.ok ? found.view.rows.map((r) => r.excerpt) : null;
    };
    expect(await search(d.contact, 'elise sa')).toEqual(['Élise is sad. Can we talk?']);
    expect(await search(d.contact, 'elise happy')).toEqual([]);
    expect(await search(d.mentor, 'elise')).toEqual([]);
    expect(await search(d.outsider, 'elise')).toEqual([]);
  });
});

describe('between grown-ups', () => {
  it('nobody reads along', async () => {
    const threadId = await begin(d.host, ['mentor', 'sending_school']);
    const { readers } = await view(d.mentor, threadId);
    expect(readers).toMatchObject({ safeguarding: [], underAge: false });
    expect(await kindFor(d.pupil, threadId)).toBe('not_found');
  });

  it('one guardian’s words do not reach the other unless they are chosen', async () => {
    const other = await house.person({ givenName: 'Diego', familyName: 'Ejemplo' });
    await house.sql(
      "insert into mobility_parties (mobility_id, person_id, role, from_on, state, starts_on) values ($1, $2, 'guardian', '2026-11-01', 'agreed', '2027-02-01')",
      [d.id, other],
    );
    const threadId = await begin(d.guardian, ['sending_school']);
    expect(await kindFor(other, threadId)).toBe('not_found');
    expect(await kindFor(d.sender, threadId)).toBe('read');
  });

  it('somebody without a part cannot begin, nor learn who could be written to', async () => {
    for (const who of [d.stranger, d.outsider, d.teacher]) {
      const hand = await as(who);
      expect(
        await hand.do(openThread, {
          kind: 'mobility',
          aboutId: d.id,
          choices: ['pupil'],
          subject: 'x',
          text: 'y',
        }),
      ).toMatchObject({ kind: 'not_found' });
      expect(await hand.ask(getNewThread, { kind: 'mobility', aboutId: d.id })).toMatchObject({
        kind: 'not_found',
      });
      expect((await hand.get(`/threads/new?kind=mobility&about=${d.id}`)).status).toBe(404);
    }
  });
});

describe('bad input', () => {
  let threadId: ThreadId;
  beforeAll(async () => {
    threadId = await begin(d.host, ['mentor']);
  });
  const post = async (
    input: Partial<{ text: string; sendKey: string; files: { name: string; content: string }[] }>,
  ) => (await as(d.host)).do(postMessage, { threadId, text: 'Again', ...input });
  const count = async () =>
    (
      await house.sql('select count(*) as n from thread_messages where thread_id = $1', [threadId])
    )[0].n;

  it('sent twice is one message, also at the same moment; other words of the same page are another', async () => {
    const before = await count();
    const twice = await Promise.all([post({ sendKey: 'k1' }), post({ sendKey: 'k1' })]);
    expect(twice.map((t) => t.ok)).toEqual([true, true]);
    expect(await count()).toBe(before + 1);
    await post({ sendKey: 'k1', text: 'Something else' });
    expect(await count()).toBe(before + 2);
  });

  it('a conversation begun twice is one', async () => {
    const [a, b] = await Promise.all([
      begin(d.host, ['mentor'], 'Twice', { sendKey: 'once' }),
      begin(d.host, ['mentor'], 'Twice', { sendKey: 'once' }),
    ]);
    expect(a).toBe(b);
  });

  it('10,000 characters are taken, one more is not, and nothing is not', async () => {
    expect(await post({ text: 'a\r\n'.repeat(5000) })).toMatchObject({ ok: true });
    expect(await post({ text: 'a'.repeat(10_000) })).toMatchObject({ ok: true });
    expect(await post({ text: 'a'.repeat(10_001) })).toMatchObject({
      faults: [{ reason: 'messaging.invalid.long', field: 'text', params: { max: 10_000 } }],
    });
    expect(await post({ text: ' \n ' })).toMatchObject({
      faults: [{ reason: 'messaging.invalid.empty', field: 'text' }],
    });
    const page = await (await as(d.host)).post(`/threads/${threadId}`, {
      text: 'a'.repeat(10_001),
    });
    expect(page.status).toBe(400);
    expect(page.text).toContain('a'.repeat(10_001));
    expect(page.text).toContain('at most 10,000 characters');
  });

  it('closed meanwhile: a sentence, and the words are still there', async () => {
    const closed = await begin(d.host, ['mentor']);
    expect(await (await as(d.mentor)).do(closeThread, { threadId: closed })).toMatchObject({
      ok: true,
    });
    const page = await (await as(d.host)).post(`/threads/${closed}`, { text: 'My long thoughts' });
    expect(page.status).toBe(409);
    expect(page.text).toContain('closed this conversation meanwhile');
    expect(page.text).toContain('My long thoughts');
    await (await as(d.host)).do(reopenThread, { threadId: closed });
    expect((await as(d.host)) && (await view(d.host, closed)).can.write).toBe(true);
  });

  it('files are kept by what they are, and read by the readers alone', async () => {
    const pdf = Buffer.from('%PDF-1.7 nothing').toString('base64');
    const done = await post({ text: 'See', files: [{ name: 'ticket.exe', content: pdf }] });
    expect(done.ok).toBe(true);
    const { messages } = await view(d.mentor, threadId);
    const file = messages.at(-1)?.files[0];
    expect(file).toMatchObject({ name: 'ticket.pdf', mediaType: 'application/pdf' });
    const address = `/threads/${threadId}/files/${file?.id}`;
    const got = await (await as(d.mentor)).get(address);
    expect(got.text).toBe('%PDF-1.7 nothing');
    expect(got.headers.get('content-disposition')).toContain('attachment');
    for (const who of [d.pupil, d.stranger, d.outsider]) {
      expect((await (await as(who)).get(address)).status).toBe(404);
      expect(
        await (await as(who)).ask(openFile, { threadId, fileId: file?.id as `mfi_${string}` }),
      ).toMatchObject({ kind: 'not_found' });
    }
    const page = Buffer.from('<html><script>alert(1)</script>').toString('base64');
    const program = Buffer.from('PK\x03\x04 word/document.xml word/vbaProject.bin', 'latin1');
    for (const content of [program.toString('base64'), Buffer.from('words').toString('base64')])
      expect(await post({ files: [{ name: 'cv.docx', content }] })).toMatchObject({
        faults: [{ reason: 'messaging.invalid.file-kind', field: 'files' }],
      });
    expect(await post({ files: [{ name: 'cv.pdf', content: page }] })).toMatchObject({
      faults: [{ reason: 'messaging.invalid.file-kind', field: 'files' }],
    });
    expect(
      await post({ files: Array.from({ length: 6 }, () => ({ name: 'a.pdf', content: pdf })) }),
    ).toMatchObject({ faults: [{ reason: 'messaging.invalid.files' }] });
  });

  it('several files come with one field of a form', async () => {
    const bytes = new TextEncoder().encode('%PDF-1.4 x');
    const body = new FormData();
    body.append('text', 'Two papers');
    body.append('files', new Blob([bytes]), 'one.pdf');
    body.append('files', new Blob([bytes]), 'two.pdf');
    const token = await session(d.host);
    const answered = await house.app.request(`http://sojourn.test/threads/${threadId}`, {
      method: 'POST',
      headers: { cookie: `session=${token}`, origin: 'http://sojourn.test' },
      body,
    });
    expect(answered.status).toBe(303);
    const { messages } = await view(d.mentor, threadId);
    expect(messages.at(-1)?.files.map((f) => f.name)).toEqual(['one.pdf', 'two.pdf']);
  });
});

async function session(personId: PersonId): Promise<string> {
  const token = newToken();
  await house.sql(
    'insert into sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at) values ($1, $2, $3, $4, $4, $5)',
    [
      newId('ses'),
      hashToken(token),
      personId,
      now().toString(),
      now().add({ hours: 9 }).toString(),
    ],
  );
  return token;
}

describe('somebody who leaves', () => {
  it('reads no more from that moment, keeps what they were typing, and the others keep the history', async () => {
    const own = await openDossier(house);
    const threadId = await begin(own.pupil, ['contact_person'], 'A secret', { about: own.id });
    const hand = await as(own.contact);
    const shown = async (q = '') => {
      const list = await hand.ask(listThreads, { q });
      return list.ok ? list.view.rows.map((r) => r.excerpt) : null;
    };
    expect([await shown(), await shown('secret')]).toEqual([['A secret'], ['A secret']]);
    await own.leave(own.contact, '2026-11-19');
    expect(await kindFor(own.contact, threadId)).toBe('not_found');
    // nor in lists, counts and searches, before any night has passed
    expect([await shown(), await shown('secret'), await shown('question')]).toEqual([[], [], []]);
    expect(await hand.ask(countUnread, {})).toMatchObject({ view: { unread: 0, first: null } });
    const page = await hand.post(`/threads/${threadId}`, { text: 'My answer to you' });
    expect(page.status).toBe(403);
    expect(page.text).toContain('You no longer belong to this conversation');
    expect(page.text).toContain('My answer to you');
    expect(page.text).not.toContain('A secret');
    expect(await hand.do(markRead, { threadId })).toMatchObject({ kind: 'not_found' });
    // at night it is written down, and said to those who stay
    await tidyThreads(house.runtime);
    const { messages, readers } = await view(own.pupil, threadId);
    expect(messages.map((m) => m.note?.key ?? m.text)).toEqual(['A secret', 'messaging.note.left']);
    expect(readers.members).toEqual([]);
    expect((await hand.get(`/threads/${threadId}`)).status).toBe(404);
    expect((await hand.post(`/threads/${threadId}`, { text: 'Still me' })).text).toContain(
      'Still me',
    );
  });

  it('is told before sending who has come since the page was opened, and sends it on purpose', async () => {
    const own = await openDossier(house);
    const threadId = await begin(own.host, ['contact_person', 'mentor'], 'First', {
      about: own.id,
    });
    const { readers } = await view(own.mentor, threadId);
    const next = await house.person({ givenName: 'Edgars', familyName: 'Jauns' });
    await house.sql(
      "insert into mobility_parties (mobility_id, person_id, role, from_on, state, starts_on) values ($1, $2, 'contact_person', '2026-11-20', 'agreed', '2027-02-01')",
      [own.id, next],
    );
    await execute(house.runtime, followThread, system('test'), { threadId });
    const hand = await as(own.mentor);
    const fields = { text: 'Between us', sendKey: 'once', readers: readers.marks };
    const asked = await hand.post(`/threads/${threadId}`, fields);
    expect(asked.status).toBe(409);
    expect(asked.text).toContain('since you opened the page: Edgars Jauns.');
    expect(asked.text).toContain('Between us');
    const said = async () => (await view(own.mentor, threadId)).messages.map((m) => m.text);
    expect(await said()).not.toContain('Between us');
    // the page brings them along now
    const shown = /name="readers" value="([^"]+)"/.exec(asked.text)?.[1] ?? '';
    expect((await hand.post(`/threads/${threadId}`, { ...fields, readers: shown })).status).toBe(
      303,
    );
    expect(await said()).toContain('Between us');
    // sent twice by going back is still one message, and no question
    expect((await hand.post(`/threads/${threadId}`, fields)).status).toBe(303);
    // nor does a conversation begin with somebody of whom the page did not say so
    const asks = await hand.ask(getNewThread, {
      kind: 'mobility',
      aboutId: own.id,
      choices: ['contact_person'],
    });
    const before = asks.ok ? asks.view.readers?.marks.split(' ')[0] : '';
    const begun = await hand.do(openThread, {
      kind: 'mobility',
      aboutId: own.id,
      choices: ['contact_person'],
      subject: 'New',
      text: 'Words',
      shownReaders: before ?? '',
    });
    expect(begun).toMatchObject({
      kind: 'conflict',
      faults: [{ reason: 'messaging.refused.more-readers' }],
    });
  });

  it('is followed by the next in the same relation, who reads from then on', async () => {
    const own = await openDossier(house);
    const threadId = await begin(own.host, ['contact_person', 'mentor'], 'Before', {
      about: own.id,
    });
    const next = await house.person({ givenName: 'Edgars', familyName: 'Jauns' });
    await own.leave(own.contact, '2026-11-19');
    await house.sql(
      "insert into mobility_parties (mobility_id, person_id, role, from_on, state, starts_on) values ($1, $2, 'contact_person', '2026-11-20', 'agreed', '2027-02-01')",
      [own.id, next],
    );
    house.setNow('2026-11-20T10:00:00Z');
    await execute(house.runtime, followThread, system('test'), { threadId });
    house.setNow('2026-11-20T10:05:00Z');
    await (await as(own.host)).do(postMessage, { threadId, text: 'After' });
    const { messages } = await view(next, threadId);
    expect(messages.map((m) => m.note?.key ?? m.text)).toEqual([
      'messaging.note.left',
      'messaging.note.joined',
      'After',
    ]);
    const found = await (await as(next)).ask(listThreads, { q: 'before' });
    expect(found.ok && found.view.rows).toEqual([]);
  });

  it('as the last one leaves the thread to the organisation that leads, never to a stranger', async () => {
    const own = await openDossier(house);
    const threadId = await begin(own.mentor, ['contact_person'], 'Only we two', { about: own.id });
    expect(await kindFor(own.sender, threadId)).toBe('not_found');
    await own.leave(own.contact, '2026-11-19');
    await own.leave(own.mentor, '2026-11-19');
    await tidyThreads(house.runtime);
    const seen = await view(own.sender, threadId);
    expect(seen.readers.self).toBe('lead');
    expect(seen.messages.map((m) => m.note?.key ?? m.text)).toContain('Only we two');
    expect(seen.messages.at(-1)?.note).toMatchObject({
      key: 'messaging.note.fallen',
      params: { name: 'IES Ejemplo' },
    });
    for (const who of [own.mentor, own.contact, own.pupil, own.stranger, own.outsider, own.teacher])
      expect(await kindFor(who, threadId)).toBe('not_found');
    // told once, and stays as it is the next nights
    await tidyThreads(house.runtime);
    expect((await view(own.sender, threadId)).messages.length).toBe(seen.messages.length);
  });
});

describe('who reads along', () => {
  it('is decided by each organisation, shown in the conversation, and never nobody', async () => {
    const own = await openDossier(house);
    const threadId = await begin(own.pupil, ['contact_person'], 'Hi', { about: own.id });
    const hand = await as(own.sender);
    const before = await hand.ask(getSafeguarding, { orgId: own.sendingSchool });
    expect(before).toMatchObject({
      ok: true,
      view: { roles: ['head', 'coordinator'], version: 0 },
    });
    expect(
      await hand.do(changeSafeguarding, { orgId: own.sendingSchool, version: 0 }),
    ).toMatchObject({ faults: [{ reason: 'messaging.invalid.no-safeguarding' }] });
    expect(
      await hand.do(changeSafeguarding, {
        orgId: own.sendingSchool,
        version: 0,
        personIds: [own.stranger],
      }),
    ).toMatchObject({ faults: [{ field: 'personIds' }] });
    expect(
      await hand.do(changeSafeguarding, {
        orgId: own.sendingSchool,
        version: 0,
        personIds: [own.teacher],
      }),
    ).toMatchObject({ ok: true });
    // whoever read along until now sees nothing of it in the list either, at once
    const list = await hand.ask(listThreads, {});
    expect(list.ok && list.view.rows).toEqual([]);
    await tidyThreads(house.runtime);
    expect((await view(own.teacher, threadId)).readers.self).toBe('safeguarding');
    expect(await kindFor(own.sender, threadId)).toBe('not_found');
    expect((await view(own.pupil, threadId)).readers.safeguarding.map((r) => r.name)).toContain(
      'Tomás Enseña',
    );
    for (const [who, kind] of [
      [own.teacher, 'refused'],
      [own.outsider, 'not_found'],
      [own.pupil, 'not_found'],
    ] as const)
      expect(
        await (await as(who)).do(changeSafeguarding, {
          orgId: own.sendingSchool,
          version: 1,
          roles: ['head'],
        }),
      ).toMatchObject({ kind });
    expect(
      await (await as(own.outsider)).ask(getSafeguarding, { orgId: own.sendingSchool }),
    ).toMatchObject({ kind: 'not_found' });
  });
});

describe('mail', () => {
  const mailsTo = async (who: PersonId) => {
    const all = await house.mails();
    return all.filter((m) => m.to_address === `${who}@example.org`);
  };

  it('comes once after a quiet time, without a word of what was written about somebody under age', async () => {
    const own = await openDossier(house);
    house.setNow('2026-11-23T10:00:00Z');
    const threadId = await begin(own.pupil, ['contact_person'], 'I feel very alone', {
      about: own.id,
      subject: 'I am homesick',
    });
    house.setNow('2026-11-23T10:05:00Z');
    await (await as(own.pupil)).do(postMessage, { threadId, text: 'Please answer' });
    await sendDueMails(house.runtime);
    expect(await mailsTo(own.contact)).toEqual([]);
    house.setNow('2026-11-23T10:16:00Z');
    await sendDueMails(house.runtime);
    await sendDueMails(house.runtime);
    const [mail, ...others] = await mailsTo(own.contact);
    expect(others).toEqual([]);
    expect(mail?.subject).toBe('A message from Lucía Ejemplo');
    for (const word of ['alone', 'homesick', 'Please'])
      expect(`${mail?.subject} ${mail?.body_text}`).not.toContain(word);
    expect(mail?.body_text).toContain(`http://sojourn.test/threads/${threadId}`);
    // those who read along are not told of every word, and the writer of none
    expect(await mailsTo(own.sender)).toEqual([]);
    expect(await mailsTo(own.pupil)).toEqual([]);
  });

  it('does not come to somebody whose part has ended, also before the night in which that is noted', async () => {
    const own = await openDossier(house);
    house.setNow('2026-11-23T10:30:00Z');
    await begin(own.host, ['mentor', 'contact_person'], 'Not for former ones', { about: own.id });
    await own.leave(own.contact, '2026-11-22');
    house.setNow('2026-11-23T10:50:00Z');
    await sendDueMails(house.runtime);
    expect(await mailsTo(own.contact)).toEqual([]);
    expect(await mailsTo(own.mentor)).toHaveLength(1);
  });

  it('goes by the clock that somebody chose for their calendar', async () => {
    const own = await openDossier(house);
    await house.sql('insert into calendar_settings (person_id, time_zone) values ($1, $2)', [
      own.mentor,
      'Atlantic/Azores',
    ]);
    expect(await (await as(own.mentor)).ask(getSettings, {})).toMatchObject({
      view: { timeZone: 'Atlantic/Azores' },
    });
    const page = await (await as(own.mentor)).get('/threads/settings');
    expect(page.text).toContain('Azores time');
    expect(page.text).toContain('href="/calendar/feed#settings"');
  });

  it('does not come to who has read it by then', async () => {
    const own = await openDossier(house);
    house.setNow('2026-11-23T11:00:00Z');
    const threadId = await begin(own.host, ['mentor'], 'Quick question', { about: own.id });
    await (await as(own.mentor)).get(`/threads/${threadId}`);
    house.setNow('2026-11-23T12:00:00Z');
    await sendDueMails(house.runtime);
    expect(await mailsTo(own.mentor)).toEqual([]);
  });

  it('comes as a digest or after the quiet hours to who wants it so', async () => {
    const own = await openDossier(house);
    house.setNow('2026-11-23T12:00:00Z');
    const mentor = await as(own.mentor);
    expect(await mentor.ask(getSettings, {})).toMatchObject({
      view: { mail: 'at_once', quietFrom: '21:00', timeZone: 'Europe/Riga' },
    });
    expect(
      await mentor.do(changeSettings, {
        mail: 'daily',
        quietFrom: '22.00',
        quietUntil: '',
      }),
    ).toMatchObject({ faults: [{ reason: 'messaging.invalid.quiet', field: 'quietUntil' }] });
    expect(
      await mentor.do(changeSettings, {
        mail: 'daily',
        quietFrom: '',
        quietUntil: '',
      }),
    ).toMatchObject({ ok: true });
    await begin(own.host, ['mentor'], 'One', { about: own.id });
    await begin(own.host, ['mentor', 'contact_person'], 'Two', { about: own.id });
    house.setNow('2026-11-23T20:00:00Z');
    await sendDueMails(house.runtime);
    expect(await mailsTo(own.mentor)).toEqual([]);
    house.setNow('2026-11-24T05:01:00Z');
    await sendDueMails(house.runtime);
    expect((await mailsTo(own.mentor)).map((m) => m.subject)).toEqual([
      '2 conversations with something new',
    ]);
  });

  it('settings are one’s own', async () => {
    expect(await house.visitor.ask(getSettings, {})).toMatchObject({ kind: 'not_found' });
    expect(
      await house.visitor.do(changeSettings, {
        mail: 'weekly',
        quietFrom: '',
        quietUntil: '',
      }),
    ).toMatchObject({ kind: 'not_found' });
  });
});

describe('an answer by mail', () => {
  let threadId: ThreadId;
  const answer = (from: string, text: string, more: object = {}) =>
    takeAnswer(
      {
        from,
        subject: 'Re: A message',
        text,
        attachments: [],
        calendar: null,
        automatic: false,
        messageId: `<${from}${text.length}>`,
        ...more,
      },
      { purpose: 'thread', id: threadId, personId: d.mentor },
      house.runtime,
    );
  const texts = async () => (await view(d.host, threadId)).messages.map((m) => m.text);

  beforeAll(async () => {
    house.setNow('2026-11-25T10:00:00Z');
    threadId = await begin(d.host, ['mentor'], 'What do you think?');
  });

  it('from the own address is written into the conversation, once', async () => {
    const mail = [`${d.mentor}@example.org`, 'I agree.'] as const;
    expect(await answer(...mail)).toBe('taken');
    expect(await answer(...mail)).toBe('taken');
    expect(await texts()).toEqual(['What do you think?', 'I agree.']);
    expect((await view(d.host, threadId)).messages[1]).toMatchObject({
      author: 'Jānis Skolotājs',
      byMail: true,
    });
  });

  it('of a machine goes nowhere', async () => {
    expect(
      await answer(`${d.mentor}@example.org`, 'I am away', { automatic: true, messageId: '<a>' }),
    ).toBe('taken');
    expect(await texts()).not.toContain('I am away');
  });

  it('from another address waits for its person, who accepts it or not; nobody else can', async () => {
    expect(await answer('mallory@example.com', 'Send money')).toBe('quarantine');
    expect(await answer('private@example.com', 'From my phone')).toBe('quarantine');
    expect(await texts()).toHaveLength(2);
    const mentor = await as(d.mentor);
    const held = await mentor.ask(listHeld, {});
    if (!held.ok) throw new Error('held');
    const [bad, good] = held.view.rows;
    expect(bad).toMatchObject({ sender: 'mallory@example.com', reason: 'sender', mayAccept: true });
    for (const who of [d.host, d.stranger, d.outsider]) {
      const hand = await as(who);
      const ids = [acceptHeld, deleteHeld] as const;
      for (const command of ids)
        expect(
          await hand.do(command as typeof deleteHeld, { heldId: bad?.id as `hld_${string}` }),
        ).toMatchObject({ kind: 'not_found' });
      const list = await hand.ask(listHeld, {});
      expect(list.ok && list.view.rows).toEqual([]);
    }
    expect(await mentor.do(deleteHeld, { heldId: bad?.id as `hld_${string}` })).toMatchObject({
      ok: true,
    });
    expect(await mentor.do(acceptHeld, { heldId: good?.id as `hld_${string}` })).toMatchObject({
      ok: true,
    });
    expect(await texts()).toEqual(['What do you think?', 'I agree.', 'From my phone']);
    expect((await mentor.get('/threads/held')).text).toContain('Nothing is waiting');
  });

  describe('with files', () => {
    const file = (name: string, text: string) => ({ name, type: '', bytes: Buffer.from(text) });
    const pdf = (name: string) => file(name, `%PDF-1.7 ${name}`);
    const program = file('holiday\u202egnp.exe', 'MZ\x90');

    it('keeps those that are taken, and says in the conversation and to the writer which are not', async () => {
      const own = `${d.mentor}@example.org`;
      // as if nobody under age were concerned
      await house.sql('update threads set confidential = false where id = $1', [threadId]);
      const attachments = [
        pdf('one.pdf'),
        program,
        ...['2', '3', '4', '5', '6'].map((n) => pdf(`${n}.pdf`)),
      ];
      expect(await answer(own, 'See these', { attachments, messageId: '<files>' })).toBe('taken');
      const { messages } = await view(d.host, threadId);
      expect(messages.at(-3)).toMatchObject({
        text: 'See these',
        files: ['one', '2', '3', '4', '5'].map((name) => ({ name: `${name}.pdf` })),
      });
      expect(messages.slice(-2).map((m) => m.note)).toEqual([
        {
          key: 'messaging.note.file-kind',
          params: { name: 'Jānis Skolotājs', files: 'holidaygnp.exe' },
        },
        { key: 'messaging.note.file-many', params: { name: 'Jānis Skolotājs', files: '6.pdf' } },
      ]);
      const mails = (await house.mails()).filter((m) => m.kind === 'messages-files-refused');
      expect(mails.map((m) => m.to_address)).toEqual([own]);
      expect(mails[0]?.body_text).toContain('holidaygnp.exe: not a picture');
      // nothing but a file that is not taken: no empty message, but the note
      await answer(own, '', { attachments: [program], messageId: '<only>' });
      expect((await view(d.host, threadId)).messages.map((m) => m.text).slice(-2)).toEqual([
        '',
        '',
      ]);
      expect((await view(d.host, threadId)).messages.at(-1)?.note?.key).toBe(
        'messaging.note.file-kind',
      );
    });

    it('about somebody under age names no file in the mail', async () => {
      const own = await openDossier(house);
      const young = await begin(own.pupil, ['contact_person'], 'Hello', { about: own.id });
      await takeAnswer(
        {
          from: `${own.contact}@example.org`,
          subject: 'Re',
          text: 'Here',
          attachments: [file('Lucía at the doctor.exe', 'MZ')],
          calendar: null,
          automatic: false,
          messageId: '<young>',
        },
        { purpose: 'thread', id: young, personId: own.contact },
        house.runtime,
      );
      const mail = (await house.mails()).find((m) => m.to_address === `${own.contact}@example.org`);
      expect(mail?.kind).toBe('messages-files-refused');
      expect(`${mail?.subject} ${mail?.body_text}`).not.toContain('doctor');
    });

    it('from another address keeps them with the mail: let through they are there, deleted they go', async () => {
      const mentor = await as(d.mentor);
      const hold = async (messageId: string) => {
        const mail = { attachments: [pdf('plan.pdf'), program], messageId };
        expect(await answer('private@example.com', 'From home', mail)).toBe('quarantine');
        expect(await answer('private@example.com', 'From home', mail)).toBe('quarantine');
        const held = await mentor.ask(listHeld, {});
        if (!held.ok) throw new Error('held');
        expect(held.view.rows).toMatchObject([
          {
            files: [{ name: 'plan.pdf' }],
            refused: [{ name: 'holidaygnp.exe', fault: 'kind' }],
            mayAccept: true,
          },
        ]);
        return held.view.rows[0]?.id as `hld_${string}`;
      };
      const first = await hold('<home>');
      const page = (await mentor.get('/threads/held')).text;
      expect(page).toContain('plan.pdf');
      expect(page).toContain('holidaygnp.exe (not a picture');
      expect(await mentor.do(acceptHeld, { heldId: first })).toMatchObject({ ok: true });
      const { messages } = await view(d.host, threadId);
      const [file] = messages.at(-2)?.files ?? [];
      expect(file?.name).toBe('plan.pdf');
      expect(messages.at(-1)?.note?.key).toBe('messaging.note.file-kind');
      expect((await mentor.get(`/threads/${threadId}/files/${file?.id}`)).text).toBe(
        '%PDF-1.7 plan.pdf',
      );
      const again = await hold('<again>');
      const [left] = await house.sql('select storage_key as key from held_files');
      expect(await mentor.do(deleteHeld, { heldId: again })).toMatchObject({
        ok: true,
      });
      await house.removeFiles();
      expect(await house.runtime.files.get(left.key)).toBeNull();
      expect((await house.sql('select count(*)::int as n from held_files'))[0].n).toBe(0);
    });
  });

  it('to a conversation that is closed waits with a reason, and after leaving goes nowhere', async () => {
    await (await as(d.host)).do(closeThread, { threadId });
    expect(await answer(`${d.mentor}@example.org`, 'Too late?')).toBe('quarantine');
    const held = await (await as(d.mentor)).ask(listHeld, {});
    expect(held.ok && held.view.rows).toMatchObject([{ reason: 'closed', mayAccept: false }]);
    const heldId = (held.ok && held.view.rows[0]?.id) as `hld_${string}`;
    expect(await (await as(d.mentor)).do(acceptHeld, { heldId })).toMatchObject({
      kind: 'conflict',
    });
    // open again, it may be let through after all
    await (await as(d.host)).do(reopenThread, { threadId });
    expect(await (await as(d.mentor)).do(acceptHeld, { heldId })).toMatchObject({ ok: true });
    expect(await texts()).toContain('Too late?');
  });
});

describe('live', () => {
  /** Reads events until one is there, or the stream ends. */
  async function next(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return 'ended';
      text += new TextDecoder().decode(value);
      const event = /event: \w+\ndata: (.*)\n\n/.exec(text);
      if (event) return event[1] as string;
    }
  }
  /** Hears whatever still comes, until the stream ends. */
  async function last(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
    for (;;) if ((await next(reader)) === 'ended') return 'ended';
  }
  const open = async (token: string, last?: string) => {
    const answered = await house.app.request('http://sojourn.test/threads/stream', {
      headers: {
        accept: 'text/event-stream',
        cookie: `session=${token}`,
        ...(last ? { 'last-event-id': last } : {}),
      },
    });
    expect(answered.headers.get('content-type')).toContain('text/event-stream');
    expect(answered.headers.get('cache-control')).toContain('no-store');
    return (answered.body as ReadableStream<Uint8Array>).getReader();
  };

  it('tells those who read, and nobody else; what was missed is told on coming again; it ends with the session', async () => {
    const own = await openDossier(house);
    const threadId = await begin(own.host, ['mentor'], 'Live?', { about: own.id });
    const [mentorToken, strangerToken] = [await session(own.mentor), await session(own.stranger)];
    const mentor = await open(mentorToken);
    const stranger = await open(strangerToken);
    await mentor.read();
    // a first word so that the connection listens before anything is written
    await new Promise((done) => setTimeout(done, 300));
    const first = await (await as(own.host)).do(postMessage, { threadId, text: 'One' });
    expect(JSON.parse(await next(mentor))).toEqual({ thread: threadId });
    await mentor.cancel();
    house.setNow('2026-11-25T11:30:00Z');
    await (await as(own.host)).do(postMessage, { threadId, text: 'Two' });
    const again = await open(mentorToken, first.ok ? (first.messageId as string) : '');
    expect(JSON.parse(await next(again))).toEqual({ thread: threadId });
    await (await as(own.mentor)).post('/sign-out');
    await house.sql('delete from sessions where token_hash = $1', [hashToken(mentorToken)]);
    expect(await last(again)).toBe('ended');
    await house.sql('delete from sessions where token_hash = $1', [hashToken(strangerToken)]);
    expect(await next(stranger)).toBe('ended');
    expect(await house.visitor.get('/threads/stream')).toMatchObject({ status: 303 });
  });

  it('news are only of what one reads', async () => {
    const threadId = await begin(d.host, ['mentor'], 'News');
    const last = (await view(d.host, threadId)).newest;
    await (await as(d.host)).do(postMessage, { threadId, text: 'More news' });
    const news = async (who: PersonId) => {
      const told = await (await as(who)).ask(listNews, { after: last as `msg_${string}` });
      return told.ok ? told.view.news.map((n) => n.threadId) : null;
    };
    expect(await news(d.mentor)).toEqual([threadId]);
    expect(await news(d.outsider)).toEqual([]);
    expect(await (await as(d.stranger)).ask(countUnread, {})).toMatchObject({
      view: { unread: 0 },
    });
  });
});

describe('an announcement', () => {
  let threadId: ThreadId;
  const told = (choice: string, who: PersonId) =>
    as(who).then((hand) =>
      hand.do(announce, {
        kind: 'project',
        aboutId: d.intake,
        choice,
        subject: 'Meeting point',
        text: 'Gate 4 at nine.',
      }),
    );

  beforeAll(async () => {
    house.setNow('2026-11-26T10:00:00Z');
    const done = await told('pupils', d.sender);
    if (!done.ok) throw new Error(done.faults[0].reason);
    threadId = done.threadId;
  });

  it('is made by organisations of the project alone', async () => {
    for (const who of [d.pupil, d.guardian, d.outsider, d.stranger, d.teacher])
      expect(await told('pupils', who)).toMatchObject({ kind: 'not_found' });
    expect(await told('everybody', d.sender)).toMatchObject({
      faults: [{ reason: 'messaging.invalid.nobody' }],
    });
  });

  it('is read by who was told and cannot be answered; who sent it sees who has read it', async () => {
    expect((await view(d.sender, threadId)).receipts).toMatchObject({
      told: 1,
      read: [],
      open: ['Lucía Ejemplo'],
    });
    const pupil = await as(d.pupil);
    expect(await pupil.do(postMessage, { threadId, text: 'OK' })).toMatchObject({
      kind: 'refused',
    });
    expect(await pupil.do(remindReaders, { threadId })).toMatchObject({ kind: 'not_found' });
    const seen = await view(d.pupil, threadId);
    expect(seen).toMatchObject({ receipts: null, can: { write: false } });
    // safeguarding: coordinators of the supporting organisation read along
    expect((await view(d.host, threadId)).readers.self).toBe('safeguarding');
    expect(await kindFor(d.guardian, threadId)).toBe('not_found');
  });

  it('can be called to mind once a day', async () => {
    const sender = await as(d.sender);
    expect(await sender.do(remindReaders, { threadId })).toMatchObject({ ok: true, reminded: 1 });
    expect(await sender.do(remindReaders, { threadId })).toMatchObject({ kind: 'conflict' });
    await (await as(d.pupil)).get(`/threads/${threadId}`);
    expect((await view(d.sender, threadId)).receipts).toMatchObject({
      read: ['Lucía Ejemplo'],
      open: [],
    });
  });
});

describe('who an announcement follows', () => {
  let own: SharedDossier;
  let threadId: ThreadId;
  const safeguard = async (
    policy: { roles?: string[]; personIds?: PersonId[] },
    version: number,
  ) => {
    const done = await (await as(own.sender)).do(changeSafeguarding, {
      orgId: own.sendingSchool,
      version,
      ...(policy as { roles: ['head'] }),
    });
    expect(done).toMatchObject({ ok: true });
    await execute(house.runtime, followThread, system('test'), { threadId });
  };
  const along = async () =>
    (
      await house.sql(
        "select coalesce(org_id, person_id) as id from thread_parties where thread_id = $1 and reads_as = 'safeguarding' and until_at is null order by id",
        [threadId],
      )
    ).map((r) => r.id);

  beforeAll(async () => {
    house.setNow('2026-11-26T12:00:00Z');
    own = await openDossier(house);
    const done = await (await as(own.host)).do(announce, {
      kind: 'project',
      aboutId: own.intake,
      choice: 'pupils',
      subject: 'Bring a towel',
      text: 'The pool is open.',
    });
    if (!done.ok) throw new Error(done.faults[0].reason);
    threadId = done.threadId;
  });

  it('nobody who comes later: neither a pupil nor an organisation that protects only them', async () => {
    const [late, newSchool] = [
      await house.person({ givenName: 'Late', birthDate: '2010-01-01' }),
      await house.organisation({ name: 'A later school' }),
    ];
    for (const [id, role] of [
      [late, 'pupil'],
      [newSchool, 'hosting_support'],
    ] as const)
      await house.sql(
        'insert into mobility_parties (mobility_id, org_id, person_id, role, from_on, state, starts_on) values ($1, $2, $3, $4, $5, $6, $7)',
        [
          own.id,
          id.startsWith('org') ? id : null,
          id.startsWith('per') ? id : null,
          role,
          '2026-11-02',
          'agreed',
          '2027-02-01',
        ],
      );
    await execute(house.runtime, followThread, system('test'), { threadId });
    expect(await kindFor(late, threadId)).toBe('not_found');
    expect(await along()).not.toContain(newSchool);
    // a new one reaches them
    const again = await (await as(own.host)).do(announce, {
      kind: 'project',
      aboutId: own.intake,
      choice: 'pupils',
      subject: 'And goggles',
      text: 'For everybody.',
    });
    expect(again.ok && (await kindFor(late, again.threadId))).toBe('read');
    await own.leave(late, '2026-11-25');
  });

  it('those whom a protecting organisation names instead, and back: it is never left unprotected', async () => {
    expect(await along()).toEqual([own.hostingOrg, own.sendingOrg, own.sendingSchool].sort());
    await safeguard({ personIds: [own.teacher] }, 0);
    expect(await along()).toEqual([own.hostingOrg, own.sendingOrg, own.teacher].sort());
    expect((await view(own.teacher, threadId)).readers.self).toBe('safeguarding');
    // the pupil is told of somebody named as a person like of an organisation, and of no other pupil
    const told = (await view(own.pupil, threadId)).readers;
    expect(told.safeguarding).toHaveLength(3);
    expect(told.safeguarding.filter((r) => !r.isOrg)).toHaveLength(1);
    expect(told.members.every((r) => r.isOrg)).toBe(true);
    expect(await kindFor(own.sender, threadId)).toBe('not_found');
    await safeguard({ roles: ['coordinator'] }, 1);
    expect(await along()).toEqual([own.hostingOrg, own.sendingOrg, own.sendingSchool].sort());
    expect(await kindFor(own.teacher, threadId)).toBe('not_found');
    // who reads for somebody's safety neither answers nor learns who has read it
    const reader = await view(own.sender, threadId);
    expect(reader).toMatchObject({ can: { write: false, remind: false }, receipts: null });
  });

  it('the pupil until their part ends, and who sent it stays', async () => {
    expect(await kindFor(own.pupil, threadId)).toBe('read');
    await own.leave(own.pupil, '2026-11-25');
    expect(await kindFor(own.pupil, threadId)).toBe('not_found');
    await tidyThreads(house.runtime);
    expect((await view(own.host, threadId)).receipts).toMatchObject({ told: 0 });
    // nobody under age reads it any more, so nobody protects anybody
    expect(await along()).toEqual([]);
  });
});

describe('an announcement to those who have applied', () => {
  let own: SharedDossier;
  let applicant: PersonId;
  let parent: PersonId;
  let elsewhere: PersonId;
  const tell = async (who: PersonId, choice: string) =>
    (await as(who)).do(announce, {
      kind: 'project',
      aboutId: own.intake,
      choice,
      subject: 'An evening about going away',
      text: 'On Thursday at 19:00 in the hall.',
    });

  beforeAll(async () => {
    own = await openDossier(house);
    const apply = async (schoolId: string, state: string, name: string) => {
      const pupil = await house.person({ givenName: name, birthDate: '2010-06-01' });
      await house.sql(
        'insert into applications (id, intake_id, pupil_id, sending_school_id, state, created_at) values ($1, $2, $3, $4, $5, $6)',
        [newId('app'), own.intake, pupil, schoolId, state, '2026-11-01T08:00:00Z'],
      );
      return pupil;
    };
    applicant = await apply(own.sendingSchool, 'submitted', 'Ona');
    elsewhere = await apply(own.hostSchool, 'submitted', 'Elza');
    await apply(own.sendingSchool, 'withdrawn', 'Gone');
    parent = await house.person({ givenName: 'Mercè' });
    await house.guardian(applicant, parent);
  });

  it('reaches the pupils and parents of the own school alone, protected by who sends them, with receipts', async () => {
    const done = await tell(own.sender, 'applicants');
    if (!done.ok) throw new Error(done.faults[0].reason);
    const { threadId } = done;
    // who was chosen stays among them: that says nothing to anybody
    expect((await view(own.sender, threadId)).receipts).toMatchObject({
      told: 2,
      read: [],
      unreached: [],
    });
    // an address that is dead is shown where it was written to
    await house.sql(
      `insert into mails (id, send_key, to_address, language, kind, subject, body_text, body_html, created_at, failed_at)
       values ($1, 'dead', $2, 'en', 'test', 'x', 'x', 'x', now(), now())`,
      [newId('mai'), `${applicant}@example.org`.toUpperCase()],
    );
    expect((await view(own.sender, threadId)).receipts?.unreached).toEqual([
      expect.stringContaining('Ona'),
    ]);
    expect((await (await as(own.sender)).get(`/threads/${threadId}`)).text).toContain(
      'No mail reaches Ona',
    );
    const hand = await as(applicant);
    const page = await hand.get(`/threads/${threadId}`);
    expect(page.text).toContain('On Thursday at 19:00');
    // the page of the intake belongs to schools
    expect(page.text).not.toContain(`/intakes/${own.intake}`);
    expect((await view(own.sender, threadId)).receipts?.read).toEqual([
      expect.stringContaining('Ona'),
    ]);
    for (const who of [parent, elsewhere, own.stranger, own.outsider, own.host])
      expect(await kindFor(who, threadId)).toBe('not_found');
    const names = (await view(applicant, threadId)).readers;
    expect(names.safeguarding.map((r) => r.name)).not.toContain('Atbalsts');
    await house.sql("update applications set state = 'not_selected' where pupil_id = $1", [
      applicant,
    ]);
    await tidyThreads(house.runtime);
    expect(await kindFor(applicant, threadId)).toBe('read');
    await house.sql("update applications set state = 'withdrawn' where pupil_id = $1", [applicant]);
    expect(await kindFor(applicant, threadId)).toBe('not_found');
    await house.sql("update applications set state = 'submitted' where pupil_id = $1", [applicant]);
  });

  it('to their parents reaches those of the own school, and is made by nobody else', async () => {
    const done = await tell(own.sender, 'applicant_guardians');
    if (!done.ok) throw new Error(done.faults[0].reason);
    expect(await kindFor(parent, done.threadId)).toBe('read');
    expect(await kindFor(applicant, done.threadId)).toBe('not_found');
    for (const who of [applicant, parent, own.teacher, own.outsider, own.stranger])
      expect(await tell(who, 'applicants')).toMatchObject({ kind: 'not_found' });
    expect(await tell(own.host, 'applicants')).toMatchObject({
      faults: [{ reason: 'messaging.invalid.group-empty' }],
    });
  });
});

describe('doors for other modules', () => {
  it('begin a thread with parties of their own, and forget what was written about something', async () => {
    const [a, b] = [
      await house.organisation({ name: 'A' }),
      await house.organisation({ name: 'B' }),
    ];
    const [ann, ben] = [
      await house.person({ givenName: 'Ann' }),
      await house.person({ givenName: 'Ben' }),
    ];
    await house.member(a, ann);
    await house.member(b, ben);
    const party = (orgId: typeof a, name: string) => ({
      relation: name,
      part: { key: 'messaging.part.partner' },
      name,
      readsAs: 'member' as const,
      underAge: false,
      orgId,
      personId: null,
      roles: ['head', 'coordinator'] as const,
    });
    const tools = await toolsOf(ann);
    const threadId = await tools((t) =>
      startThread(t, {
        about: { kind: 'meeting', id: 'evt_1' },
        title: 'A meeting',
        subject: 'Shall we?',
        text: 'Two pupils in January',
        parties: [party(a, 'A'), party(b, 'B')],
      }),
    );
    expect((await view(ben, threadId)).messages[0]).toMatchObject({
      text: 'Two pupils in January',
    });
    expect(await kindFor(d.host, threadId)).toBe('not_found');
    const note = { key: 'messaging.note.joined', params: { name: 'Cleo' } };
    await (await toolsOf(null))((t) => postSystemNote(t, { kind: 'meeting', id: 'evt_1' }, note));
    expect((await view(ben, threadId)).messages.at(-1)).toMatchObject({ note, author: '' });
    await (await toolsOf(null))((t) => forgetInMessages(t, { kind: 'meeting', id: 'evt_1' }));
    expect(await kindFor(ben, threadId)).toBe('not_found');
  });
});

/** What a command of another module has in its hands. */
async function toolsOf(personId: PersonId | null) {
  const { command } = await import('#platform/command.ts');
  const { allow } = await import('#kernel/decision.ts');
  const { ok } = await import('#kernel/outcome.ts');
  const { z } = await import('zod');
  const actor = personId ? (await as(personId)).actor : system('test');
  return async <T>(work: (tools: Parameters<typeof startThread>[0]) => Promise<T>): Promise<T> => {
    const outcome = await execute(
      house.runtime,
      command({
        name: 'test.do-it',
        summary: 'For a test.',
        input: z.object({}),
        load: async () => ({}),
        permit: () => allow,
        run: async (tools) => ok({ result: await work(tools) }),
      }),
      actor,
      {},
    );
    if (!outcome.ok) throw new Error(outcome.faults[0].reason);
    return outcome.result as T;
  };
}

describe('two years after the end of the stay', () => {
  it('everything is deleted, files included; before that nothing', async () => {
    house.setNow('2026-11-27T10:00:00Z');
    const own = await openDossier(house);
    const threadId = await begin(own.host, ['mentor'], 'Keep me', { about: own.id });
    const pdf = Buffer.from('%PDF-1.7 x').toString('base64');
    await (await as(own.host)).do(postMessage, {
      threadId,
      text: 'With a file',
      files: [{ name: 'a.pdf', content: pdf }],
    });
    const there = async () =>
      (await house.sql('select count(*) as n from threads where id = $1', [threadId]))[0].n;
    house.setNow('2029-03-27T03:00:00Z');
    await tidyThreads(house.runtime);
    expect(await there()).toBe(1);
    house.setNow('2029-03-28T03:00:00Z');
    expect(await tidyThreads(house.runtime)).toBeGreaterThan(0);
    expect(await there()).toBe(0);
    for (const table of ['thread_messages', 'thread_parties', 'thread_readers', 'message_files'])
      expect(
        (await house.sql(`select count(*) as n from ${table} where thread_id = $1`, [threadId]))[0]
          .n,
      ).toBe(0);
    expect(await house.removeFiles()).toBeGreaterThan(0);
  });
});

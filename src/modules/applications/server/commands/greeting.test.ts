import { beforeAll, describe, expect, it } from 'vitest';
import type { OrgId } from '#kernel/ids.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { getGreeting, keepGreeting, listPhotos, removeGreeting } from '../index.ts';

let house: House;
let school: OrgId;
const hands = {} as Record<'pupil' | 'father' | 'coordinator' | 'elsewhere', Hand>;
const applicationId = 'app_greeting' as const;
const at = { applicationId };

/** A second of silence as a recorder writes it, with the name of a place. */
function recorded(place = 'Rue du Secret'): Buffer {
  const chunk = (kind: string, body: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(kind, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body]);
  };
  const format = Buffer.from('01000100401f0000401f000001000800', 'hex');
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    chunk('LIST', Buffer.from(place.padEnd(20))),
    chunk('fmt ', format),
    chunk('data', Buffer.alloc(8000, 128)),
  ]);
  return chunk('RIFF', body);
}

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2026-11-23T09:00:00Z');
  school = await house.organisation({ name: 'Lycée Exemple' });
  const other = await house.organisation({ name: 'Elsewhere' });
  const person = async (givenName: string, birthDate?: string) =>
    house.person({ givenName, familyName: 'Exemple', ...(birthDate ? { birthDate } : {}) });
  const pupil = await person('Inès', '2010-05-04');
  const father = await person('Paul');
  const coordinator = await person('Claire');
  const stranger = await person('Noé');
  await house.member(school, coordinator, ['coordinator']);
  await house.member(other, stranger, ['head']);
  await house.guardian(pupil, father, 'father');
  await house.sql(
    "insert into projects (id, code, title, coordinator_id, created_at) values ('prj_greeting', 'TEST-GRT', 'Greeting', $1, now())",
    [school],
  );
  await house.sql(
    "insert into project_parties (project_id, org_id, role, joined_at) values ('prj_greeting', $1, 'school', now())",
    [school],
  );
  await house.sql(
    "insert into intakes (id, project_id, name, template, starts_on, ends_on, created_at) values ('int_greeting', 'prj_greeting', 'Spring', 'september', '2027-01-10', '2027-03-20', now())",
  );
  await house.sql(
    "insert into applications (id, intake_id, pupil_id, sending_school_id, state, created_at) values ($1, 'int_greeting', $2, $3, 'draft', now())",
    [applicationId, pupil, school],
  );
  hands.pupil = await house.as(pupil);
  hands.father = await house.as(father);
  hands.coordinator = await house.as(coordinator);
  hands.elsewhere = await house.as(stranger);
});

const kind = (o: { ok: boolean; kind?: string }) => (o.ok ? 'ok' : o.kind);
const reason = (o: { ok: boolean; faults?: readonly { reason: string }[] }) =>
  o.ok ? null : o.faults?.[0]?.reason;
const greeting = () => ({
  ...at,
  words: 'Hello, I am Inès.',
  content: recorded().toString('base64'),
});
const page = `/applications/${applicationId}/photos`;
const address = `/applications/${applicationId}/greeting`;

describe('a recorded greeting', () => {
  it('is the pupil’s alone, with words for who cannot hear', async () => {
    for (const who of ['father', 'coordinator'] as const)
      expect(kind(await hands[who].do(keepGreeting, greeting()))).toBe('refused');
    for (const hand of [hands.elsewhere, house.visitor])
      expect(kind(await hand.do(keepGreeting, greeting()))).toBe('not_found');
    expect(reason(await hands.pupil.do(keepGreeting, { ...greeting(), words: ' ' }))).toBe(
      'platform.invalid.required',
    );
    expect(reason(await hands.pupil.do(keepGreeting, { ...at, words: 'Hello' }))).toBe(
      'platform.audio.missing',
    );
    expect(kind(await hands.pupil.do(removeGreeting, at))).toBe('conflict');
    const bad = await hands.pupil.post(address, {
      words: 'Hello, it is me',
      recording: { name: 'hello.m4a', bytes: Buffer.from('<script>not a sound</script>') },
    });
    expect(bad.status).toBe(400);
    expect(bad.text).toContain('cannot be played here');
    expect(bad.text).toContain('href="#f-recording"');
    expect(bad.text).toContain('Hello, it is me');
    expect(
      (
        await hands.pupil.post(address, {
          words: 'Long',
          recording: { name: 'long.wav', bytes: Buffer.alloc(11 * 1024 * 1024, 1) },
        })
      ).status,
    ).toBe(413);
  });

  it('is kept without place, heard by those who see the photos, in parts where a phone asks so', async () => {
    const sent = await hands.pupil.post(address, {
      words: 'Hello, I am Inès.',
      recording: { name: 'hello.m4a', bytes: recorded() },
    });
    expect(sent.status).toBe(303);
    const heard = await hands.pupil.get(address);
    expect(heard.status).toBe(200);
    expect(heard.headers.get('content-type')).toBe('audio/wav');
    expect(heard.headers.get('content-security-policy')).toContain("media-src 'self'");
    expect(heard.text).not.toContain('Secret');
    const asked = await hands.pupil.ask(getGreeting, at);
    const whole = asked.ok ? Buffer.from(asked.view.content, 'base64') : Buffer.alloc(0);
    expect(whole.subarray(0, 4).toString()).toBe('RIFF');
    expect(whole.length).toBe(8044);
    const shown = (await hands.pupil.get(page)).text;
    expect(shown).toMatch(/<audio controls preload="none" src="[^"]+\/greeting"/);
    expect(shown).toContain('Hello, I am Inès.');
    expect(kind(await hands.father.ask(getGreeting, at))).toBe('ok');
    for (const who of ['coordinator', 'elsewhere'] as const) {
      expect(kind(await hands[who].ask(getGreeting, at))).toBe('not_found');
      expect((await hands[who].get(address)).status).toBe(404);
    }
    await house.sql(
      "update applications set state = 'submitted', submitted_at = now() where id = $1",
      [applicationId],
    );
    expect(kind(await hands.coordinator.ask(getGreeting, at))).toBe('ok');
    expect(kind(await hands.elsewhere.ask(getGreeting, at))).toBe('not_found');
    expect((await hands.coordinator.get(page)).text).not.toContain('name="recording"');
  });

  it('changes its words, is replaced and taken away, and nothing of it stays', async () => {
    const keys = () =>
      house.sql('select storage_key, words from application_greetings where application_id = $1', [
        applicationId,
      ]);
    const [first] = await keys();
    expect(await hands.pupil.do(keepGreeting, { ...at, words: 'Other words' })).toMatchObject({
      ok: true,
    });
    expect((await keys())[0]).toEqual({ ...first, words: 'Other words' });
    expect(await hands.pupil.do(keepGreeting, greeting())).toMatchObject({ ok: true });
    const [second] = await keys();
    expect(second.storage_key).not.toBe(first.storage_key);
    expect(kind(await hands.father.do(removeGreeting, at))).toBe('refused');
    expect(kind(await hands.elsewhere.do(removeGreeting, at))).toBe('not_found');
    expect(await hands.pupil.do(removeGreeting, at)).toMatchObject({ ok: true });
    await house.removeFiles();
    for (const { storage_key: key } of [first, second])
      expect(await house.runtime.files.get(key)).toBeNull();
    const list = await hands.father.ask(listPhotos, at);
    expect(list.ok && list.view.greeting).toBeNull();
    expect(kind(await hands.pupil.ask(getGreeting, at))).toBe('not_found');
  });

  it('is not added where the application is over', async () => {
    await house.sql("update applications set state = 'withdrawn' where id = $1", [applicationId]);
    expect(kind(await hands.pupil.do(keepGreeting, greeting()))).toBe('conflict');
  });
});

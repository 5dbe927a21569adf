import { beforeAll, describe, expect, it } from 'vitest';
import type { OrientationId } from '#kernel/ids.ts';
import { recordAttendance as recordInCalendar } from '#modules/calendar/server/index.ts';
import { addResource, listForStay, listOffered } from '#modules/resources/server/index.ts';
import { newId } from '#platform/dice.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { readPdf } from '#tests/support/read-pdf.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import {
  agreeNearby,
  allowNearby,
  answerBuddy,
  cancelOrientation,
  editOrientation,
  editTest,
  endBuddy,
  getGoals,
  getNearby,
  getOrientation,
  getOrientationForm,
  getProposals,
  getTest,
  getTestForm,
  getTranslationForm,
  inviteParticipants,
  issueCertificates,
  listBuddies,
  listOfStay,
  listOrientations,
  listOwnTurns,
  listTests,
  planOrientation,
  recordAttendance,
  recordLevel,
  retireTest,
  setGoal,
  suggestBuddy,
  translateTest,
  tryTest,
  withdrawNearby,
  writeTest,
} from './index.ts';
import { handlers } from './jobs/index.ts';

let house: House;
let d: SharedDossier;
let e: SharedDossier;
let host: Hand;
let sender: Hand;
let pupil: Hand;
let other: Hand;
let guardian: Hand;
let outsider: Hand;
let teacher: Hand;
let contact: Hand;

const reason = (outcome: { ok: boolean }) =>
  (outcome as { faults?: { reason: string }[] }).faults?.[0]?.reason;

const arrival = (over: object = {}) => ({
  orgId: d.hostingOrg,
  kind: 'arrival' as const,
  title: 'Arriving in Riga',
  day: '2027-02-03',
  from: '9:30',
  until: '16:00',
  town: 'Rīga',
  test: 'arrival' as const,
  sessions: [
    { title: 'Who is who', minutes: 30, ledBy: 'Marta', thread: 'organisation' as const },
    { title: '', minutes: 30, ledBy: '', thread: '' as const },
  ],
  ...over,
});

async function plan(over: object = {}, hand = host): Promise<OrientationId> {
  const made = await hand.do(planOrientation, arrival(over));
  if (!made.ok) throw new Error(JSON.stringify(made));
  return made.orientationId;
}

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2027-01-20T09:00:00Z');
  d = await openDossier(house, { state: 'ready' });
  e = await openDossier(house, { state: 'ready' });
  // the second pupil is received by the same organisation
  await house.sql(
    `insert into mobility_parties (mobility_id, org_id, role, from_on, state, starts_on)
     values ($1, $2, 'hosting_support', '2026-11-01', 'ready', '2027-02-01')`,
    [e.id, d.hostingOrg],
  );
  host = await house.as(d.host);
  sender = await house.as(d.sender);
  pupil = await house.as(d.pupil);
  other = await house.as(e.pupil);
  guardian = await house.as(d.guardian);
  outsider = await house.as(d.outsider);
  teacher = await house.as(d.teacher);
  contact = await house.as(d.contact);
});

describe('an orientation', () => {
  it('proposes who is at that moment there, invites them through the calendar, and is held', async () => {
    const added = await host.do(addResource, {
      orgId: d.hostingOrg,
      title: 'First days',
      languages: ['en'],
      audiences: ['pupils'],
      moments: ['arriving'],
      link: 'https://example.org/first-days',
    });
    if (!added.ok) throw new Error('not added');
    const id = await plan({ resourceIds: [added.resourceId] });
    const form = await host.ask(getOrientationForm, { kind: 'arrival' });
    expect(form.ok && form.view.materials.map((m) => m.title)).toContain('First days');
    // nobody but who plans it finds a draft
    for (const hand of [pupil, sender, outsider, house.visitor])
      expect((await hand.ask(getOrientation, { orientationId: id })).ok).toBe(false);
    const proposed = await host.ask(getProposals, { orientationId: id });
    expect(
      proposed.ok && new Map(proposed.view.proposals.map((p) => [p.personId, p.near])),
    ).toEqual(
      new Map([
        [d.pupil, 'town'],
        [e.pupil, 'town'],
      ]),
    );
    expect((await sender.ask(getProposals, { orientationId: id })).ok).toBe(false);
    const invited = await host.do(inviteParticipants, { orientationId: id, personIds: [d.pupil] });
    expect(invited).toMatchObject({ ok: true, asked: 1 });
    expect(
      await host.do(inviteParticipants, { orientationId: id, personIds: [d.pupil] }),
    ).toMatchObject({ kind: 'conflict' });
    expect(
      reason(await host.do(inviteParticipants, { orientationId: id, personIds: [d.outsider] })),
    ).toBe('orientation.invalid.not-proposed');
    const [event] = await house.sql(
      "select kind, title, starts_at from calendar_events where title = 'Arriving in Riga'",
    );
    expect([event.kind, String(event.starts_at)]).toEqual(['orientation', '2027-02-03T08:30:00Z']);
    const mails = (await house.mails()).filter((m) => m.subject.includes('Arriving in Riga'));
    expect(mails.map((m) => m.to_address)).toEqual([`${d.pupil}@example.org`]);
    // more can be asked, and those alone get a mail
    expect(
      (await host.do(inviteParticipants, { orientationId: id, personIds: [e.pupil] })).ok,
    ).toBe(true);
    expect(
      (await house.mails()).filter((m) => m.subject.includes('Arriving in Riga')),
    ).toHaveLength(2);

    // each sees their own part alone; partners whose pupil comes see theirs
    const seen = await pupil.ask(getOrientation, { orientationId: id });
    expect(seen.ok && seen.view.people.map((p) => p.personId)).toEqual([d.pupil]);
    expect(seen.ok && seen.view.materials).toMatchObject([{ title: 'First days' }]);
    const theirs = await sender.ask(getOrientation, { orientationId: id });
    expect(theirs.ok && theirs.view.people.map((p) => p.personId)).toEqual([d.pupil]);
    expect((await outsider.ask(getOrientation, { orientationId: id })).ok).toBe(false);

    const attendance = {
      orientationId: id,
      rows: [
        { personId: d.pupil, attended: 'all' as const },
        { personId: e.pupil, attended: 'absent' as const },
      ],
    };
    expect(reason(await host.do(recordAttendance, attendance))).toBe('orientation.refused.not-yet');
    house.setNow('2027-02-03T15:00:00Z');
    const turns = await host.ask(listOwnTurns, {});
    expect(turns.ok && turns.view.unrecorded.map((o) => o.id)).toEqual([id]);
    expect(reason(await sender.do(recordAttendance, attendance))).toBe(
      'orientation.refused.theirs',
    );
    expect(await outsider.do(recordAttendance, attendance)).toMatchObject({ kind: 'not_found' });
    // a volunteer of the organisation may write down who came, and plans nothing
    expect(reason(await contact.do(planOrientation, arrival()))).toBe(
      'orientation.refused.not-your-role',
    );
    expect((await contact.do(recordAttendance, attendance)).ok).toBe(true);
    const page = await host.get(`/orientations/${id}`);
    expect([page.status, page.text.includes('Give certificates')]).toEqual([200, true]);

    // the certificate is for who was there for all of it, and lies in the dossier
    expect(reason(await sender.do(issueCertificates, { orientationId: id }))).toBe(
      'orientation.refused.theirs',
    );
    expect(await host.do(issueCertificates, { orientationId: id })).toMatchObject({ issued: 1 });
    expect(reason(await host.do(issueCertificates, { orientationId: id }))).toBe(
      'orientation.invalid.nobody-to-certify',
    );
    await handlers(house.runtime)[0]?.handle({ orientationId: id, personId: d.pupil });
    const own = await pupil.ask(listOfStay, { mobilityId: d.id });
    const certificate = own.ok ? own.view.rows[0]?.certificateId : null;
    const file = await pupil.get(`/documents/${certificate}`);
    expect(file.status).toBe(200);
    const [stored] = await house.sql('select storage_key from documents where id = $1', [
      certificate,
    ]);
    const bytes = await (await house.runtime.files.get(stored.storage_key))?.bytes();
    const words = (await readPdf(bytes as Uint8Array)).text;
    for (const word of ['Lucía Ejemplo', 'Arriving in Riga', 'Who is who', 'Atbalsts'])
      expect(words).toContain(word);
    expect((await outsider.get(`/documents/${certificate}`)).status).toBe(404);
    expect(await outsider.ask(listOfStay, { mobilityId: d.id })).toMatchObject({
      view: { rows: [] },
    });

    // a short test: a missing answer is asked for, every answer is explained, and it may be repeated
    const test = { orientationId: id };
    expect((await other.ask(getTest, test)).ok).toBe(true);
    expect((await sender.ask(getTest, test)).ok).toBe(false);
    const right = {
      danger: ['emergency'],
      family: ['anybody'],
      trip: ['ask'],
      homesick: ['normal'],
    };
    expect(await pupil.do(tryTest, { ...test, fields: { danger: ['wait'] } })).toMatchObject({
      kind: 'invalid',
    });
    expect(
      await pupil.do(tryTest, { ...test, fields: { ...right, danger: ['wait'] } }),
    ).toMatchObject({ right: 3, questions: 4 });
    expect(await pupil.do(tryTest, { ...test, fields: right })).toMatchObject({ right: 4 });
    expect(reason(await host.do(tryTest, { ...test, fields: right }))).toBe(
      'orientation.refused.no-part',
    );
    expect(await outsider.do(tryTest, { ...test, fields: right })).toMatchObject({
      kind: 'not_found',
    });
    const after = await pupil.ask(getTest, test);
    expect(after.ok && [after.view.best, after.view.tries]).toEqual([4, 2]);
    const answered = await pupil.post(`/orientations/${id}/test`, {
      ...Object.fromEntries(Object.entries(right).map(([k, [a]]) => [k, a as string])),
      danger: 'wait',
    });
    const explained = await pupil.get(answered.location ?? '');
    expect(explained.text).toContain('112 works everywhere');
    // what was ticked is kept nowhere
    expect(JSON.stringify(await house.sql('select * from orientation_tries'))).not.toContain(
      'wait',
    );

    expect(reason(await host.do(cancelOrientation, { orientationId: id }))).toBe(
      'orientation.refused.held',
    );
  });

  it('is changed while it is planned, and cancelled for everybody', async () => {
    house.setNow('2027-01-20T09:00:00Z');
    const id = await plan({ title: 'To cancel' });
    const edit = {
      ...arrival({ title: 'Changed', day: '2027-02-04' }),
      orientationId: id,
      version: 1,
    };
    expect((await host.do(editOrientation, edit)).ok).toBe(true);
    expect(await host.do(editOrientation, edit)).toMatchObject({ kind: 'conflict' });
    expect(await sender.do(editOrientation, edit)).toMatchObject({ kind: 'not_found' });
    expect(reason(await host.do(planOrientation, arrival({ until: '9:00' })))).toBe(
      'orientation.invalid.end-before-start',
    );
    expect(reason(await host.do(planOrientation, arrival({ from: 'noon' })))).toBe(
      'orientation.invalid.time',
    );
    expect(await outsider.do(planOrientation, arrival())).toMatchObject({ kind: 'not_found' });
    await host.do(inviteParticipants, { orientationId: id, personIds: [d.pupil] });
    // moved in the calendar, it has moved for whoever sees it: a guardian and a partner are not in the meeting
    await house.sql(
      "update calendar_events set starts_at = $1, ends_at = $2, place = 'Hall 2', url = 'https://meet.example.org/o' where title = 'Changed'",
      ['2027-02-05T08:00:00Z', '2027-02-05T10:00:00Z'],
    );
    for (const hand of [host, pupil, guardian, sender]) {
      const moved = await hand.ask(getOrientation, { orientationId: id });
      expect(moved.ok && [String(moved.view.startsAt), moved.view.place, moved.view.url]).toEqual([
        '2027-02-05T08:00:00Z',
        'Hall 2',
        'https://meet.example.org/o',
      ]);
    }
    const inDossier = await guardian.ask(listOfStay, { mobilityId: d.id });
    expect(inDossier.ok && inDossier.view.rows.find((r) => r.id === id)?.startsAt.toString()).toBe(
      '2027-02-05T08:00:00Z',
    );
    // place and address typed once people are asked are not taken: the calendar keeps them, and tells of a change
    const again = { ...edit, version: 3, place: 'Elsewhere', url: 'https://else.example.org' };
    expect((await host.do(editOrientation, again)).ok).toBe(true);
    const kept = await host.ask(getOrientation, { orientationId: id });
    expect(kept.ok && [kept.view.place, kept.view.url]).toEqual([
      'Hall 2',
      'https://meet.example.org/o',
    ]);
    const colleague = await house.person({ givenName: 'Ilze' });
    await house.member(d.hostingOrg, colleague, ['coordinator']);
    const ilze = await house.as(colleague);
    const seen = await ilze.get(`/orientations/${id}`);
    const event = /href="(\/events\/[^"]+)"/.exec(seen.text)?.[1] ?? '';
    const inCalendar = await ilze.get(event);
    for (const address of [
      'https://meet.example.org/o',
      `${house.runtime.config.origin}/orientations/${id}`,
    ])
      expect(inCalendar.text).toContain(`<a href="${address}">${address}</a>`);
    expect(
      (await ilze.do(inviteParticipants, { orientationId: id, personIds: [e.pupil] })).ok,
    ).toBe(true);
    expect(
      await outsider.do(inviteParticipants, { orientationId: id, personIds: [d.pupil] }),
    ).toMatchObject({ kind: 'not_found' });
    expect(reason(await sender.do(cancelOrientation, { orientationId: id }))).toBe(
      'orientation.refused.theirs',
    );
    expect((await host.do(cancelOrientation, { orientationId: id })).ok).toBe(true);
    const [cancelled] = await house.sql(
      "select cancelled_at from calendar_events where title = 'Changed'",
    );
    expect(cancelled.cancelled_at).not.toBeNull();
    expect(
      reason(await host.do(inviteParticipants, { orientationId: id, personIds: [e.pupil] })),
    ).toBe('orientation.refused.cancelled');
  });

  it('that should be planned is said to those who do, for families and teachers too', async () => {
    house.setNow('2027-01-20T09:00:00Z');
    const unplanned = async (hand: Hand) => {
      const list = await hand.ask(listOrientations, {});
      return list.ok ? list.view.unplanned.map((u) => u.kind) : null;
    };
    // each side does its own: before departure at home, the rest abroad
    expect(await unplanned(sender)).toContain('pre_departure');
    expect(await unplanned(host)).not.toContain('pre_departure');
    // within two months, also what begins and ends between today and then; both are asked to the arrival already
    expect(await unplanned(host)).toEqual(['mid_stay', 'end_of_stay']);
    const family = await plan({
      kind: 'host_family',
      day: '2027-01-25',
      title: 'For families',
      test: 'host-family',
    });
    const asked = await host.ask(getProposals, { orientationId: family });
    expect(asked.ok && asked.view.proposals.map((p) => p.personId)).toContain(d.family);
    const teachers = await plan(
      {
        kind: 'teacher',
        orgId: d.sendingSchool,
        town: 'Madrid',
        day: '2027-01-25',
        title: 'For teachers',
        test: '',
      },
      sender,
    );
    const those = await sender.ask(getProposals, { orientationId: teachers });
    expect(those.ok && those.view.proposals.map((p) => p.personId)).toContain(d.sender);
    expect((await host.get('/orientations')).text).toContain('Should be planned soon');
    // who comes half-way to a combined arrival has been asked to the meeting of the half-way with it
    const together = await plan({ title: 'Together', day: '2027-02-25', combined: true });
    await host.do(inviteParticipants, {
      orientationId: together,
      personIds: [d.pupil, e.pupil],
    });
    expect(await unplanned(host)).toEqual(['end_of_stay']);
    expect((await pupil.ask(listOrientations, {})).ok).toBe(true);
    expect((await pupil.ask(getOrientationForm, {})).ok).toBe(false);
  });

  it('before departure proposes parents beside the pupil, not ticked', async () => {
    house.setNow('2027-01-20T09:00:00Z');
    const id = await plan(
      {
        orgId: d.sendingSchool,
        kind: 'pre_departure',
        day: '2027-01-25',
        town: 'Madrid',
        title: 'Before you go',
        test: 'departure',
      },
      sender,
    );
    const proposed = await sender.ask(getProposals, { orientationId: id });
    expect(
      proposed.ok && new Map(proposed.view.proposals.map((p) => [p.personId, p.parent])),
    ).toEqual(
      new Map([
        [d.pupil, false],
        [d.guardian, true],
      ]),
    );
    const { text } = await sender.get(`/orientations/${id}/invite`);
    expect(text).toContain('Parent or guardian of Lucía Ejemplo.');
    const ticked = (person: string) =>
      /checked/.test(new RegExp(`<input[^>]*value="${person}"[^>]*>`).exec(text)?.[0] ?? '');
    expect([ticked(d.pupil), ticked(d.guardian)]).toEqual([true, false]);
    await sender.do(inviteParticipants, { orientationId: id, personIds: [d.pupil, d.guardian] });
    const rows = await house.sql(
      'select audience from orientation_participants where orientation_id = $1 order by audience',
      [id],
    );
    expect(rows.map((r) => r.audience)).toEqual(['natural_families', 'pupils']);
    expect((await guardian.ask(getTest, { orientationId: id })).ok).toBe(true);
    await sender.do(cancelOrientation, { orientationId: id });
  });

  it('and the library agree on the moment of a stay', async () => {
    house.setNow('2027-02-03T15:00:00Z');
    const offered = await pupil.ask(listOffered, {});
    expect(
      offered.ok && offered.view.offers.map((o) => [o.moment, o.resources.map((r) => r.title)]),
    ).toEqual([['arriving', ['First days']]]);
    expect((await pupil.get(`/mobilities/${d.id}`)).text).toContain('First days');
    expect(await outsider.ask(listOffered, {})).toMatchObject({ view: { offers: [] } });
    // on the plan of the stay it stands beside the step that it helps with, for whom it is
    const step = async (hand: Hand) => {
      const { text } = await hand.get(`/mobilities/${d.id}/plan`);
      return /<tr(?:(?!<\/tr>).)*First days/s.exec(text)?.[0].split('<tr').at(-1) ?? '';
    };
    expect(await step(pupil)).toContain('Hold the arrival orientation');
    expect([await step(guardian), await step(sender)]).toEqual(['', '']);
    for (const hand of [outsider, sender])
      expect(await hand.ask(listForStay, { mobilityId: d.id })).toMatchObject({
        view: { offers: [] },
      });
    expect((await house.visitor.ask(listForStay, { mobilityId: d.id })).ok).toBe(false);
  });

  it('offers to who applies, and prepares who was chosen, before there is a stay', async () => {
    house.setNow('2026-11-10T09:00:00Z');
    for (const [title, moments] of [
      ['How we choose', ['applying']],
      ['What to pack', ['preparing']],
    ] as const)
      await sender.do(addResource, {
        orgId: d.sendingSchool,
        title,
        languages: ['en'],
        audiences: ['pupils', 'natural_families'],
        moments: [...moments],
        link: 'https://example.org/read',
      });
    const [intake] = await house.sql('select intake_id from mobilities where id = $1', [d.id]);
    const [applicant, mother] = [await house.person({}), await house.person({})];
    await house.guardian(applicant, mother);
    await house.sql(
      `insert into applications (id, intake_id, pupil_id, sending_school_id, state, created_at)
       values ($1, $2, $3, $4, 'draft', '2026-11-09T09:00:00Z')`,
      [newId('app'), intake.intake_id, applicant, d.sendingSchool],
    );
    const titles = async (id: typeof applicant) => {
      const seen = await (await house.as(id)).ask(listOffered, {});
      return seen.ok && seen.view.offers.map((o) => [o.audience, o.resources.map((r) => r.title)]);
    };
    expect(await titles(applicant)).toEqual([['pupils', ['How we choose']]]);
    expect(await titles(mother)).toEqual([['natural_families', ['How we choose']]]);
    const state = (to: string) =>
      house.sql('update applications set state = $1 where pupil_id = $2', [to, applicant]);
    await state('selected');
    expect(await titles(applicant)).toEqual([['pupils', ['What to pack']]]);
    await state('not_selected');
    expect(await titles(applicant)).toEqual([]);
    house.setNow('2027-02-03T15:00:00Z');
  });
});

describe('a test of an organisation', () => {
  const question = {
    text: 'Who opens the gate?',
    choices: ['The dog', 'The caretaker', '', ''],
    right: 1,
    why: 'Ring once.',
  };
  const blank = { text: '', choices: ['', '', '', ''], right: -1, why: '' };
  const written = (over: object = {}) => ({
    orgId: d.hostingOrg,
    basedOn: '',
    language: 'en',
    title: 'Our house',
    questions: [question, blank],
    ...over,
  });

  it('is begun from one of the product, written, used, changed as a new version, and offered no more', async () => {
    for (const hand of [outsider, pupil, sender])
      expect(await hand.do(writeTest, written())).toMatchObject({ kind: 'not_found' });
    expect(reason(await contact.do(writeTest, written()))).toBe(
      'orientation.refused.not-your-role',
    );
    expect((await contact.ask(listTests, {})).ok).toBe(false);
    const from = await host.ask(getTestForm, { from: 'arrival', language: 'fr' });
    expect(from.ok && [from.view.title, from.view.questions[0]?.right]).toEqual([
      'Bien arriver',
      1,
    ]);
    // what is missing is said at its field, and what was typed stays
    const bad = await host.post('/orientations/tests/new', {
      orgId: d.hostingOrg,
      language: 'en',
      title: 'Our house',
      'questions.1.text': 'Who?',
      'questions.1.choices.0': 'Me',
      'questions.1.choices.1': 'You',
      'questions.1.right': '3',
    });
    expect(bad.status).toBe(400);
    for (const field of ['right', 'why']) expect(bad.text).toContain(`#f-questions.1.${field}`);
    expect(bad.text).toContain('value="You"');
    expect(reason(await host.do(writeTest, written({ questions: [blank] })))).toBe(
      'orientation.own-test.no-question',
    );
    const made = await host.do(writeTest, written());
    const testId = made.ok ? made.testId : ('' as never);
    const id = await plan({ test: testId, title: 'With our own test' });
    expect(
      reason(await sender.do(planOrientation, arrival({ orgId: d.sendingSchool, test: testId }))),
    ).toBe('orientation.own-test.not-offered');
    // before somebody is asked to it, nobody else finds it
    expect((await pupil.ask(getTest, { orientationId: id })).ok).toBe(false);
    await host.do(inviteParticipants, { orientationId: id, personIds: [d.pupil, e.pupil] });
    const page = await pupil.get(`/orientations/${id}/test`);
    expect(page.text).toContain('Who opens the gate?');
    expect(page.text).not.toContain('Ring once');
    const answered = await pupil.post(`/orientations/${id}/test`, { q0: 'c0' });
    const after = await pupil.get(answered.location ?? '');
    for (const words of ['The caretaker', 'Ring once', '0 of 1'])
      expect(after.text).toContain(words);
    expect(await pupil.do(tryTest, { orientationId: id, fields: { q0: ['c1'] } })).toMatchObject({
      right: 1,
    });
    expect((await guardian.ask(getTest, { orientationId: id })).ok).toBe(false);
    // corrected: the best result was of other questions
    const change = {
      testId,
      version: 1,
      language: 'en',
      title: 'Our house',
      questions: [question, { ...question, text: 'And at night?' }],
    };
    for (const hand of [outsider, pupil])
      expect(await hand.do(editTest, change)).toMatchObject({ kind: 'not_found' });
    expect((await host.do(editTest, change)).ok).toBe(true);
    expect(await host.do(editTest, change)).toMatchObject({ kind: 'conflict' });
    await pupil.do(tryTest, { orientationId: id, fields: { q0: ['c1'], q1: ['c0'] } });
    const best = await host.ask(getOrientation, { orientationId: id });
    expect(best.ok && best.view.people.find((p) => p.personId === d.pupil)?.test).toEqual({
      tries: 3,
      best: 1,
      questions: 2,
    });
    const versions = await house.sql(
      'select number from orientation_test_versions where test_id = $1 order by number',
      [testId],
    );
    expect(versions.map((x) => x.number)).toEqual([1, 2]);
    for (const hand of [outsider, pupil])
      expect(await hand.do(retireTest, { testId, retired: true })).toMatchObject({
        kind: 'not_found',
      });
    expect((await host.do(retireTest, { testId, retired: true })).ok).toBe(true);
    expect(await host.do(retireTest, { testId, retired: true })).toMatchObject({
      kind: 'conflict',
    });
    const form = await host.ask(getOrientationForm, {});
    expect(form.ok && form.view.tests).toEqual([]);
    // where it is used it stays
    expect((await pupil.ask(getTest, { orientationId: id })).ok).toBe(true);
    expect(await sender.ask(getTestForm, { testId })).toMatchObject({ ok: false });
    await host.do(cancelOrientation, { orientationId: id });
  });

  it('is translated: whole or not at all, the right answer shared, looked through after a change', async () => {
    const made = await host.do(writeTest, written());
    const testId = made.ok ? made.testId : ('' as never);
    const id = await plan({ test: testId, title: 'In two languages' });
    await host.do(inviteParticipants, { orientationId: id, personIds: [d.pupil] });
    const words = (over: object = {}) => ({
      testId,
      number: 1,
      version: 0,
      language: 'es',
      title: 'Nuestra casa',
      questions: [{ text: '¿Quién?', choices: ['El vecino', ''], why: 'Llama una vez.' }],
      ...over,
    });
    for (const hand of [outsider, pupil, sender])
      expect(await hand.do(translateTest, words())).toMatchObject({ kind: 'not_found' });
    expect(reason(await contact.do(translateTest, words()))).toBe(
      'orientation.refused.not-your-role',
    );
    for (const hand of [outsider, sender, pupil, contact])
      expect((await hand.ask(getTranslationForm, { testId, language: 'es' })).ok).toBe(false);
    expect((await host.ask(getTranslationForm, { testId, language: 'en' })).ok).toBe(false);
    expect(reason(await host.do(translateTest, words({ language: 'en' })))).toBe(
      'orientation.own-test.same-language',
    );
    expect(reason(await host.do(translateTest, words({ title: '', questions: [] })))).toBe(
      'orientation.own-test.nothing-said',
    );
    // half of it: kept, and nobody reads it yet
    expect(await host.do(translateTest, words())).toMatchObject({ ok: true, lacking: 1 });
    expect(await host.do(translateTest, words())).toMatchObject({ kind: 'conflict' });
    const read = async (language: string) => {
      const seen = await pupil.ask(getTest, { orientationId: id, language });
      return seen.ok ? [seen.view.language, seen.view.page?.title, seen.view.languages] : [];
    };
    expect(await read('es')).toEqual(['en', 'Our house', ['en']]);
    const address = `/orientations/tests/${testId}/translation?language=es`;
    expect((await host.get(address)).text).toContain('value="El vecino"');
    const sent = await host.post(address, {
      number: '1',
      version: '1',
      title: 'Nuestra casa',
      'questions.0.text': '¿Quién abre?',
      'questions.0.choices.0': 'El vecino',
      'questions.0.choices.1': 'La portera',
      'questions.0.why': 'Llama una vez.',
      // no choice of a translation is right by itself
      'questions.0.right': '0',
    });
    expect(sent.location).toBe(`/orientations/tests/${testId}#languages`);
    expect(await read('es')).toEqual(['es', 'Nuestra casa', ['en', 'es']]);
    expect(await read('fr')).toEqual(['en', 'Our house', ['en', 'es']]);
    const page = await pupil.get(`/orientations/${id}/test?in=es`);
    for (const text of ['<div lang="es">', '¿Quién abre?', 'action="/orientations/'])
      expect(page.text).toContain(text);
    expect(page.text).not.toContain('Who opens');
    // what was not ticked is asked for in the same language
    const blankSent = await pupil.post(`/orientations/${id}/test?in=es`, {});
    expect([blankSent.status, blankSent.text.includes('¿Quién abre?')]).toEqual([400, true]);
    const answered = await pupil.post(`/orientations/${id}/test?in=es`, { q0: 'c1' });
    const after = await pupil.get(answered.location ?? '');
    for (const text of ['La portera', 'Llama una vez', '1 of 1'])
      expect(after.text).toContain(text);
    // the test is changed: its first language for everybody until somebody has looked
    const change = { testId, version: 1, language: 'en', title: 'Our home', questions: [question] };
    expect(await host.do(editTest, change)).toMatchObject({ ok: true, translations: 1 });
    expect(await read('es')).toEqual(['en', 'Our home', ['en']]);
    const late = words({ version: 2 });
    expect(await host.do(translateTest, late)).toMatchObject({ kind: 'conflict' });
    const form = await host.ask(getTranslationForm, { testId, language: 'es' });
    const begun = form.ok ? form.view : null;
    expect([begun?.begunFrom, begun?.version, begun?.lacking, begun?.title]).toEqual([
      'before',
      0,
      0,
      'Nuestra casa',
    ]);
    const states = async () => {
      const list = await host.ask(listTests, {});
      return list.ok && list.view.tests.find((t) => t.id === testId)?.translations;
    };
    expect(await states()).toEqual([{ language: 'es', state: 'before' }]);
    const again = { ...words({ number: 2 }), questions: begun?.questions ?? [] };
    expect(await host.do(translateTest, again)).toMatchObject({ ok: true, lacking: 0 });
    expect(await states()).toEqual([{ language: 'es', state: 'shown' }]);
    // emptied, it is gone
    const nothing = words({ number: 2, version: 1, title: '', questions: [] });
    expect(await host.do(translateTest, nothing)).toMatchObject({ ok: true, gone: true });
    expect(await read('es')).toEqual(['en', 'Our home', ['en']]);
    // a copy of the product's test brings the product's words along
    const draft = await host.ask(getTestForm, { from: 'arrival', language: 'en' });
    if (!draft.ok) throw new Error('no form');
    const { language, title, questions } = draft.view;
    const copy = await host.do(writeTest, {
      ...written({ basedOn: 'arrival', language, title }),
      questions: [...questions, { ...question, choices: ['A', 'B'] }],
    });
    const brought = await host.ask(getTranslationForm, {
      testId: copy.ok ? copy.testId : ('' as never),
      language: 'fr',
    });
    expect(
      brought.ok && [brought.view.begunFrom, brought.view.title, brought.view.lacking],
    ).toEqual(['product', 'Bien arriver', 4]);
    await host.do(cancelOrientation, { orientationId: id });
  });

  it('and the calendar keep one list of who came', async () => {
    const id = await plan({ title: 'One list' });
    await host.do(inviteParticipants, { orientationId: id, personIds: [d.pupil, e.pupil] });
    const [row] = await house.sql('select event_id from orientations where id = $1', [id]);
    const eventId = row.event_id;
    house.setNow('2027-02-04T09:00:00Z');
    const inCalendar = async () =>
      Object.fromEntries(
        (
          await house.sql(
            'select person_id, attended from calendar_participants where event_id = $1',
            [eventId],
          )
        ).map((p) => [p.person_id, p.attended]),
      );
    const here = async () => {
      const seen = await host.ask(getOrientation, { orientationId: id });
      return seen.ok
        ? [
            seen.view.state,
            ...[d.pupil, e.pupil].map(
              (p) => seen.view.people.find((x) => x.personId === p)?.attended,
            ),
          ]
        : [];
    };
    // noted in the calendar by who called the meeting: it was held, and who came is known here
    expect((await host.do(recordInCalendar, { eventId, present: [d.pupil] })).ok).toBe(true);
    expect(await here()).toEqual(['held', 'all', 'absent']);
    // noted here by a volunteer: the calendar says the same, and of the others what it said
    await contact.do(recordAttendance, {
      orientationId: id,
      rows: [{ personId: e.pupil, attended: 'part' }],
    });
    expect(await inCalendar()).toEqual({ [d.pupil]: true, [e.pupil]: true });
    await host.do(recordInCalendar, { eventId, present: [e.pupil] });
    expect(await here()).toEqual(['held', 'absent', 'part']);
    house.setNow('2027-01-20T09:00:00Z');
  });
});

describe('language goals', () => {
  it('are set by the pupil, read by guardian and coordinators, and nobody else', async () => {
    const goal = {
      mobilityId: d.id,
      language: 'lv',
      startLevel: 'A1' as const,
      goalLevel: 'B1' as const,
      byOn: '2027-03-01',
      practice: 'A film a week',
    };
    expect((await pupil.do(setGoal, goal)).ok).toBe(true);
    expect(reason(await pupil.do(setGoal, { ...goal, goalLevel: 'A0' }))).toBe(
      'orientation.invalid.goal-below',
    );
    expect(reason(await guardian.do(setGoal, goal))).toBe('orientation.refused.guardian-reads');
    for (const hand of [contact, outsider, other, await house.as(d.family)]) {
      expect((await hand.ask(getGoals, { mobilityId: d.id })).ok).toBe(false);
      expect(await hand.do(setGoal, goal)).toMatchObject({ kind: 'not_found' });
    }
    const seen = await guardian.ask(getGoals, { mobilityId: d.id });
    const id = seen.ok ? seen.view.goals[0]?.id : undefined;
    if (!id) throw new Error('no goal');
    expect(reason(await guardian.do(recordLevel, { goalId: id, level: 'B1' }))).toBe(
      'orientation.refused.guardian-reads',
    );
    expect(await outsider.do(recordLevel, { goalId: id, level: 'B1' })).toMatchObject({
      kind: 'not_found',
    });
    expect(await pupil.do(recordLevel, { goalId: id, level: 'B1' })).toMatchObject({ as: 'self' });
    expect(await sender.do(recordLevel, { goalId: id, level: 'A2' })).toMatchObject({
      as: 'teacher',
    });
    const after = await host.ask(getGoals, { mobilityId: d.id });
    expect(after.ok && after.view.goals[0]).toMatchObject({
      selfLevel: 'B1',
      teacherLevel: 'A2',
      reached: false,
    });
    expect((await pupil.get(`/mobilities/${d.id}/languages`)).text).toContain('A film a week');
    expect((await teacher.get(`/mobilities/${d.id}/languages`)).status).toBeLessThan(500);
  });
});

describe('others nearby', () => {
  const of = (x: SharedDossier) => ({ mobilityId: x.id });
  const sees = async (hand: Hand, x: SharedDossier) => {
    const found = await hand.ask(getNearby, of(x));
    return found.ok ? found.view.others.map((o) => o.givenName) : null;
  };
  const agree = (hand: Hand, x: SharedDossier, words = '') =>
    hand.do(agreeNearby, { ...of(x), wishes: ['buddy', 'meetings'], words });

  it('are invisible until pupil and guardian want it, and again when one of them does not', async () => {
    expect(reason(await guardian.do(allowNearby, of(d)))).toBe('orientation.refused.pupil-first');
    expect((await agree(pupil, d, 'Likes handball')).ok).toBe(true);
    expect((await agree(other, e)).ok).toBe(true);
    const second = await house.as(e.guardian);
    const turns = await second.ask(listOwnTurns, {});
    expect(turns.ok && turns.view.consents.map((c) => c.mobilityId)).toEqual([e.id]);
    expect((await second.do(allowNearby, of(e))).ok).toBe(true);
    // the first still waits for a guardian: seen by nobody, and sees nobody
    expect([await sees(other, e), await sees(pupil, d)]).toEqual([[], []]);
    expect(reason(await pupil.do(allowNearby, of(d)))).toBe('orientation.refused.guardian-decides');
    expect((await guardian.do(allowNearby, of(d))).ok).toBe(true);
    expect([await sees(other, e), await sees(pupil, d)]).toEqual([['Lucía'], ['Lucía']]);
    const view = await other.ask(getNearby, of(e));
    const shown = JSON.stringify(view.ok && view.view.others);
    for (const secret of ['Ejemplo', d.pupil, d.id, '@']) expect(shown).not.toContain(secret);
    expect(shown).toContain('Likes handball');
    // strangers, host family and volunteers find nothing of it
    for (const hand of [outsider, contact, await house.as(d.family)]) {
      expect(await sees(hand, d)).toBeNull();
      for (const command of [agreeNearby, allowNearby, withdrawNearby])
        expect(
          await hand.do(command as typeof agreeNearby, { ...of(d), wishes: ['buddy'] }),
        ).toMatchObject({ kind: 'not_found' });
    }
    expect(reason(await agree(guardian, d))).toBe('orientation.refused.pupil-decides');
    expect(reason(await host.do(withdrawNearby, of(d)))).toBe('orientation.refused.pupil-decides');
    expect((await guardian.do(withdrawNearby, of(d))).ok).toBe(true);
    expect([await sees(other, e), await sees(pupil, d)]).toEqual([[], []]);
    const [row] = await house.sql('select * from nearby_consents where mobility_id = $1', [d.id]);
    expect([row.words, row.guardian_id, row.active]).toEqual(['', null, false]);
    expect(await guardian.do(withdrawNearby, of(d))).toMatchObject({ kind: 'conflict' });
  });

  it('become buddies when a coordinator suggests and both say yes; then they write to each other', async () => {
    const pair = {
      orgId: d.hostingOrg,
      firstMobilityId: d.id,
      secondMobilityId: e.id,
      why: 'Both play handball',
    };
    expect(reason(await host.do(suggestBuddy, pair))).toBe('orientation.refused.no-consent');
    await agree(pupil, d);
    await guardian.do(allowNearby, of(d));
    expect(await host.do(suggestBuddy, { ...pair, secondMobilityId: d.id })).toMatchObject({
      ok: false,
    });
    expect(reason(await contact.do(suggestBuddy, pair)) ?? 'hidden').not.toBe('ok');
    expect(await outsider.do(suggestBuddy, { ...pair, orgId: d.sendingOrg })).toMatchObject({
      kind: 'not_found',
    });
    const made = await host.do(suggestBuddy, pair);
    if (!made.ok) throw new Error(JSON.stringify(made));
    expect(await host.do(suggestBuddy, pair)).toMatchObject({ kind: 'conflict' });
    expect((await host.get('/buddies')).text).toContain('Waiting for');
    expect((await pupil.get('/')).text).toContain('could be your buddy');
    const yes = { pairId: made.pairId, answer: 'yes' as const };
    expect(reason(await host.do(answerBuddy, yes))).toBe('orientation.refused.they-answer');
    expect(await outsider.do(answerBuddy, yes)).toMatchObject({ kind: 'not_found' });
    expect(await pupil.do(answerBuddy, yes)).toMatchObject({ both: false });
    expect(await other.do(answerBuddy, yes)).toMatchObject({ both: true });
    const seen = await pupil.ask(getNearby, of(d));
    const thread = seen.ok ? seen.view.pairs[0]?.threadId : null;
    const page = await pupil.get(`/threads/${thread}`);
    expect([page.status, page.text.includes('@example.org')]).toEqual([200, false]);
    expect((await other.get(`/threads/${thread}`)).status).toBe(200);
    expect((await outsider.get(`/threads/${thread}`)).status).toBe(404);
    expect(await listed()).toEqual([['accepted']]);
    expect(await outsider.do(endBuddy, { pairId: made.pairId })).toMatchObject({
      kind: 'not_found',
    });
    // a guardian can end it, and so does taking the consent back
    expect((await guardian.do(endBuddy, { pairId: made.pairId })).ok).toBe(true);
    expect((await pupil.get(`/threads/${thread}`)).status).not.toBe(200);
    expect(await other.do(answerBuddy, yes)).toMatchObject({ kind: 'conflict' });
    await host.do(suggestBuddy, pair);
    await pupil.do(withdrawNearby, of(d));
    expect(await listed()).toEqual([[]]);
  });

  it('are forgotten a year after the stay', async () => {
    await agree(pupil, d);
    const rows = async () =>
      (await house.sql('select 1 from nearby_consents where mobility_id = $1', [d.id])).length;
    const nightly = handlers(house.runtime)[1];
    house.setNow('2028-03-20T02:23:00Z');
    await nightly?.handle({});
    expect(await rows()).toBe(1);
    house.setNow('2028-03-30T02:23:00Z');
    await nightly?.handle({});
    expect(await rows()).toBe(0);
  });

  it('and orientations go after five years, once no dossier of who took part is left', async () => {
    house.setNow('2027-01-20T09:00:00Z');
    const [empty, kept] = [await plan({ title: 'Nobody came' }), await plan({ title: 'Kept' })];
    await host.do(inviteParticipants, { orientationId: kept, personIds: [d.pupil] });
    const rows = async () =>
      (await house.sql('select id from orientations where id = any($1)', [[empty, kept]])).map(
        (r) => r.id,
      );
    const nightly = handlers(house.runtime)[1];
    // it ends on 3 February 2027 at 16:00 there
    house.setNow('2032-02-03T15:00:00Z');
    await nightly?.handle({});
    expect(await rows()).toHaveLength(2);
    house.setNow('2032-02-03T15:01:00Z');
    await nightly?.handle({});
    expect(await rows()).toEqual([kept]);
    await house.sql('delete from orientation_participants where orientation_id = $1', [kept]);
    await nightly?.handle({});
    expect(await rows()).toEqual([]);
    house.setNow('2027-01-20T09:00:00Z');
  });

  async function listed() {
    const found = await host.ask(listBuddies, {});
    return found.ok ? found.view.orgs.map((o) => o.pairs.map((p) => p.state)) : null;
  }
});

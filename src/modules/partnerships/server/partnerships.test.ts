import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { system } from '#kernel/actor.ts';
import type {
  FirstContactId,
  OrgId,
  PartnershipId,
  PersonId,
  SharedDecisionId,
} from '#kernel/ids.ts';
import { execute } from '#platform/command.ts';
import { reading } from '#platform/database/index.ts';
import { closePdf } from '#platform/pdf/index.ts';
import { readTable } from '#platform/spreadsheet.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { readPdf } from '#tests/support/read-pdf.ts';
import { tellOrganisation } from './commands/index.ts';
import {
  acceptAgreement,
  answerContact,
  answerProposal,
  answerTask,
  askDecision,
  changeAgreement,
  chooseContact,
  decide,
  declineContact,
  endPartnership,
  fileAgreement,
  getAgreement,
  getContact,
  getContactForm,
  getDecision,
  getDecisionForm,
  getPartnership,
  getResponsibilities,
  giveOpinion,
  listDecisionSubjects,
  listDecisions,
  listPartnerships,
  listTurns,
  proposePartnership,
  proposeTask,
  putAgreement,
  remindRenewals,
  responsibilityFor,
  saveAgreement,
  sendBackAgreement,
  withdrawDecision,
  withdrawTask,
  writeContact,
} from './index.ts';

let house: House;
let school: OrgId;
let support: OrgId;
let elsewhere: OrgId;
let ids: Record<'head' | 'teacher' | 'org' | 'org2' | 'stranger', PersonId>;
let head: Hand;
let teacher: Hand;
let org: Hand;
let stranger: Hand;

const words = {
  paid: true,
  tasks: 'Prepare pupils before they leave.',
  quality: 'A talk after each month.',
  failure: 'It is done again, or not paid.',
  cancellation: 'Both may step back until six weeks before.',
  firstGoals: 'Four pupils a year go abroad. Ķīķēns, Ελένη.',
  secondGoals: 'More schools that host.',
  channels: 'One meeting a month, answers within three days.',
  payment: '200 EUR a pupil.',
  other: '',
  languages: ['fr', 'en'],
  renewsOn: '2027-08-31',
};

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2026-09-01T08:00:00Z');
  school = await house.organisation({ name: 'Lycée Exemple', language: 'fr', countryCode: 'FR' });
  support = await house.organisation({ name: 'AFS Exemple', kind: 'supporting', language: 'en' });
  elsewhere = await house.organisation({ name: 'Skola', countryCode: 'LV' });
  ids = {
    head: await house.person({ givenName: 'Hélène', familyName: 'Lefèvre', language: 'fr' }),
    teacher: await house.person({ givenName: 'Tom' }),
    org: await house.person({ givenName: 'Olga', familyName: 'Orange' }),
    org2: await house.person({ givenName: 'Oda' }),
    stranger: await house.person({ givenName: 'Sly' }),
  };
  await house.member(school, ids.head, ['head']);
  await house.member(school, ids.teacher, ['teacher']);
  await house.member(support, ids.org, ['coordinator']);
  await house.member(support, ids.org2, ['volunteer']);
  await house.member(elsewhere, ids.stranger, ['head', 'coordinator']);
  head = await house.as(ids.head);
  teacher = await house.as(ids.teacher);
  org = await house.as(ids.org);
  stranger = await house.as(ids.stranger);
});
afterAll(closePdf);

const letter = (over: object = {}) => ({
  fromOrgId: school,
  toOrgId: support,
  subject: 'Two pupils in January',
  message: 'We would like to send two pupils.',
  ...over,
});

/** What the jobs would do at once. */
async function runJobs() {
  const rows = await house.sql(
    "select id, name, data from jobs.job where state = 'created' and name like 'partnerships.%' order by created_on",
  );
  for (const row of rows) {
    const command = row.name === 'partnerships.tell' ? tellOrganisation : fileAgreement;
    const done = await execute(house.runtime, command as never, system(row.name), row.data);
    expect(done).toMatchObject({ ok: true });
    await house.sql("update jobs.job set state = 'completed' where id = $1", [row.id]);
  }
}

describe('a first letter', () => {
  let contactId: FirstContactId;

  it('is written by who leads an organisation, and by nobody else for it', async () => {
    expect(await teacher.do(writeContact, letter())).toMatchObject({
      kind: 'refused',
      faults: [{ reason: 'partnerships.refused.only-leaders' }],
    });
    expect(await stranger.do(writeContact, letter())).toMatchObject({ kind: 'not_found' });
    expect(await head.do(writeContact, letter({ toOrgId: school }))).toMatchObject({
      faults: [{ reason: 'partnerships.refused.yourselves' }],
    });
    const sent = await head.do(writeContact, letter());
    expect(sent).toMatchObject({ ok: true });
    if (sent.ok) contactId = sent.contactId;
  });

  it('shows nobody’s address, and nothing to third ones', async () => {
    expect(await stranger.ask(getContact, { contactId })).toMatchObject({ kind: 'not_found' });
    const seen = await org.ask(getContact, { contactId });
    expect(seen).toMatchObject({
      ok: true,
      view: { can: { answer: true }, sentBy: 'Hélène Lefèvre' },
    });
    expect(JSON.stringify(seen)).not.toMatch(/@/);
    await runJobs();
    const [mail] = await house.mails();
    expect(mail).toMatchObject({
      to_address: `${ids.org}@example.org`,
      kind: 'partnerships-contact-new',
    });
    expect(mail?.body_text).not.toMatch(/two pupils/);
  });

  it('waits for its answer before another one', async () => {
    expect(await head.do(writeContact, letter())).toMatchObject({
      kind: 'conflict',
      faults: [{ reason: 'partnerships.refused.letter-waits' }],
    });
    expect(
      await org.do(writeContact, letter({ fromOrgId: support, toOrgId: school })),
    ).toMatchObject({
      faults: [{ reason: 'partnerships.refused.they-wrote' }],
    });
    expect(await org.ask(getContactForm, { orgId: school })).toMatchObject({
      view: { hindrance: 'they-wrote', contactId },
    });
  });

  it('of one own organisation does not hinder another', async () => {
    const both = await house.person({ givenName: 'Bea' });
    for (const orgId of [school, elsewhere]) await house.member(orgId, both, ['head']);
    const form = await (await house.as(both)).ask(getContactForm, { orgId: support });
    expect(form).toMatchObject({ view: { hindrance: null, from: [{ name: 'Skola' }] } });
    await house.sql('delete from memberships where person_id = $1', [both]);
  });

  it('is answered by the side it was sent to, and a conversation begins', async () => {
    expect(await head.do(answerContact, { contactId, answer: 'Me' })).toMatchObject({
      kind: 'refused',
      faults: [{ reason: 'partnerships.refused.their-answer' }],
    });
    expect(await stranger.do(answerContact, { contactId, answer: 'Me' })).toMatchObject({
      kind: 'not_found',
    });
    expect(await org.do(answerContact, { contactId, answer: 'With pleasure.' })).toMatchObject({
      ok: true,
    });
    expect(await org.do(answerContact, { contactId, answer: 'Again' })).toMatchObject({
      kind: 'conflict',
    });
    const seen = await head.ask(getContact, { contactId });
    expect(seen).toMatchObject({ view: { state: 'answered', can: { propose: true } } });
    expect(seen.ok && seen.view.threadId).toMatch(/^thr_/);
    const page = await head.get(`/contacts/${contactId}`);
    expect(page.status).toBe(200);
    expect((await head.get(`/threads/${seen.ok && seen.view.threadId}`)).text).toContain(
      'With pleasure.',
    );
  });

  it('is not taken by who wants none, and there are five a day', async () => {
    expect(await teacher.do(chooseContact, { orgId: school, closed: true })).toMatchObject({
      kind: 'refused',
    });
    expect(await head.do(chooseContact, { orgId: elsewhere, closed: true })).toMatchObject({
      kind: 'not_found',
    });
    expect(
      await stranger.do(chooseContact, {
        orgId: elsewhere,
        closed: true,
        note: 'Full until June.',
      }),
    ).toMatchObject({ ok: true });
    expect(await head.do(writeContact, letter({ toOrgId: elsewhere }))).toMatchObject({
      kind: 'refused',
      faults: [{ reason: 'partnerships.refused.wants-no-letters' }],
    });
    expect((await head.get(`/organisations/${elsewhere}/write`)).text).toContain(
      'Full until June.',
    );
    for (let i = 0; i < 4; i++) {
      const toOrgId = await house.organisation({ name: `School ${i}` });
      expect(await head.do(writeContact, letter({ toOrgId }))).toMatchObject({ ok: true });
    }
    const toOrgId = await house.organisation({ name: 'School six' });
    expect(await head.do(writeContact, letter({ toOrgId }))).toMatchObject({
      kind: 'rate_limited',
      faults: [{ reason: 'partnerships.refused.enough-today', params: { max: 5 } }],
    });
    const page = await head.post(`/organisations/${toOrgId}/write`, {
      fromOrgId: school,
      subject: 'Kept words',
      message: 'These stay.',
    });
    expect(page.status).toBe(429);
    expect(page.text).toContain('These stay.');
  });

  it('can be declined kindly', async () => {
    const other = await house.organisation({ name: 'Far School' });
    const leader = await house.person({ givenName: 'Lea' });
    await house.member(other, leader, ['coordinator']);
    const lea = await house.as(leader);
    const sent = await lea.do(writeContact, letter({ fromOrgId: other, toOrgId: support }));
    if (!sent.ok) throw new Error('not sent');
    expect(await lea.do(declineContact, { contactId: sent.contactId, answer: 'x' })).toMatchObject({
      kind: 'refused',
    });
    expect(
      await org.do(declineContact, { contactId: sent.contactId, answer: 'Not this year.' }),
    ).toMatchObject({ ok: true });
    expect(await lea.ask(getContact, { contactId: sent.contactId })).toMatchObject({
      view: { state: 'declined', answer: 'Not this year.', threadId: null },
    });
  });
});

describe('a partnership', () => {
  let partnershipId: PartnershipId;
  const version = async () => {
    const seen = await head.ask(getAgreement, { partnershipId });
    if (!seen.ok) throw new Error('no agreement');
    return seen.view.shown;
  };
  const save = async (hand: Hand, over: object, seenVersion?: number) => {
    const shown = await version();
    return hand.do(saveAgreement, {
      partnershipId,
      number: shown.number,
      version: seenVersion ?? shown.version,
      ...words,
      ...over,
    });
  };
  const put = async () => {
    const shown = await version();
    return head.do(putAgreement, { partnershipId, number: shown.number, version: shown.version });
  };

  it('is proposed, and needs a school', async () => {
    const other = await house.organisation({ name: 'Other support', kind: 'supporting' });
    expect(await org.do(proposePartnership, { fromOrgId: support, toOrgId: other })).toMatchObject({
      faults: [{ reason: 'partnerships.refused.no-school' }],
    });
    expect(
      await stranger.do(proposePartnership, { fromOrgId: school, toOrgId: support }),
    ).toMatchObject({ kind: 'not_found' });
    const proposed = await head.do(proposePartnership, {
      fromOrgId: school,
      toOrgId: support,
      greeting: 'Shall we?',
    });
    if (!proposed.ok) throw new Error('not proposed');
    partnershipId = proposed.partnershipId;
    expect(await org.do(proposePartnership, { fromOrgId: support, toOrgId: school })).toMatchObject(
      { kind: 'conflict' },
    );
  });

  it('is taken up by the other side', async () => {
    expect(await stranger.ask(getPartnership, { partnershipId })).toMatchObject({
      kind: 'not_found',
    });
    expect(await head.do(answerProposal, { partnershipId, answer: 'begin' })).toMatchObject({
      kind: 'refused',
    });
    expect(await stranger.do(answerProposal, { partnershipId, answer: 'begin' })).toMatchObject({
      kind: 'not_found',
    });
    const turns = await org.ask(listTurns, {});
    expect(turns.ok && turns.view.turns).toContainEqual(
      expect.objectContaining({ kind: 'answer', mine: true, id: partnershipId }),
    );
    expect(await org.do(answerProposal, { partnershipId, answer: 'begin' })).toMatchObject({
      ok: true,
      state: 'agreeing',
    });
    expect(await org.do(answerProposal, { partnershipId, answer: 'begin' })).toMatchObject({
      kind: 'conflict',
    });
    const seen = await org.ask(getPartnership, { partnershipId });
    expect(seen).toMatchObject({
      view: { leaders: [{ name: 'Hélène Lefèvre', roles: ['head'] }] },
    });
    expect(JSON.stringify(seen)).not.toMatch(/@example/);
  });

  it('is written by both, with who changed what', async () => {
    expect(await save(teacher, {})).toMatchObject({ kind: 'refused' });
    expect(await save(stranger, {})).toMatchObject({ kind: 'not_found' });
    expect(await save(head, { quality: '', payment: '' })).toMatchObject({ ok: true });
    expect(
      await save(org, { quality: '', payment: '', secondGoals: 'More\r\nschools.' }),
    ).toMatchObject({
      ok: true,
      changed: 1,
    });
    const seen = await head.ask(getAgreement, { partnershipId });
    expect(seen.ok && seen.view.edits[0]).toMatchObject({
      field: 'secondGoals',
      before: 'More schools that host.',
      after: 'More\nschools.',
      who: 'Olga Orange',
      org: 'AFS Exemple',
    });
  });

  it('loses nothing when two save at once: the second is told who, and sees both', async () => {
    const before = await version();
    const base = { quality: '', payment: '' };
    expect(await save(head, { ...base, channels: 'By mail.' })).toMatchObject({ ok: true });
    expect(await save(org, { ...base, channels: 'By phone.' }, before.version)).toMatchObject({
      kind: 'conflict',
      faults: [
        { reason: 'partnerships.refused.changed-meanwhile', params: { who: 'Hélène Lefèvre' } },
      ],
    });
    const page = await org.post(`/partnerships/${partnershipId}/agreement/edit`, {
      ...words,
      ...base,
      paid: 'yes',
      languages: 'fr',
      languages2: 'en',
      renewsOn: '2027-08-31',
      number: 1,
      version: before.version,
      channels: 'By phone.',
    });
    expect(page.status).toBe(409);
    expect(page.text).toContain('By phone.');
    expect(page.text).toContain('By mail.');
  });

  it('needs the four points where money flows, and not where none does', async () => {
    expect(await put()).toMatchObject({
      faults: [
        { reason: 'partnerships.missing.quality' },
        { reason: 'partnerships.missing.payment' },
      ],
    });
    await save(head, { paid: false, quality: '', payment: '', tasks: '' });
    expect((await version()).missing).toEqual([]);
    await save(head, { renewsOn: '2026-09-01' });
    expect(await put()).toMatchObject({
      faults: [{ reason: 'partnerships.refused.renewal-past' }],
    });
    await save(head, { other: 'A sign nobody prints: \u{1F47E}' });
    expect(await put()).toMatchObject({
      faults: [{ reason: 'partnerships.refused.cannot-print' }],
    });
    await save(org, {});
  });

  it('is put to both, and accepted by both under the words they read', async () => {
    expect(await put()).toMatchObject({ ok: true });
    const shown = await version();
    const accept = (hand: Hand, orgId: OrgId, over: object = {}) =>
      hand.do(acceptAgreement, {
        partnershipId,
        number: shown.number,
        orgId,
        sha256: shown.sha256 ?? '',
        agrees: true,
        ...over,
      });
    expect(await save(head, { channels: 'Secretly.' })).toMatchObject({ kind: 'conflict' });
    expect(await accept(teacher, school)).toMatchObject({ kind: 'refused' });
    expect(await accept(stranger, elsewhere)).toMatchObject({ kind: 'not_found' });
    expect(await accept(head, support)).toMatchObject({ kind: 'not_found' });
    expect(await accept(head, school, { sha256: 'other' })).toMatchObject({
      faults: [{ reason: 'partnerships.refused.other-text' }],
    });
    expect(await accept(head, school)).toMatchObject({ ok: true, complete: false });
    expect(await accept(head, school)).toMatchObject({ kind: 'conflict' });
    // somebody who leads both sides speaks for one of them
    await house.member(support, ids.head, ['coordinator']);
    expect(await accept(await house.as(ids.head), support)).toMatchObject({
      faults: [{ reason: 'partnerships.refused.one-person-one-side' }],
    });
    await house.sql('delete from memberships where org_id = $1 and person_id = $2', [
      support,
      ids.head,
    ]);
    expect(await accept(org, support)).toMatchObject({ ok: true, complete: true });
    expect(await head.ask(getPartnership, { partnershipId })).toMatchObject({
      view: { state: 'agreed', renewsOn: Temporal.PlainDate.from('2027-08-31') },
    });
    expect(await head.ask(listPartnerships, {})).toMatchObject({
      view: { partnerships: [{ state: 'agreed', waiting: [] }] },
    });
  });

  it('gives each side its copy on paper, tagged, in every script, with the hash', async () => {
    await runJobs();
    const mine = await head.ask(getPartnership, { partnershipId });
    const theirs = await org.ask(getPartnership, { partnershipId });
    const mineId = mine.ok && mine.view.versions[0]?.documentId;
    const theirsId = theirs.ok && theirs.view.versions[0]?.documentId;
    expect(mineId).not.toBe(theirsId);
    const response = await house.app.request(`http://sojourn.test/documents/${mineId}`, {
      headers: await cookieOf(ids.head),
    });
    expect(response.status).toBe(200);
    const pdf = await readPdf(new Uint8Array(await response.arrayBuffer()));
    expect(pdf.text).toContain('Ελένη');
    expect(pdf.text.replace(/\s/g, '')).toContain(
      (mine.ok && mine.view.versions[0]?.sha256) as string,
    );
    expect(pdf.text).toContain('Hélène Lefèvre');
    // both acceptances with day and capacity, in the languages of both
    const flat = pdf.text.replace(/\s+/g, ' ');
    for (const word of [
      'Cooperation agreement',
      'Accord de coopération',
      'Accepted in Sojourn',
      'Accepté dans Sojourn',
    ])
      expect(flat).toContain(word);
    expect(flat.match(/SHA-256/g)).toHaveLength(1);
    // the copy of the other side is not mine to open
    expect((await head.get(`/documents/${theirsId}`)).status).toBe(404);
    expect((await stranger.get(`/partnerships/${partnershipId}/versions/1/paper.pdf`)).status).toBe(
      404,
    );
  });

  it('is changed by a new version that both accept again; the old one holds until then', async () => {
    expect(await stranger.do(changeAgreement, { partnershipId })).toMatchObject({
      kind: 'not_found',
    });
    expect(await org.do(changeAgreement, { partnershipId, reason: 'One year more' })).toMatchObject(
      {
        ok: true,
        number: 2,
      },
    );
    expect(await org.do(changeAgreement, { partnershipId })).toMatchObject({ kind: 'conflict' });
    await save(org, { renewsOn: '2028-08-31' });
    expect(await put()).toMatchObject({ ok: true });
    expect(
      await stranger.do(sendBackAgreement, { partnershipId, number: 2, reason: 'x' }),
    ).toMatchObject({ kind: 'not_found' });
    expect(
      await head.do(sendBackAgreement, { partnershipId, number: 2, reason: 'One more meeting' }),
    ).toMatchObject({ ok: true, number: 3 });
    await save(head, { renewsOn: '2028-08-31', channels: 'Two meetings a month.' });
    expect(await put()).toMatchObject({ ok: true });
    const shown = await version();
    for (const [hand, orgId] of [
      [org, support],
      [head, school],
    ] as const)
      expect(
        await hand.do(acceptAgreement, {
          partnershipId,
          number: 3,
          orgId,
          sha256: shown.sha256 ?? '',
          agrees: true,
        }),
      ).toMatchObject({ ok: true });
    const seen = await head.ask(getPartnership, { partnershipId });
    expect(seen.ok && seen.view.state).toBe('renewed');
    expect(seen.ok && seen.view.versions.map((v) => v.state)).toEqual([
      'replaced',
      'sent_back',
      'accepted',
    ]);
  });

  it('reminds both before it has to be renewed, once', async () => {
    house.setNow('2028-07-10T08:00:00Z');
    await remindRenewals(house.runtime);
    await remindRenewals(house.runtime);
    const told = (await house.mails()).filter((m) => m.kind === 'partnerships-renewal');
    expect(told.map((m) => m.to_address).sort()).toEqual(
      [`${ids.head}@example.org`, `${ids.org}@example.org`].sort(),
    );
    house.setNow('2028-08-20T08:00:00Z');
    await remindRenewals(house.runtime);
    expect((await house.mails()).filter((m) => m.kind === 'partnerships-renewal')).toHaveLength(4);
    house.setNow('2026-09-02T08:00:00Z');
  });

  describe('its table of who does what', () => {
    const shares = {
      does: ['sending-support' as const],
      approves: [],
      asked: [],
      told: ['sending-school' as const],
    };
    const propose = (hand: Hand, over: object = {}) =>
      hand.do(proposeTask, {
        partnershipId,
        taskId: 'enter-pupils',
        ...shares,
        reason: 'You have the lists.',
        ...over,
      });
    const inForce = () =>
      reading(house.runtime.db, head.actor, (read) =>
        responsibilityFor(read, { schoolId: school, supportingId: support }, 'enter-pupils'),
      );

    it('begins with the default', async () => {
      expect(await inForce()).toMatchObject({ does: ['sending-school'] });
      const table = await head.ask(getResponsibilities, { partnershipId });
      expect(table.ok && table.view.tasks.length).toBeGreaterThan(20);
      expect(await stranger.ask(getResponsibilities, { partnershipId })).toMatchObject({
        kind: 'not_found',
      });
    });

    it('leaves the core with the school, in words', async () => {
      for (const taskId of [
        'choose-host',
        'learning-agreement',
        'money',
        'reports',
        'select-pupils',
      ])
        expect(await propose(org, { taskId })).toMatchObject({
          kind: 'refused',
          faults: [{ reason: 'partnerships.refused.core-stays' }],
        });
      expect(
        await propose(org, { taskId: 'choose-host', approves: ['sending-support'] }),
      ).toMatchObject({
        kind: 'refused',
      });
    });

    it('gives nothing to who is not at the table, and to nobody', async () => {
      expect(await propose(head, { does: ['hosting-support'] })).toMatchObject({
        faults: [{ reason: 'partnerships.refused.not-at-table' }],
      });
      expect(await propose(head, { does: [] })).toMatchObject({
        faults: [{ reason: 'partnerships.refused.nobody-does-it' }],
      });
      expect(
        await propose(head, { does: ['sending-school'], approves: [], told: ['sending-support'] }),
      ).toMatchObject({ faults: [{ reason: 'partnerships.refused.nothing-changed' }] });
      expect(await propose(head, { taskId: 'no-such' })).toMatchObject({ kind: 'not_found' });
    });

    it('changes when one proposes and the other accepts', async () => {
      expect(await propose(teacher)).toMatchObject({ kind: 'refused' });
      expect(await propose(stranger)).toMatchObject({ kind: 'not_found' });
      const proposed = await propose(head);
      if (!proposed.ok) throw new Error('not proposed');
      const { changeId } = proposed;
      expect(await propose(org)).toMatchObject({ kind: 'conflict' });
      expect(await inForce()).toMatchObject({ does: ['sending-school'] });
      const answer = (hand: Hand) =>
        hand.do(answerTask, { partnershipId, changeId, answer: 'accept' });
      expect(await answer(head)).toMatchObject({ kind: 'refused' });
      expect(await answer(stranger)).toMatchObject({ kind: 'not_found' });
      expect(await org.do(withdrawTask, { partnershipId, changeId })).toMatchObject({
        kind: 'refused',
      });
      expect(await answer(org)).toMatchObject({ ok: true });
      expect(await answer(org)).toMatchObject({ kind: 'conflict' });
      expect(await inForce()).toMatchObject({ does: ['sending-support'] });
    });

    it('can be taken back while it waits, and saved as a spreadsheet', async () => {
      const proposed = await propose(org, {
        taskId: 'promote',
        does: ['sending-school', 'sending-support'],
      });
      if (!proposed.ok) throw new Error('not proposed');
      expect(
        await org.do(withdrawTask, { partnershipId, changeId: proposed.changeId }),
      ).toMatchObject({ ok: true });
      const response = await house.app.request(
        `http://sojourn.test/partnerships/${partnershipId}/responsibilities.xlsx`,
        { headers: await cookieOf(ids.org) },
      );
      const read = await readTable(new Uint8Array(await response.arrayBuffer()), 'table.xlsx');
      expect(read).toMatchObject({
        ok: true,
        header: ['Task', 'Does it', 'Approves it', 'Is asked before', 'Is told after', 'Note'],
      });
      expect(read.ok && read.rows.map((r) => r.cells)).toContainEqual(
        expect.arrayContaining(['Enter the pupils who may apply', 'AFS Exemple']),
      );
    });
  });

  describe('a decision', () => {
    let decisionId: SharedDecisionId;
    const ask = (hand: Hand, over: object = {}) =>
      hand.do(askDecision, {
        aboutKind: 'partnership',
        aboutId: partnershipId,
        orgId: support,
        topic: 'other',
        question: 'Do we meet in Chartres?',
        options: ['Yes', 'No'],
        decidingOrgId: school,
        dueOn: '2026-09-20',
        ...over,
      });

    it('is asked by a partner about what they share', async () => {
      expect(await ask(stranger)).toMatchObject({ kind: 'not_found' });
      expect(await ask(head)).toMatchObject({ kind: 'not_found' });
      expect(await ask(org, { aboutKind: 'nothing' })).toMatchObject({ kind: 'not_found' });
      expect(await ask(org, { dueOn: '2026-09-01' })).toMatchObject({
        faults: [{ field: 'dueOn' }],
      });
      expect(await ask(org, { options: ['Yes', 'Yes'] })).toMatchObject({
        faults: [{ reason: 'partnerships.invalid.same-option' }],
      });
      expect(await ask(org, { options: ['Yes'] })).toMatchObject({
        faults: [{ reason: 'partnerships.invalid.options' }],
      });
      expect(await ask(org, { decidingOrgId: elsewhere })).toMatchObject({
        faults: [{ field: 'decidingOrgId' }],
      });
      expect(await ask(org, { topic: 'money', decidingOrgId: support })).toMatchObject({
        kind: 'refused',
        faults: [{ reason: 'partnerships.refused.school-decides' }],
      });
      const asked = await ask(org);
      if (!asked.ok) throw new Error('not asked');
      decisionId = asked.decisionId;
      const page = await org.get(`/decisions/new?about=partnership:${partnershipId}`);
      expect(page.text).toContain('AFS Exemple');
    });

    it('is asked for from every page: about what it belongs to, else about what is chosen', async () => {
      const about = `href="/decisions/new?about=partnership%3A${partnershipId}"`;
      for (const path of ['', '/agreement', '/responsibilities'])
        expect((await org.get(`/partnerships/${partnershipId}${path}`)).text).toContain(about);
      expect((await org.get('/directory')).text).toContain('href="/decisions/ask"');
      expect((await org.get('/decisions/ask')).text).toContain(about);
      const listed = await org.ask(listDecisionSubjects, {});
      expect(listed.ok && listed.view.subjects.map((s) => s.kind)).toEqual(['partnership']);
      expect(await stranger.ask(listDecisionSubjects, {})).toMatchObject({
        view: { subjects: [] },
      });
      expect(await house.visitor.ask(listDecisionSubjects, {})).toMatchObject({
        kind: 'not_found',
      });
    });

    it('stands among the next steps of who must decide, and is mailed without its words', async () => {
      const turns = await head.ask(listTurns, {});
      expect(turns.ok && turns.view.turns).toContainEqual(
        expect.objectContaining({ kind: 'decision', mine: true, id: decisionId }),
      );
      await runJobs();
      const mail = (await house.mails()).find((m) => m.kind === 'partnerships-decision-asked');
      expect(mail).toMatchObject({ to_address: `${ids.head}@example.org`, language: 'fr' });
      expect(mail?.body_text).not.toContain('Chartres');
      expect(await stranger.ask(getDecision, { decisionId })).toMatchObject({ kind: 'not_found' });
      expect(await stranger.ask(listDecisions, {})).toMatchObject({ view: { decisions: [] } });
    });

    it('hears each side and is decided by who must', async () => {
      const opinion = { decisionId, orgId: support, favours: 0, words: 'We would come.' };
      expect(await stranger.do(giveOpinion, opinion)).toMatchObject({ kind: 'not_found' });
      expect(await head.do(giveOpinion, opinion)).toMatchObject({ kind: 'not_found' });
      expect(await teacher.do(giveOpinion, { ...opinion, orgId: school })).toMatchObject({
        kind: 'refused',
      });
      expect(await org.do(giveOpinion, { ...opinion, favours: 7 })).toMatchObject({
        faults: [{ field: 'favours' }],
      });
      expect(await org.do(giveOpinion, opinion)).toMatchObject({ ok: true });
      const decided = { decisionId, chosen: 1, reason: 'Too far.' };
      expect(await org.do(decide, decided)).toMatchObject({
        kind: 'refused',
        faults: [{ reason: 'partnerships.refused.decided-by' }],
      });
      expect(await stranger.do(decide, decided)).toMatchObject({ kind: 'not_found' });
      expect(await head.do(decide, { ...decided, chosen: 'other' })).toMatchObject({
        faults: [{ field: 'otherWords' }],
      });
      expect(await head.do(decide, decided)).toMatchObject({ ok: true });
      expect(await head.do(decide, decided)).toMatchObject({ kind: 'conflict' });
      expect(await org.ask(getDecision, { decisionId })).toMatchObject({
        view: { outcome: 'No', decidedBy: 'Hélène Lefèvre', silent: ['Lycée Exemple'] },
      });
    });

    it('is taken back by a new one that names it, once', async () => {
      expect(
        await org.ask(getDecisionForm, {
          aboutKind: 'partnership',
          aboutId: partnershipId,
          replacesId: decisionId,
        }),
      ).toMatchObject({ view: { replaces: { outcome: 'No' } } });
      const again = await ask(org, { replacesId: decisionId, question: 'And in spring?' });
      if (!again.ok) throw new Error('not asked');
      expect(await ask(org, { replacesId: decisionId })).toMatchObject({ kind: 'conflict' });
      expect(await head.ask(getDecision, { decisionId })).toMatchObject({
        view: { replacedBy: { id: again.decisionId, decided: false } },
      });
      expect(
        await head.do(withdrawDecision, { decisionId: again.decisionId, reason: 'x' }),
      ).toMatchObject({ kind: 'refused' });
      expect(
        await stranger.do(withdrawDecision, { decisionId: again.decisionId, reason: 'x' }),
      ).toMatchObject({ kind: 'not_found' });
      expect(
        await org.do(withdrawDecision, { decisionId: again.decisionId, reason: 'Settled.' }),
      ).toMatchObject({ ok: true });
      expect((await org.get(`/decisions/${decisionId}`)).status).toBe(200);
    });

    it('shows what was typed again when something is wrong', async () => {
      const page = await org.post(`/decisions/new?about=partnership:${partnershipId}`, {
        about: `partnership:${partnershipId}`,
        orgId: support,
        topic: 'other',
        question: 'Typed words stay',
        options: 'Only one',
        decidingOrgId: school,
        'dueOn.day': 1,
        'dueOn.month': 10,
        'dueOn.year': 2026,
      });
      expect(page.status).toBe(400);
      expect(page.text).toContain('Typed words stay');
    });
  });

  it('is ended by either side, and the default table holds again', async () => {
    const end = { partnershipId, reason: 'We move.', sure: true as const };
    expect(await stranger.do(endPartnership, end)).toMatchObject({ kind: 'not_found' });
    expect(await teacher.do(endPartnership, end)).toMatchObject({ kind: 'refused' });
    expect(await org.do(endPartnership, end)).toMatchObject({ ok: true });
    expect(await head.do(endPartnership, end)).toMatchObject({ kind: 'conflict' });
    const table = await reading(house.runtime.db, head.actor, (read) =>
      responsibilityFor(read, { schoolId: school, supportingId: support }, 'enter-pupils'),
    );
    expect(table.does).toEqual(['sending-school']);
    expect(await head.ask(getPartnership, { partnershipId })).toMatchObject({
      view: { state: 'ended', ended: { org: 'AFS Exemple', reason: 'We move.' } },
    });
    expect((await head.get(`/partnerships/${partnershipId}`)).status).toBe(200);
  });
});

/** A session of somebody, for answers that are bytes. */
async function cookieOf(personId: PersonId): Promise<Record<string, string>> {
  const { newId, newToken, hashToken } = await import('#platform/dice.ts');
  const token = newToken();
  await house.sql(
    "insert into sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, device) values ($1, $2, $3, now(), now(), '2099-01-01', '')",
    [newId('ses'), hashToken(token), personId],
  );
  return { cookie: `session=${token}` };
}

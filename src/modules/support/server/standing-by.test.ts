import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reading } from '#platform/database/index.ts';
import { newId } from '#platform/dice.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import {
  answerPlan,
  askContacts,
  askFurtherReaders,
  changeCaseLevel,
  closeCase,
  closeConcern,
  confirmStep,
  dropStep,
  endCover,
  finishStep,
  getCase,
  getConcern,
  getConcernForm,
  getTalkForms,
  listCaseDuties,
  listCases,
  listCasesOfStay,
  listConcerns,
  listContacts,
  listPlans,
  makeCover,
  openCase,
  openCaseFromConcern,
  planStep,
  putCaseAside,
  raiseConcern,
  recordCheckIn,
  recordCheckIns,
  recordVisit,
  reopenCase,
  sayThanks,
  sharePlan,
  takeCase,
  watchPromises,
  widenCircle,
  writeCaseNote,
  writeInConcern,
} from './index.ts';
import { handlers } from './jobs.ts';

let house: House;
let d: SharedDossier;
/** coordinator of the sending organisation, and a second one of the hosting side */
let away: Who;
let second: Who;
let volunteer: Who;
type Who = SharedDossier['pupil'];

beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  house.setNow('2027-02-10T09:00:00Z');
  d = await openDossier(house, { state: 'settled' });
  away = await house.person({ givenName: 'Nuria', familyName: 'Casal' });
  second = await house.person({ givenName: 'Egils', familyName: 'Otrais' });
  volunteer = await house.person({ givenName: 'Vera', familyName: 'Vieta' });
  await house.member(d.sendingOrg, away, ['coordinator']);
  await house.member(d.hostingOrg, second, ['head']);
  await house.member(d.hostingOrg, volunteer, ['volunteer']);
});

const kind = (o: { ok: boolean }) => (o as { kind?: string }).kind;
const reason = (o: { ok: boolean }) =>
  (o as unknown as { faults?: { reason: string }[] }).faults?.[0]?.reason;
const as = (who: Who) => house.as(who);
const fine = { wellBeing: 4, family: 4, school: 3, friends: 3, language: 3 };
const key = (name: string) => `test-key-${name}`;
const talk = (name: string, more: object = {}) => ({
  kind: 'talk' as const,
  key: key(name),
  mobilityId: d.id,
  with: 'pupil' as const,
  heldOn: '2027-02-09',
  way: 'in_person' as const,
  ratings: fine,
  ...more,
});
const mailsAbout = async (id: string) =>
  (await house.mails()).filter((m) => m.body_text.includes(id));

/** Lets the pupil live with a family of the hosting organisation, visited before by somebody. */
async function placed(firstVisitor: Who): Promise<void> {
  const [family, offer] = [newId('fam'), newId('off')];
  const at = '2026-11-01T08:00:00Z';
  await house.sql(
    `insert into host_families (id, org_id, name, country_code, city, home_visit_on, home_visit_by, created_at)
     values ($1, $2, 'Paraugs', 'LV', 'Riga', '2026-12-01', $3, $4)`,
    [family, d.hostingOrg, firstVisitor, at],
  );
  await house.sql(
    `insert into family_members (id, family_id, person_id, given_name, family_name, birth_date, gender, relation)
     values ($1, $2, $3, 'Ilze', 'Paraugs', '1980-01-01', 'f', 'parent')`,
    [newId('fme'), family, d.family],
  );
  await house.sql(
    `insert into host_offers (id, intake_id, host_school_id, hosting_org_id, places, language, subjects, note, created_at)
     values ($1, $2, $3, $4, 1, 'lv', '{}', '', $5)`,
    [offer, d.intake, d.hostSchool, d.hostingOrg, at],
  );
  await house.sql(
    `insert into placements (mobility_id, id, host_school_id, host_offer_id, family_id, state, from_on, until_on, proposed_by, proposed_at)
     values ($1, $2, $3, $4, $5, 'accepted', '2027-02-01', '2027-03-28', $6, $7)`,
    [d.id, newId('pla'), d.hostSchool, offer, family, d.host, at],
  );
}

describe('talks in one go', () => {
  it('are kept once however often they are sent, each for itself', async () => {
    const contact = await as(d.contact);
    const both = [talk('a'), talk('b', { with: 'host_family', promise: 'Ask the parents' })];
    const first = await contact.do(recordCheckIns, { talks: both });
    expect(first).toMatchObject({ ok: true, results: [{ result: 'kept' }, { result: 'kept' }] });
    const again = await contact.do(recordCheckIns, {
      talks: [...both, talk('c', { heldOn: '2027-02-08' })],
    });
    expect(again.ok && again.results.map((r) => r.result)).toEqual(['already', 'already', 'kept']);
    const rows = await house.sql('select talked_with from check_ins where mobility_id = $1', [
      d.id,
    ]);
    expect(rows).toHaveLength(3);
    // the same talk with another key is told, not kept twice
    const twice = await contact.do(recordCheckIns, {
      talks: [talk('d'), talk('e', { heldOn: '2027-02-07' })],
    });
    expect(twice.ok && twice.results.map((r) => [r.result, r.reason])).toEqual([
      ['refused', 'support.check-in.twice'],
      ['kept', null],
    ]);
    const at = await Promise.all(
      [1, 2].map(async () =>
        (await as(d.contact)).do(recordCheckIns, { talks: [talk('f', { heldOn: '2027-02-06' })] }),
      ),
    );
    expect(at.map((o) => o.ok && o.results[0]?.result).sort()).toEqual(['already', 'kept']);
  });

  it('come back late from a phone: a pupil who is no longer theirs keeps no other', async () => {
    const mine = d;
    const other = await openDossier(house, { state: 'settled' });
    await house.sql(
      "insert into mobility_parties (mobility_id, person_id, role, from_on, state, starts_on) values ($1, $2, 'contact_person', '2026-11-01', 'settled', '2027-02-01')",
      [other.id, mine.contact],
    );
    await mine.leave(mine.contact, '2027-02-08');
    const sent = await (await as(mine.contact)).do(recordCheckIns, {
      talks: [talk('a'), talk('b', { mobilityId: other.id })],
    });
    expect(sent.ok && sent.results.map((r) => [r.result, r.reason])).toEqual([
      ['refused', 'support.check-in.no-longer-yours'],
      ['kept', null],
    ]);
    // the same answer for a pupil whom they do not see and for one who does not exist: a phone can tell why
    for (const who of [mine.stranger, mine.outsider])
      for (const mobilityId of [mine.id, newId('mob')]) {
        const answer = await (await as(who)).do(recordCheckIns, {
          talks: [talk('z', { mobilityId })],
        });
        expect([kind(answer), reason(answer)]).toEqual([
          'refused',
          'support.check-in.no-longer-yours',
        ]);
      }
    expect(kind(await house.visitor.do(recordCheckIns, { talks: [talk('z')] }))).toBe('not_found');
    expect(kind(await (await as(mine.family)).do(recordCheckIns, { talks: [talk('z')] }))).toBe(
      'refused',
    );
  });

  it('of a stay that has ended meanwhile are taken for two weeks, when they were held before its end', async () => {
    await house.sql("update mobilities set state = 'returned' where id = $1", [d.id]);
    const send = async (name: string, heldOn: string) =>
      reason(await (await as(d.contact)).do(recordCheckIns, { talks: [talk(name, { heldOn })] })) ??
      'kept';
    house.setNow('2027-03-30T09:00:00Z');
    expect(await send('on-the-last-day', '2027-03-28')).toBe('kept');
    expect(await send('afterwards', '2027-03-29')).toBe('support.refused.not-abroad');
    expect(await send('long-ago', '2027-03-15')).toBe('support.refused.not-abroad');
    expect(await send('in-time', '2027-03-16')).toBe('kept');
  });

  it('show open promises and this month’s questions, and are one form without scripts', async () => {
    const contact = await as(d.contact);
    await contact.do(recordCheckIn, {
      ...talk('a', { promise: 'Bring the bus map' }),
      heldOn: '2027-02-04',
    });
    const asked = await contact.ask(getTalkForms, {});
    const forms = asked.ok ? asked.view.forms : [];
    expect(
      forms.map((f) => [f.with, f.promises.map((p) => p.promise), f.questions.length]),
    ).toEqual([
      ['host_family', [], 2],
      ['pupil', ['Bring the bus map'], 2],
    ]);
    expect(kind(await (await as(d.family)).ask(getTalkForms, { mobilityId: d.id }))).toBe(
      'not_found',
    );
    const mine = await (await as(d.stranger)).ask(getTalkForms, {});
    expect(mine.ok && mine.view.forms).toEqual([]);
    const page = await contact.get('/support/talks');
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/Bring the bus map/);
    const fields: Record<string, string> = {};
    for (const [i, f] of forms.entries()) {
      fields[`talks.${i}.mobilityId`] = f.mobilityId;
      fields[`talks.${i}.with`] = f.with;
      fields[`talks.${i}.key`] = f.key;
      fields[`talks.${i}.way`] = 'phone';
      fields[`talks.${i}.heldOn`] = '2027-02-10';
    }
    // nothing filled, then one answer missing in the second part
    expect((await contact.post('/support/talks', fields)).text).toContain(
      'Nothing is filled in yet',
    );
    for (const topic of ['wellBeing', 'family', 'school', 'friends'])
      fields[`talks.1.ratings.${topic}`] = '4';
    const missing = await contact.post('/support/talks', {
      ...fields,
      'talks.1.note': 'on a bus',
    });
    expect(missing.status).toBe(400);
    expect(missing.text).toContain('#f-talks.1.ratings.language');
    expect(missing.text).toContain('on a bus');
    const done = await contact.post('/support/talks', {
      ...fields,
      'talks.1.ratings.language': '4',
      'talks.1.lastPromise': 'kept',
      'talks.1.answers.p1a': 'Early bus',
    });
    expect(done.status).toBe(303);
    const [kept] = await house.sql(
      "select answers, last_promise from check_ins where mobility_id = $1 and held_on = '2027-02-10'",
      [d.id],
    );
    expect(kept).toEqual({ answers: { p1a: 'Early bus' }, last_promise: 'kept' });
  });
});

describe('the second visit', () => {
  it('is made by another person than the first, of the hosting organisation and independent', async () => {
    await placed(d.host);
    const note = async (who: Who, visitedBy: Who, visitedOn = '2027-02-09') =>
      (await as(who)).do(recordVisit, { mobilityId: d.id, visitedBy, visitedOn });
    expect(reason(await note(d.contact, d.host))).toBe('support.visit.same-person');
    expect(reason(await note(d.contact, d.sender))).toBe('support.visit.elsewhere');
    expect(reason(await note(d.contact, volunteer, '2027-02-11'))).toBe(
      'support.check-in.in-future',
    );
    expect(reason(await note(d.sender, volunteer))).toBe('mobilities.refused.not-your-part');
    expect(kind(await note(d.stranger, volunteer))).toBe('not_found');
    expect((await note(d.contact, volunteer)).ok).toBe(true);
    expect(kind(await note(d.contact, volunteer))).toBe('conflict');
    const mine = await (await as(d.contact)).ask(listContacts, {});
    expect(mine.ok && mine.view.mine[0]?.items.map((i) => i.what)).toEqual([
      'pupil',
      'host_family',
    ]);
  });
});

describe('holiday cover', () => {
  it('gives the stand-in the rights from the first day to the last, and takes them back', async () => {
    const make = async (who: Who, more: object = {}) =>
      (await as(who)).do(makeCover, {
        orgId: d.hostingOrg,
        personId: d.contact,
        standInId: volunteer,
        fromOn: '2027-02-12',
        untilOn: '2027-02-20',
        ...more,
      });
    for (const who of [d.stranger, d.outsider, d.sender])
      expect(kind(await make(who))).toBe('not_found');
    expect(reason(await make(volunteer))).toBe('support.refused.own-cover');
    expect(reason(await make(d.contact, { untilOn: '2027-02-11' }))).toBe(
      'support.cover.ends-before',
    );
    expect(reason(await make(d.contact, { standInId: d.sender }))).toBe('support.cover.elsewhere');
    await house.member(d.hostingOrg, d.family, ['volunteer']);
    expect(reason(await make(d.contact, { standInId: d.family }))).toBe(
      'support.cover.not-independent',
    );
    const made = await make(d.contact);
    expect(made.ok).toBe(true);
    expect(reason(await make(d.host))).toBe('support.cover.twice');
    const writes = async () => kind(await (await as(volunteer)).do(recordCheckIn, talk('v')));
    // not before its day
    expect(await writes()).toBe('not_found');
    house.setNow('2027-02-12T02:07:00Z');
    await askContacts(house.runtime);
    const seen = await (await as(volunteer)).ask(listContacts, {});
    expect(seen.ok && seen.view.mine.map((m) => [m.mobilityId, m.standInFor])).toEqual([
      [d.id, 'Marta Palīgs'],
    ]);
    expect(await writes()).toBeUndefined();
    // and not after it
    house.setNow('2027-02-21T09:00:00Z');
    expect(
      kind(await (await as(volunteer)).do(recordCheckIn, { ...talk('w'), heldOn: '2027-02-20' })),
    ).toBe('not_found');
    house.setNow('2027-02-13T09:00:00Z');
    const coverId = made.ok ? made.id : ('' as never);
    for (const who of [d.stranger, d.sender])
      expect(kind(await (await as(who)).do(endCover, { coverId }))).toBe('not_found');
    expect((await (await as(d.contact)).do(endCover, { coverId })).ok).toBe(true);
    expect(
      kind(await (await as(volunteer)).do(recordCheckIn, { ...talk('x'), heldOn: '2027-02-12' })),
    ).toBe('not_found');
  });
});

describe('what is due', () => {
  it('is asked for once by mail; a dead mailbox and a contact person who left are seen by the coordinator', async () => {
    await askContacts(house.runtime);
    const sent = (await house.mails()).filter(
      (m) => m.kind === 'support-contacts-due' && m.to_address === `${d.contact}@example.org`,
    );
    expect(sent).toHaveLength(0);
    house.setNow('2027-02-18T02:07:00Z');
    await askContacts(house.runtime);
    await askContacts(house.runtime);
    const mine = async () =>
      (await house.mails()).filter(
        (m) => m.kind === 'support-contacts-due' && m.to_address === `${d.contact}@example.org`,
      );
    expect(await mine()).toHaveLength(1);
    expect(`${(await mine())[0]?.subject} ${(await mine())[0]?.body_text}`).not.toMatch(
      /Luc|Ejemplo/,
    );
    await house.sql("update mails set failed_at = now() where kind = 'support-contacts-due'");
    const overview = async (who: Who) => {
      const told = await (await as(who)).ask(listContacts, {});
      return told.ok ? told.view.orgs.find((o) => o.id === d.hostingOrg) : undefined;
    };
    const seen = await overview(d.host);
    expect(seen?.overdue.map((o) => [o.what, o.late, o.who, o.bounced])).toEqual([
      ['pupil', 3, 'Marta Palīgs', true],
      ['host_family', 3, 'Marta Palīgs', true],
    ]);
    expect(seen?.volunteers).toMatchObject([{ name: 'Marta Palīgs', pupils: 1, overdue: 2 }]);
    // who does not lead sees nothing of it, and other organisations have none
    expect((await overview(d.contact))?.overdue).toEqual([]);
    expect(await overview(d.sender)).toBeUndefined();
    await house.sql("update memberships set until_on = '2027-02-17' where person_id = $1", [
      d.contact,
    ]);
    expect((await overview(d.host))?.alone.map((a) => a.who)).toEqual(['Marta Palīgs']);
    const page = await (await as(d.host)).get('/support');
    expect(page.text).toContain('no longer works with you');
  });

  it('opens a case when nobody was heard for two weeks, once', async () => {
    house.setNow('2027-03-02T02:07:00Z');
    await askContacts(house.runtime);
    await askContacts(house.runtime);
    const cases = await house.sql(
      'select level, opened_as from support_cases where mobility_id = $1',
      [d.id],
    );
    expect(cases).toEqual([{ level: 'mild', opened_as: 'signals' }]);
    const reasons = await house.sql(
      'select kind, sign from support_reasons where mobility_id = $1 order by sign',
      [d.id],
    );
    expect(reasons.map((r) => r.sign)).toEqual([
      'silence:host_family:2027-02-15',
      'silence:pupil:2027-02-15',
    ]);
  });
});

describe('thanks', () => {
  it('reach one person of the own organisation', async () => {
    const say = async (who: Who, toId: Who) =>
      (await as(who)).do(sayThanks, {
        orgId: d.hostingOrg,
        toId,
        words: 'You were there.',
        key: key('t'),
      });
    for (const who of [d.stranger, d.sender])
      expect(kind(await say(who, d.contact))).toBe('not_found');
    expect(reason(await say(d.host, d.sender))).toBe('platform.invalid.choose');
    expect((await say(d.host, d.contact)).ok).toBe(true);
    expect(kind(await say(d.host, d.contact))).toBe('conflict');
    const told = async (who: Who) => {
      const seen = await (await as(who)).ask(listContacts, {});
      return seen.ok ? seen.view.thanks.map((t) => t.words) : [];
    };
    expect(await told(d.contact)).toEqual(['You were there.']);
    expect(await told(second)).toEqual([]);
  });
});

describe('a support case', () => {
  const opened = async (who: Who, more: object = {}) => {
    const outcome = await (await as(who)).do(openCase, {
      mobilityId: d.id,
      level: 'serious',
      words: 'Wants to go home',
      ...more,
    } as never);
    return outcome;
  };
  const idOf = (o: Awaited<ReturnType<typeof opened>>) => (o.ok ? o.id : ('' as never));
  const seen = async (who: Who, caseId: `cas_${string}`) => {
    const answer = await (await as(who)).ask(getCase, { caseId });
    return answer.ok ? answer.view : null;
  };

  it('is opened by those who stand by the pupil and seen by the table, on every way', async () => {
    for (const who of [
      d.pupil,
      d.guardian,
      d.family,
      d.mentor,
      d.hostTeacher,
      d.stranger,
      d.outsider,
    ])
      expect(kind(await opened(who))).toBe('not_found');
    expect(reason(await opened(away, { level: 'moderate' }))).toBe(
      'support.refused.not-this-level',
    );
    expect(reason(await opened(d.sender))).toBe('support.refused.not-this-level');
    const id = idOf(await opened(d.contact, { level: 'moderate' }));
    for (const who of [d.contact, d.host, second]) expect(await seen(who, id)).not.toBeNull();
    for (const who of [
      away,
      d.sender,
      d.teacher,
      d.pupil,
      d.guardian,
      d.family,
      volunteer,
      d.stranger,
      d.outsider,
    ]) {
      expect(await seen(who, id)).toBeNull();
      const list = await (await as(who)).ask(listCases, {});
      expect(list.ok && list.view.cases).toEqual([]);
      expect((await (await as(who)).get(`/cases/${id}`)).status).toBe(404);
      expect((await (await as(who)).get('/')).text).not.toContain(id);
      expect((await (await as(who)).get(`/mobilities/${d.id}`)).text).not.toContain(id);
    }
    const raised = await (await as(d.contact)).do(changeCaseLevel, {
      caseId: id,
      version: 1,
      level: 'serious',
      why: 'Stopped eating',
    });
    expect(raised.ok).toBe(true);
    expect(await seen(away, id)).toMatchObject({ sees: 'confidential' });
    expect(await seen(d.sender, id)).toMatchObject({ sees: 'shared', readsOnly: true });
    expect(
      reason(
        await (await as(d.contact)).do(changeCaseLevel, {
          caseId: id,
          version: 2,
          level: 'mild',
          why: 'Better',
        }),
      ),
    ).toBe('support.refused.not-your-decision');
    // no line of the story, which the parties of the dossier read, tells of it
    const lines = await house.sql(
      "select * from audit_lines where command like 'support.%case%' and (mobility_id = $1 or org_id is not null)",
      [d.id],
    );
    expect(lines).toEqual([]);
    expect((await mailsAbout(id)).map((m) => `${m.subject} ${m.body_text}`).join()).not.toMatch(
      /Stopped|home|Luc|serious/i,
    );
  });

  it('leaves the contact person out where it is about them', async () => {
    const id = idOf(await opened(d.host, { withoutContact: true, level: 'mild' }));
    expect(await seen(d.contact, id)).toBeNull();
    expect(await seen(second, id)).not.toBeNull();
    expect((await mailsAbout(id)).map((m) => m.to_address)).toEqual([`${second}@example.org`]);
  });

  it('keeps confidential notes sealed, and from those who see the case otherwise', async () => {
    const id = idOf(await opened(d.host));
    const write = async (who: Who, kindOf: 'shared' | 'confidential', name: string) =>
      (await as(who)).do(writeCaseNote, {
        caseId: id,
        kind: kindOf,
        note: `${name} words`,
        key: key(name),
      });
    expect((await write(d.host, 'confidential', 'secret')).ok).toBe(true);
    expect(kind(await write(d.host, 'confidential', 'secret'))).toBe('conflict');
    expect((await write(d.contact, 'shared', 'open')).ok).toBe(true);
    expect(reason(await write(d.contact, 'confidential', 'mine'))).toBe(
      'support.refused.not-confidential',
    );
    expect(reason(await write(d.sender, 'shared', 'school'))).toBe('support.refused.reads-only');
    expect(kind(await write(d.pupil, 'shared', 'pupil'))).toBe('not_found');
    const notes = async (who: Who) => (await seen(who, id))?.notes.map((n) => n.words).sort();
    expect(await notes(away)).toEqual(['open words', 'secret words']);
    expect(await notes(d.contact)).toEqual(['open words']);
    expect(await notes(d.sender)).toEqual(['open words']);
    const [row] = await house.sql(
      "select * from support_notes where case_id = $1 and kind = 'confidential'",
      [id],
    );
    expect(row.words).toBe('');
    expect(row.sealed.toString('utf8')).not.toContain('secret');
  });

  it('is worked on by two at once without losing anything, put aside, closed and opened again', async () => {
    const id = idOf(await opened(d.contact, { level: 'moderate' }));
    const taken = await Promise.all(
      [d.host, second].map(async (who) => (await as(who)).do(takeCase, { caseId: id, version: 1 })),
    );
    expect(taken.map((t) => kind(t) ?? 'ok').sort()).toEqual(['conflict', 'ok']);
    expect(reason(taken.find((t) => !t.ok) as never)).toBe('platform.error.changed-meanwhile');
    const host = await as(d.host);
    expect(
      reason(await host.do(putCaseAside, { caseId: id, version: 2, until: '2027-09-01' })),
    ).toBe('support.case.wait-range');
    expect((await host.do(putCaseAside, { caseId: id, version: 2, until: '2027-02-20' })).ok).toBe(
      true,
    );
    expect((await seen(d.host, id))?.state).toBe('waiting');
    expect((await host.do(takeCase, { caseId: id, version: 3 })).ok).toBe(true);
    const step = await host.do(planStep, {
      caseId: id,
      version: 4,
      tool: 'talk',
      words: 'On Friday',
    });
    const close = (who: Who, version: number) =>
      as(who).then((h) =>
        h.do(closeCase, { caseId: id, version, outcome: 'settled', closing: 'All well' }),
      );
    expect(reason(await close(d.host, 5))).toBe('support.case.steps-open');
    expect(
      (await host.do(finishStep, { stepId: step.ok ? step.id : ('' as never), version: 1 })).ok,
    ).toBe(true);
    expect(reason(await close(d.contact, 5))).toBe('support.case.only-mild');
    expect(kind(await close(d.pupil, 5))).toBe('not_found');
    expect((await close(d.host, 5)).ok).toBe(true);
    expect((await host.do(reopenCase, { caseId: id, version: 6 })).ok).toBe(true);
    expect((await seen(d.host, id))?.state).toBe('reopened');
  });

  it('has steps that two people decide, of two organisations where the procedure asks for it', async () => {
    const id = idOf(await opened(d.host));
    const host = await as(d.host);
    const plan = async (who: Who, tool: 'letter' | 'move' | 'early_return', version: number) => {
      const made = await (await as(who)).do(planStep, {
        caseId: id,
        version,
        tool,
        words: 'What we do',
      });
      return made.ok ? made.id : ('' as never);
    };
    expect(
      reason(
        await (await as(d.contact)).do(planStep, {
          caseId: id,
          version: 1,
          tool: 'move',
          words: 'x',
        }),
      ),
    ).toBe('support.refused.not-your-decision');
    const letter = await plan(d.host, 'letter', 1);
    expect(reason(await host.do(finishStep, { stepId: letter, version: 1 }))).toBe(
      'support.step.needs-second',
    );
    expect(reason(await host.do(confirmStep, { stepId: letter, version: 1 }))).toBe(
      'support.refused.second-person',
    );
    expect(
      reason(await (await as(d.contact)).do(confirmStep, { stepId: letter, version: 1 })),
    ).toBe('support.refused.not-your-decision');
    expect(kind(await (await as(d.family)).do(confirmStep, { stepId: letter, version: 1 }))).toBe(
      'not_found',
    );
    // the database holds it too, whoever writes
    await expect(
      house.sql('update support_steps set confirmed_by = planned_by where id = $1', [letter]),
    ).rejects.toThrow(/check/);
    expect((await (await as(second)).do(confirmStep, { stepId: letter, version: 1 })).ok).toBe(
      true,
    );
    expect(kind(await (await as(away)).do(confirmStep, { stepId: letter, version: 1 }))).toBe(
      'conflict',
    );
    expect((await host.do(finishStep, { stepId: letter, version: 2 })).ok).toBe(true);
    const home = await plan(d.host, 'early_return', 2);
    expect(reason(await (await as(second)).do(confirmStep, { stepId: home, version: 1 }))).toBe(
      'support.refused.second-organisation',
    );
    expect((await (await as(away)).do(confirmStep, { stepId: home, version: 1 })).ok).toBe(true);
    const page = await host.get(`/cases/${id}`);
    expect(page.text).toContain('Confirmed by a second person');
  });

  it('that nobody takes up in its time is told again, once', async () => {
    const id = idOf(await opened(d.contact));
    const before = (await mailsAbout(id)).length;
    house.setNow('2027-02-10T21:05:00Z');
    await watchPromises(house.runtime);
    await watchPromises(house.runtime);
    expect((await mailsAbout(id)).length).toBe(before * 2);
    expect((await seen(d.host, id))?.late).toBe(true);
  });

  it('reaches the contact person where everybody who would take it up lives it themselves', async () => {
    const id = idOf(await opened(d.host, { level: 'moderate' }));
    await house.sql(
      "insert into mobility_parties (mobility_id, person_id, role, from_on, state, starts_on) values ($1, $2, 'host_family', '2026-11-01', 'settled', '2027-02-01')",
      [d.id, d.host],
    );
    await house.sql("update memberships set until_on = '2027-02-09' where person_id = $1", [
      second,
    ]);
    const before = (await mailsAbout(id)).map((m) => m.to_address);
    expect(before).toEqual([`${second}@example.org`]);
    house.setNow('2027-02-13T09:05:00Z');
    await watchPromises(house.runtime);
    expect((await mailsAbout(id)).map((m) => m.to_address).slice(1)).toEqual([
      `${d.contact}@example.org`,
    ]);
    expect(await seen(d.host, id)).toBeNull();
    expect((await seen(d.contact, id))?.late).toBe(true);
  });
});

describe('a concern', () => {
  const words = 'I am afraid of the evenings';
  const raise = async (
    who: Who,
    about: string[] = ['host_family', 'contact_person'],
    name = 'concern',
  ) =>
    (await as(who)).do(raiseConcern, { mobilityId: d.id, about, words, key: key(name) } as never);
  const idOf = (o: Awaited<ReturnType<typeof raise>>) => (o.ok ? o.id : ('' as never));
  const read = async (who: Who, concernId: `ccn_${string}`) => {
    const answer = await (await as(who)).ask(getConcern, { concernId });
    return answer.ok ? answer.view : null;
  };

  it('is read by the second organisation alone; those concerned find it on no way', async () => {
    await placed(d.host);
    // a host mother who leads the sending side as well is still the host mother
    await house.member(d.sendingOrg, d.family, ['coordinator']);
    const before = await house.sql(
      'select count(*)::int as n from audit_lines where mobility_id = $1',
      [d.id],
    );
    const sent = await raise(d.pupil);
    const id = idOf(sent);
    expect(idOf(await raise(d.pupil))).toBe(id);
    expect((await read(d.pupil, id))?.readers.map((r) => [r.name, r.readAt])).toEqual([
      ['Nuria Casal', null],
    ]);
    const concerned = [
      d.family,
      d.contact,
      d.host,
      second,
      volunteer,
      d.guardian,
      d.mentor,
      d.hostTeacher,
      d.sender,
      d.teacher,
      d.stranger,
      d.outsider,
    ];
    for (const who of concerned) {
      const hand = await as(who);
      expect(await read(who, id)).toBeNull();
      const listed = await hand.ask(listConcerns, {});
      expect(listed.ok && [listed.view.rows, listed.view.own, listed.view.kept.answered]).toEqual([
        [],
        [],
        0,
      ]);
      // the rest of the pages is looked through in in-confidence.test.ts
      for (const path of ['/', '/concerns', `/mobilities/${d.id}`])
        expect((await hand.get(path)).text, path).not.toMatch(
          new RegExp(`${id}|in confidence</a>.*Luc|afraid`),
        );
      expect((await hand.get(`/concerns/${id}`)).status).toBe(404);
      expect((await hand.get(`/api/v1/support/get-concern?concernId=${id}`)).status).toBe(404);
      expect(
        kind(await hand.do(writeInConcern, { concernId: id, words: 'x', key: key('peep') })),
      ).toBe('not_found');
      expect(kind(await hand.do(closeConcern, { concernId: id }))).toBe('not_found');
    }
    // the tables themselves answer nobody concerned, whatever is asked of them
    for (const table of ['concerns', 'concern_readers', 'concern_words'])
      for (const who of concerned) {
        const hand = await as(who);
        const rows = await rowsAs(hand.actor, table);
        expect(rows, `${table} ${who}`).toBe(0);
      }
    // no line, no mail, no queue entry leads to it
    const after = await house.sql(
      'select count(*)::int as n from audit_lines where mobility_id = $1',
      [d.id],
    );
    expect(after).toEqual(before);
    const lines = await house.sql(
      "select mobility_id, org_id, subject_id, details from audit_lines where command = 'support.raise-concern' and actor_id = $1",
      [d.pupil],
    );
    expect(
      lines.every(
        (l) => !l.mobility_id && !l.org_id && !l.subject_id && Object.keys(l.details).length === 0,
      ),
    ).toBe(true);
    const mails = await mailsAbout(id);
    expect(mails.map((m) => m.to_address)).toEqual([`${away}@example.org`]);
    expect(`${mails[0]?.subject} ${mails[0]?.body_text} ${mails[0]?.body_html}`).not.toMatch(
      /afraid|Luc|family/i,
    );
    const stored = await house.sql('select sealed from concern_words where concern_id = $1', [id]);
    expect(stored[0].sealed.toString('utf8')).not.toContain('afraid');
  });

  it('says who reads before it is sent, that it was read, and how the promise was kept', async () => {
    const form = await (await as(d.pupil)).ask(getConcernForm, { about: ['contact_person'] });
    expect(form.ok && form.view.chosen).toMatchObject({
      readers: { names: ['Nuria Casal'] },
      afterwards: 'IES Ejemplo',
    });
    for (const who of [d.contact, d.host, d.stranger])
      expect(kind(await (await as(who)).ask(getConcernForm, { mobilityId: d.id }))).toBe(
        'not_found',
      );
    const page = await (await as(d.pupil)).get('/concern?about=host_family');
    expect(page.text).toMatch(/Nuria Casal[\s\S]*within 24 hours[\s\S]*<form[^>]*data-sensitive/);
    const sent = await (await as(d.pupil)).post('/concern?about=host_family', {
      mobilityId: d.id,
      about: 'host_family',
      words,
      key: key('posted'),
    });
    expect(sent.status).toBe(303);
    const id = sent.location?.split('/').at(-1) as `ccn_${string}`;
    expect((await (await as(d.pupil)).get('/')).text).toContain('/concern"');
    const opened = await (await as(away)).get(`/concerns/${id}`);
    expect(opened.text).toContain('afraid of the evenings');
    expect((await read(d.pupil, id))?.readers[0]?.readAt).not.toBeNull();
    house.setNow('2027-02-10T13:00:00Z');
    expect(
      (
        await (
          await as(away)
        ).do(writeInConcern, { concernId: id, words: 'I call you at five.', key: key('answer') })
      ).ok,
    ).toBe(true);
    expect(await read(d.pupil, id)).toMatchObject({
      took: { hours: 4, inTime: true },
      words: [{}, { author: 'Nuria Casal' }],
    });
    const news = (await house.mails()).filter(
      (m) => m.kind === 'support-news' && m.to_address === `${d.pupil}@example.org`,
    );
    expect(news.map((m) => m.subject)).toEqual(['There is news for you']);
    expect(news[0]?.body_text).not.toMatch(new RegExp(`${id}|concern|confidence`));
    const kept = await (await as(away)).ask(listConcerns, {});
    expect(kept.ok && kept.view.kept).toEqual({ answered: 1, inTime: 1, hours: 4 });
    expect(reason(await (await as(away)).do(closeConcern, { concernId: id }))).toBe(
      'support.refused.writer-closes',
    );
    expect((await (await as(d.pupil)).do(closeConcern, { concernId: id })).ok).toBe(true);
  });

  it('becomes a case that its own circle alone sees; whoever wrote it sees only that somebody acts', async () => {
    await placed(d.host);
    const id = idOf(await raise(d.pupil, ['contact_person']));
    const act = async (who: Who) => (await as(who)).do(openCaseFromConcern, { concernId: id });
    for (const who of [d.contact, d.host, second, d.family, d.guardian, d.sender, d.stranger])
      expect(kind(await act(who))).toBe('not_found');
    expect(reason(await act(d.pupil))).toBe('support.refused.your-own');
    const opened = await (await as(away)).post(`/concerns/${id}/act`, {});
    expect(opened.status).toBe(303);
    const caseId = opened.location?.split('/').at(-1) as `cas_${string}`;
    // pressed twice it is one case
    const again = await act(away);
    expect(again.ok && again.id).toBe(caseId);
    const inCase = async (who: Who) => {
      const answer = await (await as(who)).ask(getCase, { caseId });
      return answer.ok ? answer.view : null;
    };
    expect(await inCase(away)).toMatchObject({
      state: 'handled',
      handler: 'Nuria Casal',
      sees: 'confidential',
      inConfidence: true,
      circle: { readers: [{ name: 'Nuria Casal' }], further: { name: 'IES Ejemplo' } },
      tools: ['talk'],
    });
    const outside = [d.contact, d.host, second, volunteer, d.family, d.guardian, d.pupil];
    const away2 = await as(away);
    // also when it becomes as bad as can be, and is opened again
    const raised = await away2.do(changeCaseLevel, {
      caseId,
      version: 1,
      level: 'emergency',
      why: 'Afraid at night',
    });
    expect(raised.ok).toBe(true);
    // those on duty are not told: whoever is on duty may be concerned
    const alarms = await house.sql(
      "select 1 from jobs.job where name = 'emergency.from-case' and data::text like $1",
      [`%${caseId}%`],
    );
    expect(alarms).toEqual([]);
    for (const who of [...outside, d.sender, d.mentor, d.hostTeacher, d.stranger, d.outsider]) {
      const hand = await as(who);
      expect(await inCase(who), who).toBeNull();
      const list = await hand.ask(listCases, {});
      expect(list.ok && list.view.cases).toEqual([]);
      const duties = await hand.ask(listCaseDuties, {});
      expect(duties.ok && duties.view.rows).toEqual([]);
      const ofStay = await hand.ask(listCasesOfStay, { mobilityId: d.id });
      expect(ofStay.ok ? ofStay.view.cases : []).toEqual([]);
      expect(kind(await hand.do(takeCase, { caseId, version: 2 }))).toBe('not_found');
      for (const table of ['support_cases', 'support_steps', 'support_notes'])
        expect(await rowsAs(hand.actor, table), `${table} ${who}`).toBe(0);
    }
    for (const who of [d.contact, d.host, d.pupil]) {
      const hand = await as(who);
      for (const path of ['/', `/mobilities/${d.id}`])
        expect((await hand.get(path)).text, path).not.toContain(caseId);
      expect((await hand.get(`/cases/${caseId}`)).status).toBe(404);
    }
    // the promised time runs on: to open a case is no answer
    expect(await read(d.pupil, id)).toMatchObject({
      took: null,
      caseId: null,
      acts: { until: null },
    });
    const page = await (await as(d.pupil)).get(`/concerns/${id}`);
    expect(page.text).toContain('Somebody acts on it since');
    expect(page.text).not.toMatch(/Afraid|Act on it: open/);
    expect((await mailsAbout(caseId)).map((m) => m.to_address)).toEqual([]);
    // a step that two organisations decide: the next one is asked, and whoever wrote it sees who reads
    const planned = await away2.do(planStep, {
      caseId,
      version: 2,
      tool: 'early_return',
      words: 'Home on Friday',
    });
    const step = planned.ok ? planned.id : ('' as never);
    expect(
      reason(await away2.do(planStep, { caseId, version: 3, tool: 'letter', words: 'x' })),
    ).toBe('support.refused.not-your-decision');
    const ask = async (who: Who, orgId: SharedDossier['sendingOrg']) =>
      (await as(who)).do(askFurtherReaders, { concernId: id, orgId });
    expect(kind(await ask(d.host, d.sendingSchool))).toBe('not_found');
    expect(reason(await ask(d.pupil, d.sendingSchool))).toBe('support.refused.your-own');
    for (const org of [d.hostingOrg, d.sendingSchool]) {
      expect((await ask(away, org)).ok).toBe(true);
      await widenCircle(house.runtime, { concernId: id, orgId: org });
    }
    expect((await read(d.pupil, id))?.readers.map((r) => r.name)).toEqual([
      'Nuria Casal',
      'Pilar Coordina',
    ]);
    expect(kind(await ask(away, d.sendingSchool))).toBe('conflict');
    for (const who of outside) expect(await inCase(who), who).toBeNull();
    expect((await (await as(d.sender)).do(confirmStep, { stepId: step, version: 1 })).ok).toBe(
      true,
    );
    expect((await away2.do(finishStep, { stepId: step, version: 2 })).ok).toBe(true);
    const closed = await away2.do(closeCase, {
      caseId,
      version: 3,
      outcome: 'settled',
      closing: 'At home',
    });
    expect(closed.ok).toBe(true);
    expect((await (await as(d.pupil)).get(`/concerns/${id}`)).text).toContain(
      'those who acted wrote that it is done',
    );
    expect((await away2.do(reopenCase, { caseId, version: 4 })).ok).toBe(true);
    expect((await read(d.pupil, id))?.acts?.until).toBeNull();
    const lines = await house.sql(
      "select * from audit_lines where command like 'support.%' and actor_id = $1 and (mobility_id is not null or org_id is not null)",
      [away],
    );
    expect(lines).toEqual([]);
  });

  it('goes on to the next organisation that is not concerned when nobody answers in time', async () => {
    const id = idOf(await raise(d.pupil, ['contact_person']));
    house.setNow('2027-02-11T09:01:00Z');
    await watchPromises(house.runtime);
    await watchPromises(house.runtime);
    expect((await read(d.pupil, id))?.readers.map((r) => r.name)).toEqual([
      'Nuria Casal',
      'Pilar Coordina',
    ]);
    expect(await read(d.sender, id)).toMatchObject({ passedOn: true, late: true });
    for (const who of [d.host, d.contact]) expect(await read(who, id)).toBeNull();
    expect((await mailsAbout(id)).map((m) => m.to_address).sort()).toEqual(
      [`${away}@example.org`, `${away}@example.org`, `${d.sender}@example.org`].sort(),
    );
  });

  it('is for host families and parents too, and refused kindly where nobody is left', async () => {
    const id = idOf(await raise(d.family, ['contact_person', 'hosting_org'], 'family'));
    expect((await read(away, id))?.as).toBe('host_family');
    for (const who of [d.contact, d.host, d.pupil]) expect(await read(who, id)).toBeNull();
    expect((await raise(d.guardian, ['hosting_org'], 'guardian')).ok).toBe(true);
    expect(
      reason(await raise(d.pupil, ['contact_person', 'sending_org', 'sending_school'], 'none')),
    ).toBe('support.concern.nobody');
    expect(reason(await raise(d.family, ['host_family'], 'self'))).toBe('platform.invalid.choose');
    for (const who of [d.contact, d.host, d.sender, d.mentor, d.stranger, d.outsider])
      expect(kind(await raise(who))).toBe('not_found');
  });
});

describe('a plan of support', () => {
  const withStep = async (tool: 'plan_for_success' | 'talk' = 'plan_for_success') => {
    const host = await as(d.host);
    const opened = await host.do(openCase, {
      mobilityId: d.id,
      level: 'moderate',
      words: 'Sleeps at school',
    });
    const caseId = opened.ok ? opened.id : ('' as never);
    const planned = await host.do(planStep, {
      caseId,
      version: 1,
      tool,
      words: 'Internal words',
      dueOn: '',
    } as never);
    return { caseId, stepId: planned.ok ? planned.id : ('' as never) };
  };
  const plan = { aims: 'Be at school on time', help: 'Marta calls on Mondays', version: 0 };
  const share = async (who: Who, stepId: `sst_${string}`, more: object = {}) =>
    (await as(who)).do(sharePlan, { ...plan, stepId, ...more } as never);
  const plans = async (who: Who) => {
    const answer = await (await as(who)).ask(listPlans, {});
    return answer.ok ? answer.view.plans : [];
  };
  const answer = async (who: Who, planId: `spl_${string}`, more: object = {}) =>
    (await as(who)).do(answerPlan, { planId, version: 1, answer: 'agree', ...more } as never);

  it('is read and answered by the pupil and by whom it is shared with, and tells nothing of the case', async () => {
    const { caseId, stepId } = await withStep();
    for (const who of [d.pupil, d.guardian, d.family, away, d.sender, d.stranger, d.outsider])
      expect(kind(await share(who, stepId))).toBe('not_found');
    expect(reason(await share(d.host, stepId, { reviewOn: '2027-02-01' }))).toBe(
      'support.plan.review-past',
    );
    const sent = await (await as(d.contact)).post(`/cases/${caseId}/steps/${stepId}/plan`, {
      ...plan,
      version: '0',
      reviewOn: '2027-02-24',
      withGuardians: 'on',
    });
    expect(sent.status).toBe(303);
    // two who write at once: the second is told
    expect(kind(await share(d.host, stepId))).toBe('conflict');
    const [mine] = await plans(d.pupil);
    expect(mine).toMatchObject({ aims: plan.aims, part: 'pupil', mine: null, version: 1 });
    expect((await plans(d.guardian)).map((p) => p.part)).toEqual(['guardian']);
    for (const who of [d.family, d.mentor, d.hostTeacher, d.host, away, d.stranger, d.outsider])
      expect(await plans(who), who).toEqual([]);
    for (const who of [d.family, d.host])
      expect((await (await as(who)).get(`/mobilities/${d.id}/support-plan`)).status).toBe(404);
    expect((await (await as(d.family)).get(`/mobilities/${d.id}`)).text).not.toContain(
      'Agreed to help',
    );
    const planId = mine?.id ?? ('' as never);
    const page = await (await as(d.pupil)).get(`/mobilities/${d.id}/support-plan`);
    expect(page.text).toContain('Marta calls on Mondays');
    expect(page.text).not.toMatch(new RegExp(`Internal|Sleeps|moderate|noticeable|${caseId}`, 'i'));
    const home = await (await as(d.pupil)).get('/');
    expect(home.text).toContain('has written what could help');
    expect(home.text).not.toContain(caseId);
    expect((await (await as(d.pupil)).get(`/mobilities/${d.id}`)).text).toContain('Agreed to help');
    for (const table of ['support_cases', 'support_steps'])
      expect(await rowsAs((await as(d.pupil)).actor, table)).toBe(0);
    const mails = (await house.mails()).filter((m) => m.kind === 'support-plan');
    expect(mails.map((m) => m.to_address).sort()).toEqual(
      [`${d.guardian}@example.org`, `${d.pupil}@example.org`].sort(),
    );
    expect(mails.map((m) => m.body_text).join()).not.toMatch(/school on time|plan for success|Luc/);
    // each answers for themselves, and who handles the case reads it
    for (const who of [d.family, d.stranger, d.outsider])
      expect(kind(await answer(who, planId))).toBe('not_found');
    expect(reason(await answer(d.host, planId))).toBe('support.refused.they-answer');
    expect(reason(await answer(d.pupil, planId, { answer: 'change' }))).toBe(
      'support.plan.say-what',
    );
    const change = { answer: 'change', words: 'Tuesdays please' };
    expect((await answer(d.pupil, planId, change)).ok).toBe(true);
    expect((await answer(d.pupil, planId, change)).ok).toBe(true);
    expect((await answer(d.guardian, planId)).ok).toBe(true);
    await handlers(house.runtime)
      .find((h) => h.job.name === 'support.plan-answered')
      ?.handle({ planId, key: 'once' });
    const told = (await house.mails()).filter((m) => m.kind === 'support-plan-answer');
    expect(told.map((m) => m.to_address)).toEqual([`${d.contact}@example.org`]);
    expect(told[0]?.body_text).not.toMatch(/Tuesdays|Luc/);
    expect((await plans(d.guardian))[0]?.mine?.answer).toBe('agree');
    expect(
      (await (await as(d.guardian)).get(`/mobilities/${d.id}/support-plan`)).text,
    ).not.toContain('Tuesdays');
    const seen = await (await as(d.contact)).ask(getCase, { caseId });
    expect(
      seen.ok && seen.view.steps[0]?.plan?.answers.map((a) => [a.part, a.answer]).sort(),
    ).toEqual([
      ['guardian', 'agree'],
      ['pupil', 'change'],
    ]);
    const duties = await (await as(d.contact)).ask(listCaseDuties, {});
    expect(duties.ok && duties.view.rows.map((r) => r.duty)).toEqual(['change-plan']);
    // changed: everybody is asked again, and an answer to what is no longer there is told
    expect(
      (
        await share(d.host, stepId, {
          version: 1,
          help: 'Marta calls on Tuesdays',
          withFamily: true,
        })
      ).ok,
    ).toBe(true);
    expect(reason(await answer(d.pupil, planId))).toBe('support.plan.changed');
    expect((await plans(d.pupil))[0]).toMatchObject({ mine: null, version: 2 });
    expect(await plans(d.guardian)).toEqual([]);
    expect((await plans(d.family)).map((p) => p.part)).toEqual(['host_family']);
    expect((await answer(d.family, planId, { version: 2 })).ok).toBe(true);
    // the pupil has moved: the family of before reads it no more, whatever link they kept
    await d.leave(d.family, '2027-02-09');
    expect(await plans(d.family)).toEqual([]);
    expect(kind(await answer(d.family, planId, { version: 2 }))).toBe('not_found');
    expect((await answer(d.pupil, planId, { version: 2 })).ok).toBe(true);
    const none = await (await as(d.contact)).ask(listCaseDuties, {});
    expect(none.ok && none.view.rows).toEqual([]);
    expect((await (await as(d.host)).do(dropStep, { stepId, version: 1 })).ok).toBe(true);
    expect(reason(await answer(d.pupil, planId, { version: 2 }))).toBe('support.plan.ended');
    expect(kind(await share(d.host, stepId, { version: 2 }))).toBe('conflict');
    const lines = await house.sql(
      "select * from audit_lines where command like 'support.%plan' and mobility_id = $1",
      [d.id],
    );
    expect(lines).toEqual([]);
  });

  it('belongs to a plan for success or a support agreement alone', async () => {
    const { stepId } = await withStep('talk');
    expect(reason(await share(d.host, stepId))).toBe('support.refused.no-plan');
  });
});

describe('what is kept', () => {
  const there = async (table: string, column: string, ids: string[]) => {
    const rows = await house.sql(`select ${column} as id from ${table} where ${column} = any($1)`, [
      ids,
    ]);
    return ids.map((id) => rows.filter((r) => r.id === id).length);
  };
  const night = async (iso: string) => {
    house.setNow(iso);
    await askContacts(house.runtime);
  };

  it('goes at its time and not a day before: sealed notes, concerns, talks, cases, thanks', async () => {
    const host = await as(d.host);
    const open = async (state: 'open' | 'closed') => {
      const made = await host.do(openCase, { mobilityId: d.id, level: 'moderate', words: 'x' });
      const caseId = made.ok ? made.id : ('' as never);
      for (const kindOf of ['shared', 'confidential'] as const)
        await host.do(writeCaseNote, { caseId, kind: kindOf, note: 'n', key: key(kindOf) });
      const step = await host.do(planStep, {
        caseId,
        version: 1,
        tool: 'support_agreement',
        words: 's',
      });
      const stepId = step.ok ? step.id : ('' as never);
      const plan = await host.do(sharePlan, { stepId, version: 0, aims: 'a', help: 'h' } as never);
      const planId = plan.ok ? plan.id : ('' as never);
      await (await as(d.pupil)).do(answerPlan, { planId, version: 1, answer: 'agree' } as never);
      if (state === 'closed') {
        await host.do(finishStep, { stepId, version: 1 });
        await host.do(closeCase, { caseId, version: 2, outcome: 'settled', closing: 'c' });
      }
      return { caseId, planId };
    };
    const closed = await open('closed');
    const still = await open('open');
    const both = [closed.caseId, still.caseId];
    const raise = async (who: Who, name: string) => {
      const made = await (await as(who)).do(raiseConcern, {
        mobilityId: d.id,
        about: ['contact_person'],
        words: 'w',
        key: key(name),
      });
      return made.ok ? made.id : ('' as never);
    };
    const answered = await raise(d.pupil, 'kept-1');
    const acted = await raise(d.guardian, 'kept-2');
    const waits = await raise(d.family, 'kept-3');
    const concerns = [answered, acted, waits];
    const hand = await as(away);
    for (const id of [answered, acted])
      await hand.do(writeInConcern, { concernId: id, words: 'Yes', key: key('kept-answer') });
    const acting = await hand.do(openCaseFromConcern, { concernId: acted });
    const actingCase = acting.ok ? acting.id : ('' as never);
    await (await as(d.contact)).do(recordCheckIns, { talks: [talk('kept')] });
    await host.do(sayThanks, {
      orgId: d.hostingOrg,
      toId: d.contact,
      words: 'Thanks',
      key: key('kept'),
    });

    // confidential notes: half a year after the case was closed, never while it is open
    await night('2027-08-11T09:00:00Z');
    expect(await there('support_notes', 'case_id', both)).toEqual([2, 2]);
    await night('2027-08-11T09:01:00Z');
    expect(await there('support_notes', 'case_id', both)).toEqual([1, 2]);
    // thanks: a year
    const thanks = async () => (await there('contact_thanks', 'to_id', [d.contact]))[0];
    await night('2028-02-10T09:00:00Z');
    expect(await thanks()).toBe(1);
    await night('2028-02-10T09:01:00Z');
    expect(await thanks()).toBe(0);
    // concerns: a year after the last day of the stay, once they were answered and nobody acts any more
    await night('2028-03-28T09:00:00Z');
    expect(await there('concerns', 'id', concerns)).toEqual([1, 1, 1]);
    await night('2028-03-29T09:00:00Z');
    expect(await there('concerns', 'id', concerns)).toEqual([0, 1, 1]);
    expect(await there('concern_words', 'concern_id', concerns)).toEqual([0, 2, 1]);
    const [row] = await house.sql('select version from support_cases where id = $1', [actingCase]);
    await house.sql('update memberships set until_on = null where person_id = $1 and org_id = $2', [
      away,
      d.sendingOrg,
    ]);
    const done = await (await as(away)).do(closeCase, {
      caseId: actingCase,
      version: row.version,
      outcome: 'settled',
      closing: 'c',
    });
    expect(done.ok).toBe(true);
    await night('2028-03-30T09:00:00Z');
    expect(await there('concerns', 'id', concerns)).toEqual([0, 0, 1]);
    // what came out of it goes with it, and is never left to the usual eyes
    expect(await there('support_cases', 'id', [actingCase])).toEqual([0]);
    // talks and closed cases: two years after the last day of the stay
    const talks = async () => (await there('check_ins', 'mobility_id', [d.id]))[0];
    await night('2029-03-28T09:00:00Z');
    expect([await talks(), ...(await there('support_cases', 'id', both))]).toEqual([1, 1, 1]);
    await night('2029-03-29T09:00:00Z');
    expect([await talks(), ...(await there('support_cases', 'id', both))]).toEqual([0, 0, 1]);
    expect(await there('support_notes', 'case_id', both)).toEqual([0, 2]);
    const plans = [closed.planId, still.planId];
    expect(await there('support_plans', 'id', plans)).toEqual([0, 1]);
    expect(await there('support_plan_answers', 'plan_id', plans)).toEqual([0, 1]);
  });
});

/** How many rows of a table somebody sees through the policies alone. */
async function rowsAs(
  actor: Awaited<ReturnType<House['as']>>['actor'],
  table: string,
): Promise<number> {
  return reading(house.runtime.db, actor, async (handle) => {
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from ${sql.table(table)}`.execute(handle as never);
    return rows[0]?.n ?? -1;
  });
}

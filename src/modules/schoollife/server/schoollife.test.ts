import { beforeAll, describe, expect, it } from 'vitest';
import type { SchoolActionId, SchoolEventId } from '#kernel/ids.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import { openDossier, type SharedDossier } from '#tests/support/shared-dossier.ts';
import { forgetOld } from './commands.ts';
import {
  finishAction,
  getPageForm,
  getSchoolPage,
  getWall,
  giveBack,
  listOwnWalls,
  recordEvent,
  savePage,
  showItem,
  takeOn,
} from './index.ts';
import { keepWalls } from './jobs.ts';

let house: House;
let d: SharedDossier;
/** coordinator and teacher of the sending school, teacher of the host school, and people without a wall there */
let coordinator: Hand;
let teacher: Hand;
let hostTeacher: Hand;
let others: [string, Hand][];
const month = '2027-02-01';

beforeAll(async () => {
  house = await openHouse();
  house.setNow('2027-02-10T10:00:00Z');
  d = await openDossier(house, { state: 'departed' });
  const at = async (orgId: SharedDossier['sendingSchool'], role: 'coordinator' | 'teacher') => {
    const person = await house.person({ givenName: 'Elena', familyName: 'Colega' });
    await house.member(orgId, person, [role]);
    return house.as(person);
  };
  coordinator = await at(d.sendingSchool, 'coordinator');
  teacher = await at(d.sendingSchool, 'teacher');
  hostTeacher = await at(d.hostSchool, 'teacher');
  const elsewhere = await house.organisation({ name: 'Another School' });
  others = [
    ['a stranger', await house.as(await house.person())],
    ['another school', await at(elsewhere, 'coordinator')],
    ['the host school', hostTeacher],
    ['the pupil', await house.as(d.pupil)],
    ['a guardian', await house.as(d.guardian)],
    ['the supporting organisation', await at(d.sendingOrg, 'coordinator')],
    ['a visitor', house.visitor],
  ];
});

const idea = (over: object = {}) => ({
  orgId: d.sendingSchool,
  ideaId: 'country-lesson',
  title: '',
  month,
  doneBy: 'Class 4B',
  ...over,
});
const wallOf = async (hand: Hand, orgId = d.sendingSchool) => {
  const answered = await hand.ask(getWall, { orgId, month: '' });
  if (!answered.ok) throw new Error('no wall');
  return answered.view;
};
const taken = async (over: object = {}) => {
  const outcome = await teacher.do(takeOn, idea(over) as never);
  if (!outcome.ok) throw new Error(outcome.faults[0].reason);
  return outcome.actionId as SchoolActionId;
};
const noted = async (title: string) => {
  const outcome = await teacher.do(recordEvent, {
    orgId: d.sendingSchool,
    title,
    heldOn: '2027-02-09',
    pupils: 24,
    families: '',
  } as never);
  if (!outcome.ok) throw new Error(outcome.faults[0].reason);
  return outcome.eventId as SchoolEventId;
};
const reasons = (outcome: Awaited<ReturnType<Hand['do']>>) =>
  outcome.ok ? [] : outcome.faults.map((f) => f.reason);
const page = (over: object = {}) => ({
  orgId: d.sendingSchool,
  version: 0,
  words: 'Each year some of us go away, and some come to us.',
  open: true,
  ...over,
});

describe('the wall', () => {
  it('shows each school what fits its own stays, without a name', async () => {
    const sending = await wallOf(teacher);
    expect(sending.stays).toEqual([{ direction: 'abroad', moment: 'first', count: 1 }]);
    expect(sending.ideas.map((i) => i.id)).toContain('country-lesson');
    expect(sending.ideas.every((i) => i.direction === 'abroad')).toBe(true);
    const hosting = await wallOf(hostTeacher, d.hostSchool);
    expect(hosting.stays).toEqual([{ direction: 'guest', moment: 'first', count: 1 }]);
    expect(JSON.stringify([sending, hosting])).not.toMatch(/Luc|Ejemplo,/);
    const later = await teacher.ask(getWall, { orgId: d.sendingSchool, month: '2028-02-01' });
    expect(later.ok && later.view.ideas).toEqual([]);
  });

  it('is taken on once by each group, done, or given back', async () => {
    const id = await taken();
    expect((await teacher.do(takeOn, idea({ doneBy: 'class 4b' }) as never)).ok).toBe(false);
    await taken({ doneBy: 'Class 4C' });
    const [first, second] = (await wallOf(coordinator)).actions;
    expect(first).toMatchObject({ id, doneBy: 'Class 4B', takenBy: 'Elena Colega', doneOn: null });
    if (!second) throw new Error('nothing');
    expect((await coordinator.do(giveBack, { actionId: second.id, version: 1 })).ok).toBe(true);
    expect((await teacher.do(finishAction, { actionId: id, version: 7 })).ok).toBe(false);
    expect((await teacher.do(finishAction, { actionId: id, version: 1 })).ok).toBe(true);
    // pressed twice
    expect((await teacher.do(finishAction, { actionId: id, version: 1 })).ok).toBe(true);
    const late = await teacher.do(giveBack, { actionId: id, version: 2 });
    expect(reasons(late)).toEqual(['schoollife.refused.done']);
    expect((await wallOf(teacher)).actions.map((a) => String(a.doneOn))).toEqual(['2027-02-10']);
  });

  it('says what is missing', async () => {
    const tried = async (over: object) => reasons(await teacher.do(takeOn, idea(over) as never));
    expect(await tried({ ideaId: '', title: '' })).toEqual(['schoollife.invalid.title']);
    expect(await tried({ ideaId: '', title: 'Soup' })).toEqual(['platform.invalid.choose']);
    expect(await tried({ ideaId: 'nothing' })).toHaveLength(1);
    expect(await tried({ doneBy: ' ' })).toHaveLength(1);
    expect(await tried({ month: '2024-02-01' })).toEqual(['schoollife.invalid.month']);
    const future = { orgId: d.sendingSchool, title: 'Tea', heldOn: '2027-03-01', pupils: '-1' };
    expect(reasons(await teacher.do(recordEvent, future as never))).toContain(
      'platform.invalid.number',
    );
    expect(reasons(await teacher.do(recordEvent, { ...future, pupils: '' } as never))).toEqual([
      'schoollife.invalid.not-yet',
    ]);
  });

  it('is offered until somebody has taken something on', async () => {
    expect(await hostTeacher.ask(listOwnWalls, {})).toMatchObject({
      view: { walls: [{ orgId: d.hostSchool, isBusy: false }] },
    });
    expect(await teacher.ask(listOwnWalls, {})).toMatchObject({
      view: { walls: [{ orgId: d.sendingSchool, isBusy: true }] },
    });
    expect((await hostTeacher.get('/')).text).toContain(`/schools/${d.hostSchool}/wall`);
    const dossier = await hostTeacher.get(`/mobilities/${d.id}`);
    expect(dossier.text).toContain('The fifty words of our school');
    const pupil = others.find(([who]) => who === 'the pupil')?.[1] as Hand;
    expect((await pupil.get(`/mobilities/${d.id}`)).text).not.toContain('/wall');
  });
});

describe('the page for everybody', () => {
  it('is closed until somebody who leads the school opens it', async () => {
    const about = { orgId: d.sendingSchool };
    expect((await house.visitor.ask(getSchoolPage, about)).ok).toBe(false);
    expect((await coordinator.do(savePage, page({ open: false }))).ok).toBe(true);
    expect((await house.visitor.ask(getSchoolPage, about)).ok).toBe(false);
    expect((await coordinator.do(savePage, page())).ok).toBe(false);
    expect((await coordinator.do(savePage, page({ version: 1 }))).ok).toBe(true);
    const seen = await house.visitor.get(`/schools/${d.sendingSchool}/life`);
    expect(seen.status).toBe(200);
    expect(seen.text).toContain('some come to us');
    // nothing of the wall but what is released one by one
    expect(seen.text).not.toMatch(/Class 4B|Elena/);
    const [action] = (await wallOf(coordinator)).actions;
    if (!action) throw new Error('nothing');
    const shown = { itemId: action.id, version: action.version, shown: true };
    expect((await coordinator.do(showItem, shown)).ok).toBe(true);
    const event = await noted('An evening about Riga');
    expect((await coordinator.do(showItem, { itemId: event, version: 1, shown: true })).ok).toBe(
      true,
    );
    const more = await house.visitor.get(`/schools/${d.sendingSchool}/life`);
    expect(more.text).toMatch(/Class 4B/);
    expect(more.text).toMatch(/An evening about Riga.*24 pupils/);
    expect(more.text).not.toContain('Elena');
    expect((await house.visitor.get(`/schools/${d.hostSchool}/life`)).status).toBe(404);
    expect((await house.visitor.get('/schools/nothing/life')).status).toBe(404);
  });

  it('holds no pupil of the school, in whatever spelling, and says which words are meant', async () => {
    const version = 2;
    for (const words of [
      'Lucía was in Riga',
      'LUCIA!',
      'thanks to the Ejemplo family',
      'by L. E.',
    ]) {
      const refused = await coordinator.do(savePage, page({ version, words }));
      expect([words, reasons(refused)]).toEqual([words, ['schoollife.invalid.name']]);
    }
    expect((await coordinator.do(savePage, page({ version, words: ' ' }))).ok).toBe(false);
    const event = await noted('Lucia told us about Riga');
    const refused = await coordinator.do(showItem, { itemId: event, version: 1, shown: true });
    expect(reasons(refused)).toEqual(['schoollife.invalid.name']);
    const named = await taken({
      ideaId: '',
      title: 'A parcel',
      audience: 'class',
      direction: 'abroad',
      doneBy: 'Friends of Lucía',
    });
    expect(
      reasons(await coordinator.do(showItem, { itemId: named, version: 1, shown: true })),
    ).toEqual(['schoollife.invalid.name']);
    // the sentence names the words, in the page somebody sees
    const sent = await coordinator.post(`/schools/${d.sendingSchool}/page`, {
      version: '2',
      words: 'Lucía was in Riga',
      open: 'on',
    });
    expect(sent.text).toContain('“Lucía” could tell everybody');
  });

  it('looks again at what was released when a pupil of that name has come', async () => {
    const renamed = (name: string) =>
      house.sql('update persons set given_name = $2 where id = $1', [d.pupil, name]);
    await renamed('Riga');
    const opened = await coordinator.do(savePage, page({ version: 2 }));
    expect(reasons(opened)).toEqual(['schoollife.invalid.name-below']);
    await renamed('Lucía');
    expect((await coordinator.do(savePage, page({ version: 2, open: false }))).ok).toBe(true);
    expect((await house.visitor.get(`/schools/${d.sendingSchool}/life`)).status).toBe(404);
  });
});

describe('refusal', () => {
  it('hides the wall from everybody who does not work at the school', async () => {
    const action = await taken({ doneBy: 'Class 1A' });
    const event = await noted('A breakfast');
    const at = { actionId: action, version: 1 };
    for (const [who, hand] of others) {
      const answers = [
        await hand.ask(getWall, { orgId: d.sendingSchool, month: '' }),
        await hand.ask(getPageForm, { orgId: d.sendingSchool }),
        await hand.ask(getSchoolPage, { orgId: d.sendingSchool }),
        await hand.do(takeOn, idea({ doneBy: 'Others' }) as never),
        await hand.do(finishAction, at),
        await hand.do(giveBack, at),
        await hand.do(recordEvent, {
          orgId: d.sendingSchool,
          title: 'Other',
          heldOn: '2027-02-01',
        } as never),
        await hand.do(showItem, { itemId: event, version: 1, shown: true }),
        await hand.do(savePage, page({ version: 3 })),
      ];
      expect([who, answers.map((a) => (a.ok ? 'ok' : a.kind))]).toEqual([
        who,
        answers.map(() => 'not_found'),
      ]);
    }
    expect((await house.visitor.ask(listOwnWalls, {})).ok).toBe(false);
    const stranger = others[0]?.[1] as Hand;
    expect(await stranger.ask(listOwnWalls, {})).toMatchObject({ view: { walls: [] } });
  });

  it('lets a teacher neither open the page nor release anything', async () => {
    const event = await noted('A lunch');
    const refused = [
      await teacher.do(savePage, page({ version: 3 })),
      await teacher.do(showItem, { itemId: event, version: 1, shown: true }),
    ];
    expect(refused.flatMap(reasons)).toEqual([
      'schoollife.refused.leaders-only',
      'schoollife.refused.leaders-only',
    ]);
    expect((await teacher.ask(getPageForm, { orgId: d.sendingSchool })).ok).toBe(false);
  });

  it('is no wall for an organisation that is no school', async () => {
    const person = await house.person();
    await house.member(d.sendingOrg, person, ['head']);
    const hand = await house.as(person);
    expect((await hand.ask(getWall, { orgId: d.sendingOrg, month: '' })).ok).toBe(false);
    expect((await hand.do(takeOn, idea({ orgId: d.sendingOrg }) as never)).ok).toBe(false);
  });
});

describe('what a wall keeps', () => {
  it('is three years, and only the installation itself deletes', async () => {
    const lines = async () => {
      const wall = await coordinator.ask(getWall, { orgId: d.sendingSchool, month });
      return wall.ok ? wall.view : null;
    };
    const before = await lines();
    for (const hand of [coordinator, others[0]?.[1] as Hand, house.visitor])
      expect((await hand.do(forgetOld, {})).ok).toBe(false);
    house.setNow('2030-01-31T10:00:00Z');
    expect(await keepWalls(house.runtime)).toBe(0);
    expect(await lines()).toEqual(before);
    house.setNow('2030-03-02T10:00:00Z');
    expect(await keepWalls(house.runtime)).toBeGreaterThan(0);
    expect(await house.sql("select 1 from school_actions where month_on < '2027-03-02'")).toEqual(
      [],
    );
    expect(await house.sql("select 1 from school_events where held_on < '2027-03-02'")).toEqual([]);
    expect(await keepWalls(house.runtime)).toBe(0);
  });
});

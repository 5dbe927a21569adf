import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  available,
  can,
  defineWorkflow,
  isState,
  isTransition,
  type StateOf,
  type TransitionOf,
  toMermaid,
  toTable,
} from './index.ts';

type Application = { readonly complete: boolean; readonly consents: number };

const application = defineWorkflow({
  name: 'application',
  states: { draft: {}, 'handed-in': {}, accepted: { final: true }, withdrawn: { final: true } },
  initial: 'draft',
  transitions: [
    {
      name: 'submit',
      from: ['draft'],
      to: 'handed-in',
      by: ['pupil', 'guardian'],
      guards: [
        { id: 'form-complete', test: (a: Application) => a.complete },
        { id: 'both-consents', test: (a: Application) => a.consents >= 2 },
      ],
      follows: ['application-submitted'],
    },
    { name: 'accept', from: ['handed-in'], to: 'accepted', by: ['sending-school'] },
    { name: 'withdraw', from: ['draft', 'handed-in'], to: 'withdrawn', by: ['pupil'] },
  ],
});
const ready: Application = { complete: true, consents: 2 };

describe('can', () => {
  it('opens the way to the one who may, and passes on what follows', () => {
    expect(can(application, 'draft', 'submit', { roles: ['guardian'], subject: ready })).toEqual({
      ok: true,
      to: 'handed-in',
      follows: ['application-submitted'],
    });
  });

  it('names the first guard that fails', () => {
    expect(
      can(application, 'draft', 'submit', {
        roles: ['pupil'],
        subject: { complete: true, consents: 1 },
      }),
    ).toEqual({
      ok: false,
      reason: 'guard',
      guard: 'both-consents',
    });
  });

  it('tells a stranger nothing about guards, and the state comes before the roles', () => {
    const subject = { complete: false, consents: 0 };
    expect(can(application, 'draft', 'submit', { roles: ['mentor'], subject })).toEqual({
      ok: false,
      reason: 'not_yours',
    });
    expect(can(application, 'accepted', 'submit', { roles: ['mentor'], subject })).toEqual({
      ok: false,
      reason: 'wrong_state',
    });
  });

  it('throws on words that are not of the workflow', () => {
    expect(() =>
      can(application, 'draft', 'fly' as 'submit', { roles: [], subject: ready }),
    ).toThrow(/no transition "fly"/);
    expect(() =>
      can(application, 'gone' as 'draft', 'submit', { roles: [], subject: ready }),
    ).toThrow(/no state "gone"/);
  });

  it('agrees with available for every state and set of roles', () => {
    const states = application.states.map((s) => s.name);
    const names = application.transitions.map((t) => t.name);
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.subarray(['pupil', 'guardian', 'sending-school', 'mentor']),
        fc.record({ complete: fc.boolean(), consents: fc.nat(3) }),
        (state, roles, subject) => {
          const open = available(application, state, { roles, subject }).filter(
            (w) => w.waitsFor.length === 0,
          );
          const allowed = names.filter((n) => can(application, state, n, { roles, subject }).ok);
          expect(open.map((w) => w.name)).toEqual(allowed);
        },
      ),
    );
  });
});

describe('available', () => {
  it('lists what waits, with everything it waits for', () => {
    expect(
      available(application, 'draft', {
        roles: ['pupil'],
        subject: { complete: false, consents: 0 },
      }),
    ).toEqual([
      {
        name: 'submit',
        to: 'handed-in',
        follows: ['application-submitted'],
        waitsFor: ['form-complete', 'both-consents'],
      },
      { name: 'withdraw', to: 'withdrawn', follows: [], waitsFor: [] },
    ]);
  });

  it('offers nothing in a final state', () => {
    expect(
      available(application, 'accepted', { roles: ['pupil', 'sending-school'], subject: ready }),
    ).toEqual([]);
  });
});

describe('defineWorkflow refuses', () => {
  const step = { name: 'go', from: ['a'], to: 'b', by: ['x'] };
  // Cast: what is refused here at run time is refused by the types already when written as literals.
  const define = (part: object) => () =>
    defineWorkflow({
      name: 'w',
      states: { a: {}, b: { final: true } },
      initial: 'a',
      transitions: [step],
      ...part,
    } as never);

  it.each([
    ['an unknown initial state', { initial: 'z' }, 'initial: unknown state "z"'],
    [
      'an unknown source',
      { transitions: [{ ...step, from: ['a', 'z'] }] },
      'transition "go": from unknown state "z"',
    ],
    [
      'an unknown target',
      { transitions: [step, { ...step, name: 'no', to: 'z' }] },
      'transition "no": to unknown state "z"',
    ],
    ['a name used twice', { transitions: [step, step] }, 'transition "go": the name is used twice'],
    [
      'a state out of reach',
      { states: { a: {}, b: { final: true }, c: { final: true } } },
      'state "c": cannot be reached from "a"',
    ],
    [
      'an unmarked dead end',
      { states: { a: {}, b: {} } },
      'state "b": a dead end that is not marked final',
    ],
    [
      'a dead end with a loop to itself',
      { states: { a: {}, b: {} }, transitions: [step, { ...step, name: 'edit', from: ['b'] }] },
      'state "b": a dead end that is not marked final',
    ],
    [
      'a final state with a way out',
      { transitions: [step, { ...step, name: 'back', from: ['b'], to: 'a' }] },
      'state "b": marked final but has a way out',
    ],
    [
      'a transition nobody may take',
      { transitions: [{ ...step, by: [] }] },
      'transition "go": nobody may take it',
    ],
    [
      'a transition from nowhere',
      { transitions: [step, { ...step, name: 'no', from: [] }] },
      'transition "no": leaves from no state',
    ],
  ])('%s', (_what, part, message) => {
    expect(define(part)).toThrow(`workflow "w": ${message}`);
  });

  it('names all faults at once', () => {
    expect(define({ initial: 'z', transitions: [step, step] })).toThrow(
      /unknown state "z"[\s\S]*used twice/,
    );
  });
});

describe('types', () => {
  it('keep states, transitions and the subject of the guards', () => {
    expectTypeOf<StateOf<typeof application>>().toEqualTypeOf<
      'draft' | 'handed-in' | 'accepted' | 'withdrawn'
    >();
    expectTypeOf<TransitionOf<typeof application>>().toEqualTypeOf<
      'submit' | 'accept' | 'withdraw'
    >();
    // @ts-expect-error not a state
    expect(() => can(application, 'lost', 'submit', { roles: [], subject: ready })).toThrow();
    // @ts-expect-error not a transition
    expect(() => can(application, 'draft', 'fly', { roles: [], subject: ready })).toThrow();
    const unfit = { roles: [], subject: { complete: true } };
    // @ts-expect-error the guards need an Application
    expect(can(application, 'draft', 'withdraw', unfit).ok).toBe(false);
    const go = [{ name: 'go', from: ['a'], to: 'b', by: ['x'] }] as const;
    const states = { a: {} };
    const define = () =>
      // @ts-expect-error a target that is not declared
      defineWorkflow({ name: 'w', states, initial: 'a', transitions: go });
    expect(define).toThrow();
    const word: string = 'draft';
    if (isState(application, word)) expectTypeOf(word).toEqualTypeOf<StateOf<typeof application>>();
    expect([
      isState(application, 'draft'),
      isState(application, 'x'),
      isTransition(application, 'accept'),
    ]).toEqual([true, false, true]);
  });
});

describe('print', () => {
  it('draws a Mermaid diagram', () => {
    expect(toMermaid(application)).toBe(`stateDiagram-v2
  state "draft" as s1
  state "handed-in" as s2
  state "accepted" as s3
  state "withdrawn" as s4
  [*] --> s1
  s1 --> s2 : submit (pupil, guardian) [form-complete, both-consents]
  s2 --> s3 : accept (sending-school)
  s1 --> s4 : withdraw (pupil)
  s2 --> s4 : withdraw (pupil)
  s3 --> [*]
  s4 --> [*]
`);
  });

  it('writes a table', () => {
    expect(toTable(application).split('\n').slice(0, 4)).toEqual([
      '| From | Transition | Who | Only if | To | What follows |',
      '| --- | --- | --- | --- | --- | --- |',
      '| draft | submit | pupil, guardian | form-complete, both-consents | handed-in | application-submitted |',
      '| handed-in | accept | sending-school |  | accepted |  |',
    ]);
  });
});

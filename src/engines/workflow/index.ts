/**
 * Lifecycles as data. A workflow is declared once (states, transitions, who may take them, guards,
 * what follows) and read by pages, commands, tests and the printed documentation alike.
 *
 * The machine holds no state of its own: the current state, the roles of the actor and the subject
 * are arguments of every question.
 */

/** A state. `final` says that the lifecycle may end here; every other state needs a way out. */
export type StateSpec = { readonly final?: boolean };

/**
 * A condition on the subject that must hold before a transition, named so that a page can say what is
 * missing. The parameter type of `test` is what the caller of `can` has to bring: annotate it.
 */
export type GuardSpec = { readonly id: string; readonly test: (subject: never) => boolean };

export type TransitionSpec<State extends string = string> = {
  readonly name: string;
  readonly from: readonly State[];
  readonly to: State;
  /** Roles that may take it; one of them is enough. */
  readonly by: readonly string[];
  /** All must hold. */
  readonly guards?: readonly GuardSpec[];
  /** Names of what the command does next (events, jobs); the engine only passes them on. */
  readonly follows?: readonly string[];
};

type Transition<State extends string, Name extends string, Role extends string, Subject> = {
  readonly name: Name;
  readonly from: readonly State[];
  readonly to: State;
  readonly by: readonly Role[];
  readonly guards: readonly { readonly id: string; readonly test: (subject: Subject) => boolean }[];
  readonly follows: readonly string[];
};

export type Workflow<
  State extends string = string,
  Name extends string = string,
  Role extends string = string,
  Subject = unknown,
> = {
  readonly name: string;
  readonly initial: State;
  readonly states: readonly { readonly name: State; readonly final: boolean }[];
  readonly transitions: readonly Transition<State, Name, Role, Subject>[];
};

/** The subject that satisfies every guard of a list of transitions; `unknown` when nothing is guarded. */
type SubjectOf<T extends readonly TransitionSpec[]> = [GuardsOf<T[number]>] extends [never]
  ? unknown
  : (
        GuardsOf<T[number]> extends infer G
          ? G extends { readonly test: infer F }
            ? F
            : never
          : never
      ) extends (subject: infer Subject) => boolean
    ? Subject
    : never;
type GuardsOf<T> = T extends { readonly guards: readonly (infer G)[] } ? G : never;

export type StateOf<W> =
  W extends Workflow<infer State, infer _N, infer _R, infer _S> ? State : never;
export type TransitionOf<W> =
  W extends Workflow<infer _T, infer Name, infer _R, infer _S> ? Name : never;

/** Who asks, and about what. Roles are those the actor holds on this very subject. */
export type Asking<Subject> = { readonly roles: Iterable<string>; readonly subject: Subject };

export type Verdict<State extends string = string> =
  | { readonly ok: true; readonly to: State; readonly follows: readonly string[] }
  | { readonly ok: false; readonly reason: 'wrong_state' | 'not_yours' }
  | { readonly ok: false; readonly reason: 'guard'; readonly guard: string };

/**
 * Checks a lifecycle and makes it usable. States, transition names, roles and the subject of the guards
 * are inferred as literal types.
 *
 * @throws Error naming every fault and its place: a state that is not declared, one that cannot be
 *   reached, a dead end that is not final, a final state with a way out, a transition name used twice,
 *   a transition that nobody may take or that leaves from nowhere, a guard named twice.
 */
export function defineWorkflow<
  const States extends Readonly<Record<string, StateSpec>>,
  const Transitions extends readonly TransitionSpec<keyof States & string>[],
>(spec: {
  readonly name: string;
  readonly states: States;
  readonly initial: keyof States & string;
  readonly transitions: Transitions;
}): Workflow<
  keyof States & string,
  Transitions[number]['name'],
  Transitions[number]['by'][number],
  SubjectOf<Transitions>
> {
  type State = keyof States & string;
  const known = new Set(Object.keys(spec.states));
  const faults: string[] = [];
  const seen = new Set<string>();

  if (!known.has(spec.initial)) faults.push(`initial: unknown state "${spec.initial}"`);
  for (const t of spec.transitions as readonly TransitionSpec[]) {
    const place = `transition "${t.name}"`;
    if (seen.has(t.name)) faults.push(`${place}: the name is used twice`);
    seen.add(t.name);
    if (t.from.length === 0) faults.push(`${place}: leaves from no state`);
    if (t.by.length === 0) faults.push(`${place}: nobody may take it`);
    for (const from of t.from)
      if (!known.has(from)) faults.push(`${place}: from unknown state "${from}"`);
    if (new Set(t.from).size < t.from.length)
      faults.push(`${place}: a state stands twice in "from"`);
    if (!known.has(t.to)) faults.push(`${place}: to unknown state "${t.to}"`);
    const guardIds = (t.guards ?? []).map((g) => g.id);
    if (new Set(guardIds).size < guardIds.length) faults.push(`${place}: a guard is named twice`);
  }

  const reached = reachable(spec.initial, spec.transitions);
  for (const [name, state] of Object.entries(spec.states)) {
    // A loop back to itself is no way out: the subject would stay where it is for ever.
    const wayOut = spec.transitions.some(
      (t) => (t.from as readonly string[]).includes(name) && t.to !== name,
    );
    if (!reached.has(name))
      faults.push(`state "${name}": cannot be reached from "${spec.initial}"`);
    if (!wayOut && !state.final)
      faults.push(`state "${name}": a dead end that is not marked final`);
    if (wayOut && state.final) faults.push(`state "${name}": marked final but has a way out`);
  }
  if (faults.length > 0)
    throw new Error(faults.map((f) => `workflow "${spec.name}": ${f}`).join('\n'));

  return {
    name: spec.name,
    initial: spec.initial,
    states: Object.entries(spec.states).map(([name, s]) => ({
      name: name as State,
      final: s.final === true,
    })),
    transitions: spec.transitions.map((t) => ({
      name: t.name,
      from: t.from,
      to: t.to,
      by: t.by,
      // Guards were checked one by one against `never`; together they take the inferred subject.
      guards: (t.guards ?? []) as readonly {
        id: string;
        test: (subject: SubjectOf<Transitions>) => boolean;
      }[],
      follows: t.follows ?? [],
    })),
  };
}

function reachable(initial: string, transitions: readonly TransitionSpec[]): Set<string> {
  const reached = new Set([initial]);
  const open = [initial];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const t of transitions) {
      if (t.from.includes(state) && !reached.has(t.to)) {
        reached.add(t.to);
        open.push(t.to);
      }
    }
  }
  return reached;
}

/** Whether a word, such as one out of the database, is a state of this workflow. */
export function isState<State extends string>(
  workflow: { readonly states: readonly { readonly name: State }[] },
  word: string,
): word is State {
  return workflow.states.some((s) => s.name === word);
}

/** Whether a word, such as one out of a request, is a transition of this workflow. */
export function isTransition<Name extends string>(
  workflow: { readonly transitions: readonly { readonly name: Name }[] },
  word: string,
): word is Name {
  return workflow.transitions.some((t) => t.name === word);
}

/**
 * May this transition be taken now? Asked in this order, so that a stranger never learns which guard
 * fails: the state, then the roles, then the guards (the first that fails is named).
 *
 * @throws RangeError when the workflow has no such transition or state: check words from outside with
 *   `isTransition` and `isState` first.
 */
export function can<State extends string, Name extends string, Role extends string, Subject>(
  workflow: Workflow<State, Name, Role, Subject>,
  state: NoInfer<State>,
  transition: NoInfer<Name>,
  asking: Asking<NoInfer<Subject>>,
): Verdict<State> {
  const found = workflow.transitions.find((t) => t.name === transition);
  if (!found) throw new RangeError(`workflow "${workflow.name}" has no transition "${transition}"`);
  if (!isState(workflow, state))
    throw new RangeError(`workflow "${workflow.name}" has no state "${state}"`);
  return judge(found, state, new Set(asking.roles), asking.subject);
}

function judge<State extends string, Name extends string, Role extends string, Subject>(
  t: Transition<State, Name, Role, Subject>,
  state: State,
  roles: ReadonlySet<string>,
  subject: Subject,
): Verdict<State> {
  if (!t.from.includes(state)) return { ok: false, reason: 'wrong_state' };
  if (!t.by.some((role) => roles.has(role))) return { ok: false, reason: 'not_yours' };
  const failed = t.guards.find((g) => !g.test(subject));
  if (failed) return { ok: false, reason: 'guard', guard: failed.id };
  return { ok: true, to: t.to, follows: t.follows };
}

/** One way on from here for this actor: open, or waiting for the named guards. */
export type Way<State extends string, Name extends string> = {
  readonly name: Name;
  readonly to: State;
  readonly follows: readonly string[];
  /** Guards that do not hold yet; empty when the transition can be taken now. */
  readonly waitsFor: readonly string[];
};

/**
 * The transitions this actor may take from a state, in the order of declaration. Those that only wait
 * for a guard are listed too, with everything they wait for, so that a page can say what is missing;
 * those of other roles are not.
 *
 * @throws RangeError when the workflow has no such state.
 */
export function available<State extends string, Name extends string, Role extends string, Subject>(
  workflow: Workflow<State, Name, Role, Subject>,
  state: NoInfer<State>,
  asking: Asking<NoInfer<Subject>>,
): Way<State, Name>[] {
  if (!isState(workflow, state))
    throw new RangeError(`workflow "${workflow.name}" has no state "${state}"`);
  const roles = new Set(asking.roles);
  return workflow.transitions
    .filter((t) => t.from.includes(state) && t.by.some((role) => roles.has(role)))
    .map((t) => ({
      name: t.name,
      to: t.to,
      follows: t.follows,
      waitsFor: t.guards.filter((g) => !g.test(asking.subject)).map((g) => g.id),
    }));
}

/** What the two printers need; every workflow fits, whatever its subject. */
export type Printable = {
  readonly name: string;
  readonly initial: string;
  readonly states: readonly { readonly name: string; readonly final: boolean }[];
  readonly transitions: readonly {
    readonly name: string;
    readonly from: readonly string[];
    readonly to: string;
    readonly by: readonly string[];
    readonly guards: readonly { readonly id: string }[];
    readonly follows: readonly string[];
  }[];
};

/** The workflow as a Mermaid state diagram (`stateDiagram-v2`), guards in square brackets. */
export function toMermaid(workflow: Printable): string {
  // Mermaid breaks on hyphens and on words such as "end" in ids, so states go by number with a label.
  const ids = new Map(workflow.states.map((s, i) => [s.name, `s${i + 1}`]));
  const lines = [
    'stateDiagram-v2',
    ...workflow.states.map((s) => `  state "${label(s.name)}" as ${ids.get(s.name)}`),
  ];
  lines.push(`  [*] --> ${ids.get(workflow.initial)}`);
  for (const t of workflow.transitions) {
    const guards = t.guards.length > 0 ? ` [${t.guards.map((g) => g.id).join(', ')}]` : '';
    const text = label(`${t.name} (${t.by.join(', ')})${guards}`);
    for (const from of t.from) lines.push(`  ${ids.get(from)} --> ${ids.get(t.to)} : ${text}`);
  }
  for (const s of workflow.states) if (s.final) lines.push(`  ${ids.get(s.name)} --> [*]`);
  return `${lines.join('\n')}\n`;
}

function label(text: string): string {
  return text.replaceAll(/[":;#\n]/g, ' ');
}

/** The workflow as a Markdown table, one line for each transition. */
export function toTable(workflow: Printable): string {
  const rows = workflow.transitions.map((t) => [
    t.from.join(', '),
    t.name,
    t.by.join(', '),
    t.guards.map((g) => g.id).join(', '),
    t.to,
    t.follows.join(', '),
  ]);
  const head = ['From', 'Transition', 'Who', 'Only if', 'To', 'What follows'];
  const line = (cells: readonly string[]) =>
    `| ${cells.map((c) => c.replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

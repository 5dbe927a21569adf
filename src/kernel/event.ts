/** A fact that a module tells. What follows from it stands in one table, app/reactions.ts. */
export type Told<N extends string = string, P = unknown> = { name: N; payload: P };
export type EventKind<N extends string, P> = ((payload: P) => Told<N, P>) & { eventName: N };

/** @param name `module.what-happened`, in the past tense */
export function defineEvent<P>() {
  return <N extends `${string}.${string}`>(name: N): EventKind<N, P> =>
    Object.assign((payload: P) => ({ name, payload }), { eventName: name });
}

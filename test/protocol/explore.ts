/** Something that should always hold, in words. Returns false, or what is wrong, where it does not. */
export interface Invariant<Subject> {
  readonly name: string;
  readonly holds: (subject: Subject) => boolean | string;
}

export class InvariantBroken extends Error {
  readonly invariant: string;

  constructor(invariant: string, detail: string, trace: readonly string[]) {
    super([`"${invariant}" does not hold${detail && `: ${detail}`}`, ...trace.map((line, index) => `  ${index + 1}. ${line}`)].join('\n'));
    this.name = 'InvariantBroken';
    this.invariant = invariant;
  }
}

export interface Model<State, Action> {
  readonly starts: readonly State[];
  /** What can happen next. */
  actions(state: State): Iterable<Action>;
  step(state: State, action: Action): State;
  /** What no longer touches each other goes on alone: what is so in each part is so in the whole. Without it a state is one. */
  parts?(state: State): readonly State[];
  /** Two states with the same key have the same future. */
  key(state: State): string;
  describe(action: Action, after: State): string;
  /** Nothing worth walking on from. */
  over(state: State): boolean;
  /** Asked once of each state. */
  readonly ofStates: readonly Invariant<State>[];
  /** Asked of each step. */
  readonly ofSteps: readonly Invariant<{ readonly before: State; readonly action: Action; readonly after: State }>[];
}

/**
 * Visits everything that can be reached, nearest first, so that the first trace found to break an invariant is a shortest one.
 *
 * @throws InvariantBroken with the way there
 * @throws Error beyond `limit` states: an exploration that is cut off has shown nothing
 */
export function explore<State, Action>(model: Model<State, Action>, limit: number): { readonly states: number; readonly steps: number } {
  const cameBy = new Map<string, { readonly from: string | null; readonly line: string }>();
  const queue: { readonly key: string; readonly state: State }[] = [];
  const arrive = (whole: State, from: string | null, line: () => string): void => {
    const parts = model.parts?.(whole) ?? [whole];
    // Of the whole of it, before it comes apart.
    if (parts.length > 1) check(model.ofStates, whole, () => [...(from === null ? [] : wayTo(from, cameBy)), line()]);
    for (const part of parts) arriveAt(part, from, line);
  };
  const arriveAt = (state: State, from: string | null, line: () => string): void => {
    const key = model.key(state);
    if (cameBy.has(key)) return;
    if (cameBy.size >= limit) throw new Error(`More than ${limit} states: the model has to be smaller.`);
    cameBy.set(key, { from, line: line() });
    queue.push({ key, state });
    check(model.ofStates, state, () => wayTo(key, cameBy));
  };
  for (const state of model.starts) arrive(state, null, () => 'start');
  let steps = 0;
  // The queue grows while it is walked.
  for (const { key, state } of queue) {
    for (const action of model.actions(state)) {
      steps++;
      const after = model.step(state, action);
      check(model.ofSteps, { before: state, action, after }, () => [...wayTo(key, cameBy), model.describe(action, after)]);
      arrive(after, key, () => model.describe(action, after));
    }
  }
  return { states: cameBy.size, steps };
}

/**
 * Walks at random and goes back wherever it is over: far from complete, but soon at what takes many steps.
 *
 * @param random from 0 up to 1
 */
export function wander<State, Action>(model: Model<State, Action>, random: () => number, walks: number, length: number): void {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  for (let walk = 0; walk < walks; walk++) {
    let state = pick(model.starts);
    const way: string[] = [];
    for (let steps = 0; steps < length; steps++) {
      if (state === undefined) break;
      const before: State = state;
      const action = pick([...model.actions(before)]);
      if (action === undefined) break;
      const after = model.step(before, action);
      check(model.ofSteps, { before, action, after }, () => [...way, model.describe(action, after)]);
      check(model.ofStates, after, () => [...way, model.describe(action, after)]);
      if (model.over(after)) continue;
      way.push(model.describe(action, after));
      state = after;
    }
  }
}

function check<Subject>(invariants: readonly Invariant<Subject>[], subject: Subject, trace: () => readonly string[]): void {
  for (const { name, holds } of invariants) {
    const result = holds(subject);
    if (result !== true) throw new InvariantBroken(name, result === false ? '' : result, trace());
  }
}

function wayTo(key: string, cameBy: ReadonlyMap<string, { readonly from: string | null; readonly line: string }>): string[] {
  const lines: string[] = [];
  for (let at: string | null = key; at !== null; ) {
    const step: { readonly from: string | null; readonly line: string } | undefined = cameBy.get(at);
    if (!step) break;
    lines.unshift(step.line);
    at = step.from;
  }
  return lines;
}

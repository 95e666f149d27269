import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explore, InvariantBroken, wander } from './explore.ts';
import { mutants, mutated } from './mutants.ts';
import type { Mutant } from './mutants.ts';
import type { Rules } from './rules.ts';
import { rulesModel } from './rules-model.ts';
import { seeded } from '../fakes/seeded.ts';
import { checkViews } from './view-invariants.ts';
import { worldModel } from './world-model.ts';

/** The invariant that a mutant breaks, likeliest question first; null where it gets through. */
function killerOf(rules: Rules, file: Mutant['file']): string | null {
  // From a seed that stays: the walk is there to be quick, not to find something new.
  const walk = (): void => wander(rulesModel(rules, 8), seeded(1), 150, 80);
  const world = (): unknown => explore(worldModel(rules, { troubles: 1, tabs: 1, again: true }), 20_000);
  const moments = (troubles: number) => (): unknown => explore(rulesModel(rules, troubles), 100_000);
  const views = (): unknown => checkViews(rules);
  const questions = file === 'call-view.ts' ? [views, world] : [walk, moments(2), world, moments(3)];
  for (const ask of questions) {
    try {
      ask();
    } catch (error) {
      if (error instanceof InvariantBroken) return error.invariant;
      // A mutant that throws, or never comes to an end, is seen as well; but by name is better: ask on.
    }
  }
  return null;
}

test(`each of ${mutants.length} wrong rules is found by an invariant`, async (t) => {
  const survivors: string[] = [];
  for (const mutant of mutants) {
    const killer = killerOf(await mutated(mutant), mutant.file);
    const line = `${mutant.file}: ${mutant.is.replace(/\s+/g, ' ')}  =>  ${mutant.becomes.replace(/\s+/g, ' ') || '(nothing)'}`;
    if (killer === null) survivors.push(line);
    else t.diagnostic(`${line}\n    killed by: ${killer}`);
  }
  assert.deepEqual(survivors, []);
});

/** What only several pages together can show, each beside a wrong rule that makes it fail. */
const ofWorlds: readonly (readonly [invariant: string, mutant: Mutant])[] = [
  [
    'no microphone is asked for or open before the claim is confirmed',
    { file: 'call-view.ts', is: "if (!facts.own) return { phase: 'elsewhere' };\n  if (state.phase === 'claimed')", becomes: "if (state.phase === 'claimed')" },
  ],
  [
    'a second tab that accepts sees elsewhere or ended, or the ring that came back since',
    { file: 'call-view.ts', is: "if (!facts.own) return { phase: 'elsewhere' };\n  if (state.phase === 'claimed')", becomes: "if (state.phase === 'claimed')" },
  ],
  [
    'at most one tab ever holds the call',
    { file: 'call-view.ts', is: "if (!facts.own) return { phase: 'elsewhere' };\n  if (state.phase === 'claimed')", becomes: "if (state.phase === 'claimed')" },
  ],
  [
    'everybody who has heard the last word sees the same call',
    { file: 'call-view.ts', is: "if (state.phase === 'ringing') {", becomes: "if ('deadline' in state) {" },
  ],
  ['an older rev never changes what is shown', { file: 'call-record.ts', is: 'said.rev > held.rev ? said : held', becomes: 'said' }],
  ['what a page holds never grows older, but with a reload', { file: 'call-record.ts', is: 'said.rev > held.rev ? said : held', becomes: 'said' }],
  [
    'a hang-up ends the call whenever it arrives',
    { file: 'call-rules.ts', is: 'return end(record, command.side, now)', becomes: "return record.state.phase === 'connecting' ? refused(record, 'not-now') : end(record, command.side, now)" },
  ],
  [
    'once ended, nothing that anyone does changes the record',
    { file: 'call-rules.ts', is: "if (record.state.phase === 'ended') return refused(record, 'ended');", becomes: '' },
  ],
  ['no page knows more than the server', { file: 'call-rules.ts', is: 'rev: record.rev + 1', becomes: 'rev: record.rev - 1' }],
  [
    'no microphone stays open once the end is heard',
    { file: 'call-view.ts', is: "if (state.phase === 'ended') return state;", becomes: "if (state.phase === 'ended') return facts.devices.is === 'open' ? { phase: 'in-call', since: 0, link: 'up' } : state;" },
  ],
];

for (const [invariant, mutant] of ofWorlds) {
  test(`several pages together show: ${invariant}`, async () => {
    const model = worldModel(await mutated(mutant), { troubles: 2, tabs: 2, again: true });
    const alone = {
      ...model,
      ofStates: model.ofStates.filter(({ name }) => name === invariant),
      ofSteps: model.ofSteps.filter(({ name }) => name === invariant),
    };
    assert.throws(() => wander(alone, seeded(1), 2_000, 60), { name: 'InvariantBroken', invariant });
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explore, InvariantBroken, wander } from './explore.ts';
import { mutants, mutated } from './mutants.ts';
import type { Mutant } from './mutants.ts';
import type { Rules } from './rules.ts';
import { rulesModel } from './rules-model.ts';
import { seeded } from './seeded.ts';
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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explore, InvariantBroken } from './explore.ts';
import { mutantsOfPages, mutated } from './mutants.ts';
import type { Rules } from './rules.ts';
import { stormModel } from './storm-model.ts';
import type { Climate } from './storm-model.ts';
import { wordsAlone } from './storms.ts';

/** The smallest of each kind that shows anything, likeliest first. */
const pages: readonly Climate[] = [
  { faults: 1, tabs: 1, without: ['deadline'] },
  { faults: 0, tabs: 2, without: ['loses its media'] },
  { faults: 2, tabs: 1, without: ['puts it aside', 'ends', 'declines', 'refuses', 'loses its media'] },
];
const words: readonly Climate[] = [
  { faults: 1, tabs: 1, signals: true, without: [...wordsAlone, 'refuses'] },
  { faults: 0, tabs: 1, signals: true, without: wordsAlone },
];

function killerOf(rules: Rules, climates: readonly Climate[]): string | null {
  for (const climate of climates) {
    try {
      explore(stormModel(rules, climate), 60_000);
    } catch (error) {
      if (error instanceof InvariantBroken) return error.invariant;
    }
  }
  return null;
}

test(`each of ${mutantsOfPages.length} wrong decisions of a page is found by an invariant`, async (t) => {
  const survivors: string[] = [];
  for (const mutant of mutantsOfPages) {
    const killer = killerOf(await mutated(mutant), mutant.file === 'call-signals.ts' ? words : pages);
    const line = `${mutant.file}: ${mutant.is}  =>  ${mutant.becomes || '(nothing)'}`;
    if (killer === null) survivors.push(line);
    else t.diagnostic(`${line}\n    killed by: ${killer}`);
  }
  assert.deepEqual(survivors, []);
});

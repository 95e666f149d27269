import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explore, InvariantBroken } from './explore.ts';
import type { Mutant } from './mutants.ts';
import { mutantsOfCopies, mutantsOfPages, mutantsOfPatience, mutated } from './mutants.ts';
import type { Rules } from './rules.ts';
import { stormModel } from './storm-model.ts';
import type { Climate } from './storm-model.ts';
import { wordsAlone } from './storms.ts';

/** The smallest of each kind that shows anything, likeliest first. */
const pages: readonly Climate[] = [
  { faults: 1, tabs: 1, without: ['deadline'] },
  { faults: 0, tabs: 2, without: ['loses its media'] },
  { faults: 2, tabs: 1, without: ['puts it aside', 'ends', 'declines', 'refuses', 'loses its media'] },
  { faults: 1, tabs: 1, cluster: true, without: ['puts it aside', 'ends', 'declines', 'refuses', 'loses its media', 'loses the connection', 'reloads'] },
  { faults: 1, tabs: 2, without: ['puts it aside', 'ends', 'declines', 'reloads', 'loses its media', 'deadline'] },
];
const words: readonly Climate[] = [
  { faults: 1, tabs: 1, signals: true, without: [...wordsAlone, 'refuses'] },
  { faults: 0, tabs: 1, signals: true, without: wordsAlone },
];

const patience: readonly Climate[] = [{ faults: 2, tabs: 1, patience: true, without: ['puts it aside', 'ends', 'declines', 'refuses', 'reloads', 'finds its media'] }];
const copies: readonly Climate[] = [{ faults: 0, tabs: 1, copies: true, without: ['puts it aside', 'ends', 'declines', 'refuses', 'deadline'] }];

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

const questions: readonly (readonly [of: string, mutants: readonly Mutant[], climatesOf: (mutant: Mutant) => readonly Climate[]])[] = [
  ['a page', mutantsOfPages, ({ file }) => (file === 'call-signals.ts' ? words : pages)],
  ['a page that hears nothing', mutantsOfPatience, () => patience],
  ['the server and the pages about a tab and its copy', mutantsOfCopies, () => copies],
];

for (const [of, mutants, climatesOf] of questions) {
  test(`each of ${mutants.length} wrong decisions of ${of} is found by an invariant`, async (t) => {
    const survivors: string[] = [];
    for (const mutant of mutants) {
      const killer = killerOf(await mutated(mutant), climatesOf(mutant));
      const line = `${mutant.file}: ${mutant.is}  =>  ${mutant.becomes || '(nothing)'}`;
      if (killer === null) survivors.push(line);
      else t.diagnostic(`${line}\n    killed by: ${killer}`);
    }
    assert.deepEqual(survivors, []);
  });
}

/** What another invariant would find first, alone beside a wrong decision that makes it fail. */
const alone: readonly (readonly [invariant: string, mutant: Mutant, climates: readonly Climate[]])[] = [
  [
    'a page that ended its call alone never has a microphone, a room or its lease again, and shows that the call is over',
    { file: 'call-model.ts', is: "lease: null,\n  intent: { type: 'end'", becomes: "intent: { type: 'end'" },
    patience,
  ],
  [
    "a call that a page ended alone ends at the server too: with that page's return, or before it within the server's own time",
    { file: 'call-model.ts', is: "intent: { type: 'end', callId: record.id }", becomes: 'intent: null' },
    patience,
  ],
  [
    'of two tabs with the same id at most one is in the call, and the other one has no microphone, once all words have arrived',
    { file: 'call-rules.ts', is: "return reclaim(record, customer, { tab, outcome: 'none' }, now)", becomes: 'return accepted(record)' },
    copies,
  ],
];

for (const [invariant, mutant, [climate]] of alone) {
  test(`a wrong decision shows: ${invariant}`, async () => {
    assert.ok(climate);
    const model = stormModel(await mutated(mutant), climate);
    const ofStates = model.ofStates.filter(({ name }) => name === invariant);
    assert.throws(() => explore({ ...model, ofStates, ofSteps: [] }, 60_000), { name: 'InvariantBroken', invariant });
  });
}

import { test } from 'node:test';
import { explore } from './explore.ts';
import { theRules } from './rules.ts';
import { worldModel } from './world-model.ts';
import type { Weather } from './world-model.ts';

const weathers: readonly (Weather & { readonly title: string })[] = [
  { title: 'an agent and two tabs that race, with a ring given back', troubles: 0, tabs: 2, again: true },
  { title: 'an agent and one tab with two such troubles at once', troubles: 2, tabs: 1, again: true },
];

for (const { title, ...weather } of weathers) {
  test(`${title}: the server and all pages keep the invariants`, (t) => {
    const { states, steps } = explore(worldModel(theRules, weather), 250_000);
    t.diagnostic(`${states} states, ${steps} steps`);
  });
}

import { test } from 'node:test';
import { explore } from './explore.ts';
import { theRules } from './rules.ts';
import { rulesModel } from './rules-model.ts';
import { checkViews } from './view-invariants.ts';

test('every command at every moment of a call keeps the invariants', (t) => {
  const { states, steps } = explore(rulesModel(theRules, 3), 100_000);
  t.diagnostic(`the reducer: ${states} states, ${steps} steps`);
});

test('whatever a page knows, it shows nothing that the record contradicts', (t) => {
  t.diagnostic(`the projection: ${checkViews(theRules)} pictures`);
});

import { test } from 'node:test';
import { explore } from './explore.ts';
import { theRules } from './rules.ts';
import { stormModel } from './storm-model.ts';
import { stormsOfCopies, stormsOfPatience, stormsOfServers } from './storms.ts';

for (const { title, ...climate } of [...stormsOfServers, ...stormsOfPatience, ...stormsOfCopies]) {
  test(`${title}: the server and all pages keep the invariants`, (t) => {
    const { states, steps } = explore(stormModel(theRules, climate), 60_000);
    t.diagnostic(`${states} states, ${steps} steps`);
  });
}

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

test('the tables of docs/protocol.md are those of the schemas', () => {
  const script = new URL('../../scripts/protocol-tables.ts', import.meta.url).pathname;
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, '--check'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

// `npm run check`: everything that is asked of the sources, each part by itself also as `npm run <part>`. All of them run, so that one
// look shows all there is to mend.
import { spawnSync } from 'node:child_process';

const tsc = ['node_modules/typescript/bin/tsc'];
const checks = [
  ['types', [...tsc, '-p', '.']],
  ['types: the core without a DOM', [...tsc, '-p', 'src/session']],
  ['types: server', [...tsc, '-p', 'server', '--noEmit']],
  ['types: tests', [...tsc, '-p', 'test']],
  ['lint', ['node_modules/eslint/bin/eslint.js', 'src', 'server', 'test', '--max-warnings=0']],
  ['architecture', ['scripts/check/architecture.mjs']],
  ['manifest', ['scripts/check/manifest.mjs']],
  ['texts', ['scripts/check/texts.mjs']],
  ['sizes', ['scripts/check/sizes.mjs']],
];

const wanted = process.argv.slice(2);
const failed = [];
for (const [name, args] of checks) {
  if (wanted.length > 0 && !wanted.some((part) => name === part || name.startsWith(`${part}:`))) continue;
  console.log(`-- ${name}`);
  if (spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0) failed.push(name);
}
console.log(failed.length === 0 ? 'All checks passed.' : `Not passed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;

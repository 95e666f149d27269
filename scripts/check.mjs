// `npm run check`: everything that is asked of the sources, each part by itself also as `npm run <part>`. All of them run, so that one
// look shows all there is to mend. With `--yielding` it takes only what the tests beside it leave of the processors.
import { spawn } from 'node:child_process';
import { yieldProcessors } from './yielding.mjs';

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

const wanted = process.argv.slice(2).filter((argument) => argument !== '--yielding');
if (process.argv.includes('--yielding')) yieldProcessors(process.pid);
const chosen = checks.filter(([name]) => wanted.length === 0 || wanted.some((part) => name === part || name.startsWith(`${part}:`)));

// Two at a time: each begins as the one before the last is over. What they say is shown in their order.
const runs = [];
for (const [index, [, args]] of chosen.entries()) runs.push(Promise.resolve(runs[index - 2]).then(() => run(args)));

const failed = [];
for (const [index, [name]] of chosen.entries()) {
  console.log(`-- ${name}`);
  const { code, said } = await runs[index];
  process.stdout.write(said);
  if (code !== 0) failed.push(name);
}
console.log(failed.length === 0 ? 'All checks passed.' : `Not passed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
    child.on('close', (code) => resolve({ code, said }));
  });
}

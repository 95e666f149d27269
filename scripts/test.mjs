// `npm test`: every suite, one after the other but for those that go well beside another, and one last line that adds them up.
// `npm test -- core browser` runs just those.
// A suite that ran nothing has failed: it says that the tests were not found, not that all is well.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, served } from './build.mjs';
import { findWebKit } from './webkit.mjs';
import { yieldProcessors } from './yielding.mjs';

const suites = {
  core: () => nodeTests('core', ['test/session', 'test/chat'], 2),
  server: () => nodeTests('server', ['server/test'], 2),
  elements: () => browserTests('chromium'),
  firefox: (options) => browserTests('firefox', options),
  webkit: () => (findWebKit() ? browserTests('webkit') : skipped('No WebKitGTK was found (Debian: apt-get install webkit2gtk-driver xvfb).')),
  browser: () => nodeTests('browser', ['test/browser', 'test/leak'], 1),
  model: (options) => nodeTests('model', ['test/protocol', 'test/house'], 2, options),
};

/**
 * Each runs beside the suite before it, and what it says is shown afterwards: a browser to each of two processors; and what only computes, and waits
 * for nobody, in the pauses of those who wait for each other.
 */
const beside = { firefox: {}, model: { isYielding: true } };

/** What suites use that run at once, made before the first of them. */
const used = { browser: served, model: ['widget', 'package'] };

/** In ms. A file or a suite that goes on for longer hangs: it is ended, and has failed. */
const limits = { file: 6 * 60_000, suite: 20 * 60_000 };

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`There is no suite "${unknown.join(', ')}": ${Object.keys(suites).join(', ')}.`);
  process.exit(2);
}

mkdirSync('.build', { recursive: true });
rmSync('.build/tests.txt', { force: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const names = wanted.length > 0 ? wanted : Object.keys(suites);
let early = null;
for (const [index, name] of names.entries()) {
  const next = names[index + 1];
  console.log(`\n== ${name}${early ? ', beside the one before' : ''}`);
  let running = early;
  early = null;
  if (!running) {
    const together = next in beside ? [name, next] : [name];
    const built = build(together.flatMap((each) => used[each] ?? []));
    running = counted(name, built);
    if (together.length > 1) early = counted(next, built, { isLater: true, ...beside[next] });
  }
  const { said = '', ...counts } = await running;
  process.stdout.write(said);
  if (counts.passed + counts.failed === 0 && !counts.excused) {
    console.error(`The suite "${name}" ran no test.`);
    counts.failed = 1;
  }
  console.log(`${name}: ${inWords(counts)}`);
  for (const key of Object.keys(total)) total[key] += counts[key];
}

const line = inWords(total);
writeFileSync('.build/tests.txt', `${line}\n`);
console.log(`\n${line}`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function counted(name, built, options) {
  try {
    await built;
    return await suites[name](options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** @param {number} concurrency Files at a time. */
async function nodeTests(name, folders, concurrency, options) {
  const files = folders.flatMap(testFiles);
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const figures = `.build/${name}.tap`;
  const args = [
    ...['--import', 'tsx', '--test', `--test-concurrency=${concurrency}`, `--test-timeout=${options?.isYielding ? limits.suite : limits.file}`],
    ...['--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap', `--test-reporter-destination=${figures}`],
    ...files,
  ];
  const { code, said } = await run(args, {}, options);
  const summary = existsSync(figures) ? readFileSync(figures, 'utf8') : '';
  const figure = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(summary)?.[1] ?? 0);
  const counts = { passed: figure('pass'), failed: figure('fail') + figure('cancelled'), skipped: figure('skipped') + figure('todo') };
  return code === 0 || counts.failed > 0 ? { ...counts, said } : { ...counts, said, failed: 1 };
}

async function browserTests(browser, options) {
  const figures = `.build/wtr-${browser}.json`;
  rmSync(figures, { force: true });
  const { code, said } = await run(['node_modules/@web/test-runner/dist/bin.js', '--config', 'web-test-runner.config.mjs'], { BROWSER: browser }, options);
  const counts = existsSync(figures) ? JSON.parse(readFileSync(figures, 'utf8')) : { passed: 0, failed: 0, skipped: 0 };
  return code === 0 || counts.failed > 0 ? { ...counts, said } : { ...counts, said, failed: 1 };
}

function skipped(reason) {
  console.log(reason);
  return { passed: 0, failed: 0, skipped: 1, excused: true };
}

/**
 * Ends with all that it started: what a test left running would keep it from ever ending, or would outlive it. `isLater`: what it says is returned.
 * `isYielding`: it has the processors where nobody else wants them.
 */
function run(args, env = {}, { isLater = false, isYielding = false } = {}) {
  return new Promise((resolve, reject) => {
    const out = isLater ? 'pipe' : 'inherit';
    const child = spawn(process.execPath, args, { stdio: ['ignore', out, out], env: { ...process.env, ...env }, detached: true });
    if (isYielding) yieldProcessors(child.pid);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (said += text));
    const end = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Nobody of them is left.
      }
    };
    const limit = setTimeout(() => {
      console.error(`Not over after ${limits.suite / 60_000} minutes, and ended: node ${args.slice(0, 6).join(' ')}`);
      end();
    }, limits.suite);
    process.on('exit', end);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(limit);
      process.off('exit', end);
      end();
      resolve({ code: code ?? 1, said });
    });
  });
}

function testFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(folder, file))
    .sort();
}

function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

// `npm test`: every suite, one after the other but for the two browsers, and one last line that adds them up. `npm test -- core browser` runs just those.
// A suite that ran nothing has failed: it says that the tests were not found, not that all is well.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, served } from './build.mjs';
import { findWebKit } from './webkit.mjs';

const suites = {
  core: () => nodeTests('core', ['test/protocol', 'test/session', 'test/chat', 'test/house'], 2),
  server: () => nodeTests('server', ['server/test'], 2),
  elements: () => browserTests('chromium'),
  firefox: (options) => browserTests('firefox', options),
  webkit: () => (findWebKit() ? browserTests('webkit') : skipped('No WebKitGTK was found (Debian: apt-get install webkit2gtk-driver xvfb).')),
  browser: async () => {
    await build(served);
    return nodeTests('browser', ['test/browser', 'test/leak'], 1);
  },
};

/** Runs beside the suite before it, a browser to each of two processors; what it says is shown afterwards. */
const beside = 'firefox';

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
  if (names[index + 1] === beside) early = counted(beside, { isLater: true });
  if (name === beside && early) console.log(`\n== ${name}, beside the one before`);
  else console.log(`\n== ${name}`);
  const { said = '', ...counts } = await (name === beside && early ? early : counted(name));
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

async function counted(name, options) {
  try {
    return await suites[name](options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** @param {number} concurrency Files at a time. */
async function nodeTests(name, folders, concurrency) {
  const files = folders.flatMap(testFiles);
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const figures = `.build/${name}.tap`;
  const { code } = await run([
    ...['--import', 'tsx', '--test', `--test-concurrency=${concurrency}`, `--test-timeout=${limits.file}`],
    ...['--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap', `--test-reporter-destination=${figures}`],
    ...files,
  ]);
  const summary = existsSync(figures) ? readFileSync(figures, 'utf8') : '';
  const figure = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(summary)?.[1] ?? 0);
  const counts = { passed: figure('pass'), failed: figure('fail') + figure('cancelled'), skipped: figure('skipped') + figure('todo') };
  return code === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
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

/** Ends with all that it started: what a test left running would keep it from ever ending, or would outlive it. `isLater`: what it says is returned. */
function run(args, env = {}, { isLater = false } = {}) {
  return new Promise((resolve, reject) => {
    const out = isLater ? 'pipe' : 'inherit';
    const child = spawn(process.execPath, args, { stdio: ['ignore', out, out], env: { ...process.env, ...env }, detached: true });
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

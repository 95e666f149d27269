// Elements, the agent's page, media and embedding run in real browsers: all of it in Chromium, what differs between engines in Firefox
// too (`BROWSER=firefox`). Fake devices, so that getUserMedia and a peer-to-peer call really run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { emulateMediaPlugin, sendKeysPlugin, sendMousePlugin, setViewportPlugin } from '@web/test-runner-commands/plugins';
import puppeteer from 'puppeteer-core';
import { liveKitPlugin } from './scripts/livekit-plugin.mjs';
import { chromiumFlags, fakeDeviceFlags, findBrowser, firefoxPreferences } from './scripts/browsers.mjs';

const browser = process.env.BROWSER ?? 'chromium';
const folders = ['test/elements', 'test/agent', 'test/media', 'test/embed'];

/** What Firefox runs besides: the elements a customer touches, and calls. */
const firefoxFiles = ['test/elements/**/*.test.ts', 'test/media/**/*.test.ts'];

const launcher =
  browser === 'firefox'
    ? chromeLauncher({
        puppeteer,
        concurrency: 1,
        launchOptions: { browser: 'firefox', executablePath: findBrowser('firefox'), extraPrefsFirefox: firefoxPreferences },
      })
    : chromeLauncher({
        // Only the page in front has the focus and draws frames.
        concurrency: 1,
        launchOptions: { executablePath: findBrowser('chromium'), args: [...chromiumFlags, ...fakeDeviceFlags] },
      });

/** Leaves the figures where scripts/test.mjs adds them up. */
const figures = () => {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const count = (suite) => {
    for (const test of suite?.tests ?? []) counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
    for (const child of suite?.suites ?? []) count(child);
  };
  return {
    reportTestFileResults({ sessionsForTestFile }) {
      for (const session of sessionsForTestFile) {
        count(session.testResults);
        // A file that did not load, or that threw outside of any test, has failed however few tests it counted.
        if (session.passed === false && !hasFailedTest(session.testResults)) counts.failed += 1;
      }
    },
    stop() {
      mkdirSync('.build', { recursive: true });
      writeFileSync(`.build/wtr-${browser}.json`, JSON.stringify(counts));
    },
  };
};

function hasFailedTest(suite) {
  return (suite?.tests ?? []).some((test) => !test.passed && !test.skipped) || (suite?.suites ?? []).some(hasFailedTest);
}

export default {
  files: browser === 'firefox' ? firefoxFiles : folders.map((folder) => `${folder}/**/*.test.ts`),
  nodeResolve: { exportConditions: ['production'] },
  browsers: [launcher],
  concurrentBrowsers: 1,
  plugins: [
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: new URL('tsconfig.json', import.meta.url).pathname }),
    liveKitPlugin(),
    setViewportPlugin(),
    emulateMediaPlugin(),
    sendKeysPlugin(),
    sendMousePlugin(),
  ],
  browserStartTimeout: 120_000,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 480_000,
  testFramework: { config: { ui: 'bdd', timeout: 15_000 } },
  filterBrowserLogs: ({ type }) => type === 'error',
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), figures()],
};

// Elements, the agent's page, media and embedding run in real browsers: all of it in Chromium, what differs between engines in Firefox
// and WebKit too (`BROWSER=firefox`, `BROWSER=webkit`). Fake devices, so that getUserMedia and a peer-to-peer call really run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { emulateMediaPlugin, sendKeysPlugin, sendMousePlugin, setViewportPlugin } from '@web/test-runner-commands/plugins';
import puppeteer from 'puppeteer-core';
import { liveKitPlugin } from './scripts/livekit-plugin.mjs';
import { freePorts } from './scripts/ports.mjs';
import { chromiumFlags, fakeDeviceFlags, findBrowser, firefoxPreferences } from './scripts/browsers.mjs';
import { webKitLauncher } from './scripts/webkit.mjs';

const browser = process.env.BROWSER ?? 'chromium';
const folders = ['test/elements', 'test/agent', 'test/media', 'test/embed'];

/** Firefox: the elements a customer touches, and calls. WebKitGTK, which has no RTCPeerConnection: those elements. */
const files = {
  chromium: folders.map((folder) => `${folder}/**/*.test.ts`),
  firefox: ['test/elements/**/*.test.ts', 'test/media/**/*.test.ts'],
  webkit: ['test/elements/**/*.test.ts'],
};

// Only the page in front has the focus and draws frames: one at a time.
const launchers = {
  chromium: () => chromeLauncher({ concurrency: 1, launchOptions: { executablePath: findBrowser('chromium'), args: [...chromiumFlags, ...fakeDeviceFlags] } }),
  firefox: () =>
    chromeLauncher({
      puppeteer,
      concurrency: 1,
      launchOptions: { browser: 'firefox', executablePath: findBrowser('firefox'), extraPrefsFirefox: firefoxPreferences },
    }),
  webkit: webKitLauncher,
};

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

/** `force-colors`: whether the system forces its own colours upon pages, which the runner's own command does not know. Chromium alone. */
const forcedColorsPlugin = () => ({
  name: 'forced-colors',
  async executeCommand({ command, payload, session }) {
    if (command !== 'force-colors') return undefined;
    const devtools = await session.browser.getPage(session.id).createCDPSession();
    await devtools.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: payload ? 'active' : 'none' }] });
    return true;
  },
});

export default {
  files: files[browser],
  // Two of these may start at once.
  port: (await freePorts(1))[0],
  nodeResolve: { exportConditions: ['production'] },
  browsers: [launchers[browser]()],
  concurrentBrowsers: 1,
  plugins: [
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: new URL('tsconfig.json', import.meta.url).pathname }),
    liveKitPlugin(),
    setViewportPlugin(),
    emulateMediaPlugin(),
    forcedColorsPlugin(),
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

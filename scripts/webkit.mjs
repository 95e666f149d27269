// WebKit, as Safari and every browser of an iPhone has it, for web-test-runner: Debian's WebKitGTK (packages webkit2gtk-driver and xvfb), driven over
// WebDriver (W3C recommendation of 2018). Nothing is installed for it: where it is missing, its suite is skipped and says so.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from './ports.mjs';
import { findProgram } from './programs.mjs';

/** In ms: a browser that takes longer to answer, or to get to its page, hangs. */
const START = 30_000;

/** Keys by their names in KeyboardEvent.key, as WebDriver wants them (section 17.4.2). */
const keys = {
  Shift: '\uE008', Control: '\uE009', Alt: '\uE00A', Meta: '\uE03D', Backspace: '\uE003', Tab: '\uE004', Enter: '\uE007', Escape: '\uE00C',
  PageUp: '\uE00E', PageDown: '\uE00F', End: '\uE010', Home: '\uE011', ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015', Delete: '\uE017', Space: ' ',
};

/** By their numbers in MouseEvent.button. */
const buttons = ['left', 'middle', 'right'];

/**
 * The three programs it takes; null where one of them is missing.
 * @returns {{ driver: string, browser: string, screen: string } | null}
 */
export function findWebKit() {
  const driver = findProgram(['WebKitWebDriver']);
  const screen = findProgram(['Xvfb']);
  const browser = findProgram(['MiniBrowser'], miniBrowsers());
  return driver && screen && browser ? { driver, browser, screen } : null;
}

/** A library brings it along, beside itself. */
function miniBrowsers() {
  const libraries = ['/usr/lib', '/usr/libexec'].filter(existsSync).flatMap((folder) => [folder, ...readdirSync(folder).filter((name) => name.includes('linux-gnu')).map((name) => join(folder, name))]);
  return libraries.flatMap((folder) => ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'].map((name) => join(folder, name, 'MiniBrowser')));
}

/** A launcher for web-test-runner. Its commands for keys and the window's size know Puppeteer: to them this is a page of it. */
export function webKitLauncher() {
  const started = [];
  const sessions = new Map();
  let address = '';

  const ask = async (method, path, body) => {
    const answer = await fetch(`${address}${path}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body), signal: AbortSignal.timeout(START) });
    const { value } = await answer.json();
    if (value?.error) throw new Error(`WebKitWebDriver: ${value.error}: ${value.message}`);
    return value;
  };
  /** A browser of its own at this address. Now and then, on a busy machine, one comes up and never shows what it was told to: it is ended, and that is an error. */
  const open = async (id, url) => {
    const options = { binary: findWebKit().browser, args: ['--automation', '--enable-media-stream=true', '--enable-mock-capture-devices=true'] };
    const { sessionId } = await ask('POST', '/session', { capabilities: { alwaysMatch: { pageLoadStrategy: 'none', 'webkitgtk:browserOptions': options } } });
    // Known at once: the page's first test may ask for a key before this is back.
    sessions.set(id, sessionId);
    // Between two pages there is none to ask.
    const where = () => ask('POST', `/session/${sessionId}/execute/sync`, { script: 'return location.href;', args: [] }).catch(({ message }) => message);
    try {
      await ask('POST', `/session/${sessionId}/url`, { url });
      const deadline = Date.now() + START;
      for (let at = await where(); at !== url; at = await where()) {
        if (Date.now() > deadline) throw new Error(`at ${at}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    } catch (cause) {
      await ask('DELETE', `/session/${sessionId}`).catch(() => undefined);
      throw new Error(`WebKit did not get to its page within ${START / 1_000} s (${cause.message}).`, { cause });
    }
  };
  const pageOf = (session) => {
    const press = (...actions) => ask('POST', `/session/${session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
    const down = (key) => ({ type: 'keyDown', value: keys[key] ?? key });
    const up = (key) => ({ type: 'keyUp', value: keys[key] ?? key });
    const point = (...actions) => ask('POST', `/session/${session}/actions`, { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
    const moved = (x, y) => ({ type: 'pointerMove', duration: 0, x, y });
    const pressed = (button = 'left') => ({ type: 'pointerDown', button: buttons.indexOf(button) });
    const released = (button = 'left') => ({ type: 'pointerUp', button: buttons.indexOf(button) });
    return {
      keyboard: {
        type: (text) => press(...[...text].flatMap((key) => [down(key), up(key)])),
        press: (combined) => {
          const held = combined.length > 1 ? combined.split('+') : [combined];
          return press(...held.map(down), ...held.reverse().map(up));
        },
        down: (key) => press(down(key)),
        up: (key) => press(up(key)),
      },
      mouse: {
        move: (x, y) => point(moved(x, y)),
        click: (x, y, { button }) => point(moved(x, y), pressed(button), released(button)),
        down: ({ button }) => point(pressed(button)),
        up: ({ button }) => point(released(button)),
      },
      setViewport: ({ width, height }) => ask('POST', `/session/${session}/window/rect`, { width, height }),
    };
  };

  return {
    name: 'WebKit',
    type: 'puppeteer',
    concurrency: 1,
    async initialize() {
      const { driver, screen } = findWebKit() ?? {};
      if (!driver) throw new Error('No WebKitGTK was found. Install it (Debian: apt-get install webkit2gtk-driver xvfb).');
      const shown = spawn(screen, ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
      started.push(shown);
      const [display] = await once(shown.stdio[3], 'data');
      const [port] = await freePorts(1);
      address = `http://127.0.0.1:${port}`;
      // Without a bus of the session's it would start one, and leave it running.
      const env = { ...process.env, DISPLAY: `:${String(display).trim()}`, DBUS_SESSION_BUS_ADDRESS: 'disabled:' };
      started.push(spawn(driver, [`--port=${port}`, '--host=127.0.0.1'], { stdio: 'ignore', env }));
      for (let tries = 0; ; tries++) {
        try {
          return void (await ask('GET', '/status'));
        } catch (error) {
          if (tries > 100) throw error;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    },
    async startSession(id, url) {
      for (let tries = 1; ; tries++) {
        try {
          return await open(id, url);
        } catch (error) {
          console.error(`\n${error.message}${tries < 3 ? ' It is started anew.' : ''}`);
          if (tries === 3) throw error;
        }
      }
    },
    startDebugSession: () => Promise.reject(new Error('WebKit runs without a window that anybody sees.')),
    isActive: (id) => sessions.has(id),
    getBrowserUrl: () => undefined,
    getPage: (id) => pageOf(sessions.get(id)),
    async stopSession(id) {
      await ask('DELETE', `/session/${sessions.get(id)}`);
      sessions.delete(id);
      return { errors: [] };
    },
    stop() {
      for (const each of started.reverse()) each.kill();
      return Promise.resolve();
    },
  };
}

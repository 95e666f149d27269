// The house under measure: the built server on a free port with a database of its own, and two browsers, one for each person.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { chromiumFlags, fakeDeviceFlags, findBrowser } from '../../scripts/browsers.mjs';

export async function startServer(environment = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'warmline-bench-'));
  const child = spawn(process.execPath, ['server/dist/main.js'], {
    env: { ...process.env, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((resolve) => child.on('exit', resolve));
  const said = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
      if (/^Sign in: .*\n/m.test(text)) resolve(text);
    });
    void gone.then(() => reject(new Error(`the server ended: ${text}`)));
  });
  const person = (word) => {
    const [, email, password] = new RegExp(`^${word}: (\\S+) (\\S+)$`, 'm').exec(said);
    return { email, password };
  };
  return {
    port: Number(new URL(/^Shop: (\S+)$/m.exec(said)[1]).port),
    agent: person('Sign in'),
    supervisor: person('Supervisor'),
    async stop() {
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const launch = () =>
  puppeteer.launch({
    executablePath: findBrowser('chromium'),
    args: [...chromiumFlags, ...fakeDeviceFlags, '--disable-renderer-backgrounding', '--disable-background-timer-throttling'],
    defaultViewport: { width: 1200, height: 800 },
  });

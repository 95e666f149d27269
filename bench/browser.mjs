import puppeteer from 'puppeteer-core';
import { chromiumFlags, findBrowser } from '../scripts/browsers.mjs';

/** A browser whose pages keep painting and timing while nobody looks at them. */
export const openBrowser = (flags = []) =>
  puppeteer.launch({
    executablePath: findBrowser('chromium'),
    args: [...chromiumFlags, '--disable-renderer-backgrounding', '--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows', ...flags],
    defaultViewport: { width: 1200, height: 800 },
    protocolTimeout: 600_000,
  });

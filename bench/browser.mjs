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

/**
 * Before each of what is compared: else a browser would do it once in each at the moment when those before had filled its heap, and a page that
 * is measured again and again has many calls where a person's has one or two.
 */
export async function collectGarbage(pages) {
  for (const page of pages) {
    const session = await page.createCDPSession();
    await session.send('HeapProfiler.collectGarbage');
    await session.detach();
  }
}

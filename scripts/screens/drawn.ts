import { build } from 'esbuild';
import type { Browser } from 'puppeteer-core';

const variants = [
  { name: 'light', lang: 'en', dir: 'ltr', scheme: 'light', width: 440, height: 720, phone: false },
  { name: 'dark', lang: 'en', dir: 'ltr', scheme: 'dark', width: 440, height: 720, phone: false },
  { name: 'japanese', lang: 'ja', dir: 'ltr', scheme: 'light', width: 440, height: 720, phone: false },
  { name: 'japanese-phone-dark', lang: 'ja', dir: 'ltr', scheme: 'dark', width: 375, height: 667, phone: true },
  { name: 'rtl-phone', lang: 'en', dir: 'rtl', scheme: 'light', width: 375, height: 667, phone: true },
];

const blank = ({ lang, dir }: (typeof variants)[number]): string =>
  `<!doctype html><html lang="${lang}" dir="${dir}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
  <style>:root{color-scheme:light dark}body{margin:24px;font:16px/1.6 system-ui;background:light-dark(#f1eee8,#191714)}</style><body><p>A page.</p></body></html>`;

/** Pictures of the customer's elements in every state, from a session that says what to show. Throws at the first that cannot be drawn. */
export async function drawn(browser: Browser, folder: string): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: ['scripts/screens/drawn-page.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: { 'import.meta.url': 'location.href' },
  });
  const script = outputFiles.map(({ text }) => text).join('');
  for (const variant of variants) {
    // A page each: the tags of the one before would be taken.
    const page = await browser.newPage();
    const { name, scheme, width, height, phone } = variant;
    await page.setViewport({ width, height, isMobile: phone, hasTouch: phone });
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    await page.setContent(blank(variant));
    await page.evaluate(script);
    for (const state of (await page.evaluate('Object.keys(window.states)')) as string[]) {
      await page.evaluate((each) => window.draw(each), state);
      await page.screenshot({ path: `${folder}/drawn-${name}-${state}.png` });
    }
    console.warn(`drawn ${name} done`);
    await page.close();
  }
}

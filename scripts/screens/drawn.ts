import { build } from 'esbuild';
import type { Browser } from 'puppeteer-core';

interface Variant {
  readonly name: string;
  readonly lang: 'en' | 'ja';
  readonly dir?: 'ltr' | 'rtl';
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  readonly phone?: boolean;
}

interface DrawnPage {
  readonly entry: string;
  readonly variants: readonly Variant[];
  /** Of the page around what is drawn. */
  readonly style: string;
  readonly body: string;
}

/** By the beginning of their pictures' names. */
const pages: Readonly<Record<string, DrawnPage>> = {
  drawn: {
    entry: 'scripts/screens/drawn-page.ts',
    variants: [
      { name: 'light', lang: 'en', scheme: 'light', width: 440, height: 720 },
      { name: 'dark', lang: 'en', scheme: 'dark', width: 440, height: 720 },
      { name: 'japanese', lang: 'ja', scheme: 'light', width: 440, height: 720 },
      { name: 'japanese-phone-dark', lang: 'ja', scheme: 'dark', width: 375, height: 667, phone: true },
      { name: 'rtl-phone', lang: 'en', dir: 'rtl', scheme: 'light', width: 375, height: 667, phone: true },
    ],
    style: 'body{margin:24px;font:16px/1.6 system-ui;background:light-dark(#f1eee8,#191714)}',
    body: '<p>A page.</p>',
  },
  'drawn-console': {
    entry: 'scripts/screens/drawn-console.ts',
    variants: [
      { name: 'light', lang: 'en', scheme: 'light', width: 1280, height: 800 },
      { name: 'dark', lang: 'en', scheme: 'dark', width: 1280, height: 800 },
      { name: 'japanese-dark', lang: 'ja', scheme: 'dark', width: 1280, height: 800 },
      { name: 'phone', lang: 'en', scheme: 'light', width: 375, height: 812, phone: true },
      { name: 'phone-dark', lang: 'en', scheme: 'dark', width: 375, height: 812, phone: true },
      { name: 'japanese-phone', lang: 'ja', scheme: 'light', width: 375, height: 812, phone: true },
      { name: 'rtl', lang: 'en', dir: 'rtl', scheme: 'light', width: 1280, height: 800 },
    ],
    style: 'body{margin:0;background:light-dark(#f4f5f7,#101216)}agent-console{block-size:100dvh}',
    body: '',
  },
};

export const drawnPages = Object.keys(pages);

const blank = ({ style, body }: DrawnPage, { lang, dir = 'ltr' }: Variant): string =>
  `<!doctype html><html lang="${lang}" dir="${dir}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
  <style>:root{color-scheme:light dark}${style}</style><body>${body}</body></html>`;

/** Pictures of what one such page draws, in every state, from sessions that say what to show. Throws at the first that cannot be drawn. */
export async function drawn(browser: Browser, kind: string, folder: string): Promise<void> {
  const what = pages[kind];
  if (!what) throw new Error(`There is no ${kind}: ${drawnPages.join(', ')}.`);
  const { outputFiles } = await build({
    entryPoints: [what.entry],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: { 'import.meta.url': 'location.href' },
  });
  const script = outputFiles.map(({ text }) => text).join('');
  for (const variant of what.variants) {
    // A page each: the tags of the one before would be taken.
    const page = await browser.newPage();
    const { name, scheme, width, height, phone = false } = variant;
    await page.setViewport({ width, height, isMobile: phone, hasTouch: phone });
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    await page.setContent(blank(what, variant));
    await page.evaluate(script);
    for (const state of (await page.evaluate('Object.keys(window.states)')) as string[]) {
      await page.evaluate((each) => window.draw(each), state).catch((cause: unknown) => {
        throw new Error(`${kind}-${name}-${state} cannot be drawn`, { cause });
      });
      await page.screenshot({ path: `${folder}/${kind}-${name}-${state}.png` });
    }
    console.warn(`${kind} ${name} done`);
    await page.close();
  }
}

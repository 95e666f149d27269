/**
 * `npm run screens [variant ...]`: pictures of every state into .build/screens, with an index.html to look at them side by side: a walk through
 * one conversation with a real server and two real pages, in every variant, and (`drawn`, `drawn-console`) what such a walk hardly meets, of the
 * customer's elements and of the agent's page, from sessions that say what to show. `npm run screens -- --readme` makes the README's, in docs/images.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { House, openBrowser } from '../test/browser/support/house.ts';
import { drawn, drawnPages } from './screens/drawn.ts';
import { drawPerson, people } from './screens/people.ts';
import type { Variant } from './screens/walk.ts';
import { settled, walk } from './screens/walk.ts';
import { build, served } from './build.mjs';

const variants: Readonly<Record<string, Variant>> = {
  desktop: { width: 1280, height: 800 },
  dark: { width: 1280, height: 800, dark: true },
  phone: { width: 375, height: 812 },
  'phone-dark': { width: 375, height: 812, dark: true },
  japanese: { width: 1280, height: 800, language: 'ja' },
  'japanese-dark': { width: 1280, height: 800, language: 'ja', dark: true },
  'phone-japanese': { width: 375, height: 812, language: 'ja' },
  rtl: { width: 1280, height: 800, rightToLeft: true },
  // A window of 1280 by 1024 at 200 % and at 400 %.
  'zoom-200': { width: 640, height: 512, scale: 2 },
  'zoom-400': { width: 320, height: 256, scale: 4 },
};

/** What the README shows: one state of a variant, under a name of its own. */
const pictures: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  desktop: { '6-in-call': 'in-call', 'agent-6-in-call': 'console' },
  japanese: { '6-in-call': 'in-call.ja', 'agent-6-in-call': 'console.ja' },
};

const folder = '.build/screens';
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const forReadme = process.argv.includes('--readme');

if (process.env['PUBLIC_DIR'] === undefined && (wanted.length === 0 || wanted.some((each) => each in variants))) await build(served);
for (const each of [folder, 'docs/images']) mkdirSync(each, { recursive: true });
const browser = await openBrowser();
try {
  for (const [name, variant] of Object.entries(variants)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    if (forReadme && !(name in pictures)) continue;
    await shoot(name, variant);
    console.warn(`${name} done`);
  }
  for (const kind of drawnPages) {
    if (!forReadme && (wanted.length === 0 || wanted.includes(kind))) await drawn(browser, kind, folder);
  }
} finally {
  await browser.close();
}
writeSheet();

function writeSheet(): void {
  const pictures = readdirSync(folder).filter((each) => each.endsWith('.png')).sort();
  const figures = pictures.map((each) => `<figure><figcaption>${each}</figcaption><a href="${each}"><img src="${each}" alt="" loading="lazy"></a></figure>`);
  const style = 'body{font:13px system-ui;background:#888;display:flex;flex-wrap:wrap;gap:16px}figure{margin:0}img{display:block;max-width:420px}';
  writeFileSync(`${folder}/index.html`, `<!doctype html><meta charset="utf-8"><title>Screens</title><style>${style}</style>${figures.join('\n')}`);
  console.warn(`${String(pictures.length)} pictures in ${folder}`);
}

async function shoot(name: string, variant: Variant): Promise<void> {
  await using house = await House.open(browser);
  const customerProfile = await house.profile();
  const agentProfile = await house.profile();
  const isPhone = variant.width < 480 && variant.scale === undefined;
  const [agent, customer] = [await agentProfile.agent(), await customerProfile.customer('about:blank')];
  for (const person of [agent, customer]) {
    await person.page.evaluateOnNewDocument(`window.drawPerson = ${drawPerson.toString()}`);
    await person.page.evaluateOnNewDocument(people, person === agent);
    if (variant.rightToLeft === true) {
      await person.page.evaluateOnNewDocument(() => {
        document.addEventListener('DOMContentLoaded', () => (document.documentElement.dir = 'rtl'));
      });
    }
    if (variant.language === 'ja') await person.page.evaluateOnNewDocument(() => Object.defineProperty(navigator, 'language', { get: () => 'ja' }));
    await person.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: variant.dark === true ? 'dark' : 'light' }]);
    await person.page.setViewport({ width: variant.width, height: variant.height, deviceScaleFactor: forReadme ? 2 : (variant.scale ?? 1), isMobile: isPhone, hasTouch: isPhone });
  }
  const shot = async ({ page }: { readonly page: Page }, what: string): Promise<void> => {
    await page.bringToFront();
    await settled(page);
    const picture = pictures[name]?.[what];
    if (!forReadme) await page.screenshot({ path: `${folder}/${name}-${what}.png` });
    else if (picture !== undefined) await page.screenshot({ path: `docs/images/${picture}.webp`, type: 'webp', quality: 82 });
  };
  await walk(house, customer, agent, variant, shot);
}

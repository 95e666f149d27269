/**
 * `npm run screens [variant ...]`: pictures of every state into .build/screens, with an index.html to look at them side by side: a walk through
 * one conversation with a real server and two real pages, in every variant, and (`drawn`) what such a walk hardly meets, from a session that says
 * what to show. `npm run screens -- --readme` makes the README's, in docs/images.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import type { AgentPage, CustomerPage } from '../test/browser/support/person-page.ts';
import { House, openBrowser } from '../test/browser/support/house.ts';
import { en as agentEn } from '../src/locales/agent/en.ts';
import { ja as agentJa } from '../src/locales/agent/ja.ts';
import { en as callEn } from '../src/locales/call/en.ts';
import { ja as callJa } from '../src/locales/call/ja.ts';
import { en as helpEn } from '../src/locales/call/help/en.ts';
import { ja as helpJa } from '../src/locales/call/help/ja.ts';
import { en as chatEn } from '../src/locales/en.ts';
import { ja as chatJa } from '../src/locales/ja.ts';
import { launcherTexts } from '../src/locales/launcher.ts';
import { drawn } from './screens/drawn.ts';
import { drawPerson, people } from './screens/people.ts';
import { build, served } from './build.mjs';

interface Variant {
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
  readonly language?: 'ja';
  readonly rightToLeft?: boolean;
}

const variants: Readonly<Record<string, Variant>> = {
  desktop: { width: 1280, height: 800 },
  dark: { width: 1280, height: 800, dark: true },
  phone: { width: 375, height: 812 },
  'phone-dark': { width: 375, height: 812, dark: true },
  japanese: { width: 1280, height: 800, language: 'ja' },
  rtl: { width: 1280, height: 800, rightToLeft: true },
};

const words = {
  en: ['Good morning. Does the low iron kettle work on an induction stove?', 'It does. Start on a low heat: cold iron does not like to be hurried.', 'And how do I know when it is ready?', 'It sings. Shall I show you on a quick call?', 'Yes please!'],
  ja: ['おはようございます。平丸鉄瓶はIHでも使えますか？', 'はい、お使いいただけます。はじめは弱火でゆっくり温めてください。', '沸いたことは、どうすれば分かりますか？', '湯が鳴ります。よろしければ、ビデオでお見せしましょうか。', 'ぜひお願いします！'],
};

/** What the README shows: one state of a variant, under a name of its own. */
const pictures: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  desktop: { '6-in-call': 'in-call', 'agent-6-in-call': 'console' },
  japanese: { '6-in-call': 'in-call.ja', 'agent-6-in-call': 'console.ja' },
};

const folder = '.build/screens';
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const forReadme = process.argv.includes('--readme');

if (process.env['PUBLIC_DIR'] === undefined) await build(served);
for (const each of [folder, 'docs/images']) mkdirSync(each, { recursive: true });
const browser = await openBrowser();
try {
  for (const [name, variant] of Object.entries(variants)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    if (forReadme && !(name in pictures)) continue;
    await shoot(name, variant);
    console.warn(`${name} done`);
  }
  if (!forReadme && (wanted.length === 0 || wanted.includes('drawn'))) await drawn(browser, folder);
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
    await person.page.setViewport({ width: variant.width, height: variant.height, deviceScaleFactor: forReadme ? 2 : 1, isMobile: variant.width < 480, hasTouch: variant.width < 480 });
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

async function walk(house: House, customer: CustomerPage, agent: AgentPage, { language }: Variant, shot: (person: { readonly page: Page }, what: string) => Promise<void>): Promise<void> {
  const said = words[language ?? 'en'];
  const demo = house.server.demo;
  if (!demo) throw new Error('The screens are of the demo.');
  const inJapanese = language === 'ja';
  const [desk, calls, help, chat] = inJapanese ? [agentJa, callJa, helpJa, chatJa] : [agentEn, callEn, helpEn, chatEn];
  const [openChat] = launcherTexts[language ?? 'en'] ?? launcherTexts.en;

  await agent.page.goto(`${house.url}/agent`);
  await agent.see('textbox', desk['signIn.email']);
  await shot(agent, 'agent-1-sign-in');
  const send = async (person: CustomerPage | AgentPage, text: string): Promise<void> => {
    await person.page.bringToFront();
    await person.type(person === agent ? desk['conversation.message'] : chat.message, text);
    await person.page.keyboard.press('Enter');
  };
  await agent.type(desk['signIn.email'], demo.agent.email);
  await agent.type(desk['signIn.password'], demo.agent.password);
  await agent.page.keyboard.press('Enter');
  await agent.see('navigation', desk['list.title']);
  await shot(agent, 'agent-2-empty');

  await customer.page.goto(`${house.url}/${inJapanese ? '?lang=ja' : ''}`);
  await shot(customer, '1-launcher');
  await customer.press('button', openChat);
  await customer.see('textbox', chat.message);
  await shot(customer, '2-empty');
  await send(customer, said[0] ?? '');
  await agent.read(said[0] ?? '');
  await chooseFirst(agent);
  await send(agent, said[1] ?? '');
  await customer.read(said[1] ?? '');
  await send(customer, said[2] ?? '');
  await send(agent, said[3] ?? '');
  await customer.read(said[3] ?? '');
  await send(customer, said[4] ?? '');
  await agent.read(said[4] ?? '');
  await shot(customer, '3-conversation');
  await shot(agent, 'agent-3-conversation');

  const call = async (command: string): Promise<void> => {
    await agent.press('button', desk['conversation.more']);
    await shot(agent, 'agent-4-commands');
    await agent.press('menuitem', command);
  };
  await call(desk['call.video']);
  await customer.see('button', calls.acceptVideo);
  await shot(customer, '4-prompt');
  await shot(agent, 'agent-5-ringing');
  await customer.page.evaluate(() => (window.refuseDevice = 'camera|NotAllowedError|Permission denied'));
  await customer.press('button', calls.acceptVideo);
  await customer.see('button', help.again);
  await shot(customer, '5-camera-refused');
  await customer.page.evaluate(() => (window.refuseDevice = null));
  await customer.press('button', help.again);
  await agent.hear({ andSee: true });
  await customer.hear({ andSee: true });
  await shot(customer, '6-in-call');
  await shot(agent, 'agent-6-in-call');
  await customer.press('button', calls.mute);
  await shot(customer, '7-muted');
  await customer.press('button', chat.minimise);
  await shot(customer, '8-minimised');
  await agent.press('button', desk['call.end']);
  await agent.miss('button', desk['call.end']);
  await shot(agent, 'agent-7-ended');
  await customer.page.reload();
  await shot(customer, '9-after');
}

async function chooseFirst({ page }: AgentPage): Promise<void> {
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    const search = (root: Document | ShadowRoot): HTMLElement | null => {
      for (const element of root.querySelectorAll('*')) {
        if (element.matches('nav li button')) return element as HTMLElement;
        const found = element.shadowRoot ? search(element.shadowRoot) : null;
        if (found) return found;
      }
      return null;
    };
    search(document)?.click();
  });
}

/** Animations that end have ended, and pictures have been painted. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}

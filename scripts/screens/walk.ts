import type { Page } from 'puppeteer-core';
import type { AgentPage, CustomerPage } from '../../test/browser/support/person-page.ts';
import type { House } from '../../test/browser/support/house.ts';
import { en as agentEn } from '../../src/locales/agent/en.ts';
import { ja as agentJa } from '../../src/locales/agent/ja.ts';
import { en as callEn } from '../../src/locales/call/en.ts';
import { ja as callJa } from '../../src/locales/call/ja.ts';
import { en as helpEn } from '../../src/locales/call/help/en.ts';
import { ja as helpJa } from '../../src/locales/call/help/ja.ts';
import { en as chatEn } from '../../src/locales/en.ts';
import { ja as chatJa } from '../../src/locales/ja.ts';
import { launcherTexts } from '../../src/locales/launcher.ts';

export interface Variant {
  readonly width: number;
  readonly height: number;
  /** Device pixels for one of the page's: more than one where the page is zoomed. */
  readonly scale?: number;
  readonly dark?: boolean;
  readonly language?: 'ja';
  readonly rightToLeft?: boolean;
}

const words = {
  en: ['Good morning. Does the low iron kettle work on an induction stove?', 'It does. Start on a low heat: cold iron does not like to be hurried.', 'And how do I know when it is ready?', 'It sings. Shall I show you on a quick call?', 'Yes please!'],
  ja: ['おはようございます。平丸鉄瓶はIHでも使えますか？', 'はい、お使いいただけます。はじめは弱火でゆっくり温めてください。', '沸いたことは、どうすれば分かりますか？', '湯が鳴ります。よろしければ、ビデオでお見せしましょうか。', 'ぜひお願いします！'],
};

/** One conversation from the first page to the last, with a picture of each state. */
export async function walk(house: House, customer: CustomerPage, agent: AgentPage, { language }: Variant, shot: (person: { readonly page: Page }, what: string) => Promise<void>): Promise<void> {
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
  for (const [opened, what] of [['keys', 'agent-8-keys'], ['settings', 'agent-9-settings']] as const) {
    await agent.press('button', desk[`${opened}.open`]);
    await shot(agent, what);
    await agent.page.keyboard.press('Escape');
  }

  const inLanguage = inJapanese ? '?lang=ja' : '';
  for (const [page, what] of [['arare.html', '1-product'], ['help.html', '1-help'], ['', '1-launcher']] as const) {
    await customer.page.goto(`${house.url}/${page}${inLanguage}`);
    await shot(customer, what);
  }
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
  await customer.page.goto(`${house.url}/basket.html${inLanguage}`);
  await agent.hear({ andSee: true });
  await shot(customer, '7-next-page');
  await customer.press('button', chat.minimise);
  await shot(customer, '8-minimised');
  await agent.press('button', desk['call.end']);
  await agent.miss('button', desk['call.end']);
  await shot(agent, 'agent-7-ended');
  await customer.page.reload();
  await shot(customer, '9-after');
  // It was minimised, and stays so over a page load.
  await customer.press('button', openChat);
  await customer.see('textbox', chat.message);
  for (const [person, told, what] of [[customer, chat.offline, '10-offline'], [agent, desk['connection.offline'], 'agent-10-offline']] as const) {
    await person.page.setOfflineMode(true);
    await person.cut();
    await person.read(told);
    await shot(person, what);
  }
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

/** Animations that end have ended, those within elements and those that follow one another too, and pictures have been painted. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const roots = (root: Document | ShadowRoot): (Document | ShadowRoot)[] => [root, ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? roots(shadowRoot) : []))];
    const moving = () =>
      roots(document)
        .flatMap((root) => root.getAnimations())
        .filter(({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().iterations !== Infinity);
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await painted();
    for (let left = moving(); left.length > 0; left = moving()) {
      await Promise.allSettled(left.map(({ finished }) => finished));
      await painted();
    }
  });
}

import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { House, openBrowser } from './support/house.ts';

describe('in Firefox, with an agent in Firefox', { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser('firefox')));
  after(async () => await browser.close());

  test('a chat goes both ways and becomes a voice call with video turned on, muted and ended', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking('From Firefox');
    await agent.say('And back');
    await customer.readLog('From Firefox', 'And back');
    await agent.call('Voice call');
    for (const name of ['Accept with video', 'Decline']) await customer.see('button', name);
    await customer.press('button', 'Accept with audio');
    await customer.hear();
    await agent.hear();
    await customer.press('button', 'Mute');
    await customer.see('button', 'Unmute');
    await customer.press('button', 'Turn video on');
    await agent.hear({ andSee: true });
    // It names no speakers.
    await customer.press('button', 'More');
    for (const what of ['Microphone', 'Camera', 'Volume']) await customer.read(what);
    await customer.press('button', 'End call');
    await agent.miss('button', 'End call');
    await agent.isSilent();
  });

  test('declining, and a conversation over two pages', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking('Two pages');
    await agent.call('Video call');
    await customer.press('button', 'Decline');
    await agent.read('declined');
    await customer.page.goto(`${house.url}/help.html`);
    await customer.readLog('Two pages');
  });
});

import assert from 'node:assert/strict';
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

  test('the chat opens at the next press after its file did not come, and a call comes into it', async () => {
    await using house = await House.open(browser);
    const agent = await house.agent();
    const customer = await house.customer();
    const asked: string[] = [];
    await customer.page.setRequestInterception(true);
    customer.page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      const isChat = /^\/chunks\d*\/open-chat-/.test(pathname);
      if (isChat) asked.push(pathname);
      void (isChat && asked.length <= 2 ? request.respond({ status: 502, body: 'Bad gateway' }) : request.continue());
    });
    for (let press = 0; press < 2; press++) {
      await customer.press('button', 'Open chat');
      await customer.read('The chat could not be loaded.');
    }
    await customer.openChat();
    await customer.say('At last');
    await agent.choose('At last');
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await customer.hear();
    await agent.hear();
    assert.equal(new Set(asked).size, 3, asked.join(', '));
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

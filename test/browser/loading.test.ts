import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { House, openBrowser } from './support/house.ts';

describe('what a page loads', { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => await browser.close());

  test('the launcher alone at first, the chat when it is pressed, a call when one comes', async () => {
    await using house = await House.open(browser);
    const agent = await house.agent();
    const customer = await (await house.profile()).customer('about:blank');
    const requested: string[] = [];
    customer.page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname === '/warmline.js' || pathname.startsWith('/chunks/')) requested.push(pathname.replace(/-[\w-]{8}\.js$/, '.js'));
    });
    await customer.page.goto(house.url, { waitUntil: 'networkidle0' });
    await customer.see('button', 'Open chat');
    assert.deepEqual(requested, ['/warmline.js']);

    await customer.openChat();
    await customer.say('What do you load?');
    await agent.choose('What do you load?');
    await customer.read('is here');
    assert.ok(requested.includes('/chunks/open-chat.js'), requested.join(', '));
    assert.ok(!requested.includes('/chunks/open-call.js'), requested.join(', '));

    await agent.call('Voice call');
    await customer.see('button', 'Accept with audio');
    assert.ok(requested.includes('/chunks/open-call.js'), requested.join(', '));
  });
});

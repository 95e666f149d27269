import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { Profile, openBrowser } from './support/house.ts';
import { ServerProcess } from './support/server-process.ts';

describe('a server that is killed and started again', { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => await browser.close());

  test('in a call: media goes on, the call is still there, nothing said is lost, and nobody signs in again', async () => {
    await using server = await ServerProcess.start();
    const agent = await new Profile(await browser.createBrowserContext()).agent();
    await agent.signIn(server.url, server.agent);
    const customer = await new Profile(await browser.createBrowserContext()).customer(server.url);
    await customer.openChat();
    await customer.say('Before the power cut');
    await agent.choose('Before the power cut');
    await agent.call('Video call');
    await customer.press('button', 'Accept with video');
    await agent.hear({ andSee: true });

    await server.kill();
    await customer.hear({ andSee: true });
    await agent.hear({ andSee: true });
    await customer.say('Said into the dark');
    await server.start();

    await agent.readLog('Before the power cut', 'Said into the dark');
    await customer.hear({ andSee: true });
    await agent.see('button', 'End call');
    await customer.press('button', 'End call');
    await agent.miss('button', 'End call');
    await agent.isSilent();
    await agent.page.reload();
    await agent.see('navigation', 'Conversations');
  });
});

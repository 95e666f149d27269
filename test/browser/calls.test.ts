import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { House } from './house.ts';
import { conversing, ring } from './people.ts';
import type { VisitorPage } from './visitor-page.ts';
import { openBrowser } from './visitor-page.ts';

describe('a call between two pages', () => {
  let house: House;
  let browser: Browser;
  const open: VisitorPage[] = [];

  before(async () => {
    [house, browser] = await Promise.all([House.open(), openBrowser()]);
  });
  afterEach(async () => {
    for (const page of open.splice(0)) await page.close();
  });
  after(async () => {
    await browser.close();
    await house.close();
  });

  const met = async (): Promise<{ customer: VisitorPage; agent: VisitorPage }> => {
    const people = await conversing(browser, house);
    open.push(people.customer, people.agent);
    return people;
  };

  it('is a video call that both see and hear, until the agent hangs up', async () => {
    const { customer, agent } = await met();
    await ring(agent, 'Video call');
    for (const name of ['Accept with video', 'Accept with audio', 'Decline']) await customer.waitFor('button', name);
    await customer.press('button', 'Accept with video');
    await customer.waitFor('button', 'Turn video off');
    await agent.waitFor('button', 'Turn video off');
    await Promise.all([customer.waitForMedia(true), agent.waitForMedia(true)]);

    await agent.press('button', 'End call');
    await customer.waitForNo('button', 'End call');
    await agent.waitForNo('button', 'End call');
    await customer.waitFor('textbox', 'Message');
    assert.equal(await customer.count('button', 'Accept with video'), 0);
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { House } from './support/house.ts';
import type { CustomerPage } from './support/person-page.ts';
import { openUnpressed } from './support/unpressed.ts';

declare global {
  interface Window {
    /** Answers the browser's prompt for devices, which waits until then. */
    allow(): void;
  }
}

describe('in a browser that holds sound back until somebody has pressed something', { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openUnpressed()));
  after(async () => await browser.close());

  test('who accepts with a press hears the other, on the next page too', async () => {
    await using house = await House.open(browser);
    const [agent, customer] = [await house.agent(), await house.customer()];
    assert.equal(await isHeldBack(customer), true, 'before a press nothing sounds');
    await customer.openChat();
    await customer.say('Can you hear me?');
    await agent.choose('Can you hear me?');
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await Promise.all([customer.hear(), agent.hear()]);
    await customer.page.click('a[href="/help.html"]');
    await customer.see('button', 'End call');
    await Promise.all([customer.hear(), agent.hear()]);
  });

  test('who comes back from another site, where the sound is there before the prompt for the microphone is answered, is offered to hear: one press does it', async () => {
    await using house = await House.open(browser, {
      prepare: (page) =>
        page.evaluateOnNewDocument(() => {
          const { mediaDevices } = navigator as Partial<Navigator>;
          if (!mediaDevices || location.pathname !== '/help.html') return;
          const ask = mediaDevices.getUserMedia.bind(mediaDevices);
          const answered = new Promise<void>((resolve) => (window.allow = resolve));
          mediaDevices.getUserMedia = (wanted) => answered.then(() => ask(wanted));
        }),
    });
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await agent.hear();
    // Another origin of the same server: what was pressed here counts no more.
    await customer.page.goto(`${house.server.url}/healthz`);
    await customer.page.goto(`${house.url}/help.html`);
    await customer.read('Rejoining');
    await customer.receive();
    assert.equal(await isHeldBack(customer), true);
    await customer.page.evaluate(() => window.allow());
    await customer.press('button', 'Tap to hear');
    await customer.hear();
    await customer.miss('button', 'Tap to hear');
    await agent.hear();
  });
});

/** Whether the browser refuses to play on this page. */
const isHeldBack = ({ page }: CustomerPage): Promise<boolean> =>
  page.evaluate(() => {
    const element = new Audio();
    element.srcObject = new MediaStream();
    return new Promise<boolean>((resolve) => {
      element.addEventListener('play', () => resolve(false));
      element.play().catch((error: unknown) => resolve((error as DOMException).name === 'NotAllowedError'));
    });
  });

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { House, openBrowser } from './support/house.ts';
import type { PersonPage } from './support/person-page.ts';

/** What the browser would say, `device|name|message`. */
const refuse = async ({ page }: PersonPage, how: string | null): Promise<void> => {
  await page.evaluate((value) => {
    window.refuseDevice = value;
  }, how);
};

describe('devices that are refused', { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => await browser.close());

  test('camera refused: the customer goes on with audio, and the agent reads what happened', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await refuse(customer, 'camera|NotAllowedError|Permission denied');
    await agent.call('Video call');
    await customer.press('button', 'Accept with video');
    await customer.press('button', 'Go on with audio');
    await customer.hear();
    await agent.hear();
    await agent.read('camera refused, continued with audio');
  });

  test('microphone refused: the customer reads why, wants another try, is asked once more, and the call begins', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await refuse(customer, 'microphone|NotAllowedError|Permission denied');
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await customer.read('The microphone is not available');
    await refuse(customer, null);
    await customer.press('button', 'Try again');
    await customer.press('button', 'Accept with audio');
    await customer.hear();
    await agent.hear();
  });

  test('no microphone at all: the customer gives up, and the agent reads it', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await refuse(customer, 'microphone|NotFoundError|Requested device not found');
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await customer.read('The microphone is not available');
    await customer.press('button', 'End call');
    await agent.read('could not give access to a microphone');
    await agent.isSilent();
  });

  test("the agent's own microphone refused: nobody is rung, and the agent reads why", async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await refuse(agent, 'microphone|NotAllowedError|Permission denied');
    await agent.call('Voice call');
    await agent.read('Nobody was called.');
    assert.equal(await customer.has('button', 'Accept with audio'), false);
  });

  test('a browser without devices: the call commands are disabled, with the reason', async () => {
    await using house = await House.open(browser);
    const agent = await house.agent();
    const customer = await (await house.profile()).customer('about:blank');
    await customer.page.evaluateOnNewDocument(() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined }));
    await customer.page.goto(house.url);
    await customer.openChat();
    await customer.say('No devices here');
    await agent.choose('No devices here');
    await agent.press('button', 'More commands');
    const command = await agent.see('menuitem', 'Voice call');
    assert.equal(await command.evaluate((element) => element.ariaDisabled), 'true');
    await agent.read('browser cannot make calls');
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { startLiveKit } from '../../scripts/livekit.mjs';
import { House, openBrowser } from '../browser/support/house.ts';
import { AgentPage, CustomerPage } from '../browser/support/person-page.ts';
import { grown, keptBy, named, pressAt, rowOf, there } from './kept.ts';

/** Rounds that are counted, after two that load and remember what later ones use again. */
const ROUNDS = 6;

const livekit = await startLiveKit();

describe('a page that stays open', { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => {
    await browser.close();
    if (!('missing' in livekit)) await livekit.stop();
  });

  /** Plays two rounds, and as many again as are counted; then nothing may be kept once for each of them. */
  const leavesNothing = async (round: (number: number) => Promise<unknown>, ...pages: readonly Page[]): Promise<void> => {
    let number = 0;
    while (number < 2) await round(number++);
    const early = await Promise.all(pages.map(keptBy));
    while (number < 2 + ROUNDS) await round(number++);
    for (const [index, page] of pages.entries()) assert.deepEqual(await grown(page, early[index] ?? {}, ROUNDS), [], page.url());
  };

  const visitor = async (house: House): Promise<CustomerPage> => {
    const customer = new CustomerPage(await (await house.profile()).unwatched());
    await customer.page.goto(house.url);
    await customer.openChat();
    return customer;
  };

  const atWork = async (house: House): Promise<AgentPage> => {
    const agent = new AgentPage(await (await house.profile()).unwatched());
    assert.ok(house.server.demo);
    await agent.signIn(house.url, house.server.demo.agent);
    return agent;
  };

  const calls = async (house: House): Promise<void> => {
    const [agent, customer] = [await atWork(house), await visitor(house)];
    await customer.say('Call me, again and again');
    await agent.choose('Call me, again and again');
    const call = async (number: number): Promise<void> => {
      await pressAt(agent, named('button', 'More commands'));
      await pressAt(agent, named('menuitem', number % 2 === 0 ? 'Video call' : 'Voice call'));
      await pressAt(customer, named('button', 'Accept with video'));
      await there(customer, named('timer'));
      await there(agent, named('timer'));
      await pressAt(customer, named('button', 'Mute'));
      await pressAt(customer, named('button', 'End call'));
      await agent.miss('button', 'End call');
      await pressAt(customer, named('button', 'Close'));
    };
    await leavesNothing(call, customer.page, agent.page);
  };

  test('keeps nothing of the calls that are over', { timeout: 180_000 }, async () => {
    await using house = await House.open(browser);
    await calls(house);
  });

  test('keeps nothing of the calls that went through LiveKit', { timeout: 180_000, skip: 'missing' in livekit ? livekit.missing : false }, async () => {
    await using house = await House.open(browser, 'missing' in livekit ? {} : { livekit });
    await calls(house);
  });

  test('keeps nothing of the conversations that are over', { timeout: 180_000 }, async () => {
    await using house = await House.open(browser);
    const agent = await atWork(house);
    const talk = async (number: number): Promise<void> => {
      const customer = await visitor(house);
      await customer.say(`Matter ${number}`);
      await pressAt(agent, rowOf(`Matter ${number}`));
      await pressAt(agent, named('button', 'End conversation'));
      await customer.read('The conversation has ended');
      await customer.page.close();
    };
    await leavesNothing(talk, agent.page);
  });

  test('keeps nothing of a widget that was taken away', { timeout: 180_000 }, async () => {
    await using house = await House.open(browser);
    const customer = await visitor(house);
    await customer.say('Before the route changed');
    const turn = async (): Promise<void> => {
      await customer.page.evaluate(() => {
        const widget = document.querySelector('chat-widget');
        const again = widget?.cloneNode() as Element;
        widget?.replaceWith(again);
      });
      await customer.read('Before the route changed');
    };
    await leavesNothing(turn, customer.page);
  });
});

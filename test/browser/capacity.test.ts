import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { House, openBrowser } from './support/house.ts';
import type { PersonPage } from './support/person-page.ts';

describe("an agent's capacity", { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => await browser.close());

  test('in a call no new conversation is given to the agent; a supervisor can still assign one; after the call they come', async () => {
    await using house = await House.open(browser);
    const supervisor = await house.agent('supervisor');
    await supervisor.press('button', 'Mine');
    await supervisor.goAway();
    await supervisor.read('You are away.');
    await supervisor.press('button', 'Queue');
    const { customer, agent } = await house.talking('First in line');
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await agent.hear();

    const [second, third] = [await house.customer(), await house.customer()];
    await second.openChat();
    await second.say('Second in line');
    await third.openChat();
    await third.say('Third in line');
    await supervisor.open('Third in line');
    await supervisor.read('This conversation waits for somebody to answer.');
    await supervisor.open('Second in line');
    assert.deepEqual(await isAnswered(second, third), [false, false]);
    await supervisor.press('button', 'Assign');
    await supervisor.press('menuitem', 'Mika Sato');
    await second.read('Mika Sato is here');
    await agent.choose('Second in line');
    assert.deepEqual(await isAnswered(third), [false], 'the other one waits still');

    await customer.press('button', 'End call');
    await agent.miss('button', 'End call');
    await third.read('Mika Sato is here');
    await agent.choose('Third in line');
  });

  test('a conversation that a supervisor gives away in its call: who talks keeps the call, over a reload too, and hangs up', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking('Whose am I?');
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await agent.hear();
    const supervisor = await house.agent('supervisor');
    await supervisor.open('Whose am I?');
    await supervisor.press('button', 'Assign');
    await supervisor.press('menuitem', 'Sam Okafor (you)');
    await agent.read('You are reading along. Sam Okafor answers.');
    await supervisor.say('I take over in writing');
    await agent.readLog('Whose am I?', 'I take over in writing');
    await agent.hear();
    await agent.page.reload();
    await agent.hear();
    await agent.press('button', 'End call');
    await customer.read('The call has ended');
    await agent.read('No conversations yet');
    assert.equal(await supervisor.has('button', 'End conversation'), true);
  });
});

/** Whether each has read that somebody is there. */
const isAnswered = (...people: readonly PersonPage[]): Promise<boolean[]> => Promise.all(people.map((person) => person.canRead('is here')));

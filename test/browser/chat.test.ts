import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { House, openBrowser } from './support/house.ts';

describe('a chat between two real pages', { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => await browser.close());

  test('goes both ways, and both sides read the same', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking('Does the low kettle fit an induction stove?');
    await agent.say('It does. Start on a low heat.');
    await customer.read('It does. Start on a low heat.');
    await customer.say('Thank you!');
    await agent.readLog('Does the low kettle fit an induction stove?', 'It does. Start on a low heat.', 'Thank you!');
    await customer.readLog('Does the low kettle fit an induction stove?', 'It does. Start on a low heat.', 'Thank you!');
  });

  test('shows that the other side is writing, and that a message was seen', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await customer.read('Seen');
    await agent.type('Message', 'One moment');
    await customer.page.bringToFront();
    await customer.read('is typing');
  });

  test('keeps panel, transcript and draft over a reload', async () => {
    await using house = await House.open(browser);
    const { customer } = await house.talking('My kettle sings.');
    await customer.type('Message', 'And it also');
    await customer.page.reload();
    await customer.readLog('My kettle sings.');
    const box = await customer.see('textbox', 'Message');
    assert.equal(await box.evaluate((element) => (element as HTMLTextAreaElement).value), 'And it also');
  });

  test('goes on over the pages of a site', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking('Which one would you take?');
    await customer.type('Message', 'I like this');
    await Promise.all([customer.page.waitForNavigation(), customer.page.click('a[href="/hiramaru.html"]')]);
    await agent.say('The low one.');
    await customer.readLog('Which one would you take?', 'The low one.');
    const box = await customer.see('textbox', 'Message');
    assert.equal(await box.evaluate((element) => (element as HTMLTextAreaElement).value), 'I like this');
    await agent.read('Hiramaru');
  });

  test('what was written without a connection arrives once, in order', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking('Before');
    await customer.page.setOfflineMode(true);
    await customer.cut();
    for (const text of ['One', 'Two', 'Three']) await customer.say(text);
    await customer.read('What you write is sent as soon as it is back');
    await customer.page.setOfflineMode(false);
    await agent.readLog('Before', 'One', 'Two', 'Three');
    await customer.readLog('Before', 'One', 'Two', 'Three');
  });

  test('a second tab of the same customer shows the same conversation', async () => {
    await using house = await House.open(browser);
    const profile = await house.profile();
    const agent = await house.agent();
    const first = await profile.customer(house.url);
    await first.openChat();
    await first.say('From the first tab');
    await agent.choose('From the first tab');
    const second = await profile.customer(`${house.url}/help.html`);
    await second.openChat();
    await second.readLog('From the first tab');
    await second.say('From the second');
    await first.readLog('From the first tab', 'From the second');
  });

  test('a message after the end opens a new conversation, below the earlier one', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking('First matter');
    await agent.say('Settled.');
    await customer.read('Settled.');
    await agent.press('button', 'End conversation');
    await customer.read('The conversation has ended');
    await customer.say('Another matter');
    await agent.choose('Another matter');
    await agent.readLog('Another matter');
    await agent.say('What is it?');
    await customer.readLog('First matter', 'Settled.', 'Another matter', 'What is it?');
    await customer.page.reload();
    await customer.readLog('First matter', 'Settled.', 'Another matter', 'What is it?');
  });

  test('who comes back once it ended finds what was said', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking('First matter');
    await agent.press('button', 'End conversation');
    await customer.read('The conversation has ended');
    await customer.page.reload();
    await customer.readLog('First matter');
    await customer.read('The conversation has ended');
  });
});

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { SignJWT } from 'jose';
import type { Browser } from 'puppeteer-core';
import { House, openBrowser } from './support/house.ts';
import type { AgentPage } from './support/person-page.ts';

const SECRET = 'what the shop and its chat both know';
const password = 'a long enough password';
const config = (origin: string) => ({
  sites: [{ id: 'theirs', name: 'Their site', origins: [origin], calling: 'voice-and-video' as const, customerSecret: SECRET }],
  agents: [{ name: 'Mika Sato', email: 'mika@warmline.example', password }],
});

const people = { mei: { sub: 'user-7', name: 'Mei Tanaka', email: 'mei@home.example' }, ken: { sub: 'user-8', name: 'Ken Abe' } };
type Who = keyof typeof people;

const wordFor = (who: Who): Promise<string> =>
  new SignJWT(people[who]).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(new TextEncoder().encode(SECRET));

/** A shop whose pages say who is signed in, as its own server would write them. */
async function shop(server: () => string): Promise<AsyncDisposable & { readonly origin: string }> {
  const pages = createServer((request, response) => {
    const who = (request.url ?? '/').slice(1) as Who;
    const answer = async (): Promise<string> => {
      const signedIn = who in people ? ` customer="${people[who].sub}" customer-token="${await wordFor(who)}"` : '';
      return `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1><script type="module" src="${server()}/warmline.js"></script><chat-widget site="theirs"${signedIn}></chat-widget></html>`;
    };
    void answer().then((body) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body));
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://localhost:${(pages.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      pages.closeAllConnections();
      await new Promise((resolve) => pages.close(resolve));
    },
  };
}

describe('a customer whom the site knows', { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => await browser.close());

  async function open(): Promise<AsyncDisposable & { readonly house: House; readonly origin: string; readonly agent: AgentPage }> {
    let url = '';
    const theirs = await shop(() => url);
    const house = await House.open(browser, { config: config(theirs.origin) });
    url = house.url;
    const agent = await (await house.profile()).agent();
    await agent.signIn(house.url, { email: 'mika@warmline.example', password });
    return {
      house,
      origin: theirs.origin,
      agent,
      [Symbol.asyncDispose]: async () => {
        await house[Symbol.asyncDispose]();
        await theirs[Symbol.asyncDispose]();
      },
    };
  }

  test('writes, signs in on the next page, and stays in the conversation; the agent sees name and address; on another device it is the same conversation', async () => {
    await using there = await open();
    const { house, origin, agent } = there;
    const customer = await (await house.profile()).customer(origin);
    await customer.openChat();
    await customer.say('Before I signed in');
    await agent.choose('Before I signed in');
    await customer.page.goto(`${origin}/mei`);
    await customer.readLog('Before I signed in');
    await agent.read('Mei Tanaka');
    await agent.read('mei@home.example');
    await agent.read('user-7');

    const phone = await (await house.profile()).customer(`${origin}/mei`);
    await phone.openChat();
    await phone.readLog('Before I signed in');
    await agent.say('Good to see you');
    for (const each of [customer, phone]) await each.readLog('Before I signed in', 'Good to see you');
  });

  test('leaves nothing behind: whoever comes next, signed in or not, finds an empty chat; back again it is all there', async () => {
    await using there = await open();
    const { house, origin, agent } = there;
    const customer = await (await house.profile()).customer(`${origin}/mei`);
    await customer.openChat();
    await customer.say('My order of yesterday');
    await agent.choose('My order of yesterday');
    await customer.type('Message', 'It was the blue');
    for (const next of ['/', '/ken']) {
      await customer.page.goto(origin + next);
      await customer.read('How can we help?');
      assert.equal(await (await customer.see('textbox', 'Message')).evaluate((box) => (box as HTMLTextAreaElement).value), '');
    }
    await customer.say('I am Ken');
    await agent.read('Ken Abe');
    await customer.page.goto(`${origin}/mei`);
    await customer.readLog('My order of yesterday');
    assert.equal(await (await customer.see('textbox', 'Message')).evaluate((box) => (box as HTMLTextAreaElement).value), 'It was the blue');
  });

  test('signs in and out on a single page: each time the chat is whose it is', async () => {
    await using there = await open();
    const { house, origin, agent } = there;
    const customer = await (await house.profile()).customer(origin);
    await customer.openChat();
    await customer.page.evaluate(
      (id, word) => {
        const widget = document.querySelector('chat-widget');
        widget?.setAttribute('customer-token', word);
        widget?.setAttribute('customer', id);
      },
      people.mei.sub,
      await wordFor('mei'),
    );
    await customer.read('How can we help?');
    await customer.say('I have just signed in');
    await agent.choose('I have just signed in');
    await agent.read('Mei Tanaka');
    await customer.page.evaluate(() => {
      for (const name of ['customer', 'customer-token']) document.querySelector('chat-widget')?.removeAttribute(name);
    });
    await customer.readNoMore('I have just signed in');
    await customer.read('How can we help?');
  });

  test('is rung by name, and talks', async () => {
    await using there = await open();
    const { house, origin, agent } = there;
    const customer = await (await house.profile()).customer(`${origin}/mei`);
    await customer.openChat();
    await customer.say('Please call me');
    await agent.choose('Please call me');
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await customer.hear();
    await agent.hear();
    // The next page is rejoined as theirs.
    await customer.page.goto(`${origin}/mei`);
    await customer.see('button', 'End call');
    await customer.hear();
    await customer.press('button', 'End call');
    await agent.miss('button', 'End call');
  });
});
